//! `unscoped-write`: rows are changed or deleted in place, and nothing ties them to the tenant.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unscoped-write",
        summary: "a bulk update or delete, or one by id, that is not tied to the tenant",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "8.8",
        page: include_str!("../docs/unscoped-write.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        let leaks = match site.leak {
            Some(Leak::Lookup | Leak::List) => true,
            Some(Leak::UntiedChild(_)) => site.sql,
            _ => false,
        };
        if leaks && wording::writes(site.operation) {
            out.push(finding(facts, site));
        }
    }
}

fn finding(facts: &Facts, site: &Site) -> Finding {
    let entity = facts.entity_name(site.entity);
    let done = wording::done(site.operation);
    let owner = facts.owner(site.entity);
    let message = if site.inputs.is_empty() {
        format!("rows of `{entity}` are {done} across all {owner}s")
    } else {
        let inputs = wording::inputs(site);
        format!("rows of `{entity}` are {done} by {inputs} from the request, whichever {owner} they belong to")
    };
    let label = format!("nothing ties the `{entity}` that is {done} here to the caller");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    let column = facts
        .tenant_column(site.entity)
        .unwrap_or_else(|| "its owner".to_owned());
    finding.notes.push(Note::Help(format!(
        "restrict the statement by `{column}` with the caller's own {owner}: what it does not find, it leaves as it is"
    )));
    finding
}
