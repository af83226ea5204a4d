//! What every frontend guarantees of a unit, as a check. It walks arenas, never trees, so that no input can make it
//! recurse.

use rustc_hash::FxHashSet;

use crate::walk::{Part, attribute_parts, param_parts, parts, pattern_parts};
use crate::{
    Arg, Attribute, ExprId, ExprKind, Field, Flags, FnIx, FnKind, Function, Lit, Name, Param, PatKind, Span, TypeDecl,
    TypeIx, TypeParam, TypeRef, Unit,
};

/// More violations than this are not listed.
const MAX_REPORTS: usize = 200;

/// Everything that is wrong with a unit, in the order of its arenas; empty for a sound one.
pub fn verify(unit: &Unit) -> Vec<String> {
    let mut check = Verifier {
        unit,
        found: Vec::new(),
        exprs: vec![0; unit.body.exprs.len()],
        pats: vec![0; unit.body.pats.len()],
        stored: FxHashSet::default(),
    };
    check.run();
    check.found
}

struct Verifier<'u> {
    unit: &'u Unit,
    found: Vec<String>,
    /// How many parents each expression has.
    exprs: Vec<u8>,
    pats: Vec<u8>,
    /// Values of globals and fields: what assigns one in a body shares its value with the declaration, so these alone may
    /// have a second parent.
    stored: FxHashSet<ExprId>,
}

impl Verifier<'_> {
    fn run(&mut self) {
        let unit = self.unit;
        self.name("the module", unit.module);
        for import in &unit.imports {
            self.name("an import", import.path);
            self.name("an import", import.local);
            self.span("an import", import.span);
        }
        for (index, decl) in unit.types.iter().enumerate() {
            self.decl(index, decl);
        }
        for global in &unit.globals {
            self.stored.extend(global.value);
            self.field("a global", global);
        }
        for (index, function) in unit.functions.iter().enumerate() {
            self.function(index, function);
        }
        let gaps: FxHashSet<(&str, Span)> = unit.gaps.iter().map(|gap| (&*gap.kind, gap.span)).collect();
        for gap in &unit.gaps {
            self.span("a gap", gap.span);
        }
        for directive in &unit.directives {
            self.span("a directive", directive.span);
        }
        for (index, found) in unit.body.exprs.iter().enumerate() {
            let what = format!("expression {index}");
            self.span(&what, found.span);
            self.expr(&what, index, &found.kind, found.span);
            if let ExprKind::Gap { kind, .. } = &found.kind
                && !gaps.contains(&(unit.text(*kind), found.span))
            {
                self.report(format!("{what}: its gap is not among the unit's {}", place(found.span)));
            }
        }
        for (index, found) in unit.body.pats.iter().enumerate() {
            self.pat(index, &found.kind, found.span);
        }
        self.parents();
    }

    fn report(&mut self, message: String) {
        if self.found.len() < MAX_REPORTS {
            self.found.push(message);
        }
    }

    fn name(&mut self, what: &str, name: Name) {
        if name.0 as usize >= self.unit.names.texts().len() {
            self.report(format!("{what}: name {} is not in the table", name.0));
        }
    }

    fn span(&mut self, what: &str, span: Span) {
        if span.end < span.start {
            self.report(format!("{what}: its span is inverted {}", place(span)));
        }
    }

    fn inside(&mut self, what: &str, outer: Span, inner: Span) {
        if !outer.contains(inner) {
            self.report(format!("{what}: {} is outside of {}", place(inner), place(outer)));
        }
    }

    fn ty(&mut self, what: &str, ty: &TypeRef) {
        let mut stack = vec![ty];
        while let Some(ty) = stack.pop() {
            self.name(what, ty.name);
            stack.extend(&*ty.args);
        }
    }

    fn types(&mut self, what: &str, types: &[TypeRef]) {
        types.iter().for_each(|ty| self.ty(what, ty));
    }

    fn type_params(&mut self, what: &str, params: &[TypeParam]) {
        for param in params {
            self.name(what, param.name);
            self.types(what, &param.bounds);
        }
    }

    fn decl(&mut self, index: usize, decl: &TypeDecl) {
        let what = format!("type {index}");
        self.name(&what, decl.name);
        self.name(&what, decl.path);
        self.span(&what, decl.span);
        self.inside(&format!("{what}: its name"), decl.span, decl.name_span);
        if decl.owner.is_some_and(|owner| owner.index() >= index) {
            self.report(format!("{what}: its owner does not precede it"));
        }
        self.type_params(&what, &decl.type_params);
        self.types(&what, &decl.bases);
        for attribute in &decl.attributes {
            self.attribute(&what, attribute);
        }
        for (number, field) in decl.fields.iter().enumerate() {
            let what = format!("{what}, field {number}");
            self.stored.extend(field.value);
            self.inside(&what, decl.span, field.span);
            self.field(&what, field);
        }
    }

    fn field(&mut self, what: &str, field: &Field) {
        self.name(what, field.name);
        self.span(what, field.span);
        field.ty.iter().for_each(|ty| self.ty(what, ty));
        field
            .value
            .iter()
            .for_each(|value| self.root(what, field.span, Part::Expr(*value)));
        match field.getter.map(|getter| self.unit.functions.get(getter.index())) {
            Some(None) => self.report(format!("{what}: its getter is no function of the unit")),
            Some(Some(getter)) if getter.kind != FnKind::Getter && !getter.flags.has(Flags::PROPERTY) => {
                self.report(format!("{what}: its getter is none"));
            }
            _ => {}
        }
        for attribute in &field.attributes {
            self.attribute(what, attribute);
        }
    }

    fn attribute(&mut self, what: &str, attribute: &Attribute) {
        self.name(what, attribute.path);
        self.span(what, attribute.span);
        self.types(what, &attribute.type_args);
        self.arg_names(what, &attribute.args);
        let what = format!("{what}, attribute");
        let mut all = Vec::new();
        attribute_parts(attribute, &mut |part| all.push(part));
        for part in all {
            self.root(&what, attribute.span, part);
        }
    }

    fn arg_names(&mut self, what: &str, args: &[Arg]) {
        args.iter()
            .filter_map(|arg| arg.name)
            .for_each(|name| self.name(what, name));
    }

    fn function(&mut self, index: usize, function: &Function) {
        let what = format!("function {index}");
        self.name(&what, function.name);
        self.span(&what, function.span);
        self.inside(&format!("{what}: its name"), function.span, function.name_span);
        if let Some(TypeIx(owner)) = function.owner
            && owner as usize >= self.unit.types.len()
        {
            self.report(format!("{what}: its owner is no type of the unit"));
        }
        if let Some(FnIx(parent)) = function.parent
            && parent as usize >= index
        {
            self.report(format!("{what}: its parent does not precede it"));
        }
        self.type_params(&what, &function.type_params);
        function.ret.iter().for_each(|ret| self.ty(&what, ret));
        for attribute in &function.attributes {
            self.attribute(&what, attribute);
        }
        for param in &function.params {
            self.inside(&format!("{what}: a parameter"), function.span, param.span);
            self.param(&what, param);
            let mut all = Vec::new();
            param_parts(param, &mut |part| all.push(part));
            // The attributes' arguments came with the attributes.
            let skip: usize = param.attributes.iter().map(|attribute| attribute.args.len()).sum();
            for part in all.into_iter().skip(skip) {
                self.root(&what, param.span, part);
            }
            for attribute in &param.attributes {
                self.attribute(&what, attribute);
            }
        }
        function
            .body
            .iter()
            .for_each(|body| self.root(&what, function.span, Part::Expr(*body)));
        self.kind(&what, function);
    }

    fn kind(&mut self, what: &str, function: &Function) {
        let name = self.unit.text(function.name);
        let wrong = match function.kind {
            FnKind::Module if !name.is_empty() => "a module function has no name",
            FnKind::Module if !function.params.is_empty() => "a module function has no parameters",
            FnKind::Module if function.body.is_none() => "a module function has a body",
            FnKind::Macro if !name.ends_with('!') => "a macro's name ends in `!`",
            FnKind::Macro if !function.params.is_empty() => "a macro has no parameters",
            FnKind::Constructor | FnKind::Getter | FnKind::Setter if function.owner.is_none() => "it has no owner",
            FnKind::Plain if name.is_empty() => "it has no name",
            _ => return,
        };
        self.report(format!("{what}: {wrong}"));
    }

    /// Names and types of a parameter; its parts are for the caller.
    fn param(&mut self, what: &str, param: &Param) {
        self.name(what, param.name);
        self.span(what, param.span);
        param.ty.iter().for_each(|ty| self.ty(what, ty));
    }

    /// A part that hangs on a declaration.
    fn root(&mut self, what: &str, outer: Span, part: Part) {
        let span = match part {
            Part::Expr(id) => self.unit.body.exprs.get(id.index()).map(|found| found.span),
            Part::Pat(id) => self.unit.body.pats.get(id.index()).map(|found| found.span),
        };
        match span {
            Some(span) => self.inside(&format!("{what}: {}", named(part)), outer, span),
            None => self.report(format!("{what}: {} does not exist", named(part))),
        }
        self.count(part);
    }

    fn count(&mut self, part: Part) {
        let counter = match part {
            Part::Expr(id) => self.exprs.get_mut(id.index()),
            Part::Pat(id) => self.pats.get_mut(id.index()),
        };
        if let Some(counter) = counter {
            *counter = counter.saturating_add(1);
        }
    }

    fn expr(&mut self, what: &str, index: usize, kind: &ExprKind, span: Span) {
        let mut all = Vec::new();
        parts(kind, &mut |part| all.push(part));
        for part in all {
            if let Part::Expr(child) = part
                && child.index() >= index
            {
                self.report(format!("{what}: its child {} does not precede it", child.index()));
            }
            self.root(what, span, part);
        }
        self.expr_names(what, kind);
    }

    fn expr_names(&mut self, what: &str, kind: &ExprKind) {
        match kind {
            ExprKind::Lit(Lit::Number(name) | Lit::Str(name))
            | ExprKind::Name(name)
            | ExprKind::Member { name, .. }
            | ExprKind::Gap { kind: name, .. } => self.name(what, *name),
            ExprKind::Generic { args, .. } => self.types(what, args),
            ExprKind::Call { args, .. } => self.arg_names(what, args),
            ExprKind::New(new) => {
                new.ty.iter().for_each(|ty| self.ty(what, ty));
                self.arg_names(what, &new.args);
                new.fields.iter().for_each(|(name, _)| self.name(what, *name));
            }
            ExprKind::Cast { ty, .. } => self.ty(what, ty),
            ExprKind::Let { ty, .. } => ty.iter().for_each(|ty| self.ty(what, ty)),
            ExprKind::Lambda(lambda) => {
                lambda.ret.iter().for_each(|ret| self.ty(what, ret));
                for param in &lambda.params {
                    self.param(what, param);
                }
                let attributes = lambda.params.iter().flat_map(|param| &param.attributes);
                for attribute in lambda.attributes.iter().chain(attributes) {
                    self.name(what, attribute.path);
                    self.types(what, &attribute.type_args);
                    self.arg_names(what, &attribute.args);
                }
            }
            ExprKind::LocalFn(function) if function.index() >= self.unit.functions.len() => {
                self.report(format!("{what}: its function is none of the unit"));
            }
            ExprKind::Try(found) => {
                for handler in &found.handlers {
                    self.types(what, &handler.types);
                    handler.binding.iter().for_each(|name| self.name(what, *name));
                }
            }
            ExprKind::Block { items, value: true } if items.is_empty() => {
                self.report(format!("{what}: a block with a value is empty"));
            }
            _ => {}
        }
    }

    fn pat(&mut self, index: usize, kind: &PatKind, span: Span) {
        let what = format!("pattern {index}");
        self.span(&what, span);
        let mut all = Vec::new();
        pattern_parts(kind, &mut |part| all.push(part));
        for part in all {
            if let Part::Pat(child) = part
                && child.index() >= index
            {
                self.report(format!("{what}: its child {} does not precede it", child.index()));
            }
            self.root(&what, span, part);
        }
        match kind {
            PatKind::Bind { name, .. } | PatKind::Rest(Some(name)) => self.name(&what, *name),
            PatKind::Record { ty, fields, .. } => {
                ty.iter().for_each(|ty| self.ty(&what, ty));
                fields.iter().for_each(|(name, _)| self.name(&what, *name));
            }
            _ => {}
        }
    }

    fn parents(&mut self) {
        for index in 0..self.exprs.len() {
            let id = ExprId::new(index);
            let allowed = if self.stored.contains(&id) { 2 } else { 1 };
            if self.exprs[index] > allowed {
                let span = place(self.unit.body.exprs[index].span);
                self.report(format!(
                    "expression {index}: it has {} parents {span}",
                    self.exprs[index]
                ));
            }
        }
        for index in 0..self.pats.len() {
            if self.pats[index] > 1 {
                let span = place(self.unit.body.pats[index].span);
                self.report(format!("pattern {index}: it has {} parents {span}", self.pats[index]));
            }
        }
    }
}

fn named(part: Part) -> String {
    match part {
        Part::Expr(id) => format!("expression {}", id.index()),
        Part::Pat(id) => format!("pattern {}", id.index()),
    }
}

fn place(span: Span) -> String {
    format!("at {}..{}", span.start, span.end)
}
