//! `frozen-filter`: a filter captured one tenant when it was put together, or what it reads is kept by a pooled object.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::tenancy::{Captured, Frozen};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "frozen-filter",
        summary: "a filter keeps one tenant for everybody",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[488, 863],
        security_severity: "7.5",
        page: include_str!("../docs/frozen-filter.md"),
    },
    check,
};

/// So many other places are named.
const ALSO: usize = 8;

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(facts.tenancy().frozen().iter().filter_map(|of| finding(facts, of)));
}

fn finding(facts: &Facts, of: &Frozen) -> Option<Finding> {
    let entity = facts.entity_name(*of.entities.first()?);
    let entities = wording::named(facts, &of.entities);
    let column = &of.column;
    let name = of.name.as_ref().map(|name| format!("`{name}`"));
    let value = name.as_deref().unwrap_or("a value");
    let message = match of.how {
        Captured::Pooled => {
            format!("what is pooled here keeps {value} of its first request, by which {entities} are filtered")
        }
        _ => format!("the filter of {entities} by `{column}` reads {value} once and keeps it for every tenant"),
    };
    let (label, from) = match of.how {
        Captured::Local => (
            "a local is a constant of the filter: whoever comes first decides for all",
            "it gets its value here, when the filter is put together",
        ),
        Captured::Argument => (
            "an argument is a constant of the filter: whoever comes first decides for all",
            "the function that puts the filter together is handed it here",
        ),
        Captured::Object => (
            "a member of another object than the context is read once and kept",
            "this object is not the context of the query",
        ),
        Captured::Static => (
            "a static member is read when a query is first compiled, and kept",
            "it is declared here",
        ),
        Captured::Constant => (
            "a constant is made of it: whoever comes first decides for all",
            "it is read here, when the filter is put together",
        ),
        Captured::Pooled => (
            "the same object serves one request after the other",
            "only the constructor gives it a tenant, and runs once for many requests",
        ),
    };
    let help = match of.how {
        Captured::Pooled => "give it the tenant whenever it is handed out, or do not pool it",
        _ => "read the tenant through a member of the context itself: that alone is read anew for each query",
    };
    let mut notes = Vec::new();
    if let Some(path) = facts.ownership(of.entities[0]) {
        let owner = facts.owner(of.entities[0]);
        notes.push(Note::Fact(format!("`{entity}` belongs to a {owner} by `{path}`")));
    }
    notes.push(Note::Help(help.to_owned()));
    let step = |at, text: &str| Step {
        place: wording::place(at),
        text: text.to_owned(),
    };
    let mut related = Vec::new();
    if of.from != of.place {
        related.push(step(of.from, from));
    }
    let also = of.also.iter().take(ALSO);
    related.extend(also.map(|at| step(*at, "another filter keeps it here")));
    Some(Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: if of.certain {
            RULE.meta.confidence
        } else {
            Confidence::Medium
        },
        persona: RULE.meta.persona,
        message,
        primary: wording::place(of.place),
        label: label.to_owned(),
        flow: Vec::new(),
        related,
        notes,
        identity: format!("{}|{entity}|{column}|{value}", RULE.meta.id),
    })
}
