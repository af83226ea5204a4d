//! The seam to the engine and the rules: the only place that knows how they are called and what they give back.

mod told;

pub use told::{Reported, verdict_words};

use crate::files::Files;
use partywall_catalog::Catalog;
pub use partywall_engine::explained::Ask;
use partywall_engine::facts::{At, Verdict};
use partywall_engine::program::{Program, UnitId};
use partywall_engine::tenancy::{Entity, EntityId, Filter, FilterKind, Opens, Standing};
use partywall_engine::{Facts, Settings};
use partywall_ir::{LineIndex, Span, Unit};
use partywall_report::{FileId, Finding, Place, RuleMeta, Sources, VerdictCount, model};
use std::collections::{BTreeMap, BTreeSet};

/// What the engine found out.
pub struct Analysis(Facts);

/// Links units on the current workers; file numbers in findings are indices into `units`.
pub fn link(units: Vec<Unit>, catalog: &Catalog) -> Program {
    partywall_engine::link(units, catalog)
}

/// Analyses a program on this many threads; on one a processor for zero.
pub fn judge(program: Program, catalog: &Catalog, settings: &Settings, ask: Ask, threads: usize) -> Analysis {
    Analysis(partywall_engine::judge(program, catalog, settings, ask, threads))
}

/// Every rule that there is, in the order of ids.
pub fn rules() -> Vec<&'static RuleMeta> {
    partywall_rules::metas()
}

impl Analysis {
    /// What all rules report.
    pub fn findings(&self) -> Vec<Finding> {
        partywall_rules::check(&self.0, &|_| true)
    }

    /// How many functions the outside reaches.
    pub fn entry_points(&self) -> usize {
        self.0.entries().len()
    }

    /// How many accesses of owned entities have each verdict, zeros included. One with a finding that was `reviewed` counts as that.
    pub fn verdicts(&self, reviewed: &[Finding]) -> Vec<VerdictCount> {
        let places: BTreeSet<Place> = reviewed.iter().map(|finding| finding.primary).collect();
        let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
        for site in self.0.sites() {
            let (unit, span) = site.primary;
            let looked_at = site.leak.is_some()
                && places.contains(&Place {
                    file: FileId(unit.0),
                    span,
                });
            let verdict = if looked_at { Verdict::Reviewed } else { site.verdict };
            *counts.entry(verdict).or_default() += 1;
        }
        let count = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or_default();
        Verdict::ALL
            .into_iter()
            .map(|verdict| VerdictCount {
                verdict: verdict.word(),
                count: count(verdict),
            })
            .collect()
    }

    /// All that the engine knows, for those who hold it to account.
    pub fn facts(&self) -> &Facts {
        &self.0
    }

    /// Names of the scope roots, in the order of names.
    pub fn roots(&self) -> Vec<String> {
        let roots = self
            .entities()
            .filter(|entity| matches!(entity.standing, Standing::Root { .. }));
        roots.map(|root| root.name.clone()).collect()
    }

    /// How many entities are owned, and how many are shared.
    pub fn owned_and_shared(&self) -> (usize, usize) {
        let count = |standing: Standing| self.entities().filter(|entity| entity.standing == standing).count();
        (count(Standing::Owned), count(Standing::Shared))
    }

    /// SQL that could not be read: the file and the place, and why.
    pub fn sql_gaps(&self) -> impl ExactSizeIterator<Item = (FileId, Span, &str)> {
        self.0
            .sql_gaps()
            .iter()
            .map(|(unit, span, why)| (FileId(unit.0), *span, why.as_str()))
    }

    /// Who owns what, in the order of names.
    pub fn model(&self, files: &Files) -> Vec<model::Entity> {
        let mut places = Places::new(files);
        self.entities().map(|entity| self.entity(entity, &mut places)).collect()
    }

    fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.0.tenancy().entities.iter()
    }

    fn name(&self, entity: EntityId) -> String {
        self.0.entity_name(entity).to_owned()
    }

    fn entity(&self, entity: &Entity, places: &mut Places<'_>) -> model::Entity {
        let standing = match entity.standing {
            Standing::Root { user: false } => model::Standing::Root,
            Standing::Root { user: true } => model::Standing::UserRoot,
            Standing::Owned => model::Standing::Owned,
            Standing::Shared => model::Standing::Shared,
        };
        let target = |column: usize| entity.columns.get(column).and_then(|column| column.target);
        let joins = entity.membership.map(|membership| {
            let user = target(membership.user).map_or_else(|| "a user".to_owned(), |user| self.name(user));
            (user, self.name(membership.root_entity))
        });
        let said = |text: String, unit: UnitId, span: Span, places: &mut Places<'_>| model::Evidence {
            text,
            at: places.at((unit, span)),
        };
        model::Entity {
            name: entity.name.clone(),
            standing,
            table: entity.table.clone(),
            at: entity.place.and_then(|place| places.at(place)),
            paths: entity
                .paths
                .iter()
                .map(|path| {
                    let optional = if path.required { "" } else { " (may be missing)" };
                    format!("{} → {}{optional}", path.steps.join("."), self.name(path.root))
                })
                .collect(),
            joins,
            filters: entity
                .filters
                .iter()
                .map(|each| said(filter(each), each.unit, each.span, places))
                .collect(),
            evidence: entity
                .evidence
                .iter()
                .map(|each| said(each.text.clone(), each.unit, each.span, places))
                .collect(),
        }
    }
}

/// An automatic filter in a clause.
fn filter(filter: &Filter) -> String {
    let by = match filter.kind {
        FilterKind::Query => "on every query",
        FilterKind::Manager => "of a manager",
        FilterKind::Framework => "of the framework",
        FilterKind::Database => "of the database",
    };
    let named = filter
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!(" called `{name}`"));
    let manager = filter
        .manager
        .as_ref()
        .map_or_else(String::new, |manager| format!(", through `{manager}`"));
    let open = match filter.opening.map(|opening| opening.when) {
        Some(Opens::NoTenant) => ", open when no tenant is known",
        Some(Opens::Switched) => ", where it is switched on",
        None => "",
    };
    format!("`{}` {by}{named}{manager}{open}", filter.column)
}

/// Lines of places, each file read once.
struct Places<'a> {
    files: &'a Files,
    known: BTreeMap<UnitId, LineIndex>,
}

impl<'a> Places<'a> {
    fn new(files: &'a Files) -> Self {
        Self {
            files,
            known: BTreeMap::new(),
        }
    }

    fn at(&mut self, (unit, span): At) -> Option<model::At> {
        let file = FileId(unit.0);
        let path = self.files.path(file);
        let lines = self
            .known
            .entry(unit)
            .or_insert_with(|| LineIndex::new(self.files.text(file)));
        (!path.is_empty()).then(|| model::At {
            path: path.to_owned(),
            line: lines.line(span.start),
        })
    }
}
