//! Patterns and parameters.

use partywall_ir::{Attribute, ExprKind, Lit, Name, Param, ParamKind, PatId, PatKind, Span};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{FieldPat, FnArg, Member, Pat, ReceiverKind, Token};

use crate::lower::Lower;

impl Lower<'_> {
    /// A pattern.
    pub fn pattern(&mut self, pat: &Pat) -> PatId {
        if let Some(id) = self.deeper(|this| this.pattern_inner(pat)) {
            return id;
        }
        let span = self.pat_span(pat);
        self.lost("too_deep", span);
        self.pat(PatKind::Gap, span)
    }

    fn pattern_inner(&mut self, pat: &Pat) -> PatId {
        let span = self.pat_span(pat);
        let kind = match pat {
            Pat::Ident(of) => {
                let name = self.ident(&of.ident);
                let plain = of.subpat.is_none() && of.mutability.is_none() && of.by_ref.is_none();
                if plain && is_constant(self.unit.text(name)) {
                    let kind = if of.ident == "None" {
                        ExprKind::Lit(Lit::Null)
                    } else {
                        ExprKind::Name(name)
                    };
                    PatKind::Value(self.expr(kind, span))
                } else {
                    match &of.subpat {
                        Some((_, inner)) if matches!(**inner, Pat::Rest(_)) => PatKind::Rest(Some(name)),
                        Some((_, inner)) => {
                            let inner = self.pattern(inner);
                            PatKind::Bind {
                                name,
                                inner: Some(inner),
                            }
                        }
                        None => PatKind::Bind { name, inner: None },
                    }
                }
            }
            Pat::Wild(_) => PatKind::Wild,
            Pat::Rest(_) => PatKind::Rest(None),
            Pat::Tuple(of) => PatKind::Tuple(self.patterns(&of.elems)),
            Pat::Slice(of) => PatKind::Tuple(self.patterns(&of.elems)),
            Pat::TupleStruct(of) => {
                let ty = self.type_path(of.qself.as_ref(), &of.path);
                PatKind::Record {
                    ty: Some(ty),
                    items: self.patterns(&of.elems),
                    fields: Box::default(),
                }
            }
            Pat::Struct(of) => {
                let ty = self.type_path(of.qself.as_ref(), &of.path);
                let fields = of.fields.iter().map(|field| self.field_pattern(field)).collect();
                PatKind::Record {
                    ty: Some(ty),
                    items: Box::default(),
                    fields,
                }
            }
            Pat::Lit(of) => PatKind::Value(self.literal(&of.lit)),
            Pat::Range(of) => PatKind::Value(self.range(of.start.as_deref(), of.end.as_deref(), span)),
            Pat::Path(of) => PatKind::Value(self.path_expr(of.qself.as_ref(), &of.path)),
            Pat::Const(of) => PatKind::Value(self.block(&of.block)),
            Pat::Macro(of) => PatKind::Value(self.macro_call(&of.mac)),
            Pat::Or(of) => {
                let cases: Box<[_]> = of.cases.iter().map(|case| self.pattern(case)).collect();
                match *cases {
                    [only] => return only,
                    _ => PatKind::Or(cases),
                }
            }
            Pat::Paren(of) => return self.pattern(&of.pat),
            Pat::Reference(of) => return self.pattern(&of.pat),
            Pat::Type(of) => return self.pattern(&of.pat),
            _ => {
                self.lost("pattern", span);
                PatKind::Gap
            }
        };
        self.pat(kind, span)
    }

    fn patterns(&mut self, pats: &Punctuated<Pat, Token![,]>) -> Box<[PatId]> {
        pats.iter().map(|pat| self.pattern(pat)).collect()
    }

    fn field_pattern(&mut self, field: &FieldPat) -> (Name, PatId) {
        let name = match &field.member {
            Member::Named(ident) => self.ident(ident),
            Member::Unnamed(index) => self.name(&index.index.to_string()),
        };
        (name, self.pattern(&field.pat))
    }

    fn pat_span(&self, pat: &Pat) -> Span {
        let (first, last) = match pat {
            Pat::Ident(of) => {
                let first = of
                    .by_ref
                    .map(|token| token.span)
                    .or(of.mutability.map(|token| token.span));
                let own = self
                    .spans
                    .between(first.unwrap_or_else(|| of.ident.span()), of.ident.span());
                return match &of.subpat {
                    Some((_, inner)) => own.to(self.pat_span(inner)),
                    None => own,
                };
            }
            Pat::Tuple(of) => return self.spans.group(&of.paren_token.span),
            Pat::Slice(of) => return self.spans.group(&of.bracket_token.span),
            Pat::TupleStruct(of) => (path_start(of.qself.as_ref(), &of.path), of.paren_token.span.close()),
            Pat::Struct(of) => (path_start(of.qself.as_ref(), &of.path), of.brace_token.span.close()),
            Pat::Path(of) => return self.path_span(of.qself.as_ref(), &of.path),
            Pat::Paren(of) => return self.spans.group(&of.paren_token.span),
            Pat::Reference(of) => return self.spans.of(of.and_token.span).to(self.pat_span(&of.pat)),
            Pat::Wild(of) => (of.underscore_token.span, of.underscore_token.span),
            Pat::Rest(of) => (of.dot2_token.spans[0], of.dot2_token.spans[1]),
            Pat::Lit(of) => (of.lit.span(), of.lit.span()),
            Pat::Macro(of) => (of.mac.path.span(), of.mac.delimiter.span().close()),
            Pat::Const(of) => (of.const_token.span, of.block.brace_token.span.close()),
            Pat::Type(of) => return self.pat_span(&of.pat),
            Pat::Or(of) => {
                let mut ends = of.cases.iter();
                let first = ends.next().map(|case| self.pat_span(case)).unwrap_or_default();
                return ends.next_back().map_or(first, |case| first.to(self.pat_span(case)));
            }
            Pat::Guard(of) => return self.pat_span(&of.pat),
            Pat::Range(of) => {
                let limits = match &of.limits {
                    syn::RangeLimits::HalfOpen(token) => self.spans.between(token.spans[0], token.spans[1]),
                    syn::RangeLimits::Closed(token) => self.spans.between(token.spans[0], token.spans[2]),
                };
                let bounds = of.start.iter().chain(&of.end);
                return bounds.fold(limits, |span, bound| span.to(self.spans.of(bound.span())));
            }
            other => (other.span(), other.span()),
        };
        self.spans.between(first, last)
    }

    /// A parameter of a closure or a function.
    pub fn param(&mut self, pat: &Pat, attributes: Vec<Attribute>, ty: Option<&syn::Type>) -> Param {
        let (pat, ty) = match pat {
            Pat::Type(of) => (&*of.pat, Some(&*of.ty)),
            _ => (pat, ty),
        };
        let span = self.pat_span(pat);
        let ty = ty.map(|ty| self.ty(ty));
        if let Pat::Ident(of) = pat
            && of.subpat.is_none()
        {
            let name = self.ident(&of.ident);
            return Param {
                name,
                pattern: None,
                ty,
                default: None,
                attributes,
                kind: ParamKind::Plain,
                span,
            };
        }
        let pattern = self.pattern(pat);
        let mut bound = Vec::new();
        self.bound_names(pattern, &mut bound);
        let name = match *bound {
            [only] => only,
            _ => self.name(""),
        };
        Param {
            name,
            pattern: Some(pattern),
            ty,
            default: None,
            attributes,
            kind: ParamKind::Plain,
            span,
        }
    }

    /// A parameter of a function.
    pub fn fn_arg(&mut self, arg: &FnArg) -> Param {
        match arg {
            FnArg::Typed(of) => {
                let attributes = self.attributes(&of.attrs);
                self.param(&of.pat, attributes, Some(&of.ty))
            }
            FnArg::Receiver(of) => {
                let attributes = self.attributes(&of.attrs);
                let ty = match &of.kind {
                    ReceiverKind::Typed(_, ty) => Some(self.ty(ty)),
                    _ => None,
                };
                let name = self.name("self");
                let span = self.spans.of(of.self_token.span);
                Param {
                    name,
                    pattern: None,
                    ty,
                    default: None,
                    attributes,
                    kind: ParamKind::Receiver,
                    span,
                }
            }
        }
    }

    /// The first two names that a pattern binds are enough to know whether it is one.
    fn bound_names(&self, pat: PatId, out: &mut Vec<Name>) {
        let mut open = vec![pat];
        while let Some(id) = open.pop() {
            match &self.unit.body[id].kind {
                PatKind::Bind { name, inner } => {
                    out.push(*name);
                    open.extend(inner);
                }
                PatKind::Rest(Some(name)) => out.push(*name),
                PatKind::Tuple(items) | PatKind::Or(items) | PatKind::And(items) => open.extend(items),
                PatKind::Record { items, fields, .. } => {
                    open.extend(items);
                    open.extend(fields.iter().map(|(_, pat)| *pat));
                }
                _ => {}
            }
        }
        out.dedup();
    }
}

/// The first token of a path.
pub fn path_start(qself: Option<&syn::QSelf>, path: &syn::Path) -> proc_macro2::Span {
    match (qself, &path.leading_colon, path.segments.first()) {
        (Some(qself), ..) => qself.lt_token.span,
        (None, Some(colon), _) => colon.spans[0],
        (None, None, Some(segment)) => segment.ident.span(),
        (None, None, None) => proc_macro2::Span::call_site(),
    }
}

/// By convention a lone name in a pattern that begins with a capital is a constant or a variant: nothing is bound.
fn is_constant(name: &str) -> bool {
    name.starts_with(|first: char| first.is_uppercase())
}
