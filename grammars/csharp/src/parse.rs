//! The parser: one for each thread, with a bound on its work.

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

thread_local! {
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

/// The syntax tree of `text`; none when the parser needs far more steps than any sensible text does.
pub(crate) fn parse(text: &str) -> Option<Tree> {
    let mut parser = match PARSER.with(|slot| slot.borrow_mut().take()) {
        Some(parser) => parser,
        None => {
            let mut parser = Parser::new();
            parser.set_language(&tree_sitter_c_sharp::LANGUAGE.into()).ok()?;
            parser
        }
    };
    let tree = parse_within(&mut parser, text);
    parser.reset();
    PARSER.with(|slot| *slot.borrow_mut() = Some(parser));
    tree
}

/// The parser's error recovery can be quadratic. Its progress reports come after a fixed number of steps, so that counting
/// them gives the same answer on every machine, which a clock would not.
fn parse_within(parser: &mut Parser, text: &str) -> Option<Tree> {
    let bytes = text.as_bytes();
    let mut left = 1_000 + bytes.len() / 4;
    let mut progress = |_: &ParseState| {
        left = left.saturating_sub(1);
        if left == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or_default(), None, Some(options))
}
