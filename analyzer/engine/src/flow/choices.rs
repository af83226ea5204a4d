//! Values that have one of several sources, of which it is not known which, and that were checked as a whole.
//!
//! Such a check says nothing of any of the sources by itself: what is sent as `id` is not the caller's because `id or own` was.

use crate::flow::judge::Judge;
use crate::flow::needs::{Held, bit};
use crate::flow::trust::Trust;
use crate::flow::value::{Fact, SrcId};

/// What a value may be that was checked whichever it is: the record of one of these accesses, or one of these inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The accesses, a bit each.
    records: u128,
    inputs: Vec<Held>,
}

impl Choice {
    /// The choice between some sources; none where one of them cannot be known, or is nothing that a value could be known by, and where
    /// all are parts of one row: that row would be known by any of them.
    pub(super) fn of(sources: &[Held]) -> Option<Self> {
        let mut choice = Self {
            records: 0,
            inputs: Vec::new(),
        };
        for source in sources {
            match source {
                Held::Record(at) if bit(*at as usize) != 0 => choice.records |= bit(*at as usize),
                Held::Input(_) => choice.inputs.push(*source),
                Held::Always | Held::Constant | Held::Never | Held::Record(_) => return None,
            }
        }
        (choice.records.count_ones() as usize + choice.inputs.len() > 1).then_some(choice)
    }

    /// Whether a value with these sources is the caller's: it has all of the choice's, so that it is that value, and all of its
    /// others are the caller's by themselves.
    pub(super) fn covers(&self, records: u128, inputs: &[Held], trust: &Trust) -> bool {
        let left = records & !self.records;
        self.records & !records == 0
            && self.inputs.iter().all(|input| inputs.contains(input))
            && trust.records & left == left
            && inputs
                .iter()
                .all(|input| self.inputs.contains(input) || input.now(trust))
    }
}

/// A value that has one of several sources.
pub(super) struct OneOf {
    sources: Vec<Held>,
    choice: Option<Choice>,
}

impl OneOf {
    /// Where all sources of this value are the caller's, so is the other one that is the same, whichever it is.
    pub(super) fn tells(&self, other: &Self, trust: &mut Trust) {
        if let Some(choice) = &other.choice
            && self.sources.iter().all(|source| source.now(trust))
        {
            trust.choose(choice.clone());
        }
    }
}

impl Judge<'_, '_> {
    /// What is said of two values by cases: in each of them one source of the one equals one of the other.
    pub(super) fn same(&self, fact: &Fact) -> Option<[OneOf; 2]> {
        let Fact::Any(arms) = fact else { return None };
        let pairs = arms.iter().map(|arm| match arm[..] {
            [Fact::Equal(a, b)] => Some((a, b)),
            _ => None,
        });
        let pairs: Vec<(SrcId, SrcId)> = pairs.collect::<Option<_>>()?;
        let side = |of: fn(&(SrcId, SrcId)) -> SrcId| {
            let mut all: Vec<SrcId> = pairs.iter().map(of).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let (a, b) = (side(|pair| pair.0), side(|pair| pair.1));
        (a.len() * b.len() == pairs.len()).then(|| [self.one_of(&a), self.one_of(&b)])
    }

    fn one_of(&self, sources: &[SrcId]) -> OneOf {
        let sources: Vec<Held> = sources.iter().map(|src| self.source(*src).held).collect();
        let choice = Choice::of(&sources);
        OneOf { sources, choice }
    }
}
