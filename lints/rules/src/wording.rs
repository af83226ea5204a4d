//! What the rules' findings have in common: places, the path, the facts considered.

use partywall_engine::Facts;
use partywall_engine::facts::{At, Meant, Operation, Site, Unasked, Unused, Verdict};
use partywall_engine::tenancy::EntityId;
use partywall_report::{Confidence, FileId, Finding, Note, Persona, Place, RuleMeta, Step};

/// A place of the program as reports name it.
pub fn place(at: At) -> Place {
    Place {
        file: FileId(at.0.0),
        span: at.1,
    }
}

/// A finding about a site, with everything but what the rule itself says.
pub fn finding(facts: &Facts, meta: &RuleMeta, site: &Site, message: String, label: String) -> Finding {
    let entity = facts.entity_name(site.entity);
    let mut notes = Vec::new();
    if let Some(path) = facts.ownership(site.entity) {
        let owner = facts.owner(site.entity);
        notes.push(Note::Fact(format!("`{entity}` belongs to a {owner} by `{path}`")));
    }
    notes.extend(site.considered.iter().map(|why| Note::Fact(why.clone())));
    notes.extend(site.unused.iter().map(|unused| unused_note(facts, unused)));
    if matches!(site.verdict, Verdict::Unscoped | Verdict::Latent)
        && let Some(sibling) = facts.sibling(site)
    {
        let sibling = facts.function_name(sibling);
        notes.push(Note::Fact(format!(
            "beside it, `{sibling}` asks for `{entity}` by whose it is"
        )));
    }
    if site.others > 0 {
        notes.push(Note::Fact(match site.others {
            1 => "one more entry point leads here in the same way; `partywall trace` names it".to_owned(),
            many => format!("{many} more entry points lead here in the same way; `partywall trace` names them"),
        }));
    }
    notes.extend(site.meant.map(|meant| {
        Note::Fact(match meant {
            Meant::Everybody => "the entry point says on purpose that anybody may call it: these rows may be public".to_owned(),
            Meant::Unsaid => "nothing that is registered beside this entry point says or asks who calls: it may serve those who run it".to_owned(),
            Meant::Managers => {
                "the entry point asks for a role, and the rows belong to persons: who has the role may be meant to see them all".to_owned()
            }
            Meant::Asked => "it asks no more than whether there are such rows, or how many".to_owned(),
            Meant::Sought => "a row was looked for before by the same value and with the caller in mind, in a way that could not be followed, and \
                              who has none does not come here"
                .to_owned(),
            Meant::Authored => format!(
                "most that reads `{entity}` asks for anybody's: its owner may only say who wrote it, and others may be meant to read it"
            ),
        })
    }));
    let mut related = Vec::new();
    if let Some(at) = facts.entity_place(site.entity) {
        related.push(Step {
            place: place(at),
            text: format!("`{entity}` is declared here"),
        });
    }
    let flow = site
        .flow
        .iter()
        .map(|(at, text)| Step {
            place: place(*at),
            text: text.clone(),
        })
        .collect();
    let function = facts.function_name(site.function);
    Finding {
        rule: meta.id,
        level: meta.level,
        // what is never spoken of again is not checked by what could not be followed either
        confidence: if site.certain || site.unused.iter().any(|unused| unused.how == Unasked::Tenant) {
            meta.confidence
        } else {
            meta.confidence.min(Confidence::Medium)
        },
        persona: match site.meant {
            Some(_) => meta.persona.max(Persona::Pedantic),
            None => meta.persona,
        },
        message,
        primary: place(site.primary),
        label,
        flow,
        related,
        notes,
        identity: format!(
            "{}|{function}|{entity}|{:?}|{}",
            meta.id,
            site.operation,
            site.inputs.join(",")
        ),
    }
}

/// That a function takes what would say whose rows are meant, and does not use it.
fn unused_note(facts: &Facts, unused: &Unused) -> Note {
    let (function, name) = (facts.function_name(unused.function), &unused.name);
    Note::Fact(match unused.how {
        Unasked::Caller if name.trim_matches('_').is_empty() => {
            format!("`{function}` asks for the caller and does not use them")
        }
        Unasked::Caller => format!("`{function}` takes the caller as `{name}` and does not use it"),
        Unasked::Tenant => format!("`{function}` takes `{name}` and does not use it"),
        Unasked::Optional => {
            format!("`{function}` asks by `{name}` only where one is given: leaving it out asks for the rows of all")
        }
    })
}

/// Whether a finding at a site's place is about that site.
pub fn speaks_of(facts: &Facts, finding: &Finding, site: &Site) -> bool {
    let about = format!("|{}|{:?}|", facts.entity_name(site.entity), site.operation);
    finding.primary == place(site.primary) && finding.identity.contains(&about)
}

/// What an access does to rows, as the end of "… are" or "… is".
pub fn done(operation: Operation) -> &'static str {
    match operation {
        Operation::One => "read",
        Operation::List => "listed",
        Operation::Count => "counted",
        Operation::Exists => "looked for",
        Operation::Update => "changed",
        Operation::Delete => "deleted",
        Operation::Insert => "added",
    }
}

/// Whether an access changes or removes rows that are there.
pub fn writes(operation: Operation) -> bool {
    matches!(operation, Operation::Update | Operation::Delete)
}

/// Request values in words: "`id`", "`id` and `slug`".
pub fn inputs(site: &Site) -> String {
    match &site.inputs[..] {
        [] => "the request".to_owned(),
        inputs => listed(inputs),
    }
}

/// Names in words: "`id`", "`id` and `slug`".
pub fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match &quoted[..] {
        [] => String::new(),
        [only] => only.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}

/// Advice that names the column to add.
pub fn tie(facts: &Facts, site: &Site) -> Note {
    let entity = facts.entity_name(site.entity);
    let root = facts.root_name(site.entity).unwrap_or("tenant");
    Note::Help(match facts.tenant_column(site.entity) {
        Some(column) => format!(
            "restrict the query by `{column}` with the caller's own {root}, or compare the loaded `{entity}` with it before any use"
        ),
        None => format!("tie `{entity}` to the caller's own {root} before any use"),
    })
}

/// Entities in one clause, the first few of them by name.
pub fn named(facts: &Facts, entities: &[EntityId]) -> String {
    /// So many are named.
    const NAMED: usize = 4;
    let mut names: Vec<String> = entities
        .iter()
        .take(NAMED)
        .map(|id| format!("`{}`", facts.entity_name(*id)))
        .collect();
    match (entities.len().saturating_sub(NAMED), names.pop()) {
        (_, None) => String::new(),
        (0, Some(last)) if names.is_empty() => last,
        (0, Some(last)) => format!("{} and {last}", names.join(", ")),
        (more, Some(last)) => {
            names.push(last);
            format!("{} and {more} more", names.join(", "))
        }
    }
}
