//! Compound statements: branches, loops, `try`, `with`, `match`.

use partywall_ir::{Arm, CollectionKind, ExprId, ExprKind, Handler, Lit, Loop, PatId, Span, Try};

use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

impl Lower<'_> {
    /// `if … elif … else`: the branches are read in order and then nested from the last one.
    pub(crate) fn if_statement(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut branches: Vec<(ExprId, ExprId, Span)> = vec![self.branch(at)];
        let mut els = None;
        for alternative in tree.each(at, Role::Alternative) {
            if tree.kind(alternative) == Kind::ElifClause {
                branches.push(self.branch(alternative));
            } else {
                els = Some(self.else_body(alternative));
            }
        }
        let end = tree.span(at);
        let mut whole = els;
        while let Some((cond, then, span)) = branches.pop() {
            let span = Span {
                start: span.start,
                end: end.end,
            };
            whole = Some(self.add(ExprKind::If { cond, then, els: whole }, span));
        }
        whole.unwrap_or_else(|| self.gap(at))
    }

    fn branch(&mut self, at: At) -> (ExprId, ExprId, Span) {
        let tree = self.tree;
        let cond = self.expr_or_gap(tree.child(at, Role::Condition), at);
        let then = self.block(tree.child(at, Role::Consequence), at);
        (cond, then, tree.span(at))
    }

    fn else_body(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let body = tree
            .child(at, Role::Body)
            .or_else(|| tree.children(at).find(|b| tree.kind(*b) == Kind::Block));
        self.block(body, at)
    }

    fn else_of(&mut self, at: At) -> Option<ExprId> {
        let tree = self.tree;
        let clause = tree.children(at).find(|child| tree.kind(*child) == Kind::ElseClause)?;
        Some(self.else_body(clause))
    }

    pub(crate) fn for_statement(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let (Some(left), Some(right)) = (tree.child(at, Role::Left), tree.child(at, Role::Right)) else {
            return self.gap(at);
        };
        let head = Some(self.expr(right));
        let pattern = Some(self.binding(left));
        let body = self.block(tree.child(at, Role::Body), at);
        let els = self.else_of(at);
        self.add_at(
            ExprKind::Loop(Box::new(Loop {
                pattern,
                head,
                post_test: false,
                body,
                els,
            })),
            at,
        )
    }

    pub(crate) fn while_statement(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let Some(cond) = tree.child(at, Role::Condition) else {
            return self.gap(at);
        };
        let head = match tree.kind(cond) {
            Kind::True => None,
            _ => Some(self.expr(cond)),
        };
        let body = self.block(tree.child(at, Role::Body), at);
        let els = self.else_of(at);
        self.add_at(
            ExprKind::Loop(Box::new(Loop {
                pattern: None,
                head,
                post_test: false,
                body,
                els,
            })),
            at,
        )
    }

    pub(crate) fn try_statement(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let body = self.block(tree.child(at, Role::Body), at);
        let (mut handlers, mut els, mut finally) = (Vec::new(), None, None);
        for clause in tree.children(at) {
            match tree.kind(clause) {
                Kind::ExceptClause => handlers.push(self.handler(clause)),
                Kind::ElseClause => els = Some(self.else_body(clause)),
                Kind::FinallyClause => finally = Some(self.else_body(clause)),
                _ => {}
            }
        }
        self.add_at(
            ExprKind::Try(Box::new(Try {
                body,
                handlers: handlers.into(),
                els,
                finally,
            })),
            at,
        )
    }

    fn handler(&mut self, at: At) -> Handler {
        let tree = self.tree;
        let mut types = Vec::new();
        let mut alias = tree.child(at, Role::Alias);
        for value in tree.each(at, Role::Value) {
            let mut caught = value;
            if tree.kind(value) == Kind::AsPattern {
                alias = alias.or_else(|| tree.child(value, Role::Alias));
                caught = tree.first(value).unwrap_or(value);
            }
            while tree.kind(caught) == Kind::Parenthesized {
                let Some(inner) = tree.first(caught) else { break };
                caught = inner;
            }
            if tree.kind(caught) == Kind::Tuple {
                types.extend(tree.children(caught).map(|one| self.type_or_unknown(one)));
            } else {
                types.push(self.type_or_unknown(caught));
            }
        }
        let binding = alias.map(|alias| {
            let name = self.name(alias);
            self.bind(name);
            name
        });
        let body = tree.children(at).find(|child| tree.kind(*child) == Kind::Block);
        let body = self.block(body, at);
        Handler {
            types: types.into(),
            binding,
            guard: None,
            body,
        }
    }

    pub(crate) fn with_statement(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut items = Vec::new();
        for clause in tree.children(at).filter(|child| tree.kind(*child) == Kind::WithClause) {
            for item in tree.children(clause) {
                match tree.child(item, Role::Value) {
                    Some(value) => self.with_item(value, &mut items),
                    None => items.push((None, self.gap(item))),
                }
            }
        }
        let body = self.block(tree.child(at, Role::Body), at);
        self.add_at(
            ExprKind::Using {
                items: items.into(),
                body,
            },
            at,
        )
    }

    /// One resource, or several in parentheses, which the grammar may take for a tuple.
    fn with_item(&mut self, at: At, items: &mut Vec<(Option<PatId>, ExprId)>) {
        let tree = self.tree;
        match tree.kind(at) {
            Kind::Tuple | Kind::Parenthesized if tree.children(at).any(|child| tree.kind(child) == Kind::AsPattern) => {
                for child in tree.children(at) {
                    self.with_one(child, items);
                }
            }
            _ => self.with_one(at, items),
        }
    }

    fn with_one(&mut self, at: At, items: &mut Vec<(Option<PatId>, ExprId)>) {
        let tree = self.tree;
        let alias = tree.child(at, Role::Alias).filter(|_| tree.kind(at) == Kind::AsPattern);
        let resource = self.expr(at);
        let alias = alias.map(|alias| self.binding(alias));
        items.push((alias, resource));
    }

    pub(crate) fn match_statement(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let Some(value) = self.one_of(tree.each(at, Role::Subject), at) else {
            return self.gap(at);
        };
        let mut arms = Vec::new();
        for clause in tree
            .child(at, Role::Body)
            .into_iter()
            .flat_map(|body| tree.children(body))
        {
            if tree.kind(clause) == Kind::CaseClause {
                arms.push(self.arm(clause));
            }
        }
        self.add_at(
            ExprKind::Match {
                value,
                arms: arms.into(),
                total: false,
            },
            at,
        )
    }

    fn arm(&mut self, at: At) -> Arm {
        let tree = self.tree;
        let mut patterns = Vec::new();
        for case in tree.children(at).filter(|child| tree.kind(*child) == Kind::CasePattern) {
            patterns.push(self.case_pattern(case));
        }
        let pattern = match *patterns {
            [one] => one,
            _ => {
                let span = tree.span(at);
                self.add_pat(partywall_ir::PatKind::Tuple(patterns.into()), span)
            }
        };
        let guard = tree.child(at, Role::Guard).and_then(|guard| tree.first(guard));
        let guard = guard.map(|guard| self.expr(guard));
        let body = self.block(tree.child(at, Role::Consequence), at);
        Arm { pattern, guard, body }
    }

    /// The place that an assignment writes to.
    pub(crate) fn target(&mut self, at: At) -> ExprId {
        if !self.descend() {
            return self.too_deep(at);
        }
        let tree = self.tree;
        let id = match tree.kind(at) {
            Kind::Identifier => {
                let name = self.name(at);
                self.bind(name);
                self.add_at(ExprKind::Name(name), at)
            }
            Kind::PatternList
            | Kind::TuplePattern
            | Kind::ListPattern
            | Kind::Tuple
            | Kind::List
            | Kind::ExpressionList => {
                let items: Vec<ExprId> = tree.children(at).map(|item| self.target(item)).collect();
                self.add_at(
                    ExprKind::Collection {
                        kind: CollectionKind::Tuple,
                        items: items.into(),
                    },
                    at,
                )
            }
            Kind::ListSplatPattern | Kind::ListSplat => match tree.first(at) {
                Some(inner) => {
                    let operand = self.target(inner);
                    self.add_at(
                        ExprKind::Unary {
                            op: partywall_ir::UnaryOp::Spread,
                            operand,
                        },
                        at,
                    )
                }
                None => self.literal(Lit::Null, at),
            },
            _ => self.expr(at),
        };
        self.ascend();
        id
    }
}
