//! What is reported, and its many faces. One finding ([`finding`]), one account of what a run saw ([`account`]), and one
//! renderer a file. Renderers know nothing of rules; nothing here touches a file or a terminal: a renderer gives text.

pub mod account;
pub mod escape;
pub mod finding;
pub mod fingerprint;
pub mod json;
pub mod model;
pub mod page;
pub mod paint;
pub mod positions;
pub mod routes;
pub mod sarif;
pub mod summary;
pub mod terminal;
pub mod trace;

mod excerpt;
mod picture;

#[cfg(test)]
mod fixture;

pub use account::{Account, Notice, NoticeLevel, VerdictCount};
pub use finding::{Confidence, FileId, Finding, Level, Note, Persona, Place, RuleMeta, Source, Sources, Step};
pub use paint::Paint;
