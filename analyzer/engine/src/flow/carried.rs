//! What a message carries to whoever consumes it: the key of a row, and perhaps the tenant whose row it is.

use crate::facts::{Carries, Leak};
use crate::flow::entry::Entry;
use crate::flow::judge::Judge;
use crate::flow::query::{Access, Pred};
use crate::tenancy::{EntityId, Role, Standing};
use partywall_catalog::{EntryKind, Operation};

/// What the message that an entry point consumes carries of the rows that an access asks for by it; none where it says nothing of them,
/// where only persons own them, and where they are persons: whom a message is about is named by their key alone everywhere.
pub(super) fn of(
    judge: &Judge<'_, '_>,
    entry: &Entry,
    access: &Access,
    entity: EntityId,
    leak: Option<&Leak>,
) -> Option<Carries> {
    let eng = judge.eng;
    let group = |root: EntityId| eng.tenancy.entity(root).standing == Standing::Root { user: false };
    let tenants = eng.tenancy.entity(entity).paths.iter().any(|path| group(path.root));
    if eng.tenancy.names_person(&eng.tenancy.entity(entity).name) {
        return None;
    }
    let asks = entry.kind == EntryKind::Message && !access.stores && access.operation != Operation::Insert;
    match leak.filter(|_| asks && tenants)? {
        Leak::Lookup | Leak::UntiedChild(_) => asks_by_key(judge, access).then_some(Carries::Key),
        Leak::TenantFromRequest(_) => Some(Carries::Tenant),
        _ => None,
    }
}

/// Whether the rows are asked for by their own key, or by that of a row that they refer to.
fn asks_by_key(judge: &Judge<'_, '_>, access: &Access) -> bool {
    access.preds.iter().any(|pred| match pred {
        Pred::Key(_) => true,
        Pred::Test { column, .. } => matches!(
            judge.column_role(column, &access.entity),
            Role::OwnKey | Role::ParentKey(_)
        ),
        _ => false,
    })
}
