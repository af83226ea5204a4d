//! What stands around a place of a unit: the innermost function, and the value that a local had there.

use partywall_ir::{ExprId, ExprKind, FnIx, Name, PatKind, Span, Unit};
use std::collections::BTreeMap;

/// How many functions are looked at to find the one around a place, and how deep they nest.
const STEPS: usize = 64;

/// The functions and locals of one unit by where they stand.
pub struct Around {
    functions: Vec<(Span, FnIx)>,
    /// Values of locals, by name, in source order.
    locals: BTreeMap<Name, Vec<(u32, ExprId)>>,
}

impl Around {
    /// Reads a unit.
    pub fn new(unit: &Unit) -> Self {
        let mut functions: Vec<(Span, FnIx)> = unit
            .functions
            .iter()
            .enumerate()
            .map(|(at, function)| (function.span, FnIx(u32::try_from(at).unwrap_or(u32::MAX))))
            .collect();
        functions.sort();
        let mut locals: BTreeMap<Name, Vec<(u32, ExprId)>> = BTreeMap::default();
        for expr in &unit.body.exprs {
            let (name, value) = match &expr.kind {
                ExprKind::Let {
                    pattern,
                    value: Some(value),
                    ..
                } => match &unit.body[*pattern].kind {
                    PatKind::Bind { name, .. } => (*name, *value),
                    _ => continue,
                },
                ExprKind::Assign { target, value, .. } => match &unit.body[*target].kind {
                    ExprKind::Name(name) => (*name, *value),
                    _ => continue,
                },
                _ => continue,
            };
            locals
                .entry(name)
                .or_default()
                .push((unit.body[value].span.start, value));
        }
        for list in locals.values_mut() {
            list.sort();
        }
        Self { functions, locals }
    }

    /// The innermost function around a place: the last one that begins before it, or one of those that hold that one.
    pub fn function(&self, unit: &Unit, span: Span) -> Option<FnIx> {
        let end = self.functions.partition_point(|(of, _)| of.start <= span.start);
        for (of, ix) in self.functions[..end].iter().rev().take(STEPS) {
            if of.contains(span) {
                return Some(*ix);
            }
            let mut up = unit.functions[ix.index()].parent;
            for _ in 0..STEPS {
                let Some(parent) = up else { break };
                if unit.functions[parent.index()].span.contains(span) {
                    return Some(parent);
                }
                up = unit.functions[parent.index()].parent;
            }
        }
        None
    }

    /// The value that a local was given last before a place, within what surrounds both.
    pub fn local(&self, name: Name, before: Span, within: Span) -> Option<ExprId> {
        let list = self.locals.get(&name)?;
        let (start, value) = list[..list.partition_point(|(start, _)| *start < before.start)].last()?;
        (*start >= within.start).then_some(*value)
    }

    /// All values that a local was given before a place, within what surrounds both.
    pub fn values(&self, name: Name, before: Span, within: Span) -> impl Iterator<Item = ExprId> + '_ {
        let list = self.locals.get(&name).map_or(&[][..], |list| list);
        let end = list.partition_point(|(start, _)| *start < before.start);
        let own = list[..end]
            .iter()
            .rev()
            .take_while(move |(start, _)| *start >= within.start);
        own.map(|(_, value)| *value)
    }
}
