//! What a project says in its `partywall.toml`.

pub mod schema;

use crate::discover::Kind;
use crate::error::Error;
use partywall_catalog::load::{explain, unknown};
use partywall_engine::settings::{EntitySetting, Settings};
use partywall_report::{Level, Persona};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file's name.
pub const NAME: &str = "partywall.toml";

/// A project's settings; everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Names of scope roots. When there are any, no others are inferred.
    pub roots: Vec<String>,
    /// Names of columns that hold the tenant.
    pub tenant_keys: Vec<String>,
    /// Dotted names of members and functions whose value is the caller's identity.
    pub identities: Vec<String>,
    /// Dotted names of what authorizes the tenant or record it is given.
    pub guards: Vec<String>,
    /// What is known of single entities.
    pub entity: Vec<Entity>,
    /// Globs of files to leave out.
    pub exclude: Vec<String>,
    /// Kinds of file whose findings are wanted too.
    pub include: Vec<Kind>,
    /// Only these rules.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
    /// The least level that fails the run.
    pub fail_on: Option<FailOn>,
    /// Whose findings are shown.
    pub persona: Option<PersonaWord>,
    /// Single rules, by id.
    pub rules: BTreeMap<String, Rule>,
}

/// What is said of one entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// It belongs to nobody.
    #[serde(default)]
    pub shared: bool,
    /// The fields from it to its root, joined by dots.
    #[serde(default)]
    pub path: String,
}

/// What is said of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// The level of its findings, or off.
    pub level: Option<RuleLevel>,
}

/// A level for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// A leak.
    Error,
    /// To be looked at.
    Warning,
    /// Worth knowing.
    Note,
    /// Not reported.
    Off,
}

impl RuleLevel {
    /// Every one, by its word.
    pub const WORDS: [&'static str; 4] = ["error", "warning", "note", "off"];

    /// The level, unless it is off.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Note => Some(Level::Note),
            Self::Off => None,
        }
    }
}

/// From which level on findings fail a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// Anything.
    Note,
    /// Nothing.
    Never,
}

impl FailOn {
    /// Every one, by its word.
    pub const WORDS: [&'static str; 4] = ["error", "warning", "note", "never"];

    /// The one that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Error, Self::Warning, Self::Note, Self::Never];
        Self::WORDS
            .iter()
            .zip(all)
            .find(|(known, _)| **known == word)
            .map(|(_, each)| each)
    }

    /// Whether a finding of this level fails the run.
    pub fn fails(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Note => true,
            Self::Never => false,
        }
    }
}

/// A persona as files and options spell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonaWord {
    /// What a developer must act on.
    #[default]
    Regular,
    /// What a careful developer wants to see.
    Pedantic,
    /// What an auditor wants to see.
    Auditor,
}

impl PersonaWord {
    /// Every one, by its word.
    pub const WORDS: [&'static str; 3] = ["regular", "pedantic", "auditor"];

    /// The one that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Regular, Self::Pedantic, Self::Auditor];
        Self::WORDS
            .iter()
            .zip(all)
            .find(|(known, _)| **known == word)
            .map(|(_, each)| each)
    }

    /// The persona.
    pub fn persona(self) -> Persona {
        match self {
            Self::Regular => Persona::Regular,
            Self::Pedantic => Persona::Pedantic,
            Self::Auditor => Persona::Auditor,
        }
    }
}

/// Reads the text of a configuration. `path` only names it in errors; `rules` are the ids that there are.
pub fn parse(path: &str, text: &str, rules: &[&str]) -> Result<Config, Error> {
    let config: Config = toml::from_str(text).map_err(|error| {
        let (line, message) = explain(&error, text);
        let help = "`partywall dump schema` prints every key as a JSON schema";
        Error::new(message).at(path, line).help(help)
    })?;
    let named = config.select.iter().chain(&config.ignore).chain(config.rules.keys());
    for id in named {
        if !rules.contains(&id.as_str()) {
            let line = text
                .lines()
                .position(|line| line.contains(id.as_str()))
                .map(|at| at + 1);
            let message = unknown("rule", id, rules.iter().copied());
            return Err(Error::new(message)
                .at(path, line)
                .help("`partywall rules` lists all of them"));
        }
    }
    for entity in &config.entity {
        if entity.shared && !entity.path.is_empty() {
            let line = text
                .lines()
                .position(|line| line.contains(&format!("\"{}\"", entity.name)))
                .map(|at| at + 1);
            let message = format!("`{}` is said to be shared, and to have a path to a root", entity.name);
            return Err(Error::new(message)
                .at(path, line)
                .help("leave one of `shared` and `path` out"));
        }
    }
    Ok(config)
}

impl Config {
    /// What the engine is told.
    pub fn settings(&self) -> Settings {
        let entity = |entity: &Entity| EntitySetting {
            name: entity.name.clone(),
            shared: entity.shared,
            path: entity.path.clone(),
        };
        Settings {
            roots: self.roots.clone(),
            tenant_keys: self.tenant_keys.clone(),
            entities: self.entity.iter().map(entity).collect(),
            identities: self.identities.clone(),
            guards: self.guards.clone(),
        }
    }
}

/// The folder that paths are relative to, and the configuration file in or above `start` if there is one: the nearest one
/// up to the folder that version control keeps.
pub fn locate(start: &Path) -> (PathBuf, Option<PathBuf>) {
    let kept = |folder: &&Path| {
        [".git", ".hg", ".jj", ".svn"]
            .iter()
            .any(|name| folder.join(name).exists())
    };
    let mut folders = Vec::new();
    let mut top = None;
    for folder in start.ancestors() {
        folders.push(folder);
        if kept(&folder) {
            top = Some(folder);
            break;
        }
    }
    // Without version control nothing says where a project ends: what lies above is somebody else's.
    let searched = if top.is_some() {
        &folders[..]
    } else {
        &folders[..1.min(folders.len())]
    };
    let found = searched
        .iter()
        .map(|folder| folder.join(NAME))
        .find(|file| file.is_file());
    let root = found.as_ref().and_then(|file| file.parent()).or(top).unwrap_or(start);
    (root.to_owned(), found)
}

#[cfg(test)]
mod tests;
