//! `a is not null && b`: the grammar takes `null && b` for the constant of the pattern, which no constant can be.
//!
//! The operators after the true constant are given back to the expression around the test, in the order of their binding.

use partywall_ir::{BinaryOp, ExprId, ExprKind};
use tree_sitter::Node;

use crate::chain::operator;
use crate::kinds::K;
use crate::lower::{Lower, free_value, span};

/// What a pattern swallowed: binary expressions, innermost first, each on top of the one before.
pub(crate) type Tail<'t> = Vec<Node<'t>>;

impl<'t> Lower<'t> {
    /// What the pattern of a test swallowed, and from now on the constant that it leaves of it.
    pub(crate) fn swallowed(&mut self, test: Node<'t>) -> Tail<'t> {
        let f = self.f();
        let mut tail = Vec::new();
        let Some(mut node) = self.child(test, f.pattern) else {
            return tail;
        };
        // The last thing in the pattern, if it is a bare constant.
        loop {
            node = match self.kind(node) {
                K::AndPattern | K::OrPattern => match self.child(node, f.right) {
                    Some(right) => right,
                    None => return tail,
                },
                K::NegatedPattern | K::RelationalPattern | K::ConstantPattern => {
                    let kids = self.kids(node);
                    match free_value(&kids) {
                        Some(inner) => inner,
                        None => return tail,
                    }
                }
                K::Binary => break,
                _ => return tail,
            };
        }
        let whole = node.id();
        while self.kind(node) == K::Binary && rank(self.operator_of(node)) > 0 {
            tail.push(node);
            match self.child(node, f.left) {
                Some(left) => node = left,
                None => break,
            }
        }
        tail.reverse();
        if !tail.is_empty() {
            self.cut = Some((whole, node));
        }
        tail
    }

    /// What is left of the constant of a pattern.
    pub(crate) fn uncut(&self, node: Node<'t>) -> Node<'t> {
        match self.cut {
            Some((whole, rest)) if whole == node.id() => rest,
            _ => node,
        }
    }

    /// A test, its value lowered already, under the operators that it swallowed.
    pub(crate) fn test(&mut self, node: Node<'t>, value: ExprId) -> ExprId {
        let tail = self.swallowed(node);
        let mut id = self.is_pattern(node, value, tail.first().copied());
        for over in tail {
            id = self.onto(over, id);
        }
        id
    }

    /// A binary expression on top of its left side, its right one still to be lowered.
    pub(crate) fn onto(&mut self, node: Node<'t>, left: ExprId) -> ExprId {
        let f = self.f();
        let word = self.operator_of(node);
        let Some(right) = self.child(node, f.right) else {
            return self.gap("error", node, vec![left]);
        };
        if self.kind(right) != K::IsPattern {
            let right = self.expr(right);
            return self.joined(word, left, right);
        }
        let value = self.field_expr(right, f.expression);
        let tail = self.swallowed(right);
        let mut test = self.is_pattern(right, value, tail.first().copied());
        let mut rest = tail.into_iter().peekable();
        while let Some(over) = rest.next_if(|over| rank(self.operator_of(*over)) > rank(word)) {
            test = self.deep_onto(over, test);
        }
        let mut id = self.joined(word, left, test);
        for over in rest {
            id = self.deep_onto(over, id);
        }
        id
    }

    fn deep_onto(&mut self, node: Node<'t>, left: ExprId) -> ExprId {
        let done = self.deeper(|this| this.onto(node, left));
        done.unwrap_or_else(|| self.gap("too_deep", node, vec![left]))
    }

    /// The word of a binary expression's operator.
    fn operator_of(&self, node: Node<'t>) -> &'t str {
        self.child(node, self.f().operator)
            .map_or("", |operator| self.text(operator))
    }

    fn joined(&mut self, word: &str, left: ExprId, right: ExprId) -> ExprId {
        let op = match word {
            "==" => BinaryOp::Eq,
            "!=" => BinaryOp::Ne,
            "<" => BinaryOp::Lt,
            "<=" => BinaryOp::Le,
            ">" => BinaryOp::Gt,
            ">=" => BinaryOp::Ge,
            "&&" => BinaryOp::And,
            "||" => BinaryOp::Or,
            "??" => BinaryOp::Coalesce,
            other => operator(other),
        };
        let at = self.unit.body[left].span.to(self.unit.body[right].span);
        self.add_at(ExprKind::Binary { op, left, right }, at)
    }

    /// `(a) - b`, which the grammar takes for a cast of `-b`; none for a cast.
    pub(crate) fn bracketed_operand(&mut self, node: Node<'t>) -> Option<ExprId> {
        let f = self.f();
        let (left, value) = (self.child(node, f.type_)?, self.child(node, f.value)?);
        let word = match (
            self.kind(left),
            self.kind(value),
            self.src.as_bytes().get(value.start_byte()),
        ) {
            (K::Identifier | K::QualifiedName, K::Prefix, Some(b'-')) => "-",
            (K::Identifier | K::QualifiedName, K::Prefix, Some(b'+')) => "+",
            (K::Identifier | K::QualifiedName, K::Prefix, Some(b'&')) => "&",
            _ => return None,
        };
        let kids = self.kids(value);
        let right = free_value(&kids)?;
        let (left, right) = (self.expr(left), self.expr(right));
        let op = operator(word);
        Some(self.add_at(ExprKind::Binary { op, left, right }, span(node)))
    }
}

/// How tightly an operator binds among those that no pattern can hold; 0 for the others.
fn rank(word: &str) -> u8 {
    match word {
        "??" => 1,
        "||" => 2,
        "&&" => 3,
        "|" => 4,
        "^" => 5,
        "&" => 6,
        "==" | "!=" => 7,
        _ => 0,
    }
}
