//! The parser: one for each thread, behind a look at the text that keeps it from its worst case.

use std::cell::RefCell;

use tree_sitter::{Parser, Tree};

use crate::mask::masked;

thread_local! {
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

/// Open angle brackets in one statement beyond which a text is not parsed: the parser keeps every reading of each as a
/// comparison or a type argument, and its time grows with the square of their number. Code written by people stays under 20.
const MAX_ANGLES: u32 = 100;

/// The syntax tree of `text`; none when parsing would take out of all proportion long.
pub(crate) fn parse(text: &str) -> Option<Tree> {
    if angles(text) > MAX_ANGLES {
        return None;
    }
    let mut parser = match PARSER.with(|slot| slot.borrow_mut().take()) {
        Some(parser) => parser,
        None => {
            let mut parser = Parser::new();
            parser.set_language(&tree_sitter_c_sharp::LANGUAGE.into()).ok()?;
            parser
        }
    };
    let tree = parser.parse(masked(text), None);
    PARSER.with(|slot| *slot.borrow_mut() = Some(parser));
    tree
}

/// The most angle brackets that are open at once within a statement. Shifts and comparisons with `=` do not count.
fn angles(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut open, mut most) = (0_u32, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'<' if !matches!(bytes.get(at + 1), Some(b'<' | b'=')) => {
                open += 1;
                most = most.max(open);
            }
            b'>' => open = open.saturating_sub(1),
            b';' | b'{' | b'}' => open = 0,
            _ => {}
        }
    }
    most
}
