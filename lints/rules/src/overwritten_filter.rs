//! `overwritten-filter`: a second registration replaces the tenant filter.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::tenancy::{Overwritten, Replaced};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "overwritten-filter",
        summary: "a second registration replaces the tenant filter",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[1220, 863],
        security_severity: "7.5",
        page: include_str!("../docs/overwritten-filter.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(facts.tenancy().overwritten().iter().filter_map(|of| finding(facts, of)));
}

fn finding(facts: &Facts, of: &Overwritten) -> Option<Finding> {
    let entity = facts.entity_name(*of.entities.first()?);
    let entities = wording::named(facts, &of.entities);
    let column = &of.column;
    let named = of.name.as_ref().map(|name| format!(" that is also called `{name}`"));
    let (message, label, help) = match of.how {
        Replaced::Registered { .. } => (
            format!(
                "this filter{} takes the place of the filter of {entities} by `{column}`",
                named.unwrap_or_default()
            ),
            "of two filters of the same name, or of none, the later one counts alone".to_owned(),
            "say both in one predicate, or give the two filters names of their own",
        ),
        Replaced::Manager { .. } => (
            format!("this manager hides the one of the same name that keeps {entities} apart by `{column}`"),
            format!("queries of `{entity}` begin here, and nothing restricts them to a tenant"),
            "derive this manager from the one that restricts, or give it another name",
        ),
        Replaced::Method => (
            format!("this method overrides the one that keeps {entities} apart by `{column}` and never runs it"),
            "what the overridden method restricts is not restricted".to_owned(),
            "begin with what the overridden method gives",
        ),
    };
    // A plain manager of the library's, under a name that restricts elsewhere, may have been put there to say just that.
    let (confidence, persona) = match of.how {
        Replaced::Registered { always: true } | Replaced::Method => (Confidence::High, Persona::Regular),
        Replaced::Registered { always: false } | Replaced::Manager { plain: false } => {
            (Confidence::Medium, Persona::Regular)
        }
        Replaced::Manager { plain: true } => (Confidence::Low, Persona::Pedantic),
    };
    let mut notes = Vec::new();
    if let Some(path) = facts.ownership(of.entities[0]) {
        let owner = facts.owner(of.entities[0]);
        notes.push(Note::Fact(format!("`{entity}` belongs to a {owner} by `{path}`")));
    }
    notes.push(Note::Help(help.to_owned()));
    Some(Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence,
        persona,
        message,
        primary: wording::place(of.place),
        label,
        flow: Vec::new(),
        related: vec![Step {
            place: wording::place(of.lost),
            text: format!("what restricts `{column}` stands here"),
        }],
        notes,
        identity: format!("{}|{entity}|{column}", RULE.meta.id),
    })
}
