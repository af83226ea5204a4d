//! Types of the program that are written for rows of any entity: what they are given as type arguments elsewhere are entities.
//!
//! `class Store<T> { Collection<T> rows; }` says nothing of any entity, and `Store<Invoice>` makes one of invoices.

use crate::program::{Program, Scope, Sym, Ty, TypeId, UnitId};
use partywall_ir::{ExprKind, FnIx, Language, TypeIx, TypeRef, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// How often what is built on such types is looked for.
const ROUNDS: usize = 4;
/// How deep type arguments nest that are looked at.
const DEPTH: usize = 4;

/// Type parameters that stand for rows, by their type and place, with the rows of the catalog that say so, by number.
#[derive(Default)]
pub struct Generic {
    params: BTreeMap<(TypeId, usize), BTreeSet<usize>>,
}

impl Generic {
    /// Notes that a type parameter of a type stands for rows.
    pub fn note(&mut self, program: &Program, owner: Option<TypeId>, of: &Ty, row: usize) {
        let Some((owner, at)) = owner.and_then(|owner| Some((owner, param(program, owner, of)?))) else {
            return;
        };
        self.params.entry((owner, at)).or_default().insert(row);
    }

    /// The types that are given for such parameters, each with the number of the row.
    pub fn given(mut self, program: &Program, language: Language) -> BTreeSet<(TypeId, usize)> {
        let mut found = BTreeSet::new();
        if self.params.is_empty() {
            return found;
        }
        let uses = uses(program, language);
        for _ in 0..ROUNDS {
            let before = self.count();
            for (owner, ty, base) in &uses {
                self.follow(program, *owner, ty, *base, &mut found, 0);
            }
            if before == self.count() {
                break;
            }
        }
        found
    }

    fn count(&self) -> usize {
        self.params.values().map(BTreeSet::len).sum()
    }

    /// What a type that is named in a type says: of its arguments, of the parameters of the type around, and of a base's.
    fn follow(
        &mut self,
        program: &Program,
        owner: Option<TypeId>,
        ty: &Ty,
        base: bool,
        found: &mut BTreeSet<(TypeId, usize)>,
        depth: usize,
    ) {
        if depth > DEPTH {
            return;
        }
        for (at, arg) in ty.args().iter().enumerate() {
            if let Some(decl) = ty.decl() {
                let rows: Vec<usize> = self.params.get(&(decl, at)).into_iter().flatten().copied().collect();
                for row in rows {
                    self.note(program, owner, arg, row);
                    found.extend(arg.decl().map(|arg| (arg, row)));
                }
                // what a type stores for others, its interface is asked for
                if let (true, Some(owner)) = (base, owner)
                    && let Some(own) = param(program, owner, arg)
                {
                    let rows: Vec<usize> = self.params.get(&(owner, own)).into_iter().flatten().copied().collect();
                    self.params.entry((decl, at)).or_default().extend(rows);
                }
            }
            self.follow(program, owner, arg, false, found, depth + 1);
        }
    }
}

/// The place of a type parameter among those of a type.
fn param(program: &Program, owner: TypeId, of: &Ty) -> Option<usize> {
    let name = of.param_name()?;
    let params: &[Sym] = &program.ty(owner).params;
    params.iter().position(|param| program.text(*param) == name)
}

/// A type that is named, the type around it, and whether it is a base of that.
type Use = (Option<TypeId>, Ty, bool);

/// Every type with arguments that members, parameters, bases and calls name.
fn uses(program: &Program, language: Language) -> Vec<Use> {
    let mut uses = Vec::new();
    for (at, unit) in program.units().iter().enumerate() {
        if unit.language != language {
            continue;
        }
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        let mut add = |owner: Option<TypeId>, ty: &TypeRef, base: bool| {
            if !ty.args.is_empty() {
                let within = Scope { function: None, owner };
                uses.push((owner, program.resolve_type(id, within, ty), base));
            }
        };
        for (ix, decl) in unit.types.iter().enumerate() {
            let owner = Some(program.type_id(id, TypeIx(u32::try_from(ix).unwrap_or(u32::MAX))));
            decl.fields
                .iter()
                .filter_map(|field| field.ty.as_ref())
                .for_each(|ty| add(owner, ty, false));
            decl.bases.iter().for_each(|base| add(owner, base, true));
        }
        for (ix, function) in unit.functions.iter().enumerate() {
            let owner = program
                .func(program.fn_id(id, FnIx(u32::try_from(ix).unwrap_or(u32::MAX))))
                .owner;
            let params = function.params.iter().filter_map(|param| param.ty.as_ref());
            params.for_each(|ty| add(owner, ty, false));
        }
        named_in_calls(unit).into_iter().for_each(|ty| add(None, ty, false));
    }
    uses
}

/// The types that calls and new objects name.
fn named_in_calls(unit: &Unit) -> Vec<&TypeRef> {
    let mut found = Vec::new();
    for expr in &unit.body.exprs {
        let types: &[TypeRef] = match &expr.kind {
            ExprKind::Generic { args, .. } => args,
            ExprKind::New(new) => new.ty.as_slice(),
            _ => continue,
        };
        found.extend(types);
    }
    found
}
