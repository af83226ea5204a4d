//! What each construct of the language becomes.

mod declarations;
mod expressions;
mod hostile;
mod members;
mod patterns;
mod queries;
mod readings;
mod show;
mod statements;
