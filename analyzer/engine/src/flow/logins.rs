//! Who logs in: where nobody is known yet, a person is found by what they are called, and what is theirs is compared with them.

use crate::flow::call::Given;
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::judge::Judge;
use crate::flow::query::Pred;
use crate::flow::value::{EntRef, Root, SrcId, Srcs, Val};
use crate::flow::vocab::List;
use crate::program::{FnId, Sym, Ty, TypeId};
use crate::tenancy::{Role, Standing};
use partywall_catalog::{EntryKind, OriginWord};

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

impl Engine<'_> {
    /// Whether what is known of who calls comes to a function by a parameter that the program's own code makes.
    fn is_handed_caller(&self, function: FnId) -> bool {
        let program = self.program;
        let made = |ty: TypeId| {
            let mut rows = self.index.params.iter();
            rows.any(|(_, row)| row.origin == OriginWord::Identity && program.derives(ty, &row.implements))
        };
        let types =
            (0..program.decl(function).params.len()).map(|at| program.unwrap(&program.param_type(function, at)));
        types.filter_map(|ty| ty.decl()).any(made)
    }
}

impl Cx<'_, '_> {
    /// What a call gave; the caller, where code of the program makes what is called so out of what a request carries to prove who sends
    /// it: `AuthUser::from_token(bearer_token)`.
    pub(super) fn logged_in(&mut self, callee: FnId, given: &[Given], val: Val) -> Val {
        let proves = |src: &SrcId| {
            let of = |name: &Sym, list| self.eng.vocab.has(list, self.text(*name));
            let proof = |name: &Sym| of(name, List::Login) || of(name, List::Credential);
            src.root() == Root::Request && src.path().last().is_some_and(proof)
        };
        if !given.iter().any(|arg| arg.val.srcs.list().iter().any(proves)) || self.is_identity(&val.srcs) {
            return val;
        }
        let program = self.eng.program;
        let made = program.unwrap(&program.return_type(callee, &Ty::unknown(), &[]));
        if !made.name().is_some_and(|name| self.eng.vocab.has(List::Identity, name)) {
            return val;
        }
        Val {
            ty: val.ty,
            ..self.origin(OriginWord::Identity, None)
        }
    }
}

impl Judge<'_, '_> {
    /// The record of a person who is called what the caller is called.
    pub(super) fn called_as_caller(&self, name: SrcId, caller: SrcId) -> Option<u32> {
        let (Root::Record(at), Root::Identity) = (name.root(), caller.root()) else {
            return None;
        };
        self.person_record(at)?;
        let personal = |src: SrcId| match self.path(src)[..] {
            [.., last] => self
                .eng
                .vocab
                .has(List::Personal, last)
                .then(|| src.path().last().copied()),
            [] => None,
        };
        let (of, with) = (personal(name)?, personal(caller)?);
        (name.path().len() == 1 && of == with).then_some(at)
    }

    /// The record that a field says to be the person's whom somebody says to be.
    pub(super) fn of_who_logs_in(&self, field: SrcId, person: SrcId) -> Option<u32> {
        let (Root::Record(at), Root::Record(by)) = (field.root(), person.root()) else {
            return None;
        };
        let known = self.entry.is_none_or(|entry| entry.login);
        if at == by || known || self.is_handed_person() || !self.says_to_be(person) {
            return None;
        }
        let says_whose = matches!(
            self.role(&self.accesses.get(at as usize)?.entity, &self.path(field)),
            Role::UserKey(_)
        );
        says_whose.then_some(at)
    }

    /// The record whose secret was sent: whoever knows it was given it.
    pub(super) fn of_who_knows(&self, field: SrcId, sent: SrcId) -> Option<u32> {
        let Root::Record(at) = field.root() else { return None };
        let entity = &self.accesses.get(at as usize)?.entity;
        let secret = !field.path().is_empty() && self.role(entity, &self.path(field)) == Role::Secret;
        (secret && sent.root() == Root::Request).then_some(at)
    }

    /// Whether a value is the key of the person whom somebody says to be, of whom nothing else is known: what is asked for by it is
    /// asked for by whose it is.
    pub(super) fn is_who_logs_in(&self, value: &Srcs) -> bool {
        !value.is_empty() && value.list().iter().all(|src| self.says_to_be(*src)) && self.knows_nobody()
    }

    /// Whether no person is known to ask: whatever else goes with the request names none.
    fn knows_nobody(&self) -> bool {
        let asked = |entry: &Entry| entry.login || entry.tenant_guard || entry.kind != EntryKind::Request;
        if self.entry.is_none_or(asked) || self.is_handed_person() {
            return false;
        }
        let handed = |function| self.eng.is_handed_caller(function);
        self.open || self.function.is_some_and(handed)
    }

    /// Whether a source is a person, or their key, who was found by what persons are called.
    fn says_to_be(&self, person: SrcId) -> bool {
        let Root::Record(by) = person.root() else { return false };
        let Some(found) = self.person_record(by) else {
            return false;
        };
        let personal =
            |pred: &Pred| matches!(pred, Pred::Test { column, .. } if self.is_personal(column, &found.entity));
        self.is_own(&found.entity, person) && found.preds.iter().any(personal)
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
