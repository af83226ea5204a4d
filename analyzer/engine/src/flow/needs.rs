//! What must be known for the rows of an access to be tied to the caller by its own restrictions.
//!
//! Each restriction is looked up once for a function and kept as what it asks of the trust, so that asking again compares bits and
//! numbers. This module must not know what a check proves: see [`crate::flow::trust`].

use crate::flow::judge::Judge;
use crate::flow::query::{Access, Column, Compare, Pred};
use crate::flow::trust::{MAX_DEPTH, Trust};
use crate::flow::value::{EntRef, Root, SrcId, Srcs};
use crate::flow::vocab::List;
use crate::tenancy::{Role, Standing};

/// What ties each access of a function by its own predicates.
#[derive(Debug)]
pub(super) struct Needs {
    pub(super) all: Vec<Need>,
    /// The accesses that are tied whatever is known, a bit each.
    pub(super) always: u128,
    /// Those for which it depends, a bit each.
    pub(super) open: u128,
}

impl Needs {
    pub(super) fn of(all: Vec<Need>) -> Self {
        let places = |wanted: fn(&Need) -> bool| {
            let some = all.iter().enumerate().filter(move |(_, need)| wanted(need));
            some.fold(0, |bits, (at, _)| bits | bit(at))
        };
        let always = places(|need| matches!(need, Need::Always));
        let open = places(|need| !matches!(need, Need::Always | Need::Never));
        Self { all, always, open }
    }
}

/// What must be known for restrictions to tie the rows.
#[derive(Debug)]
pub(super) enum Need {
    /// Nothing: they do.
    Always,
    /// They never do.
    Never,
    /// The records of these accesses and all of these inputs are the caller's.
    Values(u128, Vec<Held>),
    /// All of these.
    All(Vec<Need>),
    /// One of these.
    One(Vec<Need>),
}

impl Need {
    fn one(needs: impl Iterator<Item = Need>) -> Self {
        let mut some = Vec::new();
        for need in needs {
            match need {
                Self::Always => return Self::Always,
                Self::Never => {}
                need => some.push(need),
            }
        }
        if some.is_empty() { Self::Never } else { Self::One(some) }
    }

    fn all(needs: impl Iterator<Item = Need>) -> Self {
        let mut some = Vec::new();
        for need in needs {
            match need {
                Self::Never => return Self::Never,
                Self::Always => {}
                need => some.push(need),
            }
        }
        if some.is_empty() { Self::Always } else { Self::All(some) }
    }

    pub(super) fn met(&self, trust: &Trust) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Values(records, inputs) => {
                trust.records & records == *records && inputs.iter().all(|held| held.now(trust))
                    || trust
                        .choices
                        .iter()
                        .any(|choice| choice.covers(*records, inputs, trust))
            }
            Self::All(needs) => needs.iter().all(|need| need.met(trust)),
            Self::One(needs) => needs.iter().any(|need| need.met(trust)),
        }
    }
}

/// What must be known for a source to be the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing: it is.
    Always,
    /// It never is.
    Never,
    /// It says nothing of anybody.
    Constant,
    /// The record of this access is the caller's.
    Record(u32),
    /// The source itself is, or what it is a member of.
    Input(SrcId),
}

impl Held {
    pub(super) fn now(self, trust: &Trust) -> bool {
        match self {
            Self::Always => true,
            Self::Never | Self::Constant => false,
            Self::Record(at) => trust.record(at as usize),
            Self::Input(_) if trust.authorized().is_empty() => false,
            // the request and the receiver as such are never checked as a whole
            Self::Input(src) => {
                let mut chain = src
                    .chain()
                    .filter(|of| matches!(of.root(), Root::Param(_)) || !of.is_whole() || *of == src);
                chain.any(|of| trust.has_input(of))
            }
        }
    }
}

/// The bit of an access; none for one beyond those that are told apart.
pub(super) fn bit(at: usize) -> u128 {
    if at < 128 { 1 << at } else { 0 }
}

impl Judge<'_, '_> {
    /// For each access, what ties it by its own predicates.
    pub(super) fn needs(&self) -> &Needs {
        self.known.needs.get_or_init(|| {
            let one = |access: &Access| Need::one(access.preds.iter().map(|pred| self.need(pred, &access.entity, 0)));
            let need = |access: &Access| match access.stores {
                true => self.stored_need(access).unwrap_or_else(|| one(access)),
                false => one(access),
            };
            Needs::of(self.accesses.iter().map(need).collect())
        })
    }

    /// What must be known for every reference that an access stores to be the caller's; none for one that stores no reference.
    fn stored_need(&self, access: &Access) -> Option<Need> {
        let references = self.references(access);
        if references.is_empty() {
            return None;
        }
        let needs = references.into_iter().map(|(_, role, value)| {
            if matches!(role, Role::TenantKey(_)) && self.presumed(value) {
                return Need::Always;
            }
            // what could not be followed accuses nobody
            let told = |src: &&SrcId| !matches!(self.source(**src).held, Held::Never | Held::Constant);
            let told: Vec<SrcId> = value.list().iter().filter(told).copied().collect();
            if told.is_empty() {
                Need::Always
            } else {
                self.values(&Srcs::many(told))
            }
        });
        Some(Need::all(needs))
    }

    pub(super) fn need(&self, pred: &Pred, entity: &EntRef, depth: usize) -> Need {
        let when = |holds: bool| if holds { Need::Always } else { Need::Never };
        match pred {
            Pred::Test {
                column,
                compare,
                value,
                constant,
            } => {
                if *compare == Compare::Other {
                    return Need::Never;
                }
                let role = self.column_role(column, entity);
                if matches!(role, Role::TenantKey(_) | Role::Member(_)) && self.presumed(value) {
                    return Need::Always;
                }
                if self.is_person(entity) && self.is_carried(value, List::Kept) {
                    return Need::Always;
                }
                if (self.is_person(entity) || self.is_personal(column, entity)) && self.all_identity(value) {
                    return Need::Always;
                }
                // who has the code of a link was given it; a key that only happens to be random goes round in answers and addresses
                let sent = role == Role::OwnKey && !constant && !value.is_empty();
                if sent && (self.open && self.is_code(column, entity) || self.is_link(column, entity)) {
                    return Need::Always;
                }
                match role {
                    Role::UserKey(_) if self.is_who_logs_in(value) => Need::Always,
                    Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_) | Role::OwnKey | Role::Member(_) => {
                        self.values(value)
                    }
                    Role::Secret => when(!constant && !value.is_empty()),
                    Role::Public => when(*constant),
                    // what proves who sends a request finds nobody else's row
                    Role::Other if self.is_credential(value) => Need::Always,
                    Role::Other
                        if self.is_named_person(column, entity)
                            || self.is_key_asked_elsewhere(column, entity, value) =>
                    {
                        self.values(value)
                    }
                    // beside the owner's own rows
                    Role::Other if depth > 0 && self.names_group_of_member(column, entity, value) => self.values(value),
                    Role::Other => Need::Never,
                }
            }
            Pred::Any(arms) if depth < MAX_DEPTH && !arms.is_empty() => {
                // what somebody with a right is spared does not make it worse for the others
                let spared = |arm: &&Vec<Pred>| {
                    arm.iter()
                        .any(|pred| matches!(pred, Pred::Right(of) if of.root() == Root::Identity))
                };
                let some = self.is_only_persons(entity) && !arms.iter().all(|arm| spared(&arm));
                let asked = arms.iter().filter(|arm| !some || !spared(arm));
                Need::all(asked.map(|arm| Need::one(arm.iter().map(|pred| self.need(pred, entity, depth + 1)))))
            }
            Pred::Tied(other, preds) if depth < MAX_DEPTH => {
                Need::one(preds.iter().map(|pred| self.need(pred, other, depth + 1)))
            }
            Pred::Child(of) | Pred::Key(of) => self.values(of),
            Pred::Operator | Pred::Everybody => Need::Always,
            // rows of nobody are no other tenant's, beside those of the caller
            Pred::Nobody(column) => when(depth > 0 && self.is_only_owner(column, entity)),
            Pred::Any(_) | Pred::Tied(..) | Pred::Opaque | Pred::Spread(_) | Pred::When(..) | Pred::Right(_) => {
                Need::Never
            }
        }
    }

    /// Whether a column that no declaration leads anywhere is called like a key, and asked for what another access finds a row by its
    /// own key with: then it means that row, and whoever has that row has those that hang on it.
    fn is_key_asked_elsewhere(&self, column: &Column, entity: &EntRef, value: &Srcs) -> bool {
        let [name] = &column.path[..] else { return false };
        let EntRef::Known(at) = *entity else { return false };
        let tenancy = self.eng.tenancy;
        let led = tenancy
            .column(at, name)
            .is_some_and(|found| tenancy.entity(at).columns[found].target.is_some());
        let srcs = value.list();
        !led && (tenancy.is_key_name(name) && srcs.iter().all(|src| self.finds_by_own_key(*src))
            || !srcs.is_empty() && srcs.iter().all(|src| self.finds_by_natural_key(*src)))
    }

    /// Whether no two rows of an entity share what a column holds, which is not made up for them as a key is.
    pub(super) fn is_natural_key(&self, column: &Column, entity: &EntRef) -> bool {
        let (EntRef::Known(at), [name]) = (entity, &column.path[..]) else {
            return false;
        };
        let tenancy = self.eng.tenancy;
        let found = tenancy.column_called(*at, name);
        found.is_some_and(|found| {
            let column = &tenancy.entity(*at).columns[found];
            column.unique && !column.primary_key && column.target.is_none()
        })
    }

    /// Whether an access finds somebody's one row by such a column with a source.
    fn finds_by_natural_key(&self, src: SrcId) -> bool {
        let by_key = |access: &Access| {
            access.preds.iter().any(|pred| match pred {
                Pred::Test {
                    column, compare, value, ..
                } => {
                    *compare != Compare::Other
                        && value.list().contains(&src)
                        && self.is_natural_key(column, &access.entity)
                }
                _ => false,
            })
        };
        self.accesses.iter().filter(|access| !access.stores).any(by_key)
    }

    /// Whether an access finds somebody's row by its own key with a source, or the source says nothing.
    fn finds_by_own_key(&self, src: SrcId) -> bool {
        let owned = |access: &&Access| {
            let EntRef::Known(at) = access.entity else { return false };
            !access.stores && self.eng.tenancy.entity(at).standing != Standing::Shared
        };
        let by_key = |access: &Access| {
            access.preds.iter().any(|pred| match pred {
                Pred::Key(value) => value.list().contains(&src),
                Pred::Test {
                    column, compare, value, ..
                } => {
                    *compare != Compare::Other
                        && value.list().contains(&src)
                        && self.column_role(column, &access.entity) == Role::OwnKey
                }
                _ => false,
            })
        };
        src.root() == Root::Const || self.accesses.iter().filter(owned).any(by_key)
    }

    /// Whether a column says by itself whose a row is: no way to a tenant begins with another one.
    fn is_only_owner(&self, column: &Column, entity: &EntRef) -> bool {
        let owns = matches!(self.column_role(column, entity), Role::TenantKey(_) | Role::UserKey(_));
        let (EntRef::Known(at), [name]) = (entity, &column.path[..]) else {
            return false;
        };
        let tenancy = self.eng.tenancy;
        let group = |root| tenancy.entity(root).standing == Standing::Root { user: false };
        let first = |step: &String| tenancy.column(*at, step) == tenancy.column(*at, name);
        let ways = &tenancy.entity(*at).paths;
        owns && ways
            .iter()
            .all(|way| !group(way.root) || way.steps.first().is_some_and(first))
    }

    /// What must be known for all sources of a value to be the caller's. Constants are nobody's, and by themselves nothing.
    pub(super) fn values(&self, value: &Srcs) -> Need {
        let mut records = 0;
        let mut inputs = Vec::new();
        let mut any = false;
        for src in value.list() {
            match self.source(*src).held {
                Held::Constant => continue,
                Held::Never => return Need::Never,
                Held::Always => {}
                Held::Record(at) if bit(at as usize) == 0 => return Need::Never,
                Held::Record(at) => records |= bit(at as usize),
                held @ Held::Input(_) => inputs.push(held),
            }
            any = true;
        }
        match any {
            false => Need::Never,
            true if records == 0 && inputs.is_empty() => Need::Always,
            true => Need::Values(records, inputs),
        }
    }
}
