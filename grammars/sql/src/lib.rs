//! SQL: statements inside strings ([`analyse`]), and schema files ([`Sql`]).
//!
//! A statement becomes scopes, the relations each reads, the conditions that surely hold, and the columns that are
//! written; a file becomes a unit of table declarations. Neither fails: what cannot be read is said. This crate must
//! not know which columns mean a tenant, a framework, or where a statement's text came from.

mod alter;
mod analyse;
mod condition;
mod create;
mod file;
mod from;
mod lex;
mod looks;
mod model;
mod parse;
mod pieces;
mod prepare;
mod repair;
mod scope;
mod split;
mod write;

pub use analyse::{MAX_TEXT, analyse, analyse_where, hole};
pub use file::Sql;
pub use looks::{always_answers, further_condition, looks_like_sql};
pub use model::*;
