//! Units in, verdicts out: names are resolved across files ([`program`]), who owns what is inferred ([`tenancy`]), values and
//! guards are followed through every function ([`flow`]), and each access of an owned entity gets one verdict ([`facts`]).
//!
//! This crate must name no framework and no language: what a framework calls things stands in the catalog.
//! It does no I/O and reads no clock; the same units give the same facts for any number of threads.

pub mod explained;
pub mod facts;
mod flow;
pub mod program;
pub mod settings;
pub mod tenancy;
mod words;

pub use facts::Facts;
pub use settings::Settings;

use partywall_catalog::Catalog;
use partywall_ir::Unit;

/// What an analysis gives.
pub type Analysis = Facts;

/// The stack that following the calls of a program may take, in bytes.
const STACK: usize = 512 << 20;

/// Analyses a program: links the units, infers who owns what, and judges every access. The unit at index `n` is file `n` of
/// all places that come back.
pub fn analyse(units: Vec<Unit>, catalog: &Catalog, settings: &Settings) -> Analysis {
    judge(link(units, catalog), catalog, settings, explained::Ask::Nothing)
}

/// The first half of an analysis, which goes in parallel: resolves names across units.
pub fn link(units: Vec<Unit>, catalog: &Catalog) -> program::Program {
    let mut words = program::TypeWords::default();
    for file in catalog.files() {
        words.wrappers.extend(file.words.wrapper.iter().cloned());
        words.carriers.extend(file.words.carrier.iter().cloned());
        words.collections.extend(file.words.collection.iter().cloned());
    }
    program::Program::link(units, &words)
}

/// The second half, on one thread of its own: infers who owns what, judges every access, and tells what is asked besides.
pub fn judge(program: program::Program, catalog: &Catalog, settings: &Settings, ask: explained::Ask) -> Analysis {
    let (tenancy, outcome) = std::thread::scope(|scope| {
        let run = || {
            let tenancy = tenancy::Tenancy::infer(&program, catalog, settings);
            let outcome = flow::run(&program, &tenancy, catalog, settings, ask);
            (tenancy, outcome)
        };
        let thread = std::thread::Builder::new().name("flow".into()).stack_size(STACK);
        match thread.spawn_scoped(scope, run) {
            Ok(handle) => match handle.join() {
                Ok(outcome) => outcome,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            Err(_) => run(),
        }
    });
    let frameworks = catalog.files().iter().map(|file| file.framework.id.clone()).collect();
    Facts {
        program,
        tenancy,
        sites: outcome.sites,
        bound: outcome.bound,
        entries: outcome.entries,
        sql_gaps: outcome.sql_gaps,
        explained: outcome.explained,
        frameworks,
    }
}
