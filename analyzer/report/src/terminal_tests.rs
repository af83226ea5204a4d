//! What a finding looks like, to the character.

use super::*;
use crate::fixture::{self, Texts, place};
use crate::{Source as Text, Step};

fn rendered(texts: &Texts, findings: &[Finding]) -> String {
    let mut out = String::new();
    render(
        &mut out,
        texts,
        findings,
        Look {
            paint: Paint::default(),
            unicode: true,
        },
    )
    .unwrap();
    out
}

#[test]
fn a_finding_with_flow_relation_and_notes() {
    let (texts, finding) = fixture::lookup();
    assert_eq!(rendered(&texts, &[finding]), include_str!("terminal_tests/lookup.txt"));
}

#[test]
fn many_places_are_cut_with_a_count() {
    let (texts, mut finding) = fixture::lookup();
    let steps = [
        "from", ".models", "import", "Invoice", "def", "show", "request", "name", "return", "render",
    ];
    finding.flow = steps
        .iter()
        .map(|w| Step {
            place: place(&texts, 0, w),
            text: format!("at {w}"),
        })
        .collect();
    let text = rendered(&texts, &[finding]);
    assert!(
        text.contains("1: at from") && text.contains("10: at render") && !text.contains("5: at def"),
        "{text}"
    );
    assert!(text.contains("4 more places are not shown here"), "{text}");
    assert!(text.contains("belongs to an"), "{text}");
}

#[test]
fn hostile_text_cannot_reach_the_terminal() {
    let (mut texts, mut finding) = fixture::lookup();
    texts.0[0].path = "a\u{1b}]0;x\u{7}.py".into();
    texts.0[0].text = "x = \"\u{1b}[2J\u{202e}\u{2028}\u{b}\"; leak(id)\n".into();
    finding.primary = place(&texts, 0, "leak(id)");
    finding.flow.clear();
    finding.message = "`\u{1b}[31m` loads".into();
    finding.notes = vec![Note::Fact("a\u{85}b\r\nc".into())];
    let text = rendered(&texts, &[finding]);
    let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}');
    assert!(!text.chars().any(bad), "{text:?}");
    assert!(text.contains("a␛]0;x␇.py:1:16 "), "{text}");
}

#[test]
fn a_minified_line_is_clipped_and_its_column_is_true() {
    let (mut texts, mut finding) = fixture::lookup();
    texts.0[0].text = format!("{};leak(id);{}", "é".repeat(70_000), "y".repeat(70_000));
    finding.primary = place(&texts, 0, "leak(id)");
    finding.flow.clear();
    let text = rendered(&texts, &[finding]);
    assert!(text.contains("shop/views file.py:1:70002 "), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 300), "{text}");
}

#[test]
fn colour_is_only_there_when_asked_for() {
    let (texts, finding) = fixture::lookup();
    let mut out = String::new();
    let look = Look {
        paint: Paint { color: true },
        unicode: true,
    };
    render(&mut out, &texts, std::slice::from_ref(&finding), look).unwrap();
    assert!(out.contains("\u{1b}["));
    assert!(!rendered(&texts, &[finding]).contains('\u{1b}'));
}

#[test]
fn a_file_that_is_gone_still_gives_a_report() {
    let (_, finding) = fixture::lookup();
    let gone = Texts(vec![
        Text {
            path: "shop/views.py".into(),
            text: String::new(),
        },
        Text {
            path: "shop/models.py".into(),
            text: String::new(),
        },
    ]);
    assert!(rendered(&gone, &[finding]).contains("error[unscoped-lookup]: "));
}

#[test]
fn the_hint_names_a_rule_once() {
    let (texts, finding) = fixture::lookup();
    let mut other = finding.clone();
    other.rule = "untied-child";
    let text = rendered(&texts, &[finding.clone(), finding, other]);
    assert_eq!(text.matches("partywall explain").count(), 1);
    assert!(
        text.contains("`partywall explain unscoped-lookup` says what it means and how to mend it (and 1 more rule)")
    );
}
