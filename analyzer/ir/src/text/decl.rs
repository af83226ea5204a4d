//! Nodes to declarations.

use rustc_hash::FxHashSet;

use crate::text::TextError;
use crate::text::expr::{Items, Reader, number, word};
use crate::text::sexp::Sexp;
use crate::text::words::{FLAGS, FUNCTIONS, TYPES, value_of};
use crate::{Directive, Field, Flags, FnIx, Function, Gap, Import, Language, Span, TypeDecl, TypeIx, TypeParam, Unit};

type Read<T> = Result<T, TextError>;

/// Reads a whole unit.
pub(crate) fn unit(node: &Sexp) -> Read<Unit> {
    if node.head() != Some("unit") {
        return Err(node.error("a unit begins with `(unit`"));
    }
    let mut items = Items::of(node)?;
    let language = items.next("the language")?;
    let known = Language::from_id(word(language)?).ok_or_else(|| language.error("no such language"))?;
    let mut unit = Unit::new(word(items.next("the path")?)?, known);
    let mut reader = Reader {
        names: std::mem::take(&mut unit.names),
        ..Reader::default()
    };
    unit.module = reader.name(items.next("the module")?)?;
    for item in items.rest() {
        reader.member(item, &mut unit)?;
    }
    let mut listed: FxHashSet<(String, Span)> = unit.gaps.iter().map(|gap| (gap.kind.to_string(), gap.span)).collect();
    for (kind, span) in std::mem::take(&mut reader.gaps) {
        if listed.insert((kind.clone(), span)) {
            unit.gaps.push(Gap {
                kind: kind.into(),
                span,
            });
        }
    }
    unit.names = reader.names;
    unit.body = reader.body;
    Ok(unit)
}

impl Reader {
    fn member(&mut self, node: &Sexp, unit: &mut Unit) -> Read<()> {
        let span = node.span.unwrap_or_default();
        let mut items = Items::of(node)?;
        match node.head() {
            Some("lines") => unit.lines = number(items.next("the number of lines")?)?,
            Some("import") => {
                let path = self.name(items.next("the path")?)?;
                let local = self.name(items.next("the local name")?)?;
                let glob = items.eat("glob");
                unit.imports.push(Import {
                    path,
                    local,
                    glob,
                    span,
                });
            }
            Some("type") => unit.types.push(self.decl(node, &mut items)?),
            Some("global") => {
                unit.globals.push(self.field(node)?);
                items.rest();
            }
            Some("fn") => unit.functions.push(self.function(node, &mut items)?),
            Some("directive") => {
                let text = word(items.next("the text")?)?.into();
                unit.directives.push(Directive { text, span });
            }
            Some("gap") => {
                let kind = word(items.next("the kind")?)?.into();
                unit.gaps.push(Gap { kind, span });
            }
            _ => return Err(node.error("no part of a unit begins so")),
        }
        items.end()
    }

    fn decl(&mut self, node: &Sexp, items: &mut Items) -> Read<TypeDecl> {
        let kind = items.next("the kind")?;
        let known = kind.as_atom().and_then(|word| value_of(&TYPES, word));
        let name = items.next("the name")?;
        let path = items.next("the path")?;
        let mut decl = TypeDecl {
            name: self.name(name)?,
            path: self.name(path)?,
            kind: known.ok_or_else(|| kind.error("no such kind of type"))?,
            owner: None,
            type_params: Vec::new(),
            bases: Vec::new(),
            attributes: Vec::new(),
            fields: Vec::new(),
            span: node.span.unwrap_or_default(),
            name_span: name.span.unwrap_or_default(),
        };
        for item in items.rest() {
            let mut parts = Items::of(item)?;
            match item.head() {
                Some("owner") => decl.owner = Some(TypeIx(number(parts.next("the type")?)?)),
                Some("tparam") => decl.type_params.push(self.type_param(&mut parts)?),
                Some("base") => decl.bases.push(self.ty(parts.next("the type")?)?),
                Some("attr") => decl.attributes.push(self.attribute(item)?),
                Some("field") => decl.fields.push(self.field(item)?),
                _ => return Err(item.error("no part of a type begins so")),
            }
        }
        Ok(decl)
    }

    fn type_param(&mut self, items: &mut Items) -> Read<TypeParam> {
        let name = self.name(items.next("the name")?)?;
        let bounds = items.rest().iter().map(|bound| self.ty(bound)).collect::<Read<_>>()?;
        Ok(TypeParam { name, bounds })
    }

    fn field(&mut self, node: &Sexp) -> Read<Field> {
        let mut items = Items::of(node)?;
        let mut field = Field {
            name: self.name(items.next("the name")?)?,
            ty: None,
            value: None,
            getter: None,
            attributes: Vec::new(),
            flags: Flags::default(),
            span: node.span.unwrap_or_default(),
        };
        if items.eat(":") {
            field.ty = Some(self.ty(items.next("the type")?)?);
        }
        if items.eat("=") {
            field.value = Some(self.expr(items.next("the value")?)?);
        }
        for item in items.rest() {
            match item.head() {
                Some("getter") => field.getter = Some(FnIx(number(Items::of(item)?.next("the function")?)?)),
                Some("flags") => field.flags = flags(item)?,
                Some("attr") => field.attributes.push(self.attribute(item)?),
                _ => return Err(item.error("no part of a field begins so")),
            }
        }
        Ok(field)
    }

    fn function(&mut self, node: &Sexp, items: &mut Items) -> Read<Function> {
        let kind = items.next("the kind")?;
        let known = kind.as_atom().and_then(|word| value_of(&FUNCTIONS, word));
        let name = items.next("the name")?;
        let mut function = Function {
            name: self.name(name)?,
            kind: known.ok_or_else(|| kind.error("no such kind of function"))?,
            owner: None,
            parent: None,
            type_params: Vec::new(),
            params: Vec::new(),
            ret: None,
            attributes: Vec::new(),
            globals: Box::default(),
            body: None,
            flags: Flags::default(),
            span: node.span.unwrap_or_default(),
            name_span: name.span.unwrap_or_default(),
        };
        for item in items.rest() {
            let mut parts = Items::of(item)?;
            match item.head() {
                Some("owner") => function.owner = Some(TypeIx(number(parts.next("the type")?)?)),
                Some("parent") => function.parent = Some(FnIx(number(parts.next("the function")?)?)),
                Some("flags") => function.flags = flags(item)?,
                Some("attr") => function.attributes.push(self.attribute(item)?),
                Some("tparam") => function.type_params.push(self.type_param(&mut parts)?),
                Some("param") => function.params.push(self.param(item)?),
                Some("globals") => {
                    let names = parts.rest().iter().map(|name| self.name(name));
                    function.globals = names.collect::<Read<_>>()?;
                }
                Some("ret") => function.ret = Some(self.ty(parts.next("the type")?)?),
                Some("body") => function.body = Some(self.expr(parts.next("the body")?)?),
                _ => return Err(item.error("no part of a function begins so")),
            }
        }
        Ok(function)
    }
}

fn flags(node: &Sexp) -> Read<Flags> {
    let mut found = Flags::default();
    for word in Items::of(node)?.rest() {
        let flag = word.as_atom().and_then(|word| value_of(&FLAGS, word));
        found = found.with(flag.ok_or_else(|| word.error("no such flag"))?);
    }
    Ok(found)
}
