//! Functions that are written in a call of a function of the program, which runs them: what they do happens there, and what comes
//! back from the call is what they give, however the function in between wraps it.

use crate::flow::apply::Binding;
use crate::flow::cx::Cx;
use crate::flow::summary::Summary;
use crate::flow::value::{Root, Shape, SrcId, Srcs, Val};
use partywall_ir::{ExprId, ExprKind};

impl Cx<'_, '_> {
    /// Notes that a value was called, where it is one of the function's own parameters.
    pub(super) fn note_run(&mut self, callee: &Val) -> bool {
        let (Some(at), Shape::Plain) = (whole_param(&callee.srcs), &callee.shape) else {
            return false;
        };
        if !self.runs.contains(&at) {
            self.runs.push(at);
        }
        true
    }

    /// Runs what the callee is given to run; each argument that ran is from then on what it gave.
    pub(super) fn run_given(&mut self, summary: &Summary, args: &mut [Val]) -> Vec<u32> {
        let mut ran = Vec::new();
        for (index, arg) in (0..).zip(args) {
            let called = summary.runs.contains(&index);
            match arg.shape {
                Shape::Lambda(lambda) if called || self.is_block(lambda) => {
                    *arg = self.call_lambda(lambda, &[]);
                    ran.push(index);
                }
                _ if called => {
                    self.note_run(arg);
                }
                _ => {}
            }
        }
        ran
    }

    /// Whether a lambda is a block that takes nothing and runs as soon as somebody waits for it.
    pub(super) fn is_block(&self, lambda: ExprId) -> bool {
        matches!(&self.unit.body[lambda].kind, ExprKind::Lambda(inner) if inner.is_async && inner.params.is_empty())
    }

    /// What comes back from a function that ran one of its arguments, where it gives back what that gave.
    pub(super) fn ran_result(&self, summary: &Summary, ran: &[u32], binding: &Binding) -> Option<Val> {
        let mut given = summary.ret.srcs.list().iter().filter_map(whole_index);
        let at = given.find(|at| ran.contains(at))?;
        binding.args.get(at as usize).cloned()
    }
}

/// The parameter that a value is, as it came in.
fn whole_param(srcs: &Srcs) -> Option<u32> {
    match srcs.list() {
        [only] => whole_index(only),
        _ => None,
    }
}

fn whole_index(src: &SrcId) -> Option<u32> {
    match src.root() {
        Root::Param(index) if src.path().is_empty() => Some(index),
        _ => None,
    }
}
