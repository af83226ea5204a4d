//! What the engine was asked besides verdicts, as reports print it.

use super::{Analysis, Places, filter};
use crate::files::Files;
use partywall_engine::Facts;
use partywall_engine::explained::{Consideration, EntryPoint, Reach, Why};
use partywall_engine::facts::{At, EntryKind, Operation, Site, Verdict};
use partywall_report::trace::{Access, Considered};
use partywall_report::{FileId, Finding, Level, Place, Step, routes};
use std::collections::BTreeMap;

/// The most explanations of one access: each for entry points at which it has a verdict or reason of its own.
const MAX_VERSIONS: usize = 4;

/// Verdicts in the order in which somebody wants to look at them.
pub const ORDER: [Verdict; 9] = [
    Verdict::Unscoped,
    Verdict::WronglyScoped,
    Verdict::Bypassed,
    Verdict::Unknown,
    Verdict::Latent,
    Verdict::Reviewed,
    Verdict::Guarded,
    Verdict::Scoped,
    Verdict::Filtered,
];

/// The words of verdicts, in that order.
pub fn verdict_words() -> [&'static str; 9] {
    ORDER.map(Verdict::word)
}

/// What findings say of the places that they are reported at.
pub struct Reported<'f> {
    open: BTreeMap<Place, Vec<&'f Finding>>,
    reviewed: BTreeMap<Place, Vec<&'f Finding>>,
}

impl<'f> Reported<'f> {
    /// Puts findings by their places.
    pub fn new(open: &'f [Finding], reviewed: &'f [Finding]) -> Self {
        let by_place = |findings: &'f [Finding]| {
            let mut found: BTreeMap<Place, Vec<&'f Finding>> = BTreeMap::new();
            for finding in findings {
                found.entry(finding.primary).or_default().push(finding);
            }
            found
        };
        Self {
            open: by_place(open),
            reviewed: by_place(reviewed),
        }
    }

    /// What reports a site, and whether somebody has reviewed that.
    fn of(&self, facts: &Facts, site: &Site) -> (Option<&'f Finding>, bool) {
        if site.leak.is_none() {
            return (None, false);
        }
        let at = place(site.primary);
        let find = |findings: &BTreeMap<Place, Vec<&'f Finding>>| {
            let mut here = findings.get(&at)?.iter().copied();
            here.find(|finding| partywall_rules::speaks_of(facts, finding, site))
        };
        match (find(&self.open), find(&self.reviewed)) {
            (Some(finding), _) => (Some(finding), false),
            (None, Some(_)) => (None, true),
            (None, None) => (None, false),
        }
    }
}

impl Analysis {
    /// The matrix of entry points, accesses and verdicts; only what `wanted` says.
    pub fn routes(
        &self,
        files: &Files,
        reported: &Reported<'_>,
        wanted: &dyn Fn(&routes::Entry, &routes::Access) -> bool,
    ) -> routes::Routes {
        let told = self.0.explained();
        let mut places = Places::new(files);
        let mut entries: Vec<routes::Entry> = told
            .entries
            .iter()
            .map(|entry| self.route(entry, &mut places))
            .collect();
        let mut busy = vec![false; entries.len()];
        let mut unreached = Vec::new();
        for reach in &told.reaches {
            let Some(at) = reach.entry else {
                unreached.push(self.route_access(&reach.site, reported, &mut places));
                continue;
            };
            busy[at] = true;
            let access = self.route_access(&reach.site, reported, &mut places);
            if wanted(&entries[at], &access) && !entries[at].accesses.contains(&access) {
                entries[at].accesses.push(access);
            }
        }
        let mut idle = Vec::new();
        let mut kept = Vec::new();
        for (entry, busy) in entries.into_iter().zip(busy) {
            match (busy, entry.accesses.is_empty()) {
                (_, false) => kept.push(entry),
                (false, true) => idle.push(entry),
                // what it reaches was not asked for
                (true, true) => {}
            }
        }
        routes::Routes {
            entries: kept,
            idle,
            unreached,
            order: verdict_words().to_vec(),
        }
    }

    fn route(&self, entry: &EntryPoint, places: &mut Places<'_>) -> routes::Entry {
        routes::Entry {
            name: entry.name.clone(),
            kind: kind(entry.kind),
            method: entry.method.clone(),
            route: entry.route.clone(),
            framework: entry.framework.clone(),
            at: places.at(entry.place),
            accesses: Vec::new(),
        }
    }

    fn route_access(&self, site: &Site, reported: &Reported<'_>, places: &mut Places<'_>) -> routes::Access {
        let (finding, reviewed) = reported.of(&self.0, site);
        let verdict = if reviewed { Verdict::Reviewed } else { site.verdict };
        routes::Access {
            entity: self.0.entity_name(site.entity).to_owned(),
            done: done(site.operation),
            verdict: verdict.word(),
            level: level(site, finding, reviewed),
            rule: finding.map(|finding| finding.rule),
            at: places.at(site.primary),
        }
    }

    /// The accesses that touch what was asked about, as entry points reach them; where there is none, those of the entry point around
    /// it, with its name. The worst verdict comes first.
    pub fn traced(&self, reported: &Reported<'_>, asked: At) -> (Vec<Access>, Option<String>) {
        let touches =
            |at: At| at.0 == asked.0 && at.1.start < asked.1.end && asked.1.start < at.1.end.max(at.1.start + 1);
        let told = self.0.explained();
        let explained = || {
            told.reaches
                .iter()
                .filter_map(|reach| Some((reach, reach.why.as_ref()?)))
        };
        let here: Vec<(&Reach, &Why)> = explained()
            .filter(|(reach, _)| touches(reach.site.place) || touches(reach.site.primary))
            .collect();
        if !here.is_empty() {
            return (self.versions(here, reported), None);
        }
        let around = |reach: &Reach| {
            reach
                .entry
                .map(|at| &told.entries[at])
                .filter(|entry| touches(entry.span))
        };
        // of several, the innermost one: a lambda stands in a function
        let size = |entry: &EntryPoint| entry.span.1.end - entry.span.1.start;
        let inner = explained()
            .filter_map(|(reach, _)| around(reach))
            .min_by_key(|entry| size(entry));
        let Some(inner) = inner else { return (Vec::new(), None) };
        let all = explained().filter(|(reach, _)| around(reach).is_some_and(|entry| entry.place == inner.place));
        (self.versions(all.collect(), reported), Some(self.entry_title(inner)))
    }

    /// Accesses with the entry points from which the same is true put together.
    fn versions(&self, reaches: Vec<(&Reach, &Why)>, reported: &Reported<'_>) -> Vec<Access> {
        let told = self.0.explained();
        let mut all: Vec<(&Reach, Access)> = Vec::new();
        for (reach, why) in reaches {
            let access = self.traced_access(reach, why, reported);
            let same_access = |one: &(&Reach, Access)| {
                one.0.site.place == reach.site.place && one.1.entity == access.entity && one.1.done == access.done
            };
            let same = |one: &(&Reach, Access)| {
                same_access(one) && one.1.verdict == access.verdict && one.1.reason == access.reason
            };
            let versions = all.iter().filter(|one| same_access(one)).count();
            let name = || reach.entry.map(|at| told.entries[at].name.clone());
            if let Some((_, old)) = all.iter_mut().find(|one| same(one)) {
                old.others.extend(name());
                old.others.dedup();
            } else if versions < MAX_VERSIONS {
                all.push((reach, access));
            } else if let Some((_, old)) = all
                .iter_mut()
                .find(|one| same_access(one) && one.1.verdict == access.verdict)
            {
                old.others.extend(name());
            }
        }
        let rank = |access: &Access| ORDER.iter().position(|verdict| verdict.word() == access.verdict);
        all.sort_by_key(|(reach, access)| (reach.site.primary.0, rank(access), reach.site.primary.1.start));
        all.into_iter().map(|(_, access)| access).collect()
    }

    fn traced_access(&self, reach: &Reach, why: &Why, reported: &Reported<'_>) -> Access {
        let told = self.0.explained();
        let site = &reach.site;
        let (finding, reviewed) = reported.of(&self.0, site);
        let verdict = if reviewed { Verdict::Reviewed } else { site.verdict };
        let considered = |all: &[Consideration]| all.iter().map(considered).collect();
        let entity = &self.0.tenancy().entity(site.entity);
        let filters = why.filters.iter().filter_map(|(index, one)| {
            let known = entity.filters.get(*index)?;
            Some(Considered {
                name: filter(known),
                place: one.place.or(Some((known.unit, known.span))).map(place),
                ..self::considered(one)
            })
        });
        Access {
            entity: self.0.entity_name(site.entity).to_owned(),
            done: done(site.operation),
            verdict: verdict.word(),
            level: level(site, finding, reviewed),
            rule: finding.map(|finding| finding.rule),
            reason: why.reason.clone(),
            place: place(site.place),
            way: site
                .flow
                .iter()
                .map(|(at, text)| Step {
                    place: place(*at),
                    text: text.clone(),
                })
                .collect(),
            entry: reach.entry.map(|at| self.entry_title(&told.entries[at])),
            others: Vec::new(),
            owner: self.0.owner(site.entity),
            owned_by: self.0.ownership(site.entity),
            restrictions: considered(&why.restrictions),
            guards: considered(&why.guards),
            more_guards: why.more_guards,
            filters: filters.collect(),
        }
    }

    fn entry_title(&self, entry: &EntryPoint) -> String {
        let methods = entry.method.join(",");
        let route = entry.route.as_deref().unwrap_or_default();
        let parts = [methods.as_str(), route];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let what = match parts.is_empty() {
            true => kind(entry.kind).to_owned(),
            false => parts.join(" "),
        };
        format!("{} ({what})", entry.name)
    }

    /// Accesses in a file, the nearest to a place first.
    pub fn near(&self, asked: At) -> Vec<Step> {
        let mut sites: Vec<&Site> = self.0.sites().iter().filter(|site| site.place.0 == asked.0).collect();
        let middle = asked.1.start;
        sites.sort_by_key(|site| (site.place.1.start.abs_diff(middle), site.place.1.start, site.entity));
        sites.dedup_by_key(|site| (site.place, site.entity, site.operation));
        let step = |site: &&Site| Step {
            place: place(site.place),
            text: format!(
                "`{}` is {}: {}",
                self.0.entity_name(site.entity),
                done(site.operation),
                site.verdict.word()
            ),
        };
        sites.iter().take(3).map(step).collect()
    }

    /// What was not understood that touches a place: the kind.
    pub fn gap_at(&self, asked: At) -> Option<String> {
        let unit = self.0.program().unit(asked.0);
        let touches =
            |span: partywall_ir::Span| span.start < asked.1.end && asked.1.start < span.end.max(span.start + 1);
        let gap = unit
            .gaps
            .iter()
            .find(|gap| touches(gap.span))
            .map(|gap| gap.kind.to_string());
        let sql = || {
            let mut gaps = self.0.sql_gaps().iter();
            gaps.find(|(unit, span, _)| *unit == asked.0 && touches(*span))
                .map(|(_, _, why)| format!("SQL: {why}"))
        };
        gap.or_else(sql)
    }
}

fn considered(one: &Consideration) -> Considered {
    Considered {
        counts: one.counts,
        name: one.name.clone(),
        text: one.text.clone(),
        place: one.place.map(place),
    }
}

fn place((unit, span): At) -> Place {
    Place {
        file: FileId(unit.0),
        span,
    }
}

/// How bad a verdict is: what its finding says, or less where there is none.
fn level(site: &Site, finding: Option<&Finding>, reviewed: bool) -> Option<Level> {
    match (site.verdict, finding) {
        _ if reviewed => None,
        (Verdict::Scoped | Verdict::Filtered | Verdict::Guarded | Verdict::Reviewed, _) => None,
        (_, Some(finding)) => Some(finding.level),
        (Verdict::Unknown | Verdict::Latent, None) => Some(Level::Note),
        (_, None) => Some(Level::Warning),
    }
}

fn done(operation: Operation) -> &'static str {
    partywall_rules::done(operation)
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Request => "request",
        EntryKind::Message => "message",
        EntryKind::Job => "job",
        EntryKind::Command => "command",
    }
}
