//! `late-check`: the check that ties rows to the tenant comes after they were changed, removed or sent away.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "late-check",
        summary: "the check that ties rows to the tenant comes after they were changed",
        level: Level::Error,
        confidence: Confidence::Medium,
        persona: Persona::Regular,
        cwe: &[696, 863],
        security_severity: "7.5",
        page: include_str!("../docs/late-check.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::LateCheck) = &site.leak {
            out.push(finding(facts, site));
        }
    }
}

fn finding(facts: &Facts, site: &Site) -> Finding {
    let entity = facts.entity_name(site.entity);
    let done = wording::done(site.operation);
    let message = format!("`{entity}` is {done} before it is checked whose it is: the check comes too late");
    let label = format!("nothing has tied this `{entity}` to the caller yet");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Help(
        "check first, or do both inside of a transaction that a failed check rolls back".to_owned(),
    ));
    finding
}
