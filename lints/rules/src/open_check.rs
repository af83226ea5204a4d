//! `open-check`: a check that would tie the record is there, and does not stop anybody.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Site, Unheeded};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "open-check",
        summary: "a check that would tie the record is there, and does not stop anybody",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[863, 639, 252],
        security_severity: "8.1",
        page: include_str!("../docs/open-check.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::OpenCheck(unheeded)) = &site.leak {
            out.push(finding(facts, site, *unheeded));
        }
    }
}

fn finding(facts: &Facts, site: &Site, unheeded: Unheeded) -> Finding {
    let entity = facts.entity_name(site.entity);
    let done = wording::done(site.operation);
    let inputs = wording::inputs(site);
    let (at, what, why, help) = match unheeded {
        Unheeded::Passed(at) => (
            at,
            "the check of it can be passed by",
            "this check does not stop on every way",
            "stop wherever the check fails: return, raise, or answer that there is no such record",
        ),
        Unheeded::WithoutRecord(at) => (
            at,
            "the policy is asked for without it",
            "this asks whether the caller may do so at all, not with this record",
            "hand the record to the policy, and stop when the answer is no",
        ),
        Unheeded::NeverAsked(at) => (
            at,
            "the permission that would look at it is never asked",
            "this is only asked about records that the framework loads itself",
            "ask the permission about the loaded record before any use, or load it the way that the framework does",
        ),
    };
    let message = format!("`{entity}` is {done} by {inputs} from the request, and {what}");
    let label = format!("nothing that stops ties this `{entity}` to the caller");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.related.insert(
        0,
        Step {
            place: wording::place(at),
            text: why.to_owned(),
        },
    );
    finding.notes.push(Note::Help(help.to_owned()));
    finding
}
