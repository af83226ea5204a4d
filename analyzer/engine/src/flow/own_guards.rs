//! Guards of the program's own that an attribute puts in front of a handler: the methods that run there.

use crate::flow::entry::named;
use crate::flow::guards::Guards;
use crate::program::{Def, FnId, Scope, TypeId, UnitId};
use crate::words::last;
use partywall_catalog::GuardRow;
use partywall_ir::{Attribute, ExprKind, FnKind, Unit};

/// The most types that one attribute may name.
const MAX_TYPES: usize = 8;

impl Guards<'_, '_> {
    /// The methods that an attribute runs in front of a handler: those of its own type, or of the types that it is made with. None where
    /// there is no such code in the program.
    pub(super) fn own_code(&self, unit: UnitId, attribute: &Attribute) -> Option<Vec<FnId>> {
        let file = self.program.unit(unit);
        let written = file.text(attribute.path);
        let fronts = self.index.guard_fronts.iter();
        let mut fronts = fronts.filter(|(language, _)| language.is_none_or(|language| language == file.language));
        fronts.find_map(|(_, row)| {
            if row.through.iter().any(|name| is_called(name, written, &row.suffix)) {
                let made_with = attribute.args.iter().filter_map(|arg| self.type_named(unit, arg.value));
                return self.methods(&made_with.collect::<Vec<_>>(), row);
            }
            let own = self.attribute_type(unit, written, &row.suffix)?;
            let bases = self.program.base_names(own);
            let derives = |names: &[String]| bases.iter().any(|base| names.iter().any(|name| name == last(base)));
            if derives(&row.filters) {
                return self.methods(&[own], row);
            }
            let makes = self.program.own_methods(own).iter();
            let makes = makes.filter(|made| self.program.decl(**made).kind == FnKind::Constructor);
            let types: Vec<TypeId> = makes.flat_map(|made| self.types_within(*made)).collect();
            derives(&row.through).then(|| self.methods(&types, row))?
        })
    }

    /// The type of an attribute, whose name may leave out the end of the type's.
    fn attribute_type(&self, unit: UnitId, written: &str, suffix: &str) -> Option<TypeId> {
        [written.to_owned(), format!("{written}{suffix}")]
            .iter()
            .find_map(|whole| {
                let parts: Option<Vec<_>> = whole.split('.').map(|part| self.program.find(part)).collect();
                match self.program.resolve(unit, Scope::default(), &parts?)? {
                    Def::Type(ty) => Some(ty),
                    _ => None,
                }
            })
    }

    fn type_named(&self, unit: UnitId, expr: partywall_ir::ExprId) -> Option<TypeId> {
        match named(self.program, unit, expr)? {
            Def::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// The types that a function names, those beside it among its owner's own.
    fn types_within(&self, function: FnId) -> Vec<TypeId> {
        let info = self.program.func(function);
        let file: &Unit = self.program.unit(info.unit);
        let span = self.program.decl(function).span;
        let mut found = Vec::new();
        for expr in file.body.exprs.iter().filter(|expr| span.contains(expr.span)) {
            let (ExprKind::Name(name), true) = (&expr.kind, found.len() < MAX_TYPES) else {
                continue;
            };
            let name = self.program.sym(info.unit, *name);
            let scope = Scope {
                owner: info.owner,
                ..Scope::default()
            };
            if let Some(Def::Type(ty)) = self.program.resolve(info.unit, scope, &[name]) {
                found.push(ty);
            }
        }
        found
    }

    /// The methods of a row that types have.
    fn methods(&self, types: &[TypeId], row: &GuardRow) -> Option<Vec<FnId>> {
        let names = || row.method.iter().filter_map(|name| self.program.find(name));
        let all = types
            .iter()
            .flat_map(|ty| names().flat_map(|name| self.program.methods(*ty, name)));
        let methods: Vec<FnId> = all.filter(|method| self.program.decl(*method).body.is_some()).collect();
        (!methods.is_empty()).then_some(methods)
    }
}

/// Whether what is written is a type's name, with or without its end.
fn is_called(name: &str, written: &str, suffix: &str) -> bool {
    let written = last(written);
    written == name || name.strip_suffix(suffix) == Some(written)
}
