//! What is known to be the caller's where something holds: a closure over facts and over the restrictions that found rows.
//!
//! Each source, restriction and fact is looked up once for a function and kept as what it asks of the trust and what it adds to it, so
//! that a step of the closure neither compares names nor asks who owns what. This module must not know what an exit or a verdict is.

use crate::flow::choices::{Choice, OneOf};
use crate::flow::entry::Entry;
use crate::flow::judge::Judge;
use crate::flow::needs::{Held, Need, Needs, bit};
use crate::flow::query::{Pred, right};
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::tenancy::{Role, Standing};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// How deep alternatives of facts, and ties of relations, are followed.
pub(super) const MAX_DEPTH: usize = 4;

/// Exits whose steps are kept at a time: they take several times the room of their facts.
const MAX_KEPT: usize = 8;

/// The most rounds of the closure.
const MAX_ROUNDS: usize = 12;

/// What is known to be the caller's.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Inputs that are, in the order of their numbers.
    inputs: Vec<SrcId>,
    /// Accesses whose records are, a bit each.
    pub(super) records: u128,
    /// Those of which something was said, so that there is a record.
    there: u128,
    /// The caller runs the whole installation.
    pub operator: bool,
    /// Values that have one of several sources, whichever it is, and are.
    pub(super) choices: Vec<Choice>,
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

    pub(super) fn has_input(&self, src: SrcId) -> bool {
        self.inputs.binary_search(&src).is_ok()
    }

    fn size(&self) -> (usize, usize, u128, u128, bool) {
        (
            self.inputs.len(),
            self.choices.len(),
            self.records,
            self.there,
            self.operator,
        )
    }

    /// Whether a mark is known already, or never will be.
    fn has(&self, mark: Mark) -> bool {
        match mark {
            Mark::Nothing => true,
            Mark::Input(src) => self.has_input(src),
            Mark::Record(at) => self.ignored == Some(at) || (self.records & self.there) & bit(at as usize) != 0,
        }
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
                    self.there |= bit(at as usize);
                }
            }
        }
    }

    pub(super) fn choose(&mut self, choice: Choice) {
        if !self.choices.contains(&choice) {
            self.choices.push(choice);
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
            common.choices.retain(|choice| case.choices.contains(choice));
            common.records &= case.records;
            common.there &= case.there;
        }
        for src in common.inputs {
            self.add(Mark::Input(src));
        }
        for choice in common.choices {
            self.choose(choice);
        }
        self.records |= common.records;
        self.there |= common.there;
        self.operator |= common.operator;
    }
}

/// What is known once a source is the caller's.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    /// Nothing more.
    Nothing,
    /// This input is.
    Input(SrcId),
    /// The record of this access is.
    Record(u32),
}

/// A source: when it is the caller's, what then follows, and what follows when a check let it pass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) held: Held,
    pub(super) mark: Mark,
    pub(super) authorized: Mark,
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
    /// Two values are the same that have one of several sources each.
    Same([OneOf; 2]),
}

/// By the place of an exit's facts, which live as long as the judge.
type ByExit<T> = FxHashMap<(*const Fact, usize), T>;

/// What has been found out for one function's judge.
#[derive(Default)]
pub struct Known {
    sources: RefCell<FxHashMap<SrcId, Source>>,
    pub(super) needs: OnceCell<Needs>,
    pub(super) found: OnceCell<Vec<Vec<Mark>>>,
    bare: OnceCell<Rc<Trust>>,
    groups: OnceCell<Option<u32>>,
    exits: RefCell<ByExit<Rc<Trust>>>,
    steps: RefCell<ByExit<Rc<[Step]>>>,
}

impl<'j> Judge<'j, '_> {
    /// What follows from facts.
    pub fn trust(&self, facts: &[Fact]) -> Trust {
        self.trust_by(&self.steps(facts, 0))
    }

    fn trust_by(&self, steps: &[Step]) -> Trust {
        // what holds without any fact holds with them
        let mut trust = Trust::clone(&self.bare());
        self.follow(steps, &mut trust);
        trust
    }

    /// What follows without any fact.
    pub(super) fn bare(&self) -> Rc<Trust> {
        Rc::clone(self.known.bare.get_or_init(|| Rc::new(self.without_facts())))
    }

    fn without_facts(&self) -> Trust {
        let mut trust = Trust {
            operator: self.entry.is_some_and(|entry| entry.operator),
            ..Trust::default()
        };
        for (at, access) in self.accesses.iter().enumerate() {
            if self.filtered(access) {
                trust.records |= bit(at);
            }
        }
        self.close(&[], &mut trust);
        trust
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
        let trust = Rc::new(self.trust_by(&self.exit_steps(facts)));
        self.known.exits.borrow_mut().insert(key, Rc::clone(&trust));
        trust
    }

    /// The facts at an exit as steps.
    fn exit_steps(&self, facts: &'j [Fact]) -> Rc<[Step]> {
        let key = (facts.as_ptr(), facts.len());
        if let Some(known) = self.known.steps.borrow().get(&key) {
            return Rc::clone(known);
        }
        let steps: Rc<[Step]> = self.steps(facts, 0).into();
        let mut kept = self.known.steps.borrow_mut();
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(key, Rc::clone(&steps));
        steps
    }

    /// Whether an access's own predicates tie it.
    pub(super) fn scoped(&self, at: usize, trust: &Trust) -> bool {
        self.needs().all.get(at).is_some_and(|need| need.met(trust))
    }

    /// Whether they do given what holds at an exit, the checks of its own record and automatic filters left aside.
    pub(super) fn scoped_without_itself(&self, at: usize, facts: &'j [Fact]) -> bool {
        // what is left aside can only take away
        self.scoped(at, &self.exit(facts)) && self.is_scoped_beside_itself(at, facts)
    }

    /// What follows from facts when the checks of one access's record, and automatic filters, are left aside.
    pub(super) fn without_itself(&self, at: usize, facts: &'j [Fact]) -> Trust {
        let mut trust = Trust {
            ignored: u32::try_from(at).ok(),
            ..Trust::default()
        };
        self.close(&self.exit_steps(facts), &mut trust);
        trust
    }

    /// The like of asking what [`Self::without_itself`] knows, which looks at cases only where nothing else tells.
    fn is_scoped_beside_itself(&self, at: usize, facts: &'j [Fact]) -> bool {
        let mut trust = Trust {
            ignored: u32::try_from(at).ok(),
            ..Trust::default()
        };
        let steps = self.exit_steps(facts);
        self.begin(&mut trust);
        self.follow_plain(&steps, &mut trust);
        if self.scoped(at, &trust) {
            return true;
        }
        self.follow(&steps, &mut trust);
        self.scoped(at, &trust)
    }

    /// Whether all sources of a value are the caller's.
    pub fn value_holds(&self, value: &Srcs, trust: &Trust) -> bool {
        self.values(value).met(trust)
    }

    /// Whether one restriction ties rows of an entity, given what is known.
    pub(super) fn pred_ties(&self, pred: &Pred, entity: &EntRef, trust: &Trust) -> bool {
        self.need(pred, entity, 0).met(trust)
    }

    /// All that follows from steps and from what already holds.
    fn close(&self, steps: &[Step], trust: &mut Trust) {
        self.begin(trust);
        self.follow(steps, trust);
    }

    /// What holds whatever the facts say.
    fn begin(&self, trust: &mut Trust) {
        trust.records |= self.needs().always & !trust.ignored.map_or(0, |at| bit(at as usize));
        self.tie_records(trust);
    }

    /// All that steps add to what is closed already. Cases are looked at once nothing else follows, because most of them add nothing.
    fn follow(&self, steps: &[Step], trust: &mut Trust) {
        for _ in 0..MAX_ROUNDS {
            self.follow_plain(steps, trust);
            let before = trust.size();
            for step in steps {
                if let Step::Any(arms) = step {
                    self.follow_cases(arms, trust);
                }
            }
            if before == trust.size() {
                break;
            }
            self.tie_records(trust);
        }
    }

    /// What steps without cases add, and what ties to it.
    fn follow_plain(&self, steps: &[Step], trust: &mut Trust) {
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
                    Step::Found(at) => trust.there |= bit(*at),
                    Step::Any(_) => {}
                    Step::Same([a, b]) => {
                        for (one, other) in [(a, b), (b, a)] {
                            one.tells(other, trust);
                        }
                    }
                    // what is not there is nobody else's
                    Step::Absent(at) => trust.records |= bit(*at),
                }
            }
            // a row that was found by a predicate that ties it also ties the other values that it was found by
            let mut found = trust.records & trust.there;
            while found != 0 {
                let at = found.trailing_zeros() as usize;
                found &= found - 1;
                let marks = self.found().get(at).map(Vec::as_slice).unwrap_or_default();
                marks.iter().for_each(|mark| trust.add(*mark));
            }
            if before == trust.size() {
                break;
            }
            self.tie_records(trust);
        }
    }

    /// What holds in each of several cases. One that adds nothing says that nothing more holds in all of them.
    fn follow_cases(&self, arms: &[Vec<Step>], trust: &mut Trust) {
        if !arms.iter().all(|arm| self.adds(arm, trust)) {
            return;
        }
        let mut cases = Vec::with_capacity(arms.len());
        for arm in arms {
            let mut case = trust.clone();
            self.follow(arm, &mut case);
            if case.size() == trust.size() {
                return;
            }
            cases.push(case);
        }
        trust.add_common(cases.into_iter());
    }

    /// Whether some step adds to what is closed.
    fn adds(&self, steps: &[Step], trust: &Trust) -> bool {
        steps.iter().any(|step| match step {
            Step::Operator => !trust.operator,
            Step::Mark(mark) => !trust.has(*mark),
            Step::Equal(a, b) => {
                let new = |one: &Source, other: &Source| !trust.has(other.mark) && one.held.now(trust);
                new(a, b) || new(b, a)
            }
            Step::Told(by, mark) => !trust.has(*mark) && by.met(trust),
            Step::Found(at) => trust.there & bit(*at) == 0,
            Step::Absent(at) => trust.records & bit(*at) == 0,
            Step::Any(arms) => arms.iter().all(|arm| self.adds(arm, trust)),
            Step::Same(_) => false,
        })
    }

    /// The records that are tied by what holds.
    fn tie_records(&self, trust: &mut Trust) {
        let needs = self.needs();
        let ignored = trust.ignored.map_or(0, |at| bit(at as usize));
        for _ in 0..MAX_ROUNDS {
            let before = trust.records;
            let mut left = needs.open & !before & !ignored;
            while left != 0 {
                let at = left.trailing_zeros() as usize;
                left &= left - 1;
                if needs.all[at].met(trust) {
                    trust.records |= bit(at);
                }
            }
            if before == trust.records {
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
            Fact::LeftOut(src) => Some(Step::Mark(self.without(*src))),
            Fact::Equal(a, b) => Some(
                match self
                    .owned_as_presumed(*a, *b)
                    .or_else(|| self.owned_as_presumed(*b, *a))
                    .or_else(|| self.of_who_logs_in(*a, *b).map(Mark::Record))
                    .or_else(|| self.of_who_logs_in(*b, *a).map(Mark::Record))
                    .or_else(|| {
                        let told = |x, y| self.of_who_knows(x, y).or_else(|| self.called_as_caller(x, y));
                        told(*a, *b).or_else(|| told(*b, *a)).map(Mark::Record)
                    }) {
                    Some(mark) => Step::Mark(mark),
                    None => Step::Equal(self.source(*a), self.source(*b)),
                },
            ),
            Fact::Found(at) => told(*at).map(Step::Found),
            Fact::Absent(at) => told(*at).map(Step::Absent),
            Fact::Given(_) | Fact::Missing(_) | Fact::Lacking(_) => None,
            Fact::Any(arms) => (depth < MAX_DEPTH).then(|| {
                let asked = self.unspared(arms);
                Step::Any(asked.map(|arm| self.steps(arm, depth + 1)).collect())
            }),
        };
        let mut steps: Vec<Step> = facts.iter().filter_map(step).collect();
        if depth == 0 {
            steps.extend(facts.iter().filter_map(|fact| self.same(fact)).map(Step::Same));
        }
        steps
    }

    /// What follows where a source is not there: a row that leads to nobody by the one way that it has is nobody's.
    fn without(&self, src: SrcId) -> Mark {
        let Root::Record(at) = src.root() else {
            return self.source(src).mark;
        };
        let entity = self.accesses.get(at as usize).map(|access| &access.entity);
        let (Some(EntRef::Known(entity)), [member]) = (entity, &src.path()[..]) else {
            return Mark::Nothing;
        };
        let tenancy = self.eng.tenancy;
        let column = tenancy.column(*entity, self.eng.program.text(*member));
        let ways = &tenancy.entity(*entity).paths;
        let group = |root| tenancy.entity(root).standing == Standing::Root { user: false };
        // persons beside a tenant only say who did something
        let groups = ways.iter().any(|way| group(way.root));
        let only = ways.iter().filter(|way| !groups || group(way.root)).all(|way| {
            let first = way.steps.first().and_then(|step| tenancy.column(*entity, step));
            first.is_some() && first == column
        });
        match only {
            true => self.source(src).mark,
            false => Mark::Nothing,
        }
    }

    /// The cases of those who have no right that spares them the others' check, where the rows belong to persons.
    fn unspared<'f>(&self, arms: &'f [Vec<Fact>]) -> impl Iterator<Item = &'f Vec<Fact>> {
        let spared = |arm: &Vec<Fact>| {
            arm.iter().any(
                |fact| matches!(fact, Fact::Equal(a, b) if right(*a, *b).is_some_and(|of| of.root() == Root::Identity)),
            )
        };
        let some = arms.iter().any(&spared) && !arms.iter().all(&spared) && self.are_only_persons(arms);
        arms.iter().filter(move |arm| !some || !spared(arm))
    }

    /// Whether all rows that are read or written from those on that some alternatives speak of belong to persons alone: what was read
    /// before says what the caller may do.
    fn are_only_persons(&self, arms: &[Vec<Fact>]) -> bool {
        let of = |src: &SrcId| match src.root() {
            Root::Record(at) => Some(at),
            _ => None,
        };
        let spoken = |fact: &Fact| match fact {
            Fact::Equal(a, b) => of(a).into_iter().chain(of(b)).min(),
            Fact::Authorized(src) => of(src),
            Fact::Found(at) => Some(*at),
            _ => None,
        };
        let first = arms.iter().flatten().filter_map(spoken).min().unwrap_or(0);
        self.last_of_group().is_none_or(|last| last < first)
    }

    /// The last access to rows that belong to more than persons.
    fn last_of_group(&self) -> Option<u32> {
        *self.known.groups.get_or_init(|| {
            let owned = |entity: &EntRef| match entity {
                EntRef::Known(at) => self.eng.tenancy.entity(*at).standing == Standing::Owned,
                _ => false,
            };
            let mut all = self.accesses.iter();
            let last = all.rposition(|access| owned(&access.entity) && !self.is_only_persons(&access.entity))?;
            u32::try_from(last).ok()
        })
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

    pub(super) fn source(&self, src: SrcId) -> Source {
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
                if self.is_asked_by_policy(src) {
                    return Held::Always;
                }
                let let_in_by = |entry: &Entry| {
                    let path = src.path();
                    path.iter()
                        .any(|name| self.eng.scheme_asks(entry, self.eng.program.text(*name)))
                };
                if root == Root::Request && self.entry.is_some_and(let_in_by) {
                    return Held::Always;
                }
                Held::Input(src)
            }
        }
    }

    /// Whether a policy in front of the entry point is presumed to ask for an input.
    pub(super) fn is_asked_by_policy(&self, src: SrcId) -> bool {
        let entry = self
            .entry
            .filter(|entry| (entry.decided || !entry.deciding.is_empty()) && src.root() == Root::Request);
        entry.is_some_and(|entry| self.eng.policies_ask(entry, &src.path()))
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
}
