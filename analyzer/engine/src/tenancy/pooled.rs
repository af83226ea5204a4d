//! Objects that are kept and handed out again, for one request after the other: what their constructor took of a tenant is still
//! the first one's.

use super::EntityId;
use super::captured::{Captured, Reach, Reader, Site};
use super::fluent::Calls;
use super::frozen::Frozen;
use super::syntax::{inside, last};
use crate::program::{FieldRef, FnId, Program, Sym, TypeId, UnitId};
use partywall_ir::{ExprId, ExprKind, Flags, FnKind, Language, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A member of a holder that a filter compares an entity's tenant with.
pub struct Kept {
    pub entity: EntityId,
    pub column: String,
    pub field: FieldRef,
}

/// Finds the members that a constructor alone gives a tenant, of objects that are kept.
pub fn find(program: &Program, language: Language, reader: &mut Reader<'_>, kept: &[Kept]) -> Vec<Frozen> {
    let mut names: Vec<String> = reader.holding.pools.iter().map(|name| last(name).to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    if kept.is_empty() || names.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let calls = Calls::scan(program, language, &names);
    let mut pools: Vec<(TypeId, (UnitId, Span))> = Vec::new();
    for call in &calls.found {
        let given = calls.type_args(program, call);
        let ty = given.last().and_then(crate::program::Ty::decl);
        if let Some(ty) = ty.filter(|ty| reader.holding.holds(*ty)) {
            pools.push((ty, (call.unit, program.unit(call.unit).body[call.expr].span)));
        }
    }
    if pools.is_empty() {
        return Vec::new();
    }
    let given = Given::new(program, language, reader, kept);
    let mut found: BTreeMap<((UnitId, Span), FieldRef), Frozen> = BTreeMap::new();
    for (ty, place) in pools {
        let line = program.supertypes(ty);
        for of in kept
            .iter()
            .filter(|of| of.field.owner == ty || line.contains(&of.field.owner))
        {
            let Some((field, from)) = given.by_constructor(program, of.field) else {
                continue;
            };
            let decl = program.field_decl(field);
            let entry = found.entry((place, field)).or_insert_with(|| Frozen {
                entities: Vec::new(),
                column: of.column.clone(),
                place,
                also: Vec::new(),
                how: Captured::Pooled,
                name: Some(program.unit(field.unit).text(decl.name).to_owned()),
                from,
                certain: true,
            });
            entry.entities.push(of.entity);
        }
    }
    let mut found: Vec<Frozen> = found.into_values().collect();
    for of in &mut found {
        of.entities.sort_unstable();
        of.entities.dedup();
    }
    found
}

/// What members of holders are given, and by whom.
struct Given {
    /// Where a constructor, or the declaration itself, gives a member something of a tenant.
    constructed: FxHashMap<FieldRef, (UnitId, Span)>,
    /// Members that other code gives something as well.
    elsewhere: FxHashSet<FieldRef>,
}

impl Given {
    fn new(program: &Program, language: Language, reader: &mut Reader<'_>, kept: &[Kept]) -> Self {
        let mut this = Self {
            constructed: FxHashMap::default(),
            elsewhere: FxHashSet::default(),
        };
        let mut fields: Vec<FieldRef> = kept.iter().flat_map(|of| read_by(program, of.field)).collect();
        fields.sort_unstable();
        fields.dedup();
        let mut by_name: FxHashMap<Sym, Vec<FieldRef>> = FxHashMap::default();
        for field in &fields {
            let decl = program.field_decl(*field);
            by_name
                .entry(program.sym(field.unit, decl.name))
                .or_default()
                .push(*field);
            let at = Site {
                unit: field.unit,
                function: None,
                owner: Some(field.owner),
            };
            if let Some(value) = decl.value.filter(|value| takes_from(program, reader, at, *value)) {
                this.constructed
                    .insert(*field, (field.unit, program.unit(field.unit).body[value].span));
            }
        }
        for function in program.functions() {
            if program.unit(program.func(function).unit).language == language {
                this.look(program, reader, function, &by_name);
            }
        }
        this
    }

    /// What one function gives members of these names.
    fn look(
        &mut self,
        program: &Program,
        reader: &mut Reader<'_>,
        function: FnId,
        by_name: &FxHashMap<Sym, Vec<FieldRef>>,
    ) {
        let at = Site::of(program, function);
        let unit = program.unit(at.unit);
        let Some(body) = program.decl(function).body else {
            return;
        };
        for expr in inside(unit, body) {
            let (target, value) = match &unit.body[expr].kind {
                ExprKind::Assign { target, value, .. } => (*target, *value),
                ExprKind::New(new) => {
                    for (name, _) in &new.fields {
                        let ty = new.ty.as_ref().and_then(|ty| {
                            let within = crate::program::Scope {
                                function: Some(function),
                                owner: at.owner,
                            };
                            program.resolve_type(at.unit, within, ty).decl()
                        });
                        let fields = by_name.get(&program.sym(at.unit, *name)).into_iter().flatten();
                        let of = |field: &&FieldRef| ty.is_none_or(|ty| is(program, ty, field.owner));
                        self.elsewhere.extend(fields.filter(of));
                    }
                    continue;
                }
                _ => continue,
            };
            let (name, on) = match &unit.body[target].kind {
                ExprKind::Name(name) => (*name, None),
                ExprKind::Member { base, name } if matches!(unit.body[*base].kind, ExprKind::This) => (*name, None),
                ExprKind::Member { base, name } => (*name, Some(*base)),
                _ => continue,
            };
            for field in by_name.get(&program.sym(at.unit, name)).into_iter().flatten() {
                match on {
                    Some(_) if program.field_decl(*field).flags.has(Flags::READONLY) => {}
                    Some(base) => {
                        let (_, ty) = reader.reach(at, base);
                        if ty.decl().is_none_or(|ty| is(program, ty, field.owner)) {
                            self.elsewhere.insert(*field);
                        }
                    }
                    None if at.owner.is_none_or(|owner| !is(program, owner, field.owner)) => {}
                    None if program.decl(function).kind == FnKind::Constructor => {
                        if takes_from(program, reader, at, value) {
                            let span = unit.body[value].span;
                            self.constructed.entry(*field).or_insert((at.unit, span));
                        }
                    }
                    None => {
                        self.elsewhere.insert(*field);
                    }
                }
            }
        }
    }

    /// The member that only a constructor gives a tenant, of those that reading one reads, and where.
    fn by_constructor(&self, program: &Program, field: FieldRef) -> Option<(FieldRef, (UnitId, Span))> {
        let read = read_by(program, field);
        if read.iter().any(|field| self.elsewhere.contains(field)) {
            return None;
        }
        read.iter()
            .find_map(|field| Some((*field, *self.constructed.get(field)?)))
    }
}

fn is(program: &Program, ty: TypeId, owner: TypeId) -> bool {
    ty == owner || program.supertypes(ty).contains(&owner)
}

/// The members that reading a member reads: itself, and what its getter names.
fn read_by(program: &Program, field: FieldRef) -> Vec<FieldRef> {
    let mut found = vec![field];
    let Some(getter) = program.field_decl(field).getter else {
        return found;
    };
    let function = program.fn_id(field.unit, getter);
    let unit = program.unit(field.unit);
    if let Some(body) = program.decl(function).body {
        for expr in inside(unit, body) {
            if let ExprKind::Name(name) = &unit.body[expr].kind
                && let Some(read) = program.field(field.owner, program.sym(field.unit, *name))
                && !found.contains(&read)
            {
                found.push(read);
            }
        }
    }
    found
}

/// Whether a value is taken out of what the constructor is given, or of what differs from flow to flow. What is kept whole is asked
/// again whenever it is read.
fn takes_from(program: &Program, reader: &mut Reader<'_>, at: Site, value: ExprId) -> bool {
    let whole = matches!(
        program.unit(at.unit).body[value].kind,
        ExprKind::Name(_) | ExprKind::New(_)
    );
    !whole && matches!(reader.reach(at, value).0, Reach::Once(_) | Reach::Live)
}
