//! Which function a call is a call of, and what calling it gives.

use crate::flow::call::{Given, Site, positional, union};
use crate::flow::cx::Cx;
use crate::flow::value::{EntRef, Root, Shape, Srcs, Val};
use crate::flow::vocab::List;
use crate::program::{FnId, Suits, Sym, Ty, TypeId};
use partywall_catalog::OriginWord;
use partywall_ir::{ExprId, ExprKind, FnKind, Function, Name, ParamKind, TypeKind};
use std::sync::Arc;

/// The most classes that a receiver is taken to be.
const MAX_CLASSES: usize = 12;

/// The longest path that is looked for behind a local.
const MAX_PARTS: usize = 6;

/// The most bodies that one call is followed into.
const MAX_BODIES: usize = 4;

/// How deep functions are declared inside of each other.
const MAX_NESTED: usize = 6;

impl<'a> Cx<'_, 'a> {
    /// What the callee's name stands for, when it is a value of the program.
    pub(super) fn target(&mut self, site: &Site, name: Name, receiver: Option<&Val>) -> Option<Val> {
        if site.base.is_none() {
            return Some(self.name(name, site.expr));
        }
        let receiver = receiver?;
        let program = self.eng.program;
        if let Shape::Type(ty) = receiver.shape {
            if let Some(first) = program.methods(ty, site.sym).first() {
                return Some(Val::shaped(Shape::Func(*first, Some(Arc::new(receiver.clone())))));
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
        if let Shape::Query(query) = &receiver.shape
            && let Some(method) = self.query_method(query, site.sym)
        {
            let ty = program
                .func(method)
                .owner
                .map(|owner| program.instance(owner, Vec::new()));
            let receiver = Val {
                ty: ty.unwrap_or_else(Ty::unknown),
                ..receiver.clone()
            };
            return Some(Val::shaped(Shape::Func(method, Some(Arc::new(receiver)))));
        }
        let of = program.unwrap(&receiver.ty);
        let id = of.decl().or_else(|| self.bound_of(&of));
        let methods = match id {
            Some(id) if self.is_base_call(site) => {
                let bases = program.supertypes(id);
                let found = bases.iter().map(|base| program.methods(*base, site.sym));
                found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
            }
            Some(id) => program.methods(id, site.sym),
            None => program.given_methods(&of, site.sym),
        };
        if let Some(first) = methods.first() {
            return Some(Val::shaped(Shape::Func(*first, Some(Arc::new(receiver.clone())))));
        }
        if let Some(held) = id.and_then(|id| self.eng.held_class(id, site.sym)) {
            return Some(self.definition(crate::program::Def::Type(held)));
        }
        if let Some(function) = self.behind_local(site) {
            return Some(Val::shaped(Shape::Func(function, None)));
        }
        let given = receiver.ty.is_unknown() && matches!(receiver.shape, Shape::Plain);
        if let Some(only) = given.then(|| program.only_given(site.sym)).flatten() {
            return Some(Val::shaped(Shape::Func(only, Some(Arc::new(receiver.clone())))));
        }
        let extension = self.extension(site, receiver)?;
        Some(Val::shaped(Shape::Func(extension, Some(Arc::new(receiver.clone())))))
    }

    /// What a type parameter of the function, or of what it belongs to, must be: a value of it has the methods of that.
    fn bound_of(&self, ty: &Ty) -> Option<TypeId> {
        let program = self.eng.program;
        let wanted = ty.param_name()?;
        let around = program.func(self.function).decl_ix;
        let block = around.and_then(|at| self.unit.types.get(at.index()));
        let own = &program.decl(self.function).type_params;
        let mut params = own.iter().chain(block.into_iter().flat_map(|block| &block.type_params));
        let param = params.find(|param| self.unit.text(param.name) == wanted)?;
        param.bounds.iter().find_map(|bound| self.resolve_type(bound).decl())
    }

    /// A function of a module that a local is called like: `db::rows::find(&db)`. Where failures are values, paths of modules are
    /// written apart from members, and a local hides none.
    fn behind_local(&self, site: &Site) -> Option<FnId> {
        if !self.eng.propagates(self.unit.language) {
            return None;
        }
        let mut parts = vec![site.sym];
        let mut at = site.base?;
        for _ in 0..MAX_PARTS {
            match &self.unit.body[at].kind {
                ExprKind::Member { base, name } => {
                    parts.push(self.sym(*name));
                    at = *base;
                }
                ExprKind::Name(name) => {
                    parts.push(self.sym(*name));
                    parts.reverse();
                    return match self.eng.program.resolve(self.unit_id, self.scope(), &parts)? {
                        crate::program::Def::Function(function) => Some(function),
                        _ => None,
                    };
                }
                _ => return None,
            }
        }
        None
    }

    pub(super) fn known_target(
        &mut self,
        site: &Site,
        target: Option<Val>,
        receiver: Option<&Val>,
        given: &[Given],
    ) -> Option<Val> {
        let target = target?;
        match target.shape {
            Shape::Func(function, bound) => {
                if self.eng.program.decl(function).kind == FnKind::Macro {
                    return self.macro_call(function);
                }
                let receiver = bound.as_deref().or(receiver).cloned();
                Some(self.call_function(site, function, receiver, given))
            }
            Shape::Type(ty) => {
                let given = self.form_over(ty, given.to_vec());
                let made = self.make(Some(ty), given);
                let ty = self.eng.program.instance(ty, Vec::new());
                Some(self.new_row(Val { ty, ..made }))
            }
            Shape::Lambda(lambda) => Some(self.call_lambda(lambda, &positional(given))),
            // what is handed over to give rows gives those that its type says
            _ => {
                let ty = self.eng.program.given_by(&target.ty);
                let rows = self.typed_query(Val { ty, ..Val::nothing() });
                matches!(rows.shape, Shape::Query(_)).then_some(rows)
            }
        }
    }

    /// Whether a call names the base on purpose.
    pub(super) fn is_base_call(&self, site: &Site) -> bool {
        site.base
            .is_some_and(|base| matches!(self.unit.body[base].kind, ExprKind::Base))
    }

    fn macro_call(&mut self, function: FnId) -> Option<Val> {
        if self.eng.program.decl(function).flags.has(partywall_ir::Flags::DIVERGES) {
            self.st.dead = true;
            return Some(Val::nothing());
        }
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
            Shape::Type(ty) => {
                let given = self.form_over(*ty, given.to_vec());
                let made = self.make(Some(*ty), given);
                let ty = self.eng.program.instance(*ty, Vec::new());
                self.new_row(Val { ty, ..made })
            }
            _ => {
                self.note_run(callee);
                let srcs = union(given.iter().map(|arg| &arg.val));
                Val::of(callee.srcs.union(&srcs)).typed(self.eng.program.given_by(&callee.ty))
            }
        }
    }

    /// What a method without code does: what the classes do that the receiver can be, themselves or by their bases.
    fn implementations(&self, method: FnId, receiver: &Ty, given: &[Ty], named: &[Sym]) -> Vec<FnId> {
        let program = self.eng.program;
        let name = program.func(method).name;
        let mut bodies: Vec<FnId> = Vec::new();
        if let Some(declared) = receiver.decl() {
            for class in program.subtypes(declared).into_iter().take(MAX_CLASSES) {
                let methods = program.suited(program.methods(class, name), given, true);
                let own = program.pick(&methods, given.len(), named, true);
                bodies.extend(own.filter(|own| program.decl(*own).body.is_some() && !bodies.contains(own)));
            }
        } else {
            let all = program.implementations(method).iter().copied();
            bodies.extend(all.filter(|f| program.decl(*f).body.is_some()));
        }
        // for which of many types an interface's own code works is told by nothing in it
        let own = self.owner.filter(|owner| program.func(method).owner == Some(*owner));
        if bodies.len() > MAX_BODIES && own.is_some_and(|owner| program.ty(owner).kind == TypeKind::Interface) {
            return Vec::new();
        }
        bodies.truncate(MAX_BODIES);
        bodies
    }

    /// A function that takes a function, and anything else besides, hands the one to the other.
    fn passed_on(&self, function: FnId, given: &[Given]) -> Option<(Val, Vec<Given>)> {
        let program = self.eng.program;
        let decl = program.decl(function);
        let (first, rest) = given.split_first()?;
        let takes = |kind: ParamKind| decl.params.iter().any(|param| param.kind == kind);
        let plain = decl
            .params
            .iter()
            .filter(|param| param.kind == ParamKind::Plain)
            .count();
        let handed = matches!(first.val.shape, Shape::Func(..) | Shape::Lambda(_)) && first.name.is_none();
        if !handed || plain != 1 || !takes(ParamKind::Rest) || !takes(ParamKind::RestNamed) {
            return None;
        }
        Some((first.val.clone(), rest.to_vec()))
    }

    /// Calls one of the functions that a name stands for; an interface's method is what its implementations are.
    pub(super) fn call_function(&mut self, site: &Site, first: FnId, receiver: Option<Val>, given: &[Given]) -> Val {
        if let Some(passed) = self.passed_on(first, given) {
            let (callee, rest) = passed;
            return self.call_value(site.expr, &callee, &rest);
        }
        let program = self.eng.program;
        let info = *program.func(first);
        let mut overloads = match info.owner {
            Some(owner) => program.methods(owner, info.name),
            None => self.eng.overloads(first),
        };
        if receiver.is_some() && extends(program.decl(first)) {
            let of = program.param_type(first, 0);
            overloads.retain(|other| {
                let ty = program.param_type(*other, 0);
                ty.decl() == of.decl() && self.entity_of(&ty) == self.entity_of(&of)
            });
        }
        let named: Vec<Sym> = given.iter().filter_map(|arg| arg.name).collect();
        let by_place = given.iter().filter(|arg| arg.name.is_none());
        let types: Vec<Ty> = by_place.map(|arg| arg.val.ty.clone()).collect();
        let count = types.len();
        let overloads = program.suited(overloads, &types, receiver.is_some());
        let chosen = program
            .pick(&overloads, count, &named, receiver.is_some())
            .unwrap_or(first);
        self.count_callee(chosen);
        if let Some(val) = self.set_on(chosen, receiver.as_ref(), given) {
            return val;
        }
        let decl = program.decl(chosen);
        if let Some(body) = decl.body.filter(|_| self.is_local(chosen)) {
            let outer = self.within.replace(chosen);
            let val = self.call_local(decl, body, given);
            self.within = outer;
            return val;
        }
        let receiver_ty = receiver.as_ref().map_or_else(Ty::unknown, |val| val.ty.clone());
        let type_args: Vec<Ty> = site.type_args.iter().map(|ty| self.resolve_type(ty)).collect();
        let ret = program.return_type(chosen, &receiver_ty, &type_args);
        self.note_layered_type(site, &ret);
        let mut bodies: Vec<FnId> = Vec::new();
        if decl.body.is_some() {
            bodies.push(chosen);
        }
        if decl.body.is_none() {
            bodies = self.implementations(chosen, &receiver_ty, &types, &named);
        } else if receiver_ty.decl() == info.owner || self.is_base_call(site) {
            // a base's template method seen through the base: its overrides matter only where the receiver is one
            let of_own = receiver.as_ref().is_some_and(|of| self.is_this_value(of)) && !self.is_base_call(site);
            bodies.retain(|body| !of_own || !self.is_left_open(*body));
        } else if let Some(own) = receiver_ty.decl() {
            let methods = program.suited(program.methods(own, info.name), &types, receiver.is_some());
            if let Some(own) = program.pick(&methods, count, &named, receiver.is_some())
                && program.decl(own).body.is_some()
            {
                bodies = vec![own];
            }
        }
        let mut best: Option<Val> = None;
        let mut seen_access = false;
        // what is done by the type of what was sent begins where it is done, for each type
        bodies.retain(|body| !self.eng.entries.get(body).is_some_and(|entry| entry.sent));
        // who implements what it calls hands on to the others
        if bodies.len() > 1 {
            bodies.retain(|body| *body != self.function);
        }
        for body in bodies {
            let before = self.accesses.len();
            if seen_access && !self.summary(body).accesses.is_empty() {
                continue;
            }
            let outer = std::mem::replace(&mut self.expected, ret.clone());
            let val = self.apply(site.expr, body, receiver.as_ref(), given, &type_args);
            self.expected = outer;
            if decl.body.is_none() {
                self.add_declared_keys(before, chosen, given);
            }
            seen_access |= self.accesses.len() > before || !self.records(&val.srcs).is_empty();
            // one that shows where its rows come from says more than one that does not
            let shows = |val: &Val| matches!(val.shape, Shape::Query(_)) || !self.only_passes(&val.srcs);
            best = Some(match best {
                None => val,
                Some(old) if shows(&old) && !shows(&val) => old,
                Some(old) if shows(&val) && !shows(&old) => val,
                Some(old) => crate::flow::merge::merge_values(&old, &val, &crate::flow::merge::Sides::default()),
            });
        }
        // a query that comes back has not run, and says itself what it is of
        let shows_nothing = |val: &Val| {
            !matches!(val.shape, Shape::Query(_))
                && (val.srcs.is_empty() || (self.only_passes(&val.srcs) && !self.is_identity(&val.srcs)))
        };
        if !seen_access
            && best.as_ref().is_none_or(shows_nothing)
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
        let val = self.granted_rows(chosen, given, val);
        let val = self.identity_result(chosen, val);
        self.typed_query(val)
    }

    /// Whether a method does no more than refuse, and types below write it: which of them is called is not known.
    fn is_left_open(&self, method: FnId) -> bool {
        let summary = self.summary(method);
        summary.diverges && summary.accesses.is_empty() && !self.eng.program.implementations(method).is_empty()
    }

    /// A function that is declared in this one sees its locals.
    fn call_local(&mut self, decl: &'a Function, body: ExprId, given: &[Given]) -> Val {
        let mut free = given.iter().filter(|arg| arg.name.is_none());
        let mut args = Vec::with_capacity(decl.params.len());
        for param in &decl.params {
            let name = self.sym(param.name);
            let by_name = given.iter().find(|arg| arg.name == Some(name));
            let arg = by_name.or_else(|| free.next());
            args.push(arg.map_or_else(Val::nothing, |arg| arg.val.clone()));
        }
        self.call_inline(&decl.params, body, &args)
    }

    /// Whether a function is declared inside of the one under way, at whatever depth.
    fn is_local(&self, function: FnId) -> bool {
        let mut up = self.eng.program.func(function).parent;
        for _ in 0..MAX_NESTED {
            if up == Some(self.function) {
                return true;
            }
            let Some(next) = up else { break };
            up = self.eng.program.func(next).parent;
        }
        false
    }

    fn only_passes(&self, srcs: &Srcs) -> bool {
        srcs.list()
            .iter()
            .all(|src| !matches!(src.root(), Root::Record(_) | Root::Trusted))
    }

    /// The extension of that name that takes the call's arguments and extends what the receiver is: rows of its entity, or its type;
    /// else one that extends anything. Where nothing is known of the receiver, it is the first one; where what is known says of none
    /// that it may, there is none.
    fn extension(&self, site: &Site, receiver: &Val) -> Option<FnId> {
        let program = self.eng.program;
        let mut all = program.extensions(site.sym).to_vec();
        if let ExprKind::Call { args, .. } = &self.unit.body[site.expr].kind {
            let named: Vec<Sym> = args
                .iter()
                .filter_map(|arg| arg.name)
                .map(|name| self.sym(name))
                .collect();
            all.retain(|function| program.may_take(*function, args.len() - named.len(), &named, true));
        }
        let Shape::Query(query) = &receiver.shape else {
            let suits = |function: &FnId| program.suits(&program.param_type(*function, 0), &receiver.ty);
            let ranked = all.iter().map(|function| (suits(function), *function));
            let best = ranked
                .filter(|(suits, _)| *suits != Suits::Never)
                .reduce(|best, next| match next.0 > best.0 {
                    true => next,
                    false => best,
                });
            return best.map(|(_, function)| function);
        };
        if query.entity == EntRef::Unknown {
            return all.first().copied();
        }
        let entity = |function: &FnId| self.entity_of(&program.param_type(*function, 0));
        let same = all.iter().find(|function| entity(function) == query.entity);
        let any = all
            .iter()
            .find(|function| !matches!(entity(function), EntRef::Known(_)));
        same.or(any).copied()
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
            let name = self.eng.program.func(function).name;
            return Val {
                ty: val.ty,
                ..self.origin(OriginWord::Identity, Some(name))
            };
        }
        val
    }

    /// A call that passes a call on: to a function that it is given, or to the handler of what it is given.
    pub(super) fn relay(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        let rows: Vec<_> = self
            .eng
            .index
            .relay
            .get(self.unit.language, site.name)
            .copied()
            .collect();
        for row in rows {
            if !self.named(&row.call, site) {
                continue;
            }
            let Some(target) = given.get(row.function) else {
                continue;
            };
            if row.handler_base.is_empty() && row.handler_suffix.is_empty() {
                if !matches!(target.val.shape, Shape::Func(..) | Shape::Lambda(_) | Shape::Type(_)) {
                    continue;
                }
                let callee = target.val.clone();
                let rest = given.get(row.from..).unwrap_or_default();
                if let (Shape::Lambda(lambda), [service], []) = (&callee.shape, site.type_args, rest) {
                    // `jobs.Enqueue<Mailer>(mailer => mailer.Send(id))`
                    let ty = self.resolve_type(service);
                    return Some(self.call_lambda(*lambda, &[Val { ty, ..Val::nothing() }]));
                }
                return Some(self.call_value(site.expr, &callee, rest));
            }
            let Some(message) = self.eng.program.unwrap(&target.val.ty).decl() else {
                continue;
            };
            let Some(handler) = self.eng.handler(message) else {
                continue;
            };
            let message = Given {
                name: None,
                ..target.clone()
            };
            let owner = self.eng.program.func(handler).owner;
            let receiver = owner.map(|owner| Val {
                ty: self.eng.program.instance(owner, Vec::new()),
                ..Val::nothing()
            });
            return Some(self.apply(site.expr, handler, receiver.as_ref(), &[message], &[]));
        }
        None
    }
}

/// Whether a function is called on what its first parameter is.
fn extends(function: &Function) -> bool {
    function
        .params
        .first()
        .is_some_and(|param| param.kind == ParamKind::Extension)
}
