//! `cross-tenant-job`: a job reads the rows of all tenants at once.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::Sweep;
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "cross-tenant-job",
        summary: "a job reads the rows of all tenants instead of working inside one after the other",
        level: Level::Warning,
        confidence: Confidence::Medium,
        persona: Persona::Regular,
        cwe: &[653, 863],
        security_severity: "6.0",
        page: include_str!("../docs/cross-tenant-job.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(facts.sweeps().iter().map(|sweep| finding(facts, sweep)));
}

fn finding(facts: &Facts, sweep: &Sweep) -> Finding {
    let entity = facts.entity_name(sweep.entity);
    let function = facts.function_name(sweep.function);
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    let mut notes: Vec<Note> = facts
        .ownership(sweep.entity)
        .map(|path| format!("`{entity}` belongs to a {} by `{path}`", facts.owner(sweep.entity)))
        .map(Note::Fact)
        .into_iter()
        .collect();
    let (message, label, help, persona) = match sweep.over {
        Some((tenants, _)) => {
            let tenant = facts.entity_name(tenants);
            (
                format!("in a loop over every `{tenant}`, the `{entity}` of all of them are read at each turn"),
                format!("nothing here says whose turn it is: these are the rows of every `{tenant}`"),
                format!("ask for the rows of the `{tenant}` whose turn it is"),
                Persona::Regular,
            )
        }
        None => (
            format!("`{function}` reads the `{entity}` of all tenants at once"),
            "these are the rows of every tenant".to_owned(),
            "go over the tenants, and read and work inside of one after the other".to_owned(),
            Persona::Pedantic,
        ),
    };
    notes.push(Note::Help(help));
    let flow = sweep.over.map_or_else(Vec::new, |(tenants, at)| {
        let tenant = facts.entity_name(tenants);
        vec![step(at, format!("every `{tenant}` has its turn"))]
    });
    let access = sweep.access.map(|at| step(at, format!("`{entity}` is read here")));
    let declared = facts
        .entity_place(sweep.entity)
        .map(|at| step(at, format!("`{entity}` is declared here")));
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: RULE.meta.confidence,
        persona,
        message,
        primary: wording::place(sweep.place),
        label,
        flow,
        related: access.into_iter().chain(declared).collect(),
        notes,
        identity: format!("{}|{function}|{entity}", RULE.meta.id),
    }
}
