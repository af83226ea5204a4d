//! `partywall trace` and `partywall routes`.

use super::check::current_folder;
use crate::args::{ListFormat, Routes, TableFormat, Trace};
use crate::here::{Here, named};
use crate::progress::Progress;
use partywall_driver::trace::{Narrow, paths_for};
use partywall_driver::{Error, Project, Target};
use partywall_report::terminal::Look;
use partywall_report::{Paint, model, routes, trace};

/// Why the accesses at a place have their verdicts.
pub fn trace(args: &Trace, paint: Paint) -> Result<String, Error> {
    let target = Target::parse(&args.place)?;
    let mut request = args.project.request();
    let here = current_folder();
    if request.paths.is_empty() {
        request.paths = paths_for(&target, &here);
    }
    let project = Project::open(&request)?;
    let progress = Progress::new(true);
    let (outcome, told) = partywall_driver::trace(&project, &request, &target, &|phase| progress.at(phase))?;
    drop(progress);
    let text = match args.format {
        ListFormat::Json => trace::json(&outcome.files, &told),
        ListFormat::Text => {
            let sources = Here::new(&outcome.files, &project.root, &here);
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _written = trace::text(&mut text, &sources, &told, Look { paint, unicode: true });
            text
        }
    };
    // The process ends here: taking the whole program apart first would cost more than the answer did.
    std::mem::forget(outcome);
    Ok(text)
}

/// Which entry point reaches what.
pub fn routes(args: &Routes, paint: Paint) -> Result<String, Error> {
    let request = args.project.request();
    let project = Project::open(&request)?;
    let progress = Progress::new(true);
    let narrow = Narrow {
        verdicts: args.verdict.clone(),
        entry: args.entry.clone(),
    };
    let (outcome, mut table) = partywall_driver::routes(&project, &request, &narrow, &|phase| progress.at(phase))?;
    drop(progress);
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _written = match args.format {
        TableFormat::Json => {
            text = routes::json(&table);
            Ok(())
        }
        TableFormat::Markdown => routes::markdown(&mut text, &table, args.all),
        TableFormat::Text => {
            let here = current_folder();
            let rename = |at: &mut Option<model::At>| {
                if let Some(at) = at {
                    at.path = named(&project.root, &here, &at.path);
                }
            };
            for entry in table.entries.iter_mut().chain(&mut table.idle) {
                rename(&mut entry.at);
                entry.accesses.iter_mut().for_each(|access| rename(&mut access.at));
            }
            table.unreached.iter_mut().for_each(|access| rename(&mut access.at));
            routes::text(&mut text, &table, args.all, paint)
        }
    };
    std::mem::forget(outcome);
    Ok(text)
}
