//! `unscoped-sql`: a SQL statement where an owned table lacks a tenant predicate.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unscoped-sql",
        summary: "a SQL statement where an owned table lacks a tenant predicate",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "8.1",
        page: include_str!("../docs/unscoped-sql.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        let leaks = matches!(site.leak, Some(Leak::Lookup | Leak::UntiedChild(_) | Leak::List));
        if site.sql && leaks && !wording::writes(site.operation) {
            out.push(finding(facts, site));
        }
    }
}

fn finding(facts: &Facts, site: &Site) -> Finding {
    let entity = facts.entity_name(site.entity);
    let done = wording::done(site.operation);
    let message = if site.inputs.is_empty() {
        format!("this statement has no tenant predicate on `{entity}`: rows of all tenants are {done}")
    } else {
        format!(
            "rows of `{entity}` are {done} by {} from the request, without a tenant predicate",
            wording::inputs(site)
        )
    };
    let label = format!("`{entity}` is not tied to a tenant in this statement");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    let column = facts
        .tenant_column(site.entity)
        .unwrap_or_else(|| "its owner".to_owned());
    finding.notes.push(Note::Help(format!(
        "add a condition on `{column}`, or join a table that has one"
    )));
    finding
}
