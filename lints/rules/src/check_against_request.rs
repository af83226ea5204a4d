//! `check-against-request`: a record is loaded by id, and the check compares it with a raw request value.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "check-against-request",
        summary: "a record is loaded by id, and the check compares it with a raw request value",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 863, 285],
        security_severity: "8.8",
        page: include_str!("../docs/check-against-request.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::CheckAgainstRequest(input)) = &site.leak {
            out.push(finding(facts, site, input));
        }
    }
}

fn finding(facts: &Facts, site: &Site, input: &str) -> Finding {
    let entity = facts.entity_name(site.entity);
    let message = format!(
        "`{entity}` is loaded by id and then compared with `{input}`, which the caller chooses: the check always passes"
    );
    let label = format!("the check of this `{entity}` believes the request");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Fact(format!(
        "`{input}` comes from the request, and nothing checks it against the caller's identity"
    )));
    finding.notes.push(wording::tie(facts, site));
    finding
}
