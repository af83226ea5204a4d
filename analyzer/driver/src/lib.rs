//! A project in, findings out. Everything that touches files, threads and configuration is here, and nothing here knows a
//! language's grammar, a framework, or how a finding looks.
//!
//! A run: find the configuration ([`config`]) and the files ([`discover`]), read and lower each on a worker ([`lower`]), pick
//! the framework files that matter ([`frameworks`]), hand everything to the engine ([`engine`]), word verdicts by rules,
//! take out what is reviewed ([`reviews`]) or not asked for, and account for what was seen ([`run`]).

pub mod config;
pub mod date;
pub mod discover;
pub mod dump;
pub mod engine;
pub mod error;
pub mod files;
pub mod frameworks;
pub mod languages;
pub mod lower;
pub mod project;
pub mod reviews;
pub mod run;
pub mod trace;
mod used;

mod disk;

#[cfg(test)]
mod scratch;

pub use config::{Config, FailOn};
pub use date::Date;
pub use discover::Kind;
pub use error::Error;
pub use partywall_catalog::load::unknown;
pub use project::{Phase, Project, Request};
pub use run::{Outcome, check};
pub use trace::{Target, routes, trace};
