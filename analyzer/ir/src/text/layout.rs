//! Lists and atoms as lines: a list that fits stands on one line, a block's statements on a line each.

use crate::text::sexp::{Kind, Sexp};

/// The width that a line keeps to where it can.
const WIDTH: usize = 100;

/// Lists whose items each stand on a line of their own.
const BLOCKS: [&str; 2] = ["do", "do="];
/// Declarations: only what is no list stays on the first line.
const DECLARATIONS: [&str; 3] = ["unit", "type", "fn"];

/// Lays out a node, and ends the last line.
pub(crate) fn layout(node: &Sexp) -> String {
    let mut out = String::new();
    write(node, 0, &mut out);
    out.push('\n');
    out
}

/// The width of a node on one line; none when it must be broken.
fn flat(node: &Sexp, room: usize) -> Option<usize> {
    let span = node
        .span
        .map_or(0, |span| format!("@{}..{}", span.start, span.end).len());
    let width = match &node.kind {
        Kind::Atom(text) => text.chars().count(),
        Kind::Text(text) => quoted(text).chars().count(),
        Kind::List(items) => {
            if breaks(node, items) {
                return None;
            }
            let mut width = 2;
            for item in items {
                width += 1 + flat(item, room.checked_sub(width)?)?;
            }
            width - usize::from(!items.is_empty())
        }
    };
    let width = width + span;
    (width <= room || !matches!(node.kind, Kind::List(_))).then_some(width)
}

fn breaks(node: &Sexp, items: &[Sexp]) -> bool {
    let Some(head) = node.head() else { return false };
    (BLOCKS.contains(&head) && items.len() > 1)
        || (DECLARATIONS.contains(&head) && items.iter().any(|item| matches!(item.kind, Kind::List(_))))
}

fn write(node: &Sexp, indent: usize, out: &mut String) {
    match &node.kind {
        Kind::Atom(text) => out.push_str(text),
        Kind::Text(text) => out.push_str(&quoted(text)),
        Kind::List(items) => list(node, items, indent, out),
    }
    if let Some(span) = node.span {
        out.push_str(&format!("@{}..{}", span.start, span.end));
    }
}

fn list(node: &Sexp, items: &[Sexp], indent: usize, out: &mut String) {
    out.push('(');
    let head = node.head().unwrap_or_default();
    let whole = flat(node, WIDTH.saturating_sub(indent)).is_some();
    let block = BLOCKS.contains(&head);
    let declares = DECLARATIONS.contains(&head);
    let mut broken = false;
    let mut joined = false;
    let mut room = WIDTH.saturating_sub(indent + 2);
    for (number, item) in items.iter().enumerate() {
        let is_list = matches!(item.kind, Kind::List(_));
        if !whole && number > 0 && !broken {
            let width = flat(item, room);
            broken = block || (declares && is_list) || width.is_none();
            room = room.saturating_sub(width.unwrap_or(0) + 1);
        }
        if number > 0 {
            if broken && !joined && !whole {
                out.push('\n');
                out.push_str(&" ".repeat(indent + 2));
            } else {
                out.push(' ');
            }
        }
        // A sign such as `=` or `else` stays with what it speaks of.
        joined =
            broken && !block && !is_list && matches!(&item.kind, Kind::Atom(text) if SIGNS.contains(&text.as_str()));
        write(item, indent + 2, out);
    }
    out.push(')');
}

/// Atoms that speak of the item after them.
const SIGNS: [&str; 9] = ["=", ":", "else", "finally", "if", "in", "for", "as", "post"];

/// A string in quotes, with escapes for what is not to be seen.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}') => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
