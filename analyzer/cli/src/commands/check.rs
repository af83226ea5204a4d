//! `partywall check`.

use crate::args::{Check, Format, When};
use crate::here::{Here, named};
use crate::out;
use crate::progress::Progress;
use partywall_driver::{Error, Outcome, Project, check, engine};
use partywall_report::terminal::{self, Look};
use partywall_report::{Paint, json, sarif, summary};
use std::path::PathBuf;

/// Checks, prints, and gives the exit status.
pub fn run(args: &Check, color: When) -> Result<u8, Error> {
    let request = args.request();
    let project = Project::open(&request)?;
    let progress = Progress::new(!args.quiet);
    let outcome = check(&project, &request, &|phase| progress.at(phase))?;
    drop(progress);
    match &args.output {
        Some(path) => {
            out::write(path, &text(args, &project, &outcome, Paint::default()))?;
            if args.format != Format::Pretty && !args.quiet {
                out::say(&account(args, &project, &outcome, out::paint_stderr(color)));
            }
        }
        None => out::print(&text(args, &project, &outcome, out::paint_stdout(color)))?,
    }
    let fail_on = project.fail_on(args.fail_on);
    let failed = outcome.findings.iter().any(|finding| fail_on.fails(finding.level));
    // The process ends here: taking the whole program apart first would cost more than reporting did.
    std::mem::forget(outcome);
    Ok(u8::from(failed))
}

/// The report in the format that was asked for.
fn text(args: &Check, project: &Project, outcome: &Outcome, paint: Paint) -> String {
    let Outcome {
        findings,
        reviewed,
        account: seen,
        files,
        ..
    } = outcome;
    match args.format {
        Format::Sarif => sarif::render(files, findings, &engine::rules(), seen),
        Format::Json => json::render(files, findings, reviewed.len(), seen),
        Format::Pretty => {
            let here = current_folder();
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _written = terminal::render(
                &mut text,
                &Here::new(files, &project.root, &here),
                findings,
                Look { paint, unicode: true },
            );
            if !args.quiet {
                text.push_str(&account(args, project, outcome, paint));
            }
            text
        }
    }
}

/// Where relative paths begin; a folder that is gone is no reason to keep a report back.
pub(super) fn current_folder() -> PathBuf {
    std::env::current_dir()
        .and_then(|here| here.canonicalize())
        .unwrap_or_default()
}

fn account(args: &Check, project: &Project, outcome: &Outcome, paint: Paint) -> String {
    let here = current_folder();
    let mut seen = outcome.account.clone();
    for path in seen.notices.iter_mut().filter_map(|notice| notice.path.as_mut()) {
        *path = named(&project.root, &here, path);
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _written = if args.statistics {
        summary::statistics(&mut text, &outcome.findings, paint)
    } else {
        Ok(())
    };
    let _written = summary::render(&mut text, &seen, &outcome.findings, outcome.reviewed.len(), paint);
    text
}
