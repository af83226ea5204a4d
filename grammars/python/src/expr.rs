//! Expressions that do not begin with another one: names, literals, displays, comprehensions, lambdas.

use partywall_ir::{BinaryOp, Clause, CollectionKind, ExprId, ExprKind, Lambda, Lit, UnaryOp};

use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

/// What the middle operand of a chained comparison is called, where it is more than a path. No name of a program.
const MIDDLE: &str = "<middle>";

impl Lower<'_> {
    /// Lowers an expression whose first operand, if it is built on one, is not split off before.
    pub(crate) fn leaf(&mut self, at: At) -> ExprId {
        match self.tree.kind(at) {
            Kind::Identifier => self.identifier(at),
            Kind::String | Kind::Concatenated => self.string(at),
            Kind::Integer | Kind::Float => self.number(at),
            Kind::True => self.literal(Lit::Bool(true), at),
            Kind::False => self.literal(Lit::Bool(false), at),
            Kind::NoneLiteral | Kind::Ellipsis => self.literal(Lit::Null, at),
            Kind::Comparison => self.comparison(at),
            Kind::Not => self.unary(UnaryOp::Not, at),
            Kind::Unary if self.tree.has(at, Kind::Tilde) => self.unary(UnaryOp::Invert, at),
            Kind::Unary => self.unary(UnaryOp::Arith, at),
            Kind::ListSplat
            | Kind::ListSplatPattern
            | Kind::DictionarySplat
            | Kind::DictionarySplatPattern
            | Kind::SplatType => self.unary(UnaryOp::Spread, at),
            Kind::Tuple | Kind::ExpressionList | Kind::PatternList | Kind::TuplePattern | Kind::Pair => {
                self.collection(CollectionKind::Tuple, at)
            }
            Kind::List | Kind::ListPattern => self.collection(CollectionKind::List, at),
            Kind::Set => self.collection(CollectionKind::Set, at),
            Kind::Dictionary => self.dictionary(at),
            Kind::ListComprehension | Kind::SetComprehension | Kind::DictionaryComprehension | Kind::Generator => {
                self.comprehension(at)
            }
            Kind::Conditional => self.conditional(at),
            Kind::Lambda => self.lambda(at),
            Kind::NamedExpression => self.walrus(at),
            Kind::Yield => {
                self.scope.yields = true;
                let value = self.tree.first(at).map(|value| self.expr(value));
                self.add_at(ExprKind::Yield(value), at)
            }
            Kind::DottedName => self.dotted_name(at),
            Kind::GenericType => self.generic_as_index(at),
            Kind::UnionType => self.union_as_operator(at),
            Kind::Interpolation | Kind::FormatExpression | Kind::AsPattern | Kind::AsPatternTarget => {
                match self.tree.first(at) {
                    Some(inner) => self.expr(inner),
                    None => self.gap(at),
                }
            }
            _ => self.gap(at),
        }
    }

    /// A literal.
    pub(crate) fn literal(&mut self, lit: Lit, at: At) -> ExprId {
        self.add_at(ExprKind::Lit(lit), at)
    }

    /// A list of expressions as one; a single one stands for itself.
    pub(crate) fn one_of(&mut self, items: impl Iterator<Item = At>, at: At) -> Option<ExprId> {
        let items: Vec<ExprId> = items.map(|item| self.expr(item)).collect();
        match *items {
            [] => None,
            [one] => Some(one),
            _ => Some(self.add_at(
                ExprKind::Collection {
                    kind: CollectionKind::Tuple,
                    items: items.into(),
                },
                at,
            )),
        }
    }

    fn identifier(&mut self, at: At) -> ExprId {
        let name = self.name(at);
        let kind = if self.scope.receiver == Some(name) {
            ExprKind::This
        } else {
            ExprKind::Name(name)
        };
        self.add_at(kind, at)
    }

    fn unary(&mut self, op: UnaryOp, at: At) -> ExprId {
        let Some(operand) = self.tree.first(at) else {
            return self.gap(at);
        };
        let operand = self.expr(operand);
        self.add_at(ExprKind::Unary { op, operand }, at)
    }

    fn collection(&mut self, kind: CollectionKind, at: At) -> ExprId {
        let tree = self.tree;
        let items: Vec<ExprId> = tree.children(at).map(|item| self.expr(item)).collect();
        self.add_at(
            ExprKind::Collection {
                kind,
                items: items.into(),
            },
            at,
        )
    }

    fn dictionary(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut items = Vec::new();
        for item in tree.children(at) {
            let pair = (tree.child(item, Role::Key), tree.child(item, Role::Value));
            if let (Kind::Pair, (Some(key), Some(value))) = (tree.kind(item), pair) {
                items.push(self.expr(key));
                items.push(self.expr(value));
            } else {
                // Each expression has one parent, so the spread that stands for the key is of nothing.
                let operand = self.literal(Lit::Null, item);
                items.push(self.add_at(
                    ExprKind::Unary {
                        op: UnaryOp::Spread,
                        operand,
                    },
                    item,
                ));
                items.push(self.expr(item));
            }
        }
        self.add_at(
            ExprKind::Collection {
                kind: CollectionKind::Dict,
                items: items.into(),
            },
            at,
        )
    }

    /// `a < b < c` is `a < b and b < c`; a `b` that is no plain path is named in the first and read in the second.
    fn comparison(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut links: Vec<(BinaryOp, At)> = Vec::new();
        let mut first = None;
        let mut op = BinaryOp::Other;
        for child in tree.all(at) {
            match tree.kind(child) {
                Kind::EqEq | Kind::Is => op = BinaryOp::Eq,
                Kind::NotEq | Kind::IsNot | Kind::LessGreater => op = BinaryOp::Ne,
                Kind::Less => op = BinaryOp::Lt,
                Kind::LessEq => op = BinaryOp::Le,
                Kind::Greater => op = BinaryOp::Gt,
                Kind::GreaterEq => op = BinaryOp::Ge,
                Kind::In => op = BinaryOp::In,
                Kind::NotIn => op = BinaryOp::NotIn,
                kind if kind.is_token() => {}
                _ if first.is_none() => first = Some(child),
                _ => links.push((op, child)),
            }
        }
        let Some(first) = first else { return self.gap(at) };
        let mut left = self.expr(first);
        let mut whole: Option<ExprId> = None;
        for (number, (op, operand)) in links.iter().enumerate() {
            let mut right = self.expr(*operand);
            let again = (number + 1 < links.len()).then(|| self.again(&mut right, *operand));
            let span = self.unit.body[left].span.to(self.unit.body[right].span);
            let link = self.add(ExprKind::Binary { op: *op, left, right }, span);
            whole = Some(match whole {
                None => link,
                Some(before) => {
                    let span = self.unit.body[before].span.to(span);
                    self.add(
                        ExprKind::Binary {
                            op: BinaryOp::And,
                            left: before,
                            right: link,
                        },
                        span,
                    )
                }
            });
            left = again.unwrap_or(right);
        }
        whole.unwrap_or(left)
    }

    /// A second expression for the value of one that was just lowered, without doubling its work.
    fn again(&mut self, value: &mut ExprId, at: At) -> ExprId {
        let span = self.unit.body[*value].span;
        let is_path = self.dotted(at).is_some();
        match self.unit.body[*value].kind {
            ExprKind::Lit(_) | ExprKind::Name(_) | ExprKind::This => {
                let kind = self.unit.body[*value].kind.clone();
                self.add(kind, span)
            }
            ExprKind::Member { .. } if is_path => self.expr(at),
            _ => {
                let name = self.intern(MIDDLE);
                let target = self.add(ExprKind::Name(name), span);
                *value = self.add(
                    ExprKind::Assign {
                        target,
                        op: None,
                        value: *value,
                    },
                    span,
                );
                self.add(ExprKind::Name(name), span)
            }
        }
    }

    fn conditional(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut parts = tree.children(at).filter(|part| tree.kind(*part) != Kind::Error);
        let (Some(then), Some(cond), Some(els)) = (parts.next(), parts.next(), parts.next()) else {
            return self.gap(at);
        };
        let cond = self.expr(cond);
        let then = self.expr(then);
        let els = Some(self.expr(els));
        self.add_at(ExprKind::If { cond, then, els }, at)
    }

    fn walrus(&mut self, at: At) -> ExprId {
        let (Some(name), Some(value)) = (self.tree.child(at, Role::Name), self.tree.child(at, Role::Value)) else {
            return self.gap(at);
        };
        let value = self.expr(value);
        let target = self.target(name);
        self.add_at(
            ExprKind::Assign {
                target,
                op: None,
                value,
            },
            at,
        )
    }

    fn lambda(&mut self, at: At) -> ExprId {
        let Some(body) = self.tree.child(at, Role::Body) else {
            return self.gap(at);
        };
        let parameters = self.tree.child(at, Role::Parameters);
        let params = parameters.map(|list| self.params(list)).unwrap_or_default();
        let outer = self.scope;
        for param in &params {
            self.bind(param.name);
        }
        let body = self.expr(body);
        self.scope = outer;
        let lambda = Lambda {
            params,
            body,
            ret: None,
            attributes: Vec::new(),
            is_async: false,
        };
        self.add_at(ExprKind::Lambda(Box::new(lambda)), at)
    }

    fn comprehension(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let receiver = self.scope.receiver;
        let mut clauses: Vec<Clause> = Vec::new();
        let mut conds: Vec<ExprId> = Vec::new();
        for child in tree.children(at) {
            match tree.kind(child) {
                Kind::ForInClause => {
                    if let Some(last) = clauses.last_mut() {
                        last.conds = std::mem::take(&mut conds).into();
                    }
                    let source = self.one_of(tree.each(child, Role::Right), child);
                    let (Some(source), Some(left)) = (source, tree.child(child, Role::Left)) else {
                        continue;
                    };
                    let pattern = self.binding(left);
                    clauses.push(Clause {
                        pattern,
                        source,
                        conds: Box::default(),
                    });
                }
                Kind::IfClause => conds.extend(tree.first(child).map(|cond| self.expr(cond))),
                _ => {}
            }
        }
        if let Some(last) = clauses.last_mut() {
            last.conds = conds.into();
        }
        let element = self.expr_or_gap(tree.child(at, Role::Body), at);
        self.scope.receiver = receiver;
        self.add_at(
            ExprKind::Comprehension {
                element,
                clauses: clauses.into(),
            },
            at,
        )
    }

    /// A dotted name as members of its first part.
    pub(crate) fn dotted_name(&mut self, at: At) -> ExprId {
        let span = self.tree.span(at);
        let text = self.slice(at);
        let mut offset = span.start;
        let mut whole: Option<ExprId> = None;
        for part in text.split('.') {
            let end = offset + u32::try_from(part.len()).unwrap_or(0);
            let here = partywall_ir::Span { start: span.start, end };
            let name = self.intern(part.trim());
            whole = Some(match whole {
                None if self.scope.receiver == Some(name) => self.add(ExprKind::This, here),
                None => self.add(ExprKind::Name(name), here),
                Some(base) => self.add(ExprKind::Member { base, name }, here),
            });
            offset = end + 1;
        }
        whole.unwrap_or_else(|| self.gap(at))
    }

    /// A type with arguments where it is a value: `Depends(list[T])`, the arguments of `Annotated`.
    fn generic_as_index(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let Some(base) = tree.first(at) else {
            return self.gap(at);
        };
        let base = self.expr(base);
        let mut args = Vec::new();
        for list in tree
            .children(at)
            .filter(|child| tree.kind(*child) == Kind::TypeParameter)
        {
            args.extend(tree.children(list).map(|arg| self.expr(arg)));
        }
        self.add_at(
            ExprKind::Index {
                base,
                args: args.into(),
            },
            at,
        )
    }

    fn union_as_operator(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut parts = tree.children(at);
        let (Some(left), Some(right)) = (parts.next(), parts.next()) else {
            return self.gap(at);
        };
        let left = self.expr(left);
        let right = self.expr(right);
        self.add_at(
            ExprKind::Binary {
                op: BinaryOp::BitOr,
                left,
                right,
            },
            at,
        )
    }
}
