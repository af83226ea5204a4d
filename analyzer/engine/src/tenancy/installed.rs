//! In which order registrations happen: what a method that installs runs, followed through helpers, bases and classes that configure.

use super::fluent::Calls;
use super::overwritten::Registration;
use super::syntax::{inside, last, tail};
use crate::program::{FnId, Program, UnitId};
use partywall_catalog::FilterRow;
use partywall_ir::{ExprId, ExprKind, Language, Lit, Span, Unit};
use rustc_hash::{FxHashMap, FxHashSet};

/// How deep calls are followed.
const DEPTH: usize = 6;

/// What one run is looked at, in steps.
const STEPS: usize = 4096;

/// How far the functions are looked for that lead to a registration.
const LEVELS: usize = 3;

/// A branch: the condition, and whether it holds.
type Arm = (UnitId, ExprId, bool);

/// A registration that happens.
pub struct Event {
    pub registration: usize,
    /// The branches that it happens in.
    pub arms: Vec<Arm>,
}

impl Event {
    /// Whether only one of two can happen.
    pub fn excludes(&self, other: &Self) -> bool {
        self.arms
            .iter()
            .any(|(unit, cond, holds)| other.arms.contains(&(*unit, *cond, !*holds)))
    }
}

/// Follows what installs.
pub struct Walk<'p> {
    program: &'p Program,
    /// What happened, in order.
    pub events: Vec<Event>,
    sites: FxHashMap<(UnitId, ExprId), Vec<usize>>,
    /// Functions that lead to a registration, by name.
    leading: FxHashMap<&'p str, Vec<FnId>>,
    /// Those of them that belong to a class that configures.
    configuring: Vec<FnId>,
    applies: FxHashSet<&'p str>,
    steps: usize,
}

impl<'p> Walk<'p> {
    /// For the registrations of a language.
    pub fn new<'c: 'p>(
        program: &'p Program,
        language: Language,
        rows: &[&'c FilterRow],
        registered: &[Registration],
    ) -> Self {
        let mut sites: FxHashMap<(UnitId, ExprId), Vec<usize>> = FxHashMap::default();
        for (at, registration) in registered.iter().enumerate() {
            if program.unit(registration.site.0).language == language {
                sites.entry(registration.site).or_default().push(at);
            }
        }
        let names: Vec<&str> = rows.iter().flat_map(|row| &row.call).map(|name| last(name)).collect();
        let mut leading: Vec<FnId> = Vec::new();
        let mut known = FxHashSet::default();
        let mut asked: Vec<&'p str> = names;
        for _ in 0..LEVELS {
            let calls = Calls::scan(program, language, &asked);
            let around = calls.found.iter().filter_map(|call| {
                let span = program.unit(call.unit).body[call.expr].span;
                calls.function(program, call.unit, span)
            });
            let new: Vec<FnId> = around.filter(|function| known.insert(*function)).collect();
            asked = new
                .iter()
                .map(|function| program.text(program.func(*function).name))
                .collect();
            asked.sort_unstable();
            asked.dedup();
            leading.extend(new);
        }
        let bases: Vec<String> = rows.iter().flat_map(|row| row.configures.iter().cloned()).collect();
        let configures = |function: &FnId| {
            let owner = program.func(*function).owner;
            owner.is_some_and(|owner| program.derives(owner, &bases))
        };
        let mut by_name: FxHashMap<&'p str, Vec<FnId>> = FxHashMap::default();
        for function in &leading {
            let name = program.text(program.func(*function).name);
            by_name.entry(name).or_default().push(*function);
        }
        Self {
            program,
            events: Vec::new(),
            sites,
            leading: by_name,
            configuring: leading.iter().copied().filter(configures).collect(),
            applies: rows
                .iter()
                .flat_map(|row| row.applies.iter().map(String::as_str))
                .collect(),
            steps: 0,
        }
    }

    /// Follows one method from its beginning.
    pub fn from(&mut self, function: FnId) {
        self.events.clear();
        self.steps = 0;
        self.follow(function, &[], &mut Vec::new());
    }

    fn follow(&mut self, function: FnId, arms: &[Arm], stack: &mut Vec<FnId>) {
        if stack.len() >= DEPTH || stack.contains(&function) {
            return;
        }
        let program = self.program;
        let id = program.func(function).unit;
        let (Some(body), unit) = (program.decl(function).body, program.unit(id)) else {
            return;
        };
        stack.push(function);
        let mut all = inside(unit, body);
        let branches = Branches::of(unit, &all);
        // What is written first ends first, and a call after its arguments.
        all.sort_by_key(|expr| (unit.body[*expr].span.end, *expr));
        for expr in all {
            self.steps += 1;
            if self.steps > STEPS {
                break;
            }
            let here = || {
                let mut here = arms.to_vec();
                here.extend(branches.around(id, unit.body[expr].span));
                here
            };
            if let Some(found) = self.sites.get(&(id, expr)).cloned() {
                for registration in found {
                    let arms = here();
                    self.events.push(Event { registration, arms });
                }
                continue;
            }
            let next = self.led_to(function, unit, expr);
            if !next.is_empty() {
                let arms = here();
                for function in next {
                    self.follow(function, &arms, stack);
                }
            }
        }
        stack.pop();
    }

    /// The functions that an expression runs, or names for something to run them.
    fn led_to(&self, function: FnId, unit: &Unit, expr: ExprId) -> Vec<FnId> {
        let program = self.program;
        let name = match &unit.body[expr].kind {
            ExprKind::Call { callee, args } => {
                let applied = tail(unit, *callee).is_some_and(|name| self.applies.contains(name));
                let made = args.iter().find_map(|arg| match &unit.body[arg.value].kind {
                    ExprKind::New(new) => Some(new.ty.as_ref().map(|ty| last(unit.text(ty.name)))),
                    _ => None,
                });
                let named = |function: &FnId| {
                    let owner = program.func(*function).owner;
                    let name = owner.map(|owner| program.text(program.ty(owner).name));
                    made.is_none_or(|made| made.is_none() || made == name)
                };
                let all = self.configuring.iter().copied().filter(|_| applied);
                return all.filter(named).collect();
            }
            ExprKind::Member { base, name } if matches!(unit.body[*base].kind, ExprKind::Base) => {
                let name = unit.text(*name);
                let Some(owner) = program.func(function).owner else {
                    return Vec::new();
                };
                let is = |of: &FnId| program.text(program.func(*of).name) == name;
                let mut bases = program.supertypes(owner).into_iter();
                let found = bases.find_map(|base| program.own_methods(base).iter().copied().find(is));
                return found.into_iter().collect();
            }
            ExprKind::Name(name) | ExprKind::Member { name, .. } => unit.text(*name),
            ExprKind::Lit(Lit::Str(text)) => unit.text(*text),
            _ => return Vec::new(),
        };
        let Some(found) = self.leading.get(last(name)) else {
            return Vec::new();
        };
        let owner = program.func(function).owner;
        let own = |of: &FnId| owner.is_some() && program.func(*of).owner == owner;
        if let Some(own) = found.iter().copied().find(own) {
            return vec![own];
        }
        let line = owner.map(|owner| program.supertypes(owner)).unwrap_or_default();
        let ours = |of: &FnId| program.func(*of).owner.is_some_and(|owner| line.contains(&owner));
        if let Some(ours) = found.iter().copied().find(ours) {
            return vec![ours];
        }
        let configures = |of: &&FnId| !self.configuring.contains(of);
        found.iter().filter(configures).copied().collect()
    }
}

/// The branches of one body.
struct Branches {
    /// Where a branch is, of which condition, and whether that holds there.
    arms: Vec<(Span, ExprId, bool)>,
}

impl Branches {
    fn of(unit: &Unit, all: &[ExprId]) -> Self {
        let mut arms = Vec::new();
        for expr in all {
            let ExprKind::If { cond, then, els } = &unit.body[*expr].kind else {
                continue;
            };
            arms.push((unit.body[*then].span, *cond, true));
            arms.extend(els.map(|els| (unit.body[els].span, *cond, false)));
            let leaves = |at: &ExprId| {
                let kind = &unit.body[*at].kind;
                matches!(kind, ExprKind::Continue | ExprKind::Return(_) | ExprKind::Break(_))
            };
            if inside(unit, *then).iter().any(leaves) {
                let end = unit.body[*expr].span.end;
                arms.push((
                    Span {
                        start: end,
                        end: u32::MAX,
                    },
                    *cond,
                    false,
                ));
            }
        }
        Self { arms }
    }

    fn around(&self, unit: UnitId, span: Span) -> Vec<Arm> {
        let around = self.arms.iter().filter(|(arm, ..)| arm.contains(span));
        around.map(|(_, cond, holds)| (unit, *cond, *holds)).collect()
    }
}
