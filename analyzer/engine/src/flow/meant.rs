//! Whom an entry point is meant for, where it says so: code that lets anybody in on purpose, or somebody with a role over rows of
//! persons, may be right not to ask whose rows they are.

use crate::facts::{Leak, Meant};
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::judge::Judge;
use crate::flow::query::{Access, Pred, right, values};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, SrcId};
use crate::flow::vocab::List;
use crate::program::{Sym, UnitId};
use crate::tenancy::{EntityId, Role, Standing};
use partywall_catalog::{EntryKind, Operation};
use rustc_hash::FxHashMap;

/// Whom the entry point, or what it answers, is meant for that leads to an access of an entity.
pub(super) fn meant(
    judge: &Judge<'_, '_>,
    entry: &Entry,
    summary: &Summary,
    access: &Access,
    entity: EntityId,
    leak: Option<&Leak>,
) -> Option<Meant> {
    let eng = judge.eng;
    // what is added where nobody has logged in refers to no other tenant's rows than what is shown there
    let open = access.operation.reads() || access.operation == Operation::Insert;
    // who looks up the person that a request names, or a row by what it carries to prove who sends it, has a login of its own
    let login =
        |other: &Access| looks_for_person(eng, other) || is_of_who_came(eng, other) || asks_for_credential(eng, other);
    let logs_in = || summary.accesses.iter().any(login);
    let unasked = entry.unasked || eng.is_unasked(entry);
    let everybody = entry.anonymous || unasked && !summary.reads_identity;
    if everybody && open && !logs_in() {
        return Some(Meant::Everybody);
    }
    if open && eng.is_without_callers(entry, summary) {
        return Some(Meant::Unsaid);
    }
    let role = entry.role
        || is_of_administrators(eng, entry, summary)
        || entry.policy
        || (entry.tenant_guard && !eng.has_tenants());
    let persons = role && eng.is_only_persons(entity);
    let spared = || eng.is_only_persons(entity) && is_spared(access) && asks_others(summary, access);
    if persons || entry.manager && eng.is_listed(entity) || spared() {
        return Some(Meant::Managers);
    }
    // a number says nothing of any row, but may say something of a tenant that the request chose, or of all tenants
    let chosen = match leak {
        Some(Leak::TenantFromRequest(_)) => true,
        Some(Leak::List) => !eng.is_only_persons(entity),
        _ => false,
    };
    let counts = access.operation == Operation::Count && !chosen;
    if access.operation == Operation::Exists || counts {
        return Some(Meant::Asked);
    }
    is_sought_before(judge, summary, access).then_some(Meant::Sought)
}

/// How deep alternatives are looked into.
const MAX_DEPTH: usize = 3;

/// Whether, wherever an access is left, a row had been found by the same value of the request and with the caller in mind.
fn is_sought_before(judge: &Judge<'_, '_>, summary: &Summary, access: &Access) -> bool {
    let sent = |src: &SrcId| src.root() == Root::Request;
    let by: Vec<SrcId> = values(&access.preds).into_iter().filter(sent).collect();
    let found = |at: u32| {
        let Some(other) = summary.accesses.get(at as usize) else {
            return false;
        };
        let asks = !other.stores && other.operation.reads() && other.place != access.place;
        asks && is_told(&other.preds, 0) && by.iter().all(|src| is_key_of(judge, other, *src))
    };
    !access.stores
        && !by.is_empty()
        && !access.exits.is_empty()
        && access.exits.iter().all(|facts| says_found(facts, &found, 0))
}

/// Whether the rows of an access are asked for by a source as their own key.
fn is_key_of(judge: &Judge<'_, '_>, access: &Access, src: SrcId) -> bool {
    access.preds.iter().any(|pred| match pred {
        Pred::Key(value) => value.list().contains(&src),
        Pred::Test { column, value, .. } => {
            value.list().contains(&src) && judge.column_role(column, &access.entity) == Role::OwnKey
        }
        _ => false,
    })
}

/// Whether restrictions are told of the caller, or may be.
fn is_told(preds: &[Pred], depth: usize) -> bool {
    preds.iter().any(|pred| match pred {
        Pred::Opaque | Pred::Right(_) => true,
        Pred::Any(arms) => depth < MAX_DEPTH && arms.iter().any(|arm| is_told(arm, depth + 1)),
        Pred::Tied(_, inner) => depth < MAX_DEPTH && is_told(inner, depth + 1),
        Pred::Test { value, .. } | Pred::Key(value) | Pred::Child(value) => {
            value.list().iter().any(|src| src.root() == Root::Identity)
        }
        _ => false,
    })
}

/// Whether facts say, in each case, that one of some accesses found its row.
fn says_found(facts: &[Fact], which: &impl Fn(u32) -> bool, depth: usize) -> bool {
    facts.iter().any(|fact| match fact {
        Fact::Found(at) => which(*at),
        // what is compared with nothing says nothing
        Fact::Any(arms) => {
            depth < MAX_DEPTH && !arms.is_empty() && arms.iter().all(|arm| says_found(arm, which, depth + 1))
        }
        _ => false,
    })
}

/// Whether an entry point's address says that it is for administrators, and somebody is known to ask.
fn is_of_administrators(eng: &Engine<'_>, entry: &Entry, summary: &Summary) -> bool {
    let mut parts = entry.templates.iter().flat_map(|template| template.split('/'));
    (entry.login || summary.reads_identity) && parts.any(|part| eng.vocab.is(List::Administrator, part))
}

/// Whether only callers with a right that the code names come to an access.
fn is_spared(access: &Access) -> bool {
    let named = |fact: &Fact| match fact {
        Fact::Equal(a, b) => right(*a, *b).is_some_and(|of| of.root() == Root::Identity),
        _ => false,
    };
    !access.exits.is_empty() && access.exits.iter().all(|facts| facts.iter().any(named))
}

/// Whether the function that holds an access looks for the same rows in another way for those without the right.
fn asks_others(summary: &Summary, access: &Access) -> bool {
    let same = |other: &&Access| other.function == access.function && other.entity == access.entity;
    summary.accesses.iter().filter(same).any(|other| !is_spared(other))
}

impl Engine<'_> {
    /// Whether the program has tenants besides persons.
    fn has_tenants(&self) -> bool {
        let mut entities = self.tenancy.entities.iter();
        entities.any(|entity| entity.standing == Standing::Root { user: false })
    }

    /// Whether every way from an entity to a tenant ends at one that keeps a bare list of the persons who may see it: a role is then no
    /// role within a tenant, but one over all of them.
    fn is_listed(&self, entity: EntityId) -> bool {
        if self.persons_hold_roles() {
            return true;
        }
        let info = self.tenancy.entity(entity);
        let own = matches!(info.standing, Standing::Root { user: false }).then_some(entity);
        let mut roots = info.paths.iter().map(|path| path.root).chain(own).peekable();
        roots.peek().is_some() && roots.all(|root| self.is_person_entity(root) || self.lists_persons(root))
    }

    /// Whether nobody's role is one within a tenant: persons own all, or tenants only list them.
    pub(super) fn roles_are_global(&self) -> bool {
        if self.persons_hold_roles() {
            return true;
        }
        let entities = &self.tenancy.entities;
        let ids = (0..entities.len()).map(|at| EntityId(u32::try_from(at).unwrap_or(u32::MAX)));
        let mut roots = ids
            .filter(|id| matches!(self.tenancy.entity(*id).standing, Standing::Root { .. }))
            .peekable();
        roots.peek().is_some() && roots.all(|root| self.is_person_entity(root) || self.lists_persons(root))
    }

    /// Whether what persons may do stands in their own rows, which belong to no tenant, and in nothing that joins them to one.
    fn persons_hold_roles(&self) -> bool {
        *self.persons_hold_roles.get_or_init(|| self.find_persons_roles())
    }

    fn find_persons_roles(&self) -> bool {
        let says = |column: &crate::tenancy::Column| self.vocab.has(List::Role, &column.name);
        let group = |path: &crate::tenancy::OwnershipPath| !self.is_person_entity(path.root);
        let mut entities = self.tenancy.entities.iter();
        let joined = |entity: &crate::tenancy::Entity| entity.membership.is_some() && entity.columns.iter().any(says);
        let persons = |entity: &&crate::tenancy::Entity| entity.standing == Standing::Root { user: true };
        !entities.clone().any(joined)
            && entities
                .clone()
                .filter(persons)
                .all(|person| !person.paths.iter().any(group))
            && entities.any(|entity| persons(&entity) && entity.columns.iter().any(says))
    }

    fn lists_persons(&self, root: EntityId) -> bool {
        let entities = &self.tenancy.entities;
        let joined = entities
            .iter()
            .any(|entity| entity.membership.is_some_and(|joins| joins.root_entity == root));
        let listed = |of: EntityId, all: &dyn Fn(EntityId) -> bool| {
            let columns = &self.tenancy.entity(of).columns;
            columns
                .iter()
                .any(|column| column.many && column.target.is_some_and(all))
        };
        !joined && listed(root, &|target| self.is_person_entity(target))
    }

    /// Whether what a column of this name says of a person holds in the whole installation.
    pub(super) fn is_everywhere(&self, column: &str) -> bool {
        if let Some(known) = self.everywhere.get(column) {
            return known;
        }
        self.everywhere
            .keep(column.into(), self.tenancy.is_of_person_alone(column))
    }

    pub(super) fn is_person_entity(&self, entity: EntityId) -> bool {
        self.tenancy.entity(entity).standing == Standing::Root { user: true }
    }

    /// Whether rows of an entity belong to persons, or to circles of persons inside of what is the tenant, and to no tenant.
    pub(super) fn is_only_persons(&self, entity: EntityId) -> bool {
        let info = self.tenancy.entity(entity);
        let person = |root: EntityId| self.is_person_entity(root) || self.tenancy.is_circle(root);
        !info.paths.is_empty() && info.paths.iter().all(|path| person(path.root))
    }
}

/// The fewest entry points that must say who may call them, for the silence of another to say something.
const MIN_SAID: usize = 12;

/// The fewest entry points of a file that must not say it, where none does.
const MIN_SILENT: usize = 3;

/// How many entry points say who may call them, and how many do not.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    said: usize,
    silent: usize,
}

/// Of the entry points that calls register, how many say or ask who calls.
#[derive(Debug, Default)]
pub(super) struct Registered {
    /// By the file that registers them.
    files: FxHashMap<UnitId, Counts>,
    /// Of all that do.
    said: usize,
}

impl Counts {
    fn add(&mut self, says: bool) {
        match says {
            true => self.said += 1,
            false => self.silent += 1,
        }
    }

    fn nearly_all_say(self) -> bool {
        self.said >= MIN_SAID && self.silent * 4 <= self.said
    }
}

/// What is said of entry points once all is known that stands in front of them.
pub(super) fn settle(entries: &mut [&mut Entry]) {
    for entry in entries.iter_mut().filter(|entry| entry.anonymous) {
        (entry.login, entry.role, entry.manager) = (false, false, false);
        (entry.policy, entry.decided) = (false, false);
        entry.deciding.clear();
    }
    // what a call registers may hang on a group whose guards stand elsewhere
    let asked = |entry: &&mut Entry| may_say(entry) && entry.call.is_none();
    let mut counts = Counts::default();
    for entry in entries.iter().filter(|entry| asked(entry)) {
        counts.add(says(entry));
    }
    if counts.nearly_all_say() {
        for entry in entries.iter_mut().filter(|entry| asked(entry)) {
            entry.unasked = !says(entry);
        }
    }
}

/// Whether an entry point is one that could say who may call it.
fn may_say(entry: &Entry) -> bool {
    entry.kind == EntryKind::Request && !entry.passed && !entry.behind
}

/// Whether an entry point says who may call it.
fn says(entry: &Entry) -> bool {
    entry.login
        || entry.anonymous
        || entry.tenant_guard
        || entry.operator
        || !entry.before.is_empty()
        || !entry.wrapped.is_empty()
}

impl Engine<'_> {
    /// Whether calls register an entry point among others of which nearly all say who may call them, or ask who it is.
    fn is_unasked(&self, entry: &Entry) -> bool {
        self.beside(entry).is_some_and(Counts::nearly_all_say)
    }

    /// Whether calls register an entry point among others of which none says or asks who calls, in a program of which others do: who comes
    /// here is not known to be anybody's, and what is done here may be what a tool does for the one who runs it.
    fn is_without_callers(&self, entry: &Entry, summary: &Summary) -> bool {
        let none = |here: Counts| here.said == 0 && here.silent >= MIN_SILENT;
        !summary.reads_identity && self.beside(entry).is_some_and(none) && self.registered().said >= MIN_SAID
    }

    /// Of the entry points that the same file registers by calls, how many say or ask who calls; nothing of one that says so itself.
    fn beside(&self, entry: &Entry) -> Option<Counts> {
        let (unit, _) = entry.call.filter(|_| !says(entry))?;
        self.registered().files.get(&unit).copied()
    }

    fn registered(&self) -> &Registered {
        self.registered.get_or_init(|| {
            let mut registered = Registered::default();
            for (function, entry) in self.entries.iter().filter(|(_, entry)| may_say(entry)) {
                if let Some((unit, _)) = entry.call {
                    let says = says(entry) || self.summary(*function).reads_identity;
                    registered.files.entry(unit).or_default().add(says);
                    registered.said += usize::from(says);
                }
            }
            registered
        })
    }
}

/// Whether a person is looked for by what was sent.
fn looks_for_person(eng: &Engine<'_>, access: &Access) -> bool {
    let EntRef::Known(id) = access.entity else { return false };
    let person = eng.tenancy.entity(id).standing == Standing::Root { user: true };
    let sent = |src: &SrcId| matches!(src.root(), Root::Request | Root::Param(_));
    person && crate::flow::query::values(&access.preds).iter().any(sent)
}

/// Whether rows are looked for by a secret of theirs, or those of a person whom some function has found out to be the caller.
fn is_of_who_came(eng: &Engine<'_>, access: &Access) -> bool {
    let EntRef::Known(id) = access.entity else { return false };
    access.preds.iter().any(|pred| match pred {
        Pred::Test { column, value, .. } => {
            let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
            let found = || value.list().iter().any(|src| src.root() == Root::Trusted);
            match eng.tenancy.role(id, &path) {
                Role::Secret => !value.is_empty(),
                Role::UserKey(_) | Role::Member(_) => found(),
                _ => false,
            }
        }
        _ => false,
    })
}

/// Whether rows are looked for by what a request carries to prove who sends it.
fn asks_for_credential(eng: &Engine<'_>, access: &Access) -> bool {
    let credential = |src: &SrcId| {
        let speaks = |name: &Sym| eng.vocab.has(List::Credential, eng.program.text(*name));
        src.root() == Root::Request && src.path().iter().any(speaks)
    };
    values(&access.preds).iter().any(credential)
}
