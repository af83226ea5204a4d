//! Which of several functions of a name a call means.

use std::cmp::Reverse;

use partywall_ir::ParamKind;

use super::{FnId, Program, Sym};

/// How well a call fits a function; greater is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// So many arguments, or names of them, have no parameter, or the other way around.
    Off(Reverse<usize>),
    /// It fits, but a parameter takes all that is left.
    Rest,
    /// It fits, and so many parameters take their default.
    Exact(Reverse<usize>),
}

impl Program {
    /// The overload that a call means: the one whose parameters its arguments fill best, else the one that is least off; of equals,
    /// the one that is declared first. `has_receiver` says that the receiver is no argument: in `x.f()`, and where a constructor is called.
    pub fn pick(&self, candidates: &[FnId], positional: usize, named: &[Sym], has_receiver: bool) -> Option<FnId> {
        let mut best: Option<(Fit, FnId)> = None;
        for function in candidates {
            let fit = self.fit(*function, positional, named, has_receiver);
            if best.is_none_or(|(known, _)| fit > known) {
                best = Some((fit, *function));
            }
        }
        best.map(|(_, function)| function)
    }

    fn fit(&self, function: FnId, positional: usize, named: &[Sym], has_receiver: bool) -> Fit {
        let unit = self.func(function).unit;
        let mut open = positional;
        let mut known = 0;
        let (mut missing, mut defaults) = (0, 0);
        let (mut rest, mut rest_named) = (false, false);
        for (at, param) in self.decl(function).params.iter().enumerate() {
            let receives = at == 0 && matches!(param.kind, ParamKind::Receiver | ParamKind::Extension);
            match param.kind {
                _ if receives && has_receiver => {}
                ParamKind::Rest => rest = true,
                ParamKind::RestNamed => rest_named = true,
                _ if named.contains(&self.sym(unit, param.name)) => known += 1,
                _ if open > 0 && !rest => open -= 1,
                _ if param.default.is_some() => defaults += 1,
                _ => missing += 1,
            }
        }
        let unknown = if rest_named {
            0
        } else {
            named.len().saturating_sub(known)
        };
        let extra = if rest { 0 } else { open };
        match missing + unknown + extra {
            0 if rest || rest_named => Fit::Rest,
            0 => Fit::Exact(Reverse(defaults)),
            off => Fit::Off(Reverse(off)),
        }
    }
}
