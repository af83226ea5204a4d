//! Calls that are found by name in one pass over a unit, and whom a chain of calls speaks of (`model.Entity<Invoice>().HasFilter(…)`).

use super::syntax::{last, tail};
use crate::program::{Around, FnId, Program, Scope, Ty, TypeId, UnitId};
use partywall_ir::{ExprId, ExprKind, Language, Name, Span, TypeRef, Unit};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many links of a chain are followed.
const LINKS: usize = 64;

/// A call that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Found<'n> {
    pub unit: UnitId,
    pub expr: ExprId,
    pub name: &'n str,
}

/// Calls by the last part of what they call, in the order of units.
#[derive(Default)]
pub struct Calls<'n> {
    pub found: Vec<Found<'n>>,
    places: FxHashMap<UnitId, Around>,
}

/// Whom a chain speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One type.
    Type(TypeId),
    /// Every type that derives from one of these: a bounded type parameter.
    Bounded(Vec<TypeId>),
    /// The function's type parameter of this index, without a bound.
    Param(FnId, usize),
    /// Types that are named at run time, in this function.
    Computed(Option<FnId>),
}

impl<'n> Calls<'n> {
    /// Finds the calls of a language's units.
    pub fn scan(program: &Program, language: Language, names: &[&'n str]) -> Self {
        let mut this = Self::default();
        if names.is_empty() {
            return this;
        }
        for (at, unit) in program.units().iter().enumerate() {
            if unit.language != language {
                continue;
            }
            let wanted: FxHashMap<Name, &'n str> = unit
                .names
                .texts()
                .enumerate()
                .filter_map(|(number, text)| {
                    let name = names.iter().find(|name| **name == last(text))?;
                    Some((Name(u32::try_from(number).unwrap_or(u32::MAX)), *name))
                })
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
            let before = this.found.len();
            for (number, expr) in unit.body.exprs.iter().enumerate() {
                let ExprKind::Call { callee, .. } = &expr.kind else {
                    continue;
                };
                if let Some(name) = callee_name(unit, *callee).and_then(|name| wanted.get(&name)) {
                    let expr = ExprId::new(number);
                    this.found.push(Found { unit: id, expr, name });
                }
            }
            if this.found.len() > before {
                this.places.insert(id, Around::new(unit));
            }
        }
        this
    }

    /// The innermost function around a call.
    pub fn function(&self, program: &Program, unit: UnitId, span: Span) -> Option<FnId> {
        let ix = self.places.get(&unit)?.function(program.unit(unit), span)?;
        Some(program.fn_id(unit, ix))
    }

    fn scope(&self, program: &Program, unit: UnitId, span: Span) -> Scope {
        let function = self.function(program, unit, span);
        Scope {
            function,
            owner: function.and_then(|function| program.func(function).owner),
        }
    }

    /// The type arguments of a call, or the types that its first argument names.
    pub fn type_args(&self, program: &Program, call: &Found<'_>) -> Vec<Ty> {
        let unit = program.unit(call.unit);
        let written = written_args(unit, call.expr);
        let within = self.scope(program, call.unit, unit.body[call.expr].span);
        written
            .iter()
            .map(|arg| program.resolve_type(call.unit, within, arg))
            .collect()
    }

    /// The type that a call stands in.
    pub fn owner(&self, program: &Program, call: &Found<'_>) -> Option<TypeId> {
        let span = program.unit(call.unit).body[call.expr].span;
        let scope = self.scope(program, call.unit, span);
        scope.owner.or_else(|| program.func(scope.function?).owner)
    }

    /// Whom the chain speaks of that a call ends.
    pub fn subject(
        &self,
        program: &Program,
        call: &Found<'_>,
        entity_calls: &FxHashSet<&str>,
        configures: &[String],
    ) -> Option<Subject> {
        let unit = program.unit(call.unit);
        let span = unit.body[call.expr].span;
        let function = self.function(program, call.unit, span);
        let mut at = match &unit.body[call.expr].kind {
            ExprKind::Call { callee, .. } => *callee,
            _ => return None,
        };
        for _ in 0..LINKS {
            match &unit.body[at].kind {
                ExprKind::Call { callee, .. } => {
                    if tail(unit, *callee).is_some_and(|name| entity_calls.contains(name)) {
                        return Some(self.argument(program, call.unit, at, function));
                    }
                    at = *callee;
                }
                ExprKind::Member { base, .. } | ExprKind::Generic { base, .. } => at = *base,
                ExprKind::Name(name) => {
                    if let Some(value) = self.local(program, call.unit, *name, span, function) {
                        at = value;
                        continue;
                    }
                    return self
                        .by_parameter(program, call.unit, *name, function, configures)
                        .or_else(|| self.by_lambda(program, call, entity_calls))
                        .or_else(|| by_owner(program, function, configures));
                }
                _ => break,
            }
        }
        self.by_lambda(program, call, entity_calls)
            .or_else(|| by_owner(program, function, configures))
    }

    /// The type that a call like `Entity<T>()` names.
    fn argument(&self, program: &Program, unit: UnitId, call: ExprId, function: Option<FnId>) -> Subject {
        let within = Scope {
            function,
            owner: function.and_then(|function| program.func(function).owner),
        };
        let written = written_args(program.unit(unit), call);
        let named = || {
            let value = super::syntax::positional(program.unit(unit), call, 0)?;
            super::links::type_of_expr(program, unit, within, value).map(Subject::Type)
        };
        let found = match written.first() {
            Some(arg) => of_type(program, unit, within, arg),
            None => named(),
        };
        found.unwrap_or(Subject::Computed(function))
    }

    fn by_parameter(
        &self,
        program: &Program,
        unit: UnitId,
        name: Name,
        function: Option<FnId>,
        configures: &[String],
    ) -> Option<Subject> {
        let function = function?;
        let text = program.unit(unit);
        let ty = program
            .decl(function)
            .params
            .iter()
            .find(|param| param.name == name)?
            .ty
            .as_ref()?;
        if !configures.iter().any(|name| name == last(text.text(ty.name))) {
            return None;
        }
        let within = Scope {
            function: Some(function),
            owner: program.func(function).owner,
        };
        of_type(program, unit, within, ty.args.first()?)
    }

    /// The value of the last local of that name that is declared before a place in the same function.
    fn local(
        &self,
        program: &Program,
        unit: UnitId,
        name: Name,
        before: Span,
        function: Option<FnId>,
    ) -> Option<ExprId> {
        let around = program.decl(function?).span;
        self.places.get(&unit)?.local(name, before, around)
    }

    /// For a lambda's parameter: the call like `Entity<T>(b => …)` whose argument the lambda is.
    fn by_lambda(&self, program: &Program, call: &Found<'_>, entity_calls: &FxHashSet<&str>) -> Option<Subject> {
        let body = &program.unit(call.unit).body;
        let span = body[call.expr].span;
        let first = self.found.partition_point(|found| found.unit < call.unit);
        let around = self.found[first..]
            .iter()
            .take_while(|found| found.unit == call.unit)
            .filter(|found| {
                found.expr > call.expr && entity_calls.contains(found.name) && body[found.expr].span.contains(span)
            })
            .min_by_key(|found| body[found.expr].span.end - body[found.expr].span.start)?;
        match self.argument(program, call.unit, around.expr, self.function(program, call.unit, span)) {
            Subject::Computed(_) => None,
            found => Some(found),
        }
    }
}

fn callee_name(unit: &Unit, callee: ExprId) -> Option<Name> {
    match &unit.body[callee].kind {
        ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(*name),
        ExprKind::Generic { base, .. } => match &unit.body[*base].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(*name),
            _ => None,
        },
        _ => None,
    }
}

fn written_args(unit: &Unit, call: ExprId) -> &[TypeRef] {
    let ExprKind::Call { callee, .. } = &unit.body[call].kind else {
        return &[];
    };
    match &unit.body[*callee].kind {
        ExprKind::Generic { args, .. } => args,
        _ => &[],
    }
}

/// A type as a subject: itself, or what bounds it.
fn of_type(program: &Program, unit: UnitId, within: Scope, written: &TypeRef) -> Option<Subject> {
    let ty = program.resolve_type(unit, within, written);
    if let Some(decl) = ty.decl() {
        return Some(Subject::Type(decl));
    }
    let name = last(program.unit(unit).text(written.name));
    let function = within.function?;
    let decl = program.decl(function);
    let at = decl
        .type_params
        .iter()
        .position(|param| program.unit(unit).text(param.name) == name);
    let bounds = match at {
        Some(at) => decl.type_params[at].bounds.clone(),
        None => owner_bounds(program, function, name)?,
    };
    let found: Vec<TypeId> = bounds
        .iter()
        .filter_map(|bound| program.resolve_type(unit, within, bound).decl())
        .collect();
    match (found.is_empty(), at) {
        (false, _) => Some(Subject::Bounded(found)),
        (true, Some(at)) => Some(Subject::Param(function, at)),
        (true, None) => None,
    }
}

/// The bounds of a type parameter of the class around a function.
fn owner_bounds(program: &Program, function: FnId, name: &str) -> Option<Vec<TypeRef>> {
    let info = program.func(function);
    let unit = program.unit(info.unit);
    let decl = unit.types.get(info.decl_ix?.index())?;
    decl.type_params
        .iter()
        .find(|param| unit.text(param.name) == name)
        .map(|param| param.bounds.clone())
}

fn by_owner(program: &Program, function: Option<FnId>, configures: &[String]) -> Option<Subject> {
    let owner = program.func(function?).owner?;
    let ty = program.instance(owner, Vec::new());
    let arg = configures
        .iter()
        .find_map(|base| program.base_args(&ty, base)?.into_iter().next())?;
    arg.decl().map(Subject::Type)
}
