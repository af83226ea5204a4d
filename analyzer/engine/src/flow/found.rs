//! What else is the caller's once a row of theirs was found: what it was found by.

use crate::flow::judge::Judge;
use crate::flow::query::{Access, Compare, Pred};
use crate::flow::trust::{MAX_DEPTH, Mark};

impl Judge<'_, '_> {
    /// For each access, what else is the caller's once it found a row of the caller's.
    pub(super) fn found(&self) -> &[Vec<Mark>] {
        self.known.found.get_or_init(|| {
            let marks = |access: &Access| {
                let mut marks = Vec::new();
                if !access.stores {
                    self.found_by(access, &access.preds, &mut marks, 0);
                }
                marks
            };
            self.accesses.iter().map(marks).collect()
        })
    }

    /// The values that rows were found by: an alternative that stands alone is none.
    fn found_by(&self, access: &Access, preds: &[Pred], marks: &mut Vec<Mark>, depth: usize) {
        for pred in preds {
            match pred {
                Pred::Test {
                    column, value, compare, ..
                } if *compare != Compare::Other => {
                    // a row that names another one by what no two share hangs on that
                    let natural = self.is_natural_key(column, &access.entity);
                    let sources = value.list().iter().map(|src| self.source(*src));
                    marks.extend(sources.map(|src| if natural { src.authorized } else { src.mark }));
                }
                Pred::Key(value) => marks.extend(value.list().iter().map(|src| self.source(*src).mark)),
                Pred::Any(arms) if arms.len() == 1 && depth < MAX_DEPTH => {
                    self.found_by(access, &arms[0], marks, depth + 1);
                }
                _ => {}
            }
        }
    }
}
