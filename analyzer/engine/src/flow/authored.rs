//! Owners that only say who wrote: where most of what reads an entity asks for anybody's rows, its owner's column may tell of an author,
//! and reading them is meant for more than the owner.
//!
//! A fault is told from a belief by how often the code does it: Engler et al., "Bugs as Deviant Behavior" (SOSP 2001).

use crate::facts::{Leak, Meant, Site, Verdict};
use crate::flow::effects::Affected;
use crate::flow::engine::Engine;
use crate::flow::query::Access;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Root};
use crate::tenancy::EntityId;
use partywall_catalog::{EntryKind, Operation};
use std::collections::{BTreeMap, BTreeSet};

/// The fewest places that must read an entity's rows whoever owns them, for that to be what the code believes of them.
const MIN_ANYBODY: usize = 5;

/// How many such places there must be for each that asks for the caller's own.
const FOR_EACH_OWN: usize = 2;

/// How an entity's rows are read at the places that requests come to.
#[derive(Default)]
struct Reads {
    anybody: usize,
    own: usize,
}

/// Says of the reads of entities whose rows are read for anybody at most places that they may be meant so.
pub(super) fn settle<'s>(eng: &Engine<'_>, sites: impl Iterator<Item = &'s mut Site>) {
    // who may change a row is asked for another reason than who may read it
    let reading = |site: &&mut Site| is_asked(site) && site.operation.reads() && !site.changed;
    let mut sites: Vec<&mut Site> = sites.filter(reading).collect();
    let mut reads: BTreeMap<EntityId, Reads> = BTreeMap::new();
    for site in &sites {
        let of = reads.entry(site.entity).or_default();
        match site.verdict {
            Verdict::Scoped | Verdict::Filtered | Verdict::Guarded | Verdict::Reviewed => of.own += 1,
            Verdict::Unscoped if site.leak.is_some() => of.anybody += 1,
            _ => {}
        }
    }
    let authored: BTreeSet<EntityId> = reads
        .iter()
        .filter(|(entity, of)| of.are_for_anybody() && may_be_nobodys(eng, **entity, of.own > 0))
        .map(|(entity, _)| *entity)
        .collect();
    for site in &mut sites {
        let of = &reads[&site.entity];
        let reads = match &site.leak {
            Some(Leak::Lookup | Leak::List | Leak::UntiedChild(_) | Leak::OpenCheck(_)) => true,
            Some(Leak::TenantFromRequest(_)) => eng.is_only_persons(site.entity),
            _ => false,
        };
        // who is given the caller and never speaks of them was to ask by them
        let told = reads && site.meant.is_none() && site.unused.is_empty();
        let beside = || of.are_beside() && eng.is_only_persons(site.entity) && hangs_on(eng, site.entity, &authored);
        if told && (authored.contains(&site.entity) || beside()) {
            site.meant = Some(Meant::Authored);
        }
    }
}

/// The entities whose rows something changes or deletes.
pub(super) fn changed(summary: &Summary) -> BTreeSet<EntityId> {
    let affected = summary.effects.iter().filter_map(|effect| match effect.of {
        Affected::Access(at) => Some(at),
        Affected::Source(src) => match src.root() {
            Root::Record(at) => Some(at),
            _ => None,
        },
    });
    let affected = affected.filter_map(|at| summary.accesses.get(at as usize));
    let writes = |access: &&Access| matches!(access.operation, Operation::Update | Operation::Delete);
    let all = affected.chain(summary.accesses.iter().filter(writes));
    all.filter_map(|access| match access.entity {
        EntRef::Known(entity) => Some(entity),
        _ => None,
    })
    .collect()
}

impl Reads {
    fn are_for_anybody(&self) -> bool {
        self.anybody >= MIN_ANYBODY && self.anybody >= self.own * FOR_EACH_OWN
    }

    /// The like for rows that hang on rows that are read for anybody: it takes fewer signs for them to be meant so as well.
    fn are_beside(&self) -> bool {
        self.anybody >= MIN_ANYBODY && self.anybody * FOR_EACH_OWN >= self.own
    }
}

/// Whether a request comes to a place.
fn is_asked(site: &Site) -> bool {
    site.kind == Some(EntryKind::Request)
}

/// Whether each row of an entity hangs on one of another, as a comment does on what it is about.
fn hangs_on(eng: &Engine<'_>, entity: EntityId, others: &BTreeSet<EntityId>) -> bool {
    let columns = &eng.tenancy.entity(entity).columns;
    let of = |target: Option<EntityId>| target.is_some_and(|target| target != entity && others.contains(&target));
    columns
        .iter()
        .any(|column| column.required && !column.many && !column.reverse && of(column.target))
}

/// Whether rows of an entity belong to persons, who may only have written them, or may belong to no tenant. That nobody is ever asked
/// for theirs may as well be that the code knows no owners, so it takes one of two signs: some place asks, or an owner may be missing.
fn may_be_nobodys(eng: &Engine<'_>, entity: EntityId, asks: bool) -> bool {
    let paths = &eng.tenancy.entity(entity).paths;
    let may_be_missing = !paths.is_empty() && paths.iter().all(|path| !path.required);
    match eng.is_only_persons(entity) {
        true => asks || may_be_missing,
        false => asks && may_be_missing,
    }
}
