//! Handlers that a call registers: which function or lambda each is, and what the chain of calls around that call puts in front of it.

use crate::flow::entry::{Entry, Rule, last_of, named, named_within};
use crate::flow::guards::Guards;
use crate::program::{Around, Def, FnId, Program, Scope, UnitId};
use partywall_catalog::EntryRow;
use partywall_ir::{ExprId, ExprKind, Name, ParamKind, Unit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// How many links of a chain are followed.
const LINKS: usize = 64;

/// Through how many functions a group of routes is handed on.
const HANDED: usize = 4;

/// A lambda that is an entry point, and the function that it is written in.
#[derive(Clone, Debug)]
pub struct Inline {
    /// The function that registers it.
    pub host: FnId,
    /// The lambda.
    pub lambda: ExprId,
    /// What is known of it as an entry point.
    pub entry: Entry,
}

/// A handler and the call that registers it.
#[derive(Clone, Copy, Debug)]
pub struct Registered<'r> {
    /// Where the call stands.
    pub unit: UnitId,
    /// The call.
    pub call: ExprId,
    /// The row that says so.
    pub row: &'r EntryRow,
    /// The framework file that says so.
    pub framework: &'r str,
    /// What is registered.
    pub handler: Handler,
}

/// What is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    /// A function that is named.
    Named(FnId),
    /// A lambda that is written in its place.
    Written(ExprId),
}

/// Finds the calls that register handlers, in the order of units.
pub fn registered<'r>(program: &Program, rows: &[Rule<'r>]) -> Vec<Registered<'r>> {
    let mut by_name: FxHashMap<&str, Vec<Rule<'r>>> = FxHashMap::default();
    for rule in rows {
        for name in &rule.row.call {
            by_name.entry(crate::words::last(name)).or_default().push(*rule);
        }
    }
    let mut found = Vec::new();
    if by_name.is_empty() {
        return found;
    }
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        let mut seen: FxHashSet<ExprId> = FxHashSet::default();
        let mut around: Option<Around> = None;
        for (number, expr) in unit.body.exprs.iter().enumerate() {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            let Some(name) = last_of(unit, *callee) else { continue };
            for rule in by_name.get(name).into_iter().flatten() {
                let row = rule.row;
                if rule.language.is_some_and(|language| language != unit.language) {
                    continue;
                }
                let handlers = match row.handler.as_str() {
                    "last" => args.last().map(|arg| vec![arg.value]).unwrap_or_default(),
                    "inner" => args.iter().flat_map(|arg| inner(unit, arg.value, 0)).collect(),
                    word => {
                        let index = word
                            .strip_prefix("arg")
                            .and_then(|n| n.parse::<usize>().ok())
                            .unwrap_or(1);
                        args.get(index).map(|arg| vec![arg.value]).unwrap_or_default()
                    }
                };
                for expr in handlers {
                    let handler = match unit.body[expr].kind {
                        ExprKind::Lambda(_) => Some(match of_service(program, id, *callee, expr) {
                            Some(method) if row.handler == "inner" => Handler::Named(method),
                            _ => Handler::Written(expr),
                        }),
                        ExprKind::Lit(_) => None,
                        _ => match named(program, id, expr).or_else(|| {
                            let around = around.get_or_insert_with(|| Around::new(unit));
                            named_within(program, id, scope_of(program, id, around, expr), expr)
                        }) {
                            Some(Def::Function(function)) if program.decl(function).body.is_some() => {
                                Some(Handler::Named(function))
                            }
                            _ => None,
                        },
                    };
                    if let Some(handler) = handler
                        && seen.insert(expr)
                    {
                        found.push(Registered {
                            unit: id,
                            call: ExprId::new(number),
                            row,
                            framework: rule.framework,
                            handler,
                        });
                    }
                }
            }
        }
    }
    found
}

/// Where an expression stands.
fn scope_of(program: &Program, unit: UnitId, around: &Around, expr: ExprId) -> Scope {
    let file = program.unit(unit);
    let function = around.function(file, file.body[expr].span);
    Scope {
        function: function.map(|ix| program.fn_id(unit, ix)),
        owner: None,
    }
}

/// The method that a lambda only calls on what it takes, where the call that registers it names the type of that:
/// `AddOrUpdate<Reminders>("daily", reminders => reminders.Send())`.
fn of_service(program: &Program, unit: UnitId, callee: ExprId, lambda: ExprId) -> Option<FnId> {
    let file = program.unit(unit);
    let (ExprKind::Generic { args, .. }, ExprKind::Lambda(inner)) = (&file.body[callee].kind, &file.body[lambda].kind)
    else {
        return None;
    };
    let ([service], [param]) = (&args[..], &inner.params[..]) else {
        return None;
    };
    let ExprKind::Call { callee: called, .. } = &file.body[inner.body].kind else {
        return None;
    };
    let ExprKind::Member { base, name } = &file.body[*called].kind else {
        return None;
    };
    if !matches!(file.body[*base].kind, ExprKind::Name(of) if of == param.name) {
        return None;
    }
    let ty = program
        .resolve_type(unit, crate::program::Scope::default(), service)
        .decl()?;
    let methods = program.methods(ty, program.sym(unit, *name));
    let written = |method: &FnId| program.decl(*method).body.is_some();
    let own = methods.iter().copied().find(written);
    let below = methods
        .iter()
        .flat_map(|method| program.implementations(*method))
        .copied();
    own.or_else(|| below.into_iter().find(written))
}

/// Every expression inside of arguments that may be a handler.
pub(super) fn inner(unit: &Unit, expr: ExprId, depth: usize) -> Vec<ExprId> {
    match &unit.body[expr].kind {
        ExprKind::Call { callee, args } if depth < 12 => {
            let mut all: Vec<ExprId> = args.iter().flat_map(|arg| inner(unit, arg.value, depth + 1)).collect();
            if let ExprKind::Member { base, .. } = &unit.body[*callee].kind {
                all.extend(inner(unit, *base, depth + 1));
            }
            all
        }
        ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Lambda(_) => vec![expr],
        ExprKind::Generic { base, .. } => vec![*base],
        _ => Vec::new(),
    }
}

/// A call and where it stands.
type Place = (UnitId, ExprId);

/// The chains of calls that handlers are registered in.
pub struct Chains<'p> {
    program: &'p Program,
    around: FxHashMap<UnitId, Around>,
    /// The call that goes on from a call: `b` of `a().b()`.
    next: FxHashMap<Place, ExprId>,
    /// Who calls the functions that register handlers.
    callers: FxHashMap<FnId, Vec<Place>>,
    /// The calls on a variable that register nothing, by the variable: `group.RequireAuthorization()`.
    on: FxHashMap<(UnitId, Name), Vec<ExprId>>,
}

impl<'p> Chains<'p> {
    /// Reads the chains around these calls.
    pub fn new(program: &'p Program, found: &[Registered<'_>]) -> Self {
        let mut this = Self {
            program,
            around: FxHashMap::default(),
            next: FxHashMap::default(),
            callers: FxHashMap::default(),
            on: FxHashMap::default(),
        };
        for one in found {
            if this.around.contains_key(&one.unit) {
                continue;
            }
            let unit = program.unit(one.unit);
            this.around.insert(one.unit, Around::new(unit));
            this.next
                .extend(continued(unit).into_iter().map(|(base, call)| ((one.unit, base), call)));
        }
        this.find_callers(found);
        this.find_calls_on_variables(found);
        this
    }

    fn find_calls_on_variables(&mut self, found: &[Registered<'_>]) {
        let register: FxHashSet<Place> = found.iter().map(|one| (one.unit, one.call)).collect();
        for id in self.around.keys().copied() {
            let unit = self.program.unit(id);
            for (number, expr) in unit.body.exprs.iter().enumerate() {
                let call = ExprId::new(number);
                let on = receiver(unit, &expr.kind).map(|on| &unit.body[on].kind);
                if let Some(ExprKind::Name(name)) = on
                    && !register.contains(&(id, call))
                {
                    self.on.entry((id, *name)).or_default().push(call);
                }
            }
        }
    }

    fn find_callers(&mut self, found: &[Registered<'_>]) {
        let mut wanted: Vec<FnId> = found.iter().filter_map(|one| self.host(one.unit, one.call)).collect();
        for _ in 0..HANDED {
            wanted.sort_unstable();
            wanted.dedup();
            wanted.retain(|function| !self.callers.contains_key(function));
            let by_name: FxHashMap<&str, FnId> = wanted
                .iter()
                .map(|function| (self.program.text(self.program.func(*function).name), *function))
                .collect();
            if by_name.is_empty() {
                return;
            }
            let mut more = Vec::new();
            for (at, unit) in self.program.units().iter().enumerate() {
                let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
                for (number, expr) in unit.body.exprs.iter().enumerate() {
                    let ExprKind::Call { callee, .. } = &expr.kind else {
                        continue;
                    };
                    let Some(function) = last_of(unit, *callee).and_then(|name| by_name.get(name)) else {
                        continue;
                    };
                    let call = ExprId::new(number);
                    self.around.entry(id).or_insert_with(|| Around::new(unit));
                    self.callers.entry(*function).or_default().push((id, call));
                    more.extend(self.host(id, call));
                }
            }
            for function in wanted {
                self.callers.entry(function).or_default();
            }
            wanted = more;
        }
    }

    /// The function that a call stands in.
    pub fn host(&self, unit: UnitId, call: ExprId) -> Option<FnId> {
        let file = self.program.unit(unit);
        let ix = self.around.get(&unit)?.function(file, file.body[call].span)?;
        Some(self.program.fn_id(unit, ix))
    }

    /// Notes what the chain around a call puts in front of what it registers.
    pub fn look(&self, one: &Registered<'_>, guards: &Guards<'_, '_>, entry: &mut Entry) {
        let mut at = one.call;
        for _ in 0..LINKS {
            let Some(next) = self.next.get(&(one.unit, at)) else {
                break;
            };
            guards.called(one.unit, *next, entry);
            at = *next;
        }
        let unit = self.program.unit(one.unit);
        if let Some(base) = receiver(unit, &unit.body[one.call].kind) {
            self.group(one.unit, base, guards, entry, 0);
        }
    }

    /// What stands in front of everything that is registered on a value.
    fn group(&self, unit: UnitId, value: ExprId, guards: &Guards<'_, '_>, entry: &mut Entry, depth: usize) {
        let file = self.program.unit(unit);
        let mut at = value;
        for _ in 0..LINKS {
            if let Some(base) = receiver(file, &file.body[at].kind) {
                guards.called(unit, at, entry);
                at = base;
                continue;
            }
            let ExprKind::Name(name) = file.body[at].kind else {
                return;
            };
            let Some(host) = self.host(unit, at) else { return };
            let span = self.program.decl(host).span;
            let before = file.body[at].span;
            let around = self.around.get(&unit);
            let local = around.and_then(|around| around.local(name, before, span));
            let params = &self.program.decl(host).params;
            let param = params.iter().position(|param| param.name == name);
            // what is called on a module is in front of nothing
            if local.is_some() || param.is_some() {
                for call in self.on.get(&(unit, name)).into_iter().flatten() {
                    if span.contains(file.body[*call].span) {
                        guards.called(unit, *call, entry);
                    }
                }
            }
            if let Some(local) = local {
                at = local;
                continue;
            }
            if let (Some(param), Some([caller])) = (param, self.callers.get(&host).map(Vec::as_slice))
                && depth < HANDED
                && let Some(given) = self.given(host, *caller, param)
            {
                self.group(caller.0, given, guards, entry, depth + 1);
            }
            return;
        }
    }

    /// What a call gives for a parameter; the first one may be what a method is called on.
    fn given(&self, host: FnId, (unit, call): Place, param: usize) -> Option<ExprId> {
        let file = self.program.unit(unit);
        let ExprKind::Call { args, .. } = &file.body[call].kind else {
            return None;
        };
        let on = receiver(file, &file.body[call].kind);
        let params = &self.program.decl(host).params;
        let plain = params.iter().filter(|param| param.kind == ParamKind::Plain).count();
        let extension = args.len() < plain || args.len() < params.len();
        match (on, extension) {
            (Some(on), true) if param == 0 => Some(on),
            (Some(_), true) => args.get(param.checked_sub(1)?).map(|arg| arg.value),
            _ => args.get(param).map(|arg| arg.value),
        }
    }
}

/// For each expression that a call is made on, that call: `a.b()` of `a`.
pub(super) fn continued(unit: &Unit) -> BTreeMap<ExprId, ExprId> {
    let calls = unit.body.exprs.iter().enumerate();
    calls
        .filter_map(|(number, expr)| Some((receiver(unit, &expr.kind)?, ExprId::new(number))))
        .collect()
}

/// What a call is made on: `a` of `a.b()`.
fn receiver(unit: &Unit, kind: &ExprKind) -> Option<ExprId> {
    let ExprKind::Call { callee, .. } = kind else {
        return None;
    };
    let callee = match &unit.body[*callee].kind {
        ExprKind::Generic { base, .. } => *base,
        _ => *callee,
    };
    match unit.body[callee].kind {
        ExprKind::Member { base, .. } => Some(base),
        _ => None,
    }
}
