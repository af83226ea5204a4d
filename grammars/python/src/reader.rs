//! One parser a thread, and what is done with a file from its text to its unit.

use std::cell::RefCell;

use partywall_ir::{Gap, Language, LineIndex, Span, Unit};
use tree_sitter::{Parser, Tree};

use crate::kind::GRAMMAR;
use crate::lower;
use crate::tree::Flat;

thread_local! {
    static READER: RefCell<Reader> = RefCell::new(Reader::new());
}

struct Reader {
    parser: Option<Parser>,
    flat: Flat,
}

impl Reader {
    fn new() -> Self {
        let mut parser = Parser::new();
        let parser = parser.set_language(&GRAMMAR.language).is_ok().then_some(parser);
        Self {
            parser,
            flat: Flat::default(),
        }
    }

    fn parse(&mut self, text: &str) -> Option<Tree> {
        self.parser.as_mut()?.parse(text, None)
    }
}

/// Whether the text has an error.
pub(crate) fn parse_only(text: &str) -> bool {
    READER.with_borrow_mut(|reader| reader.parse(text).is_none_or(|tree| tree.root_node().has_error()))
}

/// Reads one file.
pub(crate) fn lower(path: &str, text: &str) -> Unit {
    let mut unit = Unit::new(path, Language::Python);
    unit.lines = u32::try_from(LineIndex::new(text).lines()).unwrap_or(u32::MAX);
    unit.module = unit.names.intern(&module_of(path));
    let mut unit = READER.with_borrow_mut(|reader| {
        let Some(tree) = reader.parse(text) else {
            unit.gaps.push(Gap {
                kind: "error".into(),
                span: Span::new(0, text.len()),
            });
            return unit;
        };
        let (directives, gaps) = reader.flat.fill(&tree, text);
        unit.directives = directives;
        unit.gaps = gaps;
        lower::file(unit, &reader.flat, text)
    });
    unit.seal();
    unit
}

/// `a/b/c.py` is `a.b.c`; a package's `__init__.py` is the package.
fn module_of(path: &str) -> String {
    let path = path.trim_start_matches("./");
    let path = path
        .strip_suffix(".py")
        .or_else(|| path.strip_suffix(".pyi"))
        .unwrap_or(path);
    let path = if path == "__init__" {
        ""
    } else {
        path.strip_suffix("/__init__").unwrap_or(path)
    };
    path.replace('/', ".")
}
