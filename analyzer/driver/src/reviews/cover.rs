//! The code that a comment speaks of.

use partywall_ir::{ExprId, ExprKind, Language, LineIndex, Span, Unit};

/// What a comment covers: its own line when code stands before it there, else what begins on the next line of code. That is
/// the whole of a function or simple statement, and the head of a class or compound statement.
pub(super) fn below(unit: &Unit, text: &str, lines: &LineIndex, comment: Span) -> Vec<Span> {
    let own = lines.line_span(text, lines.line(comment.start));
    let before = text.get(own.start as usize..comment.start as usize).unwrap_or_default();
    let shared = !before.trim().is_empty();
    let line = if shared {
        own
    } else {
        next_code(unit.language, text, lines, comment)
    };
    let first = text
        .get(line.range())
        .map_or(line.start, |code| line.end - width(code.trim_start()));
    let mut covers = vec![line];
    covers.extend(beginning_in(
        unit,
        Span {
            start: first,
            end: line.end,
        },
    ));
    covers
}

fn width(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The next line that holds more than white space and comments.
fn next_code(language: Language, text: &str, lines: &LineIndex, comment: Span) -> Span {
    let marks: &[&str] = match language {
        Language::CSharp | Language::Rust => &["//", "/*", "*/", "* "],
        Language::Python => &["#"],
        Language::Sql => &["--", "/*", "*/", "* "],
    };
    let from = lines.line(comment.end) + 1;
    let to = u32::try_from(lines.lines()).unwrap_or(u32::MAX);
    for number in from..=to {
        let line = lines.line_span(text, number);
        let code = text.get(line.range()).unwrap_or_default().trim();
        if !code.is_empty() && !marks.iter().any(|mark| code.starts_with(mark)) {
            return line;
        }
    }
    Span {
        start: comment.end,
        end: comment.end,
    }
}

fn beginning_in(unit: &Unit, line: Span) -> Vec<Span> {
    let begins = |span: Span| line.start <= span.start && span.start < line.end;
    let mut covers: Vec<Span> = unit
        .functions
        .iter()
        .map(|function| function.span)
        .filter(|span| begins(*span))
        .collect();
    for ty in unit.types.iter().filter(|ty| begins(ty.span)) {
        covers.push(Span {
            start: ty.span.start,
            end: ty.name_span.end.max(ty.span.start),
        });
    }
    let fields = unit.types.iter().flat_map(|ty| &ty.fields).chain(&unit.globals);
    covers.extend(fields.map(|field| field.span).filter(|span| begins(*span)));
    for expr in &unit.body.exprs {
        if let ExprKind::Block { items, .. } = &expr.kind {
            let inside = items.iter().filter(|item| begins(unit.body[**item].span));
            covers.extend(inside.map(|item| statement(unit, *item)));
        }
    }
    covers
}

/// A simple statement whole; of a compound one, what stands before its first block.
fn statement(unit: &Unit, id: ExprId) -> Span {
    let expr = &unit.body[id];
    let block = match &expr.kind {
        ExprKind::If { then, .. } => Some(*then),
        ExprKind::Loop(each) => Some(each.body),
        ExprKind::Try(tried) => Some(tried.body),
        ExprKind::Using { body, .. } => Some(*body),
        ExprKind::Match { arms, .. } => arms.first().map(|arm| arm.body),
        _ => None,
    };
    let end = block.map_or(expr.span.end, |block| unit.body[block].span.start);
    Span {
        start: expr.span.start,
        end: if end > expr.span.start { end } else { expr.span.end },
    }
}
