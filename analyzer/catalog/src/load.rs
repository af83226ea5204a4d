//! Reading one framework file, with errors that a person can act on.

use crate::FrameworkFile;
use partywall_ir::Language;
use std::ops::Range;

/// Why a framework file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file's name, as it was given.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and the nearest valid word where there is one.
    pub message: String,
}

/// Reads the text of a framework file. `file` only names it in errors.
pub fn parse(file: &str, text: &str) -> Result<FrameworkFile, LoadError> {
    let failed = |(line, message)| LoadError {
        file: file.to_owned(),
        line,
        message,
    };
    let parsed: FrameworkFile = toml::from_str(text).map_err(|error| failed(explain(&error, text)))?;
    check(&parsed, text).map_err(failed)?;
    Ok(parsed)
}

/// What a TOML error means: its line, and a message that names the nearest valid word instead of listing all of them.
pub fn explain(error: &toml::de::Error, text: &str) -> (Option<usize>, String) {
    let line = error.span().map(|span| line_of(text, &span));
    (line, reword(error.message()))
}

/// The word of `known` that `word` was most likely meant to be.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|other| {
            (
                strsim::damerau_levenshtein(&folded, &other.to_lowercase().replace('_', "-")),
                other,
            )
        })
        .filter(|(distance, other)| *distance <= 1 + word.len().max(other.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
}

/// `unknown …` with the nearest of the valid words, or with all of them when none is near.
pub fn unknown<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("unknown {what} `{word}`: did you mean `{near}`?"),
        None => format!("unknown {what} `{word}`: expected {}", quoted(&known)),
    }
}

fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "none".to_owned(),
    }
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    1 + text
        .as_bytes()
        .iter()
        .take(span.start)
        .filter(|byte| **byte == b'\n')
        .count()
}

/// serde says `unknown field `x`, expected one of `a`, `b``; we say which of them was meant.
fn reword(message: &str) -> String {
    let message = message.trim();
    for (start, what) in [("unknown field ", "key"), ("unknown variant ", "word")] {
        let Some(rest) = message.strip_prefix(start) else {
            continue;
        };
        // Every second piece between backquotes is a word: first the wrong one, then the valid ones.
        let mut words = rest.split('`').skip(1).step_by(2);
        if let Some(wrong) = words.next() {
            return unknown(what, wrong, words);
        }
    }
    message.to_owned()
}

/// What the types cannot say: closed vocabularies inside strings.
fn check(file: &FrameworkFile, text: &str) -> Result<(), (Option<usize>, String)> {
    let header = &file.framework;
    let languages = || Language::ALL.into_iter().map(Language::id).chain(["any"]);
    if !languages().any(|id| id == header.language) {
        return Err((
            key_line(text, "framework", 0, "language"),
            unknown("language", &header.language, languages()),
        ));
    }
    if header.id.is_empty()
        || !header
            .id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        let message = format!("`{}` is no id: lower-case words with hyphens between them", header.id);
        return Err((key_line(text, "framework", 0, "id"), message));
    }
    for (at, row) in file.relation.iter().enumerate() {
        if !(row.target.is_empty() || row.target == "type" || argument(&row.target)) {
            let message = unknown("target", &row.target, ["arg0", "arg:NAME", "type"]);
            return Err((key_line(text, "relation", at, "target"), message));
        }
    }
    for (at, row) in file.entry.iter().enumerate() {
        if !(row.handler.is_empty() || matches!(row.handler.as_str(), "last" | "inner") || argument(&row.handler)) {
            let message = unknown("handler", &row.handler, ["arg0", "arg1", "last", "inner"]);
            return Err((key_line(text, "entry", at, "handler"), message));
        }
    }
    Ok(())
}

/// `arg` and a number, or `arg:` and a name.
fn argument(word: &str) -> bool {
    let Some(rest) = word.strip_prefix("arg") else {
        return false;
    };
    match rest.strip_prefix(':') {
        Some(name) => !name.is_empty(),
        None => !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// The line of a key in the `nth` table of a name; the line of the table's heading when the key is not found.
fn key_line(text: &str, table: &str, nth: usize, key: &str) -> Option<usize> {
    let heading = |line: &str| {
        let name = line.trim().trim_start_matches('[');
        line.trim_start().starts_with('[') && name.split(']').next().is_some_and(|name| name.trim() == table)
    };
    let (start, _) = text.lines().enumerate().filter(|(_, line)| heading(line)).nth(nth)?;
    let inside = text
        .lines()
        .enumerate()
        .skip(start + 1)
        .take_while(|(_, line)| !line.starts_with('['));
    let named = |line: &str| {
        line.trim_start()
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    Some(
        1 + inside
            .into_iter()
            .find(|(_, line)| named(line))
            .map_or(start, |(at, _)| at),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[framework]\nid = \"house\"\nlanguage = \"python\"\n";

    fn error(rest: &str) -> (Option<usize>, String) {
        let error = parse("house.toml", rest).unwrap_err();
        assert_eq!(error.file, "house.toml");
        (error.line, error.message)
    }

    #[test]
    fn a_good_file_is_read() {
        let file = parse("house.toml", &format!("{HEAD}[[query]]\ncall = [\"fetch\"]\n")).unwrap();
        assert_eq!(
            (file.framework.id.as_str(), file.query[0].call[0].as_str()),
            ("house", "fetch")
        );
    }

    #[test]
    fn an_unknown_key_names_the_nearest_one_and_its_line() {
        let (line, message) = error(&format!("{HEAD}\n[[query]]\ncal = [\"fetch\"]\n"));
        assert_eq!(
            (line, message.as_str()),
            (Some(6), "unknown key `cal`: did you mean `call`?")
        );
        let (line, message) = error(&format!("{HEAD}[[step]]\nfails_closed = true\n"));
        assert_eq!(
            (line, message.as_str()),
            (Some(5), "unknown key `fails_closed`: did you mean `fails-closed`?")
        );
    }

    #[test]
    fn an_unknown_table_or_word_is_named_too() {
        let (line, message) = error(&format!("{HEAD}[[querry]]\ncall = [\"fetch\"]\n"));
        assert_eq!(
            (line, message.as_str()),
            (Some(4), "unknown key `querry`: did you mean `query`?")
        );
        let (line, message) = error(&format!("{HEAD}[[guard]]\ncall = [\"can\"]\nproves = \"tenent\"\n"));
        assert_eq!(
            (line, message.as_str()),
            (Some(6), "unknown word `tenent`: did you mean `tenant`?")
        );
    }

    #[test]
    fn far_words_get_the_whole_list() {
        let (_, message) = error(&format!("{HEAD}[[stop]]\nwhatever = 1\n"));
        assert_eq!(
            message,
            "unknown key `whatever`: expected `call`, `value`, `unless` or `status`"
        );
    }

    #[test]
    fn closed_vocabularies_inside_strings_are_checked() {
        let (line, message) = error("[framework]\nid = \"x\"\nlanguage = \"pyton\"\n");
        assert_eq!(
            (line, message.as_str()),
            (Some(3), "unknown language `pyton`: did you mean `python`?")
        );
        let rows =
            "[[relation]]\ncall = [\"a\"]\ntarget = \"arg0\"\n\n[[relation]]\ncall = [\"b\"]\ntarget = \"typ\"\n";
        let (line, message) = error(&format!("{HEAD}{rows}"));
        assert_eq!(
            (line, message.as_str()),
            (Some(10), "unknown target `typ`: did you mean `type`?")
        );
        let (line, message) = error(&format!("{HEAD}[[entry]]\ncall = [\"get\"]\nhandler = \"lats\"\n"));
        assert_eq!(
            (line, message.as_str()),
            (Some(6), "unknown handler `lats`: did you mean `last`?")
        );
        let (line, _) = error("[framework]\nid = \"X y\"\nlanguage = \"python\"\n");
        assert_eq!(line, Some(2));
    }

    #[test]
    fn broken_syntax_has_a_line() {
        let (line, _) = error(&format!("{HEAD}[[query]\n"));
        assert_eq!(line, Some(4));
    }
}
