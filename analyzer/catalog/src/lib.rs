//! Framework knowledge as data: what a framework file may say ([`schema`]), reading one with errors that name the line and
//! the nearest valid word ([`load`]), and looking rows up by name ([`Catalog`]).
//!
//! This crate must not know any framework. It does no I/O: files reach it as text.

pub mod cache;
pub mod calls;
pub mod catalog;
pub mod entry;
pub mod guards;
pub mod load;
pub mod narrowing;
pub mod schema;
pub mod shared;
pub mod words;

pub use cache::CacheRow;
pub use calls::{BroadcastRow, EffectRow, FormRow, NeutralRow, RelayRow, StopRow, TextWord};
pub use catalog::{Catalog, Rows, path_matches};
pub use entry::{EntryKind, EntryRow};
pub use guards::{GuardRow, Proves};
pub use load::{LoadError, parse};
pub use narrowing::{Handed, NarrowingRow};
pub use schema::*;
pub use shared::SharedRow;
pub use words::Words;
