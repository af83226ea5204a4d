//! The tenancy model: which types are rows of a table, which of them are the tenants (roots), who owns the others and by which columns,
//! and what filters them without being asked.
//!
//! It is inferred from the program and the catalog's `entity`, `relation` and `filter` rows, each inference with its evidence, and
//! overridden by the settings. This module must not know what a query is, nor name a framework or a language.

mod arguments;
mod built;
mod captured;
mod columns;
mod compared;
mod computed;
mod contexts;
mod database;
mod discover;
mod draft;
mod edges;
mod filters;
mod fluent;
mod frozen;
mod generic;
mod grouping;
mod holders;
mod holding;
mod installed;
mod joins;
mod links;
mod locals;
mod managers;
mod membership;
mod names;
mod openings;
mod overwritten;
mod paths;
mod pooled;
mod role;
mod roots;
mod stand_ins;
mod statics;
pub(crate) mod syntax;
#[cfg(test)]
mod tests;
mod unfiltered;
pub mod words;

pub use frozen::{Captured, Frozen};
pub use openings::{Opening, Opens};
pub use overwritten::{Overwritten, Replaced};
pub use role::Role;
pub(crate) use syntax::{attribute_says, inside};
pub use unfiltered::{Gap, Unfiltered};

use crate::Settings;
use crate::program::{Program, TypeId, UnitId};
use partywall_catalog::Catalog;
use partywall_ir::Span;
use rustc_hash::FxHashMap;
use words::Lexicon;

/// An entity of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

impl EntityId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an entity is to the tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its rows are the tenants.
    Root {
        /// The tenant is a person.
        user: bool,
    },
    /// Its rows belong to a root's.
    Owned,
    /// Its rows belong to nobody in particular.
    Shared,
}

/// What joins a user to a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The column that leads to the user, an index into [`Entity::columns`].
    pub user: usize,
    /// The column that leads to the root.
    pub root: usize,
    /// The root.
    pub root_entity: EntityId,
}

/// A type whose values are rows.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is called: its class, or else its table.
    pub name: String,
    /// The types that describe it, the one that names it first.
    pub types: Vec<TypeId>,
    /// Its table's name, where it is said.
    pub table: Option<String>,
    /// The name in its declaration; none for a root that is only known by its keys.
    pub place: Option<(UnitId, Span)>,
    /// What it is to the tenants.
    pub standing: Standing,
    /// Set when it joins a user to a root.
    pub membership: Option<Membership>,
    /// Its columns, relations and ways back.
    pub columns: Vec<Column>,
    /// The ways to roots: at most eight, each of at most six steps, short ones and ones that cannot be missing first.
    pub paths: Vec<OwnershipPath>,
    /// Automatic filters on a tenant key.
    pub filters: Vec<Filter>,
    /// Why it is what it is.
    pub evidence: Vec<Evidence>,
}

/// A column, relation or way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name as the code writes it.
    pub name: String,
    /// The entity that it refers to.
    pub target: Option<EntityId>,
    /// It leads to many.
    pub many: bool,
    /// It cannot be missing.
    pub required: bool,
    /// It is the way back of a relation that the target holds.
    pub reverse: bool,
    /// It is the primary key or a part of it.
    pub primary_key: bool,
    /// No two rows have the same value.
    pub unique: bool,
    /// It refers to a row together with other columns: that row has the same values in all of them.
    pub joint: bool,
    /// Its value is a secret.
    pub secret: bool,
    /// It tells rows that are meant for everybody.
    pub public: bool,
    /// The unit that declares it.
    pub unit: UnitId,
    /// Its declaration.
    pub span: Span,
}

/// A way from an entity to a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnershipPath {
    /// Where it ends.
    pub root: EntityId,
    /// The columns, in order.
    pub steps: Vec<String>,
    /// The entity that each step leads to; the last is the root.
    pub entities: Vec<EntityId>,
    /// No step can be missing.
    pub required: bool,
}

/// Who filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterKind {
    /// Every query over the entity, unless it asks not to.
    Query,
    /// Queries that start at one manager.
    Manager,
    /// A library that adds the tenant's key by itself.
    Framework,
    /// The database.
    Database,
}

/// An automatic filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Who filters.
    pub kind: FilterKind,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The column that it restricts, with dots through relations.
    pub column: String,
    /// The class variable that it applies to.
    pub manager: Option<String>,
    /// That manager is the entity's default one.
    pub default_manager: bool,
    /// A way past it.
    pub opening: Option<Opening>,
    /// The types of the objects whose queries it filters; empty for everything.
    pub holders: Vec<TypeId>,
    /// The unit that registers it.
    pub unit: UnitId,
    /// Where it is registered.
    pub span: Span,
}

/// Why something was inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// One clause.
    pub text: String,
    /// Where it is seen.
    pub unit: UnitId,
    /// Where it is seen.
    pub span: Span,
}

/// Who owns what.
#[derive(Debug, Default)]
pub struct Tenancy {
    /// All entities, in the order of their names, then places.
    pub entities: Vec<Entity>,
    lexicon: Lexicon,
    by_type: FxHashMap<TypeId, EntityId>,
    names: names::Names,
    roles: role::RoleIndex,
    tenant_keys: Vec<String>,
    unfiltered: Vec<Unfiltered>,
    overwritten: Vec<Overwritten>,
    frozen: Vec<Frozen>,
    uninstalled: Vec<TypeId>,
}

impl Tenancy {
    /// Infers the model.
    pub fn infer(program: &Program, catalog: &Catalog, settings: &Settings) -> Self {
        let lexicon = Lexicon::new(catalog);
        let mut model = discover::discover(program, catalog, lexicon);
        columns::gather(&mut model, program, catalog);
        model.names = names::Names::new(model.entities.iter(), &model.lexicon);
        joins::gather(&mut model, program, catalog);
        links::connect(&mut model);
        compared::with_keys(&mut model, program);
        links::count(&mut model);
        let fixed = filters::fixed_columns(&mut model, program, catalog);
        let scopes = managers::scopes(&model, program, catalog);
        roots::find(&mut model, settings, &fixed, &scopes);
        compared::with_caller(&mut model, program);
        membership::find(&mut model);
        roots::promote(&mut model, settings);
        paths::find(&mut model, settings);
        let mut this = draft::finish(model, settings);
        stand_ins::find(&mut this, program, catalog);
        let registered = filters::find(&mut this, program, catalog);
        database::find(&mut this, program);
        managers::find(&mut this, program, catalog);
        overwritten::find(&mut this, program, catalog, &registered.replacing);
        this.frozen = frozen::find(&this, program, catalog, &registered.compiled);
        (this.unfiltered, this.uninstalled) = unfiltered::find(&this, program, catalog);
        this
    }

    /// An entity.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// Gaps among the automatic filters, by place.
    pub fn unfiltered(&self) -> &[Unfiltered] {
        &self.unfiltered
    }

    /// Filters that something else takes the place of, by place.
    pub fn overwritten(&self) -> &[Overwritten] {
        &self.overwritten
    }

    /// Filters that hold one tenant for everybody, by place.
    pub fn frozen(&self) -> &[Frozen] {
        &self.frozen
    }

    /// Whether a filter works for queries that begin at an object of a type: of one of its holders, of a type that derives from
    /// one, or of one that a holder stands behind; but not where the type installs nothing of what its bases would.
    pub fn is_held(&self, program: &Program, filter: &Filter, from: TypeId) -> bool {
        if filter.holders.is_empty() {
            return true;
        }
        let held = |ty: &TypeId| filter.holders.contains(ty);
        let line = program.supertypes(from);
        for ty in std::iter::once(&from).chain(&line) {
            if filter.kind == FilterKind::Query && held(ty) {
                return true;
            }
            if self.uninstalled.contains(ty) {
                return false;
            }
        }
        held(&from)
            || line.iter().any(held)
            || filter
                .holders
                .iter()
                .any(|holder| program.supertypes(*holder).contains(&from))
    }

    /// The ids of all entities.
    pub fn ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..self.entities.len()).map(|at| EntityId(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// The entity that a declared type is.
    pub fn of_type(&self, ty: TypeId) -> Option<EntityId> {
        self.by_type.get(&ty).copied()
    }

    /// The entity of a table, by its name in any writing: quotes, a schema in front, case and number are looked past.
    pub fn of_table(&self, table: &str) -> Option<EntityId> {
        self.names.of_table(table, &self.lexicon).map(EntityId)
    }

    /// Whether a root is none by its name, and stands beside one that is and whose rows are kept elsewhere: persons are put together
    /// in it inside of that one.
    pub fn is_circle(&self, root: EntityId) -> bool {
        let group = |entity: &Entity| entity.standing == Standing::Root { user: false };
        let named = |entity: &Entity| self.lexicon.root.suffix(&self.lexicon.words(&entity.name)).is_some();
        let own = self.entity(root);
        let elsewhere =
            |other: &Entity| group(other) && named(other) && other.types.is_empty() && other.table.is_none();
        group(own) && !named(own) && self.entities.iter().any(elsewhere)
    }

    /// The entity of that name, in any case style, singular or plural.
    pub fn of_name(&self, words: &str) -> Option<EntityId> {
        self.names.exact(&self.lexicon.words(words)).map(EntityId)
    }

    /// The entity that a value is the key of, by the value's name: `workspace_slug`, `orgId`. None for `id` alone.
    pub fn refers(&self, name: &str) -> Option<EntityId> {
        let words = self.lexicon.words(name);
        match self.names.stem(&words, &self.lexicon) {
            Some(stem) if stem.is_empty() => None,
            Some(stem) => self.names.resolve(&stem, None).map(EntityId),
            None => self.names.exact(&words).map(EntityId),
        }
    }

    /// Whether there are tenants beside persons.
    pub fn knows_groups(&self) -> bool {
        let group = |entity: &Entity| entity.standing == Standing::Root { user: false };
        self.entities.iter().any(group)
    }

    /// Whether what a column of this name says of a person holds in the whole installation: persons have it, and belong to no one tenant
    /// by themselves.
    pub fn is_of_person_alone(&self, column: &str) -> bool {
        let mut persons = self
            .entities
            .iter()
            .filter(|entity| entity.standing == Standing::Root { user: true })
            .filter(|entity| entity.columns.iter().any(|own| own.name.eq_ignore_ascii_case(column)))
            .peekable();
        let belongs = |own: &Column| {
            let root = own.target.map(|target| self.entity(target).standing);
            root == Some(Standing::Root { user: false }) && !own.many && !own.reverse
                || self.is_tenant_key(&own.name, false)
        };
        persons.peek().is_some() && persons.all(|person| !person.columns.iter().any(belongs))
    }

    /// Whether a name is that of a root's key; of a person's only where `user_too`.
    pub fn is_tenant_key(&self, name: &str, user_too: bool) -> bool {
        if self.tenant_keys.contains(&crate::words::squash(name)) {
            return true;
        }
        self.refers(name)
            .is_some_and(|entity| match self.entity(entity).standing {
                Standing::Root { user } => !user || user_too,
                Standing::Owned | Standing::Shared => false,
            })
    }

    /// Whether a name is that of a person's key, or of a person.
    pub fn names_person(&self, name: &str) -> bool {
        let words = self.lexicon.words(name);
        let stem = self.names.stem(&words, &self.lexicon).filter(|stem| !stem.is_empty());
        // a key may be one word with what it is the key of
        let joined = |word: &String| vec![word.trim_end_matches("id").to_owned()];
        let own = stem.or_else(|| words.last().filter(|_| words.len() == 1).map(joined));
        let person = |id| self.entity(id).standing == Standing::Root { user: true };
        self.lexicon.user.is(&words)
            || own.is_some_and(|own| self.lexicon.user.is(&own))
            || self.refers(name).is_some_and(person)
    }

    /// The catalog's words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}
