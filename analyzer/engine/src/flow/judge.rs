//! Whether an access is tied to the caller's tenant, given what holds where the function is left.

use crate::flow::asked::Asked;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::query::{Access, Call, Column, Compare, Pred};
use crate::flow::trust::Known;
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::flow::vocab::List;
use crate::program::{FnId, Sym};
use crate::tenancy::{EntityId, Filter, FilterKind, Opening, Opens, Role, Standing};
use partywall_catalog::{EntryKind, Operation};
use std::cell::OnceCell;

/// How far ties of relations are followed.
const MAX_TIES: usize = 4;

/// Judges the accesses of one function.
pub struct Judge<'j, 'a> {
    pub(super) eng: &'j Engine<'a>,
    pub(super) accesses: &'j [Access],
    pub(super) entry: Option<&'j Entry>,
    /// Nobody logs in to it: an unguessable code is what lets a caller in.
    pub(super) open: bool,
    /// The function that is judged, and whether it is handed who is logged in.
    pub(super) function: Option<FnId>,
    handed_person: OnceCell<bool>,
    /// What it gives back.
    pub(super) given: Option<&'j Srcs>,
    /// What has been found out of this function's sources, accesses and exits: see [`crate::flow::trust`].
    pub(super) known: Known,
}

/// How an access is tied to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// By its own predicates.
    Scoped,
    /// By a check before the function is left.
    Guarded,
    /// By an automatic filter.
    Filtered,
    /// It is not.
    None,
}

impl<'j, 'a> Judge<'j, 'a> {
    /// A judge of a function's accesses; `entry` when it is an entry point.
    pub fn new(eng: &'j Engine<'a>, accesses: &'j [Access], entry: Option<&'j Entry>) -> Self {
        Self {
            eng,
            accesses,
            entry,
            open: false,
            handed_person: OnceCell::new(),
            function: None,
            given: None,
            known: Known::default(),
        }
    }

    /// The like of an entry point that reads the identity, or that never does.
    #[must_use]
    pub fn reading_identity(mut self, reads: bool) -> Self {
        let barred = |entry: &Entry| entry.login || entry.tenant_guard || entry.kind != EntryKind::Request;
        self.open = !reads && self.entry.is_some_and(|entry| !barred(entry));
        self
    }

    /// The like of this function.
    #[must_use]
    pub fn standing_in(mut self, function: FnId) -> Self {
        self.function = Some(function);
        self
    }

    /// Whether the function is handed who is logged in.
    pub(super) fn is_handed_person(&self) -> bool {
        let handed = || {
            self.function
                .is_some_and(|function| self.eng.is_handed_person(function))
        };
        *self.handed_person.get_or_init(handed)
    }

    /// The like of an entry point that gives this back.
    #[must_use]
    pub fn giving(mut self, given: &'j Srcs) -> Self {
        self.given = Some(given);
        self
    }

    /// Whether a secret of the rows that an access reads is handed out by name.
    fn discloses(&self, at: usize) -> bool {
        let access = &self.accesses[at];
        let EntRef::Known(entity) = access.entity else {
            return false;
        };
        let tenancy = self.eng.tenancy;
        let secret = |src: &SrcId| {
            let path = src.path();
            let column = path
                .last()
                .and_then(|name| tenancy.column(entity, self.eng.program.text(*name)));
            src.root() == Root::Record(u32::try_from(at).unwrap_or(u32::MAX))
                && path.len() == 1
                && column.is_some_and(|column| tenancy.entity(entity).columns[column].secret)
        };
        let reads = matches!(access.operation, Operation::One | Operation::List);
        reads && self.given.is_some_and(|given| given.list().iter().any(secret))
    }

    /// Whether the access is one of rows that belong to somebody.
    pub fn matters(&self, at: usize) -> bool {
        match self.accesses[at].entity {
            EntRef::Known(entity) => match self.eng.tenancy.entity(entity).standing {
                Standing::Owned => true,
                // whose rows are the tenants is no secret; what becomes of one is the tenant's own affair, as is what it keeps secret
                Standing::Root { user } => {
                    let changes = matches!(self.accesses[at].operation, Operation::Update | Operation::Delete);
                    (user && self.shows_person(at))
                        || !user && (changes || !self.eng.tenancy.entity(entity).paths.is_empty() || self.discloses(at))
                }
                Standing::Shared => false,
            },
            EntRef::Param(_) | EntRef::OnThis(_) | EntRef::Own | EntRef::Passed(_) => true,
            EntRef::Unknown => false,
        }
    }

    /// Whether the access reads rows of tenants. They are not judged; what is found by them is the caller's only when they are.
    pub fn reads_tenant(&self, at: usize) -> bool {
        let access = &self.accesses[at];
        let reads = !access.stores && matches!(access.operation, Operation::One | Operation::List);
        let tenant = matches!(access.entity, EntRef::Known(entity) if self.eng.tenancy.entity(entity).standing == Standing::Root { user: false });
        reads && tenant && !self.matters(at)
    }

    /// How an access is tied to the tenant.
    pub fn tie(&self, at: usize) -> Tie {
        let access = &self.accesses[at];
        let bare = self.bare();
        if bare.operator {
            return Tie::Guarded;
        }
        if self.scoped(at, &bare) {
            return Tie::Scoped;
        }
        if self.filtered(access) {
            return Tie::Filtered;
        }
        if access.exits.is_empty() {
            return Tie::Guarded;
        }
        if access.exits.iter().all(|facts| self.scoped_without_itself(at, facts)) {
            return Tie::Scoped;
        }
        if access.exits.iter().all(|facts| !self.is_open(at, facts)) {
            Tie::Guarded
        } else {
            Tie::None
        }
    }

    /// Whether an access is tied only by checks, and not yet by those that stood before something happened to its rows, but by
    /// one that was asked later. That there were no such rows is no check.
    pub fn is_late(&self, at: usize, before: &[Fact], later: &[Asked]) -> bool {
        let accesses: &'j [Access] = self.accesses;
        let exits = &accesses[at].exits;
        if !self.matters(at) || exits.is_empty() || self.bare().operator || self.scoped(at, &self.bare()) {
            return false;
        }
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        let tied = |facts: &[Fact]| {
            let facts: Vec<Fact> = facts
                .iter()
                .filter(|fact| !speaks_of_absence(fact, index))
                .cloned()
                .collect();
            let trust = self.trust(&facts);
            (trust.record(at), trust.operator)
        };
        // what changes the rows itself is no check of them, whatever it is called
        let does = |asked: &&Asked| {
            let within = |call: &Call| call.place.0 == asked.place.0 && asked.place.1.contains(call.place.1);
            accesses[at].calls.iter().any(within)
        };
        let with = |asked: &Asked| -> Vec<Fact> { before.iter().chain(asked.facts.iter()).cloned().collect() };
        !before.contains(&Fact::Absent(index))
            && tied(before) == (false, false)
            && later
                .iter()
                .filter(|asked| {
                    !does(asked)
                        && asked
                            .facts
                            .iter()
                            .any(|fact| self.speaks_of(at, fact) || self.finds_beside(at, fact))
                })
                .any(|asked| tied(&with(asked)) == (true, false))
            && exits.iter().all(|facts| tied(facts) == (true, false))
    }

    /// Whether what holds at an exit leaves an access untied.
    fn is_open(&self, at: usize, facts: &'j [Fact]) -> bool {
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        if facts.contains(&Fact::Absent(index)) {
            return false;
        }
        let trust = self.exit(facts);
        !trust.operator && !trust.record(at) && !self.joined_to(at).any(|other| trust.record(other))
    }

    /// The rows that a statement ties to those of an access, or those to them: where one is the caller's, what it comes with is.
    fn joined_to(&self, at: usize) -> impl Iterator<Item = usize> {
        let access = &self.accesses[at];
        let same = move |other: &Access| same_statement(access, other) && !other.stores;
        let ties = |one: &Access, to: &Access| tied_to(&one.preds, &to.entity, 0);
        let others = self
            .accesses
            .iter()
            .enumerate()
            .filter(move |(other, _)| *other != at && !access.stores);
        others
            .filter(move |(_, other)| same(other) && (ties(access, other) || ties(other, access)))
            .map(|(other, _)| other)
    }

    /// Whether rows are what was put before everybody, or are only read with such rows: in a join, or to find them.
    pub fn is_published(&self, at: usize, entity: EntityId) -> bool {
        let published = |entity: EntityId| {
            self.eng
                .vocab
                .has(List::Published, &self.eng.tenancy.entity(entity).name)
        };
        let access = &self.accesses[at];
        let reads_them = |other: &Access| {
            let reads = other.operation.reads();
            reads && matches!(other.entity, EntRef::Known(other) if published(other))
        };
        published(entity)
            || self.joined_to(at).any(|other| reads_them(&self.accesses[other]))
            || access.inner
                && self
                    .accesses
                    .iter()
                    .any(|other| same_statement(access, other) && reads_them(other))
    }

    /// The exits at which an access is not tied.
    pub fn open_exits(&self, at: usize) -> Vec<&'j [Fact]> {
        let accesses: &'j [Access] = self.accesses;
        let exits = accesses[at].exits.iter().map(|facts| &facts[..]);
        exits.filter(|facts| self.is_open(at, facts)).collect()
    }

    /// Whether an automatic filter ties the access.
    pub fn filtered(&self, access: &Access) -> bool {
        let EntRef::Known(entity) = access.entity else {
            return false;
        };
        let info = self.eng.tenancy.entity(entity);
        info.filters
            .iter()
            .any(|filter| self.filter_refused(filter, access).is_none())
    }

    /// Whether what comes here may come by a filter's opening. What lies open where no tenant is known is told of the filter itself, and
    /// only of accesses to which anybody comes on purpose.
    fn takes(&self, filter: &Filter, opening: Opening) -> bool {
        let anybody = self.entry.is_some_and(|entry| entry.anonymous);
        opening.when == Opens::Switched || filter.kind == FilterKind::Database || anybody
    }

    /// Why an automatic filter does not tie an access of its entity; none where it does.
    pub(super) fn filter_refused(&self, filter: &Filter, access: &Access) -> Option<&'static str> {
        let by_manager = match (&filter.manager, access.manager) {
            (None, _) => true,
            (Some(wanted), Some(manager)) => self.eng.program.text(manager) == wanted,
            (Some(_), None) => filter.default_manager,
        };
        if access.sql {
            Some("does not reach SQL text")
        } else if self.eng.switched_off(filter, access) {
            Some("is switched off for this access")
        } else if !by_manager {
            Some("is for queries through another manager")
        } else if let Some(opening) = filter.opening.filter(|opening| self.takes(filter, *opening)) {
            Some(match opening.when {
                Opens::NoTenant => "lets everything through when no tenant is known",
                Opens::Switched => "lets everything through when it is switched off",
            })
        } else if access
            .holder
            .is_some_and(|from| !self.eng.tenancy.is_held(self.eng.program, filter, from))
        {
            Some("is for queries that begin elsewhere")
        } else {
            None
        }
    }

    /// The like of [`Self::path_ties`] for a source that is asked about again and again.
    pub(super) fn source_ties(&self, entity: &EntRef, src: SrcId, path: &[&str]) -> bool {
        let EntRef::Known(id) = entity else {
            return self.path_ties(entity, path);
        };
        if let Some(known) = self.eng.ties.get(&(*id, src)) {
            return known;
        }
        self.eng.ties.keep((*id, src), self.path_ties(entity, path))
    }

    fn path_ties(&self, entity: &EntRef, path: &[&str]) -> bool {
        match entity {
            EntRef::Known(entity) => {
                !matches!(self.eng.tenancy.role(*entity, path), Role::Other | Role::Public)
                    || self.eng.tenancy.is_named_person(*entity, path)
                    || self.eng.tenancy.is_called_after_person(*entity, path)
            }
            _ => path.last().is_some_and(|last| self.eng.tenancy.refers(last).is_some()),
        }
    }

    /// Whether an entity's rows are persons: whoever is found by something of the identity is the caller.
    pub(super) fn is_person(&self, entity: &EntRef) -> bool {
        matches!(entity, EntRef::Known(id) if self.eng.tenancy.entity(*id).standing == Standing::Root { user: true })
    }

    /// Whether an entity's rows belong to persons, or to circles of persons inside of what is the tenant, and to no tenant.
    pub(super) fn is_only_persons(&self, entity: &EntRef) -> bool {
        matches!(entity, EntRef::Known(id) if self.eng.is_only_persons(*id))
    }

    /// Whether a value is what a request carries to prove who sends it.
    pub(super) fn is_credential(&self, value: &Srcs) -> bool {
        self.is_carried(value, List::Credential)
    }

    /// Whether a request carries a value where such words say.
    pub(super) fn is_carried(&self, value: &Srcs, list: List) -> bool {
        let speaks = |src: &SrcId| {
            let path = src.path();
            src.root() == Root::Request
                && path.iter().any(|name| {
                    let name = self.eng.program.text(*name);
                    let general = without_product(name);
                    self.eng.vocab.has(list, name) || general.is_some_and(|name| self.eng.vocab.has(list, &name))
                })
        };
        let mut sent = value.list().iter().filter(|src| src.root() != Root::Const).peekable();
        sent.peek().is_some() && sent.all(speaks)
    }

    /// Whether a column names one person in the row itself, or is called after whoever owns or made the row.
    pub(super) fn is_named_person(&self, column: &Column, entity: &EntRef) -> bool {
        let of = match column.entity {
            EntRef::Known(_) => &column.entity,
            _ => entity,
        };
        let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
        let tenancy = self.eng.tenancy;
        matches!(of, EntRef::Known(of) if tenancy.is_named_person(*of, &path) || tenancy.is_called_after_person(*of, &path))
    }

    /// Whether a column names one person, or leads to one: rows that name the caller are the caller's. `entity` where the
    /// column does not know its own.
    pub(super) fn is_personal(&self, column: &Column, entity: &EntRef) -> bool {
        let last = column.path.last();
        last.is_some_and(|name| self.eng.vocab.has(List::Personal, name)) || self.leads_to_person(column, entity)
    }

    fn leads_to_person(&self, column: &Column, entity: &EntRef) -> bool {
        let of = match column.entity {
            EntRef::Known(_) => &column.entity,
            _ => entity,
        };
        let EntRef::Known(at) = *of else { return false };
        let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
        let led = self.eng.tenancy.led_to(at, &path);
        led.is_some_and(|led| self.is_person(&EntRef::Known(led)))
    }

    pub(super) fn all_identity(&self, value: &Srcs) -> bool {
        !value.is_empty() && value.list().iter().all(|src| src.root() == Root::Identity)
    }

    /// Whether a value is a route's own, or one of the headers, used as the tenant's key below a guard that is about the tenant.
    pub(super) fn presumed(&self, value: &Srcs) -> bool {
        let header = |name: &Sym| self.eng.vocab.is(List::Header, self.eng.program.text(*name));
        let in_front = |src: &SrcId| match &src.path()[..] {
            [_] => src.root() == Root::Request,
            [all, _] => src.root() == Root::Request && header(all),
            _ => false,
        };
        self.entry.is_some_and(|entry| entry.tenant_guard) && !value.is_empty() && value.list().iter().all(in_front)
    }

    /// Whether somebody must be logged in to come here.
    pub(super) fn knows_caller(&self) -> bool {
        self.entry.is_some_and(|entry| entry.login)
    }

    /// Whether an access gives one person: which one it is matters to what hangs on persons.
    pub(super) fn chooses_person(&self, at: usize) -> bool {
        let access = &self.accesses[at];
        if !self.is_person(&access.entity) {
            return false;
        }
        // text does not say how many rows it gives: one is asked for by what only one has
        let named = |pred: &Pred| match pred {
            Pred::Test { column, compare, .. } if *compare == Compare::Equal => {
                self.is_personal(column, &access.entity) || self.column_role(column, &access.entity) == Role::OwnKey
            }
            Pred::Key(_) => true,
            _ => false,
        };
        access.operation == Operation::One
            || access.operation == Operation::List && access.sql && access.preds.iter().any(named)
    }

    /// An access that gives a person.
    pub(super) fn person_record(&self, at: u32) -> Option<&'j Access> {
        let access = self.accesses.get(at as usize)?;
        self.is_person(&access.entity).then_some(access)
    }

    /// Whether nobody asked for a tenant: work of the installation that goes through its tenants keeps to each.
    pub(super) fn each_tenant(&self, at: usize) -> bool {
        let request = self.entry.map(|entry| entry.kind == EntryKind::Request);
        // where nobody is known to ask, it must be all of them
        let lists =
            |access: &&Access| access.operation == Operation::List && (request.is_some() || access.preds.is_empty());
        request != Some(true)
            && self
                .accesses
                .get(at)
                .filter(lists)
                .is_some_and(|access| match access.entity {
                    EntRef::Known(entity) => self.eng.tenancy.entity(entity).standing == Standing::Root { user: false },
                    _ => false,
                })
    }

    /// Whether a route value's name says that a guard about the tenant saw it.
    pub(super) fn names_tenant(&self, name: &str) -> bool {
        if let Some(known) = self.eng.tenant_names.get(name) {
            return known;
        }
        self.eng.tenant_names.keep(name.into(), self.names_tenant_now(name))
    }

    fn names_tenant_now(&self, name: &str) -> bool {
        self.eng.tenancy.is_tenant_key(name, true)
            || self
                .eng
                .tenancy
                .refers(name)
                .is_some_and(|entity| matches!(self.eng.tenancy.entity(entity).standing, Standing::Root { .. }))
            || self.eng.vocab.has(List::Identity, name)
    }

    /// What a column means; `entity` where the column does not know its own.
    pub fn column_role(&self, column: &Column, entity: &EntRef) -> Role {
        let path = || column.path.iter().map(|part| &**part).collect::<Vec<&str>>();
        match column.entity {
            EntRef::Known(_) => *column.role.get_or_init(|| self.role(&column.entity, &path())),
            _ => self.role(entity, &path()),
        }
    }

    /// What a column path means.
    pub fn role(&self, entity: &EntRef, path: &[&str]) -> Role {
        match entity {
            EntRef::Known(entity) => {
                let role = self.eng.tenancy.role(*entity, path);
                match (&role, path) {
                    (Role::Other, [only]) => self.declared_role(*entity, only),
                    _ => role,
                }
            }
            _ => match path.last() {
                Some(last) if self.eng.tenancy.is_tenant_key(last, false) => {
                    self.eng.tenancy.refers(last).map_or(Role::Other, Role::TenantKey)
                }
                _ => Role::Other,
            },
        }
    }

    /// A link to other rows of the tenant's, or a parameter's name instead of a column's: `organizationId` of a declared method.
    fn declared_role(&self, entity: EntityId, name: &str) -> Role {
        let tenancy = self.eng.tenancy;
        if let Some(other) = tenancy.linked(entity, name) {
            return Role::ParentKey(other);
        }
        let Some(other) = tenancy.refers(name) else {
            return Role::Other;
        };
        if other == entity {
            return Role::OwnKey;
        }
        let on_path = tenancy
            .entity(entity)
            .paths
            .iter()
            .any(|path| path.root == other || path.entities.contains(&other));
        // what is no column of its own is a procedure's, which goes to the rows by joins that nobody sees
        let root = matches!(tenancy.entity(other).standing, Standing::Root { .. });
        let stated = root && tenancy.column(entity, name).is_none();
        if !(on_path || stated) {
            return Role::Other;
        }
        match tenancy.entity(other).standing {
            Standing::Root { user: false } => Role::TenantKey(other),
            Standing::Root { user: true } => Role::UserKey(other),
            _ => Role::ParentKey(other),
        }
    }

    /// Request values that a guard in front of the entry point is presumed to have seen, as this function's accesses use them.
    pub fn presumed_inputs(&self) -> Vec<String> {
        let mut names = Vec::new();
        if !self.entry.is_some_and(|entry| entry.tenant_guard) {
            return names;
        }
        for access in self.accesses {
            for pred in &access.preds {
                let value = match pred {
                    Pred::Test { value, .. } | Pred::Key(value) | Pred::Child(value) => value,
                    _ => continue,
                };
                for src in value.list() {
                    if src.root() == Root::Request && src.path().len() == 1 {
                        let name = self.eng.program.text(src.path()[0]);
                        if self.names_tenant(name) {
                            names.push(name.to_owned());
                        }
                    }
                }
            }
        }
        names
    }
}

/// Whether restrictions tie the rows to those of an entity, directly or through others.
fn tied_to(preds: &[Pred], entity: &EntRef, depth: usize) -> bool {
    depth < MAX_TIES
        && preds.iter().any(|pred| match pred {
            Pred::Tied(of, inner) => of == entity || tied_to(inner, entity, depth + 1),
            _ => false,
        })
}

/// A header of one product's own as it is called elsewhere: `x-shop-api-key` is `x-api-key`.
fn without_product(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('-').collect();
    match parts[..] {
        [x, _, .., a, b] if x.eq_ignore_ascii_case("x") => Some(format!("{x}-{a}-{b}")),
        _ => None,
    }
}

/// Whether a fact says, if only in one case, that an access found nothing.
fn speaks_of_absence(fact: &Fact, of: u32) -> bool {
    match fact {
        Fact::Absent(at) => *at == of,
        Fact::Any(arms) => arms
            .iter()
            .flatten()
            .any(|fact| matches!(fact, Fact::Absent(at) if *at == of)),
        _ => false,
    }
}

/// Whether two accesses are those of one statement.
pub(super) fn same_statement(one: &Access, other: &Access) -> bool {
    one.sql && other.sql && one.place == other.place && one.calls == other.calls
}
