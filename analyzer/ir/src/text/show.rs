//! Expressions, patterns and types as nodes.

use crate::text::sexp::{Kind, MAX_DEPTH, Sexp};
use crate::text::words::{BINARY, COLLECTIONS, PARAMS, UNARY, is_bare, word_of};
use crate::{
    Arg, Attribute, ExprId, ExprKind, Lambda, Lit, Loop, Name, Param, ParamKind, PatId, PatKind, Span, Try, TypeRef,
    Unit,
};

/// Makes nodes of a unit's parts.
pub(crate) struct Show<'u> {
    pub unit: &'u Unit,
    pub spans: bool,
}

impl Show<'_> {
    pub(crate) fn span(&self, span: Span) -> Option<Span> {
        self.spans.then_some(span)
    }

    /// A name where only a name can stand.
    pub(crate) fn name(&self, name: Name) -> Sexp {
        let text = self.unit.text(name);
        if is_bare(text) {
            Sexp::atom(text)
        } else {
            Sexp::text(text)
        }
    }

    pub(crate) fn ty(&self, ty: &TypeRef) -> Sexp {
        self.type_ref(ty, 0)
    }

    fn type_ref(&self, ty: &TypeRef, depth: usize) -> Sexp {
        let name = self.name(ty.name);
        if ty.args.is_empty() || depth > MAX_DEPTH {
            return name;
        }
        let mut items = vec![name];
        items.extend(ty.args.iter().map(|arg| self.type_ref(arg, depth + 1)));
        Sexp::bare_list(items)
    }

    fn type_or_blank(&self, ty: Option<&TypeRef>) -> Sexp {
        ty.map_or_else(|| Sexp::atom("_"), |ty| self.ty(ty))
    }

    pub(crate) fn expr(&self, id: ExprId) -> Sexp {
        self.expression(id, 0)
    }

    fn expression(&self, id: ExprId, depth: usize) -> Sexp {
        let Some(found) = self.unit.body.exprs.get(id.index()) else {
            return Sexp::list("missing");
        };
        let node = if depth > MAX_DEPTH {
            Sexp::list("gap").with(Sexp::text("too deep to show"))
        } else {
            self.kind(&found.kind, depth + 1)
        };
        node.at(self.span(found.span))
    }

    fn all<'i>(&self, head: &str, items: impl IntoIterator<Item = &'i ExprId>, depth: usize) -> Sexp {
        items
            .into_iter()
            .fold(Sexp::list(head), |list, item| list.with(self.expression(*item, depth)))
    }

    fn marked(&self, list: &mut Sexp, mark: &str, id: Option<ExprId>, depth: usize) {
        if let Some(id) = id {
            list.push(Sexp::atom(mark));
            list.push(self.expression(id, depth));
        }
    }

    fn kind(&self, kind: &ExprKind, depth: usize) -> Sexp {
        let expr = |id: &ExprId| self.expression(*id, depth);
        match kind {
            ExprKind::Lit(lit) => self.literal(lit),
            ExprKind::Name(name) => {
                let text = self.unit.text(*name);
                if is_bare(text) {
                    Sexp::atom(text)
                } else {
                    Sexp::list("name").with(Sexp::text(text))
                }
            }
            ExprKind::This => Sexp::atom("this"),
            ExprKind::Base => Sexp::atom("base"),
            ExprKind::Continue => Sexp::atom("continue"),
            ExprKind::Member { base, name } => Sexp::list(".").with(expr(base)).with(self.name(*name)),
            ExprKind::Index { base, args } => self.all("[]", std::iter::once(base).chain(args), depth),
            ExprKind::Generic { base, args } => args
                .iter()
                .fold(Sexp::list("<>").with(expr(base)), |list, arg| list.with(self.ty(arg))),
            ExprKind::Call { callee, args } => {
                let mut list = Sexp::list("call").with(expr(callee));
                self.args(&mut list, args, depth);
                list
            }
            ExprKind::New(new) => {
                let mut list = Sexp::list("new").with(self.type_or_blank(new.ty.as_ref()));
                self.args(&mut list, &new.args, depth);
                for (name, value) in &new.fields {
                    list.push(Sexp::list("field").with(self.name(*name)).with(expr(value)));
                }
                list
            }
            ExprKind::Collection { kind, items } => self.all(word_of(&COLLECTIONS, *kind), items, depth),
            ExprKind::Template(items) => self.all("template", items, depth),
            ExprKind::Lambda(lambda) => self.lambda(lambda, depth),
            ExprKind::LocalFn(function) => Sexp::list("local-fn").with(Sexp::atom(function.0.to_string())),
            ExprKind::Unary { op, operand } => Sexp::list(word_of(&UNARY, *op)).with(expr(operand)),
            ExprKind::Binary { op, left, right } => {
                Sexp::list(word_of(&BINARY, *op)).with(expr(left)).with(expr(right))
            }
            ExprKind::Cast { value, ty } => Sexp::list("cast").with(expr(value)).with(self.ty(ty)),
            ExprKind::Let {
                pattern,
                ty,
                value,
                els,
            } => {
                let mut list = Sexp::list("let").with(self.pattern(*pattern, depth));
                if let Some(ty) = ty {
                    list.push(Sexp::atom(":"));
                    list.push(self.ty(ty));
                }
                self.marked(&mut list, "=", *value, depth);
                self.marked(&mut list, "else", *els, depth);
                list
            }
            ExprKind::Assign { target, op, value } => {
                let mut list = match op {
                    Some(op) => Sexp::list("assign").with(Sexp::atom(word_of(&BINARY, *op))),
                    None => Sexp::list("="),
                };
                list.push(expr(target));
                list.push(expr(value));
                list
            }
            _ => self.control(kind, depth),
        }
    }

    /// The rest of the forms: apart, since one function for all would take a frame that nesting cannot afford.
    fn control(&self, kind: &ExprKind, depth: usize) -> Sexp {
        let expr = |id: &ExprId| self.expression(*id, depth);
        match kind {
            ExprKind::Is { value, pattern } => Sexp::list("is").with(expr(value)).with(self.pattern(*pattern, depth)),
            ExprKind::Block { items, value } => self.all(if *value { "do=" } else { "do" }, items, depth),
            ExprKind::If { cond, then, els } => self.all("if", [cond, then].into_iter().chain(els), depth),
            ExprKind::Match { value, arms, total } => {
                let mut list = Sexp::list(if *total { "match=" } else { "match" }).with(expr(value));
                for arm in arms {
                    let mut node = Sexp::list("arm").with(self.pattern(arm.pattern, depth));
                    self.marked(&mut node, "if", arm.guard, depth);
                    list.push(node.with(expr(&arm.body)));
                }
                list
            }
            ExprKind::Loop(found) => self.repeat(found, depth),
            ExprKind::Comprehension { element, clauses } => {
                let mut list = Sexp::list("comp").with(expr(element));
                for clause in clauses {
                    let node = Sexp::list("for")
                        .with(self.pattern(clause.pattern, depth))
                        .with(expr(&clause.source));
                    list.push(clause.conds.iter().fold(node, |node, cond| node.with(expr(cond))));
                }
                list
            }
            ExprKind::Try(found) => self.attempt(found, depth),
            ExprKind::Using { items, body } => {
                let mut list = Sexp::list("using");
                for (pattern, value) in items {
                    let mut node = Sexp::list("with").with(expr(value));
                    if let Some(pattern) = pattern {
                        node.push(Sexp::atom("as"));
                        node.push(self.pattern(*pattern, depth));
                    }
                    list.push(node);
                }
                list.with(expr(body))
            }
            ExprKind::Return(value) => self.all("return", value, depth),
            ExprKind::Raise(value) => self.all("raise", value, depth),
            ExprKind::Yield(value) => self.all("yield", value, depth),
            ExprKind::Break(value) => self.all("break", value, depth),
            ExprKind::Gap { kind, parts } => parts
                .iter()
                .fold(Sexp::list("gap").with(self.name(*kind)), |list, part| {
                    list.with(expr(part))
                }),
            _ => Sexp::list("missing"),
        }
    }

    fn literal(&self, lit: &Lit) -> Sexp {
        match lit {
            Lit::Null => Sexp::atom("null"),
            Lit::Bool(truth) => Sexp::atom(truth.to_string()),
            Lit::Int(number) => Sexp::atom(number.to_string()),
            Lit::Number(text) => Sexp::list("number").with(Sexp::text(self.unit.text(*text))),
            Lit::Str(text) => Sexp::text(self.unit.text(*text)),
        }
    }

    fn args(&self, list: &mut Sexp, args: &[Arg], depth: usize) {
        for arg in args {
            let value = self.expression(arg.value, depth);
            let node = match (arg.spread, arg.name) {
                (false, None) => value,
                (spread, name) => {
                    let mut node = Sexp::list(if spread { "arg*" } else { "arg" });
                    if let Some(name) = name {
                        node.push(self.name(name));
                    }
                    node.with(value)
                }
            };
            list.push(node);
        }
    }

    fn lambda(&self, lambda: &Lambda, depth: usize) -> Sexp {
        let mut list = Sexp::list("lambda");
        if lambda.is_async {
            list.push(Sexp::list("async"));
        }
        for attribute in &lambda.attributes {
            list.push(self.attribute_at(attribute, depth));
        }
        for param in &lambda.params {
            list.push(self.param_at(param, depth));
        }
        if let Some(ret) = &lambda.ret {
            list.push(Sexp::list("ret").with(self.ty(ret)));
        }
        list.with(self.expression(lambda.body, depth))
    }

    fn repeat(&self, found: &Loop, depth: usize) -> Sexp {
        let mut list = Sexp::list("loop");
        if found.post_test {
            list.push(Sexp::atom("post"));
        }
        if let Some(pattern) = found.pattern {
            list.push(Sexp::atom("for"));
            list.push(self.pattern(pattern, depth));
        }
        self.marked(&mut list, "in", found.head, depth);
        list.push(self.expression(found.body, depth));
        self.marked(&mut list, "else", found.els, depth);
        list
    }

    fn attempt(&self, found: &Try, depth: usize) -> Sexp {
        let mut list = Sexp::list("try").with(self.expression(found.body, depth));
        for handler in &found.handlers {
            let types = Sexp::bare_list(handler.types.iter().map(|ty| self.ty(ty)).collect());
            let mut node = Sexp::list("catch").with(types);
            if let Some(binding) = handler.binding {
                node.push(Sexp::atom("as"));
                node.push(self.name(binding));
            }
            self.marked(&mut node, "if", handler.guard, depth);
            list.push(node.with(self.expression(handler.body, depth)));
        }
        self.marked(&mut list, "else", found.els, depth);
        self.marked(&mut list, "finally", found.finally, depth);
        list
    }

    pub(crate) fn attribute(&self, attribute: &Attribute) -> Sexp {
        self.attribute_at(attribute, 0)
    }

    fn attribute_at(&self, attribute: &Attribute, depth: usize) -> Sexp {
        let mut list = Sexp::list("attr").with(self.name(attribute.path));
        if !attribute.type_args.is_empty() {
            list.push(
                attribute
                    .type_args
                    .iter()
                    .fold(Sexp::list("types"), |types, ty| types.with(self.ty(ty))),
            );
        }
        self.args(&mut list, &attribute.args, depth);
        list.at(self.span(attribute.span))
    }

    pub(crate) fn param(&self, param: &Param) -> Sexp {
        self.param_at(param, 0)
    }

    fn param_at(&self, param: &Param, depth: usize) -> Sexp {
        let mut list = Sexp::list("param").with(self.name(param.name));
        if param.kind != ParamKind::Plain {
            list.push(Sexp::atom(word_of(&PARAMS, param.kind)));
        }
        if let Some(ty) = &param.ty {
            list.push(Sexp::atom(":"));
            list.push(self.ty(ty));
        }
        self.marked(&mut list, "=", param.default, depth);
        if let Some(pattern) = param.pattern {
            list.push(Sexp::list("pattern").with(self.pattern(pattern, depth)));
        }
        for attribute in &param.attributes {
            list.push(self.attribute_at(attribute, depth));
        }
        list.at(self.span(param.span))
    }

    fn pattern(&self, id: PatId, depth: usize) -> Sexp {
        let Some(found) = self.unit.body.pats.get(id.index()) else {
            return Sexp::list("missing");
        };
        let down = depth + 1;
        let node = match &found.kind {
            _ if depth > MAX_DEPTH => Sexp::list("gap"),
            PatKind::Wild => Sexp::atom("_"),
            PatKind::Bind { name, inner } => match (self.name(*name), inner) {
                (name, None) if matches!(name.kind, Kind::Atom(_)) => name,
                (name, None) => Sexp::list("bind").with(name),
                (name, Some(inner)) => Sexp::list("bind").with(name).with(self.pattern(*inner, down)),
            },
            PatKind::Value(value) => Sexp::list("value").with(self.expression(*value, down)),
            PatKind::Tuple(items) => self.patterns("tuple", items, down),
            PatKind::Or(items) => self.patterns("or", items, down),
            PatKind::And(items) => self.patterns("and", items, down),
            PatKind::Not(inner) => Sexp::list("not").with(self.pattern(*inner, down)),
            PatKind::Record { ty, items, fields } => {
                let list = Sexp::list("record").with(self.type_or_blank(ty.as_ref()));
                let list = items
                    .iter()
                    .fold(list, |list, item| list.with(self.pattern(*item, down)));
                fields.iter().fold(list, |list, (name, item)| {
                    list.with(
                        Sexp::list("field")
                            .with(self.name(*name))
                            .with(self.pattern(*item, down)),
                    )
                })
            }
            PatKind::Rest(name) => name
                .iter()
                .fold(Sexp::list("rest"), |list, name| list.with(self.name(*name))),
            PatKind::Gap => Sexp::list("gap"),
        };
        node.at(self.span(found.span))
    }

    fn patterns(&self, head: &str, items: &[PatId], depth: usize) -> Sexp {
        items
            .iter()
            .fold(Sexp::list(head), |list, item| list.with(self.pattern(*item, depth)))
    }
}
