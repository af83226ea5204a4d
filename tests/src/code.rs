//! Rust source with what is no code blanked, so that a word can be looked for in the code alone.

/// What to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Code and strings.
    Strings,
    /// Code alone.
    Code,
}

/// The text with comments, and perhaps strings, replaced by spaces; lines stay where they are.
pub fn blank(text: &str, keep: Keep) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let (length, code) = piece(&text[at..], out.chars().next_back());
        let piece = &text[at..at + length];
        let is_comment = piece.starts_with("//") || piece.starts_with("/*");
        if code || (keep == Keep::Strings && !is_comment) {
            out.push_str(piece);
        } else {
            out.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        at += length;
    }
    out
}

/// The text before its unit tests, which stand last in a file.
pub fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

/// The length of what the text begins with, and whether it is code.
fn piece(text: &str, before: Option<char>) -> (usize, bool) {
    let first = text.chars().next().map_or(1, char::len_utf8);
    if text.starts_with("//") {
        (text.find('\n').unwrap_or(text.len()), false)
    } else if text.starts_with("/*") {
        (block_comment(text), false)
    } else if text.starts_with('"') {
        (string(text), false)
    } else if text.starts_with('r') && !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        raw_string(text).map_or((first, true), |length| (length, false))
    } else if text.starts_with('\'') {
        character(text).map_or((first, true), |length| (length, false))
    } else {
        (first, true)
    }
}

fn block_comment(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(2 + hashes + length)
}

/// A character literal; none for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
        return chars.find(|(_, c)| *c == '\'').map(|(at, _)| at + 1);
    }
    let (at, second) = chars.next()?;
    (second == '\'').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_told_from_code() {
        let text = "let a = \"x // \\\" y\"; // z\nlet b: &'a str = r#\"q\" w\"#; /* k /* l */ m */ let c = '\"'; let d = '\\'';";
        let code = blank(text, Keep::Code);
        for word in ["x", "y", "z", "q", "w", "k", "l ", "m ", "\""] {
            assert!(!code.replace("let ", "").contains(word), "{word}: {code}");
        }
        for word in ["let a", "let b: &'a str", "let c", "let d"] {
            assert!(code.contains(word), "{word}: {code}");
        }
        assert_eq!((code.len(), code.lines().count()), (text.len(), 2));
        let strings = blank(text, Keep::Strings);
        assert!(strings.contains("x // ") && strings.contains("q\" w") && !strings.contains('z'));
    }

    #[test]
    fn tests_are_cut_off() {
        assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {}"), "a\n");
    }
}
