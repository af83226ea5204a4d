//! Cuts a text into statements without parsing them, so that one broken statement loses only itself.

use std::ops::Range;

use crate::lex::{Kind, Lexer, Piece, Style};

/// What a text falls into.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// The statements without their separators and without comments around them.
    pub statements: Vec<Range<usize>>,
    /// The comments, wherever they stand.
    pub comments: Vec<Range<usize>>,
    /// The whole text ended inside of a quote or comment that began here.
    pub unclosed: Option<usize>,
}

/// Cuts a text. With `script`, the lines that client programs read (`\connect`, `GO`, `DELIMITER`, the data of a `COPY`)
/// and the way back of a migration (`-- +goose Down`) are passed over.
pub(crate) fn split(text: &str, style: Style, script: bool) -> Pieces {
    Splitter {
        text,
        script,
        found: Pieces::default(),
        delimiter: ";".to_owned(),
        words: Vec::new(),
        start: None,
        end: 0,
        blocks: 0,
        batches: script && has_batches(text),
        undo: false,
    }
    .run(style)
}

struct Splitter<'t> {
    text: &'t str,
    script: bool,
    found: Pieces,
    delimiter: String,
    /// The first words of the statement, in lower case.
    words: Vec<String>,
    start: Option<usize>,
    end: usize,
    /// Open `BEGIN … END` of a routine's body.
    blocks: usize,
    /// Whether lines `GO` separate: then a routine goes on to the next of these.
    batches: bool,
    /// Inside the part of a migration that takes it back.
    undo: bool,
}

/// Words that tell what sort of statement it is stand among these first ones.
const HEAD: usize = 6;

impl Splitter<'_> {
    fn run(mut self, style: Style) -> Pieces {
        let mut lexer = Lexer::new(self.text, style);
        let mut at = 0;
        let mut line_start = true;
        let mut last_word = String::new();
        loop {
            if self.script && line_start {
                let next = self.client_line(at);
                if next > at {
                    at = next;
                    continue;
                }
            }
            let inside = self.blocks > 0 || (self.batches && self.is_routine());
            if !inside && !self.delimiter.is_empty() && self.text[at..].starts_with(&self.delimiter) {
                let copy = self.words.first().is_some_and(|word| word == "copy");
                let data = self.script && copy && self.reads_data();
                self.finish();
                at += self.delimiter.len();
                line_start = false;
                if data {
                    at = self.after_data(at);
                    line_start = true;
                }
                last_word.clear();
                continue;
            }
            let Some(piece) = lexer.at(at) else { break };
            let body = &self.text[piece.start..piece.end];
            match piece.kind {
                Kind::Space => line_start = body.ends_with(['\n', '\r']) || (line_start && !body.is_empty()),
                Kind::LineComment | Kind::BlockComment => self.comment(piece, body),
                _ => {
                    line_start = false;
                    self.token(piece, body, &mut last_word);
                }
            }
            if !piece.closed {
                self.found.unclosed = Some(piece.start);
            }
            at = piece.end;
        }
        self.finish();
        self.found
    }

    fn token(&mut self, piece: Piece, body: &str, last_word: &mut String) {
        self.start.get_or_insert(piece.start);
        self.end = piece.end;
        if piece.kind != Kind::Word {
            return;
        }
        let word = body.to_ascii_lowercase();
        if self.words.len() < HEAD {
            self.words.push(word.clone());
        }
        if self.is_routine() || self.is_block() {
            match (last_word.as_str(), word.as_str()) {
                ("begin", "tran" | "transaction" | "work") => self.blocks = self.blocks.saturating_sub(1),
                ("end", "if" | "loop" | "while" | "repeat" | "for") => self.blocks += 1,
                ("end", "case") => {}
                (_, "begin" | "case") => self.blocks += 1,
                (_, "end") => self.blocks = self.blocks.saturating_sub(1),
                _ => {}
            }
        }
        *last_word = word;
    }

    /// Whether the statement's body may hold separators of its own.
    fn is_routine(&self) -> bool {
        let begins = self
            .words
            .first()
            .is_some_and(|word| word == "create" || word == "alter");
        begins
            && self
                .words
                .iter()
                .any(|word| matches!(word.as_str(), "trigger" | "procedure" | "function" | "proc"))
    }

    /// `IF … BEGIN … END` outside of a routine.
    fn is_block(&self) -> bool {
        self.words.first().is_some_and(|word| word == "if" || word == "while")
    }

    /// `COPY … FROM stdin;` is followed by data.
    fn reads_data(&self) -> bool {
        let text = &self.text[self.start.unwrap_or(self.end)..self.end];
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case("stdin"))
    }

    fn comment(&mut self, piece: Piece, body: &str) {
        self.found.comments.push(piece.start..piece.end);
        if !self.script {
            return;
        }
        let words: String = body
            .trim_start_matches(['-', '#', '/', '*', ' ', '\t', '+', '@'])
            .to_ascii_lowercase();
        let marker = ["goose ", "migrate ", "rambler ", "migrate:", "micrate "]
            .iter()
            .find_map(|tool| words.strip_prefix(tool).map(str::trim));
        match marker.map(|rest| rest.split_whitespace().next().unwrap_or_default()) {
            Some("down") => {
                self.finish();
                self.undo = true;
            }
            Some("up") => {
                self.finish();
                self.undo = false;
            }
            Some("statementend") => {
                self.finish();
                self.delimiter = ";".to_owned();
            }
            Some("statementbegin") => {
                self.finish();
                // Until its end, nothing separates: not even a line break can be this.
                self.delimiter = String::new();
            }
            _ => {}
        }
    }

    /// Where the next line begins, when this one is for a client program; else `at`.
    fn client_line(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let length = rest
            .bytes()
            .position(|byte| byte == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let line = rest[..length].trim();
        let next = at + length;
        if line.starts_with('\\') && self.start.is_none() {
            return next;
        }
        if line.eq_ignore_ascii_case("go") || line == "/" {
            self.finish();
            return next;
        }
        if let Some(word) = line.get(..10)
            && word.eq_ignore_ascii_case("delimiter ")
            && self.start.is_none()
        {
            self.delimiter = line[10..].trim().to_owned();
            return next;
        }
        at
    }

    /// Where the text goes on after the data of a `COPY`: after a line `\.`.
    fn after_data(&self, at: usize) -> usize {
        let mut from = at;
        while let Some(found) = self.text[from..].find("\\.") {
            let place = from + found;
            let before = place.checked_sub(1).map(|index| self.text.as_bytes()[index]);
            let after = self.text.as_bytes().get(place + 2);
            if before == Some(b'\n') && matches!(after, None | Some(b'\n' | b'\r')) {
                return place + 2;
            }
            from = place + 2;
        }
        self.text.len()
    }

    fn finish(&mut self) {
        if let Some(start) = self.start.take()
            && !self.undo
        {
            self.found.statements.push(start..self.end);
        }
        self.blocks = 0;
        self.words.clear();
    }
}

/// Whether the text is of the kind that `GO` cuts into batches.
fn has_batches(text: &str) -> bool {
    text.lines().any(|line| line.trim().eq_ignore_ascii_case("go")) || text.contains("[dbo]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        split(text, Style::of(text), true)
            .statements
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn separators_inside_of_quotes_and_comments_do_not_count() {
        assert_eq!(
            cut("a ';' b; -- c;\n\"x;\" /* ; */ y ;; $f$ ; $f$"),
            ["a ';' b", "\"x;\" /* ; */ y", "$f$ ; $f$"]
        );
    }

    #[test]
    fn a_routine_ends_after_its_body() {
        let text =
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END; x;";
        assert_eq!(cut(text).len(), 2);
        let text = "CREATE PROCEDURE p() BEGIN IF a THEN b; END IF; c; END; x";
        assert_eq!(cut(text).last(), Some(&"x"));
    }

    #[test]
    fn a_batch_holds_a_routine_or_a_block() {
        let text = "CREATE PROCEDURE p @a INT AS\nSET NOCOUNT ON; SELECT 1; BEGIN TRAN; SELECT 2\nGO\nIF 1 = 1\nBEGIN\n a; b;\nEND\nGO\nc";
        let found = cut(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].ends_with("END"));
    }

    #[test]
    fn lines_for_clients_are_passed_over() {
        let text = "\\connect db\nCOPY t (a) FROM stdin;\n1\t'x;\n\\.\nSELECT 1;\nGO\nSELECT 2\nGO\n";
        assert_eq!(cut(text), ["COPY t (a) FROM stdin", "SELECT 1", "SELECT 2"]);
        assert_eq!(cut("DELIMITER $$\na; b $$\nDELIMITER ;\nc; d;"), ["a; b", "c", "d"]);
    }

    #[test]
    fn the_way_back_of_a_migration_is_left_out() {
        let text = "-- +goose Up\nCREATE TABLE a(b int);\n-- +goose Down\nDROP TABLE a;\n";
        assert_eq!(cut(text), ["CREATE TABLE a(b int)"]);
        let text = "-- migrate:up\nx;\n-- migrate:down\ny;\n-- +goose Up\n-- +goose StatementBegin\na; b;\n-- +goose StatementEnd\nc";
        assert_eq!(cut(text), ["x", "a; b;", "c"]);
    }
}
