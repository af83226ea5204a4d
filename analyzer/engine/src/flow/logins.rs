//! Who logs in: where nobody is known yet, a person is found by what they are called, and what is theirs is compared with them.

use crate::flow::engine::Engine;
use crate::flow::judge::Judge;
use crate::flow::query::Pred;
use crate::flow::value::{EntRef, Root, SrcId};
use crate::flow::vocab::List;
use crate::program::{FnId, Ty};
use crate::tenancy::{Role, Standing};

impl Engine<'_> {
    /// Whether a function is handed who is logged in: by a parameter whose type is called so, is a person, or holds one.
    pub(super) fn is_handed_person(&self, function: FnId) -> bool {
        let program = self.program;
        let person = |ty: &Ty| {
            let entity = ty.decl().and_then(|ty| self.tenancy.of_type(ty));
            entity.is_some_and(|id| self.tenancy.entity(id).standing == Standing::Root { user: true })
        };
        (0..program.decl(function).params.len()).any(|at| {
            let ty = program.unwrap(&program.param_type(function, at));
            let called = ty.name().is_some_and(|name| self.vocab.has(List::Identity, name));
            called
                || person(&ty)
                || ty.decl().is_some_and(|of| {
                    let fields = program.fields(of).into_iter();
                    let mut types = fields.map(|field| {
                        let name = program.sym(field.unit, program.field_decl(field).name);
                        program.unwrap(&program.field_type(&ty, name))
                    });
                    types.any(|held| person(&held))
                })
        })
    }
}

impl Judge<'_, '_> {
    /// The record that a field says to be the person's whom somebody says to be.
    pub(super) fn of_who_logs_in(&self, field: SrcId, person: SrcId) -> Option<u32> {
        let (Root::Record(at), Root::Record(by)) = (field.root(), person.root()) else {
            return None;
        };
        let found = self.person_record(by)?;
        let known = self.entry.is_none_or(|entry| entry.login);
        if at == by || known || self.is_handed_person() || !self.is_own(&found.entity, person) {
            return None;
        }
        let personal =
            |pred: &Pred| matches!(pred, Pred::Test { column, .. } if self.is_personal(column, &found.entity));
        let says_whose = matches!(
            self.role(&self.accesses.get(at as usize)?.entity, &self.path(field)),
            Role::UserKey(_)
        );
        (says_whose && found.preds.iter().any(personal)).then_some(at)
    }

    /// Whether a source is a row itself, or its key.
    fn is_own(&self, entity: &EntRef, src: SrcId) -> bool {
        let path = self.path(src);
        path.is_empty() || self.role(entity, &path) == Role::OwnKey
    }

    fn path(&self, src: SrcId) -> Vec<&str> {
        src.path().iter().map(|sym| self.eng.program.text(*sym)).collect()
    }
}
