//! `unverified-reference`: an id from the request is stored as a reference to an owned row that nothing ties to the tenant.

use crate::{Rule, wording};
use partywall_engine::Facts;
use partywall_engine::facts::{Leak, Offered, Site};
use partywall_report::{Confidence, Finding, Level, Note, Persona, RuleMeta, Step};

/// The rule.
pub static RULE: Rule = Rule {
    meta: RuleMeta {
        id: "unverified-reference",
        summary: "an id from the request is stored as a reference without checking that its row is the same tenant's",
        level: Level::Warning,
        confidence: Confidence::Medium,
        persona: Persona::Regular,
        cwe: &[639, 863],
        security_severity: "6.5",
        page: include_str!("../docs/unverified-reference.md"),
    },
    check,
};

fn check(facts: &Facts, out: &mut Vec<Finding>) {
    for site in facts.sites() {
        if let Some(Leak::Reference { input, column }) = &site.leak {
            out.push(finding(facts, site, input, column));
        }
    }
    out.extend(facts.offered().iter().map(|offered| declared(facts, offered)));
}

fn declared(facts: &Facts, offered: &Offered) -> Finding {
    let (form, fields) = (&offered.form, &offered.fields);
    let taken: Vec<String> = fields
        .iter()
        .map(|(field, entity)| format!("any `{}` for `{field}`", facts.entity_name(*entity)))
        .collect();
    let names: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
    let step = |at, text: String| Step {
        place: wording::place(at),
        text,
    };
    let mut flow = vec![
        step(offered.used.0, offered.used.1.clone()),
        step(offered.place, format!("`{form}` takes {}", taken.join(", "))),
    ];
    if let Some((at, method)) = &offered.looks {
        flow.push(step(*at, format!("`{method}` does not look at it")));
    }
    Finding {
        rule: RULE.meta.id,
        level: RULE.meta.level,
        confidence: RULE.meta.confidence,
        persona: RULE.meta.persona,
        message: format!("`{form}` takes {}, whichever tenant it belongs to", taken.join(", ")),
        primary: wording::place(offered.place),
        label: "nothing checks that the row which the request names is the caller's".to_owned(),
        flow,
        related: Vec::new(),
        notes: vec![Note::Help(format!(
            "let {} take only rows of the caller's tenant, or look each up with it and stop when there is none",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ))],
        identity: format!("{}|{form}|{}", RULE.meta.id, names.join(",")),
    }
}

fn finding(facts: &Facts, site: &Site, input: &str, column: &str) -> Finding {
    let entity = facts.entity_name(site.entity);
    let message = format!(
        "`{input}` from the request is stored as `{column}` of `{entity}`, whichever tenant its row belongs to"
    );
    let label = format!("nothing checks that the row behind `{input}` is the caller's");
    let mut finding = wording::finding(facts, &RULE.meta, site, message, label);
    finding.notes.push(Note::Help(format!(
        "look the row behind `{input}` up together with the caller's tenant first, and stop when there is none"
    )));
    finding
}
