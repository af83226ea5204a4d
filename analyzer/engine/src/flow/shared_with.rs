//! Rows that are shared with a group: beside the owner's own, those whose column names a group that the caller is in.

use crate::flow::judge::Judge;
use crate::flow::query::Column;
use crate::flow::value::{EntRef, Root, SrcId, Srcs};
use crate::tenancy::EntityId;

impl Judge<'_, '_> {
    /// Whether a column names a group of persons, and a value is such a group as the row of a member tells it.
    pub(super) fn names_group_of_member(&self, column: &Column, entity: &EntRef, value: &Srcs) -> bool {
        let (EntRef::Known(at), [name]) = (entity, &column.path[..]) else {
            return false;
        };
        let group = self.target(*at, name).filter(|group| self.is_group(*group));
        let told = |src: &SrcId, group: EntityId| {
            let Root::Record(of) = src.root() else { return false };
            let Some(EntRef::Known(of)) = self.accesses.get(of as usize).map(|access| &access.entity) else {
                return false;
            };
            let names = match &src.path()[..] {
                [member] => self.target(*of, self.eng.program.text(*member)) == Some(group),
                // what was selected of a row stands for the row
                [] => self.refers_to(*of, group),
                _ => false,
            };
            names && self.links_person(*of)
        };
        group.is_some_and(|group| !value.is_empty() && value.list().iter().all(|src| told(src, group)))
    }

    /// The entity that a column refers to.
    fn target(&self, entity: EntityId, column: &str) -> Option<EntityId> {
        let tenancy = self.eng.tenancy;
        let found = tenancy.column(entity, column)?;
        tenancy.entity(entity).columns[found].target
    }

    fn refers_to(&self, entity: EntityId, other: EntityId) -> bool {
        self.leads_to(entity, false, |target| target == other)
    }

    /// Whether an entity's rows have persons as members.
    fn is_group(&self, entity: EntityId) -> bool {
        self.leads_to(entity, true, |target| self.eng.is_person_entity(target))
    }

    /// Whether a row of an entity refers to one person.
    fn links_person(&self, entity: EntityId) -> bool {
        self.leads_to(entity, false, |target| self.eng.is_person_entity(target))
    }

    /// Whether a column of an entity leads to many rows, or to one, of such an entity.
    fn leads_to(&self, entity: EntityId, many: bool, is: impl Fn(EntityId) -> bool) -> bool {
        let mut columns = self.eng.tenancy.entity(entity).columns.iter();
        columns.any(|column| column.many == many && column.target.is_some_and(&is))
    }
}
