//! What is around the place that is being read: the function, and what `break` would leave.

use partywall_ir::{ExprId, Flags, FnIx};

use crate::lower::Lower;

/// Something that `break` leaves.
#[derive(Debug)]
pub(crate) enum Frame {
    /// A loop.
    Loop,
    /// A `switch`, with the breaks seen in it so far.
    Switch(Vec<ExprId>),
}

impl Lower<'_> {
    /// Runs `inner` as the inside of a function: what is declared there has it as its parent.
    pub(crate) fn within<R>(&mut self, function: FnIx, inner: impl FnOnce(&mut Self) -> R) -> R {
        self.functions.push(function);
        let result = self.unbroken(inner);
        self.functions.pop();
        result
    }

    /// Runs `inner` where no `break` can leave what is around.
    pub(crate) fn unbroken<R>(&mut self, inner: impl FnOnce(&mut Self) -> R) -> R {
        let frames = std::mem::take(&mut self.frames);
        let result = inner(self);
        self.frames = frames;
        result
    }

    /// Runs `inner` as the inside of a loop.
    pub(crate) fn looping<R>(&mut self, inner: impl FnOnce(&mut Self) -> R) -> R {
        self.frames.push(Frame::Loop);
        let result = inner(self);
        self.frames.pop();
        result
    }

    /// Notes that the function around this place yields.
    pub(crate) fn yields(&mut self) {
        if let Some(function) = self.functions.last() {
            let flags = &mut self.unit.functions[function.index()].flags;
            *flags = flags.with(Flags::GENERATOR);
        }
    }

    /// Runs `inner` with `part` at the end of the dotted path of declarations.
    pub(crate) fn named<R>(&mut self, part: &str, inner: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.prefix.len();
        // A path is repeated in each type that it holds: without a bound, long names times many types are quadratic.
        if before + part.len() < 2048 {
            if before > 0 {
                self.prefix.push('.');
            }
            self.prefix.push_str(part);
        }
        let result = inner(self);
        self.prefix.truncate(before);
        result
    }
}
