//! What a function puts into what it is handed: `collect(org, &mut ids)`, `reader.read_exact(&mut buffer)`.
//!
//! What a function adds to a collection that is one of its parameters stands in its summary, and is among the values that the caller's local
//! holds from then on. Where a function asks for no rows and was not seen to add anything, what is handed over to be written to, and holds
//! nothing yet but what the code writes, derives from what else went in.

use crate::flow::apply::Binding;
use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::gathered::says_something;
use crate::flow::summary::Summary;
use crate::flow::value::{Root, Shape, SrcId, Srcs, Template, Val};
use crate::program::Ty;
use partywall_catalog::OriginWord;
use partywall_ir::{ExprId, ExprKind, Name, ParamKind, UnaryOp};
use std::sync::Arc;

/// The most parameters of one function that are followed.
const MAX_OUTPUTS: usize = 8;

impl Cx<'_, '_> {
    /// Notes that values were added to a local, where it is one of the function's parameters.
    pub(super) fn note_output(&mut self, name: Name, added: &Srcs) {
        let params = &self.eng.program.decl(self.function).params;
        let Some(at) = params.iter().position(|param| param.name == name) else {
            return;
        };
        let Ok(at) = u32::try_from(at) else { return };
        let own = |src: &SrcId| src.root() == Root::Param(at) && src.is_whole();
        let handed = self
            .st
            .env
            .get(&name)
            .is_some_and(|val| val.srcs.list().iter().any(own));
        if !handed || self.within.is_some() {
            return;
        }
        let room = self.outputs.len() < MAX_OUTPUTS;
        match self.outputs.iter_mut().find(|(of, _)| *of == at) {
            Some((_, all)) => *all = all.union(added),
            None if room => self.outputs.push((at, added.clone())),
            None => {}
        }
    }

    /// Notes that a condition about a tenant was written at the end of a statement that the function is handed: which one is not told.
    pub(super) fn note_condition(&mut self, name: Name, text: &str) {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        let mut keys = words.filter(|word| word.contains('_'));
        if keys.any(|word| self.eng.tenancy.is_tenant_key(word, true)) {
            let unknown = self.val(Root::Unknown, &[]).srcs;
            self.note_output(name, &unknown);
        }
    }

    /// Puts a condition that could not be read to the statement that a local is.
    fn add_condition(&mut self, name: Name, val: &Val, srcs: &Srcs) -> bool {
        let Shape::Sql(text) = &val.shape else { return false };
        let mut text = (**text).clone();
        let hole = Template {
            text: partywall_sql::further_condition(&text.template.text),
            holes: vec![Val::of(srcs.clone())],
        };
        self.splice(&mut text.template, &hole);
        let shape = Shape::Sql(Arc::new(text));
        self.st.env.insert(name, Val { shape, ..val.clone() });
        true
    }

    /// What the locals hold that were handed over, once the callee has run.
    pub(super) fn take_outputs(&mut self, summary: &Summary, binding: &Binding, given: &[Given]) {
        let params = &self.eng.program.decl(binding.callee).params;
        let added: Vec<(ExprId, Srcs)> = summary
            .outputs
            .iter()
            .filter_map(|(at, added)| {
                let before = params.get(..*at as usize)?;
                let place = before.iter().filter(|param| param.kind == ParamKind::Plain).count();
                let arg = given.get(place).filter(|arg| arg.name.is_none() && !arg.spread)?;
                Some((arg.expr, self.srcs(added, binding)))
            })
            .collect();
        for (expr, srcs) in added {
            let name = match self.unit.body[expr].kind {
                ExprKind::Name(name) => Some(name),
                _ => self.written_to(expr),
            };
            if let Some((name, val)) = name.and_then(|name| Some((name, self.st.env.get(&name)?.clone()))) {
                let _ = self.add_condition(name, &val, &srcs) || self.add_values(name, &val, &srcs);
            }
        }
        if summary.outputs.is_empty() && summary.accesses.is_empty() && given.iter().any(|arg| self.is_buffer(arg)) {
            let receiver = binding.receiver.map_or(Srcs::default(), |val| val.srcs.clone());
            let srcs = receiver.union(&crate::flow::call::union(given.iter().map(|arg| &arg.val)));
            self.fill_references(given, &srcs);
        }
    }

    /// A local that is handed over to be filled derives from what else went in.
    pub(super) fn fill_references(&mut self, given: &[Given], srcs: &Srcs) {
        for arg in given {
            let ExprKind::Unary {
                op: UnaryOp::Ref,
                operand,
            } = self.unit.body[arg.expr].kind
            else {
                continue;
            };
            match self.unit.body[operand].kind {
                ExprKind::Let { pattern, .. } => self.bind(pattern, &Val::of(srcs.clone())),
                ExprKind::Name(name) if self.is_buffer(arg) => {
                    let filled = Val {
                        srcs: arg.val.srcs.union(srcs),
                        ty: arg.val.ty.clone(),
                        shape: Shape::Plain,
                    };
                    self.st.env.insert(name, filled);
                }
                _ => {}
            }
        }
    }

    /// What a call of the catalog gives, back or in what it fills.
    pub(super) fn filled_by_source(&mut self, origin: OriginWord, given: &[Given]) -> Val {
        let key = given.iter().find_map(|arg| self.text_key(&arg.val));
        let val = self.origin(origin, key);
        self.fill_references(given, &val.srcs);
        val
    }

    /// An empty collection that is made by a function of its type: `Vec::with_capacity(n)`.
    pub(super) fn new_collection(&self, of: Option<&Val>, given: &[Given]) -> Option<Val> {
        let Some(Shape::Outside(path)) = of.map(|of| &of.shape) else {
            return None;
        };
        let name = path.rsplit(['.', ':']).next()?;
        let ty = Ty::named(name, Vec::new());
        let number = |arg: &Given| arg.val.srcs.list().iter().all(|src| src.root() == Root::Const);
        (given.len() < 2 && given.iter().all(number) && self.eng.program.is_collection(&ty))
            .then(|| Val { ty, ..Val::nothing() })
    }

    /// Whether a local is handed over to be written to that holds nothing yet but what the code writes.
    fn is_buffer(&self, arg: &Given) -> bool {
        let bare = |val: &Val| val.srcs.list().iter().all(|src| src.root() == Root::Const);
        let empty = match &arg.val.shape {
            Shape::List(items) => items.first().is_none_or(bare) && !items.iter().any(says_something),
            Shape::Text(_) => true,
            Shape::Plain => bare(&arg.val) && self.eng.program.is_collection(&arg.val.ty),
            _ => false,
        };
        empty && self.written_to(arg.expr).is_some()
    }

    /// The local that an argument hands over to be written to.
    fn written_to(&self, expr: ExprId) -> Option<Name> {
        match self.unit.body[expr].kind {
            ExprKind::Unary {
                op: UnaryOp::Ref,
                operand,
            } => match self.unit.body[operand].kind {
                ExprKind::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
}
