//! Places that are asked about, and what is answered.

use super::*;
use crate::date::Date;
use crate::scratch::Scratch;
use partywall_report::terminal::Look;

const MODELS: &str = "\
from django.db import models


class Org(models.Model):
    name = models.TextField()


class Invoice(models.Model):
    org = models.ForeignKey(Org, on_delete=models.CASCADE)
    total = models.IntegerField()
";

const VIEWS: &str = "\
from django.http import Http404, JsonResponse
from django.urls import path
from shop.models import Invoice


def show(request, pk):
    invoice = Invoice.objects.get(pk=pk)
    return JsonResponse({\"total\": invoice.total})


def guarded(request, pk):
    invoice = Invoice.objects.get(pk=pk)
    if invoice.org_id != request.user.org_id:
        raise Http404
    return JsonResponse({\"total\": invoice.total})


def health(request):
    return JsonResponse({})


urlpatterns = [path(\"invoices/<int:pk>/\", show), path(\"own/<int:pk>/\", guarded), path(\"health/\", health)]
";

fn shop() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("shop/models.py", MODELS);
    scratch.write("shop/views.py", VIEWS);
    scratch
}

fn run(scratch: &Scratch, place: &str) -> Result<(Outcome, partywall_report::trace::Trace), Error> {
    let target = Target::parse(&scratch.root().join(place).display().to_string())?;
    let request = Request::new(vec![scratch.root().to_owned()], Date::from_unix(0));
    let project = Project::open(&request)?;
    trace(&project, &request, &target, &|_| {})
}

fn said(scratch: &Scratch, place: &str) -> String {
    let (outcome, trace) = run(scratch, place).unwrap();
    let mut out = String::new();
    partywall_report::trace::text(&mut out, &outcome.files, &trace, Look::default()).unwrap();
    out
}

#[test]
fn a_place_is_a_file_a_line_and_perhaps_a_column() {
    let target = Target::parse("a:b/c.py:12:3").unwrap();
    assert_eq!(
        (target.file.to_str(), target.line, target.column),
        (Some("a:b/c.py"), 12, Some(3))
    );
    assert_eq!(target.text(), "a:b/c.py:12:3");
    assert_eq!(Target::parse("c.py:7").unwrap().column, None);
    for wrong in [
        "c.py",
        "c.py:",
        "c.py:x",
        ":3",
        "c.py:0",
        "c.py:3:0",
        "c.py:-1",
        "c.py:99999999999",
    ] {
        let error = Target::parse(wrong).unwrap_err();
        assert!(
            error.help.as_ref().is_some_and(|help| help.contains("FILE:LINE")),
            "{wrong}: {error}"
        );
    }
}

#[test]
fn what_cannot_be_asked_about_is_an_error_with_a_remedy() {
    let scratch = shop();
    scratch.write_bytes("nul.py", b"a\0b");
    scratch.write("notes.txt", "x\n");
    for (place, words) in [
        ("none.py:1", "cannot read"),
        ("shop:1", "is a folder"),
        ("nul.py:1", "NUL bytes"),
        ("notes.txt:1", "no language"),
        ("shop/models.py:11", "has 10 lines"),
    ] {
        let Err(error) = run(&scratch, place) else {
            panic!("{place} was accepted")
        };
        assert!(error.message.contains(words) && error.help.is_some(), "{error}");
    }
}

#[test]
fn a_leak_is_told_with_the_origin_of_its_key() {
    let said = said(&shop(), "shop/views.py:7");
    assert!(said.starts_with("unscoped: `Invoice` is read: "), "{said}");
    assert!(said.contains("reached from show (invoices/<int:pk>/)"), "{said}");
    assert!(
        said.contains("no  `pk` is `pk` from the request's path, and nothing checks it"),
        "{said}"
    );
    assert!(said.contains("explain unscoped-lookup"), "{said}");
}

#[test]
fn a_guard_that_counts_is_quoted() {
    let said = said(&shop(), "shop/views.py:12");
    assert!(said.starts_with("guarded: `Invoice` is read: "), "{said}");
    assert!(
        said.contains("yes `invoice.org_id != request.user.org_id`  ")
            && said
                .contains("only goes on where `org_id` of the `Invoice` equals `user.org_id` of the caller's identity"),
        "{said}"
    );
    assert!(!said.contains("explain"), "{said}");
}

#[test]
fn inside_of_an_entry_point_its_accesses_are_told() {
    let scratch = shop();
    let (_, trace) = run(&scratch, "shop/views.py:15").unwrap();
    assert_eq!(
        (trace.within.as_deref(), trace.accesses.len()),
        (Some("guarded (own/<int:pk>/)"), 1)
    );
    let (_, column) = run(&scratch, "shop/views.py:7:20").unwrap();
    assert_eq!((column.within, column.accesses.len()), (None, 1));
}

#[test]
fn where_there_is_nothing_the_nearest_is_named() {
    let scratch = shop();
    scratch.write("tests/test_views.py", "from shop.models import Invoice\n");
    let nothing = said(&scratch, "shop/views.py:19");
    assert!(
        nothing.contains("no access of an owned entity was seen") && nothing.contains("nearest:"),
        "{nothing}"
    );
    let test = said(&scratch, "tests/test_views.py:1");
    assert!(test.contains("`--include tests` reads it"), "{test}");
    scratch.write("other/partywall.toml", "");
    let mut request = Request::new(vec![scratch.root().join("other")], Date::from_unix(0));
    request.threads = Some(1);
    let project = Project::open(&request).unwrap();
    let target = Target::parse(&scratch.root().join("shop/views.py:7").display().to_string()).unwrap();
    let (_, outside) = trace(&project, &request, &target, &|_| {}).unwrap();
    assert!(
        outside.because[0].contains("outside of the project"),
        "{:?}",
        outside.because
    );
}

#[test]
fn the_matrix_has_every_entry_point() {
    let scratch = shop();
    let request = Request::new(vec![scratch.root().to_owned()], Date::from_unix(0));
    let project = Project::open(&request).unwrap();
    let matrix = |narrow: &Narrow| routes(&project, &request, narrow, &|_| {}).unwrap().1;
    let all = matrix(&Narrow::default());
    let found: Vec<_> = all
        .entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry.accesses[0].verdict))
        .collect();
    assert_eq!(found, [("show", "unscoped"), ("guarded", "guarded")]);
    assert_eq!((all.idle.len(), all.idle[0].route.as_deref()), (1, Some("health/")));
    let unscoped = Narrow {
        verdicts: vec!["unscoped".into()],
        entry: None,
    };
    assert_eq!((matrix(&unscoped).entries.len(), matrix(&unscoped).idle.len()), (1, 0));
    let named = Narrow {
        entry: Some("OWN/".into()),
        ..Narrow::default()
    };
    assert_eq!(matrix(&named).entries[0].name, "guarded");
}
