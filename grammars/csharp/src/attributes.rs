//! Attributes and modifiers: what stands in front of a declaration.

use partywall_ir::{Arg, Attribute, Flags};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, of_kind, span};

/// What an attribute list is written for: a record's parameter stands for a property and a parameter at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Lists with no target, and with any but those of results and type parameters.
    Any,
    /// Lists with no target and those of parameters.
    Parameter,
    /// Lists with no target and those of the property or field made from the parameter.
    Property,
}

impl<'t> Lower<'t> {
    /// The attributes among the children of a declaration, in source order.
    pub(crate) fn attributes(&mut self, kids: &[Kid<'t>], target: Target) -> Vec<Attribute> {
        let mut found = Vec::new();
        for kid in kids {
            match kid.kind {
                K::AttributeList => self.attribute_list(kid.node, target, &mut found),
                K::PreprocIfAttributes => {
                    for inner in self.spliced(kid.node) {
                        if inner.kind == K::AttributeList {
                            self.attribute_list(inner.node, target, &mut found);
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn attribute_list(&mut self, list: Node<'t>, target: Target, found: &mut Vec<Attribute>) {
        let kids = self.kids(list);
        if let Some(named) = of_kind(&kids, K::AttributeTarget) {
            let word = self.text(named).trim_end_matches(':').trim_end();
            let fits = match target {
                Target::Any => !matches!(word, "return" | "typevar"),
                Target::Parameter => word == "param",
                Target::Property => matches!(word, "property" | "field"),
            };
            if !fits {
                return;
            }
        }
        for kid in kids {
            if kid.kind == K::Attribute {
                let attribute = self.attribute(kid.node);
                found.push(attribute);
            }
        }
    }

    /// One attribute.
    pub(crate) fn attribute(&mut self, node: Node<'t>) -> Attribute {
        let kids = self.kids(node);
        let (path, type_args) = match in_field(&kids, self.f().name) {
            Some(name) => self.path(name),
            None => (self.intern(""), Box::default()),
        };
        let mut args = Vec::new();
        if let Some(list) = of_kind(&kids, K::AttributeArgumentList) {
            for kid in self.kids(list) {
                if kid.kind == K::AttributeArgument {
                    let parts = self.kids(kid.node);
                    let name = in_field(&parts, self.f().name).map(|name| self.ident(name));
                    if let Some(value) = self.free_expr(&parts) {
                        args.push(Arg {
                            name,
                            spread: false,
                            value,
                        });
                    }
                }
            }
        }
        Attribute {
            path,
            type_args,
            args,
            span: span(node),
        }
    }

    /// What the modifiers among the children of a declaration say.
    pub(crate) fn modifiers(&self, kids: &[Kid<'t>]) -> Flags {
        kids.iter()
            .filter(|kid| kid.kind == K::Modifier)
            .fold(Flags::default(), |flags, kid| {
                flags.with(match self.text(kid.node) {
                    "public" => Flags::PUBLIC,
                    "static" => Flags::STATIC,
                    "async" => Flags::ASYNC,
                    "abstract" | "extern" => Flags::ABSTRACT,
                    "override" => Flags::OVERRIDE,
                    "readonly" => Flags::READONLY,
                    "const" => Flags::STATIC.with(Flags::READONLY),
                    _ => Flags::default(),
                })
            })
    }
}
