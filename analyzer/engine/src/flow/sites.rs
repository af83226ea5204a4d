//! From summaries to sites: each access judged at every entry point that reaches it, the worst verdict kept.

use crate::Settings;
use crate::facts::{At, EntryFact, Leak, Site, Verdict, function_name};
use crate::flow::engine::{Engine, SqlGap, depends_on_caller};
use crate::flow::entry::Entry;
use crate::flow::judge::{Judge, Tie};
use crate::flow::query::{Access, Bypass, Compare, Pred};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::flow::vocab::List;
use crate::program::{FnId, Program};
use crate::tenancy::{EntityId, Role, Standing, Tenancy};
use partywall_catalog::{Catalog, EntryKind, Operation};
use partywall_ir::{Flags, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What a run gives.
pub struct Outcome {
    /// Accesses by place.
    pub sites: Vec<Site>,
    /// Entry points.
    pub entries: Vec<EntryFact>,
    /// SQL that could not be read.
    pub sql_gaps: Vec<SqlGap>,
}

/// Reads every function and judges every access.
pub fn run(program: &Program, tenancy: &Tenancy, catalog: &Catalog, settings: &Settings) -> Outcome {
    let eng = Engine::new(program, tenancy, catalog, settings);
    let mut sites = Sites {
        eng: &eng,
        found: BTreeMap::new(),
        seen: BTreeSet::new(),
    };
    for (function, entry) in &eng.entries {
        let summary = eng.summary(*function, None);
        sites.judge(*function, entry, &summary);
    }
    for (owner, entry, summary) in crate::flow::provided::handlers(&eng, catalog) {
        sites.judge(owner, &entry, &summary);
    }
    for imported in [true, false] {
        for function in program.functions() {
            if program.decl(function).flags.has(Flags::TEST) {
                continue;
            }
            let summary = eng.summary(function, None);
            sites.own(function, &summary, imported);
        }
    }
    let entries = eng
        .entries
        .iter()
        .map(|(function, entry)| EntryFact {
            function: *function,
            kind: entry.kind,
        })
        .collect();
    Outcome {
        sites: sites.found.into_values().collect(),
        entries,
        sql_gaps: eng.sql_gaps(),
    }
}

/// The sites so far, by primary place, place and entity.
struct Sites<'s, 'a> {
    eng: &'s Engine<'a>,
    found: BTreeMap<(At, At, EntityId), Site>,
    seen: BTreeSet<(At, EntityId)>,
}

impl Sites<'_, '_> {
    /// Judges what an entry point reaches.
    fn judge(&mut self, function: FnId, entry: &Entry, summary: &Summary) {
        let judge = Judge::new(self.eng, &summary.accesses, Some(entry));
        for (at, access) in summary.accesses.iter().enumerate() {
            if !judge.matters(at) {
                continue;
            }
            let EntRef::Known(entity) = access.entity else { continue };
            let (verdict, leak, considered) = self.verdict(&judge, at, access, entity);
            let reported = entry.kind == EntryKind::Request || matches!(leak, Some(Leak::Bypass { .. }));
            let site = self.site(
                function,
                access,
                entity,
                verdict,
                leak.filter(|_| reported),
                considered,
                Some(function),
            );
            self.keep(site);
        }
    }

    /// What a function's own accesses are when no entry point was found to say more.
    fn own(&mut self, function: FnId, summary: &Summary, imported: bool) {
        let judge = Judge::new(self.eng, &summary.accesses, None);
        for (at, access) in summary.accesses.iter().enumerate() {
            // an access of a callee belongs to the function that ties it
            if access.calls.is_empty() == imported || !judge.matters(at) {
                continue;
            }
            let tie = summary.tie(at, &judge);
            if imported && tie == Tie::None {
                continue;
            }
            let EntRef::Known(entity) = access.entity else { continue };
            let verdict = match tie {
                Tie::Scoped => Verdict::Scoped,
                Tie::Filtered => Verdict::Filtered,
                Tie::Guarded => Verdict::Guarded,
                Tie::None if self.bypassed(access, entity).is_some() => Verdict::Bypassed,
                Tie::None => Verdict::Latent,
            };
            if matches!(verdict, Verdict::Latent | Verdict::Bypassed) && self.seen.contains(&(access.place, entity)) {
                continue;
            }
            let leak = (verdict == Verdict::Bypassed)
                .then(|| self.bypassed(access, entity))
                .flatten();
            let site = self.site(function, access, entity, verdict, leak, Vec::new(), None);
            self.keep(site);
        }
    }

    fn keep(&mut self, site: Site) {
        let key = (site.primary, site.place, site.entity);
        self.seen.insert((site.place, site.entity));
        match self.found.get_mut(&key) {
            Some(old) if (old.leak.is_some(), old.verdict) >= (site.leak.is_some(), site.verdict) => {}
            Some(old) => *old = site,
            None => {
                self.found.insert(key, site);
            }
        }
    }

    fn verdict(
        &self,
        judge: &Judge,
        at: usize,
        access: &Access,
        entity: EntityId,
    ) -> (Verdict, Option<Leak>, Vec<String>) {
        match judge.tie(at) {
            Tie::Scoped => return (Verdict::Scoped, None, Vec::new()),
            Tie::Filtered => return (Verdict::Filtered, None, Vec::new()),
            Tie::Guarded => return (Verdict::Guarded, None, Vec::new()),
            Tie::None => {}
        }
        if let Some(leak) = self.bypassed(access, entity) {
            return (Verdict::Bypassed, Some(leak), Vec::new());
        }
        let open = judge.open_exits(at);
        let facts = open.first().copied().unwrap_or_default();
        let reading = Reading {
            nothing: Srcs::default(),
            eng: self.eng,
            judge,
            access,
            facts,
        };
        let considered = reading.considered();
        if reading.follows_record() {
            // the record that the value was taken from is reported; this access is as good as that one
            return (Verdict::Unscoped, None, considered);
        }
        if let Some(name) = reading.compared_with_request(at) {
            return (Verdict::Unscoped, Some(Leak::CheckAgainstRequest(name)), considered);
        }
        if reading.has_unknown_tie() {
            return (Verdict::Unknown, None, considered);
        }
        if let Some(name) = reading.tenant_from_request() {
            return (Verdict::WronglyScoped, Some(Leak::TenantFromRequest(name)), considered);
        }
        let inputs = reading.inputs();
        if inputs.is_empty() {
            let many = !access.inner && !matches!(access.operation, Operation::Insert | Operation::Exists);
            let handed = access.calls.iter().any(|call| call.carries);
            let unrestricted = !handed && reading.unrestricted();
            let leak = (many && unrestricted).then_some(Leak::List);
            return (
                if leak.is_some() {
                    Verdict::Unscoped
                } else {
                    Verdict::Unknown
                },
                leak,
                considered,
            );
        }
        let parents = reading.authorized_tenants();
        let leak = if parents.is_empty() {
            Leak::Lookup
        } else {
            Leak::UntiedChild(parents)
        };
        (Verdict::Unscoped, Some(leak), considered)
    }

    /// The tenant filters that a bypass of this access turns off.
    fn bypassed(&self, access: &Access, entity: EntityId) -> Option<Leak> {
        let info = self.eng.tenancy.entity(entity);
        let place = match &access.bypass {
            Bypass::No => return None,
            Bypass::All(unit, span) if *span != Span::default() => (*unit, *span),
            _ => access.place,
        };
        if info.filters.is_empty() {
            return None;
        }
        let filters = info.filters.iter().filter_map(|filter| filter.name.clone()).collect();
        let broad = matches!(access.bypass, Bypass::All(..)) && self.speaks_of_deletion(&access.preds);
        Some(Leak::Bypass { filters, broad, place })
    }

    fn speaks_of_deletion(&self, preds: &[Pred]) -> bool {
        preds.iter().any(|pred| match pred {
            Pred::Test { column, .. } => column
                .path
                .iter()
                .any(|part| self.eng.vocab.has(List::SoftDelete, part)),
            Pred::Any(arms) => arms.iter().any(|arm| self.speaks_of_deletion(arm)),
            _ => false,
        })
    }

    #[expect(clippy::too_many_arguments, reason = "a site is told by all of these")]
    fn site(
        &self,
        function: FnId,
        access: &Access,
        entity: EntityId,
        verdict: Verdict,
        leak: Option<Leak>,
        considered: Vec<String>,
        entry: Option<FnId>,
    ) -> Site {
        let (primary, holder) = primary(access);
        let reading = Reading {
            nothing: Srcs::default(),
            eng: self.eng,
            judge: &Judge::new(self.eng, &[], None),
            access,
            facts: &[],
        };
        let inputs = reading.inputs();
        Site {
            place: access.place,
            primary,
            entity,
            operation: access.operation,
            sql: access.sql,
            verdict,
            leak,
            flow: self.flow(access, entry, &inputs, entity),
            inputs,
            considered,
            function: holder.unwrap_or(function),
            entry,
            certain: !access.opaque && !access.declared,
        }
    }

    fn flow(&self, access: &Access, entry: Option<FnId>, inputs: &[String], entity: EntityId) -> Vec<(At, String)> {
        let program = self.eng.program;
        let mut steps = Vec::new();
        if let Some(entry) = entry {
            let decl = program.decl(entry);
            let name = function_name(program, entry);
            let what = match inputs.first() {
                Some(input) => format!("`{input}` reaches `{name}` from the request"),
                None => format!("a request reaches `{name}`"),
            };
            steps.push(((program.func(entry).unit, decl.name_span), what));
        }
        for call in &access.calls {
            steps.push((
                call.place,
                format!("`{}` is called", function_name(program, call.callee)),
            ));
        }
        let name = &self.eng.tenancy.entity(entity).name;
        let verb = match access.operation {
            Operation::One => "is read",
            Operation::List => "rows are listed",
            Operation::Count => "rows are counted",
            Operation::Exists => "rows are looked for",
            Operation::Update => "rows are changed",
            Operation::Delete => "rows are deleted",
            Operation::Insert => "rows are added",
        };
        steps.push((access.place, format!("`{name}` {verb}")));
        steps
    }
}

/// Where it is decided which rows an access reads: the innermost place that is not only a way to it.
fn primary(access: &Access) -> (At, Option<FnId>) {
    if !access.thin {
        return (access.place, Some(access.function));
    }
    let decisive = access
        .calls
        .iter()
        .rev()
        .find(|call| !call.thin)
        .or_else(|| access.calls.first());
    decisive.map_or((access.place, Some(access.function)), |call| {
        (call.place, Some(call.caller))
    })
}

/// Reads the predicates of an access that is not tied.
struct Reading<'r, 'a> {
    nothing: Srcs,
    eng: &'r Engine<'a>,
    judge: &'r Judge<'r, 'a>,
    access: &'r Access,
    facts: &'r [Fact],
}

impl Reading<'_, '_> {
    fn tests(&self) -> Vec<(Option<String>, Role, &Srcs, Compare)> {
        let mut tests = Vec::new();
        self.collect(&self.access.preds, &mut tests);
        tests
    }

    fn collect<'t>(&'t self, preds: &'t [Pred], into: &mut Vec<(Option<String>, Role, &'t Srcs, Compare)>) {
        for pred in preds {
            match pred {
                Pred::Test {
                    column,
                    compare,
                    value,
                    constant,
                } => {
                    let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
                    let role = self.judge.column_role(column, &self.access.entity);
                    let bare = *constant && value.is_empty();
                    into.push((
                        Some(path.join(".")),
                        role,
                        value,
                        if bare { Compare::Other } else { *compare },
                    ));
                }
                Pred::Any(arms) => arms.iter().for_each(|arm| self.collect(arm, into)),
                Pred::Key(value) => into.push((None, Role::OwnKey, value, Compare::Equal)),
                Pred::Child(value) => into.push((Some("its parent".to_owned()), Role::OwnKey, value, Compare::Equal)),
                Pred::Tied(_, inner) => self.collect(inner, into),
                Pred::Opaque | Pred::Spread(_) => into.push((
                    Some("a condition".to_owned()),
                    Role::OwnKey,
                    &self.nothing,
                    Compare::Equal,
                )),
            }
        }
    }

    fn roots(&self, srcs: &Srcs) -> Vec<Root> {
        let table = self.eng.srcs.borrow();
        srcs.list().iter().map(|src| table.root(*src)).collect()
    }

    /// How the code calls a request value.
    fn input(&self, src: SrcId) -> Option<String> {
        let table = self.eng.srcs.borrow();
        if table.root(src) != Root::Request {
            return None;
        }
        let path: Vec<&str> = table.path(src).iter().map(|sym| self.eng.program.text(*sym)).collect();
        Some(if path.is_empty() {
            "the request".to_owned()
        } else {
            path.join(".")
        })
    }

    fn inputs(&self) -> Vec<String> {
        let mut inputs = Vec::new();
        for (_, role, value, compare) in self.tests() {
            if compare == Compare::Other || matches!(role, Role::Public) {
                continue;
            }
            inputs.extend(value.list().iter().filter_map(|src| self.input(*src)));
        }
        inputs.dedup();
        inputs.truncate(4);
        inputs
    }

    /// The tenant key's value comes from the request, and nothing else selects the rows.
    fn tenant_from_request(&self) -> Option<String> {
        let trust = self.judge.exit(self.facts);
        for (_, role, value, compare) in self.tests() {
            let tenant = match role {
                Role::TenantKey(root) => !self.is_user(root),
                Role::Member(_) => true,
                _ => false,
            };
            if tenant
                && compare != Compare::Other
                && !self.judge.value_holds(value, &trust)
                && let Some(name) = value.list().iter().find_map(|src| self.input(*src))
            {
                return Some(name);
            }
        }
        None
    }

    fn is_user(&self, root: EntityId) -> bool {
        matches!(self.eng.tenancy.entity(root).standing, Standing::Root { user: true })
    }

    /// A predicate that would tie the access has a value that could not be followed.
    fn has_unknown_tie(&self) -> bool {
        let table = self.eng.srcs.borrow();
        self.tests().iter().any(|(_, role, value, compare)| {
            let ties = matches!(
                role,
                Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::Member(_) | Role::OwnKey
            );
            let unknown = value.is_empty()
                || value.list().iter().any(|src| table.root(*src) == Root::Unknown)
                || depends_on_caller(value, &table);
            ties && *compare != Compare::Other && unknown
        })
    }

    /// Its key is a field of another record, which is judged by itself.
    fn follows_record(&self) -> bool {
        let mut any = false;
        for (_, role, value, compare) in self.tests() {
            if compare == Compare::Other || matches!(role, Role::Other | Role::Public) {
                continue;
            }
            let roots = self.roots(value);
            if roots.contains(&Root::Request) {
                return false;
            }
            any |= roots.iter().any(|root| matches!(root, Root::Record(_)));
        }
        any
    }

    /// The name of the request value that the record is compared with before the function is left.
    fn compared_with_request(&self, at: usize) -> Option<String> {
        let mut stack: Vec<&Fact> = self.facts.iter().collect();
        let mut steps = 0;
        while let Some(fact) = stack.pop() {
            steps += 1;
            if steps > 500 {
                return None;
            }
            match fact {
                Fact::Equal(a, b) => {
                    for (record, other) in [(a, b), (b, a)] {
                        if self.is_field_of(*record, at)
                            && let Some(name) = self.input(*other)
                        {
                            return Some(name);
                        }
                    }
                }
                Fact::Any(arms) => stack.extend(arms.iter().flatten()),
                _ => {}
            }
        }
        None
    }

    fn is_field_of(&self, src: SrcId, at: usize) -> bool {
        let (root, path) = {
            let table = self.eng.srcs.borrow();
            let path: Vec<&str> = table.path(src).iter().map(|sym| self.eng.program.text(*sym)).collect();
            (table.root(src), path)
        };
        if root != Root::Record(u32::try_from(at).unwrap_or(u32::MAX)) || path.is_empty() {
            return false;
        }
        matches!(
            self.judge.role(&self.access.entity, &path),
            Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::Member(_)
        )
    }

    /// Nothing that could tie the rows restricts them.
    fn unrestricted(&self) -> bool {
        !self.access.opaque && !self.access.preds.iter().any(|pred| self.restricts(pred, 0))
    }

    /// Whether a predicate keeps rows out by whom they belong to; one that has alternatives does so only by all of them.
    fn restricts(&self, pred: &Pred, depth: usize) -> bool {
        if let Pred::Any(arms) = pred
            && depth < 4
        {
            let arm = |arm: &Vec<Pred>| arm.iter().any(|pred| self.restricts(pred, depth + 1));
            return !arms.is_empty() && arms.iter().all(arm);
        }
        let mut tests = Vec::new();
        self.collect(std::slice::from_ref(pred), &mut tests);
        tests.iter().any(|(_, role, value, compare)| {
            // a value that could not be followed may be a column of a query around this one
            let correlated = *compare != Compare::Other && value.is_empty() && *role == Role::Other;
            let ties = !matches!(role, Role::Other | Role::Public | Role::Secret)
                && !self.roots(value).iter().all(|root| *root == Root::Const);
            correlated || ties
        })
    }

    /// Tenants in the route that something authorizes.
    fn authorized_tenants(&self) -> Vec<String> {
        let trust = self.judge.exit(self.facts);
        let mut names = Vec::new();
        for src in trust.authorized().iter().copied() {
            if let Some(name) = self.input(src) {
                let last = name.rsplit('.').next().unwrap_or(&name);
                if self.eng.tenancy.refers(last).is_some() {
                    names.push(name);
                }
            }
        }
        for name in self.judge.presumed_inputs() {
            names.push(name);
        }
        names.sort();
        names.dedup();
        names
    }

    /// What was considered as a tie, and why it does not count.
    fn considered(&self) -> Vec<String> {
        let trust = self.judge.exit(self.facts);
        let mut notes = Vec::new();
        for (column, role, value, compare) in self.tests() {
            let column = column.map_or_else(|| "the primary key".to_owned(), |name| format!("`{name}`"));
            let why = match role {
                _ if compare == Compare::Other => continue,
                Role::Other | Role::Public | Role::Secret => "is no part of the ownership path".to_owned(),
                _ if value.is_empty() => "has a value that could not be followed".to_owned(),
                _ if self.judge.value_holds(value, &trust) => continue,
                _ => match value.list().iter().find_map(|src| self.input(*src)) {
                    Some(input) => format!("is `{input}`, which comes from the request and is checked by nothing"),
                    None => "is a field of a record that nothing ties to the caller".to_owned(),
                },
            };
            notes.push(format!("{column} {why}"));
        }
        notes.dedup();
        notes.truncate(6);
        notes
    }
}
