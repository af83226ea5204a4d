//! What the predicates of an access that is not tied say: which inputs select its rows, and why no tie counts.

use crate::flow::engine::{Engine, depends_on_caller};
use crate::flow::judge::Judge;
use crate::flow::query::{Access, Compare, Pred};
use crate::flow::trust::Trust;
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::tenancy::{EntityId, Role, Standing};
use partywall_catalog::Operation;

/// How the record that rows hang on is called.
const PARENT: &str = "its parent";

/// Reads the predicates of an access that is not tied.
pub(super) struct Reading<'r, 'a> {
    nothing: Srcs,
    eng: &'r Engine<'a>,
    judge: &'r Judge<'r, 'a>,
    access: &'r Access,
    facts: &'r [Fact],
}

impl<'r, 'a> Reading<'r, 'a> {
    /// Reads an access, with what holds where its rows are left untied.
    pub(super) fn new(judge: &'r Judge<'r, 'a>, access: &'r Access, facts: &'r [Fact]) -> Self {
        Self {
            nothing: Srcs::default(),
            eng: judge.eng,
            judge,
            access,
            facts,
        }
    }
}

impl Reading<'_, '_> {
    pub(super) fn tests(&self) -> Vec<(Option<String>, Role, &Srcs, Compare)> {
        let mut tests = Vec::new();
        self.collect(&self.access.preds, &mut tests);
        tests
    }

    fn collect<'t>(&'t self, preds: &'t [Pred], into: &mut Vec<(Option<String>, Role, &'t Srcs, Compare)>) {
        for pred in preds {
            match pred {
                Pred::Test {
                    column,
                    compare,
                    value,
                    constant,
                } => {
                    let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
                    let role = self.judge.column_role(column, &self.access.entity);
                    let bare = *constant && value.is_empty();
                    into.push((
                        Some(path.join(".")),
                        role,
                        value,
                        if bare { Compare::Other } else { *compare },
                    ));
                }
                // what restricts on one path only selects no rows
                Pred::Any(arms) if arms.iter().any(Vec::is_empty) => {}
                Pred::Any(arms) => arms.iter().for_each(|arm| self.collect(arm, into)),
                Pred::Key(value) => into.push((None, Role::OwnKey, value, Compare::Equal)),
                // whose children they are was found by what was sent, in a way that was not seen
                Pred::Child(value) if self.roots(value).contains(&Root::Request) => into.push((
                    Some("a condition".to_owned()),
                    Role::OwnKey,
                    &self.nothing,
                    Compare::Equal,
                )),
                Pred::Child(value) => into.push((Some(PARENT.to_owned()), Role::OwnKey, value, Compare::Equal)),
                Pred::Tied(_, inner) => self.collect(inner, into),
                Pred::Operator | Pred::When(..) | Pred::Right(_) | Pred::Everybody | Pred::Nobody(_) => {}
                Pred::Opaque | Pred::Spread(_) => into.push((
                    Some("a condition".to_owned()),
                    Role::OwnKey,
                    &self.nothing,
                    Compare::Equal,
                )),
            }
        }
    }

    fn roots(&self, srcs: &Srcs) -> Vec<Root> {
        srcs.list().iter().map(|src| src.root()).collect()
    }

    /// How the code calls a request value.
    fn input(&self, src: SrcId) -> Option<String> {
        request_value(self.eng, src)
    }

    pub(super) fn inputs(&self) -> Vec<String> {
        let mut inputs = Vec::new();
        for (_, role, value, compare) in self.tests() {
            if compare == Compare::Other || matches!(role, Role::Public) {
                continue;
            }
            inputs.extend(value.list().iter().filter_map(|src| self.input(*src)));
        }
        inputs.dedup();
        inputs.truncate(4);
        inputs
    }

    /// The tenant key's value comes from the request, and nothing else selects the rows.
    pub(super) fn tenant_from_request(&self) -> Option<String> {
        let trust = self.judge.exit(self.facts);
        for (_, role, value, compare) in self.tests() {
            let tenant = match role {
                Role::TenantKey(root) => !self.is_user(root),
                Role::Member(_) => true,
                Role::OwnKey => self.is_tenant_itself(),
                _ => false,
            };
            if tenant
                && compare != Compare::Other
                && !self.judge.value_holds(value, &trust)
                && let Some(name) = value.list().iter().find_map(|src| self.sent(*src))
            {
                return Some(name);
            }
        }
        None
    }

    /// Whether the rows are tenants that nobody else owns.
    fn is_tenant_itself(&self) -> bool {
        let EntRef::Known(entity) = self.access.entity else {
            return false;
        };
        let entity = self.eng.tenancy.entity(entity);
        entity.standing == Standing::Root { user: false } && entity.paths.is_empty()
    }

    /// How the code calls the request value that a source is, or by which the tenant was looked up that it is a member of.
    fn sent(&self, src: SrcId) -> Option<String> {
        let Root::Record(at) = src.root() else {
            return self.input(src);
        };
        let access = self.judge.accesses.get(at as usize)?;
        if !self.judge.reads_tenant(at as usize) {
            return None;
        }
        let key = |pred: &Pred| match pred {
            Pred::Key(value) => Some(value.clone()),
            Pred::Test {
                column,
                compare: Compare::Equal | Compare::In,
                value,
                ..
            } if self.judge.column_role(column, &access.entity) == Role::OwnKey => Some(value.clone()),
            _ => None,
        };
        let values: Vec<Srcs> = access.preds.iter().filter_map(key).collect();
        values
            .iter()
            .flat_map(|value| value.list())
            .find_map(|src| self.input(*src))
    }

    fn is_user(&self, root: EntityId) -> bool {
        matches!(self.eng.tenancy.entity(root).standing, Standing::Root { user: true })
    }

    /// A predicate that would tie the access has a value that could not be followed.
    pub(super) fn has_unknown_tie(&self) -> bool {
        let key = |role: &Role| matches!(role, Role::ParentKey(_) | Role::OwnKey);
        self.has_unknown_owner() || self.asks_by_unknown(key)
    }

    /// The same of a key that says itself whose the rows are.
    pub(super) fn has_unknown_owner(&self) -> bool {
        self.asks_by_unknown(|role| matches!(role, Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_)))
    }

    fn asks_by_unknown(&self, which: impl Fn(&Role) -> bool) -> bool {
        self.tests().iter().any(|(_, role, value, compare)| {
            let unknown = value.is_empty()
                || value.list().iter().any(|src| src.root() == Root::Unknown)
                || depends_on_caller(value)
                || value.list().iter().any(|src| self.is_found_unseen(*src));
            which(role) && *compare != Compare::Other && unknown
        })
    }

    /// Whether a value is of a row that a condition was put to which could not be followed.
    fn is_found_unseen(&self, src: SrcId) -> bool {
        let Root::Record(at) = src.root() else { return false };
        let access = self.judge.accesses.get(at as usize);
        access.is_some_and(Access::is_found_unseen)
    }

    /// Its key is a field of another record, which is judged by itself.
    pub(super) fn follows_record(&self) -> bool {
        if self.hangs_on_record() {
            return self.chosen_person().is_none();
        }
        let mut any = false;
        for (_, role, value, compare) in self.tests() {
            if compare == Compare::Other || matches!(role, Role::Other | Role::Public) {
                continue;
            }
            let roots = self.roots(value);
            if value.list().iter().any(|src| self.sent(*src).is_some()) {
                return false;
            }
            any |= roots.iter().any(|root| matches!(root, Root::Record(_)));
        }
        any && self.chosen_person().is_none()
    }

    /// Whether all rows are those of an owner or a parent that another record names: whatever else picks some of them picks among these.
    /// That record must be somebody's, for it to be judged.
    fn hangs_on_record(&self) -> bool {
        let owned = |at: u32| {
            let of = self.judge.accesses.get(at as usize).map(|access| &access.entity);
            matches!(of, Some(EntRef::Known(of)) if self.eng.tenancy.entity(*of).standing == Standing::Owned)
        };
        let told = |value: &Srcs| {
            let of_record = |src: &SrcId| match src.root() {
                Root::Record(at) => owned(at) && self.sent(*src).is_none(),
                _ => false,
            };
            !value.is_empty() && value.list().iter().all(of_record)
        };
        self.access.preds.iter().any(|pred| match pred {
            Pred::Test {
                column,
                compare: Compare::Equal | Compare::In,
                value,
                ..
            } => {
                let role = self.judge.column_role(column, &self.access.entity);
                matches!(
                    role,
                    Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_) | Role::ParentKey(_)
                ) && told(value)
            }
            Pred::Child(value) => told(value),
            _ => false,
        })
    }

    /// The request value that chooses the person whose one row is read for somebody who is logged in. Who the person is, is
    /// reported nowhere else: persons are nobody's.
    pub(super) fn chosen_person(&self) -> Option<String> {
        if self.access.operation != Operation::One || !self.judge.knows_caller() {
            return None;
        }
        let trust = self.judge.exit(self.facts);
        let (_, _, value, _) = *self.tests().iter().find(|(name, role, value, _)| {
            let parent = name.as_deref() == Some(PARENT);
            (parent || matches!(role, Role::UserKey(_))) && !self.judge.value_holds(value, &trust)
        })?;
        let person = self.records(value).find_map(|at| self.judge.person_record(at))?;
        let values = crate::flow::query::values(&person.preds);
        values.into_iter().find_map(|src| self.input(src))
    }

    fn records(&self, value: &Srcs) -> impl Iterator<Item = u32> + use<> {
        let roots = self.roots(value).into_iter();
        roots.filter_map(|root| match root {
            Root::Record(at) => Some(at),
            _ => None,
        })
    }

    /// The name of the request value that the record is compared with before the function is left.
    pub(super) fn compared_with_request(&self, at: usize) -> Option<String> {
        let mut stack: Vec<&Fact> = self.facts.iter().collect();
        let mut steps = 0;
        while let Some(fact) = stack.pop() {
            steps += 1;
            if steps > 500 {
                return None;
            }
            match fact {
                Fact::Equal(a, b) => {
                    if let Some(name) = self.equal_to_request(at, *a, *b) {
                        return Some(name);
                    }
                }
                // what equals one of several values is only compared with the request where each of them was sent
                Fact::Any(arms) if arms.iter().all(|arm| matches!(arm[..], [Fact::Equal(..)])) => {
                    let sent = arms.iter().flatten().map(|fact| match fact {
                        Fact::Equal(a, b) => self.equal_to_request(at, *a, *b),
                        _ => None,
                    });
                    if let Some(name) = sent
                        .collect::<Option<Vec<String>>>()
                        .and_then(|all| all.into_iter().next())
                    {
                        return Some(name);
                    }
                }
                Fact::Any(arms) => stack.extend(arms.iter().flatten()),
                _ => {}
            }
        }
        None
    }

    /// What was sent that a field of an access's rows is compared with.
    fn equal_to_request(&self, at: usize, a: SrcId, b: SrcId) -> Option<String> {
        let sides = [(a, b), (b, a)].into_iter();
        sides
            .filter(|(record, _)| self.is_field_of(*record, at))
            .find_map(|(_, other)| self.input(other))
    }

    fn is_field_of(&self, src: SrcId, at: usize) -> bool {
        let (root, path) = {
            let path: Vec<&str> = src.path().iter().map(|sym| self.eng.program.text(*sym)).collect();
            (src.root(), path)
        };
        if root != Root::Record(u32::try_from(at).unwrap_or(u32::MAX)) || path.is_empty() {
            return false;
        }
        matches!(
            self.judge.role(&self.access.entity, &path),
            Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::Member(_)
        )
    }

    /// What was handed on may restrict the rows in a way that could not be followed: it is seen nowhere, or it is the caller's
    /// identity, which would not be handed on for nothing.
    pub(super) fn has_lost_value(&self) -> bool {
        let calls = &self.access.calls;
        calls.iter().any(|call| call.identifies)
            || calls.iter().any(|call| call.carries) && !self.asks_for(&self.access.preds, Root::Request)
    }

    /// A value with this root is seen to restrict the rows, if only on one path.
    fn asks_for(&self, preds: &[Pred], root: Root) -> bool {
        preds.iter().any(|pred| match pred {
            Pred::Test { value, .. } => self.roots(value).contains(&root),
            Pred::Any(arms) => arms.iter().any(|arm| self.asks_for(arm, root)),
            Pred::Tied(_, inner) => self.asks_for(inner, root),
            _ => false,
        })
    }

    /// Nothing that could tie the rows restricts them.
    pub(super) fn unrestricted(&self) -> bool {
        !self.access.opaque && !self.access.preds.iter().any(|pred| self.restricts(pred, 0))
    }

    /// Whether rows are told by how much of something they have, such as their age: they are tidied away, whosever they are.
    pub(super) fn tells_by_range(&self) -> bool {
        let range = |pred: &Pred| {
            matches!(
                pred,
                Pred::Test {
                    compare: Compare::Other,
                    constant: false,
                    value,
                    ..
                } if !self.roots(value).contains(&Root::Request)
            )
        };
        self.access.preds.iter().any(range)
    }

    /// Whether a predicate keeps rows out by whom they belong to; one that has alternatives does so only by all of them.
    fn restricts(&self, pred: &Pred, depth: usize) -> bool {
        if let Pred::Any(arms) = pred
            && depth < 4
        {
            let arm = |arm: &Vec<Pred>| {
                arm.iter().any(|pred| {
                    matches!(pred, Pred::Operator | Pred::Everybody | Pred::Nobody(_))
                        || self.restricts(pred, depth + 1)
                })
            };
            return !arms.is_empty() && arms.iter().all(arm);
        }
        if self.hangs_on_row(pred) {
            return true;
        }
        let mut tests = Vec::new();
        self.collect(std::slice::from_ref(pred), &mut tests);
        tests.iter().any(|(_, role, value, compare)| {
            // a value that could not be followed may be a column of a query around this one
            let lost = value.is_empty() || self.is_handed(value);
            let correlated = *compare != Compare::Other && lost && *role == Role::Other;
            let ties = !matches!(role, Role::Other | Role::Public | Role::Secret)
                && !self.roots(value).iter().all(|root| *root == Root::Const);
            // what the caller has to do with is not all there is
            let of_caller = || {
                let person = self.records(value).any(|at| self.judge.person_record(at).is_some());
                person && self.judge.value_holds(value, &self.judge.exit(self.facts))
            };
            correlated || ties || *compare != Compare::Other && of_caller()
        })
    }

    /// Whether a predicate asks for the rows that one row of what nobody owns has: they are not those of all tenants, whosever they are.
    fn hangs_on_row(&self, pred: &Pred) -> bool {
        let Pred::Test {
            column, compare, value, ..
        } = pred
        else {
            return false;
        };
        let of = match column.entity {
            EntRef::Known(of) => Some(of),
            _ => match self.access.entity {
                EntRef::Known(of) => Some(of),
                _ => None,
            },
        };
        let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
        let chosen = self.roots(value).iter().any(|root| *root != Root::Const);
        let tenancy = self.eng.tenancy;
        let led = of.and_then(|of| tenancy.led_to(of, &path));
        let nobodys = led.is_some_and(|led| tenancy.entity(led).standing == Standing::Shared);
        *compare != Compare::Other && chosen && nobodys
    }

    /// Whether a value is what the function's own object was made with, by the handlers that it runs behind.
    fn is_handed(&self, value: &Srcs) -> bool {
        let behind = self.judge.entry.is_some_and(|entry| entry.behind);
        behind && value.list().iter().all(|src| src.root() == Root::This)
    }

    /// Tenants in the route that something authorizes.
    pub(super) fn authorized_tenants(&self) -> Vec<String> {
        let trust = self.judge.exit(self.facts);
        let mut names = Vec::new();
        for src in trust.authorized().iter().copied() {
            if let Some(name) = self.input(src) {
                let last = crate::words::last(&name);
                if self.eng.tenancy.refers(last).is_some_and(|of| self.may_be_parent(of)) {
                    names.push(name);
                }
            }
        }
        for name in self.judge.presumed_inputs() {
            names.push(name);
        }
        names.sort();
        names.dedup();
        // a member of another input by the same name says nothing more
        let bare = names.clone();
        names.retain(|name| {
            let last = crate::words::last(name);
            last == name || !bare.iter().any(|other| other == last)
        });
        names
    }

    /// Whether rows of an entity may be what the rows of the access hang on: tenants and persons, and what stands on a way to one.
    fn may_be_parent(&self, of: EntityId) -> bool {
        let tenancy = self.eng.tenancy;
        let EntRef::Known(entity) = self.access.entity else {
            return true;
        };
        matches!(tenancy.entity(of).standing, Standing::Root { .. })
            || tenancy
                .entity(entity)
                .paths
                .iter()
                .any(|path| path.entities.contains(&of))
    }

    /// What was considered as a tie, and why it does not count.
    pub(super) fn considered(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let trust = self.judge.exit(self.facts);
        for one in self.weighed(&self.access.preds, &trust) {
            let why = match &one.standing {
                Weight::Range | Weight::Held => continue,
                Weight::Aside => "is on no way to a tenant".to_owned(),
                Weight::Lost => "has a value that could not be followed".to_owned(),
                Weight::Raw(input) => format!("is `{input}`, which comes from the request and is checked by nothing"),
                Weight::Untied => "is a field of a record that nothing ties to the caller".to_owned(),
            };
            notes.push(format!("{} {why}", one.column));
        }
        notes.dedup();
        notes.truncate(6);
        notes
    }

    /// What each of some restrictions weighs as a tie.
    pub(super) fn weighed<'t>(&'t self, preds: &'t [Pred], trust: &Trust) -> Vec<Weighed<'t>> {
        let mut tests = Vec::new();
        self.collect(preds, &mut tests);
        let weigh = |(column, role, value, compare): (Option<String>, Role, &'t Srcs, Compare)| Weighed {
            column: column.map_or_else(|| "the primary key".to_owned(), |name| format!("`{name}`")),
            role,
            value,
            standing: match role {
                _ if compare == Compare::Other => Weight::Range,
                Role::Other | Role::Public | Role::Secret => Weight::Aside,
                _ if value.is_empty() => Weight::Lost,
                _ if self.judge.value_holds(value, trust) => Weight::Held,
                _ => match value.list().iter().find_map(|src| self.sent(*src)) {
                    Some(input) => Weight::Raw(input),
                    None => Weight::Untied,
                },
            },
        };
        tests.into_iter().map(weigh).collect()
    }
}

/// A restriction, and what it weighs as a tie.
pub(super) struct Weighed<'t> {
    /// The column, as it is called in a sentence.
    pub column: String,
    /// What the column means.
    pub role: Role,
    /// What it is compared with.
    pub value: &'t Srcs,
    /// What that weighs.
    pub standing: Weight,
}

/// What a restriction weighs as a tie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It is no equality.
    Range,
    /// It is on no way to a tenant.
    Aside,
    /// Its value could not be followed.
    Lost,
    /// Its value is the caller's.
    Held,
    /// Its value is this one of the request, which nothing checked.
    Raw(String),
    /// Its value is of something that is not tied itself.
    Untied,
}

/// How the code calls a request value.
pub(super) fn request_value(eng: &Engine<'_>, src: SrcId) -> Option<String> {
    if src.root() != Root::Request {
        return None;
    }
    let path: Vec<&str> = src.path().iter().map(|sym| eng.program.text(*sym)).collect();
    // what leads on by no name, such as the parts of a text, is told by what it is a part of
    let named: Vec<&str> = path.into_iter().take_while(|part| is_name(part)).collect();
    Some(if named.is_empty() {
        "the request".to_owned()
    } else {
        named.join(".")
    })
}

fn is_name(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}
