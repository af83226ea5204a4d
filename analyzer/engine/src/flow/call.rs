//! Calls: which of the things that a call can be it is, and what comes back.

use crate::flow::cx::Cx;
use crate::flow::query::Query;
use crate::flow::value::{Root, Shape, Srcs, Truth, Val};
use crate::flow::vocab::List;
use crate::program::{Sym, Ty};
use partywall_catalog::{ConditionMeaning, OriginWord, Predicate};
use partywall_ir::{Arg, ExprId, ExprKind, Name, Param, TypeRef};
use std::sync::Arc;

/// Bodies that are read where they are called nest this deep at most.
const MAX_INLINE: usize = 6;

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
        let sym = self.sym(name);
        let imported = if base.is_none() { self.imported_as(sym) } else { None };
        let site = Site {
            expr,
            name: imported.unwrap_or(unit.text(name)),
            sym,
            base,
            type_args,
        };
        let receiver = base.map(|base| {
            let receiver = self.eval(base);
            self.passed_by_use(receiver, site.name)
        });
        if self.st.dead {
            return Val::nothing();
        }
        if let Some(receiver) = self.asked_of_query(&site, receiver.as_ref())
            && let Shape::Query(query) = &receiver.shape
            && !self.asks_items(site.name, query, args)
            && !self.asks_one(query, args)
            && let Some(val) = self.step(&site, Arc::clone(query), &receiver, args)
        {
            self.specify(&site, &val);
            return val;
        }
        let given = self.arguments(args);
        if self.st.dead {
            return Val::nothing();
        }
        let keeps = self.keeps(&site, receiver.as_ref());
        let val = self.dispatch(&site, name, receiver, &given);
        if let Some(row) = keeps {
            self.keep(row, &site, &given, &val);
        }
        val
    }

    /// Whether a call asks something of rows that were read, or whether a value is among those that a query selects.
    fn asks_items(&self, name: &str, query: &Query, args: &[Arg]) -> bool {
        let mut rows = self.eng.index.condition.get(self.unit.language, name);
        let lambda = || matches!(args, [arg] if matches!(self.unit.body[arg.value].kind, ExprKind::Lambda(_)));
        rows.any(|row| match row.means {
            ConditionMeaning::In => true,
            ConditionMeaning::All => lambda(),
            ConditionMeaning::Any => query.ready && lambda(),
            _ => false,
        })
    }

    /// Whether a lambda is asked of the one row that was read: what restricts a query comes before it runs.
    fn asks_one(&self, query: &Query, args: &[Arg]) -> bool {
        let lambda = matches!(args, [arg] if matches!(self.unit.body[arg.value].kind, ExprKind::Lambda(_)));
        lambda
            && query.ready
            && query.operation == partywall_catalog::Operation::One
            && self.eng.propagates(self.unit.language)
    }

    fn dispatch(&mut self, site: &Site, name: Name, receiver: Option<Val>, given: &[Given]) -> Val {
        self.effect_call(site, receiver.as_ref(), given);
        self.broadcast_call(site, given);
        self.put_call(site, given);
        self.fill_row(site, receiver.as_ref());
        if let Some(row) = self.saved_row(site, receiver.as_ref()) {
            return row;
        }
        if let Some(val) = self.pass_on(site, given) {
            return val;
        }
        if let Some(val) = self.condition_call(site, receiver.as_ref(), given) {
            return val;
        }
        if let Some(val) = self.start_query(site, receiver.as_ref(), given) {
            return val;
        }
        if let Some(val) = self.sql_call(site, receiver.as_ref(), given) {
            return val;
        }
        let written = self.before_name(site);
        if let Some(row) = self.source_call(receiver.as_ref(), site.name, written) {
            return self.filled_by_source(row.origin, given);
        }
        if let Some(val) = self.relay(site, given) {
            return val;
        }
        if let Some(val) = self.stop(site, given) {
            return val;
        }
        if let Some(val) = self.guard_row(site, receiver.as_ref(), given) {
            return val;
        }
        let target = self.target(site, name, receiver.as_ref());
        if target.is_none()
            && let Some(val) = self.built(site, receiver.as_ref(), given)
        {
            return val;
        }
        let ran = self.run_handed(site, target.as_ref(), given);
        let given = match ran.as_deref() {
            // what runs a statement gives its rows
            Some([only]) if target.is_none() => return only.val.clone(),
            Some(ran) => ran,
            None => given,
        };
        let handed = target
            .as_ref()
            .filter(|_| site.base.is_none())
            .map(|callee| callee.srcs.clone());
        let handed = handed.filter(|_| target.as_ref().is_some_and(|callee| self.note_run(callee)));
        if let Some(val) = self.known_target(site, target, receiver.as_ref(), given) {
            return self.rights_of(site, given, val);
        }
        let val = self.unknown_call(site, receiver, given);
        let val = self.rights_of(site, given, val);
        match handed {
            // what comes back is what the function gives that was handed in
            Some(handed) => Val {
                srcs: handed.union(&val.srcs),
                ..val
            },
            None => val,
        }
    }

    /// An object from arguments or members.
    pub(super) fn object(&mut self, given: &[Given]) -> Val {
        let mut members: Vec<(Sym, Val)> = Vec::new();
        let mut srcs = Srcs::default();
        for arg in given {
            let val = match arg.name {
                Some(_) => arg.val.clone(),
                // an object reads rows that it is handed without a name
                None => self.settle(arg.val.clone(), self.unit.body[arg.expr].span),
            };
            srcs = srcs.union(&val.srcs);
            members.extend(arg.name.map(|name| (name, val)));
        }
        for arg in given.iter().filter(|arg| arg.spread) {
            let mut more = self.members_of(&arg.val);
            more.retain(|(name, _)| !members.iter().any(|(key, _)| key == name));
            members.extend(more);
        }
        Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Object(Arc::new(members)),
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
        if ty.is_none() && fields.is_empty() && !given.is_empty() && given.iter().all(|arg| arg.name.is_none()) {
            // whose constructor these are for is said by where the object goes
            let items: Vec<Val> = given.into_iter().map(|arg| arg.val).collect();
            return Val {
                srcs: union(items.iter()),
                ..Val::shaped(Shape::List(Arc::new(items)))
            };
        }
        // a copy with other members is what it copies
        let copied = given.first().filter(|arg| arg.spread && ty.is_none());
        let copied = copied.map_or_else(Ty::unknown, |arg| arg.val.ty.clone());
        let ty = ty.map_or(copied, |ty| self.resolve_type(ty));
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
        let written = ty.name().unwrap_or_default();
        if let Some(val) = self.new_sql(expr, written, &given) {
            return val;
        }
        if let Some(made) = self.new_specification(expr, &ty, &given) {
            return made;
        }
        self.note_transaction(written);
        let mut object = self.make(ty.decl(), given);
        if self.eng.index.stop.get(self.unit.language, written).next().is_some() {
            object.shape = Shape::Failure;
        }
        let known = self.typed_query(Val {
            ty: ty.clone(),
            ..Val::nothing()
        });
        if let Shape::Query(_) = known.shape {
            return known;
        }
        self.new_row(Val { ty, ..object })
    }

    /// A new row: whatever it is given, nobody else has it yet, and what it is not given was sent by nobody.
    pub(super) fn new_row(&self, val: Val) -> Val {
        let own = val.ty.decl().and_then(|ty| self.eng.tenancy.of_type(ty));
        let (Some(entity), Shape::Object(members)) = (own, &val.shape) else {
            return val;
        };
        let keyed = members
            .iter()
            .find(|(name, _)| self.eng.tenancy.is_own_key(entity, self.text(*name)));
        let srcs = match keyed {
            Some((_, key)) => key.srcs.clone(),
            None => Srcs::one(self.src(Root::Generated, &[])),
        };
        Val { srcs, ..val }
    }

    /// Reads arguments; those that are queries are not run yet.
    pub(super) fn arguments(&mut self, args: &'a [Arg]) -> Vec<Given> {
        let mut given = Vec::with_capacity(args.len());
        for arg in args {
            let val = self.eval(arg.value);
            let val = self.settle_ready(val, self.unit.body[arg.value].span);
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
        match &unit.body[lambda].kind {
            ExprKind::Lambda(inner) => self.call_inline(&inner.params, inner.body, args),
            _ => Val::nothing(),
        }
    }

    /// Reads a body that sees the locals around it, with these arguments.
    pub(super) fn call_inline(&mut self, params: &'a [Param], body: ExprId, args: &[Val]) -> Val {
        let unit = self.unit;
        // what calls itself is read once: its own calls add nothing that the others do not
        if self.lambdas > MAX_INLINE || self.inlined.contains(&body) {
            return Val::nothing();
        }
        let saved = self.st.env.clone();
        for (at, param) in params.iter().enumerate() {
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
        self.inlined.push(body);
        let outer = std::mem::take(&mut self.lambda_rets);
        let dead = self.st.dead;
        let mut val = self.eval(body);
        let rets = std::mem::replace(&mut self.lambda_rets, outer);
        self.inlined.pop();
        self.lambdas -= 1;
        let fell_through = !self.st.dead;
        self.st.dead = dead;
        let is_block = matches!(unit.body[body].kind, ExprKind::Block { value: false, .. });
        if is_block || !fell_through {
            val = Val::nothing();
        }
        for ret in rets {
            val = crate::flow::merge::merge_values(&val, &ret, &crate::flow::merge::Sides::default());
        }
        // names of the lambda's own end here; names of the function around it keep what the body did to them
        let changed = std::mem::replace(&mut self.st.env, saved);
        let own: Vec<Name> = params.iter().map(|param| param.name).collect();
        let kept: Vec<Name> = self.st.env.keys().copied().filter(|name| !own.contains(name)).collect();
        for name in kept {
            if let Some(val) = changed.get(&name) {
                self.st.env.insert(name, val.clone());
            }
        }
        val
    }

    /// A macro around one block is what the block is.
    fn macro_block(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        let blocks = given
            .iter()
            .filter(|arg| matches!(self.unit.body[arg.expr].kind, ExprKind::Block { value: true, .. }));
        let blocks: Vec<&Given> = blocks.collect();
        match blocks[..] {
            [only] if site.name.ends_with('!') => Some(only.val.clone()),
            _ => None,
        }
    }

    /// A call of which nothing is known: what comes back derives from what went in.
    fn unknown_call(&mut self, site: &Site, receiver: Option<Val>, given: &[Given]) -> Val {
        if let Some(val) = self.macro_block(site, given) {
            return val;
        }
        if let Some(val) = self.text_call(site, receiver.as_ref(), given) {
            return val;
        }
        if let ([asked], []) = (site.type_args, given) {
            // `services.Get<Store>()`
            let ty = self.resolve_type(asked);
            if ty.decl().is_some() {
                let srcs = receiver.map_or_else(Srcs::default, |receiver| receiver.srcs);
                return self.typed_query(Val { ty, ..Val::of(srcs) });
            }
        }
        if let Some(Val {
            shape: Shape::Object(members),
            ..
        }) = &receiver
            && (1..=2).contains(&given.len())
            && let Some(key) = given.first().and_then(|arg| self.text_key(&arg.val))
            && let Some((_, val)) = members.iter().find(|(name, _)| *name == key)
        {
            return val.clone();
        }
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let neutral = rows.any(|row| row.gives_back());
        // what changes nothing may be given a word for its message
        if let Some(receiver) = &receiver
            && !neutral
            && given.len() <= 2
            && !given.iter().any(|arg| matches!(arg.val.shape, Shape::Lambda(_)))
            && let Some(key) = given.iter().find_map(|arg| self.text_key(&arg.val))
            && !receiver.srcs.is_empty()
        {
            // a bag of values that is asked for one by name
            return Val::of(self.members(&receiver.srcs, key));
        }
        let rows = self.handed_to_list(site, receiver.as_ref(), given);
        if let Some(val) = rows.or_else(|| self.unsealed(site, given)) {
            return val;
        }
        if let Some(val) = self.type_by_text(site, given) {
            return val;
        }
        if let Some(val) = self.member_by_text(site, receiver.as_ref(), given) {
            return val;
        }
        if let Some(answer) = self.member_asked(site, given) {
            return answer;
        }
        if let Some(column) = crate::flow::columns::applied(receiver.as_ref(), given) {
            return column;
        }
        if let Some(rows) = self.run_already(site, receiver.as_ref()) {
            return rows;
        }
        if neutral && given.len() != 1 && site.name.ends_with('!') {
            let items: Vec<Val> = given.iter().map(|arg| arg.val.clone()).collect();
            return Val {
                srcs: union(items.iter()),
                ..Val::shaped(Shape::List(Arc::new(items)))
            };
        }
        if let Some(val) = self.copied(site, receiver.as_ref(), given) {
            return val;
        }
        if neutral {
            let first = given.first().map(|arg| arg.val.clone());
            let of = receiver.as_ref().or(first.as_ref());
            let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
            if let Some(val) = of.and_then(|of| rows.find_map(|row| self.without(row, of, given))) {
                return val;
            }
            // a method of the function's own object gives back what it is given
            let this = |base: ExprId| matches!(self.unit.body[base].kind, ExprKind::This) || self.is_receiver(base);
            let own = site.base.is_some_and(this) || self.is_base_call(site);
            if let Some(first) = first.clone().filter(|_| own) {
                return first;
            }
            return match receiver {
                Some(receiver) if !matches!(receiver.shape, Shape::Outside(_) | Shape::Type(_)) => {
                    if self.eng.fails_closed(self.unit.language, site.name) {
                        let span = self.unit.body[site.base.unwrap_or(site.expr)].span;
                        let receiver = self.settle_ready(receiver, span);
                        let holds = match site.base {
                            Some(base) => self.on_return(base, &receiver),
                            None => self.truth(&receiver).yes,
                        };
                        self.note(span, &holds, true);
                        self.st.facts.extend(holds);
                        return receiver;
                    }
                    receiver
                }
                _ => first.unwrap_or_else(Val::nothing),
            };
        }
        let mut srcs = Srcs::default();
        let mut element = Val::nothing();
        let maps = self.maps(site, given);
        if let Some(receiver) = receiver.clone() {
            let span = self.unit.body[site.base.unwrap_or(site.expr)].span;
            let receiver = self.told(receiver, given);
            let receiver = self.settle(receiver, span);
            element = self.element(&receiver);
            srcs = match maps {
                // whether there is a row is told by what is made of it
                true => unsent(&receiver.srcs),
                false => srcs.union(&receiver.srcs),
            };
            if self.picks(site, &receiver, given) {
                self.fill_references(given, &element.srcs);
                return self.picked(element, given);
            }
            if let [other] = given
                && self.cuts(site, &receiver)
            {
                let other = self.settle_held(other.val.clone(), self.unit.body[other.expr].span);
                return Val::of(self.in_both(&receiver.srcs, &other.srcs));
            }
            if let Some(left) = self.left_by(site, &receiver, given) {
                return left;
            }
        }
        if let [only] = given
            && receiver.is_none()
            && self.is_way_to_rows(only)
        {
            return only.val.clone();
        }
        let (mut truth, mut made) = (Truth::default(), None);
        let maps = maps && self.are_many(&element);
        // a condition says which items are left, and is none of them
        let mut steps = self.eng.index.step.get(self.unit.language, site.name);
        let narrows = !srcs.is_empty() && steps.any(|row| row.predicate == Predicate::Lambda);
        for arg in given {
            let span = self.unit.body[arg.expr].span;
            match &arg.val.shape {
                Shape::Lambda(lambda) => {
                    let result = self.call_lambda(*lambda, std::slice::from_ref(&element));
                    let result = self.settle(result, span);
                    if let Shape::Truth(inner) = &result.shape {
                        truth = (**inner).clone();
                    }
                    if !narrows {
                        srcs = srcs.union(&result.srcs);
                        made = crate::flow::picked::made_of_each(maps, result, receiver.as_ref());
                    } else if srcs == element.srcs {
                        srcs = self.among(&element, &truth.yes).srcs;
                    }
                }
                _ if narrows => {}
                Shape::Func(..) if !element.srcs.is_empty() => {
                    let item = Given {
                        name: None,
                        spread: false,
                        expr: arg.expr,
                        val: element.clone(),
                    };
                    let result = self.call_value(arg.expr, &arg.val.clone(), &[item]);
                    srcs = srcs.union(&result.srcs);
                    made = crate::flow::picked::made_of_each(maps, result, receiver.as_ref());
                }
                _ => {
                    let val = self.settle_held(arg.val.clone(), span);
                    srcs = srcs.union(&val.srcs);
                }
            }
        }
        let srcs = self.computed(&srcs);
        self.fill_references(given, &srcs);
        let ty = receiver.as_ref().map_or_else(Ty::unknown, |val| val.ty.clone());
        if let Some(made) = made.or_else(|| self.new_collection(receiver.as_ref(), given)) {
            return made;
        }
        let keep_type = !srcs.is_empty() && self.eng.program.is_collection(&ty);
        let ty = match keep_type {
            true => ty,
            false => self.typed_made(self.eng.program.given_by(&ty), site, given),
        };
        let mut val = Val {
            srcs,
            ty,
            shape: Shape::Plain,
        };
        if !truth.yes.is_empty() || !truth.no.is_empty() {
            val.shape = Shape::Truth(Arc::new(truth));
        } else if let Some(any) = self.as_many(site, receiver.as_ref(), given) {
            val = any;
        }
        if self.eng.vocab.has(List::Identity, site.name) && val.srcs.is_empty() {
            val = self.origin(OriginWord::Identity, None);
        }
        self.check_by_name(site, None, receiver.as_ref(), given, val)
    }

    /// The sources of what is computed from these: a result of constants is no constant.
    fn computed(&self, srcs: &Srcs) -> Srcs {
        Srcs::many(
            srcs.list()
                .iter()
                .copied()
                .filter(|src| src.root() != crate::flow::value::Root::Const)
                .collect(),
        )
    }

    /// The constant text of a value as a name.
    pub(super) fn text_key(&self, val: &Val) -> Option<Sym> {
        match &val.shape {
            Shape::Text(text) => self.eng.program.find(text),
            _ => None,
        }
    }
}

/// The sources that were not sent.
fn unsent(srcs: &Srcs) -> Srcs {
    let own = srcs.list().iter().filter(|src| src.root() != Root::Request);
    Srcs::many(own.copied().collect())
}

/// The values of positional arguments.
pub(super) fn positional(given: &[Given]) -> Vec<Val> {
    given.iter().map(|arg| arg.val.clone()).collect()
}

/// All sources of several values.
pub(super) fn union<'v>(vals: impl Iterator<Item = &'v Val>) -> Srcs {
    vals.fold(Srcs::default(), |all, val| all.union(&val.srcs))
}
