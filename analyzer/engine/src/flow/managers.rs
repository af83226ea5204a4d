//! Methods that a project writes for its queries: on the class of a manager, or of the queries that it gives.
//!
//! In such a method the own object is the query that the method is called on: [`EntRef::Own`] until a caller says which.

use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::query::{Access, Bypass, Pred, Query};
use crate::flow::value::{EntRef, Shape, Val};
use crate::memo::Memo;
use crate::program::{Def, FieldRef, FnId, Scope, Sym, TypeId, UnitId};
use crate::tenancy::{EntityId, Filter, FilterKind};
use partywall_catalog::Catalog;
use partywall_ir::{ExprId, ExprKind, Language, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The most parts of what makes a manager that are looked at.
const MAX_PARTS: usize = 200;

/// The classes of an entity's queries, by the class variable that they begin at.
type Classes = Memo<(EntityId, Option<Sym>), Arc<[TypeId]>>;

/// Which classes are managers, and whose.
#[derive(Default)]
pub(super) struct Managers {
    bases: FxHashMap<Language, Vec<String>>,
    known: Memo<TypeId, bool>,
    of: Classes,
}

impl Managers {
    /// Those that a catalog's rows say.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut bases: FxHashMap<Language, Vec<String>> = FxHashMap::default();
        for file in catalog.files() {
            let names = file.filter.iter().flat_map(|row| row.manager_base.iter().cloned());
            if let Some(language) = Language::from_id(&file.framework.language) {
                bases.entry(language).or_default().extend(names);
            }
        }
        Self {
            bases,
            ..Self::default()
        }
    }
}

impl Engine<'_> {
    /// Whether what an access goes around is this filter: the database's own is beyond its reach, and so is that of the manager that it
    /// begins at.
    pub(super) fn switched_off(&self, filter: &Filter, access: &Access) -> bool {
        let own = access.manager.map(|manager| self.program.text(manager));
        match &access.bypass {
            Bypass::No => false,
            Bypass::All(_, span) => {
                let by_name = *span == Span::default();
                filter.kind != FilterKind::Database && !(by_name && own.is_some() && own == filter.manager.as_deref())
            }
            Bypass::Named(names) => filter
                .name
                .as_ref()
                .is_some_and(|name| names.iter().any(|n| same_filter(n, name))),
        }
    }

    /// Whether a class is that of managers or of queries.
    fn is_manager_class(&self, ty: TypeId) -> bool {
        self.managers.known.get_or(&ty, || self.find_manager_class(ty))
    }

    fn find_manager_class(&self, ty: TypeId) -> bool {
        let unit = self
            .program
            .ty(ty)
            .decls
            .first()
            .map(|(unit, _)| self.program.unit(*unit));
        let bases = unit.and_then(|unit| self.managers.bases.get(&unit.language));
        bases.is_some_and(|bases| {
            !bases.is_empty() && self.tenancy.of_type(ty).is_none() && self.program.derives(ty, bases)
        })
    }

    /// The classes whose methods a query over an entity has, by the class variable that it began at.
    fn manager_classes(&self, entity: EntityId, manager: Option<Sym>) -> Arc<[TypeId]> {
        let find = || self.find_manager_classes(entity, manager);
        self.managers.of.get_or(&(entity, manager), find)
    }

    fn find_manager_classes(&self, entity: EntityId, manager: Option<Sym>) -> Arc<[TypeId]> {
        let program = self.program;
        let mut classes: Vec<TypeId> = Vec::new();
        for ty in &self.tenancy.entity(entity).types {
            for of in std::iter::once(*ty).chain(program.supertypes(*ty)) {
                for field in program.fields(of) {
                    let decl = program.field_decl(field);
                    let named = manager.is_none_or(|name| program.sym(field.unit, decl.name) == name);
                    if let (true, Some(value)) = (named, decl.value) {
                        self.classes_in(field, value, &mut classes);
                    }
                }
            }
        }
        classes.into()
    }

    /// The classes of managers that an expression names, and those of the queries that they give.
    fn classes_in(&self, field: FieldRef, value: ExprId, classes: &mut Vec<TypeId>) {
        let within = Scope {
            function: None,
            owner: Some(field.owner),
        };
        let found = self.named_in(field.unit, within, value);
        self.add_given(&found, classes);
    }

    /// Adds managers, and the classes of the queries that they give.
    fn add_given(&self, managers: &[TypeId], classes: &mut Vec<TypeId>) {
        let mut found = managers.to_vec();
        for class in managers.iter().copied() {
            for inner in self.program.fields(class) {
                if let Some(value) = self.program.field_decl(inner).value {
                    found.extend(self.named_in(inner.unit, Scope::default(), value));
                }
            }
            for method in self.program.own_methods(class) {
                if let Some(body) = self.program.decl(*method).body {
                    found.extend(self.named_in(self.program.func(*method).unit, Scope::default(), body));
                }
            }
        }
        for class in found {
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
    }

    fn named_in(&self, unit: UnitId, within: Scope, value: ExprId) -> Vec<TypeId> {
        let file = self.program.unit(unit);
        let mut found = Vec::new();
        let mut stack = vec![value];
        for _ in 0..MAX_PARTS {
            let Some(at) = stack.pop() else { break };
            if let ExprKind::Name(name) = file.body[at].kind {
                let sym = self.program.sym(unit, name);
                if let Some(Def::Type(ty)) = self.program.resolve(unit, within, &[sym])
                    && self.is_manager_class(ty)
                    && !found.contains(&ty)
                {
                    found.push(ty);
                }
            }
            partywall_ir::walk::children(&file.body[at].kind, &mut |child| stack.push(child));
        }
        found
    }
}

impl Cx<'_, '_> {
    /// The own object of a method of a manager: the query that it is called on.
    pub(super) fn own_query(&self, val: Val) -> Val {
        let manages = self.owner.is_some_and(|owner| self.eng.is_manager_class(owner));
        if !manages {
            return val;
        }
        let query = self.query(EntRef::Own, Span::default());
        Val {
            shape: Shape::Query(Arc::new(query)),
            ..val
        }
    }

    /// Whether a class variable of an entity holds a manager that the project wrote.
    pub(super) fn holds_manager(&self, entity: EntityId, name: Sym) -> bool {
        !self.eng.manager_classes(entity, Some(name)).is_empty()
    }

    /// The method that a project wrote for the query that a value is.
    pub(super) fn query_method(&self, query: &Query, name: Sym) -> Option<FnId> {
        let classes = match query.entity {
            EntRef::Known(entity) => self.eng.manager_classes(entity, query.manager),
            EntRef::Own => {
                let mut classes = Vec::new();
                self.eng.add_given(self.owner.as_slice(), &mut classes);
                classes.into()
            }
            _ => return None,
        };
        let methods = classes.iter().map(|class| self.eng.program.methods(*class, name));
        methods
            .flatten()
            .find(|method| self.eng.program.decl(*method).body.is_some() && *method != self.function)
    }
}

impl Engine<'_> {
    /// The variable of a class by which rows are named: that of this name, or another that is asked where there is none.
    pub(super) fn class_variable(&self, ty: TypeId, name: Sym) -> Option<FieldRef> {
        let program = self.program;
        let found = program.field(ty, name);
        let text = program.text(name);
        let others = || {
            let (unit, _) = program.ty(ty).decls.first()?;
            let rows = self.index.query_field.get(program.unit(*unit).language, text);
            let names = rows
                .flat_map(|row| &row.class_field)
                .filter_map(|other| program.find(other));
            names.filter_map(|other| program.field(ty, other)).next()
        };
        found.or_else(others)
    }
}

/// What a query of a manager's method is restricted by, called on another query.
pub(super) fn on_query(receiver: Option<&Val>, entity: &EntRef) -> Vec<Pred> {
    match receiver.map(|val| &val.shape) {
        Some(Shape::Query(query)) if *entity == EntRef::Own => query.preds.clone(),
        _ => Vec::new(),
    }
}

/// Whether the name in a bypass is that of a filter: constants are often called after the text that they hold.
fn same_filter(written: &str, filter: &str) -> bool {
    let norm = |text: &str| crate::words::split(text).concat();
    let (a, b) = (norm(written), norm(filter));
    a == b || a.trim_end_matches("filter") == b.trim_end_matches("filter")
}
