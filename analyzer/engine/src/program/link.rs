//! From units to a program, one step after the other.

use partywall_ir::Unit;

use super::merge::number;
use super::resolve::Heads;
use super::scope::{Habits, UnitScope, share_imports};
use super::symbols::Symbols;
use super::tree::Tree;
use super::{Program, TypeWords};

/// A longer name is no path.
const MAX_PATH: usize = 240;

impl Program {
    /// Links units.
    pub fn link(units: Vec<Unit>, words: &TypeWords) -> Self {
        let mut symbols = Symbols::default();
        let mut scopes = Vec::with_capacity(units.len());
        let mut functions = 0u32;
        for unit in &units {
            for path in unit.names.texts().filter(|text| is_path(text)) {
                symbols.intern_parts(path);
            }
            scopes.push(UnitScope::new(unit, functions, &mut symbols));
            functions = functions.saturating_add(number(unit.functions.len()));
        }
        let tree = Tree::new(&mut symbols);
        let habits = Habits::of(&units);
        let heads = Heads {
            krate: symbols.find("crate"),
            this: symbols.find("self"),
            above: symbols.find("super"),
            own_type: symbols.find("Self"),
        };
        let mut program = Self {
            units: Vec::new(),
            scopes,
            symbols,
            tree,
            habits,
            heads,
            words: words.clone(),
            types: Vec::new(),
            type_nodes: Vec::new(),
            functions: Vec::new(),
            members: super::members::Members::default(),
            names: super::members::Names::default(),
            roots: super::roots::Roots::default(),
            bases: Vec::new(),
            lines: Vec::new(),
            subs: super::multi::Multi::default(),
            replacements: super::multi::Multi::default(),
        };
        program.declare_types(&units);
        let mut made = Vec::new();
        for (scope, unit) in program.scopes.iter_mut().zip(&units) {
            scope.declare(unit);
            made.extend(scope.declare_made(unit, words, &mut program.symbols));
        }
        program.enter_made(&made);
        share_imports(&units, &mut program.scopes);
        program.units = units;
        program.tabulate();
        program.link_imports();
        if program.declare_extended() {
            program.tabulate();
            program.link_imports();
        }
        program.merge_extensions();
        program.place_functions();
        program.tabulate();
        program.link_bases();
        program.intern_outside();
        program
    }
}

fn is_path(text: &str) -> bool {
    text.len() <= MAX_PATH
        && text.contains('.')
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | ','))
}
