//! SARIF 2.1.0 as GitHub code scanning wants it: every rule declared with its help, stable fingerprints, paths from entry
//! to access, and an account of the run in its invocation and properties. Within GitHub's limits, and saying so when they bind.

mod results;
mod rules;
mod uri;

use crate::json::{account_value, pretty};
use crate::positions::Files;
use crate::{Account, FileId, Finding, Notice, NoticeLevel, RuleMeta, Sources};
use partywall_ir::Language;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// GitHub takes this many results of a run.
pub const MAX_RESULTS: usize = 25_000;
/// GitHub takes this many steps of a result.
pub const MAX_STEPS: usize = 10_000;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME: &str = env!("CARGO_PKG_REPOSITORY");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One log with one run.
pub fn render(sources: &dyn Sources, findings: &[Finding], rules: &[&RuleMeta], account: &Account) -> String {
    let kept = most_serious(findings, MAX_RESULTS);
    let mut artifacts = Artifacts::default();
    let mut files = Files::new(sources);
    let (results, cut_flows) = results::results(&mut files, &mut artifacts, findings, &kept, rules);
    let mut notices = account.notices.clone();
    notices.extend(limits(findings.len(), cut_flows));
    let trusted = notices.iter().all(|notice| notice.level != NoticeLevel::Error);
    let notifications: Vec<Value> = notices.iter().map(notification).collect();
    let tool = json!({
        "driver": {
            "name": "partywall",
            "fullName": format!("partywall {VERSION}"),
            "organization": "partywall",
            "version": VERSION,
            "semanticVersion": VERSION,
            "informationUri": HOME,
            "shortDescription": { "text": "Finds places where one tenant of an application can reach another tenant's data." },
            "rules": rules.iter().map(|rule| rules::rule(rule)).collect::<Vec<_>>(),
            "notifications": [{
                "id": "run-notice",
                "name": "RunNotice",
                "shortDescription": { "text": "Something to say about the run itself." },
                "fullDescription": { "text": "Something to say about the run itself: what was not seen, and why." },
                "help": {
                    "text": "A part of the code was not seen, or a setting or review does nothing. The message says which.",
                    "markdown": "A part of the code was not seen, or a setting or review does nothing. The message says which.",
                },
            }],
        },
    });
    let run = Run {
        artifacts: artifacts.values(&files),
        automation_details: json!({ "id": "partywall/" }),
        column_kind: "utf16CodeUnits",
        invocations: json!([{ "executionSuccessful": trusted, "toolExecutionNotifications": notifications }]),
        original_uri_base_ids: json!({ uri::BASE: { "description": { "text": "The root of the checked tree." } } }),
        properties: json!({ "account": account_value(account) }),
        results,
        tool,
    };
    pretty(&Log {
        schema: SCHEMA,
        runs: [run],
        version: "2.1.0",
    })
}

/// A log, its parts in the order of their names.
#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run; 1],
    version: &'static str,
}

/// A run, its parts in the order of their names. Results are text by now: there may be thousands.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    artifacts: Vec<Value>,
    automation_details: Value,
    column_kind: &'static str,
    invocations: Value,
    original_uri_base_ids: Value,
    properties: Value,
    results: Vec<Box<RawValue>>,
    tool: Value,
}

/// The indices of at most `limit` findings, the most serious ones, in the order of the report.
fn most_serious(findings: &[Finding], limit: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..findings.len()).collect();
    if kept.len() > limit {
        kept.sort_by_key(|at| (std::cmp::Reverse(findings[*at].level), *at));
        kept.truncate(limit);
        kept.sort_unstable();
    }
    kept
}

fn limits(findings: usize, cut_flows: usize) -> Vec<Notice> {
    let notice = |message| Notice {
        level: NoticeLevel::Warning,
        path: None,
        line: None,
        message,
    };
    let mut notices = Vec::new();
    if findings > MAX_RESULTS {
        notices.push(notice(format!(
            "{findings} findings were made and the {MAX_RESULTS} most serious are listed: code scanning takes no more"
        )));
    }
    if cut_flows > 0 {
        notices.push(notice(format!(
            "{cut_flows} flows were cut to {MAX_STEPS} steps: code scanning takes no more"
        )));
    }
    notices
}

fn notification(notice: &Notice) -> Value {
    let mut value = json!({
        "descriptor": { "id": "run-notice", "index": 0 },
        "level": notice.level.word(),
        "message": { "text": notice.message },
    });
    if let Some(path) = &notice.path {
        let mut physical = json!({ "artifactLocation": { "uri": uri::encode(path), "uriBaseId": uri::BASE } });
        if let Some(line) = notice.line {
            physical["region"] = json!({ "startLine": line });
        }
        value["locations"] = json!([{ "physicalLocation": physical }]);
    }
    value
}

/// The files that results speak of, in the order in which they are first named.
#[derive(Default)]
struct Artifacts {
    index: BTreeMap<FileId, usize>,
    order: Vec<FileId>,
}

impl Artifacts {
    fn location(&mut self, files: &Files<'_>, file: FileId) -> Value {
        let next = self.order.len();
        let index = *self.index.entry(file).or_insert_with(|| {
            self.order.push(file);
            next
        });
        json!({ "uri": uri::encode(files.path(file)), "uriBaseId": uri::BASE, "index": index })
    }

    fn values(&self, files: &Files<'_>) -> Vec<Value> {
        let value = |file: &FileId| {
            let path = files.path(*file);
            let language = path
                .rsplit('.')
                .next()
                .and_then(Language::from_extension)
                .map(Language::id);
            json!({
                "location": { "uri": uri::encode(path), "uriBaseId": uri::BASE },
                "sourceLanguage": language.unwrap_or("unknown"),
            })
        };
        self.order.iter().map(value).collect()
    }
}

#[cfg(test)]
mod tests;
