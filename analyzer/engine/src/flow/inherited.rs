//! Handlers that classes of the program inherit from one another: what such a handler reads may only be told by the class that has it.

use crate::facts::At;
use crate::flow::chosen::Handling;
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::guards::look_at_type;
use crate::flow::query::Access;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Root, Shape, Val};
use crate::program::{FnId, TypeId};
use partywall_ir::TypeKind;

/// The most classes below one that are looked at for each of its handlers.
const MAX_CLASSES: usize = 64;

/// For each handler whose rows its class leaves open, and each class that inherits it: what stands in front of it there, and what it does.
pub fn handlers(eng: &Engine<'_>) -> Vec<((FnId, At), Entry, Summary)> {
    let program = eng.program;
    let mut found = Vec::new();
    for (function, entry) in &eng.entries {
        let Some(owner) = program.func(*function).owner else {
            continue;
        };
        let below = program.subtypes(owner);
        if below.is_empty() || !eng.summary(*function).accesses.iter().any(is_open) {
            continue;
        }
        let name = program.func(*function).name;
        let inherits = |class: &TypeId| {
            program.ty(*class).kind == TypeKind::Class && program.methods(*class, name).contains(function)
        };
        for class in below.into_iter().filter(inherits).take(MAX_CLASSES) {
            found.extend(as_of(eng, *function, entry, class));
        }
    }
    found
}

/// Whether an access is one of rows that only the class below names.
fn is_open(access: &Access) -> bool {
    matches!(access.entity, EntRef::OnThis(_) | EntRef::Own | EntRef::Param(_))
}

/// A handler as a class below has it.
fn as_of(eng: &Engine<'_>, function: FnId, entry: &Entry, class: TypeId) -> Option<((FnId, At), Entry, Summary)> {
    let program = eng.program;
    let (unit, declared) = *program.ty(class).decls.first()?;
    let at = program.unit(unit).types[declared.index()].name_span;
    let body = program.decl(function).body?;
    let mut cx = Cx::new(eng, function);
    cx.owner = Some(class);
    cx.is_entry = true;
    let receiver = Val {
        ty: program.instance(class, Vec::new()),
        ..cx.val(Root::This, &[])
    };
    let read = eng.summary(function);
    let val = cx.apply_summary(body, function, &read, Some(&receiver), &[], &[]);
    cx.exit(Val {
        shape: Shape::Plain,
        ..val
    });
    let mut summary = crate::flow::summarise::summarise(cx);
    for access in &mut summary.accesses {
        // the step into the handler is no call that anybody wrote
        if access.calls.first().is_some_and(|call| call.callee == function) {
            access.calls.remove(0);
        }
    }
    let own = look_at_type(eng, class, &Handling::of(&[program.text(program.func(function).name)]));
    Some(((function, (unit, at)), joined(entry, own), summary))
}

/// What stands in front of a handler by itself and by the class that has it.
fn joined(entry: &Entry, class: Entry) -> Entry {
    let mut all = entry.clone();
    all.tenant_guard |= class.tenant_guard;
    all.operator |= class.operator;
    all.login |= class.login;
    all.role |= class.role;
    all.manager |= class.manager;
    all.policy |= class.policy;
    all.decided |= class.decided;
    all.anonymous |= class.anonymous;
    all.deciding.extend(class.deciding);
    all.guards.extend(class.guards);
    class.before.into_iter().for_each(|before| all.run(before));
    all
}
