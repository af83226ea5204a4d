//! Declarations, assignments, branches and loops.

use crate::flow::cx::{Cx, State};
use crate::flow::merge::{Sides, absent, common_facts, merge_paths, merge_values};
use crate::flow::value::{Fact, Root, Shape, Srcs, Truth, Val};
use crate::program::Ty;
use partywall_ir::{Arm, BinaryOp, Clause, ExprId, ExprKind, PatId, PatKind, Try, TypeRef};
use std::sync::Arc;

/// A condition before a branch, as it was read.
pub(super) struct Condition {
    val: Val,
    /// What it says.
    pub(super) truth: Truth,
    /// The same, for whoever asks why.
    pub(super) noted: Option<Truth>,
    /// What had been loaded before it.
    loaded: u128,
}

impl Cx<'_, '_> {
    pub(super) fn let_expr(
        &mut self,
        pattern: PatId,
        ty: Option<&TypeRef>,
        value: Option<ExprId>,
        els: Option<ExprId>,
    ) -> Val {
        let mut val = value.map_or(Val::nothing(), |value| self.eval(value));
        if let Some(ty) = ty {
            let ty = self.resolve_type(ty);
            if let Some(value) = value {
                val = self.made_as(value, val, |_| ty.clone());
            }
            if val.ty.is_unknown() {
                val = self.typed_query(Val { ty, ..val });
            }
        }
        let at = value.map_or(self.unit.body[pattern].span, |value| self.unit.body[value].span);
        val = self.settle_ready(val, at);
        if let Some(els) = els {
            val = self.settle(val, at);
            let truth = self.pattern_truth(&val, pattern);
            self.note(at, &truth.yes, true);
            let before = self.st.clone();
            self.st.facts.extend(truth.no);
            self.eval(els);
            self.st = before;
            self.st.facts.extend(truth.yes);
        }
        if let Some(value) = value {
            self.ask(value, &val);
        }
        self.declare(pattern, &val);
        Val::nothing()
    }

    pub(super) fn assign(&mut self, target: ExprId, op: Option<BinaryOp>, value: ExprId) -> Val {
        if op == Some(BinaryOp::Coalesce) {
            self.note_default(target, value, target);
        }
        let val = self.eval(value);
        let mut val = self.settle_ready(val, self.unit.body[value].span);
        match op {
            Some(BinaryOp::Add) => {
                let old = self.eval(target);
                val = self.add(old, val);
            }
            Some(BinaryOp::BitAnd | BinaryOp::BitOr) => {
                let old = self.eval(target);
                val = match (&old.shape, &val.shape) {
                    (Shape::Truth(x), Shape::Truth(y)) => {
                        crate::flow::logic::combine(op == Some(BinaryOp::BitAnd), x, y)
                    }
                    _ if op == Some(BinaryOp::BitAnd) => Val::of(self.in_both(&old.srcs, &val.srcs)),
                    _ => Val::of(old.srcs.union(&val.srcs)),
                };
            }
            Some(_) => {
                let old = self.eval(target);
                val = Val {
                    srcs: old.srcs.union(&val.srcs),
                    ..val
                };
            }
            None => {}
        }
        self.put_by(target, op, value, &val);
        self.assign_to(target, &val);
        self.narrow_own(target, value, &val);
        self.set_member(target, value);
        val
    }

    fn assign_to(&mut self, target: ExprId, val: &Val) {
        match &self.unit.body[target].kind {
            ExprKind::Name(name) => {
                let member = self.sym(*name);
                let new = !self.st.env.contains_key(name);
                match self.st.env.get(name) {
                    Some(old) if matches!(val.shape, Shape::Null) => self.let_go(*name, old.srcs.clone()),
                    Some(_) => {}
                    None => self.give_member(member, val),
                }
                self.hold_bare(member, val, new);
                self.st.env.insert(*name, val.clone());
            }
            ExprKind::Collection { items, .. } => {
                for (at, item) in items.iter().enumerate() {
                    let part = part(val, at);
                    self.assign_to(*item, &part);
                }
            }
            ExprKind::Unary { operand, .. } => self.assign_to(*operand, val),
            ExprKind::Let { pattern, .. } => self.bind(*pattern, val),
            ExprKind::Member { base, name } => {
                let (base, name) = (*base, self.sym(*name));
                self.assign_member(base, name, val);
            }
            ExprKind::Index { base, args } => {
                let base = *base;
                match args.first().map(|arg| &self.unit.body[*arg].kind) {
                    Some(ExprKind::Lit(partywall_ir::Lit::Str(text))) if args.len() == 1 => {
                        let name = self.sym(*text);
                        let val = self.settle(val.clone(), self.unit.body[target].span);
                        self.assign_item(base, name, &val);
                    }
                    _ => {
                        self.eval(target);
                        if let ExprKind::Name(name) = self.unit.body[base].kind {
                            let of = self.eval(base);
                            self.hold(name, &of, val);
                        }
                    }
                }
            }
            _ => {
                self.eval(target);
            }
        }
    }

    /// A name that held a row is told to hold nothing: nobody gets that row by it any more.
    fn let_go(&mut self, name: partywall_ir::Name, held: Srcs) {
        let [row] = *held.list() else { return };
        let Root::Record(at) = row.root() else { return };
        let others = self.st.env.iter().filter(|(other, _)| **other != name);
        let mut kept = others.flat_map(|(_, val)| val.srcs.list());
        if row.is_whole() && !kept.any(|src| src.root() == row.root()) {
            self.st.facts.push(Fact::Absent(at));
        }
    }

    /// The like for what a text leads to.
    fn assign_item(&mut self, base: ExprId, name: crate::program::Sym, val: &Val) {
        let of = self.eval(base);
        self.overwrite(&of, name, val);
        self.learn_member(base, of, name, val);
    }

    /// An object that is known by its members learns one more.
    fn assign_member(&mut self, base: ExprId, name: crate::program::Sym, val: &Val) {
        if matches!(self.unit.body[base].kind, ExprKind::This) || self.is_receiver(base) {
            self.give_member(name, val);
            self.hold_own(name, val);
        }
        let of = self.eval(base);
        // an object that is not the program's own may hand out what it is given
        let foreign = of.ty.decl().is_none() && of.srcs.is_empty() && !matches!(of.shape, Shape::Object(_));
        let settled = match foreign {
            true => self.settle(val.clone(), self.unit.body[base].span),
            false => val.clone(),
        };
        let val = &settled;
        self.give_to_request(&of, name, val);
        if self.assign_sql(base, &of, name, val) {
            return;
        }
        self.overwrite(&of, name, val);
        self.change(&of, name, val, self.unit.body[base].span);
        self.learn_member(base, of, name, val);
    }

    fn learn_member(&mut self, base: ExprId, of: Val, name: crate::program::Sym, val: &Val) {
        let (ExprKind::Name(local), Shape::Object(members)) = (&self.unit.body[base].kind, &of.shape) else {
            return;
        };
        let mut members = (**members).clone();
        members.retain(|(key, _)| *key != name);
        members.push((name, val.clone()));
        self.st.env.insert(
            *local,
            Val {
                shape: Shape::Object(Arc::new(members)),
                ..of
            },
        );
    }

    pub(super) fn block(&mut self, items: &[ExprId], value: bool) -> Val {
        let mut last = Val::nothing();
        for (at, item) in items.iter().enumerate() {
            let val = self.eval(*item);
            self.ask(*item, &val);
            last = self.settle_ready(val, self.unit.body[*item].span);
            if !value || at + 1 < items.len() {
                self.let_fall(*item, &last);
            }
            if self.st.dead {
                return Val::nothing();
            }
        }
        if value { last } else { Val::nothing() }
    }

    pub(super) fn if_expr(&mut self, cond: ExprId, then: ExprId, els: Option<ExprId>) -> Val {
        match self.told_of_handler(cond).or_else(|| self.told_by_written(cond)) {
            Some(true) => return self.eval(then),
            Some(false) => return els.map_or(Val::nothing(), |els| self.eval(els)),
            None => {}
        }
        let Some(condition) = self.condition(cond, then) else {
            return Val::nothing();
        };
        let mut asked = condition.truth.clone();
        let before = self.st.clone();
        self.go_in(&condition);
        let a = self.eval(then);
        let after_then = std::mem::replace(&mut self.st, before);
        self.pass_by(&condition, cond, then);
        let b = els.map_or(Val::nothing(), |els| self.eval(els));
        self.under.pop();
        let (dead_then, dead_else) = (after_then.dead, self.st.dead);
        self.note_branches(self.unit.body[cond].span, condition.noted, (dead_then, dead_else));
        // the side that stops is not the one that somebody meant to let pass
        if dead_then {
            asked.yes.clear();
        }
        if dead_else {
            asked.no.clear();
        }
        self.ask_truth(cond, &asked);
        let merged = match (dead_then, dead_else) {
            (true, _) => b,
            (_, true) => a,
            _ => {
                let (then, els) = (&after_then.facts, &self.st.facts);
                merge_paths((&a, then), (&b, els), &Sides::of(then, els))
            }
        };
        self.join(after_then);
        merged
    }

    /// Reads the condition that stands before a branch; none where it is never got past.
    pub(super) fn condition(&mut self, cond: ExprId, then: ExprId) -> Option<Condition> {
        let loaded = self.st.loaded;
        let val = self.eval(cond);
        let val = self.settle(val, self.unit.body[cond].span);
        if self.st.dead {
            return None;
        }
        self.only_asked(cond);
        let val = self.as_condition(cond, val);
        let truth = self.truth(&val);
        self.note_defaults(cond, then);
        Some(Condition {
            noted: self.noted(&truth),
            val,
            truth,
            loaded,
        })
    }

    /// Goes where a condition holds. What follows, on either side, is under it until `under` is left.
    pub(super) fn go_in(&mut self, condition: &Condition) {
        self.assume(condition.truth.yes.clone());
        self.under.push(condition.val.srcs.clone());
    }

    /// Goes where it does not hold.
    pub(super) fn pass_by(&mut self, condition: &Condition, cond: ExprId, then: ExprId) {
        // a list that holds something is never none
        self.st.dead |= crate::flow::gathered::holds_some(&condition.val);
        self.assume(condition.truth.no.clone());
        self.lose_bound(cond, condition.loaded);
        self.leave_aside(cond, then, &condition.truth.yes);
    }

    /// What a condition itself found and bound, where it has loaded more than these, is out of reach where it does not hold.
    fn lose_bound(&mut self, cond: ExprId, loaded: u128) {
        if self.binds(cond) {
            let found = self.st.loaded & !loaded;
            let absent = (0..u128::BITS).filter(|at| found & (1 << at) != 0).map(Fact::Absent);
            self.st.facts.extend(absent);
        }
    }

    /// Whether a condition binds names by a pattern.
    fn binds(&self, cond: ExprId) -> bool {
        match &self.unit.body[cond].kind {
            ExprKind::Is { .. } => true,
            ExprKind::Binary {
                op: BinaryOp::And,
                left,
                right,
            } => self.binds(*left) || self.binds(*right),
            _ => false,
        }
    }

    pub(super) fn match_expr(&mut self, value: ExprId, (arms, total): (&[Arm], bool), tail: bool) -> Val {
        let val = self.eval(value);
        let val = self.settle(val, self.unit.body[value].span);
        if self.st.dead {
            return Val::nothing();
        }
        let asked = self.as_condition(value, val.clone());
        let before = self.st.clone();
        let mut missed: Vec<Fact> = Vec::new();
        let mut out: Option<(State, Val)> = None;
        let mut exhaustive = total && !arms.is_empty();
        for arm in arms {
            self.st = before.clone();
            self.st.facts.extend(missed.iter().cloned());
            let by_presence = self.asks_presence(arm.pattern);
            let truth = self.pattern_truth(if by_presence { &asked } else { &val }, arm.pattern);
            let noted = self.noted(&truth);
            let ways = self.exits.len();
            self.st.facts.extend(truth.yes.iter().cloned());
            self.bind(arm.pattern, &val);
            if let Some(guard) = arm.guard {
                let guard_val = self.eval(guard);
                let asked = self.truth(&guard_val);
                self.st.facts.extend(asked.yes);
                // where the pattern matches whatever is there, the guard is all that was missed
                if self.matches_all(arm.pattern) {
                    missed.extend(asked.no);
                } else if !truth.no.is_empty() && !asked.no.is_empty() {
                    let let_down = [truth.yes, asked.no].concat();
                    missed.push(Fact::Any(Arc::new(vec![truth.no, let_down])));
                }
            } else {
                missed.extend(truth.no);
                exhaustive |= matches!(
                    self.unit.body[arm.pattern].kind,
                    PatKind::Wild | PatKind::Bind { inner: None, .. }
                );
            }
            let result = if tail {
                self.leave_with(arm.body)
            } else {
                self.eval(arm.body)
            };
            if let Some(truth) = noted.filter(|_| self.st.dead && self.refuses_since(ways)) {
                self.note(self.unit.body[value].span, &truth.no, true);
            }
            let state = std::mem::take(&mut self.st);
            out = Some(match out {
                None => (state, result),
                Some((other, old)) => {
                    let (dead_new, dead_old) = (state.dead, other.dead);
                    let merged = match (dead_new, dead_old) {
                        (true, _) => old,
                        (_, true) => result,
                        _ => merge_paths((&old, &other.facts), (&result, &state.facts), &Sides::default()),
                    };
                    self.st = state;
                    self.join(other);
                    (std::mem::take(&mut self.st), merged)
                }
            });
        }
        let (state, result) = out.unwrap_or((before.clone(), Val::nothing()));
        self.st = state;
        exhaustive |= contradict(&missed);
        if !exhaustive {
            let mut skipped = before;
            skipped.facts.extend(missed);
            self.join(skipped);
        }
        result
    }

    /// Whether a pattern matches whatever is there.
    fn matches_all(&self, pattern: PatId) -> bool {
        match &self.unit.body[pattern].kind {
            PatKind::Wild => true,
            PatKind::Bind { inner, .. } => inner.is_none_or(|inner| self.matches_all(inner)),
            PatKind::Record { ty, items, fields } => ty.is_none() && items.is_empty() && fields.is_empty(),
            _ => false,
        }
    }

    /// An element of a value that is iterated over.
    pub(super) fn element(&self, val: &Val) -> Val {
        if let Some(one) = self.one_of_types(val) {
            return one;
        }
        let ty = self.eng.program.element(&val.ty);
        let ty = if ty.is_unknown() { val.ty.clone() } else { ty };
        match &val.shape {
            Shape::List(items) if !items.is_empty() => {
                let mut all = items[0].clone();
                for item in items.iter().skip(1) {
                    all = merge_values(&all, item, &Sides::default());
                }
                all
            }
            // what is no list stands for each of what it was mapped from
            Shape::Object(_) if val.ty.decl().is_some() => val.clone(),
            _ => Val {
                srcs: val.srcs.clone(),
                ty,
                shape: Shape::Plain,
            },
        }
    }

    pub(super) fn comprehension(&mut self, element: ExprId, clauses: &[Clause]) -> Val {
        let saved = self.st.env.clone();
        let held = self.st.facts.len();
        let mut refused = Vec::new();
        for clause in clauses {
            let val = self.eval(clause.source);
            let val = self.settle(val, self.unit.body[clause.source].span);
            let item = self.element(&val);
            self.bind(clause.pattern, &item);
            let before = self.st.facts.len();
            for cond in &clause.conds {
                let val = self.eval(*cond);
                let truth = self.truth(&val);
                self.st.facts.extend(truth.yes);
                refused.push(truth.no);
            }
            let kept = self.among(&item, &self.st.facts[before..]);
            if kept.srcs != item.srcs {
                self.bind(clause.pattern, &kept);
            }
        }
        let val = self.eval(element);
        let val = self.settle(val, self.unit.body[element].span);
        let kept = self.st.facts.split_off(held);
        // records that the conditions let through are the ones that the result holds
        self.st.facts.extend(
            kept.into_iter()
                .filter(|fact| matches!(fact, Fact::Equal(..) | Fact::Authorized(_) | Fact::Vouched(..))),
        );
        self.st.env = saved;
        let items = match val.shape {
            // each is made in the same way: one of them tells of all
            Shape::Object(_) => Val {
                srcs: val.srcs.clone(),
                ty: Ty::unknown(),
                shape: Shape::List(Arc::new(vec![val])),
            },
            _ => Val {
                shape: Shape::Plain,
                ..val
            },
        };
        match clauses {
            [_] => self.let_through(items, refused),
            _ => items,
        }
    }

    pub(super) fn try_expr(&mut self, inner: &Try) -> Val {
        let before = self.st.clone();
        let val = self.eval(inner.body);
        let mut after = std::mem::replace(&mut self.st, before.clone());
        let mut result = val;
        if let Some(els) = inner.els
            && !after.dead
        {
            self.st = after;
            self.eval(els);
            after = std::mem::replace(&mut self.st, before.clone());
        }
        for handler in &inner.handlers {
            self.st = before.clone();
            self.st.loaded = after.loaded & !self.left_behind(inner.body, before.loaded, &after);
            if let Some(name) = handler.binding {
                self.st.env.insert(name, Val::nothing());
            }
            let val = self.eval(handler.body);
            let state = std::mem::take(&mut self.st);
            let (dead_old, dead_new) = (after.dead, state.dead);
            // an access whose row was not found is not there in its handler
            self.st = after;
            self.join(state);
            after = std::mem::take(&mut self.st);
            result = match (dead_old, dead_new) {
                (true, false) => val,
                (false, true) => result,
                _ => merge_values(&result, &val, &Sides::default()),
            };
        }
        self.st = after;
        if let Some(finally) = inner.finally {
            let dead = std::mem::replace(&mut self.st.dead, false);
            self.eval(finally);
            self.st.dead |= dead;
        }
        result
    }

    /// Joins the state with another path's.
    pub(super) fn join(&mut self, other: State) {
        if other.dead {
            self.st.loaded |= if self.st.dead { other.loaded } else { 0 };
            return;
        }
        if self.st.dead {
            self.st = other;
            return;
        }
        let sides = Sides::of(&other.facts, &self.st.facts);
        let mut names: Vec<_> = other.env.keys().copied().collect();
        names.sort_unstable();
        for name in names {
            let theirs = &other.env[&name];
            let merged = match self.st.env.get(&name) {
                Some(ours) => merge_paths((theirs, &other.facts), (ours, &self.st.facts), &sides),
                None => theirs.clone(),
            };
            self.st.env.insert(name, merged);
        }
        let common = common_facts(
            (&self.st.facts, &absent(other.loaded & !self.st.loaded)),
            (&other.facts, &absent(self.st.loaded & !other.loaded)),
        );
        self.st.loaded |= other.loaded;
        self.st.facts = common;
        crate::flow::given::join(&mut self.st.given, other.given);
        crate::flow::own_members::join(&mut self.st, &other.own, &sides);
        self.st.pending.join(other.pending);
    }
}

/// Whether facts cannot hold together: a row that is both there and not.
fn contradict(facts: &[Fact]) -> bool {
    facts
        .iter()
        .any(|fact| matches!(fact, Fact::Found(access) if facts.contains(&Fact::Absent(*access))))
}

/// An item of a value that is taken apart.
pub(super) fn part(val: &Val, at: usize) -> Val {
    match &val.shape {
        Shape::List(items) => items.get(at).cloned().unwrap_or_else(Val::nothing),
        _ => {
            let ty = val.ty.args().get(at).cloned().unwrap_or_else(Ty::unknown);
            Val {
                srcs: val.srcs.clone(),
                ty,
                shape: Shape::Plain,
            }
        }
    }
}
