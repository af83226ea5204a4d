//! A compact text form of units, for comparing in tests.

use partywall_ir::*;

pub(super) struct Printer<'a>(pub(super) &'a Unit);

fn join<T>(items: impl IntoIterator<Item = T>, with: &str, show: impl FnMut(T) -> String) -> String {
    items.into_iter().map(show).collect::<Vec<_>>().join(with)
}

impl Printer<'_> {
    pub(super) fn text(&self, name: Name) -> String {
        self.0.text(name).to_owned()
    }

    pub(super) fn ty(&self, ty: &TypeRef) -> String {
        let name = self.text(ty.name);
        if ty.args.is_empty() {
            name
        } else {
            format!("{name}<{}>", join(&ty.args, ", ", |arg| self.ty(arg)))
        }
    }

    pub(super) fn arg(&self, arg: &Arg) -> String {
        let name = arg.name.map_or(String::new(), |name| format!("{}=", self.text(name)));
        format!("{name}{}{}", if arg.spread { "*" } else { "" }, self.expr(arg.value))
    }

    pub(super) fn args(&self, args: &[Arg]) -> String {
        join(args, ", ", |arg| self.arg(arg))
    }

    pub(super) fn attribute(&self, attribute: &Attribute) -> String {
        format!("@{}({})", self.text(attribute.path), self.args(&attribute.args))
    }

    pub(super) fn param(&self, param: &Param) -> String {
        let mark = match param.kind {
            ParamKind::Plain => "",
            ParamKind::Receiver => "&",
            ParamKind::Extension => "!",
            ParamKind::Rest => "*",
            ParamKind::RestNamed => "**",
        };
        let attributes = join(&param.attributes, "", |attribute| self.attribute(attribute) + " ");
        let pattern = param.pattern.map_or(String::new(), |pattern| self.pat(pattern));
        let ty = param
            .ty
            .as_ref()
            .map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
        let default = param
            .default
            .map_or(String::new(), |value| format!(" = {}", self.expr(value)));
        format!("{attributes}{mark}{}{pattern}{ty}{default}", self.text(param.name))
    }

    pub(super) fn field(&self, field: &Field) -> String {
        let attributes = join(&field.attributes, "", |attribute| self.attribute(attribute) + " ");
        let ty = field
            .ty
            .as_ref()
            .map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
        let missing = if field.flags.has(Flags::NULLABLE) { "?" } else { "" };
        let value = field
            .value
            .map_or(String::new(), |value| format!(" = {}", self.expr(value)));
        format!("{attributes}{}{ty}{missing}{value}", self.text(field.name))
    }

    pub(super) fn function(&self, function: &Function) -> String {
        let mut out = join(&function.attributes, "", |attribute| self.attribute(attribute) + " ");
        let words = [
            (Flags::ASYNC, "async "),
            (Flags::STATIC, "static "),
            (Flags::PROPERTY, "property "),
            (Flags::ABSTRACT, "abstract "),
            (Flags::GENERATOR, "generator "),
            (Flags::DIVERGES, "diverges "),
        ];
        out.extend(
            words
                .iter()
                .filter(|(flag, _)| function.flags.has(*flag))
                .map(|(_, word)| *word),
        );
        out += &format!("{:?} ", function.kind);
        if let Some(owner) = function.owner {
            out += &format!("{}::", self.text(self.0.types[owner.index()].name));
        }
        out += &format!(
            "{}({})",
            self.text(function.name),
            join(&function.params, ", ", |param| self.param(param))
        );
        if let Some(ret) = &function.ret {
            out += &format!(" -> {}", self.ty(ret));
        }
        if let Some(body) = function.body {
            out += &format!(" {}", self.expr(body));
        }
        out
    }

    pub(super) fn expr(&self, id: ExprId) -> String {
        let opt = |id: &Option<ExprId>| id.map_or(String::new(), |id| format!(" {}", self.expr(id)));
        match &self.0.body[id].kind {
            ExprKind::Lit(Lit::Null) => "null".into(),
            ExprKind::Lit(Lit::Bool(value)) => value.to_string(),
            ExprKind::Lit(Lit::Int(value)) => value.to_string(),
            ExprKind::Lit(Lit::Number(value)) => format!("#{}", self.text(*value)),
            ExprKind::Lit(Lit::Str(value)) => format!("{:?}", self.text(*value)),
            ExprKind::Name(name) => self.text(*name),
            ExprKind::This => "THIS".into(),
            ExprKind::Base => "BASE".into(),
            ExprKind::Member { base, name } => format!("{}.{}", self.expr(*base), self.text(*name)),
            ExprKind::Index { base, args } => format!("{}[{}]", self.expr(*base), self.list(args)),
            ExprKind::Call { callee, args } => format!("{}({})", self.expr(*callee), self.args(args)),
            ExprKind::Collection { kind, items } => format!("{kind:?}({})", self.list(items)),
            ExprKind::Template(items) => format!("Template({})", self.list(items)),
            ExprKind::Lambda(lambda) => {
                format!(
                    "\\{} -> {}",
                    join(&lambda.params, ", ", |param| self.param(param)),
                    self.expr(lambda.body)
                )
            }
            ExprKind::LocalFn(index) => format!("fn {}", self.text(self.0.functions[index.index()].name)),
            ExprKind::Unary { op, operand } => format!("{op:?}({})", self.expr(*operand)),
            ExprKind::Binary { op, left, right } => format!("({} {op:?} {})", self.expr(*left), self.expr(*right)),
            ExprKind::Let { pattern, ty, value, .. } => {
                let ty = ty.as_ref().map_or(String::new(), |ty| format!(": {}", self.ty(ty)));
                format!("let {}{ty} ={}", self.pat(*pattern), opt(value))
            }
            ExprKind::Assign { target, op, value } => {
                let op = op.map_or(String::new(), |op| format!("{op:?}"));
                format!("{} {op}= {}", self.expr(*target), self.expr(*value))
            }
            ExprKind::Block { items, .. } => format!("{{{}}}", join(items.iter(), "; ", |item| self.expr(*item))),
            ExprKind::If { cond, then, els } => {
                let els = els.map_or(String::new(), |els| format!(" else {}", self.expr(els)));
                format!("if {} {}{els}", self.expr(*cond), self.expr(*then))
            }
            ExprKind::Match { value, arms, .. } => {
                let arms = join(arms.iter(), ", ", |arm| {
                    let guard = arm
                        .guard
                        .map_or(String::new(), |guard| format!(" if {}", self.expr(guard)));
                    format!("{}{guard} => {}", self.pat(arm.pattern), self.expr(arm.body))
                });
                format!("match {} [{arms}]", self.expr(*value))
            }
            ExprKind::Loop(a_loop) => {
                let pattern = a_loop
                    .pattern
                    .map_or(String::new(), |pattern| format!(" {} in", self.pat(pattern)));
                let els = a_loop
                    .els
                    .map_or(String::new(), |els| format!(" else {}", self.expr(els)));
                format!("loop{pattern}{} {}{els}", opt(&a_loop.head), self.expr(a_loop.body))
            }
            ExprKind::Comprehension { element, clauses } => {
                let clauses = join(clauses.iter(), "", |clause| {
                    let conds = join(clause.conds.iter(), "", |cond| format!(" if {}", self.expr(*cond)));
                    format!(
                        " for {} in {}{conds}",
                        self.pat(clause.pattern),
                        self.expr(clause.source)
                    )
                });
                format!("[{}{clauses}]", self.expr(*element))
            }
            ExprKind::Try(a_try) => {
                let mut out = format!("try {}", self.expr(a_try.body));
                for handler in &a_try.handlers {
                    let types = join(&handler.types, "|", |ty| self.ty(ty));
                    let binding = handler
                        .binding
                        .map_or(String::new(), |name| format!(" as {}", self.text(name)));
                    out += &format!(" except {types}{binding} {}", self.expr(handler.body));
                }
                out += &a_try
                    .els
                    .map_or(String::new(), |els| format!(" else {}", self.expr(els)));
                out + &a_try
                    .finally
                    .map_or(String::new(), |last| format!(" finally {}", self.expr(last)))
            }
            ExprKind::Using { items, body } => {
                let items = join(items.iter(), ", ", |(pattern, value)| {
                    let pattern = pattern.map_or(String::new(), |pattern| format!("{} = ", self.pat(pattern)));
                    format!("{pattern}{}", self.expr(*value))
                });
                format!("using {items} {}", self.expr(*body))
            }
            ExprKind::Return(value) => format!("return{}", opt(value)),
            ExprKind::Raise(value) => format!("raise{}", opt(value)),
            ExprKind::Yield(value) => format!("yield{}", opt(value)),
            ExprKind::Break(_) => "break".into(),
            ExprKind::Continue => "continue".into(),
            ExprKind::Gap { kind, parts } => format!("GAP {}({})", self.text(*kind), self.list(parts)),
            ExprKind::Generic { .. } | ExprKind::New(_) | ExprKind::Cast { .. } | ExprKind::Is { .. } => {
                panic!("Python has none of these")
            }
        }
    }

    fn list(&self, items: &[ExprId]) -> String {
        join(items, ", ", |item| self.expr(*item))
    }

    fn pats(&self, items: &[PatId]) -> String {
        join(items, ", ", |item| self.pat(*item))
    }

    pub(super) fn pat(&self, id: PatId) -> String {
        match &self.0.body[id].kind {
            PatKind::Wild => "_".into(),
            PatKind::Bind { name, inner: None } => self.text(*name),
            PatKind::Bind {
                name,
                inner: Some(inner),
            } => format!("{}@{}", self.text(*name), self.pat(*inner)),
            PatKind::Value(value) => format!("={}", self.expr(*value)),
            PatKind::Tuple(items) => format!("({})", self.pats(items)),
            PatKind::Record { ty, items, fields } => {
                let ty = ty.as_ref().map_or(String::new(), |ty| self.ty(ty));
                let fields = join(fields.iter(), " ", |(name, pat)| {
                    format!("{}: {}", self.text(*name), self.pat(*pat))
                });
                format!("{ty}({}){{{fields}}}", self.pats(items))
            }
            PatKind::Or(items) => format!("or({})", self.pats(items)),
            PatKind::And(items) => format!("and({})", self.pats(items)),
            PatKind::Not(inner) => format!("not {}", self.pat(*inner)),
            PatKind::Rest(name) => format!("*{}", name.map_or(String::new(), |name| self.text(name))),
            PatKind::Gap => "GAP".into(),
        }
    }
}
