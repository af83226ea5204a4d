//! `partywall check`.

use crate::args::{Check, Format, When};
use crate::out;
use crate::progress::Progress;
use partywall_driver::{Error, Outcome, Project, check, engine};
use partywall_report::terminal::{self, Look};
use partywall_report::{Paint, json, sarif, summary};

/// Checks, prints, and gives the exit status.
pub fn run(args: &Check, color: When) -> Result<u8, Error> {
    let request = args.request();
    let project = Project::open(&request)?;
    let progress = Progress::new(!args.quiet);
    let outcome = check(&project, &request, &|phase| progress.at(phase))?;
    drop(progress);
    match &args.output {
        Some(path) => {
            out::write(path, &text(args, &outcome, Paint::default()))?;
            if args.format != Format::Pretty && !args.quiet {
                out::say(&account(args, &outcome, out::paint_stderr(color)));
            }
        }
        None => out::print(&text(args, &outcome, out::paint_stdout(color)))?,
    }
    let fail_on = project.fail_on(args.fail_on);
    Ok(u8::from(
        outcome.findings.iter().any(|finding| fail_on.fails(finding.level)),
    ))
}

/// The report in the format that was asked for.
fn text(args: &Check, outcome: &Outcome, paint: Paint) -> String {
    let Outcome {
        findings,
        reviewed,
        account: seen,
        files,
        ..
    } = outcome;
    match args.format {
        Format::Sarif => sarif::render(files, findings, &engine::rules(), seen),
        Format::Json => json::render(files, findings, *reviewed, seen),
        Format::Pretty => {
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _written = terminal::render(&mut text, files, findings, Look { paint, unicode: true });
            if !args.quiet {
                text.push_str(&account(args, outcome, paint));
            }
            text
        }
    }
}

fn account(args: &Check, outcome: &Outcome, paint: Paint) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _written = if args.statistics {
        summary::statistics(&mut text, &outcome.findings, paint)
    } else {
        Ok(())
    };
    let _written = summary::render(&mut text, &outcome.account, &outcome.findings, outcome.reviewed, paint);
    text
}
