//! Names that are columns: inside of a condition, and of the class that an entity is.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::query::Column;
use crate::flow::value::{EntRef, Shape, Srcs, Val};
use crate::program::{Sym, TypeId};
use partywall_ir::Flags;
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A bare name inside of a query's condition that is one of its columns.
    pub(super) fn bare_column(&self, sym: Sym) -> Option<Val> {
        let EntRef::Known(entity) = self.row.last()? else {
            return None;
        };
        let text = self.text(sym);
        let info = self.eng.tenancy.entity(*entity);
        let is_column = info.columns.iter().any(|column| column.name == text);
        (is_column && !self.names_own_field(sym)).then(|| {
            let column = Column::new(EntRef::Known(*entity), vec![text.into()]);
            Val::shaped(Shape::Column(Arc::new(column)))
        })
    }

    /// The parts of a key of several columns that is handed over as one value: each restricts by itself.
    pub(super) fn key_parts(&self, entity: &EntRef, val: &Val) -> Option<Vec<Srcs>> {
        let (EntRef::Known(at), Shape::List(parts)) = (entity, &val.shape) else {
            return None;
        };
        let columns = &self.eng.tenancy.entity(*at).columns;
        let keys = columns.iter().filter(|column| column.primary_key).count();
        let parts = (keys > 1 && keys == parts.len()).then(|| parts.iter().map(|part| part.srcs.clone()))?;
        Some(parts.filter(|srcs| !srcs.is_empty()).collect())
    }

    /// Whether a bare name is a field of the object that the function works for, in a type whose methods take no receiver by name.
    fn names_own_field(&self, sym: Sym) -> bool {
        let program = self.eng.program;
        let bare = || {
            let by_itself = !program.decl(self.function).flags.has(Flags::STATIC);
            by_itself && !program.names_receivers(self.function)
        };
        self.owner
            .is_some_and(|owner| program.field(owner, sym).is_some() && bare())
    }

    /// Whether a bare name is such a field and not the type that is called like it: a field of that type may be either.
    pub(super) fn hides_type(&self, sym: Sym) -> bool {
        let program = self.eng.program;
        let called_so = |owner: TypeId| {
            let ty = program.unwrap(&program.field_type(&program.instance(owner, Vec::new()), sym));
            ty.name() == Some(self.text(sym))
        };
        self.names_own_field(sym) && !self.owner.is_some_and(called_so)
    }

    /// A column that a library gives the entity's class without its being written: the row's own key, that of a relation.
    pub(super) fn unwritten_column(&self, ty: TypeId, name: Sym) -> Option<Val> {
        let (tenancy, text) = (self.eng.tenancy, self.text(name));
        let entity = tenancy.of_type(ty)?;
        let given = tenancy.is_own_key(entity, text) || tenancy.column(entity, text).is_some();
        given.then(|| {
            let column = Column::new(EntRef::Known(entity), vec![text.into()]);
            Val::shaped(Shape::Column(Arc::new(column)))
        })
    }

    /// A column of the entity that a class is.
    pub(super) fn column_of(&self, ty: TypeId, name: Sym) -> Option<Val> {
        let entity = self.eng.tenancy.of_type(ty)?;
        let known = self.eng.tenancy.column_called(entity, self.text(name))?;
        let name = self.eng.tenancy.entity(entity).columns[known].name.as_str();
        let column = Column::new(EntRef::Known(entity), vec![name.into()]);
        Some(Val::shaped(Shape::Column(Arc::new(column))))
    }
}

/// A function of the database over one column: `func.lower(User.email)`, `func.count(Invoice.id)`.
pub(super) fn applied(receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
    let outside = receiver.is_some_and(|receiver| matches!(receiver.shape, Shape::Outside(_)));
    let mut columns = given.iter().filter(|arg| matches!(arg.val.shape, Shape::Column(_)));
    let (first, rest) = (columns.next()?, columns.next());
    (outside && rest.is_none()).then(|| first.val.clone())
}
