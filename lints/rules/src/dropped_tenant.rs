//! `dropped-tenant`: a function takes the tenant and does not ask for rows by it.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Dropped, Site, Verdict};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "dropped-tenant",
        summary: "a function takes the tenant and does not use it on some path to an access",
        level: Level::Warning,
        confidence: Confidence::Medium,
        persona: Persona::Pedantic,
        cwe: &[639, 863],
        security_severity: "5.3",
        page: include_str!("../docs/dropped-tenant.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    let mut said = BTreeSet::new();
    for site in facts.sites() {
        if let (Some(tenant), Verdict::Latent, None) = (&site.dropped, site.verdict, &site.leak)
            // one place of a function tells all
            && said.insert((site.function, site.entity))
        {
            out.push(finding(facts, site, tenant));
        }
    }
}

fn finding(facts: &Facts, site: &Site, tenant: &Dropped) -> Finding {
    let unused = tenant.unused;
    let entity = facts.entity_name(site.entity);
    let function = facts.function_name(site.function);
    let (done, tenant) = (wording::done(site.operation), &tenant.name);
    let message = format!("`{entity}` is {done} without `{tenant}`, which `{function}` takes");
    let label = format!("nothing here ties `{entity}` to `{tenant}`");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding
        .notes
        .push(Note::Fact("no entry point was found that leads here".to_owned()));
    if !unused {
        finding.confidence = Confidence::Low;
    }
    finding.notes.push(wording::tie(facts, site));
    finding
}
