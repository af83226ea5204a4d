//! Row security: policies of the schema, and descriptions of entities that ask for them.

use super::discover::main_decl;
use super::filters::add;
use super::syntax::{inside, is_schema, string, tail, text_of};
use super::{EntityId, Filter, FilterKind, Opening, Opens, Role, Tenancy};
use crate::program::{Program, TypeId, UnitId};
use partywall_ir::{Attribute, ExprId, ExprKind, Unit};

const ROW_SECURITY: &str = "sql.row_security";
/// Declarations behind a class that are looked at for the ones inside of it.
const INNER: usize = 64;
const POLICY: &str = "sql.policy";

/// Finds what the database filters.
pub fn find(tenancy: &mut Tenancy, program: &Program) {
    for id in tenancy.ids() {
        for ty in tenancy.entity(id).types.clone() {
            if main_decl(program, ty).is_some_and(|(unit, _)| is_schema(program.unit(unit))) {
                by_policy(tenancy, program, id, ty);
            } else {
                by_description(tenancy, program, id, ty);
            }
        }
    }
}

fn by_policy(tenancy: &mut Tenancy, program: &Program, id: EntityId, ty: TypeId) {
    let of = |path: &str| -> Vec<(UnitId, &Attribute)> {
        program
            .attributes(ty)
            .filter(|(unit, attribute)| program.unit(*unit).text(attribute.path) == path)
            .collect()
    };
    let texts = |(unit, attribute): &(UnitId, &Attribute)| -> Vec<String> {
        let unit = program.unit(*unit);
        attribute
            .args
            .iter()
            .map(|arg| text_of(unit, arg.value).unwrap_or_default().to_owned())
            .collect()
    };
    let switches = of(ROW_SECURITY);
    let mut enabled = switches.iter().map(texts).filter_map(|texts| texts.into_iter().next());
    if enabled.rfind(|word| word == "enable" || word == "disable").as_deref() != Some("enable") {
        return;
    }
    let mut found: Vec<Filter> = Vec::new();
    for (policy, at) in of(POLICY).iter().map(|policy| (texts(policy), policy)) {
        let [_, command, kind, using, ..] = policy.as_slice() else {
            continue;
        };
        if command != "all" && command != "select" {
            continue;
        }
        match restricted(tenancy, id, using) {
            Some(column) => {
                let mut filter = Filter::at(FilterKind::Database, column, at.0, at.1.span);
                filter.opening = opens(using).then_some(Opening {
                    when: Opens::NoTenant,
                    unit: at.0,
                    span: at.1.span,
                });
                found.push(filter);
            }
            // Permissive policies are alternatives: one that asks nothing opens the table.
            None if kind == "permissive" && using.trim().eq_ignore_ascii_case("true") => return,
            None => {}
        }
    }
    for filter in found {
        add(tenancy, id, filter, "row security restricts");
    }
}

/// The tenant's key among the names of a policy's condition.
fn restricted(tenancy: &Tenancy, id: EntityId, condition: &str) -> Option<String> {
    let words = condition
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty());
    words
        .filter(|word| {
            tenancy
                .column(id, word)
                .is_some_and(|at| tenancy.entity(id).columns[at].name.eq_ignore_ascii_case(word))
        })
        .find(|word| {
            matches!(
                tenancy.role(id, &[word]),
                Role::TenantKey(_) | Role::UserKey(_) | Role::ParentKey(_)
            )
        })
        .map(str::to_owned)
}

/// Whether a condition is also true where the session has no tenant.
fn opens(condition: &str) -> bool {
    let text = condition.to_lowercase();
    text.split_whitespace().any(|word| word == "or")
        && text.contains("current_setting")
        && (text.contains("is null") || text.contains("= ''"))
}

/// A call in the entity's own description, named after row security.
fn by_description(tenancy: &mut Tenancy, program: &Program, id: EntityId, ty: TypeId) {
    for of in std::iter::once(ty).chain(program.supertypes(ty)) {
        for holder in std::iter::once(of).chain(inner(program, of)) {
            for field in program.fields(holder) {
                let Some(value) = program.field_decl(field).value else {
                    continue;
                };
                let unit = program.unit(field.unit);
                let Some(call) = asks(tenancy, unit, value) else {
                    continue;
                };
                let Some(column) = fielded(tenancy, unit, id, call) else {
                    continue;
                };
                let filter = Filter::at(FilterKind::Database, column, field.unit, unit.body[call].span);
                add(tenancy, id, filter, "row security restricts");
                return;
            }
        }
    }
}

/// Classes that a class holds and that describe it.
fn inner(program: &Program, ty: TypeId) -> Vec<TypeId> {
    let decls = &program.ty(ty).decls;
    decls
        .iter()
        .flat_map(|(unit, ix)| {
            let types = &program.unit(*unit).types;
            let after = types.iter().enumerate().skip(ix.index() + 1).take(INNER);
            after
                .take_while(|(_, decl)| decl.owner.is_some())
                .filter(|(_, decl)| decl.owner == Some(*ix))
                .map(|(at, _)| program.type_id(*unit, partywall_ir::TypeIx(u32::try_from(at).unwrap_or(u32::MAX))))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn asks(tenancy: &Tenancy, unit: &Unit, value: ExprId) -> Option<ExprId> {
    inside(unit, value)
        .into_iter()
        .find(|expr| match &unit.body[*expr].kind {
            ExprKind::Call { callee, .. } => tail(unit, *callee)
                .is_some_and(|name| tenancy.lexicon().row_security.within(&tenancy.lexicon().words(name))),
            _ => false,
        })
}

/// The column that such a call names, or else the entity's own tenant key.
fn fielded(tenancy: &Tenancy, unit: &Unit, id: EntityId, call: ExprId) -> Option<String> {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return None;
    };
    let ties = |name: &str| matches!(tenancy.role(id, &[name]), Role::TenantKey(_) | Role::UserKey(_));
    let named = args
        .iter()
        .filter_map(|arg| string(unit, arg.value))
        .find(|name| ties(name))
        .map(str::to_owned);
    named.or_else(|| {
        let path = tenancy.entity(id).paths.iter().find(|path| path.steps.len() == 1)?;
        path.steps.first().cloned()
    })
}
