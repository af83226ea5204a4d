//! Small questions to a unit's expressions and attributes: what is called, what a name reads, whether a mark stands on a field.

pub use crate::words::last;
use partywall_catalog::catalog::path_matches;
use partywall_ir::walk::children;
use partywall_ir::{Attribute, Body, ExprId, ExprKind, Language, Lit, Unit};
use rustc_hash::FxHashSet;

/// How deep arguments are looked into.
const DEPTH: usize = 4;
/// How many parts a dotted path may have.
const PARTS: usize = 32;

/// A name or a chain of members as a dotted path.
pub fn dotted(unit: &Unit, expr: ExprId) -> Option<String> {
    let mut parts = Vec::new();
    let mut at = expr;
    for _ in 0..PARTS {
        match &unit.body[at].kind {
            ExprKind::Name(name) => {
                parts.push(unit.text(*name));
                parts.reverse();
                return Some(parts.join("."));
            }
            ExprKind::Member { base, name } => {
                parts.push(unit.text(*name));
                at = *base;
            }
            ExprKind::Generic { base, .. } => at = *base,
            _ => return None,
        }
    }
    None
}

/// The name behind the last dot of what is named or called.
pub fn tail(unit: &Unit, expr: ExprId) -> Option<&str> {
    match &unit.body[expr].kind {
        ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(last(unit.text(*name))),
        ExprKind::Generic { base, .. } => match &unit.body[*base].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(last(unit.text(*name))),
            _ => None,
        },
        _ => None,
    }
}

/// Whether what is called answers to one of the asked names.
pub fn calls(unit: &Unit, callee: ExprId, asked: &[String]) -> bool {
    let Some(tail) = tail(unit, callee) else { return false };
    asked.iter().any(|asked| {
        last(asked) == tail
            && (!asked.contains('.') || dotted(unit, callee).is_some_and(|path| path_matches(&path, asked)))
    })
}

/// The first call of one of the names in an expression and its arguments.
pub fn find_call(unit: &Unit, expr: ExprId, asked: &[String]) -> Option<ExprId> {
    fn look(unit: &Unit, expr: ExprId, asked: &[String], depth: usize) -> Option<ExprId> {
        let ExprKind::Call { callee, args } = &unit.body[expr].kind else {
            return None;
        };
        if calls(unit, *callee, asked) {
            return Some(expr);
        }
        if depth == 0 {
            return None;
        }
        args.iter().find_map(|arg| look(unit, arg.value, asked, depth - 1))
    }
    look(unit, expr, asked, DEPTH)
}

/// The text of a string, of a name (its last part), or of the only argument of a call (`nameof(X)`).
pub fn text_of(unit: &Unit, expr: ExprId) -> Option<&str> {
    let mut at = expr;
    for _ in 0..DEPTH {
        match &unit.body[at].kind {
            ExprKind::Lit(Lit::Str(text)) => return Some(unit.text(*text)),
            ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Generic { .. } => return tail(unit, at),
            ExprKind::Call { args, .. } if args.len() == 1 => at = args[0].value,
            _ => return None,
        }
    }
    None
}

/// A string literal.
pub fn string(unit: &Unit, expr: ExprId) -> Option<&str> {
    match &unit.body[expr].kind {
        ExprKind::Lit(Lit::Str(text)) => Some(unit.text(*text)),
        _ => None,
    }
}

fn is_false(body: &Body, expr: ExprId) -> bool {
    matches!(body[expr].kind, ExprKind::Lit(Lit::Bool(false) | Lit::Null))
}

/// Whether an attribute is one of the names, or carries one as an argument: a bare name, a keyword that is not false, a call.
pub fn attribute_says(unit: &Unit, attribute: &Attribute, asked: &[String]) -> bool {
    let path = unit.text(attribute.path);
    asked.iter().any(|asked| path_matches(path, asked))
        || attribute.args.iter().any(|arg| match arg.name {
            Some(name) => asked.iter().any(|asked| asked == unit.text(name)) && !is_false(&unit.body, arg.value),
            None => match &unit.body[arg.value].kind {
                ExprKind::Call { callee, .. } => calls(unit, *callee, asked),
                _ => calls(unit, arg.value, asked),
            },
        })
}

/// The argument of an attribute that is one of the names, or of its argument of that name, or of a call in it.
pub fn attribute_value(unit: &Unit, attribute: &Attribute, asked: &[String]) -> Option<ExprId> {
    let path = unit.text(attribute.path);
    if asked.iter().any(|asked| path_matches(path, asked)) {
        return attribute
            .args
            .iter()
            .find(|arg| arg.name.is_none())
            .map(|arg| arg.value);
    }
    attribute.args.iter().find_map(|arg| match arg.name {
        Some(name) => asked.iter().any(|asked| asked == unit.text(name)).then_some(arg.value),
        None => match &unit.body[arg.value].kind {
            ExprKind::Call { callee, args } if calls(unit, *callee, asked) => args.first().map(|arg| arg.value),
            _ => None,
        },
    })
}

/// The names among the arguments of a call inside an attribute: `primary_key(a, b)`.
pub fn attribute_names<'u>(unit: &'u Unit, attribute: &Attribute, asked: &[String]) -> Vec<&'u str> {
    let mut names = Vec::new();
    for arg in &attribute.args {
        if let ExprKind::Call { callee, args } = &unit.body[arg.value].kind
            && calls(unit, *callee, asked)
        {
            names.extend(args.iter().filter_map(|arg| text_of(unit, arg.value)));
        }
    }
    names
}

/// What the arguments of an attribute name that are given without a keyword.
pub fn plain_args<'u>(unit: &'u Unit, attribute: &Attribute) -> Vec<&'u str> {
    let plain = attribute.args.iter().filter(|arg| arg.name.is_none());
    plain.filter_map(|arg| text_of(unit, arg.value)).collect()
}

/// Whether a field's value is a call that says one of the names by keyword, itself or in the calls among its arguments.
pub fn value_says(unit: &Unit, value: ExprId, asked: &[String]) -> bool {
    fn look(unit: &Unit, expr: ExprId, asked: &[String], depth: usize) -> bool {
        let ExprKind::Call { args, .. } = &unit.body[expr].kind else {
            return false;
        };
        args.iter().any(|arg| match arg.name {
            Some(name) => asked.iter().any(|asked| asked == unit.text(name)) && !is_false(&unit.body, arg.value),
            None => depth > 0 && look(unit, arg.value, asked, depth - 1),
        })
    }
    !asked.is_empty() && look(unit, value, asked, DEPTH)
}

/// The value of a call's keyword.
pub fn keyword(unit: &Unit, call: ExprId, name: &str) -> Option<ExprId> {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return None;
    };
    args.iter()
        .find(|arg| arg.name.is_some_and(|of| unit.text(of) == name))
        .map(|arg| arg.value)
}

/// The positional argument of a call.
pub fn positional(unit: &Unit, call: ExprId, at: usize) -> Option<ExprId> {
    let ExprKind::Call { args, .. } = &unit.body[call].kind else {
        return None;
    };
    args.iter()
        .filter(|arg| arg.name.is_none() && !arg.spread)
        .nth(at)
        .map(|arg| arg.value)
}

/// An expression and everything inside of it, the expression first.
pub fn inside(unit: &Unit, expr: ExprId) -> Vec<ExprId> {
    let mut found = vec![expr];
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        next += 1;
        // Children stand before their parents, so this ends.
        children(&unit.body[at].kind, &mut |child| {
            if child < at {
                found.push(child);
            }
        });
    }
    found
}

/// The expressions among these, which are whole with their parts, that look at one of a lambda's parameters.
pub fn looking(unit: &Unit, params: &[&str], all: &[ExprId]) -> FxHashSet<ExprId> {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    // Children stand before their parents, so each is known by the time it is asked for.
    let mut looking: FxHashSet<ExprId> = FxHashSet::default();
    for expr in sorted {
        let kind = &unit.body[expr].kind;
        let mut looks = matches!(kind, ExprKind::Name(name) if params.contains(&unit.text(*name)));
        partywall_ir::walk::children(kind, &mut |child| looks |= looking.contains(&child));
        if looks {
            looking.insert(expr);
        }
    }
    looking
}

/// Whether a unit is a schema: its types are tables, and the names of its columns' types mean no declared type.
pub fn is_schema(unit: &Unit) -> bool {
    unit.language == Language::Sql
}
