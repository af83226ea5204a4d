//! Queries that a class says in one of its members, and what its views make of their rows.

use crate::flow::call::Site;
use crate::flow::chosen::Handling;
use crate::flow::cx::Cx;
use crate::flow::query::Query;
use crate::flow::value::{EntRef, Shape, Val};
use crate::program::{FnId, TypeId};
use partywall_catalog::QueryRow;
use partywall_ir::Flags;
use std::sync::Arc;

impl Cx<'_, '_> {
    /// Whether the class writes the method that is called; for a call of the base's, whether one of its bases does.
    pub(super) fn has_own(&self, owner: TypeId, site: &Site) -> bool {
        let program = self.eng.program;
        let methods: Vec<FnId> = match self.is_base_call(site) {
            true => {
                let bases = program.supertypes(owner);
                bases.iter().flat_map(|base| program.methods(*base, site.sym)).collect()
            }
            false => program.methods(owner, site.sym),
        };
        methods.iter().any(|own| program.decl(*own).body.is_some())
    }

    /// The query that only a class below says in one of its variables.
    pub(super) fn open_class_query(&self, row: &QueryRow) -> Option<Query> {
        let name = row
            .class_field
            .iter()
            .rev()
            .find_map(|name| self.eng.program.find(name))?;
        Some(self.query(EntRef::OnThis(name), partywall_ir::Span::default()))
    }

    /// The query that a class of the receiver says in one of its members.
    pub(super) fn class_query(&mut self, row: &QueryRow, receiver: Option<&Val>) -> Option<Query> {
        let said = self.said_rows(row, receiver)?;
        Some(self.narrowed_rows(row, said))
    }

    fn said_rows(&mut self, row: &QueryRow, receiver: Option<&Val>) -> Option<Query> {
        let owner = receiver.and_then(|val| val.ty.decl()).or(self.owner)?;
        let program = self.eng.program;
        for name in &row.class_field {
            let Some(sym) = program.find(name) else { continue };
            let method = program.methods(owner, sym).first().copied();
            if let Some(method) = method
                .filter(|method| program.decl(*method).body.is_some() && (self.provided || *method != self.function))
            {
                let receiver = receiver.cloned().unwrap_or_else(Val::nothing);
                let receiver = Val {
                    ty: program.instance(owner, Vec::new()),
                    ..receiver
                };
                let expr = self.unit.functions[program.func(self.function).ix.index()].body?;
                let val = self.apply(expr, method, Some(&receiver), &[], &[]);
                return match &val.shape {
                    Shape::Query(query) => Some((**query).clone()),
                    _ => None,
                };
            }
            if let Some(field) = program.field(owner, sym) {
                let val = self.eng.class_value(field);
                let span = program.field_decl(field).span;
                match &val.shape {
                    Shape::Query(query) => {
                        return Some(Query {
                            place: (field.unit, span),
                            ..(**query).clone()
                        });
                    }
                    Shape::Type(ty) => {
                        let entity = self.eng.tenancy.of_type(*ty)?;
                        return Some(Query {
                            place: (field.unit, span),
                            ..self.query(EntRef::Known(entity), span)
                        });
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// Shows the row that a query finds to the guards of the handler's own type.
    pub(super) fn shown(&mut self, owner: TypeId, mut query: Query) -> Val {
        query.start = query.place;
        let place = query.place.1;
        let found = self.settle(Val::shaped(Shape::Query(Arc::new(query))), place);
        let handling = Handling::function(self.eng.program, &self.eng.index, self.function);
        self.show_record(owner, &handling, &found);
        found
    }

    /// Whether the function is called on a class whose rows are an entity's, or on one that such classes derive from.
    pub(super) fn names_own_rows(&self) -> bool {
        let program = self.eng.program;
        let is_entity = |ty: &TypeId| self.eng.tenancy.of_type(*ty).is_some();
        let Some(owner) = self
            .owner
            .filter(|_| program.decl(self.function).flags.has(Flags::STATIC))
        else {
            return false;
        };
        is_entity(&owner) || program.subtypes(owner).iter().any(is_entity)
    }
}
