//! What is written: the references that a new or changed row is given.
//!
//! A reference that comes from the request may be another tenant's, however well the row itself is tied. Only columns that lead
//! to a tenant or to an owned row are followed; what else a row holds is of no interest here.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::judge::Judge;
use crate::flow::query::{Access, Bypass, Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::program::{Sym, UnitId};
use crate::tenancy::{EntityId, Role, Standing};
use partywall_catalog::Operation;
use partywall_ir::Span;
use std::sync::Arc;

/// The most columns of one row that are followed.
const MAX_COLUMNS: usize = 16;

/// Values within values that arguments are looked for in.
const MAX_DEPTH: usize = 4;

impl Cx<'_, '_> {
    /// Notes that references are written here.
    pub(super) fn store(
        &mut self,
        entity: EntRef,
        operation: Operation,
        sets: Vec<Pred>,
        sql: bool,
        place: (UnitId, Span),
    ) {
        if sets.is_empty() || !self.has_room() {
            return;
        }
        let access = Access {
            entity,
            passed: None,
            operation,
            preds: sets,
            stores: true,
            bypass: Bypass::No,
            manager: None,
            sql,
            place,
            function: self.function,
            calls: Vec::new(),
            inner: false,
            declared: false,
            opaque: false,
            closes: false,
            holder: None,
            exits: Vec::new(),
            within: Vec::new(),
            thin: false,
        };
        self.add_access(access, false);
    }

    /// The references among the columns that arguments write.
    pub(super) fn stored(&self, entity: &EntRef, given: &[Given]) -> Vec<Pred> {
        let mut sets = Vec::new();
        for arg in given {
            match arg.name.filter(|_| !matches!(arg.val.shape, Shape::Truth(_))) {
                Some(name) => sets.extend(self.named_reference(entity, name, &arg.val)),
                None => self.stored_value(entity, &arg.val, 0, &mut sets),
            }
        }
        sets.truncate(MAX_COLUMNS);
        sets
    }

    fn stored_value(&self, entity: &EntRef, val: &Val, depth: usize, sets: &mut Vec<Pred>) {
        if depth > MAX_DEPTH {
            return;
        }
        match &val.shape {
            Shape::Truth(truth) => {
                let refers = |pred: &&Pred| match pred {
                    Pred::Test { column, .. } => match column.entity {
                        EntRef::Known(entity) => {
                            let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
                            self.refers(entity, &path)
                        }
                        _ => false,
                    },
                    _ => false,
                };
                sets.extend(truth.preds.iter().filter(refers).cloned());
            }
            Shape::List(items) => {
                for item in items.iter().take(MAX_COLUMNS) {
                    self.stored_value(entity, item, depth + 1, sets);
                }
            }
            Shape::Object(_) | Shape::Plain => self.stored_object(entity, val, sets),
            _ => {}
        }
    }

    /// An object whose members are called after the columns that they are written to.
    pub(super) fn stored_object(&self, entity: &EntRef, val: &Val, sets: &mut Vec<Pred>) {
        let EntRef::Known(known) = entity else { return };
        let program = self.eng.program;
        let declared = program.unwrap(&val.ty).decl();
        for column in &self.eng.tenancy.entity(*known).columns {
            let Some(member) = program.find(&column.name) else {
                continue;
            };
            let has = match &val.shape {
                Shape::Object(members) => members.iter().any(|(name, _)| *name == member),
                _ => declared
                    .is_some_and(|ty| program.field(ty, member).is_some() && !self.is_kept_from_input(ty, member)),
            };
            if !has || !self.refers(*known, &[&column.name]) {
                continue;
            }
            let of = match &val.shape {
                Shape::Object(members) => members.iter().find(|(name, _)| *name == member),
                _ => None,
            };
            let value = match of {
                // a row that is made here is as good as what it was given
                Some((
                    _,
                    Val {
                        shape: Shape::Object(_),
                        ty,
                        ..
                    },
                )) if self.entity_of(ty) != EntRef::Unknown => Srcs::one(self.src(Root::Generated, &[])),
                Some((_, val)) => val.srcs.clone(),
                None => self.members(&val.srcs, member),
            };
            sets.push(Pred::Test {
                column: Arc::new(Column::new(entity.clone(), vec![column.name.as_str().into()])),
                compare: Compare::Equal,
                value,
                constant: false,
            });
        }
    }

    /// The tenant among the columns of a row that is written as a whole, or by its columns' names.
    pub(super) fn written(&self, entity: &EntRef, given: &[Given], from: usize) -> Vec<Pred> {
        let mut sets = Vec::new();
        for arg in given.iter().skip(from) {
            match arg.name {
                Some(name) => sets.extend(self.named_tenant(entity, name, &arg.val)),
                None if matches!(arg.val.shape, Shape::Plain) && self.records(&arg.val.srcs).is_empty() => {
                    self.stored_tenant(entity, &arg.val, &mut sets);
                }
                None => {}
            }
        }
        sets
    }

    /// A value that is given by the name of a column that refers to another row.
    fn named_reference(&self, entity: &EntRef, name: Sym, val: &Val) -> Option<Pred> {
        let EntRef::Known(known) = entity else { return None };
        let text = self.text(name);
        self.refers(*known, &[text]).then(|| Pred::Test {
            column: Arc::new(Column::new(entity.clone(), vec![text.into()])),
            compare: Compare::Equal,
            value: val.srcs.clone(),
            constant: false,
        })
    }

    /// A value that is given by the name of a column that says whose the row is.
    fn named_tenant(&self, entity: &EntRef, name: Sym, val: &Val) -> Option<Pred> {
        let EntRef::Known(known) = entity else { return None };
        let path: Vec<Arc<str>> = vec![self.text(name).into()];
        self.says_whose(*known, &path).then(|| Pred::Test {
            column: Arc::new(Column::new(entity.clone(), path)),
            compare: Compare::Equal,
            value: val.srcs.clone(),
            constant: false,
        })
    }

    /// The like of [`Self::stored_object`] for the columns that say whose the row is, and no others.
    pub(super) fn stored_tenant(&self, entity: &EntRef, val: &Val, sets: &mut Vec<Pred>) {
        let mut all = Vec::new();
        self.stored_object(entity, val, &mut all);
        let tenant = |pred: &Pred| matches!(pred, Pred::Test { .. }) && self.says_whose_row(entity, pred);
        sets.extend(all.into_iter().filter(tenant));
    }

    /// Whether a restriction goes by the row's own key, or by a column that leads straight to a tenant.
    pub(super) fn says_whose_row(&self, entity: &EntRef, pred: &Pred) -> bool {
        match (pred, entity) {
            (Pred::Test { column, .. }, EntRef::Known(known)) => {
                let own = matches!(&column.path[..], [only] if self.eng.tenancy.is_own_key(*known, only));
                own || self.says_whose(*known, &column.path)
            }
            _ => true,
        }
    }

    /// Whether a column leads straight to a tenant.
    pub(super) fn says_whose(&self, entity: EntityId, path: &[Arc<str>]) -> bool {
        let path: Vec<&str> = path.iter().map(|part| &**part).collect();
        matches!(self.eng.tenancy.role(entity, &path), Role::TenantKey(_))
    }

    /// The sources of the key of a row that is made here: it comes from nowhere else.
    pub(super) fn new_key(&self, val: &Val, name: Sym) -> Option<Srcs> {
        let (Shape::Object(_), EntRef::Known(entity)) = (&val.shape, self.entity_of(&val.ty)) else {
            return None;
        };
        let own = self.eng.tenancy.is_own_key(entity, self.text(name));
        own.then(|| Srcs::one(self.src(Root::Generated, &[])))
    }

    /// What selects the row that an object stands for: the row itself where it was read, else the object's key.
    pub(super) fn key_of(&self, entity: &EntRef, val: &Val) -> Option<Pred> {
        if !self.records(&val.srcs).is_empty() {
            return Some(Pred::Key(val.srcs.clone()));
        }
        let (EntRef::Known(known), false) = (entity, val.srcs.is_empty()) else {
            return Some(Pred::Opaque);
        };
        let columns = &self.eng.tenancy.entity(*known).columns;
        let key = columns.iter().find(|column| column.primary_key);
        let member = key.and_then(|column| self.eng.program.find(&column.name));
        let whole = matches!(val.shape, Shape::Plain).then_some(member).flatten();
        Some(Pred::Key(whole.map_or_else(
            || val.srcs.clone(),
            |member| self.members(&val.srcs, member),
        )))
    }

    /// Whether a column leads to a tenant or to an owned row other than a person.
    pub(super) fn refers(&self, entity: EntityId, path: &[&str]) -> bool {
        let own = matches!(path, [only] if self.eng.tenancy.is_own_key(entity, only));
        !own && matches!(
            self.eng.tenancy.role(entity, path),
            Role::TenantKey(_) | Role::ParentKey(_)
        )
    }
}

impl Judge<'_, '_> {
    /// The references that an access stores.
    pub(super) fn references<'p>(&self, access: &'p Access) -> Vec<(&'p Arc<Column>, Role, &'p Srcs)> {
        let reference = |pred: &'p Pred| match pred {
            Pred::Test {
                column,
                compare: Compare::Equal | Compare::In,
                value,
                ..
            } => {
                let role = self.column_role(column, &access.entity);
                self.refers(access, column, role).then_some((column, role, value))
            }
            _ => None,
        };
        access.preds.iter().filter_map(reference).collect()
    }

    /// Whether rows are only known by several columns together, of which one leads to whose they are: one of the others alone names
    /// no row, and together they name one of the same owner.
    fn has_joint_key(&self, entity: EntityId) -> bool {
        let columns = &self.eng.tenancy.entity(entity).columns;
        let mut key = columns.iter().filter(|column| column.primary_key);
        key.clone().count() > 1 && key.any(|column| column.target.is_some())
    }

    /// Whether a column says whose the row is, or leads to an owned row. A second column that leads to a tenant only mentions it.
    fn refers(&self, access: &Access, column: &Column, role: Role) -> bool {
        match (role, &access.entity) {
            // a key that a row shares with another is called after the other, or it is the row's own
            (Role::ParentKey(target), _) if self.has_joint_key(target) => false,
            (Role::ParentKey(_), EntRef::Known(entity)) => {
                let tenancy = self.eng.tenancy;
                let own = |name: &std::sync::Arc<str>| tenancy.is_own_key(*entity, name);
                // a row that is named together with whose it is, is theirs
                let joint = |name: &std::sync::Arc<str>| {
                    let at = tenancy.column(*entity, name);
                    at.is_some_and(|at| tenancy.entity(*entity).columns[at].joint)
                };
                !(column.path.len() == 1 && column.path.iter().any(|name| own(name) || joint(name)))
            }
            (Role::ParentKey(_), _) => true,
            (Role::TenantKey(root), EntRef::Known(entity)) => {
                let paths = &self.eng.tenancy.entity(*entity).paths;
                let first = paths.iter().find(|path| path.root == root && path.steps.len() == 1);
                let own = |step: &String| column.path.last().is_some_and(|name| **name == **step);
                first.is_none_or(|path| path.steps.first().is_some_and(own))
            }
            _ => false,
        }
    }

    /// The first reference whose value is the request's and checked by nothing: its column, what it leads to, and the value.
    pub(super) fn unverified(
        &self,
        access: &Access,
        trust: &crate::flow::trust::Trust,
    ) -> Option<(Arc<Column>, Role, SrcId)> {
        for (column, role, value) in self.references(access) {
            if matches!(role, Role::TenantKey(_)) && self.presumed(value) {
                continue;
            }
            for src in value.list() {
                let (request, named) = { (src.root() == Root::Request, !src.path().is_empty()) };
                if request && named && !self.is_found_by(*src) && !self.value_holds(&Srcs::one(*src), trust) {
                    return Some((Arc::clone(column), role, *src));
                }
            }
        }
        None
    }

    /// Whether a source is a member of something that goes by the name of a key: what was found by the key in a way that was not
    /// seen, and not the key that was sent.
    fn is_found_by(&self, src: SrcId) -> bool {
        let path = src.path();
        let program = self.eng.program;
        let lexicon = self.eng.tenancy.lexicon();
        let key = |name: &Sym| {
            let words = lexicon.words(program.text(*name));
            lexicon
                .stem(&words)
                .is_some_and(|stem| !stem.is_empty() && stem.len() < words.len())
        };
        path.split_last().is_some_and(|(_, of)| of.iter().any(key))
    }

    /// Whether a role is that of a tenant, and not of an owned row.
    pub(super) fn is_tenant(&self, role: Role) -> bool {
        matches!(role, Role::TenantKey(root) if self.eng.tenancy.entity(root).standing == Standing::Root { user: false })
    }
}
