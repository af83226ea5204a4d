//! Where strings, comments, quoted names and words begin and end. All else is one byte at a time.
//! Knows no statement and no dialect but the one question whether a backslash escapes.

/// What a piece of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// White space.
    Space,
    /// `-- …` (and `# …` in MySQL), without the line's end.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// `'…'`, with an `E` in front where there is one.
    Text,
    /// `"…"` or `` `…` ``.
    Quoted,
    /// `$tag$…$tag$`.
    Dollar,
    /// An identifier or a keyword or a number.
    Word,
    /// One character of any other sort.
    Sign,
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Whether it has its closing quote or sign.
    pub closed: bool,
}

/// How the text is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    /// A backslash escapes in strings, `#` begins a comment, comments do not nest.
    pub mysql: bool,
}

impl Style {
    /// Backticks quote names in MySQL alone (SQLite takes them too, and is not hurt).
    pub(crate) fn of(text: &str) -> Self {
        Self {
            mysql: text.contains('`'),
        }
    }
}

/// The piece that begins at `start`; none at the end of the text. Takes time in proportion to the piece, except that
/// an unclosed dollar quote costs a search to the end: `dollar_dead` remembers that none of that tag closes.
pub(crate) struct Lexer<'t> {
    text: &'t str,
    style: Style,
    dead_tags: Vec<&'t str>,
}

/// More unclosed tags than this, and a dollar sign is only a sign.
const MAX_DEAD_TAGS: usize = 16;

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str, style: Style) -> Self {
        Self {
            text,
            style,
            dead_tags: Vec::new(),
        }
    }

    pub(crate) fn at(&mut self, start: usize) -> Option<Piece> {
        let bytes = self.text.as_bytes();
        let first = *bytes.get(start)?;
        let next = bytes.get(start + 1).copied().unwrap_or(0);
        let piece = |kind, end: usize, closed| {
            Some(Piece {
                kind,
                start,
                end,
                closed,
            })
        };
        let rest = &bytes[start..];
        match first {
            b if b.is_ascii_whitespace() || b == 0x0b => {
                let end = start
                    + rest
                        .iter()
                        .take_while(|b| b.is_ascii_whitespace() || **b == 0x0b)
                        .count();
                piece(Kind::Space, end, true)
            }
            0xef if rest.starts_with(b"\xef\xbb\xbf") => piece(Kind::Space, start + 3, true),
            b'-' if next == b'-' => piece(Kind::LineComment, self.line_end(start), true),
            b'#' if self.style.mysql => piece(Kind::LineComment, self.line_end(start), true),
            b'/' if next == b'*' => {
                let (end, closed) = self.block_comment(start);
                piece(Kind::BlockComment, end, closed)
            }
            b'\'' => {
                let (end, closed) = self.quoted(start, b'\'', self.style.mysql);
                piece(Kind::Text, end, closed)
            }
            b'e' | b'E' if next == b'\'' => {
                let (end, closed) = self.quoted(start + 1, b'\'', true);
                piece(Kind::Text, end, closed)
            }
            b'"' => {
                let (end, closed) = self.quoted(start, b'"', self.style.mysql);
                piece(Kind::Quoted, end, closed)
            }
            b'`' => {
                let (end, closed) = self.quoted(start, b'`', false);
                piece(Kind::Quoted, end, closed)
            }
            b'$' => match self.dollar(start) {
                Some(end) => piece(Kind::Dollar, end, true),
                None => piece(Kind::Sign, start + 1, true),
            },
            b if is_word(b) => {
                let end = start + rest.iter().take_while(|b| is_word(**b)).count();
                piece(Kind::Word, end, true)
            }
            _ => piece(Kind::Sign, start + 1, true),
        }
    }

    fn line_end(&self, start: usize) -> usize {
        let rest = &self.text.as_bytes()[start..];
        start
            + rest
                .iter()
                .position(|b| *b == b'\n' || *b == b'\r')
                .unwrap_or(rest.len())
    }

    fn block_comment(&self, start: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let mut depth = 1usize;
        let mut at = start + 2;
        while at < bytes.len() {
            match (bytes[at], bytes.get(at + 1)) {
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        return (at, true);
                    }
                }
                (b'/', Some(b'*')) if !self.style.mysql => {
                    depth += 1;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        (bytes.len(), false)
    }

    fn quoted(&self, open: usize, quote: u8, escapes: bool) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let mut at = open + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if escapes => at += 2,
                b if b == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
                b if b == quote => return (at + 1, true),
                _ => at += 1,
            }
        }
        (bytes.len(), false)
    }

    /// End of the dollar quote that begins here.
    fn dollar(&mut self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let tag_len = rest.bytes().skip(1).take_while(|b| is_word(*b)).count();
        let tag = rest.get(..tag_len + 2)?;
        let starts_with_digit = tag.as_bytes()[1].is_ascii_digit();
        if !tag.ends_with('$') || starts_with_digit || self.dead_tags.contains(&tag) {
            return None;
        }
        if self.dead_tags.len() >= MAX_DEAD_TAGS {
            return None;
        }
        match rest[tag.len()..].find(tag) {
            Some(found) => Some(start + tag.len() + found + tag.len()),
            None => {
                self.dead_tags.push(tag);
                None
            }
        }
    }
}

/// Whether a byte can stand in a word; all of a character outside of ASCII can.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let mut lexer = Lexer::new(text, Style::of(text));
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(piece) = lexer.at(at) {
            found.push((piece.kind, &text[piece.start..piece.end]));
            at = piece.end;
        }
        found
    }

    #[test]
    fn quotes_and_comments_end_where_they_should() {
        assert_eq!(
            kinds("a'it''s'-- x\n/* /* */ */\"q\"\"q\""),
            [
                (Kind::Word, "a"),
                (Kind::Text, "'it''s'"),
                (Kind::LineComment, "-- x"),
                (Kind::Space, "\n"),
                (Kind::BlockComment, "/* /* */ */"),
                (Kind::Quoted, "\"q\"\"q\""),
            ]
        );
        assert_eq!(kinds("E'a\\'b'"), [(Kind::Text, "E'a\\'b'")]);
        assert_eq!(kinds("`a`'b\\'c'").len(), 2);
    }

    #[test]
    fn dollar_quotes_need_their_tag_again() {
        assert_eq!(kinds("$f$ it's $$ $f$;")[0], (Kind::Dollar, "$f$ it's $$ $f$"));
        assert_eq!(kinds("$1")[0], (Kind::Sign, "$"));
        assert_eq!(kinds("$f$ no end")[0], (Kind::Sign, "$"));
    }

    #[test]
    fn what_is_not_closed_goes_to_the_end() {
        assert_eq!(kinds("'abc"), [(Kind::Text, "'abc")]);
        assert_eq!(kinds("/* abc"), [(Kind::BlockComment, "/* abc")]);
        assert_eq!(kinds("é€"), [(Kind::Word, "é€")]);
        assert_eq!(kinds("\u{feff}a"), [(Kind::Space, "\u{feff}"), (Kind::Word, "a")]);
        assert_eq!(kinds("`\\'"), [(Kind::Quoted, "`\\'")]);
    }
}
