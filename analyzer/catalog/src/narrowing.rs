//! Rows about lists of types that narrow what a class reads.

use serde::Deserialize;

/// A call on the own object that hands rows to the types in a list of the class, each in turn, where the class does not write the method
/// itself: Django REST framework's `filter_queryset`, which asks `filter_backends`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NarrowingRow {
    /// A call of one of these; the rows are its first argument.
    pub call: Vec<String>,
    /// Class variables that hold the list.
    pub class_field: Vec<String>,
    /// Keys of the project's settings whose value is the list, as dotted names, of classes that have none.
    pub setting: Vec<String>,
    /// What each type writes to narrow rows.
    pub method: String,
    /// What that method is handed, in order.
    pub takes: Vec<Handed>,
    /// Types from outside that narrow rows by what a request asks for, and by nothing of the caller.
    pub plain: Vec<String>,
}

/// What a method in a list of types is handed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handed {
    /// The request object.
    Request,
    /// The rows as they are by then.
    Rows,
    /// The object whose class has the list.
    Holder,
}
