//! From summaries to sites: each access judged at every entry point that reaches it, the worst verdict kept.

use crate::explained::{Ask, Explained};
use crate::facts::{Assumed, At, Bound, Broadcast, Cached, EntryFact, Leak, Offered, Outliving, Site, Sweep, Verdict};
use crate::flow::asked::{Asked, Beside};
use crate::flow::copied::Binding;
use crate::flow::effects::Affected;
use crate::flow::engine::{Engine, Prepared, SqlGap};
use crate::flow::entry::Entry;
use crate::flow::judge::{Judge, Tie};
use crate::flow::query::{Access, Bypass, Pred};
use crate::flow::questions::Settled;
use crate::flow::reach::Reaches;
use crate::flow::reading::Reading;
use crate::flow::stands::Stand;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Fact, Root};
use crate::flow::vocab::List;
use crate::program::{FnId, Program};
use crate::tenancy::{EntityId, Tenancy};
use partywall_catalog::{Catalog, EntryKind, Operation};
use partywall_ir::{Flags, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many entry points one thread judges at a time.
const TOGETHER: usize = 16;

/// What a run gives.
pub struct Outcome {
    /// Accesses by place.
    pub sites: Vec<Site>,
    /// Classes that let a request write whose a row is.
    pub bound: Vec<Bound>,
    /// Forms that take any row of a table.
    pub offered: Vec<Offered>,
    /// What is pushed to every connected client.
    pub broadcasts: Vec<Broadcast>,
    /// What jobs read of all tenants.
    pub sweeps: Vec<Sweep>,
    /// What is cached for everybody.
    pub cached: Vec<Cached>,
    /// Entry points.
    pub entries: Vec<EntryFact>,
    /// Inputs that the identity only stands in for.
    pub assumed: Vec<Assumed>,
    /// What is put where it outlives a request.
    pub outliving: Vec<Outliving>,
    /// SQL that could not be read.
    pub sql_gaps: Vec<SqlGap>,
    /// What was asked for besides.
    pub explained: Explained,
    /// What every function does, unless somebody still holds on to it.
    pub settled: Option<Settled>,
}

/// Reads every function and judges every access.
pub fn run<'a>(
    program: &'a Program,
    tenancy: &'a Tenancy,
    catalog: &'a Catalog,
    prepared: Prepared<'a>,
    ask: Ask,
) -> Outcome {
    let eng = Engine::new(program, tenancy, prepared, ask != Ask::Nothing);
    let mut sites = Sites::new(&eng);
    sites.asked = (ask != Ask::Nothing).then(|| Reaches::new(&eng, catalog, ask));
    let mut sql_gaps = Vec::new();
    let own: Vec<FnId> = program
        .functions()
        .filter(|function| !program.decl(*function).flags.has(Flags::TEST))
        .collect();
    let shared = eng.shared();
    // summaries do not depend on who asks first: all of them are found side by side, then read one by one
    own.par_iter().for_each_init(
        || Engine::of(shared),
        |eng, function| {
            eng.summary(*function);
        },
    );
    let services = crate::flow::wrapped::only_services(&eng);
    sites.judge_named(services);
    let mut caches = crate::flow::cached::Caches::new(&eng);
    caches.functions(&own);
    let mut holding = crate::flow::outlived::Holding::new(&eng);
    for inline in &eng.inline {
        let mut summary = eng.inline_summary(inline);
        sql_gaps.append(&mut summary.sql_gaps);
        let unit = program.func(inline.host).unit;
        let span = program.unit(unit).body[inline.lambda].span;
        sites.judge((inline.host, (unit, span)), &inline.entry, &summary, true);
        caches.summary(inline.host, Some(&inline.entry), &summary);
        holding.inline(inline.host, &inline.entry, &summary);
    }
    for (from, entry, summary) in crate::flow::provided::handlers(&eng, catalog) {
        sites.judge(from, &entry, &summary, false);
    }
    for (from, entry, summary) in crate::flow::inherited::handlers(&eng) {
        sites.judge(from, &entry, &summary, false);
    }
    for imported in [true, false] {
        for function in &own {
            sites.own(*function, &eng.summary(*function), imported);
        }
    }
    let inline = eng.inline.iter().map(|one| (one.host, &one.entry));
    let named = eng.entries.iter().map(|(function, entry)| (*function, entry));
    let mut entries: Vec<EntryFact> = named
        .chain(inline)
        .map(|(function, entry)| EntryFact {
            function,
            kind: entry.kind,
        })
        .collect();
    entries.sort_by_key(|entry| entry.function);
    let explained = sites.asked.take().map(Reaches::finish).unwrap_or_default();
    for (key, site) in &mut sites.found {
        let starts = sites.leaking.get(key).map_or(0, BTreeSet::len);
        site.others = starts.saturating_sub(1);
    }
    crate::flow::authored::settle(&eng, sites.found.values_mut());
    sql_gaps.extend(eng.settled.sql_gaps());
    sql_gaps.sort();
    sql_gaps.dedup();
    let (bound, (offered, (broadcasts, assumed))) = rayon::join(
        || crate::flow::forms::bound(&Engine::of(shared), catalog),
        || {
            rayon::join(
                || crate::flow::offered::offered(&Engine::of(shared), catalog),
                || {
                    let eng = Engine::of(shared);
                    let broadcasts = crate::flow::broadcast::of_tenants(&eng, &own);
                    (broadcasts, crate::flow::defaulted::assumed(&eng, &own))
                },
            )
        },
    );
    let sweeps = crate::flow::swept::sweeps(&eng, &own, sites.found.values());
    Outcome {
        sites: sites.found.into_values().collect(),
        outliving: holding.finish(&own),
        cached: caches.finish(),
        bound,
        offered,
        sweeps,
        broadcasts,
        entries,
        assumed,
        sql_gaps,
        explained,
        settled: eng.into_settled(),
    }
}

/// The sites so far, by primary place, place and entity.
struct Sites<'s, 'a> {
    eng: &'s Engine<'a>,
    found: BTreeMap<(At, At, EntityId), Site>,
    seen: BTreeSet<(At, EntityId)>,
    /// Where the ways in begin on which each leaks.
    leaking: BTreeMap<(At, At, EntityId), BTreeSet<At>>,
    /// What is collected for whoever asked.
    asked: Option<Reaches<'s, 'a>>,
}

/// What of several things that are believed of one place is told: a leak before none, one that nobody can have meant before others.
fn weight(site: &Site) -> (bool, bool, Verdict) {
    (site.leak.is_some(), site.meant.is_none(), site.verdict)
}

impl<'s, 'a> Sites<'s, 'a> {
    fn new(eng: &'s Engine<'a>) -> Self {
        Self {
            eng,
            found: BTreeMap::new(),
            seen: BTreeSet::new(),
            leaking: BTreeMap::new(),
            asked: None,
        }
    }

    /// Where an entry point begins.
    fn start(&self, function: FnId) -> At {
        let program = self.eng.program;
        (program.func(function).unit, program.decl(function).name_span)
    }

    /// Judges what the functions reach that are entry points: side by side where nobody asks why, with what each thread found put
    /// together in their order.
    fn judge_named(&mut self, services: bool) {
        let eng = self.eng;
        let one = |sites: &mut Sites<'_, '_>, (function, entry): (&FnId, &Entry)| {
            let summary = sites.eng.summary(*function);
            let entry = crate::flow::wrapped::look_into(sites.eng, entry, services);
            sites.judge((*function, sites.start(*function)), &entry, &summary, false);
        };
        if self.asked.is_some() {
            eng.entries.iter().for_each(|entry| one(self, entry));
            return;
        }
        let entries: Vec<(&FnId, &Entry)> = eng.entries.iter().collect();
        let shared = eng.shared();
        let some = |entries: &[(&FnId, &Entry)]| {
            let eng = Engine::of(shared);
            let mut sites = Sites::new(&eng);
            entries.iter().for_each(|entry| one(&mut sites, *entry));
            (sites.found, sites.leaking)
        };
        let parts: Vec<_> = entries.par_chunks(TOGETHER).map(some).collect();
        for (found, leaking) in parts {
            found.into_values().for_each(|site| self.keep(site));
            for (key, starts) in leaking {
                self.leaking.entry(key).or_default().extend(starts);
            }
        }
    }

    /// Judges what an entry point reaches.
    fn judge(&mut self, from: (FnId, At), entry: &Entry, summary: &Summary, lambda: bool) {
        let way = self
            .asked
            .as_mut()
            .map(|asked| asked.entry(from, entry, summary, lambda));
        let judge = Judge::new(self.eng, &summary.accesses, Some(entry))
            .reading_identity(summary.reads_identity)
            .standing_in(from.0)
            .giving(&summary.ret.srcs);
        let changed = crate::flow::authored::changed(summary);
        for (at, access) in summary.accesses.iter().enumerate() {
            if !judge.matters(at) {
                continue;
            }
            let EntRef::Known(entity) = access.entity else { continue };
            let (verdict, leak, considered) = self.verdict(from, &summary.asked, &judge, at, access, entity);
            let reported = entry.kind == EntryKind::Request || matches!(leak, Some(Leak::Bypass { .. }));
            let site = Site {
                meant: crate::flow::meant::meant(&judge, entry, summary, access, entity, leak.as_ref()),
                changed: changed.contains(&entity),
                carries: crate::flow::carried::of(&judge, entry, access, entity, leak.as_ref()),
                swept: crate::flow::swept::is_sweep(
                    self.eng,
                    (from.0, entry),
                    (access.operation, entity),
                    leak.as_ref(),
                ),
                ..self.site(
                    from.0,
                    access,
                    entity,
                    verdict,
                    leak.filter(|_| reported),
                    considered,
                    Some((from, entry.kind)),
                )
            };
            if let (Some(asked), Some(way)) = (&mut self.asked, way) {
                asked.reached(way, &site, &judge, at, summary);
            }
            self.keep(site);
        }
        self.late(from, entry, summary, &judge);
    }

    /// What happens before the check that ties its rows at every exit.
    fn late(&mut self, from: (FnId, At), entry: &Entry, summary: &Summary, judge: &Judge) {
        if entry.kind != EntryKind::Request {
            return;
        }
        // what happens to a row after it has happened once comes of the same check
        let mut told: u128 = 0;
        for effect in &summary.effects {
            let at = match effect.of {
                Affected::Access(at) => at,
                Affected::Source(src) => match src.root() {
                    Root::Record(at) => at,
                    _ => continue,
                },
            };
            let Some(access) = summary.accesses.get(at as usize) else {
                continue;
            };
            let EntRef::Known(entity) = access.entity else { continue };
            let later = summary.asked.get(effect.asked..).unwrap_or_default();
            let bit = crate::flow::needs::bit(at as usize);
            if told & bit != 0 || !judge.is_late(at as usize, &effect.before, later) {
                continue;
            }
            told |= bit;
            let done = Access {
                place: effect.place,
                operation: match effect.of {
                    Affected::Access(_) => access.operation,
                    Affected::Source(_) => Operation::Update,
                },
                thin: false,
                ..access.clone()
            };
            let kind = Some((from, entry.kind));
            let late = Some(Leak::LateCheck);
            let site = self.site(from.0, &done, entity, Verdict::Unscoped, late, Vec::new(), kind);
            self.keep(site);
        }
    }

    /// What a function's own accesses are when no entry point was found to say more.
    fn own(&mut self, function: FnId, summary: &Summary, imported: bool) {
        if let Some(asked) = &mut self.asked {
            asked.calls(function, summary);
        }
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
                Tie::None if self.bypassed(access, entity).is_none() => Verdict::Latent,
                Tie::None if Reading::new(&judge, access, &[]).has_unknown_owner() => Verdict::Latent,
                Tie::None => Verdict::Bypassed,
            };
            if matches!(verdict, Verdict::Latent | Verdict::Bypassed) && self.seen.contains(&(access.place, entity)) {
                continue;
            }
            let leak = (verdict == Verdict::Bypassed)
                .then(|| self.bypassed(access, entity))
                .flatten();
            let mut site = self.site(function, access, entity, verdict, leak, Vec::new(), None);
            if verdict == Verdict::Latent && !imported {
                site.dropped = self.eng.dropped(function, access, entity, &summary.accesses);
            }
            if let Some(asked) = &mut self.asked {
                asked.own(function, &site, &judge, at, summary);
            }
            self.keep(site);
        }
    }

    fn keep(&mut self, site: Site) {
        let key = (site.primary, site.place, site.entity);
        self.seen.insert((site.place, site.entity));
        if let (Some(_), Some((start, _))) = (&site.leak, site.flow.first()) {
            self.leaking.entry(key).or_default().insert(*start);
        }
        match self.found.get_mut(&key) {
            Some(old) if weight(old) >= weight(&site) => {}
            Some(old) => *old = site,
            None => {
                self.found.insert(key, site);
            }
        }
    }

    fn verdict(
        &self,
        from: (FnId, At),
        asked: &[Asked],
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
        let open = judge.open_exits(at);
        let facts = open.first().copied().unwrap_or_default();
        let reading = Reading::new(judge, access, facts);
        if let Some(leak) = self.bypassed(access, entity) {
            // what asks by an owner that could not be followed may have put it in the filter's place
            return match reading.has_unknown_owner() {
                true => (Verdict::Unknown, None, reading.considered()),
                false => (Verdict::Bypassed, Some(leak), Vec::new()),
            };
        }
        let by_object = access.operation == Operation::Insert && !access.sql;
        if access.stores && (!by_object || !judge.references(access).is_empty()) {
            return self.stored(from, judge, access, facts);
        }
        let considered = reading.considered();
        let reads = access.operation.reads();
        if reads && judge.is_published(at, entity) {
            // what was put before everybody is not kept from anybody
            return (Verdict::Unknown, None, considered);
        }
        if reading.follows_record() {
            // the record that the value was taken from is reported; this access is as good as that one
            return (Verdict::Unscoped, None, considered);
        }
        // a check that believes the request is none of rows that may have been found by whose they are, and that nobody chose
        if !reading.inputs().is_empty()
            && !reading.has_unknown_owner()
            && let Some(name) = reading.compared_with_request(at)
        {
            return (Verdict::Unscoped, Some(Leak::CheckAgainstRequest(name)), considered);
        }
        if let Some(name) = reading.chosen_person() {
            return (Verdict::WronglyScoped, Some(Leak::TenantFromRequest(name)), considered);
        }
        if reading.has_unknown_tie() {
            return (Verdict::Unknown, None, considered);
        }
        if let Some(name) = reading.tenant_from_request() {
            return (Verdict::WronglyScoped, Some(Leak::TenantFromRequest(name)), considered);
        }
        if access.operation == Operation::Insert {
            // what is written into a new row selects nothing; its references are judged by themselves
            return (Verdict::Unknown, None, considered);
        }
        let inputs = reading.inputs();
        if inputs.is_empty() {
            // asking for the one row without saying which says that there is only one
            let alone = access.operation == Operation::One && access.closes && access.preds.is_empty();
            let many = !access.inner && !alone && access.operation != Operation::Exists;
            let changes = matches!(access.operation, Operation::Update | Operation::Delete);
            let tidies = changes && reading.tells_by_range();
            let unrestricted = !tidies && !reading.has_lost_value() && reading.unrestricted();
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
        match judge.unheeded(at, facts, asked) {
            Some(Beside::Open(unheeded)) => return (Verdict::Unscoped, Some(Leak::OpenCheck(unheeded)), considered),
            Some(Beside::Meant) => return (Verdict::Unknown, None, considered),
            None => {}
        }
        if access.calls.is_empty()
            && access.operation == Operation::One
            && let Some(unasked) = judge.unasked(from.0)
        {
            return (Verdict::Unscoped, Some(Leak::OpenCheck(unasked)), considered);
        }
        let parents = reading.authorized_tenants();
        let leak = if parents.is_empty() {
            Leak::Lookup
        } else {
            Leak::UntiedChild(parents)
        };
        (Verdict::Unscoped, Some(leak), considered)
    }

    /// What is believed of references that nothing verifies.
    fn stored(
        &self,
        from: (FnId, At),
        judge: &Judge,
        access: &Access,
        facts: &[Fact],
    ) -> (Verdict, Option<Leak>, Vec<String>) {
        let Some((column, role, src)) = judge.unverified(access, &judge.trust(facts)) else {
            return (Verdict::Unknown, None, Vec::new());
        };
        let input = crate::flow::reading::request_value(self.eng, src).unwrap_or_default();
        let column = column.path.join(".");
        if judge.is_tenant(role) {
            let leak = match self.eng.binding(from, src) {
                Binding::Asked => Leak::TenantFromRequest(input),
                Binding::Bound => Leak::WritableTenantKey { input, column },
                Binding::Derived => return (Verdict::Unknown, None, Vec::new()),
            };
            return (Verdict::WronglyScoped, Some(leak), Vec::new());
        }
        let leak = Leak::Reference { input, column };
        (Verdict::Unscoped, Some(leak), Vec::new())
    }

    /// The tenant filters that a bypass of this access turns off.
    fn bypassed(&self, access: &Access, entity: EntityId) -> Option<Leak> {
        let info = self.eng.tenancy.entity(entity);
        let place = match &access.bypass {
            Bypass::No => return None,
            Bypass::All(unit, span) if *span != Span::default() => (*unit, *span),
            _ => access.place,
        };
        if !info.filters.iter().any(|filter| self.eng.switched_off(filter, access)) {
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
        entry: Option<((FnId, At), EntryKind)>,
    ) -> Site {
        let Stand { primary, holder, end } = crate::flow::stands::of(self.eng, access, leak.as_ref());
        let nobody = Judge::new(self.eng, &[], None);
        let reading = Reading::new(&nobody, access, &[]);
        let inputs = reading.inputs();
        let told = match &leak {
            Some(
                Leak::TenantFromRequest(input) | Leak::Reference { input, .. } | Leak::WritableTenantKey { input, .. },
            ) => Some(input),
            _ => inputs.first(),
        };
        // the way is only told where somebody is to read it
        let flow = match leak.is_some() || self.asked.is_some() {
            true => crate::flow::ways::steps(self.eng, access, entry, told, end),
            false => Vec::new(),
        };
        let unused = match leak {
            Some(_) => self
                .eng
                .unused_on(entry.map(|((function, _), _)| function), access, entity),
            None => Vec::new(),
        };
        Site {
            place: access.place,
            primary,
            entity,
            operation: access.operation,
            sql: access.sql,
            verdict,
            leak,
            flow,
            inputs,
            considered,
            function: holder.unwrap_or(function),
            entry: entry.map(|((function, _), _)| function),
            kind: entry.map(|(_, kind)| kind),
            unused,
            dropped: None,
            others: 0,
            certain: !access.opaque && !access.declared,
            meant: None,
            changed: false,
            carries: None,
            swept: false,
        }
    }
}
