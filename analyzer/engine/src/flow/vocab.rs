//! Words by which code speaks of tenancy, compared with the words of identifiers.

use crate::Settings;
use crate::memo::Memo;
use crate::words::split;
use partywall_catalog::Catalog;
use rustc_hash::FxHashMap;

/// Which list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The caller's identity.
    Identity,
    /// Authorization.
    Guard,
    /// Running the whole installation.
    Operator,
    /// Code that only operators or tests reach.
    Internal,
    /// Soft deletion.
    SoftDelete,
    /// Authorization by the project's own word: it needs no other sign.
    OwnGuard,
    /// A result that tells of failure.
    Failure,
    /// What somebody may see.
    Granted,
    /// What names one person.
    Personal,
    /// What was put before everybody.
    Published,
    /// Where a request carries what proves who sends it.
    Credential,
    /// Asking who calls.
    Login,
    /// How many values there are.
    Number,
    /// Running some part of the application for others.
    Manager,
    /// Having every right where one may have rights.
    Administrator,
    /// What somebody may do, as it stands in a row.
    Role,
    /// What a browser keeps and sends back.
    Kept,
    /// What a request says of itself: its headers.
    Header,
    /// What a message is signed with.
    Signing,
    /// What an installation is set up with.
    Settings,
    /// Reading a text or a document, as another form of the same.
    Reading,
    /// Opening what the application has sealed itself.
    Unsealing,
    /// Noting down what happens.
    Noting,
}

/// The bits of the lists that an identifier speaks of.
type Bits = u32;

/// All lists.
#[derive(Debug, Default)]
pub struct Vocab {
    /// The lists of each phrase that is one word.
    single: FxHashMap<String, Bits>,
    /// Longer phrases by their first word: what follows it, and the list.
    longer: FxHashMap<String, Vec<(Vec<String>, Bits)>>,
    known: Memo<Box<str>, Bits>,
}

impl Vocab {
    /// The words of a catalog and of the project's settings, whose dotted names count by their last part.
    pub fn new(catalog: &Catalog, settings: &Settings) -> Self {
        let mut phrases = Vec::new();
        let last = |name: &String| split(crate::words::last(name));
        for name in &settings.identities {
            phrases.push((last(name), 1 << List::Identity as u8));
        }
        for name in &settings.guards {
            phrases.push((last(name), 1 << List::Guard as u8));
            phrases.push((last(name), 1 << List::OwnGuard as u8));
        }
        for file in catalog.files() {
            let words = &file.words;
            let lists = [
                (&words.identity, List::Identity),
                (&words.guard, List::Guard),
                (&words.operator, List::Operator),
                (&words.internal, List::Internal),
                (&words.failure, List::Failure),
                (&words.login, List::Login),
                (&words.soft_delete, List::SoftDelete),
                (&words.granted, List::Granted),
                (&words.personal, List::Personal),
                (&words.published, List::Published),
                (&words.credential, List::Credential),
                (&words.number, List::Number),
                (&words.manager, List::Manager),
                (&words.administrator, List::Administrator),
                (&words.role, List::Role),
                (&words.kept, List::Kept),
                (&words.header, List::Header),
                (&words.signing, List::Signing),
                (&words.settings, List::Settings),
                (&words.reading, List::Reading),
                (&words.unsealing, List::Unsealing),
                (&words.noting, List::Noting),
            ];
            for (list, which) in lists {
                for phrase in list {
                    phrases.push((split(phrase), 1 << which as u8));
                }
            }
        }
        let mut this = Self::default();
        for (phrase, bit) in phrases {
            let mut words = phrase.into_iter();
            let Some(first) = words.next() else { continue };
            let rest: Vec<String> = words.collect();
            if rest.is_empty() {
                *this.single.entry(first).or_default() |= bit;
            } else {
                this.longer.entry(first).or_default().push((rest, bit));
            }
        }
        this
    }

    /// Whether the words of an identifier hold one of the list's phrases.
    pub fn has(&self, list: List, identifier: &str) -> bool {
        self.bits(identifier) & (1 << list as u8) != 0
    }

    /// Whether an identifier's words are one of the list's phrases, and nothing else.
    pub fn is(&self, list: List, identifier: &str) -> bool {
        let words = split(identifier);
        let Some((first, rest)) = words.split_first() else {
            return false;
        };
        let bit = 1 << list as u8;
        if rest.is_empty() {
            return self.single.get(first).is_some_and(|bits| bits & bit != 0);
        }
        let mut phrases = self.longer.get(first).into_iter().flatten();
        phrases.any(|(follows, of)| *of == bit && follows == rest)
    }

    fn bits(&self, identifier: &str) -> Bits {
        if let Some(bits) = self.known.get(identifier) {
            return bits;
        }
        let words = split(identifier);
        let mut bits = 0;
        for (at, word) in words.iter().enumerate() {
            bits |= self.single.get(word).copied().unwrap_or_default();
            for (follows, bit) in self.longer.get(word).into_iter().flatten() {
                if words[at + 1..].starts_with(follows) {
                    bits |= bit;
                }
            }
        }
        self.known.keep(identifier.into(), bits)
    }
}
