//! What grows to the left: `a.b().c?[0]` and `a + b + c`. Lowered from the first link on, so that a chain's
//! length costs no stack.

use partywall_ir::{BinaryOp, ExprId, ExprKind, UnaryOp};
use syn::{BinOp, Expr, ExprBinary};

use crate::lower::Lower;

impl Lower<'_> {
    /// A chain of members, calls, elements, casts, `?` and `.await`.
    pub fn chain(&mut self, expr: &Expr) -> ExprId {
        let mut links = Vec::new();
        let mut first = expr;
        loop {
            let before = match first {
                Expr::MethodCall(of) => &of.receiver,
                Expr::Call(of) => &of.func,
                Expr::Field(of) => &of.base,
                Expr::Index(of) => &of.expr,
                Expr::Try(of) => &of.expr,
                Expr::Await(of) => &of.base,
                Expr::Cast(of) => &of.expr,
                _ => break,
            };
            links.push(first);
            first = before;
        }
        let mut base = self.value(first);
        for link in links.into_iter().rev() {
            base = self.link(base, link);
        }
        base
    }

    fn link(&mut self, base: ExprId, link: &Expr) -> ExprId {
        let start = self.span_of(base);
        match link {
            Expr::MethodCall(of) => {
                let (name, own) = self.word(&of.method);
                let span = start.to(own);
                let mut callee = self.expr(ExprKind::Member { base, name }, span);
                if let Some(turbofish) = &of.turbofish {
                    let args = self.generic_args(&turbofish.args).into();
                    let span = self.spans.until(start, turbofish.gt_token.span);
                    callee = self.expr(ExprKind::Generic { base: callee, args }, span);
                }
                let args = self.call_args(&of.args);
                let span = self.spans.until(start, of.paren_token.span.close());
                self.expr(ExprKind::Call { callee, args }, span)
            }
            Expr::Call(of) => {
                let args = self.call_args(&of.args);
                let span = self.spans.until(start, of.paren_token.span.close());
                self.expr(ExprKind::Call { callee: base, args }, span)
            }
            Expr::Field(of) => {
                let (name, end) = self.member(&of.member);
                self.expr(ExprKind::Member { base, name }, start.to(end))
            }
            Expr::Index(of) => {
                let args = match &*of.index {
                    Expr::Range(range) => range
                        .start
                        .iter()
                        .chain(&range.end)
                        .map(|bound| self.value(bound))
                        .collect(),
                    index => Box::new([self.value(index)]) as Box<[_]>,
                };
                let span = self.spans.until(start, of.bracket_token.span.close());
                self.expr(ExprKind::Index { base, args }, span)
            }
            Expr::Try(of) => {
                let span = self.spans.until(start, of.question_token.span);
                self.expr(
                    ExprKind::Unary {
                        op: UnaryOp::Propagate,
                        operand: base,
                    },
                    span,
                )
            }
            Expr::Await(of) => {
                let span = self.spans.until(start, of.await_token.span);
                self.expr(
                    ExprKind::Unary {
                        op: UnaryOp::Await,
                        operand: base,
                    },
                    span,
                )
            }
            Expr::Cast(of) => {
                let ty = Box::new(self.ty(&of.ty));
                let span = start.to(self.type_span(&of.ty));
                self.expr(ExprKind::Cast { value: base, ty }, span)
            }
            _ => base,
        }
    }

    /// Two operands; a left one that is itself two operands is not descended into but unrolled.
    pub fn binary(&mut self, expr: &ExprBinary) -> ExprId {
        let mut links = vec![expr];
        let mut first = &*expr.left;
        while let Expr::Binary(of) = first {
            let Some(_) = operator(&of.op) else { break };
            links.push(of);
            first = &of.left;
        }
        let mut left = self.value(first);
        for link in links.into_iter().rev() {
            let right = self.value(&link.right);
            let span = self.span_of(left).to(self.span_of(right));
            let op = operator(&link.op).unwrap_or(BinaryOp::Other);
            left = self.expr(ExprKind::Binary { op, left, right }, span);
        }
        left
    }
}

/// The operator, unless it assigns.
fn operator(op: &BinOp) -> Option<BinaryOp> {
    Some(match op {
        BinOp::Eq(_) => BinaryOp::Eq,
        BinOp::Ne(_) => BinaryOp::Ne,
        BinOp::Lt(_) => BinaryOp::Lt,
        BinOp::Le(_) => BinaryOp::Le,
        BinOp::Gt(_) => BinaryOp::Gt,
        BinOp::Ge(_) => BinaryOp::Ge,
        BinOp::And(_) => BinaryOp::And,
        BinOp::Or(_) => BinaryOp::Or,
        BinOp::BitAnd(_) => BinaryOp::BitAnd,
        BinOp::BitOr(_) => BinaryOp::BitOr,
        BinOp::Add(_) => BinaryOp::Add,
        BinOp::Sub(_) => BinaryOp::Sub,
        BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) | BinOp::BitXor(_) | BinOp::Shl(_) | BinOp::Shr(_) => {
            BinaryOp::Other
        }
        _ => return None,
    })
}
