//! Small changes to the text that the grammar is given, where it would otherwise read valid code wrongly.
//!
//! Every change keeps each byte at its place, and the walk takes all names and strings from the text itself, so that nothing
//! of this is seen in a unit. What is changed:
//! - `a?.b` and `a?[b]` lose their `?`: the grammar lets it bind more loosely than every operator, so that `!a?.b` would be a
//!   member of `!a`. A unit does not tell the two accesses apart.
//! - Words that are modifiers in other places (`async ? x : y`) are spelled so that they are none.
//! - `extension<T>(IQueryable<T> rows) { … }`, which the grammar does not know, is spelled as a structure with a primary constructor;
//!   a receiver without a name is left out.
//! - The elements of a tuple lose their names where it is a type argument of a call: `F<(bool ok, string why)>(x)` would be comparisons.
//! - A directive on the last line gets the line break that the grammar insists on.

use std::borrow::Cow;
use std::ops::Range;

/// Modifiers that may also name things.
const WORDS: [&[u8]; 3] = [b"async", b"partial", b"required"];

/// The word that begins an extension block, and what it is spelled as.
pub(crate) const EXTENSION: &[u8] = b"extension";
const BLOCK: &[u8] = b"struct E_";

/// How far the head of an extension block may reach.
const HEAD: usize = 600;

/// The text to parse.
pub(crate) fn masked(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let mut out = Cow::Borrowed(bytes);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'?' if is_access(bytes, at) => out.to_mut()[at] = b' ',
            b'<' => {
                for name in names_of_elements(bytes, at) {
                    out.to_mut()[name].fill(b' ');
                }
            }
            b'e' => {
                if let Some(unnamed) = extension_block(bytes, at) {
                    let out = out.to_mut();
                    out[at..at + EXTENSION.len()].copy_from_slice(BLOCK);
                    out[unnamed].fill(b' ');
                }
            }
            b'a' | b'p' | b'r' => {
                if let Some(last) = named_like_a_modifier(bytes, at) {
                    out.to_mut()[last].make_ascii_uppercase();
                }
            }
            _ => {}
        }
    }
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    if last_line.trim_start().starts_with('#') {
        out.to_mut().push(b'\n');
    }
    out
}

/// Whether the `?` at `at` is that of `a?.b` or `a?[b]`. `a ?.5 : b` and `a ?..b : c` choose; so does `a ? [b] : c`, which is
/// told from an access by its spaces.
fn is_access(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'.') => bytes
            .get(at + 2)
            .is_some_and(|next| !next.is_ascii_digit() && *next != b'.'),
        Some(b'[') => at > 0 && (is_word(bytes[at - 1]) || matches!(bytes[at - 1], b')' | b']' | b'>')),
        _ => false,
    }
}

/// The last byte of a modifier's word at `at`, when what follows shows that it is a name here.
fn named_like_a_modifier(bytes: &[u8], at: usize) -> Option<usize> {
    let word = WORDS.into_iter().find(|word| bytes[at..].starts_with(word))?;
    if at > 0 && (is_word(bytes[at - 1]) || bytes[at - 1] == b'@') {
        return None;
    }
    let after = &bytes[at + word.len()..];
    let next = after.iter().find(|byte| !byte.is_ascii_whitespace())?;
    let names = matches!(
        next,
        b')' | b'?' | b',' | b';' | b':' | b'.' | b'=' | b'!' | b'&' | b'|' | b']' | b'}' | b'+' | b'-'
    );
    names.then_some(at + word.len() - 1)
}

/// The names of the elements of a tuple type that is all of a call's type arguments, which begin at `at`.
fn names_of_elements(bytes: &[u8], at: usize) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    if bytes.get(at + 1) != Some(&b'(') {
        return names;
    }
    // the word under way, and whether a type was read before it
    let (mut depth, mut word, mut typed) = (0_u32, None, false);
    for here in at + 2..bytes.len().min(at + HEAD) {
        let byte = bytes[here];
        if is_word(byte) {
            word = word.or(Some((here, typed)));
            continue;
        }
        let ended: Option<(usize, bool)> = word.take();
        match byte {
            b',' | b')' if depth == 0 => {
                names.extend(ended.filter(|(_, named)| *named).map(|(from, _)| from..here));
                typed = false;
                if byte == b')' {
                    return if bytes[here + 1..].starts_with(b">(") {
                        names
                    } else {
                        Vec::new()
                    };
                }
            }
            b' ' => typed |= ended.is_some() && depth == 0,
            b'.' => typed = false,
            b'<' | b'[' | b'(' => depth += 1,
            b'>' | b']' | b')' => (depth, typed) = (depth.saturating_sub(1), true),
            b'?' => typed = true,
            b',' => {}
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// Whether an extension block begins at `at`, and the brackets to leave out because they hold a type and no name. A block stands first on its
/// line, or behind another declaration, and its head ends with a brace.
fn extension_block(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    if !bytes[at..].starts_with(EXTENSION) {
        return None;
    }
    let before = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
    if !matches!(before, None | Some(b'\n' | b'\r' | b'{' | b'}' | b';')) {
        return None;
    }
    let end = bytes.len().min(at + HEAD);
    let (mut angles, mut round) = (0_u32, None);
    let mut named = false;
    for here in at + EXTENSION.len()..end {
        match (bytes[here], round) {
            (b'<', _) => angles += 1,
            (b'>', _) => angles = angles.checked_sub(1)?,
            (b'(', None) if angles == 0 => round = Some(here),
            (byte, None) if angles == 0 && !byte.is_ascii_whitespace() => return None,
            (b')', Some(open)) if angles == 0 => {
                let rest = bytes[here + 1..end]
                    .iter()
                    .position(|byte| !byte.is_ascii_whitespace())?;
                let rest = &bytes[here + 1 + rest..];
                let whole = rest.starts_with(b"{") || rest.starts_with(b"where");
                let unnamed = if named { 0..0 } else { open..here + 1 };
                return whole.then_some(unnamed);
            }
            (b';' | b'{' | b'}', _) => return None,
            (byte, Some(open)) if angles == 0 && byte.is_ascii_whitespace() => {
                named |= bytes[open + 1..here].iter().any(|byte| !byte.is_ascii_whitespace())
                    && bytes.get(here + 1).is_some_and(|next| is_word(*next) || *next == b'@');
            }
            _ => {}
        }
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
