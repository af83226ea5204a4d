//! What every function does: one abstract interpretation a function, bottom-up over the calls.
//!
//! Values carry their sources ([`value`]), conditions become facts, and a function's summary ([`summary`]) says in terms of its
//! parameters which accesses it reaches, what holds when it returns, and where its result comes from. An entry point's
//! parameters are the request and the identity; there every access gets its verdict ([`judge`], [`sites`]).

mod answers;
mod apply;
mod asked;
mod attached;
mod broadcast;
mod cached;
mod call;
mod chain;
mod checks;
mod compare;
mod conditions;
mod constructed;
mod control;
mod copied;
mod cx;
mod declared;
mod decorators;
mod defaulted;
mod dependencies;
mod effects;
mod engine;
mod entry;
mod eval;
mod exits;
mod explain;
mod extractors;
mod fields;
mod filled;
mod forms;
mod gathered;
mod given;
mod guards;
mod handed;
mod import;
mod index;
mod judge;
mod kept;
mod keys;
mod layers;
mod logic;
mod managers;
mod meant;
mod memo;
mod merge;
mod names;
mod noted;
mod passed;
mod patterns;
mod policies;
mod presence;
mod provided;
mod query;
mod questions;
mod reach;
mod reading;
mod registered;
mod relations;
mod routes;
mod sites;
mod solve;
mod sources;
mod sqltext;
mod stands;
mod stored;
mod summarise;
mod summary;
mod targets;
mod trust;
mod value;
mod vocab;
mod wrapped;

pub use sites::run;
