//! Placeholders of every style become identifiers that the parser takes wherever a value or a name may stand, and keep
//! their identity. Offsets in the prepared text lead back to the text that was given.

use crate::lex::{Kind, Lexer, Style, is_word};
use crate::model::Placeholder;

/// The text with its placeholders replaced.
pub(crate) struct Prepared {
    /// What the parser reads.
    pub sql: String,
    pub style: Style,
    marks: Vec<Mark>,
    /// Which marks may stand for more than a value: holes and `{name}`.
    soft: Vec<bool>,
    /// Where a run of the prepared text begins, and where its first byte comes from. A mark is a run of its own.
    runs: Vec<(usize, usize, bool)>,
    prefix: String,
}

/// What an identifier of ours stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// A placeholder.
    Bound(Placeholder),
    /// The end of an unfinished text.
    Open,
    /// What a fragment lacks in front.
    Missing,
}

/// Mark of the unfinished end: always the first one.
pub(crate) const OPEN: usize = 0;
/// Mark of what a fragment lacks: always the second one.
pub(crate) const MISSING: usize = 1;

impl Prepared {
    /// Prepares `text`, with `lead` (words of ours, in which `\u{0}` stands for the missing relation) in front of it.
    pub(crate) fn new(lead: &str, text: &str) -> Self {
        let style = Style::of(text);
        let mut prefix = String::from("zz_pw");
        // Ours must not be anyone's name. A text that holds all of these is hostile, and only spoils itself.
        for _ in 0..8 {
            if !text.contains(&prefix) {
                break;
            }
            prefix.push('q');
        }
        let mut this = Self {
            sql: String::with_capacity(text.len() + 64),
            style,
            marks: vec![Mark::Open, Mark::Missing],
            soft: vec![false, false],
            runs: vec![(0, 0, true)],
            prefix,
        };
        this.sql.push_str(&lead.replace('\u{0}', &this.identifier(MISSING)));
        Preparer {
            out: this,
            text,
            run: 0,
            anonymous: 0,
            braces: 0,
            before: Before::Nothing,
        }
        .run()
    }

    /// The identifier of a mark.
    pub(crate) fn identifier(&self, mark: usize) -> String {
        format!("{}{mark}z", self.prefix)
    }

    /// The mark that an identifier is as a whole.
    pub(crate) fn mark(&self, identifier: &str) -> Option<(usize, &Mark)> {
        let (before, number, after) = self.next_mark(identifier)?;
        (before.is_empty() && after.is_empty()).then_some(())?;
        Some((number, self.marks.get(number)?))
    }

    /// Cuts a text at its first mark.
    pub(crate) fn next_mark<'t>(&self, text: &'t str) -> Option<(&'t str, usize, &'t str)> {
        let mut from = 0;
        loop {
            let at = from + text.get(from..)?.find(&self.prefix)?;
            let digits = &text[at + self.prefix.len()..];
            let count = digits.bytes().take_while(u8::is_ascii_digit).count();
            if digits.as_bytes().get(count) == Some(&b'z')
                && let Ok(number) = digits[..count].parse::<usize>()
                && number < self.marks.len()
            {
                return Some((&text[..at], number, &digits[count + 1..]));
            }
            from = at + self.prefix.len();
        }
    }

    /// The placeholder that an identifier is as a whole, when it may stand for a clause.
    pub(crate) fn clause(&self, identifier: &str) -> Option<&Placeholder> {
        match self.mark(identifier)? {
            (number, Mark::Bound(placeholder)) if self.soft.get(number) == Some(&true) => Some(placeholder),
            _ => None,
        }
    }

    /// The first hole in an identifier or a string.
    pub(crate) fn hole_in(&self, text: &str) -> Option<u32> {
        let mut rest = text;
        while let Some((_, number, after)) = self.next_mark(rest) {
            if let Some(Mark::Bound(Placeholder::Hole(hole))) = self.marks.get(number) {
                return Some(*hole);
            }
            rest = after;
        }
        None
    }

    /// What a mark stands for.
    pub(crate) fn meaning(&self, number: usize) -> Option<&Mark> {
        self.marks.get(number)
    }

    /// A name as it was written: marks in it read as placeholders again.
    pub(crate) fn restore(&self, name: &str) -> String {
        if !name.contains(&self.prefix) {
            return name.to_owned();
        }
        let mut out = String::new();
        let mut rest = name;
        while let Some((before, number, after)) = self.next_mark(rest) {
            out.push_str(before);
            if let Some(Mark::Bound(placeholder)) = self.marks.get(number) {
                out.push_str(&spelling(placeholder));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The offset in the given text that an offset in the prepared text comes from.
    pub(crate) fn origin(&self, at: usize) -> usize {
        let index = self
            .runs
            .partition_point(|(start, _, _)| *start <= at)
            .saturating_sub(1);
        self.runs.get(index).map_or(
            0,
            |(start, origin, fixed)| if *fixed { *origin } else { origin + (at - start) },
        )
    }
}

fn spelling(placeholder: &Placeholder) -> String {
    match placeholder {
        Placeholder::Positional(n) => format!("${n}"),
        Placeholder::Anonymous(_) => "?".to_owned(),
        Placeholder::Named(name) => format!(":{name}"),
        Placeholder::Hole(n) => format!("$h{n}"),
    }
}

/// What stands before a place: decides whether `?` can be an operator.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Operand,
    Operator,
}

struct Preparer<'t> {
    out: Prepared,
    text: &'t str,
    /// Start of the text that is not copied yet.
    run: usize,
    anonymous: u32,
    braces: u32,
    before: Before,
}

impl Preparer<'_> {
    fn run(mut self) -> Prepared {
        let mut lexer = Lexer::new(self.text, self.out.style);
        let mut at = 0;
        loop {
            if let Some((placeholder, end)) = self.placeholder(at, &mut lexer) {
                self.replace(at, end, Mark::Bound(placeholder));
                self.before = Before::Operand;
                at = end;
                continue;
            }
            let Some(piece) = lexer.at(at) else { break };
            let body = &self.text[piece.start..piece.end];
            match piece.kind {
                Kind::Space | Kind::LineComment => {}
                Kind::BlockComment => {
                    if !piece.closed {
                        // Nothing can follow it; the parser would fail on it.
                        self.flush(piece.start);
                        self.run = self.text.len();
                    }
                }
                Kind::Text | Kind::Quoted if !piece.closed => {
                    self.replace(piece.start, piece.end, Mark::Open);
                    self.before = Before::Operand;
                }
                Kind::Text | Kind::Quoted => {
                    let quote = if body.starts_with(['e', 'E']) { 2 } else { 1 };
                    self.inside(piece.start, quote, piece.end, piece.kind == Kind::Text);
                    self.before = Before::Operand;
                }
                Kind::Dollar => self.before = Before::Operand,
                Kind::Word => {
                    self.before = if wants_value(body) {
                        Before::Operator
                    } else {
                        Before::Operand
                    };
                }
                Kind::Sign => {
                    let two = self.text.get(at..at + 2);
                    let vector = self.text.get(at..at + 3);
                    if matches!(vector, Some("<#>" | "<+>" | "<~>" | "<%>")) {
                        // Distances between vectors; to the parser they are all one.
                        self.flush(at + 1);
                        self.out.sql.push('-');
                        self.run = at + 2;
                        self.start_run();
                        at += 3;
                        self.before = Before::Operator;
                        continue;
                    }
                    if two == Some("%%") || two == Some("{{") || two == Some("}}") {
                        // An escape of a format string.
                        self.flush(at + 1);
                        self.run = at + 2;
                        self.start_run();
                        at += 2;
                        continue;
                    }
                    self.before = if matches!(body, ")" | "]") {
                        Before::Operand
                    } else {
                        Before::Operator
                    };
                    if body.is_empty() {
                        break;
                    }
                }
            }
            at = piece.end;
        }
        self.flush(self.text.len());
        self.out
    }

    /// The placeholder that begins here, and its end.
    fn placeholder(&mut self, at: usize, lexer: &mut Lexer) -> Option<(Placeholder, usize)> {
        let bytes = self.text.as_bytes();
        let sign = *bytes.get(at)?;
        if !matches!(sign, b'$' | b'?' | b':' | b'@' | b'%' | b'{') {
            return None;
        }
        let rest = &self.text[at + 1..];
        let previous = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        // A sign glued to what is before it is an operator: `a::b`, `a%b`, `x[1:n]`, `a@b`.
        let glued = is_word(previous) || matches!(previous, b')' | b']');
        let word = rest.bytes().take_while(|b| is_word(*b)).count();
        let name = &rest[..word];
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = (digits > 0 && digits == word)
            .then(|| name.parse::<u32>().ok())
            .flatten();
        let named = (word > 0 && digits == 0).then(|| Placeholder::Named(name.to_owned()));
        let end = at + 1 + word;
        match sign {
            b'$' => {
                if let Some((hole, end)) = hole_at(self.text, at) {
                    return Some((Placeholder::Hole(hole), end));
                }
                if glued {
                    return None;
                }
                if let Some(number) = numbered {
                    return Some((Placeholder::Positional(number), end));
                }
                if let Some(inner) = rest.strip_prefix('{')
                    && let Some(close) = inner.bytes().take(64).position(|b| b == b'}')
                    && inner.bytes().take(close).all(|b| is_word(b) || b == b'.')
                    && close > 0
                {
                    return Some((Placeholder::Named(inner[..close].to_owned()), at + 2 + close + 1));
                }
                if lexer.at(at).is_some_and(|piece| piece.kind == Kind::Dollar) {
                    return None;
                }
                Some((named?, end))
            }
            b'?' => {
                if let Some(number) = numbered {
                    return Some((Placeholder::Positional(number), end));
                }
                if word > 0 && !glued {
                    return None;
                }
                if self.before == Before::Operand && question_operates(rest) {
                    return None;
                }
                let n = self.anonymous;
                self.anonymous += 1;
                Some((Placeholder::Anonymous(n), at + 1))
            }
            b':' if glued || previous == b':' => None,
            b':' => match numbered {
                Some(number) => Some((Placeholder::Positional(number), end)),
                None => Some((named?, end)),
            },
            b'@' if glued || previous == b'@' => None,
            // `@0` is called so by the code that binds it
            b'@' if numbered.is_some() => Some((Placeholder::Named(name.to_owned()), end)),
            b'@' => Some((named?, end)),
            b'%' => {
                if let Some((name, length)) = percent_name(rest) {
                    return Some((Placeholder::Named(name.to_owned()), at + 1 + length));
                }
                let letter = word == 1 && matches!(name, "s" | "d" | "i" | "r" | "f" | "b" | "t");
                if !letter || (glued && self.before == Before::Operand) {
                    return None;
                }
                let n = self.anonymous;
                self.anonymous += 1;
                Some((Placeholder::Anonymous(n), end))
            }
            _ => self.brace(at, rest),
        }
    }

    /// `{}`, `{0}`, `{name!r:>10}`; ClickHouse's `{name:UInt64}`.
    fn brace(&mut self, at: usize, rest: &str) -> Option<(Placeholder, usize)> {
        let close = rest.bytes().take(80).position(|b| b == b'}')?;
        let inner = &rest.as_bytes()[..close];
        let spelled = inner.iter().all(|b| is_word(*b) || b".!:[]<>=,()".contains(b));
        if !spelled || rest.starts_with('{') {
            return None;
        }
        let inner = rest.get(..close)?;
        let name = inner.split(['!', ':']).next().unwrap_or_default();
        let end = at + 1 + close + 1;
        if name.is_empty() {
            let n = self.braces;
            self.braces += 1;
            return Some((Placeholder::Hole(n), end));
        }
        match name.parse::<u32>() {
            Ok(number) => Some((Placeholder::Hole(number), end)),
            Err(_) => Some((Placeholder::Named(name.to_owned()), end)),
        }
    }

    /// A string or a quoted name: as a whole a placeholder, or with holes in it. Other signs mean themselves there.
    fn inside(&mut self, start: usize, quote: usize, end: usize, text: bool) {
        let body = &self.text[start + quote..end - 1];
        if text {
            let whole = match body {
                "%s" => {
                    self.anonymous += 1;
                    Some(Placeholder::Anonymous(self.anonymous - 1))
                }
                _ => match hole_at(body, 0) {
                    Some((hole, end)) if end == body.len() => Some(Placeholder::Hole(hole)),
                    _ => body
                        .strip_prefix('%')
                        .and_then(percent_name)
                        .filter(|(_, length)| *length + 1 == body.len())
                        .map(|(name, _)| Placeholder::Named(name.to_owned())),
                },
            };
            if let Some(placeholder) = whole {
                self.replace(start, end, Mark::Bound(placeholder));
                // The quote may have been all that kept it from the next word.
                self.out.sql.push(' ');
                self.start_run();
                return;
            }
        }
        let mut at = start + quote;
        while let Some(found) = self.text[at..end].find("$h") {
            at += found;
            match hole_at(self.text, at) {
                Some((hole, after)) if after < end => {
                    self.replace(at, after, Mark::Bound(Placeholder::Hole(hole)));
                    at = after;
                }
                _ => at += 2,
            }
        }
    }

    fn start_run(&mut self) {
        self.out.runs.push((self.out.sql.len(), self.run, false));
    }

    fn flush(&mut self, end: usize) {
        if self.run == 0 {
            self.start_run();
        }
        if self.run < end {
            self.out.sql.push_str(&self.text[self.run..end]);
            self.run = end;
        }
    }

    fn replace(&mut self, start: usize, end: usize, mark: Mark) {
        self.flush(start);
        let number = if mark == Mark::Open {
            OPEN
        } else {
            let braced = self.text.as_bytes().get(start) == Some(&b'{');
            self.out
                .soft
                .push(braced || matches!(mark, Mark::Bound(Placeholder::Hole(_))));
            self.out.marks.push(mark);
            self.out.marks.len() - 1
        };
        self.out.runs.push((self.out.sql.len(), start, true));
        let identifier = self.out.identifier(number);
        self.out.sql.push_str(&identifier);
        self.run = end;
        self.start_run();
    }
}

/// `$h` and digits.
fn hole_at(text: &str, at: usize) -> Option<(u32, usize)> {
    let digits = text.get(at..)?.strip_prefix("$h")?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    Some((digits[..count].parse().ok()?, at + 2 + count))
}

/// `(name)s` after a percent sign: the name and the length of all.
fn percent_name(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('(')?;
    let close = inner.bytes().take(80).position(|b| b == b')')?;
    let name = inner.get(..close)?;
    let letter = *inner.as_bytes().get(close + 1)?;
    (letter.is_ascii_lowercase() && !name.is_empty()).then_some((name, close + 3))
}

/// Whether a `?` after an operand is JSON's: a string, an array or `|`, `&` follows.
fn question_operates(rest: &str) -> bool {
    let after = rest.trim_start();
    after.starts_with(['\'', '|', '&', '$', '?'])
        || after.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("array"))
}

/// Whether a word is one that a value follows.
pub(crate) fn wants_value(word: &str) -> bool {
    KEYWORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Words that a value follows.
const KEYWORDS: [&str; 43] = [
    "select",
    "where",
    "and",
    "or",
    "not",
    "in",
    "like",
    "ilike",
    "limit",
    "offset",
    "between",
    "values",
    "value",
    "set",
    "when",
    "then",
    "else",
    "case",
    "returning",
    "any",
    "all",
    "some",
    "on",
    "having",
    "by",
    "from",
    "interval",
    "top",
    "as",
    "distinct",
    "join",
    "using",
    "into",
    "update",
    "fetch",
    "next",
    "first",
    "is",
    "exists",
    "similar",
    "regexp",
    "rlike",
    "escape",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<Placeholder> {
        let prepared = Prepared::new("", text);
        prepared
            .marks
            .into_iter()
            .filter_map(|mark| if let Mark::Bound(p) = mark { Some(p) } else { None })
            .collect()
    }

    fn named(name: &str) -> Placeholder {
        Placeholder::Named(name.to_owned())
    }

    #[test]
    fn every_style_keeps_its_identity() {
        use Placeholder::{Anonymous, Hole, Positional};
        assert_eq!(marks("a = $2 AND b = $h7"), [Positional(2), Hole(7)]);
        assert_eq!(
            marks("a = ? AND b = ?3 LIMIT ?"),
            [Anonymous(0), Positional(3), Anonymous(1)]
        );
        assert_eq!(
            marks("a = :org AND b=@org_id AND c = $x"),
            [named("org"), named("org_id"), named("x")]
        );
        assert_eq!(marks("a = %s AND b IN %(ids)s"), [Anonymous(0), named("ids")]);
        assert_eq!(
            marks("a = {} AND b = {1} AND c = {x.y!r}"),
            [Hole(0), Hole(1), named("x.y")]
        );
        assert_eq!(marks("id = {id:UInt64} AND n = :1"), [named("id"), Positional(1)]);
        assert_eq!(marks("id = @0 AND n = @p1 AND x@2"), [named("0"), named("p1")]);
    }

    #[test]
    fn operators_and_literals_are_left_alone() {
        assert!(marks("a::uuid, b % s.x, c%d, '%s-x', '{}', ':x', '@y', '?', -- ? $1 :x\n a[1:2]").is_empty());
        assert!(marks("tags ? 'x' AND tags ?| array['a'] AND $f$ :x ? $1 $f$ = @@version").is_empty());
        assert_eq!(marks("tags ? 'x' AND a = ?"), [Placeholder::Anonymous(0)]);
    }

    #[test]
    fn a_string_that_is_a_hole_is_the_hole() {
        assert_eq!(
            marks("a = '$h0' AND b = '%s'"),
            [Placeholder::Hole(0), Placeholder::Anonymous(0)]
        );
        let prepared = Prepared::new("", "a LIKE '%$h0%'");
        assert_eq!(prepared.restore(&prepared.sql), "a LIKE '%$h0%'");
        assert_eq!(prepared.hole_in(&prepared.sql), Some(0));
    }

    #[test]
    fn offsets_lead_back() {
        let text = "é $1 + :name + x";
        let prepared = Prepared::new("SELECT ", text);
        let plus = prepared.sql.rfind('x').unwrap();
        assert_eq!(prepared.origin(plus), text.len() - 1);
        assert_eq!(
            prepared.origin(prepared.sql.find("zz_pw2z").unwrap() + 3),
            text.find('$').unwrap()
        );
        assert_eq!(prepared.origin(2), 0);
        let text = "a %% b";
        let prepared = Prepared::new("", text);
        assert_eq!(prepared.sql, "a % b");
        assert_eq!(prepared.origin(4), 5);
    }

    #[test]
    fn an_unclosed_string_is_open() {
        let prepared = Prepared::new("", "a = 'x");
        assert!(prepared.sql.ends_with(&prepared.identifier(OPEN)));
    }
}
