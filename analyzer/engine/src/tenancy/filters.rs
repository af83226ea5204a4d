//! Filters that code registers for entities, and columns that a library keeps for them.

use super::columns::added;
use super::computed::{derived, tested};
use super::draft::Model;
use super::fluent::{Calls, Found, Subject};
use super::frozen::Compiled;
use super::holders::Holders;
use super::openings::{Opening, Openings, Tests};
use super::overwritten::{Predicate, Registration, Says, says};
use super::syntax::{attribute_says, dotted, inside, last, positional, string, text_of};
use super::{EntityId, Evidence, Filter, FilterKind, Role, Tenancy};
use crate::program::{FnId, Program, TypeId};
use partywall_catalog::{Catalog, FilterRow};
use partywall_ir::{ExprId, ExprKind, Language, Lit, TypeKind, Unit};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Adds the columns that a library keeps with the rows of entities it filters; they are found by their place.
pub fn fixed_columns(model: &mut Model, program: &Program, catalog: &Catalog) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for language in Language::ALL {
        let rows: Vec<&FilterRow> = catalog
            .of(language)
            .flat_map(|file| &file.filter)
            .filter(|row| !row.column.is_empty())
            .collect();
        for (row, ty, unit, span, _) in fixed(program, language, &rows) {
            let Some(at) = model.by_type.get(&ty).copied() else {
                continue;
            };
            let col = added(model, &row.column, unit, span);
            let columns = &mut model.entities[at].columns;
            let column = columns
                .iter()
                .position(|known| known.squash == col.squash)
                .unwrap_or_else(|| {
                    columns.push(col);
                    columns.len() - 1
                });
            if !found.contains(&(at, column)) {
                found.push((at, column));
            }
        }
    }
    found
}

/// A row, whom it speaks of, where, and the function that says so.
type Fixed<'c> = (
    &'c FilterRow,
    TypeId,
    crate::program::UnitId,
    partywall_ir::Span,
    Option<FnId>,
);

/// Types that rows with a column of their own speak of.
fn fixed<'c>(program: &Program, language: Language, rows: &[&'c FilterRow]) -> Vec<Fixed<'c>> {
    let mut found = Vec::new();
    if rows.is_empty() {
        return found;
    }
    for ty in program.types() {
        let Some((unit, decl)) = super::discover::main_decl(program, ty) else {
            continue;
        };
        if program.unit(unit).language != language || decl.kind == TypeKind::Interface {
            continue;
        }
        for row in rows {
            let marked = || {
                program
                    .attributes(ty)
                    .any(|(unit, attribute)| attribute_says(program.unit(unit), attribute, &row.attribute))
            };
            if (!row.base.is_empty() && program.derives(ty, &row.base)) || (!row.attribute.is_empty() && marked()) {
                found.push((*row, ty, unit, decl.name_span, None));
            }
        }
    }
    let search = Search::new(program, language, rows);
    for call in &search.calls.found {
        for row in rows.iter().filter(|row| names(&row.call, call.name)) {
            let span = program.unit(call.unit).body[call.expr].span;
            let function = search.calls.function(program, call.unit, span);
            found.extend(
                search
                    .types(call, row)
                    .into_iter()
                    .map(|ty| (*row, ty, call.unit, span, function)),
            );
        }
    }
    found
}

fn names(list: &[String], name: &str) -> bool {
    list.iter().any(|of| last(of) == name)
}

/// Calls that register filters, and the types they are for.
struct Search<'p> {
    program: &'p Program,
    calls: Calls<'p>,
    entity_calls: FxHashSet<&'p str>,
    language: Language,
}

impl<'p> Search<'p> {
    fn new<'c: 'p>(program: &'p Program, language: Language, rows: &[&'c FilterRow]) -> Self {
        let mut wanted: Vec<&'p str> = rows
            .iter()
            .flat_map(|row| row.call.iter().chain(&row.entity_call))
            .map(|name| last(name))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let entity_calls = rows
            .iter()
            .flat_map(|row| &row.entity_call)
            .map(|name| last(name))
            .collect();
        Self {
            program,
            calls: Calls::scan(program, language, &wanted),
            entity_calls,
            language,
        }
    }

    fn types(&self, call: &Found<'_>, row: &FilterRow) -> Vec<TypeId> {
        match self
            .calls
            .subject(self.program, call, &self.entity_calls, &row.configures)
        {
            Some(Subject::Type(ty)) => vec![ty],
            Some(Subject::Bounded(bounds)) => derived(self.program, &bounds),
            Some(Subject::Computed(Some(function))) => tested(self.program, function, self.language),
            None if names(&row.described, call.name) => {
                let span = self.program.unit(call.unit).body[call.expr].span;
                let function = self.calls.function(self.program, call.unit, span);
                function.map_or_else(Vec::new, |function| tested(self.program, function, self.language))
            }
            Some(Subject::Computed(None) | Subject::Param(..)) | None => Vec::new(),
        }
    }
}

/// What calls register.
#[derive(Default)]
pub struct Registered {
    /// All registrations that others can take the place of.
    pub replacing: Vec<Registration>,
    /// Predicates by the tenant's key that are put together once.
    pub compiled: Vec<Compiled>,
}

/// Finds the filters that calls register.
pub fn find(tenancy: &mut Tenancy, program: &Program, catalog: &Catalog) -> Registered {
    let mut registered = Registered::default();
    for language in Language::ALL {
        let rows: Vec<&FilterRow> = catalog.of(language).flat_map(|file| &file.filter).collect();
        let fixed_rows: Vec<&FilterRow> = rows.iter().copied().filter(|row| !row.column.is_empty()).collect();
        let mut holders = Holders::new(program, language);
        for (row, ty, unit, span, function) in fixed(program, language, &fixed_rows) {
            let entity = tenancy.of_type(ty).filter(|id| {
                let tied = tenancy
                    .column(*id, &row.column)
                    .and_then(|at| tenancy.entity(*id).columns[at].target);
                tied.is_some()
            });
            if let Some(entity) = entity {
                let mut filter = Filter::at(FilterKind::Framework, row.column.clone(), unit, span);
                filter.holders = holders.of(row, function);
                add(tenancy, entity, filter, "a library filters");
            }
        }
        let call_rows: Vec<&FilterRow> = rows
            .iter()
            .copied()
            .filter(|row| row.column.is_empty() && !row.call.is_empty())
            .collect();
        if !call_rows.is_empty() {
            let tests = Tests::new(catalog, language);
            by_calls(
                tenancy,
                program,
                (language, &call_rows, &tests),
                &mut holders,
                &mut registered,
            );
        }
    }
    registered
}

fn by_calls(
    tenancy: &mut Tenancy,
    program: &Program,
    (language, rows, tests): (Language, &[&FilterRow], &Tests<'_>),
    holders: &mut Holders<'_>,
    registered: &mut Registered,
) {
    let search = Search::new(program, language, rows);
    let mut helpers: Vec<Helper<'_>> = Vec::new();
    for call in &search.calls.found {
        for row in rows.iter().copied().filter(|row| names(&row.call, call.name)) {
            let unit = program.unit(call.unit);
            let subject = search
                .calls
                .subject(program, call, &search.entity_calls, &row.configures);
            let function = search.calls.function(program, call.unit, unit.body[call.expr].span);
            let generic = function.filter(|function| !program.decl(*function).type_params.is_empty());
            match (subject, generic) {
                (Some(Subject::Param(function, at)), _) => helpers.push((function, at, row, *call)),
                (Some(Subject::Computed(_)), Some(function)) => helpers.push((function, 0, row, *call)),
                _ => {
                    let given = Given {
                        call: *call,
                        types: search.types(call, row),
                        lambda: predicate(unit, call.expr),
                        holders: holders.of(row, function),
                        row,
                        tests,
                        site: *call,
                        named: *call,
                        within: [function, None],
                        written_in: function,
                    };
                    register(tenancy, program, &given, registered);
                }
            }
        }
    }
    by_helpers(tenancy, program, language, (&helpers, tests, holders), registered);
}

/// A function that registers a filter for its type argument of this index, by which row, and in which call.
type Helper<'r> = (FnId, usize, &'r FilterRow, Found<'r>);

/// Functions that register a filter for their type argument: whoever calls them says which type, and perhaps the predicate.
fn by_helpers(
    tenancy: &mut Tenancy,
    program: &Program,
    language: Language,
    (helpers, tests, holders): (&[Helper<'_>], &Tests<'_>, &mut Holders<'_>),
    registered: &mut Registered,
) {
    let mut wanted: Vec<&str> = helpers
        .iter()
        .map(|(function, ..)| program.text(program.func(*function).name))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let calls = Calls::scan(program, language, &wanted);
    for call in &calls.found {
        let Some((function, at, row, inner)) = helpers
            .iter()
            .find(|(function, ..)| program.text(program.func(*function).name) == call.name)
        else {
            continue;
        };
        let Some(bound) = calls
            .type_args(program, call)
            .get(*at)
            .and_then(crate::program::Ty::decl)
        else {
            continue;
        };
        let unit = program.unit(call.unit);
        let caller = calls.function(program, call.unit, unit.body[call.expr].span);
        let mut given = Given {
            call: *call,
            types: derived(program, &[bound]),
            lambda: predicate(unit, call.expr),
            holders: holders.of(row, caller),
            row,
            tests,
            site: *call,
            named: *inner,
            within: [caller, Some(*function)],
            written_in: caller,
        };
        match given.lambda {
            Some(_) => register(tenancy, program, &given, registered),
            None => {
                let info = program.func(*function);
                let own = program.unit(info.unit);
                let inner = program
                    .decl(*function)
                    .body
                    .and_then(|body| inside(own, body).into_iter().find(|expr| is_lambda(own, *expr)));
                if let Some(lambda) = inner {
                    given.call = Found {
                        unit: info.unit,
                        expr: lambda,
                        name: call.name,
                    };
                    given.lambda = Some(lambda);
                    given.written_in = Some(*function);
                    register(tenancy, program, &given, registered);
                }
            }
        }
    }
}

fn is_lambda(unit: &Unit, expr: ExprId) -> bool {
    matches!(unit.body[expr].kind, ExprKind::Lambda(_))
}

/// The lambda among a call's arguments.
fn predicate(unit: &Unit, call: ExprId) -> Option<ExprId> {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return None;
    };
    args.iter().map(|arg| arg.value).find(|value| is_lambda(unit, *value))
}

/// A registration: the call, for which types, with what predicate, and for whose queries it works.
struct Given<'n> {
    call: Found<'n>,
    types: Vec<TypeId>,
    lambda: Option<ExprId>,
    holders: Vec<TypeId>,
    row: &'n FilterRow,
    tests: &'n Tests<'n>,
    /// The call that registers it when it runs, and the one that may name it.
    site: Found<'n>,
    named: Found<'n>,
    /// The functions around these two.
    within: [Option<FnId>; 2],
    /// The function in which the predicate is written.
    written_in: Option<FnId>,
}

/// Adds a filter to the entities among types, where its predicate restricts a tenant's key.
fn register(tenancy: &mut Tenancy, program: &Program, given: &Given<'_>, registered: &mut Registered) {
    let (call, lambda) = (&given.call, given.lambda);
    let unit = program.unit(call.unit);
    let entities: BTreeSet<EntityId> = given.types.iter().filter_map(|ty| tenancy.of_type(*ty)).collect();
    let mentioned: Vec<Vec<String>> = match lambda {
        Some(lambda) => mentions(unit, lambda),
        None => named_members(unit, call.expr),
    };
    let name = positional(unit, call.expr, 1)
        .and_then(|_| positional(unit, call.expr, 0))
        .filter(|first| !is_lambda(unit, *first));
    let opening = opening(tenancy, program, given);
    for entity in entities {
        let column = mentioned.iter().find(|path| {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            matches!(
                tenancy.role(entity, &path),
                Role::TenantKey(_) | Role::UserKey(_) | Role::Member(_)
            )
        });
        if given.row.replaces {
            let predicate = Predicate {
                unit: call.unit,
                call: call.expr,
                lambda,
                mentioned: &mentioned,
            };
            registered.replacing.push(Registration {
                entity,
                site: (given.site.unit, given.site.expr),
                place: (call.unit, unit.body[call.expr].span),
                name: name_of(program, given),
                column: column.map(|path| path.join(".")),
                says: match column {
                    Some(_) => Says::Tenant,
                    None => says(tenancy, program, (entity, given.row), predicate, given.within),
                },
            });
        }
        if given.row.compiled && (column.is_some() || lambda.is_none()) {
            registered.compiled.push(Compiled {
                entity,
                column: column.map(|path| path.join(".")),
                unit: call.unit,
                expr: lambda.unwrap_or(call.expr),
                function: given.written_in,
            });
        }
        let Some(column) = column else { continue };
        let mut filter = Filter::at(
            FilterKind::Query,
            column.join("."),
            call.unit,
            unit.body[call.expr].span,
        );
        filter.name = name.and_then(|name| text_of(unit, name)).map(str::to_owned);
        filter.opening = opening;
        filter.holders.clone_from(&given.holders);
        add(tenancy, entity, filter, "a query filter restricts");
    }
}

/// The way past a filter: in its predicate, or in front of a call that registers it.
fn opening(tenancy: &Tenancy, program: &Program, given: &Given<'_>) -> Option<Opening> {
    let openings = Openings::new(tenancy, given.tests);
    let unit = program.unit(given.call.unit);
    let own = given
        .lambda
        .and_then(|lambda| openings.of_predicate(unit, given.call.unit, lambda));
    own.or_else(|| {
        let values = openings.values(unit, given.lambda?);
        let calls = [given.site, given.named].into_iter().zip(given.within);
        let mut found = calls.filter_map(|(call, function)| {
            let body = program.decl(function?).body?;
            openings.of_call(program.unit(call.unit), call.unit, body, call.expr, &values)
        });
        found.next()
    })
}

/// What a filter is called: what stands in front of its predicate, where the call that registers it takes a name.
fn name_of(program: &Program, given: &Given<'_>) -> Option<String> {
    let named = |call: &Found<'_>| {
        let unit = program.unit(call.unit);
        let ExprKind::Call { args, .. } = &unit.body[call.expr].kind else {
            return None;
        };
        let first = args.first().filter(|_| args.len() > 1)?.value;
        (!is_lambda(unit, first)).then(|| text_of(unit, first).unwrap_or_default().to_owned())
    };
    let own = named(&given.named)?;
    Some(named(&given.site).unwrap_or(own))
}

/// Paths from a lambda's parameters that its body names, and strings that stand beside a parameter in a call.
fn mentions(unit: &Unit, lambda: ExprId) -> Vec<Vec<String>> {
    let ExprKind::Lambda(of) = &unit.body[lambda].kind else {
        return Vec::new();
    };
    let params: Vec<&str> = of.params.iter().map(|param| unit.text(param.name)).collect();
    let all = inside(unit, of.body).into_iter();
    all.filter_map(|expr| path_of(unit, &params, expr)).collect()
}

/// The path from a lambda's parameter that an expression is, or the string that stands beside a parameter in a call.
pub fn path_of(unit: &Unit, params: &[&str], expr: ExprId) -> Option<Vec<String>> {
    match &unit.body[expr].kind {
        ExprKind::Member { .. } => {
            let path = dotted(unit, expr)?;
            let mut parts = path.split('.');
            let first = parts.next()?;
            params.contains(&first).then(|| parts.map(str::to_owned).collect())
        }
        ExprKind::Call { args, .. } => {
            let param = |value: ExprId| matches!(&unit.body[value].kind, ExprKind::Name(name) if params.contains(&unit.text(*name)));
            let named = args.iter().find_map(|arg| string(unit, arg.value))?;
            args.iter().any(|arg| param(arg.value)).then(|| vec![named.to_owned()])
        }
        _ => None,
    }
}

/// Members that a call's arguments name, for predicates that are built piece by piece.
fn named_members(unit: &Unit, call: ExprId) -> Vec<Vec<String>> {
    inside(unit, call)
        .into_iter()
        .filter_map(|expr| match &unit.body[expr].kind {
            ExprKind::Member { name, .. } => Some(vec![unit.text(*name).to_owned()]),
            ExprKind::Lit(Lit::Str(text)) => Some(vec![unit.text(*text).to_owned()]),
            _ => None,
        })
        .collect()
}

impl Filter {
    /// A filter with nothing special about it.
    pub(super) fn at(kind: FilterKind, column: String, unit: crate::program::UnitId, span: partywall_ir::Span) -> Self {
        Self {
            kind,
            name: None,
            column,
            manager: None,
            default_manager: false,
            opening: None,
            holders: Vec::new(),
            unit,
            span,
        }
    }
}

/// Adds a filter and the evidence for it, once.
pub fn add(tenancy: &mut Tenancy, entity: EntityId, filter: Filter, what: &str) {
    let entity = &mut tenancy.entities[entity.index()];
    let same = |known: &Filter| {
        (known.kind, &known.name, &known.column, &known.manager)
            == (filter.kind, &filter.name, &filter.column, &filter.manager)
    };
    if let Some(known) = entity.filters.iter().position(same) {
        let known = &mut entity.filters[known].holders;
        if filter.holders.is_empty() {
            known.clear();
        } else if !known.is_empty() {
            known.extend(filter.holders);
            known.sort_unstable();
            known.dedup();
        }
        return;
    }
    let text = match &filter.manager {
        Some(manager) => format!("{what} `{}` through `{manager}`", filter.column),
        None => format!("{what} `{}`", filter.column),
    };
    entity.evidence.push(Evidence {
        text,
        unit: filter.unit,
        span: filter.span,
    });
    entity.filters.push(filter);
}
