//! One run from files to findings, and the account of what it saw.

use crate::config::RuleLevel;
use crate::discover::{Found, Kind};
use crate::engine::{self, Analysis, Ask};
use crate::error::Error;
use crate::files::Files;
use crate::frameworks;
use crate::lower::{Fate, Lowered, declared, lower_all, on_workers};
use crate::project::{Phase, Project, Request};
use crate::reviews::{self, Reviews};
use crate::used::Waiting;
use partywall_ir::{Language, LineIndex, Macros, Reading, Span, Unit};
use partywall_report::{Account, Finding, Notice, NoticeLevel, Persona, Sources};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files that do not parse are named one by one up to here.
const FEW: usize = 5;

/// Told how far a run is; called from any thread.
pub type Watch<'a> = &'a (dyn Fn(Phase) + Sync);

/// What a run gives.
pub struct Outcome {
    /// What to report, in the order of file, offset and rule.
    pub findings: Vec<Finding>,
    /// Those that are wanted and not reported because somebody reviewed them, in the same order.
    pub reviewed: Vec<Finding>,
    /// What was seen.
    pub account: Account,
    /// What else the engine knows.
    pub analysis: Analysis,
    /// The files that findings speak of.
    pub files: Files,
    /// What each of them is besides the application's own code.
    pub kinds: Vec<Option<Kind>>,
}

/// What is known of one file besides its unit.
struct Aside {
    path: String,
    kind: Option<Kind>,
    reviews: Reviews,
    test_spans: Vec<Span>,
}

/// Reads a project's files into units, in the order of their paths, with what else is known of each.
struct Read {
    units: Vec<Unit>,
    asides: Vec<Aside>,
    files: Files,
    account: Account,
}

/// Checks a project.
pub fn check(project: &Project, request: &Request, watch: Watch<'_>) -> Result<Outcome, Error> {
    check_asking(project, request, &|_| Ask::Nothing, watch)
}

/// The like, with something asked besides: `ask` is told the files that were read.
pub fn check_asking(
    project: &Project,
    request: &Request,
    ask: &dyn Fn(&Files) -> Ask,
    watch: Watch<'_>,
) -> Result<Outcome, Error> {
    let linked = on_workers(request.threads, || {
        let load = || frameworks::load(&project.root);
        let (read, frameworks) = rayon::join(|| read(project, watch), load);
        watch(Phase::Analysing);
        let catalog = frameworks::catalog(frameworks?, &read.units);
        let program = engine::link(read.units, &catalog);
        Ok((program, catalog, read.asides, read.files, read.account))
    })?;
    let (program, catalog, asides, files, mut account) = linked?;
    let known = catalog
        .files()
        .iter()
        .filter(|file| !file.framework.packages.is_empty());
    account.frameworks = known.map(|file| file.framework.id.clone()).collect();
    let analysis = engine::judge(
        program,
        &catalog,
        &project.config.settings(),
        ask(&files),
        request.threads.unwrap_or(0),
    );
    count(&mut account, &analysis, &files);
    let (findings, reviewed) = report(project, request, &analysis, &asides, &mut account);
    account.verdicts = analysis.verdicts(&reviewed);
    watch(Phase::Done);
    Ok(Outcome {
        findings,
        reviewed,
        account,
        analysis,
        kinds: asides.iter().map(|aside| aside.kind).collect(),
        files,
    })
}

/// Only reads a project's files: the units, for a look at single ones.
pub fn units(project: &Project, request: &Request) -> Result<(Vec<Unit>, Account), Error> {
    let read = on_workers(request.threads, || read(project, &|_| {}))?;
    Ok((read.units, read.account))
}

fn read(project: &Project, watch: Watch<'_>) -> Read {
    let (found, unused) = lowered(project, watch);
    let mut read = Read {
        units: Vec::new(),
        asides: Vec::new(),
        files: Files::default(),
        account: Account::default(),
    };
    let mut skipped: BTreeMap<&str, usize> = project.discovery.skipped.clone();
    if unused > 0 {
        *skipped.entry(Kind::Tests.word()).or_default() += unused;
    }
    read.account.notices = project.discovery.notices.clone();
    let mut unparsed = Vec::new();
    let mut languages = [0_usize; Language::ALL.len()];
    for (file, fate) in found {
        match fate {
            Fate::Skipped(reason, notice) => {
                *skipped.entry(reason).or_default() += 1;
                read.account.notices.push(notice);
            }
            Fate::Lowered(lowered) => {
                let Lowered {
                    unit,
                    kind,
                    reviews,
                    test_spans,
                    notice,
                } = *lowered;
                match notice {
                    Some(notice) if notice.level == NoticeLevel::Note => unparsed.push(notice),
                    other => read.account.notices.extend(other),
                }
                languages[file.language as usize] += 1;
                read.account.lines += unit.lines as usize;
                read.account.gaps += unit.gaps.len();
                read.account.files_with_gaps += usize::from(!unit.gaps.is_empty());
                read.asides.push(Aside {
                    path: file.path.clone(),
                    kind,
                    reviews,
                    test_spans,
                });
                read.files.push(file.path.clone(), file.absolute.clone());
                read.units.push(unit);
            }
        }
    }
    read.account.notices.extend(few(unparsed));
    read.account.files = Language::ALL
        .iter()
        .map(|each| (each.id(), languages[*each as usize]))
        .collect();
    read.account.skipped = skipped
        .into_iter()
        .map(|(reason, count)| (reason.to_owned(), count))
        .collect();
    read
}

/// What became of each file that is read, in the order of their paths: the application's own, and of those that are tests by their
/// paths what it uses. How many of these it does not use comes with it.
fn lowered<'p>(project: &'p Project, watch: Watch<'_>) -> (Vec<(&'p Found, Fate)>, usize) {
    let mut reading = Reading {
        macros: Macros::default(),
        without_tests: !project.config.include.contains(&Kind::Tests),
    };
    let mut waiting = Waiting::new(&project.discovery.tests);
    let mut next: Vec<&Found> = project.discovery.files.iter().collect();
    let mut lowered = Vec::new();
    let done = AtomicUsize::new(0);
    while !next.is_empty() {
        let of = lowered.len() + next.len();
        let step = || watch(Phase::Reading(1 + done.fetch_add(1, Ordering::Relaxed), of));
        reading.macros.extend(declared(&next));
        let fates = lower_all(&next, &reading, &step);
        let units = fates.iter().filter_map(|fate| match fate {
            Fate::Lowered(lowered) => Some(&lowered.unit),
            Fate::Skipped(..) => None,
        });
        let used = waiting.used(units);
        lowered.extend(next.into_iter().zip(fates));
        next = used;
    }
    lowered.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    (lowered, waiting.left())
}

/// Places that do not parse: each file by itself, or the first one for all when there are many.
fn few(mut notices: Vec<Notice>) -> Vec<Notice> {
    let more = notices.len().saturating_sub(1);
    if more >= FEW {
        notices.truncate(1);
        for first in &mut notices {
            first.message =
                format!("does not parse here; so do places in {more} more files, which were read for the rest");
            first.message.push_str(" (`partywall dump gaps` lists them)");
        }
    }
    notices
}

/// Fills in what the engine knows, and says aloud where its silence would mislead.
fn count(account: &mut Account, analysis: &Analysis, files: &Files) {
    account.entry_points = analysis.entry_points();
    account.roots = analysis.roots();
    (account.owned, account.shared) = analysis.owned_and_shared();
    let say = |level, message: String| Notice {
        level,
        path: None,
        line: None,
        message,
    };
    if files.is_empty() {
        let message = "no file in a language that can be analysed was found".to_owned();
        account.notices.push(say(NoticeLevel::Note, message));
        return;
    }
    let gaps = analysis.sql_gaps();
    let unread = gaps.len();
    if let Some((file, span, why)) = gaps.into_iter().next() {
        let line = LineIndex::new(files.text(file)).line(span.start);
        let more = if unread > 1 {
            format!("; so are {} more", unread - 1)
        } else {
            String::new()
        };
        let message = format!("SQL here could not be read ({why}){more}: tables in it were not checked");
        let path = Some(files.path(file).to_owned());
        account.notices.push(Notice {
            path,
            line: Some(line),
            ..say(NoticeLevel::Note, message)
        });
    }
    let entities = account.roots.len() + account.owned + account.shared;
    if entities > 0 && account.roots.is_empty() {
        let message = "entities were found and no scope root among them: name it under `roots` in partywall.toml";
        account.notices.push(say(NoticeLevel::Warning, message.to_owned()));
    }
    if entities > 0 && account.entry_points == 0 {
        let message = "entities were found and no entry point: if the application has any, its framework is not known";
        account.notices.push(say(NoticeLevel::Warning, message.to_owned()));
    }
}

/// The findings that are wanted: those to report, and those that a person has reviewed.
fn report(
    project: &Project,
    request: &Request,
    analysis: &Analysis,
    asides: &[Aside],
    account: &mut Account,
) -> (Vec<Finding>, Vec<Finding>) {
    let filter = Filter::new(project, request);
    let rules: Vec<&str> = engine::rules().iter().map(|rule| rule.id).collect();
    let mut findings = analysis.findings();
    let key = |finding: &Finding| {
        (
            finding.primary.file,
            finding.primary.span.start,
            finding.rule,
            finding.primary.span.end,
        )
    };
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
    findings.dedup();
    let mut silenced = vec![false; findings.len()];
    if request.reviews {
        let files = asides.iter().map(|aside| (aside.path.as_str(), &aside.reviews));
        let (reviewed, notices) = reviews::apply(files, &findings, &rules, request.today);
        account.notices.extend(notices);
        silenced = reviewed;
    }
    let (mut open, mut reviewed) = (Vec::new(), Vec::new());
    for (mut finding, silenced) in findings.into_iter().zip(silenced) {
        if filter.wants(&finding, asides) {
            filter.set_level(&mut finding);
            if silenced {
                reviewed.push(finding)
            } else {
                open.push(finding)
            }
        }
    }
    (open, reviewed)
}

/// Which findings are wanted, and at which level.
struct Filter<'a> {
    project: &'a Project,
    request: &'a Request,
    persona: Persona,
    /// Rules that are on for everybody because they were asked for by name.
    named: Vec<(&'a str, Persona)>,
}

impl<'a> Filter<'a> {
    fn new(project: &'a Project, request: &'a Request) -> Self {
        let persona = request.persona.or(project.config.persona).unwrap_or_default().persona();
        let named = engine::rules()
            .into_iter()
            .map(|rule| (rule.id, rule.persona))
            .collect();
        Self {
            project,
            request,
            persona,
            named,
        }
    }

    fn selected(&self) -> &'a [String] {
        if self.request.select.is_empty() {
            &self.project.config.select
        } else {
            &self.request.select
        }
    }

    fn set_level(&self, finding: &mut Finding) {
        let said = self.project.config.rules.get(finding.rule).and_then(|rule| rule.level);
        if let Some(level) = said.and_then(RuleLevel::level) {
            finding.level = level;
        }
    }

    fn wants(&self, finding: &Finding, asides: &[Aside]) -> bool {
        let is = |id: &String| id == finding.rule;
        let selected = self.selected();
        let off = self
            .project
            .config
            .rules
            .get(finding.rule)
            .is_some_and(|rule| rule.level == Some(RuleLevel::Off));
        if off || self.request.ignore.iter().chain(&self.project.config.ignore).any(is) {
            return false;
        }
        if !selected.is_empty() && !selected.iter().any(is) {
            return false;
        }
        // Naming a rule asks for it, whomever it is for; its weaker findings stay with their persona.
        let own = self
            .named
            .iter()
            .find(|(id, _)| *id == finding.rule)
            .map_or(Persona::Regular, |(_, persona)| *persona);
        let persona = if selected.iter().any(is) {
            self.persona.max(own)
        } else {
            self.persona
        };
        finding.persona <= persona && self.is_here(finding, asides)
    }

    /// Whether the finding is in code that is reported on.
    fn is_here(&self, finding: &Finding, asides: &[Aside]) -> bool {
        let Some(aside) = asides.get(finding.primary.file.0 as usize) else {
            return true;
        };
        let include = &self.project.config.include;
        let in_test = aside.test_spans.iter().any(|span| span.contains(finding.primary.span));
        aside.kind.is_none_or(|kind| include.contains(&kind)) && (!in_test || include.contains(&Kind::Tests))
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
