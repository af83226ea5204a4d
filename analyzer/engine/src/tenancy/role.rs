//! What a path of columns of an entity means to the tenants.

use super::words::Lexicon;
use super::{Entity, EntityId, Membership, Standing, Tenancy};
use crate::words::squash;
use rustc_hash::FxHashMap;

/// Parts of a path that are looked at.
const PARTS: usize = 12;

/// What a path of columns means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The key of this root, or the root itself, on the way from the row to the tenant that owns it.
    TenantKey(EntityId),
    /// The key of this owned entity, on that way.
    ParentKey(EntityId),
    /// The key of this person, whose the row is.
    UserKey(EntityId),
    /// The row's own key.
    OwnKey,
    /// The user that a membership joins to this root.
    Member(EntityId),
    /// A secret that only the rightful caller knows.
    Secret,
    /// A mark of rows that are meant for everybody.
    Public,
    /// Nothing of these.
    Other,
}

/// The columns of each entity by name, and by what they are about.
#[derive(Clone, Debug, Default)]
pub struct RoleIndex {
    by_squash: Vec<FxHashMap<String, usize>>,
    by_stem: Vec<FxHashMap<String, usize>>,
}

impl RoleIndex {
    /// Indexes the columns of all entities.
    pub fn new(entities: &[Entity], lexicon: &Lexicon) -> Self {
        let mut this = Self::default();
        for entity in entities {
            let mut squashed = FxHashMap::default();
            let mut stems: FxHashMap<String, usize> = FxHashMap::default();
            for (at, column) in entity.columns.iter().enumerate() {
                squashed.entry(squash(&column.name)).or_insert(at);
            }
            for forward in [true, false] {
                for (at, column) in entity.columns.iter().enumerate() {
                    if column.target.is_none() || (column.reverse || column.many) == forward {
                        continue;
                    }
                    let words = lexicon.words(&column.name);
                    let stem = lexicon.stem(&words).filter(|stem| !stem.is_empty()).unwrap_or(&words);
                    stems.entry(stem.join(" ")).or_insert(at);
                }
            }
            this.by_squash.push(squashed);
            this.by_stem.push(stems);
        }
        this
    }
}

impl Tenancy {
    /// The column of an entity that a name means: itself, or the relation whose key it is.
    pub fn column(&self, entity: EntityId, name: &str) -> Option<usize> {
        let index = entity.index();
        if let Some(found) = self.roles.by_squash.get(index)?.get(&squash(name)) {
            return Some(*found);
        }
        let words = self.lexicon.column_words(name);
        let stems = self.roles.by_stem.get(index)?;
        if let Some(found) = stems.get(&words.join(" ")) {
            return Some(*found);
        }
        let stem = self.lexicon.stem(&words).filter(|stem| !stem.is_empty())?;
        stems.get(&stem.join(" ")).copied()
    }

    /// The column of just that name, in any case style.
    pub fn column_called(&self, entity: EntityId, name: &str) -> Option<usize> {
        self.roles.by_squash.get(entity.index())?.get(&squash(name)).copied()
    }

    /// What a relation, navigation or way back of an entity leads to, and whether that is many.
    pub fn relation(&self, entity: EntityId, name: &str) -> Option<(EntityId, bool)> {
        if let Some(found) = self.column(entity, name) {
            let column = &self.entity(entity).columns[found];
            return column.target.map(|target| (target, column.many));
        }
        let words = self.lexicon.column_words(name);
        let bare = words.strip_suffix(&["set".to_owned()]).unwrap_or(&words);
        let other = self.names.exact(bare).map(EntityId)?;
        let refers = self
            .entity(other)
            .columns
            .iter()
            .any(|column| column.target == Some(entity) && !column.reverse);
        refers.then_some((other, true))
    }

    /// What a path of columns and relations leads to; none where it is empty or not known to the end.
    pub fn led_to(&self, entity: EntityId, path: &[&str]) -> Option<EntityId> {
        let parts = path.iter().flat_map(|part| self.lexicon.parts(part)).take(PARTS);
        let mut at = None;
        for part in parts.filter(|part| !part.is_empty()) {
            at = Some(self.relation(at.unwrap_or(entity), part)?.0);
        }
        at
    }

    /// What a path of columns and relations means. Case style is ignored; parts may be joined as the catalog says, or by dots.
    pub fn role(&self, entity: EntityId, path: &[&str]) -> Role {
        let parts: Vec<&str> = path
            .iter()
            .flat_map(|part| self.lexicon.parts(part))
            .filter(|part| !part.is_empty())
            .take(PARTS)
            .collect();
        let mut walk = Walk {
            from: entity,
            at: entity,
            ties: true,
            linked: false,
            authorizes: None,
            moved: false,
            column: None,
        };
        for part in &parts {
            if let Step::Plain(role) = self.step(&mut walk, part) {
                return role;
            }
        }
        if parts.is_empty() {
            Role::Other
        } else {
            self.landed(&walk)
        }
    }

    /// What a relation leads to by which rows of one tenant are linked to many others of the same.
    pub fn linked(&self, entity: EntityId, name: &str) -> Option<EntityId> {
        let column = &self.entity(entity).columns[self.column(entity, name)?];
        let target = column.target.filter(|_| column.reverse || column.many)?;
        let owned = self.entity(target).standing == Standing::Owned;
        (owned && self.share_a_group(entity, target)).then_some(target)
    }

    fn step(&self, walk: &mut Walk, part: &str) -> Step {
        let current = self.entity(walk.at);
        let Some(found) = self.column(walk.at, part) else {
            if self.is_own_key(walk.at, part) {
                return Step::Plain(self.own_key(walk));
            }
            if let Some((target, _)) = self.relation(walk.at, part) {
                walk.cross(self, target, None);
                return Step::On;
            }
            return Step::Plain(Role::Other);
        };
        let column = &current.columns[found];
        let Some(target) = column.target else {
            let words = self.lexicon.column_words(part);
            let own = column.primary_key || column.unique || self.is_own_key(walk.at, part);
            return Step::Plain(match () {
                () if column.primary_key => self.own_key(walk),
                () if column.secret => Role::Secret,
                () if own && !words.is_empty() => self.own_key(walk),
                () if column.public => Role::Public,
                () => Role::Other,
            });
        };
        if column.reverse || column.many {
            walk.cross(self, target, Some(found));
        } else {
            if let Some(Membership { user, root_entity, .. }) = current.membership
                && user == found
            {
                walk.authorizes = Some(root_entity);
            }
            walk.ties &= self.owns(walk.at, found, target);
            walk.linked = false;
            walk.column = Some((walk.at, found));
            walk.at = target;
            walk.moved = true;
        }
        Step::On
    }

    /// The key of where the walk stands: the row's own, or the key of what a relation led to.
    fn own_key(&self, walk: &Walk) -> Role {
        if !walk.moved {
            return Role::OwnKey;
        }
        if walk.linked {
            return Role::ParentKey(walk.at);
        }
        self.landed(walk)
    }

    /// A name that is a key and nothing more, or one with the entity's own name in front.
    pub fn is_own_key(&self, entity: EntityId, name: &str) -> bool {
        let words = self.lexicon.column_words(name);
        let Some(stem) = self.lexicon.stem(&words) else {
            return false;
        };
        stem.is_empty() || self.names.exact(stem) == Some(entity.0) || self.is_only_key(entity, name)
    }

    /// Whether a column by itself tells the rows of an entity apart, and leads to no other one.
    fn is_only_key(&self, entity: EntityId, name: &str) -> bool {
        let columns = &self.entity(entity).columns;
        let Some(at) = self.column_called(entity, name) else {
            return false;
        };
        let only = columns.iter().filter(|column| column.primary_key).count() == 1;
        only && columns[at].primary_key && columns[at].target.is_none_or(|target| target == entity)
    }

    /// Whether a name is that of a key: `id`, `invoice_id`, `slug`.
    pub fn is_key_name(&self, name: &str) -> bool {
        self.names
            .stem(&self.lexicon.column_words(name), &self.lexicon)
            .is_some()
    }

    /// Whether a column that leads to one other row says whose a row is.
    fn owns(&self, entity: EntityId, column: usize, target: EntityId) -> bool {
        match self.entity(target).standing {
            Standing::Root { user: true } => {
                let entity = self.entity(entity);
                let name = &entity.columns[column].name;
                let words = self.lexicon.column_words(name);
                let stem = self
                    .lexicon
                    .stem(&words)
                    .filter(|stem| !stem.is_empty())
                    .unwrap_or(&words);
                let on_path = entity.paths.iter().any(|path| path.steps.first() == Some(name));
                on_path
                    || entity.membership.is_some_and(|of| of.user == column)
                    || self.lexicon.user.is(stem)
                    || self.lexicon.owner.is(stem)
                    || self.lexicon.author.is(stem)
            }
            Standing::Root { user: false } | Standing::Owned => true,
            Standing::Shared => false,
        }
    }

    /// Whether a path names one person in the row itself, whatever for: the captain of a team, who reviews a report. Who is named there
    /// is one of those whom the row concerns.
    pub fn is_named_person(&self, entity: EntityId, path: &[&str]) -> bool {
        let (first, rest) = match path {
            [first] => (first, None),
            [first, key] => (first, Some(key)),
            _ => return false,
        };
        let Some(column) = self.column(entity, first).map(|at| &self.entity(entity).columns[at]) else {
            return false;
        };
        let person = column
            .target
            .filter(|target| self.entity(*target).standing == Standing::Root { user: true });
        person.is_some_and(|person| {
            !column.many && !column.reverse && rest.is_none_or(|key| self.is_own_key(person, key))
        })
    }

    /// Whether a column that leads nowhere is called after whoever owns or made a row.
    pub fn is_called_after_person(&self, entity: EntityId, path: &[&str]) -> bool {
        let [name] = path else { return false };
        let Some(column) = self.column(entity, name).map(|at| &self.entity(entity).columns[at]) else {
            return false;
        };
        let words = self.lexicon.words(&column.name);
        let stem = self
            .lexicon
            .stem(&words)
            .filter(|stem| !stem.is_empty())
            .unwrap_or(&words);
        column.target.is_none() && !column.primary_key && (self.lexicon.author.is(stem) || self.lexicon.owner.is(stem))
    }

    /// Whether the rows of two entities belong to tenants of the same kind.
    fn share_a_group(&self, one: EntityId, other: EntityId) -> bool {
        let group = |root: EntityId| self.entity(root).standing == Standing::Root { user: false };
        let mut roots = self.entity(one).paths.iter().map(|path| path.root);
        roots.any(|root| group(root) && self.entity(other).paths.iter().any(|path| path.root == root))
    }

    /// What it means to have come to an entity.
    fn landed(&self, walk: &Walk) -> Role {
        let target = self.entity(walk.at);
        match target.standing {
            Standing::Root { user: true } => match walk.authorizes {
                Some(root) if walk.crossed_into(self) => Role::Member(root),
                _ if walk.ties => Role::UserKey(walk.at),
                _ => Role::Other,
            },
            _ if !walk.ties => Role::Other,
            Standing::Root { user: false } => Role::TenantKey(walk.at),
            Standing::Owned => Role::ParentKey(walk.at),
            Standing::Shared => Role::Other,
        }
    }
}

enum Step {
    /// A relation was followed.
    On,
    /// A plain column: nothing can follow.
    Plain(Role),
}

/// A walk along a path.
struct Walk {
    from: EntityId,
    at: EntityId,
    /// Every step so far leads to the row that this one belongs to.
    ties: bool,
    /// The last step leads to many rows of the same tenant as this one, each of which is linked to it.
    linked: bool,
    /// The root that a membership on the way joins its user to.
    authorizes: Option<EntityId>,
    moved: bool,
    column: Option<(EntityId, usize)>,
}

impl Walk {
    /// Goes to many rows: nothing behind them owns this one, but a membership's user may be joined to it.
    fn cross(&mut self, tenancy: &Tenancy, target: EntityId, column: Option<usize>) {
        let from = self.at;
        let standing = tenancy.entity(from).standing;
        let owned = tenancy.entity(target).standing == Standing::Owned;
        self.linked = owned && self.ties && tenancy.share_a_group(from, target);
        if standing == (Standing::Root { user: false })
            && tenancy.entity(target).standing == (Standing::Root { user: true })
        {
            self.authorizes = Some(from);
        } else {
            self.authorizes = tenancy
                .entity(target)
                .membership
                .map(|of| of.root_entity)
                .filter(|_| self.ties);
            self.ties = false;
        }
        self.column = column.map(|column| (from, column));
        self.at = target;
        self.moved = true;
    }

    /// Whether the walk came to the user through a membership, and did not begin at it.
    fn crossed_into(&self, tenancy: &Tenancy) -> bool {
        tenancy.entity(self.from).membership.is_none() || self.column.is_none_or(|(entity, _)| entity != self.from)
    }
}
