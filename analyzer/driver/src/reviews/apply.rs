//! Taking out the findings that somebody has reviewed, and saying which reviews no longer do anything.

use super::{Review, Reviews};
use crate::date::Date;
use partywall_catalog::load::unknown;
use partywall_report::{Finding, Notice, NoticeLevel};

/// For each finding whether a review takes it out, and what is wrong with reviews. Files come in the order of their numbers;
/// `rules` are the ids that there are.
pub fn apply<'a>(
    files: impl Iterator<Item = (&'a str, &'a Reviews)>,
    findings: &[Finding],
    rules: &[&str],
    today: Date,
) -> (Vec<bool>, Vec<Notice>) {
    let mut files: Vec<_> = files
        .map(|(path, said)| (path, said, vec![0_usize; said.reviews.len()]))
        .collect();
    let mut reviewed = Vec::with_capacity(findings.len());
    for finding in findings {
        let mut silenced = false;
        if let Some((_, said, uses)) = files.get_mut(finding.primary.file.0 as usize) {
            for (review, uses) in said
                .reviews
                .iter()
                .zip(uses)
                .filter(|(review, _)| review.speaks_of(finding))
            {
                *uses += 1;
                silenced |= !review.expired(today);
            }
        }
        reviewed.push(silenced);
    }
    let mut notices = Vec::new();
    for (path, said, uses) in &files {
        let faults = said
            .faults
            .iter()
            .map(|(line, fault)| (*line, NoticeLevel::Warning, fault.clone()));
        let stale = said
            .reviews
            .iter()
            .zip(uses)
            .filter_map(|(review, uses)| review.stale(*uses, rules, today));
        notices.extend(faults.chain(stale).map(|(line, level, message)| Notice {
            level,
            path: Some((*path).to_owned()),
            line: Some(line),
            message,
        }));
    }
    (reviewed, notices)
}

impl Review {
    fn speaks_of(&self, finding: &Finding) -> bool {
        let at = finding.primary.span.start;
        self.rules.iter().any(|rule| rule == finding.rule)
            && self
                .covers
                .iter()
                .any(|span| span.start <= at && at < span.end.max(span.start + 1))
    }

    fn expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// What there is to say of a review that covers `uses` findings.
    fn stale(&self, uses: usize, rules: &[&str], today: Date) -> Option<(u32, NoticeLevel, String)> {
        if let Some(rule) = self.rules.iter().find(|rule| !rules.contains(&rule.as_str())) {
            return Some((
                self.line,
                NoticeLevel::Warning,
                format!("in a review: {}", unknown("rule", rule, rules.iter().copied())),
            ));
        }
        let rules = self.rules.join("`, `");
        match self.until.filter(|until| *until < today) {
            Some(until) => {
                let message = format!(
                    "the review of `{rules}` by {} ended on {until} and no longer counts",
                    self.by
                );
                Some((self.line, NoticeLevel::Warning, message))
            }
            None if uses == 0 => {
                let message = format!("the review of `{rules}` by {} covers no finding: remove it", self.by);
                Some((self.line, NoticeLevel::Note, message))
            }
            None => None,
        }
    }
}
