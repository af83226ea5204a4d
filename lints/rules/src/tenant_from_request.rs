//! `tenant-from-request`: the tenant key in a predicate, a write or a job comes from a raw request value.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Assumed, Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "tenant-from-request",
        summary: "the tenant key in a predicate, a write or a job comes from a raw request value",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "8.1",
        page: include_str!("../docs/tenant-from-request.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::TenantFromRequest(input)) = &site.leak {
            out.push(finding(facts, site, input));
        }
    }
    out.extend(facts.assumed().iter().map(|assumed| believed(facts, assumed)));
}

fn believed(facts: &Facts, assumed: &Assumed) -> Finding {
    let (input, entry) = (&assumed.input, facts.function_name(assumed.entry));
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: Confidence::Medium,
        persona: RULE.meta.persona,
        message: format!(
            "whose data is meant is chosen by the request: `{input}` is the caller's own only where it was left out"
        ),
        primary: wording::place(assumed.place),
        label: "whoever sends another's is believed".to_owned(),
        flow: vec![
            step(assumed.start, format!("a request reaches `{entry}`")),
            step(assumed.place, format!("`{input}` is kept where the request has it")),
        ],
        related: Vec::new(),
        notes: vec![Note::Help(format!(
            "overwrite `{input}` with the caller's own in any case, or check that the caller may name another and stop when not"
        ))],
        identity: format!("{}|{entry}|{input}", RULE.meta.id),
    }
}

fn finding(facts: &Facts, site: &Site, input: &str) -> Finding {
    let entity = facts.entity_name(site.entity);
    let root = facts.root_name(site.entity).unwrap_or("tenant");
    let message = format!(
        "the {root} whose `{entity}` is {} is chosen by the request: `{input}`",
        wording::done(site.operation)
    );
    let label = format!("the {root} here is whichever one the caller names");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Help(format!(
        "take the {root} from the caller's identity, or check that the caller is a member of `{input}` and stop when not"
    )));
    finding
}
