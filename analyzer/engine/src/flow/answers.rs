//! What a value tells of rows and of whose it is, beyond being a row: an answer, an input that was left out, a mark of public rows.

use crate::flow::cx::Cx;
use crate::flow::query::{Access, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs, Val};
use crate::flow::vocab::List;
use crate::program::Sym;
use crate::tenancy::{EntityId, Role};
use partywall_catalog::Operation;

impl Cx<'_, '_> {
    /// Accesses of which a value is the answer: the only column of a row that tells whether there are rows, or how many.
    pub(super) fn answered(&self, srcs: &Srcs) -> Vec<u32> {
        let answer = |src: &SrcId| {
            let Root::Record(access) = src.root() else {
                return None;
            };
            let operation = self.accesses.get(access as usize)?.operation;
            let tells = matches!(operation, Operation::Exists | Operation::Count) && src.path().len() == 1;
            tells.then_some(access)
        };
        srcs.list().iter().filter_map(answer).collect()
    }

    /// An input that was left out is nobody's: nothing is found by it, and what refers by it refers to nothing.
    pub(super) fn left_out(&self, val: &Val) -> Option<Fact> {
        let [src] = *val.srcs.list() else { return None };
        let input = match src.root() {
            Root::Param(_) => true,
            Root::Request | Root::This => !src.path().is_empty(),
            Root::Record(access) => self.leads_to_owner(access, src),
            _ => false,
        };
        input.then_some(Fact::LeftOut(src))
    }

    /// Whether a member of a row is a way to whose it is.
    fn leads_to_owner(&self, access: u32, src: SrcId) -> bool {
        let Some(EntRef::Known(entity)) = self.accesses.get(access as usize).map(|access| &access.entity) else {
            return false;
        };
        let [member] = src.path()[..] else { return false };
        let tenancy = self.eng.tenancy;
        let led = tenancy
            .column(*entity, self.text(member))
            .is_some_and(|column| tenancy.entity(*entity).columns[column].target.is_some());
        let role = tenancy.role(*entity, &[self.text(member)]);
        led && matches!(role, Role::TenantKey(_) | Role::ParentKey(_) | Role::UserKey(_))
    }

    /// The members of records that a value may be and that mark their rows as meant for everybody.
    pub(super) fn public_marks(&self, val: &Val) -> Vec<SrcId> {
        let marks = |src: &&SrcId| {
            let Root::Record(access) = src.root() else { return false };
            let entity = self.accesses.get(access as usize).map(|access| &access.entity);
            let Some(EntRef::Known(entity)) = entity else {
                return false;
            };
            let path: Vec<&str> = src.path().iter().map(|sym| self.text(*sym)).collect();
            !path.is_empty() && self.eng.tenancy.role(*entity, &path) == Role::Public
        };
        val.srcs.list().iter().filter(marks).copied().collect()
    }

    /// Whether a value is a member of a parameter that is called after a person: whether that one is an operator is asked of
    /// nobody but the caller.
    pub(super) fn is_of_person(&self, srcs: &Srcs) -> bool {
        let [src] = *srcs.list() else { return false };
        let (Root::Param(index), false) = (src.root(), src.path().is_empty()) else {
            return false;
        };
        let param = self.eng.program.decl(self.function).params.get(index as usize);
        let lexicon = self.eng.tenancy.lexicon();
        param.is_some_and(|param| lexicon.user.is(&lexicon.words(self.unit.text(param.name))))
    }

    /// Whether a value is a member of the caller's own row among the persons: one that was found by its key, or by what only one person
    /// has, as the identity tells it. That a person is of the caller's tenant makes nobody the caller.
    pub(super) fn is_of_own_row(&self, srcs: &Srcs) -> bool {
        let own = |src: &SrcId| match src.root() {
            Root::Record(at) if !src.is_whole() => self.accesses.get(at as usize).is_some_and(|access| {
                let EntRef::Known(id) = access.entity else { return false };
                self.eng.is_person_entity(id) && access.preds.iter().any(|pred| self.names_caller(id, pred))
            }),
            _ => false,
        };
        !srcs.is_empty() && srcs.list().iter().all(own)
    }

    /// Whether a restriction of persons leaves the caller alone.
    fn names_caller(&self, person: EntityId, pred: &Pred) -> bool {
        match pred {
            Pred::Key(value) => self.is_identity(value),
            Pred::Test {
                column,
                compare: Compare::Equal,
                value,
                ..
            } => {
                let path: Vec<&str> = column.path.iter().map(|part| &**part).collect();
                let personal = matches!(path[..], [only] if self.eng.vocab.has(List::Personal, only));
                self.is_identity(value) && (personal || self.eng.tenancy.role(person, &path) == Role::OwnKey)
            }
            _ => false,
        }
    }

    /// Whether a member of the identity tells that the caller runs the installation.
    pub(super) fn speaks_of_operator(&self, srcs: &Srcs) -> bool {
        let speaks = |src: &SrcId| {
            let path = src.path();
            let mut names = path.iter().map(|sym| self.eng.program.text(*sym));
            names.any(|name| self.is_operators(name)) || self.is_of_person_alone(&path)
        };
        srcs.list().iter().any(speaks)
    }

    /// Whether a path ends in a member of a person that tells of an administrator of everything: no tenant has that person to itself.
    fn is_of_person_alone(&self, path: &[Sym]) -> bool {
        let text = |sym: &Sym| self.eng.program.text(*sym);
        let (member, of) = match path {
            [member] => (text(member), None),
            [.., of, member] => (text(member), Some(text(of))),
            [] => return false,
        };
        let lexicon = self.eng.tenancy.lexicon();
        self.eng.vocab.has(List::Administrator, member)
            && of.is_none_or(|of| lexicon.user.is(&lexicon.words(of)))
            && self.eng.is_everywhere(member)
    }

    /// Whether a word about a person tells of the right to run the installation: where a program knows no tenants beside persons,
    /// that is what an administrator has.
    fn is_operators(&self, word: &str) -> bool {
        let vocab = &self.eng.vocab;
        vocab.has(List::Operator, word) || (vocab.has(List::Administrator, word) && !self.eng.tenancy.knows_groups())
    }

    /// Whether rows are those of the people who run the installation: no caller chooses any of them, and what the code writes does.
    pub(super) fn are_of_operators(&self, access: &Access) -> bool {
        let fixed = |pred: &Pred| matches!(pred, Pred::Test { constant: true, .. } | Pred::When(..));
        let speaks = |pred: &Pred| match pred {
            Pred::Test { column, .. } => column.path.iter().any(|name| self.is_operators(name)),
            _ => false,
        };
        access.preds.iter().all(fixed) && access.preds.iter().any(speaks)
    }
}
