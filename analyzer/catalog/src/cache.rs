//! Rows about caches: what keeps a value under a key, for whoever asks for that key next.

use serde::Deserialize;

/// What keeps values under keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CacheRow {
    /// A call of one of these keeps a value under a key: `cache.set`. Where the value is a function, what that gives is kept.
    pub call: Vec<String>,
    /// An attribute keeps what a function gives under its arguments: `lru_cache`.
    pub attribute: Vec<String>,
    /// For a call: the receiver's type is one of these, or derives from one; or else `on-name` holds.
    pub on_type: Vec<String>,
    /// For a call: a name before it has one of these words.
    pub on_name: Vec<String>,
    /// For a call: which argument is the key, from 0.
    pub key: usize,
    /// The same by name.
    pub key_name: Vec<String>,
    /// For a call: which argument is the value; the second where none is said.
    pub value: Option<usize>,
    /// The same by name.
    pub value_name: Vec<String>,
    /// For a call: it only keeps the value where there is none yet, and tells.
    pub claims: bool,
    /// For a call: it does so where it has an argument of one of these names.
    pub claims_with: Vec<String>,
    /// For an attribute: arguments of these names say what the key is made of.
    pub keyed_by: Vec<String>,
    /// Settings by one of these names put more into every key.
    pub unless: Vec<String>,
    /// A cache of these types is the tenant's own: the framework sees to it.
    pub own: bool,
}
