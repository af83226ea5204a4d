//! What is known to be the caller's where something holds: a closure over facts and over the restrictions that found rows.
//!
//! Each source, restriction and fact is looked up once for a function and kept as what it asks of the trust and what it adds to it, so
//! that a step of the closure neither compares names nor asks who owns what. This module must not know what an exit or a verdict is.

use crate::flow::judge::Judge;
use crate::flow::query::{Access, Column, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::tenancy::{Role, Standing};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// How deep alternatives of facts, and ties of relations, are followed.
pub(super) const MAX_DEPTH: usize = 4;

/// The most rounds of the closure.
const MAX_ROUNDS: usize = 12;

/// What is known to be the caller's.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Inputs that are, in the order of their numbers.
    inputs: Vec<SrcId>,
    /// Accesses whose records are, a bit each.
    records: u128,
    /// The caller runs the whole installation.
    pub operator: bool,
    /// The access whose own checks are left aside.
    ignored: Option<u32>,
}

impl Trust {
    /// Whether an access's record is known to be the caller's.
    pub fn record(&self, at: usize) -> bool {
        self.records & bit(at) != 0
    }

    /// Inputs that some check let pass, in the order of their numbers.
    pub fn authorized(&self) -> &[SrcId] {
        &self.inputs
    }

    fn has_input(&self, src: SrcId) -> bool {
        self.inputs.binary_search(&src).is_ok()
    }

    fn size(&self) -> (usize, u128, bool) {
        (self.inputs.len(), self.records, self.operator)
    }

    fn add(&mut self, mark: Mark) {
        match mark {
            Mark::Nothing => {}
            Mark::Input(src) => {
                if let Err(place) = self.inputs.binary_search(&src) {
                    self.inputs.insert(place, src);
                }
            }
            Mark::Record(at) => {
                if self.ignored != Some(at) {
                    self.records |= bit(at as usize);
                }
            }
        }
    }

    /// What is known beside this in each of several cases. Where only an operator may be in some, the others decide.
    fn add_common(&mut self, mut cases: impl Iterator<Item = Trust>) {
        let Some(mut common) = cases.next() else { return };
        for case in cases {
            match (common.operator, case.operator) {
                (true, false) => {
                    common = case;
                    continue;
                }
                (false, true) => continue,
                _ => {}
            }
            common.inputs.retain(|src| case.has_input(*src));
            common.records &= case.records;
        }
        for src in common.inputs {
            self.add(Mark::Input(src));
        }
        self.records |= common.records;
        self.operator |= common.operator;
    }
}

/// The bit of an access; none for one beyond those that are told apart.
fn bit(at: usize) -> u128 {
    u32::try_from(at)
        .ok()
        .and_then(|at| 1_u128.checked_shl(at))
        .unwrap_or(0)
}

/// What must be known for a source to be the caller's.
#[derive(Clone, Copy, Debug)]
enum Held {
    /// Nothing: it is.
    Always,
    /// It never is.
    Never,
    /// It says nothing of anybody.
    Constant,
    /// The record of this access is the caller's.
    Record(u32),
    /// The source itself is, or what it is a member of.
    Input(SrcId),
}

/// What is known once a source is the caller's.
#[derive(Clone, Copy, Debug)]
enum Mark {
    /// Nothing more.
    Nothing,
    /// This input is.
    Input(SrcId),
    /// The record of this access is.
    Record(u32),
}

/// A source: when it is the caller's, what then follows, and what follows when a check let it pass.
#[derive(Clone, Copy, Debug)]
struct Source {
    held: Held,
    mark: Mark,
    authorized: Mark,
}

/// What must be known for restrictions to tie the rows.
#[derive(Debug)]
enum Need {
    /// Nothing: they do.
    Always,
    /// They never do.
    Never,
    /// The records of these accesses and all of these inputs are the caller's.
    Values(u128, Vec<Held>),
    /// All of these.
    All(Vec<Need>),
    /// One of these.
    One(Vec<Need>),
}

impl Need {
    fn one(needs: impl Iterator<Item = Need>) -> Self {
        let mut some = Vec::new();
        for need in needs {
            match need {
                Self::Always => return Self::Always,
                Self::Never => {}
                need => some.push(need),
            }
        }
        if some.is_empty() { Self::Never } else { Self::One(some) }
    }

    fn all(needs: impl Iterator<Item = Need>) -> Self {
        let mut some = Vec::new();
        for need in needs {
            match need {
                Self::Never => return Self::Never,
                Self::Always => {}
                need => some.push(need),
            }
        }
        if some.is_empty() { Self::Always } else { Self::All(some) }
    }

    fn met(&self, trust: &Trust) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Values(records, inputs) => {
                trust.records & records == *records && inputs.iter().all(|held| held.now(trust))
            }
            Self::All(needs) => needs.iter().all(|need| need.met(trust)),
            Self::One(needs) => needs.iter().any(|need| need.met(trust)),
        }
    }
}

impl Held {
    fn now(self, trust: &Trust) -> bool {
        match self {
            Self::Always => true,
            Self::Never | Self::Constant => false,
            Self::Record(at) => trust.record(at as usize),
            // the request and the receiver as such are never checked as a whole
            Self::Input(src) => {
                let mut chain = src
                    .chain()
                    .filter(|of| matches!(of.root(), Root::Param(_)) || !of.is_whole() || *of == src);
                chain.any(|of| trust.has_input(of))
            }
        }
    }
}

/// A fact as what it adds to the trust.
enum Step {
    Operator,
    Mark(Mark),
    Equal(Source, Source),
    Told(Need, Mark),
    Found(usize),
    Absent(usize),
    Any(Vec<Vec<Step>>),
}

/// What has been found out for one function's judge.
#[derive(Default)]
pub struct Known {
    sources: RefCell<FxHashMap<SrcId, Source>>,
    needs: OnceCell<Vec<Need>>,
    found: OnceCell<Vec<Vec<Mark>>>,
    bare: OnceCell<Rc<Trust>>,
    /// By the place of the exit's facts, which live as long as the judge.
    exits: RefCell<FxHashMap<(*const Fact, usize), Rc<Trust>>>,
}

impl<'j> Judge<'j, '_> {
    /// What follows from facts.
    pub fn trust(&self, facts: &[Fact]) -> Trust {
        let mut trust = Trust {
            operator: self.entry.is_some_and(|entry| entry.operator),
            ..Trust::default()
        };
        for (at, access) in self.accesses.iter().enumerate() {
            if self.filtered(access) {
                trust.records |= bit(at);
            }
        }
        self.close(&self.steps(facts, 0), &mut trust);
        trust
    }

    /// What follows without any fact.
    pub(super) fn bare(&self) -> Rc<Trust> {
        Rc::clone(self.known.bare.get_or_init(|| Rc::new(self.trust(&[]))))
    }

    /// What follows from the facts at an exit.
    pub fn exit(&self, facts: &'j [Fact]) -> Rc<Trust> {
        if facts.is_empty() {
            return self.bare();
        }
        let key = (facts.as_ptr(), facts.len());
        if let Some(known) = self.known.exits.borrow().get(&key) {
            return Rc::clone(known);
        }
        let trust = Rc::new(self.trust(facts));
        self.known.exits.borrow_mut().insert(key, Rc::clone(&trust));
        trust
    }

    /// Whether an access's own predicates tie it.
    pub(super) fn scoped(&self, at: usize, trust: &Trust) -> bool {
        self.needs().get(at).is_some_and(|need| need.met(trust))
    }

    /// Whether they do given what holds at an exit, the checks of its own record and automatic filters left aside.
    pub(super) fn scoped_without_itself(&self, at: usize, facts: &'j [Fact]) -> bool {
        // what is left aside can only take away
        self.scoped(at, &self.exit(facts)) && self.scoped(at, &self.without_itself(at, facts))
    }

    /// What follows from facts when the checks of one access's record, and automatic filters, are left aside.
    pub(super) fn without_itself(&self, at: usize, facts: &[Fact]) -> Trust {
        let mut trust = Trust {
            ignored: u32::try_from(at).ok(),
            ..Trust::default()
        };
        self.close(&self.steps(facts, 0), &mut trust);
        trust
    }

    /// Whether all sources of a value are the caller's.
    pub fn value_holds(&self, value: &Srcs, trust: &Trust) -> bool {
        self.values(value).met(trust)
    }

    /// Whether one restriction ties rows of an entity, given what is known.
    pub(super) fn pred_ties(&self, pred: &Pred, entity: &EntRef, trust: &Trust) -> bool {
        self.need(pred, entity, 0).met(trust)
    }

    fn close(&self, steps: &[Step], trust: &mut Trust) {
        let needs = self.needs();
        for _ in 0..MAX_ROUNDS {
            let before = trust.size();
            for step in steps {
                match step {
                    Step::Operator => trust.operator = true,
                    Step::Mark(mark) => trust.add(*mark),
                    Step::Equal(a, b) => {
                        for (one, other) in [(a, b), (b, a)] {
                            if one.held.now(trust) {
                                trust.add(other.mark);
                            }
                        }
                    }
                    Step::Told(by, mark) => {
                        if by.met(trust) {
                            trust.add(*mark);
                        }
                    }
                    // a row that was found by a predicate that ties it also ties the other values that it was found by
                    Step::Found(at) if trust.record(*at) => {
                        let marks = self.found().get(*at).map(Vec::as_slice).unwrap_or_default();
                        marks.iter().for_each(|mark| trust.add(*mark));
                    }
                    Step::Found(_) => {}
                    // what is not there is nobody else's
                    Step::Absent(at) => trust.records |= bit(*at),
                    Step::Any(arms) => {
                        let given = trust.clone();
                        trust.add_common(arms.iter().map(|arm| {
                            let mut trust = given.clone();
                            self.close(arm, &mut trust);
                            trust
                        }));
                    }
                }
            }
            for (at, need) in needs.iter().enumerate() {
                if trust.records & bit(at) == 0 && trust.ignored.is_none_or(|it| it as usize != at) && need.met(trust) {
                    trust.records |= bit(at);
                }
            }
            if before == trust.size() {
                break;
            }
        }
    }

    fn steps(&self, facts: &[Fact], depth: usize) -> Vec<Step> {
        let told = |at: u32| ((at as usize) < self.accesses.len()).then_some(at as usize);
        let step = |fact: &Fact| match fact {
            Fact::Operator => Some(Step::Operator),
            Fact::Authorized(src) => Some(Step::Mark(self.source(*src).authorized)),
            Fact::Vouched(by, of) => Some(Step::Told(self.values(by), self.source(*of).authorized)),
            // of a row only the lack of an owner says something
            Fact::LeftOut(src) => Some(Step::Mark(self.source(*src).mark)),
            Fact::Equal(a, b) => Some(
                match self
                    .owned_as_presumed(*a, *b)
                    .or_else(|| self.owned_as_presumed(*b, *a))
                    .or_else(|| self.of_who_logs_in(*a, *b).map(Mark::Record))
                    .or_else(|| self.of_who_logs_in(*b, *a).map(Mark::Record))
                {
                    Some(mark) => Step::Mark(mark),
                    None => Step::Equal(self.source(*a), self.source(*b)),
                },
            ),
            Fact::Found(at) => told(*at).map(Step::Found),
            Fact::Absent(at) => told(*at).map(Step::Absent),
            Fact::Given(_) | Fact::Missing(_) => None,
            Fact::Any(arms) => {
                (depth < MAX_DEPTH).then(|| Step::Any(arms.iter().map(|arm| self.steps(arm, depth + 1)).collect()))
            }
        };
        facts.iter().filter_map(step).collect()
    }

    /// A record whose tenant is the one that a guard in front of the entry point is presumed to have seen.
    fn owned_as_presumed(&self, field: SrcId, value: SrcId) -> Option<Mark> {
        let Root::Record(at) = field.root() else { return None };
        if !self.presumed(&Srcs::one(value)) {
            return None;
        }
        let access = self.accesses.get(at as usize)?;
        let path: Vec<&str> = field.path().iter().map(|sym| self.eng.program.text(*sym)).collect();
        let tenant = matches!(self.role(&access.entity, &path), Role::TenantKey(_));
        (tenant && !path.is_empty()).then_some(Mark::Record(at))
    }

    fn source(&self, src: SrcId) -> Source {
        if let Some(known) = self.known.sources.borrow().get(&src) {
            return *known;
        }
        let source = Source {
            held: self.held(src),
            mark: self.mark(src, false),
            authorized: self.mark(src, true),
        };
        self.known.sources.borrow_mut().insert(src, source);
        source
    }

    fn held(&self, src: SrcId) -> Held {
        let root = src.root();
        match root {
            Root::Identity | Root::Trusted | Root::Generated => Held::Always,
            Root::Const => Held::Constant,
            Root::Unknown => Held::Never,
            Root::Record(at) if self.each_tenant(at as usize) => Held::Always,
            Root::Record(at) => Held::Record(at),
            Root::Request | Root::Param(_) | Root::This => {
                if let ([only], Root::Request) = (&src.path()[..], root)
                    && self.entry.is_some_and(|entry| entry.tenant_guard)
                    && (self.names_tenant(self.eng.program.text(*only)) || self.eng.is_attached(*only))
                {
                    return Held::Always;
                }
                if root == Root::Request
                    && self.entry.is_some_and(|entry| entry.policy)
                    && src
                        .path()
                        .iter()
                        .any(|name| self.eng.policies_ask(self.eng.program.text(*name)))
                {
                    return Held::Always;
                }
                Held::Input(src)
            }
        }
    }

    fn mark(&self, src: SrcId, authorized: bool) -> Mark {
        match src.root() {
            Root::Request | Root::Param(_) | Root::This => Mark::Input(src),
            Root::Record(at) => {
                let Some(access) = self.accesses.get(at as usize) else {
                    return Mark::Nothing;
                };
                let path: Vec<&str> = src.path().iter().map(|sym| self.eng.program.text(*sym)).collect();
                if authorized || path.is_empty() || self.source_ties(&access.entity, src, &path) {
                    Mark::Record(at)
                } else {
                    Mark::Nothing
                }
            }
            _ => Mark::Nothing,
        }
    }

    /// For each access, what else is the caller's once it found a row of the caller's.
    fn found(&self) -> &[Vec<Mark>] {
        self.known.found.get_or_init(|| {
            let marks = |access: &Access| {
                let mut marks = Vec::new();
                if !access.stores {
                    self.found_by(&access.preds, &mut marks, 0);
                }
                marks
            };
            self.accesses.iter().map(marks).collect()
        })
    }

    /// The values that rows were found by: an alternative that stands alone is none.
    fn found_by(&self, preds: &[Pred], marks: &mut Vec<Mark>, depth: usize) {
        for pred in preds {
            match pred {
                Pred::Test { value, compare, .. } if *compare != Compare::Other => {
                    marks.extend(value.list().iter().map(|src| self.source(*src).mark));
                }
                Pred::Key(value) => marks.extend(value.list().iter().map(|src| self.source(*src).mark)),
                Pred::Any(arms) if arms.len() == 1 && depth < MAX_DEPTH => self.found_by(&arms[0], marks, depth + 1),
                _ => {}
            }
        }
    }

    /// For each access, what ties it by its own predicates.
    fn needs(&self) -> &[Need] {
        self.known.needs.get_or_init(|| {
            let one = |access: &Access| Need::one(access.preds.iter().map(|pred| self.need(pred, &access.entity, 0)));
            let need = |access: &Access| match access.stores {
                true => self.stored_need(access).unwrap_or_else(|| one(access)),
                false => one(access),
            };
            self.accesses.iter().map(need).collect()
        })
    }

    /// What must be known for every reference that an access stores to be the caller's; none for one that stores no reference.
    fn stored_need(&self, access: &Access) -> Option<Need> {
        let references = self.references(access);
        if references.is_empty() {
            return None;
        }
        let needs = references.into_iter().map(|(_, role, value)| {
            if matches!(role, Role::TenantKey(_)) && self.presumed(value) {
                return Need::Always;
            }
            // what could not be followed accuses nobody
            let told = |src: &&SrcId| !matches!(self.source(**src).held, Held::Never | Held::Constant);
            let told: Vec<SrcId> = value.list().iter().filter(told).copied().collect();
            if told.is_empty() {
                Need::Always
            } else {
                self.values(&Srcs::many(told))
            }
        });
        Some(Need::all(needs))
    }

    fn need(&self, pred: &Pred, entity: &EntRef, depth: usize) -> Need {
        let when = |holds: bool| if holds { Need::Always } else { Need::Never };
        match pred {
            Pred::Test {
                column,
                compare,
                value,
                constant,
            } => {
                if *compare == Compare::Other {
                    return Need::Never;
                }
                let role = self.column_role(column, entity);
                if matches!(role, Role::TenantKey(_) | Role::Member(_)) && self.presumed(value) {
                    return Need::Always;
                }
                if (self.is_person(entity) || self.is_personal(column, entity)) && self.all_identity(value) {
                    return Need::Always;
                }
                if self.open && role == Role::OwnKey && !constant && !value.is_empty() && self.is_code(column, entity) {
                    return Need::Always;
                }
                match role {
                    Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::OwnKey | Role::Member(_) => {
                        self.values(value)
                    }
                    Role::Secret => when(!constant && !value.is_empty()),
                    Role::Public => when(*constant),
                    // what proves who sends a request finds nobody else's row
                    Role::Other => when(self.is_credential(value)),
                }
            }
            Pred::Any(arms) if depth < MAX_DEPTH && !arms.is_empty() => Need::all(
                arms.iter()
                    .map(|arm| Need::one(arm.iter().map(|pred| self.need(pred, entity, depth + 1)))),
            ),
            Pred::Tied(other, preds) if depth < MAX_DEPTH => {
                Need::one(preds.iter().map(|pred| self.need(pred, other, depth + 1)))
            }
            Pred::Child(of) | Pred::Key(of) => self.values(of),
            Pred::Operator | Pred::Everybody => Need::Always,
            // rows of nobody are no other tenant's, beside those of the caller
            Pred::Nobody(column) => when(depth > 0 && self.is_only_owner(column, entity)),
            Pred::Any(_) | Pred::Tied(..) | Pred::Opaque | Pred::Spread(_) | Pred::When(..) => Need::Never,
        }
    }

    /// Whether a column says by itself whose a row is: no way to a tenant begins with another one.
    fn is_only_owner(&self, column: &Column, entity: &EntRef) -> bool {
        let owns = matches!(self.column_role(column, entity), Role::TenantKey(_) | Role::UserKey(_));
        let (EntRef::Known(at), [name]) = (entity, &column.path[..]) else {
            return false;
        };
        let tenancy = self.eng.tenancy;
        let group = |root| tenancy.entity(root).standing == Standing::Root { user: false };
        let first = |step: &String| tenancy.column(*at, step) == tenancy.column(*at, name);
        let ways = &tenancy.entity(*at).paths;
        owns && ways
            .iter()
            .all(|way| !group(way.root) || way.steps.first().is_some_and(first))
    }

    /// What must be known for all sources of a value to be the caller's. Constants are nobody's, and by themselves nothing.
    fn values(&self, value: &Srcs) -> Need {
        let mut records = 0;
        let mut inputs = Vec::new();
        let mut any = false;
        for src in value.list() {
            match self.source(*src).held {
                Held::Constant => continue,
                Held::Never => return Need::Never,
                Held::Always => {}
                Held::Record(at) if bit(at as usize) == 0 => return Need::Never,
                Held::Record(at) => records |= bit(at as usize),
                held @ Held::Input(_) => inputs.push(held),
            }
            any = true;
        }
        match any {
            false => Need::Never,
            true if records == 0 && inputs.is_empty() => Need::Always,
            true => Need::Values(records, inputs),
        }
    }
}
