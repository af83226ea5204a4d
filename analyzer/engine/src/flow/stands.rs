//! Where a finding stands: of the places on the way to an access the one where somebody decides which rows it reads.
//!
//! A call that only passes on a message as it came in, to whatever handles its type, decides nothing: what handles the message does.

use crate::facts::{At, Leak, Unheeded};
use crate::flow::engine::Engine;
use crate::flow::query::Access;
use crate::program::FnId;

/// Where a finding stands.
pub(super) struct Stand {
    /// The place.
    pub primary: At,
    /// The function that holds it.
    pub holder: Option<FnId>,
    /// Where the way that is shown ends, if not at the access.
    pub end: Option<At>,
}

/// Where a finding about an access stands.
pub(super) fn of(eng: &Engine, access: &Access, leak: Option<&Leak>) -> Stand {
    let (decisive, holder) = primary(access);
    let at = |primary, holder, end| Stand { primary, holder, end };
    match leak {
        // where the parent is authorized, its id could be handed on as well: up to where the child is asked for
        Some(Leak::UntiedChild(_)) => match access.calls.first() {
            Some(call) => {
                let end = (call.place != decisive && access.thin).then_some(decisive);
                at(call.place, Some(call.caller), end)
            }
            None => at(decisive, holder, None),
        },
        // whoever is given the tenant may believe that it was checked: what was sent is handed on at the entry point; what runs in
        // front of many handlers is said once, where its own code hands the value on
        Some(Leak::TenantFromRequest(_)) => match access
            .calls
            .iter()
            .position(|call| eng.is_inside(call.caller, call.place))
        {
            Some(first) => {
                let (primary, holder) = inward(access, first);
                at(primary, holder, None)
            }
            None => at(decisive, holder, None),
        },
        // a check that can be passed by is to be mended where it stands, whoever comes there
        Some(Leak::OpenCheck(Unheeded::Passed(check))) => {
            match access.calls.iter().position(|call| eng.is_inside(call.caller, *check)) {
                Some(beyond @ 1..) => {
                    let (primary, holder) = inward(access, beyond);
                    at(primary, holder, None)
                }
                _ => at(decisive, holder, None),
            }
        }
        _ => at(decisive, holder, None),
    }
}

/// Where it is decided which rows an access reads: the innermost place that is not only a way to it.
fn primary(access: &Access) -> (At, Option<FnId>) {
    if !access.thin || access.calls.is_empty() {
        return (access.place, Some(access.function));
    }
    let decisive = access.calls.iter().rposition(|call| !call.thin).unwrap_or(0);
    inward(access, decisive)
}

/// A call, or the next one on the way to the access that does more than to pass a message on; the access where there is none.
fn inward(access: &Access, from: usize) -> (At, Option<FnId>) {
    let next = access.calls[from..].iter().find(|call| !call.relays);
    next.map_or((access.place, Some(access.function)), |call| {
        (call.place, Some(call.caller))
    })
}
