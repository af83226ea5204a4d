//! What a message carries to whoever consumes it: the key of a row, and perhaps the tenant whose row it is.

use crate::facts::{Carries, Leak};
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::query::Access;
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::{EntryKind, Operation};

/// What the message that an entry point consumes carries of the rows that an access asks for by it; none where it says nothing of them,
/// where only persons own them, and where they are persons: whom a message is about is named by their key alone everywhere.
pub(super) fn of(
    eng: &Engine<'_>,
    entry: &Entry,
    access: &Access,
    entity: EntityId,
    leak: Option<&Leak>,
) -> Option<Carries> {
    let group = |root: EntityId| eng.tenancy.entity(root).standing == Standing::Root { user: false };
    let tenants = eng.tenancy.entity(entity).paths.iter().any(|path| group(path.root));
    if eng.tenancy.names_person(&eng.tenancy.entity(entity).name) {
        return None;
    }
    let asks = entry.kind == EntryKind::Message && !access.stores && access.operation != Operation::Insert;
    match leak.filter(|_| asks && tenants)? {
        Leak::Lookup | Leak::UntiedChild(_) => Some(Carries::Key),
        Leak::TenantFromRequest(_) => Some(Carries::Tenant),
        _ => None,
    }
}
