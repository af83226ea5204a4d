//! Which of several functions of a name a call means.

use std::cmp::Reverse;

use partywall_ir::ParamKind;

use super::{FnId, Program, Sym, Ty};

/// Elements in elements are compared so far.
const MAX_ELEMENTS: usize = 4;

/// Whether a value of one type may stand where another type is asked for; greater is surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suits {
    /// What is known of the types says that it may not.
    Never,
    /// Nothing says that it may not.
    Perhaps,
    /// It is that type, or derives from it.
    Surely,
}

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

    /// Whether a call with so many arguments, and those names among them, may mean a function: each argument has its parameter, and
    /// each parameter that has no default its argument.
    pub fn may_take(&self, function: FnId, positional: usize, named: &[Sym], has_receiver: bool) -> bool {
        !matches!(self.fit(function, positional, named, has_receiver), Fit::Off(_))
    }

    /// Whether a value of the type `given` may stand where `asked` is declared. Types of the program derive from others, never the
    /// other way around; of those from outside only names and elements are known.
    pub fn suits(&self, asked: &Ty, given: &Ty) -> Suits {
        self.suits_within(asked, given, 0)
    }

    fn suits_within(&self, asked: &Ty, given: &Ty, depth: usize) -> Suits {
        let (asked, given) = (self.unwrap(asked), self.unwrap(given));
        let open = |ty: &Ty| ty.is_unknown() || ty.param_name().is_some() || self.name_of(ty) == Some("|");
        if open(&asked) || open(&given) || depth > MAX_ELEMENTS {
            return Suits::Perhaps;
        }
        let name = self.name_of(&asked);
        match (asked.decl(), given.decl()) {
            (Some(wanted), Some(own)) if wanted == own || self.supertypes(own).contains(&wanted) => Suits::Surely,
            // a value may be more than it is declared as
            (Some(wanted), Some(own)) if self.supertypes(wanted).contains(&own) => Suits::Perhaps,
            (Some(_), Some(_)) => Suits::Never,
            (Some(_), None) if name.is_some() && name == self.name_of(&given) => Suits::Perhaps,
            (Some(_), None) => Suits::Never,
            (None, Some(own)) => {
                let derives = name.is_some_and(|name| self.derives(own, &[name.to_owned()]));
                match (derives, self.is_collection(&asked) && !self.is_collection(&given)) {
                    (true, _) => Suits::Surely,
                    (false, true) => Suits::Never,
                    (false, false) => Suits::Perhaps,
                }
            }
            (None, None) => {
                let elements = match self.is_collection(&asked) && self.is_collection(&given) {
                    true => self.suits_within(&self.element(&asked), &self.element(&given), depth + 1),
                    false => Suits::Perhaps,
                };
                match elements {
                    Suits::Never => Suits::Never,
                    _ if name == self.name_of(&given) => Suits::Surely,
                    _ => Suits::Perhaps,
                }
            }
        }
    }

    /// Of functions of a name, those whose parameters the types of a call's positional arguments suit; all where none of them does.
    pub fn suited(&self, candidates: Vec<FnId>, given: &[Ty], has_receiver: bool) -> Vec<FnId> {
        if candidates.len() < 2 || given.iter().all(Ty::is_unknown) {
            return candidates;
        }
        let takes = |function: &FnId| {
            let params = self.decl(*function).params.iter().enumerate();
            let receives = |(at, kind): (usize, ParamKind)| {
                at == 0 && has_receiver && matches!(kind, ParamKind::Receiver | ParamKind::Extension)
            };
            let taken = params
                .filter(|(at, param)| !receives((*at, param.kind)))
                .take_while(|(_, param)| !matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed));
            let never = |(at, ty): (usize, &Ty)| self.suits(&self.param_type(*function, at), ty) == Suits::Never;
            !taken.map(|(at, _)| at).zip(given).any(never)
        };
        let some: Vec<FnId> = candidates.iter().copied().filter(takes).collect();
        if some.is_empty() { candidates } else { some }
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
