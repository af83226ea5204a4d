//! `partywall.toml` as a JSON schema, for editors. The file beside the crate's manifest is a copy of what this says.

use super::{FailOn, PersonaWord, RuleLevel};
use crate::discover::Kind;
use serde_json::{Value, json};

/// The schema; `rules` are the ids that there are.
pub fn schema(rules: &[&str]) -> String {
    let value = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": concat!(env!("CARGO_PKG_REPOSITORY"), "/raw/main/analyzer/driver/partywall.schema.json"),
        "title": "partywall.toml",
        "description": "What a project says of its tenancy, and what of the findings it wants to see. Everything may be left out.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "roots": strings("Names of scope roots: the types whose rows are the tenants. When there are any, no others are inferred."),
            "tenant-keys": strings("Names of columns that hold the tenant, such as `tenant_id` or `OrgId`."),
            "identities": strings("Dotted names of members and functions whose value is the caller's identity, such as `request.organization`."),
            "guards": strings("Dotted names of functions, attributes and types that authorize the tenant or the record they are given."),
            "exclude": strings("Globs, relative to this file, of files that are not read at all."),
            "include": words("Kinds of file whose findings are wanted too; findings there are not reported otherwise.", &Kind::WORDS),
            "select": rule_ids("Only these rules.", rules),
            "ignore": rule_ids("Not these rules.", rules),
            "fail-on": word("The least level of a finding that makes `partywall check` end with status 1.", &FailOn::WORDS, "warning"),
            "persona": word("Whose findings are shown: `pedantic` and `auditor` show more.", &PersonaWord::WORDS, "regular"),
            "entity": {
                "description": "What is known of single entities, over anything inferred.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["name"],
                    "properties": {
                        "name": { "description": "The entity's name.", "type": "string" },
                        "shared": { "description": "It belongs to nobody and is never reported.", "type": "boolean", "default": false },
                        "path": { "description": "The fields from it to its root, joined by dots: `project.organization_id`.", "type": "string" },
                    },
                },
            },
            "rules": {
                "description": "Single rules, by id.",
                "type": "object",
                "propertyNames": { "enum": rules },
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": { "level": { "description": "The level of its findings, or `off`.", "enum": RuleLevel::WORDS } },
                },
            },
        },
    });
    // A value made of strings, numbers and maps with string keys cannot fail to print.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn strings(description: &str) -> Value {
    json!({ "description": description, "type": "array", "items": { "type": "string" } })
}

fn words(description: &str, words: &[&str]) -> Value {
    json!({ "description": description, "type": "array", "items": { "enum": words } })
}

fn word(description: &str, words: &[&str], default: &str) -> Value {
    json!({ "description": description, "enum": words, "default": default })
}

fn rule_ids(description: &str, rules: &[&str]) -> Value {
    words(description, rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{NAME, parse};
    use crate::engine;

    fn ids() -> Vec<&'static str> {
        engine::rules().iter().map(|rule| rule.id).collect()
    }

    #[test]
    fn the_file_in_the_tree_is_what_the_code_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/partywall.schema.json");
        let said = schema(&ids());
        if std::env::var_os("PARTYWALL_BLESS").is_some() {
            std::fs::write(path, &said).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(kept, said, "run this test again with PARTYWALL_BLESS=1");
    }

    /// The keys that the reader takes at a place: it lists them when it meets one that it does not know.
    fn keys(text: &str) -> Vec<String> {
        let message = toml::from_str::<crate::Config>(text).unwrap_err().message().to_owned();
        let mut keys: Vec<String> = message.split('`').skip(3).step_by(2).map(str::to_owned).collect();
        keys.sort();
        keys
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let value: Value = serde_json::from_str(&schema(&ids())).unwrap();
        let said = |at: &Value| {
            at["properties"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(said(&value), keys("qqq = 1"));
        assert_eq!(
            said(&value["properties"]["entity"]["items"]),
            keys("[[entity]]\nqqq = 1")
        );
        assert_eq!(
            said(&value["properties"]["rules"]["additionalProperties"]),
            keys("[rules.x]\nqqq = 1")
        );
    }

    #[test]
    fn every_word_of_the_schema_is_read() {
        let value: Value = serde_json::from_str(&schema(&ids())).unwrap();
        let words = |at: &Value| at["enum"].as_array().unwrap().clone();
        let good = |text: String| assert!(parse(NAME, &text, &ids()).is_ok(), "{text}");
        for key in ["fail-on", "persona"] {
            words(&value["properties"][key])
                .iter()
                .for_each(|word| good(format!("{key} = {word}")));
        }
        words(&value["properties"]["include"]["items"])
            .iter()
            .for_each(|word| good(format!("include = [{word}]")));
        let levels = words(&value["properties"]["rules"]["additionalProperties"]["properties"]["level"]);
        for (level, id) in levels.iter().zip(ids().iter().cycle()) {
            good(format!("[rules.{id}]\nlevel = {level}"));
        }
    }
}
