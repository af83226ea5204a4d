//! The closing lines of a run: what was looked at, so that silence means something.

use crate::escape::shown;
use crate::{Account, Finding, Level, NoticeLevel, Paint};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// Most notices that are printed one by one.
const NOTICES: usize = 20;

/// Writes notices, the account and the count of findings. `reviewed` findings were found and are not shown.
pub fn render(
    out: &mut dyn Write,
    account: &Account,
    findings: &[Finding],
    reviewed: usize,
    paint: Paint,
) -> fmt::Result {
    notices(out, account, paint)?;
    let mut row = |name: &str, text: String| writeln!(out, "{}{text}", paint.dim(format_args!("{name:<12}")));
    row("model:", model(account))?;
    row("files:", files(account))?;
    if !account.skipped.is_empty() {
        row(
            "skipped:",
            list(
                account
                    .skipped
                    .iter()
                    .map(|(reason, count)| (*count, shown(reason).into_owned())),
            ),
        )?;
    }
    row("entries:", entries(account))?;
    row("accesses:", accesses(account))?;
    writeln!(out, "{}", verdict(findings, reviewed, paint))
}

/// Writes how many findings each rule has, the most frequent first.
pub fn statistics(out: &mut dyn Write, findings: &[Finding], paint: Paint) -> fmt::Result {
    let mut counts: BTreeMap<&str, (usize, Level)> = BTreeMap::new();
    for finding in findings {
        let (count, level) = counts.entry(finding.rule).or_insert((0, finding.level));
        (*count, *level) = (*count + 1, finding.level.max(*level));
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(rule, (count, _))| (std::cmp::Reverse(*count), *rule));
    for (rule, (count, level)) in &rows {
        writeln!(
            out,
            "{:>7}  {}  {rule}",
            number(*count),
            paint.level(*level, format_args!("{:<7}", level.word()))
        )?;
    }
    if rows.is_empty() { Ok(()) } else { writeln!(out) }
}

/// Writes what there is to say about the run itself.
pub fn notices(out: &mut dyn Write, account: &Account, paint: Paint) -> fmt::Result {
    for notice in account.notices.iter().take(NOTICES) {
        let level = match notice.level {
            NoticeLevel::Note => Level::Note,
            NoticeLevel::Warning => Level::Warning,
            NoticeLevel::Error => Level::Error,
        };
        write!(out, "{}", paint.level(level, notice.level.word()))?;
        write!(out, ": {}", shown(&notice.message))?;
        match (&notice.path, notice.line) {
            (Some(path), Some(line)) => writeln!(out, "\n  --> {}:{line}", shown(path))?,
            (Some(path), None) => writeln!(out, "\n  --> {}", shown(path))?,
            _ => writeln!(out)?,
        }
    }
    let more = account.notices.len().saturating_sub(NOTICES);
    if more > 0 {
        writeln!(
            out,
            "{}: {more} more notices; `--format json` has them all",
            paint.level(Level::Note, "note")
        )?;
    }
    if account.notices.is_empty() {
        Ok(())
    } else {
        writeln!(out)
    }
}

fn model(account: &Account) -> String {
    if account.roots.is_empty() {
        return "no scope root was found: without one nothing is owned, and nothing can leak".into();
    }
    let roots: Vec<_> = account.roots.iter().map(|root| shown(root)).collect();
    format!(
        "{} ({} owned, {} shared)",
        roots.join(", "),
        plural(account.owned, "entity"),
        number(account.shared)
    )
}

fn files(account: &Account) -> String {
    let read = list(
        account
            .files
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(language, count)| (*count, (*language).to_owned())),
    );
    let read = if read.is_empty() { "none".to_owned() } else { read };
    let lines = plural(account.lines, "line");
    if account.gaps == 0 {
        return format!("{read}; {lines}; all understood");
    }
    let gaps = plural(account.gaps, "place");
    format!(
        "{read}; {lines}; {gaps} in {} not understood",
        plural(account.files_with_gaps, "file")
    )
}

fn entries(account: &Account) -> String {
    let points = plural(account.entry_points, "entry point");
    if account.frameworks.is_empty() {
        return format!("{points}; no known framework");
    }
    let frameworks: Vec<_> = account.frameworks.iter().map(|framework| shown(framework)).collect();
    format!("{points}; {}", frameworks.join(", "))
}

fn accesses(account: &Account) -> String {
    let total: usize = account.verdicts.iter().map(|verdict| verdict.count).sum();
    if total == 0 {
        return "none of owned entities".into();
    }
    let parts = account.verdicts.iter().filter(|verdict| verdict.count > 0);
    format!(
        "{} ({})",
        number(total),
        list(parts.map(|verdict| (verdict.count, verdict.verdict.to_owned())))
    )
}

/// The last line: how many findings there are.
fn verdict(findings: &[Finding], reviewed: usize, paint: Paint) -> String {
    let mut parts = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let count = findings.iter().filter(|finding| finding.level == level).count();
        if count > 0 {
            parts.push(paint.level(level, plural(count, level.word())).to_string());
        }
    }
    let mut text = if parts.is_empty() {
        paint.good("no findings").to_string()
    } else {
        parts.join(", ")
    };
    if reviewed > 0 {
        text.push_str(&format!(", {} reviewed and not shown", number(reviewed)));
    }
    text
}

fn list(parts: impl Iterator<Item = (usize, String)>) -> String {
    let parts: Vec<String> = parts.map(|(count, word)| format!("{} {word}", number(count))).collect();
    parts.join(", ")
}

/// A number and its noun, in the plural where it is not one.
pub fn plural(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o']) => format!("{} {stem}ies", number(count)),
        _ if noun.ends_with('s') => format!("{} {noun}es", number(count)),
        _ => format!("{} {noun}s", number(count)),
    }
}

/// A number with its thousands apart.
pub fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn says_what_was_seen() {
        let (_, finding) = fixture::lookup();
        let mut out = String::new();
        render(&mut out, &fixture::account(), &[finding], 2, Paint::default()).unwrap();
        let expected = "\
warning: does not parse from here
  --> shop/broken file.py:3

model:      Org, User (5 entities owned, 2 shared)
files:      2 python, 1 sql; 12,345 lines; 3 places in 1 file not understood
skipped:    4 generated, 20 tests
entries:    7 entry points; django-orm
accesses:   12 (11 scoped, 1 unscoped)
1 error, 2 reviewed and not shown
";
        assert_eq!(out, expected);
    }

    #[test]
    fn an_empty_run_says_that_it_is_empty() {
        let mut out = String::new();
        render(&mut out, &Account::default(), &[], 0, Paint::default()).unwrap();
        assert!(
            out.contains("no scope root was found") && out.contains("files:      none; 0 lines"),
            "{out}"
        );
        assert!(out.ends_with("no findings\n"), "{out}");
    }

    #[test]
    fn statistics_count_by_rule() {
        let (_, finding) = fixture::lookup();
        let mut other = finding.clone();
        (other.rule, other.level) = ("untied-child", Level::Note);
        let mut out = String::new();
        statistics(&mut out, &[other, finding.clone(), finding], Paint::default()).unwrap();
        assert_eq!(
            out,
            "      2  error    unscoped-lookup\n      1  note     untied-child\n\n"
        );
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [number(7), number(1_000), number(1_234_567)],
            ["7", "1,000", "1,234,567"]
        );
        assert_eq!(
            [plural(1, "entity"), plural(2, "entity"), plural(0, "file")],
            ["1 entity", "2 entities", "0 files"]
        );
        assert_eq!([plural(2, "access"), plural(2, "way")], ["2 accesses", "2 ways"]);
    }
}
