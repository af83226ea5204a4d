//! Units in, verdicts out: names are resolved across files ([`program`]), who owns what is inferred ([`tenancy`]), values and
//! guards are followed through every function ([`flow`]), and each access of an owned entity gets one verdict ([`facts`]).
//!
//! This crate must name no framework and no language: what a framework calls things stands in the catalog.
//! It does no I/O and reads no clock; the same units give the same facts for any number of threads.

pub mod explained;
pub mod facts;
mod flow;
mod memo;
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
const STACK: usize = 384 << 20;

/// Analyses a program: links the units, infers who owns what, and judges every access. The unit at index `n` is file `n` of
/// all places that come back.
pub fn analyse(units: Vec<Unit>, catalog: &Catalog, settings: &Settings) -> Analysis {
    judge(link(units, catalog), catalog, settings, explained::Ask::Nothing, 0)
}

/// The first half of an analysis, which goes in parallel: resolves names across units.
pub fn link(units: Vec<Unit>, catalog: &Catalog) -> program::Program {
    let mut words = program::TypeWords::default();
    for file in catalog.files() {
        words.wrappers.extend(file.words.wrapper.iter().cloned());
        words.carriers.extend(file.words.carrier.iter().cloned());
        words.givers.extend(file.words.giver.iter().cloned());
        words.collections.extend(file.words.collection.iter().cloned());
        for row in file.entity.iter().filter(|row| !row.makes.is_empty()) {
            let made = |attribute: &String| (attribute.clone(), row.makes.clone());
            words.makes.extend(row.attribute.iter().map(made));
        }
    }
    program::Program::link(units, &words)
}

/// The second half: infers who owns what, judges every access, and tells what is asked besides. It works on this many threads of
/// its own, as many as there are processors for zero.
pub fn judge(
    program: program::Program,
    catalog: &Catalog,
    settings: &Settings,
    ask: explained::Ask,
    threads: usize,
) -> Analysis {
    let (tenancy, outcome) = with_room(threads, &|| {
        let (tenancy, prepared) = rayon::join(
            || tenancy::Tenancy::infer(&program, catalog, settings),
            || flow::Prepared::new(&program, catalog, settings),
        );
        let outcome = flow::run(&program, &tenancy, catalog, prepared, ask);
        (tenancy, outcome)
    });
    let frameworks = catalog.files().iter().map(|file| file.framework.id.clone()).collect();
    Facts {
        scoping: facts::scoping(&program, &outcome.sites),
        program,
        tenancy,
        sites: outcome.sites,
        bound: outcome.bound,
        offered: outcome.offered,
        broadcasts: outcome.broadcasts,
        sweeps: outcome.sweeps,
        outliving: outcome.outliving,
        assumed: outcome.assumed,
        cached: outcome.cached,
        entries: outcome.entries,
        sql_gaps: outcome.sql_gaps,
        explained: outcome.explained,
        settled: outcome.settled,
        frameworks,
    }
}

/// Does something on threads whose stacks are large enough; on the one that asks where none can be started.
fn with_room<R: Send>(threads: usize, work: &(dyn Fn() -> R + Sync)) -> R {
    let workers = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .thread_name(|at| format!("flow {at}"));
    workers
        .build_scoped(|thread| thread.run(), |pool| pool.install(work))
        .unwrap_or_else(|_| {
            let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
            alone.build().map_or_else(|_| work(), |pool| pool.install(work))
        })
}
