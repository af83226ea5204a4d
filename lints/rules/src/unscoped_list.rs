//! `unscoped-list`: rows of an owned entity are listed, counted or exported across tenants.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unscoped-list",
        summary: "rows of an owned entity are listed, counted or exported across tenants",
        level: Level::Warning,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 200],
        security_severity: "7.5",
        page: include_str!("../docs/unscoped-list.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if !site.sql && !wording::writes(site.operation) && matches!(site.leak, Some(Leak::List)) {
            out.push(finding(facts, site));
        }
    }
}

fn finding(facts: &Facts, site: &Site) -> Finding {
    let entity = facts.entity_name(site.entity);
    let owner = facts.owner(site.entity);
    let message = format!(
        "rows of `{entity}` are {} across all {owner}s",
        wording::done(site.operation)
    );
    let label = format!("no predicate ties these rows of `{entity}` to a {owner}");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    let column = facts
        .tenant_column(site.entity)
        .unwrap_or_else(|| "its owner".to_owned());
    finding.notes.push(Note::Help(format!(
        "restrict the rows by `{column}` with the caller's own {owner}"
    )));
    finding
}
