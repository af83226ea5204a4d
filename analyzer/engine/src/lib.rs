//! Units in, verdicts out: names are resolved across files ([`program`]), who owns what is inferred ([`tenancy`]), values and
//! guards are followed through every function ([`flow`]), and each access of an owned entity gets one verdict ([`facts`]).
//!
//! This crate must name no framework and no language: what a framework calls things stands in the catalog.
//! It does no I/O and reads no clock; the same units give the same facts for any number of threads.

pub mod facts;
pub mod program;
pub mod settings;
pub mod tenancy;

pub use facts::Facts;
pub use settings::Settings;
