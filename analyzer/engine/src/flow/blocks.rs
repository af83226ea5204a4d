//! Blocks inside of which automatic filters are off, whatever asks there: `using (filters.Disable<Tenant>()) { … }`.

use crate::flow::cx::Cx;
use crate::flow::query::{Access, Bypass};
use partywall_catalog::StepRow;
use partywall_ir::{ExprId, ExprKind};

impl Cx<'_, '_> {
    /// Notes what a resource switches off, until the block that it opens ends.
    pub(super) fn open_block(&mut self, resource: ExprId) {
        if !self.eng.index.step_within.speak_of(self.unit.language) {
            return;
        }
        let mut call = resource;
        while let ExprKind::Unary { operand, .. } = self.unit.body[call].kind {
            call = operand;
        }
        let ExprKind::Call { callee, args } = &self.unit.body[call].kind else {
            return;
        };
        let Some(name) = self.last_name(*callee) else { return };
        let rows: Vec<&StepRow> = self
            .eng
            .index
            .step_within
            .get(self.unit.language, name)
            .copied()
            .collect();
        let mut named: Vec<String> = args
            .iter()
            .filter_map(|arg| self.last_name(arg.value).map(str::to_owned))
            .collect();
        let mut on = *callee;
        if let ExprKind::Generic { base, args } = &self.unit.body[on].kind {
            named.extend(args.iter().map(|ty| self.unit.text(ty.name).to_owned()));
            on = *base;
        }
        if let ExprKind::Member { base, .. } = self.unit.body[on].kind {
            let receiver = self.eval(base);
            named.extend(receiver.ty.args().iter().filter_map(|ty| ty.name()).map(str::to_owned));
        }
        let last = |name: &String| crate::words::last(name).to_owned();
        let speaks = |row: &&StepRow| row.of.is_empty() || named.iter().any(|name| row.of.contains(&last(name)));
        if rows.iter().any(speaks) {
            self.filters_off = Bypass::All(self.unit_id, self.unit.body[call].span);
        }
    }

    /// An access as it is where it runs.
    pub(super) fn as_inside(&self, mut access: Access) -> Access {
        if access.bypass == Bypass::No {
            access.bypass = self.filters_off.clone();
        }
        access
    }
}
