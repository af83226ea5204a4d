//! The tenancy model as a run inferred it: who owns what, and why that is thought.

use crate::Paint;
use crate::escape::shown;
use crate::json::pretty;
use crate::summary::plural;
use serde_json::{Value, json};
use std::fmt::{self, Write};

/// A place in a file, as people name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The file, relative to the root.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
}

/// Something that is said of an entity, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// A clause.
    pub text: String,
    /// Where.
    pub at: Option<At>,
}

/// Where an entity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its rows are tenants.
    Root,
    /// Its rows are people who own data of their own.
    UserRoot,
    /// Each row belongs to a row of a root.
    Owned,
    /// Belongs to nobody.
    Shared,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::UserRoot => "user-root",
            Self::Owned => "owned",
            Self::Shared => "shared",
        }
    }
}

/// What is known of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub standing: Standing,
    /// Its table.
    pub table: Option<String>,
    /// Where it is declared.
    pub at: Option<At>,
    /// The chains of fields from it to a root, the shortest first: `project.organization_id → Organization`.
    pub paths: Vec<String>,
    /// For a membership, the user and the root that it joins.
    pub joins: Option<(String, String)>,
    /// Automatic filters on it.
    pub filters: Vec<Evidence>,
    /// Why it stands where it does.
    pub evidence: Vec<Evidence>,
}

/// The model for a person.
pub fn text(out: &mut dyn Write, entities: &[Entity], paint: Paint) -> fmt::Result {
    if entities.is_empty() {
        return writeln!(out, "no entities were found");
    }
    let groups = [
        ("scope roots", [Standing::Root, Standing::UserRoot]),
        ("owned entities", [Standing::Owned; 2]),
        ("shared entities", [Standing::Shared; 2]),
    ];
    for (title, standings) in groups {
        let group: Vec<&Entity> = entities
            .iter()
            .filter(|entity| standings.contains(&entity.standing))
            .collect();
        writeln!(out, "{} ({})", paint.bold(title), group.len())?;
        for entity in group {
            write_entity(out, entity, paint)?;
        }
        writeln!(out)?;
    }
    let memberships = entities.iter().filter(|entity| entity.joins.is_some()).count();
    let filtered = entities.iter().filter(|entity| !entity.filters.is_empty()).count();
    writeln!(
        out,
        "{}, {} with automatic filters",
        plural(memberships, "membership"),
        plural(filtered, "entity")
    )
}

fn write_entity(out: &mut dyn Write, entity: &Entity, paint: Paint) -> fmt::Result {
    write!(out, "  {}", paint.code(shown(&entity.name)))?;
    if entity.standing == Standing::UserRoot {
        write!(out, " (a user)")?;
    }
    if let Some(table) = entity.table.as_ref().filter(|table| **table != entity.name) {
        write!(out, " {}", paint.dim(format_args!("table {}", shown(table))))?;
    }
    writeln!(out, "{}", place(entity.at.as_ref(), paint))?;
    for path in &entity.paths {
        writeln!(out, "    {} {}", paint.dim("by"), shown(path))?;
    }
    if let Some((user, root)) = &entity.joins {
        writeln!(out, "    {} {} to {}", paint.dim("joins"), shown(user), shown(root))?;
    }
    for filter in &entity.filters {
        writeln!(
            out,
            "    {} {}{}",
            paint.dim("filter"),
            shown(&filter.text),
            place(filter.at.as_ref(), paint)
        )?;
    }
    for evidence in &entity.evidence {
        writeln!(
            out,
            "    {} {}{}",
            paint.dim("because"),
            shown(&evidence.text),
            place(evidence.at.as_ref(), paint)
        )?;
    }
    Ok(())
}

fn place(at: Option<&At>, paint: Paint) -> String {
    at.map_or_else(String::new, |at| {
        format!("  {}", paint.dim(format_args!("{}:{}", shown(&at.path), at.line)))
    })
}

/// The model for a program.
pub fn json(entities: &[Entity]) -> String {
    let at = |at: Option<&At>| at.map_or(Value::Null, |at| json!({ "path": at.path, "line": at.line }));
    let said = |said: &Evidence| json!({ "text": said.text, "location": at(said.at.as_ref()) });
    let entity = |entity: &Entity| {
        json!({
            "name": entity.name,
            "standing": entity.standing.word(),
            "table": entity.table,
            "location": at(entity.at.as_ref()),
            "paths": entity.paths,
            "membership": entity.joins.as_ref().map(|(user, root)| json!({ "user": user, "root": root })),
            "filters": entity.filters.iter().map(said).collect::<Vec<_>>(),
            "evidence": entity.evidence.iter().map(said).collect::<Vec<_>>(),
        })
    };
    pretty(&json!({ "version": crate::json::VERSION, "entities": entities.iter().map(entity).collect::<Vec<_>>() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities() -> Vec<Entity> {
        let at = |line| {
            Some(At {
                path: "shop/models.py".into(),
                line,
            })
        };
        let blank = Entity {
            name: "Org".into(),
            standing: Standing::Root,
            table: None,
            at: at(1),
            paths: vec![],
            joins: None,
            filters: vec![],
            evidence: vec![],
        };
        let invoice = Entity {
            name: "Invoice".into(),
            standing: Standing::Owned,
            table: Some("shop_invoice".into()),
            at: at(5),
            paths: vec!["org → Org".into()],
            joins: None,
            filters: vec![Evidence {
                text: "manager `objects` on `org`".into(),
                at: at(9),
            }],
            evidence: vec![Evidence {
                text: "`org` is a foreign key to `Org`".into(),
                at: at(6),
            }],
        };
        let member = Entity {
            name: "Member".into(),
            joins: Some(("User".into(), "Org".into())),
            ..invoice.clone()
        };
        vec![invoice, member, blank]
    }

    #[test]
    fn the_text_groups_by_standing_and_says_why() {
        let mut out = String::new();
        text(&mut out, &entities(), Paint::default()).unwrap();
        let expected = "\
scope roots (1)
  Org  shop/models.py:1

owned entities (2)
  Invoice table shop_invoice  shop/models.py:5
    by org → Org
    filter manager `objects` on `org`  shop/models.py:9
    because `org` is a foreign key to `Org`  shop/models.py:6
  Member table shop_invoice  shop/models.py:5
    by org → Org
    joins User to Org
    filter manager `objects` on `org`  shop/models.py:9
    because `org` is a foreign key to `Org`  shop/models.py:6

shared entities (0)

1 membership, 2 entities with automatic filters
";
        assert_eq!(out, expected);
    }

    #[test]
    fn the_json_says_the_same() {
        let value: Value = serde_json::from_str(&json(&entities())).unwrap();
        assert_eq!(value["entities"][0]["standing"], "owned");
        assert_eq!(value["entities"][1]["membership"]["root"], "Org");
        assert_eq!(value["entities"][0]["evidence"][0]["location"]["line"], 6);
    }
}
