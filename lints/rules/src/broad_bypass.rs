//! `broad-bypass`: all filters are dropped where only another one was meant.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "broad-bypass",
        summary: "all filters are dropped where only another one was meant",
        level: Level::Warning,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[863, 639],
        security_severity: "7.1",
        page: include_str!("../docs/broad-bypass.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::Bypass {
            filters, broad: true, ..
        }) = &site.leak
        {
            out.push(finding(facts, site, filters));
        }
    }
}

fn finding(facts: &Facts, site: &Site, filters: &[String]) -> Finding {
    let entity = facts.entity_name(site.entity);
    let message = format!("to reach deleted rows of `{entity}`, the tenant filter is dropped as well");
    let label = "all filters are off here, not only the one about deletion".to_owned();
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    if site.runs_unasked() {
        finding.level = Level::Note;
    }
    if !filters.is_empty() {
        finding
            .notes
            .push(Note::Fact(format!("filters that are off: {}", filters.join(", "))));
    }
    finding.notes.push(Note::Help(
        "name the filter to ignore, so that the tenant's stays, or restrict by the tenant as well".to_owned(),
    ));
    finding
}
