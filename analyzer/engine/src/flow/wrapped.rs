//! What is wrapped around handlers where they are mounted, and what that says of the tenants that a request names.

use crate::flow::engine::Engine;
use crate::flow::entry::{Entry, Hit, last_of, named};
use crate::flow::index::Index;
use crate::flow::query::{Access, Compare, Pred};
use crate::flow::registered::continued;
use crate::flow::value::{EntRef, Fact, Root, SrcId};
use crate::flow::vocab::List;
use crate::program::{Around, Def, FnId, Program, Sym, UnitId};
use crate::tenancy::{Role, Standing};
use partywall_catalog::{OriginWord, Proves, SourceRow};
use partywall_ir::{ExprId, ExprKind, Lit, Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What a wrapper without a name is called.
const AROUND: &str = "what is wrapped around the handler";

/// The most functions around one handler.
const MAX_WRAPPED: usize = 8;

/// The most functions that build routes and are looked into.
const MAX_BUILDERS: usize = 200;

/// The most locals that routes are gathered in.
const MAX_LOCALS: usize = 16;

/// Expressions of one chain that are looked at.
const MAX_STEPS: usize = 4_000;

/// Something that is wrapped around a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wrapper {
    /// A function of the program.
    Function(FnId),
    /// What is written where the handler is mounted.
    Lambda(UnitId, ExprId),
}

/// For each handler, what is wrapped around it.
pub fn find(program: &Program, index: &Index<'_>, entries: &BTreeMap<FnId, Hit<'_>>) -> FxHashMap<FnId, Vec<Wrapper>> {
    let mut search = Search {
        program,
        around: FxHashMap::default(),
        entries,
        builders: FxHashSet::default(),
        found: FxHashMap::default(),
    };
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        let wraps = |expr: &partywall_ir::Expr| match &expr.kind {
            ExprKind::Call { callee, .. } => {
                let name = last_of(unit, *callee)?;
                index.guard_wrap.get(unit.language, name).next().copied()
            }
            _ => None,
        };
        let mut outer: Option<BTreeMap<ExprId, ExprId>> = None;
        for (number, expr) in unit.body.exprs.iter().enumerate() {
            let Some(row) = wraps(expr) else { continue };
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            let (ExprKind::Member { base, .. }, Some(first)) = (&unit.body[*callee].kind, args.first()) else {
                continue;
            };
            let functions = search.functions(id, first.value);
            if functions.is_empty() {
                continue;
            }
            let mut handlers = vec![*base];
            if row.whole {
                let outer = outer.get_or_insert_with(|| continued(unit));
                let mut at = ExprId::new(number);
                while let Some(next) = outer.get(&at)
                    && handlers.len() < MAX_STEPS
                {
                    if let ExprKind::Call { args, .. } = &unit.body[*next].kind {
                        handlers.extend(args.iter().map(|arg| arg.value));
                    }
                    at = *next;
                }
            }
            search.wrap(id, handlers, expr.span, &functions);
        }
    }
    search.found
}

/// What expressions name.
#[derive(Default)]
struct Names {
    functions: Vec<FnId>,
    /// What stands by itself: a local, perhaps, or else this function.
    bare: Vec<(Name, Option<FnId>)>,
}

impl Names {
    /// The functions that they are where no local hides any.
    fn all(self) -> Vec<FnId> {
        let bare = self.bare.into_iter().filter_map(|(_, function)| function);
        self.functions.into_iter().chain(bare).collect()
    }
}

fn function_named(program: &Program, unit: UnitId, expr: ExprId) -> Option<FnId> {
    match named(program, unit, expr)? {
        Def::Function(function) => Some(function),
        _ => None,
    }
}

struct Search<'s> {
    program: &'s Program,
    around: FxHashMap<UnitId, Around>,
    entries: &'s BTreeMap<FnId, Hit<'s>>,
    builders: FxHashSet<(FnId, Wrapper)>,
    found: FxHashMap<FnId, Vec<Wrapper>>,
}

impl Search<'_> {
    /// The functions that an expression names, by itself or through a local that stands before it; a lambda is itself.
    fn functions(&mut self, unit: UnitId, expr: ExprId) -> Vec<Wrapper> {
        let file = self.program.unit(unit);
        if let ExprKind::Lambda(_) = &file.body[expr].kind {
            return vec![Wrapper::Lambda(unit, expr)];
        }
        let mut named = self.named(unit, vec![expr]).all();
        if let ExprKind::Name(name) = &file.body[expr].kind
            && named.is_empty()
        {
            let around = self.around.entry(unit).or_insert_with(|| Around::new(file));
            let place = file.body[expr].span;
            let within = around
                .function(file, place)
                .map_or_else(Default::default, |ix| file.functions[ix.index()].span);
            let local = around.local(*name, place, within);
            named = local
                .map(|value| self.named(unit, vec![value]).all())
                .unwrap_or_default();
        }
        named.truncate(MAX_WRAPPED);
        named.into_iter().map(Wrapper::Function).collect()
    }

    /// The functions that expressions name, in their calls' arguments and in what these are made on as well.
    fn named(&self, unit: UnitId, mut stack: Vec<ExprId>) -> Names {
        let file = self.program.unit(unit);
        let mut found = Names::default();
        let mut steps = 0;
        while let Some(expr) = stack.pop() {
            steps += 1;
            if steps > MAX_STEPS {
                break;
            }
            match &file.body[expr].kind {
                ExprKind::Call { callee, args } => {
                    stack.extend(args.iter().map(|arg| arg.value));
                    match &file.body[*callee].kind {
                        ExprKind::Member { base, .. } => {
                            stack.push(*base);
                            found.functions.extend(function_named(self.program, unit, *callee));
                        }
                        _ => found.functions.extend(function_named(self.program, unit, *callee)),
                    }
                }
                ExprKind::Generic { base, .. } => stack.push(*base),
                ExprKind::Name(name) => found.bare.push((*name, function_named(self.program, unit, expr))),
                ExprKind::Member { .. } => found.functions.extend(function_named(self.program, unit, expr)),
                ExprKind::Let { value: Some(value), .. }
                | ExprKind::Assign { value, .. }
                | ExprKind::Return(Some(value)) => {
                    stack.push(*value);
                }
                ExprKind::Block { items, .. } => stack.extend(items.iter()),
                ExprKind::If { then, els, .. } => stack.extend([*then].into_iter().chain(*els)),
                _ => {}
            }
        }
        found
    }

    /// The functions that expressions name, by themselves or through what locals were given before a place.
    fn named_before(&mut self, unit: UnitId, exprs: Vec<ExprId>, place: Span) -> Vec<FnId> {
        let file = self.program.unit(unit);
        let Names {
            mut functions,
            mut bare,
        } = self.named(unit, exprs);
        let mut seen: Vec<Name> = Vec::new();
        while let Some((name, function)) = bare.pop() {
            let around = self.around.entry(unit).or_insert_with(|| Around::new(file));
            let within = around
                .function(file, place)
                .map(|within| file.functions[within.index()].span);
            let values: Vec<ExprId> = within
                .map(|within| around.values(name, place, within).take(MAX_STEPS).collect())
                .unwrap_or_default();
            if values.is_empty() {
                functions.extend(function);
            } else if !seen.contains(&name) && seen.len() < MAX_LOCALS {
                seen.push(name);
                let more = self.named(unit, values);
                functions.extend(more.functions);
                bare.extend(more.bare);
            }
        }
        functions
    }

    /// Notes functions around the handlers that expressions name, and around those that a function which builds routes names.
    fn wrap(&mut self, unit: UnitId, handlers: Vec<ExprId>, place: Span, functions: &[Wrapper]) {
        let mut todo: Vec<FnId> = self.named_before(unit, handlers, place);
        while let Some(function) = todo.pop() {
            if functions.contains(&Wrapper::Function(function)) {
                continue;
            }
            if self.entries.contains_key(&function) {
                let around = self.found.entry(function).or_default();
                for function in functions {
                    if around.len() < MAX_WRAPPED && !around.contains(function) {
                        around.push(*function);
                    }
                }
                continue;
            }
            let new = functions
                .first()
                .is_some_and(|first| self.builders.insert((function, *first)));
            let Some(body) = self.program.decl(function).body.filter(|_| new) else {
                continue;
            };
            if self.builders.len() < MAX_BUILDERS {
                let unit = self.program.func(function).unit;
                let inner = match &self.program.unit(unit).body[body].kind {
                    ExprKind::Block { items, .. } => items.to_vec(),
                    _ => vec![body],
                };
                let inner = self.named(unit, inner);
                todo.extend(inner.all());
            }
        }
    }
}

/// An entry point with what its wrappers prove: one that asks about the tenant vouches for the tenant that the request names, and
/// so does one that lets only holders of the installation's own secret pass, since these act for any tenant.
pub fn look_into(eng: &Engine<'_>, entry: &Entry, services: bool) -> Entry {
    let mut entry = entry.clone();
    entry.tenant_guard |= services;
    for around in std::mem::take(&mut entry.wrapped) {
        let vouched = match around {
            Wrapper::Function(function) => {
                vouches(eng, function).then(|| crate::facts::function_name(eng.program, function))
            }
            Wrapper::Lambda(unit, lambda) => asks_for_tenant(eng, unit, lambda).then(|| AROUND.to_owned()),
        };
        if let Wrapper::Function(function) = around
            && asks_for_operator(eng, function)
        {
            entry.operator = true;
            let name = crate::facts::function_name(eng.program, function);
            entry.guards.push((name, Proves::Operator));
        }
        if let Some(name) = vouched {
            entry.tenant_guard = true;
            entry.guards.push((name, Proves::Tenant));
        }
    }
    entry
}

/// Whether only services call: the program knows tenants, and no persons, and nobody is ever identified. Whoever calls has been
/// asked elsewhere, and names the tenant for which it acts.
pub fn only_services(eng: &Engine<'_>) -> bool {
    let roots = |user: bool| {
        let mut entities = eng.tenancy.entities.iter();
        entities.any(|entity| entity.standing == Standing::Root { user })
    };
    let asks = |(function, entry): (&FnId, &Entry)| {
        entry.login || entry.tenant_guard || !entry.guards.is_empty() || eng.summary(*function).reads_identity
    };
    roots(false) && !roots(true) && !eng.entries.iter().any(asks)
}

/// Whether a lambda speaks of the tenant by the name of an input, sees the identity, and refuses somewhere: what it compares is
/// presumed to be these.
fn asks_for_tenant(eng: &Engine<'_>, unit: UnitId, lambda: ExprId) -> bool {
    let file = eng.program.unit(unit);
    let span = file.body[lambda].span;
    let (mut tenant, mut identity, mut refuses) = (false, false, false);
    let inside = file.body.exprs[..lambda.index()].iter().rev().take(MAX_STEPS);
    for expr in inside.filter(|expr| span.start <= expr.span.start && expr.span.end <= span.end) {
        match &expr.kind {
            ExprKind::Lit(Lit::Str(text)) => tenant |= eng.tenancy.is_tenant_key(file.text(*text), false),
            ExprKind::Call { callee, .. } => {
                let Some(name) = last_of(file, *callee) else { continue };
                let of_identity = |row: &&SourceRow| row.origin == OriginWord::Identity;
                refuses |= eng.index.stop.get(file.language, name).next().is_some();
                identity |= eng.index.source_member.get(file.language, name).any(of_identity);
                identity |= eng.vocab.has(List::Identity, name);
            }
            _ => {}
        }
    }
    tenant && identity && refuses
}

/// Whether a fact lets a request value pass that is called after a tenant.
fn passes_tenant(eng: &Engine<'_>, fact: &Fact) -> bool {
    let named = |src: &SrcId| match (src.root(), &src.path()[..]) {
        (Root::Request, [.., name]) => eng.tenancy.is_tenant_key(eng.program.text(*name), false),
        _ => false,
    };
    match fact {
        Fact::Authorized(src) => named(src),
        Fact::Equal(a, b) => named(a) && b.root() == Root::Identity || named(b) && a.root() == Root::Identity,
        _ => false,
    }
}

/// Whether a function is called after what only operators of the installation hold, refuses, and asks for no person.
fn asks_for_operator(eng: &Engine<'_>, function: FnId) -> bool {
    let summary = eng.summary(function);
    let name = eng.program.text(eng.program.func(function).name);
    let asks = summary.fallible && !summary.reads_identity && summary.accesses.is_empty();
    asks && eng.vocab.has(List::Operator, name)
}

/// Words of where a request is sent to.
const ROUTE: [&str; 4] = ["uri", "url", "path", "route"];

/// Whether a function looks for a membership in the tenant that the route names.
fn asks_for_membership(eng: &Engine<'_>, function: FnId) -> bool {
    let summary = eng.summary(function);
    let mut accesses = summary.accesses.iter();
    accesses.any(|access| is_membership_lookup(eng, access))
}

fn is_membership_lookup(eng: &Engine<'_>, access: &Access) -> bool {
    let EntRef::Known(entity) = access.entity else {
        return false;
    };
    let in_route = |src: &SrcId| {
        let path = src.path();
        // what is cut at slashes, or asked for what stands behind one, is a path
        let spoken = |name: &Sym| {
            let name = eng.program.text(*name);
            let words = crate::words::split(name);
            name.starts_with('/') || words.iter().any(|word| ROUTE.contains(&word.as_str()))
        };
        src.root() == Root::Request
            && (path.iter().any(spoken)
                || matches!(&path[..], [name] if eng.tenancy.is_tenant_key(eng.program.text(*name), false)))
    };
    let of_tenant = |pred: &Pred| match pred {
        Pred::Test {
            column, compare, value, ..
        } => {
            let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
            *compare == Compare::Equal
                && value.list().iter().any(in_route)
                && matches!(eng.tenancy.role(entity, &path), Role::TenantKey(_))
        }
        _ => false,
    };
    let preds = |preds: &[Pred]| preds.iter().any(of_tenant);
    let arms = |pred: &Pred| matches!(pred, Pred::Any(arms) if arms.iter().any(|arm| preds(arm)));
    eng.tenancy.entity(entity).membership.is_some() && (preds(&access.preds) || access.preds.iter().any(arms))
}

/// Whether a function goes different ways: what it wraps is called on some, and what it answers itself on others.
fn decides(eng: &Engine<'_>, function: FnId) -> bool {
    let file = eng.program.unit(eng.program.func(function).unit);
    let Some(body) = eng.program.decl(function).body else {
        return false;
    };
    let span = file.body[body].span;
    let inside = file.body.exprs[..body.index()].iter().rev().take(MAX_STEPS);
    let mut inside = inside.filter(|expr| span.start <= expr.span.start && expr.span.end <= span.end);
    inside.any(|expr| {
        matches!(
            expr.kind,
            ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::Return(Some(_))
        )
    })
}

fn vouches(eng: &Engine<'_>, function: FnId) -> bool {
    let summary = eng.summary(function);
    if (summary.fallible || decides(eng, function)) && asks_for_membership(eng, function) {
        return true;
    }
    if !summary.fallible {
        return false;
    }
    if summary.reads_identity {
        return summary
            .always
            .iter()
            .chain(&summary.yes)
            .any(|fact| passes_tenant(eng, fact));
    }
    let name = eng.program.text(eng.program.func(function).name);
    summary.accesses.is_empty() && eng.vocab.has(List::Login, name)
}
