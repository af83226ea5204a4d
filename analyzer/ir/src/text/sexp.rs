//! Lists and atoms: the shape of the text form, without its meaning.

use crate::Span;
use crate::text::TextError;

/// Lists within lists; deeper ones are refused when read and cut when shown.
pub(crate) const MAX_DEPTH: usize = 160;

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Anything bare: a name, a number, a sign.
    Atom(String),
    /// A string in quotes, its escapes resolved.
    Text(String),
    /// A list in brackets.
    List(Vec<Sexp>),
}

/// A node, where it stands in the text form, and the span that it speaks of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sexp {
    pub kind: Kind,
    /// Line in the text form, from 1; 0 for one that was made to be shown.
    pub line: u32,
    pub span: Option<Span>,
}

impl Sexp {
    pub(crate) fn atom(text: impl Into<String>) -> Self {
        Self {
            kind: Kind::Atom(text.into()),
            line: 0,
            span: None,
        }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            kind: Kind::Text(text.into()),
            line: 0,
            span: None,
        }
    }

    pub(crate) fn list(head: &str) -> Self {
        Self {
            kind: Kind::List(vec![Self::atom(head)]),
            line: 0,
            span: None,
        }
    }

    pub(crate) fn bare_list(items: Vec<Sexp>) -> Self {
        Self {
            kind: Kind::List(items),
            line: 0,
            span: None,
        }
    }

    /// Adds an item to a list.
    pub(crate) fn push(&mut self, item: Sexp) {
        if let Kind::List(items) = &mut self.kind {
            items.push(item);
        }
    }

    pub(crate) fn with(mut self, item: Sexp) -> Self {
        self.push(item);
        self
    }

    pub(crate) fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// The word in front of a list.
    pub(crate) fn head(&self) -> Option<&str> {
        match &self.kind {
            Kind::List(items) => items.first().and_then(Sexp::as_atom),
            _ => None,
        }
    }

    pub(crate) fn as_atom(&self) -> Option<&str> {
        match &self.kind {
            Kind::Atom(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is(&self, atom: &str) -> bool {
        self.as_atom() == Some(atom)
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> TextError {
        TextError {
            line: self.line,
            message: message.into(),
        }
    }
}

/// Reads every node of a text. `;` begins a comment that ends with its line.
pub(crate) fn read(text: &str) -> Result<Vec<Sexp>, TextError> {
    let mut reader = Reader {
        chars: text.char_indices().peekable(),
        text,
        line: 1,
    };
    // The lists that are open, the outermost being the text itself.
    let mut open: Vec<(u32, Vec<Sexp>)> = vec![(1, Vec::new())];
    loop {
        reader.blank();
        let line = reader.line;
        let fail = |message: &str| {
            Err(TextError {
                line,
                message: message.to_owned(),
            })
        };
        let Some((_, c)) = reader.chars.peek().copied() else {
            break;
        };
        let node = match c {
            '(' => {
                reader.chars.next();
                if open.len() > MAX_DEPTH * 2 + 16 {
                    return fail("nested too deeply");
                }
                open.push((line, Vec::new()));
                continue;
            }
            ')' => {
                reader.chars.next();
                let Some((line, items)) = open.pop() else {
                    return fail("a bracket too many");
                };
                if open.is_empty() {
                    return fail("a bracket too many");
                }
                Sexp {
                    kind: Kind::List(items),
                    line,
                    span: reader.span()?,
                }
            }
            '"' => {
                let kind = Kind::Text(reader.string()?);
                Sexp {
                    kind,
                    line,
                    span: reader.span()?,
                }
            }
            _ => {
                let kind = Kind::Atom(reader.word());
                Sexp {
                    kind,
                    line,
                    span: reader.span()?,
                }
            }
        };
        if let Some((_, items)) = open.last_mut() {
            items.push(node);
        }
    }
    match open.pop() {
        Some((_, items)) if open.is_empty() => Ok(items),
        Some((line, _)) => Err(TextError {
            line,
            message: "a bracket is not closed".to_owned(),
        }),
        None => Ok(Vec::new()),
    }
}

struct Reader<'t> {
    chars: std::iter::Peekable<std::str::CharIndices<'t>>,
    text: &'t str,
    line: u32,
}

impl Reader<'_> {
    fn blank(&mut self) {
        let mut comment = false;
        while let Some((_, c)) = self.chars.peek() {
            match c {
                '\n' => {
                    self.line += 1;
                    comment = false;
                }
                ';' => comment = true,
                c if comment || c.is_whitespace() => {}
                _ => return,
            }
            self.chars.next();
        }
    }

    fn string(&mut self) -> Result<String, TextError> {
        let line = self.line;
        let fail = |message: &str| {
            Err(TextError {
                line,
                message: message.to_owned(),
            })
        };
        self.chars.next();
        let mut out = String::new();
        while let Some((_, c)) = self.chars.next() {
            match c {
                '"' => return Ok(out),
                '\\' => match self.chars.next().map(|(_, c)| c) {
                    Some('n') => out.push('\n'),
                    Some('r') => out.push('\r'),
                    Some('t') => out.push('\t'),
                    Some('u') => {
                        let mut code = String::new();
                        while let Some((_, c)) = self.chars.next_if(|(_, c)| c.is_ascii_hexdigit() || *c == '{') {
                            code.push(c);
                        }
                        let closed = self.chars.next_if(|(_, c)| *c == '}').is_some();
                        let digits = code.trim_start_matches('{');
                        match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
                            Some(c) if closed => out.push(c),
                            _ => return fail("a bad escape"),
                        }
                    }
                    Some(c @ ('"' | '\\')) => out.push(c),
                    _ => return fail("a bad escape"),
                },
                c => {
                    if c == '\n' {
                        self.line += 1;
                    }
                    out.push(c);
                }
            }
        }
        fail("a string is not closed")
    }

    fn word(&mut self) -> String {
        let start = self.chars.peek().map_or(self.text.len(), |(at, _)| *at);
        while self
            .chars
            .next_if(|(_, c)| !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | ';' | '@'))
            .is_some()
        {}
        let mut end = self.chars.peek().map_or(self.text.len(), |(at, _)| *at);
        if end == start {
            // An `@` that no node stands in front of.
            self.chars.next();
            end = self.chars.peek().map_or(self.text.len(), |(at, _)| *at);
        }
        self.text[start..end].to_owned()
    }

    /// `@start..end` glued to a node.
    fn span(&mut self) -> Result<Option<Span>, TextError> {
        if self.chars.next_if(|(_, c)| *c == '@').is_none() {
            return Ok(None);
        }
        let start = self.chars.peek().map_or(self.text.len(), |(at, _)| *at);
        while self.chars.next_if(|(_, c)| c.is_ascii_digit() || *c == '.').is_some() {}
        let end = self.chars.peek().map_or(self.text.len(), |(at, _)| *at);
        let span = self.text[start..end].split_once("..").and_then(|(start, end)| {
            let span = Span {
                start: start.parse().ok()?,
                end: end.parse().ok()?,
            };
            (span.start <= span.end).then_some(span)
        });
        match span {
            Some(span) => Ok(Some(span)),
            None => Err(TextError {
                line: self.line,
                message: "a span reads `@start..end`".to_owned(),
            }),
        }
    }
}
