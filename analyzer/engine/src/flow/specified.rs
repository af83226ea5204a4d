//! Conditions that are objects: what the constructor of a type of the program's own puts to the query that it is handed, a query asks
//! that takes such an object.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::{Shape, Truth, Val};
use crate::program::{Ty, TypeId};
use partywall_catalog::QueryRow;
use partywall_ir::{ExprKind, FnKind, Name, Span};
use std::sync::Arc;

impl<'a> Cx<'_, 'a> {
    /// The row that says that objects of a type are conditions.
    fn specifies(&self, ty: TypeId) -> Option<(&'a QueryRow, String)> {
        let rows = &self.eng.index.query_gathers;
        if !rows.speak_of(self.unit.language) {
            return None;
        }
        self.eng.program.base_names(ty).into_iter().find_map(|base| {
            let last = crate::words::last(&base).to_owned();
            let row = rows.get(self.unit.language, &last).next().copied()?;
            Some((row, last))
        })
    }

    /// In a constructor of such a type, the query that it is handed is a local.
    pub(super) fn enter_specification(&mut self) {
        let Some(owner) = self
            .owner
            .filter(|_| self.eng.program.decl(self.function).kind == FnKind::Constructor)
        else {
            return;
        };
        let Some((row, base)) = self.specifies(owner) else {
            return;
        };
        let texts = &mut self.unit.names.texts();
        let name = texts.position(|text| row.member.iter().any(|name| name == text));
        let name = name.and_then(|at| u32::try_from(at).ok()).map(Name);
        let of = self.eng.program.instance(owner, Vec::new());
        let args = self.eng.program.base_args(&of, &base);
        let (Some(name), Some(element)) = (name, args.as_ref().and_then(|args| args.first())) else {
            return;
        };
        let entity = self.entity_or_param(element);
        let query = Val::shaped(Shape::Query(Arc::new(self.query(entity, Span::default()))));
        self.st.env.insert(name, query);
        self.specified = Some(name);
    }

    /// What a step makes of that query is what the query is from there on.
    pub(super) fn specify(&mut self, site: &Site, val: &Val) {
        let Some(name) = self.specified else { return };
        let mut at = site.base;
        while let Some(expr) = at {
            match &self.unit.body[expr].kind {
                ExprKind::Name(root) if *root == name => {
                    self.st.env.insert(name, val.clone());
                    return;
                }
                ExprKind::Call { callee, .. } => at = Some(*callee),
                ExprKind::Member { base, .. } | ExprKind::Generic { base, .. } => at = Some(*base),
                _ => return,
            }
        }
    }

    /// What an object is that such a constructor has made.
    pub(super) fn specification(&self) -> Option<Val> {
        let val = self.st.env.get(&self.specified?)?;
        let Shape::Query(query) = &val.shape else { return None };
        let preds = query.preds.clone();
        Some(Val::shaped(Shape::Truth(Arc::new(Truth {
            preds,
            ..Truth::default()
        }))))
    }

    /// An object of such a type.
    pub(super) fn new_specification(&mut self, expr: partywall_ir::ExprId, ty: &Ty, given: &[Given]) -> Option<Val> {
        let decl = ty.decl()?;
        self.specifies(decl)?;
        let constructors = self.eng.constructors(decl);
        let constructor = self.eng.program.pick(&constructors, given.len(), &[], true)?;
        let made = self.apply(expr, constructor, None, given, ty.args());
        matches!(made.shape, Shape::Truth(_)).then(|| Val { ty: ty.clone(), ..made })
    }
}
