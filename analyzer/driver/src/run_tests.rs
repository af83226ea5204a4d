//! Whole runs over a small project.

use super::*;
use crate::config::PersonaWord;
use crate::date::Date;
use crate::scratch::Scratch;
use partywall_report::Level;

const MODELS: &str = "\
from django.db import models


class Organization(models.Model):
    name = models.CharField(max_length=80)


class Project(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)


class Invoice(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    total = models.IntegerField()
";

const VIEWS: &str = "\
from django.http import JsonResponse
from rest_framework.decorators import api_view

from .models import Invoice


@api_view([\"GET\"])
def show(request, pk):
    invoice = Invoice.objects.get(pk=pk)
    return JsonResponse({\"total\": invoice.total})
";

const LOOKUP: &str = "unscoped-lookup";

fn project() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("shop/models.py", MODELS);
    scratch.write("shop/views.py", VIEWS);
    scratch
}

fn today() -> Date {
    Date::parse("2026-11-22").unwrap()
}

fn run(scratch: &Scratch, change: impl FnOnce(&mut Request)) -> Outcome {
    let mut request = Request::new(vec![scratch.root().to_owned()], today());
    change(&mut request);
    check(&Project::open(&request).unwrap(), &request, &|_| {}).unwrap()
}

fn rules_of(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_leak_is_found_and_the_run_accounts_for_itself() {
    let scratch = project();
    let outcome = run(&scratch, |_| {});
    assert_eq!(rules_of(&outcome), [LOOKUP]);
    let account = &outcome.account;
    assert_eq!(account.files[1], ("python", 2));
    assert_eq!(
        (account.roots.as_slice(), account.owned),
        (&["Organization".to_owned()][..], 2)
    );
    assert!(account.entry_points >= 1 && account.frameworks.iter().any(|id| id == "django-orm"));
    assert_eq!(account.verdicts.iter().map(|verdict| verdict.count).sum::<usize>(), 1);
    let model = outcome.analysis.model(&outcome.files);
    let invoice = model.iter().find(|entity| entity.name == "Invoice").unwrap();
    assert_eq!(
        invoice.at.as_ref().map(|at| (at.path.as_str(), at.line)),
        Some(("shop/models.py", 12))
    );
    assert_eq!(invoice.paths, ["organization → Organization"]);
}

/// The facts that are told beside the findings.
fn told(outcome: &Outcome) -> Vec<&str> {
    let notes = outcome.findings.iter().flat_map(|finding| &finding.notes);
    let facts = notes.filter_map(|note| match note {
        partywall_report::Note::Fact(text) => Some(text.as_str()),
        partywall_report::Note::Help(_) => None,
    });
    facts.collect()
}

#[test]
fn what_is_given_and_left_unused_is_told_beside_the_leak() {
    let scratch = project();
    let repository = "\n
class Invoices:
    def own(self, organization_id, pk):
        return Invoice.objects.get(pk=pk, organization_id=organization_id)

    def one(self, organization_id, pk):
        return Invoice.objects.get(pk=pk)

    def all(self, organization_id=None):
        rows = Invoice.objects.all()
        if organization_id is not None:
            rows = rows.filter(organization_id=organization_id)
        return [row.total for row in rows]


@api_view([\"GET\"])
def one(request, pk):
    return JsonResponse({\"total\": Invoices().one(request.user.organization_id, pk).total})


@api_view([\"GET\"])
def all(request):
    return JsonResponse({\"totals\": Invoices().all()})
";
    scratch.write("shop/views.py", &format!("{VIEWS}{repository}"));
    let outcome = run(&scratch, |_| {});
    let said = told(&outcome);
    let unused = "`Invoices.one` takes `organization_id` and does not use it";
    let optional =
        "`Invoices.all` asks by `organization_id` only where one is given: leaving it out asks for the rows of all";
    assert!(said.contains(&unused) && said.contains(&optional), "{said:?}");
    assert!(
        !said.iter().any(|fact| fact.contains("`Invoices.own` takes")),
        "{said:?}"
    );
}

#[test]
fn a_review_keeps_a_finding_silent_unless_it_is_not_to_count() {
    let scratch = project();
    let reviewed = VIEWS.replace(
        "    invoice =",
        &format!("    # partywall: reviewed({LOOKUP}) by=ann — public\n    invoice ="),
    );
    scratch.write("shop/views.py", &reviewed);
    let outcome = run(&scratch, |_| {});
    assert_eq!((outcome.findings.len(), outcome.reviewed.len()), (0, 1));
    assert!(
        outcome
            .account
            .verdicts
            .iter()
            .any(|verdict| verdict.verdict == "reviewed" && verdict.count == 1)
    );
    let outcome = run(&scratch, |request| request.reviews = false);
    assert_eq!((outcome.findings.len(), outcome.reviewed.len()), (1, 0));
}

#[test]
fn configuration_and_options_choose_findings() {
    let scratch = project();
    assert!(
        run(&scratch, |request| request.ignore = vec![LOOKUP.into()])
            .findings
            .is_empty()
    );
    assert!(
        run(&scratch, |request| request.select = vec!["untied-child".into()])
            .findings
            .is_empty()
    );
    assert_eq!(
        rules_of(&run(&scratch, |request| request.select = vec![LOOKUP.into()])),
        [LOOKUP]
    );
    assert_eq!(
        rules_of(&run(&scratch, |request| request.persona = Some(PersonaWord::Auditor))),
        [LOOKUP]
    );
    scratch.write("partywall.toml", &format!("[rules.{LOOKUP}]\nlevel = \"note\"\n"));
    assert_eq!(run(&scratch, |_| {}).findings[0].level, Level::Note);
    scratch.write("partywall.toml", &format!("[rules.{LOOKUP}]\nlevel = \"off\"\n"));
    assert!(run(&scratch, |_| {}).findings.is_empty());
    scratch.write("partywall.toml", "exclude = [\"shop/views.py\"]\n");
    assert!(run(&scratch, |_| {}).findings.is_empty());
    scratch.write("partywall.toml", "[[entity]]\nname = \"Invoice\"\nshared = true\n");
    assert!(run(&scratch, |_| {}).findings.is_empty());
}

#[test]
fn findings_outside_of_the_application_s_own_code_are_reported_on_request() {
    let scratch = project();
    scratch.write("shop/views.py", &format!("# @generated\n{VIEWS}"));
    assert!(run(&scratch, |_| {}).findings.is_empty());
    assert!(
        run(&scratch, |request| request.include = vec![Kind::Tests])
            .findings
            .is_empty()
    );
    assert_eq!(
        rules_of(&run(&scratch, |request| request.include = vec![Kind::Generated])),
        [LOOKUP]
    );
}

#[test]
fn tests_are_read_where_they_are_used_or_asked_for() {
    let scratch = project();
    scratch.write("tests/views.py", VIEWS);
    scratch.write("src/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn = b;\n}\n");
    let outcome = run(&scratch, |_| {});
    assert_eq!(outcome.account.files_with_gaps, 0);
    let skipped = |account: &Account| account.skipped.clone();
    assert_eq!(skipped(&outcome.account), [("tests".to_owned(), 1)]);
    let found = outcome.findings.len();
    let outcome = run(&scratch, |request| request.include = vec![Kind::Tests]);
    assert!(skipped(&outcome.account).is_empty());
    assert_eq!(outcome.account.files_with_gaps, 1);
    assert!(outcome.findings.len() > found);
    // the application imports it: it is read, and what is in it is a test's all the same
    scratch.write("shop/urls.py", "from tests.views import show\n");
    let outcome = run(&scratch, |_| {});
    assert!(skipped(&outcome.account).is_empty());
    assert_eq!(outcome.findings.len(), found);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let scratch = project();
    for at in 0..12 {
        scratch.write(&format!("shop/views_{at}.py"), VIEWS);
    }
    let report = |threads: usize| {
        let outcome = run(&scratch, |request| request.threads = Some(threads));
        let rules = engine::rules();
        (
            partywall_report::sarif::render(&outcome.files, &outcome.findings, &rules, &outcome.account),
            partywall_report::model::json(&outcome.analysis.model(&outcome.files)),
        )
    };
    let one = report(1);
    assert_eq!(one.0.matches("\"ruleId\"").count(), 13);
    assert!(one == report(4));
}

#[test]
fn silence_is_explained() {
    let scratch = Scratch::new();
    let outcome = run(&scratch, |_| {});
    assert_eq!(
        outcome.account.notices[0].message,
        "no file in a language that can be analysed was found"
    );
    scratch.write(
        "models.py",
        &MODELS.replace("Organization", "Gizmo").replace("organization", "gizmo"),
    );
    scratch.write("blob.py", "a\0b");
    let outcome = run(&scratch, |_| {});
    let said: Vec<&str> = outcome
        .account
        .notices
        .iter()
        .map(|notice| notice.message.as_str())
        .collect();
    assert!(said.iter().any(|message| message.contains("no scope root")), "{said:?}");
    assert!(
        said.iter().any(|message| message.contains("no entry point")),
        "{said:?}"
    );
    assert_eq!(outcome.account.skipped, [("binary".to_owned(), 1)]);
    for at in 0..9 {
        scratch.write(&format!("broken_{at}.py"), "def f(:\n    pass )\n");
    }
    let outcome = run(&scratch, |_| {});
    let said: Vec<&str> = outcome
        .account
        .notices
        .iter()
        .map(|notice| notice.message.as_str())
        .collect();
    assert_eq!(
        said.iter()
            .filter(|message| message.contains("does not parse here"))
            .count(),
        1,
        "{said:?}"
    );
    assert!(
        said.iter().any(|message| message.contains("in 8 more files")),
        "{said:?}"
    );
}
