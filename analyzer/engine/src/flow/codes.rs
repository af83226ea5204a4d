//! Columns that hold what nobody can guess: made anew for each row, so that whoever knows one was given it.

use crate::flow::entry::named;
use crate::flow::judge::Judge;
use crate::flow::query::Column;
use crate::flow::value::EntRef;
use crate::program::{Def, FnId, UnitId};
use partywall_catalog::OriginWord;
use partywall_ir::{ExprId, ExprKind, Span};

/// The most parts of a column's declaration that are looked at.
const MAX_PARTS: usize = 64;

/// How many values of a function, and how many functions of functions, are looked at for one that is made anew.
const MAX_MADE: usize = 4;

/// What makes a value that nobody can guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    /// A library, by itself.
    Library,
    /// A function of the program.
    Program,
}

impl Judge<'_, '_> {
    /// Whether a column beside the primary key holds what nobody can guess: it is made anew for each row.
    pub(super) fn is_code(&self, column: &Column, entity: &EntRef) -> bool {
        self.made_by(column, entity).is_some()
    }

    /// The like where a function of the program makes it: the code of a link, not a second key.
    pub(super) fn is_link(&self, column: &Column, entity: &EntRef) -> bool {
        let keyless = || !column.path.iter().any(|name| self.eng.tenancy.is_key_name(name));
        keyless() && self.made_by(column, entity) == Some(Maker::Program)
    }

    fn made_by(&self, column: &Column, entity: &EntRef) -> Option<Maker> {
        let (EntRef::Known(id), [name]) = (entity, &column.path[..]) else {
            return None;
        };
        let info = self.eng.tenancy.entity(*id);
        let known = self.eng.tenancy.column(*id, name).map(|at| &info.columns[at]);
        let known = known.filter(|known| known.unique && !known.primary_key)?;
        let program = self.eng.program;
        let name = program.find(&known.name);
        let mut fields = info.types.iter().filter_map(|ty| program.field(*ty, name?));
        fields.find_map(|field| self.maker(field.unit, program.field_decl(field).value?, MAX_MADE))
    }

    /// What makes something in an expression anew each time; functions of the program are asked for what they give back.
    fn maker(&self, unit: UnitId, value: ExprId, depth: usize) -> Option<Maker> {
        let program = self.eng.program;
        let file = program.unit(unit);
        let mut stack = vec![value];
        for _ in 0..MAX_PARTS {
            let at = stack.pop()?;
            if let ExprKind::Name(name) | ExprKind::Member { name, .. } = &file.body[at].kind {
                let mut rows = self.eng.index.source_call.get(file.language, file.text(*name));
                if rows.any(|row| row.origin == OriginWord::Generated) {
                    return Some(Maker::Library);
                }
                if depth > 0
                    && let Some(Def::Function(function)) = named(program, unit, at)
                    && self.gives_generated(function, depth - 1)
                {
                    return Some(Maker::Program);
                }
            }
            partywall_ir::walk::children(&file.body[at].kind, &mut |child| stack.push(child));
        }
        None
    }

    fn gives_generated(&self, function: FnId, depth: usize) -> bool {
        let program = self.eng.program;
        let unit = program.func(function).unit;
        let span = program.decl(function).span;
        let inside = |at: Span| span.start <= at.start && at.end <= span.end;
        let given = program.unit(unit).body.exprs.iter().filter_map(|expr| match expr.kind {
            ExprKind::Return(Some(value)) if inside(expr.span) => Some(value),
            _ => None,
        });
        given
            .take(MAX_MADE)
            .any(|value| self.maker(unit, value, depth).is_some())
    }
}
