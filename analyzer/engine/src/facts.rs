//! What rules read: entry points, accesses and their verdicts. Nothing here shows an expression or a unit's insides.

use crate::explained::Explained;
use crate::flow::Settled;
use crate::program::{FnId, Program, TypeId, UnitId};
use crate::tenancy::{EntityId, Tenancy};
pub use partywall_catalog::{EntryKind, Operation};
use partywall_ir::Span;
use std::collections::BTreeMap;

/// A place in a unit.
pub type At = (UnitId, Span);

/// What an access is believed to be; exactly one an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Its own predicate ties it to the tenant.
    Scoped,
    /// An automatic filter ties it.
    Filtered,
    /// A check ties what it returned.
    Guarded,
    /// Somebody has looked at it.
    Reviewed,
    /// Nobody calls it from an entry point that was found.
    Latent,
    /// A value on the way could not be followed.
    Unknown,
    /// An automatic filter is off, and nothing stands in its place.
    Bypassed,
    /// Its tenant comes from the request.
    WronglyScoped,
    /// Nothing ties it.
    Unscoped,
}

impl Verdict {
    /// All verdicts, in the order of reports.
    pub const ALL: [Self; 9] = [
        Self::Scoped,
        Self::Filtered,
        Self::Guarded,
        Self::Reviewed,
        Self::Unscoped,
        Self::WronglyScoped,
        Self::Bypassed,
        Self::Latent,
        Self::Unknown,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scoped => "scoped",
            Self::Filtered => "filtered",
            Self::Guarded => "guarded",
            Self::Reviewed => "reviewed",
            Self::Unscoped => "unscoped",
            Self::WronglyScoped => "wrongly-scoped",
            Self::Bypassed => "bypassed",
            Self::Latent => "latent",
            Self::Unknown => "unknown",
        }
    }
}

/// In which way an access leaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leak {
    /// A record is selected by a request value.
    Lookup,
    /// The same, below a parent that is authorized: the names of the values that are.
    UntiedChild(Vec<String>),
    /// Rows of every tenant.
    List,
    /// The record is compared with a request value: its name.
    CheckAgainstRequest(String),
    /// The tenant itself comes from the request: its name.
    TenantFromRequest(String),
    /// The tenant of a row that is written is a member of what the request binds.
    WritableTenantKey {
        /// The member.
        input: String,
        /// The column.
        column: String,
    },
    /// A check would tie it, and does not stop anybody.
    OpenCheck(Unheeded),
    /// It happens before the check that would tie it.
    LateCheck,
    /// A reference to an owned row is stored as the request names it.
    Reference {
        /// The request value.
        input: String,
        /// The column.
        column: String,
    },
    /// An automatic filter is off: the names of the filters that were lost.
    Bypass {
        /// Names of the tenant filters that are off; empty where they have none.
        filters: Vec<String>,
        /// Another filter was meant.
        broad: bool,
        /// The place of the bypass.
        place: At,
    },
}

/// How a check that is there fails to stop anybody: with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheeded {
    /// Its answer can be passed by.
    Passed(At),
    /// It is asked without the record.
    WithoutRecord(At),
    /// It stands in a guard, and nobody asks it about the record.
    NeverAsked(At),
}

/// Why something does not restrict the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// A tenant that the function never speaks of.
    Tenant,
    /// The caller, of whom it never speaks.
    Caller,
    /// A tenant that it asks by only where one is given.
    Optional,
}

/// A tenant that a function takes and does not ask for rows by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// What it calls it.
    pub name: String,
    /// It never speaks of it.
    pub unused: bool,
}

/// What a function is given and does not use here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The function.
    pub function: FnId,
    /// What it calls it.
    pub name: String,
    /// What it is to the function.
    pub how: Unasked,
}

/// One access of an owned entity.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where the access stands.
    pub place: At,
    /// Where it is decided which rows it reads: the access, or the call that hands a value on to it.
    pub primary: At,
    /// Of what.
    pub entity: EntityId,
    /// What it does.
    pub operation: Operation,
    /// It is SQL text.
    pub sql: bool,
    /// What is believed of it.
    pub verdict: Verdict,
    /// How it leaks; none for one that does not, or that no request reaches.
    pub leak: Option<Leak>,
    /// The way from the entry point to it: places and what happens there.
    pub flow: Vec<(At, String)>,
    /// Request values that select the rows, as the code calls them.
    pub inputs: Vec<String>,
    /// What was considered as a tie, and why it does not count.
    pub considered: Vec<String>,
    /// The function that holds the primary place.
    pub function: FnId,
    /// The entry point through which it was judged.
    pub entry: Option<FnId>,
    /// What sort of entry point that is.
    pub kind: Option<EntryKind>,
    /// What functions on the way are given that would say whose rows are meant, and never speak of.
    pub unused: Vec<Unused>,
    /// Its function takes this tenant, asks by something else, and nothing was seen to lead there.
    pub dropped: Option<Dropped>,
    /// From how many more entry points it leaks.
    pub others: usize,
    /// Everything on the way was seen.
    pub certain: bool,
    /// Whom the entry point is meant for, where that is more than whoever owns the rows.
    pub meant: Option<Meant>,
    /// Rows of the entity are changed or deleted on the way that it was judged on.
    pub(crate) changed: bool,
    /// What the message carries that these rows are asked for by, where a message leads here.
    pub carries: Option<Carries>,
    /// A job reads the rows of every tenant here.
    pub(crate) swept: bool,
}

/// Whom an entry point is meant for besides the owners of rows: it may be right that they are not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Anybody, as it says on purpose, and it only reads.
    Everybody,
    /// Nobody says whom: none of the entry points that are registered beside it says or asks who calls, while others of the program do.
    Unsaid,
    /// Those with a role, over rows that persons own and no tenant.
    Managers,
    /// Whoever asks, who learns no more than whether there are such rows, or how many.
    Asked,
    /// Those for whom a row was found before by the same value: it was looked for with the caller in mind, in a way that could not be
    /// followed, and who has none does not come here.
    Sought,
    /// Anybody who may read what others wrote: so the rows are read at most places, and who owns them may only be their author.
    Authored,
}

/// A class that lets a request write the column that says whose a row is.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Where the class says what it binds.
    pub place: At,
    /// The class.
    pub form: String,
    /// The entity whose rows it writes.
    pub entity: EntityId,
    /// The column, as the class calls it.
    pub column: String,
    /// Where it is used to write, and for what.
    pub used: (At, String),
}

/// A form that takes references to any rows of a table, and that looks at them no further.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Where the first of its fields says so.
    pub place: At,
    /// The form.
    pub form: String,
    /// Its fields, each with the entity that it refers to.
    pub fields: Vec<(String, EntityId)>,
    /// Where it is used to write, and for what.
    pub used: (At, String),
    /// The method of the form that looks at what was sent, and not at these.
    pub looks: Option<(At, String)>,
}

/// A tenant's data that is pushed to every connected client.
#[derive(Clone, Debug)]
pub struct Broadcast {
    /// Where it is pushed.
    pub place: At,
    /// The function that holds the place.
    pub function: FnId,
    /// Whose rows are in it; none where it is something of the caller.
    pub rows: Option<EntityId>,
    /// The way to the place: calls, and what happens there.
    pub flow: Vec<(At, String)>,
}

/// What a message carries of the rows that its consumer asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// Their key alone.
    Key,
    /// The tenant whose rows they are.
    Tenant,
}

/// What a job reads of the rows of all tenants.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Where it is decided which rows are read: the access, or the call that leads to it.
    pub place: At,
    /// The access, where that is somewhere else.
    pub access: Option<At>,
    /// The function that holds the place.
    pub function: FnId,
    /// Of what.
    pub entity: EntityId,
    /// The tenants whose turns it goes through, and where; none where it does not.
    pub over: Option<(EntityId, At)>,
}

/// A tenant's data in state that all requests share.
#[derive(Clone, Debug)]
pub struct Outliving {
    /// Where it is put there.
    pub place: At,
    /// The state, as the code calls it.
    pub state: String,
    /// What it is.
    pub held: Whose,
    /// The function that holds the place.
    pub function: FnId,
    /// Everything on the way was seen.
    pub certain: bool,
    /// The way to the place: calls, and what happens there.
    pub flow: Vec<(At, String)>,
}

/// By what data is one tenant's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// It is the request itself.
    Request,
    /// It comes from what the request names its tenant by: the input.
    Sent(String),
    /// It is rows of an entity.
    Rows(EntityId),
    /// It is something of the caller.
    Caller,
}

/// An input that says whose data is meant, and that the caller's identity takes the place of only where it was left out.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// Where it does.
    pub place: At,
    /// The input, as the code calls it.
    pub input: String,
    /// The entry point that it is sent to.
    pub entry: FnId,
    /// Where that begins.
    pub start: At,
}

/// What a cache holds of a tenant under a key that does not say whose it is.
#[derive(Clone, Debug)]
pub struct Cached {
    /// Where the key is made, or the function that is remembered.
    pub place: At,
    /// Where it is kept.
    pub kept: At,
    /// What it is.
    pub held: Held,
    /// The function that holds the place.
    pub function: FnId,
    /// Everything on the way was seen.
    pub certain: bool,
    /// The way to where it is kept.
    pub flow: Vec<(At, String)>,
}

/// What a cache holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Nothing is known of the value; the key is made by a function that is given nothing of the tenant that a caller knows.
    Key {
        /// The caller.
        caller: FnId,
        /// What the caller calls the tenant.
        tenant: String,
    },
    /// That something of this content was there before.
    Claim,
    /// A value that depends on who asks: rows of an entity, where it is rows.
    Value(Option<EntityId>),
    /// What a function gives, which depends on who asks.
    Result(Option<EntityId>),
}

/// An entry point.
#[derive(Clone, Debug)]
pub struct EntryFact {
    /// The function.
    pub function: FnId,
    /// What sort.
    pub kind: EntryKind,
}

/// Everything that rules and reports may know.
pub struct Facts {
    pub(crate) program: Program,
    pub(crate) tenancy: Tenancy,
    pub(crate) sites: Vec<Site>,
    pub(crate) scoping: BTreeMap<(Holder, EntityId), FnId>,
    pub(crate) bound: Vec<Bound>,
    pub(crate) offered: Vec<Offered>,
    pub(crate) broadcasts: Vec<Broadcast>,
    pub(crate) sweeps: Vec<Sweep>,
    pub(crate) outliving: Vec<Outliving>,
    pub(crate) assumed: Vec<Assumed>,
    pub(crate) cached: Vec<Cached>,
    pub(crate) entries: Vec<EntryFact>,
    pub(crate) sql_gaps: Vec<(UnitId, Span, String)>,
    pub(crate) explained: Explained,
    /// Kept only so that it lives as long as the facts: a process that ends with them need not take it apart.
    #[expect(dead_code, reason = "it is held, not read")]
    pub(crate) settled: Option<Settled>,
    pub(crate) frameworks: Vec<String>,
}

/// Functions that ask for an entity's rows by whose they are, by the class that holds them, or else by their file; of several the
/// first.
pub(crate) fn scoping(program: &Program, sites: &[Site]) -> BTreeMap<(Holder, EntityId), FnId> {
    let mut scoping = BTreeMap::new();
    for site in sites.iter().filter(|site| site.verdict == Verdict::Scoped) {
        let of = (holder(program, site.function), site.entity);
        scoping.entry(of).or_insert(site.function);
    }
    scoping
}

/// What holds a function: its class, or else its file.
pub(crate) type Holder = (Option<TypeId>, Option<UnitId>);

fn holder(program: &Program, function: FnId) -> Holder {
    let info = program.func(function);
    match info.owner {
        Some(owner) => (Some(owner), None),
        None => (None, Some(info.unit)),
    }
}

impl Site {
    /// Whether it was only seen to run by itself, at the hand of an operator, or for a message that does not say which rows:
    /// nobody from outside chooses them.
    pub fn runs_unasked(&self) -> bool {
        match self.kind {
            Some(EntryKind::Job | EntryKind::Command) => true,
            Some(EntryKind::Message) => self.inputs.is_empty(),
            Some(EntryKind::Request) | None => false,
        }
    }
}

impl Facts {
    /// Accesses of owned entities, by place.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// Another function of the same class, or else of the same file, that asks for rows of the same entity by whose they are.
    pub fn sibling(&self, site: &Site) -> Option<FnId> {
        let of = (holder(&self.program, site.function), site.entity);
        self.scoping.get(&of).copied().filter(|other| *other != site.function)
    }

    /// Classes that let a request write whose a row is, by place.
    pub fn bound(&self) -> &[Bound] {
        &self.bound
    }

    /// Forms that take references to any rows of a table, by place.
    pub fn offered(&self) -> &[Offered] {
        &self.offered
    }

    /// Data of tenants that is pushed to every connected client, by place.
    pub fn broadcasts(&self) -> &[Broadcast] {
        &self.broadcasts
    }

    /// What jobs read of the rows of all tenants, by place.
    pub fn sweeps(&self) -> &[Sweep] {
        &self.sweeps
    }

    /// What a request puts where it outlives the request, by place.
    pub fn outliving(&self) -> &[Outliving] {
        &self.outliving
    }

    /// Inputs that the caller's identity only stands in for, by place.
    pub fn assumed(&self) -> &[Assumed] {
        &self.assumed
    }

    /// What is cached for everybody though it is a tenant's, by place.
    pub fn cached(&self) -> &[Cached] {
        &self.cached
    }

    /// Entry points, by place.
    pub fn entries(&self) -> &[EntryFact] {
        &self.entries
    }

    /// SQL that could not be read: where, and why.
    pub fn sql_gaps(&self) -> &[(UnitId, Span, String)] {
        &self.sql_gaps
    }

    /// What was asked for besides verdicts.
    pub fn explained(&self) -> &Explained {
        &self.explained
    }

    /// Who owns what.
    pub fn tenancy(&self) -> &Tenancy {
        &self.tenancy
    }

    /// The linked program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Ids of the framework files that were consulted.
    pub fn frameworks(&self) -> &[String] {
        &self.frameworks
    }

    /// An entity's name.
    pub fn entity_name(&self, entity: EntityId) -> &str {
        &self.tenancy.entity(entity).name
    }

    /// The shortest way from an entity to its root, in words: `project.organization_id → Organization`.
    pub fn ownership(&self, entity: EntityId) -> Option<String> {
        let path = self.tenancy.entity(entity).paths.first()?;
        Some(format!("{} → {}", path.steps.join("."), self.entity_name(path.root)))
    }

    /// The name of an entity's root.
    pub fn root_name(&self, entity: EntityId) -> Option<&str> {
        let path = self.tenancy.entity(entity).paths.first()?;
        Some(self.entity_name(path.root))
    }

    /// Who an entity's rows belong to, in a word: a tenant, or a user where a person is one.
    pub fn owner(&self, entity: EntityId) -> &'static str {
        let root = self.tenancy.entity(entity).paths.first().map(|path| path.root);
        match root.map(|root| self.tenancy.entity(root).standing) {
            Some(crate::tenancy::Standing::Root { user: true }) => "user",
            _ => "tenant",
        }
    }

    /// The first step of the shortest way to the root: the column that a predicate would name.
    pub fn tenant_column(&self, entity: EntityId) -> Option<String> {
        self.tenancy
            .entity(entity)
            .paths
            .first()
            .map(|path| path.steps.join("."))
    }

    /// Where an entity is declared.
    pub fn entity_place(&self, entity: EntityId) -> Option<At> {
        self.tenancy.entity(entity).place
    }

    /// Where a function is declared: its name.
    pub fn function_place(&self, function: FnId) -> At {
        (self.program.func(function).unit, self.program.decl(function).name_span)
    }

    /// What a type is called.
    pub fn type_name(&self, ty: TypeId) -> &str {
        self.program.text(self.program.ty(ty).name)
    }

    /// A function's name with its type's in front: `InvoicesController.Get`.
    pub fn function_name(&self, function: FnId) -> String {
        function_name(&self.program, function)
    }
}

/// A function's name with its type's in front.
pub(crate) fn function_name(program: &Program, function: FnId) -> String {
    let info = program.func(function);
    let name = program.text(info.name);
    match info.owner {
        Some(owner) => format!("{}.{name}", program.text(program.ty(owner).name)),
        None => name.to_owned(),
    }
}
