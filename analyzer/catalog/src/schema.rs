//! What a framework file may say. One struct a table; every field of a row narrows it, and a row says one thing.
//!
//! Names in rows are the last part of what the code writes (`get_object_or_404`, `Where`, `query_as!`); a dotted name
//! (`session.get`) also asks for the part before it. Where several conditions stand in one row, all must hold;
//! where a condition is a list, one of it must.

use crate::{
    BroadcastRow, CacheRow, EffectRow, EntryRow, FormRow, GuardRow, NarrowingRow, NeutralRow, RelayRow, SharedRow,
    StopRow, Words,
};
use serde::Deserialize;

/// One framework file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FrameworkFile {
    /// What it is about.
    pub framework: Header,
    /// Which types are rows of a table.
    #[serde(default)]
    pub entity: Vec<EntityRow>,
    /// Which fields refer to another entity.
    #[serde(default)]
    pub relation: Vec<RelationRow>,
    /// What starts a query.
    #[serde(default)]
    pub query: Vec<QueryRow>,
    /// What refines or runs a query.
    #[serde(default)]
    pub step: Vec<StepRow>,
    /// Functions and methods inside a condition.
    #[serde(default)]
    pub condition: Vec<ConditionRow>,
    /// SQL in strings.
    #[serde(default)]
    pub sql: Vec<SqlRow>,
    /// Automatic filters.
    #[serde(default)]
    pub filter: Vec<FilterRow>,
    /// Functions that the outside reaches.
    #[serde(default)]
    pub entry: Vec<EntryRow>,
    /// What the parameters of an entry point are.
    #[serde(default)]
    pub param: Vec<ParamRow>,
    /// Values that come from a request or from the identity.
    #[serde(default)]
    pub source: Vec<SourceRow>,
    /// Authorization.
    #[serde(default)]
    pub guard: Vec<GuardRow>,
    /// Calls that pass a call on: a thread pool, a mediator, a partial application.
    #[serde(default)]
    pub relay: Vec<RelayRow>,
    /// Lists of types that narrow what a class reads.
    #[serde(default)]
    pub narrowing: Vec<NarrowingRow>,
    /// Classes that bind what a request sends.
    #[serde(default)]
    pub form: Vec<FormRow>,
    /// Calls after which something has happened.
    #[serde(default)]
    pub effect: Vec<EffectRow>,
    /// Calls that push to every connected client.
    #[serde(default)]
    pub broadcast: Vec<BroadcastRow>,
    /// What keeps values under keys.
    #[serde(default)]
    pub cache: Vec<CacheRow>,
    /// What outlives a request.
    #[serde(default)]
    pub shared: Vec<SharedRow>,
    /// Calls that do not return.
    #[serde(default)]
    pub stop: Vec<StopRow>,
    /// Looked at, does not matter: so that "unknown" and "known harmless" differ.
    #[serde(default)]
    pub neutral: Vec<NeutralRow>,
    /// Words by which code speaks of tenancy.
    #[serde(default)]
    pub words: Words,
}

/// What a file is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Its id, the file's name: `django-orm`.
    pub id: String,
    /// `csharp`, `python`, `rust`, `sql`, or `any`.
    pub language: String,
    /// First parts of import paths; the file is consulted when one of them is imported somewhere in the project. Empty: always.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Which versions it was written for.
    #[serde(default)]
    pub versions: String,
    /// Where its facts come from.
    #[serde(default)]
    pub evidence: String,
}

/// A type is an entity when it meets one of these.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct EntityRow {
    /// It derives, at any distance, from a type of one of these names. A dotted name must match as far as the code writes it.
    pub base: Vec<String>,
    /// It carries one of these attributes or derives.
    pub attribute: Vec<String>,
    /// It is the type argument (the first one) of a member of one of these types: `DbSet<Invoice>`.
    pub member_type: Vec<String>,
    /// It is the type argument of a call of one of these names: `modelBuilder.Entity<Invoice>()`.
    pub call: Vec<String>,
    /// It is the type argument (the first one) that a class passes to a base of one of these names: `IEntityTypeConfiguration<Invoice>`.
    pub configured_by: Vec<String>,
    /// It is declared by one of these item macros: `table!`.
    pub r#macro: Vec<String>,
    /// Only when the class itself has this field or keyword set (`table=True`, `__tablename__`), or the inner class, where `meta` names one.
    pub requires: Vec<String>,
    /// Not when that says so (`abstract`).
    pub unless: Vec<String>,
    /// A type with one of these is another way to see the rows of the entity that it derives from: `proxy`.
    pub stands_in: Vec<String>,
    /// Names of the field that holds the table's name, or of the attribute (`Table`, `table_name`).
    pub table: Vec<String>,
    /// Names of the primary key where nothing else is said.
    pub key: Vec<String>,
    /// Members of the inner class by this name describe it (`Meta`).
    pub meta: Vec<String>,
    /// Attributes of a field, or keywords of its value, that make it the primary key: `Key`, `primary_key=True`. On the type, its
    /// arguments name the key's fields: `primary_key(uuid)`.
    pub key_mark: Vec<String>,
    /// The like for a field whose value no two rows share: `unique`.
    pub unique_mark: Vec<String>,
    /// The like for a field that may be missing: `null`; also type names that say so (`Nullable`).
    pub null_mark: Vec<String>,
    /// It is called after its table, or else after the module that holds it, because its own name says nothing (`Model`).
    pub named_by_module: bool,
    /// Names that the attribute declares beside the type, and that stand for it: `Entity`, `ActiveModel`.
    pub makes: Vec<String>,
    /// It is no entity by itself: it only counts where a table, or another entity, goes by its name or its table's name.
    pub joined: bool,
    /// Its rows are the persons who log in, whatever it is called.
    pub person: bool,
}

/// A field refers to another entity when it meets one of these.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct RelationRow {
    /// Its value is a call of one of these: `models.ForeignKey(Org, …)`.
    pub call: Vec<String>,
    /// It carries one of these attributes: `#[diesel(belongs_to(Org))]`, `[ForeignKey("Org")]`.
    pub attribute: Vec<String>,
    /// One of these macros stands beside the tables, with a table, the table that it leads to and the column between them:
    /// `joinable!(docs -> orgs (org_id))`.
    pub r#macro: Vec<String>,
    /// Its type is one of these, the target their first argument.
    pub field_type: Vec<String>,
    /// The members of a type that carries one of these attributes, and stands in the module of an entity, are relations of that entity: each
    /// one's attribute names the target by the keyword under `attribute`, and its column by the one under `column`.
    pub beside: Vec<String>,
    /// The keyword that names the column.
    pub column: String,
    /// Where the target's name stands: `arg0`, `arg:to`, `type` (the field's type or its first argument).
    pub target: String,
    /// What the target's name means: `entity` (a class, by name or string), or `table` (`orgs.id`).
    pub names: TargetKind,
    /// The column is the field's name with this behind it (`_id`).
    pub suffix: String,
    /// The keyword that names the way back from the target (`related_name`).
    pub reverse: String,
    /// The name of the way back where none is said; `{entity}` is the entity's name in lower case (`{entity}_set`).
    pub reverse_default: String,
    /// Leads to many, or from many to many.
    pub many: bool,
}

/// What a relation's target is called by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// The entity's class.
    #[default]
    Entity,
    /// A table, perhaps with a column behind a dot.
    Table,
}

/// What an access does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Reads one row.
    One,
    /// Reads many rows.
    List,
    /// Counts or aggregates.
    Count,
    /// Tells whether there is a row.
    Exists,
    /// Writes fields of rows.
    Update,
    /// Removes rows.
    Delete,
    /// Adds rows.
    Insert,
}

impl Operation {
    /// Whether it only reads rows, counts them or asks whether there are any.
    #[must_use]
    pub fn reads(self) -> bool {
        matches!(self, Self::One | Self::List | Self::Count | Self::Exists)
    }
}

/// How arguments say which rows are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Predicate {
    /// They do not.
    #[default]
    None,
    /// Named arguments are columns, `__` leads through relations; positional ones are conditions.
    Kwargs,
    /// A lambda over the row.
    Lambda,
    /// Expressions over columns (`Invoice.id == id`, `id.eq(x)`); several must all hold.
    Condition,
    /// The values of the primary key, in order.
    Key,
    /// Names or members of an object are columns: `{ Id = id, OrgId = org }`, `doc! { "org": org }`. An object that an access
    /// returned stands for its key.
    Object,
    /// SQL text for a WHERE.
    Sql,
}

/// What a query is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityFrom {
    /// The thing it is called on is the entity's class (or module): `Invoice.objects`, `invoices::table`, `Invoice::find()`.
    #[default]
    Receiver,
    /// The thing that it is called on is a new row of it: `Task { title }.insert(db)`.
    Itself,
    /// The first argument names it (or is a query over it): `select(Invoice)`, `get_object_or_404(Invoice, …)`.
    Arg0,
    /// The first type argument: `Set<Invoice>()`.
    Typearg0,
    /// A class variable of this name names it: `model = Invoice`. See [`QueryRow::class_field`].
    ClassField,
}

/// What starts a query.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct QueryRow {
    /// A call of one of these.
    pub call: Vec<String>,
    /// For a member that is set, written with a `=` in `call`: it is the member of what a call of one of these gives, and speaks of
    /// that call's first argument.
    pub on_call: Vec<String>,
    /// What it is set to is called one of these.
    pub set_to: Vec<String>,
    /// A member, not called, of one of these names on an entity: `Invoice.objects`.
    pub member: Vec<String>,
    /// Every value of one of these types is a query over its first type argument: `DbSet<Invoice>`.
    pub of_type: Vec<String>,
    /// Objects whose type derives from one of `of-type` are conditions: what their constructors ask of their member by `member`.
    pub gathers: bool,
    /// For [`EntityFrom::Arg0`]: a parameter there is an entity that the caller names.
    pub passed: bool,
    /// A parameter of one of these types is a query that the caller began: `IQueryable<Invoice>`.
    pub passed_type: Vec<String>,
    /// The receiver's type is one of these, or derives from one.
    pub on_type: Vec<String>,
    /// The receiver is called one of these: `session`, `self.db`.
    pub on_name: Vec<String>,
    /// Where the entity stands.
    pub entity: EntityFrom,
    /// For [`EntityFrom::ClassField`]: the variable's names. A method of the class by one of these names counts too, and gives
    /// the query itself (`get_queryset`); the first name that the class has decides.
    pub class_field: Vec<String>,
    /// The primary key is a request value that the framework passes by itself, called one of these: `self.get_object()`.
    pub implicit_key: Vec<String>,
    /// Where the record stands that the rows belong to, by their foreign key to it: `arg0`, `receiver`.
    pub parent: String,
    /// How its further arguments restrict it; they begin after the entity's, or at `from`.
    pub predicate: Predicate,
    /// The first argument of the predicate, from 0.
    pub from: Option<usize>,
    /// What it writes stays in memory until a call commits it.
    pub deferred: bool,
    /// Its argument is a row whose columns are written.
    pub stores: bool,
    /// What it does when it also runs.
    pub operation: Option<Operation>,
    /// What running it does, whatever the row of the call that runs it says: `update(Invoice)` before `execute`.
    pub does: Option<Operation>,
    /// Whether a miss ends the function by itself (404).
    pub fails_closed: bool,
    /// For a member of the handler's type: methods of the type that the query goes through first, where it writes them.
    pub through: Vec<String>,
    /// For such a member: the row that it finds is shown to the methods that look at a record, of the types in the type's list of guards.
    pub shows: bool,
    /// Whether it goes around automatic filters (`_base_manager`).
    pub bypass: bool,
}

/// What refines or runs a query.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct StepRow {
    /// A call of one of these on a query.
    pub call: Vec<String>,
    /// How its arguments restrict the rows.
    pub predicate: Predicate,
    /// The first argument of the predicate, from 0.
    pub from: usize,
    /// The restriction is excluded: never a scope.
    pub negated: bool,
    /// The restriction is an alternative to the ones so far: they no longer scope.
    pub alternative: bool,
    /// What it does when it also runs. The last step with an operation decides, and with it whether a miss fails.
    pub operation: Option<Operation>,
    /// What running it does, whatever the step that runs it says: `count()` before `get_result`.
    pub does: Option<Operation>,
    /// Whether a miss ends the function by itself.
    pub fails_closed: bool,
    /// What it writes stays in memory until a call commits it.
    pub deferred: bool,
    /// It leaves no rows: `none()`.
    pub empty: bool,
    /// It links the rows that it is given to the record whose rows these are, or parts them from it: `tags.add(tag)`. With
    /// `predicate = "key"` it may be given their keys.
    pub links: bool,
    /// Its arguments are the columns that are written: `values((…))`, `set(…)`.
    pub stores: bool,
    /// It turns automatic filters off: all of them, or those named in its first argument.
    pub bypass: bool,
    /// Waiting for it gives the query itself, which has not run: `await rows.GetQueryableAsync()`.
    pub handed: bool,
    /// It is no step, but opens a block inside of which they are off.
    pub within: bool,
    /// For such a block: only where one of these is named in a type argument or argument of the call, or by the type of what it is called on.
    pub of: Vec<String>,
    /// It joins another entity: the first argument. `condition` arguments may tie it.
    pub join: bool,
    /// Its last argument says what rows look like from there on: `Select(x => new { x.Id })`.
    pub reshapes: bool,
    /// What its first argument gives for a row are rows of their own: `SelectMany(x => x.Lines)`.
    pub flattens: bool,
    /// Its argument is another query that is merged in (`union`).
    pub merge: bool,
}

/// What a function or method means inside a condition.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ConditionRow {
    /// A call of one of these.
    pub call: Vec<String>,
    /// What it means.
    pub means: ConditionMeaning,
}

/// Meanings of calls in conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionMeaning {
    /// `a.eq(b)`.
    #[default]
    Equal,
    /// `a.ne(b)`, `a.gt(b)`: restricts, and never scopes.
    Other,
    /// `a.in_(list)`, `list.Contains(a)`: the receiver or the argument is the column.
    In,
    /// All arguments, or the receiver and the argument, must hold.
    And,
    /// One must hold.
    Or,
    /// Must not hold.
    Not,
    /// Named arguments are columns: `Q(org=org)`.
    Kwargs,
    /// A lambda over rows of a relation: `x.Members.Any(m => …)`.
    Any,
    /// A lambda that every item must satisfy: `members.All(m => …)`, `iter().all(|m| …)`. Of rows in a condition it scopes nothing.
    All,
    /// It puts a condition into the list on its left, which a query takes later: `conditions.append(Invoice.paid == True)`.
    Gather,
    /// What a lambda gives for each row of a relation: `x.Members.Select(m => m.UserId)`.
    Each,
    /// Its arguments are columns' names and values by turns: `doc! { "organization_id": id }`.
    Pairs,
    /// The receiver is not there: `is_none()`. Also a pattern that says so: `None`, `Err`.
    Absent,
    /// The receiver is there: `is_some()`.
    Present,
    /// It is, and satisfies a lambda: `is_some_and(|x| …)`.
    PresentAnd,
    /// It is not, or it satisfies a lambda: `is_none_or(|x| …)`.
    AbsentOr,
}

/// SQL in a string.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SqlRow {
    /// A call of one of these.
    pub call: Vec<String>,
    /// The receiver's type is one of these.
    pub on_type: Vec<String>,
    /// Which argument holds the text, from 0. With `any-string`, the first argument that is a string.
    pub sql: usize,
    /// The first string among the arguments is meant.
    pub any_string: bool,
    /// Where the values stand.
    pub binds: Binds,
    /// The first argument of the values, from 0.
    pub from: usize,
    /// For [`Binds::Bind`]: the names of the calls that bind, on the result or on a member of it; `bind` where none is said.
    /// Where such a call has a string before the value, it is the parameter's name (`AddWithValue("@id", id)`).
    pub bind_call: Vec<String>,
    /// Calls on the result whose argument continues the text: `push`.
    pub append: Vec<String>,
    /// The text is assigned to a member of one of these names: `command.CommandText = …`.
    pub member: Vec<String>,
    /// A text that begins with its conditions is about rows of the first type argument.
    pub partial: bool,
    /// The text is the name of a stored procedure when it holds no white space.
    pub procedure: bool,
}

/// Where the values of a statement stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binds {
    /// In further arguments, in order.
    #[default]
    Rest,
    /// In calls of `bind` on the result, in order.
    Bind,
    /// In the members of one object, by name.
    Object,
    /// In one list, tuple or dictionary.
    List,
    /// In the holes of the interpolated text itself.
    Holes,
}

/// An automatic filter, and what turns it off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct FilterRow {
    /// A call of one of these registers a filter: `HasQueryFilter`. The entity is the type argument of the call that its
    /// receiver chain starts with, or of the enclosing configuration class.
    pub call: Vec<String>,
    /// The entity's name comes from the type argument of these calls in the receiver chain: `Entity<T>()`.
    pub entity_call: Vec<String>,
    /// Those of the calls that are made on what describes an entity, whichever it is at run time: the entities are those for whose
    /// types the function around it asks.
    pub described: Vec<String>,
    /// A class whose base is one of these configures its type argument: `IEntityTypeConfiguration<T>`.
    pub configures: Vec<String>,
    /// Entities with one of these attributes are filtered by the framework.
    pub attribute: Vec<String>,
    /// Entities with one of these bases are filtered by the framework.
    pub base: Vec<String>,
    /// A method of this name on a manager class restricts what the manager returns: `get_queryset`.
    pub manager_method: Vec<String>,
    /// Base classes of managers.
    pub manager_base: Vec<String>,
    /// A class variable whose value is a call of one of these is a filtering manager (`ScopedManager(tenant=…)`).
    pub manager_call: Vec<String>,
    /// The column, where the framework fixes it.
    pub column: String,
    /// The filter works for what begins at an object of the type that registers it, where that derives from one of these
    /// (`DbContext`); a registration that stands elsewhere works for all types that derive from one of these. Empty: for
    /// everything.
    pub holder: Vec<String>,
    /// The method of a holder that installs what is registered: an override that never calls the one it overrides leaves what its
    /// bases would have installed undone.
    pub installed_by: Vec<String>,
    /// Registered for an entity that has one of the same name, or like it none, it takes the place of that one.
    pub replaces: bool,
    /// Who calls one of these looks at what is registered already, and may keep it: `GetQueryFilter`.
    pub reads: Vec<String>,
    /// Calls inside of what installs that run classes which configure: `ApplyConfiguration`.
    pub applies: Vec<String>,
    /// Its predicate is put together once, and what it reads is read once for all queries, but for what it reaches through a holder.
    pub compiled: bool,
    /// Calls that make a constant of the predicate of their first argument: `Expression.Constant(tenantId)`.
    pub constants: Vec<String>,
    /// Types that say how many times it is put together: once for each key that they give, `IModelCacheKeyFactory`.
    pub keyed_by: Vec<String>,
    /// Calls that put such a type in place: their last type argument, `ReplaceService<IModelCacheKeyFactory, TenantKeys>`.
    pub keys: Vec<String>,
    /// Calls that have it put together for each holder anew, where they are told `false`.
    pub rebuilds: Vec<String>,
    /// Calls that keep holders, their last type argument, and hand them out again.
    pub pools: Vec<String>,
    /// Types whose values differ from flow to flow (`AsyncLocal`), and members that do (`Thread.CurrentPrincipal`).
    pub ambient: Vec<String>,
    /// Types of what the installation is set up with: what they say is the same for everybody.
    pub installation: Vec<String>,
}

/// Where values come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OriginWord {
    /// Authenticated principal or tenant context.
    Identity,
    /// Client-chosen.
    #[default]
    Request,
    /// What the route matched, as a bag: its members are the route's own values, which a guard of the handler can see.
    Route,
    /// The request object itself: neither, but its members are sources.
    RequestObject,
    /// A service, a token, a handle: nothing of interest.
    Neutral,
    /// What the named function returns: FastAPI's `Depends(f)`.
    Dependency,
    /// Made here: `uuid4()`, `now()`.
    Generated,
    /// What other code of the application hands over: that code decided whose it is, and no request names it here.
    Given,
}

/// What a parameter of an entry point is. Rows are tried in order of files and rows; the first that matches wins. Without a match a
/// parameter of a type that the project declares as an interface or service is neutral, and any other comes from the request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ParamRow {
    /// It carries one of these attributes, or its type does.
    pub attribute: Vec<String>,
    /// Its type is one of these.
    pub of_type: Vec<String>,
    /// Its type is declared in the project and implements or derives from one of these: a request guard, an extractor.
    pub implements: Vec<String>,
    /// Its default is a call of one of these.
    pub default_call: Vec<String>,
    /// It is called one of these.
    pub name: Vec<String>,
    /// Its function is called one of these.
    pub method: Vec<String>,
    /// Its function's own type derives from one of these.
    pub on_this: Vec<String>,
    /// It is the one at this place, from 0, what the method is called on aside.
    pub position: Option<usize>,
    /// Its type carries one of these attributes, and a call in that names the type that it is read like, for all other rows:
    /// `#[from_request(via(State))]`. Such a row says no origin.
    pub via: Vec<String>,
    /// What it is.
    pub origin: OriginWord,
}

/// A value that comes from a request or from the identity.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SourceRow {
    /// A member, read or called, of one of these names.
    pub member: Vec<String>,
    /// A function, called, of one of these names.
    pub call: Vec<String>,
    /// A global name: `current_user`, `g`.
    pub global: Vec<String>,
    /// The receiver's type is one of these, or derives from one.
    pub on_type: Vec<String>,
    /// The receiver is called one of these (its last part): `request`.
    pub on_name: Vec<String>,
    /// The receiver is the method's own object, of a type that derives from one of these, or whose name ends in one after `*`.
    pub on_this: Vec<String>,
    /// A type, by name: every value of it is this.
    pub of_type: Vec<String>,
    /// A field or property that carries one of these attributes: `[FromClaim]`, `[BindProperty]`.
    pub attribute: Vec<String>,
    /// Only in methods that run behind handlers (`behind` of entry rows).
    pub behind: bool,
    /// What it is.
    pub origin: OriginWord,
}
