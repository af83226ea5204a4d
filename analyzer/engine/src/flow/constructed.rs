//! Objects that code makes: what their constructor is given, under the names of the members that keep it.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::value::{Shape, Val};
use crate::program::{FnId, Sym, Ty, TypeId};
use crate::tenancy::syntax::attribute_says;
use partywall_catalog::NeutralRow;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Field, Flags, ParamKind, TypeRef, Unit};

/// The most members that are kept of one constructor.
const MAX_KEPT: usize = 24;

/// The longest path from a parameter to what a member keeps of it.
const MAX_PARTS: usize = 3;

/// What a member is given by a constructor.
pub(super) struct Kept {
    /// The member.
    member: Sym,
    /// The parameter that it is, or is a part of; none for what the constructor makes itself.
    of: Option<(Sym, Vec<Sym>)>,
}

impl Engine<'_> {
    /// What the members of a type are given by one of its constructors, as far as that is told by plain assignments.
    fn kept(&self, ty: TypeId, constructor: FnId) -> Vec<Kept> {
        let program = self.program;
        let info = program.func(constructor);
        let decl = program.decl(constructor);
        let unit = program.unit(info.unit);
        let params: Vec<Sym> = decl
            .params
            .iter()
            .map(|param| program.sym(info.unit, param.name))
            .collect();
        let receiver = decl.params.iter().find(|param| param.kind == ParamKind::Receiver);
        let own = |expr: ExprId| match &unit.body[expr].kind {
            ExprKind::This => true,
            ExprKind::Name(name) => receiver.is_some_and(|receiver| receiver.name == *name),
            _ => false,
        };
        let around = decl.body.map_or_else(Default::default, |body| unit.body[body].span);
        let inside = decl
            .body
            .map_or(&[][..], |body| &unit.body.exprs[..body.index()])
            .iter()
            .rev();
        let mut kept = Vec::new();
        for expr in inside.take_while(|expr| around.start <= expr.span.start) {
            let ExprKind::Assign { target, value, .. } = &expr.kind else {
                continue;
            };
            let member = match &unit.body[*target].kind {
                ExprKind::Member { base, name } if own(*base) => program.sym(info.unit, *name),
                ExprKind::Name(name) => {
                    let name = program.sym(info.unit, *name);
                    if params.contains(&name) || program.field(ty, name).is_none() {
                        continue;
                    }
                    name
                }
                _ => continue,
            };
            let of = part_of(unit, *value, &|name| program.sym(info.unit, name), &params);
            let made = matches!(unit.body[*value].kind, ExprKind::New { .. });
            if (of.is_some() || made) && kept.len() < MAX_KEPT {
                kept.push(Kept { member, of });
            }
        }
        for field in program.fields(ty) {
            let value = program.field_decl(field).value.filter(|_| field.unit == info.unit);
            let of = value.and_then(|value| part_of(unit, value, &|name| program.sym(info.unit, name), &params));
            if of.is_some() && kept.len() < MAX_KEPT {
                let member = program.sym(field.unit, program.field_decl(field).name);
                kept.push(Kept { member, of });
            }
        }
        kept
    }
}

impl Engine<'_> {
    /// The members that an object is given by position: by a call of this name on its type or, where none is named, by making one.
    pub(super) fn in_order(&self, ty: TypeId, call: Option<&str>) -> Option<Vec<Sym>> {
        let program = self.program;
        let (of, at) = *program.ty(ty).decls.first()?;
        let unit = program.unit(of);
        let means = |row: &NeutralRow| match call {
            Some(call) => row.call.iter().any(|known| known == call),
            None => row.call.is_empty(),
        };
        let carries = |row: &NeutralRow| {
            let mut attributes = program.attributes(ty);
            attributes.any(|(of, attribute)| attribute_says(program.unit(of), attribute, &row.in_order))
        };
        let rows = self.index.in_order.iter();
        let mut rows = rows.filter(|(language, _)| language.is_none_or(|language| language == unit.language));
        let (_, row) = rows.find(|(_, row)| means(row) && carries(row))?;
        let decl = &unit.types[at.index()];
        // members that are inherited would stand in front
        let given =
            |field: &&Field| field.ty.is_some() && !field.flags.has(Flags::STATIC) && !passed_over(unit, field, row);
        let names = decl
            .fields
            .iter()
            .filter(given)
            .map(|field| program.sym(of, field.name));
        decl.bases.is_empty().then(|| names.collect())
    }
}

/// Whether a member is given nothing where members are given in their order.
fn passed_over(unit: &Unit, field: &Field, row: &NeutralRow) -> bool {
    let asked = &row.passes_over;
    let is_typed = |ty: &TypeRef| {
        asked
            .iter()
            .any(|asked| asked == crate::words::last(unit.text(ty.name)))
    };
    let says = |value: ExprId| match &unit.body[value].kind {
        ExprKind::Call { args, .. } => {
            let mut names = args.iter().filter_map(|arg| arg.name);
            names.any(|name| asked.iter().any(|asked| asked == unit.text(name)))
        }
        _ => false,
    };
    let mut attributes = field.attributes.iter();
    attributes.any(|attribute| attribute_says(unit, attribute, asked))
        || field.ty.as_ref().is_some_and(is_typed)
        || field.value.is_some_and(says)
}

/// The parameter that an expression is, or is a member of.
fn part_of(
    unit: &Unit,
    mut expr: ExprId,
    sym: &dyn Fn(partywall_ir::Name) -> Sym,
    params: &[Sym],
) -> Option<(Sym, Vec<Sym>)> {
    let mut path = Vec::new();
    for _ in 0..=MAX_PARTS {
        match &unit.body[expr].kind {
            // what stands in where nothing was given
            ExprKind::Binary {
                op: BinaryOp::Coalesce,
                left,
                ..
            } => expr = *left,
            ExprKind::Member { base, name } => {
                path.insert(0, sym(*name));
                expr = *base;
            }
            ExprKind::Name(name) => {
                let param = sym(*name);
                return params.contains(&param).then_some((param, path));
            }
            _ => return None,
        }
    }
    None
}

impl Cx<'_, '_> {
    /// An object of a type that is made from arguments.
    pub(super) fn make(&mut self, ty: Option<TypeId>, mut given: Vec<Given>) -> Val {
        let Some(ty) = ty else { return self.object(&given) };
        let program = self.eng.program;
        let constructors = self.eng.constructors(ty);
        let count = given.iter().filter(|arg| arg.name.is_none()).count();
        let named: Vec<Sym> = given.iter().filter_map(|arg| arg.name).collect();
        let picked = program
            .pick(&constructors, count, &[], true)
            .or_else(|| program.pick(&constructors, count, &named, true));
        let Some(constructor) = picked else {
            if constructors.is_empty() && !given.iter().any(|arg| arg.spread) {
                let names = self.eng.in_order(ty, None).unwrap_or_default();
                for (arg, name) in given.iter_mut().filter(|arg| arg.name.is_none()).zip(names) {
                    arg.name = Some(name);
                }
            }
            return self.object(&given);
        };
        // positional arguments are the parameters of the constructor
        let unit = program.func(constructor).unit;
        let params = program.decl(constructor).params.iter();
        let params = params.filter(|param| param.kind == ParamKind::Plain);
        for (arg, param) in given.iter_mut().filter(|arg| arg.name.is_none()).zip(params) {
            arg.name = Some(program.sym(unit, param.name));
        }
        let mut members: Vec<Given> = Vec::new();
        for kept in self.eng.kept(ty, constructor) {
            if given.iter().chain(&members).any(|arg| arg.name == Some(kept.member)) {
                continue;
            }
            let (from, val) = match &kept.of {
                None => (None, Val::nothing()),
                Some((param, path)) => {
                    let Some(arg) = given.iter().find(|arg| arg.name == Some(*param)) else {
                        continue;
                    };
                    (Some(arg.expr), self.part(&arg.val, path))
                }
            };
            let Some(expr) = from.or(given.first().map(|arg| arg.expr)) else {
                continue;
            };
            members.push(Given {
                name: Some(kept.member),
                spread: false,
                expr,
                val,
            });
        }
        given.extend(members);
        self.object(&given)
    }

    /// An object that is written without its type, `new(a, b)`, as one of the type that is asked for where it goes.
    pub(super) fn made_as(&mut self, expr: ExprId, val: Val, ty: impl FnOnce(&Self) -> Ty) -> Val {
        let ExprKind::New(new) = &self.unit.body[expr].kind else {
            return val;
        };
        let Shape::List(items) = &val.shape else { return val };
        if new.ty.is_some() || items.len() != new.args.len() {
            return val;
        }
        let ty = ty(self);
        let Some(decl) = ty.decl() else { return val };
        let given = new.args.iter().zip(items.iter()).map(|(arg, item)| Given {
            name: None,
            spread: arg.spread,
            expr: arg.value,
            val: item.clone(),
        });
        let object = self.make(Some(decl), given.collect());
        self.new_row(Val { ty, ..object })
    }

    /// What a path leads to from a value.
    fn part(&mut self, val: &Val, path: &[Sym]) -> Val {
        path.iter()
            .fold(val.clone(), |val, name| self.member(&val, *name, None))
    }
}
