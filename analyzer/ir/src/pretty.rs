//! A whole unit as text that people read and compare. The form is described in [`crate::text`], which reads it.

use crate::text::layout::layout;
use crate::text::sexp::Sexp;
use crate::text::show::Show;
use crate::text::words::{FLAGS, FUNCTIONS, TYPES, word_of};
use crate::{Field, Flags, Function, Import, TypeDecl, TypeParam, Unit};

/// The text form of a unit, without spans.
pub fn print(unit: &Unit) -> String {
    layout(&Printer(Show { unit, spans: false }).unit())
}

/// The text form of a unit, with `@start..end` behind everything that has a span.
pub fn print_with_spans(unit: &Unit) -> String {
    layout(&Printer(Show { unit, spans: true }).unit())
}

struct Printer<'u>(Show<'u>);

impl Printer<'_> {
    fn unit(&self) -> Sexp {
        let unit = self.0.unit;
        let mut list = Sexp::list("unit")
            .with(Sexp::atom(unit.language.id()))
            .with(Sexp::text(&*unit.path))
            .with(self.0.name(unit.module));
        list.push(Sexp::list("lines").with(Sexp::atom(unit.lines.to_string())));
        for import in &unit.imports {
            list.push(self.import(import));
        }
        for decl in &unit.types {
            list.push(self.decl(decl));
        }
        for global in &unit.globals {
            list.push(self.field("global", global));
        }
        for function in &unit.functions {
            list.push(self.function(function));
        }
        for directive in &unit.directives {
            let node = Sexp::list("directive").with(Sexp::text(&*directive.text));
            list.push(node.at(self.0.span(directive.span)));
        }
        for gap in &unit.gaps {
            let node = Sexp::list("gap").with(Sexp::text(&*gap.kind));
            list.push(node.at(self.0.span(gap.span)));
        }
        list
    }

    fn import(&self, import: &Import) -> Sexp {
        let mut list = Sexp::list("import")
            .with(self.0.name(import.path))
            .with(self.0.name(import.local));
        if import.glob {
            list.push(Sexp::atom("glob"));
        }
        list.at(self.0.span(import.span))
    }

    fn decl(&self, decl: &TypeDecl) -> Sexp {
        let mut list = Sexp::list("type")
            .with(Sexp::atom(word_of(&TYPES, decl.kind)))
            .with(self.0.name(decl.name).at(self.0.span(decl.name_span)))
            .with(self.0.name(decl.path));
        if let Some(owner) = decl.owner {
            list.push(Sexp::list("owner").with(Sexp::atom(owner.0.to_string())));
        }
        for param in &decl.type_params {
            list.push(self.type_param(param));
        }
        for base in &decl.bases {
            list.push(Sexp::list("base").with(self.0.ty(base)));
        }
        for attribute in &decl.attributes {
            list.push(self.0.attribute(attribute));
        }
        for field in &decl.fields {
            list.push(self.field("field", field));
        }
        list.at(self.0.span(decl.span))
    }

    fn type_param(&self, param: &TypeParam) -> Sexp {
        let list = Sexp::list("tparam").with(self.0.name(param.name));
        param
            .bounds
            .iter()
            .fold(list, |list, bound| list.with(self.0.ty(bound)))
    }

    fn field(&self, head: &str, field: &Field) -> Sexp {
        let mut list = Sexp::list(head).with(self.0.name(field.name));
        if let Some(ty) = &field.ty {
            list.push(Sexp::atom(":"));
            list.push(self.0.ty(ty));
        }
        if let Some(value) = field.value {
            list.push(Sexp::atom("="));
            list.push(self.0.expr(value));
        }
        if let Some(getter) = field.getter {
            list.push(Sexp::list("getter").with(Sexp::atom(getter.0.to_string())));
        }
        self.flags(&mut list, field.flags);
        for attribute in &field.attributes {
            list.push(self.0.attribute(attribute));
        }
        list.at(self.0.span(field.span))
    }

    fn flags(&self, list: &mut Sexp, flags: Flags) {
        let set = FLAGS.iter().filter(|(_, flag)| flags.has(*flag));
        let node = set.fold(Sexp::list("flags"), |node, (word, _)| node.with(Sexp::atom(*word)));
        if flags != Flags::default() {
            list.push(node);
        }
    }

    fn function(&self, function: &Function) -> Sexp {
        let mut list = Sexp::list("fn")
            .with(Sexp::atom(word_of(&FUNCTIONS, function.kind)))
            .with(self.0.name(function.name).at(self.0.span(function.name_span)));
        if let Some(owner) = function.owner {
            list.push(Sexp::list("owner").with(Sexp::atom(owner.0.to_string())));
        }
        if let Some(parent) = function.parent {
            list.push(Sexp::list("parent").with(Sexp::atom(parent.0.to_string())));
        }
        self.flags(&mut list, function.flags);
        for attribute in &function.attributes {
            list.push(self.0.attribute(attribute));
        }
        for param in &function.type_params {
            list.push(self.type_param(param));
        }
        for param in &function.params {
            list.push(self.0.param(param));
        }
        if !function.globals.is_empty() {
            let names = function.globals.iter().map(|name| self.0.name(*name));
            list.push(names.fold(Sexp::list("globals"), Sexp::with));
        }
        if let Some(ret) = &function.ret {
            list.push(Sexp::list("ret").with(self.0.ty(ret)));
        }
        if let Some(body) = function.body {
            list.push(Sexp::list("body").with(self.0.expr(body)));
        }
        list.at(self.0.span(function.span))
    }
}
