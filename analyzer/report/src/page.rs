//! A rule's page, which is Markdown, for a terminal and as plain text. Knows as much of Markdown as the pages use.

use crate::Paint;

/// The page for a terminal: headings strong, code set in, the rest as it is.
pub fn terminal(page: &str, paint: Paint) -> String {
    let mut text = String::new();
    for line in lines(page) {
        match line {
            Line::Heading(depth, title) => {
                let title = inline(title, paint, true);
                if depth > 1 {
                    text.push_str(&paint.bold(title).to_string());
                } else {
                    let rule = "=".repeat(title.chars().count());
                    text.push_str(&format!("{}\n{}", paint.bold(&title), paint.dim(rule)));
                }
            }
            Line::Code("") => {}
            Line::Code(code) => text.push_str(&format!("    {}", paint.code(code))),
            Line::Text(line) => text.push_str(&inline(line, paint, false)),
        }
        text.push('\n');
    }
    squeezed(&text)
}

/// The page without its marks, for readers that show no Markdown.
pub fn plain(page: &str) -> String {
    let mut text = String::new();
    for line in lines(page) {
        match line {
            Line::Heading(_, title) => text.push_str(&inline(title, Paint::default(), true)),
            Line::Code("") => {}
            Line::Code(code) => text.push_str(&format!("    {code}")),
            Line::Text(line) => text.push_str(&inline(line, Paint::default(), true)),
        }
        text.push('\n');
    }
    squeezed(&text)
}

/// The first paragraph of the page that is neither a heading nor code, on one line.
pub fn first_paragraph(page: &str) -> String {
    let mut words = String::new();
    for line in lines(page) {
        match line {
            Line::Text(text) if !text.trim().is_empty() => {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(&inline(text.trim(), Paint::default(), true));
            }
            _ if words.is_empty() => {}
            _ => break,
        }
    }
    words
}

enum Line<'a> {
    Heading(usize, &'a str),
    Code(&'a str),
    Text(&'a str),
}

fn lines(page: &str) -> impl Iterator<Item = Line<'_>> {
    let mut fence = None;
    page.lines().filter_map(move |line| {
        let trimmed = line.trim_start();
        let ticks = trimmed.bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            Some(open) if ticks >= open && trimmed.len() == ticks => {
                fence = None;
                None
            }
            Some(_) => Some(Line::Code(line)),
            None if ticks >= 3 => {
                fence = Some(ticks);
                None
            }
            None => {
                let depth = line.bytes().take_while(|byte| *byte == b'#').count();
                let title = &line[depth..];
                Some(if depth > 0 && title.starts_with(' ') {
                    Line::Heading(depth, title.trim())
                } else {
                    Line::Text(line)
                })
            }
        }
    })
}

/// A line with its `code`, **strong** words and [links](target) made readable.
fn inline(line: &str, paint: Paint, bare: bool) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['`', '*', '[']) {
        text.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some((code, after)) = tail.strip_prefix('`').and_then(|tail| tail.split_once('`')) {
            text.push_str(&if bare {
                format!("`{code}`")
            } else {
                paint.code(format_args!("`{code}`")).to_string()
            });
            rest = after;
        } else if let Some((strong, after)) = tail.strip_prefix("**").and_then(|tail| tail.split_once("**")) {
            text.push_str(&if bare {
                strong.to_owned()
            } else {
                paint.bold(strong).to_string()
            });
            rest = after;
        } else if let Some((words, target, after)) = link(tail) {
            let named = words == target || target.starts_with('#') || !target.contains(':');
            text.push_str(&if named {
                words.to_owned()
            } else {
                format!("{words} ({target})")
            });
            rest = after;
        } else {
            text.push_str(&tail[..1]);
            rest = &tail[1..];
        }
    }
    text.push_str(rest);
    text
}

fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (target, after) = after.split_once(')')?;
    (!words.contains('[')).then_some((words, target, after))
}

/// No more than one empty line in a row, none at the ends.
fn squeezed(text: &str) -> String {
    let mut out = String::new();
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# untied-child\n\nThe **child** is loaded by `id`,\nsee [CWE](https://cwe.mitre.org/639).\n\n## Leaks\n\n```python\n# not a heading\nx = a[b](c)\n\n```\n\n- a * b [unclosed\n";

    #[test]
    fn the_plain_page_has_no_marks() {
        let expected = "untied-child\n\nThe child is loaded by `id`,\nsee CWE (https://cwe.mitre.org/639).\n\nLeaks\n\n    # not a heading\n    x = a[b](c)\n\n- a * b [unclosed\n";
        assert_eq!(plain(PAGE), expected);
    }

    #[test]
    fn the_terminal_page_sets_headings_apart() {
        let text = terminal(PAGE, Paint { color: true });
        assert!(text.starts_with("\u{1b}[1muntied-child\u{1b}[0m\n"), "{text:?}");
        assert!(text.contains("    \u{1b}[36m# not a heading\u{1b}[0m\n"), "{text:?}");
        assert!(terminal(PAGE, Paint::default()).starts_with("untied-child\n============\n"));
    }

    #[test]
    fn the_first_paragraph_is_one_line() {
        assert_eq!(
            first_paragraph(PAGE),
            "The child is loaded by `id`, see CWE (https://cwe.mitre.org/639)."
        );
        assert_eq!(first_paragraph("# only a title"), "");
    }
}
