//! `open-filter`: without a tenant there is no filter.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::EntryKind;
use partywall_engine::tenancy::{EntityId, Filter, FilterKind, Opens};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "open-filter",
        summary: "where no tenant is known, the automatic filter lets every row through",
        level: Level::Warning,
        confidence: Confidence::Medium,
        persona: Persona::Regular,
        cwe: &[636, 863],
        security_severity: "6.5",
        page: include_str!("../docs/open-filter.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    let mut open: BTreeMap<_, (Vec<EntityId>, &Filter)> = BTreeMap::new();
    for id in facts.tenancy().ids() {
        for filter in &facts.tenancy().entity(id).filters {
            if let Some(way) = filter.opening.filter(|way| way.when == Opens::NoTenant) {
                let known = open.entry((way.unit, way.span)).or_insert((Vec::new(), filter));
                known.0.push(id);
            }
        }
    }
    out.extend(
        open.into_iter()
            .map(|(at, (entities, filter))| finding(facts, at, &entities, filter)),
    );
}

fn finding(facts: &Facts, at: partywall_engine::facts::At, entities: &[EntityId], filter: &Filter) -> Finding {
    let entity = facts.entity_name(entities[0]);
    let all = wording::named(facts, entities);
    let column = &filter.column;
    let whose = match (&filter.manager, filter.kind) {
        (Some(manager), _) => format!("the manager `{manager}` of {all}"),
        (None, FilterKind::Database) => format!("the row security of {all}"),
        (None, _) => format!("the automatic filter of {all}"),
    };
    let mut notes = Vec::new();
    if let Some(path) = facts.ownership(entities[0]) {
        let owner = facts.owner(entities[0]);
        notes.push(Note::Fact(format!("`{entity}` belongs to a {owner} by `{path}`")));
    }
    notes.push(Note::Help(format!(
        "have no tenant mean no rows: leave this out, so that `{column}` equals nothing, or fail; where all tenants are meant, switch the filter off \
         in that place and have it reviewed"
    )));
    let registered = (filter.unit, filter.span);
    let inside = registered.0 == at.0 && registered.1.contains(at.1);
    let related = [
        (registered != at && !inside).then(|| (registered, format!("restricts `{column}`"))),
        facts
            .entity_place(entities[0])
            .map(|place| (place, format!("`{entity}` is declared here"))),
    ];
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: match entities.iter().any(|id| is_asked_for(facts, *id)) {
            true => RULE.meta.confidence,
            false => Confidence::Low,
        },
        persona: RULE.meta.persona,
        message: format!("{whose} lets every row through where no tenant is known"),
        primary: wording::place(at),
        label: "without a tenant, what follows restricts nothing".to_owned(),
        flow: Vec::new(),
        related: related
            .into_iter()
            .flatten()
            .map(|(place, text)| Step {
                place: wording::place(place),
                text,
            })
            .collect(),
        notes,
        identity: format!("{}|{column}|{entity}", RULE.meta.id),
    }
}

/// Whether a request reaches rows of an entity.
fn is_asked_for(facts: &Facts, entity: EntityId) -> bool {
    let mut sites = facts.sites().iter();
    sites.any(|site| site.entity == entity && site.kind == Some(EntryKind::Request))
}
