//! Extension blocks: members that are written together for one receiver.

use partywall_ir::{Flags, ParamKind, Span, TypeIx};
use tree_sitter::Node;

use crate::attributes::Target;
use crate::kinds::K;
use crate::lower::{Lower, in_field, of_kind};
use crate::mask::EXTENSION;

impl<'t> Lower<'t> {
    /// Whether what the grammar was given as a structure is a block in the text.
    pub(crate) fn is_extension_block(&self, node: Node<'t>) -> bool {
        self.text(node).as_bytes().starts_with(EXTENSION)
    }

    /// The members of a block belong to the type around it, and each of them takes the receiver first, as an extension method does that
    /// is written by itself.
    pub(crate) fn extension_block(&mut self, node: Node<'t>, owner: Option<TypeIx>) {
        let kids = self.kids(node);
        let Some(body) = in_field(&kids, self.f().body) else {
            return;
        };
        let type_params = self.type_params(&kids);
        let list = of_kind(&kids, K::ParameterList);
        let mut receiver = list.and_then(|list| self.params(list, Target::Any).into_iter().next());
        let first = self.unit.functions.len();
        self.declarations(body, owner);
        for function in &mut self.unit.functions[first..] {
            if function.owner != owner || function.parent != self.functions.last().copied() {
                continue;
            }
            let own = std::mem::replace(&mut function.type_params, type_params.clone());
            function.type_params.extend(own);
            if function.flags.has(Flags::STATIC) {
                continue;
            }
            if let Some(receiver) = &mut receiver {
                receiver.kind = ParamKind::Extension;
                receiver.span = Span::new(function.span.start as usize, function.span.start as usize);
                function.params.insert(0, receiver.clone());
                // What an attribute is given has one place in a unit.
                receiver.attributes.clear();
                receiver.default = None;
                function.flags = function.flags.with(Flags::STATIC);
            }
        }
    }
}
