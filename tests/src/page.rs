//! A rule's page: its sections, and its examples as cases.

use crate::case::{Case, Source, below};
use crate::tree;
use std::path::Path;

/// Sections that every page has, in this order.
pub const SECTIONS: [&str; 5] = [
    "What it does",
    "Why it matters",
    "Examples",
    "What counts as safe",
    "Limits",
];

/// Words behind the fence of an example, and the extension of the file that it becomes.
const LANGUAGES: [(&str, &str); 4] = [("cs", "cs"), ("py", "py"), ("rs", "rs"), ("sql", "sql")];

/// Words that would leave an example out without a word about it.
const UNTAGGED: [&str; 5] = ["csharp", "c#", "python", "rust", "postgresql"];

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Its examples.
    pub examples: Vec<Case>,
    /// What is wrong with its form.
    pub faults: Vec<String>,
}

/// Reads a page. `origin` is its path in the repository, `preludes` the folder of what examples may be put beside.
pub fn read(origin: &str, id: &str, text: &str, preludes: &Path) -> Page {
    let mut page = Page {
        examples: Vec::new(),
        faults: sections(origin, id, text),
    };
    let mut lines = (1_u32..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| !line.starts_with("```"))
            .collect();
        let name = format!("{id}/{}", page.examples.len() + 1);
        match example(origin, number, info, &body.join("\n"), preludes) {
            Ok(Some(sources)) => page.examples.push(Case { name, sources }),
            Ok(None) => {}
            Err(fault) => page.faults.push(format!("{origin}:{number}: {fault}")),
        }
    }
    let leaks = |case: &&Case| marks_of(case).any(|mark| mark == id);
    let safe = |case: &&Case| {
        let marks: Vec<&str> = marks_of(case).collect();
        marks.contains(&"clean") || (marks.iter().any(|mark| mark.starts_with("verdict ")) && !marks.contains(&id))
    };
    if !page.examples.iter().any(|case| leaks(&case)) {
        page.faults
            .push(format!("{origin}: no example leaks: one is marked `~ {id}`"));
    }
    if !page.examples.iter().any(|case| safe(&case)) {
        page.faults.push(format!(
            "{origin}: no example is safe: one has marks `~ verdict …` or `~ clean` alone"
        ));
    }
    page
}

fn sections(origin: &str, id: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.lines().next() != Some(&format!("# {id}")) {
        faults.push(format!("{origin}:1: the first line is `# {id}`"));
    }
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if let (false, Some(title)) = (fenced, line.strip_prefix("## ")) {
            found.push(title.trim());
        }
    }
    if fenced {
        faults.push(format!("{origin}: a fence is not closed"));
    }
    let mut last = 0;
    for section in SECTIONS {
        match found.iter().position(|title| *title == section) {
            None => faults.push(format!("{origin}: the section `## {section}` is missing")),
            Some(at) if at < last => faults.push(format!("{origin}: the section `## {section}` comes too late")),
            Some(at) => last = at,
        }
    }
    faults
}

/// The files of an example; none for a block that is no code to be run.
fn example(origin: &str, line: u32, info: &str, body: &str, preludes: &Path) -> Result<Option<Vec<Source>>, String> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    if UNTAGGED.contains(&language.to_lowercase().as_str()) {
        return Err(format!("`{language}` is not run: the words are cs, py, rs and sql"));
    }
    let Some((_, extension)) = LANGUAGES.iter().find(|(word, _)| *word == language) else {
        return Ok(None);
    };
    let mut sources = vec![Source {
        // Not called what it is: code in files called `example` is taken for a sample.
        path: format!("main.{extension}"),
        origin: origin.to_owned(),
        offset: line,
        text: format!("{body}\n"),
    }];
    for word in words {
        let name = word
            .strip_prefix("prelude=")
            .ok_or_else(|| format!("`{word}` says nothing of an example"))?;
        let folder = preludes.join(name);
        if !folder.is_dir() {
            return Err(format!("there is no prelude `{name}`"));
        }
        sources.extend(below(&folder, &folder)?);
    }
    Ok(Some(sources))
}

/// What is said in the marks of an example's own text.
fn marks_of(case: &Case) -> impl Iterator<Item = &str> {
    let own = case.sources.first().map_or("", |source| source.text.as_str());
    own.lines().flat_map(|line| line.split('~').skip(1)).flat_map(|words| {
        let words = words.trim_start_matches('^');
        words
            .split(',')
            .map(|word| word.trim().trim_end_matches(['/', '#', '-']).trim_end())
    })
}

/// The folder of the rules' pages.
pub fn folder() -> std::path::PathBuf {
    tree::root().join("lints/rules/docs")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# late-check\n\n## What it does\n\n## Why it matters\n\n## Examples\n\n```py\na  #~ late-check\n```\n\n```toml\nx = 1\n```\n\n```cs\nb //~ verdict scoped\n```\n\n## What counts as safe\n\n## Limits\n";

    fn page(text: &str) -> Page {
        read("p.md", "late-check", text, Path::new("none"))
    }

    #[test]
    fn examples_become_cases_that_know_their_lines() {
        let page = page(PAGE);
        assert_eq!(page.faults, [""; 0]);
        let told: Vec<_> = page
            .examples
            .iter()
            .map(|case| (case.name.as_str(), case.sources[0].offset))
            .collect();
        assert_eq!(told, [("late-check/1", 9), ("late-check/2", 17)]);
        assert_eq!(page.examples[1].sources[0].text, "b //~ verdict scoped\n");
    }

    #[test]
    fn what_a_page_lacks_is_said() {
        let says = |text: &str, words: &str| {
            let faults = page(text).faults;
            assert!(faults.iter().any(|fault| fault.contains(words)), "{words}: {faults:?}");
        };
        says(&PAGE.replace("# late-check\n\n", "# other\n\n"), "the first line is");
        says(&PAGE.replace("## Limits", "## Bounds"), "`## Limits` is missing");
        says(
            &PAGE
                .replace("## Limits", "")
                .replace("# late-check\n\n", "# late-check\n\n## Limits\n"),
            "too late",
        );
        says(&PAGE.replace("```cs", "```csharp"), "`csharp` is not run");
        says(&PAGE.replace("```cs", "```cs prelude=none"), "no prelude `none`");
        says(&PAGE.replace("```cs", "```cs wide"), "`wide` says nothing");
        says(&PAGE.replace("#~ late-check", "#~ clean"), "no example leaks");
        says(
            &PAGE.replace("//~ verdict scoped", "//~ late-check"),
            "no example is safe",
        );
        says(
            PAGE.trim_end_matches("\n## What counts as safe\n\n## Limits\n")
                .trim_end_matches("```\n"),
            "not closed",
        );
    }
}
