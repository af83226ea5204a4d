//! What the arguments of one call bring to the accesses of the function that is called.

use crate::flow::apply::Binding;
use crate::flow::cx::Cx;
use crate::flow::query::{Compare, Pred};
use crate::flow::value::{Root, Shape, SrcId, Srcs, Val};

impl Cx<'_, '_> {
    /// Whether rows are asked for by a parameter that the call gives nothing for.
    pub(super) fn asks_for_null(&self, pred: &Pred, binding: &Binding) -> bool {
        let (Pred::Key(value)
        | Pred::Test {
            compare: Compare::Equal,
            value,
            ..
        }) = pred
        else {
            return false;
        };
        let null = |src: &SrcId| match src.root() {
            Root::Param(index) => matches!(binding.args.get(index as usize), Some(Val { shape: Shape::Null, .. })),
            _ => false,
        };
        !value.is_empty() && value.list().iter().all(null)
    }

    /// Whether a value has a source with this root.
    pub(super) fn has_root(&self, srcs: &Srcs, root: Root) -> bool {
        srcs.list().iter().any(|src| src.root() == root)
    }

    /// Whether a value is an input as it came in, of which no member was given anything since.
    pub(super) fn came_in(&self, val: &Val) -> bool {
        let ([src], Shape::Plain) = (val.srcs.list(), &val.shape) else {
            return false;
        };
        let whole = match src.root() {
            Root::Param(_) => src.path().is_empty(),
            Root::Request => src.path().len() <= 1,
            _ => false,
        };
        whole
            && !self
                .st
                .given
                .iter()
                .any(|(member, _)| member.chain().any(|of| of == *src))
    }

    /// Whether a value brings nothing that could select rows.
    pub(super) fn is_bare(&self, val: &Val) -> bool {
        val.srcs.list().iter().all(|src| match src.root() {
            Root::Const | Root::Generated => true,
            Root::This => src.path().is_empty(),
            _ => false,
        })
    }
}
