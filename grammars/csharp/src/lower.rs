//! The state of one walk over one tree, and the small moves that every part of the walk makes.
//!
//! Stack depth is bounded by [`MAX_DEPTH`]; chains that grow on the left are walked without recursion. Children are always
//! gathered with a cursor, so that the walk is linear in the tree.

use partywall_ir::{ExprId, ExprKind, FnIx, Gap, Language, LineIndex, Lit, Name, Pat, PatId, PatKind, Span, Unit};
use tree_sitter::{Node, Tree, TreeCursor};

use crate::kinds::{Fields, GRAMMAR, Grammar, K};
use crate::scope::Frame;

/// How deep statements, expressions, patterns, types and declarations may nest.
pub(crate) const MAX_DEPTH: u32 = 200;

/// Lowers a tree.
pub(crate) fn lower(path: &str, text: &str, tree: &Tree) -> Unit {
    let root = tree.root_node();
    let mut lower = Lower {
        src: text,
        grammar: &GRAMMAR,
        unit: Unit::new(path, Language::CSharp),
        cursor: root.walk(),
        depth: 0,
        prefix: String::new(),
        spine: Vec::new(),
        functions: Vec::new(),
        frames: Vec::new(),
        cut: None,
        module: None,
    };
    lower.file(root);
    lower.survey(root);
    finish(lower.unit, text)
}

/// The unit of a text that is not parsed.
pub(crate) fn unread(path: &str, text: &str) -> Unit {
    let mut unit = Unit::new(path, Language::CSharp);
    unit.gaps.push(Gap {
        kind: "error".into(),
        span: Span::new(0, text.len()),
    });
    finish(unit, text)
}

fn finish(mut unit: Unit, text: &str) -> Unit {
    unit.gaps.sort_by(|a, b| (a.span, &a.kind).cmp(&(b.span, &b.kind)));
    unit.gaps.dedup();
    unit.directives.sort_by_key(|directive| directive.span);
    unit.lines = u32::try_from(LineIndex::new(text).lines()).unwrap_or(u32::MAX);
    unit.seal();
    unit
}

/// One walk.
pub(crate) struct Lower<'t> {
    pub(crate) src: &'t str,
    grammar: &'static Grammar,
    pub(crate) unit: Unit,
    pub(crate) cursor: TreeCursor<'t>,
    depth: u32,
    /// Namespace and types around this place, dotted.
    pub(crate) prefix: String,
    /// Chains under way, of all expressions that are open: each uses the part above its own mark.
    pub(crate) spine: Vec<(Node<'t>, K)>,
    /// Functions around this place.
    pub(crate) functions: Vec<FnIx>,
    /// What `break` would leave here, innermost last.
    pub(crate) frames: Vec<Frame>,
    /// The constant of the pattern under way that swallowed operators, by its node's number, and what it really is.
    pub(crate) cut: Option<(usize, Node<'t>)>,
    /// The function of the file's own statements.
    pub(crate) module: Option<FnIx>,
}

/// A child with what the walk asks of it most.
#[derive(Clone, Copy)]
pub(crate) struct Kid<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) kind: K,
    /// The number of the field it stands in, or 0.
    pub(crate) field: u16,
}

impl<'t> Lower<'t> {
    pub(crate) fn f(&self) -> &'static Fields {
        &self.grammar.f
    }

    pub(crate) fn kind(&self, node: Node<'t>) -> K {
        self.grammar.kind(node.kind_id())
    }

    pub(crate) fn text(&self, node: Node<'t>) -> &'t str {
        self.src.get(node.byte_range()).unwrap_or_default()
    }

    pub(crate) fn intern(&mut self, text: &str) -> Name {
        self.unit.names.intern(text)
    }

    /// The name that an identifier spells; the `@` that makes a keyword one is not part of it.
    pub(crate) fn ident(&mut self, node: Node<'t>) -> Name {
        let text = self.text(node);
        self.unit.names.intern(text.strip_prefix('@').unwrap_or(text))
    }

    /// The name of a declaration; empty where broken text has none.
    pub(crate) fn ident_of(&mut self, node: Option<Node<'t>>) -> Name {
        match node {
            Some(node) => self.ident(node),
            None => self.intern(""),
        }
    }

    /// The children that carry meaning, broken text and tokens among them.
    pub(crate) fn kids(&mut self, node: Node<'t>) -> Vec<Kid<'t>> {
        let mut kids = Vec::new();
        self.cursor.reset(node);
        let mut more = self.cursor.goto_first_child();
        while more {
            let node = self.cursor.node();
            let kind = self.grammar.kind(node.kind_id());
            if kind != K::Trivia {
                kids.push(Kid {
                    node,
                    kind,
                    field: self.cursor.field_id().map_or(0, u16::from),
                });
            }
            more = self.cursor.goto_next_sibling();
        }
        kids
    }

    /// The children, with those of every conditional section in the place of the section, whichever branch they are in.
    pub(crate) fn spliced(&mut self, node: Node<'t>) -> Vec<Kid<'t>> {
        let kids = self.kids(node);
        if !kids.iter().any(|kid| is_section(kid.kind)) {
            return kids;
        }
        let mut flat = Vec::with_capacity(kids.len());
        let mut todo: Vec<_> = kids.into_iter().rev().collect();
        while let Some(kid) = todo.pop() {
            if is_section(kid.kind) {
                let condition = self.f().condition;
                todo.extend(
                    self.kids(kid.node)
                        .into_iter()
                        .rev()
                        .filter(|kid| kid.field != condition),
                );
            } else {
                flat.push(kid);
            }
        }
        flat
    }

    /// The child in a field.
    pub(crate) fn child(&self, node: Node<'t>, field: u16) -> Option<Node<'t>> {
        node.child_by_field_id(field)
    }

    /// Runs `inner` one level deeper, or says that the bound is reached.
    pub(crate) fn deeper<R>(&mut self, inner: impl FnOnce(&mut Self) -> R) -> Option<R> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        Some(result)
    }

    pub(crate) fn add(&mut self, kind: ExprKind, node: Node<'t>) -> ExprId {
        self.unit.body.expr(kind, span(node))
    }

    pub(crate) fn add_at(&mut self, kind: ExprKind, at: Span) -> ExprId {
        self.unit.body.expr(kind, at)
    }

    pub(crate) fn add_pat(&mut self, kind: PatKind, at: Span) -> PatId {
        self.unit.body.pats.push(Pat { kind, span: at });
        PatId::new(self.unit.body.pats.len() - 1)
    }

    /// An expression that was not understood, with what of it was.
    pub(crate) fn gap(&mut self, kind: &str, node: Node<'t>, parts: Vec<ExprId>) -> ExprId {
        self.lost(kind, node);
        let kind = self.intern(kind);
        let at = self.unit.gaps.last().map_or(span(node), |gap| gap.span);
        self.add_at(
            ExprKind::Gap {
                kind,
                parts: parts.into(),
            },
            at,
        )
    }

    /// Notes a part of the text that gave nothing.
    pub(crate) fn lost(&mut self, kind: &str, node: Node<'t>) {
        // What was parsed may be one byte longer than the text.
        let at = Span::new(
            node.start_byte().min(self.src.len()),
            node.end_byte().min(self.src.len()),
        );
        self.unit.gaps.push(Gap {
            kind: kind.into(),
            span: at,
        });
    }

    /// A name as an expression.
    pub(crate) fn name_expr(&mut self, name: Name, at: Span) -> ExprId {
        self.add_at(ExprKind::Name(name), at)
    }

    /// A string as an expression.
    pub(crate) fn str_expr(&mut self, text: &str, at: Span) -> ExprId {
        let name = self.intern(text);
        self.add_at(ExprKind::Lit(Lit::Str(name)), at)
    }

    /// A pattern that binds a name to anything.
    pub(crate) fn bind(&mut self, node: Node<'t>) -> PatId {
        let name = self.ident(node);
        self.add_pat(PatKind::Bind { name, inner: None }, span(node))
    }
}

fn is_section(kind: K) -> bool {
    matches!(
        kind,
        K::PreprocIf | K::PreprocElif | K::PreprocElse | K::PreprocIfAttributes
    )
}

/// The bytes of a node.
pub(crate) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// The first child in a field.
pub(crate) fn in_field<'t>(kids: &[Kid<'t>], field: u16) -> Option<Node<'t>> {
    kids.iter().find(|kid| kid.field == field).map(|kid| kid.node)
}

/// The first child of a kind.
pub(crate) fn of_kind<'t>(kids: &[Kid<'t>], kind: K) -> Option<Node<'t>> {
    kids.iter().find(|kid| kid.kind == kind).map(|kid| kid.node)
}

/// The first child that is an expression and stands in no field.
pub(crate) fn free_value<'t>(kids: &[Kid<'t>]) -> Option<Node<'t>> {
    kids.iter()
        .find(|kid| kid.field == 0 && kid.kind.is_value())
        .map(|kid| kid.node)
}
