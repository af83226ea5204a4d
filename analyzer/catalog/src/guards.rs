//! What a framework file may say of authorization.

use serde::Deserialize;

/// What a guard proves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proves {
    /// Somebody is logged in.
    #[default]
    Login,
    /// The caller may do such things: a role, a permission without an object.
    Role,
    /// The tenant in the route or arguments is the caller's.
    Tenant,
    /// The record that is passed is the caller's.
    Record,
    /// The caller runs the whole installation: every tenant's data is theirs to see.
    Operator,
    /// Nobody in particular may call it: takes a guard of the type or router away.
    Anonymous,
}

/// Authorization.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct GuardRow {
    /// An attribute or decorator of the handler or its type. A name that ends in `*` is a beginning.
    pub attribute: Vec<String>,
    /// A call, as a condition or as a statement that raises.
    pub call: Vec<String>,
    /// A class variable of the handler's type lists guards (`permission_classes`).
    pub class_field: Vec<String>,
    /// A type in such a list, a base of the handler's type, or a parameter's type.
    pub of_type: Vec<String>,
    /// An argument of the attribute or of the registering call lists guards (`dependencies`).
    pub keyword: Vec<String>,
    /// A call that puts the functions named in its first argument in front of the handlers named on its left: `layer`.
    pub wrap: Vec<String>,
    /// For such a call: it also stands in front of the handlers that the chain names after it.
    pub whole: bool,
    /// What it proves.
    pub proves: Proves,
    /// For a call: which argument it proves it of; all of them where none is said.
    pub arg: Option<usize>,
    /// For a call: it compares with a secret, and proves it of what the secret belongs to.
    pub secret: bool,
    /// For a call: it does not come back when it refuses. Otherwise its answer must be looked at.
    pub raises: bool,
    /// For a list: methods of the types in it that run in front of the handler, and that let pass what they answer yes to. For types
    /// that decide policies: the methods that do.
    pub method: Vec<String>,
    /// For a list: methods of the types in it that look at a record, once somebody asks them to.
    pub record_method: Vec<String>,
    /// For an attribute or a registering call: its first argument without a name, or one by a name of these, is the name of a policy.
    pub policy: Vec<String>,
    /// For an attribute: an argument by a name of these says which role is asked for.
    pub roles: Vec<String>,
    /// Types that derive from one of these decide what a policy asks.
    pub decides: Vec<String>,
    /// A call that says, where the application starts, what a policy asks for: its first argument names it, and its last one is a lambda
    /// that says so.
    pub configures: Vec<String>,
    /// An attribute whose type derives from one of these runs the type's methods by `method` in front of the handler.
    pub filters: Vec<String>,
    /// An attribute by one of these names, or whose type derives from one, does so with the types that it is made with.
    pub through: Vec<String>,
    /// For them: what the attribute's name leaves out at the end of its type's.
    pub suffix: String,
    /// A method of this name of the handler's own type, where the program writes one, runs around it: it goes on by calling the one that
    /// it overrides.
    pub around: Vec<String>,
    /// Likewise, and runs in front of it: it goes on by coming back.
    pub in_front: Vec<String>,
    /// They decide who is let in at all, below the folder of the file that registers them.
    pub scheme: bool,
    /// Methods of these names run in front of every handler, and may look the handler up in a table.
    pub everywhere: Vec<String>,
    /// For them: the arguments of a registering call that give the handler the name that it is looked up by.
    pub names: Vec<String>,
    /// For a list: methods of the handler's own type, where the program writes one, that give it.
    pub lists: Vec<String>,
    /// In them and in the guards' methods: members that say which handler is about to run.
    pub handler: Vec<String>,
    /// What else one handler is called by these members, a set of words apart by spaces each: `list GET get`.
    pub called: Vec<String>,
    /// Members that say whether the handler is about the one row that the request names, and arguments of its attribute that say so.
    pub single: Vec<String>,
    /// The handlers that are, of those in `called`.
    pub singles: Vec<String>,
    /// For a call: it shows its argument to the methods that look at a record, of the types in the list of the handler's own type.
    pub shows: bool,
}
