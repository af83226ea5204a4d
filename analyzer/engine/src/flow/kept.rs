//! What is kept in caches: under which key, what, and where the key is made.
//!
//! A function that is handed a key, or what to keep, leaves both to its callers. What says whose a value is ([`crate::flow::keys`])
//! ends the matter at once. Whether what is kept is one tenant's is judged later ([`crate::flow::cached`]).

use crate::facts::At;
use crate::flow::apply::Binding;
use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::judge::{Judge, Tie};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::program::FnId;
use crate::tenancy::EntityId;
use partywall_catalog::CacheRow;
use partywall_ir::{ExprId, ExprKind, Lit, ParamKind};

/// The most values that one function is seen to keep.
const MAX_KEPT: usize = 16;

/// How many parts of a receiver are looked at, and how deep a key is looked into.
const MAX_PARTS: usize = 8;

/// A value in a cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Where it is kept.
    pub place: At,
    /// Where its key is made.
    pub made: At,
    /// The function that makes the key.
    pub maker: FnId,
    /// Where the key comes from.
    pub key: Srcs,
    /// Where the value comes from.
    pub value: Srcs,
    /// Rows in the value that a function below has tied by itself.
    pub settled: Option<EntityId>,
    /// The key is this parameter.
    pub handed: Option<u32>,
    /// It is only kept where there was none yet, and whoever asks is told.
    pub claims: bool,
    /// The key is a digest.
    pub digest: bool,
}

impl Kept {
    /// Whether a caller can say more about it.
    pub fn is_open(&self) -> bool {
        let asked = |src: &SrcId| matches!(src.root(), Root::Param(_) | Root::This);
        self.key.list().iter().chain(self.value.list()).any(asked)
    }
}

impl<'a> Cx<'_, 'a> {
    /// The row that says what a call keeps.
    pub(super) fn keeps(&self, site: &Site, receiver: Option<&Val>) -> Option<&'a CacheRow> {
        let fits = |row: &&CacheRow| {
            let typed = receiver.is_some_and(|receiver| self.type_is(&receiver.ty, &row.on_type));
            let anywhere = row.on_type.is_empty() && row.on_name.is_empty();
            self.named(&row.call, site) && (anywhere || typed || self.is_called(site.base, &row.on_name))
        };
        let mut rows = self.eng.index.cache.get(self.unit.language, site.name).copied();
        let row = rows.find(fits)?;
        let own = receiver.is_some_and(|receiver| self.is_own_cache(receiver));
        (!own && !self.eng.keys_have_more(row)).then_some(row)
    }

    /// Whether what stands before a call has one of these words in one of its names.
    fn is_called(&self, base: Option<ExprId>, words: &[String]) -> bool {
        let mut at = base;
        for _ in 0..MAX_PARTS {
            let Some(expr) = at else { return false };
            let (name, next) = match &self.unit.body[expr].kind {
                ExprKind::Name(name) => (Some(*name), None),
                ExprKind::Member { base, name } => (Some(*name), Some(*base)),
                ExprKind::Call { callee, .. } => (None, Some(*callee)),
                ExprKind::Generic { base, .. } | ExprKind::Index { base, .. } => (None, Some(*base)),
                ExprKind::Unary { operand, .. } => (None, Some(*operand)),
                _ => (None, None),
            };
            let split = name.map(|name| crate::words::split(self.unit.text(name)));
            if split.is_some_and(|parts| parts.iter().any(|part| words.contains(part))) {
                return true;
            }
            at = next;
        }
        false
    }

    /// Whether a cache holds nobody else's values: it came with the identity, or the framework gives each tenant its own.
    fn is_own_cache(&self, receiver: &Val) -> bool {
        let from_caller = receiver.srcs.list().iter().any(|src| {
            let mut path = src.path().to_vec().into_iter();
            matches!(
                src.root(),
                Root::Identity | Root::Request | Root::Record(_) | Root::Trusted
            ) || path.any(|name| self.eng.speaks_of_owner(self.text(name)))
        });
        from_caller || self.type_is(&receiver.ty, self.eng.own_caches())
    }

    /// Notes what a call keeps.
    pub(super) fn keep(&mut self, row: &CacheRow, site: &Site, given: &[Given], result: &Val) {
        let pick = |at: usize, names: &[String]| {
            let by_name = given.iter().find(|arg| {
                arg.name
                    .is_some_and(|name| names.iter().any(|asked| asked == self.text(name)))
            });
            by_name.or_else(|| given.get(at).filter(|arg| arg.name.is_none() && !arg.spread))
        };
        let Some(key) = pick(row.key, &row.key_name) else {
            return;
        };
        let value = pick(row.value.unwrap_or(1), &row.value_name);
        if self.kept.len() >= MAX_KEPT || !is_known(&key.val, MAX_PARTS) || self.is_spoken_for(&key.val.srcs) {
            return;
        }
        let made_by = |arg: &&Given| matches!(arg.val.shape, Shape::Lambda(_) | Shape::Func(..));
        let mut srcs = match given.iter().find(made_by) {
            Some(_) => result.srcs.clone(),
            None => Srcs::default(),
        };
        if let Some(value) = value {
            let val = self.settle(value.val.clone(), self.unit.body[value.expr].span);
            srcs = srcs.union(&val.srcs);
        }
        let settled = given.iter().find_map(|arg| self.settled_rows(arg.expr));
        let claims_with = |arg: &Given| {
            let name = arg.name.map(|name| self.text(name));
            name.is_some_and(|name| row.claims_with.iter().any(|asked| asked == name))
                && !matches!(
                    self.unit.body[arg.expr].kind,
                    ExprKind::Lit(Lit::Bool(false) | Lit::Null)
                )
        };
        let claims = row.claims || given.iter().any(claims_with);
        let made = crate::flow::keys::made(self.eng, self.function, key.expr);
        if made.speaks {
            return;
        }
        self.add_kept(Kept {
            place: (self.unit_id, self.unit.body[site.expr].span),
            made: made.place,
            maker: self.function,
            settled,
            handed: whole(&key.val),
            key: key.val.srcs.clone(),
            value: srcs,
            claims,
            digest: made.digest,
        });
    }

    /// Owned rows that the calls behind an expression have read as the caller's.
    fn settled_rows(&self, expr: ExprId) -> Option<EntityId> {
        let calls = crate::flow::keys::calls(self.eng, self.function, expr);
        let judge = Judge::new(self.eng, &self.accesses, None);
        let found = self.accesses.iter().enumerate().find(|(at, access)| {
            let behind = access.calls.first().is_some_and(|call| calls.contains(&call.place));
            behind && self.settled[*at] && judge.matters(*at) && matches!(judge.tie(*at), Tie::Scoped | Tie::Filtered)
        });
        match found?.1.entity {
            EntRef::Known(entity) => Some(entity),
            _ => None,
        }
    }

    fn add_kept(&mut self, kept: Kept) {
        let known = self
            .kept
            .iter()
            .position(|old| (old.place, old.made) == (kept.place, kept.made));
        match known {
            Some(at) => self.kept[at] = kept,
            None if self.kept.len() < MAX_KEPT => self.kept.push(kept),
            None => {}
        }
    }

    /// Takes over what a callee keeps and leaves to its caller.
    pub(super) fn import_kept(&mut self, summary: &Summary, binding: &Binding, given: &[Given]) {
        for kept in summary.kept.iter().filter(|kept| kept.is_open()) {
            let key = self.srcs(&kept.key, binding);
            if self.is_spoken_for(&key) {
                continue;
            }
            let mut kept = Kept {
                value: self.srcs(&kept.value, binding),
                key,
                ..kept.clone()
            };
            if let Some(handed) = kept.handed {
                let Some(arg) = self.argument(binding, handed, given) else {
                    continue;
                };
                if !is_known(&arg.val, MAX_PARTS) {
                    continue;
                }
                let made = crate::flow::keys::made(self.eng, self.function, arg.expr);
                if made.speaks {
                    continue;
                }
                kept.made = made.place;
                kept.maker = self.function;
                kept.handed = whole(&arg.val);
                kept.digest |= made.digest;
            }
            self.add_kept(kept);
        }
    }

    /// The argument that a parameter of the callee gets.
    fn argument<'g>(&self, binding: &Binding, param: u32, given: &'g [Given]) -> Option<&'g Given> {
        let program = self.eng.program;
        let params = &program.decl(binding.callee).params;
        let asked = params.get(param as usize)?;
        let name = program.sym(program.func(binding.callee).unit, asked.name);
        if let Some(arg) = given.iter().find(|arg| arg.name == Some(name)) {
            return Some(arg);
        }
        let receiver = |param: &&partywall_ir::Param| {
            param.kind == ParamKind::Receiver || (param.kind == ParamKind::Extension && binding.receiver.is_some())
        };
        let before = params[..param as usize].iter().filter(|param| !receiver(param)).count();
        given.get(before).filter(|arg| arg.name.is_none() && !arg.spread)
    }

    /// Whether a key's sources already say whose the value is, or cannot be told.
    fn is_spoken_for(&self, key: &Srcs) -> bool {
        key.list().iter().any(|src| match src.root() {
            Root::Identity | Root::Trusted | Root::Unknown | Root::Generated | Root::Record(_) => true,
            Root::This => !src.path().is_empty(),
            Root::Param(at) => {
                let decl = self.eng.program.decl(self.function);
                let param = decl.params.get(at as usize);
                param.is_some_and(|param| self.eng.speaks_of_owner(self.unit.text(param.name)))
                    || self.path_speaks(*src)
            }
            Root::Request => src.path().is_empty() || self.path_speaks(*src),
            Root::Const => false,
        })
    }

    fn path_speaks(&self, src: SrcId) -> bool {
        src.path().iter().any(|name| self.eng.speaks_of_owner(self.text(*name)))
    }
}

/// The parameter that a value is as a whole.
fn whole(val: &Val) -> Option<u32> {
    let [src] = val.srcs.list() else { return None };
    match src.root() {
        Root::Param(at) if src.is_whole() && matches!(val.shape, Shape::Plain) => Some(at),
        _ => None,
    }
}

/// Whether all parts of a key were followed.
fn is_known(val: &Val, depth: usize) -> bool {
    depth > 0
        && match &val.shape {
            Shape::Text(_) => true,
            Shape::Template(template) => template.holes.iter().all(|hole| is_known(hole, depth - 1)),
            Shape::List(items) => !items.is_empty() && items.iter().all(|item| is_known(item, depth - 1)),
            _ => !val.srcs.is_empty(),
        }
}
