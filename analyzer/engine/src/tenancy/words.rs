//! The catalog's words, to compare with the words of identifiers.
//!
//! All that compares names of entities and columns goes through here, so that `OrgId`, `organization_id` and `organisations-uuid` are seen alike.
//! This module must not know what an entity is.

use crate::memo::Memo;
use crate::words::split;
use partywall_catalog::{Catalog, Words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Endings of words that look plural and are not.
const SINGULAR_ENDINGS: [&str; 9] = [
    "ss", "us", "is", "news", "series", "species", "canvas", "alias", "atlas",
];
const SINGULAR_WORDS: [&str; 16] = [
    "aws",
    "bias",
    "css",
    "dns",
    "gas",
    "https",
    "ios",
    "js",
    "kubernetes",
    "os",
    "rls",
    "saas",
    "sms",
    "tls",
    "gps",
    "sas",
];
const IRREGULAR: [(&str, &str); 8] = [
    ("people", "person"),
    ("children", "child"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("matrices", "matrix"),
    ("analyses", "analysis"),
    ("criteria", "criterion"),
    ("personnel", "personnel"),
];

/// The singular of an English word in lower case; a word that is none is left as it is.
pub fn singular(word: &str) -> String {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    let kept = !word.ends_with('s')
        || word.len() <= 2
        || SINGULAR_WORDS.contains(&word)
        || SINGULAR_ENDINGS.iter().any(|ending| word.ends_with(ending));
    if kept {
        return word.to_owned();
    }
    let cut = |by: usize| word.get(..word.len() - by).unwrap_or(word);
    if word.len() > 4 && word.ends_with("ies") {
        return if word == "movies" || word == "cookies" {
            cut(1).to_owned()
        } else {
            format!("{}y", cut(3))
        };
    }
    let plural_in_es = ["sses", "xes", "shes", "zzes"]
        .iter()
        .any(|ending| word.ends_with(ending))
        || (word.ends_with("ches") && !word.ends_with("caches"))
        || (word.ends_with("uses")
            && !["houses", "causes", "clauses", "uses"]
                .iter()
                .any(|one| *one == word || (one.len() > 4 && word.ends_with(one))));
    cut(if plural_in_es { 2 } else { 1 }).to_owned()
}

/// Phrases of one or more words.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    set: FxHashSet<String>,
    longest: usize,
}

impl Phrases {
    /// Adds a phrase.
    pub fn add(&mut self, words: &[String]) {
        if !words.is_empty() {
            self.longest = self.longest.max(words.len());
            self.set.insert(words.join(" "));
        }
    }

    /// Whether the words are one of the phrases.
    pub fn is(&self, words: &[String]) -> bool {
        words.len() <= self.longest && self.set.contains(&words.join(" "))
    }

    /// The number of words of the longest phrase that ends them.
    pub fn suffix(&self, words: &[String]) -> Option<usize> {
        (1..=self.longest.min(words.len()))
            .rev()
            .find(|n| self.is(&words[words.len() - n..]))
    }

    /// Whether one of the phrases stands anywhere in them.
    pub fn within(&self, words: &[String]) -> bool {
        (1..=words.len()).any(|end| self.suffix(&words[..end]).is_some())
    }
}

/// The catalog's words, ready to compare.
#[derive(Debug, Default)]
pub struct Lexicon {
    synonyms: FxHashMap<String, String>,
    /// Names of columns that were asked for.
    known: Memo<Box<str>, Arc<[String]>>,
    /// What stands between the parts of a path in one name, beside dots.
    separators: Vec<String>,
    /// Names of roots.
    pub root: Phrases,
    /// Names of roots where there is no better one.
    pub weak_root: Phrases,
    /// Names of persons.
    pub user: Phrases,
    /// Last words of memberships.
    pub membership: Phrases,
    /// Words of a column that names the owner.
    pub owner: Phrases,
    /// Words of a column that names the maker.
    pub author: Phrases,
    /// Last words of keys.
    pub key: Phrases,
    /// Words of what names one person, as an address does.
    pub personal: Phrases,
    /// Words of secrets.
    pub secret: Phrases,
    /// Last words of settings that are secrets.
    pub set_secret: Phrases,
    /// Words of columns that open a row to everybody.
    pub public: Phrases,
    /// Words of guards: entities named so are not roots.
    pub guard: Phrases,
    /// Words of calls that ask for row security.
    pub row_security: Phrases,
    /// Words of marks that say whether something is there.
    pub present: Phrases,
    /// Words of what stands for the caller.
    pub identity: Phrases,
    /// Words of what keeps owners apart.
    pub partition: Phrases,
    /// Words of calls that give a digest.
    pub digest: Phrases,
    /// Words of functions that make the key of a cache.
    pub cache_key: Phrases,
    /// Words of what an installation is set up with.
    pub settings: Phrases,
}

impl Lexicon {
    /// The words of all framework files.
    pub fn new(catalog: &Catalog) -> Self {
        let mut this = Self::default();
        let tables = || catalog.files().iter().map(|file| &file.words);
        for pair in tables().flat_map(|words| &words.synonym) {
            if let Some((from, to)) = pair.split_once(' ') {
                this.synonyms.insert(from.to_owned(), to.to_owned());
            }
        }
        for separator in tables().flat_map(|words| &words.lookup_separator) {
            if !separator.is_empty() && !this.separators.contains(separator) {
                this.separators.push(separator.clone());
            }
        }
        let gather = |pick: fn(&Words) -> &Vec<String>| {
            let mut phrases = Phrases::default();
            for phrase in tables().flat_map(pick) {
                phrases.add(&this.words(phrase));
            }
            phrases
        };
        Self {
            root: gather(|words| &words.root),
            weak_root: gather(|words| &words.weak_root),
            user: gather(|words| &words.user),
            membership: gather(|words| &words.membership),
            owner: gather(|words| &words.owner),
            author: gather(|words| &words.author),
            key: gather(|words| &words.key),
            personal: gather(|words| &words.personal),
            secret: gather(|words| &words.secret),
            set_secret: gather(|words| &words.set_secret),
            public: gather(|words| &words.public),
            guard: gather(|words| &words.guard),
            row_security: gather(|words| &words.row_security),
            present: gather(|words| &words.present),
            identity: gather(|words| &words.identity),
            partition: gather(|words| &words.partition),
            digest: gather(|words| &words.digest),
            cache_key: gather(|words| &words.cache_key),
            settings: gather(|words| &words.settings),
            known: this.known,
            synonyms: this.synonyms,
            separators: this.separators,
        }
    }

    /// The parts of a path of columns that is written as one name: `event__organizer`, `event.organizer`.
    pub fn parts<'p>(&self, path: &'p str) -> Vec<&'p str> {
        let mut parts: Vec<&str> = path.split('.').collect();
        for separator in &self.separators {
            parts = parts
                .into_iter()
                .flat_map(|part| part.split(separator.as_str()))
                .collect();
        }
        parts
    }

    /// The like of [`Self::words`] for the name of a column or relation, of which there are few: they are kept.
    pub fn column_words(&self, name: &str) -> Arc<[String]> {
        if let Some(known) = self.known.get(name) {
            return known;
        }
        self.known.keep(name.into(), self.words(name).into())
    }

    /// The words of an identifier, in the singular and in their usual writing.
    pub fn words(&self, text: &str) -> Vec<String> {
        let mut words = split(text);
        for word in &mut words {
            if let Some(usual) = self.synonyms.get(word.as_str()) {
                word.clone_from(usual);
                continue;
            }
            let one = singular(word);
            *word = self.synonyms.get(&one).cloned().unwrap_or(one);
        }
        words
    }

    /// The words joined by spaces: equal for names that mean the same.
    pub fn name_key(&self, text: &str) -> String {
        self.words(text).join(" ")
    }

    /// What the words of a key are the key of: `workspace slug` is one of a `workspace`. None without a key word at the end; empty
    /// for a key of the thing itself.
    pub fn stem<'w>(&self, words: &'w [String]) -> Option<&'w [String]> {
        let cut = self.key.suffix(words)?;
        Some(&words[..words.len() - cut])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lose_their_ending_and_other_words_keep_theirs() {
        for (many, one) in [
            ("companies", "company"),
            ("boxes", "box"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("licenses", "license"),
            ("databases", "database"),
            ("caches", "cache"),
            ("warehouses", "warehouse"),
            ("causes", "cause"),
            ("policies", "policy"),
            ("keys", "key"),
            ("ids", "id"),
            ("people", "person"),
        ] {
            assert_eq!(singular(many), one);
        }
        for kept in [
            "status",
            "address",
            "analysis",
            "series",
            "news",
            "canvas",
            "sms",
            "is",
            "as",
            "access",
            "bus",
            "kubernetes",
        ] {
            assert_eq!(singular(kept), kept);
        }
    }

    #[test]
    fn the_longest_phrase_at_the_end_is_found() {
        let mut phrases = Phrases::default();
        phrases.add(&split("user"));
        phrases.add(&split("app user"));
        assert_eq!(phrases.suffix(&split("my_app_user")), Some(2));
        assert_eq!(phrases.suffix(&split("TheUser")), Some(1));
        assert_eq!(phrases.suffix(&split("user_name")), None);
        assert!(phrases.within(&split("user_name")));
        assert!(!phrases.is(&[]));
    }

    #[test]
    fn synonyms_and_key_words_come_from_the_catalog() {
        let file = partywall_catalog::parse(
            "words",
            "[framework]\nid = 'words'\nlanguage = 'any'\n[words]\nsynonym = ['org organization']\nkey = ['id', 'uuid']",
        );
        let catalog = Catalog::new(file, |_, _| true);
        let lexicon = Lexicon::new(&catalog);
        assert_eq!(lexicon.name_key("Orgs"), "organization");
        let words = lexicon.words("org_uuids");
        assert_eq!(lexicon.stem(&words).unwrap().join(" "), "organization");
        assert!(lexicon.stem(&lexicon.words("id")).unwrap().is_empty());
        assert!(lexicon.stem(&lexicon.words("name")).is_none());
    }
}
