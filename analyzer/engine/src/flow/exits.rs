//! Ways out of a function: what holds there, what has run, and what is given back.

use crate::flow::cx::Cx;
use crate::flow::query::Access;
use crate::flow::value::{Fact, Root, Shape, Val};
use partywall_ir::ExprKind;
use std::sync::Arc;

/// A way out of the function.
#[derive(Clone, Debug)]
pub struct Exit {
    /// What holds there.
    pub facts: Arc<Vec<Fact>>,
    /// What has run.
    pub loaded: u128,
    /// What has happened: see [`crate::flow::effects`].
    pub happened: u32,
    /// What is returned.
    pub val: Val,
    /// What members of the own object hold.
    pub own: crate::flow::own_members::Own,
    /// It stands in the middle of a function that gives nothing back, and nothing was written before.
    pub idle: bool,
}

impl Cx<'_, '_> {
    /// Notes a way out with a value.
    pub(super) fn exit(&mut self, mut val: Val) {
        if self.st.dead {
            return;
        }
        // whether somebody runs the installation is an answer
        if matches!(val.shape, Shape::Plain) {
            let truth = self.truth(&val);
            if truth.yes.contains(&Fact::Operator) {
                val.shape = Shape::Truth(Arc::new(truth));
            }
        }
        if self.lambdas > 0 {
            self.lambda_rets.push(val);
            return;
        }
        if self.exits.len() < 64 {
            self.exits.push(Exit {
                facts: Arc::new(self.st.facts.iter().filter(|fact| !of_param(fact)).cloned().collect()),
                loaded: self.st.loaded,
                happened: self.st.pending.happened,
                val,
                own: self.st.own.clone(),
                idle: false,
            });
        }
    }

    /// Notes a way out in the middle of the function without a value.
    pub(super) fn exit_early(&mut self) {
        let before = self.exits.len();
        self.exit(Val::nothing());
        let idle = self.gives_nothing() && !self.has_written();
        if let Some(exit) = self.exits.get_mut(before) {
            exit.idle = idle;
        }
    }

    /// Whether an access that has run changed rows.
    fn has_written(&self) -> bool {
        let writes = |access: &Access| !access.operation.reads();
        let ran =
            |at: usize| self.st.loaded & 1_u128.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0) != 0;
        self.accesses
            .iter()
            .enumerate()
            .any(|(at, access)| ran(at) && writes(access))
    }

    /// Whether no way out of the function has a value.
    fn gives_nothing(&self) -> bool {
        let Some(body) = self.eng.program.decl(self.function).body else {
            return false;
        };
        let around = self.unit.body[body].span;
        let inside = self.unit.body.exprs[..body.index()].iter().rev();
        matches!(self.unit.body[body].kind, ExprKind::Block { value: false, .. })
            && !inside
                .take_while(|expr| around.start <= expr.span.start)
                .any(|expr| matches!(expr.kind, ExprKind::Return(Some(_)) | ExprKind::Yield(_)))
    }
}

/// Whether a fact only tells whether something that a caller gives is there: what the function does with it has been told apart.
fn of_param(fact: &Fact) -> bool {
    matches!(fact, Fact::Given(src) | Fact::Missing(src) if !matches!(src.root(), Root::Identity))
}
