//! `unfiltered-entity`: an owned entity lacks the automatic filter that its siblings have.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::EntryKind;
use partywall_engine::tenancy::{EntityId, Gap, Unfiltered};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unfiltered-entity",
        summary: "an owned entity lacks the automatic filter that its siblings have",
        level: Level::Warning,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[1220, 863],
        security_severity: "6.5",
        page: include_str!("../docs/unfiltered-entity.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(
        facts
            .tenancy()
            .unfiltered()
            .iter()
            .filter_map(|gap| finding(facts, gap)),
    );
}

fn finding(facts: &Facts, gap: &Unfiltered) -> Option<Finding> {
    let entity = facts.entity_name(*gap.entities.first()?);
    let (entities, siblings) = (
        wording::named(facts, &gap.entities),
        wording::named(facts, &gap.siblings),
    );
    let column = &gap.column;
    let (context, installer) = gap.context.unzip();
    let name = context.map(|ty| facts.type_name(ty)).unwrap_or_default();
    let method = installer.flatten();
    let (message, label, help) = match gap.gap {
        Gap::Sibling => (
            format!("`{entity}` lacks the automatic filter by `{column}` that {siblings} have"),
            format!("queries of `{entity}` reach the rows of every tenant unless each says otherwise"),
            format!(
                "register the filter for `{entity}` as well, or mark it as shared where its siblings are told apart"
            ),
        ),
        Gap::Unmarked => (
            format!("`{entity}` has no automatic filter: nothing in `{name}` is marked for one"),
            format!("without a mark `{entity}` has neither a tenant's column nor a filter"),
            format!(
                "mark `{entity}` as the entities of the other contexts are, or have a base mark all that do not opt out"
            ),
        ),
        Gap::Uninstalled => (
            format!("`{name}` overrides the method that installs the filters of {entities} and never runs it"),
            "the overridden method is not called: what it installs is missing".to_owned(),
            "call the overridden method as well".to_owned(),
        ),
        Gap::Base => (
            format!("`{name}` installs no filter by tenant, and contexts below it hold {entities} without any"),
            "what every context inherits from here keeps no tenants apart".to_owned(),
            "mark every entity here that does not opt out, so that a new one cannot be forgotten".to_owned(),
        ),
    };
    let mut notes = Vec::new();
    if let Some(path) = facts.ownership(gap.entities[0]) {
        let owner = facts.owner(gap.entities[0]);
        notes.push(Note::Fact(format!("`{entity}` belongs to a {owner} by `{path}`")));
    }
    if gap.gap == Gap::Unmarked {
        notes.push(Note::Fact(format!("entities that are marked elsewhere: {siblings}")));
    }
    notes.push(Note::Help(help));
    let asked = gap.gap != Gap::Sibling || (!gap.tells && gap.entities.iter().any(|id| is_asked_for(facts, *id)));
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    let way = match (gap.gap, method) {
        (Gap::Unmarked, Some(method)) => vec![
            step(
                facts.function_place(method),
                format!("`{name}` builds its model here and marks nothing"),
            ),
            step(gap.place, format!("`{entity}` is described here without a mark")),
        ],
        _ => Vec::new(),
    };
    let related = facts.entity_place(gap.entities[0]).filter(|at| *at != gap.place);
    Some(Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: match gap.gap {
            Gap::Uninstalled => Confidence::High,
            _ if asked => Confidence::Medium,
            _ => Confidence::Low,
        },
        persona: if asked { RULE.meta.persona } else { Persona::Pedantic },
        message,
        primary: wording::place(gap.place),
        label,
        flow: way,
        related: related
            .map(|at| step(at, format!("`{entity}` is declared here")))
            .into_iter()
            .collect(),
        notes,
        identity: format!("{}|{:?}|{name}|{entity}", RULE.meta.id, gap.gap),
    })
}

/// Whether a request reaches rows of an entity: otherwise nobody but the application itself may ever look at them.
fn is_asked_for(facts: &Facts, entity: EntityId) -> bool {
    facts
        .sites()
        .iter()
        .any(|site| site.entity == entity && site.kind == Some(EntryKind::Request))
}
