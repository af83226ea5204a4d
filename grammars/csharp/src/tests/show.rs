//! Units as short text, for tests to compare.

use std::fmt::Write;

use partywall_ir::*;

use crate::CSharp;

/// Lowers a text and checks what must hold of any unit.
pub(super) fn unit(text: &str) -> Unit {
    let unit = CSharp.lower("a.cs", text);
    check(&unit, text);
    unit
}

/// Lowers a text that must leave no gap.
pub(super) fn whole(text: &str) -> Unit {
    let unit = unit(text);
    assert_eq!(unit.gaps, [], "{text}");
    unit
}

/// The body of a method that holds these statements.
pub(super) fn body(statements: &str) -> String {
    let unit = whole(&format!("class C {{ void M() {{ {statements} }} }}"));
    let body = unit.functions[0].body.unwrap();
    let shown = Show(&unit).expr(body);
    shown.strip_prefix("{").unwrap().strip_suffix("}").unwrap().to_owned()
}

/// An expression.
pub(super) fn expr(text: &str) -> String {
    body(&format!("_ = {text};")).strip_prefix("_ = ").unwrap().to_owned()
}

/// A pattern.
pub(super) fn pattern(text: &str) -> String {
    expr(&format!("v is {text}"))
        .strip_prefix("(v is ")
        .unwrap()
        .strip_suffix(")")
        .unwrap()
        .to_owned()
}

/// A function as text, without its body.
pub(super) fn head(unit: &Unit, index: usize) -> String {
    Show(unit).head(&unit.functions[index])
}

/// A function's body as text.
pub(super) fn inside(unit: &Unit, name: &str) -> String {
    let function = unit
        .functions
        .iter()
        .find(|f| unit.text(f.name) == name && f.body.is_some())
        .unwrap();
    Show(unit).expr(function.body.unwrap())
}

/// A type as text.
pub(super) fn decl(unit: &Unit, index: usize) -> String {
    Show(unit).decl(&unit.types[index])
}

/// An attribute as text.
pub(super) fn attribute(unit: &Unit, attribute: &Attribute) -> String {
    Show(unit).attribute(attribute)
}

/// Children come before their parents, spans lie in the text, and each gap among the expressions is a gap of the unit.
fn check(unit: &Unit, text: &str) {
    let length = u32::try_from(text.len()).unwrap();
    for (index, expr) in unit.body.exprs.iter().enumerate() {
        assert!(expr.span.start <= expr.span.end && expr.span.end <= length, "{expr:?}");
        for id in numbers(&format!("{:?}", expr.kind), "ExprId(") {
            assert!(id < index, "{id} in {index}: {expr:?}");
        }
        if let ExprKind::Gap { kind, .. } = &expr.kind {
            let known = unit
                .gaps
                .iter()
                .any(|gap| gap.span == expr.span && *gap.kind == *unit.text(*kind));
            assert!(known, "{expr:?}");
        }
    }
    for (index, pat) in unit.body.pats.iter().enumerate() {
        assert!(pat.span.start <= pat.span.end && pat.span.end <= length, "{pat:?}");
        for id in numbers(&format!("{:?}", pat.kind), "PatId(") {
            assert!(id < index, "{id} in {index}: {pat:?}");
        }
    }
    for function in &unit.functions {
        assert!(function.span.end <= length && function.body.is_none_or(|id| id.index() < unit.body.exprs.len()));
    }
}

fn numbers(text: &str, before: &str) -> Vec<usize> {
    let found = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]);
    found.filter_map(|rest| rest.split(')').next()?.parse().ok()).collect()
}

/// Writes parts of a unit.
pub(super) struct Show<'u>(pub(super) &'u Unit);

impl Show<'_> {
    fn name(&self, name: Name) -> &str {
        self.0.text(name)
    }

    fn list<T>(&self, items: &[T], show: impl Fn(&T) -> String) -> String {
        items.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn ty(&self, ty: &TypeRef) -> String {
        let name = self.name(ty.name).to_owned();
        if ty.args.is_empty() {
            name
        } else {
            format!("{name}<{}>", self.list(&ty.args, |arg| self.ty(arg)))
        }
    }

    fn arg(&self, arg: &Arg) -> String {
        let name = arg
            .name
            .map(|name| format!("{}: ", self.name(name)))
            .unwrap_or_default();
        format!("{name}{}{}", if arg.spread { "..." } else { "" }, self.expr(arg.value))
    }

    fn args(&self, args: &[Arg]) -> String {
        self.list(args, |arg| self.arg(arg))
    }

    fn param(&self, param: &Param) -> String {
        let mut text = String::new();
        for attribute in &param.attributes {
            text += &format!("[{}] ", self.attribute(attribute));
        }
        if param.kind != ParamKind::Plain {
            write!(text, "{:?} ", param.kind).unwrap();
        }
        text += &param
            .pattern
            .map_or(self.name(param.name).to_owned(), |pattern| self.pat(pattern));
        text += &param
            .ty
            .as_ref()
            .map(|ty| format!(": {}", self.ty(ty)))
            .unwrap_or_default();
        text + &param
            .default
            .map(|value| format!(" = {}", self.expr(value)))
            .unwrap_or_default()
    }

    pub(super) fn attribute(&self, attribute: &Attribute) -> String {
        let types = match &*attribute.type_args {
            [] => String::new(),
            types => format!("<{}>", self.list(types, |ty| self.ty(ty))),
        };
        let args = if attribute.args.is_empty() {
            String::new()
        } else {
            format!("({})", self.args(&attribute.args))
        };
        format!("{}{types}{args}", self.name(attribute.path))
    }

    fn flags(&self, flags: Flags) -> String {
        let words = [
            (Flags::PUBLIC, "public "),
            (Flags::STATIC, "static "),
            (Flags::ASYNC, "async "),
            (Flags::ABSTRACT, "abstract "),
            (Flags::OVERRIDE, "override "),
            (Flags::PROPERTY, "property "),
            (Flags::READONLY, "readonly "),
            (Flags::NULLABLE, "nullable "),
            (Flags::GENERATOR, "generator "),
        ];
        words
            .iter()
            .filter(|(flag, _)| flags.has(*flag))
            .map(|(_, word)| *word)
            .collect()
    }

    pub(super) fn head(&self, function: &Function) -> String {
        let mut text = String::new();
        for attribute in &function.attributes {
            text += &format!("[{}] ", self.attribute(attribute));
        }
        let types = self.type_params(&function.type_params);
        let params = self.list(&function.params, |param| self.param(param));
        let ret = function
            .ret
            .as_ref()
            .map(|ty| format!(": {}", self.ty(ty)))
            .unwrap_or_default();
        text += &self.flags(function.flags);
        format!(
            "{text}{:?} {}{types}({params}){ret}",
            function.kind,
            self.name(function.name)
        )
    }

    fn type_params(&self, params: &[TypeParam]) -> String {
        if params.is_empty() {
            return String::new();
        }
        let shown = self.list(params, |param| {
            let bounds = param
                .bounds
                .iter()
                .map(|ty| self.ty(ty))
                .collect::<Vec<_>>()
                .join(" + ");
            format!(
                "{}{}{bounds}",
                self.name(param.name),
                if bounds.is_empty() { "" } else { ": " }
            )
        });
        format!("<{shown}>")
    }

    pub(super) fn decl(&self, decl: &TypeDecl) -> String {
        let mut text = String::new();
        for attribute in &decl.attributes {
            text += &format!("[{}] ", self.attribute(attribute));
        }
        let bases = self.list(&decl.bases, |ty| self.ty(ty));
        let types = self.type_params(&decl.type_params);
        text += &format!("{:?} {}{types} : {bases}", decl.kind, self.name(decl.path));
        for field in &decl.fields {
            text += "; ";
            for attribute in &field.attributes {
                text += &format!("[{}] ", self.attribute(attribute));
            }
            let ty = field
                .ty
                .as_ref()
                .map(|ty| format!(": {}", self.ty(ty)))
                .unwrap_or_default();
            let value = field
                .value
                .map(|value| format!(" = {}", self.expr(value)))
                .unwrap_or_default();
            let getter = if field.getter.is_some() { " get" } else { "" };
            text += &format!(
                "{}{}{ty}{value}{getter}",
                self.flags(field.flags),
                self.name(field.name)
            );
        }
        text
    }

    fn opt(&self, word: &str, id: Option<ExprId>) -> String {
        id.map(|id| format!("{word}{}", self.expr(id))).unwrap_or_default()
    }

    fn items(&self, items: &[ExprId]) -> String {
        self.list(items, |id| self.expr(*id))
    }

    pub(super) fn expr(&self, id: ExprId) -> String {
        match &self.0.body[id].kind {
            ExprKind::Lit(Lit::Null) => "null".into(),
            ExprKind::Lit(Lit::Bool(value)) => value.to_string(),
            ExprKind::Lit(Lit::Int(value)) => value.to_string(),
            ExprKind::Lit(Lit::Number(text)) => self.name(*text).into(),
            ExprKind::Lit(Lit::Str(text)) => format!("{:?}", self.name(*text)),
            ExprKind::Name(name) => self.name(*name).into(),
            ExprKind::This => "this".into(),
            ExprKind::Base => "base".into(),
            ExprKind::Member { base, name } => format!("{}.{}", self.expr(*base), self.name(*name)),
            ExprKind::Index { base, args } => format!("{}[{}]", self.expr(*base), self.items(args)),
            ExprKind::Generic { base, args } => {
                format!("{}<{}>", self.expr(*base), self.list(args, |arg| self.ty(arg)))
            }
            ExprKind::Call { callee, args } => format!("{}({})", self.expr(*callee), self.args(args)),
            ExprKind::New(new) => {
                let ty = new.ty.as_ref().map(|ty| self.ty(ty)).unwrap_or_default();
                let fields = self.list(&new.fields, |(name, id)| {
                    format!("{}={}", self.name(*name), self.expr(*id))
                });
                format!("new {ty}({}){{{fields}}}", self.args(&new.args))
            }
            ExprKind::Collection { kind, items } => format!("{kind:?}[{}]", self.items(items)),
            ExprKind::Template(parts) => format!("Template[{}]", self.items(parts)),
            ExprKind::Lambda(lambda) => {
                let word = if lambda.is_async { "async " } else { "" };
                let params = self.list(&lambda.params, |param| self.param(param));
                let ret = lambda
                    .ret
                    .as_ref()
                    .map(|ty| format!(": {}", self.ty(ty)))
                    .unwrap_or_default();
                format!("{word}|{params}|{ret} {}", self.expr(lambda.body))
            }
            ExprKind::LocalFn(index) => {
                let function = &self.0.functions[index.index()];
                format!("fn {} {}", self.head(function), self.opt("", function.body))
            }
            ExprKind::Unary { op, operand } => format!("{op:?}({})", self.expr(*operand)),
            ExprKind::Binary { op, left, right } => format!("({} {op:?} {})", self.expr(*left), self.expr(*right)),
            ExprKind::Cast { value, ty } => format!("({} as {})", self.expr(*value), self.ty(ty)),
            ExprKind::Let { pattern, ty, value, .. } => {
                let ty = ty.as_ref().map(|ty| format!(": {}", self.ty(ty))).unwrap_or_default();
                format!("let {}{ty}{}", self.pat(*pattern), self.opt(" = ", *value))
            }
            ExprKind::Assign { target, op, value } => {
                let op = op.map(|op| format!("{op:?}")).unwrap_or_default();
                format!("{} {op}= {}", self.expr(*target), self.expr(*value))
            }
            ExprKind::Is { value, pattern } => format!("({} is {})", self.expr(*value), self.pat(*pattern)),
            ExprKind::Block { items, value } => {
                let items: Vec<_> = items.iter().map(|id| self.expr(*id)).collect();
                format!("{{{}{}}}", items.join("; "), if *value { " !" } else { "" })
            }
            ExprKind::If { cond, then, els } => {
                format!(
                    "if {} then {}{}",
                    self.expr(*cond),
                    self.expr(*then),
                    self.opt(" else ", *els)
                )
            }
            ExprKind::Match { value, arms, .. } => {
                let arms: Vec<_> = arms
                    .iter()
                    .map(|arm| {
                        format!(
                            "{}{} => {}",
                            self.pat(arm.pattern),
                            self.opt(" if ", arm.guard),
                            self.expr(arm.body)
                        )
                    })
                    .collect();
                format!("match {} {{{}}}", self.expr(*value), arms.join(" | "))
            }
            ExprKind::Loop(inner) => {
                let pattern = inner
                    .pattern
                    .map(|pattern| format!(" {} in", self.pat(pattern)))
                    .unwrap_or_default();
                let word = if inner.post_test { "do" } else { "loop" };
                format!("{word}{pattern}{} {}", self.opt(" ", inner.head), self.expr(inner.body))
            }
            ExprKind::Comprehension { .. } => "comprehension".into(),
            ExprKind::Try(inner) => {
                let mut text = format!("try {}", self.expr(inner.body));
                for handler in &inner.handlers {
                    let types = self.list(&handler.types, |ty| self.ty(ty));
                    let name = handler
                        .binding
                        .map(|name| format!(" {}", self.name(name)))
                        .unwrap_or_default();
                    let guard = self.opt(" if ", handler.guard);
                    text += &format!(" catch({types}{name}{guard}) {}", self.expr(handler.body));
                }
                text + &self.opt(" finally ", inner.finally)
            }
            ExprKind::Using { items, body } => {
                let items = self.list(items, |(pattern, id)| {
                    let pattern = pattern
                        .map(|pattern| format!("{} = ", self.pat(pattern)))
                        .unwrap_or_default();
                    format!("{pattern}{}", self.expr(*id))
                });
                format!("using({items}) {}", self.expr(*body))
            }
            ExprKind::Return(value) => format!("return{}", self.opt(" ", *value)),
            ExprKind::Raise(value) => format!("raise{}", self.opt(" ", *value)),
            ExprKind::Yield(value) => format!("yield{}", self.opt(" ", *value)),
            ExprKind::Break(value) => format!("break{}", self.opt(" ", *value)),
            ExprKind::Continue => "continue".into(),
            ExprKind::Gap { kind, parts } => format!("GAP {}[{}]", self.name(*kind), self.items(parts)),
        }
    }

    pub(super) fn pat(&self, id: PatId) -> String {
        match &self.0.body[id].kind {
            PatKind::Wild => "_".into(),
            PatKind::Bind { name, inner } => {
                format!(
                    "{}{}",
                    self.name(*name),
                    inner.map(|id| format!("@{}", self.pat(id))).unwrap_or_default()
                )
            }
            PatKind::Value(id) => format!("={}", self.expr(*id)),
            PatKind::Tuple(items) => format!("({})", self.list(items, |id| self.pat(*id))),
            PatKind::Record { ty, items, fields } => {
                let ty = ty.as_ref().map(|ty| self.ty(ty)).unwrap_or_default();
                let items = self.list(items, |id| self.pat(*id));
                let fields = self.list(fields, |(name, id)| format!("{}: {}", self.name(*name), self.pat(*id)));
                format!("{ty}({items}){{{fields}}}")
            }
            PatKind::Or(items) => format!("or({})", self.list(items, |id| self.pat(*id))),
            PatKind::And(items) => format!("and({})", self.list(items, |id| self.pat(*id))),
            PatKind::Not(id) => format!("not({})", self.pat(*id)),
            PatKind::Rest(name) => format!("..{}", name.map_or("", |name| self.name(name))),
            PatKind::Gap => "GAP".into(),
        }
    }
}
