//! What the runners share: the corpus on disk, the marks in it, one case run as a project, and what differs from its marks.
//!
//! Runners only: what is expected stands in `corpus/` and in the rules' pages, never here.

pub mod apart;
pub mod case;
pub mod code;
pub mod judge;
pub mod marks;
pub mod page;
pub mod scratch;
pub mod tree;

pub use case::{Case, Source};
