//! How a predicate comes by what a function is handed.

use super::captured::{Captured, Reach, Reader, Seen, Site, once};
use super::fluent::{Calls, Found};
use super::locals::argument;
use crate::program::FnId;
use partywall_ir::ExprId;
use std::rc::Rc;

/// Functions whose callers are looked for, at most.
const SCANS: usize = 32;

impl Reader<'_> {
    /// What a parameter is handed by those who call its function.
    pub(super) fn argument(&mut self, function: FnId, index: usize, depth: usize) -> Seen {
        let program = self.program;
        let ty = program.param_type(function, index);
        let info = program.func(function);
        let site = Site::of(program, function);
        let unknown = |ty| Seen::Value(Reach::Unknown, ty);
        if self.holding.may_be(program, site.scope(), &ty) {
            return Seen::Value(Reach::Live, ty);
        }
        if self.holding.is_installation(&ty) || self.under_way.contains(&function) {
            return unknown(ty);
        }
        let Some(param) = program.decl(function).params.get(index) else {
            return unknown(ty);
        };
        self.under_way.push(function);
        let callers = self.callers(function);
        let (mut seen, mut certain) = (Vec::new(), false);
        for (site, call) in callers.iter() {
            let Some(value) = argument(program.unit(site.unit), *call, program.decl(function), index) else {
                continue;
            };
            let (reach, _) = self.value(*site, value, depth);
            certain |= match reach {
                Reach::Live => true,
                Reach::Once(of) => of.certain,
                Reach::Constant | Reach::Unknown => false,
            };
            seen.push(reach);
        }
        self.under_way.pop();
        let reach = match seen.is_empty() || seen.iter().any(|reach| *reach != Reach::Constant) {
            true => once(Captured::Argument, (info.unit, param.span), certain),
            false => Reach::Constant,
        };
        Seen::Value(reach, ty)
    }

    /// The calls of something of a function's name.
    fn callers(&mut self, function: FnId) -> Rc<Vec<(Site, ExprId)>> {
        if let Some(known) = self.callers.get(&function) {
            return known.clone();
        }
        if self.callers.len() >= SCANS {
            return Rc::default();
        }
        let program = self.program;
        let language = program.unit(program.func(function).unit).language;
        let name = program.text(program.func(function).name);
        let calls = Calls::scan(program, language, &[name]);
        let site = |call: &Found<'_>| {
            let span = program.unit(call.unit).body[call.expr].span;
            let within = calls.function(program, call.unit, span)?;
            Some((Site::of(program, within), call.expr))
        };
        let found: Rc<Vec<_>> = Rc::new(calls.found.iter().filter_map(site).collect());
        self.callers.insert(function, found.clone());
        found
    }
}
