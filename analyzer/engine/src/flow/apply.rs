//! A call of a function whose summary is known: its accesses, facts and result in terms of the caller's values.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::import::Row;
use crate::flow::presence::Presence;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::program::{FnId, Sym, Ty, UnitId};
use partywall_ir::{ExprId, ExprKind, Lit, ParamKind};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::Arc;

/// The most parts of one summary that a call copies.
pub(super) const BUDGET: usize = 3_000;

/// The most sources of which one is said to equal another.
const MAX_ONE_OF: usize = 6;

/// How a callee's values read at one call.
pub(super) struct Binding<'b> {
    /// Whose they are.
    pub(super) callee: FnId,
    pub(super) receiver: Option<&'b Val>,
    pub(super) args: Vec<Val>,
    /// For each access of the callee, its rows here.
    pub(super) rows: Vec<Row>,
    /// Some of the callee's ways lead back to the caller.
    pub(super) in_cycle: bool,
    type_args: &'b [Ty],
    /// How many more parts of the summary may be copied: shared parts would otherwise multiply.
    pub budget: std::cell::Cell<usize>,
    cases: RefCell<FxHashMap<*const Cases, Option<Arc<Cases>>>>,
}

/// Lists of facts of which one holds.
type Cases = Vec<Vec<Fact>>;

impl Binding<'_> {
    /// Where the rows of an access of the callee are here.
    fn here(&self, access: u32) -> Option<u32> {
        match self.rows.get(access as usize) {
            Some(Row::Here(index)) => Some(*index),
            _ => None,
        }
    }

    fn spend(&self) -> bool {
        let left = self.budget.get();
        self.budget.set(left.saturating_sub(1));
        left > 0
    }
}

impl<'a> Cx<'_, 'a> {
    /// Calls a function of the program.
    pub(super) fn apply(
        &mut self,
        expr: ExprId,
        callee: FnId,
        receiver: Option<&Val>,
        given: &[Given],
        type_args: &[Ty],
    ) -> Val {
        let summary = self.summary(callee);
        let val = self.apply_summary(expr, callee, &summary, receiver, given, type_args);
        self.logged_in(callee, given, val)
    }

    /// The like with a summary that was made for this call.
    pub(super) fn apply_summary(
        &mut self,
        expr: ExprId,
        callee: FnId,
        summary: &Summary,
        receiver: Option<&Val>,
        given: &[Given],
        type_args: &[Ty],
    ) -> Val {
        self.count_callee(callee);
        let mut args = self.match_params(callee, receiver, given, summary);
        let ran = self.run_given(summary, &mut args);
        let mut binding = Binding {
            callee,
            receiver,
            args,
            rows: Vec::new(),
            in_cycle: false,
            type_args,
            budget: std::cell::Cell::new(BUDGET),
            cases: RefCell::default(),
        };
        self.read_conditions(summary, &mut binding);
        let held = self.st.facts.len();
        self.import(expr, summary, &mut binding);
        self.reads_request |= summary.reads_request;
        self.reads_identity |= summary.reads_identity;
        self.note_callee(self.unit.body[expr].span, summary, &binding);
        if summary.diverges {
            self.st.dead = true;
            return Val::nothing();
        }
        let always = self.facts(&summary.always, &binding);
        self.ask_call(expr, &always);
        self.st.facts.extend(always);
        let ran = self.ran_result(summary, &ran, &binding);
        let mut val = ran.unwrap_or_else(|| self.value(&summary.ret, &binding, 0));
        if let Some(rows) = self.run_texted(expr, summary, &binding)
            && matches!(val.shape, Shape::Plain | Shape::Null)
        {
            val = rows;
        }
        self.take_outputs(summary, &binding, given);
        self.take_own(summary, &binding);
        self.import_effects(expr, summary, held, &binding);
        self.import_pushed(expr, summary, &binding);
        self.import_outliving(expr, summary, &binding);
        self.import_kept(summary, &binding, given);
        if summary.fallible {
            let yes = self.facts(&summary.yes, &binding);
            self.on_success(&mut val, yes);
        }
        if summary.boolean && !matches!(val.shape, Shape::Bool(_)) {
            let yes = self.facts(&summary.yes, &binding);
            let (preds, no) = match &val.shape {
                Shape::Truth(truth) => (truth.preds.clone(), truth.no.clone()),
                _ => (Vec::new(), Vec::new()),
            };
            val.shape = Shape::Truth(Arc::new(Truth { preds, yes, no }));
        }
        val
    }

    /// What holds when a value turns out not to be a failure; at once, where the value cannot tell.
    fn on_success(&mut self, val: &mut Val, mut yes: Vec<Fact>) {
        let unit = matches!(&val.shape, Shape::List(items) if items.is_empty());
        if !unit && !matches!(val.shape, Shape::Plain | Shape::Null) {
            self.st.facts.extend(yes);
            return;
        }
        let of = self.truth(val);
        yes.extend(of.yes);
        val.shape = Shape::Truth(Arc::new(Truth {
            preds: Vec::new(),
            yes,
            no: of.no,
        }));
    }

    /// The callee's parameters, each with its argument.
    fn match_params(&mut self, callee: FnId, receiver: Option<&Val>, given: &[Given], summary: &Summary) -> Vec<Val> {
        let program = self.eng.program;
        let unit = program.func(callee).unit;
        let params = &program.decl(callee).params;
        let mut args = vec![Val::nothing(); params.len()];
        let mut taken = vec![false; given.len()];
        let returned: Vec<u32> = {
            let whole = |src: &SrcId| match src.root() {
                Root::Param(index) if src.path().is_empty() => Some(index),
                _ => None,
            };
            summary.ret.srcs.list().iter().filter_map(whole).collect()
        };
        let mut position = 0;
        for (at, param) in params.iter().enumerate() {
            let name = program.sym(unit, param.name);
            match param.kind {
                ParamKind::Receiver => args[at] = receiver.cloned().unwrap_or_else(Val::nothing),
                ParamKind::Extension if receiver.is_some_and(|val| !matches!(val.shape, Shape::Type(_))) => {
                    args[at] = receiver.cloned().unwrap_or_else(Val::nothing);
                }
                ParamKind::Rest => {
                    let mut items = Vec::new();
                    for (i, arg) in given.iter().enumerate() {
                        if arg.name.is_none() && !taken[i] && i >= position {
                            taken[i] = true;
                            items.push(arg.val.clone());
                        }
                    }
                    let srcs = crate::flow::call::union(items.iter());
                    args[at] = Val {
                        srcs,
                        ..Val::shaped(Shape::List(Arc::new(items)))
                    };
                }
                ParamKind::RestNamed => {
                    let left = given
                        .iter()
                        .enumerate()
                        .filter(|(i, arg)| arg.name.is_some() && !taken[*i]);
                    let mut members: Vec<(Sym, Val)> = left
                        .filter_map(|(_, arg)| arg.name.map(|name| (name, arg.val.clone())))
                        .collect();
                    for arg in given.iter().filter(|arg| arg.spread) {
                        if let Shape::Object(more) = &arg.val.shape {
                            members.extend(more.iter().cloned());
                        }
                    }
                    let rest = given.iter().find(|arg| arg.spread && self.is_rest(&arg.val));
                    if let (true, Some(rest)) = (members.is_empty(), rest) {
                        args[at] = rest.val.clone();
                        continue;
                    }
                    let srcs = crate::flow::call::union(members.iter().map(|(_, val)| val));
                    args[at] = Val {
                        srcs,
                        ..Val::shaped(Shape::Object(Arc::new(members)))
                    };
                }
                ParamKind::Plain | ParamKind::Extension => {
                    let by_name = given.iter().position(|arg| arg.name == Some(name));
                    let found = by_name.or_else(|| {
                        let next = (position..given.len()).find(|i| given[*i].name.is_none() && !given[*i].spread)?;
                        position = next + 1;
                        Some(next)
                    });
                    if found.is_none() {
                        let spread = given.iter().filter(|arg| arg.spread);
                        if let Some(val) = spread.filter_map(|arg| self.spread_member(&arg.val, name)).next() {
                            args[at] = val;
                        } else if self.is_null(unit, param.default) {
                            args[at] = Val::shaped(Shape::Null);
                        }
                    }
                    if let Some(i) = found {
                        taken[i] = true;
                        let val = given[i].val.clone();
                        let val = self.made_as(given[i].expr, val, |cx| cx.eng.program.param_type(callee, at));
                        let keep = returned.contains(&u32::try_from(at).unwrap_or(u32::MAX))
                            || crate::flow::passed::takes_query(summary, at);
                        args[at] = if keep {
                            val
                        } else {
                            self.settle(val, self.unit.body[given[i].expr].span)
                        };
                    }
                }
            }
        }
        args
    }

    /// What is given by this name where many named values are handed over as one: `find(**filters)`.
    fn spread_member(&self, of: &Val, name: Sym) -> Option<Val> {
        if let Shape::Object(members) = &of.shape {
            return members.iter().find(|(key, _)| *key == name).map(|(_, val)| val.clone());
        }
        let [src] = *of.srcs.list() else { return None };
        let named = match src.root() {
            Root::Request => true,
            Root::Param(index) => {
                let params = &self.eng.program.decl(self.function).params;
                let param = params.get(index as usize);
                param.is_some_and(|param| param.kind == ParamKind::RestNamed)
            }
            _ => false,
        };
        let whole = src.is_whole() && matches!(of.shape, Shape::Plain);
        (whole && named).then(|| Val::of(Srcs::one(src.member(name))))
    }

    /// Whether a parameter is nothing where it is left out.
    fn is_null(&self, unit: UnitId, default: Option<ExprId>) -> bool {
        let default = default.map(|default| &self.eng.program.unit(unit).body[default].kind);
        matches!(default, Some(ExprKind::Lit(Lit::Null)))
    }

    /// An entity that the callee only knows by a type parameter or by a member of its receiver.
    pub(super) fn entity_ref(&self, entity: &EntRef, binding: &Binding) -> EntRef {
        let program = self.eng.program;
        match entity {
            EntRef::Known(_) | EntRef::Unknown => entity.clone(),
            EntRef::Passed(index) => self.passed_entity(*index, binding),
            EntRef::Param(param) => {
                if let known @ EntRef::Known(_) = self.entity_of(&self.expected) {
                    return known;
                }
                let nothing = Val::nothing();
                let receiver = binding.receiver.unwrap_or(&nothing);
                let ret = program.return_type(binding.callee, &receiver.ty, binding.type_args);
                if let known @ EntRef::Known(_) = self.entity_of(&ret) {
                    return known;
                }
                if let Some(known) = self.by_type_args(binding) {
                    return known;
                }
                for arg in binding.type_args {
                    if let known @ EntRef::Known(_) = self.entity_of(arg) {
                        return known;
                    }
                }
                EntRef::Param(*param)
            }
            EntRef::Own => {
                if let Some(Shape::Query(query)) = binding.receiver.map(|val| &val.shape) {
                    return query.entity.clone();
                }
                let own = binding.receiver.and_then(|val| val.ty.decl());
                match own.and_then(|own| self.eng.tenancy.of_type(own)) {
                    Some(known) => EntRef::Known(known),
                    None => EntRef::Own,
                }
            }
            EntRef::OnThis(name) => self.on_receiver(entity, *name, binding),
        }
    }

    /// A callee's sources as the caller's.
    pub(super) fn srcs(&self, srcs: &Srcs, binding: &Binding) -> Srcs {
        let beside = |src: &SrcId| match src.root() {
            Root::Record(at) => matches!(binding.rows.get(at as usize), Some(Row::Beside)),
            _ => false,
        };
        let list = srcs.list();
        let all = list.len() < 2 || list.iter().all(beside);
        list.iter()
            .filter(|src| all || !beside(src))
            .fold(Srcs::default(), |all, src| all.union(&self.source(*src, binding)))
    }

    pub(super) fn source(&self, src: SrcId, binding: &Binding) -> Srcs {
        let (root, path) = { (src.root(), src.path().to_vec()) };
        match root {
            Root::Param(index) => match binding.args.get(index as usize) {
                Some(val) => self.along(val, &path),
                None => Srcs::one(self.src(Root::Unknown, &[])),
            },
            Root::This => match binding.receiver {
                Some(val) => self.along(val, &path),
                None => Srcs::default(),
            },
            Root::Record(access) => match binding.rows.get(access as usize) {
                Some(Row::Here(index)) => Srcs::one(self.src(Root::Record(*index), &path)),
                Some(Row::Tied | Row::Beside) => Srcs::one(self.src(Root::Trusted, &path)),
                Some(Row::Lost) | None => Srcs::one(self.src(Root::Unknown, &[])),
            },
            _ => Srcs::one(src),
        }
    }

    /// Whether a source of the callee's is a row's member here, or that of what was made in its place.
    fn is_either(&self, src: SrcId, binding: &Binding) -> bool {
        let of = match src.root() {
            Root::Param(index) => binding.args.get(index as usize),
            Root::This => binding.receiver,
            _ => None,
        };
        let inner = |val: &'_ Val, name: &Sym| match &val.shape {
            Shape::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, val)| val.clone()),
            _ => None,
        };
        let path = src.path();
        let led = of.and_then(|of| path.iter().try_fold(of.clone(), |val, name| inner(&val, name)));
        led.is_some_and(|val| matches!(val.shape, Shape::Either))
    }

    /// The sources of what a path leads to from a value.
    fn along(&self, val: &Val, path: &[Sym]) -> Srcs {
        let Some((name, rest)) = path.split_first() else {
            return val.srcs.clone();
        };
        if let Shape::Object(members) = &val.shape {
            if let Some((_, inner)) = members.iter().find(|(key, _)| key == name) {
                return self.along(inner, rest);
            }
            let text = self.text(*name);
            if let Some((_, inner)) = members
                .iter()
                .find(|(key, _)| self.text(*key).eq_ignore_ascii_case(text))
            {
                return self.along(inner, rest);
            }
            if let Some(key) = self.new_key(val, *name) {
                return key;
            }
        }
        path.iter()
            .fold(val.srcs.clone(), |srcs, name| self.members(&srcs, *name))
    }

    pub(super) fn facts(&self, facts: &[Fact], binding: &Binding) -> Vec<Fact> {
        let mut out = Vec::new();
        for fact in facts {
            if !binding.spend() {
                break;
            }
            match fact {
                Fact::Equal(a, b) => {
                    let either = self.is_either(*a, binding) || self.is_either(*b, binding);
                    let (a, b) = (self.source(*a, binding), self.source(*b, binding));
                    // of several sources one is equal; what the code writes where there is none is no other
                    match (only(&a), only(&b)) {
                        (Some(a), Some(b)) => out.push(Fact::Equal(a, b)),
                        (None, Some(with)) if either => out.extend(a.list().iter().map(|of| Fact::Equal(*of, with))),
                        (Some(with), None) if either => out.extend(b.list().iter().map(|of| Fact::Equal(*of, with))),
                        (Some(of), None) => out.extend(one_of(of, &b)),
                        (None, Some(of)) => out.extend(one_of(of, &a)),
                        _ => {}
                    }
                }
                Fact::Authorized(src) => {
                    out.extend(
                        self.source(*src, binding)
                            .list()
                            .iter()
                            .filter(|src| !self.is_claimed(**src))
                            .map(|src| Fact::Authorized(*src)),
                    );
                }
                Fact::Vouched(by, of) => {
                    let (by, of) = (self.srcs(by, binding), self.source(*of, binding));
                    let caller = !by.is_empty() && by.list().iter().all(|src| src.root() == Root::Identity);
                    out.extend(of.list().iter().map(|of| match caller {
                        true => Fact::Authorized(*of),
                        false => Fact::Vouched(by.clone(), *of),
                    }));
                }
                Fact::LeftOut(src) => {
                    if let [only] = self.source(*src, binding).list() {
                        out.push(Fact::LeftOut(*only));
                    }
                }
                Fact::Found(access) => out.extend(binding.here(*access).map(Fact::Found)),
                Fact::Absent(access) => out.extend(binding.here(*access).map(Fact::Absent)),
                Fact::Operator => out.push(Fact::Operator),
                Fact::Given(src) | Fact::Missing(src) => {
                    if let Presence::Of(own) = self.presence(*src, binding) {
                        let there = matches!(fact, Fact::Given(_));
                        out.push(if there { Fact::Given(own) } else { Fact::Missing(own) });
                    }
                }
                Fact::Lacking(src) => out.extend(self.lacking(*src, binding)),
                Fact::Any(arms) => match self.cases(arms, binding) {
                    Some(cases) if cases.len() < 2 => out.extend(cases.iter().flatten().cloned()),
                    cases => out.extend(cases.map(Fact::Any)),
                },
            }
        }
        out
    }

    /// Alternatives as the caller's. Many facts of a summary share theirs, which stay shared.
    fn cases(&self, arms: &Arc<Cases>, binding: &Binding) -> Option<Arc<Cases>> {
        let key = Arc::as_ptr(arms);
        if let Some(known) = binding.cases.borrow().get(&key) {
            return known.clone();
        }
        let own = |arm: &Vec<Fact>| {
            let mut facts = self.facts(arm, binding);
            facts.shrink_to_fit();
            Some(facts).filter(|facts| !facts.is_empty())
        };
        // what the arguments rule out is no case
        let left = arms.iter().filter(|arm| !self.is_ruled_out(arm, binding));
        let cases = left.map(own).collect::<Option<Cases>>().map(Arc::new);
        binding.cases.borrow_mut().insert(key, cases.clone());
        cases
    }

    /// What the callee returns, as the caller's value.
    pub(super) fn value(&self, val: &Val, binding: &Binding, depth: usize) -> Val {
        if let [src] = val.srcs.list()
            && matches!(val.shape, Shape::Plain)
        {
            let whole = src.path().is_empty();
            match src.root() {
                Root::Param(index) if whole => {
                    return binding.args.get(index as usize).cloned().unwrap_or_else(Val::nothing);
                }
                Root::This if whole => return binding.receiver.cloned().unwrap_or_else(Val::nothing),
                _ => {}
            }
        }
        let srcs = self.srcs(&val.srcs, binding);
        let shape = match &val.shape {
            _ if depth > 4 || !binding.spend() => Shape::Plain,
            Shape::Query(query) => {
                let entity = self.entity_ref(&query.entity, binding);
                let mut preds = crate::flow::managers::on_query(binding.receiver, &query.entity);
                preds.extend(query.preds.iter().map(|pred| self.pred(pred, &entity, binding)));
                Shape::Query(Arc::new(self.go_on(query, entity, preds, binding)))
            }
            Shape::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, val)| (*name, self.value(val, binding, depth + 1)))
                    .collect();
                Shape::Object(Arc::new(members))
            }
            Shape::List(items) => Shape::List(Arc::new(
                items.iter().map(|val| self.value(val, binding, depth + 1)).collect(),
            )),
            Shape::Truth(truth) => {
                let preds = truth
                    .preds
                    .iter()
                    .map(|pred| self.pred(pred, &EntRef::Unknown, binding))
                    .collect();
                let (yes, no) = (self.facts(&truth.yes, binding), self.facts(&truth.no, binding));
                Shape::Truth(Arc::new(Truth { preds, yes, no }))
            }
            Shape::Func(function, Some(receiver)) => {
                Shape::Func(*function, Some(Arc::new(self.value(receiver, binding, depth + 1))))
            }
            Shape::Lambda(_) | Shape::Template(_) | Shape::Sql(_) => Shape::Plain,
            other => other.clone(),
        };
        Val {
            srcs,
            ty: val.ty.clone(),
            shape,
        }
    }
}

/// A source equals one of several.
fn one_of(of: SrcId, others: &Srcs) -> Option<Fact> {
    let others = others.list();
    let told = (2..=MAX_ONE_OF).contains(&others.len());
    told.then(|| {
        Fact::Any(Arc::new(
            others.iter().map(|other| vec![Fact::Equal(of, *other)]).collect(),
        ))
    })
}

/// The one source of a value, whatever the code has written for where there is none.
fn only(srcs: &Srcs) -> Option<SrcId> {
    match srcs.list() {
        [only] => Some(*only),
        list => {
            let mut others = list.iter().filter(|src| src.root() != Root::Const);
            others.next().filter(|_| others.next().is_none()).copied()
        }
    }
}
