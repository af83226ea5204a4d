//! `cross-tenant-broadcast`: tenant data is pushed to every connected client.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::Broadcast;
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "cross-tenant-broadcast",
        summary: "tenant data is pushed to every connected client",
        level: Level::Warning,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[201, 200],
        security_severity: "6.5",
        page: include_str!("../docs/cross-tenant-broadcast.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(facts.broadcasts().iter().map(|one| finding(facts, one)));
}

fn finding(facts: &Facts, one: &Broadcast) -> Finding {
    let what = match one.rows {
        Some(entity) => format!("rows of `{}`", facts.entity_name(entity)),
        None => "data of the caller".to_owned(),
    };
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    let function = facts.function_name(one.function);
    let notes = one.rows.and_then(|entity| {
        let owner = facts.owner(entity);
        let path = facts.ownership(entity)?;
        Some(Note::Fact(format!(
            "`{}` belongs to a {owner} by `{path}`",
            facts.entity_name(entity)
        )))
    });
    let help = "send to a group that only the caller's tenant joins".to_owned();
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: RULE.meta.confidence,
        persona: RULE.meta.persona,
        message: format!("every connected client is sent {what}, of whichever tenant it is"),
        primary: wording::place(one.place),
        label: "this goes to the clients of all tenants".to_owned(),
        flow: one.flow.iter().map(|(at, text)| step(*at, text.clone())).collect(),
        related: one
            .rows
            .and_then(|entity| {
                Some(step(
                    facts.entity_place(entity)?,
                    format!("`{}` is declared here", facts.entity_name(entity)),
                ))
            })
            .into_iter()
            .collect(),
        notes: notes.into_iter().chain([Note::Help(help)]).collect(),
        identity: format!("{}|{function}|{what}", RULE.meta.id),
    }
}
