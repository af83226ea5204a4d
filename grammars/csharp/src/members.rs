//! The members of a type that are not types.

use partywall_ir::{Field, Flags, FnKind, TypeIx, TypeKind};
use tree_sitter::Node;

use crate::attributes::Target;
use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, of_kind, span};

impl<'t> Lower<'t> {
    /// A member. Without an owner (broken text), what can stand alone still does.
    pub(crate) fn member(&mut self, kid: Kid<'t>, owner: Option<TypeIx>) {
        let node = kid.node;
        match kid.kind {
            K::Method | K::Destructor | K::LocalFunction => self.method(node, owner, FnKind::Plain),
            K::Constructor => self.method(node, owner, FnKind::Constructor),
            K::Operator | K::ConversionOperator => self.operator(node, owner),
            K::Property | K::Indexer | K::Event => self.property(kid, owner),
            K::Field | K::EventField => self.fields(node, owner),
            K::Other | K::ExternAlias => self.lost(node.kind(), node),
            // Any other kind is a shred of broken text, which is a gap as a whole.
            _ => {}
        }
    }

    /// Flags that a member has because of where it stands: an interface's members are public, and abstract without a body.
    pub(crate) fn member_flags(&self, kids: &[Kid<'t>], owner: Option<TypeIx>) -> Flags {
        let flags = self.modifiers(kids);
        let kind = owner.map(|owner| self.unit.types[owner.index()].kind);
        if kind == Some(TypeKind::Interface) || of_kind(kids, K::ExplicitInterface).is_some() {
            return flags.with(Flags::PUBLIC);
        }
        flags
    }

    fn method(&mut self, node: Node<'t>, owner: Option<TypeIx>, kind: FnKind) {
        let kids = self.kids(node);
        let index = self.callable(node, &kids, owner, kind);
        let mut flags = self.member_flags(&kids, owner);
        let interface = owner.is_some_and(|owner| self.unit.types[owner.index()].kind == TypeKind::Interface);
        if interface && in_field(&kids, self.f().body).is_none() {
            flags = flags.with(Flags::ABSTRACT);
        }
        if self.kind(node) == K::Destructor {
            let name = format!("~{}", self.unit.text(self.unit.functions[index.index()].name));
            let name = self.intern(&name);
            self.function(index).name = name;
        }
        let function = self.function(index);
        function.flags = function.flags.with(flags);
    }

    fn operator(&mut self, node: Node<'t>, owner: Option<TypeIx>) {
        let kids = self.kids(node);
        let f = self.f();
        let named = in_field(&kids, f.operator).or(in_field(&kids, f.type_));
        let name = named.map_or("", |named| self.text(named));
        let name = self.intern(&format!("operator {name}"));
        let index = self.open(FnKind::Plain, name, owner, span(node), named.map_or(span(node), span));
        let flags = self.member_flags(&kids, owner);
        self.fill(index, &kids, flags);
    }

    fn fields(&mut self, node: Node<'t>, owner: Option<TypeIx>) {
        let kids = self.kids(node);
        let (Some(owner), Some(declaration)) = (owner, of_kind(&kids, K::VariableDeclaration)) else {
            return self.lost(node.kind(), node);
        };
        let flags = self.member_flags(&kids, Some(owner));
        let parts = self.kids(declaration);
        let written = in_field(&parts, self.f().type_);
        let flags = if self.is_nullable(written) {
            flags.with(Flags::NULLABLE)
        } else {
            flags
        };
        for part in parts.iter().filter(|part| part.kind == K::VariableDeclarator) {
            let inner = self.kids(part.node);
            let Some(name) = in_field(&inner, self.f().name) else {
                continue;
            };
            let name = self.ident(name);
            let ty = self.declared(written);
            let attributes = self.attributes(&kids, Target::Any);
            let value = self.initial(&inner);
            let field = Field {
                name,
                ty,
                value,
                getter: None,
                attributes,
                flags,
                span: span(node),
            };
            self.unit.types[owner.index()].fields.push(field);
        }
    }
}
