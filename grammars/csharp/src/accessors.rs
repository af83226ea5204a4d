//! Properties, indexers and events: a field, and a function for each accessor that has a body.

use partywall_ir::{Field, Flags, FnIx, FnKind, Name, Param, ParamKind, Span, TypeIx, TypeRef};
use tree_sitter::Node;

use crate::attributes::Target;
use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, span};

/// What the accessors of one property share.
struct Property {
    name: Name,
    name_at: Span,
    ty: Option<TypeRef>,
    params: Vec<Param>,
    flags: Flags,
    owner: Option<TypeIx>,
}

impl<'t> Lower<'t> {
    /// A property, an indexer (called `this[]`) or an event with accessors.
    pub(crate) fn property(&mut self, kid: Kid<'t>, owner: Option<TypeIx>) {
        let node = kid.node;
        let kids = self.kids(node);
        let f = self.f();
        let written = in_field(&kids, f.type_);
        let name_node = in_field(&kids, f.name);
        let name = match (kid.kind, name_node) {
            (K::Indexer, _) => self.intern("this[]"),
            (_, Some(name)) => self.ident(name),
            (_, None) => return self.lost("error", node),
        };
        let mut flags = self.member_flags(&kids, owner);
        if self.is_nullable(written) {
            flags = flags.with(Flags::NULLABLE);
        }
        let attributes = self.attributes(&kids, Target::Any);
        let ty = self.declared(written);
        let params = in_field(&kids, f.parameters)
            .map(|list| self.params(list, Target::Any))
            .unwrap_or_default();
        let name_at = name_node.map_or(span(node), span);
        let shared = Property {
            name,
            name_at,
            ty: ty.clone(),
            params,
            flags,
            owner,
        };
        let mut getter = None;
        let mut writable = kid.kind == K::Event;
        let mut value = None;
        match in_field(&kids, f.accessors) {
            Some(list) => {
                value = in_field(&kids, f.value).map(|value| self.expr(value));
                for accessor in self.kids(list) {
                    if accessor.kind != K::AccessorDeclaration {
                        continue;
                    }
                    let parts = self.kids(accessor.node);
                    let word = in_field(&parts, f.name).map_or("", |word| self.text(word));
                    writable |= word != "get";
                    if in_field(&parts, f.body).is_some() {
                        let kind = if word == "get" { FnKind::Getter } else { FnKind::Setter };
                        let index = self.accessor(accessor.node, &parts, kind, &shared);
                        if kind == FnKind::Getter {
                            getter = Some(index);
                        }
                    }
                }
            }
            None => getter = Some(self.accessor(node, &kids, FnKind::Getter, &shared)),
        }
        let mut flags = flags.with(Flags::PROPERTY);
        if !writable {
            flags = flags.with(Flags::READONLY);
        }
        let field = Field {
            name,
            ty,
            value,
            getter,
            attributes,
            flags,
            span: span(node),
        };
        match owner {
            Some(owner) => self.unit.types[owner.index()].fields.push(field),
            None => self.lost(node.kind(), node),
        }
    }

    /// One accessor with a body. A setter has the value as its last parameter, though it is not written.
    fn accessor(&mut self, node: Node<'t>, kids: &[Kid<'t>], kind: FnKind, shared: &Property) -> FnIx {
        // an accessor by itself stands behind the name, and its own word is all that names it there
        let own = self.kind(node) == K::AccessorDeclaration;
        let name_at = in_field(kids, self.f().name)
            .filter(|_| own)
            .map_or(shared.name_at, span);
        let index = self.open(kind, shared.name, shared.owner, span(node), name_at);
        let attributes = match self.kind(node) {
            K::AccessorDeclaration => self.attributes(kids, Target::Any),
            _ => Vec::new(),
        };
        let body = self.within(index, |this| this.function_body(kids, None));
        let mut params = shared.params.clone();
        let mut ret = None;
        if kind == FnKind::Setter {
            let (name, ty) = (self.intern("value"), shared.ty.clone());
            let at = Span::new(node.start_byte(), node.start_byte());
            let kind = ParamKind::Plain;
            params.push(Param {
                name,
                pattern: None,
                ty,
                default: None,
                attributes: Vec::new(),
                kind,
                span: at,
            });
        } else {
            ret = shared.ty.clone();
        }
        let function = self.function(index);
        function.params = params;
        function.ret = ret;
        function.attributes = attributes;
        function.flags = function.flags.with(shared.flags).with(Flags::PROPERTY);
        function.body = body;
        index
    }
}
