//! `untied-child`: the parent in the route is authorized, the child is loaded without being tied to it.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "untied-child",
        summary: "the parent in the route is authorized, the child is loaded without being tied to it",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "8.1",
        page: include_str!("../docs/untied-child.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let (false, Some(Leak::UntiedChild(parents))) = (site.sql, &site.leak) {
            out.push(finding(facts, site, parents));
        }
    }
}

fn finding(facts: &Facts, site: &Site, parents: &[String]) -> Finding {
    let entity = facts.entity_name(site.entity);
    let are = if parents.len() == 1 { "is" } else { "are" };
    let parents = wording::listed(parents);
    let inputs = wording::inputs(site);
    let message = format!(
        "{parents} {are} authorized, but `{entity}` is {} by {inputs} alone: it may hang on another parent",
        wording::done(site.operation)
    );
    let label = format!("this `{entity}` is not tied to {parents}");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Help(format!(
        "select the `{entity}` by {parents} as well, or compare its parent after loading it"
    )));
    finding
}
