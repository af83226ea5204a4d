//! `unverified-reference`: an id from the request is stored as a reference to an owned row that nothing ties to the tenant.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unverified-reference",
        summary: "an id from the request is stored as a reference without checking that its row is the same tenant's",
        level: Level::Warning,
        confidence: Confidence::Medium,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "6.5",
        page: include_str!("../docs/unverified-reference.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::Reference { input, column }) = &site.leak {
            out.push(finding(facts, site, input, column));
        }
    }
}

fn finding(facts: &Facts, site: &Site, input: &str, column: &str) -> Finding {
    let entity = facts.entity_name(site.entity);
    let message = format!(
        "`{input}` from the request is stored as `{column}` of `{entity}`, whichever tenant its row belongs to"
    );
    let label = format!("nothing checks that the row behind `{input}` is the caller's");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Help(format!(
        "look the row behind `{input}` up together with the caller's tenant first, and stop when there is none"
    )));
    finding
}
