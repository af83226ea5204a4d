//! The way to an access in words, step by step.

use crate::facts::{At, function_name};
use crate::flow::engine::Engine;
use crate::flow::query::Access;
use crate::flow::value::EntRef;
use crate::program::FnId;
use partywall_catalog::{EntryKind, Operation};

/// The steps of the way from an entry point to an access; to the place where it ends, if that comes before.
pub(super) fn steps(
    eng: &Engine<'_>,
    access: &Access,
    entry: Option<((FnId, At), EntryKind)>,
    input: Option<&String>,
    end: Option<At>,
) -> Vec<(At, String)> {
    let program = eng.program;
    let mut steps = Vec::new();
    if let Some(((entry, start), kind)) = entry {
        let name = function_name(program, entry);
        steps.push((start, entered(&name, kind, input)));
    }
    for call in &access.calls {
        steps.push((
            call.place,
            format!("`{}` is called", function_name(program, call.callee)),
        ));
        if end == Some(call.place) {
            return steps;
        }
    }
    let EntRef::Known(entity) = access.entity else {
        return steps;
    };
    let name = &eng.tenancy.entity(entity).name;
    let verb = match access.operation {
        Operation::One => "is read",
        Operation::List => "rows are listed",
        Operation::Count => "rows are counted",
        Operation::Exists => "rows are looked for",
        Operation::Update => "rows are changed",
        Operation::Delete => "rows are deleted",
        Operation::Insert => "rows are added",
    };
    steps.push((access.place, format!("`{name}` {verb}")));
    steps
}

/// How an entry point is come to.
pub(super) fn entered(name: &str, kind: EntryKind, input: Option<&String>) -> String {
    match (kind, input) {
        (EntryKind::Request, Some(input)) => format!("`{input}` reaches `{name}` from the request"),
        (EntryKind::Request, None) => format!("a request reaches `{name}`"),
        (EntryKind::Message, Some(input)) => format!("`{input}` reaches `{name}` in a message"),
        (EntryKind::Message, None) => format!("a message reaches `{name}`"),
        (EntryKind::Job, _) => format!("`{name}` runs by itself"),
        (EntryKind::Command, _) => format!("`{name}` is run from the command line"),
    }
}
