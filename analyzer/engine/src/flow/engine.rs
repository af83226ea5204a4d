//! What a run is made of: what all threads share, what each has for itself, and small questions about the whole program.

use crate::Settings;
use crate::facts::At;
use crate::flow::cx::Cx;
use crate::flow::entry::Entry;
use crate::flow::index::Index;
use crate::flow::query::Compare;
use crate::flow::questions::{Answer, Question, Settled};
use crate::flow::registered::Inline;
use crate::flow::solve::Solver;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, Shape, SrcId, Srcs, Val};
use crate::flow::vocab::Vocab;
use crate::memo::Memo;
use crate::program::{FnId, Program, Scope, Sym, Ty, TypeId, UnitId};
use crate::tenancy::{EntityId, Role, Standing, Tenancy};
use partywall_catalog::{Catalog, ConditionMeaning, OriginWord};
use partywall_ir::{ExprId, ExprKind, FnKind, Language, Lit, ParamKind, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A statement that could not be read: where, and why.
pub type SqlGap = (UnitId, Span, String);

/// What one thread of a run works with: it shares what is known with the others, and keeps what it has under way.
pub struct Engine<'a> {
    shared: Arc<Shared<'a>>,
    pub(super) solver: Solver<Question, Answer>,
}

/// What all threads of a run share.
pub struct Shared<'a> {
    /// The program.
    pub program: &'a Program,
    /// Who owns what.
    pub tenancy: &'a Tenancy,
    /// The catalog's rows.
    pub index: Index<'a>,
    /// Words of tenancy.
    pub vocab: Vocab,
    /// Whether a field of an entity ties its record to whoever it equals, as far as it was asked.
    pub ties: Memo<(EntityId, SrcId), bool>,
    /// The types of queries that types of the program derive from.
    pub(super) query_bases: Memo<TypeId, Option<Arc<str>>>,
    /// Whether a request value's name speaks of the tenant, as far as it was asked.
    pub tenant_names: Memo<Box<str>, bool>,
    /// Whether a column of persons says something of the whole installation, as far as it was asked.
    pub(super) everywhere: Memo<Box<str>, bool>,
    /// Entry points.
    pub entries: BTreeMap<FnId, Entry>,
    /// Lambdas that are entry points.
    pub inline: Vec<Inline>,
    pub(super) settled: Settled,
    inline_places: FxHashSet<(UnitId, ExprId)>,
    propagating: Vec<Language>,
    /// How often functions are called, by the name that the call is written with.
    called: OnceLock<FxHashMap<Sym, u32>>,
    handlers: FxHashMap<TypeId, FnId>,
    handling: FxHashSet<FnId>,
    /// See [`crate::flow::fields`].
    pub(super) fields: crate::flow::fields::Fields,
    made: Memo<FnId, Arc<[(UnitId, ExprId)]>>,
    /// See [`crate::flow::broadcast`].
    pub(super) given_once: Memo<FnId, crate::flow::broadcast::GivenOnce>,
    /// See [`crate::flow::one_for_all`].
    pub(super) one_for_all: OnceLock<crate::flow::one_for_all::OneForAll>,
    /// See [`crate::flow::keys`].
    pub(super) keys: crate::flow::keys::Keys,
    /// See [`crate::flow::dropped`].
    pub(super) unused: Memo<FnId, Arc<[crate::facts::Unused]>>,
    /// See [`crate::flow::managers`].
    pub(super) managers: crate::flow::managers::Managers,
    /// See [`crate::flow::attached`].
    pub(super) givers: crate::flow::attached::Givers,
    /// See [`crate::flow::meant`].
    pub(super) persons_hold_roles: OnceLock<bool>,
    /// See [`crate::flow::schemes`].
    pub(super) schemes: OnceLock<Vec<crate::flow::schemes::Scheme>>,
    /// See [`crate::flow::meant`].
    pub(super) registered: OnceLock<crate::flow::meant::Registered>,
    /// See [`crate::flow::by_list`].
    pub(super) set_lists: Memo<Vec<String>, Arc<[crate::flow::by_list::Listed]>>,
    /// Somebody asks why: see [`crate::flow::noted`].
    pub explaining: bool,
    lookups: (FxHashSet<&'a str>, FxHashSet<&'a str>),
}

/// What a run needs to know of the program and the catalog before it is known who owns what.
pub struct Prepared<'a> {
    index: Index<'a>,
    vocab: Vocab,
    entries: crate::flow::entry::Entries,
    handlers: FxHashMap<TypeId, FnId>,
    managers: crate::flow::managers::Managers,
    lookups: (FxHashSet<&'a str>, FxHashSet<&'a str>),
}

impl<'a> Prepared<'a> {
    /// Indexes the catalog, and finds the entry points.
    pub fn new(program: &Program, catalog: &'a Catalog, settings: &Settings) -> Self {
        let index = Index::new(catalog);
        let vocab = Vocab::new(catalog, settings);
        let words = || catalog.files().iter().map(|file| &file.words);
        let equal = words().flat_map(|words| words.lookup_equal.iter().map(String::as_str));
        let within = words().flat_map(|words| words.lookup_in.iter().map(String::as_str));
        Self {
            entries: crate::flow::entry::find(program, catalog, &index, &vocab),
            handlers: crate::flow::mediated::handlers(program, catalog),
            managers: crate::flow::managers::Managers::new(catalog),
            lookups: (equal.collect(), within.collect()),
            index,
            vocab,
        }
    }
}

impl<'a> std::ops::Deref for Engine<'a> {
    type Target = Shared<'a>;

    fn deref(&self) -> &Shared<'a> {
        &self.shared
    }
}

impl<'a> Engine<'a> {
    /// One for another thread of the same run.
    pub fn of(shared: &Arc<Shared<'a>>) -> Self {
        Self {
            shared: Arc::clone(shared),
            solver: Solver::default(),
        }
    }

    /// What was found out of every function, once no other thread works with it.
    pub fn into_settled(self) -> Option<Settled> {
        Arc::into_inner(self.shared).map(|shared| shared.settled)
    }

    /// What all threads share.
    pub fn shared(&self) -> &Arc<Shared<'a>> {
        &self.shared
    }

    /// A run over a program whose owners are known.
    pub fn new(program: &'a Program, tenancy: &'a Tenancy, prepared: Prepared<'a>, explaining: bool) -> Self {
        let Prepared {
            index,
            vocab,
            entries,
            handlers,
            managers,
            lookups,
        } = prepared;
        let inline_places = entries.inline.iter();
        let shared = Shared {
            program,
            tenancy,
            handling: handlers.values().copied().collect(),
            handlers,
            index,
            vocab,
            ties: Memo::default(),
            query_bases: Memo::default(),
            tenant_names: Memo::default(),
            everywhere: Memo::default(),
            inline_places: inline_places
                .map(|one| (program.func(one.host).unit, one.lambda))
                .collect(),
            entries: entries.named,
            inline: entries.inline,
            settled: Settled::new(program.functions().count()),
            propagating: propagating(program),
            called: OnceLock::new(),
            given_once: Memo::default(),
            fields: crate::flow::fields::Fields::default(),
            made: Memo::default(),
            one_for_all: OnceLock::new(),
            keys: crate::flow::keys::Keys::default(),
            unused: Memo::default(),
            managers,
            givers: crate::flow::attached::Givers::default(),
            schemes: OnceLock::new(),
            registered: OnceLock::new(),
            set_lists: Memo::default(),
            persons_hold_roles: OnceLock::new(),
            explaining,
            lookups,
        };
        Self::of(&Arc::new(shared))
    }

    /// The summary of a lambda that is an entry point.
    pub fn inline_summary(&self, inline: &Inline) -> Summary {
        // reading the function around it shows what its locals are
        let around = self.summary(inline.host);
        let unit = self.program.func(inline.host).unit;
        let ExprKind::Lambda(lambda) = &self.program.unit(unit).body[inline.lambda].kind else {
            return Summary::default();
        };
        let mut cx = Cx::new(self, inline.host);
        cx.is_entry = true;
        let captured = around.captured.iter().find(|(at, _)| *at == inline.lambda);
        cx.st.env = captured.map(|(_, env)| env.clone()).unwrap_or_default();
        let types = lambda.params.iter().map(|param| match &param.ty {
            Some(ty) => cx.resolve_type(ty),
            None => Ty::unknown(),
        });
        let types: Vec<Ty> = types.collect();
        cx.enter_params(&lambda.params, &types, Some(&inline.entry));
        cx.read_body(lambda.body);
        crate::flow::summarise::summarise(cx)
    }
}

impl<'a> Shared<'a> {
    /// Whether at most one call in the program is written with a function's name.
    pub(super) fn called_once(&self, function: FnId) -> bool {
        let called = self.called.get_or_init(|| {
            let mut called = FxHashMap::default();
            for (at, unit) in self.program.units().iter().enumerate() {
                let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
                for expr in &unit.body.exprs {
                    let ExprKind::Call { callee, .. } = expr.kind else {
                        continue;
                    };
                    if let ExprKind::Name(name) | ExprKind::Member { name, .. } = unit.body[callee].kind {
                        *called.entry(self.program.sym(id, name)).or_default() += 1;
                    }
                }
            }
            called
        });
        called
            .get(&self.program.func(function).name)
            .is_none_or(|count| *count <= 1)
    }

    /// Whether a lambda is an entry point.
    pub fn is_inline(&self, unit: UnitId, lambda: ExprId) -> bool {
        self.inline_places.contains(&(unit, lambda))
    }

    /// Whether a language has an operator that hands a failure on: there a result must be looked at before it proves anything.
    pub fn propagates(&self, language: Language) -> bool {
        self.propagating.contains(&language)
    }

    /// Whether a place is in a function's body, and not in front of it.
    pub fn is_inside(&self, function: FnId, (unit, place): At) -> bool {
        let own = self.program.func(function).unit;
        let body = self.program.decl(function).body;
        own == unit && body.is_some_and(|body| self.program.unit(own).body[body].span.contains(place))
    }

    /// The method that handles a message of this type.
    pub fn handler(&self, message: TypeId) -> Option<FnId> {
        self.handlers.get(&message).copied()
    }

    /// Whether a function handles messages of some type.
    pub fn is_handler(&self, function: FnId) -> bool {
        self.handling.contains(&function)
    }

    /// Functions of the same name and unit that belong to no type.
    pub fn overloads(&self, function: FnId) -> Vec<FnId> {
        let info = self.program.func(function);
        let same = |other: &&FnId| {
            let other = self.program.func(**other);
            other.unit == info.unit && other.owner.is_none() && other.parent == info.parent
        };
        self.program.by_name(info.name).iter().filter(same).copied().collect()
    }

    /// The constructors of a type.
    pub fn constructors(&self, ty: TypeId) -> Vec<FnId> {
        let constructor = |f: &&FnId| self.program.decl(**f).kind == FnKind::Constructor;
        self.program
            .own_methods(ty)
            .iter()
            .filter(constructor)
            .copied()
            .collect()
    }

    /// Whether a constant's value is a text or a number that stands in the code.
    pub fn is_written(&self, unit: UnitId, value: Option<ExprId>) -> bool {
        let lit = value.map(|value| &self.program.unit(unit).body[value].kind);
        matches!(lit, Some(ExprKind::Lit(Lit::Str(_) | Lit::Int(_) | Lit::Number(_))))
    }

    /// The type of a global that is made by a call of a class.
    pub fn global_type(&self, unit: UnitId, index: usize) -> Ty {
        let file = self.program.unit(unit);
        let Some(value) = file.globals[index].value else {
            return Ty::unknown();
        };
        let ExprKind::Call { callee, .. } = &file.body[value].kind else {
            return Ty::unknown();
        };
        let ExprKind::Name(name) = &file.body[*callee].kind else {
            return Ty::unknown();
        };
        match self
            .program
            .resolve(unit, Scope::default(), &[self.program.sym(unit, *name)])
        {
            Some(crate::program::Def::Type(ty)) => self.program.instance(ty, Vec::new()),
            _ => Ty::unknown(),
        }
    }

    /// What the parts of a keyword condition ask for: the path of columns, and how they are compared.
    pub fn lookup<'p>(&self, _language: Language, parts: &[&'p str], entity: &EntRef) -> (Vec<&'p str>, Compare) {
        let whole = parts.to_vec();
        let Some((last, front)) = parts.split_last() else {
            return (whole, Compare::Equal);
        };
        let person = |led: EntityId| self.tenancy.entity(led).standing == (Standing::Root { user: true });
        let leads =
            || matches!(entity, EntRef::Known(entity) if self.tenancy.led_to(*entity, parts).is_some_and(person));
        if front.is_empty() || leads() {
            return (whole, Compare::Equal);
        }
        if self.lookups.1.contains(last) {
            return (front.to_vec(), Compare::In);
        }
        if self.lookups.0.contains(last) {
            return (front.to_vec(), Compare::Equal);
        }
        let role = |path: &[&str]| match entity {
            EntRef::Known(entity) => self.tenancy.role(*entity, path),
            _ => Role::Other,
        };
        if matches!(role(parts), Role::Other) && !matches!(role(front), Role::Other) {
            return (front.to_vec(), Compare::Other);
        }
        if matches!(role(parts), Role::Other)
            && let Some(end) = self.past_column(parts, entity)
        {
            return (parts[..end].to_vec(), Compare::Other);
        }
        (whole, Compare::Equal)
    }

    /// Where a path of columns goes on behind a column that leads to no other entity: what follows says how it is compared.
    fn past_column(&self, parts: &[&str], entity: &EntRef) -> Option<usize> {
        let EntRef::Known(mut at) = *entity else { return None };
        for (end, part) in parts.iter().enumerate() {
            match self.tenancy.relation(at, part) {
                Some((target, _)) => at = target,
                None => {
                    let known = self
                        .tenancy
                        .entity(at)
                        .columns
                        .iter()
                        .any(|column| column.name == *part);
                    return (known && end + 1 < parts.len()).then_some(end + 1);
                }
            }
        }
        None
    }

    /// The calls that a function of the program gives back, when an expression is a call of it.
    pub(super) fn made_calls(&self, unit: UnitId, expr: ExprId) -> Arc<[(UnitId, ExprId)]> {
        let ExprKind::Call { callee, .. } = self.program.unit(unit).body[expr].kind else {
            return Arc::default();
        };
        let Some(crate::program::Def::Function(function)) = crate::flow::entry::named(self.program, unit, callee)
        else {
            return Arc::default();
        };
        self.made.get_or(&function, || {
            crate::flow::entry::made_calls(self.program, function).into()
        })
    }

    /// Whether a call of this name ends the function when there is nothing to give back.
    pub fn fails_closed(&self, language: Language, name: &str) -> bool {
        self.index.neutral.get(language, name).any(|row| row.fails_closed)
    }

    /// Whether a pattern of this name matches what is not there.
    pub fn is_absent(&self, language: Language, name: &str) -> bool {
        self.index
            .condition
            .get(language, name)
            .any(|row| row.means == ConditionMeaning::Absent)
    }
}

impl Cx<'_, '_> {
    /// Gives the parameters their values: an entry point's come from outside, any other's from its callers.
    pub(super) fn enter(&mut self, entry: Option<&Entry>) {
        let params = &self.eng.program.decl(self.function).params;
        let types: Vec<Ty> = (0..params.len())
            .map(|at| self.eng.program.param_type(self.function, at))
            .collect();
        self.enter_params(params, &types, entry);
        self.enter_specification();
        if entry.is_some() || self.eng.entries.contains_key(&self.function) {
            self.enter_decorators();
        }
    }

    /// Reads a body to its end, with its value as a way out where it has one.
    pub(super) fn read_body(&mut self, body: ExprId) {
        let unit = self.unit;
        self.st.pending.in_transaction |= self.is_undone();
        // an asynchronous block is what its function does once it is waited for
        let body = match &unit.body[body].kind {
            ExprKind::Lambda(inner) if inner.is_async && inner.params.is_empty() => inner.body,
            _ => body,
        };
        if self.specified.is_some() || matches!(self.unit.body[body].kind, ExprKind::Block { value: false, .. }) {
            self.eval(body);
            let made = self.specification();
            self.exit(made.unwrap_or_else(Val::nothing));
        } else {
            self.leave_with(body);
        }
    }

    /// Gives parameters of these types their values.
    pub(super) fn enter_params(&mut self, params: &[partywall_ir::Param], types: &[Ty], entry: Option<&Entry>) {
        let decl = self.eng.program.decl(self.function);
        for (at, (param, ty)) in params.iter().zip(types).enumerate() {
            let index = u32::try_from(at).unwrap_or(u32::MAX);
            let ty = ty.clone();
            let name = self.sym(param.name);
            let mut val = match param.kind {
                ParamKind::Receiver => self.this(),
                _ => {
                    let origin = self.param_origin(param, &ty, entry);
                    match (origin, entry.is_some()) {
                        (Some(OriginWord::Neutral), true) if entry.is_some_and(|entry| entry.passed) => {
                            self.val(Root::Unknown, &[])
                        }
                        (Some(OriginWord::Request), true) if self.is_passed_row(entry, &ty) => {
                            self.val(Root::Unknown, &[])
                        }
                        (Some(OriginWord::Request), true) if self.is_about_row() => self.val(Root::Unknown, &[]),
                        (Some(OriginWord::Dependency), true) => self.dependency(self.function, param, &ty, 0),
                        (Some(OriginWord::Request), true) if param.kind == ParamKind::RestNamed => {
                            self.val(Root::Request, &[])
                        }
                        (Some(OriginWord::Identity), _) => self.origin(OriginWord::Identity, None),
                        (Some(origin @ OriginWord::RequestObject), _) => self.origin(origin, None),
                        (Some(origin), true) => self.origin(origin, Some(name)),
                        _ => self.val(Root::Param(index), &[]),
                    }
                }
            };
            val.ty = if val.ty.is_unknown() { ty } else { val.ty };
            let val = if param.kind == ParamKind::Rest {
                Val {
                    shape: Shape::Plain,
                    ..val
                }
            } else {
                let val = self.passed_query(index, val);
                self.typed_query(val)
            };
            match param.pattern {
                Some(pattern) => {
                    self.bind_params(pattern, &val, entry.is_some());
                }
                None => {
                    self.st.env.insert(param.name, val);
                }
            }
        }
        let Some(entry) = entry else { return };
        self.trust_extractors();
        self.trust_administrators();
        if entry.operator {
            self.st.facts.push(Fact::Operator);
        }
        for name in entry.checked.iter().filter_map(|name| self.eng.program.find(name)) {
            let fact = Fact::Authorized(self.src(Root::Request, &[name]));
            self.note(decl.name_span, std::slice::from_ref(&fact), true);
            self.st.facts.push(fact);
        }
        self.pass_before(&entry.before);
    }

    /// Names inside of a parameter's pattern are inputs of their own.
    fn bind_params(&mut self, pattern: partywall_ir::PatId, val: &Val, entry: bool) {
        self.bind(pattern, val);
        let request = val.srcs.list().iter().any(|src| src.root() == Root::Request);
        if !entry || !request {
            return;
        }
        let names: Vec<_> = pattern_names(self.unit, pattern);
        for name in names {
            let sym = self.sym(name);
            let ty = self.st.env.get(&name).map_or_else(Ty::unknown, |val| val.ty.clone());
            let val = Val {
                ty,
                ..self.val(Root::Request, &[sym])
            };
            self.st.env.insert(name, val);
        }
    }
}

/// The names that a pattern binds.
fn pattern_names(unit: &partywall_ir::Unit, pattern: partywall_ir::PatId) -> Vec<partywall_ir::Name> {
    use partywall_ir::PatKind;
    let mut names = Vec::new();
    let mut stack = vec![pattern];
    while let Some(pattern) = stack.pop() {
        match &unit.body[pattern].kind {
            PatKind::Bind { name, inner } => {
                names.push(*name);
                stack.extend(inner);
            }
            PatKind::Tuple(items) | PatKind::Or(items) | PatKind::And(items) => stack.extend(items.iter()),
            PatKind::Record { items, fields, .. } => {
                stack.extend(items.iter());
                stack.extend(fields.iter().map(|(_, inner)| inner));
            }
            _ => {}
        }
    }
    names
}

/// The sources of a value that a caller decides.
pub fn depends_on_caller(srcs: &Srcs) -> bool {
    srcs.list()
        .iter()
        .any(|src| matches!(src.root(), Root::Param(_) | Root::This))
}

/// The languages of the program in which a failure is handed on by an operator.
fn propagating(program: &Program) -> Vec<Language> {
    let uses = |unit: &&partywall_ir::Unit| {
        unit.body.exprs.iter().any(|expr| {
            matches!(
                expr.kind,
                ExprKind::Unary {
                    op: partywall_ir::UnaryOp::Propagate,
                    ..
                }
            )
        })
    };
    let mut found: Vec<Language> = Vec::new();
    for unit in program.units() {
        if !found.contains(&unit.language) && uses(&unit) {
            found.push(unit.language);
        }
    }
    found
}
