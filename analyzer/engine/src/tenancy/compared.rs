//! Keys that no declaration speaks of, told by what the code compares them with: another entity's primary key, or the caller.

use super::draft::Model;
use super::edges::is_user;
use super::links::type_of_expr;
use super::syntax::dotted;
use crate::program::{Program, Scope, UnitId};
use crate::words::squash;
use partywall_ir::{BinaryOp, ExprId, ExprKind};

/// What a column is compared with.
enum With {
    /// The column of another entity, by entity and column.
    Column(usize, usize),
    /// Something of the caller.
    Caller,
}

/// Columns that are compared with another entity's primary key refer to it: `Task.batch == Batch.id`.
pub fn with_keys(model: &mut Model, program: &Program) {
    for (entity, column, with) in compared(model, program) {
        let With::Column(other, key) = with else { continue };
        // what is called like a row's own key is compared with the keys of those that refer to it
        let words = &model.entities[entity].columns[column].words;
        let own = model.lexicon.stem(words).is_some_and(<[String]>::is_empty);
        if other != entity && !own && model.entities[other].columns[key].primary_key {
            tie(model, entity, column, other);
        }
    }
}

/// Columns that are compared with the caller, and that are called after an owner or author, lead to the person: `Note.create_by ==
/// current_user.id`.
pub fn with_caller(model: &mut Model, program: &Program) {
    let users = (0..model.entities.len()).filter(|at| is_user(model, *at));
    let Some(user) = users.max_by_key(|at| model.entities[*at].referred) else {
        return;
    };
    for (entity, column, with) in compared(model, program) {
        let stem = model.stem(&model.entities[entity].columns[column].words);
        let called = model.lexicon.author.is(&stem) || model.lexicon.owner.is(&stem) || model.lexicon.user.is(&stem);
        if matches!(with, With::Caller) && called && entity != user {
            tie(model, entity, column, user);
        }
    }
}

/// A plain column that leads nowhere yet.
fn tie(model: &mut Model, entity: usize, column: usize, target: usize) {
    let col = &mut model.entities[entity].columns[column];
    if col.target.is_none() && col.scalar && !col.primary_key && !col.many {
        col.target = Some(target);
    }
}

/// The columns that an equality names by their class, each with what stands on the other side.
fn compared(model: &Model, program: &Program) -> Vec<(usize, usize, With)> {
    let mut found = Vec::new();
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Binary {
                op: BinaryOp::Eq,
                left,
                right,
            } = expr.kind
            else {
                continue;
            };
            for (one, other) in [(left, right), (right, left)] {
                let Some((entity, column)) = column_of(model, program, id, one) else {
                    continue;
                };
                if let Some((entity_of, key)) = column_of(model, program, id, other) {
                    found.push((entity, column, With::Column(entity_of, key)));
                } else if dotted(unit, other)
                    .is_some_and(|path| model.lexicon.identity.within(&model.lexicon.words(&path)))
                {
                    found.push((entity, column, With::Caller));
                }
            }
        }
    }
    found
}

/// The column that a member of an entity's class is.
fn column_of(model: &Model, program: &Program, unit: UnitId, expr: ExprId) -> Option<(usize, usize)> {
    let file = program.unit(unit);
    let ExprKind::Member { base, name } = file.body[expr].kind else {
        return None;
    };
    let called_like_a_class = match &file.body[base].kind {
        ExprKind::Name(name) | ExprKind::Member { name, .. } => {
            file.text(*name).starts_with(|first: char| first.is_uppercase())
        }
        _ => false,
    };
    let ty = called_like_a_class.then(|| type_of_expr(program, unit, Scope::default(), base))??;
    let entity = *model.by_type.get(&ty)?;
    let squashed = squash(file.text(name));
    let columns = &model.entities[entity].columns;
    let column = columns.iter().position(|col| col.squash == squashed)?;
    Some((entity, column))
}
