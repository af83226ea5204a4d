//! `shared-tenant-state`: tenant data outlives a request in static, global or memoized state.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Outliving, Whose};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "shared-tenant-state",
        summary: "tenant data outlives a request in static, global or memoized state",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[488, 567],
        security_severity: "7.5",
        page: include_str!("../docs/shared-tenant-state.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(facts.outliving().iter().map(|one| finding(facts, one)));
}

fn finding(facts: &Facts, one: &Outliving) -> Finding {
    let state = &one.state;
    let what = match &one.held {
        Whose::Caller => "something of the caller".to_owned(),
        Whose::Rows(entity) => format!("`{}` rows of one request", facts.entity_name(*entity)),
        Whose::Request => "one caller's request".to_owned(),
        Whose::Sent(input) => format!("the tenant that one request names by `{input}`"),
    };
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    let entity = match one.held {
        Whose::Rows(entity) => Some(entity),
        _ => None,
    };
    let mut notes = Vec::new();
    let mut related = Vec::new();
    if let Some(entity) = entity {
        let name = facts.entity_name(entity);
        if let Some(path) = facts.ownership(entity) {
            let owner = facts.owner(entity);
            notes.push(Note::Fact(format!("`{name}` belongs to a {owner} by `{path}`")));
        }
        related.extend(
            facts
                .entity_place(entity)
                .map(|at| step(at, format!("`{name}` is declared here"))),
        );
    }
    notes.push(Note::Help(
        "hand it on as an argument, or keep it where each request has a value of its own".to_owned(),
    ));
    let function = facts.function_name(one.function);
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: if one.certain {
            RULE.meta.confidence
        } else {
            RULE.meta.confidence.min(Confidence::Medium)
        },
        persona: RULE.meta.persona,
        message: format!("`{state}` is shared by all requests, and is given {what}: another request reads it there"),
        primary: wording::place(one.place),
        label: "what is put here outlives the request".to_owned(),
        flow: one.flow.iter().map(|(at, text)| step(*at, text.clone())).collect(),
        related,
        notes,
        identity: format!("{}|{function}|{state}", RULE.meta.id),
    }
}
