//! The model while it is made: entities by index, columns with what led to them; and its last step, the sorted public form.

use super::names::Names;
use super::role::RoleIndex;
use super::words::Lexicon;
use super::{Column, Entity, EntityId, Evidence, Membership, OwnershipPath, Standing, Tenancy};
use crate::Settings;
use crate::program::{TypeId, UnitId};
use crate::words::squash;
use partywall_ir::Span;
use rustc_hash::FxHashMap;

/// Everything known so far.
#[derive(Default)]
pub struct Model {
    pub lexicon: Lexicon,
    pub entities: Vec<Draft>,
    pub by_type: FxHashMap<TypeId, usize>,
    pub names: Names,
}

/// An entity in the making.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub name: String,
    pub key: Vec<String>,
    /// Further keys that it answers to: its table's, its other types'.
    pub aliases: Vec<Vec<String>>,
    pub types: Vec<TypeId>,
    /// Table names, those that are said before those that follow from a convention.
    pub tables: Vec<String>,
    /// Code, and not only the schema, says which table it is.
    pub declared: bool,
    /// Only the schema knows it.
    pub schema: bool,
    /// How many of `tables` are said.
    pub said: usize,
    pub place: Option<(UnitId, Span)>,
    /// The path of the file that declares it, to tell entities of one name apart.
    pub file: String,
    /// Names of primary keys where nothing else is said.
    pub default_keys: Vec<String>,
    pub columns: Vec<Col>,
    pub standing: Option<Standing>,
    pub membership: Option<(usize, usize, usize)>,
    pub paths: Vec<Way>,
    pub evidence: Vec<Evidence>,
    /// How many other entities refer to it.
    pub referred: usize,
    /// The column that lists the persons whose it is, where it is nobody's otherwise.
    pub listed: Option<usize>,
    /// A library logs its rows in.
    pub person: bool,
}

/// A path in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Entity and column of each step.
    pub steps: Vec<(usize, usize)>,
    pub root: usize,
    pub required: bool,
}

/// Why a column refers to what it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A declared relation.
    Relation,
    /// A foreign key in the schema.
    References,
    /// Its type.
    Navigation,
    /// Its name.
    Named,
    /// A filter fixes it.
    Fixed,
    /// The settings.
    Settings,
}

/// A column in the making.
#[derive(Clone, Debug)]
pub struct Col {
    pub name: String,
    pub squash: String,
    pub words: Vec<String>,
    pub target: Option<usize>,
    pub why: Why,
    pub many: bool,
    pub required: bool,
    pub reverse: bool,
    pub primary_key: bool,
    pub unique: bool,
    /// It refers to a row together with other columns.
    pub joint: bool,
    /// It leads to an object and holds no key itself.
    pub navigation: bool,
    /// Its type is one that could hold a key.
    pub scalar: bool,
    /// The words of a declared target that is not in the program.
    pub lost: Vec<String>,
    /// A call in its value says that it holds a key.
    pub by_call: bool,
    /// The words of its type, which may be a key's own type (`OrganizationId`).
    pub typed_key: Vec<String>,
    /// The target where it could not be found yet: an entity's or a table's name.
    pub wanted: Option<Wanted>,
    /// What the way back is called.
    pub way_back: Option<String>,
    /// The other column of a pair of key and navigation, as an attribute names it.
    pub pair: Option<String>,
    pub unit: UnitId,
    pub span: Span,
}

/// A target by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Entity(String),
    Table(String),
}

impl Col {
    /// A plain column.
    pub fn new(name: &str, lexicon: &Lexicon, unit: UnitId, span: Span) -> Self {
        Self {
            name: name.to_owned(),
            squash: squash(name),
            words: lexicon.words(name),
            target: None,
            why: Why::Named,
            many: false,
            required: true,
            reverse: false,
            primary_key: false,
            unique: false,
            joint: false,
            navigation: false,
            scalar: true,
            by_call: false,
            lost: Vec::new(),
            typed_key: Vec::new(),
            wanted: None,
            way_back: None,
            pair: None,
            unit,
            span,
        }
    }

    /// Whether it leads from a row to one other row.
    pub fn leads(&self) -> Option<usize> {
        self.target.filter(|_| !self.many && !self.reverse)
    }
}

impl Model {
    /// What a column of an entity is about: its words without the key word behind them.
    pub fn stem(&self, words: &[String]) -> Vec<String> {
        match self.lexicon.stem(words) {
            Some(stem) if !stem.is_empty() => stem.to_vec(),
            _ => words.to_vec(),
        }
    }

    /// Adds evidence, a few clauses at most: many columns may say the same.
    pub fn note(&mut self, entity: usize, text: String, unit: UnitId, span: Span) {
        const CLAUSES: usize = 12;
        let evidence = &mut self.entities[entity].evidence;
        if evidence.len() < CLAUSES && !evidence.iter().any(|known| known.text == text) {
            evidence.push(Evidence { text, unit, span });
        }
    }
}

/// Sorts the entities and turns indices into ids.
pub fn finish(model: Model, settings: &Settings) -> Tenancy {
    let Model {
        lexicon,
        entities,
        by_type,
        ..
    } = model;
    let mut order: Vec<usize> = (0..entities.len()).collect();
    order.sort_by(|a, b| {
        let key = |at: usize| {
            (
                &entities[at].name,
                &entities[at].file,
                entities[at].place.map(|(_, span)| span),
                at,
            )
        };
        key(*a).cmp(&key(*b))
    });
    let mut ids = vec![EntityId(0); entities.len()];
    for (id, at) in order.iter().enumerate() {
        ids[*at] = EntityId(u32::try_from(id).unwrap_or(u32::MAX));
    }
    let sorted: Vec<&Draft> = order.iter().map(|at| &entities[*at]).collect();
    let names = Names::new(sorted.iter().copied(), &lexicon);
    let finished: Vec<Entity> = sorted
        .iter()
        .map(|draft| entity(draft, &entities, &ids, &lexicon))
        .collect();
    let roles = RoleIndex::new(&finished, &lexicon);
    Tenancy {
        by_type: by_type.into_iter().map(|(ty, at)| (ty, ids[at])).collect(),
        names,
        roles,
        tenant_keys: settings.tenant_keys.iter().map(|key| squash(key)).collect(),
        entities: finished,
        lexicon,
        unfiltered: Vec::new(),
        overwritten: Vec::new(),
        frozen: Vec::new(),
        uninstalled: Vec::new(),
    }
}

/// Whether a column is what its entity is called after, and the entity is called after a secret, `InviteCode.code`, or the two are
/// together, `Invite.code`.
fn names_secret(draft: &Draft, column: &[String], lexicon: &Lexicon) -> bool {
    let together = [&draft.key[..], column].concat();
    let both = lexicon.secret.suffix(&together).is_some_and(|cut| cut > column.len());
    both || draft.key.len() > 1
        && column.len() == 1
        && draft.key.ends_with(column)
        && lexicon.secret.suffix(&draft.key).is_some()
}

fn entity(draft: &Draft, all: &[Draft], ids: &[EntityId], lexicon: &Lexicon) -> Entity {
    let columns = draft.columns.iter().map(|col| Column {
        name: col.name.clone(),
        target: col.target.map(|target| ids[target]),
        many: col.many,
        required: col.required,
        reverse: col.reverse,
        primary_key: col.primary_key,
        unique: col.unique,
        joint: col.joint,
        secret: lexicon.secret.within(&col.words) || names_secret(draft, &col.words, lexicon),
        public: lexicon.public.is(&col.words) || lexicon.public.suffix(&col.words).is_some(),
        unit: col.unit,
        span: col.span,
    });
    let paths = draft.paths.iter().map(|way| OwnershipPath {
        root: ids[way.root],
        steps: way
            .steps
            .iter()
            .map(|(entity, column)| all[*entity].columns[*column].name.clone())
            .collect(),
        entities: way
            .steps
            .iter()
            .map(|(entity, column)| {
                all[*entity].columns[*column]
                    .target
                    .map_or(ids[way.root], |target| ids[target])
            })
            .collect(),
        required: way.required,
    });
    Entity {
        name: draft.name.clone(),
        types: draft.types.clone(),
        table: draft.tables.first().cloned(),
        place: draft.place,
        standing: draft.standing.unwrap_or(Standing::Shared),
        membership: draft.membership.map(|(user, root, entity)| Membership {
            user,
            root,
            root_entity: ids[entity],
        }),
        columns: columns.collect(),
        paths: paths.collect(),
        filters: Vec::new(),
        evidence: draft.evidence.clone(),
    }
}
