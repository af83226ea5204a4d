//! `unreviewed-bypass`: automatic tenant filtering is switched off without a review.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unreviewed-bypass",
        summary: "automatic tenant filtering is switched off without a review",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[863, 639],
        security_severity: "7.7",
        page: include_str!("../docs/unreviewed-bypass.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::Bypass {
            filters, broad: false, ..
        }) = &site.leak
        {
            out.push(finding(facts, site, filters));
        }
    }
}

fn finding(facts: &Facts, site: &Site, filters: &[String]) -> Finding {
    let entity = facts.entity_name(site.entity);
    let message = format!("the tenant filter of `{entity}` is switched off, and nothing takes its place");
    let label = format!("rows of every tenant's `{entity}` are seen here");
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
        "keep the filter, or restrict by the tenant in the query itself; an intended one needs a review: \
         `partywall: reviewed(unreviewed-bypass) by=… — reason`"
            .to_owned(),
    ));
    finding
}
