//! Rust source to units, through `syn`.
//!
//! Macros that the program declares are expanded where that is needed to see what they do; the tokens of others are read as what
//! they most look like. This crate must not know a framework, or what any of the code is for, and of other files only their macros.

mod args;
mod attrs;
mod chains;
mod declared;
mod expand;
mod expanding;
mod exprs;
mod flow;
mod imports;
mod item_macros;
mod items;
mod lower;
mod macros;
mod members;
mod module;
mod pats;
mod pruned;
mod rules;
mod salvage;
mod scan;
mod spans;
#[cfg(test)]
mod tests;
mod types;
mod walk;

use std::str::FromStr as _;

use partywall_ir::{Frontend, Language, MacroDecl, Macros, Reading, Span, Unit};
use proc_macro2::TokenStream;

use crate::lower::Lower;
use crate::spans::SpanMap;

/// The frontend for Rust.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rust;

impl Frontend for Rust {
    fn language(&self) -> Language {
        Language::Rust
    }

    fn lower(&self, path: &str, text: &str) -> Unit {
        let reading = Reading {
            macros: Macros::new(self.macros(path, text)),
            without_tests: false,
        };
        self.lower_with(path, text, &reading)
    }

    fn lower_with(&self, path: &str, text: &str, reading: &Reading) -> Unit {
        let mut unit = Unit::new(path, Language::Rust);
        unit.module = unit.names.intern(&module::module_of(path));
        unit.lines = lines(text);
        let (body, base) = code(text);
        let scan = scan::scan(body, base);
        unit.directives = scan.directives;
        let mut unit = match scan.too_deep {
            Some(span) => {
                let mut lower = Lower::new(unit, text, SpanMap::new("", 0), &reading.macros);
                lower.lost("too_deep", span);
                lower.finish()
            }
            None => with_spans(|| lower_text(unit, text, body, base, reading)),
        };
        unit.seal();
        unit
    }

    fn has_macros(&self) -> bool {
        true
    }

    fn macros(&self, path: &str, text: &str) -> Vec<MacroDecl> {
        declared::declared(path, text)
    }

    fn parse_only(&self, text: &str) -> bool {
        let (body, base) = code(text);
        scan::scan(body, base).too_deep.is_some() || with_spans(|| syn::parse_str::<syn::File>(body).is_err())
    }
}

fn lower_text(unit: Unit, text: &str, body: &str, base: usize, reading: &Reading) -> Unit {
    let mut lower = Lower::new(unit, text, SpanMap::new(body, base), &reading.macros);
    let kept = |tokens| match reading.without_tests {
        true => pruned::without_tests(tokens),
        false => tokens,
    };
    let tokens = match TokenStream::from_str(body) {
        Ok(tokens) => tokens,
        Err(error) => {
            let span = lower.spans.of(error.span());
            lower.lost("error", span);
            for (at, part) in salvage::parts(body) {
                lower.spans = SpanMap::new(part, base + at);
                match TokenStream::from_str(part) {
                    Ok(tokens) => lower_salvaged(&mut lower, kept(tokens)),
                    Err(_) => lower.lost("error", Span::new(base + at, base + at + part.len())),
                }
            }
            return lower.finish();
        }
    };
    // Handing the tokens over spares a copy of them all; after an error they are lexed once more.
    match syn::parse2::<syn::File>(kept(tokens)) {
        Ok(file) => {
            lower.test = attrs::is_test(&file.attrs);
            lower.items(&file.items);
        }
        Err(error) => {
            let span = lower.spans.of(error.span());
            lower.lost("error", span);
            if let Ok(tokens) = TokenStream::from_str(body) {
                lower_salvaged(&mut lower, kept(tokens));
            }
        }
    }
    lower.finish()
}

fn lower_salvaged(lower: &mut Lower, tokens: TokenStream) {
    let salvaged = salvage::salvage(tokens);
    for (first, last) in salvaged.lost {
        let span = lower.spans.between(first, last);
        lower.lost("error", span);
    }
    lower.items(&salvaged.items);
}

/// The text without byte order mark and `#!` line, and where it begins.
fn code(text: &str) -> (&str, usize) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let interpreter = body
        .strip_prefix("#!")
        .is_some_and(|rest| !rest.trim_start().starts_with('['));
    let skipped = if interpreter {
        body.find('\n').unwrap_or(body.len())
    } else {
        0
    };
    (&body[skipped..], text.len() - body.len() + skipped)
}

fn lines(text: &str) -> u32 {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'\r') {
        let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
        return u32::try_from(ends + 1).unwrap_or(u32::MAX);
    }
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')))
        .count();
    u32::try_from(ends + 1).unwrap_or(u32::MAX)
}

/// Runs `f`, which may lex text but gives nothing back that holds a place of it, and forgets the text afterwards: the lexer
/// keeps every text of a thread until told otherwise.
fn with_spans<R>(f: impl FnOnce() -> R) -> R {
    struct Forget;
    impl Drop for Forget {
        fn drop(&mut self) {
            proc_macro2::extra::invalidate_current_thread_spans();
        }
    }
    let _forget = Forget;
    f()
}
