//! Our own JSON: everything that is known of a run, for programs. Fields are only ever added while [`VERSION`] stays.

use crate::fingerprint::fingerprints;
use crate::positions::{Files, Unit};
use crate::{Account, Finding, Note, Notice, Place, RuleMeta, Sources, Step};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// The version of the format.
pub const VERSION: u32 = 1;

/// All findings and the account. Lines and columns count from 1, columns in characters; `bytes` is the half-open range of
/// bytes of the file.
pub fn render(sources: &dyn Sources, findings: &[Finding], reviewed: usize, account: &Account) -> String {
    let mut files = Files::new(sources);
    let findings = fingerprints(findings)
        .into_iter()
        .zip(findings)
        .map(|(fingerprint, found)| written(&finding(&mut files, found, &fingerprint), 2))
        .collect();
    pretty(&Run {
        account: account_value(account),
        findings,
        notices: account.notices.iter().map(notice).collect(),
        reviewed,
        tool: json!({ "name": "partywall", "version": env!("CARGO_PKG_VERSION") }),
        version: VERSION,
    })
}

/// A run, its parts in the order of their names.
#[derive(Serialize)]
struct Run {
    account: Value,
    findings: Vec<Box<RawValue>>,
    notices: Vec<Value>,
    reviewed: usize,
    tool: Value,
    version: u32,
}

/// The rules as a list.
pub fn rules(rules: &[&RuleMeta]) -> String {
    let rule = |rule: &&RuleMeta| {
        json!({
            "id": rule.id,
            "summary": rule.summary,
            "level": rule.level.word(),
            "confidence": rule.confidence.word(),
            "persona": rule.persona.word(),
            "cwe": rule.cwe,
            "security_severity": rule.security_severity,
        })
    };
    pretty(&json!({ "version": VERSION, "rules": rules.iter().map(rule).collect::<Vec<_>>() }))
}

/// A value as text with an end of line.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    // A value made of strings, numbers and maps with string keys cannot fail to print.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A value as text that stands so many levels deep in another one. Of thousands of findings, the text is a tenth of the values.
pub(crate) fn written(value: &Value, depth: usize) -> Box<RawValue> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let text = text.replace('\n', &format!("\n{}", "  ".repeat(depth)));
    RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

fn finding(files: &mut Files<'_>, finding: &Finding, fingerprint: &str) -> Value {
    let mut steps = |steps: &[Step]| -> Vec<Value> {
        steps
            .iter()
            .map(|step| json!({ "location": place(files, step.place), "text": step.text }))
            .collect()
    };
    let (flow, related) = (steps(&finding.flow), steps(&finding.related));
    let notes: Vec<Value> = finding.notes.iter().map(note).collect();
    json!({
        "rule": finding.rule,
        "level": finding.level.word(),
        "confidence": finding.confidence.word(),
        "persona": finding.persona.word(),
        "message": finding.message,
        "location": place(files, finding.primary),
        "label": finding.label,
        "flow": flow,
        "related": related,
        "notes": notes,
        "fingerprint": fingerprint,
    })
}

fn note(note: &Note) -> Value {
    match note {
        Note::Fact(text) => json!({ "kind": "fact", "text": text }),
        Note::Help(text) => json!({ "kind": "help", "text": text }),
    }
}

pub(crate) fn place(files: &mut Files<'_>, place: Place) -> Value {
    let path = files.path(place.file);
    let positions = files.get(place.file);
    let (start, end) = (
        positions.at(place.span.start, Unit::Chars),
        positions.at(place.span.end, Unit::Chars),
    );
    json!({
        "path": path,
        "start": { "line": start.line, "column": start.column },
        "end": { "line": end.line, "column": end.column },
        "bytes": [place.span.start, place.span.end],
    })
}

fn notice(notice: &Notice) -> Value {
    json!({ "level": notice.level.word(), "path": notice.path, "line": notice.line, "message": notice.message })
}

/// The account as SARIF's run properties and our own format carry it.
pub(crate) fn account_value(account: &Account) -> Value {
    let pairs = |pairs: &mut dyn Iterator<Item = (String, usize)>| -> Value {
        pairs
            .map(|(name, count)| (name, Value::from(count)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    json!({
        "files": pairs(&mut account.files.iter().map(|(language, count)| ((*language).to_owned(), *count))),
        "lines": account.lines,
        "filesWithGaps": account.files_with_gaps,
        "gaps": account.gaps,
        "skipped": pairs(&mut account.skipped.iter().cloned()),
        "entryPoints": account.entry_points,
        "roots": account.roots,
        "ownedEntities": account.owned,
        "sharedEntities": account.shared,
        "frameworks": account.frameworks,
        "accesses": pairs(&mut account.verdicts.iter().map(|verdict| (verdict.verdict.to_owned(), verdict.count))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn carries_places_in_characters_and_the_account() {
        let (texts, finding) = fixture::lookup();
        let text = render(&texts, &[finding], 2, &fixture::account());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["version"], 1);
        let found = &value["findings"][0];
        assert_eq!(found["location"]["path"], "shop/views file.py");
        assert_eq!(found["location"]["start"], json!({ "line": 4, "column": 25 }));
        assert_eq!(found["flow"][0]["text"], "`pk` comes from the request");
        assert_eq!(found["related"][0]["location"]["start"]["line"], 6);
        assert_eq!(found["notes"][1]["kind"], "help");
        assert_eq!(value["reviewed"], 2);
        assert_eq!(value["account"]["accesses"]["guarded"], 0);
        assert_eq!(value["notices"][0]["line"], 3);
    }

    #[test]
    fn lists_rules() {
        let value: Value = serde_json::from_str(&rules(&[&fixture::RULE])).unwrap();
        assert_eq!(value["rules"][0]["id"], "unscoped-lookup");
        assert_eq!(value["rules"][0]["cwe"], json!([639, 22]));
    }
}
