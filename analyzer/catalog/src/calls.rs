//! Rows about calls that are no queries: those that pass a call on, that do not return, that change nothing; and about classes that
//! bind what a request sends.

use serde::Deserialize;

/// A call that passes a call on: the function in argument `function` is called with the arguments from `from` on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RelayRow {
    /// A call of one of these.
    pub call: Vec<String>,
    /// Which argument is the function, from 0.
    pub function: usize,
    /// The first argument that it gets, from 0.
    pub from: usize,
    /// The handler is found by the type of the argument `function`: a class with a base of one of these names, with that type as
    /// its first type argument, and a method of one of the names in `method`.
    pub handler_base: Vec<String>,
    /// See `handler_base`; of the same use: classes whose name ends in one of these, and whose method takes that type first.
    pub handler_suffix: Vec<String>,
    /// See `handler_base`.
    pub method: Vec<String>,
}

/// A call that does not return, or whose result tells of failure: `abort(404)`, `NotFound()`, `Err(..)`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct StopRow {
    /// A call of one of these.
    pub call: Vec<String>,
    /// It does return: a value that tells of failure, and that leaves the function when it is returned or raised.
    pub value: bool,
    /// It only stops where its first argument does not hold: `ensure!(a == b)`.
    pub unless: bool,
    /// Only when an argument of one of these names is a status that refuses.
    pub status: Vec<String>,
}

/// Looked at, does not matter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NeutralRow {
    /// A call of one of these gives back what it was called on or with, unchanged as far as tenancy goes.
    pub call: Vec<String>,
    /// An attribute that guards nothing.
    pub attribute: Vec<String>,
    /// The call ends the function when there is nothing to give back: `unwrap`.
    pub fails_closed: bool,
    /// It gives back a member of its first argument, by the name in its second: `getattr`.
    pub member: bool,
    /// It tells whether its first argument has a member by the name in its second: `hasattr`.
    pub asks_member: bool,
    /// It gives an object of the type that it is asked for, or fills the row that it is handed, with the members of the same name of
    /// what it is given: mappers.
    pub copies: bool,
    /// It puts a text together.
    pub text: Option<TextWord>,
    /// It begins an object of the type that it is called on: calls that are named after its members give them values.
    pub begins: bool,
    /// For such a call: it is called on the type's name with this behind it (`Builder`).
    pub behind: String,
    /// It makes an object of the type that it is called on: what it is given are that one's members, in their order, where the type carries
    /// one of these attributes or derives. Where no call is named, making an object by its type does.
    pub in_order: Vec<String>,
    /// For such objects: members that are given nothing so, by an attribute of theirs, their type, or a keyword of their value.
    pub passes_over: Vec<String>,
    /// It gives the type of the program that its last text names: `get_model("shop", "Invoice")`.
    pub names: bool,
    /// It gives one of the items that it is called on; what it is given says which one: `map.get(key)`.
    pub picks: bool,
    /// It gives what the function that it is handed gives, which is handed what the call is made on: `option.and_then(load)`.
    pub maps: bool,
    /// It gives what is both in what it is called on and in its argument: `intersection`.
    pub cuts: bool,
    /// It gives what is in what it is called on and not in its argument: `difference`.
    pub subtracts: bool,
    /// The attribute keeps a member of an object from being read from a request: `BindNever`.
    pub unbound: bool,
    /// For a call that gives a value back: arguments of these names leave some of its members out (`exclude`).
    pub leaves_out: Vec<String>,
    /// Members of these names are what they are called on: `response.Resource`.
    pub through: Vec<String>,
    /// Members of these names are the items of a tuple, in order: `pair.Item1`.
    pub items: Vec<String>,
}

impl NeutralRow {
    /// Whether what comes back is what the call was made on or with.
    pub fn gives_back(&self) -> bool {
        let made = self.copies || self.begins || self.picks || self.cuts || self.subtracts || self.maps || self.names;
        !made && !self.asks_member && self.text.is_none() && self.in_order.is_empty()
    }
}

/// How a call puts a text together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextWord {
    /// Its first text has holes in braces, which the other arguments fill.
    Format,
    /// Its arguments stand one behind the other.
    Join,
    /// Its argument is put at the end of what it is called on.
    Append,
}

/// A class that binds what a request sends to the columns of an entity: a serializer, a form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct FormRow {
    /// It derives from one of these.
    pub base: Vec<String>,
    /// The inner class that says what it binds: `Meta`.
    pub options: String,
    /// The member of that class that names the entity.
    pub model: String,
    /// The member that lists what is bound.
    pub fields: String,
    /// In that list: everything.
    pub all: Vec<String>,
    /// What stands behind a relation's name where its key is meant: `_id`.
    pub suffix: String,
    /// Members that take columns out of it, or keep them from being written.
    pub except: Vec<String>,
    /// Keywords of a column's own declaration that keep it out, where they are false: `editable`.
    pub unless: Vec<String>,
    /// The method that writes the row; what it is given by keyword overwrites what was bound.
    pub save: Vec<String>,
    /// The argument that holds what was sent, by name.
    pub payload: String,
    /// The same by position, from 0.
    pub payload_at: Option<usize>,
    /// The argument that holds a row which is there already, by name.
    pub row: String,
    /// The same by position, from 0.
    pub row_at: Option<usize>,
    /// Methods that put what was sent into that row.
    pub fills: Vec<String>,
    /// Calls that declare a field which takes a reference to a row.
    pub reference: Vec<String>,
    /// Keywords of such a call that say which rows it takes; the members that do so afterwards are called the same.
    pub rows: Vec<String>,
    /// Members that hold what was sent once it was looked at: what a field took there is one of the rows that it takes.
    pub taken: Vec<String>,
    /// What stands before a field's name in the name of the method whose answer the field takes: `clean_`.
    pub answered_by: String,
    /// Members that show what was written, as it is by then: what was sent under the same name is something else.
    pub shown: Vec<String>,
    /// Keywords by which a field says that it is not written.
    pub read_only: Vec<String>,
    /// Keywords by which a field says what it is written to, where it is called otherwise.
    pub renamed: Vec<String>,
    /// Methods that write what was bound, or show it: to speak of a field there is not to look at it.
    pub writes: Vec<String>,
    /// Methods in which what was sent is looked at.
    pub looks: Vec<String>,
    /// Members and methods of a handler's class that name the form: `serializer_class`.
    pub held_by: Vec<String>,
    /// Bases of such a class that add rows by it.
    pub creates: Vec<String>,
    /// Methods by which such a class says how rows are added.
    pub create_by: Vec<String>,
    /// Bases of such a class that change rows by it.
    pub updates: Vec<String>,
    /// Methods by which such a class says how rows are changed.
    pub update_by: Vec<String>,
}

impl FormRow {
    /// The relation that a column's name is of, whether the row itself is meant or its key.
    pub fn stem<'t>(&self, column: &'t str) -> &'t str {
        column.strip_suffix(&self.suffix).unwrap_or(column)
    }
}

/// A call that pushes what it is given to every connected client.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct BroadcastRow {
    /// A call of one of these; of anything, where there is none.
    pub call: Vec<String>,
    /// What it is called on is a member, or the result of a call, of one of these names: `Clients.All`.
    pub on: Vec<String>,
    /// Only with an argument of one of these names: `broadcast`.
    pub with: Vec<String>,
    /// Not with an argument of one of these names, since that says to whom: `room`.
    pub unless: Vec<String>,
    /// The same by position, from 0.
    pub unless_at: Option<usize>,
}

/// A call after which something has happened that a later check does not undo.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct EffectRow {
    /// A call of one of these. Where nothing more is said, it changes or removes the row that it is called on: `invoice.save()`.
    pub call: Vec<String>,
    /// An attribute of a function whose work is undone when it raises: `transaction.atomic`.
    pub attribute: Vec<String>,
    /// It begins a transaction: what follows counts once that ends.
    pub begins: bool,
    /// It ends one.
    pub ends: bool,
    /// It writes what was changed in memory so far: `SaveChanges`.
    pub commits: bool,
    /// It changes the row that it is given, in memory: `session.delete(invoice)`.
    pub touches: bool,
    /// It sends what it is given away: `delay`.
    pub sends: bool,
}
