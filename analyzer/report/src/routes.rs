//! The matrix of entry points, accesses and verdicts, for a person, for a program and for a page.

use crate::escape::{clipped, shown};
use crate::json::pretty;
use crate::model::At;
use crate::summary::{number, plural};
use crate::{Level, Paint};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// The widest that a column of the table gets, the last one aside.
const WIDEST: usize = 52;

/// An entry point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// What sort: `request`, `message`, `job`, `command`.
    pub kind: &'static str,
    /// The methods that it answers, where they are written.
    pub method: Vec<String>,
    /// Its route, as far as it is written at one place.
    pub route: Option<String>,
    /// The framework that knows it.
    pub framework: Option<String>,
    /// Where it is.
    pub at: Option<At>,
    /// What it reaches.
    pub accesses: Vec<Access>,
}

/// An access as an entry point reaches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The entity.
    pub entity: String,
    /// What is done with its rows: `read`.
    pub done: &'static str,
    /// The verdict's word.
    pub verdict: &'static str,
    /// How bad that is; none for one that is safe.
    pub level: Option<Level>,
    /// The rule that reports it.
    pub rule: Option<&'static str>,
    /// Where it is.
    pub at: Option<At>,
}

/// The matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes {
    /// Entry points, by place.
    pub entries: Vec<Entry>,
    /// Entry points from which no access of an owned entity was seen.
    pub idle: Vec<Entry>,
    /// Accesses that no entry point leads to.
    pub unreached: Vec<Access>,
    /// The verdicts' words, the ones to look at first in front.
    pub order: Vec<&'static str>,
}

impl Entry {
    /// Methods and route; for what has neither, its sort.
    fn answers(&self) -> String {
        let methods = self.method.join(",");
        let route = self.route.as_deref().unwrap_or_default();
        match (methods.is_empty(), route.is_empty()) {
            (true, true) => format!("({})", self.kind),
            (false, true) => methods,
            (true, false) => route.to_owned(),
            (false, false) => format!("{methods} {route}"),
        }
    }
}

impl Routes {
    /// All accesses with their entry points, the verdicts to look at first in front.
    fn rows(&self) -> Vec<(&Entry, &Access)> {
        let all = self
            .entries
            .iter()
            .flat_map(|entry| entry.accesses.iter().map(move |access| (entry, access)));
        let mut rows: Vec<(&Entry, &Access)> = all.collect();
        let rank = |access: &Access| self.order.iter().position(|word| *word == access.verdict);
        rows.sort_by_key(|(_, access)| (rank(access), access.rule.is_none()));
        rows
    }

    /// How many entry points there are, and how many accesses have each verdict.
    fn summary(&self) -> String {
        let rows = self.rows();
        let counts = self.order.iter().filter_map(|word| {
            let count = rows.iter().filter(|(_, access)| access.verdict == *word).count();
            (count > 0).then(|| format!("{} {word}", number(count)))
        });
        let counts: Vec<String> = counts.collect();
        let places: BTreeSet<(&str, u32, &str, &str)> = rows
            .iter()
            .filter_map(|(_, access)| {
                let at = access.at.as_ref()?;
                Some((at.path.as_str(), at.line, access.entity.as_str(), access.done))
            })
            .collect();
        let points = plural(self.entries.len() + self.idle.len(), "entry point");
        let idle = match self.idle.len() {
            0 => String::new(),
            count => format!(", {} without an access of an owned entity", number(count)),
        };
        let reached = match rows.len() {
            0 => "nothing reached".to_owned(),
            count => format!(
                "{} to {}: {}",
                plural(count, "path"),
                plural(places.len(), "access"),
                counts.join(", ")
            ),
        };
        let unreached = match self.unreached.len() {
            0 => String::new(),
            1 => "; 1 access that no entry point leads to".to_owned(),
            count => format!("; {} accesses that no entry point leads to", number(count)),
        };
        format!("{points}{idle}; {reached}{unreached}")
    }
}

/// The matrix for a person; `all` lists entry points without an access, too.
pub fn text(out: &mut dyn Write, routes: &Routes, all: bool, paint: Paint) -> fmt::Result {
    let rows = routes.rows();
    let verdict = routes.order.iter().map(|word| word.len()).max().unwrap_or(0);
    let routed = Column::of(rows.iter().map(|(entry, _)| entry.answers()));
    let names = Column::of(rows.iter().map(|(entry, _)| entry.name.clone()));
    let accesses = Column::of(
        rows.iter()
            .map(|(_, access)| format!("{} {}", access.entity, access.done)),
    );
    for (at, (_, access)) in rows.iter().enumerate() {
        let word = format!("{:<verdict$}", access.verdict);
        match access.level {
            Some(level) => write!(out, "{}", paint.level(level, word))?,
            None => write!(out, "{}", paint.good(word))?,
        }
        for column in [&routed, &names, &accesses] {
            write!(out, "  {:<width$}", column.cells[at], width = column.width)?;
        }
        write!(out, "  {}", place(access.at.as_ref(), paint))?;
        match access.rule {
            Some(rule) => writeln!(out, "  {rule}")?,
            None => writeln!(out)?,
        }
    }
    if !rows.is_empty() {
        writeln!(out)?;
    }
    if all && !routes.idle.is_empty() {
        writeln!(out, "{}", paint.bold("no access of an owned entity"))?;
        let routed = Column::of(routes.idle.iter().map(Entry::answers));
        let names = Column::of(routes.idle.iter().map(|entry| entry.name.clone()));
        for (at, entry) in routes.idle.iter().enumerate() {
            for column in [&routed, &names] {
                write!(out, "  {:<width$}", column.cells[at], width = column.width)?;
            }
            writeln!(out, "  {}", place(entry.at.as_ref(), paint))?;
        }
        writeln!(out)?;
    }
    if all && !routes.unreached.is_empty() {
        writeln!(out, "{}", paint.bold("no entry point leads here"))?;
        let what = |access: &Access| format!("{} {}", access.entity, access.done);
        let accesses = Column::of(routes.unreached.iter().map(what));
        for (at, access) in routes.unreached.iter().enumerate() {
            write!(out, "  {:<verdict$}", access.verdict)?;
            write!(out, "  {:<width$}", accesses.cells[at], width = accesses.width)?;
            writeln!(out, "  {}", place(access.at.as_ref(), paint))?;
        }
        writeln!(out)?;
    }
    let complete = all || routes.idle.is_empty() && routes.unreached.is_empty();
    let hint = if complete {
        ""
    } else {
        " (`--all` lists what is left out)"
    };
    writeln!(out, "{}{hint}", routes.summary())
}

/// A column of the table.
struct Column {
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn of(texts: impl Iterator<Item = String>) -> Self {
        let cell = |text: String| clipped(&shown(&text), WIDEST - 1).into_owned();
        let cells: Vec<String> = texts.map(cell).collect();
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
        Self { cells, width }
    }
}

fn place(at: Option<&At>, paint: Paint) -> String {
    at.map_or_else(String::new, |at| {
        paint.dim(format_args!("{}:{}", shown(&at.path), at.line)).to_string()
    })
}

/// The matrix as a table in Markdown.
pub fn markdown(out: &mut dyn Write, routes: &Routes, all: bool) -> fmt::Result {
    let rows = routes.rows();
    writeln!(out, "{}\n", escaped(&routes.summary()))?;
    if !rows.is_empty() {
        writeln!(
            out,
            "| verdict | method | route | entry point | framework | access | place | rule |"
        )?;
        writeln!(out, "|---|---|---|---|---|---|---|---|")?;
    }
    for (entry, access) in rows {
        let cells = [
            access.verdict.to_owned(),
            entry.method.join(", "),
            code(entry.route.as_deref().unwrap_or_default()),
            code(&entry.name),
            entry.framework.clone().unwrap_or_default(),
            format!("{} {}", code(&access.entity), access.done),
            at_text(access.at.as_ref()),
            access.rule.unwrap_or_default().to_owned(),
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    if all && !routes.idle.is_empty() {
        writeln!(out, "\nWithout an access of an owned entity:\n")?;
        for entry in &routes.idle {
            let methods = entry.method.join(", ");
            let route = code(entry.route.as_deref().unwrap_or_default());
            let parts = [code(&entry.name), methods, route, at_text(entry.at.as_ref())];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            writeln!(out, "- {}", parts.join(" "))?;
        }
    }
    Ok(())
}

fn at_text(at: Option<&At>) -> String {
    at.map_or_else(String::new, |at| code(&format!("{}:{}", at.path, at.line)))
}

/// Code in a cell of a table: nothing in it ends the cell or the code.
fn code(text: &str) -> String {
    let text = shown(text).replace('`', "'").replace('|', "\\|").replace('\t', " ");
    if text.is_empty() { text } else { format!("`{text}`") }
}

fn escaped(text: &str) -> String {
    shown(text).replace('|', "\\|")
}

/// The matrix for a program.
pub fn json(routes: &Routes) -> String {
    let at = |at: Option<&At>| at.map_or(Value::Null, |at| json!({ "path": at.path, "line": at.line }));
    let access = |access: &Access| {
        json!({
            "entity": access.entity,
            "operation": access.done,
            "verdict": access.verdict,
            "rule": access.rule,
            "location": at(access.at.as_ref()),
        })
    };
    let entry = |entry: &Entry| {
        json!({
            "name": entry.name,
            "kind": entry.kind,
            "methods": entry.method,
            "route": entry.route,
            "framework": entry.framework,
            "location": at(entry.at.as_ref()),
            "accesses": entry.accesses.iter().map(access).collect::<Vec<_>>(),
        })
    };
    let entries: Vec<Value> = routes.entries.iter().chain(&routes.idle).map(entry).collect();
    let unreached: Vec<Value> = routes.unreached.iter().map(access).collect();
    pretty(&json!({ "version": crate::json::VERSION, "entries": entries, "unreached": unreached }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Routes {
        let at = |line| {
            Some(At {
                path: "shop/views.py".into(),
                line,
            })
        };
        let access = |verdict, level, rule, line| Access {
            entity: "Invoice".into(),
            done: "read",
            verdict,
            level,
            rule,
            at: at(line),
        };
        let entry = |name: &str, line, accesses| Entry {
            name: name.into(),
            kind: "request",
            method: vec!["GET".into()],
            route: Some("/invoices/{id|}".into()),
            framework: Some("fastapi".into()),
            at: at(line),
            accesses,
        };
        Routes {
            entries: vec![
                entry("own", 3, vec![access("scoped", None, None, 5)]),
                entry(
                    "show",
                    9,
                    vec![access("unscoped", Some(Level::Error), Some("unscoped-lookup"), 11)],
                ),
            ],
            idle: vec![entry("health\u{1b}", 20, vec![])],
            unreached: vec![access("latent", Some(Level::Note), None, 30)],
            order: vec!["unscoped", "scoped"],
        }
    }

    #[test]
    fn the_table_begins_with_what_to_look_at() {
        let mut out = String::new();
        text(&mut out, &routes(), false, Paint::default()).unwrap();
        let expected = "\
unscoped  GET /invoices/{id|}  show  Invoice read  shop/views.py:11  unscoped-lookup
scoped    GET /invoices/{id|}  own   Invoice read  shop/views.py:5

3 entry points, 1 without an access of an owned entity; 2 paths to 2 accesses: 1 unscoped, 1 scoped; 1 access that no entry point leads to (`--all` lists what is left out)
";
        assert_eq!(out, expected);
        let mut out = String::new();
        text(&mut out, &routes(), true, Paint::default()).unwrap();
        assert!(
            out.contains("  GET /invoices/{id|}  health␛  shop/views.py:20\n"),
            "{out}"
        );
        assert!(
            out.contains("  latent    Invoice read  shop/views.py:30\n") && !out.contains("--all"),
            "{out}"
        );
    }

    #[test]
    fn a_page_cannot_be_broken_by_what_it_names() {
        let mut out = String::new();
        markdown(&mut out, &routes(), true).unwrap();
        assert!(
            out.contains("| unscoped | GET | `/invoices/{id\\|}` | `show` | fastapi | `Invoice` read | `shop/views.py:11` | unscoped-lookup |"),
            "{out}"
        );
        assert!(out.contains("- `health␛` GET"), "{out}");
    }

    #[test]
    fn the_json_has_entry_points_without_accesses_too() {
        let value: Value = serde_json::from_str(&json(&routes())).unwrap();
        assert_eq!(value["entries"][1]["accesses"][0]["rule"], "unscoped-lookup");
        assert_eq!(value["entries"].as_array().unwrap().len(), 3);
        assert_eq!(
            (&value["unreached"][0]["verdict"], &value["entries"][2]["accesses"]),
            (&json!("latent"), &json!([]))
        );
    }

    #[test]
    fn an_empty_matrix_says_so() {
        let mut out = String::new();
        text(&mut out, &Routes::default(), false, Paint::default()).unwrap();
        assert_eq!(out, "0 entry points; nothing reached\n");
    }
}
