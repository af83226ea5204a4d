//! Rows that are checked and then only spoken of where the check let them pass, or in what was tried and failed: elsewhere nobody
//! learns of them, and nothing comes of them, as if they had not been found.

use crate::flow::cx::{Cx, State};
use crate::flow::value::{Fact, Root, SrcId, Srcs, Val};
use partywall_ir::{Expr, ExprId, ExprKind, Name, Span};

/// The most expressions that are looked through for what else is done with a row.
const MAX_LOOKED: usize = 4_000;

impl Cx<'_, '_> {
    /// Leaves aside, where a condition does not hold, the rows that it checks, if the function speaks of them nowhere else.
    pub(super) fn leave_aside(&mut self, cond: ExprId, then: ExprId, passes: &[Fact]) {
        if self.st.dead || self.lambdas > 0 {
            return;
        }
        for at in checked(passes) {
            if self.is_only_asked(at, cond, then) {
                // what is not there was not found either
                self.st.facts.retain(|fact| *fact != Fact::Found(at));
                self.st.facts.push(Fact::Absent(at));
            }
        }
    }

    /// Whether the function speaks of a row nowhere but in conditions and in one branch, and knows nothing of it by a way that it came.
    fn is_only_asked(&self, at: u32, cond: ExprId, then: ExprId) -> bool {
        let row = |srcs: &Srcs| srcs.list().iter().any(|src| src.root() == Root::Record(at));
        let names: Vec<Name> = self
            .st
            .env
            .iter()
            .filter(|(_, val)| row(&val.srcs))
            .map(|(name, _)| *name)
            .collect();
        let found = |fact: &Fact| match fact {
            Fact::Any(arms) => arms.iter().flatten().any(|fact| *fact == Fact::Found(at)),
            _ => false,
        };
        // what no name holds may be held anywhere
        !names.is_empty() && !self.st.facts.iter().any(found) && !self.speaks_elsewhere(&names, &[cond, then])
    }

    /// Rows that were asked for in what is tried, and that nothing outside of it speaks of: where a handler goes on, nobody has them.
    pub(super) fn left_behind(&self, tried: ExprId, before: u128, after: &State) -> u128 {
        let fresh = (0..u128::BITS).filter(|at| after.loaded & !before & (1 << at) != 0);
        if self.lambdas > 0 {
            return 0;
        }
        let apart = fresh.filter(|at| {
            let row = |val: &Val| val.srcs.list().iter().any(|src| src.root() == Root::Record(*at));
            let held = after.env.iter().filter(|(_, val)| row(val)).map(|(name, _)| *name);
            let mut names: Vec<Name> = held.collect();
            if after.dead {
                names.extend(self.names_given(tried));
            } else if names.is_empty() {
                // what no name holds may be held anywhere; what is written is judged by what held when it was
                let access = self.accesses.get(*at as usize);
                return access.is_some_and(|access| !access.operation.reads());
            }
            !self.puts_into(tried, &names) && !self.speaks_elsewhere(&names, &[tried])
        });
        apart.fold(0, |bits, at| bits | 1 << at)
    }

    /// The names that a part of the function gives values to.
    fn names_given(&self, within: ExprId) -> Vec<Name> {
        let mut names = Vec::new();
        for expr in self.parts_of(within) {
            let ExprKind::Assign { target, .. } = &expr.kind else {
                continue;
            };
            match &self.unit.body[*target].kind {
                ExprKind::Name(name) => names.push(*name),
                ExprKind::Collection { items, .. } => {
                    names.extend(items.iter().filter_map(|item| match self.unit.body[*item].kind {
                        ExprKind::Name(name) => Some(name),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        names
    }

    /// Whether a part of the function puts something that one of these names holds into something else.
    fn puts_into(&self, within: ExprId, names: &[Name]) -> bool {
        let mut places: Vec<Span> = Vec::new();
        let mut spoken: Vec<Span> = Vec::new();
        for expr in self.parts_of(within) {
            match &expr.kind {
                ExprKind::Assign { target, value, .. } => {
                    let into = &self.unit.body[*target].kind;
                    if matches!(into, ExprKind::Member { .. } | ExprKind::Index { .. }) {
                        places.push(self.unit.body[*value].span);
                    }
                }
                ExprKind::Name(name) if names.contains(name) => spoken.push(expr.span),
                _ => {}
            }
        }
        spoken
            .iter()
            .any(|name| places.iter().any(|place| place.contains(*name)))
    }

    /// The expressions of a part of the function, but for what is beyond [`MAX_LOOKED`].
    fn parts_of(&self, within: ExprId) -> impl Iterator<Item = &Expr> {
        let around = self.unit.body[within].span;
        let parts = self.unit.body.exprs[..within.index()].iter().rev();
        parts
            .take_while(move |expr| around.start <= expr.span.start)
            .take(MAX_LOOKED)
    }

    /// Whether one of some names is spoken of outside of some parts, but for conditions and where it is given its value.
    fn speaks_elsewhere(&self, names: &[Name], parts: &[ExprId]) -> bool {
        let unit = self.unit;
        let Some(body) = self.eng.program.decl(self.function).body else {
            return true;
        };
        let around = unit.body[body].span;
        let inside = unit.body.exprs[..body.index()].iter().rev();
        let mut spoken: Vec<Span> = Vec::new();
        let mut asked: Vec<Span> = parts.iter().map(|part| unit.body[*part].span).collect();
        for (looked, expr) in inside.take_while(|expr| around.start <= expr.span.start).enumerate() {
            if looked >= MAX_LOOKED {
                return true;
            }
            match &expr.kind {
                ExprKind::If { cond, .. } => asked.push(unit.body[*cond].span),
                ExprKind::Assign { target, .. } => {
                    let target = &unit.body[*target];
                    if matches!(target.kind, ExprKind::Name(_) | ExprKind::Collection { .. }) {
                        asked.push(target.span);
                    }
                }
                ExprKind::Name(name) if names.contains(name) => spoken.push(expr.span),
                _ => {}
            }
        }
        let mut spoken = spoken.into_iter();
        spoken.any(|place| !asked.iter().any(|within| within.contains(place)))
    }
}

/// The rows that are checked where these facts hold.
fn checked(passes: &[Fact]) -> Vec<u32> {
    let mut rows = Vec::new();
    let mut add = |src: &SrcId| {
        if let Root::Record(at) = src.root()
            && !rows.contains(&at)
        {
            rows.push(at);
        }
    };
    for fact in passes {
        match fact {
            // what a row says of itself, such as its kind, is no check of whose it is
            Fact::Equal(a, b) if [a, b].iter().all(|src| src.root() != Root::Const) => {
                [a, b].into_iter().for_each(&mut add);
            }
            Fact::Authorized(src) | Fact::Vouched(_, src) => add(src),
            _ => {}
        }
    }
    rows
}
