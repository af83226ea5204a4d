//! Looks at the raw text before anything recursive does: how deep it nests, and which of its comments speak to us.
//!
//! Both the parser and the lowering recurse once for each bracket and for each prefix (`!`, `&`, `|x|`, `A<`, `a =`), so
//! what bounds those on every path through the text bounds the stack. Must not know what the text means.

use partywall_ir::{Directive, Span};

/// Brackets within brackets.
const MAX_BRACKETS: u32 = 128;
/// Prefixes and other right-recursive tokens, summed over the statements that are open at once.
const MAX_PREFIXES: u32 = 512;
/// Angle brackets or closures that may be open at once; comparisons cannot always be told from them.
const MAX_ANGLES: u32 = 256;
/// Tokens of one statement, not counting what is in brackets inside it: a chain this long is dropped recursively.
const MAX_CHAIN: u32 = 8_000;

/// What the text looks like before it is parsed.
#[derive(Debug, Default)]
pub struct Scan {
    /// Comments that begin with `partywall:`.
    pub directives: Vec<Directive>,
    /// Where the text became too deep to be parsed.
    pub too_deep: Option<Span>,
}

/// Scans a text whose first byte stands at `base` of the file.
pub fn scan(text: &str, base: usize) -> Scan {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        base,
        levels: vec![Level::default()],
        prefixes: 0,
        out: Scan::default(),
    };
    while scanner.at < scanner.bytes.len() {
        let start = scanner.at;
        if let Some(token) = scanner.next()
            && scanner.measure(token)
        {
            scanner.out.too_deep = Some(Span::new(base + start, base + scanner.at));
            break;
        }
        if scanner.at == start {
            scanner.at += 1;
        }
    }
    scanner.out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Literal,
    Open,
    Close,
    Op(&'a str),
}

/// What kind of token stood before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Before {
    /// Nothing, a separator, an operator or a keyword: an operator here is a prefix.
    #[default]
    Start,
    /// A name.
    Name,
    /// A literal or a closing parenthesis or bracket.
    Value,
    /// The brace that closed an arm's body: whatever follows begins anew.
    ArmBody,
    /// Another closing brace: what follows may continue the expression.
    Brace,
    /// `=>`.
    Arrow,
    /// `else`: an `if` here is parsed in a loop.
    Else,
}

#[derive(Clone, Copy, Debug, Default)]
struct Level {
    prefixes: u32,
    angles: u32,
    /// Closures begun; a comma does not tell that they ended.
    closures: u32,
    chain: u32,
    in_use: bool,
    arm_body: bool,
    brace: bool,
    before: Before,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    base: usize,
    levels: Vec<Level>,
    /// Sum of the levels' prefixes.
    prefixes: u32,
    out: Scan,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or_default()
    }

    fn next(&mut self) -> Option<Token<'a>> {
        let byte = self.peek(0);
        match byte {
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'"' => return Some(self.string()),
            b'\'' => return Some(self.quote()),
            b'0'..=b'9' => return Some(self.number()),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => return self.word(),
            b'(' | b'[' | b'{' => {
                self.at += 1;
                return Some(Token::Open);
            }
            b')' | b']' | b'}' => {
                self.at += 1;
                return Some(Token::Close);
            }
            _ if byte.is_ascii_punctuation() => return Some(self.operator()),
            _ => self.at += 1,
        }
        None
    }

    fn line_comment(&mut self) {
        let start = self.at;
        let end = self.bytes[start..]
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(self.bytes.len(), |n| start + n);
        self.at = end;
        self.comment(
            start,
            end,
            self.text
                .get(start..end)
                .unwrap_or_default()
                .trim_start_matches(['/', '!']),
        );
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0_u32;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        let whole = self.text.get(start..self.at).unwrap_or_default();
        let inner = whole
            .strip_suffix("*/")
            .unwrap_or(whole)
            .trim_start_matches(['/', '*', '!']);
        self.comment(start, self.at, inner);
    }

    fn comment(&mut self, start: usize, end: usize, text: &str) {
        if let Some(said) = text.trim_start().strip_prefix("partywall:") {
            let span = Span::new(self.base + start, self.base + end);
            self.out.directives.push(Directive {
                text: said.trim().into(),
                span,
            });
        }
    }

    fn string(&mut self) -> Token<'a> {
        self.at += 1;
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        Token::Literal
    }

    /// A raw string, whose hashes begin here; false when this is none.
    fn raw_string(&mut self) -> bool {
        let hashes = self.bytes[self.at..].iter().take_while(|byte| **byte == b'#').count();
        if self.peek(hashes) != b'"' {
            return false;
        }
        self.at += hashes + 1;
        while self.at < self.bytes.len() {
            let closes = self.peek(0) == b'"' && (1..=hashes).all(|n| self.peek(n) == b'#');
            self.at += 1;
            if closes {
                self.at += hashes;
                break;
            }
        }
        true
    }

    /// A character or a lifetime.
    fn quote(&mut self) -> Token<'a> {
        self.at += 1;
        if self.peek(0) == b'\\' {
            self.at += 2;
            while self.at < self.bytes.len() && !matches!(self.peek(0), b'\'' | b'\n') {
                self.at += 1;
            }
            self.at = (self.at + 1).min(self.bytes.len());
            return Token::Literal;
        }
        let width = self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        if self.peek(width) == b'\'' {
            self.at += width + 1;
            return Token::Literal;
        }
        self.skip_word();
        Token::Op("'")
    }

    fn number(&mut self) -> Token<'a> {
        self.skip_word();
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.at += 1;
            self.skip_word();
        }
        Token::Literal
    }

    fn skip_word(&mut self) {
        while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80..) {
            self.at += 1;
        }
    }

    fn word(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        self.skip_word();
        let word = self.text.get(start..self.at)?;
        match (word, self.peek(0)) {
            ("r" | "br" | "cr", b'"' | b'#') if self.raw_string() => Some(Token::Literal),
            ("r", b'#') => {
                self.at += 1;
                self.skip_word();
                Some(Token::Word("r#"))
            }
            ("b" | "c", b'"') => Some(self.string()),
            ("b", b'\'') => Some(self.quote()),
            _ => Some(Token::Word(word)),
        }
    }

    fn operator(&mut self) -> Token<'a> {
        const LONG: [&str; 25] = [
            "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=",
            "%=", "^=", "&=", "|=", "<<", ">>", "..", "##",
        ];
        let rest = &self.text[self.at..];
        let long = matches!(self.peek(1), b'=' | b'>' | b'<' | b':' | b'&' | b'|' | b'.' | b'#');
        let op = LONG
            .into_iter()
            .find(|op| long && rest.starts_with(op))
            .unwrap_or_else(|| &rest[..1]);
        self.at += op.len();
        Token::Op(op)
    }

    /// Counts a token; true when the text is too deep.
    fn measure(&mut self, token: Token<'a>) -> bool {
        let depth = self.levels.len() as u32;
        let Some(level) = self.levels.last_mut() else {
            return true;
        };
        level.chain += 1;
        let before = std::mem::take(&mut level.before);
        let continues = matches!(token, Token::Op(op) if op != "#")
            || matches!(token, Token::Open | Token::Word("else" | "as" | "in"));
        if before == Before::ArmBody || (before == Before::Brace && !continues) {
            self.prefixes -= level.prefixes;
            *level = Level {
                arm_body: level.arm_body,
                brace: level.brace,
                ..Level::default()
            };
        }
        match token {
            Token::Literal => level.before = Before::Value,
            Token::Word(word) => {
                level.before = Before::Start;
                match word {
                    "use" => level.in_use = true,
                    "else" => level.before = Before::Else,
                    "if" if before == Before::Else => {}
                    "return" | "break" | "yield" | "if" | "match" | "while" | "for" | "loop" | "let" | "unsafe"
                    | "async" | "move" | "const" | "static" | "mut" | "ref" | "dyn" | "impl" | "box" | "try"
                    | "raw" | "fn" | "extern" => {
                        level.prefixes += 1;
                        self.prefixes += 1;
                    }
                    "in" | "as" | "where" | "pub" => {}
                    _ => level.before = Before::Name,
                }
            }
            Token::Open => {
                let brace = self.bytes[self.at - 1] == b'{';
                let (in_use, arm_body) = (level.in_use, brace && before == Before::Arrow);
                self.levels.push(Level {
                    in_use,
                    arm_body,
                    brace,
                    ..Level::default()
                });
                return depth > MAX_BRACKETS;
            }
            Token::Close => {
                if depth > 1 {
                    let closed = self.levels.pop().unwrap_or_default();
                    self.prefixes -= closed.prefixes;
                    if let Some(level) = self.levels.last_mut() {
                        level.before = match (closed.brace, closed.arm_body) {
                            (true, true) => Before::ArmBody,
                            (true, false) => Before::Brace,
                            (false, _) => Before::Value,
                        };
                    }
                }
                return false;
            }
            Token::Op(op) => {
                let infix = matches!(before, Before::Name | Before::Value);
                let mut prefixes = 0;
                match op {
                    ";" => {
                        self.prefixes -= level.prefixes;
                        *level = Level {
                            arm_body: level.arm_body,
                            brace: level.brace,
                            ..Level::default()
                        };
                    }
                    "," => {
                        self.prefixes -= level.prefixes;
                        level.prefixes = 0;
                        level.chain = 0;
                    }
                    "=>" => {
                        level.angles = 0;
                        level.closures = 0;
                        level.before = Before::Arrow;
                    }
                    "<" | "<<" if before != Before::Value => {
                        level.angles += op.len() as u32;
                        prefixes = op.len() as u32;
                    }
                    ">" | ">>" => {
                        level.angles = level.angles.saturating_sub(op.len() as u32);
                        level.before = Before::Value;
                    }
                    "=" | "->" | "@" | ".." | "..=" | "..." | "'" | "#" | "?" if op != "?" || !infix => {
                        prefixes = u32::from(op != "#");
                    }
                    "?" => level.before = Before::Value,
                    "|" | "||" if !infix => {
                        level.closures += 1;
                        prefixes = 1;
                    }
                    "::" => prefixes = u32::from(level.in_use),
                    _ if op.len() > 1 && op.ends_with('=') && !matches!(op, "==" | "!=" | "<=" | ">=") => prefixes = 1,
                    _ if !infix => prefixes = op.len() as u32,
                    _ => {}
                }
                level.prefixes += prefixes;
                self.prefixes += prefixes;
            }
        }
        level.chain > MAX_CHAIN || level.angles.max(level.closures) > MAX_ANGLES || self.prefixes > MAX_PREFIXES
    }
}
