//! `writable-tenant-key`: a payload binds the tenant key of the row that is written.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Bound, Leak, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "writable-tenant-key",
        summary: "a payload binds the tenant key of the row that is written",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[915, 639],
        security_severity: "8.1",
        page: include_str!("../docs/writable-tenant-key.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::WritableTenantKey { input, column }) = &site.leak {
            out.push(finding(facts, site, input, column));
        }
    }
    out.extend(facts.bound().iter().map(|bound| declared(facts, bound)));
}

fn declared(facts: &Facts, bound: &Bound) -> Finding {
    let (entity, column, form) = (facts.entity_name(bound.entity), &bound.column, &bound.form);
    let root = facts.root_name(bound.entity).unwrap_or("tenant");
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: Confidence::Medium,
        persona: RULE.meta.persona,
        message: format!("`{form}` binds `{column}` of `{entity}` to what the request sends"),
        primary: wording::place(bound.place),
        label: format!("`{column}` can be written: a row goes to whichever {root} the caller names"),
        flow: vec![
            step(bound.used.0, bound.used.1.clone()),
            step(bound.place, format!("`{column}` is among what `{form}` binds")),
        ],
        related: Vec::new(),
        notes: vec![Note::Help(format!(
            "make `{column}` read-only in `{form}`, and give it the caller's own {root} where the row is written"
        ))],
        identity: format!("{}|{form}|{entity}|{column}", RULE.meta.id),
    }
}

fn finding(facts: &Facts, site: &Site, input: &str, column: &str) -> Finding {
    let entity = facts.entity_name(site.entity);
    let root = facts.root_name(site.entity).unwrap_or("tenant");
    let message = format!(
        "`{column}` of the `{entity}` that is {} is a member of what the request sends: `{input}`",
        wording::done(site.operation)
    );
    let label = format!("this row goes to whichever {root} the caller names");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Help(format!(
        "leave `{column}` out of what is bound, or overwrite it with the caller's own {root} before the row is written"
    )));
    finding
}
