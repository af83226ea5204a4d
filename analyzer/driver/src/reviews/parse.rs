//! The words of a review: `reviewed(rule, rule) by=NAME until=YYYY-MM-DD — reason`.

use super::Review;
use crate::date::Date;
use partywall_ir::Span;

/// What a review says, before its place is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub rules: Vec<String>,
    pub by: String,
    pub until: Option<Date>,
    pub reason: String,
}

impl Said {
    pub(super) fn review(self, line: u32, span: Span, covers: Vec<Span>) -> Review {
        Review {
            rules: self.rules,
            by: self.by,
            until: self.until,
            reason: self.reason,
            line,
            span,
            covers,
        }
    }

    /// The same, when nothing is missing; else what is.
    pub(super) fn whole(self) -> Result<Self, String> {
        let missing = [
            (self.rules.is_empty(), "a rule, as in `reviewed(unscoped-lookup)`"),
            (self.by.is_empty(), "who reviewed it, as in `by=NAME`"),
            (self.reason.is_empty(), "a reason at its end, as in `— WHY`"),
        ];
        let missing: Vec<&str> = missing
            .into_iter()
            .filter(|(lacks, _)| *lacks)
            .map(|(_, what)| what)
            .collect();
        if missing.is_empty() {
            Ok(self)
        } else {
            Err(format!(
                "the review does not count: it lacks {}",
                missing.join(", and ")
            ))
        }
    }
}

/// Reads what follows `partywall:` in a comment.
pub(super) fn comment(text: &str) -> Result<Said, String> {
    let text = text.trim().trim_end_matches("*/").trim_end();
    let word: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    if word != "reviewed" {
        return Err(format!(
            "`partywall: {word}` means nothing: write `partywall: reviewed(RULE) by=NAME — REASON`"
        ));
    }
    let mut said = Said::default();
    let mut rest = text["reviewed".len()..].trim_start();
    if let Some(inside) = rest.strip_prefix('(') {
        let Some((rules, after)) = inside.split_once(')') else {
            return Err("the review does not count: its `(` is not closed".into());
        };
        said.rules = names(rules);
        rest = after.trim_start();
    }
    while let Some((key, after)) = rest.split_once('=').filter(|(key, _)| matches!(*key, "by" | "until")) {
        let (value, after) = value(after);
        if key == "by" {
            said.by = value.to_owned();
        } else {
            said.until = Some(day(value)?);
        }
        rest = after.trim_start();
    }
    said.reason = rest.trim_start_matches(['—', '–', '-', ':', ',']).trim().to_owned();
    said.whole()
}

/// Ids between commas, in the case of ids.
pub(super) fn names(text: &str) -> Vec<String> {
    let names = text.split([',', ' ']).map(|name| name.trim().trim_matches(['"', '\'']));
    names
        .filter(|name| !name.is_empty())
        .map(|name| name.replace('_', "-"))
        .collect()
}

/// The day that a review ends on.
pub(super) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| format!("the review does not count: `{text}` is no day, as in `until=2030-12-31`"))
}

/// A word, or several in quotation marks, and what follows.
fn value(text: &str) -> (&str, &str) {
    if let Some((quoted, after)) = text.strip_prefix('"').and_then(|text| text.split_once('"')) {
        return (quoted, after);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (text[..end].trim_end_matches(','), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_review_is_read() {
        let said =
            comment("reviewed(unscoped-lookup, untied-child) by=ann until=2030-01-31 — the report is for operators")
                .unwrap();
        assert_eq!(said.rules, ["unscoped-lookup", "untied-child"]);
        assert_eq!((said.by.as_str(), said.until), ("ann", Date::parse("2030-01-31")));
        assert_eq!(said.reason, "the report is for operators");
        let said = comment("reviewed(unscoped_lookup) by=\"Ann B\" -- why = because */").unwrap();
        assert_eq!(
            (said.rules[0].as_str(), said.by.as_str(), said.reason.as_str()),
            ("unscoped-lookup", "Ann B", "why = because")
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        let cases = [
            ("reviewed(a) by=x", "lacks a reason"),
            ("reviewed(a) — because", "lacks who"),
            ("reviewed by=x — because", "lacks a rule"),
            ("reviewed() by=x — because", "lacks a rule"),
            ("reviewed", "lacks a rule, as in `reviewed(unscoped-lookup)`, and who"),
            ("reviewed(a by=x", "not closed"),
            ("reviewed(a) by=x until=soon — y", "`soon` is no day"),
            ("ignore(a)", "`partywall: ignore` means nothing"),
            ("", "means nothing"),
        ];
        for (text, part) in cases {
            let fault = comment(text).unwrap_err();
            assert!(fault.contains(part), "{text}: {fault}");
        }
    }
}
