//! Expressions, except for chains (`chains.rs`), control flow (`flow.rs`) and macros (`macros.rs`).

use partywall_ir::{Arg, BinaryOp, CollectionKind, ExprId, ExprKind, Lambda, Lit, New, Span, UnaryOp};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{BinOp, Expr, ExprClosure, ExprStruct, Member, Path, PathArguments, QSelf, Token, UnOp};

use crate::attrs::assigned;
use crate::lower::{Lower, argument};
use crate::pats::path_start;

impl Lower<'_> {
    /// An expression.
    pub fn value(&mut self, expr: &Expr) -> ExprId {
        if let Some(id) = self.deeper(|this| this.value_inner(expr)) {
            return id;
        }
        let span = self.spans.of(expr_start(expr));
        self.gap("too_deep", Vec::new(), span)
    }

    fn value_inner(&mut self, expr: &Expr) -> ExprId {
        match expr {
            Expr::Lit(of) => self.literal(&of.lit),
            Expr::Path(of) => self.path_expr(of.qself.as_ref(), &of.path),
            Expr::Paren(of) => self.value(&of.expr),
            Expr::Group(of) => self.value(&of.expr),
            Expr::Reference(of) => self.value(&of.expr),
            Expr::RawAddr(of) => self.value(&of.expr),
            Expr::MethodCall(_)
            | Expr::Call(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Try(_)
            | Expr::Await(_)
            | Expr::Cast(_) => self.chain(expr),
            Expr::Binary(of) => match compound(&of.op) {
                Some(op) => {
                    let target = self.value(&of.left);
                    let value = self.value(&of.right);
                    let span = self.both(target, value);
                    self.expr(
                        ExprKind::Assign {
                            target,
                            op: Some(op),
                            value,
                        },
                        span,
                    )
                }
                None => self.binary(of),
            },
            Expr::Assign(of) => {
                let target = self.value(&of.left);
                let value = self.value(&of.right);
                let span = self.both(target, value);
                self.expr(
                    ExprKind::Assign {
                        target,
                        op: None,
                        value,
                    },
                    span,
                )
            }
            Expr::Unary(of) => {
                let operand = self.value(&of.expr);
                let (op, token) = match &of.op {
                    UnOp::Not(token) => (UnaryOp::Not, token.span),
                    UnOp::Neg(token) => (UnaryOp::Arith, token.span),
                    UnOp::Deref(token) => (UnaryOp::Deref, token.span),
                    _ => return operand,
                };
                let span = self.spans.of(token).to(self.span_of(operand));
                self.expr(ExprKind::Unary { op, operand }, span)
            }
            Expr::Tuple(of) => {
                let span = self.spans.group(&of.paren_token.span);
                if of.elems.is_empty() {
                    return self.expr(ExprKind::Lit(Lit::Null), span);
                }
                self.collection(CollectionKind::Tuple, &of.elems, span)
            }
            Expr::Array(of) => {
                let span = self.spans.group(&of.bracket_token.span);
                self.collection(CollectionKind::List, &of.elems, span)
            }
            Expr::Repeat(of) => {
                let items = Box::new([self.value(&of.expr), self.value(&of.len)]);
                let span = self.spans.group(&of.bracket_token.span);
                self.expr(
                    ExprKind::Collection {
                        kind: CollectionKind::List,
                        items,
                    },
                    span,
                )
            }
            Expr::Range(of) => {
                let span = match &of.limits {
                    syn::RangeLimits::HalfOpen(token) => self.spans.of(token.spans[0]),
                    syn::RangeLimits::Closed(token) => self.spans.of(token.spans[0]),
                };
                self.range(of.start.as_deref(), of.end.as_deref(), span)
            }
            Expr::Struct(of) => self.construction(of),
            Expr::Closure(of) => self.closure(of),
            Expr::Infer(of) => {
                let span = self.spans.of(of.underscore_token.span);
                self.named("_", span)
            }
            Expr::Macro(of) => self.macro_call(&of.mac),
            Expr::Verbatim(tokens) => {
                let span = self.spans.of(tokens.span());
                self.gap("verbatim", Vec::new(), span)
            }
            other => self.flow(other),
        }
    }

    fn both(&self, first: ExprId, last: ExprId) -> Span {
        self.span_of(first).to(self.span_of(last))
    }

    fn collection(&mut self, kind: CollectionKind, elems: &Punctuated<Expr, Token![,]>, span: Span) -> ExprId {
        let items = elems.iter().map(|elem| self.value(elem)).collect();
        self.expr(ExprKind::Collection { kind, items }, span)
    }

    /// A range stands as the list of the bounds that are written: what is taken from it comes from them.
    pub fn range(&mut self, start: Option<&Expr>, end: Option<&Expr>, span: Span) -> ExprId {
        let items: Box<[_]> = start.into_iter().chain(end).map(|bound| self.value(bound)).collect();
        let span = items.iter().fold(span, |span, item| span.to(self.span_of(*item)));
        self.expr(
            ExprKind::Collection {
                kind: CollectionKind::List,
                items,
            },
            span,
        )
    }

    /// Arguments of a call.
    pub fn call_args(&mut self, args: &Punctuated<Expr, Token![,]>) -> Box<[Arg]> {
        args.iter()
            .map(|arg| match assigned(arg).filter(|_| self.named_args) {
                Some((name, value)) => {
                    let name = self.ident(&name);
                    let value = self.value(value);
                    argument(Some(name), value)
                }
                None => Arg::positional(self.handed(arg)),
            })
            .collect()
    }

    /// What is handed over; a local that is handed over to be written to says so.
    fn handed(&mut self, arg: &Expr) -> ExprId {
        let value = self.value(arg);
        match arg {
            Expr::Reference(of) if of.mutability.is_some() && matches!(&*of.expr, Expr::Path(_)) => {
                let span = self.spans.of(of.and_token.span).to(self.span_of(value));
                let (op, operand) = (UnaryOp::Ref, value);
                self.expr(ExprKind::Unary { op, operand }, span)
            }
            _ => value,
        }
    }

    /// A literal.
    pub fn literal(&mut self, lit: &syn::Lit) -> ExprId {
        let span = self.spans.of(lit.span());
        let lit = match lit {
            syn::Lit::Str(of) => Lit::Str(self.name(&of.value())),
            syn::Lit::ByteStr(of) => Lit::Str(self.name(&String::from_utf8_lossy(&of.value()))),
            syn::Lit::CStr(of) => Lit::Str(self.name(&of.value().to_string_lossy())),
            syn::Lit::Byte(of) => Lit::Str(self.name(char::from(of.value()).encode_utf8(&mut [0; 4]))),
            syn::Lit::Char(of) => Lit::Str(self.name(of.value().encode_utf8(&mut [0; 4]))),
            syn::Lit::Bool(of) => Lit::Bool(of.value()),
            syn::Lit::Int(of) => match of.base10_parse::<i64>() {
                Ok(number) => Lit::Int(number),
                Err(_) => Lit::Number(self.name(of.base10_digits())),
            },
            syn::Lit::Float(of) => Lit::Number(self.name(of.base10_digits())),
            other => {
                let text = other.to_token_text();
                Lit::Number(self.name(&text))
            }
        };
        self.expr(ExprKind::Lit(lit), span)
    }

    /// A path as members of its first part. `<T as Trait>::f` is `T.f`: the type that has it says more than the trait.
    pub fn path_expr(&mut self, qself: Option<&QSelf>, path: &Path) -> ExprId {
        let plain = qself.is_none() && path.leading_colon.is_none();
        let first = path.segments.first().filter(|_| plain);
        let mut first = first.map(|first| self.word(&first.ident));
        let start = first.map_or_else(|| self.spans.of(path_start(qself, path)), |(_, span)| span);
        let mut base = None;
        let mut skip = 0;
        if let Some(qself) = qself {
            let ty = self.ty(&qself.ty);
            let span = self.spans.until(start, qself.gt_token.span);
            let text = self.unit.text(ty.name).to_owned();
            base = Some(self.dotted_expr(&text, span));
            if let Some(of) = base
                && !ty.args.is_empty()
            {
                base = Some(self.expr(
                    ExprKind::Generic {
                        base: of,
                        args: ty.args,
                    },
                    span,
                ));
            }
            skip = qself.position;
        }
        for segment in path.segments.iter().skip(skip) {
            let (name, own) = first.take().unwrap_or_else(|| self.word(&segment.ident));
            let span = start.to(own);
            let alone = path.segments.len() == 1;
            let kind = match base {
                Some(base) => ExprKind::Member { base, name },
                None if alone && segment.ident == "self" => ExprKind::This,
                None if alone && segment.ident == "None" => ExprKind::Lit(Lit::Null),
                None => ExprKind::Name(name),
            };
            let mut id = self.expr(kind, span);
            if let PathArguments::AngleBracketed(of) = &segment.arguments {
                let args = self.generic_args(&of.args);
                if !args.is_empty() {
                    let span = self.spans.until(start, of.gt_token.span);
                    id = self.expr(
                        ExprKind::Generic {
                            base: id,
                            args: args.into(),
                        },
                        span,
                    );
                }
            }
            base = Some(id);
        }
        base.unwrap_or_else(|| self.named("", start))
    }

    /// A dotted path as members of its first part.
    pub fn dotted_expr(&mut self, path: &str, span: Span) -> ExprId {
        let mut parts = path.split('.');
        let mut id = self.named(parts.next().unwrap_or_default(), span);
        for part in parts {
            let name = self.name(part);
            id = self.expr(ExprKind::Member { base: id, name }, span);
        }
        id
    }

    /// Where a path stands.
    pub fn path_span(&self, qself: Option<&QSelf>, path: &Path) -> Span {
        let start = self.spans.of(path_start(qself, path));
        let end = path.segments.last().map_or(start, |last| match &last.arguments {
            PathArguments::None => self.spans.of(last.ident.span()),
            PathArguments::AngleBracketed(of) => self.spans.of(of.gt_token.span),
            PathArguments::Parenthesized(of) => self.spans.of(of.paren_token.span.close()),
        });
        start.to(end)
    }

    /// The name of a field.
    pub fn member(&mut self, member: &Member) -> (partywall_ir::Name, Span) {
        match member {
            Member::Named(ident) => self.word(ident),
            Member::Unnamed(index) => (self.name(&index.index.to_string()), self.spans.of(index.span)),
        }
    }

    fn construction(&mut self, of: &ExprStruct) -> ExprId {
        let ty = self.type_path(of.qself.as_ref(), &of.path);
        let fields = of
            .fields
            .iter()
            .map(|field| {
                let (name, _) = self.member(&field.member);
                (name, self.value(&field.expr))
            })
            .collect();
        let args = of
            .rest
            .iter()
            .map(|rest| Arg {
                name: None,
                spread: true,
                value: self.value(rest),
            })
            .collect();
        let start = self.spans.of(path_start(of.qself.as_ref(), &of.path));
        let span = self.spans.until(start, of.brace_token.span.close());
        self.expr(
            ExprKind::New(Box::new(New {
                ty: Some(ty),
                args,
                fields,
            })),
            span,
        )
    }

    fn closure(&mut self, of: &ExprClosure) -> ExprId {
        let params = of
            .inputs
            .iter()
            .map(|input| self.param(input, Vec::new(), None))
            .collect();
        let ret = self.output(&of.output);
        let body = self.naming(false, |this| this.value(&of.body));
        let first = of
            .asyncness
            .map(|token| token.span)
            .or(of.capture.map(|token| token.span));
        let start = self.spans.of(first.unwrap_or(of.inputs_begin.span));
        let span = start.to(self.span_of(body));
        let lambda = Lambda {
            params,
            body,
            ret,
            attributes: Vec::new(),
            is_async: of.asyncness.is_some(),
        };
        self.expr(ExprKind::Lambda(Box::new(lambda)), span)
    }
}

trait TokenText {
    fn to_token_text(&self) -> String;
}

impl TokenText for syn::Lit {
    fn to_token_text(&self) -> String {
        quote::ToTokens::to_token_stream(self).to_string()
    }
}

/// A token near the start of an expression, without going down into it.
pub fn expr_start(expr: &Expr) -> proc_macro2::Span {
    match expr {
        Expr::MethodCall(of) => of.method.span(),
        Expr::Closure(of) => of.inputs_begin.span,
        Expr::Block(of) => of.block.brace_token.span.open(),
        Expr::Paren(of) => of.paren_token.span.open(),
        Expr::Tuple(of) => of.paren_token.span.open(),
        Expr::Array(of) => of.bracket_token.span.open(),
        Expr::Call(of) => of.paren_token.span.open(),
        Expr::Reference(of) => of.and_token.span,
        Expr::If(of) => of.if_token.span,
        Expr::Match(of) => of.match_token.span,
        Expr::Path(of) => path_start(of.qself.as_ref(), &of.path),
        Expr::Lit(of) => of.lit.span(),
        Expr::Unary(of) => match &of.op {
            UnOp::Not(token) => token.span,
            UnOp::Neg(token) => token.span,
            UnOp::Deref(token) => token.span,
            _ => proc_macro2::Span::call_site(),
        },
        _ => proc_macro2::Span::call_site(),
    }
}

fn compound(op: &BinOp) -> Option<BinaryOp> {
    Some(match op {
        BinOp::AddAssign(_) => BinaryOp::Add,
        BinOp::BitAndAssign(_) => BinaryOp::BitAnd,
        BinOp::BitOrAssign(_) => BinaryOp::BitOr,
        BinOp::SubAssign(_) => BinaryOp::Sub,
        BinOp::MulAssign(_)
        | BinOp::DivAssign(_)
        | BinOp::RemAssign(_)
        | BinOp::BitXorAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => BinaryOp::Other,
        _ => return None,
    })
}
