//! `tenantless-message`: a message names a row and not whose it is.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Carries, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};
use std::collections::BTreeSet;

/// The fewest consumers that are told a tenant, for one that is told none to be an exception.
const MIN_TOLD: usize = 3;

/// How many of them there must be for each that is told none.
const FOR_EACH_UNTOLD: usize = 2;

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "tenantless-message",
        summary: "a message names a row and not whose it is, and its consumer loads it whoever owns it",
        level: Level::Warning,
        confidence: Confidence::Medium,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "5.0",
        page: include_str!("../docs/tenantless-message.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    let consumers = |of: Carries| -> BTreeSet<_> {
        let sites = facts.sites().iter().filter(|site| site.carries == Some(of));
        sites.filter_map(|site| site.entry).collect()
    };
    let (untold, told) = (consumers(Carries::Key), consumers(Carries::Tenant));
    let exception = told.len() >= MIN_TOLD && told.len() >= untold.len() * FOR_EACH_UNTOLD;
    let sites = facts.sites().iter();
    let found = sites.filter(|site| site.leak.is_none() && site.carries == Some(Carries::Key));
    out.extend(found.map(|site| finding(facts, site, exception.then_some(told.len()))));
}

fn finding(facts: &Facts, site: &Site, exception: Option<usize>) -> Finding {
    let entity = facts.entity_name(site.entity);
    let consumer = site.entry.map(|entry| facts.function_name(entry)).unwrap_or_default();
    let key = site
        .inputs
        .first()
        .map_or_else(|| "a key".to_owned(), |input| format!("`{input}`"));
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    let mut notes: Vec<Note> = facts
        .ownership(site.entity)
        .map(|path| format!("`{entity}` belongs to a {} by `{path}`", facts.owner(site.entity)))
        .map(Note::Fact)
        .into_iter()
        .collect();
    notes.extend(exception.map(|told| {
        Note::Fact(format!(
            "{told} other consumers of the program are told whose the rows are"
        ))
    }));
    notes.push(Note::Help(format!(
        "send the tenant with {key}, and ask for the `{entity}` by both"
    )));
    let start = site.entry.map(|entry| {
        step(
            facts.function_place(entry),
            format!("{key} reaches `{consumer}` in a message"),
        )
    });
    let declared = facts
        .entity_place(site.entity)
        .map(|at| step(at, format!("`{entity}` is declared here")));
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: RULE.meta.confidence,
        persona: match exception {
            Some(_) => RULE.meta.persona,
            None => Persona::Pedantic,
        },
        message: format!(
            "`{consumer}` is sent {key} and no tenant, and takes the `{entity}` of whichever tenant it is"
        ),
        primary: wording::place(site.primary),
        label: "nothing that the message carries says whose this is".to_owned(),
        flow: start.into_iter().collect(),
        related: declared.into_iter().collect(),
        notes,
        identity: format!("{}|{consumer}|{entity}", RULE.meta.id),
    }
}
