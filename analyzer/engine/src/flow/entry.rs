//! Functions that the outside reaches, and what authorizes their callers before their first line.

use crate::flow::guards::{Guards, mounts};
use crate::flow::index::Index;
use crate::flow::registered::{Chains, Handler, Inline, registered};
use crate::flow::vocab::Vocab;
use crate::program::{Def, FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::{Catalog, EntryKind, EntryRow, Proves, path_matches};
use partywall_ir::{ExprId, ExprKind, Flags, FnKind, Language, Param, Unit};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A function that the outside reaches.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What sort.
    pub kind: EntryKind,
    /// Something in front of it could see the tenant in its route, and is about the tenant.
    pub tenant_guard: bool,
    /// Only those who run the installation come here.
    pub operator: bool,
    /// Somebody must be logged in.
    pub login: bool,
    /// And must have a role.
    pub role: bool,
    /// The role, or policy, is that of those who manage what others use.
    pub manager: bool,
    /// It says nothing of who may call it, where nearly all others do.
    pub unasked: bool,
    /// Its arguments are what other code of the application passes.
    pub passed: bool,
    /// It is never handed a row.
    pub rowless: bool,
    /// It runs behind other entry points: see [`crate::flow::behind`].
    pub behind: bool,
    /// It says on purpose that anybody may call it.
    pub anonymous: bool,
    /// A policy of a name is asked, which code elsewhere decides: see [`crate::flow::policies`].
    pub policy: bool,
    /// One of them may ask for code of the program's own.
    pub decided: bool,
    /// Methods of guards of the program's own in front of it: what they ask for stands in their code.
    pub deciding: Vec<FnId>,
    /// The routes that are written beside it and name values.
    pub templates: Vec<Box<str>>,
    /// What was seen in front of it: names of attributes and types, and what each asks for.
    pub guards: Vec<(String, Proves)>,
    /// The framework file whose row found it.
    pub framework: Option<Box<str>>,
    /// What it is called on is what was sent.
    pub sent: bool,
    /// The file that holds it.
    pub unit: Option<UnitId>,
    /// The call that registers it, where one does.
    pub call: Option<(UnitId, ExprId)>,
    /// What runs in front of it.
    pub before: Vec<Before>,
    /// Inputs that a table of guards has checked: see [`crate::flow::tables`].
    pub checked: Vec<String>,
    /// What is wrapped around it where it is mounted.
    pub wrapped: Vec<crate::flow::wrapped::Wrapper>,
}

/// Something that runs in front of a handler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// What this expression depends on: it refuses by not coming back.
    Depended(UnitId, ExprId),
    /// A list of guards, of which these methods are asked, for these handlers: they refuse by their answers as well.
    Passed(
        crate::flow::gates::Gate,
        Vec<crate::program::Sym>,
        crate::flow::chosen::Handling,
    ),
}

impl Entry {
    /// Notes something that runs in front of the handler.
    pub(super) fn run(&mut self, before: Before) {
        if self.before.len() < 16 && !self.before.contains(&before) {
            self.before.push(before);
        }
    }
}

/// All entry points.
#[derive(Default)]
pub struct Entries {
    /// Functions.
    pub named: BTreeMap<FnId, Entry>,
    /// Lambdas that are written where they are registered.
    pub inline: Vec<Inline>,
}

/// A row about entry points, with what its file says of itself.
#[derive(Clone, Copy)]
pub struct Rule<'r> {
    /// The language that it is about; none for any.
    pub language: Option<Language>,
    /// The framework file.
    pub framework: &'r str,
    /// The row.
    pub row: &'r EntryRow,
}

/// All rows about entry points, in the order of files.
pub fn rules(catalog: &Catalog) -> Vec<Rule<'_>> {
    let mut rules = Vec::new();
    for file in catalog.files() {
        rules.extend(file.entry.iter().map(|row| Rule {
            language: Language::from_id(&file.framework.language),
            framework: &file.framework.id,
            row,
        }));
    }
    rules
}

/// The row that found an entry point.
pub type Hit<'r> = (&'r EntryRow, &'r str);

/// Finds all entry points.
pub fn find(program: &Program, catalog: &Catalog, index: &Index<'_>, vocab: &Vocab) -> Entries {
    let mut found: BTreeMap<FnId, Hit<'_>> = BTreeMap::new();
    let rows = rules(catalog);
    by_attribute(program, &rows, &mut found);
    by_type(program, &rows, &mut found);
    let calls = registered(program, &rows);
    for one in &calls {
        if let Handler::Named(function) = one.handler {
            found.entry(function).or_insert((one.row, one.framework));
        }
    }
    let dispatched = crate::flow::dispatched::find(program, index, &calls);
    for (method, hit) in &dispatched {
        found.entry(*method).or_insert(*hit);
    }
    let mounts = mounts(program, index);
    let guards = Guards {
        program,
        index,
        vocab,
        mounts: &mounts,
    };
    let mut wrapped = crate::flow::wrapped::find(program, index, &found);
    let mut named: BTreeMap<FnId, Entry> = found
        .into_iter()
        .map(|(function, (row, framework))| {
            let mut entry = Entry {
                kind: row.kind,
                passed: row.passed,
                rowless: row.rowless,
                behind: row.behind,
                framework: Some(framework.into()),
                sent: row.sent || dispatched.contains_key(&function),
                wrapped: wrapped.remove(&function).unwrap_or_default(),
                ..Entry::default()
            };
            entry.unit = Some(program.func(function).unit);
            guards.look(function, &mut entry);
            (function, entry)
        })
        .collect();
    crate::flow::tables::look(program, index, vocab, &rows, &mut named);
    let chains = Chains::new(program, &calls);
    let mut inline = Vec::new();
    for one in &calls {
        match one.handler {
            Handler::Named(function) => {
                if let Some(entry) = named.get_mut(&function) {
                    entry.call.get_or_insert((one.unit, one.call));
                    chains.look(one, &guards, entry);
                }
            }
            Handler::Written(lambda) => {
                let Some(host) = chains.host(one.unit, one.call) else {
                    continue;
                };
                let mut entry = Entry {
                    kind: one.row.kind,
                    framework: Some(one.framework.into()),
                    unit: Some(one.unit),
                    call: Some((one.unit, one.call)),
                    ..Entry::default()
                };
                guards.lambda(one.unit, lambda, &mut entry);
                chains.look(one, &guards, &mut entry);
                inline.push(Inline { host, lambda, entry });
            }
        }
    }
    let mut all: Vec<&mut Entry> = named.values_mut().collect();
    all.extend(inline.iter_mut().map(|one| &mut one.entry));
    crate::flow::meant::settle(&mut all);
    if named.values().any(|entry| entry.behind) {
        let handlers = providing(program, &rows).map(|ty| (ty, guards.of_type(ty)));
        crate::flow::behind::look(program, handlers.collect(), &mut named);
    }
    Entries { named, inline }
}

/// Types that have handlers which a base outside of the program provides.
fn providing<'p>(program: &'p Program, rows: &'p [Rule<'_>]) -> impl Iterator<Item = TypeId> + 'p {
    let provides = move |ty: &TypeId| {
        let mut rows = rows.iter().filter(|rule| !rule.row.provides.is_empty());
        rows.any(|rule| program.derives(*ty, &rule.row.base))
    };
    program.types().filter(provides)
}

/// A row with the name that it is asked by.
type Named<'r> = (Rule<'r>, &'r str);

fn applies(language: Option<Language>, unit: &Unit) -> bool {
    language.is_none_or(|language| language == unit.language)
}

fn by_attribute<'r>(program: &Program, rows: &[Rule<'r>], found: &mut BTreeMap<FnId, Hit<'r>>) {
    let mut by_name: FxHashMap<&str, Vec<Named>> = FxHashMap::default();
    for rule in rows {
        for name in &rule.row.attribute {
            by_name.entry(crate::words::last(name)).or_default().push((*rule, name));
        }
    }
    let by_param: Vec<_> = rows.iter().filter(|rule| !rule.row.param_type.is_empty()).collect();
    for function in program.functions() {
        let info = program.func(function);
        let unit = program.unit(info.unit);
        let decl = program.decl(function);
        if decl.flags.has(Flags::TEST) {
            continue;
        }
        for attribute in &decl.attributes {
            let written = unit.text(attribute.path);
            let last = crate::words::last(written);
            for (rule, name) in by_name.get(last).into_iter().flatten() {
                if applies(rule.language, unit) && path_matches(written, name) && row_allows(unit, decl, rule.row) {
                    found.entry(function).or_insert((rule.row, rule.framework));
                }
            }
        }
        for rule in &by_param {
            let row = rule.row;
            if takes(unit, decl, row)
                && applies(rule.language, unit)
                && row.base.is_empty()
                && row.type_attribute.is_empty()
                && row_allows(unit, decl, row)
                && decl.body.is_some()
            {
                found.entry(function).or_insert((row, rule.framework));
            }
        }
    }
}

/// Whether a parameter is of one of the types that the row asks for.
fn takes(unit: &Unit, decl: &partywall_ir::Function, row: &EntryRow) -> bool {
    let asked = |ty: &partywall_ir::TypeRef| {
        let written = unit.text(ty.name);
        row.param_type.iter().any(|asked| path_matches(written, asked))
    };
    decl.params.iter().any(|param| param.ty.as_ref().is_some_and(asked))
}

/// The row's conditions on the function itself, its attributes aside.
fn row_allows(unit: &Unit, decl: &partywall_ir::Function, row: &EntryRow) -> bool {
    let barred = decl.attributes.iter().any(|attribute| {
        row.unless_attribute
            .iter()
            .any(|name| path_matches(unit.text(attribute.path), name))
    });
    !barred && !decl.flags.has(Flags::TEST) && names_method(unit.text(decl.name), &row.method)
}

fn names_method(name: &str, methods: &[String]) -> bool {
    methods.is_empty()
        || methods.iter().any(|method| match method.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == method,
        })
}

fn by_type<'r>(program: &Program, rows: &[Rule<'r>], found: &mut BTreeMap<FnId, Hit<'r>>) {
    let rows: Vec<_> = rows
        .iter()
        .filter(|Rule { row, .. }| {
            !row.base.is_empty() || !row.type_suffix.is_empty() || !row.type_attribute.is_empty()
        })
        .collect();
    for ty in program.types() {
        let methods = program.own_methods(ty);
        if methods.is_empty() {
            continue;
        }
        let name = program.text(program.ty(ty).name);
        for rule in &rows {
            let row = rule.row;
            let Some((unit, _)) = program.ty(ty).decls.first() else {
                continue;
            };
            if !applies(rule.language, program.unit(*unit)) {
                continue;
            }
            let fits = (!row.base.is_empty() && program.derives(ty, &row.base))
                || row.type_suffix.iter().any(|suffix| name.ends_with(suffix.as_str()))
                || program.attributes(ty).any(|(unit, attribute)| {
                    let written = program.unit(unit).text(attribute.path);
                    row.type_attribute.iter().any(|asked| path_matches(written, asked))
                });
            if !fits {
                continue;
            }
            for method in methods {
                let decl = program.decl(*method);
                let unit = program.unit(program.func(*method).unit);
                let public = (decl.flags.has(Flags::PUBLIC) || !row.method.is_empty())
                    && decl.kind == FnKind::Plain
                    && decl.body.is_some();
                let takes = row.param_type.is_empty() || row.type_attribute.is_empty() || takes(unit, decl, row);
                if public
                    && takes
                    && row_allows(unit, decl, row)
                    && (row.attribute.is_empty() || !row.method.is_empty())
                {
                    found.entry(*method).or_insert((row, rule.framework));
                }
            }
        }
    }
}

/// What is written beside a parameter's type, and what functions of the program make of it.
pub(super) fn beside(eng: &crate::flow::engine::Engine<'_>, function: FnId, param: &Param) -> Vec<(UnitId, ExprId)> {
    let mut all = written_beside(eng.program, eng.program.func(function).unit, param);
    // a function of the program may be what makes it
    let made: Vec<(UnitId, ExprId)> = all
        .iter()
        .flat_map(|(unit, expr)| eng.made_calls(*unit, *expr).to_vec())
        .collect();
    all.extend(made);
    all
}

/// What is written beside a parameter's type: its default, the arguments of its attributes, and those of the alias that its
/// type is.
pub(super) fn written_beside(program: &Program, unit: UnitId, param: &Param) -> Vec<(UnitId, ExprId)> {
    let own = param.attributes.iter().flat_map(|a| a.args.iter().map(|arg| arg.value));
    let mut all: Vec<(UnitId, ExprId)> = param.default.into_iter().chain(own).map(|expr| (unit, expr)).collect();
    let alias = param
        .ty
        .as_ref()
        .and_then(|ty| program.alias(unit, Scope::default(), ty));
    for (unit, attribute) in alias.into_iter().flat_map(|alias| program.attributes(alias)) {
        all.extend(attribute.args.iter().map(|arg| (unit, arg.value)));
    }
    all
}

/// The calls that a function of the program gives back when an expression is a call of it.
pub(super) fn made_calls(program: &Program, function: FnId) -> Vec<(UnitId, ExprId)> {
    let info = program.func(function);
    let unit = program.unit(info.unit);
    let span = program.decl(function).span;
    let given = unit.body.exprs.iter().filter_map(|expr| match expr.kind {
        ExprKind::Return(Some(value)) if span.start <= expr.span.start && expr.span.end <= span.end => Some(value),
        _ => None,
    });
    given
        .filter(|value| matches!(unit.body[*value].kind, ExprKind::Call { .. }))
        .map(|value| (info.unit, value))
        .take(8)
        .collect()
}

/// A function that is declared inside of the one that an expression stands in.
fn local_named(program: &Program, unit: UnitId, expr: ExprId) -> Option<FnId> {
    let file = program.unit(unit);
    let ExprKind::Name(name) = file.body[expr].kind else {
        return None;
    };
    let place = file.body[expr].span;
    let holds = |at: partywall_ir::FnIx| {
        let span = file.functions[at.index()].span;
        span.start <= place.start && place.end <= span.end
    };
    let mut own = program.by_name(program.sym(unit, name)).iter().copied();
    own.find(|own| {
        let info = program.func(*own);
        info.unit == unit && file.functions[info.ix.index()].parent.is_some_and(holds)
    })
}

/// The function that runs when what an expression names is depended on: itself, a class's constructor, or what an object
/// does when it is called.
pub(super) fn depended(eng: &crate::flow::engine::Engine<'_>, unit: UnitId, expr: ExprId) -> Option<FnId> {
    let program = eng.program;
    let method = |ty: TypeId, name: &str| {
        let name = program.find(name)?;
        program.methods(ty, name).first().copied()
    };
    let file = program.unit(unit);
    if let ExprKind::Call { callee, .. } = &file.body[expr].kind {
        return match named(program, unit, *callee)? {
            Def::Type(ty) => eng.index.called.iter().find_map(|name| method(ty, name)),
            Def::Function(made) => match eng.summary(made).ret.shape {
                crate::flow::value::Shape::Func(inner, _) => Some(inner),
                _ => None,
            },
            _ => None,
        };
    }
    if let Some(local) = local_named(program, unit, expr) {
        return Some(local);
    }
    match named(program, unit, expr)? {
        Def::Function(function) => Some(function),
        Def::Type(ty) => std::iter::once(ty)
            .chain(program.supertypes(ty))
            .find_map(|ty| eng.constructors(ty).first().copied()),
        Def::Global(unit, at) => {
            let value = program.unit(unit).globals.get(at)?.value?;
            let made = matches!(program.unit(unit).body[value].kind, ExprKind::Call { .. });
            made.then(|| depended(eng, unit, value)).flatten()
        }
        _ => None,
    }
}

/// What a dotted name at the top of a file stands for.
pub(super) fn named(program: &Program, unit: UnitId, expr: ExprId) -> Option<Def> {
    named_within(program, unit, Scope::default(), expr)
}

/// The like for one that stands somewhere else.
pub(super) fn named_within(program: &Program, unit: UnitId, scope: Scope, expr: ExprId) -> Option<Def> {
    let mut parts = Vec::new();
    let file = program.unit(unit);
    let mut at = expr;
    loop {
        match &file.body[at].kind {
            ExprKind::Member { base, name } => {
                parts.push(program.sym(unit, *name));
                at = *base;
            }
            ExprKind::Generic { base, .. } => at = *base,
            ExprKind::Name(name) => {
                parts.push(program.sym(unit, *name));
                break;
            }
            ExprKind::This => break,
            _ => return None,
        }
        if parts.len() > 8 {
            return None;
        }
    }
    parts.reverse();
    program.resolve(unit, scope, &parts)
}

/// The last part of a callee's name.
pub(super) fn last_of(unit: &Unit, callee: ExprId) -> Option<&str> {
    match &unit.body[callee].kind {
        ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(unit.text(*name)),
        ExprKind::Generic { base, .. } => last_of(unit, *base),
        _ => None,
    }
}
