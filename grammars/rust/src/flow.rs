//! Blocks, statements, branches and loops.

use partywall_ir::{Arm, ExprId, ExprKind, Lambda, Loop, Span};
use syn::{Block, Expr, ExprAsync, ExprIf, ExprMatch, Label, Local, Pat, Stmt};

use crate::lower::Lower;

impl Lower<'_> {
    /// The expressions that decide what runs.
    pub fn flow(&mut self, expr: &Expr) -> ExprId {
        match expr {
            Expr::Block(of) => match &of.label {
                Some(_) => self.labeled_block(&of.block),
                None => self.block(&of.block),
            },
            Expr::Unsafe(of) => self.block(&of.block),
            Expr::Const(of) => self.block(&of.block),
            Expr::TryBlock(of) => self.block(&of.block),
            Expr::Async(of) => self.async_block(of),
            Expr::If(of) => self.branch(of),
            Expr::Let(of) => {
                let value = self.value(&of.expr);
                let pattern = self.pattern(&of.pat);
                let span = self.spans.of(of.let_token.span).to(self.span_of(value));
                self.expr(ExprKind::Is { value, pattern }, span)
            }
            Expr::Match(of) => self.match_on(of),
            Expr::While(of) => {
                let head = self.value(&of.cond);
                self.looped(of.label.as_ref(), of.while_token.span, None, Some(head), &of.body)
            }
            Expr::ForLoop(of) => {
                let head = self.value(&of.expr);
                let pattern = self.pattern(&of.pat);
                self.looped(
                    of.label.as_ref(),
                    of.for_token.span,
                    Some(pattern),
                    Some(head),
                    &of.body,
                )
            }
            Expr::Loop(of) => self.looped(of.label.as_ref(), of.loop_token.span, None, None, &of.body),
            Expr::Return(of) => self.leaving(of.return_token.span, of.expr.as_deref(), ExprKind::Return),
            Expr::Yield(of) => self.leaving(of.yield_token.span, of.expr.as_deref(), ExprKind::Yield),
            Expr::Break(of) => self.leaving(of.break_token.span, of.expr.as_deref(), ExprKind::Break),
            Expr::Continue(of) => {
                let span = self.spans.of(of.continue_token.span);
                self.expr(ExprKind::Continue, span)
            }
            other => {
                let span = self.spans.of(crate::exprs::expr_start(other));
                self.gap("expression", Vec::new(), span)
            }
        }
    }

    fn leaving(
        &mut self,
        token: proc_macro2::Span,
        value: Option<&Expr>,
        kind: fn(Option<ExprId>) -> ExprKind,
    ) -> ExprId {
        let value = value.map(|value| self.value(value));
        let start = self.spans.of(token);
        let span = value.map_or(start, |value| start.to(self.span_of(value)));
        self.expr(kind(value), span)
    }

    /// A block and its value.
    pub fn block(&mut self, block: &Block) -> ExprId {
        let span = self.spans.group(&block.brace_token.span);
        self.statements(&block.stmts, span)
    }

    /// `break 'a value` leaves a labeled block as it would a loop that runs once.
    fn labeled_block(&mut self, block: &Block) -> ExprId {
        let value = self.block(block);
        let span = self.span_of(value);
        let body = self.expr(ExprKind::Break(Some(value)), span);
        let looped = Loop {
            pattern: None,
            head: None,
            post_test: false,
            body,
            els: None,
        };
        self.expr(ExprKind::Loop(Box::new(looped)), span)
    }

    /// An async block runs later, and `return` and `?` leave only it: a lambda without parameters.
    fn async_block(&mut self, of: &ExprAsync) -> ExprId {
        let body = self.naming(false, |this| this.block(&of.block));
        let span = self.spans.of(of.async_token.span).to(self.span_of(body));
        let lambda = Lambda {
            params: Vec::new(),
            body,
            ret: None,
            attributes: Vec::new(),
            is_async: true,
        };
        self.expr(ExprKind::Lambda(Box::new(lambda)), span)
    }

    /// Statements as a block.
    pub fn statements(&mut self, stmts: &[Stmt], span: Span) -> ExprId {
        let mut items = Vec::with_capacity(stmts.len());
        let mut value = false;
        for stmt in stmts {
            value = false;
            match stmt {
                Stmt::Local(of) => items.push(self.local(of)),
                Stmt::Expr(of, semi) => {
                    items.push(self.value(of));
                    value = semi.is_none();
                }
                Stmt::Macro(of) => {
                    items.push(self.macro_call(&of.mac));
                    value = of.semi_token.is_none();
                }
                Stmt::Item(of) => items.extend(self.local_item(of)),
            }
        }
        self.expr(
            ExprKind::Block {
                items: items.into(),
                value,
            },
            span,
        )
    }

    fn local(&mut self, of: &Local) -> ExprId {
        let (pat, ty) = match &of.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        let ty = ty.map(|ty| self.ty(ty));
        let value = of.init.as_ref().map(|init| self.value(&init.expr));
        let els = of
            .init
            .as_ref()
            .and_then(|init| init.diverge.as_ref())
            .map(|(_, els)| self.value(els));
        let pattern = self.pattern(pat);
        let span = self.spans.between(of.let_token.span, of.semi_token.span);
        self.expr(
            ExprKind::Let {
                pattern,
                ty: ty.map(Box::new),
                value,
                els,
            },
            span,
        )
    }

    /// `if`; the branches of an `else if` chain are lowered one after the other, not one inside the other.
    fn branch(&mut self, of: &ExprIf) -> ExprId {
        let mut clauses = Vec::new();
        let mut next = of;
        let mut els = loop {
            let cond = self.value(&next.cond);
            let then = self.block(&next.then_branch);
            clauses.push((self.spans.of(next.if_token.span), cond, then));
            match &next.else_branch {
                Some((_, branch)) => match &**branch {
                    Expr::If(of) => next = of,
                    branch => break Some(self.value(branch)),
                },
                None => break None,
            }
        };
        while let Some((start, cond, then)) = clauses.pop() {
            let end = self.span_of(els.unwrap_or(then));
            els = Some(self.expr(ExprKind::If { cond, then, els }, start.to(end)));
        }
        els.unwrap_or_else(|| self.named("", Span::default()))
    }

    fn match_on(&mut self, of: &ExprMatch) -> ExprId {
        let value = self.value(&of.expr);
        let arms = of
            .arms
            .iter()
            .map(|arm| {
                let (pat, guard) = match &arm.pat {
                    Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
                    pat => (pat, None),
                };
                let pattern = self.pattern(pat);
                let guard = guard.map(|guard| self.value(guard));
                Arm {
                    pattern,
                    guard,
                    body: self.value(&arm.body),
                }
            })
            .collect();
        let span = self.spans.between(of.match_token.span, of.brace_token.span.close());
        let total = true;
        self.expr(ExprKind::Match { value, arms, total }, span)
    }

    fn looped(
        &mut self,
        label: Option<&Label>,
        token: proc_macro2::Span,
        pattern: Option<partywall_ir::PatId>,
        head: Option<ExprId>,
        body: &Block,
    ) -> ExprId {
        let start = self.spans.of(label.map_or(token, |label| label.name.apostrophe));
        let body = self.block(body);
        let span = start.to(self.span_of(body));
        self.expr(
            ExprKind::Loop(Box::new(Loop {
                pattern,
                head,
                post_test: false,
                body,
                els: None,
            })),
            span,
        )
    }
}
