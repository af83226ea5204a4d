//! What stands in front of a handler: attributes, lists of guards, what its router and its class name.

use crate::flow::chosen::Handling;
use crate::flow::configured::{plain_policies, text_of};
use crate::flow::entry::{Entry, last_of, named};
use crate::flow::index::Index;
use crate::flow::vocab::{List, Vocab};
use crate::program::{Def, FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::{GuardRow, Proves, path_matches};
use partywall_ir::{Arg, Attribute, ExprId, ExprKind, Lit, Param, Unit};
use rustc_hash::{FxHashMap, FxHashSet};

/// What stands in front of these handlers of a type.
pub(super) fn look_at_type(eng: &crate::flow::engine::Engine<'_>, ty: TypeId, handling: &Handling) -> Entry {
    let guards = Guards {
        program: eng.program,
        index: &eng.index,
        vocab: &eng.vocab,
        mounts: &Mounts::default(),
    };
    let mut entry = Entry::default();
    if let Some((unit, _)) = eng.program.ty(ty).decls.first() {
        guards.path(*unit, &mut entry);
        guards.owner(*unit, ty, handling, &mut entry);
    }
    entry
}

/// A variable at the top of a file.
type Global = (UnitId, usize);

/// What stands in front of all handlers of one variable: the arguments of calls that it is given to, and the variables that
/// those calls are made on. Beside it, what is known of policies by their names alone.
#[derive(Debug, Default)]
pub struct Mounts<'g> {
    args: FxHashMap<Global, Vec<(UnitId, &'g Arg)>>,
    on: FxHashMap<Global, Vec<Global>>,
    /// Policies that ask for no code of the program.
    plain: FxHashSet<String>,
}

/// Reads the calls that hand one variable to another, where something lists guards for it.
pub fn mounts<'g>(program: &'g Program, index: &Index<'_>) -> Mounts<'g> {
    let mut mounts = Mounts {
        plain: plain_policies(program, index),
        ..Mounts::default()
    };
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { callee, args } = &expr.kind else {
                continue;
            };
            let ExprKind::Member { base, .. } = &unit.body[*callee].kind else {
                continue;
            };
            let Some(given) = args.first().filter(|arg| arg.name.is_none()) else {
                continue;
            };
            if !matches!(unit.body[given.value].kind, ExprKind::Name(_) | ExprKind::Member { .. }) {
                continue;
            }
            let Some(Def::Global(of, global)) = named(program, id, given.value) else {
                continue;
            };
            let lists = |arg: &&Arg| {
                arg.name
                    .is_some_and(|name| index.guard_keyword.get(unit.language, unit.text(name)).next().is_some())
            };
            let all = mounts.args.entry((of, global)).or_default();
            all.extend(args.iter().filter(lists).map(|arg| (id, arg)));
            if let Some(Def::Global(on, parent)) = named(program, id, *base) {
                mounts.on.entry((of, global)).or_default().push((on, parent));
            }
        }
    }
    mounts
}

/// Looks at what stands in front of a handler.
pub struct Guards<'g, 'a> {
    /// The program.
    pub program: &'g Program,
    /// The catalog's rows.
    pub index: &'g Index<'a>,
    /// Words of tenancy.
    pub vocab: &'g Vocab,
    /// What hangs on what.
    pub mounts: &'g Mounts<'g>,
}

impl Guards<'_, '_> {
    /// What stands in front of all handlers of a type.
    pub fn of_type(&self, ty: TypeId) -> Entry {
        let mut entry = Entry::default();
        if let Some((unit, _)) = self.program.ty(ty).decls.first() {
            self.path(*unit, &mut entry);
            self.owner(*unit, ty, &Handling::of(&[]), &mut entry);
        }
        entry
    }

    /// Notes what stands in front of a function.
    pub fn look(&self, function: FnId, entry: &mut Entry) {
        let program = self.program;
        let info = program.func(function);
        entry.anonymous |= self.lets_anybody_in(function);
        for attribute in &program.decl(function).attributes {
            self.attribute(info.unit, attribute, entry);
            let written = program.unit(info.unit).text(attribute.path);
            if let Some((holder, _)) = written.rsplit_once('.')
                && let Some(parts) = holder
                    .split('.')
                    .map(|part| program.find(part))
                    .collect::<Option<Vec<_>>>()
                && let Some(Def::Global(unit, at)) = program.resolve(info.unit, Scope::default(), &parts)
            {
                self.holder((unit, at), entry, 0);
            }
        }
        self.path(info.unit, entry);
        if let Some(owner) = info.owner {
            let handling = Handling::function(program, self.index, function);
            self.owner(info.unit, owner, &handling, entry);
        }
        entry.templates = self.templates(function);
        for param in &program.decl(function).params {
            self.manages(info.unit, param, entry);
        }
    }

    /// A parameter that depends on somebody who manages something: `Depends(require_permission(Permission.MANAGE_AGENTS))`.
    fn manages(&self, unit: UnitId, param: &Param, entry: &mut Entry) {
        let all = crate::flow::entry::written_beside(self.program, unit, param);
        entry.role |= all
            .iter()
            .any(|(unit, expr)| self.names_manager(self.program.unit(*unit), *expr));
    }

    /// Whether an expression names, in itself or in its arguments, those who manage something.
    fn names_manager(&self, file: &Unit, expr: ExprId) -> bool {
        let mut stack = vec![expr];
        let mut steps = 0;
        while let Some(expr) = stack.pop() {
            steps += 1;
            match &file.body[expr].kind {
                _ if steps > 64 => break,
                ExprKind::Call { callee, args } => {
                    stack.push(*callee);
                    stack.extend(args.iter().map(|arg| arg.value));
                }
                ExprKind::Collection { items, .. } => stack.extend(items.iter()),
                ExprKind::Name(name) | ExprKind::Member { name, .. }
                    if self.vocab.has(List::Manager, file.text(*name)) =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// The attributes of a function, and of the types that it belongs to.
    pub(super) fn around(&self, function: FnId) -> impl Iterator<Item = (UnitId, &Attribute)> {
        let info = self.program.func(function);
        let own = &self.program.decl(function).attributes;
        let owners = info.owner.into_iter();
        let types = owners.flat_map(|owner| [owner].into_iter().chain(self.program.supertypes(owner)));
        let own = own.iter().map(move |attribute| (info.unit, attribute));
        own.chain(types.flat_map(|ty| self.program.attributes(ty)))
    }

    /// Whether something says that anybody may call it: policies in front are not asked then, wherever they stand.
    fn lets_anybody_in(&self, function: FnId) -> bool {
        self.around(function).any(|(unit, attribute)| {
            let file = self.program.unit(unit);
            let written = file.text(attribute.path);
            let last = crate::words::last(written);
            let mut rows = self.index.guard_attribute.get(file.language, last);
            rows.any(|row| row.proves == Proves::Anonymous)
        })
    }

    /// Notes what stands in front of a lambda that is written where it is registered.
    pub fn lambda(&self, unit: UnitId, lambda: ExprId, entry: &mut Entry) {
        if let ExprKind::Lambda(inner) = &self.program.unit(unit).body[lambda].kind {
            for attribute in &inner.attributes {
                self.attribute(unit, attribute, entry);
            }
        }
        self.path(unit, entry);
    }

    /// Notes what a call in the chain that registers a handler puts in front of it: `.RequireAuthorization("Members")`.
    pub fn called(&self, unit: UnitId, call: ExprId, entry: &mut Entry) {
        let file = self.program.unit(unit);
        let ExprKind::Call { callee, args } = &file.body[call].kind else {
            return;
        };
        let Some(name) = last_of(file, *callee) else { return };
        if self.index.neutral.get(file.language, name).next().is_some() {
            return;
        }
        let row = self.index.guard_call.get(file.language, name).next();
        match row {
            Some(row) if entry.anonymous && !row.policy.is_empty() => return,
            Some(row) => {
                self.policy(unit, row, args, entry);
                entry.manager |= args.iter().any(|arg| self.asks_for_manager(unit, arg.value));
                prove(row.proves, name, entry);
            }
            None if self.vocab.has(List::Guard, name) => self.by_words(name, Proves::Tenant, entry),
            None => {}
        }
        if let ExprKind::Generic { args, .. } = &file.body[*callee].kind {
            for ty in args {
                self.named(unit, file.text(ty.name), entry);
            }
        }
        if row.is_none() && !self.vocab.has(List::Guard, name) {
            return;
        }
        for arg in args {
            match &file.body[arg.value].kind {
                ExprKind::Lit(Lit::Str(text)) if self.vocab.has(List::Operator, file.text(*text)) => {
                    prove(Proves::Operator, file.text(*text), entry);
                }
                _ => self.put_in_front(unit, arg.value, &[], entry),
            }
        }
    }

    /// What stands in front of everything that hangs on a variable.
    fn holder(&self, global: Global, entry: &mut Entry, depth: usize) {
        let (unit, at) = global;
        let file = self.program.unit(unit);
        let value = file.globals.get(at).and_then(|global| global.value);
        if depth > 4 {
            return;
        }
        if let Some(ExprKind::Call { args, .. }) = value.map(|value| &file.body[value].kind) {
            for arg in args {
                self.keyword(unit, arg, entry);
            }
        }
        for (unit, arg) in self.mounts.args.get(&global).into_iter().flatten() {
            self.keyword(*unit, arg, entry);
        }
        for parent in self.mounts.on.get(&global).into_iter().flatten() {
            self.holder(*parent, entry, depth + 1);
        }
    }

    /// The folders and the file that the code stands in.
    fn path(&self, unit: UnitId, entry: &mut Entry) {
        let path = &self.program.unit(unit).path;
        // a folder may be called after the part of the product that it holds: `Shop.Web.Admin`
        let folders = path.rsplit('/').skip(1).filter_map(|folder| folder.rsplit('.').next());
        let stem = path.rsplit('/').next().and_then(|file| file.split('.').next());
        if folders.chain(stem).any(|part| self.vocab.is(List::Internal, part)) {
            entry.operator = true;
            entry.guards.push((path.to_string(), Proves::Operator));
        }
    }

    /// The type that the handler belongs to, and its bases.
    fn owner(&self, unit: UnitId, owner: TypeId, handling: &Handling, entry: &mut Entry) {
        let program = self.program;
        let language = program.unit(unit).language;
        self.own_list(owner, handling, entry);
        for ty in [owner].into_iter().chain(program.supertypes(owner)) {
            for (unit, attribute) in program.attributes(ty) {
                self.attribute(unit, attribute, entry);
            }
        }
        for base in program.base_names(owner) {
            let last = crate::words::last(&base);
            let mut known = false;
            for row in self.index.guard_type.get(language, last) {
                known = true;
                prove(row.proves, last, entry);
            }
            if !known && self.guards_by_name(last) {
                self.by_words(last, Proves::Tenant, entry);
            }
        }
    }

    /// Whether a base is called after a guard, and not after what it guards: one of its last two words says so.
    fn guards_by_name(&self, base: &str) -> bool {
        let words = crate::words::split(base);
        let last = words.iter().rev().take(2);
        words.len() > 1 && last.into_iter().any(|word| self.vocab.has(List::Guard, word))
    }

    fn attribute(&self, unit: UnitId, attribute: &Attribute, entry: &mut Entry) {
        let file = self.program.unit(unit);
        let written = file.text(attribute.path);
        let last = crate::words::last(written);
        for arg in &attribute.args {
            self.keyword(unit, arg, entry);
        }
        let rows = &self.index.guard_attribute;
        if let Some(row) = rows
            .get(file.language, last)
            .find(|row| row.attribute.iter().any(|a| path_matches(written, a)))
        {
            if entry.anonymous && !row.policy.is_empty() {
                return;
            }
            // a guard with a type of its own checks what that type says
            let own = attribute.type_args.first().map(|ty| file.text(ty.name));
            match own {
                Some(own) if matches!(row.proves, Proves::Login | Proves::Role) => {
                    self.by_words(own, Proves::Tenant, entry)
                }
                _ => prove(row.proves, last, entry),
            }
            if own.is_some() && !row.policy.is_empty() {
                (entry.policy, entry.decided) = (true, true);
            }
            self.policy(unit, row, &attribute.args, entry);
            for arg in &attribute.args {
                let name = arg.name.map(|name| file.text(name));
                entry.role |= name.is_some_and(|name| row.roles.iter().any(|known| known == name));
                entry.manager |= self.asks_for_manager(unit, arg.value);
                self.put_in_front(unit, arg.value, &row.method, entry);
            }
            return;
        }
        if self
            .index
            .neutral
            .get(file.language, last)
            .any(|row| row.attribute.iter().any(|a| a == last))
        {
            return;
        }
        match self.own_code(unit, attribute) {
            // what it asks for stands in its code, and nothing is presumed of the rest
            Some(methods) => {
                entry.deciding.extend(methods);
                if self.vocab.has(List::Guard, last) {
                    self.by_words(last, Proves::Login, entry);
                    entry.role |= !attribute.args.is_empty();
                }
            }
            None if self.vocab.has(List::Guard, last) => self.by_words(last, Proves::Tenant, entry),
            None => {}
        }
    }

    /// Notes the policies that the arguments of a guard name.
    fn policy(&self, unit: UnitId, row: &GuardRow, args: &[Arg], entry: &mut Entry) {
        let file = self.program.unit(unit);
        let names = |arg: &&Arg| match arg.name {
            Some(name) => row.policy.iter().any(|known| known == file.text(name)),
            None => !matches!(file.body[arg.value].kind, ExprKind::Lambda(_)),
        };
        for arg in args.iter().filter(names).filter(|_| !row.policy.is_empty()) {
            let text = text_of(self.program, unit, arg.value);
            entry.policy = true;
            entry.decided |= text.is_none_or(|text| !self.mounts.plain.contains(&text));
        }
    }

    /// Whether an argument of a guard names those who manage something, as code or as text.
    fn asks_for_manager(&self, unit: UnitId, arg: ExprId) -> bool {
        let file = self.program.unit(unit);
        match &file.body[arg].kind {
            ExprKind::Lit(Lit::Str(text)) => self.vocab.has(List::Manager, file.text(*text)),
            _ => self.names_manager(file, arg),
        }
    }

    pub(super) fn by_words(&self, name: &str, otherwise: Proves, entry: &mut Entry) {
        let manages = self.vocab.has(List::Manager, name);
        (entry.role, entry.manager) = (entry.role || manages, entry.manager || manages);
        let proves = if self.vocab.has(List::Operator, name) {
            Proves::Operator
        } else {
            otherwise
        };
        prove(proves, name, entry);
    }
}

pub(super) fn prove(proves: Proves, name: &str, entry: &mut Entry) {
    match proves {
        Proves::Login => entry.login = true,
        Proves::Role => (entry.login, entry.role) = (true, true),
        Proves::Tenant | Proves::Record => entry.tenant_guard = true,
        Proves::Operator => entry.operator = true,
        Proves::Anonymous => {
            entry.anonymous = true;
            return;
        }
    }
    if entry.guards.len() < 16 {
        entry.guards.push((name.to_owned(), proves));
    }
}
