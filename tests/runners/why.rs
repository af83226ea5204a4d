//! What `trace` and `routes` tell agrees with what `check` reports, for every finding of the applications in the corpus.

#![expect(clippy::unwrap_used, reason = "a project that cannot be laid out fails its test")]

use partywall_driver::trace::Narrow;
use partywall_driver::{Date, Outcome, Project, Request, Target, routes, trace};
use partywall_report::terminal::Look;
use partywall_report::{Finding, Sources};
use partywall_tests::scratch::Scratch;
use partywall_tests::{Case, tree};
use std::collections::BTreeSet;

fn request(scratch: &Scratch) -> Request {
    Request::new(vec![scratch.root().to_owned()], Date::from_unix(0))
}

fn applications() -> Vec<(String, Scratch)> {
    let mut found = Vec::new();
    for app in tree::folders(&tree::root().join("corpus/apps")) {
        for twin in tree::folders(&app) {
            let name = format!("{}/{}", tree::name(&app), tree::name(&twin));
            let case = Case::folder(name.clone(), &twin).unwrap();
            found.push((name, case.lay_out().unwrap()));
        }
    }
    assert!(!found.is_empty(), "there are no applications");
    found
}

fn line(outcome: &Outcome, finding: &Finding) -> u32 {
    partywall_ir::LineIndex::new(outcome.files.text(finding.primary.file)).line(finding.primary.span.start)
}

#[test]
fn every_finding_is_traced_to_the_rule_that_reports_it() {
    for (name, scratch) in applications() {
        let request = request(&scratch);
        let project = Project::open(&request).unwrap();
        let outcome = partywall_driver::check(&project, &request, &|_| {}).unwrap();
        for finding in &outcome.findings {
            let place = format!(
                "{}:{}",
                outcome.files.path(finding.primary.file),
                line(&outcome, finding)
            );
            let target = Target::parse(&scratch.root().join(&place).display().to_string()).unwrap();
            let (traced, told) = trace(&project, &request, &target, &|_| {}).unwrap();
            let rules: Vec<_> = told.accesses.iter().filter_map(|access| access.rule).collect();
            assert!(
                rules.contains(&finding.rule),
                "{name}: {place}: {} is not among {rules:?}",
                finding.rule
            );
            for access in &told.accesses {
                let last = access.way.last().map(|step| step.place);
                assert!(!access.reason.is_empty(), "{name}: {place}: an access without a reason");
                assert_eq!(last, Some(access.place), "{name}: {place}: the way ends elsewhere");
            }
            let mut text = String::new();
            partywall_report::trace::text(&mut text, &traced.files, &told, Look::default()).unwrap();
            assert!(text.contains(finding.rule), "{name}: {place}:\n{text}");
        }
    }
}

#[test]
fn a_finding_behind_calls_carries_the_way_to_it() {
    let mut long = 0;
    for (name, scratch) in applications() {
        let request = request(&scratch);
        let project = Project::open(&request).unwrap();
        let outcome = partywall_driver::check(&project, &request, &|_| {}).unwrap();
        for finding in &outcome.findings {
            let calls = finding
                .flow
                .iter()
                .filter(|step| step.text.ends_with("is called"))
                .count();
            assert!(
                finding.flow.len() > calls,
                "{name}: {} has no way in or no end",
                finding.message
            );
            long += usize::from(calls > 0);
        }
    }
    assert!(long > 0, "no application has a finding behind a call");
}

#[test]
fn the_matrix_has_every_verdict_that_is_counted() {
    for (name, scratch) in applications() {
        let request = request(&scratch);
        let project = Project::open(&request).unwrap();
        let (outcome, table) = routes(&project, &request, &Narrow::default(), &|_| {}).unwrap();
        let reached = table.entries.iter().flat_map(|entry| &entry.accesses);
        let told: BTreeSet<&str> = reached.chain(&table.unreached).map(|access| access.verdict).collect();
        for counted in outcome.account.verdicts.iter().filter(|counted| counted.count > 0) {
            let verdict = counted.verdict;
            assert!(
                told.contains(verdict),
                "{name}: accesses are {verdict}, and none in the matrix"
            );
        }
        let rules: Vec<_> = table
            .entries
            .iter()
            .flat_map(|entry| &entry.accesses)
            .filter_map(|access| access.rule)
            .collect();
        for finding in &outcome.findings {
            let unreached = table.unreached.iter().any(|access| access.rule == Some(finding.rule));
            assert!(
                rules.contains(&finding.rule) || unreached,
                "{name}: {} is not in the matrix",
                finding.rule
            );
        }
    }
}

#[test]
fn every_line_of_an_application_has_an_answer() {
    let (name, scratch) = applications().swap_remove(0);
    let request = request(&scratch);
    let project = Project::open(&request).unwrap();
    for file in &project.discovery.files {
        let lines = std::fs::read_to_string(&file.absolute).unwrap().lines().count();
        for line in (1..=lines).step_by(7) {
            let target = Target::parse(&format!("{}:{line}", file.absolute.display())).unwrap();
            let (outcome, told) = trace(&project, &request, &target, &|_| {}).unwrap();
            let said = !told.accesses.is_empty() || !told.because.is_empty();
            assert!(said, "{name}: {}:{line} is passed over", file.path);
            let mut text = String::new();
            partywall_report::trace::text(&mut text, &outcome.files, &told, Look::default()).unwrap();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        }
    }
}
