//! Whether an access is tied to the caller's tenant, given what holds where the function is left.

use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::query::{Access, Bypass, Column, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::flow::vocab::List;
use crate::tenancy::{EntityId, Role, Standing};
use partywall_catalog::{EntryKind, Operation};
use rustc_hash::FxHashSet;

/// How deep alternatives of facts, and ties of relations, are followed.
const MAX_DEPTH: usize = 4;

/// Judges the accesses of one function.
pub struct Judge<'j, 'a> {
    eng: &'j Engine<'a>,
    accesses: &'j [Access],
    entry: Option<&'j Entry>,
}

/// What is known to be the caller's.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    authorized: FxHashSet<SrcId>,
    records: u128,
    operator: bool,
    /// The access whose own checks are left aside.
    ignored: Option<usize>,
}

impl Trust {
    /// Whether an access's record is known to be the caller's.
    pub fn record(&self, at: usize) -> bool {
        self.records & (1 << at) != 0
    }
}

/// How an access is tied to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// By its own predicates.
    Scoped,
    /// By a check before the function is left.
    Guarded,
    /// By an automatic filter.
    Filtered,
    /// It is not.
    None,
}

impl<'j, 'a> Judge<'j, 'a> {
    /// A judge of a function's accesses; `entry` when it is an entry point.
    pub fn new(eng: &'j Engine<'a>, accesses: &'j [Access], entry: Option<&'j Entry>) -> Self {
        Self { eng, accesses, entry }
    }

    /// Whether no caller can make a difference: the access is tied by what the function itself knows.
    pub fn is_safe(&self, at: usize) -> bool {
        self.tie(at) != Tie::None || !self.matters(at)
    }

    /// Whether the access is one of rows that belong to somebody.
    pub fn matters(&self, at: usize) -> bool {
        match self.accesses[at].entity {
            EntRef::Known(entity) => match self.eng.tenancy.entity(entity).standing {
                Standing::Owned => true,
                Standing::Root { user } => !user && !self.eng.tenancy.entity(entity).paths.is_empty(),
                Standing::Shared => false,
            },
            EntRef::Param(_) | EntRef::OnThis(_) => true,
            EntRef::Unknown => false,
        }
    }

    /// How an access is tied to the tenant.
    pub fn tie(&self, at: usize) -> Tie {
        let access = &self.accesses[at];
        let bare = self.trust(&[]);
        if bare.operator {
            return Tie::Guarded;
        }
        if self.scoped(access, &bare, at) {
            return Tie::Scoped;
        }
        if self.filtered(access) {
            return Tie::Filtered;
        }
        if access.exits.is_empty() {
            return Tie::Guarded;
        }
        let by_predicate = access.exits.iter().all(|facts| {
            let start = Trust {
                ignored: Some(at),
                ..Trust::default()
            };
            self.scoped(access, &self.close(facts, start, 0), at)
        });
        if by_predicate {
            return Tie::Scoped;
        }
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        let tied = access.exits.iter().all(|facts| {
            if facts.contains(&Fact::Absent(index)) {
                return true;
            }
            let trust = self.trust(facts);
            trust.operator || trust.record(at)
        });
        if tied { Tie::Guarded } else { Tie::None }
    }

    /// The exits at which an access is not tied.
    pub fn open_exits(&self, at: usize) -> Vec<&'j [Fact]> {
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        let accesses: &'j [Access] = self.accesses;
        let open = accesses[at].exits.iter().map(|facts| &facts[..]).filter(|facts| {
            if facts.contains(&Fact::Absent(index)) {
                return false;
            }
            let trust = self.trust(facts);
            !trust.operator && !trust.record(at)
        });
        open.collect()
    }

    /// Whether an automatic filter ties the access.
    pub fn filtered(&self, access: &Access) -> bool {
        let EntRef::Known(entity) = access.entity else {
            return false;
        };
        if access.sql {
            return false;
        }
        let info = self.eng.tenancy.entity(entity);
        info.filters.iter().any(|filter| {
            let by_manager = match (&filter.manager, access.manager) {
                (None, _) => true,
                (Some(wanted), Some(manager)) => self.eng.program.text(manager) == wanted,
                (Some(_), None) => filter.default_manager,
            };
            let off = match &access.bypass {
                Bypass::No => false,
                Bypass::All(..) => true,
                Bypass::Named(names) => filter
                    .name
                    .as_ref()
                    .is_some_and(|name| names.iter().any(|n| same_filter(n, name))),
            };
            by_manager && !off && !filter.fails_open
        })
    }

    /// What follows from facts: a fixpoint over what is known to be the caller's.
    pub fn trust(&self, facts: &[Fact]) -> Trust {
        let mut trust = Trust {
            operator: self.entry.is_some_and(|entry| entry.operator),
            ..Trust::default()
        };
        for at in 0..self.accesses.len() {
            if self.filtered(&self.accesses[at]) {
                trust.records |= 1 << at;
            }
        }
        self.close(facts, trust, 0)
    }

    fn close(&self, facts: &[Fact], mut trust: Trust, depth: usize) -> Trust {
        for _ in 0..12 {
            let before = (trust.authorized.len(), trust.records, trust.operator);
            for fact in facts {
                match fact {
                    Fact::Operator => trust.operator = true,
                    Fact::Authorized(src) => self.mark(*src, &mut trust, true),
                    Fact::Equal(a, b) => {
                        if self.holds(*a, &trust) {
                            self.mark(*b, &mut trust, false);
                        }
                        if self.holds(*b, &trust) {
                            self.mark(*a, &mut trust, false);
                        }
                    }
                    Fact::Found(access) => self.found(*access as usize, &mut trust),
                    // what is not there is nobody else's
                    Fact::Absent(access) if (*access as usize) < self.accesses.len() => trust.records |= 1 << access,
                    Fact::Absent(_) => {}
                    Fact::Any(arms) if depth < MAX_DEPTH => {
                        let mut closed = arms.iter().map(|arm| self.close(arm, trust.clone(), depth + 1));
                        if let Some(first) = closed.next() {
                            let common = closed.fold(first, |a, b| meet(&a, &b));
                            trust.authorized.extend(common.authorized);
                            trust.records |= common.records;
                            trust.operator |= common.operator;
                        }
                    }
                    Fact::Any(_) => {}
                }
            }
            for (at, access) in self.accesses.iter().enumerate() {
                if !trust.record(at) && trust.ignored != Some(at) && self.scoped(access, &trust, at) {
                    trust.records |= 1 << at;
                }
            }
            if before == (trust.authorized.len(), trust.records, trust.operator) {
                break;
            }
        }
        trust
    }

    /// A row that was found by a predicate that ties it also ties the other values that it was found by.
    fn found(&self, at: usize, trust: &mut Trust) {
        if at >= self.accesses.len() || !trust.record(at) {
            return;
        }
        let mut marks = Vec::new();
        for pred in &self.accesses[at].preds {
            match pred {
                Pred::Test { value, compare, .. } if *compare != Compare::Other => {
                    marks.extend_from_slice(value.list())
                }
                Pred::Key(value) => marks.extend_from_slice(value.list()),
                _ => {}
            }
        }
        for src in marks {
            self.mark(src, trust, false);
        }
    }

    /// Notes that a source is the caller's.
    fn mark(&self, src: SrcId, trust: &mut Trust, authorized: bool) {
        let table = self.eng.srcs.borrow();
        match table.root(src) {
            Root::Request | Root::Param(_) | Root::This => {
                trust.authorized.insert(src);
            }
            Root::Record(at) => {
                let Some(access) = self.accesses.get(at as usize) else {
                    return;
                };
                let path: Vec<&str> = table.path(src).iter().map(|sym| self.eng.program.text(*sym)).collect();
                let ties = authorized || path.is_empty() || self.source_ties(&access.entity, src, &path);
                if ties && trust.ignored != Some(at as usize) {
                    trust.records |= 1 << at;
                }
            }
            _ => {}
        }
    }

    /// The like of [`Self::path_ties`] for a source that is asked about again and again.
    fn source_ties(&self, entity: &EntRef, src: SrcId, path: &[&str]) -> bool {
        let EntRef::Known(id) = entity else {
            return self.path_ties(entity, path);
        };
        if let Some(known) = self.eng.ties.borrow().get(&(*id, src)) {
            return *known;
        }
        let ties = self.path_ties(entity, path);
        self.eng.ties.borrow_mut().insert((*id, src), ties);
        ties
    }

    fn path_ties(&self, entity: &EntRef, path: &[&str]) -> bool {
        match entity {
            EntRef::Known(entity) => !matches!(self.eng.tenancy.role(*entity, path), Role::Other | Role::Public),
            _ => path.last().is_some_and(|last| self.eng.tenancy.refers(last).is_some()),
        }
    }

    /// Whether a source is known to be the caller's.
    fn holds(&self, src: SrcId, trust: &Trust) -> bool {
        let table = self.eng.srcs.borrow();
        let root = table.root(src);
        match root {
            Root::Identity | Root::Trusted | Root::Generated => true,
            Root::Const | Root::Unknown => false,
            Root::Record(at) => trust.record(at as usize) || self.each_tenant(at as usize),
            Root::Request | Root::Param(_) | Root::This => {
                if trust.authorized.contains(&src) {
                    return true;
                }
                let path = table.path(src).to_vec();
                if root == Root::Request
                    && path.len() == 1
                    && self.entry.is_some_and(|entry| entry.tenant_guard)
                    && self.names_tenant(self.eng.program.text(path[0]))
                {
                    return true;
                }
                drop(table);
                (0..path.len()).any(|end| {
                    if end == 0 && root != Root::Param(0) && !matches!(root, Root::Param(_)) {
                        return false;
                    }
                    let prefix = self.eng.srcs.borrow_mut().intern(root, &path[..end]);
                    trust.authorized.contains(&prefix)
                })
            }
        }
    }

    /// Whether an entity's rows are persons: whoever is found by something of the identity is the caller.
    fn is_person(&self, entity: &EntRef) -> bool {
        matches!(entity, EntRef::Known(id) if self.eng.tenancy.entity(*id).standing == Standing::Root { user: true })
    }

    fn all_identity(&self, value: &Srcs) -> bool {
        let table = self.eng.srcs.borrow();
        !value.is_empty() && value.list().iter().all(|src| table.root(*src) == Root::Identity)
    }

    /// Whether a value is a route's own, used as the tenant's key below a guard that is about the tenant.
    fn presumed(&self, value: &Srcs) -> bool {
        let table = self.eng.srcs.borrow();
        self.entry.is_some_and(|entry| entry.tenant_guard)
            && !value.is_empty()
            && value
                .list()
                .iter()
                .all(|src| table.root(*src) == Root::Request && table.path(*src).len() == 1)
    }

    /// Whether nobody asked for a tenant: work of the installation that goes through its tenants keeps to each.
    fn each_tenant(&self, at: usize) -> bool {
        let job = self.entry.is_some_and(|entry| entry.kind != EntryKind::Request);
        let lists = |access: &&Access| access.operation == Operation::List;
        job && self
            .accesses
            .get(at)
            .filter(lists)
            .is_some_and(|access| match access.entity {
                EntRef::Known(entity) => self.eng.tenancy.entity(entity).standing == Standing::Root { user: false },
                _ => false,
            })
    }

    /// Whether a route value's name says that a guard about the tenant saw it.
    fn names_tenant(&self, name: &str) -> bool {
        if let Some(known) = self.eng.tenant_names.borrow().get(name) {
            return *known;
        }
        let names = self.names_tenant_now(name);
        self.eng.tenant_names.borrow_mut().insert(name.into(), names);
        names
    }

    fn names_tenant_now(&self, name: &str) -> bool {
        self.eng.tenancy.is_tenant_key(name, true)
            || self
                .eng
                .tenancy
                .refers(name)
                .is_some_and(|entity| matches!(self.eng.tenancy.entity(entity).standing, Standing::Root { .. }))
            || self.eng.vocab.has(List::Identity, name)
    }

    /// Whether all sources of a value are the caller's.
    pub fn value_holds(&self, srcs: &Srcs, trust: &Trust) -> bool {
        let constant = |src: &SrcId| self.eng.srcs.borrow().root(*src) == Root::Const;
        let mut any = false;
        for src in srcs.list() {
            if constant(src) {
                continue;
            }
            if !self.holds(*src, trust) {
                return false;
            }
            any = true;
        }
        any
    }

    /// Whether an access's own predicates tie it.
    fn scoped(&self, access: &Access, trust: &Trust, _at: usize) -> bool {
        access
            .preds
            .iter()
            .any(|pred| self.pred_ties(pred, &access.entity, trust, 0))
    }

    fn pred_ties(&self, pred: &Pred, entity: &EntRef, trust: &Trust, depth: usize) -> bool {
        match pred {
            Pred::Test {
                column,
                compare,
                value,
                constant,
            } => {
                if *compare == Compare::Other {
                    return false;
                }
                let role = self.column_role(column, entity);
                if matches!(role, Role::TenantKey(_) | Role::Member(_)) && self.presumed(value) {
                    return true;
                }
                if self.is_person(entity) && self.all_identity(value) {
                    return true;
                }
                match role {
                    Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::OwnKey | Role::Member(_) => {
                        self.value_holds(value, trust)
                    }
                    Role::Secret => !constant && !value.is_empty(),
                    Role::Public => *constant,
                    Role::Other => false,
                }
            }
            Pred::Any(arms) => {
                depth < MAX_DEPTH
                    && !arms.is_empty()
                    && arms
                        .iter()
                        .all(|arm| arm.iter().any(|pred| self.pred_ties(pred, entity, trust, depth + 1)))
            }
            Pred::Tied(other, preds) => {
                depth < MAX_DEPTH && preds.iter().any(|pred| self.pred_ties(pred, other, trust, depth + 1))
            }
            Pred::Child(of) | Pred::Key(of) => self.value_holds(of, trust),
            Pred::Opaque | Pred::Spread(_) => false,
        }
    }

    /// What a column means; `entity` where the column does not know its own.
    pub fn column_role(&self, column: &Column, entity: &EntRef) -> Role {
        let path = || column.path.iter().map(|part| &**part).collect::<Vec<&str>>();
        match column.entity {
            EntRef::Known(_) => *column.role.get_or_init(|| self.role(&column.entity, &path())),
            _ => self.role(entity, &path()),
        }
    }

    /// What a column path means.
    pub fn role(&self, entity: &EntRef, path: &[&str]) -> Role {
        match entity {
            EntRef::Known(entity) => {
                let role = self.eng.tenancy.role(*entity, path);
                match (&role, path) {
                    (Role::Other, [only]) => self.declared_role(*entity, only),
                    _ => role,
                }
            }
            _ => match path.last() {
                Some(last) if self.eng.tenancy.is_tenant_key(last, false) => {
                    self.eng.tenancy.refers(last).map_or(Role::Other, Role::TenantKey)
                }
                _ => Role::Other,
            },
        }
    }

    /// A parameter's name instead of a column's: `organizationId` of a declared method.
    fn declared_role(&self, entity: EntityId, name: &str) -> Role {
        let tenancy = self.eng.tenancy;
        let Some(other) = tenancy.refers(name) else {
            return Role::Other;
        };
        if other == entity {
            return Role::OwnKey;
        }
        let on_path = tenancy
            .entity(entity)
            .paths
            .iter()
            .any(|path| path.root == other || path.entities.contains(&other));
        if !on_path {
            return Role::Other;
        }
        match tenancy.entity(other).standing {
            Standing::Root { user: false } => Role::TenantKey(other),
            Standing::Root { user: true } => Role::UserKey(other),
            _ => Role::ParentKey(other),
        }
    }

    /// Sources that some check let pass.
    pub fn authorized(&self, trust: &Trust) -> Vec<SrcId> {
        let mut list: Vec<SrcId> = trust.authorized.iter().copied().collect();
        list.sort_unstable();
        list
    }

    /// Request values that a guard in front of the entry point is presumed to have seen, as this function's accesses use them.
    pub fn presumed_inputs(&self) -> Vec<String> {
        let mut names = Vec::new();
        if !self.entry.is_some_and(|entry| entry.tenant_guard) {
            return names;
        }
        let table = self.eng.srcs.borrow();
        for access in self.accesses {
            for pred in &access.preds {
                let value = match pred {
                    Pred::Test { value, .. } | Pred::Key(value) | Pred::Child(value) => value,
                    _ => continue,
                };
                for src in value.list() {
                    if table.root(*src) == Root::Request && table.path(*src).len() == 1 {
                        let name = self.eng.program.text(table.path(*src)[0]);
                        if self.names_tenant(name) {
                            names.push(name.to_owned());
                        }
                    }
                }
            }
        }
        names
    }
}

fn meet(a: &Trust, b: &Trust) -> Trust {
    Trust {
        authorized: a.authorized.intersection(&b.authorized).copied().collect(),
        records: a.records & b.records,
        operator: a.operator && b.operator,
        ignored: a.ignored,
    }
}

/// Whether the name in a bypass is that of a filter: constants are often called after the text that they hold.
fn same_filter(written: &str, filter: &str) -> bool {
    let norm = |text: &str| crate::flow::vocab::split(text).concat();
    let (a, b) = (norm(written), norm(filter));
    a == b || a.trim_end_matches("filter") == b.trim_end_matches("filter")
}
