//! Calls that do not return, that give a value which tells of failure, or that answer with a status that refuses.

use crate::flow::call::{Given, Site, union};
use crate::flow::cx::Cx;
use crate::flow::value::{Shape, Val};
use partywall_ir::{ExprId, ExprKind};

impl Cx<'_, '_> {
    /// A call that does not return, or that gives a value which tells of failure.
    pub(super) fn stop(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.stop.get(self.unit.language, site.name).copied();
        let row = rows
            .find(|row| self.named(&row.call, site) && (row.status.is_empty() || self.refuses(&row.status, given)))?;
        if let Some(arg) = given.first().filter(|_| row.unless) {
            let holds = self.truth(&arg.val).yes;
            self.note(self.unit.body[arg.expr].span, &holds, true);
            self.st.facts.extend(holds);
            return Some(Val::nothing());
        }
        if row.value {
            let srcs = union(given.iter().map(|arg| &arg.val));
            return Some(Val {
                srcs,
                ..Val::shaped(Shape::Failure)
            });
        }
        self.st.dead = true;
        Some(Val::nothing())
    }

    /// Whether an argument of one of these names is a status that refuses.
    fn refuses(&self, names: &[String], given: &[Given]) -> bool {
        given.iter().any(|arg| {
            let named = arg
                .name
                .is_some_and(|name| names.iter().any(|asked| asked == self.text(name)));
            named && self.is_refusal(arg.expr)
        })
    }

    /// Whether an expression is a status from 400 on: as a number, or as the name of a constant.
    pub(super) fn is_refusal(&self, expr: ExprId) -> bool {
        match &self.unit.body[expr].kind {
            ExprKind::Lit(partywall_ir::Lit::Int(number)) => (400..600).contains(number),
            ExprKind::Name(name) | ExprKind::Member { name, .. } => {
                let words = crate::words::split(self.unit.text(*name));
                let number = words.iter().find_map(|word| word.parse::<i64>().ok());
                let spoken = ["found", "forbidden", "unauthorized", "bad"];
                match number {
                    Some(number) => (400..600).contains(&number),
                    None => words.iter().any(|word| spoken.contains(&word.as_str())) && words != ["found"],
                }
            }
            _ => false,
        }
    }
}
