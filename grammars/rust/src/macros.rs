//! Macro calls among expressions. What the program does not declare itself is not expanded: its tokens are read as what they most
//! look like.

use partywall_ir::{Arg, BinaryOp, CollectionKind, ExprId, ExprKind, Lit, Span};
use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, Macro, MacroDelimiter, Pat, Token};

use crate::args::{Argument, Value, arguments, has_semicolon, statements, values};
use crate::lower::{Lower, argument};
use crate::pats::path_start;
use crate::types::plain;
use crate::walk::{Branch, Piece, Walker, branches};

impl Lower<'_> {
    /// A macro call: the callee's name ends in `!`.
    pub fn macro_call(&mut self, mac: &Macro) -> ExprId {
        let span = self.macro_span(mac);
        let name = mac
            .path
            .segments
            .last()
            .map(|last| plain(&last.ident))
            .unwrap_or_default();
        if name == "matches"
            && let Some(args) = self.pattern_test(&mac.tokens, span)
            && let [test] = &*args
        {
            return test.value;
        }
        if let Some(stands_for) = self.expanded_value(mac) {
            return stands_for;
        }
        let callee = self.macro_callee(mac);
        let brace = matches!(mac.delimiter, MacroDelimiter::Brace(_));
        let mut args = self
            .deeper(|this| this.macro_args(&name, &mac.tokens, brace, span))
            .unwrap_or_else(|| vec![Arg::positional(self.gap("too_deep", Vec::new(), span))]);
        if is_format(&name) {
            self.captured(&mut args);
        }
        self.expr(
            ExprKind::Call {
                callee,
                args: args.into(),
            },
            span,
        )
    }

    /// The whole call.
    pub fn macro_span(&self, mac: &Macro) -> Span {
        self.spans
            .between(path_start(None, &mac.path), mac.delimiter.span().close())
    }

    /// The macro's path, its last part with the `!`.
    pub fn macro_callee(&mut self, mac: &Macro) -> ExprId {
        let start = self.spans.of(path_start(None, &mac.path));
        let last = mac.path.segments.len().saturating_sub(1);
        let mut base = None;
        for (at, segment) in mac.path.segments.iter().enumerate() {
            let mut text = plain(&segment.ident);
            let mut span = self.spans.until(start, segment.ident.span());
            if at == last {
                text.push('!');
                span = self.spans.until(start, mac.bang_token.span);
            }
            let name = self.name(&text);
            base = Some(match base {
                Some(base) => self.expr(ExprKind::Member { base, name }, span),
                None => self.expr(ExprKind::Name(name), span),
            });
        }
        base.unwrap_or_else(|| self.named("!", start))
    }

    /// A pattern test and what follows it: `value, pattern if guard, rest`.
    fn pattern_test(&mut self, tokens: &TokenStream, span: Span) -> Option<Vec<Arg>> {
        let (value, pat, guard, rest) = pattern_test.parse2(tokens.clone()).ok()?;
        self.deeper(|this| {
            let value = this.value(&value);
            let pattern = this.pattern(&pat);
            let mut test = this.expr(ExprKind::Is { value, pattern }, span);
            if let Some(guard) = guard {
                let right = this.value(&guard);
                test = this.expr(
                    ExprKind::Binary {
                        op: BinaryOp::And,
                        left: test,
                        right,
                    },
                    span,
                );
            }
            let mut args = vec![Arg::positional(test)];
            args.extend(this.lower_arguments(&rest));
            args
        })
    }

    /// What a macro's tokens read as.
    pub fn macro_args(&mut self, name: &str, tokens: &TokenStream, brace: bool, span: Span) -> Vec<Arg> {
        if tokens.is_empty() {
            return Vec::new();
        }
        if !self.affords(tokens, span) {
            return vec![Arg::positional(self.gap(&format!("macro {name}!"), Vec::new(), span))];
        }
        let body = |this: &mut Self| {
            let stmts = statements.parse2(tokens.clone()).ok()?;
            Some(vec![Arg::positional(this.statements(&stmts, span))])
        };
        if brace
            && has_semicolon(tokens)
            && let Some(args) = body(self)
        {
            return args;
        }
        if let Ok(list) = arguments.parse2(tokens.clone()) {
            return self.naming(true, |this| this.lower_arguments(&list));
        }
        if let Some(args) = body(self) {
            return args;
        }
        if let Ok(list) = values.parse2(tokens.clone()) {
            return self.lower_values(&list);
        }
        if let Ok(list) = branches.parse2(tokens.clone()) {
            return list
                .iter()
                .map(|branch| Arg::positional(self.select_branch(branch)))
                .collect();
        }
        if let Some(args) = self.pattern_test(tokens, span) {
            return args;
        }
        let macro_name = self.name(&format!("{name}!"));
        if self.items_of(macro_name, tokens) {
            return Vec::new();
        }
        self.walked(name, tokens, span)
    }

    fn walked(&mut self, name: &str, tokens: &TokenStream, span: Span) -> Vec<Arg> {
        // tokens that a macro wrote all stand at one place: there is no walking along them
        if self.expanding > 0 {
            return vec![Arg::positional(self.gap(&format!("macro {name}!"), Vec::new(), span))];
        }
        let mut budget = self.macro_budget;
        let end = tokens
            .clone()
            .into_iter()
            .last()
            .map_or(0, |tree| tree.span().byte_range().end);
        let walk = |input: ParseStream| {
            Ok(Walker {
                budget: &mut budget,
                end,
            }
            .walk(input))
        };
        let pieces = walk.parse2(tokens.clone()).unwrap_or_default();
        self.macro_budget = budget;
        let mut args = Vec::new();
        let mut skipped = None;
        self.lower_pieces(&pieces, &mut args, &mut skipped);
        if let Some(skipped) = skipped.or_else(|| args.is_empty().then_some(span)) {
            args.push(Arg::positional(self.gap(
                &format!("macro {name}!"),
                Vec::new(),
                skipped,
            )));
        }
        args
    }

    fn lower_pieces(&mut self, pieces: &[Piece], args: &mut Vec<Arg>, skipped: &mut Option<Span>) {
        for piece in pieces {
            match piece {
                Piece::Expr(expr) => args.push(Arg::positional(self.value(expr))),
                Piece::Values(list) => args.extend(self.lower_values(list)),
                Piece::Statements(stmts, open, close) => {
                    let span = self.spans.between(*open, *close);
                    args.push(Arg::positional(self.statements(stmts, span)));
                }
                Piece::Group(inner) => {
                    self.deeper(|this| this.lower_pieces(inner, args, skipped));
                }
                Piece::Skipped(span) => {
                    let span = self.spans.of(*span);
                    *skipped = Some(skipped.map_or(span, |before| before.to(span)));
                }
            }
        }
    }

    fn select_branch(&mut self, branch: &Branch) -> ExprId {
        let mut items = Vec::new();
        if let (Some(pattern), Some(future)) = (&branch.pattern, &branch.future) {
            let value = self.value(future);
            let pattern = self.pattern(pattern);
            let span = self.unit.body[pattern].span.to(self.span_of(value));
            let value = Some(value);
            items.push(self.expr(
                ExprKind::Let {
                    pattern,
                    ty: None,
                    value,
                    els: None,
                },
                span,
            ));
        }
        items.extend(branch.cond.iter().map(|cond| self.value(cond)));
        let body = self.value(&branch.body);
        items.push(body);
        let span = items
            .iter()
            .fold(self.span_of(body), |span, item| span.to(self.span_of(*item)));
        self.expr(
            ExprKind::Block {
                items: items.into(),
                value: true,
            },
            span,
        )
    }

    fn lower_values(&mut self, list: &[Value]) -> Vec<Arg> {
        let mut args = Vec::new();
        for value in list {
            if let Value::Keyed(name, value) = value {
                let span = self.spans.of(name.span());
                let name = plain(name);
                args.push(Arg::positional(self.named(&name, span)));
                args.push(Arg::positional(self.macro_value(value)));
            } else {
                args.push(Arg::positional(self.macro_value(value)));
            }
        }
        args
    }

    fn macro_value(&mut self, value: &Value) -> ExprId {
        match value {
            Value::Expr(expr) => self.value(expr),
            Value::Block(block) => self.block(block),
            Value::Keyed(_, value) => self.macro_value(value),
            Value::List(items, open, close) => {
                let span = self.spans.between(*open, *close);
                let items = self.deeper(|this| items.iter().map(|item| this.macro_value(item)).collect());
                self.expr(
                    ExprKind::Collection {
                        kind: CollectionKind::List,
                        items: items.unwrap_or_default(),
                    },
                    span,
                )
            }
            Value::Dict(pairs, open, close) => {
                let span = self.spans.between(*open, *close);
                let items = self.deeper(|this| {
                    pairs
                        .iter()
                        .flat_map(|(key, value)| [this.macro_value(key), this.macro_value(value)])
                        .collect()
                });
                self.expr(
                    ExprKind::Collection {
                        kind: CollectionKind::Dict,
                        items: items.unwrap_or_default(),
                    },
                    span,
                )
            }
        }
    }

    /// Adds the variables that a format string names (`"{id}"`) as named arguments.
    fn captured(&mut self, args: &mut Vec<Arg>) {
        let literal = args.iter().find_map(|arg| match self.unit.body[arg.value].kind {
            ExprKind::Lit(Lit::Str(text)) => Some((text, self.span_of(arg.value))),
            _ => None,
        });
        let Some((text, span)) = literal else { return };
        for name in captures(self.unit.text(text)) {
            let name = self.name(&name);
            if !args.iter().any(|arg| arg.name == Some(name)) {
                let value = self.expr(ExprKind::Name(name), span);
                args.push(argument(Some(name), value));
            }
        }
    }
}

type PatternTest = (Expr, Pat, Option<Expr>, Vec<Argument>);

fn pattern_test(input: ParseStream) -> syn::Result<PatternTest> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let guard = match input.parse::<Option<Token![if]>>()? {
        Some(_) => Some(input.parse()?),
        None => None,
    };
    input.parse::<Option<Token![,]>>()?;
    Ok((value, pat, guard, arguments(input)?))
}

/// Well-known macros that take a format string.
fn is_format(name: &str) -> bool {
    matches!(
        name,
        "format"
            | "formatdoc"
            | "format_args"
            | "write"
            | "writeln"
            | "print"
            | "println"
            | "eprint"
            | "eprintln"
            | "panic"
            | "todo"
            | "unreachable"
            | "assert"
            | "assert_eq"
            | "assert_ne"
    )
}

/// Names in the braces of a format string.
fn captures(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
            continue;
        }
        let end = rest.find(['}', ':', '{']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if plain && name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            out.push(name.to_owned());
        }
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
        }
    }
    out
}
