//! Words by which code speaks of tenancy: the part of a framework file that is about language, not about a framework.

use serde::Deserialize;

/// Words by which code speaks of tenancy, in lower case, one word or several with spaces (`tenant context`). They are compared
/// with the words of an identifier (`CurrentTenantService` is `current tenant service`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Words {
    /// Names of scope roots: the last words of an entity's name.
    pub root: Vec<String>,
    /// The like for words that name a root only where no entity is called by one of `root`.
    pub weak_root: Vec<String>,
    /// Names of the root that is a person.
    pub user: Vec<String>,
    /// Last words of entities that join a user to a root.
    pub membership: Vec<String>,
    /// Words that are written in different ways, the usual one last: `org organization`. Compared word by word.
    pub synonym: Vec<String>,
    /// Words of a column that names one person without referring to a row of theirs: `email`.
    pub personal: Vec<String>,
    /// What rows are called, that were put before everybody.
    pub published: Vec<String>,
    /// Words in the name of a function that say that the rows that it gives are what somebody may see: `authorized`.
    pub granted: Vec<String>,
    /// Words in the name of what a request carries to prove who sends it: `authorization`.
    pub credential: Vec<String>,
    /// Words of a column that says what a person may do: `role`.
    pub role: Vec<String>,
    /// Words in the name of what a browser keeps and sends back: `cookie`.
    pub kept: Vec<String>,
    /// Words for what a request says of itself beside its address and its body: `headers`.
    pub header: Vec<String>,
    /// Words in the name of what reads a text or a document, and makes nothing else of it: `parse`.
    pub reading: Vec<String>,
    /// Words in the name of what an installation is set up with: `settings`.
    pub settings: Vec<String>,
    /// Last words of a setting that only those know who run the installation: `secret`, `key`.
    pub set_secret: Vec<String>,
    /// Words in the name of what opens what the application has sealed itself: `decrypt`.
    pub unsealing: Vec<String>,
    /// Words in the name of what notes down what happens, and does nothing else: `logger`.
    pub noting: Vec<String>,
    /// Words in the name of what messages are signed with: `signing key`.
    pub signing: Vec<String>,
    /// Words of a column to a person that say whose the row is, beside the words in `user`: `owner`.
    pub owner: Vec<String>,
    /// Words of a column to a person that say who made the row: whose it is only where nothing else says so.
    pub author: Vec<String>,
    /// Words in the name of a call in an entity's own description that puts it under the database's row security.
    pub row_security: Vec<String>,
    /// Words in the name of a mark that says whether something is there: `HasValue`, `IsAvailable`.
    pub present: Vec<String>,
    /// Last words of a key column behind the name of what it refers to: `id`, `uuid`, `key`.
    pub key: Vec<String>,
    /// Words in the name of a type, local or member whose value is the caller's identity: `current user`, `tenant context`.
    pub identity: Vec<String>,
    /// Words in the name of a function or attribute that authorizes: `authorize`, `permission`, `ensure`.
    pub guard: Vec<String>,
    /// Words in the name of a call whose result tells of failure when it is returned: `error`, `forbidden`.
    pub failure: Vec<String>,
    /// Words in the name of a guard about running the whole installation: `superuser`, `instance admin`.
    pub operator: Vec<String>,
    /// Words in the name of a guard or permission of those who run some part of the application for others.
    pub manager: Vec<String>,
    /// Words for having every right, and for what is meant for those who have: over the installation, where nobody but persons own anything.
    pub administrator: Vec<String>,
    /// Words in the name of a column whose value is a secret, so that knowing it authorizes: `token`, `secret`.
    pub secret: Vec<String>,
    /// Words in the name of a parameter, route or file of code that only operators or tests reach.
    pub internal: Vec<String>,
    /// Words in the name of a column that tells rows that are meant for everybody: `is public`, `published`.
    pub public: Vec<String>,
    /// Last parts of a keyword condition that ask for equality: `exact`.
    pub lookup_equal: Vec<String>,
    /// Last parts of a keyword condition that ask for one of several: `in`.
    pub lookup_in: Vec<String>,
    /// What stands between the parts of a keyword condition: `__`.
    pub lookup_separator: Vec<String>,
    /// Methods that run when their object is called: `__call__`.
    pub called: Vec<String>,
    /// What may stand before a member's name in the name of a call that sets it on an object that is built: `with_`.
    pub setter: Vec<String>,
    /// Members and methods that tell how many values there are: `count`, `length`.
    pub number: Vec<String>,
    /// Words of code that asks who calls, before it is asked what for: `auth`, `bearer`.
    pub login: Vec<String>,
    /// Type names that wrap one value and change nothing about it: `Task`, `Option`, `Arc`.
    pub wrapper: Vec<String>,
    /// Wrappers that only say when or where the value is, never that there is none: `Future`, `Box`.
    pub carrier: Vec<String>,
    /// Type names of what gives a value of its last argument, whatever it is asked by: `IDbContextFactory`, `Func`, `Lazy`.
    pub giver: Vec<String>,
    /// Type names whose first (or last, for maps) argument is the element: `List`, `Vec`, `QuerySet`.
    pub collection: Vec<String>,
    /// Words in the name of a soft-delete filter: `soft delete`, `deleted`.
    pub soft_delete: Vec<String>,
    /// Words in the name of what keeps apart what belongs to different owners: `scope`, `namespace`.
    pub partition: Vec<String>,
    /// Words in the name of a call that gives a digest of what it is given: `sha256`.
    pub digest: Vec<String>,
    /// Words in the name of a function that makes the key of a cache.
    pub cache_key: Vec<String>,
}
