//! Nodes to patterns.

use crate::text::TextError;
use crate::text::expr::{Items, Reader};
use crate::text::sexp::{Kind, Sexp};
use crate::text::words::is_bare;
use crate::{PatId, PatKind};

type Read<T> = Result<T, TextError>;

impl Reader {
    fn patterns(&mut self, nodes: &[Sexp]) -> Read<Box<[PatId]>> {
        nodes.iter().map(|node| self.pattern(node)).collect()
    }

    pub(crate) fn pattern(&mut self, node: &Sexp) -> Read<PatId> {
        self.enter(node)?;
        let kind = match &node.kind {
            Kind::Atom(text) if text == "_" => Ok(PatKind::Wild),
            Kind::Atom(text) if is_bare(text) => Ok(PatKind::Bind {
                name: self.names.intern(text),
                inner: None,
            }),
            Kind::List(_) => self.pattern_form(node),
            _ => Err(node.error("a pattern is wanted here")),
        };
        self.depth -= 1;
        Ok(self.body.pat(kind?, node.span.unwrap_or_default()))
    }

    fn pattern_form(&mut self, node: &Sexp) -> Read<PatKind> {
        let head = node.head().ok_or_else(|| node.error("a pattern is wanted here"))?;
        let mut items = Items::of(node)?;
        let kind = match head {
            "bind" => {
                let name = self.name(items.next("the name")?)?;
                let inner = items.rest_one()?.map(|inner| self.pattern(inner)).transpose()?;
                PatKind::Bind { name, inner }
            }
            "value" => PatKind::Value(self.expr(items.next("the value")?)?),
            "tuple" => PatKind::Tuple(self.patterns(items.rest())?),
            "or" => PatKind::Or(self.patterns(items.rest())?),
            "and" => PatKind::And(self.patterns(items.rest())?),
            "not" => PatKind::Not(self.pattern(items.next("the pattern")?)?),
            "record" => {
                let ty = self.type_or_blank(items.next("the type")?)?;
                let rest = items.rest();
                let count = rest.iter().take_while(|item| item.head() != Some("field")).count();
                let parts = self.patterns(&rest[..count])?;
                let mut fields = Vec::new();
                for field in &rest[count..] {
                    let mut parts = Items::of(field)?;
                    let name = self.name(parts.next("the field")?)?;
                    fields.push((name, self.pattern(parts.next("the pattern")?)?));
                }
                PatKind::Record {
                    ty,
                    items: parts,
                    fields: fields.into_boxed_slice(),
                }
            }
            "rest" => PatKind::Rest(items.rest_one()?.map(|name| self.name(name)).transpose()?),
            "gap" => PatKind::Gap,
            _ => return Err(node.error(format!("`{head}` begins no pattern"))),
        };
        items.end()?;
        Ok(kind)
    }
}
