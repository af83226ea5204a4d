//! The syntax tree as one flat list in source order. Made in one pass with one cursor, so that lowering
//! neither calls into the parser nor depends on how deep the tree is.

use partywall_ir::{Directive, Gap, Span};
use tree_sitter::Tree;

use crate::kind::{GRAMMAR, Kind, Role};

/// Index of a node.
pub(crate) type At = u32;

/// A node: its children follow it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its part in its parent.
    pub(crate) role: Role,
    id: u16,
    start: u32,
    end: u32,
    /// Index after its last descendant.
    next: At,
}

/// All nodes of a file but punctuation and comments.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    nodes: Vec<Node>,
}

impl Flat {
    /// Fills the list from a tree; gives the directives among the comments and one gap for each place that does not parse.
    pub(crate) fn fill(&mut self, tree: &Tree, text: &str) -> (Vec<Directive>, Vec<Gap>) {
        let grammar = &*GRAMMAR;
        let broken = tree.root_node().has_error();
        let (mut directives, mut gaps) = (Vec::new(), Vec::new());
        let mut open: Vec<At> = Vec::new();
        let mut cursor = tree.walk();
        self.nodes.clear();
        loop {
            let node = cursor.node();
            let id = node.kind_id();
            let kind = grammar.kind(id);
            let span = Span::new(node.start_byte(), node.end_byte());
            if broken && (kind == Kind::Error || node.is_missing()) {
                gaps.push(Gap {
                    kind: "error".into(),
                    span,
                });
            }
            let mut enter = false;
            match kind {
                Kind::Skip => {}
                Kind::Comment => directives.extend(directive(text, span)),
                _ => {
                    enter = match kind {
                        Kind::String => broken || is_formatted(text, span),
                        Kind::DottedName | Kind::Identifier => broken,
                        _ => !kind.is_token(),
                    };
                    let role = grammar.role(cursor.field_id());
                    let next = count(self.nodes.len() + 1);
                    self.nodes.push(Node {
                        kind,
                        role,
                        id,
                        start: span.start,
                        end: span.end,
                        next,
                    });
                }
            }
            if enter && cursor.goto_first_child() {
                open.push(count(self.nodes.len() - 1));
                continue;
            }
            while !cursor.goto_next_sibling() {
                let Some(parent) = open.pop() else {
                    return (directives, gaps);
                };
                self.nodes[parent as usize].next = count(self.nodes.len());
                if !cursor.goto_parent() {
                    return (directives, gaps);
                }
            }
        }
    }

    /// Whether there is no node at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// A node.
    pub(crate) fn node(&self, at: At) -> Node {
        self.nodes[at as usize]
    }

    /// What a node is.
    pub(crate) fn kind(&self, at: At) -> Kind {
        self.nodes[at as usize].kind
    }

    /// Where a node stands.
    pub(crate) fn span(&self, at: At) -> Span {
        let node = &self.nodes[at as usize];
        Span {
            start: node.start,
            end: node.end,
        }
    }

    /// The grammar's own word for a node.
    pub(crate) fn word(&self, at: At) -> &'static str {
        GRAMMAR.word(self.nodes[at as usize].id)
    }

    /// The children, tokens included.
    pub(crate) fn all(&self, at: At) -> Children<'_> {
        Children {
            nodes: &self.nodes,
            at: at + 1,
            end: self.nodes[at as usize].next,
        }
    }

    /// The children that are no tokens.
    pub(crate) fn children(&self, at: At) -> impl Iterator<Item = At> {
        self.all(at).filter(|child| !self.kind(*child).is_token())
    }

    /// The first child that is neither a token nor an error.
    pub(crate) fn first(&self, at: At) -> Option<At> {
        self.children(at).find(|child| self.kind(*child) != Kind::Error)
    }

    /// The child with a role.
    pub(crate) fn child(&self, at: At, role: Role) -> Option<At> {
        self.all(at).find(|child| self.node(*child).role == role)
    }

    /// The children with a role.
    pub(crate) fn each(&self, at: At, role: Role) -> impl Iterator<Item = At> {
        self.all(at).filter(move |child| self.node(*child).role == role)
    }

    /// Whether a token is among the children.
    pub(crate) fn has(&self, at: At, kind: Kind) -> bool {
        self.all(at).any(|child| self.kind(child) == kind)
    }
}

/// The children of a node, in order.
pub(crate) struct Children<'a> {
    nodes: &'a [Node],
    at: At,
    end: At,
}

impl Iterator for Children<'_> {
    type Item = At;

    fn next(&mut self) -> Option<At> {
        if self.at >= self.end {
            return None;
        }
        let at = self.at;
        self.at = self.nodes[at as usize].next;
        Some(at)
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn is_formatted(text: &str, span: Span) -> bool {
    let bytes = &text.as_bytes()[span.range()];
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T'))
}

fn directive(text: &str, span: Span) -> Option<Directive> {
    let comment = text.get(span.range())?;
    let said = comment.strip_prefix('#')?.trim().strip_prefix("partywall:")?;
    Some(Directive {
        text: said.trim().into(),
        span,
    })
}
