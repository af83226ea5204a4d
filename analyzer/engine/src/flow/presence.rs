//! Whether what a caller hands over is there: an optional restriction is one only then.

use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::query::Pred;
use crate::flow::value::{EntRef, Fact, MAX_PATH, Root, Shape, SrcId, Truth, Val};
use crate::program::Sym;
use partywall_catalog::Operation;
use partywall_ir::{ExprId, ExprKind, Lit, ParamKind, PatId, PatKind};
use std::sync::Arc;

/// The most values by which an access is told apart.
const MAX_ASKED: usize = 4;

/// Whether a value that a callee asks for is there.
pub(super) enum Presence {
    /// It is, or it is not.
    Told(bool),
    /// As far as this one of the caller's own is.
    Of(SrcId),
    /// Not known.
    Unknown,
}

impl Cx<'_, '_> {
    /// What a function does only where something is there, or is not, that its caller may leave out.
    pub(super) fn asked_when(&self) -> Vec<Pred> {
        let told = self.st.facts.iter().filter_map(|fact| {
            let (src, there) = match fact {
                Fact::Given(src) => (src, true),
                Fact::Missing(src) => (src, false),
                _ => return None,
            };
            let Root::Param(at) = src.root() else { return None };
            self.may_be_left_out(at).then(|| Pred::When(*src, there))
        });
        told.take(MAX_ASKED).collect()
    }

    /// Whether a parameter has a default, or a type that says that it may be missing.
    fn may_be_left_out(&self, at: u32) -> bool {
        let program = self.eng.program;
        let Some(param) = program.decl(self.function).params.get(at as usize) else {
            return false;
        };
        let ty = program.param_type(self.function, at as usize);
        param.default.is_some() || program.unwrap(&ty) != ty
    }

    /// Whether a call gives something that a callee's access asks to be missing, or the opposite.
    pub(super) fn rules_out(&self, pred: &Pred, binding: &Binding) -> bool {
        match pred {
            Pred::When(src, there) => {
                matches!(self.presence(*src, binding), Presence::Told(told) if told != *there)
            }
            _ => false,
        }
    }

    /// A restriction of a callee's access that says when it happens, as the caller's; none where that does not hang on the caller's callers.
    pub(super) fn asked_of_callers(&self, pred: &Pred, binding: &Binding) -> Option<Pred> {
        let Pred::When(src, there) = pred else { return None };
        match self.presence(*src, binding) {
            Presence::Of(own) if matches!(own.root(), Root::Param(_)) => Some(Pred::When(own, *there)),
            _ => None,
        }
    }

    /// A value that is asked for by itself, as what it says of its being there: a parameter, or a member of one or of the own object. What
    /// is computed from it may be asked for other reasons.
    pub(super) fn as_condition(&self, expr: ExprId, val: Val) -> Val {
        let mut base = match &self.unit.body[expr].kind {
            // whether there are any is asked by a call
            ExprKind::Call { callee, args } if args.is_empty() && self.counts(*callee) => *callee,
            _ => expr,
        };
        for _ in 0..MAX_PATH {
            match &self.unit.body[base].kind {
                ExprKind::Member { base: inner, .. } => base = *inner,
                _ => break,
            }
        }
        let direct = matches!(self.unit.body[base].kind, ExprKind::Name(_) | ExprKind::This)
            || matches!(val.srcs.list(), [only] if self.is_named_rest(*only));
        let asked = |src: &SrcId| match src.root() {
            Root::Param(_) => true,
            Root::This => !self.is_entry && !src.path().is_empty(),
            _ => false,
        };
        match (&val.shape, val.srcs.list()) {
            (Shape::Plain, [only]) if direct && asked(only) => {
                let mut truth = self.truth(&val);
                truth.yes.push(Fact::Given(*only));
                truth.no.push(Fact::Missing(*only));
                Val {
                    shape: Shape::Truth(Arc::new(truth)),
                    ..val
                }
            }
            _ => val,
        }
    }

    /// Whether a source is one of many named values that the function is given as one: `filters["owner"]`.
    fn is_named_rest(&self, src: SrcId) -> bool {
        let Root::Param(at) = src.root() else { return false };
        let param = self.eng.program.decl(self.function).params.get(at as usize);
        src.path().len() == 1 && param.is_some_and(|param| param.kind == ParamKind::RestNamed)
    }

    /// Whether a call only tells how many there are, or whether there are any.
    fn counts(&self, callee: ExprId) -> bool {
        let ExprKind::Member { name, .. } = self.unit.body[callee].kind else {
            return false;
        };
        let mut rows = self.eng.index.step.get(self.unit.language, self.unit.text(name));
        rows.any(|row| matches!(row.operation, Some(Operation::Exists | Operation::Count)))
    }

    /// Whether a pattern asks for no more than that something is there: one of the program's own types asks for more.
    pub(super) fn asks_presence(&self, pattern: PatId) -> bool {
        match &self.unit.body[pattern].kind {
            PatKind::Value(value) => matches!(self.unit.body[*value].kind, ExprKind::Lit(Lit::Null)),
            PatKind::Not(inner) => self.asks_presence(*inner),
            PatKind::Bind { inner, .. } => inner.is_none_or(|inner| self.asks_presence(inner)),
            PatKind::Record { ty, items, fields } => {
                let own = ty.as_ref().is_some_and(|ty| self.resolve_type(ty).decl().is_some());
                !own && items.len() <= 1 && fields.is_empty()
            }
            _ => false,
        }
    }

    /// Whether facts of a callee cannot hold in a call: they say that something is left out that the call gives, or the opposite.
    pub(super) fn is_ruled_out(&self, facts: &[Fact], binding: &Binding) -> bool {
        facts.iter().any(|fact| match fact {
            Fact::Given(src) => matches!(self.presence(*src, binding), Presence::Told(false)),
            Fact::Missing(src) => matches!(self.presence(*src, binding), Presence::Told(true)),
            Fact::Lacking(src) => self
                .source(*src, binding)
                .list()
                .iter()
                .any(|src| self.has_member(*src)),
            _ => false,
        })
    }

    /// What the answer of a call says that asks whether something has a member, by the name in a text: `hasattr(row, "owner")`.
    pub(super) fn member_asked(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        let mut rows = self.eng.index.neutral.get(self.unit.language, site.name);
        let ([of, name], true) = (given, rows.any(|row| row.asks_member)) else {
            return None;
        };
        let name = self.text_key(&name.val)?;
        let of = self.settle(of.val.clone(), self.unit.body[of.expr].span);
        let no = match of.srcs.list() {
            [only] => vec![Fact::Lacking(only.member(name))],
            _ => Vec::new(),
        };
        let truth = Truth { no, ..Truth::default() };
        Some(Val::shaped(Shape::Truth(Arc::new(truth))))
    }

    /// That something has no such member, as far as a caller's callers may still say what it is.
    pub(super) fn lacking(&self, src: SrcId, binding: &Binding) -> Option<Fact> {
        let here = self.source(src, binding);
        let [own] = *here.list() else { return None };
        matches!(own.root(), Root::Param(_) | Root::This).then_some(Fact::Lacking(own))
    }

    /// Whether what a source is a member of is of a kind that has such a member: a row of an entity with that column, or the own object.
    pub(super) fn has_member(&self, src: SrcId) -> bool {
        let path = src.path();
        let [name] = path[..] else { return false };
        match src.root() {
            Root::Record(at) => match self.accesses.get(at as usize).map(|access| &access.entity) {
                Some(EntRef::Known(entity)) => self.eng.tenancy.column(*entity, self.text(name)).is_some(),
                _ => false,
            },
            Root::This => self
                .owner
                .is_some_and(|owner| self.eng.program.field(owner, name).is_some()),
            _ => false,
        }
    }

    /// Whether what a callee's source stands for is there in a call.
    pub(super) fn presence(&self, src: SrcId, binding: &Binding) -> Presence {
        match src.root() {
            Root::Param(index) => match binding.args.get(index as usize) {
                Some(val) => self.is_there(val, &src.path()),
                None => Presence::Unknown,
            },
            Root::This => match binding.receiver {
                Some(val) => self.is_there(val, &src.path()),
                None => Presence::Unknown,
            },
            // nothing of the identity depends on a caller
            Root::Identity => Presence::Of(src),
            _ => Presence::Unknown,
        }
    }

    fn is_there(&self, val: &Val, path: &[Sym]) -> Presence {
        let Some((name, rest)) = path.split_first() else {
            return self.is_given(val);
        };
        match &val.shape {
            Shape::Object(members) => match members.iter().find(|(key, _)| key == name) {
                Some((_, inner)) => self.is_there(inner, rest),
                // what a constructor was given is not a member by itself
                None if members.iter().all(|(key, _)| self.is_member(val, *key)) => Presence::Told(false),
                None => Presence::Unknown,
            },
            Shape::Plain => match val.srcs.list() {
                [only] => match only.root() {
                    Root::Param(_) | Root::This => Presence::Of(path.iter().fold(*only, |src, name| src.member(*name))),
                    // as where the member itself is handed over
                    Root::Identity => Presence::Told(true),
                    _ => Presence::Unknown,
                },
                _ => Presence::Unknown,
            },
            _ => Presence::Unknown,
        }
    }

    /// Whether an object's type has a member of this name, as far as the type is known.
    fn is_member(&self, object: &Val, name: Sym) -> bool {
        let program = self.eng.program;
        object.ty.decl().is_none_or(|ty| program.field(ty, name).is_some())
    }

    /// Whether the route that leads to this function has a value: none comes here without it.
    fn is_in_route(&self, src: SrcId) -> bool {
        let path = src.path();
        let ([name], Root::Request) = (&path[..], src.root()) else {
            return false;
        };
        let entry = self.eng.entries.get(&self.function);
        entry.is_some_and(|entry| entry.is_in_route(self.text(*name), true))
    }

    /// Whether a value is there.
    pub(super) fn is_given(&self, val: &Val) -> Presence {
        match &val.shape {
            Shape::Null => Presence::Told(false),
            Shape::List(items) => Presence::Told(!items.is_empty()),
            Shape::Plain => match val.srcs.list() {
                [] => Presence::Unknown,
                [only] if matches!(only.root(), Root::Param(_) | Root::This) => Presence::Of(*only),
                [only] if self.is_in_route(*only) || self.st.facts.contains(&Fact::Authorized(*only)) => {
                    Presence::Told(true)
                }
                list => {
                    // whoever sends a request may leave out what it asks for
                    let open =
                        |src: &SrcId| matches!(src.root(), Root::Request | Root::Param(_) | Root::This | Root::Unknown);
                    match !list.iter().any(open) {
                        true => Presence::Told(true),
                        false => Presence::Unknown,
                    }
                }
            },
            Shape::Text(_) | Shape::Template(_) | Shape::Bool(_) | Shape::Object(_) | Shape::Truth(_) => {
                Presence::Told(true)
            }
            _ => Presence::Unknown,
        }
    }
}
