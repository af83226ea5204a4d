//! What a framework file may say of entry points.

use serde::Deserialize;

/// Kinds of entry point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// HTTP, RPC, a hub, a resolver.
    #[default]
    Request,
    /// A message or a queued job: its arguments come from a queue.
    Message,
    /// A timer, a worker, a start-up task.
    Job,
    /// A command line.
    Command,
}

/// A function that the outside reaches.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct EntryRow {
    /// It carries one of these attributes.
    pub attribute: Vec<String>,
    /// Its type derives from one of these.
    pub base: Vec<String>,
    /// Its type's name ends with one of these.
    pub type_suffix: Vec<String>,
    /// Its type carries one of these attributes.
    pub type_attribute: Vec<String>,
    /// Its name is one of these, or begins with one that ends in `*`; empty with a type condition: every public method that is
    /// no constructor.
    pub method: Vec<String>,
    /// A call of one of these registers it: `MapGet("/x", Handler)`.
    pub call: Vec<String>,
    /// Which argument of that call is the handler: `arg1`, `last`, or `inner` for every function named inside the arguments (`get(h)`).
    pub handler: String,
    /// What its route begins with is the text of one of these: attributes of its type, or keywords of the call that made what its
    /// own attribute hangs on. Reports name routes; nothing else depends on them.
    pub prefix: Vec<String>,
    /// Not with one of these attributes.
    pub unless_attribute: Vec<String>,
    /// It has a parameter of one of these types.
    pub param_type: Vec<String>,
    /// What sort.
    pub kind: EntryKind,
    /// Its arguments are what other code of the application passes, such as a page that shows it.
    pub passed: bool,
    /// What it is called on is what was sent: a job whose members are its arguments.
    pub sent: bool,
    /// It is never handed a row: a parameter that is declared as one is what other code of the application passes.
    pub rowless: bool,
    /// It runs behind the entry points that name its type, which say who may call it: a form's own checks.
    pub behind: bool,
    /// Values of inherited members (`self.kwargs`) come from the request; see source rows.
    pub note: String,
    /// Handlers that a class with one of these bases has without writing them (`retrieve`), unless it writes them itself.
    pub provides: Vec<String>,
    /// A call of one of these on the class names by the values of a dictionary which of the handlers in `provides` the outside
    /// reaches: `Orders.as_view({"get": "list"})`. Where there is none, it reaches all.
    pub routed_by: Vec<String>,
    /// What the handlers in `provides` call on their own object to get their rows: `get_object`, `get_queryset`. A query row
    /// says what that is where the class does not write it.
    pub reads: String,
    /// Methods of the type that the rows go through, where it writes them.
    pub through: Vec<String>,
}
