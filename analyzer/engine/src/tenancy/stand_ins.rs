//! Types that are another way to see the rows of an entity: a proxy model has the table, the columns and the owners of the one that it
//! derives from.

use super::discover::says;
use super::{EntityId, Standing, Tenancy};
use crate::program::{Program, TypeId};
use partywall_catalog::{Catalog, EntityRow};
use partywall_ir::Language;

/// Gives each of them its entity: the nearest that it derives from, or the person from outside of the program that its base is called after.
pub fn find(tenancy: &mut Tenancy, program: &Program, catalog: &Catalog) {
    for language in Language::ALL {
        let rows: Vec<&EntityRow> = catalog
            .of(language)
            .flat_map(|file| &file.entity)
            .filter(|row| !row.stands_in.is_empty())
            .collect();
        if rows.is_empty() {
            continue;
        }
        for ty in program.types() {
            let unit = program.ty(ty).decls.first().map(|(unit, _)| *unit);
            if unit.is_none_or(|unit| program.unit(unit).language != language) || tenancy.of_type(ty).is_some() {
                continue;
            }
            let stands = rows.iter().any(|row| says(program, ty, row, &row.stands_in));
            if let Some(entity) = stands.then(|| stood_for(tenancy, program, ty)).flatten() {
                tenancy.by_type.insert(ty, entity);
            }
        }
    }
}

fn stood_for(tenancy: &Tenancy, program: &Program, ty: TypeId) -> Option<EntityId> {
    let bases = program.supertypes(ty);
    let known = bases.iter().find_map(|base| tenancy.of_type(*base));
    known.or_else(|| {
        tenancy.ids().find(|id| {
            let entity = tenancy.entity(*id);
            let outside = entity.types.is_empty() && entity.table.is_none();
            let person = entity.standing == Standing::Root { user: true };
            outside && person && program.derives(ty, std::slice::from_ref(&entity.name))
        })
    })
}
