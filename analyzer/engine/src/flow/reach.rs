//! Which entry point reaches which access, for those who ask: the accesses in an entry point's own summary, and those that functions
//! below it have settled by themselves.

use crate::explained::{Ask, EntryPoint, Explained, Reach, Why};
use crate::facts::{At, Site, Verdict, function_name};
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::explain::Explainer;
use crate::flow::judge::Judge;
use crate::flow::routes::Routes;
use crate::flow::summary::Summary;
use crate::program::FnId;
use partywall_catalog::Catalog;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most functions below one entry point that are looked into.
const MAX_BELOW: usize = 400;

/// The longest way down.
const MAX_WAY: usize = 12;

/// The functions that one calls, and where.
type Calls = Vec<(FnId, At)>;

/// What has been collected for whoever asked.
pub struct Reaches<'r, 'a> {
    eng: &'r Engine<'a>,
    ask: Ask,
    routes: Routes<'r, 'a>,
    told: Explained,
    /// The way in of each entry point: the function that is entered, where that is all of it, and what it calls.
    ways: Vec<(Option<FnId>, Calls)>,
    /// What each function calls.
    calls: FxHashMap<FnId, Calls>,
    /// What functions have settled by themselves.
    settled: BTreeMap<FnId, Vec<(Site, Option<Why>)>>,
}

impl<'r, 'a> Reaches<'r, 'a> {
    /// Begins to collect.
    pub fn new(eng: &'r Engine<'a>, catalog: &'r Catalog, ask: Ask) -> Self {
        Self {
            eng,
            ask,
            routes: Routes::new(eng, catalog),
            told: Explained::default(),
            ways: Vec::new(),
            calls: FxHashMap::default(),
            settled: BTreeMap::new(),
        }
    }

    /// Notes an entry point; gives its index. `span` is all of a lambda.
    pub fn entry(&mut self, (function, place): (FnId, At), entry: &Entry, summary: &Summary, lambda: bool) -> usize {
        let program = self.eng.program;
        let decl = program.decl(function);
        let unit = program.func(function).unit;
        let (method, route) = self.routes.of(function, entry, lambda);
        let within = (unit, decl.span);
        // a handler that is written nowhere is spoken of by its type
        let inherited = !lambda && place != (unit, decl.name_span);
        let name = match (lambda, inherited) {
            (true, _) => format!("a lambda in {}", function_name(program, function)),
            (_, true) => {
                let unit = program.unit(place.0);
                let of = unit.types.iter().find(|ty| ty.name_span == place.1);
                of.map_or_else(|| function_name(program, function), |ty| unit.text(ty.name).to_owned())
            }
            _ => function_name(program, function),
        };
        self.told.entries.push(EntryPoint {
            function,
            name,
            place,
            span: if lambda || inherited { place } else { within },
            kind: entry.kind,
            framework: entry.framework.as_ref().map(|file| file.to_string()),
            method,
            route,
        });
        let whole = (!lambda && !inherited).then_some(function);
        self.ways.push((whole, summary.called.clone()));
        self.told.entries.len() - 1
    }

    /// Notes an access that an entry point reaches.
    pub fn reached(&mut self, entry: usize, site: &Site, judge: &Judge<'_, '_>, at: usize, summary: &Summary) {
        let way = &self.told.entries[entry];
        let asked = self.asks(site) || self.is_inside(way.span);
        let why = asked.then(|| {
            let explainer = Explainer {
                judge,
                checks: &summary.checks,
                function: way.function,
                route: way.route.as_deref(),
            };
            explainer.why(at, site.verdict, site.leak.as_ref())
        });
        self.told.reaches.push(Reach {
            entry: Some(entry),
            site: site.clone(),
            why,
        });
    }

    /// Notes what a function calls.
    pub fn calls(&mut self, function: FnId, summary: &Summary) {
        self.calls.entry(function).or_insert_with(|| summary.called.clone());
    }

    /// Notes what a function knows of an access by itself.
    pub fn own(&mut self, function: FnId, site: &Site, judge: &Judge<'_, '_>, at: usize, summary: &Summary) {
        let why = self.asks(site).then(|| {
            let explainer = Explainer {
                judge,
                checks: &summary.checks,
                function,
                route: None,
            };
            explainer.why(at, site.verdict, site.leak.as_ref())
        });
        self.settled.entry(function).or_default().push((site.clone(), why));
    }

    fn asks(&self, site: &Site) -> bool {
        self.is_inside(site.place) || self.is_inside(site.primary)
    }

    /// Whether what is asked about touches a place.
    fn is_inside(&self, (unit, span): At) -> bool {
        matches!(self.ask, Ask::Place(asked, at) if asked == unit && at.start < span.end.max(span.start + 1) && span.start < at.end)
    }

    /// All of it, with what functions below the entry points have settled.
    pub fn finish(mut self) -> Explained {
        let mut known: BTreeSet<(usize, At, u32)> = self
            .told
            .reaches
            .iter()
            .filter_map(|reach| Some((reach.entry?, reach.site.place, reach.site.entity.0)))
            .collect();
        let mut seen: BTreeSet<(At, u32)> = known.iter().map(|(_, place, entity)| (*place, *entity)).collect();
        for at in 0..self.ways.len() {
            self.settled_below(at, &mut known, &mut seen);
        }
        for (site, why) in self.settled.into_values().flatten() {
            // an access that some entry point reaches has its verdict there
            if seen.insert((site.place, site.entity.0)) {
                let reach = Reach { entry: None, site, why };
                self.told.reaches.push(reach);
            }
        }
        let mut order: Vec<usize> = (0..self.told.entries.len()).collect();
        order.sort_by_key(|at| (self.told.entries[*at].place, *at));
        let mut rank = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            rank[*old] = new;
        }
        let mut told = self.told;
        told.entries.sort_by_key(|entry| entry.place);
        for reach in &mut told.reaches {
            reach.entry = reach.entry.map(|old| rank[old]);
        }
        told.reaches.sort_by(|a, b| {
            let key = |reach: &Reach| (reach.entry.is_none(), reach.entry, reach.site.place, reach.site.entity);
            key(a).cmp(&key(b))
        });
        told
    }

    fn settled_below(&mut self, entry: usize, known: &mut BTreeSet<(usize, At, u32)>, seen: &mut BTreeSet<(At, u32)>) {
        let (whole, called) = &self.ways[entry];
        let mut came: BTreeMap<FnId, Option<(Option<FnId>, At)>> = BTreeMap::new();
        let mut todo: VecDeque<(FnId, usize)> = VecDeque::new();
        let mut order = Vec::new();
        if let Some(function) = whole {
            came.insert(*function, None);
            order.push(*function);
        }
        for (callee, place) in called {
            if came.len() < MAX_BELOW && !came.contains_key(callee) {
                came.insert(*callee, Some((None, *place)));
                todo.push_back((*callee, 1));
            }
        }
        while let Some((function, depth)) = todo.pop_front() {
            order.push(function);
            for (callee, place) in self.calls.get(&function).map(Vec::as_slice).unwrap_or_default() {
                if depth < MAX_WAY && came.len() < MAX_BELOW && !came.contains_key(callee) {
                    came.insert(*callee, Some((Some(function), *place)));
                    todo.push_back((*callee, depth + 1));
                }
            }
        }
        for function in order {
            for (site, why) in self.settled.get(&function).into_iter().flatten() {
                let tied = !matches!(site.verdict, Verdict::Latent | Verdict::Bypassed);
                if !tied || !known.insert((entry, site.place, site.entity.0)) {
                    continue;
                }
                seen.insert((site.place, site.entity.0));
                let way = &self.told.entries[entry];
                let mut flow = way_in(way);
                flow.extend(self.way(&came, function));
                flow.extend(site.flow.iter().cloned());
                self.told.reaches.push(Reach {
                    entry: Some(entry),
                    site: Site {
                        flow,
                        entry: Some(way.function),
                        kind: Some(way.kind),
                        ..site.clone()
                    },
                    why: why.clone(),
                });
            }
        }
    }

    /// The calls from the entry point down to a function.
    fn way(&self, came: &BTreeMap<FnId, Option<(Option<FnId>, At)>>, function: FnId) -> Vec<(At, String)> {
        let mut steps = Vec::new();
        let mut at = Some(function);
        while let Some(function) = at
            && let Some(Some((caller, place))) = came.get(&function)
        {
            let name = function_name(self.eng.program, function);
            steps.push((*place, format!("`{name}` is called")));
            at = *caller;
        }
        steps.reverse();
        steps
    }
}

/// The first step of a way that no value was followed along.
fn way_in(entry: &EntryPoint) -> Vec<(At, String)> {
    vec![(entry.place, crate::flow::ways::entered(&entry.name, entry.kind, None))]
}
