//! Gaps among the automatic filters: an entity without the one that its siblings have, a context that marks none of its entities,
//! one that never runs what would install the filters, and a base that installs none.
//!
//! Siblings are entities that belong to the same root by a column of their own and whose queries begin at the same contexts. What
//! is left out on purpose, may belong to nobody, or joins people to tenants is no gap.

use super::contexts::{self, Context};
use super::discover::language as language_of;
use super::{EntityId, FilterKind, Standing, Tenancy};
use crate::program::{FnId, Program, TypeId, UnitId};
use partywall_catalog::{Catalog, EntityRow, FilterRow};
use partywall_ir::{Language, Span};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// So many siblings must be filtered before the lack of a filter says something, and twice as many as lack it.
const SIBLINGS: usize = 3;

/// So many entities must be marked somewhere before a context without any mark says something.
const MARKED: usize = 2;

/// So many contexts below a base must go without a filter before the base is to blame.
const CONTEXTS: usize = 2;

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The filter of one entity, which its siblings have.
    Sibling,
    /// The mark of every entity of a context.
    Unmarked,
    /// What the method would run that this one overrides.
    Uninstalled,
    /// Whatever would filter the entities of the contexts below a base.
    Base,
}

/// A gap among the automatic filters.
#[derive(Clone, Debug)]
pub struct Unfiltered {
    /// What is missing.
    pub gap: Gap,
    /// Where it would stand.
    pub place: (UnitId, Span),
    /// The entities that go unfiltered by it.
    pub entities: Vec<EntityId>,
    /// Entities that are filtered.
    pub siblings: Vec<EntityId>,
    /// The context, and its method that installs filters.
    pub context: Option<(TypeId, Option<FnId>)>,
    /// The column that is filtered elsewhere.
    pub column: String,
    /// Rows are found by something of their own that no two tenants share, as where the tenant is told by it: they may have to be
    /// read before anybody's tenant is known.
    pub tells: bool,
}

/// What is found in one language.
struct Search<'p, 'c> {
    tenancy: &'p Tenancy,
    program: &'p Program,
    language: Language,
    contexts: Vec<Context<'c>>,
    spared: FxHashSet<EntityId>,
    found: Vec<Unfiltered>,
}

/// Finds the gaps, in the order of places, and the contexts that install nothing of what their bases would.
pub fn find(tenancy: &Tenancy, program: &Program, catalog: &Catalog) -> (Vec<Unfiltered>, Vec<TypeId>) {
    let (mut found, mut uninstalled) = (Vec::new(), Vec::new());
    for language in Language::ALL {
        let entities: Vec<&EntityRow> = catalog.of(language).flat_map(|file| &file.entity).collect();
        let filters: Vec<&FilterRow> = catalog.of(language).flat_map(|file| &file.filter).collect();
        let filtered = |id: EntityId| !tenancy.entity(id).filters.is_empty();
        if !tenancy.ids().any(filtered) {
            break;
        }
        let mut search = Search {
            tenancy,
            program,
            language,
            contexts: contexts::all(tenancy, program, language, (&entities, &filters)),
            spared: contexts::spared(tenancy, program, language, &filters),
            found: Vec::new(),
        };
        let configured = contexts::configured(tenancy, program, language, &entities);
        let place = |id: EntityId, member: (UnitId, Span)| configured.get(&id).copied().unwrap_or(member);
        uninstalled.extend(search.uninstalled());
        let unmarked = search.unmarked(&place);
        search.bases(&unmarked);
        search.siblings(&unmarked);
        found.append(&mut search.found);
    }
    found.sort_by_key(|gap| gap.place);
    (found, uninstalled)
}

impl Search<'_, '_> {
    fn is_filtered(&self, id: EntityId, context: TypeId) -> bool {
        let filters = &self.tenancy.entity(id).filters;
        filters
            .iter()
            .any(|filter| contexts::works_for(self.program, filter, context))
    }

    /// Contexts whose override never runs what it overrides, though that would install filters.
    fn uninstalled(&mut self) -> Vec<TypeId> {
        let mut contexts = Vec::new();
        for context in &self.contexts {
            let Some(installer) = context.installer(self.program) else {
                continue;
            };
            if !contexts::replaces(self.program, installer) {
                continue;
            }
            let lost = |id: &EntityId| {
                let filters = &self.tenancy.entity(*id).filters;
                let by_itself = |filter: &super::Filter| {
                    contexts::works_for(self.program, filter, context.ty)
                        && !contexts::by_bases(self.program, filter, context.ty)
                };
                !filters.iter().any(by_itself)
                    && filters
                        .iter()
                        .any(|filter| contexts::by_bases(self.program, filter, context.ty))
            };
            let entities: Vec<EntityId> = context.entities.iter().map(|(id, _)| *id).filter(lost).collect();
            let Some(first) = entities.first() else { continue };
            contexts.push(context.ty);
            self.found.push(Unfiltered {
                gap: Gap::Uninstalled,
                place: self.at(installer),
                column: self.tenancy.entity(*first).filters[0].column.clone(),
                siblings: Vec::new(),
                context: Some((context.ty, Some(installer))),
                tells: false,
                entities,
            });
        }
        contexts
    }

    fn at(&self, function: FnId) -> (UnitId, Span) {
        let program = self.program;
        (program.func(function).unit, program.decl(function).name_span)
    }

    /// Contexts that keep tenants apart by marks, of whose entities none is marked, where those of other contexts are: by context.
    fn unmarked(&mut self, place: &dyn Fn(EntityId, (UnitId, Span)) -> (UnitId, Span)) -> Vec<TypeId> {
        let marked: Vec<EntityId> = self
            .tenancy
            .ids()
            .filter(|id| {
                let filters = &self.tenancy.entity(*id).filters;
                filters
                    .iter()
                    .any(|filter| filter.kind == FilterKind::Framework && !filter.holders.is_empty())
            })
            .collect();
        if marked.len() < MARKED {
            return Vec::new();
        }
        let (mut unmarked, mut found) = (Vec::new(), Vec::new());
        for context in &self.contexts {
            let bare = !context.entities.is_empty()
                && context
                    .entities
                    .iter()
                    .all(|(id, _)| !self.is_filtered(*id, context.ty) && !self.spared.contains(id));
            if !context.by_marks() || !bare {
                continue;
            }
            unmarked.push(context.ty);
            let installer = context.installer(self.program);
            for (id, member) in context.entities.iter().filter(|(id, _)| self.is_tenants(*id)) {
                found.push(Unfiltered {
                    gap: Gap::Unmarked,
                    place: place(*id, *member),
                    entities: vec![*id],
                    siblings: marked.clone(),
                    context: Some((context.ty, installer)),
                    column: String::new(),
                    tells: false,
                });
            }
        }
        self.found.append(&mut found);
        unmarked
    }

    /// Whether rows may be a tenant's own: they are no tenants, join nobody to one, and do not belong to one only at times.
    fn is_tenants(&self, id: EntityId) -> bool {
        let entity = self.tenancy.entity(id);
        let at_times = entity
            .paths
            .iter()
            .any(|path| path.steps.len() == 1 && !path.required && !self.is_person(path.root));
        !matches!(entity.standing, Standing::Root { .. }) && entity.membership.is_none() && !at_times
    }

    fn is_person(&self, root: EntityId) -> bool {
        self.tenancy.entity(root).standing == Standing::Root { user: true }
    }

    /// Bases with a method that installs filters, below which more than one context goes without any.
    fn bases(&mut self, unmarked: &[TypeId]) {
        for context in &self.contexts {
            let Some(installer) = context.installer(self.program).filter(|_| context.by_marks()) else {
                continue;
            };
            let below: Vec<TypeId> = self
                .program
                .subtypes(context.ty)
                .into_iter()
                .filter(|ty| unmarked.contains(ty))
                .collect();
            if below.len() < CONTEXTS || !context.entities.is_empty() {
                continue;
            }
            let mut entities: Vec<EntityId> = self
                .contexts
                .iter()
                .filter(|of| below.contains(&of.ty))
                .flat_map(|of| of.entities.iter().map(|(id, _)| *id))
                .collect();
            entities.sort_unstable();
            entities.dedup();
            self.found.push(Unfiltered {
                gap: Gap::Base,
                place: self.at(installer),
                entities,
                siblings: Vec::new(),
                context: Some((context.ty, Some(installer))),
                column: String::new(),
                tells: false,
            });
        }
    }

    /// Entities that belong to a root by a column of their own, without the filter that most of their siblings have.
    fn siblings(&mut self, unmarked: &[TypeId]) {
        let mut groups: BTreeMap<(EntityId, Option<TypeId>), Vec<EntityId>> = BTreeMap::new();
        let ours = |id: &EntityId| {
            let first = self.tenancy.entity(*id).types.first();
            first.and_then(|ty| language_of(self.program, *ty)) == Some(self.language)
        };
        for id in self.tenancy.ids().filter(ours) {
            let Some(root) = self.root(id) else { continue };
            let holding = self
                .contexts
                .iter()
                .filter(|of| of.entities.iter().any(|(held, _)| *held == id) && !unmarked.contains(&of.ty));
            let mut held: Vec<Option<TypeId>> = holding.map(|of| Some(of.ty)).collect();
            if self.contexts.is_empty() {
                held.push(None);
            }
            for context in held {
                groups.entry((root, context)).or_default().push(id);
            }
        }
        let mut seen = FxHashSet::default();
        for ((_, context), members) in groups {
            let filtered = |id: &EntityId| {
                let filters = &self.tenancy.entity(*id).filters;
                context.map_or(!filters.is_empty(), |context| self.is_filtered(*id, context))
            };
            let (with, without): (Vec<EntityId>, Vec<EntityId>) = members.into_iter().partition(filtered);
            let without: Vec<EntityId> = without
                .into_iter()
                .filter(|id| self.tenancy.entity(*id).filters.is_empty() && !self.spared.contains(id))
                .filter(|id| self.is_tenants(*id))
                .collect();
            if with.len() < SIBLINGS || with.len() < 2 * without.len() {
                continue;
            }
            let column = self.tenancy.entity(with[0]).filters[0].column.clone();
            for id in without {
                if let Some(place) = self.tenancy.entity(id).place.filter(|_| seen.insert(id)) {
                    self.found.push(Unfiltered {
                        gap: Gap::Sibling,
                        place,
                        entities: vec![id],
                        siblings: with.clone(),
                        context: context.map(|context| (context, None)),
                        column: column.clone(),
                        tells: self.tells(id),
                    });
                }
            }
        }
    }

    /// Whether an entity has a column of its own, neither key nor reference, that is unique in the whole installation.
    fn tells(&self, id: EntityId) -> bool {
        let columns = &self.tenancy.entity(id).columns;
        columns
            .iter()
            .any(|column| column.unique && !column.primary_key && !column.reverse && column.target.is_none())
    }

    /// The root that an entity's own column names, other than a person.
    fn root(&self, id: EntityId) -> Option<EntityId> {
        let paths = &self.tenancy.entity(id).paths;
        let direct = paths
            .iter()
            .find(|path| path.steps.len() == 1 && !self.is_person(path.root))?;
        Some(direct.root)
    }
}
