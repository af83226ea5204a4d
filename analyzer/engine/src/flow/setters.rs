//! Members whose being set is a call: `context.Entry(invoice).State = EntityState.Modified`.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::Val;
use partywall_catalog::QueryRow;
use partywall_ir::{ExprId, ExprKind};

impl Cx<'_, '_> {
    /// Reads what setting a member of a call's result does to the row that the call was given.
    pub(super) fn set_member(&mut self, target: ExprId, value: ExprId) {
        let unit = self.unit;
        let ExprKind::Member { base, name } = unit.body[target].kind else {
            return;
        };
        let setter = format!("{}=", unit.text(name));
        let rows = self.eng.index.query_call.get(unit.language, &setter);
        let rows: Vec<&QueryRow> = rows.copied().collect();
        let (Some(to), false) = (self.last_name(value), rows.is_empty()) else {
            return;
        };
        let ExprKind::Call { callee, args } = &unit.body[base].kind else {
            return;
        };
        let (Some(first), Some(called)) = (args.first(), self.last_name(*callee)) else {
            return;
        };
        let is = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let Some(row) = rows
            .into_iter()
            .find(|row| is(&row.on_call, called) && is(&row.set_to, to))
        else {
            return;
        };
        let given = Given {
            name: None,
            spread: false,
            expr: first.value,
            val: self.eval(first.value),
        };
        let site = Site {
            expr: target,
            name: &setter,
            sym: self.sym(name),
            base: Some(base),
            type_args: &[],
        };
        let val = self
            .start_by_row(row, &site, None, &[given])
            .unwrap_or_else(Val::nothing);
        self.settle_ready(val, unit.body[target].span);
    }
}
