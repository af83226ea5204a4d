//! Calls: which of the things that a call can be it is, and what comes back.

use crate::flow::cx::Cx;
use crate::flow::query::{Access, Bypass, Column, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Root, Shape, Srcs, Truth, Val};
use crate::flow::vocab::List;
use crate::program::{FnId, Sym, Ty};
use crate::tenancy::Role;
use partywall_catalog::{Operation, OriginWord, Proves};
use partywall_ir::{Arg, ExprId, ExprKind, FnKind, Name, ParamKind, TypeRef};
use std::rc::Rc;

/// An argument that has been read.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its name.
    pub name: Option<Sym>,
    /// It stands for many.
    pub spread: bool,
    /// Where it stands.
    pub expr: ExprId,
    /// Its value.
    pub val: Val,
}

/// A call as it is written.
pub(super) struct Site<'s> {
    /// The call.
    pub expr: ExprId,
    /// The last part of the callee's name.
    pub name: &'s str,
    /// The same, program-wide.
    pub sym: Sym,
    /// What stands before the name.
    pub base: Option<ExprId>,
    /// Type arguments.
    pub type_args: &'s [TypeRef],
}

impl<'a> Cx<'_, 'a> {
    pub(super) fn call(&mut self, expr: ExprId, callee: ExprId, args: &'a [Arg]) -> Val {
        let unit = self.unit;
        let (inner, type_args): (ExprId, &[TypeRef]) = match &unit.body[callee].kind {
            ExprKind::Generic { base, args } => (*base, args),
            _ => (callee, &[]),
        };
        let (name, base) = match &unit.body[inner].kind {
            ExprKind::Name(name) => (*name, None),
            ExprKind::Member { base, name } => (*name, Some(*base)),
            _ => {
                let callee = self.eval(inner);
                let given = self.arguments(args);
                return self.call_value(expr, &callee, &given);
            }
        };
        let site = Site {
            expr,
            name: unit.text(name),
            sym: self.sym(name),
            base,
            type_args,
        };
        let receiver = base.map(|base| self.eval(base));
        if self.st.dead {
            return Val::nothing();
        }
        if let Some(receiver) = &receiver
            && let Shape::Query(query) = &receiver.shape
            && let Some(val) = self.step(&site, Rc::clone(query), receiver, args)
        {
            return val;
        }
        let given = self.arguments(args);
        if self.st.dead {
            return Val::nothing();
        }
        self.dispatch(&site, name, receiver, &given)
    }

    fn dispatch(&mut self, site: &Site, name: Name, receiver: Option<Val>, given: &[Given]) -> Val {
        if let Some(val) = self.condition_call(site, receiver.as_ref(), given) {
            return val;
        }
        if let Some(val) = self.start_query(site, receiver.as_ref(), given) {
            return val;
        }
        if let Some(val) = self.sql_call(site, receiver.as_ref(), given) {
            return val;
        }
        let written = site.base.and_then(|base| self.last_name(base));
        if let Some(row) = self.source_call(receiver.as_ref(), site.name, written) {
            let key = given.iter().find_map(|arg| self.text_key(&arg.val));
            return self.origin(row.origin, key);
        }
        if let Some(val) = self.relay(site, given) {
            return val;
        }
        if self.eng.index.stop.get(self.unit.language, site.name).next().is_some() {
            let srcs = union(given.iter().map(|arg| &arg.val));
            return Val {
                srcs,
                ..Val::shaped(Shape::Failure)
            };
        }
        if let Some(val) = self.guard_row(site, given) {
            return val;
        }
        let target = self.target(site, name, receiver.as_ref());
        if let Some(val) = self.known_target(site, target, receiver.as_ref(), given) {
            return val;
        }
        self.unknown_call(site, receiver, given)
    }

    /// What the callee's name stands for, when it is a value of the program.
    fn target(&mut self, site: &Site, name: Name, receiver: Option<&Val>) -> Option<Val> {
        let Some(base) = site.base else {
            let val = self.name(name, site.expr);
            return Some(val);
        };
        let receiver = receiver?;
        let program = self.eng.program;
        if let Shape::Type(ty) = receiver.shape {
            if let Some(first) = program.methods(ty, site.sym).first() {
                return Some(Val::shaped(Shape::Func(*first, Some(Rc::new(receiver.clone())))));
            }
            if let Some(nested) = program.nested(ty, site.sym) {
                return Some(self.definition(crate::program::Def::Type(nested)));
            }
        }
        if let Shape::Outside(path) = &receiver.shape {
            let parts: Option<Vec<Sym>> = path.split('.').map(|part| program.find(part)).collect();
            if let Some(mut parts) = parts {
                parts.push(site.sym);
                if let Some(def) = program.resolve(self.unit_id, self.scope(), &parts) {
                    return Some(self.definition(def));
                }
            }
            return None;
        }
        let own = matches!(self.unit.body[base].kind, ExprKind::Base);
        let id = program.unwrap(&receiver.ty).decl();
        let id = if own {
            id.and_then(|id| program.supertypes(id).first().copied())
        } else {
            id
        };
        let methods = id.map(|id| program.methods(id, site.sym)).unwrap_or_default();
        if let Some(first) = methods.first() {
            return Some(Val::shaped(Shape::Func(*first, Some(Rc::new(receiver.clone())))));
        }
        let extension = program.extensions(site.sym).first()?;
        Some(Val::shaped(Shape::Func(*extension, Some(Rc::new(receiver.clone())))))
    }

    fn known_target(
        &mut self,
        site: &Site,
        target: Option<Val>,
        receiver: Option<&Val>,
        given: &[Given],
    ) -> Option<Val> {
        match target?.shape {
            Shape::Func(function, bound) => {
                if self.eng.program.decl(function).kind == FnKind::Macro {
                    return self.macro_call(function, given);
                }
                let receiver = bound.as_deref().or(receiver).cloned();
                Some(self.call_function(site, function, receiver, given))
            }
            Shape::Type(ty) => {
                let val = Val {
                    ty: self.eng.program.instance(ty, Vec::new()),
                    ..self.object(given)
                };
                Some(val)
            }
            Shape::Lambda(lambda) => Some(self.call_lambda(lambda, &positional(given))),
            _ => None,
        }
    }

    fn macro_call(&mut self, function: FnId, given: &[Given]) -> Option<Val> {
        if self.eng.program.decl(function).flags.has(partywall_ir::Flags::DIVERGES) {
            self.st.dead = true;
            return Some(Val::nothing());
        }
        let _ = given;
        None
    }

    /// Calls a value: a function, a lambda, a class.
    pub(super) fn call_value(&mut self, expr: ExprId, callee: &Val, given: &[Given]) -> Val {
        match &callee.shape {
            Shape::Func(function, bound) => {
                let name = self.eng.program.func(*function).name;
                let site = Site {
                    expr,
                    name: self.text(name),
                    sym: name,
                    base: None,
                    type_args: &[],
                };
                self.call_function(&site, *function, bound.as_deref().cloned(), given)
            }
            Shape::Lambda(lambda) => self.call_lambda(*lambda, &positional(given)),
            Shape::Type(ty) => Val {
                ty: self.eng.program.instance(*ty, Vec::new()),
                ..self.object(given)
            },
            _ => {
                let srcs = union(given.iter().map(|arg| &arg.val));
                Val::of(callee.srcs.union(&srcs))
            }
        }
    }

    /// Calls one of the functions that a name stands for; an interface's method is what its implementations are.
    fn call_function(&mut self, site: &Site, first: FnId, receiver: Option<Val>, given: &[Given]) -> Val {
        let program = self.eng.program;
        let info = *program.func(first);
        let overloads = match info.owner {
            Some(owner) => program.methods(owner, info.name),
            None => self.eng.overloads(first),
        };
        let named: Vec<Sym> = given.iter().filter_map(|arg| arg.name).collect();
        let count = given.iter().filter(|arg| arg.name.is_none()).count();
        let chosen = program
            .pick(&overloads, count, &named, receiver.is_some())
            .unwrap_or(first);
        self.eng.edge(self.function, chosen);
        let decl = program.decl(chosen);
        let receiver_ty = receiver.as_ref().map_or_else(Ty::unknown, |val| val.ty.clone());
        let type_args: Vec<Ty> = site.type_args.iter().map(|ty| self.resolve_type(ty)).collect();
        let ret = program.return_type(chosen, &receiver_ty, &type_args);
        let mut bodies: Vec<FnId> = Vec::new();
        if decl.body.is_some() {
            bodies.push(chosen);
        }
        if decl.body.is_none() || bodies.is_empty() {
            bodies.extend(
                program
                    .implementations(chosen)
                    .iter()
                    .copied()
                    .filter(|f| program.decl(*f).body.is_some()),
            );
        } else if receiver_ty.decl() == info.owner {
            // a base's template method seen through the base: its overrides matter only where the receiver is one
        } else if let Some(own) = receiver_ty.decl() {
            let methods = program.methods(own, info.name);
            if let Some(own) = program.pick(&methods, count, &named, receiver.is_some())
                && program.decl(own).body.is_some()
            {
                bodies = vec![own];
            }
        }
        bodies.truncate(4);
        let mut best: Option<Val> = None;
        let mut seen_access = false;
        for body in bodies {
            let before = self.accesses.len();
            if seen_access && !self.summary(body).accesses.is_empty() {
                continue;
            }
            let val = self.apply(site.expr, body, receiver.as_ref(), given, &type_args);
            seen_access |= self.accesses.len() > before || !self.records(&val.srcs).is_empty();
            best = Some(match best {
                None => val,
                Some(old) => crate::flow::control::merge_values(&old, &val, (false, false)),
            });
        }
        if !seen_access
            && best
                .as_ref()
                .is_none_or(|val| val.srcs.is_empty() || self.only_passes(&val.srcs))
            && let Some(val) = self.declared_access(site, chosen, &ret, receiver.as_ref(), given)
        {
            return val;
        }
        let mut val = match best {
            Some(val) => val,
            None => {
                let mut srcs = union(given.iter().map(|arg| &arg.val));
                if let Some(receiver) = &receiver {
                    srcs = srcs.union(&receiver.srcs);
                }
                Val::of(srcs)
            }
        };
        if val.ty.is_unknown() {
            val.ty = ret;
        }
        if decl.flags.has(partywall_ir::Flags::DIVERGES) {
            self.st.dead = true;
        }
        let val = self.check_by_name(site, Some(chosen), receiver.as_ref(), given, val);
        let val = self.identity_result(chosen, val);
        self.typed_query(val)
    }

    fn only_passes(&self, srcs: &Srcs) -> bool {
        let table = self.eng.srcs.borrow();
        srcs.list()
            .iter()
            .all(|src| !matches!(table.root(*src), Root::Record(_) | Root::Trusted))
    }

    /// What a function gives whose declared type or name says that it is the identity.
    fn identity_result(&mut self, function: FnId, val: Val) -> Val {
        if !val.srcs.is_empty() || !matches!(val.shape, Shape::Plain) {
            return val;
        }
        let name = self.text(self.eng.program.func(function).name);
        let by_type = val
            .ty
            .name()
            .is_some_and(|name| self.eng.vocab.has(List::Identity, name));
        if by_type || self.eng.vocab.has(List::Identity, name) {
            return Val {
                ty: val.ty,
                ..self.origin(OriginWord::Identity, None)
            };
        }
        val
    }

    /// A method without code here whose declared result is an owned entity: reading it is an access by the keys that its
    /// parameters are called after.
    fn declared_access(
        &mut self,
        site: &Site,
        function: FnId,
        ret: &Ty,
        receiver: Option<&Val>,
        given: &[Given],
    ) -> Option<Val> {
        let program = self.eng.program;
        let decl = program.decl(function);
        if receiver.is_none() || decl.kind != FnKind::Plain || decl.body.is_some() {
            return None;
        }
        let EntRef::Known(entity) = self.entity_of(ret) else {
            return None;
        };
        let info = self.eng.tenancy.entity(entity);
        if receiver.is_some_and(|val| val.ty.decl().is_some_and(|ty| info.types.contains(&ty))) {
            return None;
        }
        let list = program.is_collection(&program.unwrap(ret));
        let unit = program.unit(program.func(function).unit);
        let mut preds = Vec::new();
        let params = decl.params.iter().filter(|param| param.kind == ParamKind::Plain);
        for (param, arg) in params.zip(given) {
            let text = unit.text(param.name);
            if arg.val.srcs.is_empty() || self.is_new_row(entity, &arg.val) {
                continue;
            }
            let role = self.eng.tenancy.role(entity, &[text]);
            let refers = self.eng.tenancy.refers(text);
            let known = !matches!(role, Role::Other) || refers.is_some();
            let compare = if known { Compare::Equal } else { Compare::Other };
            let column = Rc::new(Column {
                entity: EntRef::Known(entity),
                path: vec![text.into()],
            });
            preds.push(Pred::Test {
                column,
                compare,
                value: arg.val.srcs.clone(),
                constant: false,
            });
        }
        if preds.is_empty() && !given.is_empty() {
            return None;
        }
        let access = Access {
            entity: EntRef::Known(entity),
            operation: if list { Operation::List } else { Operation::One },
            preds,
            bypass: Bypass::No,
            manager: None,
            sql: false,
            place: (self.unit_id, self.unit.body[site.expr].span),
            function: self.function,
            calls: Vec::new(),
            declared: true,
            opaque: false,
            exits: Vec::new(),
            thin: false,
        };
        let index = self.add_access(access, false);
        Some(Val {
            ty: ret.clone(),
            ..self.val(Root::Record(index), &[])
        })
    }

    fn is_new_row(&self, entity: crate::tenancy::EntityId, val: &Val) -> bool {
        self.entity_of(&val.ty) == EntRef::Known(entity)
    }

    /// An object from arguments or members.
    pub(super) fn object(&mut self, given: &[Given]) -> Val {
        let members: Vec<(Sym, Val)> = given
            .iter()
            .filter_map(|arg| arg.name.map(|name| (name, arg.val.clone())))
            .collect();
        let srcs = union(given.iter().map(|arg| &arg.val));
        Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Object(Rc::new(members)),
        }
    }

    pub(super) fn new_object(
        &mut self,
        expr: ExprId,
        ty: Option<&TypeRef>,
        args: &'a [Arg],
        fields: &[(Name, ExprId)],
    ) -> Val {
        let mut given = self.arguments(args);
        let ty = ty.map_or_else(Ty::unknown, |ty| self.resolve_type(ty));
        // positional arguments are the parameters of the constructor
        if let Some(id) = ty.decl() {
            let program = self.eng.program;
            let constructors = self.eng.constructors(id);
            let count = given.iter().filter(|arg| arg.name.is_none()).count();
            if let Some(constructor) = program.pick(&constructors, count, &[], true) {
                let unit = program.func(constructor).unit;
                let params = program
                    .decl(constructor)
                    .params
                    .iter()
                    .filter(|p| p.kind == ParamKind::Plain);
                for (arg, param) in given.iter_mut().filter(|arg| arg.name.is_none()).zip(params) {
                    arg.name = Some(program.sym(unit, param.name));
                }
            }
        }
        for (name, value) in fields {
            let val = self.eval(*value);
            let val = self.settle(val, self.unit.body[*value].span);
            given.push(Given {
                name: Some(self.sym(*name)),
                spread: false,
                expr: *value,
                val,
            });
        }
        let mut object = self.object(&given);
        for arg in given.iter().filter(|arg| arg.spread) {
            if let (Shape::Object(base), Shape::Object(own)) = (&arg.val.shape, &object.shape) {
                let mut all = (**own).clone();
                all.extend(
                    base.iter()
                        .filter(|(name, _)| !own.iter().any(|(key, _)| key == name))
                        .cloned(),
                );
                object.shape = Shape::Object(Rc::new(all));
            }
        }
        let written = ty.name().unwrap_or_default();
        if self.eng.index.stop.get(self.unit.language, written).next().is_some() {
            object.shape = Shape::Failure;
        }
        let _ = expr;
        let known = self.typed_query(Val {
            ty: ty.clone(),
            ..Val::nothing()
        });
        if let Shape::Query(_) = known.shape {
            return known;
        }
        Val { ty, ..object }
    }

    /// Reads arguments; those that are queries are not run yet.
    pub(super) fn arguments(&mut self, args: &'a [Arg]) -> Vec<Given> {
        let mut given = Vec::with_capacity(args.len());
        for arg in args {
            let val = self.eval(arg.value);
            if self.st.dead {
                break;
            }
            given.push(Given {
                name: arg.name.map(|name| self.sym(name)),
                spread: arg.spread,
                expr: arg.value,
                val,
            });
        }
        given
    }

    /// Reads a lambda's body with these arguments.
    pub(super) fn call_lambda(&mut self, lambda: ExprId, args: &[Val]) -> Val {
        let unit = self.unit;
        let ExprKind::Lambda(inner) = &unit.body[lambda].kind else {
            return Val::nothing();
        };
        if self.lambdas > 6 {
            return Val::nothing();
        }
        let saved = self.st.env.clone();
        for (at, param) in inner.params.iter().enumerate() {
            let mut val = args.get(at).cloned().unwrap_or_else(Val::nothing);
            if let Some(ty) = &param.ty {
                let ty = self.resolve_type(ty);
                val = val.typed(ty);
            }
            match param.pattern {
                Some(pattern) => self.bind(pattern, &val),
                None => {
                    self.st.env.insert(param.name, val);
                }
            }
        }
        self.lambdas += 1;
        let outer = std::mem::take(&mut self.lambda_rets);
        let dead = self.st.dead;
        let mut val = self.eval(inner.body);
        let rets = std::mem::replace(&mut self.lambda_rets, outer);
        self.lambdas -= 1;
        let fell_through = !self.st.dead;
        self.st.dead = dead;
        let is_block = matches!(unit.body[inner.body].kind, ExprKind::Block { value: false, .. });
        if is_block || !fell_through {
            val = Val::nothing();
        }
        for ret in rets {
            val = crate::flow::control::merge_values(&val, &ret, (false, false));
        }
        // names of the lambda's own end here; names of the function around it keep what the body did to them
        let changed = std::mem::replace(&mut self.st.env, saved);
        let own: Vec<Name> = inner.params.iter().map(|param| param.name).collect();
        let kept: Vec<Name> = self.st.env.keys().copied().filter(|name| !own.contains(name)).collect();
        for name in kept {
            if let Some(val) = changed.get(&name) {
                self.st.env.insert(name, val.clone());
            }
        }
        val
    }

    /// A call that the catalog says authorizes.
    fn guard_row(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        let row = self
            .eng
            .index
            .guard_call
            .get(self.unit.language, site.name)
            .next()
            .copied()?;
        let mut facts = Vec::new();
        match row.proves {
            Proves::Operator => facts.push(Fact::Operator),
            Proves::Tenant | Proves::Record => {
                for (at, arg) in given.iter().enumerate() {
                    if row.arg.is_none_or(|wanted| wanted == at) {
                        facts.extend(self.authorizable(&arg.val));
                    }
                }
            }
            Proves::Login | Proves::Role | Proves::Anonymous => {}
        }
        // a call that raises lets nothing pass when it comes back; one that answers is a condition
        if row.raises {
            self.st.facts.extend(facts.iter().cloned());
        }
        let srcs = union(given.iter().map(|arg| &arg.val));
        let truth = Truth {
            preds: Vec::new(),
            yes: facts,
            no: Vec::new(),
        };
        Some(Val {
            srcs,
            ..Val::shaped(Shape::Truth(Rc::new(truth)))
        })
    }

    /// The sources of a value that a check of it lets pass.
    pub(super) fn authorizable(&self, val: &Val) -> Vec<Fact> {
        let table = self.eng.srcs.borrow();
        let passes = |src: &&crate::flow::value::SrcId| {
            matches!(
                table.root(**src),
                Root::Request | Root::Record(_) | Root::Param(_) | Root::This
            )
        };
        val.srcs
            .list()
            .iter()
            .filter(passes)
            .map(|src| Fact::Authorized(*src))
            .collect()
    }

    /// A call whose name says that it checks, and that sees the identity: what it is given passes when it says yes, or
    /// when it comes back.
    pub(super) fn check_by_name(
        &mut self,
        site: &Site,
        callee: Option<FnId>,
        receiver: Option<&Val>,
        given: &[Given],
        val: Val,
    ) -> Val {
        if !self.eng.vocab.has(List::Guard, site.name) {
            return val;
        }
        let mut sees_identity = callee.is_some_and(|callee| self.summary(callee).reads_identity);
        let mut parts: Vec<&Val> = given.iter().map(|arg| &arg.val).collect();
        parts.extend(receiver);
        for part in &parts {
            sees_identity |= self.has_identity(part);
        }
        sees_identity |= self.eng.vocab.has(
            List::Identity,
            site.base.and_then(|base| self.last_name(base)).unwrap_or(""),
        );
        if !sees_identity {
            return val;
        }
        let facts: Vec<Fact> = parts.iter().flat_map(|part| self.authorizable(part)).collect();
        let operator = self.eng.vocab.has(List::Operator, site.name);
        let mut facts = facts;
        if operator {
            facts.push(Fact::Operator);
        }
        if facts.is_empty() {
            return val;
        }
        let mut truth = match &val.shape {
            Shape::Truth(truth) => (**truth).clone(),
            _ => Truth::default(),
        };
        let boolean = matches!(val.shape, Shape::Truth(_)) || callee.is_some_and(|callee| self.returns_truth(callee));
        truth.yes.extend(facts.iter().cloned());
        if !boolean {
            self.st.facts.extend(facts);
            if !matches!(val.shape, Shape::Plain | Shape::Truth(_)) || !self.records(&val.srcs).is_empty() {
                return val;
            }
        }
        Val {
            shape: Shape::Truth(Rc::new(truth)),
            ..val
        }
    }

    fn returns_truth(&self, callee: FnId) -> bool {
        let ret = self.eng.program.return_type(callee, &Ty::unknown(), &[]);
        let ret = self.eng.program.unwrap(&ret);
        ret.name()
            .is_some_and(|name| name.eq_ignore_ascii_case("bool") || name.eq_ignore_ascii_case("boolean"))
            || self.summary(callee).boolean
    }

    fn has_identity(&self, val: &Val) -> bool {
        if val
            .ty
            .name()
            .is_some_and(|name| self.eng.vocab.has(List::Identity, name))
        {
            return true;
        }
        let table = self.eng.srcs.borrow();
        val.srcs.list().iter().any(|src| match table.root(*src) {
            Root::Identity => true,
            // a parameter that is called after the identity is the identity wherever the call comes from
            Root::Param(index) => self.param_is_identity(index),
            _ => false,
        })
    }

    fn param_is_identity(&self, index: u32) -> bool {
        let decl = self.eng.program.decl(self.function);
        let Some(param) = decl.params.get(index as usize) else {
            return false;
        };
        let by_type = param
            .ty
            .as_ref()
            .is_some_and(|ty| self.eng.vocab.has(List::Identity, self.unit.text(ty.name)));
        by_type || self.eng.vocab.has(List::Identity, self.unit.text(param.name))
    }

    /// A call of which nothing is known: what comes back derives from what went in.
    fn unknown_call(&mut self, site: &Site, receiver: Option<Val>, given: &[Given]) -> Val {
        if let Some(receiver) = &receiver
            && given.len() <= 2
            && let Some(key) = given.iter().find_map(|arg| self.text_key(&arg.val))
            && !receiver.srcs.is_empty()
        {
            // a bag of values that is asked for one by name
            return Val::of(self.members(&receiver.srcs, key));
        }
        let neutral = self
            .eng
            .index
            .neutral
            .get(self.unit.language, site.name)
            .next()
            .is_some();
        if neutral {
            let first = given.first().map(|arg| arg.val.clone());
            return match receiver {
                Some(receiver) if !matches!(receiver.shape, Shape::Outside(_) | Shape::Type(_)) => {
                    if self.eng.fails_closed(self.unit.language, site.name) {
                        let truth = self.truth(&receiver);
                        self.st.facts.extend(truth.yes);
                    }
                    receiver
                }
                _ => first.unwrap_or_else(Val::nothing),
            };
        }
        let mut srcs = Srcs::default();
        let mut element = Val::nothing();
        if let Some(receiver) = receiver.clone() {
            let span = self.unit.body[site.base.unwrap_or(site.expr)].span;
            let receiver = self.settle(receiver, span);
            element = self.element(&receiver);
            srcs = srcs.union(&receiver.srcs);
        }
        let mut truth = Truth::default();
        for arg in given {
            let span = self.unit.body[arg.expr].span;
            match &arg.val.shape {
                Shape::Lambda(lambda) => {
                    let result = self.call_lambda(*lambda, std::slice::from_ref(&element));
                    let result = self.settle(result, span);
                    if let Shape::Truth(inner) = &result.shape {
                        truth = (**inner).clone();
                    }
                    srcs = srcs.union(&result.srcs);
                }
                Shape::Func(..) if !element.srcs.is_empty() => {
                    let item = Given {
                        name: None,
                        spread: false,
                        expr: arg.expr,
                        val: element.clone(),
                    };
                    let result = self.call_value(arg.expr, &arg.val.clone(), &[item]);
                    srcs = srcs.union(&result.srcs);
                }
                _ => {
                    let val = self.settle(arg.val.clone(), span);
                    srcs = srcs.union(&val.srcs);
                }
            }
        }
        let ty = receiver.as_ref().map_or_else(Ty::unknown, |val| val.ty.clone());
        let keep_type = !srcs.is_empty() && self.eng.program.is_collection(&ty);
        let mut val = Val {
            srcs,
            ty: if keep_type { ty } else { Ty::unknown() },
            shape: Shape::Plain,
        };
        if !truth.yes.is_empty() || !truth.no.is_empty() {
            val.shape = Shape::Truth(Rc::new(truth));
        }
        if self.eng.vocab.has(List::Identity, site.name) && val.srcs.is_empty() {
            val = self.origin(OriginWord::Identity, None);
        }
        self.check_by_name(site, None, receiver.as_ref(), given, val)
    }

    /// The constant text of a value as a name.
    pub(super) fn text_key(&self, val: &Val) -> Option<Sym> {
        match &val.shape {
            Shape::Text(text) => self.eng.program.find(text),
            _ => None,
        }
    }
}

/// The values of positional arguments.
pub(super) fn positional(given: &[Given]) -> Vec<Val> {
    given.iter().map(|arg| arg.val.clone()).collect()
}

/// All sources of several values.
pub(super) fn union<'v>(vals: impl Iterator<Item = &'v Val>) -> Srcs {
    vals.fold(Srcs::default(), |all, val| all.union(&val.srcs))
}
