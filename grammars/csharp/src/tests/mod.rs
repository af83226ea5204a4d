//! What each construct of the language becomes.

mod declarations;
mod expressions;
mod hostile;
mod members;
mod patterns;
mod queries;
mod show;
mod statements;
