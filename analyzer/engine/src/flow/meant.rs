//! Whom an entry point is meant for, where it says so: code that lets anybody in on purpose, or somebody with a role over rows of
//! persons, may be right not to ask whose rows they are.

use crate::facts::Meant;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::query::Access;
use crate::flow::summary::Summary;
use crate::flow::value::EntRef;
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::Operation;

/// Whom the entry point is meant for that leads to an access of an entity.
pub(super) fn meant(
    eng: &Engine<'_>,
    entry: &Entry,
    summary: &Summary,
    access: &Access,
    entity: EntityId,
) -> Option<Meant> {
    let reads = matches!(
        access.operation,
        Operation::One | Operation::List | Operation::Count | Operation::Exists
    );
    // who looks a person up has a login of its own
    let asks_who = || summary.reads_identity || summary.accesses.iter().any(|other| is_person(eng, &other.entity));
    if entry.anonymous && reads && !asks_who() {
        return Some(Meant::Everybody);
    }
    let role = entry.role || entry.policy || (entry.tenant_guard && !eng.has_tenants());
    (role && eng.is_only_persons(entity)).then_some(Meant::Managers)
}

impl Engine<'_> {
    /// Whether the program has tenants besides persons.
    fn has_tenants(&self) -> bool {
        let mut entities = self.tenancy.entities.iter();
        entities.any(|entity| entity.standing == Standing::Root { user: false })
    }

    /// Whether rows of an entity belong to persons, or to circles of persons inside of what is the tenant, and to no tenant.
    fn is_only_persons(&self, entity: EntityId) -> bool {
        let info = self.tenancy.entity(entity);
        let person = |root: EntityId| {
            self.tenancy.entity(root).standing == Standing::Root { user: true } || self.tenancy.is_circle(root)
        };
        !info.paths.is_empty() && info.paths.iter().all(|path| person(path.root))
    }
}

fn is_person(eng: &Engine<'_>, entity: &EntRef) -> bool {
    matches!(entity, EntRef::Known(id) if eng.tenancy.entity(*id).standing == Standing::Root { user: true })
}
