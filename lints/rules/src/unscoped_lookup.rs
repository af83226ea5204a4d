//! `unscoped-lookup`: an owned record is selected by a request value with nothing that ties it to the tenant.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unscoped-lookup",
        summary: "an owned record is selected by a request value with nothing that ties it to the tenant",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "8.1",
        page: include_str!("../docs/unscoped-lookup.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if !site.sql && !wording::writes(site.operation) && matches!(site.leak, Some(Leak::Lookup)) {
            out.push(finding(facts, site));
        }
    }
}

fn finding(facts: &Facts, site: &Site) -> Finding {
    let entity = facts.entity_name(site.entity);
    let inputs = wording::inputs(site);
    let message = format!(
        "`{entity}` is {} by {inputs} from the request, whichever {} it belongs to",
        wording::done(site.operation),
        facts.owner(site.entity)
    );
    let label = format!("nothing ties this `{entity}` to the caller");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Fact(
        "being logged in, or having a role, says nothing about this record".to_owned(),
    ));
    finding.notes.push(wording::tie(facts, site));
    finding
}
