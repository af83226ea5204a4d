//! Persons who are shown: one row of theirs, found by the key that the request names, and handed out with what names a person.
//!
//! Who belongs to a tenant is the tenant's own affair, though persons themselves belong to nobody: where a program joins persons to
//! tenants, those whom a caller may see are found through that.

use crate::flow::entry::Entry;
use crate::flow::judge::Judge;
use crate::flow::query::Pred;
use crate::flow::value::{EntRef, Root, SrcId};
use crate::flow::vocab::List;
use crate::tenancy::Role;
use partywall_catalog::Operation;

impl Judge<'_, '_> {
    /// Whether an access reads a person whom the request names by key, for a caller who has no more than a login, and hands out what
    /// names the person.
    pub(super) fn shows_person(&self, at: usize) -> bool {
        let access = &self.accesses[at];
        let joined = || {
            let mut entities = self.eng.tenancy.entities.iter();
            entities.any(|entity| entity.membership.is_some())
        };
        let keyed = |pred: &Pred| match pred {
            Pred::Key(_) => true,
            Pred::Test { column, .. } => self.column_role(column, &access.entity) == Role::OwnKey,
            _ => false,
        };
        let asked = |entry: &Entry| entry.role || entry.operator || entry.anonymous;
        let only_login = !self.open && self.entry.is_some_and(|entry| !asked(entry));
        access.operation == Operation::One
            && only_login
            && self.is_person(&access.entity)
            && access.preds.iter().any(keyed)
            && self.hands_out_person(at)
            && joined()
    }

    /// Whether what is given back holds a column of an access's row that names a person.
    fn hands_out_person(&self, at: usize) -> bool {
        let EntRef::Known(_) = self.accesses[at].entity else {
            return false;
        };
        let names = |src: &SrcId| {
            let own = src.root() == Root::Record(u32::try_from(at).unwrap_or(u32::MAX));
            own && matches!(src.path()[..], [name] if self.eng.vocab.has(List::Personal, self.eng.program.text(name)))
        };
        self.given.is_some_and(|given| given.list().iter().any(names))
    }
}
