//! What lowering carries along: the unit that grows, and where in it we are.

use std::fmt::Write as _;
use std::rc::Rc;

use partywall_ir::{
    Arg, Attribute, ExprId, ExprKind, Field, Flags, FnIx, FnKind, Function, Gap, Lit, Macros, Name, PatId, PatKind,
    Span, TypeDecl, TypeIx, TypeKind, TypeRef, Unit,
};

use proc_macro2::{TokenStream, TokenTree};
use rustc_hash::FxHashMap;

use crate::expand::Rules;
use crate::spans::SpanMap;

/// Expressions, patterns and types nest this deep at most; deeper ones become gaps.
const MAX_DEPTH: u32 = 700;

/// Lowers the items of one file into a unit.
pub struct Lower<'a> {
    pub unit: Unit,
    pub text: &'a str,
    pub spans: SpanMap,
    /// Dotted path of the inline module that we are in.
    pub module: String,
    pub owner: Option<TypeIx>,
    pub parent: Option<FnIx>,
    /// Whether what is declared here only exists in tests.
    pub test: bool,
    /// The macro whose items these are, with its `!`.
    pub item_macro: Option<Name>,
    /// Whether `name = value` is a named argument: so in attributes and macros.
    pub named_args: bool,
    /// Calls of macros that stand among the items.
    pub module_items: Vec<ExprId>,
    /// Bytes of macro tokens that may still be parsed, so that macros in macros cannot make it quadratic.
    pub macro_budget: usize,
    /// The macros of all files.
    pub macros: &'a Macros,
    /// Those that were called here, read.
    pub rules: FxHashMap<String, Rc<Rules>>,
    /// How many calls of macros we are inside of.
    pub expanding: u32,
    /// Tokens that macros of the program may still write, and that may still be read in what they wrote.
    pub written_budget: usize,
    depth: u32,
    buffer: String,
}

impl<'a> Lower<'a> {
    pub fn new(unit: Unit, text: &'a str, spans: SpanMap, macros: &'a Macros) -> Self {
        let module = unit.text(unit.module).to_owned();
        Self {
            unit,
            text,
            spans,
            module,
            owner: None,
            parent: None,
            test: false,
            item_macro: None,
            named_args: false,
            module_items: Vec::new(),
            macro_budget: 64 * 1024 + 24 * text.len(),
            macros,
            rules: FxHashMap::default(),
            expanding: 0,
            written_budget: 4 * 1024 + text.len() / 8,
            depth: 0,
            buffer: String::new(),
        }
    }

    /// The unit, with what stands among the items as its module function.
    pub fn finish(mut self) -> Unit {
        let items = std::mem::take(&mut self.module_items);
        if let Some(first) = items.first() {
            let span = items
                .iter()
                .fold(self.span_of(*first), |span, item| span.to(self.span_of(*item)));
            let body = self.expr(
                ExprKind::Block {
                    items: items.into(),
                    value: false,
                },
                span,
            );
            let name = self.name("");
            let function = Function {
                body: Some(body),
                ..blank_function(name, FnKind::Module, span)
            };
            self.unit.functions.push(function);
        }
        self.unit
    }

    pub fn name(&mut self, text: &str) -> Name {
        self.unit.names.intern(text)
    }

    /// A name of the source, without `r#`, and where it stands.
    pub fn word(&mut self, ident: &proc_macro2::Ident) -> (Name, Span) {
        match self.spans.word(self.text, ident) {
            Some(span) => {
                let text = self.source(span);
                (self.name(text.strip_prefix("r#").unwrap_or(text)), span)
            }
            None => (self.ident(ident), self.spans.of(ident.span())),
        }
    }

    /// A name of the source, without `r#`.
    pub fn ident(&mut self, ident: &proc_macro2::Ident) -> Name {
        self.buffer.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.buffer, "{ident}");
        self.unit
            .names
            .intern(self.buffer.strip_prefix("r#").unwrap_or(&self.buffer))
    }

    pub fn expr(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.unit.body.expr(kind, span)
    }

    pub fn pat(&mut self, kind: PatKind, span: Span) -> PatId {
        self.unit.body.pat(kind, span)
    }

    pub fn span_of(&self, id: ExprId) -> Span {
        self.unit.body[id].span
    }

    pub fn named(&mut self, text: &str, span: Span) -> ExprId {
        let name = self.name(text);
        self.expr(ExprKind::Name(name), span)
    }

    pub fn string(&mut self, text: &str, span: Span) -> ExprId {
        let text = self.name(text);
        self.expr(ExprKind::Lit(Lit::Str(text)), span)
    }

    /// The text between two places of the file.
    pub fn source(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// An expression that was not lowered, and its entry in the unit's gaps.
    pub fn gap(&mut self, kind: &str, parts: Vec<ExprId>, span: Span) -> ExprId {
        self.lost(kind, span);
        let kind = self.name(kind);
        self.expr(
            ExprKind::Gap {
                kind,
                parts: parts.into(),
            },
            span,
        )
    }

    /// A declaration or pattern that was not lowered.
    pub fn lost(&mut self, kind: &str, span: Span) {
        let told = |gap: &Gap| gap.span == span && &*gap.kind == kind;
        if self.expanding > 0 && self.unit.gaps.iter().rev().take_while(|gap| gap.span == span).any(told) {
            return;
        }
        self.unit.gaps.push(Gap {
            kind: kind.into(),
            span,
        });
    }

    /// Takes what a macro call is long from the budget; false where that is more than is left. What a macro wrote stands where its
    /// call does, however long it is, and takes from a budget of its own.
    pub fn affords(&mut self, tokens: &TokenStream, span: Span) -> bool {
        let (budget, size) = match self.expanding {
            0 => (&mut self.macro_budget, (span.end - span.start) as usize),
            _ => (&mut self.written_budget, count(tokens)),
        };
        let left = budget.checked_sub(size);
        *budget = left.unwrap_or(0);
        left.is_some()
    }

    /// Runs `f` one level deeper; none when that is too deep.
    pub fn deeper<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> Option<R> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        Some(result)
    }

    /// From here on, whether this is about tests; what held before is returned.
    pub fn testing(&mut self, test: bool) -> bool {
        let before = self.test;
        self.test |= test;
        before
    }

    /// Runs `f` with `name = value` read as a named argument, or not.
    pub fn naming<R>(&mut self, named: bool, f: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.named_args, named);
        let result = f(self);
        self.named_args = before;
        result
    }

    /// Adds a type with its place in the unit, before what it holds.
    pub fn declare(&mut self, decl: TypeDecl) -> TypeIx {
        self.unit.types.push(decl);
        TypeIx(u32::try_from(self.unit.types.len() - 1).unwrap_or(u32::MAX))
    }

    pub fn field(&mut self, owner: TypeIx, field: Field) {
        if let Some(decl) = self.unit.types.get_mut(owner.index()) {
            decl.fields.push(field);
        }
    }

    /// Dotted path of something declared in the module that we are in.
    pub fn path_of(&mut self, name: Name) -> Name {
        let text = format!("{}.{}", self.module, self.unit.text(name));
        self.name(&text)
    }

    /// Marks for what is declared here.
    pub fn flags(&self, test: bool) -> Flags {
        if self.test || test {
            Flags::TEST
        } else {
            Flags::default()
        }
    }

    pub fn type_ref(&mut self, name: &str, args: Vec<TypeRef>) -> TypeRef {
        TypeRef {
            name: self.name(name),
            args: args.into(),
        }
    }
}

/// A function without parameters or body.
pub fn blank_function(name: Name, kind: FnKind, span: Span) -> Function {
    Function {
        name,
        kind,
        owner: None,
        parent: None,
        type_params: Vec::new(),
        params: Vec::new(),
        ret: None,
        attributes: Vec::new(),
        globals: Box::default(),
        body: None,
        flags: Flags::default(),
        span,
        name_span: span,
    }
}

/// A type without members, nested in no other.
pub fn blank_type(
    name: Name,
    path: Name,
    kind: TypeKind,
    attributes: Vec<Attribute>,
    span: Span,
    name_span: Span,
) -> TypeDecl {
    TypeDecl {
        name,
        path,
        kind,
        owner: None,
        type_params: Vec::new(),
        bases: Vec::new(),
        attributes,
        fields: Vec::new(),
        span,
        name_span,
    }
}

/// A field with nothing but a name and a type.
pub fn blank_field(name: Name, ty: Option<TypeRef>, span: Span) -> Field {
    Field {
        name,
        ty,
        value: None,
        getter: None,
        attributes: Vec::new(),
        flags: Flags::default(),
        span,
    }
}

/// An argument with a name, or without.
pub fn argument(name: Option<Name>, value: ExprId) -> Arg {
    Arg {
        name,
        spread: false,
        value,
    }
}

/// How many tokens there are, with those in brackets.
pub fn count(tokens: &TokenStream) -> usize {
    let one = |tree: TokenTree| match tree {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        _ => 1,
    };
    tokens.clone().into_iter().map(one).sum()
}
