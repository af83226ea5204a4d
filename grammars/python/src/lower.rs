//! What lowering carries along: the unit being filled, the scope it stands in, and the bound on recursion.

use partywall_ir::{ExprId, ExprKind, Flags, FnIx, FnKind, Function, Gap, Name, PatId, PatKind, Span, TypeIx, Unit};
use rustc_hash::FxHashMap;

use crate::kind::Kind;
use crate::tree::{At, Flat};

/// Nested constructs beyond this depth become gaps; a thread with 2 MiB of stack holds several times as many.
const MAX_DEPTH: u32 = 200;

/// Lowers a whole file.
pub(crate) fn file(unit: Unit, tree: &Flat, text: &str) -> Unit {
    let mut lower = Lower {
        text,
        tree,
        unit,
        scope: Scope::default(),
        spine: Vec::new(),
        fields: FxHashMap::default(),
        depth: 0,
    };
    let span = Span::new(0, text.len());
    let module = lower.reserve_function(span);
    let items = if tree.is_empty() {
        Vec::new()
    } else {
        lower.statements(0)
    };
    let body = lower.add(
        ExprKind::Block {
            items: items.into(),
            value: false,
        },
        span,
    );
    lower.unit.functions[module.index()].body = Some(body);
    lower.unit
}

/// What statements belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    /// The file.
    #[default]
    Module,
    /// A class.
    Class(TypeIx),
    /// A function.
    Function,
}

/// The scope that is being lowered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scope {
    /// What statements belong to.
    pub(crate) place: Place,
    /// The innermost function around.
    pub(crate) function: Option<FnIx>,
    /// The name that means the receiver here.
    pub(crate) receiver: Option<Name>,
    /// The class whose method gave the receiver.
    pub(crate) receiver_type: Option<TypeIx>,
    /// Whether that method is the constructor and this its own body.
    pub(crate) constructs: bool,
    /// Whether a `yield` was seen.
    pub(crate) yields: bool,
}

/// The state of lowering one file.
pub(crate) struct Lower<'a> {
    pub(crate) text: &'a str,
    pub(crate) tree: &'a Flat,
    pub(crate) unit: Unit,
    pub(crate) scope: Scope,
    /// Nodes of left spines that wait for their first operand; shared by all of them.
    pub(crate) spine: Vec<At>,
    /// Where a field of a type stands in its list, so that none is declared twice.
    pub(crate) fields: FxHashMap<(TypeIx, Name), usize>,
    depth: u32,
}

impl<'a> Lower<'a> {
    /// The text of a node.
    pub(crate) fn slice(&self, at: At) -> &'a str {
        self.text.get(self.tree.span(at).range()).unwrap_or_default()
    }

    /// The name that a node is.
    pub(crate) fn name(&mut self, at: At) -> Name {
        let text = self.slice(at);
        self.unit.names.intern(text)
    }

    /// The name of a text.
    pub(crate) fn intern(&mut self, text: &str) -> Name {
        self.unit.names.intern(text)
    }

    /// Adds an expression.
    pub(crate) fn add(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.unit.body.expr(kind, span)
    }

    /// Adds a pattern.
    pub(crate) fn add_pat(&mut self, kind: PatKind, span: Span) -> PatId {
        self.unit.body.pat(kind, span)
    }

    /// Adds an expression that spans a node.
    pub(crate) fn add_at(&mut self, kind: ExprKind, at: At) -> ExprId {
        let span = self.tree.span(at);
        self.unit.body.expr(kind, span)
    }

    /// Goes one level down; false when that is too deep. Each true wants an [`Self::ascend`].
    pub(crate) fn descend(&mut self) -> bool {
        let fits = self.depth < MAX_DEPTH;
        self.depth += u32::from(fits);
        fits
    }

    /// Comes back up.
    pub(crate) fn ascend(&mut self) {
        self.depth -= 1;
    }

    /// Notes a place that is not lowered.
    pub(crate) fn lost(&mut self, kind: &str, span: Span) {
        self.unit.gaps.push(Gap {
            kind: kind.into(),
            span,
        });
    }

    /// A gap where nesting is too deep.
    pub(crate) fn too_deep(&mut self, at: At) -> ExprId {
        let span = self.tree.span(at);
        self.lost("too_deep", span);
        let kind = self.intern("too_deep");
        self.add(
            ExprKind::Gap {
                kind,
                parts: Box::default(),
            },
            span,
        )
    }

    /// A gap for a node that is not understood, with what can be read of its parts.
    pub(crate) fn gap(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut parts = Vec::new();
        self.gap_parts(at, &mut parts);
        let span = tree.span(at);
        let word = tree.word(at);
        // Places that do not parse were noted when the tree was read.
        if tree.kind(at) != Kind::Error {
            self.lost(word, span);
        }
        let kind = self.intern(word);
        self.add(
            ExprKind::Gap {
                kind,
                parts: parts.into(),
            },
            span,
        )
    }

    fn gap_parts(&mut self, at: At, parts: &mut Vec<ExprId>) {
        let tree = self.tree;
        for child in tree.children(at) {
            if !tree.kind(child).is_part() {
                parts.extend(self.statement(child));
            } else if self.descend() {
                self.gap_parts(child, parts);
                self.ascend();
            } else {
                parts.push(self.too_deep(child));
            }
        }
    }

    /// A place for a function, so that those inside come after it. What is not told apart here is set once it is lowered.
    pub(crate) fn reserve_function(&mut self, span: Span) -> FnIx {
        let index = FnIx(u32::try_from(self.unit.functions.len()).unwrap_or(u32::MAX));
        let name = self.intern("");
        self.unit.functions.push(Function {
            name,
            kind: FnKind::Module,
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
            name_span: Span {
                start: span.start,
                end: span.start,
            },
        });
        index
    }

    /// `PUBLIC` for a name without a leading underscore.
    pub(crate) fn visibility(text: &str) -> Flags {
        if text.starts_with('_') {
            Flags::default()
        } else {
            Flags::PUBLIC
        }
    }

    /// Notes that a name is bound here: if it was the receiver's, it no longer is.
    pub(crate) fn bind(&mut self, name: Name) {
        if self.scope.receiver == Some(name) {
            self.scope.receiver = None;
        }
    }

    /// Whether a node is the receiver's name.
    pub(crate) fn is_receiver(&mut self, at: At) -> bool {
        self.tree.kind(at) == Kind::Identifier && self.scope.receiver.is_some() && {
            let name = self.name(at);
            self.scope.receiver == Some(name)
        }
    }

    /// The dotted path that a name or a chain of attributes is; none for anything else.
    pub(crate) fn dotted(&mut self, at: At) -> Option<Name> {
        use crate::kind::Role;
        let tree = self.tree;
        let mut base = at;
        let mut parts = 0usize;
        loop {
            match tree.kind(base) {
                Kind::Identifier | Kind::DottedName => break,
                Kind::Attribute => base = tree.child(base, Role::Object)?,
                Kind::MemberType | Kind::Type => base = tree.first(base)?,
                _ => return None,
            }
            parts += 1;
        }
        let text = self.slice(at);
        if !text
            .bytes()
            .any(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\\' | b'#'))
        {
            return Some(self.intern(text));
        }
        let mut words = Vec::with_capacity(parts + 1);
        let mut base = at;
        loop {
            match tree.kind(base) {
                Kind::Attribute => {
                    words.push(
                        tree.child(base, Role::Attribute)
                            .map_or("", |name| self.slice(name))
                            .to_owned(),
                    );
                    base = tree.child(base, Role::Object)?;
                }
                Kind::Type | Kind::MemberType => {
                    if let Some(last) = tree.children(base).last().filter(|last| *last != base + 1) {
                        words.push(self.slice(last).to_owned());
                    }
                    base = tree.first(base)?;
                }
                _ => {
                    words.push(self.slice(base).split_whitespace().collect());
                    break;
                }
            }
        }
        words.reverse();
        Some(self.intern(&words.join(".")))
    }
}
