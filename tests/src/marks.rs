//! What a source says that an analysis should find in it: `//~ rule` in C# and Rust, `#~ rule` in Python, `--~ rule` in SQL.
//!
//! A mark speaks of its own line, or of the line above for each `^`. Several are separated by commas. `verdict scoped` is what the
//! engine believes of an access that begins there, `rule pedantic` a report for another persona than the rule's own, `MISSING rule` a
//! known miss, `SPURIOUS rule` a known false alarm, `gap` a place that is not understood, and `clean`, on the first line, that there is
//! nothing to find in the file.

use partywall_engine::facts::Verdict;
use partywall_report::Persona;

/// What is expected of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The rule reports it, to its own persona.
    Rule(String),
    /// The rule reports it to this persona.
    For(String, &'static str),
    /// The rule should report it and does not.
    Missing(String),
    /// The rule reports it and should not.
    Spurious(String),
    /// An access has this verdict.
    Verdict(&'static str),
    /// Something was not understood.
    Gap,
    /// Nothing is to be found in the whole file.
    Clean,
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The line that it speaks of, from 1.
    pub line: u32,
    /// What it says of it.
    pub expected: Expected,
}

/// A mark that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub message: String,
}

/// What begins a mark in a file, by its extension; none for a file that holds no marks.
pub fn token(extension: &str) -> Option<&'static str> {
    match extension {
        "cs" | "rs" => Some("//~"),
        "py" => Some("#~"),
        "sql" => Some("--~"),
        _ => None,
    }
}

/// All marks of a text whose marks begin with `token`, and what is wrong with them. `rules` are the ids that there are.
pub fn read(text: &str, token: &str, rules: &[&str]) -> (Vec<Mark>, Vec<Fault>) {
    let (mut marks, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in (1_u32..).zip(text.lines()) {
        let mut fault = |message: String| faults.push(Fault { line: number, message });
        if let Some(other) = ["//~", "#~", "--~"]
            .iter()
            .find(|other| **other != token && line.contains(*other))
        {
            fault(format!("a mark begins with `{token}` here, not with `{other}`"));
        }
        let spaced = format!("{} ~", token.trim_end_matches('~'));
        if line.contains(&spaced) {
            fault(format!("a mark begins with `{token}`, without a space in it"));
        }
        for words in line.split(token).skip(1) {
            let up = words.bytes().take_while(|byte| *byte == b'^').count();
            let target = u32::try_from(up)
                .ok()
                .and_then(|up| number.checked_sub(up))
                .filter(|line| *line > 0);
            let Some(target) = target else {
                fault("a mark points above the first line".to_owned());
                continue;
            };
            for words in words[up..].split(',') {
                match one(words.trim(), rules) {
                    Ok(Expected::Clean) if target != 1 => fault("`clean` stands on the first line".to_owned()),
                    Ok(expected) => marks.push(Mark { line: target, expected }),
                    Err(message) => fault(message),
                }
            }
        }
    }
    let clean = |mark: &Mark| mark.expected == Expected::Clean;
    if let Some(other) = marks.iter().find(|mark| !clean(mark))
        && marks.iter().any(clean)
    {
        let message = "a file that is `clean` has no other mark".to_owned();
        faults.push(Fault {
            line: other.line,
            message,
        });
    }
    (marks, faults)
}

fn one(words: &str, rules: &[&str]) -> Result<Expected, String> {
    let rule = |id: &str| {
        let known = rules.contains(&id);
        known
            .then(|| id.to_owned())
            .ok_or_else(|| format!("there is no rule `{id}`"))
    };
    let mut parts = words.split_whitespace();
    let expected = match (parts.next(), parts.next(), parts.next()) {
        (Some("clean"), None, _) => Expected::Clean,
        (Some("gap"), None, _) => Expected::Gap,
        (Some("MISSING"), Some(id), None) => Expected::Missing(rule(id)?),
        (Some("SPURIOUS"), Some(id), None) => Expected::Spurious(rule(id)?),
        (Some(id), Some(word), None) if !matches!(id, "verdict" | "MISSING" | "SPURIOUS") => {
            let personas = [Persona::Regular, Persona::Pedantic, Persona::Auditor];
            let known = personas
                .iter()
                .map(|persona| persona.word())
                .find(|known| *known == word);
            Expected::For(rule(id)?, known.ok_or_else(|| format!("there is no persona `{word}`"))?)
        }
        (Some("verdict"), Some(word), None) => {
            let known = Verdict::ALL
                .iter()
                .map(|verdict| verdict.word())
                .find(|known| *known == word);
            Expected::Verdict(known.ok_or_else(|| format!("there is no verdict `{word}`"))?)
        }
        (Some(id), None, _) => Expected::Rule(rule(id)?),
        _ => return Err(format!("`{words}` is no mark")),
    };
    Ok(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [&str; 2] = ["late-check", "open-check"];

    fn expected(text: &str) -> Vec<(u32, Expected)> {
        let (marks, faults) = read(text, "#~", &RULES);
        assert_eq!(faults, []);
        marks.into_iter().map(|mark| (mark.line, mark.expected)).collect()
    }

    fn fault(text: &str) -> String {
        let (marks, mut faults) = read(text, "#~", &RULES);
        assert_eq!((marks.len(), faults.len()), (0, 1), "{text}");
        faults.remove(0).message
    }

    #[test]
    fn marks_say_which_line_and_what() {
        let late = || Expected::Rule("late-check".to_owned());
        let open = "open-check".to_owned();
        assert_eq!(expected("a\nb  #~ late-check\n"), [(2, late())]);
        assert_eq!(
            expected(
                "a\nb\n#~^^ late-check, MISSING open-check #~^ SPURIOUS open-check\nc  #~ verdict wrongly-scoped,gap"
            ),
            [
                (1, late()),
                (1, Expected::Missing(open.clone())),
                (2, Expected::Spurious(open)),
                (4, Expected::Verdict("wrongly-scoped")),
                (4, Expected::Gap),
            ]
        );
        let pedantic = Expected::For("late-check".to_owned(), "pedantic");
        assert_eq!(expected("a  #~ late-check pedantic"), [(1, pedantic)]);
        assert_eq!(expected("#~ clean\nb"), [(1, Expected::Clean)]);
        assert_eq!(expected("a # ordinary ~ comment"), []);
    }

    #[test]
    fn what_is_no_mark_is_said() {
        assert_eq!(fault("a #~ lat-check"), "there is no rule `lat-check`");
        assert_eq!(fault("a #~ verdict fine"), "there is no verdict `fine`");
        assert_eq!(fault("a #~ late-check nobody"), "there is no persona `nobody`");
        assert_eq!(fault("a #~ late-check and more"), "`late-check and more` is no mark");
        assert_eq!(fault("a #~"), "`` is no mark");
        assert_eq!(fault("a\nb #~ clean"), "`clean` stands on the first line");
        assert_eq!(fault("a #~^ late-check"), "a mark points above the first line");
        assert!(fault("a //~ late-check").contains("not with `//~`"));
        assert!(fault("a # ~ late-check").contains("without a space"));
        let (_, faults) = read("#~ clean\na #~ late-check", "#~", &RULES);
        assert_eq!(faults[0].message, "a file that is `clean` has no other mark");
    }
}
