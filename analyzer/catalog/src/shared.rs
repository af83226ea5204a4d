//! What all requests of a running program share.

use serde::Deserialize;

/// State that outlives a request: what all of them share, and what looks so and is each one's own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SharedRow {
    /// There is one object for all requests of a class that derives from one of these.
    pub base: Vec<String>,
    /// The like for a class whose constructor takes a parameter of one of these names or types: `get_response`.
    pub constructor: Vec<String>,
    /// The methods of such a class that requests run.
    pub runs: Vec<String>,
    /// Functions that carry one of these attributes, or that a call of one of these is handed, are run by requests: `before_request`.
    pub run_by: Vec<String>,
    /// A call of one of these says that there is one object of the type that it names: `AddSingleton<Clock>()`.
    pub registers: Vec<String>,
    /// A parameter of one of these types hands out one object for all requests: `State<App>`.
    pub holder: Vec<String>,
    /// For `holder`: each request is handed a copy, of which only what is opened is shared.
    pub copied: bool,
    /// Members of these, by their dotted names, are shared: `app.state`.
    pub path: Vec<String>,
    /// A call of one of these gives what is held by what it is called on: `lock`.
    pub opens: Vec<String>,
    /// A call of one of these puts a value into what it is called on: `set`.
    pub puts: Vec<String>,
    /// For `puts`: what it is called on is of one of these types.
    pub into_type: Vec<String>,
    /// For `puts`: the argument that it is put into, where that is none that it is called on.
    pub into: Option<usize>,
    /// For `puts`: the argument that names the member.
    pub member: Option<usize>,
    /// For `puts`: the argument that is put there.
    pub value: usize,
    /// What is of one of these types keeps values by what they are asked for: `HashMap`.
    pub keyed: Vec<String>,
    /// What is of one of these types, or derives from one, is each request's own, or each thread's: `AsyncLocal`.
    pub own_type: Vec<String>,
    /// The like for what carries one of these attributes: `ThreadStatic`.
    pub own_attribute: Vec<String>,
    /// For `registers`: each request has an object of its own.
    pub own: bool,
    /// Members and calls that give an object's class: `__class__`, `type`.
    pub class_of: Vec<String>,
}
