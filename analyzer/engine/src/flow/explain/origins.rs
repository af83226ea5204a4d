//! Where values come from and what facts say, in words.

use super::Explainer;
use crate::flow::query::{Access, values};
use crate::flow::value::{Fact, Root, SrcId, Srcs};
use partywall_catalog::EntryKind;

/// The most values, or facts, in one sentence.
const MAX_PARTS: usize = 3;

impl Explainer<'_, '_> {
    /// Where a value comes from.
    pub(super) fn values(&self, value: &Srcs) -> String {
        let mut words: Vec<String> = Vec::new();
        for src in value.list() {
            let origin = self.origin(*src);
            if !words.contains(&origin) {
                words.push(origin);
            }
        }
        if words.len() > MAX_PARTS {
            words.truncate(MAX_PARTS);
            words.push("others".to_owned());
        }
        match words.is_empty() {
            true => "a value without an origin".to_owned(),
            false => words.join(" or "),
        }
    }

    /// Where a source comes from: its name as the code has it, and what that is.
    pub(super) fn origin(&self, src: SrcId) -> String {
        let eng = self.judge.eng;
        let parts = self.parts(src);
        let path = parts.join(".");
        let of = |what: &str| match path.is_empty() {
            true => what.to_owned(),
            false => format!("`{path}` of {what}"),
        };
        match src.root() {
            Root::Identity => of("the caller's identity"),
            Root::Request => {
                let sent = match self.judge.entry.map(|entry| entry.kind) {
                    Some(EntryKind::Message) => "the message",
                    Some(EntryKind::Job | EntryKind::Command) => "outside",
                    _ if parts.first().is_some_and(|name| self.in_route(name)) => "the request's path",
                    _ => "the request",
                };
                match path.is_empty() {
                    true => sent.to_owned(),
                    false => format!("`{path}` from {sent}"),
                }
            }
            Root::Record(at) => match self.judge.accesses.get(at as usize) {
                Some(access) => of(&format!("the {}", self.entity(access))),
                None => of("a record"),
            },
            Root::Param(index) => {
                let decl = eng.program.decl(self.function);
                let unit = eng.program.unit(eng.program.func(self.function).unit);
                let name = decl
                    .params
                    .get(index as usize)
                    .map_or("a parameter", |param| unit.text(param.name));
                let dot = if path.is_empty() { "" } else { "." };
                format!("`{name}{dot}{path}`, as its callers give it")
            }
            Root::This => of("its own object"),
            Root::Trusted => "a value that is tied to the caller already".to_owned(),
            Root::Const => "written in the code".to_owned(),
            Root::Generated => "made here".to_owned(),
            Root::Unknown => "a value that could not be followed".to_owned(),
        }
    }

    /// Whether the route has a place for a value of this name: `{id}`, `<int:id>`, `:id`.
    fn in_route(&self, name: &str) -> bool {
        let holder = |c: char| !(c.is_alphanumeric() || c == '_');
        self.route.is_some_and(|route| {
            let after = route.match_indices(name).map(|(at, _)| at);
            let mut placed = after.filter(|at| {
                route[..*at].ends_with(['{', '<', ':', '*']) && !route[at + name.len()..].starts_with(|c| !holder(c))
            });
            placed.next().is_some()
        })
    }

    /// The members from the root to a source.
    pub(super) fn parts(&self, src: SrcId) -> Vec<&str> {
        let program = self.judge.eng.program;
        src.path().iter().map(|sym| program.text(*sym)).collect()
    }

    /// Whether a source is the request, or an object, as a whole.
    pub(super) fn is_whole(&self, src: SrcId) -> bool {
        matches!(src.root(), Root::Request | Root::This) && src.is_whole()
    }

    pub(super) fn member(&self, src: SrcId) -> String {
        let path = self.parts(src);
        match (path.is_empty(), src.root()) {
            (true, _) => "the row".to_owned(),
            (false, Root::Record(at)) => match self.judge.accesses.get(at as usize) {
                Some(access) => format!("`{}` of the {}", path.join("."), self.entity(access)),
                None => format!("`{}`", path.join(".")),
            },
            _ => format!("`{}`", path.join(".")),
        }
    }

    /// What facts say, in words.
    pub(super) fn said(&self, facts: &[Fact], access: &Access) -> String {
        let used = values(&access.preds);
        let aside = |fact: &&Fact| match fact {
            Fact::LeftOut(_) => true,
            Fact::Authorized(src) => !used.contains(src) && (self.is_whole(*src) || src.root() == Root::This),
            _ => false,
        };
        let mut words: Vec<String> = Vec::new();
        for fact in facts.iter().filter(|fact| !aside(fact)) {
            let one = self.one(fact);
            if !one.is_empty() && !words.contains(&one) && words.len() < MAX_PARTS {
                words.push(one);
            }
        }
        match words.is_empty() {
            true => "vouches for what it is given".to_owned(),
            false => format!("only goes on where {}", words.join(", and ")),
        }
    }

    pub(super) fn one(&self, fact: &Fact) -> String {
        let entity = |at: u32| {
            let access = self.judge.accesses.get(at as usize);
            access.map_or_else(|| "row".to_owned(), |access| self.entity(access))
        };
        match fact {
            Fact::Equal(a, b) => {
                let (a, b) = match b.root() {
                    Root::Record(_) | Root::Request if a.root() == Root::Identity => (*b, *a),
                    _ => (*a, *b),
                };
                format!("{} equals {}", self.origin(a), self.origin(b))
            }
            Fact::Authorized(src) => format!("{} is the caller's to use", self.origin(*src)),
            Fact::Vouched(by, of) => match by.list().first() {
                Some(by) => format!("{} may use {}", self.origin(*by), self.origin(*of)),
                None => String::new(),
            },
            Fact::LeftOut(src) => format!("{} was left out", self.origin(*src)),
            Fact::Found(at) => format!("the {} was found", entity(*at)),
            Fact::Absent(at) => format!("no {} was found", entity(*at)),
            Fact::Operator => "the caller runs the installation".to_owned(),
            Fact::Given(src) => format!("there is {}", self.origin(*src)),
            Fact::Missing(src) => format!("there is no {}", self.origin(*src)),
            Fact::Lacking(src) => format!("there can be no {}", self.origin(*src)),
            Fact::Any(arms) => {
                let mut each: Vec<String> = Vec::new();
                for arm in arms.iter().take(MAX_PARTS) {
                    // alternatives within alternatives are left to the code
                    let all = arm.iter().filter(|fact| !matches!(fact, Fact::Any(_)));
                    let all: Vec<String> = all.take(MAX_PARTS).map(|fact| self.one(fact)).collect();
                    if !all.is_empty() {
                        each.push(all.join(" and "));
                    }
                }
                match each.is_empty() {
                    true => String::new(),
                    false => format!("either {}", each.join(", or ")),
                }
            }
        }
    }
}
