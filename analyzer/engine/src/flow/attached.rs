//! Members of the request that the program's own code puts there: what stands in front of the handlers has found out who asks.

use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::judge::Judge;
use crate::flow::value::{EntRef, Fact, Root, Shape, Val};
use crate::program::{Around, FnId, Sym, Ty, UnitId};
use partywall_catalog::OriginWord;
use partywall_ir::{ExprId, ExprKind, Language, Span, Unit};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The most places that give one member, which are looked at.
const MAX_GIVERS: usize = 8;

/// The functions that give the request members, by the members' names, once somebody has asked.
pub(super) type Givers = OnceLock<FxHashMap<Sym, Vec<FnId>>>;

/// A member that the function under way gives to the request: its name, its value, and what holds there.
pub(super) type Gift = (Sym, Val, Vec<Fact>);

impl Engine<'_> {
    /// Whether a member of the request stands for the caller, by the places that give it: one that takes it from the identity
    /// is enough, and where none does, none may take it from what was sent. With its type.
    pub(super) fn find_attached(&self, name: Sym) -> Option<(bool, Ty)> {
        let givers = self.givers.get_or_init(|| self.find_givers());
        let mut given: Vec<(Option<bool>, Ty)> = Vec::new();
        for giver in givers.get(&name).into_iter().flatten().take(MAX_GIVERS) {
            given.extend(self.gifts(*giver, name));
        }
        (!given.is_empty()).then(|| {
            let own = given.iter().any(|(own, _)| *own == Some(true));
            let sent = given.iter().any(|(own, _)| *own == Some(false));
            let ty = given.into_iter().map(|(_, ty)| ty).find(|ty| !ty.is_unknown());
            (own || !sent, ty.unwrap_or_else(Ty::unknown))
        })
    }

    /// Whether the program's own code gives the request a member of this name, and what is given is a row.
    pub(super) fn is_attached(&self, name: Sym) -> bool {
        let row = |ty: &Ty| ty.decl().is_some_and(|ty| self.tenancy.of_type(ty).is_some());
        self.attached(name).is_some_and(|(_, ty)| row(&ty))
    }

    /// What a function gives a member: whether that is the caller's, where it can be told.
    fn gifts(&self, giver: FnId, name: Sym) -> Vec<(Option<bool>, Ty)> {
        let Some(body) = self.program.decl(giver).body else {
            return Vec::new();
        };
        let mut cx = Cx::new(self, giver);
        cx.gifts = Some(Vec::new());
        cx.enter(None);
        cx.eval(body);
        let gifts = cx.gifts.take().unwrap_or_default();
        let judge = Judge::new(self, &cx.accesses, None);
        let mut found = Vec::new();
        for (_, val, facts) in gifts.into_iter().filter(|(given, ..)| *given == name) {
            let nothing = val.srcs.is_empty() && !matches!(val.shape, Shape::Plain);
            let constant = val.srcs.list().iter().all(|src| src.root() == Root::Const);
            if nothing || (constant && !val.srcs.is_empty()) {
                continue;
            }
            let trust = judge.trust(&facts);
            let own = if judge.value_holds(&val.srcs, &trust) {
                Some(true)
            } else {
                self.is_sent(&val, &cx).then_some(false)
            };
            found.push((own, val.ty));
        }
        found
    }

    /// Whether a value is, or was found by, something that was sent.
    fn is_sent(&self, val: &Val, cx: &Cx<'_, '_>) -> bool {
        let mut records: Vec<u32> = Vec::new();
        for src in val.srcs.list() {
            match src.root() {
                Root::Request => return true,
                Root::Record(at) => records.push(at),
                _ => {}
            }
        }
        records.into_iter().any(|at| {
            let values = cx
                .accesses
                .get(at as usize)
                .map(|access| crate::flow::query::values(&access.preds));
            values.into_iter().flatten().any(|src| src.root() == Root::Request)
        })
    }

    /// The functions that give the request members, by the members' names.
    fn find_givers(&self) -> FxHashMap<Sym, Vec<FnId>> {
        let program = self.program;
        let mut givers: FxHashMap<Sym, Vec<FnId>> = FxHashMap::default();
        for (at, unit) in program.units().iter().enumerate() {
            let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
            let mut around: Option<Around> = None;
            for expr in &unit.body.exprs {
                let ExprKind::Assign { target, .. } = &expr.kind else {
                    continue;
                };
                let ExprKind::Member { base, name } = &unit.body[*target].kind else {
                    continue;
                };
                if !self.is_called_request(unit, *base) {
                    continue;
                }
                let around = around.get_or_insert_with(|| Around::new(unit));
                if let Some(function) = around.function(unit, expr.span) {
                    let function = program.fn_id(id, function);
                    let list = givers.entry(program.sym(id, *name)).or_default();
                    if !list.contains(&function) && list.len() < MAX_GIVERS {
                        list.push(function);
                    }
                }
            }
        }
        givers
    }

    /// Whether an expression is called as the catalog's parameters that are the request itself.
    fn is_called_request(&self, unit: &Unit, expr: ExprId) -> bool {
        let (ExprKind::Name(name) | ExprKind::Member { name, .. }) = &unit.body[expr].kind else {
            return false;
        };
        let name = unit.text(*name);
        let speaks = |language: &Option<Language>| language.is_none_or(|language| language == unit.language);
        self.index.params.iter().any(|(language, row)| {
            row.origin == OriginWord::RequestObject && speaks(language) && row.name.iter().any(|known| known == name)
        })
    }
}

impl Cx<'_, '_> {
    /// What a member of the request is that the program's own code gave it.
    pub(super) fn attached_member(&mut self, of: &Val, name: Sym) -> Option<Val> {
        if !self.is_request(of) {
            return None;
        }
        let (own, ty) = self.eng.attached(name)?;
        let origin = if own { OriginWord::Identity } else { OriginWord::Request };
        let mut val = self.origin(origin, Some(name));
        val.ty = ty;
        if let EntRef::Known(_) = self.entity_of(&val.ty) {
            return Some(val);
        }
        Some(Val {
            ty: Ty::unknown(),
            ..val
        })
    }

    /// Whether a value is the request itself.
    pub(super) fn is_request(&self, of: &Val) -> bool {
        matches!(of.srcs.list(), [src] if src.root() == Root::Request && src.path().is_empty())
            && matches!(of.shape, Shape::Plain)
    }

    /// Notes what a member of the request is given, while the function is read for that.
    pub(super) fn give_to_request(&mut self, of: &Val, name: Sym, val: &Val) {
        if self.gifts.is_some() && self.is_request(of) {
            let facts = self.st.facts.clone();
            let val = self.settle(val.clone(), Span::default());
            self.gifts.get_or_insert_default().push((name, val, facts));
        }
    }
}
