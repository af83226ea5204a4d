//! Which columns make a row belong to what they lead to.

use super::Standing;
use super::draft::{Col, Model, Why};

/// How much a column says about whose the row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// The row is the target's.
    Owns,
    /// The target made the row: it is the target's where nothing else says so.
    Author,
    /// The target takes part in it.
    Loose,
}

/// What a column of an entity says; none for a column that leads nowhere, back, or to the entity itself.
pub fn tie(model: &Model, entity: usize, col: &Col) -> Option<(usize, Tie)> {
    let target = col.leads().filter(|target| *target != entity)?;
    if !is_user(model, target) {
        return Some((target, Tie::Owns));
    }
    let stem = model.stem(&col.words);
    let lexicon = &model.lexicon;
    let called = &model.entities[target];
    // what names a person is said to lead there
    let named = matches!(col.why, Why::Relation | Why::References) && lexicon.personal.is(&col.words);
    let owns = named
        || stem == called.key
        || called.aliases.contains(&stem)
        || lexicon.user.is(&stem)
        || lexicon.owner.is(&stem);
    let tie = if owns {
        Tie::Owns
    } else if lexicon.author.is(&stem) {
        Tie::Author
    } else {
        Tie::Loose
    };
    Some((target, tie))
}

/// The column of an entity that lists the persons whose it is, by a word for members or owners.
pub fn lists_users(model: &Model, at: usize) -> Option<usize> {
    let lists = |col: &Col| {
        let called =
            model.lexicon.membership.suffix(&col.words).is_some() || model.lexicon.owner.suffix(&col.words).is_some();
        col.many && called && col.target.is_some_and(|target| is_user(model, target))
    };
    model.entities[at].columns.iter().position(lists)
}

/// Whether an entity is a root that is a person.
pub fn is_user(model: &Model, at: usize) -> bool {
    model.entities[at].standing == Some(Standing::Root { user: true })
}

/// Whether an entity is a root that is no person.
pub fn is_group(model: &Model, at: usize) -> bool {
    model.entities[at].standing == Some(Standing::Root { user: false })
}
