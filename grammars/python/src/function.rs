//! Functions and their parameters.

use partywall_ir::{Attribute, ExprKind, Flags, FnIx, FnKind, Name, Param, ParamKind, Span, TypeIx, TypeParam};

use crate::kind::{Kind, Role};
use crate::lower::{Lower, Place, Scope};
use crate::tree::At;

impl Lower<'_> {
    /// A function or method with all that is inside of it.
    pub(crate) fn function(&mut self, at: At, decorators: &[At], span: Span) -> FnIx {
        let tree = self.tree;
        let index = self.reserve_function(span);
        let name_at = tree.child(at, Role::Name);
        let text = name_at.map_or("", |name| self.slice(name));
        let owner = match self.scope.place {
            Place::Class(owner) => Some(owner),
            _ => None,
        };
        let attributes = self.decorators(decorators);
        let (kind, mut flags) = self.manner(text, owner, &attributes);
        if tree.has(at, Kind::Async) {
            flags = flags.with(Flags::ASYNC);
        }
        if is_test(&self.unit.path, text) {
            flags = flags.with(Flags::TEST);
        }
        let type_params = self.type_params(tree.child(at, Role::TypeParameters));
        let mut params = tree
            .child(at, Role::Parameters)
            .map(|list| self.params(list))
            .unwrap_or_default();
        let ret = tree
            .child(at, Role::ReturnType)
            .and_then(|ty| self.annotation(ty))
            .map(|annotation| annotation.ty);
        if ret.as_ref().is_some_and(|ret| is_never(self.unit.text(ret.name))) {
            flags = flags.with(Flags::DIVERGES);
        }
        let takes_receiver = owner.is_some() && !self.is_static(&attributes);
        let receiver = params
            .first_mut()
            .filter(|first| takes_receiver && first.kind == ParamKind::Plain);
        let receiver = receiver.map(|first| {
            first.kind = ParamKind::Receiver;
            first.name
        });
        let outer = self.enter(index, receiver, owner, &params, kind);
        let body = self.block(tree.child(at, Role::Body), at);
        if self.scope.yields {
            flags = flags.with(Flags::GENERATOR);
        }
        self.scope = outer;
        let name = match owner {
            Some(owner) if kind == FnKind::Constructor => self.unit.types[owner.index()].name,
            _ => self.intern(text),
        };
        let parent = self.scope.function;
        let function = &mut self.unit.functions[index.index()];
        function.name = name;
        function.kind = kind;
        function.owner = owner;
        function.parent = parent;
        function.type_params = type_params;
        function.params = params;
        function.ret = ret;
        function.attributes = attributes;
        function.body = Some(body);
        function.flags = flags;
        if let Some(name_at) = name_at {
            function.name_span = tree.span(name_at);
        }
        index
    }

    /// Goes into a function's scope; gives the one around it.
    fn enter(
        &mut self,
        function: FnIx,
        receiver: Option<Name>,
        owner: Option<TypeIx>,
        params: &[Param],
        kind: FnKind,
    ) -> Scope {
        let outer = self.scope;
        self.scope.place = Place::Function;
        self.scope.function = Some(function);
        self.scope.yields = false;
        self.scope.constructs = false;
        if receiver.is_some() {
            self.scope.receiver = receiver;
            self.scope.receiver_type = owner;
            self.scope.constructs = kind == FnKind::Constructor;
        } else {
            for param in params {
                self.bind(param.name);
            }
        }
        outer
    }

    /// The sort of a function, and what its name and decorators say of it.
    fn manner(&self, name: &str, owner: Option<TypeIx>, attributes: &[Attribute]) -> (FnKind, Flags) {
        let mut flags = Lower::visibility(name);
        let mut kind = FnKind::Plain;
        if owner.is_some() && name == "__init__" {
            kind = FnKind::Constructor;
        }
        if owner.is_some() && matches!(name, "__new__" | "__init_subclass__" | "__class_getitem__") {
            flags = flags.with(Flags::STATIC);
        }
        for attribute in attributes {
            let path = self.unit.text(attribute.path);
            match last_word(path) {
                "staticmethod" | "classmethod" => flags = flags.with(Flags::STATIC),
                "abstractmethod" | "overload" => flags = flags.with(Flags::ABSTRACT),
                "override" => flags = flags.with(Flags::OVERRIDE),
                "setter" | "deleter" if owner.is_some() && path.contains('.') => kind = FnKind::Setter,
                word if word == "property" || word.ends_with("_property") => flags = flags.with(Flags::PROPERTY),
                _ => {}
            }
        }
        (kind, flags)
    }

    fn is_static(&self, attributes: &[Attribute]) -> bool {
        attributes
            .iter()
            .any(|attribute| last_word(self.unit.text(attribute.path)) == "staticmethod")
    }

    /// Decorators, in source order.
    pub(crate) fn decorators(&mut self, decorators: &[At]) -> Vec<Attribute> {
        decorators
            .iter()
            .filter_map(|decorator| self.decorator(*decorator))
            .collect()
    }

    /// `@a.b(c)` has a path and arguments; of any other expression the path is what can be read, and the whole is the argument.
    fn decorator(&mut self, at: At) -> Option<Attribute> {
        let tree = self.tree;
        let expr = tree.first(at)?;
        let span = tree.span(at);
        let callee = tree
            .child(expr, Role::Function)
            .filter(|_| tree.kind(expr) == Kind::Call)
            .unwrap_or(expr);
        if let Some(path) = self.dotted(callee) {
            let args = tree.child(expr, Role::Arguments).filter(|_| callee != expr);
            let args = args.map(|args| self.arguments(args)).unwrap_or_default();
            return Some(Attribute {
                path,
                type_args: Box::default(),
                args,
                span,
            });
        }
        let path = self.readable_path(expr);
        let whole = self.argument(expr);
        Some(Attribute {
            path,
            type_args: Box::default(),
            args: vec![whole],
            span,
        })
    }

    /// The dotted path that an expression begins with; empty when it does not.
    fn readable_path(&mut self, at: At) -> Name {
        let tree = self.tree;
        let mut base = at;
        loop {
            if let Some(path) = self.dotted(base) {
                return path;
            }
            let next = match tree.kind(base) {
                Kind::Call => tree.child(base, Role::Function),
                Kind::Attribute => tree.child(base, Role::Object),
                Kind::Subscript => tree.child(base, Role::Value),
                Kind::Parenthesized => tree.first(base),
                _ => None,
            };
            match next {
                Some(next) => base = next,
                None => return self.intern(""),
            }
        }
    }

    /// The parameters of a function or lambda.
    pub(crate) fn params(&mut self, at: At) -> Vec<Param> {
        let tree = self.tree;
        tree.children(at).filter_map(|param| self.param(param)).collect()
    }

    fn param(&mut self, at: At) -> Option<Param> {
        let tree = self.tree;
        let kind = tree.kind(at);
        let name_at = match kind {
            Kind::Identifier | Kind::TuplePattern | Kind::ListSplatPattern | Kind::DictionarySplatPattern => at,
            Kind::DefaultParameter | Kind::TypedDefaultParameter => tree.child(at, Role::Name)?,
            Kind::TypedParameter => tree.first(at)?,
            _ => return None,
        };
        let sort = match tree.kind(name_at) {
            Kind::ListSplatPattern => ParamKind::Rest,
            Kind::DictionarySplatPattern => ParamKind::RestNamed,
            _ => ParamKind::Plain,
        };
        let ty_at = tree.child(at, Role::Type);
        let annotation = ty_at.and_then(|ty| self.annotation(ty));
        let attributes = match (&annotation, ty_at) {
            (Some(annotation), Some(place)) => self.annotated(annotation, place),
            _ => Vec::new(),
        };
        let default = tree.child(at, Role::Value).map(|value| self.expr(value));
        let (name, pattern) = match tree.kind(name_at) {
            Kind::TuplePattern => (self.intern(""), Some(self.binding(name_at))),
            Kind::Identifier => (self.name(name_at), None),
            _ => {
                let text = tree.first(name_at).map_or("", |inner| self.slice(inner));
                (self.intern(text), None)
            }
        };
        let ty = annotation.map(|annotation| annotation.ty);
        Some(Param {
            name,
            pattern,
            ty,
            default,
            attributes,
            kind: sort,
            span: tree.span(at),
        })
    }

    /// `[T: Bound, *Ts]` after a function's or class's name.
    pub(crate) fn type_params(&mut self, at: Option<At>) -> Vec<TypeParam> {
        let tree = self.tree;
        let mut params = Vec::new();
        for one in at.into_iter().flat_map(|list| tree.children(list)) {
            let inner = tree.first(one).filter(|_| tree.kind(one) == Kind::Type).unwrap_or(one);
            let mut parts = tree.children(inner);
            let (name_at, bound) = match tree.kind(inner) {
                Kind::ConstrainedType => (parts.next(), parts.next()),
                _ => (Some(inner), None),
            };
            let Some(head) = name_at.and_then(|name| self.annotation(name)) else {
                continue;
            };
            let bounds = bound
                .and_then(|bound| self.annotation(bound))
                .map(|bound| bound.ty)
                .into_iter()
                .collect();
            params.push(TypeParam {
                name: head.ty.name,
                bounds,
            });
        }
        params
    }

    /// The statements of a class that are neither fields nor definitions, as a function of the class.
    pub(crate) fn class_statements(&mut self, owner: TypeIx, items: Vec<partywall_ir::ExprId>, at: At) -> FnIx {
        let span = self.tree.span(at);
        let index = self.reserve_function(span);
        let body = self.add(
            ExprKind::Block {
                items: items.into(),
                value: false,
            },
            span,
        );
        let parent = self.scope.function;
        let function = &mut self.unit.functions[index.index()];
        function.owner = Some(owner);
        function.parent = parent;
        function.body = Some(body);
        index
    }
}

/// The last part of a dotted path.
pub(crate) fn last_word(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn is_never(ty: &str) -> bool {
    matches!(last_word(ty), "NoReturn" | "Never")
}

/// Whether a function is a test, as test runners find them: by its name and by its file's.
fn is_test(path: &str, name: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.strip_suffix(".py").unwrap_or(file);
    let of_tests =
        stem.starts_with("test_") || stem.ends_with("_test") || ["tests", "test", "conftest"].contains(&stem);
    of_tests && name.starts_with("test_")
}
