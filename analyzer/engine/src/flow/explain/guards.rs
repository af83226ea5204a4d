//! What guards weigh: those in front of the entry point, and every check that was met on the way.

use super::Explainer;
use crate::explained::Consideration;
use crate::facts::function_name;
use crate::flow::entry::Entry;
use crate::flow::judge::{Judge, Tie};
use crate::flow::noted::Check;
use crate::flow::query::{Access, values};
use crate::flow::value::{Fact, Root, SrcId};
use crate::tenancy::Role;
use partywall_catalog::Proves;
use std::sync::Arc;

/// The most guards that are told of one access.
const MAX_GUARDS: usize = 12;

/// The most of them that say nothing of rows or of anybody.
const MAX_SILENT: usize = 3;

/// How deep alternatives are looked into.
const MAX_DEPTH: usize = 4;

impl Explainer<'_, '_> {
    /// The guards in front of the entry point and on the way, those that count first; and how many more there are.
    pub(super) fn guards(&self, at: usize, tie: Tie) -> (Vec<Consideration>, usize) {
        let mut all = self.in_front(at, tie);
        let mut silent = 0;
        let mut more = 0;
        for check in self.checks {
            let Some(one) = self.check(at, tie, check) else {
                continue;
            };
            if check.facts.is_empty() && check.asks.is_none() {
                silent += 1;
                if silent > MAX_SILENT {
                    more += 1;
                    continue;
                }
            }
            all.push(one);
        }
        all.sort_by_key(|one| !one.counts);
        let mut seen = Vec::new();
        all.retain(|one| {
            let new = !seen.contains(one);
            if new {
                seen.push(one.clone());
            }
            new
        });
        more += all.len().saturating_sub(MAX_GUARDS);
        all.truncate(MAX_GUARDS);
        (all, more)
    }

    /// What attributes, base types and wrappers in front of the entry point prove.
    fn in_front(&self, at: usize, tie: Tie) -> Vec<Consideration> {
        let Some(entry) = self.judge.entry else {
            return Vec::new();
        };
        let without = Entry {
            tenant_guard: false,
            ..entry.clone()
        };
        let needed =
            entry.tenant_guard && tie != Tie::None && self.again(self.judge.accesses, Some(&without), at) == Tie::None;
        let operator = entry.operator && tie == Tie::Guarded;
        let weigh = |(name, proves): &(String, Proves)| {
            let (counts, text) = match proves {
                Proves::Login => (
                    false,
                    "in front: asks for a login, and says nothing of whose rows these are",
                ),
                Proves::Role => (
                    false,
                    "in front: asks for a role, which allows an action and ties no row",
                ),
                Proves::Tenant | Proves::Record if needed => (
                    true,
                    "in front: is about the tenant, and what the route names is believed to have passed it",
                ),
                Proves::Tenant | Proves::Record if tie != Tie::None => {
                    (false, "in front: is about the tenant; these rows are tied without it")
                }
                Proves::Tenant | Proves::Record => (
                    false,
                    "in front: is about the tenant, and nothing that it could have seen ties these rows",
                ),
                Proves::Operator if operator => (true, "in front: only those who run the installation come here"),
                Proves::Operator => (
                    false,
                    "in front: lets those who run the installation pass, and others too",
                ),
                Proves::Anonymous => (false, "in front: lets everybody pass"),
            };
            Consideration {
                counts,
                name: format!("`{name}`"),
                text: text.to_owned(),
                place: None,
            }
        };
        let mut all: Vec<Consideration> = entry.guards.iter().map(weigh).collect();
        if needed && !all.iter().any(|one| one.counts) {
            all.push(Consideration {
                counts: true,
                name: "the installation".to_owned(),
                text: "in front: nobody but services calls it, and they act for the tenant that they name".to_owned(),
                place: None,
            });
        }
        all
    }

    /// How an access would be tied if things were otherwise.
    fn again(&self, accesses: &[Access], entry: Option<&Entry>, at: usize) -> Tie {
        let mut judge = Judge::new(self.judge.eng, accesses, entry);
        judge.open = self.judge.open;
        judge.tie(at)
    }

    /// The accesses with other facts at the exits of one.
    fn with_exits(&self, at: usize, change: impl Fn(&[Fact]) -> Vec<Fact>) -> Vec<Access> {
        let mut accesses = self.judge.accesses.to_vec();
        for exit in &mut accesses[at].exits {
            *exit = Arc::new(change(exit));
        }
        accesses
    }

    /// What a check weighs for an access; none when it has nothing to do with it.
    fn check(&self, at: usize, tie: Tie, check: &Check) -> Option<Consideration> {
        let access = self.access(at);
        if check.facts.is_empty() && check.asks.is_none() {
            if !self.is_on_way(access, check) || !check.stops {
                return None;
            }
            return Some(self.considered(
                check,
                false,
                "asks for nothing that is known to be the caller's".to_owned(),
            ));
        }
        let silent = |fact: &Fact| matches!(fact, Fact::Found(it) | Fact::Absent(it) if *it as usize == at);
        let itself = check.place.0 == access.place.0 && check.place.1.contains(access.place.1);
        if itself && check.facts.iter().all(silent) {
            return None;
        }
        let exits = &access.exits;
        let holds = |exit: &Arc<Vec<Fact>>| check.facts.iter().any(|fact| has(exit, fact, 0));
        let held = exits.iter().filter(|exit| holds(exit)).count();
        let decides = || {
            let without = self.with_exits(at, |exit| strip(exit, &check.facts, 0));
            let alone = self.with_exits(at, |_| check.facts.clone());
            self.again(&without, self.judge.entry, at) == Tie::None
                || held == exits.len() && self.again(&alone, self.judge.entry, at) != Tie::None
        };
        let by_checks = !matches!(tie, Tie::None | Tie::Filtered) && self.bare_tie(at) == Tie::None;
        if by_checks && held > 0 && decides() {
            return Some(self.considered(check, true, self.said(&check.facts, access)));
        }
        let why = self.why_not(at, check, held)?;
        Some(self.considered(check, false, why))
    }

    /// Whether a check stands in a function through which the access is come to.
    fn is_on_way(&self, access: &Access, check: &Check) -> bool {
        check.function == self.function
            || check.function == access.function
            || access.calls.iter().any(|call| call.caller == check.function)
    }

    /// How an access would be tied without any check.
    fn bare_tie(&self, at: usize) -> Tie {
        let bare = self.with_exits(at, |_| Vec::new());
        self.again(&bare, self.judge.entry, at)
    }

    fn considered(&self, check: &Check, counts: bool, text: String) -> Consideration {
        let text = match check.depth {
            0 => text,
            _ => format!("in `{}`: {text}", function_name(self.judge.eng.program, check.function)),
        };
        Consideration {
            counts,
            name: String::new(),
            text,
            place: Some(check.place),
        }
    }

    /// Why a check does not count for an access; none when it has nothing to do with it.
    fn why_not(&self, at: usize, check: &Check, held: usize) -> Option<String> {
        let access = self.access(at);
        match check.asks {
            Some(Proves::Login) => return Some("asks for a login, and says nothing of whose row this is".to_owned()),
            Some(_) => return Some("asks for a role, which allows an action and ties no row".to_owned()),
            None => {}
        }
        let own = u32::try_from(at).unwrap_or(u32::MAX);
        let mut facts = Vec::new();
        flatten(&check.facts, &mut facts, 0);
        facts.retain(|fact| tells(fact));
        if facts.is_empty() {
            return None;
        }
        let of_row = |src: SrcId| src.root() == Root::Record(own);
        let entity = self.entity(access);
        for fact in &facts {
            let Fact::Equal(a, b) = **fact else { continue };
            let (row, other) = match (of_row(a), of_row(b)) {
                (true, false) => (a, b),
                (false, true) => (b, a),
                _ => continue,
            };
            let compared = format!("compares {} with {}", self.member(row), self.origin(other));
            return Some(match other.root() {
                _ if !self.on_path(access, row) => format!("{compared}: that column is on no way to a tenant"),
                Root::Request => format!("{compared}, which the caller chooses"),
                Root::Identity if !check.stops => format!("{compared}, and what does not match goes on all the same"),
                Root::Identity if held < access.exits.len() => format!("{compared}, and there is a way past it"),
                _ => format!("{compared}, which is not known to be the caller's"),
            });
        }
        let found = |fact: &&Fact| matches!(fact, Fact::Found(it) | Fact::Absent(it) if *it == own);
        if facts.iter().all(found) {
            if !self.is_on_way(access, check) {
                return None;
            }
            return Some(format!("asks whether there is such a {entity}, not whose it is"));
        }
        if facts.iter().any(|fact| matches!(fact, Fact::Operator)) {
            return Some("lets those who run the installation pass, and others come here as well".to_owned());
        }
        let trust = self.judge.trust(&check.facts);
        let bare = self.judge.trust(&[]);
        let mut used = values(&access.preds);
        used.sort_unstable();
        used.retain(|src| speaks(*src));
        let mut gained: Vec<SrcId> = trust
            .authorized()
            .iter()
            .copied()
            .filter(|src| !bare.authorized().contains(src) && !self.is_whole(*src))
            .collect();
        gained.sort_by_key(|src| !self.names_tenant(*src));
        if let Some(src) = gained.iter().find(|src| !used.contains(src)).or(gained.first()) {
            let passes = self.origin(*src);
            return Some(match (held < access.exits.len(), used.contains(src)) {
                (true, _) if !check.stops => format!("vouches for {passes}, and what it refuses goes on all the same"),
                (true, _) => format!("vouches for {passes}, and there is a way past it"),
                (false, true) => format!("vouches for {passes}, which by itself ties no {entity}"),
                (false, false) => format!("vouches for {passes}, and nothing ties this {entity} to that"),
            });
        }
        let about_used = |fact: &&&Fact| match fact {
            Fact::Equal(a, b) => [a, b].into_iter().any(|src| used.contains(src)),
            Fact::Authorized(src) | Fact::Vouched(_, src) => used.contains(src),
            Fact::Found(it) | Fact::Absent(it) => used.iter().any(|src| src.root() == Root::Record(*it)),
            _ => false,
        };
        let about = facts.iter().find(about_used)?;
        Some(match about {
            Fact::Found(it) | Fact::Absent(it) => {
                let other = self.judge.accesses.get(*it as usize).map(|other| self.entity(other));
                format!(
                    "asks whether there is such a {}, not whose it is",
                    other.unwrap_or_else(|| "row".to_owned())
                )
            }
            fact => format!("{}: nothing there is known to be the caller's", self.one(fact)),
        })
    }

    /// Whether a value of the request is called after a tenant.
    fn names_tenant(&self, src: SrcId) -> bool {
        let eng = self.judge.eng;
        let last = src.path().last().copied();
        src.root() == Root::Request && last.is_some_and(|name| self.judge.names_tenant(eng.program.text(name)))
    }

    /// Whether a member of an access's row says whose the row is.
    fn on_path(&self, access: &Access, src: SrcId) -> bool {
        let path = self.parts(src);
        path.is_empty() || !matches!(self.judge.role(&access.entity, &path), Role::Other | Role::Public)
    }
}

/// Whether a source is somebody's: what is written in the code, or could not be followed, is nobody's.
fn speaks(src: SrcId) -> bool {
    !matches!(
        src.root(),
        Root::Const | Root::Generated | Root::Unknown | Root::Trusted
    )
}

/// Whether a fact says something of what is somebody's.
fn tells(fact: &Fact) -> bool {
    match fact {
        Fact::Equal(a, b) => speaks(*a) || speaks(*b),
        Fact::Authorized(src) | Fact::Vouched(_, src) => speaks(*src),
        Fact::LeftOut(_) => false,
        _ => true,
    }
}

/// Whether a fact is among others, in an alternative too.
fn has(facts: &[Fact], fact: &Fact, depth: usize) -> bool {
    facts.iter().any(|one| {
        one == fact
            || matches!(one, Fact::Any(arms) if depth < MAX_DEPTH && arms.iter().any(|arm| has(arm, fact, depth + 1)))
    })
}

/// Facts without some of them; an alternative of which nothing is left says nothing.
fn strip(facts: &[Fact], without: &[Fact], depth: usize) -> Vec<Fact> {
    let mut kept = Vec::new();
    for fact in facts {
        match fact {
            _ if without.contains(fact) => {}
            Fact::Any(arms) if depth < MAX_DEPTH => {
                let arms: Vec<Vec<Fact>> = arms.iter().map(|arm| strip(arm, without, depth + 1)).collect();
                if arms.iter().all(|arm| !arm.is_empty()) {
                    kept.push(Fact::Any(Arc::new(arms)));
                }
            }
            _ => kept.push(fact.clone()),
        }
    }
    kept
}

/// Facts and those in alternatives.
fn flatten<'f>(facts: &'f [Fact], into: &mut Vec<&'f Fact>, depth: usize) {
    for fact in facts {
        match fact {
            Fact::Any(arms) if depth < MAX_DEPTH => arms.iter().for_each(|arm| flatten(arm, into, depth + 1)),
            _ => into.push(fact),
        }
    }
}
