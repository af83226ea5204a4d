//! Whom an entry point is meant for, where it says so: code that lets anybody in on purpose, or somebody with a role over rows of
//! persons, may be right not to ask whose rows they are.

use crate::facts::Meant;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::query::{Access, right};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, SrcId};
use crate::flow::vocab::List;
use crate::program::Sym;
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::{EntryKind, Operation};

/// Whom the entry point, or what it answers, is meant for that leads to an access of an entity.
pub(super) fn meant(
    eng: &Engine<'_>,
    entry: &Entry,
    summary: &Summary,
    access: &Access,
    entity: EntityId,
) -> Option<Meant> {
    let reads = access.operation.reads();
    // who looks a person up, or a row by what a request carries to prove who sends it, has a login of its own
    let login = |other: &Access| is_person(eng, &other.entity) || asks_for_credential(eng, other);
    let asks_who = || summary.reads_identity || summary.accesses.iter().any(login);
    if (entry.anonymous || entry.unasked) && reads && !asks_who() {
        return Some(Meant::Everybody);
    }
    let role = entry.role || entry.policy || (entry.tenant_guard && !eng.has_tenants());
    let persons = role && eng.is_only_persons(entity);
    let spared = || eng.is_only_persons(entity) && is_spared(access) && asks_others(summary, access);
    if persons || entry.manager && eng.is_listed(entity) || spared() {
        return Some(Meant::Managers);
    }
    // what a form only counts it looks at, and hands on nothing of it
    let asked = access.operation == Operation::Exists || entry.behind && access.operation == Operation::Count;
    asked.then_some(Meant::Asked)
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

    fn is_person_entity(&self, entity: EntityId) -> bool {
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

/// What is said of entry points once all is known that stands in front of them.
pub(super) fn settle(entries: &mut [&mut Entry]) {
    for entry in entries.iter_mut().filter(|entry| entry.anonymous) {
        (entry.login, entry.role, entry.policy, entry.manager) = (false, false, false, false);
        entry.deciding.clear();
    }
    let says = |entry: &Entry| {
        entry.login
            || entry.anonymous
            || entry.tenant_guard
            || entry.operator
            || !entry.before.is_empty()
            || !entry.wrapped.is_empty()
    };
    // what a call registers may hang on a group whose guards stand elsewhere
    let asked =
        |entry: &&mut Entry| entry.kind == EntryKind::Request && !entry.passed && !entry.behind && entry.call.is_none();
    let said = entries.iter().filter(|entry| asked(entry) && says(entry)).count();
    let silent = entries.iter().filter(|entry| asked(entry) && !says(entry)).count();
    if said >= MIN_SAID && silent * 4 <= said {
        for entry in entries.iter_mut().filter(|entry| asked(entry)) {
            entry.unasked = !says(entry);
        }
    }
}

fn is_person(eng: &Engine<'_>, entity: &EntRef) -> bool {
    matches!(entity, EntRef::Known(id) if eng.tenancy.entity(*id).standing == Standing::Root { user: true })
}

/// Whether rows are looked for by what a request carries to prove who sends it.
fn asks_for_credential(eng: &Engine<'_>, access: &Access) -> bool {
    let credential = |src: &SrcId| {
        let speaks = |name: &Sym| eng.vocab.has(List::Credential, eng.program.text(*name));
        src.root() == Root::Request && src.path().iter().any(speaks)
    };
    crate::flow::query::values(&access.preds).iter().any(credential)
}
