//! Reviews in real source, from comment to silence.

use super::*;
use crate::languages::frontend;
use partywall_ir::Language;
use partywall_report::{Confidence, FileId, Finding, Level, NoticeLevel, Persona, Place};

const RULES: [&str; 2] = ["unscoped-lookup", "unscoped-list"];

fn today() -> Date {
    Date::parse("2026-11-22").unwrap()
}

fn finding(text: &str, rule: &'static str, words: &str) -> Finding {
    let start = text.find(words).unwrap();
    Finding {
        rule,
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        message: "m".into(),
        primary: Place {
            file: FileId(0),
            span: Span::new(start, start + words.len()),
        },
        label: "l".into(),
        flow: vec![],
        related: vec![],
        notes: vec![],
        identity: words.into(),
    }
}

/// Which of the words still have a finding of `unscoped-lookup`, and what was said.
fn left<'a>(language: Language, text: &str, words: &[&'a str]) -> (Vec<&'a str>, Vec<String>) {
    let unit = frontend(language).lower("a", text);
    let reviews = collect(&unit, text);
    let findings: Vec<Finding> = words.iter().map(|words| finding(text, RULES[0], words)).collect();
    let (reviewed, notices) = apply([("a", &reviews)].into_iter(), &findings, &RULES, today());
    let left = words
        .iter()
        .zip(reviewed)
        .filter(|(_, reviewed)| !reviewed)
        .map(|(words, _)| *words)
        .collect();
    (left, notices.into_iter().map(|notice| notice.message).collect())
}

const OK: &str = "partywall: reviewed(unscoped-lookup) by=ann until=2027-01-01 — operators only";

#[test]
fn a_comment_covers_the_statement_below_and_no_more() {
    let text = format!(
        "def f(pk):\n    # {OK}\n\n    # another remark\n    a = (\n        Invoice.objects\n        .get(pk=pk)\n    )\n    b = other(pk)\n"
    );
    let (left, notices) = left(
        Language::Python,
        &text,
        &[".get(pk=pk)", "Invoice.objects", "other(pk)"],
    );
    assert_eq!((left, notices.len()), (vec!["other(pk)"], 0));
}

#[test]
fn a_comment_behind_code_covers_its_line() {
    let text = format!("def f(pk):\n    a = get(pk)  # {OK}\n    b = other(pk)\n");
    assert_eq!(
        left(Language::Python, &text, &["get(pk)", "other(pk)"]).0,
        ["other(pk)"]
    );
}

#[test]
fn a_comment_above_a_function_covers_it() {
    let text = format!(
        "# {OK}\n@route('/x')\ndef f(pk):\n    if pk:\n        a = get(pk)\n\n\ndef g(pk):\n    b = other(pk)\n"
    );
    assert_eq!(
        left(Language::Python, &text, &["get(pk)", "other(pk)"]).0,
        ["other(pk)"]
    );
    let text = format!(
        "class C {{\n  // {OK}\n  [HttpGet]\n  public X F(int id) {{\n    return Get(id);\n  }}\n  public X G(int id) => Other(id);\n}}\n"
    );
    assert_eq!(
        left(Language::CSharp, &text, &["Get(id)", "Other(id)"]).0,
        ["Other(id)"]
    );
    let text = format!(
        "// {OK}\n#[get(\"/x\")]\nfn f(id: i64) {{\n    load(id);\n}}\n\nfn g(id: i64) {{\n    other(id);\n}}\n"
    );
    assert_eq!(left(Language::Rust, &text, &["load(id)", "other(id)"]).0, ["other(id)"]);
}

#[test]
fn a_comment_above_a_compound_statement_covers_its_head() {
    let text = format!("def f(pk):\n    # {OK}\n    if head(pk):\n        a = inner(pk)\n");
    assert_eq!(
        left(Language::Python, &text, &["head(pk)", "inner(pk)"]).0,
        ["inner(pk)"]
    );
}

#[test]
fn attributes_cover_what_carries_them() {
    let text = "#[partywall_attr::reviewed(\"unscoped-lookup\", by = \"ann\", reason = \"operators\")]\nfn f(id: i64) {\n    load(id);\n}\n\nfn g(id: i64) {\n    other(id);\n}\n";
    assert_eq!(
        left(Language::Rust, text, &["load(id)", "other(id)"]),
        (vec!["other(id)"], vec![])
    );
    let text = "class C {\n  [Reviewed(\"unscoped-lookup\", By = \"ann\", Reason = \"operators\")]\n  public X F(int id) { return Get(id); }\n  public X G(int id) { return Other(id); }\n}\n";
    assert_eq!(
        left(Language::CSharp, text, &["Get(id)", "Other(id)"]),
        (vec!["Other(id)"], vec![])
    );
    let text = "@reviewed(\"unscoped-lookup\", by=\"ann\", reason=\"operators\")\ndef f(pk):\n    return get(pk)\n\n\n@reviewed(1)\ndef g(pk):\n    return other(pk)\n";
    assert_eq!(
        left(Language::Python, text, &["get(pk)", "other(pk)"]),
        (vec!["other(pk)"], vec![])
    );
}

#[test]
fn a_review_that_does_not_count_is_said() {
    let with = |review: &str| {
        left(
            Language::Python,
            &format!("# partywall: {review}\na = get(pk)\n"),
            &["get(pk)"],
        )
    };
    let (left, notices) = with("reviewed(unscoped-lookup) by=ann until=2026-11-21 — x");
    assert_eq!(
        (left.len(), notices),
        (
            1,
            vec!["the review of `unscoped-lookup` by ann ended on 2026-11-21 and no longer counts".to_owned()]
        )
    );
    assert_eq!(
        with("reviewed(unscoped-lookup) by=ann until=2026-11-22 — x"),
        (vec![], vec![])
    );
    let (left, notices) = with("reviewed(unscoped-list) by=ann — x");
    assert_eq!(
        (left.len(), notices),
        (
            1,
            vec!["the review of `unscoped-list` by ann covers no finding: remove it".to_owned()]
        )
    );
    let (left, notices) = with("reviewed(unscoped-lokup) by=ann — x");
    assert_eq!(
        (left.len(), notices),
        (
            1,
            vec!["in a review: unknown rule `unscoped-lokup`: did you mean `unscoped-lookup`?".to_owned()]
        )
    );
    let (left, notices) = with("reviewed(unscoped-lookup) — x");
    assert!(left.len() == 1 && notices[0].contains("it lacks who"), "{notices:?}");
}

#[test]
fn faults_are_warnings_with_their_line() {
    let text = "x = 1\n\n# partywall: reviewd(a)\n";
    let unit = frontend(Language::Python).lower("a", text);
    let (_, notices) = apply([("a.py", &collect(&unit, text))].into_iter(), &[], &RULES, today());
    let notice = &notices[0];
    assert_eq!(
        (notice.level, notice.path.as_deref(), notice.line),
        (NoticeLevel::Warning, Some("a.py"), Some(3))
    );
}
