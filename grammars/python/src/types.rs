//! Annotations: the words of `typing` are taken apart, all other types are kept by name.

use partywall_ir::{ExprId, Flags, Lit, Name, TypeRef};

use crate::assign::nullable;
use crate::function::last_word;
use crate::kind::{Kind, Role};
use crate::lower::Lower;
use crate::tree::At;

/// An annotation.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    /// The type itself.
    pub(crate) ty: TypeRef,
    /// What else the annotation says: that the value may be missing, is fixed, belongs to the class.
    pub(crate) flags: Flags,
    /// The further arguments of `Annotated`.
    pub(crate) extras: Vec<ExprId>,
}

impl Annotation {
    fn plain(name: Name, args: Vec<TypeRef>) -> Self {
        Self {
            ty: TypeRef {
                name,
                args: args.into(),
            },
            flags: Flags::default(),
            extras: Vec::new(),
        }
    }

    fn is_nullable(&self) -> bool {
        self.flags.has(Flags::NULLABLE)
    }
}

impl Lower<'_> {
    /// Reads an annotation; none when it is no type that can be named.
    pub(crate) fn annotation(&mut self, at: At) -> Option<Annotation> {
        if !self.descend() {
            self.lost("too_deep", self.tree.span(at));
            return None;
        }
        let read = self.annotation_inside(at);
        self.ascend();
        read
    }

    /// A type by name, or one named `_`.
    pub(crate) fn type_or_unknown(&mut self, at: At) -> TypeRef {
        match self.annotation(at) {
            Some(annotation) => annotation.ty,
            None => self.unknown_type().ty,
        }
    }

    fn unknown_type(&mut self) -> Annotation {
        Annotation::plain(self.intern("_"), Vec::new())
    }

    fn annotation_inside(&mut self, at: At) -> Option<Annotation> {
        let tree = self.tree;
        match tree.kind(at) {
            Kind::Type | Kind::Parenthesized | Kind::SplatType | Kind::ListSplat => self.annotation(tree.first(at)?),
            Kind::NoneLiteral => Some(Annotation::plain(self.intern("None"), Vec::new())),
            Kind::Ellipsis => Some(Annotation::plain(self.intern("..."), Vec::new())),
            Kind::String | Kind::Concatenated => self.quoted(at),
            Kind::Call => self.annotation(tree.child(at, Role::Function)?),
            Kind::List => {
                let args = tree.children(at).map(|arg| self.type_or_unknown(arg)).collect();
                Some(Annotation::plain(self.intern("()"), args))
            }
            Kind::GenericType => {
                let base = tree.first(at)?;
                let lists = tree
                    .children(at)
                    .filter(|child| tree.kind(*child) == Kind::TypeParameter);
                let args: Vec<At> = lists.flat_map(|list| tree.children(list)).collect();
                self.generic(base, &args)
            }
            Kind::Subscript => {
                let base = tree.child(at, Role::Value)?;
                let mut args: Vec<At> = tree.each(at, Role::Subscript).collect();
                if let [one] = *args
                    && tree.kind(one) == Kind::Tuple
                {
                    args = tree.children(one).collect();
                }
                self.generic(base, &args)
            }
            Kind::UnionType | Kind::BinaryOperator => {
                let mut parts = Vec::new();
                let mut base = at;
                // The left spine, iteratively: `A | B | C` nests to the left.
                loop {
                    while tree.kind(base) == Kind::Type {
                        base = tree.first(base)?;
                    }
                    match tree.kind(base) {
                        Kind::UnionType => {
                            parts.extend(tree.children(base).last());
                            base = tree.first(base)?;
                        }
                        Kind::BinaryOperator if tree.has(base, Kind::Pipe) => {
                            parts.extend(tree.child(base, Role::Right));
                            base = tree.child(base, Role::Left)?;
                        }
                        Kind::BinaryOperator => return None,
                        _ => break,
                    }
                }
                parts.push(base);
                parts.reverse();
                let parts = parts.into_iter().map(|part| self.part(part)).collect();
                Some(self.union(parts))
            }
            _ => self.dotted(at).map(|name| Annotation::plain(name, Vec::new())),
        }
    }

    fn part(&mut self, at: At) -> Annotation {
        match self.annotation(at) {
            Some(annotation) => annotation,
            None => self.unknown_type(),
        }
    }

    fn generic(&mut self, base: At, args: &[At]) -> Option<Annotation> {
        let name = self.dotted(base)?;
        match last_word(self.unit.text(name)) {
            "Annotated" => {
                let (first, extras) = args.split_first()?;
                let mut meant = self.annotation(*first)?;
                meant.extras.extend(extras.iter().map(|extra| self.expr(*extra)));
                Some(meant)
            }
            "Literal" => {
                let args = args
                    .iter()
                    .map(|arg| TypeRef {
                        name: self.name(*arg),
                        args: Box::default(),
                    })
                    .collect();
                Some(Annotation::plain(name, args))
            }
            _ => {
                let args = args.iter().map(|arg| self.part(*arg)).collect();
                Some(self.applied(name, args))
            }
        }
    }

    /// A name applied to types.
    fn applied(&mut self, name: Name, mut args: Vec<Annotation>) -> Annotation {
        let is_rest = |arg: &Annotation, lower: &Self| lower.unit.text(arg.ty.name) == "...";
        let kept = |args: Vec<Annotation>| args.into_iter().map(|arg| arg.ty).collect::<Vec<_>>();
        match (last_word(self.unit.text(name)), args.len()) {
            ("Optional", 1) => {
                let inner = args.remove(0);
                Annotation {
                    flags: inner.flags.with(Flags::NULLABLE),
                    ..inner
                }
            }
            ("Union", 1..) => self.union(args),
            ("ClassVar", 1) => {
                let inner = args.remove(0);
                Annotation {
                    flags: inner.flags.with(Flags::STATIC),
                    ..inner
                }
            }
            ("Final" | "ReadOnly", 1) => {
                let inner = args.remove(0);
                Annotation {
                    flags: inner.flags.with(Flags::READONLY),
                    ..inner
                }
            }
            ("Required" | "NotRequired", 1) => args.remove(0),
            ("tuple" | "Tuple", _) if !args.iter().any(|arg| is_rest(arg, self)) => {
                Annotation::plain(self.intern("()"), kept(args))
            }
            ("Callable", 2) => {
                // The first argument is a list of types, or `...`.
                let result = args.remove(1);
                let mut types = match self.unit.text(args[0].ty.name) {
                    "()" => Vec::from(std::mem::take(&mut args[0].ty.args)),
                    _ => Vec::new(),
                };
                types.push(result.ty);
                Annotation::plain(self.intern("fn"), types)
            }
            (_, count) => {
                // `Column[T | None]`: a wrapper of one type may be missing when what it wraps may.
                let missing = count == 1 && args[0].is_nullable() && !is_container(self.unit.text(name));
                args.retain(|arg| !is_rest(arg, self));
                let mut made = Annotation::plain(name, kept(args));
                made.flags = nullable(made.flags, missing);
                made
            }
        }
    }

    /// A union without its `None`; of one type, that type.
    fn union(&mut self, parts: Vec<Annotation>) -> Annotation {
        let mut flags = Flags::default();
        let mut extras = Vec::new();
        let mut types = Vec::new();
        for part in parts {
            flags = flags.with(part.flags);
            if self.unit.text(part.ty.name) == "None" {
                flags = nullable(flags, true);
                continue;
            }
            extras.extend(part.extras);
            if self.unit.text(part.ty.name) == "|" {
                types.extend(part.ty.args);
            } else {
                types.push(part.ty);
            }
        }
        let mut made = match (types.pop(), types.is_empty()) {
            (Some(only), true) => Annotation {
                ty: only,
                flags,
                extras,
            },
            (Some(last), false) => {
                types.push(last);
                Annotation::plain(self.intern("|"), types)
            }
            (None, _) => Annotation::plain(self.intern("None"), Vec::new()),
        };
        made.flags = made.flags.with(flags);
        made
    }

    /// A forward reference in quotes: a dotted name with optional brackets, or several of them between bars.
    fn quoted(&mut self, at: At) -> Option<Annotation> {
        let literal = self.string(at);
        let partywall_ir::ExprKind::Lit(Lit::Str(name)) = self.unit.body[literal].kind else {
            return None;
        };
        let text = self.unit.text(name).to_owned();
        let mut rest = text.as_str();
        let read = self.quoted_union(&mut rest, 0)?;
        rest.trim().is_empty().then_some(read)
    }

    fn quoted_union(&mut self, rest: &mut &str, depth: u32) -> Option<Annotation> {
        let first = self.quoted_one(rest, depth)?;
        let mut parts = vec![first];
        while let Some(after) = rest.trim_start().strip_prefix('|') {
            *rest = after;
            parts.push(self.quoted_one(rest, depth)?);
        }
        Some(if parts.len() == 1 {
            parts.remove(0)
        } else {
            self.union(parts)
        })
    }

    fn quoted_one(&mut self, rest: &mut &str, depth: u32) -> Option<Annotation> {
        const MAX_QUOTED_DEPTH: u32 = 20;
        let text = rest.trim_start();
        let length = text
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(text.len());
        let (word, mut after) = text.split_at(length);
        if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) || depth > MAX_QUOTED_DEPTH {
            return None;
        }
        let name = self.intern(word);
        let Some(inside) = after.trim_start().strip_prefix('[') else {
            *rest = after;
            return Some(Annotation::plain(name, Vec::new()));
        };
        after = inside;
        let mut args = Vec::new();
        loop {
            args.push(self.quoted_union(&mut after, depth + 1)?);
            after = after.trim_start();
            if let Some(next) = after.strip_prefix(',') {
                after = next;
            } else {
                *rest = after.strip_prefix(']')?;
                return Some(self.applied(name, args));
            }
        }
    }
}

/// Whether a type holds many values, so that one of them missing does not make it missing.
fn is_container(name: &str) -> bool {
    let word = last_word(name);
    let word = word.trim_start_matches("Async");
    [
        "list",
        "set",
        "frozenset",
        "deque",
        "type",
        "sequence",
        "mutablesequence",
        "iterable",
        "iterator",
        "collection",
        "abstractset",
        "mutableset",
        "awaitable",
        "coroutine",
        "generator",
    ]
    .iter()
    .any(|known| word.eq_ignore_ascii_case(known))
}
