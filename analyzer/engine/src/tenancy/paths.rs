//! Ownership paths: from every entity to the roots, breadth first.

use super::draft::{Model, Way, Why};
use super::edges::{Tie, is_group, is_user, tie};
use super::{Evidence, Standing};
use crate::Settings;

/// Steps of a path, at most.
const STEPS: usize = 6;
/// Paths of an entity, at most.
const PATHS: usize = 8;

/// One column that ties an entity to another.
#[derive(Clone, Copy)]
struct Edge {
    column: usize,
    target: usize,
    required: bool,
    tie: Tie,
    /// The tie is a pair of a navigation and its key: this is the one to go on through.
    through: usize,
}

/// Finds the paths and standings of all entities, and says why.
pub fn find(model: &mut Model, settings: &Settings) {
    compute(model);
    overrule(model, settings);
    for at in 0..model.entities.len() {
        explain(model, at);
    }
}

/// Finds the paths and the standings that follow from them.
pub fn compute(model: &mut Model) {
    let edges: Vec<Vec<Edge>> = (0..model.entities.len()).map(|at| edges_of(model, at)).collect();
    let sure = search(model, &edges, &vec![false; edges.len()]);
    // What has no sure way may have one through a column that can be missing.
    let astray: Vec<bool> = sure.iter().map(Vec::is_empty).collect();
    let paths = search(model, &edges, &astray);
    for (at, mut list) in paths.into_iter().enumerate() {
        if list.is_empty() {
            list = authored(model, at, &edges[at]);
        }
        if list.is_empty() {
            list.extend(listed(model, at));
        }
        list.sort_by_key(|way| (way.steps.len(), !way.required, is_user(model, way.root)));
        let draft = &mut model.entities[at];
        draft.paths = list;
        if !matches!(draft.standing, Some(Standing::Root { .. })) {
            draft.standing = Some(if draft.paths.is_empty() {
                Standing::Shared
            } else {
                Standing::Owned
            });
        }
    }
}

/// The paths of all entities; those astray may go through columns that can be missing.
fn search(model: &Model, edges: &[Vec<Edge>], astray: &[bool]) -> Vec<Vec<Way>> {
    let mut paths: Vec<Vec<Way>> = vec![Vec::new(); edges.len()];
    let mut fresh: Vec<Vec<Way>> = vec![Vec::new(); edges.len()];
    for steps in 1..=STEPS {
        let mut next: Vec<Vec<Way>> = vec![Vec::new(); edges.len()];
        for (at, list) in edges.iter().enumerate() {
            for edge in list
                .iter()
                .filter(|edge| may_follow(model, at, edge, steps, astray[at]))
            {
                let room = PATHS.saturating_sub(paths[at].len() + next[at].len());
                next[at].extend(ways(model, at, edge, steps, &fresh).into_iter().take(room));
            }
        }
        for (at, list) in next.iter().enumerate() {
            paths[at].extend(list.iter().cloned());
        }
        fresh = next;
    }
    paths
}

/// Whether a column says whose a row is, as the first of so many steps.
fn may_follow(model: &Model, at: usize, edge: &Edge, steps: usize, astray: bool) -> bool {
    if edge.tie != Tie::Owns {
        return false;
    }
    if is_group(model, at) {
        return edge.required && !is_user(model, edge.target);
    }
    edge.required || steps == 1 || (astray && !is_user(model, at) && alternative(model, at, edge))
}

/// A column that can be missing says whose a row is where it is called after its target, or the entity is, or where it is one of several
/// such columns that lead to different things. An image or a default that happens to be owned does not.
fn alternative(model: &Model, at: usize, edge: &Edge) -> bool {
    let others = model.entities[at].columns.iter().filter(|col| !col.required);
    let mut others = others.filter_map(|col| col.leads().filter(|to| *to != at && !is_user(model, *to)));
    is_called_after(model, at, edge) || others.any(|to| to != edge.target)
}

/// Whether a column is called after what it leads to, or its entity is.
fn is_called_after(model: &Model, at: usize, edge: &Edge) -> bool {
    let draft = &model.entities[at];
    let target = &model.entities[edge.target];
    let called = |col: &super::draft::Col| {
        let stem = model.stem(&col.words);
        stem == target.key || target.aliases.contains(&stem)
    };
    draft.key.starts_with(&target.key) || draft.columns.get(edge.column).is_some_and(called)
}

/// The paths of so many steps that begin with an edge.
fn ways(model: &Model, at: usize, edge: &Edge, steps: usize, fresh: &[Vec<Way>]) -> Vec<Way> {
    if steps == 1 {
        let root = is_group(model, edge.target) || is_user(model, edge.target);
        let way = Way {
            steps: vec![(at, edge.column)],
            root: edge.target,
            required: edge.required,
        };
        return if root { vec![way] } else { Vec::new() };
    }
    fresh[edge.target]
        .iter()
        .filter(|way| !(is_group(model, at) && is_user(model, way.root)))
        // one of several that may be missing, on a way that may itself be missing, says of hardly any row whose it is
        .filter(|way| edge.required || way.required || is_called_after(model, at, edge))
        .filter(|way| way.root != at && way.steps.iter().all(|(entity, _)| *entity != at))
        .map(|way| Way {
            steps: std::iter::once((at, edge.through))
                .chain(way.steps.iter().copied())
                .collect(),
            root: way.root,
            required: edge.required && way.required,
        })
        .collect()
}

/// The edges of an entity, a navigation and its key as one.
fn edges_of(model: &Model, at: usize) -> Vec<Edge> {
    let draft = &model.entities[at];
    let mut edges: Vec<(Vec<String>, Edge)> = Vec::new();
    for (column, col) in draft.columns.iter().enumerate() {
        let Some((target, tie)) = tie(model, at, col) else {
            continue;
        };
        let stem = model.stem(&col.words);
        let new = Edge {
            column,
            target,
            required: col.required,
            tie,
            through: column,
        };
        match edges.iter_mut().find(|(of, edge)| *of == stem && edge.target == target) {
            Some((_, known)) if col.navigation => known.through = column,
            Some((_, known)) => {
                known.column = column;
                known.required = col.required;
            }
            None => edges.push((stem, new)),
        }
    }
    let mut edges: Vec<Edge> = edges.into_iter().map(|(_, edge)| edge).collect();
    edges.sort_by_key(|edge| (!edge.required, edge.column));
    edges
}

/// What a person made is that person's where nothing else says whose it is.
fn authored(model: &Model, at: usize, edges: &[Edge]) -> Vec<Way> {
    if is_group(model, at) || is_user(model, at) {
        return Vec::new();
    }
    edges
        .iter()
        .filter(|edge| edge.tie == Tie::Author && edge.required && is_user(model, edge.target))
        .map(|edge| Way {
            steps: vec![(at, edge.column)],
            root: edge.target,
            required: true,
        })
        .take(1)
        .collect()
}

/// What keeps a list of the persons whose it is, is nobody's otherwise and no tenant, is theirs.
fn listed(model: &Model, at: usize) -> Option<Way> {
    let column = model.entities[at].listed?;
    Some(Way {
        steps: vec![(at, column)],
        root: model.entities[at].columns[column].target?,
        required: true,
    })
}

/// The settings' word on single entities.
fn overrule(model: &mut Model, settings: &Settings) {
    for said in &settings.entities {
        let Some(at) = model
            .names
            .exact(&model.lexicon.words(&said.name))
            .map(|id| id as usize)
        else {
            continue;
        };
        if said.shared {
            model.entities[at].standing = Some(Standing::Shared);
            model.entities[at].paths.clear();
            continue;
        }
        let mut steps = Vec::new();
        let mut entity = at;
        for part in said.path.split('.').filter(|part| !part.is_empty()).take(STEPS) {
            let wanted = crate::words::squash(part);
            let found = model.entities[entity]
                .columns
                .iter()
                .position(|col| col.squash == wanted);
            let Some((column, target)) =
                found.and_then(|column| Some((column, model.entities[entity].columns[column].target?)))
            else {
                steps.clear();
                break;
            };
            steps.push((entity, column));
            entity = target;
        }
        if !steps.is_empty() {
            let draft = &mut model.entities[at];
            draft.paths.insert(
                0,
                Way {
                    steps,
                    root: entity,
                    required: true,
                },
            );
            draft.paths.truncate(PATHS);
            if !matches!(draft.standing, Some(Standing::Root { .. })) {
                draft.standing = Some(Standing::Owned);
            }
        }
    }
}

/// Says why an entity is what it is.
fn explain(model: &mut Model, at: usize) {
    let draft = &model.entities[at];
    let mut clauses: Vec<Evidence> = Vec::new();
    for way in &draft.paths {
        let Some((_, column)) = way.steps.first() else { continue };
        let Some(col) = draft.columns.get(*column) else {
            continue;
        };
        let Some(target) = col.target.map(|target| &model.entities[target].name) else {
            continue;
        };
        let text = match col.why {
            Why::Relation => format!("`{}` is a relation to `{target}`", col.name),
            Why::References => format!("`{}` is a foreign key to `{target}`", col.name),
            Why::Navigation => format!("`{}` holds a `{target}`", col.name),
            Why::Named => format!("`{}` is called like a key of `{target}`", col.name),
            Why::Fixed => format!("a library keeps `{}`, the key of `{target}`, with every row", col.name),
            Why::Settings => format!("`{}` is the tenant's key by the project's own word", col.name),
        };
        clauses.push(Evidence {
            text,
            unit: col.unit,
            span: col.span,
        });
    }
    if let (Some(Standing::Root { user }), Some((unit, span))) = (draft.standing, draft.place) {
        let (name, referred) = (&draft.name, draft.referred);
        let text = match (user, draft.person) {
            (true, true) => format!("a library logs `{name}` in, and {referred} entities refer to it"),
            (true, false) => format!("`{name}` is called like a person, and {referred} entities refer to it"),
            (false, _) => format!("`{name}` is called like a tenant, and {referred} entities refer to it"),
        };
        clauses.insert(0, Evidence { text, unit, span });
    }
    if let Some((user, root, _)) = draft.membership {
        let name = |column: usize| draft.columns.get(column).map_or("", |col| col.name.as_str());
        let place = draft.columns.get(root).map(|col| (col.unit, col.span));
        if let Some((unit, span)) = place {
            clauses.push(Evidence {
                text: format!("it joins `{}` to `{}`", name(user), name(root)),
                unit,
                span,
            });
        }
    }
    for clause in clauses {
        model.note(at, clause.text, clause.unit, clause.span);
    }
}
