//! Rows that a class hands to the types in a list of its own, or of the project's settings, each in turn: `filter_backends`.
//!
//! What a type from outside does to them is not seen, and whose the rows are cannot be told then, unless the catalog says that it goes
//! by the request alone.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::query::{Pred, Query};
use crate::flow::value::{Shape, Val};
use crate::program::TypeId;
use partywall_catalog::{Handed, NarrowingRow, OriginWord};
use partywall_ir::{CollectionKind, Expr, ExprId, ExprKind, Language, Lit, Unit};
use std::sync::Arc;

/// The most types of one list that are asked.
const MAX_LISTED: usize = 16;

/// What stands in a list.
#[derive(Clone, Debug)]
pub(super) enum Listed {
    /// A type of the program.
    Type(TypeId),
    /// One from outside, by its dotted name.
    Outside(Arc<str>),
    /// Something that could not be read.
    Unseen,
}

impl Cx<'_, '_> {
    /// Rows after a call of the own object's that hands them to the types in a list.
    pub(super) fn handed_to_list(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.narrowing.get(self.unit.language, site.name);
        rows.next()?;
        let own = |base: ExprId| matches!(self.unit.body[base].kind, ExprKind::This) || self.is_receiver(base);
        if !self.is_base_call(site) && !site.base.is_some_and(own) {
            return None;
        }
        let first = self.passed_rows(given.first()?.val.clone());
        let holder = receiver.and_then(|val| val.ty.decl());
        let owner = self.owner.or(holder)?;
        matches!(first.shape, Shape::Query(_)).then(|| self.narrowed_by_list(site.name, owner, first))
    }

    /// Rows after what the types in a class's list make of them, for a call that the class leaves to its framework.
    pub(super) fn narrowed_by_list(&mut self, call: &str, owner: TypeId, mut rows: Val) -> Val {
        let row = self.eng.index.narrowing.get(self.unit.language, call).copied().next();
        let Some(row) = row else { return rows };
        for one in self.listed(row, owner).iter() {
            rows = match one {
                Listed::Type(ty) => self.narrowed_by_type(row, *ty, owner, rows),
                Listed::Outside(name) if is_plain(row, name) => rows,
                Listed::Outside(_) | Listed::Unseen => self.narrowed_unseen(rows),
            };
        }
        rows
    }

    fn narrowed_by_type(&mut self, row: &NarrowingRow, ty: TypeId, owner: TypeId, rows: Val) -> Val {
        let program = self.eng.program;
        let Some(place) = program.decl(self.function).body else {
            return rows;
        };
        let methods = program.find(&row.method).map(|name| program.methods(ty, name));
        let method = methods
            .unwrap_or_default()
            .into_iter()
            .find(|method| program.decl(*method).body.is_some());
        let Some(method) = method else {
            return match program.derives(ty, &row.plain) {
                true => rows,
                false => self.narrowed_unseen(rows),
            };
        };
        let holder = Val {
            ty: program.instance(owner, Vec::new()),
            ..self.this()
        };
        let mut given = Vec::new();
        for handed in &row.takes {
            let val = match handed {
                Handed::Request => self.origin(OriginWord::RequestObject, None),
                Handed::Rows => rows.clone(),
                Handed::Holder => holder.clone(),
            };
            given.push(Given {
                name: None,
                spread: false,
                expr: place,
                val,
            });
        }
        let receiver = Val {
            ty: program.instance(ty, Vec::new()),
            ..Val::nothing()
        };
        let narrowed = self.apply(place, method, Some(&receiver), &given, &[]);
        let same = |narrowed: &Query| matches!(&rows.shape, Shape::Query(rows) if rows.entity == narrowed.entity);
        // what never asks who the caller is goes by the request, however it does
        let told = self.summary(method).reads_identity;
        match &narrowed.shape {
            Shape::Query(query) if same(query) && (told || !query.preds.iter().any(is_opaque)) => narrowed,
            _ if told => self.narrowed_unseen(rows),
            _ => rows,
        }
    }

    fn narrowed_unseen(&self, rows: Val) -> Val {
        match &rows.shape {
            Shape::Query(query) => self.with_unseen(query, true),
            _ => rows,
        }
    }

    /// What stands in the list of a class: in the nearest class variable, or else in the project's settings.
    fn listed(&self, row: &NarrowingRow, owner: TypeId) -> Arc<[Listed]> {
        let program = self.eng.program;
        let mut names = row.class_field.iter().filter_map(|name| program.find(name));
        let Some(field) = names.find_map(|name| program.field(owner, name)) else {
            return self.eng.set_in_project(row, self.unit.language);
        };
        match self.eng.class_value(field).shape {
            Shape::List(items) => {
                let one = |item: &Val| match &item.shape {
                    Shape::Type(ty) => Listed::Type(*ty),
                    Shape::Outside(name) => Listed::Outside(Arc::clone(name)),
                    _ => Listed::Unseen,
                };
                items.iter().take(MAX_LISTED).map(one).collect()
            }
            _ => [Listed::Unseen].into(),
        }
    }
}

impl Engine<'_> {
    /// What the project's settings list.
    fn set_in_project(&self, row: &NarrowingRow, language: Language) -> Arc<[Listed]> {
        self.set_lists.get_or(row.call.as_slice(), || {
            self.find_set(row, language).unwrap_or_default().into()
        })
    }

    fn find_set(&self, row: &NarrowingRow, language: Language) -> Option<Vec<Listed>> {
        let mut units = self.program.units().iter().filter(|unit| unit.language == language);
        units.find_map(|unit| {
            let set = |expr: &Expr| {
                let ExprKind::Collection {
                    kind: CollectionKind::Dict,
                    items,
                } = &expr.kind
                else {
                    return None;
                };
                let mut pairs = items.chunks_exact(2);
                let key =
                    |at: ExprId| text_at(unit, at).is_some_and(|text| row.setting.iter().any(|name| name == text));
                let value = pairs.find(|pair| key(pair[0]))?[1];
                Some(self.listed_in(unit, value))
            };
            unit.body.exprs.iter().find_map(set)
        })
    }

    /// What the texts in a list name that stands in the code.
    fn listed_in(&self, unit: &Unit, list: ExprId) -> Vec<Listed> {
        let ExprKind::Collection { items, .. } = &unit.body[list].kind else {
            return vec![Listed::Unseen];
        };
        let named = |item: &ExprId| text_at(unit, *item).map_or(Listed::Unseen, |name| self.listed_by_name(name));
        items.iter().take(MAX_LISTED).map(named).collect()
    }

    /// What a dotted name in the settings stands for.
    fn listed_by_name(&self, name: &str) -> Listed {
        let called = self.program.find(crate::words::last(name));
        let types = called.map_or(&[][..], |called| self.program.type_by_name(called));
        match types {
            [only] => Listed::Type(*only),
            [] => Listed::Outside(name.into()),
            _ => Listed::Unseen,
        }
    }
}

fn text_at(unit: &Unit, at: ExprId) -> Option<&str> {
    match unit.body[at].kind {
        ExprKind::Lit(Lit::Str(text)) => Some(unit.text(text)),
        _ => None,
    }
}

fn is_opaque(pred: &Pred) -> bool {
    match pred {
        Pred::Opaque => true,
        Pred::Any(arms) => arms.iter().flatten().any(is_opaque),
        _ => false,
    }
}

fn is_plain(row: &NarrowingRow, name: &str) -> bool {
    row.plain.iter().any(|plain| plain == crate::words::last(name))
}
