//! Patterns: what `is`, `switch`, deconstruction and `foreach` match and bind.

use partywall_ir::{BinaryOp, ExprKind, Lit, Name, PatId, PatKind, Span, TypeRef};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Kid, Lower, free_value, in_field, of_kind, span};

/// A part of a combination of patterns, in source order.
enum Part<'t> {
    Leaf(Node<'t>),
    Not(Node<'t>),
    And,
    Or,
}

impl<'t> Lower<'t> {
    /// A pattern.
    pub(crate) fn pattern(&mut self, node: Node<'t>) -> PatId {
        let made = self.deeper(|this| match this.kind(node) {
            K::NegatedPattern | K::AndPattern | K::OrPattern => this.combined(node),
            _ => this.single(node),
        });
        made.unwrap_or_else(|| {
            self.lost("too_deep", node);
            self.add_pat(PatKind::Gap, span(node))
        })
    }

    /// `not`, `and` and `or`. The grammar gives `not` too wide a reach, so the parts are put in a row and combined anew:
    /// `not` binds tightest, then `and`, then `or`.
    fn combined(&mut self, node: Node<'t>) -> PatId {
        let mut parts = Vec::new();
        let mut todo = vec![Part::Leaf(node)];
        while let Some(part) = todo.pop() {
            let Part::Leaf(node) = part else {
                parts.push(part);
                continue;
            };
            let f = self.f();
            match self.kind(node) {
                kind @ (K::AndPattern | K::OrPattern) => {
                    todo.extend(self.child(node, f.right).map(Part::Leaf));
                    todo.push(if kind == K::AndPattern { Part::And } else { Part::Or });
                    todo.extend(self.child(node, f.left).map(Part::Leaf));
                }
                K::NegatedPattern => {
                    let kids = self.kids(node);
                    todo.extend(free_value(&kids).map(Part::Leaf));
                    todo.push(Part::Not(node));
                }
                _ => parts.push(part),
            }
        }
        let (mut any, mut all) = (Vec::new(), Vec::new());
        let mut nots = Vec::new();
        for part in parts {
            match part {
                Part::Not(node) => nots.push(node),
                Part::And => {}
                Part::Or => {
                    let group = std::mem::take(&mut all);
                    any.push(group);
                }
                Part::Leaf(node) => {
                    let mut id = self.pattern(node);
                    // Two of them undo each other.
                    if let (1, Some(not)) = (nots.len() % 2, nots.last()) {
                        // no further than the pattern: the grammar may have put more behind its constant
                        let end = self.unit.body[id].span.end;
                        let at = Span { end, ..span(*not) };
                        id = self.add_pat(PatKind::Not(id), at);
                    }
                    nots.clear();
                    all.push(id);
                }
            }
        }
        any.push(all);
        let mut groups = Vec::new();
        for group in any {
            match &*group {
                [] => {}
                [one] => groups.push(*one),
                _ => groups.push(self.joined_pats(PatKind::And, group)),
            }
        }
        match &*groups {
            [one] => *one,
            _ => self.joined_pats(PatKind::Or, groups),
        }
    }

    /// Several patterns as one that reaches from the first to the last.
    fn joined_pats(&mut self, kind: fn(Box<[PatId]>) -> PatKind, parts: Vec<PatId>) -> PatId {
        let spans = parts.iter().map(|part| self.unit.body[*part].span);
        let at = spans.reduce(Span::to).unwrap_or_default();
        self.add_pat(kind(parts.into()), at)
    }

    fn single(&mut self, node: Node<'t>) -> PatId {
        let kids = self.kids(node);
        let f = self.f();
        match self.kind(node) {
            K::Discard => self.add_pat(PatKind::Wild, span(node)),
            K::ConstantPattern => match kids.iter().find(|kid| kid.kind.is_value()) {
                Some(kid) => self.constant(self.uncut(kid.node)),
                None => self.add_pat(PatKind::Gap, span(node)),
            },
            K::ParenthesizedPattern => match free_value(&kids) {
                Some(inner) => self.pattern(inner),
                None => self.add_pat(PatKind::Gap, span(node)),
            },
            K::TypePattern => match in_field(&kids, f.type_) {
                Some(ty) => self.type_test(ty),
                None => self.add_pat(PatKind::Gap, span(node)),
            },
            K::DeclarationPattern | K::VarPattern => {
                let inner = self
                    .declared(in_field(&kids, f.type_))
                    .map(|ty| self.record(node, Some(ty), &[], &[]));
                self.designated(node, &kids, inner)
            }
            K::RecursivePattern => self.recursive(node, &kids),
            K::ListPattern => {
                let mut items = Vec::new();
                for kid in kids.iter().filter(|kid| kid.field == 0) {
                    match kid.kind {
                        K::Token if self.text(kid.node) == ".." => {
                            items.push(self.add_pat(PatKind::Rest(None), span(kid.node)));
                        }
                        K::Token | K::Error => {}
                        _ => items.push(self.pattern(kid.node)),
                    }
                }
                let list = self.add_pat(PatKind::Tuple(items.into()), span(node));
                self.designated(node, &kids, Some(list))
            }
            K::RelationalPattern => {
                // A range without one of its ends.
                let left = self.add(ExprKind::Lit(Lit::Null), node);
                let right = free_value(&kids).map(|node| self.expr(self.uncut(node)));
                let right = right.unwrap_or_else(|| self.absent(node));
                let range = self.add(
                    ExprKind::Binary {
                        op: BinaryOp::Other,
                        left,
                        right,
                    },
                    node,
                );
                self.add_pat(PatKind::Value(range), span(node))
            }
            K::Other | K::Error => {
                self.lost(node.kind(), node);
                self.add_pat(PatKind::Gap, span(node))
            }
            _ => self.constant(node),
        }
    }

    fn record(&mut self, node: Node<'t>, ty: Option<TypeRef>, items: &[PatId], fields: &[(Name, PatId)]) -> PatId {
        self.add_pat(
            PatKind::Record {
                ty,
                items: items.into(),
                fields: fields.into(),
            },
            span(node),
        )
    }

    /// A test for a type.
    pub(crate) fn type_test(&mut self, node: Node<'t>) -> PatId {
        let ty = self.ty(node);
        self.record(node, Some(ty), &[], &[])
    }

    /// A constant. A lone name is a type far more often than a constant: constants are mostly members.
    fn constant(&mut self, node: Node<'t>) -> PatId {
        match self.kind(node) {
            K::Identifier if self.text(node) == "_" => self.add_pat(PatKind::Wild, span(node)),
            K::Identifier | K::GenericName | K::PredefinedType => self.type_test(node),
            K::Tuple => {
                let mut items = Vec::new();
                for kid in self.kids(node) {
                    if kid.kind == K::Argument {
                        let parts = self.kids(kid.node);
                        if let Some(inner) = free_value(&parts) {
                            items.push(self.tuple_item(inner));
                        }
                    }
                }
                self.add_pat(PatKind::Tuple(items.into()), span(node))
            }
            _ => {
                let value = self.expr(node);
                self.add_pat(PatKind::Value(value), span(node))
            }
        }
    }

    fn tuple_item(&mut self, node: Node<'t>) -> PatId {
        let item = self.deeper(|this| match this.kind(node) {
            K::DeclarationExpression => this.binding(node),
            _ => this.constant(node),
        });
        item.unwrap_or_else(|| self.add_pat(PatKind::Gap, span(node)))
    }

    fn recursive(&mut self, node: Node<'t>, kids: &[Kid<'t>]) -> PatId {
        let ty = self.declared(in_field(kids, self.f().type_));
        let (mut items, mut fields) = (Vec::new(), Vec::new());
        let (mut positional, mut inner) = (false, None);
        for kid in kids {
            match kid.kind {
                K::PositionalClause => {
                    positional = true;
                    for part in self.kids(kid.node) {
                        if part.kind == K::Subpattern {
                            items.push(self.subpattern(part.node).1);
                        }
                    }
                }
                K::PropertyClause => {
                    for part in self.kids(kid.node) {
                        if part.kind == K::Subpattern
                            && let (Some(name), pattern) = self.subpattern(part.node)
                        {
                            fields.push((name, pattern));
                        }
                    }
                }
                K::Token | K::Error | K::ParenthesizedDesignation | K::Discard => {}
                _ if kid.field == 0 => inner = Some(self.pattern(kid.node)),
                _ => {}
            }
        }
        let pattern = match inner {
            Some(inner) => inner,
            None if positional && ty.is_none() && fields.is_empty() => {
                self.add_pat(PatKind::Tuple(items.into()), span(node))
            }
            None => self.record(node, ty, &items, &fields),
        };
        self.designated(node, kids, Some(pattern))
    }

    /// A part of a pattern with the member that it looks at; `A.B: p` looks at `B` inside `A`.
    fn subpattern(&mut self, node: Node<'t>) -> (Option<Name>, PatId) {
        let kids = self.kids(node);
        let colon = kids
            .iter()
            .position(|kid| kid.kind == K::Token && self.text(kid.node) == ":");
        let (head, rest) = kids.split_at(colon.unwrap_or(0));
        let mut pattern = match free_value(rest) {
            Some(inner) => self.pattern(inner),
            None => self.add_pat(PatKind::Gap, span(node)),
        };
        let Some(member) = free_value(head) else {
            return (None, pattern);
        };
        let mut current = member;
        while self.kind(current) == K::Member {
            let f = self.f();
            let (Some(base), Some(name)) = (self.child(current, f.expression), self.child(current, f.name)) else {
                break;
            };
            let name = self.ident(name);
            pattern = self.record(node, None, &[], &[(name, pattern)]);
            current = base;
        }
        (Some(self.ident(current)), pattern)
    }

    /// What a pattern's designation binds: a name, the parts of a tuple, or nothing.
    fn designated(&mut self, node: Node<'t>, kids: &[Kid<'t>], inner: Option<PatId>) -> PatId {
        if let Some(name) = in_field(kids, self.f().name) {
            let name = self.ident(name);
            return self.add_pat(PatKind::Bind { name, inner }, span(node));
        }
        if let Some(tuple) = of_kind(kids, K::ParenthesizedDesignation) {
            let tuple = self.binding(tuple);
            return match inner {
                Some(inner) => self.add_pat(PatKind::And(Box::new([inner, tuple])), span(node)),
                None => tuple,
            };
        }
        inner.unwrap_or_else(|| self.add_pat(PatKind::Wild, span(node)))
    }

    /// What only binds: the left side of a deconstruction, the variable of a `foreach`.
    pub(crate) fn binding(&mut self, node: Node<'t>) -> PatId {
        let made = self.deeper(|this| this.binding_inner(node));
        made.unwrap_or_else(|| {
            self.lost("too_deep", node);
            self.add_pat(PatKind::Gap, span(node))
        })
    }

    fn binding_inner(&mut self, node: Node<'t>) -> PatId {
        match self.kind(node) {
            K::Identifier if self.text(node) != "_" => self.bind(node),
            K::DeclarationExpression => match self.child(node, self.f().name) {
                Some(name) if self.text(name) != "_" => self.bind(name),
                _ => self.add_pat(PatKind::Wild, span(node)),
            },
            K::Argument => {
                let kids = self.kids(node);
                match free_value(&kids) {
                    Some(inner) => self.binding(inner),
                    None => self.add_pat(PatKind::Wild, span(node)),
                }
            }
            K::TuplePattern | K::Tuple | K::ArgumentList | K::ParenthesizedDesignation => {
                let kids = self.kids(node);
                let items = kids
                    .iter()
                    .filter(|kid| kid.kind.is_value())
                    .map(|kid| self.binding(kid.node))
                    .collect();
                self.add_pat(PatKind::Tuple(items), span(node))
            }
            _ => self.add_pat(PatKind::Wild, span(node)),
        }
    }
}
