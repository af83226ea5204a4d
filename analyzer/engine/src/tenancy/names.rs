//! Finding an entity by what it is called: exactly, by the end of its name, behind qualifying words, or by an abbreviation that fits
//! only one.

use super::draft::Draft;
use super::words::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

/// Of many entities with one name, this many are told apart.
const CANDIDATES: usize = 16;

/// Last words of entities that a key of that name need not mean.
const VAGUE: [&str; 13] = [
    "request",
    "trace",
    "correlation",
    "session",
    "object",
    "entity",
    "record",
    "resource",
    "item",
    "source",
    "target",
    "type",
    "migration",
];

/// The names of entities, by index.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_key: FxHashMap<String, Vec<u32>>,
    by_squash: FxHashMap<String, Vec<u32>>,
    by_suffix: FxHashMap<String, Vec<u32>>,
    by_table: FxHashMap<String, u32>,
    by_first: FxHashMap<char, Vec<(String, u32)>>,
    vocabulary: FxHashSet<String>,
    files: Vec<String>,
    rank: Vec<usize>,
}

fn push(list: &mut Vec<u32>, id: u32) {
    if list.len() < CANDIDATES && !list.contains(&id) {
        list.push(id);
    }
}

impl Names {
    /// Indexes entities; the n-th has the index n.
    pub fn new<'d>(drafts: impl Iterator<Item = &'d Draft>, lexicon: &Lexicon) -> Self {
        let mut this = Self::default();
        let mut tables: Vec<(String, u32, bool)> = Vec::new();
        let mut suffixes: Vec<(Vec<String>, usize, u32)> = Vec::new();
        for (at, draft) in drafts.enumerate() {
            let id = u32::try_from(at).unwrap_or(u32::MAX);
            this.files.push(draft.file.clone());
            this.rank.push(draft.referred);
            for key in std::iter::once(&draft.key).chain(&draft.aliases) {
                if key.is_empty() {
                    continue;
                }
                push(this.by_key.entry(key.join(" ")).or_default(), id);
                push(this.by_squash.entry(key.concat()).or_default(), id);
                suffixes.extend((1..key.len()).map(|from| (key.clone(), from, id)));
                if let [word] = key.as_slice()
                    && let Some(first) = word.chars().next()
                {
                    this.by_first.entry(first).or_default().push((word.clone(), id));
                }
            }
            for words in draft
                .columns
                .iter()
                .map(|col| &col.words)
                .chain(std::iter::once(&draft.key))
            {
                for word in words {
                    if !this.vocabulary.contains(word) {
                        this.vocabulary.insert(word.clone());
                    }
                }
            }
            for (at, table) in draft.tables.iter().enumerate() {
                tables.push((table_key(table), id, at < draft.said));
            }
        }
        for (key, from, id) in suffixes {
            let end = &key[from..];
            // Whatever ends in a root's or a person's name joins something to it, and is not a kind of it.
            let joins = lexicon.user.is(end) || lexicon.root.is(end) || lexicon.weak_root.is(end);
            let of_two = key[from - 1].ends_with(['2', '4']) || key[from - 1] == "to";
            let joins = joins || of_two;
            let says_nothing = matches!(end, [word] if VAGUE.contains(&word.as_str()));
            if !joins && !says_nothing {
                push(this.by_suffix.entry(end.join(" ")).or_default(), id);
            }
        }
        for (table, id, _) in tables
            .iter()
            .filter(|(.., said)| *said)
            .chain(tables.iter().filter(|(.., said)| !said))
        {
            this.by_table.entry(table.clone()).or_insert(*id);
        }
        for (table, id, _) in &tables {
            let key = lexicon.name_key(&table_name(table));
            this.by_table.entry(key).or_insert(*id);
        }
        this
    }

    /// The entity that is called so, word for word.
    pub fn exact(&self, words: &[String]) -> Option<u32> {
        self.near(words, None)
    }

    /// The like, of several the one that is declared closest to a file.
    pub fn resolve_exact(&self, words: &[String], file: Option<&str>) -> Option<u32> {
        self.near(words, file)
    }

    fn near(&self, words: &[String], file: Option<&str>) -> Option<u32> {
        if words.is_empty() {
            return None;
        }
        let found = self
            .by_key
            .get(&words.join(" "))
            .or_else(|| self.by_squash.get(&words.concat()))?;
        self.closest(found, file)
    }

    fn closest(&self, candidates: &[u32], file: Option<&str>) -> Option<u32> {
        let common = |id: u32| {
            let own = self.files.get(id as usize).map_or("", |file| file);
            file.map_or(0, |file| {
                own.split('/').zip(file.split('/')).take_while(|(a, b)| a == b).count()
            })
        };
        let rank = |id: u32| self.rank.get(id as usize).copied().unwrap_or_default();
        candidates
            .iter()
            .copied()
            .max_by_key(|id| (common(*id), rank(*id), std::cmp::Reverse(*id)))
    }

    /// The entity that words mean: called so; or called as they end, behind words that say in which role; or the only one whose
    /// name ends so; or the only one that they abbreviate.
    pub fn resolve(&self, words: &[String], file: Option<&str>) -> Option<u32> {
        if let Some(found) = self.near(words, file) {
            return Some(found);
        }
        if let Some(found) = (1..words.len()).find_map(|from| self.near(&words[from..], file)) {
            return Some(found);
        }
        if let Some([only]) = self.by_suffix.get(&words.join(" ")).map(Vec::as_slice) {
            return Some(*only);
        }
        match words {
            [word] => self.abbreviated(word),
            _ => None,
        }
    }

    /// The only entity of one word that begins with the word, or that is made of two words with its two letters.
    fn abbreviated(&self, word: &str) -> Option<u32> {
        if !word.chars().all(|c| c.is_ascii_lowercase()) || !(2..=4).contains(&word.len()) {
            return None;
        }
        let all = self.by_first.get(&word.chars().next()?)?;
        let fits = |name: &str| {
            if word.len() >= 3 {
                name.starts_with(word)
            } else {
                self.is_compound(name, word)
            }
        };
        let mut found = all.iter().filter(|(name, _)| fits(name)).map(|(_, id)| *id);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// Whether a name is two known words written as one, that begin with the two letters.
    fn is_compound(&self, name: &str, initials: &str) -> bool {
        let Some(second) = initials.chars().nth(1) else {
            return false;
        };
        name.char_indices().skip(3).any(|(at, c)| {
            c == second && name.len() - at >= 3 && name.get(at..).is_some_and(|rest| self.vocabulary.contains(rest))
        })
    }

    /// The words without the key word behind them; also of a key written as one word (`userid`) that begins with an entity's name.
    pub fn stem(&self, words: &[String], lexicon: &Lexicon) -> Option<Vec<String>> {
        if let Some(stem) = lexicon.stem(words) {
            return Some(stem.to_vec());
        }
        let word = words.last()?;
        ["uuid", "guid", "id"].iter().find_map(|key| {
            let rest = word.strip_suffix(key).filter(|rest| rest.len() > 1)?;
            let mut stem = words[..words.len() - 1].to_vec();
            stem.extend(lexicon.words(rest));
            self.near(&stem, None).map(|_| stem)
        })
    }

    /// The entity of a table.
    pub fn of_table(&self, table: &str, lexicon: &Lexicon) -> Option<u32> {
        let written = table_key(table);
        if let Some(found) = self.by_table.get(&written) {
            return Some(*found);
        }
        let words = lexicon.words(&table_name(table));
        if let Some(found) = self.by_table.get(&words.join(" ")) {
            return Some(*found);
        }
        (0..words.len()).find_map(|from| self.near(&words[from..], None))
    }

    /// How often an entity is referred to is known after the columns are connected; the choice among equal names depends on it.
    pub fn set_rank(&mut self, rank: Vec<usize>) {
        self.rank = rank;
    }
}

/// A table's name in lower case, without its schema and quotes.
pub fn table_key(table: &str) -> String {
    table_name(table).to_lowercase()
}

/// A table's name as written, without its schema and quotes.
pub fn table_name(table: &str) -> String {
    let plain: String = table
        .chars()
        .filter(|c| !matches!(c, '"' | '`' | '[' | ']' | '\''))
        .collect();
    crate::words::last(&plain).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::split;

    fn names(of: &[&str]) -> Names {
        let drafts: Vec<Draft> = of
            .iter()
            .map(|name| Draft {
                name: (*name).to_owned(),
                key: split(name),
                ..Draft::default()
            })
            .collect();
        Names::new(drafts.iter(), &Lexicon::default())
    }

    #[test]
    fn qualifiers_suffixes_and_abbreviations_find_the_only_entity_that_fits() {
        let names = names(&["User", "FileAsset", "Knowledgebase", "Document", "Base", "Dashboard"]);
        let find = |name: &str| names.resolve(&split(name), None);
        assert_eq!(find("user"), Some(0));
        assert_eq!(find("acting_user"), Some(0));
        assert_eq!(find("asset"), Some(1));
        assert_eq!(find("doc"), Some(3));
        assert_eq!(find("kb"), Some(2));
        assert_eq!(find("db"), None);
        assert_eq!(find("external"), None);
    }

    #[test]
    fn an_abbreviation_of_two_is_none() {
        let names = names(&["Connector", "Connection"]);
        assert_eq!(names.resolve(&split("conn"), None), None);
    }

    #[test]
    fn a_table_is_found_past_quotes_schema_and_prefix() {
        let names = names(&["Invoice"]);
        let lexicon = Lexicon::default();
        assert_eq!(names.of_table("[dbo].[Invoices]", &lexicon), Some(0));
        assert_eq!(names.of_table("\"billing_invoice\"", &lexicon), Some(0));
        assert_eq!(names.of_table("orders", &lexicon), None);
    }
}
