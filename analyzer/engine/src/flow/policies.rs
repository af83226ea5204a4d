//! Policies: what a guard in front of a handler only names, and what code elsewhere decides.
//!
//! Which policy is decided by which code is configured when the application starts. So a policy is taken to vouch for those inputs
//! that the program's deciding methods, and what they call, take out of the request by name while they know who asks. A guard of the
//! program's own that an attribute names vouches for those that its own methods take out.

use crate::flow::engine::Engine;
use crate::flow::entry::{Entry, last_of, named};
use crate::program::{Around, Def, FnId, Sym};
use partywall_catalog::{GuardRow, OriginWord, SourceRow};
use partywall_ir::{ExprId, ExprKind, FnIx, Lit};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The most methods that decide policies and are read.
const MAX_DECIDING: usize = 64;

/// The most functions below them.
const MAX_BELOW: usize = 400;

/// Inputs that deciding methods ask for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Asked {
    pub(super) names: FxHashSet<String>,
    /// Values of the route are also asked for by names that are not written there.
    any: bool,
}

/// They are kept together.
pub(super) type Policies = Arc<Asked>;

impl Engine<'_> {
    /// Whether what decides policies takes this out of the request that comes to an entry point.
    pub(super) fn policies_ask(&self, entry: &Entry, input: &[Sym]) -> bool {
        let mut ways = entry.deciding.iter().map(|method| Some(*method));
        entry.decided && self.asks_for(entry, input, None) || ways.any(|method| self.asks_for(entry, input, method))
    }

    fn asks_for(&self, entry: &Entry, input: &[Sym], by: Option<FnId>) -> bool {
        let asked = self.policies(by);
        let mut names = input.iter().map(|name| self.program.text(*name));
        let Some(first) = names.clone().next() else {
            return false;
        };
        // any value may be in a route that is not written beside the entry point
        let in_route = |name: &str| entry.templates.is_empty() || entry.is_in_route(name, false);
        names.clone().any(|name| asked.names.contains(name))
            || (asked.any && in_route(first) && names.any(|name| self.is_key(name)))
    }

    /// Whether what decides policies takes an input of this name out of the request.
    pub(super) fn any_policy_asks(&self, name: &str) -> bool {
        let asked = self.policies(None);
        asked.names.contains(name) || asked.any && self.is_key(name)
    }

    /// Whether a name is that of a key; a bare one says nothing of what it is the key of.
    pub(super) fn is_key(&self, name: &str) -> bool {
        self.tenancy.refers(name).is_some() || self.tenancy.is_tenant_key(name, true)
    }

    /// Finds them. Of the code of all policies only keys are told: which policy asks for which is not known.
    pub(super) fn asked_inputs(&self, by: Option<FnId>) -> Asked {
        let mut asked = Asked::default();
        for method in by.map_or_else(|| self.deciding(), |method| vec![method]) {
            if !self.summary(method).reads_identity {
                continue;
            }
            let mut below = vec![method];
            let mut seen = FxHashSet::from_iter([method]);
            while let Some(function) = below.pop() {
                self.taken_out(function, is_bag, &mut asked);
                let inner = self.nested(function);
                for next in self.summary(function).callees.iter().copied().chain(inner) {
                    if seen.len() < MAX_BELOW && seen.insert(next) {
                        below.push(next);
                    }
                }
            }
        }
        asked.names.retain(|name| by.is_some() || self.is_key(name));
        asked
    }

    /// The names by which a function takes values out of what the request carries, as far as that is of these origins.
    pub(super) fn taken_out(&self, function: FnId, of_origin: fn(&OriginWord) -> bool, asked: &mut Asked) {
        let unit = self.program.func(function).unit;
        let file = self.program.unit(unit);
        let span = self.program.decl(function).span;
        let mut around: Option<Around> = None;
        let mut carried = |expr: ExprId| {
            let local = match &file.body[expr].kind {
                ExprKind::Name(name) => {
                    let around = around.get_or_insert_with(|| Around::new(file));
                    around.local(*name, file.body[expr].span, span)
                }
                _ => None,
            };
            let bag = local.unwrap_or(expr);
            let of = match &file.body[bag].kind {
                // what a call gives is called like it
                ExprKind::Member { base, .. } => match file.body[*base].kind {
                    ExprKind::Call { callee, .. } => last_of(file, callee),
                    _ => last_of(file, *base),
                },
                _ => None,
            };
            let on = |row: &&&SourceRow| {
                let names = |name: &String| of.is_some_and(|of| of.eq_ignore_ascii_case(name));
                row.on_name.is_empty() || row.on_name.iter().any(names)
            };
            let mut rows = self
                .index
                .source_member
                .get(file.language, last_of(file, bag)?)
                .filter(on);
            rows.find(|row| of_origin(&row.origin)).map(|row| row.origin)
        };
        for expr in file.body.exprs.iter().filter(|expr| span.contains(expr.span)) {
            let (bag, key) = match &expr.kind {
                ExprKind::Index { base, args } => (carried(*base), args.first().copied()),
                ExprKind::Call { callee, args } => {
                    let name = last_of(file, *callee).unwrap_or_default();
                    let rows = self.index.source_call.get(file.language, name);
                    match rows.map(|row| row.origin).find(of_origin) {
                        Some(origin) => (Some(origin), args.last().map(|arg| arg.value)),
                        None => match &file.body[*callee].kind {
                            ExprKind::Member { base, .. } => (carried(*base), args.first().map(|arg| arg.value)),
                            _ => continue,
                        },
                    }
                }
                _ => continue,
            };
            let (Some(bag), Some(key)) = (bag, key) else { continue };
            match self.text_of(function, key) {
                Some(text) => _ = asked.names.insert(text),
                None => asked.any |= bag == OriginWord::Route,
            }
        }
    }

    /// The functions that are declared inside of a function.
    fn nested(&self, function: FnId) -> Vec<FnId> {
        let info = self.program.func(function);
        let functions = &self.program.unit(info.unit).functions;
        let inside = functions
            .iter()
            .enumerate()
            .filter(|(_, inner)| inner.parent == Some(info.ix));
        let ids = inside.map(|(at, _)| {
            self.program
                .fn_id(info.unit, FnIx(u32::try_from(at).unwrap_or(u32::MAX)))
        });
        ids.collect()
    }

    /// The text that an expression is, by itself or as a constant of the program.
    fn text_of(&self, function: FnId, expr: ExprId) -> Option<String> {
        let unit = self.program.func(function).unit;
        let file = self.program.unit(unit);
        if let ExprKind::Name(name) = &file.body[expr].kind {
            let mut around = std::iter::successors(Some(function), |function| self.program.func(*function).parent);
            let owner = around.find_map(|function| self.program.func(function).owner)?;
            let field = self.program.field(owner, self.program.sym(unit, *name))?;
            let text = self.constant_text(field.unit, self.program.field_decl(field).value)?;
            return Some(text.to_string());
        }
        if let ExprKind::Lit(Lit::Str(text)) = &file.body[expr].kind {
            return Some(file.text(*text).to_owned());
        }
        let text = match named(self.program, unit, expr)? {
            Def::Global(unit, at) => self.constant_text(unit, self.program.unit(unit).globals[at].value),
            Def::Field(_, field) => self.constant_text(field.unit, self.program.field_decl(field).value),
            _ => None,
        };
        text.map(|text| text.to_string())
    }

    /// The methods that decide policies.
    fn deciding(&self) -> Vec<FnId> {
        self.deciding_by(|row| !row.scheme)
    }

    /// The methods that decide, by rows of one kind.
    pub(super) fn deciding_by(&self, wanted: fn(&GuardRow) -> bool) -> Vec<FnId> {
        let program = self.program;
        let mut found = Vec::new();
        for ty in program.types() {
            let Some((unit, _)) = program.ty(ty).decls.first() else {
                continue;
            };
            let language = program.unit(*unit).language;
            let bases = program.base_names(ty);
            let last = |base: &String| crate::words::last(base).to_owned();
            let Some(row) = bases.iter().find_map(|base| {
                self.index
                    .guard_decides
                    .get(language, &last(base))
                    .find(|row| wanted(row))
            }) else {
                continue;
            };
            for name in row.method.iter().filter_map(|name| program.find(name)) {
                found.extend(
                    program
                        .own_methods(ty)
                        .iter()
                        .filter(|f| program.func(**f).name == name)
                        .copied(),
                );
            }
            if found.len() >= MAX_DECIDING {
                found.truncate(MAX_DECIDING);
                break;
            }
        }
        found
    }
}

/// Whether values of the request are taken out of what has this origin.
fn is_bag(origin: &OriginWord) -> bool {
    matches!(origin, OriginWord::Request | OriginWord::Route)
}
