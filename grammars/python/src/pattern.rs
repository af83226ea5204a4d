//! Patterns: what `for`, `with` and comprehensions bind, and the patterns of `match`.

use partywall_ir::{ExprKind, Lit, Name, PatId, PatKind, TypeRef, UnaryOp};

use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

impl Lower<'_> {
    /// What a loop, a `with` or a comprehension binds.
    pub(crate) fn binding(&mut self, at: At) -> PatId {
        if !self.descend() {
            return self.lost_pattern("too_deep", at);
        }
        let tree = self.tree;
        let pattern = match tree.kind(at) {
            Kind::Identifier => self.capture(at, None),
            Kind::PatternList
            | Kind::TuplePattern
            | Kind::ListPattern
            | Kind::Tuple
            | Kind::List
            | Kind::ExpressionList => {
                let items: Vec<PatId> = tree.children(at).map(|item| self.binding(item)).collect();
                self.add_pat(PatKind::Tuple(items.into()), tree.span(at))
            }
            Kind::ListSplatPattern | Kind::ListSplat => {
                let name = tree.first(at).filter(|inner| tree.kind(*inner) == Kind::Identifier);
                let name = name.map(|inner| self.name(inner));
                if let Some(name) = name {
                    self.bind(name);
                }
                self.add_pat(PatKind::Rest(name), tree.span(at))
            }
            Kind::AsPatternTarget | Kind::Parenthesized => match tree.first(at) {
                Some(inner) => self.binding(inner),
                None => self.lost_pattern(tree.word(at), at),
            },
            _ => self.lost_pattern(tree.word(at), at),
        };
        self.ascend();
        pattern
    }

    /// A pattern after `case`.
    pub(crate) fn case_pattern(&mut self, at: At) -> PatId {
        if !self.descend() {
            return self.lost_pattern("too_deep", at);
        }
        let pattern = self.case_inside(at);
        self.ascend();
        pattern
    }

    fn case_inside(&mut self, at: At) -> PatId {
        let tree = self.tree;
        let span = tree.span(at);
        match tree.kind(at) {
            Kind::CasePattern => {
                let Some(inner) = tree.first(at) else {
                    return self.add_pat(PatKind::Wild, span);
                };
                self.case_pattern(inner)
            }
            Kind::Underscore => self.add_pat(PatKind::Wild, span),
            Kind::DottedName if self.slice(at) == "_" => self.add_pat(PatKind::Wild, span),
            Kind::DottedName if !self.slice(at).contains('.') => self.capture(at, None),
            Kind::AsPattern => {
                let inner = tree.first(at).map(|inner| self.case_pattern(inner));
                match tree
                    .children(at)
                    .last()
                    .filter(|last| tree.kind(*last) == Kind::Identifier)
                {
                    Some(name) => self.capture(name, inner),
                    None => self.lost_pattern("as_pattern", at),
                }
            }
            Kind::UnionPattern => {
                let options = self.parts(at);
                self.add_pat(PatKind::Or(options.into()), span)
            }
            Kind::ListPattern | Kind::TuplePattern => {
                let items = self.parts(at);
                if let ([one], Kind::TuplePattern, false) = (&*items, tree.kind(at), self.slice(at).contains(',')) {
                    return *one;
                }
                self.add_pat(PatKind::Tuple(items.into()), span)
            }
            Kind::SplatPattern => {
                let name = tree.first(at).map(|name| self.name(name));
                if let Some(name) = name {
                    self.bind(name);
                }
                self.add_pat(PatKind::Rest(name), span)
            }
            Kind::ClassPattern => self.class_pattern(at),
            Kind::DictPattern => self.dict_pattern(at),
            Kind::ComplexPattern => {
                let text = self.name(at);
                let value = self.literal(Lit::Number(text), at);
                self.add_pat(PatKind::Value(value), span)
            }
            Kind::Error | Kind::Unknown => self.lost_pattern(tree.word(at), at),
            // The sign stands before the number, not around it.
            Kind::Integer | Kind::Float if at > 0 && tree.kind(at - 1) == Kind::Minus => {
                let operand = self.expr(at);
                let span = tree.span(at - 1).to(span);
                let value = self.add(
                    ExprKind::Unary {
                        op: UnaryOp::Arith,
                        operand,
                    },
                    span,
                );
                self.add_pat(PatKind::Value(value), span)
            }
            _ => {
                let value = self.expr(at);
                self.add_pat(PatKind::Value(value), span)
            }
        }
    }

    /// The patterns inside a node; an underscore is a token of the grammar and yet a pattern.
    fn parts(&mut self, at: At) -> Vec<PatId> {
        let tree = self.tree;
        let is_pattern = |child: &At| !tree.kind(*child).is_token() || tree.kind(*child) == Kind::Underscore;
        tree.all(at)
            .filter(is_pattern)
            .map(|child| self.case_pattern(child))
            .collect()
    }

    fn class_pattern(&mut self, at: At) -> PatId {
        let tree = self.tree;
        let (mut items, mut fields, mut ty) = (Vec::new(), Vec::new(), None);
        for child in tree.children(at) {
            let inner = tree
                .first(child)
                .filter(|inner| tree.kind(*inner) == Kind::KeywordPattern);
            if tree.kind(child) == Kind::DottedName && ty.is_none() {
                ty = self.dotted(child).map(|name| TypeRef {
                    name,
                    args: Box::default(),
                });
            } else if let Some(named) =
                inner.or_else(|| Some(child).filter(|_| tree.kind(child) == Kind::KeywordPattern))
            {
                fields.extend(self.keyword_pattern(named));
            } else {
                items.push(self.case_pattern(child));
            }
        }
        let record = PatKind::Record {
            ty,
            items: items.into(),
            fields: fields.into(),
        };
        self.add_pat(record, tree.span(at))
    }

    fn keyword_pattern(&mut self, at: At) -> Option<(Name, PatId)> {
        let tree = self.tree;
        let mut children = tree.all(at).filter(|child| tree.kind(*child) != Kind::Error);
        let name = children.next()?;
        let name = self.name(name);
        let pattern = match children.last() {
            Some(value) => self.case_pattern(value),
            None => self.add_pat(PatKind::Wild, tree.span(at)),
        };
        Some((name, pattern))
    }

    fn dict_pattern(&mut self, at: At) -> PatId {
        let tree = self.tree;
        let (mut items, mut fields) = (Vec::new(), Vec::new());
        let mut key = None;
        for child in tree.children(at) {
            match tree.node(child).role {
                Role::Key => key = Some(child),
                Role::Value => {
                    let pattern = self.case_pattern(child);
                    match key.take().filter(|key| self.is_plain_string(*key)) {
                        Some(key) => {
                            let key = self.expr(key);
                            if let ExprKind::Lit(Lit::Str(name)) = self.unit.body[key].kind {
                                fields.push((name, pattern));
                            }
                        }
                        None => items.push(pattern),
                    }
                }
                _ => items.push(self.case_pattern(child)),
            }
        }
        let record = PatKind::Record {
            ty: None,
            items: items.into(),
            fields: fields.into(),
        };
        self.add_pat(record, tree.span(at))
    }

    fn capture(&mut self, at: At, inner: Option<PatId>) -> PatId {
        let name = self.name(at);
        self.bind(name);
        let span = self.tree.span(at);
        let span = inner.map_or(span, |inner| self.unit.body.pats[inner.index()].span.to(span));
        self.add_pat(PatKind::Bind { name, inner }, span)
    }

    fn lost_pattern(&mut self, kind: &str, at: At) -> PatId {
        let span = self.tree.span(at);
        if kind != "error" {
            self.lost(kind, span);
        }
        self.add_pat(PatKind::Gap, span)
    }
}
