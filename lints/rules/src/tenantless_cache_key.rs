//! `tenantless-cache-key`: what is one tenant's is cached under a key that does not say whose it is.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Cached, Held};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "tenantless-cache-key",
        summary: "tenant data is cached under a key without the tenant",
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        cwe: &[524, 639],
        security_severity: "7.5",
        page: include_str!("../docs/tenantless-cache-key.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    out.extend(facts.cached().iter().map(|cached| finding(facts, cached)));
}

fn finding(facts: &Facts, cached: &Cached) -> Finding {
    let function = facts.function_name(cached.function);
    let (message, label) = worded(facts, cached, &function);
    let mut related = Vec::new();
    let mut notes = Vec::new();
    if let Held::Value(Some(entity)) | Held::Result(Some(entity)) = cached.held {
        if let Some(path) = facts.ownership(entity) {
            let (name, owner) = (facts.entity_name(entity), facts.owner(entity));
            notes.push(Note::Fact(format!("`{name}` belongs to a {owner} by `{path}`")));
        }
        related.extend(facts.entity_place(entity).map(|at| Step {
            place: wording::place(at),
            text: format!("`{}` is declared here", facts.entity_name(entity)),
        }));
    }
    notes.push(Note::Help(match &cached.held {
        Held::Key { tenant, .. } => format!("hand on `{tenant}`, and put it into the key"),
        Held::Result(_) => "give the function the tenant as an argument, or keep its results by tenant".to_owned(),
        Held::Claim | Held::Value(_) => "put the caller's own tenant into the key".to_owned(),
    }));
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: if cached.certain {
            RULE.meta.confidence
        } else {
            RULE.meta.confidence.min(Confidence::Medium)
        },
        persona: RULE.meta.persona,
        message,
        primary: wording::place(cached.place),
        label,
        flow: cached
            .flow
            .iter()
            .map(|(at, text)| Step {
                place: wording::place(*at),
                text: text.clone(),
            })
            .collect(),
        related,
        notes,
        identity: format!("{}|{function}|{}", RULE.meta.id, held(&cached.held)),
    }
}

/// The message, and what is said at the place.
fn worded(facts: &Facts, cached: &Cached, function: &str) -> (String, String) {
    let whose = "nothing in this key says whose it is";
    match &cached.held {
        Held::Value(Some(entity)) => (
            format!(
                "`{}` rows of one {} are cached for all: the next one to ask gets them",
                facts.entity_name(*entity),
                facts.owner(*entity)
            ),
            whose.to_owned(),
        ),
        Held::Value(None) => (
            "a value that depends on who asks is cached for all: the next one to ask gets it".to_owned(),
            whose.to_owned(),
        ),
        Held::Result(_) => (
            format!("what `{function}` gives depends on who asks, and is kept for all who ask later"),
            "its results are remembered, and its arguments do not say whose they are".to_owned(),
        ),
        Held::Claim => (
            "whether this was there before is answered for all tenants together: one's content hides another's"
                .to_owned(),
            "this key is a digest of the content, and nothing in it says whose that is".to_owned(),
        ),
        Held::Key { caller, tenant } => (
            format!(
                "the key that `{function}` makes leaves out `{tenant}`, which `{}` knows",
                facts.function_name(*caller)
            ),
            "what is cached under this key is the same for all tenants".to_owned(),
        ),
    }
}

fn held(held: &Held) -> &'static str {
    match held {
        Held::Key { .. } => "key",
        Held::Claim => "claim",
        Held::Value(_) => "value",
        Held::Result(_) => "result",
    }
}
