//! Which entities join a user to a root.

use super::draft::{Col, Model, Why};
use super::edges::{Tie, is_group, is_user, tie};

/// Finds the memberships.
pub fn find(model: &mut Model) {
    for at in 0..model.entities.len() {
        model.entities[at].membership = membership(model, at);
    }
}

fn membership(model: &Model, at: usize) -> Option<(usize, usize, usize)> {
    if is_user(model, at) || is_group(model, at) {
        return None;
    }
    let draft = &model.entities[at];
    let joins = |col: &Col| {
        let stem = model.stem(&col.words);
        model.lexicon.membership.suffix(&stem).is_some()
    };
    let tied: Vec<(usize, usize, Tie, &Col)> = draft
        .columns
        .iter()
        .enumerate()
        .filter_map(|(column, col)| tie(model, at, col).map(|(target, tie)| (column, target, tie, col)))
        .collect();
    let user = tied
        .iter()
        .filter(|(_, target, tie, col)| {
            is_user(model, *target) && (*tie == Tie::Owns || (*tie == Tie::Loose && joins(col)))
        })
        .min_by_key(|(column, _, tie, col)| (*tie, col.navigation, *column))?;
    let roots: Vec<_> = tied
        .iter()
        .filter(|(_, target, _, col)| col.required && is_group(model, *target))
        .collect();
    let root = roots.iter().min_by_key(|(column, target, _, col)| {
        let named_after = draft.key.starts_with(&model.entities[*target].key);
        (!named_after, deeper(model, *target), col.navigation, *column)
    })?;
    let others = tied
        .iter()
        .filter(|(_, target, _, col)| !is_user(model, *target) && !is_group(model, *target) && col.required)
        .count();
    let called = called_so(model, at, user.1, root.1);
    let sure = user.3.required && root.3.why != Why::Fixed;
    let bare = sure && others == 0 && !has_own_columns(model, at);
    (called || bare).then_some((user.0, root.0, root.1))
}

/// A root inside another root is the closer one.
fn deeper(model: &Model, root: usize) -> usize {
    let nested = model.entities[root]
        .columns
        .iter()
        .any(|col| col.required && col.leads().is_some_and(|up| up != root && is_group(model, up)));
    usize::from(!nested)
}

/// Whether the name says that it is a membership of this root: a word for one alone or behind the root's or the user's name, or the two names
/// together. A member of something else that the root holds is none.
fn called_so(model: &Model, at: usize, user: usize, root: usize) -> bool {
    let draft = &model.entities[at];
    let spoken = |of: usize, key: &[String]| {
        let entity = &model.entities[of];
        let whole = key == entity.key || entity.aliases.iter().any(|alias| alias == key);
        whole
            || (is_user(model, of) && model.lexicon.user.is(key))
            || key == &entity.key[entity.key.len().saturating_sub(1)..]
    };
    std::iter::once(&draft.key).chain(&draft.aliases).any(|key| {
        let by_word = model.lexicon.membership.suffix(key).is_some_and(|length| {
            let front = &key[..key.len() - length];
            front.is_empty() || spoken(root, front) || spoken(user, front)
        });
        let both = (1..key.len()).any(|cut| {
            let (one, two) = key.split_at(cut);
            (spoken(user, one) && spoken(root, two)) || (spoken(root, one) && spoken(user, two))
        });
        by_word || both
    })
}

/// Whether it has columns that are neither keys nor about who did what and when.
fn has_own_columns(model: &Model, at: usize) -> bool {
    let plain = |col: &Col| {
        let stamp = col.words.last().is_some_and(|word| {
            [
                "at",
                "on",
                "by",
                "date",
                "time",
                "timestamp",
                "role",
                "status",
                "type",
                "permission",
            ]
            .contains(&word.as_str())
        });
        col.target.is_none()
            && !col.primary_key
            && !stamp
            && !col.reverse
            && !col.many
            && model.lexicon.stem(&col.words).is_none()
    };
    model.entities[at].columns.iter().any(plain)
}
