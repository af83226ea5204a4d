//! Lists of guards: how the guards in one are combined, and what the one that stands in front of a handler asks.
//!
//! It must not know what a guard's methods do: reading them is for [`crate::flow::passing`].

use crate::flow::chosen::Handling;
use crate::flow::entry::{Before, Entry, last_of, named};
use crate::flow::guards::{Guards, Mounts, prove};
use crate::flow::vocab::List;
use crate::program::{Def, Sym, TypeId, UnitId};
use partywall_catalog::{GuardRow, Proves};
use partywall_ir::{Arg, BinaryOp, ExprId, ExprKind, FnKind, TypeRef};

/// The most expressions of one list that are looked at.
const MAX_STEPS: usize = 200;

/// What a list of guards asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Each of these.
    All(Vec<Gate>),
    /// One of these.
    Any(Vec<Gate>),
    /// What the methods of this type ask.
    Type(TypeId),
    /// For those who run the installation.
    Operator,
    /// Something whose code is not in the program.
    Unseen,
}

impl Gate {
    /// Whether something about it can be read.
    fn is_seen(&self) -> bool {
        match self {
            Self::All(gates) | Self::Any(gates) => gates.iter().any(Self::is_seen),
            Self::Type(_) => true,
            Self::Operator | Self::Unseen => false,
        }
    }

    /// Whether something in it could not be read.
    pub(super) fn has_unseen(&self) -> bool {
        match self {
            Self::All(gates) | Self::Any(gates) => gates.iter().any(Self::has_unseen),
            Self::Unseen => true,
            Self::Type(_) | Self::Operator => false,
        }
    }

    /// The types whose methods it asks.
    pub(super) fn types(&self) -> Vec<TypeId> {
        match self {
            Self::All(gates) | Self::Any(gates) => gates.iter().flat_map(Self::types).collect(),
            Self::Type(ty) => vec![*ty],
            Self::Operator | Self::Unseen => Vec::new(),
        }
    }
}

/// The list of guards of a type for these handlers, and the methods that look at a record.
pub(super) fn own_gate(
    eng: &crate::flow::engine::Engine<'_>,
    ty: TypeId,
    handling: &Handling,
) -> Option<(Gate, Vec<Sym>)> {
    let guards = Guards {
        program: eng.program,
        index: &eng.index,
        vocab: &eng.vocab,
        mounts: &Mounts::default(),
    };
    let (row, gate) = guards.own(ty, handling, &mut Entry::default())?;
    let methods = row.record_method.iter().filter_map(|name| eng.program.find(name));
    Some((gate, methods.collect()))
}

impl<'a> Guards<'_, 'a> {
    /// Notes the list of guards that a handler's type has.
    pub(super) fn own_list(&self, owner: TypeId, handling: &Handling, entry: &mut Entry) {
        if let Some((row, gate)) = self.own(owner, handling, entry) {
            self.ask(gate, &row.method, handling, entry);
        }
    }

    /// The list of guards that a type has: the one that its own method gives, or else the one of the nearest class variable.
    fn own(&self, owner: TypeId, handling: &Handling, entry: &mut Entry) -> Option<(&'a GuardRow, Gate)> {
        let program = self.program;
        let types = [owner].into_iter().chain(program.supertypes(owner));
        let mut fields = types.flat_map(|ty| program.fields(ty));
        let field = fields.find_map(|field| {
            let file = program.unit(field.unit);
            let decl = program.field_decl(field);
            let row = self.index.guard_field.get(file.language, file.text(decl.name)).next()?;
            Some((*row, field.unit, decl.value?))
        });
        let (unit, _) = program.ty(owner).decls.first()?;
        let language = program.unit(*unit).language;
        for (of, row) in &self.index.guard_lists {
            if of.is_some_and(|of| of != language) {
                continue;
            }
            let methods = row.lists.iter().filter_map(|name| program.find(name));
            let method = methods
                .flat_map(|name| program.methods(owner, name))
                .find(|method| program.decl(*method).body.is_some() && program.decl(*method).kind == FnKind::Plain);
            let Some(method) = method else { continue };
            let given = crate::flow::chosen::given(program, method, row, handling);
            if given.is_empty() {
                continue;
            }
            let unit = program.func(method).unit;
            let mut sides: Vec<(Gate, Entry)> = Vec::new();
            for one in given {
                let mut side = Entry::default();
                let mut gates = Vec::new();
                let own = field.filter(|_| one.own);
                let lists = own.map(|(_, unit, value)| (unit, value));
                for (unit, value) in lists.into_iter().chain(one.list.map(|value| (unit, value))) {
                    gates.push(self.listed(unit, value, &mut MAX_STEPS.clone(), &mut side));
                }
                sides.push((Gate::All(gates), side));
            }
            return Some((*row, one_of(sides, entry)));
        }
        let (row, unit, value) = field?;
        Some((row, self.listed(unit, value, &mut MAX_STEPS.clone(), entry)))
    }

    /// Notes what an expression that lists guards puts in front of a handler; these methods of the types in it are asked.
    pub(super) fn put_in_front(&self, unit: UnitId, list: ExprId, methods: &[String], entry: &mut Entry) {
        let gate = self.listed(unit, list, &mut MAX_STEPS.clone(), entry);
        self.ask(gate, methods, &Handling::default(), entry);
    }

    fn ask(&self, gate: Gate, methods: &[String], handling: &Handling, entry: &mut Entry) {
        let methods: Vec<Sym> = methods.iter().filter_map(|name| self.program.find(name)).collect();
        if !methods.is_empty() && gate.is_seen() {
            entry.run(Before::Passed(gate, methods, handling.clone()));
        }
    }

    /// A keyword that lists guards: `dependencies=[Depends(require_member)]`.
    pub(super) fn keyword(&self, unit: UnitId, arg: &Arg, entry: &mut Entry) {
        let file = self.program.unit(unit);
        let Some(name) = arg.name else { return };
        let name = file.text(name);
        let listed = self
            .index
            .guard_field
            .get(file.language, name)
            .next()
            .is_some_and(|row| row.keyword.is_empty() || row.keyword.iter().any(|k| k == name));
        let row = self.index.guard_keyword.get(file.language, name).next();
        if listed || row.is_some() {
            let methods = row.map_or(&[][..], |row| &row.method);
            self.put_in_front(unit, arg.value, methods, entry);
            if methods.is_empty() {
                self.depended(unit, arg.value, entry);
            }
        }
    }

    /// What the calls in a list name by their first argument.
    fn depended(&self, unit: UnitId, list: ExprId, entry: &mut Entry) {
        let file = self.program.unit(unit);
        let ExprKind::Collection { items, .. } = &file.body[list].kind else {
            return;
        };
        for item in items {
            if let ExprKind::Call { args, .. } = &file.body[*item].kind
                && let Some(arg) = args.first()
            {
                entry.run(Before::Depended(unit, arg.value));
            }
        }
    }

    /// What an expression that lists guards asks, with what their names say noted.
    fn listed(&self, unit: UnitId, expr: ExprId, steps: &mut usize, entry: &mut Entry) -> Gate {
        if *steps == 0 {
            return Gate::Unseen;
        }
        *steps -= 1;
        let file = self.program.unit(unit);
        match &file.body[expr].kind {
            ExprKind::Collection { items, .. } => Gate::All(
                items
                    .iter()
                    .map(|item| self.listed(unit, *item, steps, entry))
                    .collect(),
            ),
            ExprKind::Binary {
                op: BinaryOp::BitOr | BinaryOp::Or,
                left,
                right,
            } => self.either(unit, [*left, *right], steps, entry),
            ExprKind::Binary { left, right, .. } => Gate::All(vec![
                self.listed(unit, *left, steps, entry),
                self.listed(unit, *right, steps, entry),
            ]),
            ExprKind::If {
                then, els: Some(els), ..
            } => self.either(unit, [*then, *els], steps, entry),
            ExprKind::Call { callee, args } => {
                let made = self.listed(unit, *callee, steps, entry);
                for arg in args {
                    self.listed(unit, arg.value, steps, entry);
                }
                made
            }
            ExprKind::Name(name) | ExprKind::Member { name, .. } => match named(self.program, unit, expr) {
                Some(Def::Type(ty)) => {
                    self.named(unit, file.text(*name), entry);
                    match self.is_operators(unit, file.text(*name)) {
                        true => Gate::Operator,
                        false => Gate::Type(ty),
                    }
                }
                Some(Def::Global(of, at)) => {
                    let file = self.program.unit(of);
                    let value = file.globals.get(at).and_then(|global| global.value);
                    let combined = |value: &ExprId| {
                        matches!(
                            file.body[*value].kind,
                            ExprKind::Binary { .. } | ExprKind::Collection { .. } | ExprKind::Name(_)
                        )
                    };
                    match value.filter(combined) {
                        Some(value) => self.listed(of, value, steps, entry),
                        None => {
                            self.named(unit, last_of(self.program.unit(unit), expr).unwrap_or_default(), entry);
                            Gate::Unseen
                        }
                    }
                }
                _ => {
                    let name = file.text(*name);
                    self.named(unit, name, entry);
                    let known = self.index.guard_type.get(file.language, name).next();
                    match known.map(|row| row.proves) {
                        Some(Proves::Login | Proves::Role | Proves::Anonymous) => Gate::All(Vec::new()),
                        _ if self.is_operators(unit, name) => Gate::Operator,
                        _ => Gate::Unseen,
                    }
                }
            },
            ExprKind::New(new) => {
                for arg in &new.args {
                    self.listed(unit, arg.value, steps, entry);
                }
                self.made(unit, new.ty.as_ref(), entry);
                Gate::Unseen
            }
            _ => Gate::Unseen,
        }
    }

    fn either(&self, unit: UnitId, sides: [ExprId; 2], steps: &mut usize, entry: &mut Entry) -> Gate {
        let sides = sides.into_iter().map(|side| {
            let mut asked = Entry::default();
            (self.listed(unit, side, steps, &mut asked), asked)
        });
        one_of(sides.collect(), entry)
    }

    /// Whether a guard of this name is for those who run the installation.
    fn is_operators(&self, unit: UnitId, name: &str) -> bool {
        let mut entry = Entry::default();
        self.named(unit, name, &mut entry);
        entry.operator
    }

    /// A guard that is made where it is put in front: `RequireAuthorization(new AuthorizeAttribute<ManageRules>())`. With a type of
    /// its own it checks what that type says.
    fn made(&self, unit: UnitId, ty: Option<&TypeRef>, entry: &mut Entry) {
        let file = self.program.unit(unit);
        let Some(ty) = ty else { return };
        let name = file.text(ty.name);
        let name = crate::words::last(name);
        let row = self.index.guard_type.get(file.language, name).next();
        match (row, ty.args.first()) {
            (Some(_), Some(own)) => {
                self.by_words(file.text(own.name), Proves::Tenant, entry);
                (entry.policy, entry.decided) = (true, true);
            }
            (Some(row), None) => prove(row.proves, name, entry),
            (None, _) => self.named(unit, name, entry),
        }
    }

    /// A guard that is named in a list.
    pub(super) fn named(&self, unit: UnitId, name: &str, entry: &mut Entry) {
        let language = self.program.unit(unit).language;
        if let Some(row) = self.index.guard_type.get(language, name).next() {
            prove(row.proves, name, entry);
            return;
        }
        if let Some(row) = self.index.guard_call.get(language, name).next() {
            prove(row.proves, name, entry);
            return;
        }
        if self.vocab.has(List::Guard, name) || self.vocab.has(List::Operator, name) {
            self.by_words(name, Proves::Tenant, entry);
        }
    }
}

/// What is asked where one of several lists is, whichever it is: no more than what each of them says.
fn one_of(sides: Vec<(Gate, Entry)>, entry: &mut Entry) -> Gate {
    let all = |says: fn(&Entry) -> bool| !sides.is_empty() && sides.iter().all(|(_, side)| says(side));
    let operator = all(|side| side.operator);
    entry.operator |= operator;
    entry.anonymous |= all(|side| side.anonymous);
    entry.login |= all(|side| side.login || side.role || side.tenant_guard || side.operator);
    entry.role |= all(|side| side.role || side.operator);
    entry.manager |= all(|side| side.manager || side.operator);
    entry.tenant_guard |= !operator && all(|side| side.tenant_guard || side.operator);
    let mut gates = Vec::with_capacity(sides.len());
    for (gate, side) in sides {
        for (name, proves) in side.guards {
            let proves = match proves {
                Proves::Operator if !operator => Proves::Role,
                proves => proves,
            };
            if entry.guards.len() < 16 {
                entry.guards.push((name, proves));
            }
        }
        gates.push(gate);
    }
    match gates.len() {
        1 => gates.remove(0),
        _ => Gate::Any(gates),
    }
}
