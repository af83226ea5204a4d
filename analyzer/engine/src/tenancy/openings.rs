//! Ways past an automatic filter: what lets every row through without a look at it, above all that no tenant is known.

use super::Tenancy;
use super::syntax::{inside, last, looking, tail};
use crate::program::UnitId;
use partywall_catalog::{Catalog, ConditionMeaning, Predicate};
use partywall_ir::{BinaryOp, ExprId, ExprKind, Language, Lit, PatKind, Span, UnaryOp, Unit};
use rustc_hash::FxHashSet;

/// A way past a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// When it is taken.
    pub when: Opens,
    /// The unit of what decides about it.
    pub unit: UnitId,
    /// Where that stands.
    pub span: Span,
}

/// When a filter lets everything through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// No tenant is known.
    NoTenant,
    /// Something else says so: a switch, a right of the caller.
    Switched,
}

/// How deep conditions are looked into.
const DEPTH: usize = 8;

/// How many conditions of a body are looked into.
const BRANCHES: usize = 64;

/// What a language's calls say of values and rows.
pub struct Tests<'c> {
    /// Calls and members that stand for nothing, or ask for it: `IsNullOrEmpty`, `Empty`.
    absent: Vec<&'c str>,
    /// Calls that leave no rows.
    empty: Vec<&'c str>,
    /// Calls that give rows a predicate, for a query or for good.
    restricting: Vec<&'c str>,
}

/// The like, where what is called after tenants is known.
pub struct Openings<'t> {
    tenancy: &'t Tenancy,
    tests: &'t Tests<'t>,
}

/// What is asked about: the parts of its path.
type Subject<'u> = Vec<&'u str>;

impl<'c> Tests<'c> {
    /// The tests of a language.
    pub fn new(catalog: &'c Catalog, language: Language) -> Self {
        let rows = catalog.of(language).flat_map(|file| &file.condition);
        let absent = rows
            .filter(|row| row.means == ConditionMeaning::Absent)
            .flat_map(|row| row.call.iter().map(String::as_str))
            .collect();
        let steps = catalog.of(language).flat_map(|file| &file.step);
        let empty = steps
            .filter(|row| row.empty)
            .flat_map(|row| row.call.iter().map(String::as_str))
            .collect();
        let steps = catalog.of(language).flat_map(|file| &file.step);
        let steps = steps
            .filter(|row| row.predicate != Predicate::None)
            .flat_map(|row| &row.call);
        let filters = catalog
            .of(language)
            .flat_map(|file| &file.filter)
            .flat_map(|row| &row.call);
        let restricting = steps.chain(filters).map(|name| last(name)).collect();
        Self {
            absent,
            empty,
            restricting,
        }
    }
}

impl<'t> Openings<'t> {
    /// Looks for ways past the filters of a model.
    pub fn new(tenancy: &'t Tenancy, tests: &'t Tests<'t>) -> Self {
        Self { tenancy, tests }
    }

    /// The part of a predicate that does not look at the row and can make it true. `unit` is the unit of the lambda.
    pub fn of_predicate(&self, unit: &Unit, id: UnitId, lambda: ExprId) -> Option<Opening> {
        let ExprKind::Lambda(of) = &unit.body[lambda].kind else {
            return None;
        };
        let looking = of_row(unit, lambda);
        let all = inside(unit, of.body);
        let values = compared(unit, &all, &looking);
        let yes = |branch: ExprId| matches!(unit.body[branch].kind, ExprKind::Lit(Lit::Bool(true)));
        let ways = all.iter().filter_map(|expr| match &unit.body[*expr].kind {
            ExprKind::Binary {
                op: BinaryOp::Or | BinaryOp::BitOr,
                left,
                right,
            } => {
                let aside = match (looking.contains(left), looking.contains(right)) {
                    (true, false) => *right,
                    (false, true) => *left,
                    _ => return None,
                };
                Some((aside, self.says(unit, aside, &values, false, 0)))
            }
            ExprKind::If { cond, .. } if looking.contains(cond) => None,
            ExprKind::If { cond, then, .. } if yes(*then) => Some((*cond, self.says(unit, *cond, &values, false, 0))),
            ExprKind::If { cond, els, .. } if els.is_some_and(yes) => {
                Some((*cond, self.says(unit, *cond, &values, true, 0)))
            }
            _ => None,
        });
        let opening = |(expr, absent): (ExprId, bool)| Opening {
            when: if absent { Opens::NoTenant } else { Opens::Switched },
            unit: id,
            span: unit.body[expr].span,
        };
        let ways: Vec<Opening> = ways.map(opening).collect();
        let first = |when: Opens| ways.iter().find(|way| way.when == when).copied();
        first(Opens::NoTenant).or_else(|| first(Opens::Switched))
    }

    /// A condition in a body that keeps a call from being reached where no tenant is known. `values` is what the call is about.
    pub fn of_call(
        &self,
        unit: &Unit,
        id: UnitId,
        body: ExprId,
        call: ExprId,
        values: &[Subject<'_>],
    ) -> Option<Opening> {
        let holds = |branch: ExprId| inside(unit, branch).contains(&call);
        let comes_first = |branch: &Branch| unit.body[branch.at].span.end <= unit.body[call].span.start;
        let says = |branch: &Branch, there: bool| self.says(unit, branch.cond, values, there, 0);
        let past = branches(unit, body).find(|branch| match (holds(branch.then), branch.els.is_some_and(holds)) {
            (true, _) => says(branch, true) && branch.els.is_none_or(|els| !self.stops(unit, els)),
            (_, true) => says(branch, false) && !self.stops(unit, branch.then),
            (false, false) => comes_first(branch) && says(branch, false) && self.leaves_open(unit, branch.then),
        })?;
        Some(Opening {
            when: Opens::NoTenant,
            unit: id,
            span: unit.body[past.cond].span,
        })
    }

    /// The like of the call by which a method restricts its rows, where any condition in front of it opens it unless the other way
    /// stops or gives no rows.
    pub fn of_method(
        &self,
        unit: &Unit,
        id: UnitId,
        body: ExprId,
        call: ExprId,
        values: &[Subject<'_>],
    ) -> Option<Opening> {
        let switched = || {
            let holds = |branch: ExprId| inside(unit, branch).contains(&call);
            let found = branches(unit, body).find(|branch| holds(branch.then) || branch.els.is_some_and(holds));
            found.filter(|_| !self.stops(unit, body)).map(|branch| Opening {
                when: Opens::Switched,
                unit: id,
                span: unit.body[branch.cond].span,
            })
        };
        self.of_call(unit, id, body, call, values).or_else(switched)
    }

    /// What the arguments of a call, or the other sides of a lambda's comparisons, are about.
    pub fn values<'u>(&self, unit: &'u Unit, call: ExprId) -> Vec<Subject<'u>> {
        match &unit.body[call].kind {
            ExprKind::Lambda(of) => compared(unit, &inside(unit, of.body), &of_row(unit, call)),
            ExprKind::Call { args, .. } => args.iter().map(|arg| path(unit, arg.value, 0)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a condition only holds where one of these values is there, or, unless `there`, holds wherever one is not.
    fn says(&self, unit: &Unit, expr: ExprId, values: &[Subject<'_>], there: bool, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        let of = |value: ExprId| self.is_about(&path(unit, value, 0), values);
        let either = |a: ExprId, b: ExprId| [a, b].iter().any(|one| self.says(unit, *one, values, there, depth + 1));
        match &unit.body[expr].kind {
            ExprKind::Binary { op, left, right } => {
                let against = |nothing: ExprId, value: ExprId| self.nothing(unit, nothing) && of(value);
                match (op, there) {
                    (BinaryOp::Or | BinaryOp::BitOr, false) | (BinaryOp::And | BinaryOp::BitAnd, true) => {
                        either(*left, *right)
                    }
                    (BinaryOp::Eq, false) | (BinaryOp::Ne, true) => against(*right, *left) || against(*left, *right),
                    (BinaryOp::Le, false) | (BinaryOp::Gt, true) => against(*right, *left),
                    (BinaryOp::Ge, false) | (BinaryOp::Lt, true) => against(*left, *right),
                    _ => false,
                }
            }
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => self.says(unit, *operand, values, !there, depth + 1),
            ExprKind::Is { value, pattern } => match &unit.body[*pattern].kind {
                PatKind::Value(nothing) => !there && self.nothing(unit, *nothing) && of(*value),
                PatKind::Not(_) | PatKind::Record { .. } | PatKind::Bind { .. } => there && of(*value),
                _ => false,
            },
            ExprKind::Call { callee, args } if !there => {
                self.asks_absence(unit, *callee)
                    && match (&unit.body[*callee].kind, args.first()) {
                        (_, Some(arg)) => of(arg.value),
                        (ExprKind::Member { base, .. }, None) => of(*base),
                        _ => false,
                    }
            }
            ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Call { .. } if there => {
                let asked = path(unit, expr, 0);
                let itself = || values.iter().any(|value| value.starts_with(&asked));
                !asked.is_empty() && itself() || self.says_present(&asked) && self.is_about(&asked, values)
            }
            _ => false,
        }
    }

    /// Whether what is asked about is one of the values, what it is taken from, or what is called after a tenant.
    fn is_about(&self, asked: &[&str], values: &[Subject<'_>]) -> bool {
        let shares = |value: &Subject<'_>| value.iter().any(|part| asked.contains(part));
        let called = |part: &&str| {
            let words = self.tenancy.lexicon().words(part);
            self.tenancy.is_tenant_key(part, false) || self.tenancy.lexicon().root.within(&words)
        };
        values.iter().any(shares) || asked.iter().any(called)
    }

    /// Whether a mark is called after something that is there: `HasValue`, `IsAvailable`.
    fn says_present(&self, asked: &[&str]) -> bool {
        let lexicon = self.tenancy.lexicon();
        asked
            .last()
            .is_some_and(|last| lexicon.present.within(&lexicon.words(last)))
    }

    fn asks_absence(&self, unit: &Unit, callee: ExprId) -> bool {
        tail(unit, callee).is_some_and(|name| self.tests.absent.contains(&name))
    }

    /// Whether an expression stands for no value.
    fn nothing(&self, unit: &Unit, expr: ExprId) -> bool {
        match &unit.body[expr].kind {
            ExprKind::Lit(Lit::Null | Lit::Int(0)) => true,
            ExprKind::Lit(Lit::Str(text)) => unit.text(*text).is_empty(),
            ExprKind::Name(_) | ExprKind::Member { .. } => self.asks_absence(unit, expr),
            _ => false,
        }
    }

    /// Whether a branch leaves the function with rows that nothing restricts: no call of its own gives them a predicate.
    fn leaves_open(&self, unit: &Unit, branch: ExprId) -> bool {
        let all = inside(unit, branch);
        let restricts = |expr: &ExprId| match &unit.body[*expr].kind {
            ExprKind::Call { callee, .. } => {
                tail(unit, *callee).is_some_and(|name| self.tests.restricting.contains(&name))
            }
            _ => false,
        };
        let leaves = |expr: &ExprId| matches!(unit.body[*expr].kind, ExprKind::Return(_));
        all.iter().any(leaves) && !all.iter().any(restricts) && !self.stops(unit, branch)
    }

    /// Whether a branch fails, or gives no rows.
    fn stops(&self, unit: &Unit, branch: ExprId) -> bool {
        inside(unit, branch)
            .into_iter()
            .any(|expr| match &unit.body[expr].kind {
                ExprKind::Raise(_) => true,
                ExprKind::Call { callee, args } => {
                    args.is_empty() && tail(unit, *callee).is_some_and(|name| self.tests.empty.contains(&name))
                }
                _ => false,
            })
    }
}

/// A condition with its branches.
struct Branch {
    at: ExprId,
    cond: ExprId,
    then: ExprId,
    els: Option<ExprId>,
}

/// The first conditions of a body.
fn branches(unit: &Unit, body: ExprId) -> impl Iterator<Item = Branch> + '_ {
    let all = inside(unit, body).into_iter();
    let branch = |at: ExprId| match unit.body[at].kind {
        ExprKind::If { cond, then, els } => Some(Branch { at, cond, then, els }),
        _ => None,
    };
    all.filter_map(branch).take(BRANCHES)
}

/// The expressions of a lambda that look at its parameters.
fn of_row(unit: &Unit, lambda: ExprId) -> FxHashSet<ExprId> {
    let ExprKind::Lambda(of) = &unit.body[lambda].kind else {
        return FxHashSet::default();
    };
    let params: Vec<&str> = of.params.iter().map(|param| unit.text(param.name)).collect();
    looking(unit, &params, &inside(unit, of.body))
}

/// The values that a predicate compares the row with.
fn compared<'u>(unit: &'u Unit, all: &[ExprId], looking: &FxHashSet<ExprId>) -> Vec<Subject<'u>> {
    let sides = all.iter().filter_map(|expr| match &unit.body[*expr].kind {
        ExprKind::Binary {
            op: BinaryOp::Eq | BinaryOp::In,
            left,
            right,
        } => match (looking.contains(left), looking.contains(right)) {
            (true, false) => Some(*right),
            (false, true) => Some(*left),
            _ => None,
        },
        _ => None,
    });
    sides
        .map(|side| path(unit, side, 0))
        .filter(|path| !path.is_empty())
        .collect()
}

/// The parts of the path that an expression names, calls and conversions seen through; the receiver of a method is none of them.
fn path(unit: &Unit, expr: ExprId, depth: usize) -> Subject<'_> {
    let through = |inner: ExprId| path(unit, inner, depth + 1);
    match &unit.body[expr].kind {
        _ if depth > DEPTH => Vec::new(),
        ExprKind::Name(name) => vec![unit.text(*name)],
        ExprKind::Member { base, name } => {
            let mut parts = through(*base);
            parts.push(unit.text(*name));
            parts
        }
        ExprKind::Call { callee, args } => {
            let mut parts = through(*callee);
            parts.extend(args.iter().flat_map(|arg| through(arg.value)));
            parts
        }
        ExprKind::Generic { base: inner, .. }
        | ExprKind::Cast { value: inner, .. }
        | ExprKind::Unary { operand: inner, .. }
        | ExprKind::Index { base: inner, .. } => through(*inner),
        ExprKind::Binary {
            op: BinaryOp::Coalesce,
            left,
            ..
        } => through(*left),
        _ => Vec::new(),
    }
}
