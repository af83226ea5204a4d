//! For whose queries a filter works that code registers: the type whose method registers it, however many helpers lie between.

use super::fluent::Calls;
use crate::program::{FnId, Program, TypeId};
use partywall_catalog::FilterRow;
use partywall_ir::Language;
use rustc_hash::FxHashMap;

/// Through how many helpers a registration is followed.
const HELPERS: usize = 4;

/// Finds the holders of filters, each function once.
pub struct Holders<'p> {
    program: &'p Program,
    language: Language,
    callers: FxHashMap<FnId, Vec<FnId>>,
    derived: FxHashMap<Vec<String>, Vec<TypeId>>,
}

impl<'p> Holders<'p> {
    /// For registrations in this language.
    pub fn new(program: &'p Program, language: Language) -> Self {
        Self {
            program,
            language,
            callers: FxHashMap::default(),
            derived: FxHashMap::default(),
        }
    }

    /// The types for whose queries a registration of this row works that stands in this function; empty for everything.
    pub fn of(&mut self, row: &FilterRow, function: Option<FnId>) -> Vec<TypeId> {
        if row.holder.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<TypeId> = Vec::new();
        let mut seen: Vec<FnId> = function.into_iter().collect();
        let mut from = 0;
        for _ in 0..HELPERS {
            let level = from..seen.len();
            from = level.end;
            for at in level {
                let function = seen[at];
                let owner = self.program.func(function).owner;
                match owner.filter(|owner| self.program.derives(*owner, &row.holder)) {
                    Some(owner) => found.push(owner),
                    None if owner.is_some_and(|owner| self.program.derives(owner, &row.configures)) => {}
                    None => {
                        for caller in self.callers(function) {
                            if !seen.contains(&caller) && seen.len() < 64 {
                                seen.push(caller);
                            }
                        }
                    }
                }
            }
        }
        if found.is_empty() {
            return self.derived(row);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Functions that call one of this name.
    fn callers(&mut self, function: FnId) -> Vec<FnId> {
        if let Some(known) = self.callers.get(&function) {
            return known.clone();
        }
        let name = self.program.text(self.program.func(function).name);
        let calls = Calls::scan(self.program, self.language, &[name]);
        let mut found: Vec<FnId> = calls
            .found
            .iter()
            .filter_map(|call| {
                let span = self.program.unit(call.unit).body[call.expr].span;
                calls.function(self.program, call.unit, span)
            })
            .filter(|caller| *caller != function)
            .collect();
        found.sort_unstable();
        found.dedup();
        self.callers.insert(function, found.clone());
        found
    }

    /// All types that may hold the row's filters.
    fn derived(&mut self, row: &FilterRow) -> Vec<TypeId> {
        if let Some(known) = self.derived.get(&row.holder) {
            return known.clone();
        }
        let types = self.program.types();
        let found: Vec<TypeId> = types.filter(|ty| self.program.derives(*ty, &row.holder)).collect();
        self.derived.insert(row.holder.clone(), found.clone());
        found
    }
}
