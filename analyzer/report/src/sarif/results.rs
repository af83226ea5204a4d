//! Findings as results.

use super::rules::{precision, sentence};
use super::{Artifacts, MAX_STEPS};
use crate::escape::clipped;
use crate::fingerprint::{KEY, fingerprints};
use crate::json::written;
use crate::positions::{Files, Unit};
use crate::{Finding, Note, Place, RuleMeta, Step};
use partywall_ir::Span;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Lines shown around a region.
const CONTEXT: u32 = 2;
/// Longest text of a region.
const SNIPPET: usize = 1_000;
/// Longest region around one, in bytes: a giant line is no context.
const AROUND: u32 = 4_000;
/// Most places beside the main one.
const RELATED: usize = 100;

/// How deep a result stands in a log.
const DEPTH: usize = 4;

/// The results for the findings with the indices in `kept`, and how many flows were cut.
pub fn results(
    files: &mut Files<'_>,
    artifacts: &mut Artifacts,
    findings: &[Finding],
    kept: &[usize],
    rules: &[&RuleMeta],
) -> (Vec<Box<RawValue>>, usize) {
    let prints = fingerprints(findings);
    let mut cut = 0;
    let mut values = Vec::with_capacity(kept.len());
    for at in kept {
        let finding = &findings[*at];
        cut += usize::from(finding.flow.len() > MAX_STEPS);
        let value = result(files, artifacts, finding, &prints[*at], rules);
        values.push(written(&value, DEPTH));
    }
    (values, cut)
}

fn result(
    files: &mut Files<'_>,
    artifacts: &mut Artifacts,
    finding: &Finding,
    print: &str,
    rules: &[&RuleMeta],
) -> Value {
    let text = message(finding);
    let mut value = json!({
        "ruleId": finding.rule,
        "level": finding.level.word(),
        "message": { "id": "default", "text": text, "arguments": [text.strip_suffix('.').unwrap_or(&text)] },
        "locations": [{ "physicalLocation": physical(files, artifacts, finding.primary, true), "message": { "text": plain(&finding.label) } }],
        "partialFingerprints": { KEY: print },
        "properties": { "confidence": finding.confidence.word(), "precision": precision(finding.confidence), "persona": finding.persona.word() },
    });
    if let Some(index) = rules.iter().position(|rule| rule.id == finding.rule) {
        value["ruleIndex"] = json!(index);
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .take(RELATED)
        .zip(1..)
        .map(|(step, id)| {
            let mut value = location(files, artifacts, step, true);
            value["id"] = json!(id);
            value
        })
        .collect();
    if !related.is_empty() {
        value["relatedLocations"] = json!(related);
    }
    if !finding.flow.is_empty() {
        value["codeFlows"] = json!([{ "threadFlows": [{ "locations": flow(files, artifacts, &finding.flow) }] }]);
    }
    value
}

/// The message, and below it the notes and links to the other places: readers of SARIF show nothing else of a finding.
fn message(finding: &Finding) -> String {
    let mut text = sentence(&plain(&finding.message));
    for note in &finding.notes {
        let (kind, note) = match note {
            Note::Fact(note) => ("Note", note),
            Note::Help(note) => ("Help", note),
        };
        text.push_str(&format!("\n{kind}: {}", sentence(&plain(note))));
    }
    for (step, id) in finding.related.iter().take(RELATED).zip(1..) {
        text.push_str(&format!(
            "\nSee [{}]({id}).",
            step.text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
        ));
    }
    text
}

/// Text in which nothing reads as a link.
fn plain(text: &str) -> String {
    if text.contains("](") {
        text.replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_owned()
    }
}

fn flow(files: &mut Files<'_>, artifacts: &mut Artifacts, steps: &[Step]) -> Vec<Value> {
    // The access itself, the last step, is kept.
    let head = if steps.len() > MAX_STEPS {
        MAX_STEPS - 1
    } else {
        steps.len()
    };
    let tail = steps.len().saturating_sub(1).max(head);
    let steps = steps[..head].iter().chain(&steps[tail..]);
    steps
        .map(|step| json!({ "location": location(files, artifacts, step, false) }))
        .collect()
}

fn location(files: &mut Files<'_>, artifacts: &mut Artifacts, step: &Step, context: bool) -> Value {
    json!({ "physicalLocation": physical(files, artifacts, step.place, context), "message": { "text": plain(&step.text) } })
}

fn physical(files: &mut Files<'_>, artifacts: &mut Artifacts, place: Place, context: bool) -> Value {
    let artifact = artifacts.location(files, place.file);
    let mut value = json!({ "artifactLocation": artifact, "region": region(files, place, place.span) });
    if context {
        let positions = files.get(place.file);
        let first = positions.lines().line(place.span.start).saturating_sub(CONTEXT).max(1);
        let last = positions.lines().line(place.span.end) + CONTEXT;
        let last = last.min(u32::try_from(positions.lines().lines()).unwrap_or(u32::MAX));
        let around = positions.line_span(first).to(positions.line_span(last));
        if around.end - around.start <= AROUND && around != place.span && around.contains(place.span) {
            value["contextRegion"] = region(files, place, around);
        }
    }
    value
}

fn region(files: &mut Files<'_>, place: Place, span: Span) -> Value {
    let positions = files.get(place.file);
    let (start, end) = (
        positions.at(span.start, Unit::Utf16),
        positions.at(span.end, Unit::Utf16),
    );
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "snippet": { "text": clipped(positions.slice(span), SNIPPET) },
    })
}
