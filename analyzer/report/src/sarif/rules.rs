//! How a rule is declared.

use super::HOME;
use crate::{Confidence, RuleMeta, page};
use serde_json::{Value, json};

/// One reporting descriptor.
pub fn rule(rule: &RuleMeta) -> Value {
    let short = sentence(rule.summary);
    let paragraph = page::first_paragraph(rule.page);
    let full = if paragraph.is_empty() { short.clone() } else { paragraph };
    let mut tags = vec!["security".to_owned(), "multi-tenancy".to_owned()];
    tags.extend(rule.cwe.iter().map(|number| format!("external/cwe/cwe-{number:03}")));
    json!({
        "id": rule.id,
        "name": name(rule.id),
        "shortDescription": { "text": short },
        "fullDescription": { "text": full },
        "help": { "text": page::plain(rule.page), "markdown": rule.page },
        "helpUri": format!("{HOME}/blob/main/lints/rules/docs/{}.md", rule.id),
        "messageStrings": { "default": { "text": "{0}." } },
        "defaultConfiguration": { "level": rule.level.word() },
        "properties": {
            "tags": tags,
            "precision": precision(rule.confidence),
            "problem.severity": problem_severity(rule),
            "security-severity": rule.security_severity,
            "persona": rule.persona.word(),
        },
    })
}

/// GitHub's word for how sure a rule is.
pub fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "very-high",
        Confidence::Medium => "high",
        Confidence::Low => "medium",
    }
}

/// GitHub's words are not SARIF's: a note is a recommendation.
fn problem_severity(rule: &RuleMeta) -> &'static str {
    match rule.level {
        crate::Level::Error => "error",
        crate::Level::Warning => "warning",
        crate::Level::Note => "recommendation",
    }
}

/// `unscoped-lookup` as `UnscopedLookup`: a rule's name must not be its id.
fn name(id: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect::<String>()
        })
    };
    id.split('-').map(capital).collect()
}

/// The same with a capital in front and a full stop behind.
pub fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}
