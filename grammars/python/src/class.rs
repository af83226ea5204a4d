//! Classes.

use partywall_ir::{Attribute, ExprId, FnIx, Name, Span, TypeDecl, TypeIx, TypeKind, TypeRef};

use crate::function::last_word;
use crate::kind::{Kind, Role};
use crate::lower::{Lower, Place};
use crate::tree::At;

impl Lower<'_> {
    /// A class with all that is inside of it; gives the function of its other statements, if there are any.
    pub(crate) fn class(&mut self, at: At, decorators: &[At], span: Span) -> Option<FnIx> {
        let tree = self.tree;
        let name_at = tree.child(at, Role::Name);
        let text = name_at.map_or("", |name| self.slice(name));
        let name = self.intern(text);
        let (owner, path) = self.type_path(name);
        let index = TypeIx(u32::try_from(self.unit.types.len()).unwrap_or(u32::MAX));
        self.unit.types.push(TypeDecl {
            name,
            path,
            kind: TypeKind::Class,
            owner,
            type_params: Vec::new(),
            bases: Vec::new(),
            attributes: Vec::new(),
            fields: Vec::new(),
            span,
            name_span: name_at.map_or(
                Span {
                    start: span.start,
                    end: span.start,
                },
                |name| tree.span(name),
            ),
        });
        let mut attributes = self.decorators(decorators);
        let type_params = self.type_params(tree.child(at, Role::TypeParameters));
        let mut bases = Vec::new();
        if let Some(list) = tree.child(at, Role::Superclasses) {
            let mut named = Vec::new();
            for arg in tree.children(list) {
                match tree.kind(arg) {
                    Kind::KeywordArgument | Kind::DictionarySplat => named.push(self.argument(arg)),
                    _ => bases.push(self.base(arg)),
                }
            }
            if !named.is_empty() {
                let path = self.intern("class");
                attributes.push(Attribute {
                    path,
                    type_args: Box::default(),
                    args: named,
                    span: tree.span(list),
                });
            }
        }
        let kind = self.type_kind(&bases);
        let declared = &mut self.unit.types[index.index()];
        declared.kind = kind;
        declared.type_params = type_params;
        declared.bases = bases;
        declared.attributes = attributes;

        let outer = self.scope;
        self.scope.place = Place::Class(index);
        let body = tree.child(at, Role::Body).unwrap_or(at);
        let rest = if body == at { Vec::new() } else { self.class_body(body) };
        self.scope = outer;
        (!rest.is_empty()).then(|| self.class_statements(index, rest, body))
    }

    fn class_body(&mut self, at: At) -> Vec<ExprId> {
        let tree = self.tree;
        let mut rest = Vec::new();
        for child in tree.children(at) {
            let inner = tree
                .first(child)
                .filter(|_| tree.kind(child) == Kind::ExpressionStatement);
            let assigns = inner.filter(|inner| tree.kind(*inner) == Kind::Assignment);
            if !assigns.is_some_and(|assignment| self.class_variable(assignment)) {
                rest.extend(self.statement(child));
            }
        }
        rest
    }

    /// A positional base: a name, perhaps with type arguments; of a call, what is called and with which types.
    fn base(&mut self, at: At) -> TypeRef {
        let tree = self.tree;
        if tree.kind(at) != Kind::Call {
            return self.type_or_unknown(at);
        }
        let callee = tree.child(at, Role::Function).unwrap_or(at);
        let name = self.type_or_unknown(callee).name;
        let mut args = Vec::new();
        for arg in tree
            .child(at, Role::Arguments)
            .into_iter()
            .flat_map(|list| tree.children(list))
        {
            if matches!(tree.kind(arg), Kind::Identifier | Kind::Attribute | Kind::Subscript) {
                args.push(self.type_or_unknown(arg));
            }
        }
        TypeRef {
            name,
            args: args.into(),
        }
    }

    fn type_kind(&self, bases: &[TypeRef]) -> TypeKind {
        for base in bases {
            match last_word(self.unit.text(base.name)) {
                "Enum" | "IntEnum" | "StrEnum" | "Flag" | "IntFlag" => return TypeKind::Enum,
                "Protocol" => return TypeKind::Interface,
                _ => {}
            }
        }
        TypeKind::Class
    }

    /// The type around and the dotted path of a type that is declared here.
    pub(crate) fn type_path(&mut self, name: Name) -> (Option<TypeIx>, Name) {
        let (owner, around) = match self.scope.place {
            Place::Class(owner) => (Some(owner), self.unit.types[owner.index()].path),
            _ => (None, self.unit.module),
        };
        let around = self.unit.text(around);
        if around.is_empty() {
            return (owner, name);
        }
        let path = format!("{around}.{}", self.unit.text(name));
        (owner, self.intern(&path))
    }
}
