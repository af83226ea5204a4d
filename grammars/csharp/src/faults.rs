//! One look over the whole tree for what the walk may pass by: text that does not parse, and comments that speak to us.

use partywall_ir::Directive;
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Lower, span};

impl<'t> Lower<'t> {
    /// Notes every outermost piece of broken text and every directive. Visits nothing when there can be neither.
    pub(crate) fn survey(&mut self, root: Node<'t>) {
        let spoken_to = self.src.contains("partywall:");
        let mut broken_to = 0;
        self.cursor.reset(root);
        let mut done = false;
        while !done {
            let node = self.cursor.node();
            if self.kind(node) == K::Trivia {
                self.directive(node);
            } else if (node.is_error() || node.is_missing()) && (node.start_byte() >= broken_to) {
                broken_to = node.end_byte();
                self.lost("error", node);
            }
            let inside = spoken_to || node.has_error();
            if inside && self.cursor.goto_first_child() {
                continue;
            }
            while !self.cursor.goto_next_sibling() {
                if !self.cursor.goto_parent() {
                    done = true;
                    break;
                }
            }
        }
    }

    fn directive(&mut self, node: Node<'t>) {
        let text = self.text(node);
        let inner = match text.strip_prefix("/*") {
            Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
            None => text.trim_start_matches('/'),
        };
        if let Some(said) = inner.trim().strip_prefix("partywall:") {
            self.unit.directives.push(Directive {
                text: said.trim().into(),
                span: span(node),
            });
        }
    }
}
