//! Small programs in the text form of units, with a catalog made up for them, and the model that follows.

mod filters;
mod ownership;
mod roles;
mod schema;

use super::{Entity, Role, Standing, Tenancy};
use crate::Settings;
use crate::program::{Program, TypeWords};
use partywall_catalog::Catalog;
use partywall_ir::text::parse;

const WORDS: &str = r#"
[framework]
id = "words"
language = "any"
[words]
lookup-separator = ["__"]
root = ["tenant", "organization", "workspace"]
weak-root = ["project", "team"]
user = ["user", "app user"]
membership = ["member", "membership", "user"]
owner = ["owner"]
author = ["created by"]
synonym = ["org organization"]
key = ["id", "pk", "uuid", "slug", "key"]
secret = ["token"]
public = ["is public"]
row-security = ["row security"]
identity = ["current user"]
"#;

/// A data layer whose classes derive from `Row` and declare relations by calls.
const CALLS: &str = r#"
[framework]
id = "calls"
language = "python"
[[entity]]
base = ["Row"]
unless = ["abstract"]
meta = ["Meta"]
table = ["table"]
key = ["id"]
key-mark = ["primary"]
unique-mark = ["unique"]
null-mark = ["null"]
[[relation]]
call = ["Link"]
target = "arg0"
suffix = "_id"
reverse = "back"
reverse-default = "{entity}_set"
[[relation]]
call = ["Links"]
target = "arg0"
many = true
[[filter]]
manager-method = ["rows"]
manager-base = ["Manager"]
[[filter]]
manager-call = ["Scoped"]
"#;

/// A data layer whose entities are plain classes that a context lists.
const LISTED: &str = r#"
[framework]
id = "listed"
language = "csharp"
[[entity]]
member-type = ["Set"]
call = ["Entity"]
key = ["Id"]
[[filter]]
call = ["Filter"]
entity-call = ["Entity"]
configures = ["Builder", "IConfigure"]
[[filter]]
call = ["Multi"]
entity-call = ["Entity"]
configures = ["Builder", "IConfigure"]
column = "TenantId"
"#;

fn model_of(units: &[&str], settings: &Settings) -> Tenancy {
    let files = [WORDS, CALLS, LISTED].map(|text| partywall_catalog::parse("test", text).unwrap());
    let catalog = Catalog::new(files, |_, _| true);
    let words = TypeWords {
        wrappers: ["Option"].map(str::to_owned).into_iter().collect(),
        collections: ["List"].map(str::to_owned).into_iter().collect(),
        ..TypeWords::default()
    };
    let units = units
        .iter()
        .map(|text| parse(text).unwrap_or_else(|error| panic!("{error}")))
        .collect();
    Tenancy::infer(&Program::link(units, &words), &catalog, settings)
}

fn model(units: &[&str]) -> Tenancy {
    model_of(units, &Settings::default())
}

fn entity<'t>(tenancy: &'t Tenancy, name: &str) -> &'t Entity {
    tenancy.entity(tenancy.of_name(name).unwrap_or_else(|| panic!("no {name}")))
}

/// The paths of an entity, each as its steps joined by dots.
fn paths(tenancy: &Tenancy, name: &str) -> Vec<String> {
    entity(tenancy, name)
        .paths
        .iter()
        .map(|path| path.steps.join("."))
        .collect()
}

fn role(tenancy: &Tenancy, name: &str, path: &[&str]) -> Role {
    tenancy.role(tenancy.of_name(name).unwrap(), path)
}

fn roots(tenancy: &Tenancy) -> Vec<&str> {
    let is_root = |entity: &&Entity| matches!(entity.standing, Standing::Root { .. });
    tenancy
        .entities
        .iter()
        .filter(is_root)
        .map(|entity| entity.name.as_str())
        .collect()
}
