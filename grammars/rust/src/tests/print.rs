//! Units as short lines of text.

use partywall_ir::*;

/// Writes parts of one unit.
pub struct Print<'a>(pub &'a Unit);

fn list<T>(items: impl IntoIterator<Item = T>, one: impl Fn(T) -> String) -> String {
    items.into_iter().map(one).collect::<Vec<_>>().join(" ")
}

impl Print<'_> {
    pub fn name(&self, name: Name) -> String {
        self.0.text(name).to_owned()
    }

    pub fn ty(&self, ty: &TypeRef) -> String {
        match &*ty.args {
            [] => self.name(ty.name),
            args => format!("{}<{}>", self.name(ty.name), list(args, |arg| self.ty(arg))),
        }
    }

    pub fn arg(&self, arg: &Arg) -> String {
        let name = arg.name.map(|name| format!("{}=", self.name(name))).unwrap_or_default();
        format!("{}{name}{}", if arg.spread { ".." } else { "" }, self.expr(arg.value))
    }

    pub fn attribute(&self, attribute: &Attribute) -> String {
        let args = list(&attribute.args, |arg| self.arg(arg));
        format!("@{}({args})", self.name(attribute.path))
    }

    pub fn param(&self, param: &Param) -> String {
        let pattern = param
            .pattern
            .map(|pat| format!("~{}", self.pat(pat)))
            .unwrap_or_default();
        let ty = param
            .ty
            .as_ref()
            .map(|ty| format!(":{}", self.ty(ty)))
            .unwrap_or_default();
        let receiver = if param.kind == ParamKind::Receiver { "&" } else { "" };
        format!("{receiver}{}{pattern}{ty}", self.name(param.name))
    }

    pub fn field(&self, field: &Field) -> String {
        let ty = field
            .ty
            .as_ref()
            .map(|ty| format!(":{}", self.ty(ty)))
            .unwrap_or_default();
        let value = field
            .value
            .map(|value| format!("={}", self.expr(value)))
            .unwrap_or_default();
        let attributes = list(&field.attributes, |attribute| self.attribute(attribute));
        format!("{attributes}{}{ty}{value}", self.name(field.name))
    }

    pub fn params(&self, params: &[TypeParam]) -> String {
        list(params, |param| {
            format!(
                "{}:{}",
                self.name(param.name),
                list(&param.bounds, |bound| self.ty(bound))
            )
        })
    }

    pub fn decl(&self, decl: &TypeDecl) -> String {
        format!(
            "{:?} {} <{}> bases({}) attrs({}) fields({})",
            decl.kind,
            self.name(decl.path),
            self.params(&decl.type_params),
            list(&decl.bases, |base| self.ty(base)),
            list(&decl.attributes, |attribute| self.attribute(attribute)),
            list(&decl.fields, |field| self.field(field)),
        )
    }

    pub fn function(&self, of: &Function) -> String {
        let flags = [
            (Flags::PUBLIC, "pub "),
            (Flags::ASYNC, "async "),
            (Flags::STATIC, "static "),
            (Flags::ABSTRACT, "abstract "),
            (Flags::DIVERGES, "diverges "),
            (Flags::TEST, "test "),
        ];
        let flags: String = flags
            .iter()
            .filter(|(flag, _)| of.flags.has(*flag))
            .map(|(_, word)| *word)
            .collect();
        let owner = of
            .owner
            .map(|ix| format!("{}.", self.name(self.0.types[ix.index()].name)))
            .unwrap_or_default();
        let ret = of
            .ret
            .as_ref()
            .map(|ty| format!("->{}", self.ty(ty)))
            .unwrap_or_default();
        format!(
            "{flags}{owner}{}({}){ret}",
            self.name(of.name),
            list(&of.params, |param| self.param(param))
        )
    }

    pub fn expr(&self, id: ExprId) -> String {
        let some = |id: &Option<ExprId>| id.map(|id| format!(" {}", self.expr(id))).unwrap_or_default();
        let exprs = |ids: &[ExprId]| list(ids, |id| self.expr(*id));
        match &self.0.body[id].kind {
            ExprKind::Lit(Lit::Null) => "null".to_owned(),
            ExprKind::Lit(Lit::Bool(value)) => value.to_string(),
            ExprKind::Lit(Lit::Int(value)) => value.to_string(),
            ExprKind::Lit(Lit::Number(text)) => format!("#{}", self.name(*text)),
            ExprKind::Lit(Lit::Str(text)) => format!("{:?}", self.name(*text)),
            ExprKind::Name(name) => self.name(*name),
            ExprKind::This => "THIS".to_owned(),
            ExprKind::Member { base, name } => format!("{}.{}", self.expr(*base), self.name(*name)),
            ExprKind::Index { base, args } => format!("{}[{}]", self.expr(*base), exprs(args)),
            ExprKind::Generic { base, args } => format!("{}<{}>", self.expr(*base), list(args, |arg| self.ty(arg))),
            ExprKind::Call { callee, args } => format!("{}({})", self.expr(*callee), list(args, |arg| self.arg(arg))),
            ExprKind::New(new) => {
                let ty = new.ty.as_ref().map(|ty| self.ty(ty)).unwrap_or_default();
                let fields = list(&new.fields, |(name, value)| {
                    format!("{}={}", self.name(*name), self.expr(*value))
                });
                format!("new {ty}({} {fields})", list(&new.args, |arg| self.arg(arg)))
            }
            ExprKind::Collection { kind, items } => format!("{kind:?}({})", exprs(items)),
            ExprKind::Lambda(of) => {
                let word = if of.is_async { "async" } else { "" };
                format!(
                    "{word}\\{}.{}",
                    list(&of.params, |param| self.param(param)),
                    self.expr(of.body)
                )
            }
            ExprKind::LocalFn(ix) => format!("localfn {}", self.name(self.0.functions[ix.index()].name)),
            ExprKind::Unary { op, operand } => format!("{op:?}({})", self.expr(*operand)),
            ExprKind::Binary { op, left, right } => format!("({} {op:?} {})", self.expr(*left), self.expr(*right)),
            ExprKind::Cast { value, ty } => format!("({} as {})", self.expr(*value), self.ty(ty)),
            ExprKind::Let {
                pattern,
                ty,
                value,
                els,
            } => {
                let ty = ty.as_ref().map(|ty| format!(":{}", self.ty(ty))).unwrap_or_default();
                let els = els.map(|els| format!(" else {}", self.expr(els))).unwrap_or_default();
                format!("let {}{ty} ={}{els}", self.pat(*pattern), some(value))
            }
            ExprKind::Assign { target, op, value } => {
                let op = op.map(|op| format!("{op:?}")).unwrap_or_default();
                format!("{} {op}:= {}", self.expr(*target), self.expr(*value))
            }
            ExprKind::Is { value, pattern } => format!("({} is {})", self.expr(*value), self.pat(*pattern)),
            ExprKind::Block { items, value } => {
                let items = items.iter().map(|id| self.expr(*id)).collect::<Vec<_>>().join("; ");
                format!("{{{items}{}}}", if *value { "" } else { ";" })
            }
            ExprKind::If { cond, then, els } => {
                let els = els.map(|els| format!(" else {}", self.expr(els))).unwrap_or_default();
                format!("if {} {}{els}", self.expr(*cond), self.expr(*then))
            }
            ExprKind::Match { value, arms, .. } => {
                let arms = arms.iter().map(|arm| {
                    let guard = arm
                        .guard
                        .map(|guard| format!(" if {}", self.expr(guard)))
                        .unwrap_or_default();
                    format!("{}{guard} => {}", self.pat(arm.pattern), self.expr(arm.body))
                });
                format!("match {} [{}]", self.expr(*value), arms.collect::<Vec<_>>().join(", "))
            }
            ExprKind::Loop(of) => {
                let pattern = of
                    .pattern
                    .map(|pat| format!(" {} in", self.pat(pat)))
                    .unwrap_or_default();
                format!("loop{pattern}{} {}", some(&of.head), self.expr(of.body))
            }
            ExprKind::Return(value) => format!("return{}", some(value)),
            ExprKind::Break(value) => format!("break{}", some(value)),
            ExprKind::Continue => "continue".to_owned(),
            ExprKind::Gap { kind, parts } => format!("gap[{}]({})", self.name(*kind), exprs(parts)),
            other => format!("{other:?}"),
        }
    }

    pub fn pat(&self, id: PatId) -> String {
        let pats = |ids: &[PatId]| list(ids, |id| self.pat(*id));
        match &self.0.body[id].kind {
            PatKind::Wild => "_".to_owned(),
            PatKind::Bind { name, inner: None } => self.name(*name),
            PatKind::Bind {
                name,
                inner: Some(inner),
            } => format!("{}@{}", self.name(*name), self.pat(*inner)),
            PatKind::Value(value) => format!("={}", self.expr(*value)),
            PatKind::Tuple(items) => format!("({})", pats(items)),
            PatKind::Record { ty, items, fields } => {
                let ty = ty.as_ref().map(|ty| self.ty(ty)).unwrap_or_default();
                let fields = list(fields, |(name, pat)| format!("{}:{}", self.name(*name), self.pat(*pat)));
                format!("{ty}({}{fields})", pats(items))
            }
            PatKind::Or(items) => format!("or({})", pats(items)),
            PatKind::Rest(name) => format!("..{}", name.map(|name| self.name(name)).unwrap_or_default()),
            other => format!("{other:?}"),
        }
    }
}
