//! Why an access has its verdict, in words: what each restriction, guard and filter weighs, and why it counts or does not.
//!
//! It asks the judge again with a check left out or with one alone, and decides nothing itself. It runs for what somebody asked
//! about, and for nothing else.

mod guards;
mod origins;

use crate::explained::{Consideration, Why};
use crate::facts::{Leak, Verdict};
use crate::flow::judge::{Judge, Tie};
use crate::flow::noted::Check;
use crate::flow::query::{Access, Bypass, Pred};
use crate::flow::reading::{Reading, Weighed, Weight};
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs};
use crate::program::FnId;
use crate::tenancy::Role;
use partywall_catalog::{EntryKind, Operation};

/// Explains the accesses of one function.
pub(super) struct Explainer<'x, 'a> {
    /// Who judged them.
    pub judge: &'x Judge<'x, 'a>,
    /// What was met as a guard on the way.
    pub checks: &'x [Check],
    /// The function.
    pub function: FnId,
    /// The route, where it is known: a value that it names comes from the path.
    pub route: Option<&'x str>,
}

impl<'x, 'a> Explainer<'x, 'a> {
    /// Why the access at an index has a verdict.
    pub fn why(&self, at: usize, verdict: Verdict, leak: Option<&Leak>) -> Why {
        let tie = self.judge.tie(at);
        let restrictions = self.restrictions(at, tie);
        let (guards, more_guards) = self.guards(at, tie);
        let reason = self.reason(at, (tie, verdict), leak, &restrictions);
        Why {
            reason,
            restrictions,
            guards,
            more_guards,
            filters: self.filters(at),
        }
    }

    pub(super) fn access(&self, at: usize) -> &'x Access {
        &self.judge.accesses[at]
    }

    pub(super) fn entity(&self, access: &Access) -> String {
        match access.entity {
            EntRef::Known(entity) => format!("`{}`", self.judge.eng.tenancy.entity(entity).name),
            _ => "row".to_owned(),
        }
    }

    /// What holds where the access is as open as it gets.
    pub(super) fn facts(&self, at: usize) -> &'x [Fact] {
        let open = self.judge.open_exits(at);
        let exits = &self.access(at).exits;
        open.first()
            .copied()
            .or_else(|| exits.first().map(|facts| &facts[..]))
            .unwrap_or_default()
    }

    fn restrictions(&self, at: usize, tie: Tie) -> Vec<Consideration> {
        let access = self.access(at);
        // a check of what it returned says nothing of what selects it
        let facts = if tie == Tie::Guarded { &[] } else { self.facts(at) };
        let trust = self.judge.without_itself(at, facts);
        let reading = Reading::new(self.judge, access, facts);
        let mut all = Vec::new();
        for pred in &access.preds {
            let ties = self.judge.pred_ties(pred, &access.entity, &trust);
            let several = matches!(pred, Pred::Any(arms) if arms.len() > 1);
            for one in reading.weighed(std::slice::from_ref(pred), &trust) {
                let mut text = self.restriction(&one, ties && tie != Tie::None, tie);
                if several {
                    text.push_str(" (one of several ways)");
                }
                let found = |src: &SrcId| match src.root() {
                    Root::Record(record) if record as usize != at => {
                        self.judge.accesses.get(record as usize).map(|access| access.place)
                    }
                    _ => None,
                };
                all.push(Consideration {
                    counts: ties && one.standing != Weight::Range,
                    name: one.column.clone(),
                    text,
                    place: one.value.list().iter().find_map(found),
                });
            }
        }
        all.dedup();
        all
    }

    fn restriction(&self, one: &Weighed<'_>, ties: bool, tie: Tie) -> String {
        let value = self.values(one.value);
        let sent = one.value.list().iter().any(|src| src.root() == Root::Request);
        match &one.standing {
            Weight::Held if one.value.list().iter().any(|src| self.judge.is_asked_by_policy(*src)) => {
                format!("is {value}, which the policy in front is presumed to ask for")
            }
            Weight::Held if sent => format!("is {value}, which a guard vouches for"),
            Weight::Range => "is compared in a way that picks no tenant".to_owned(),
            Weight::Held => format!("is {value}"),
            _ if ties && one.role == Role::Secret => format!("is {value}, a secret that only its owner knows"),
            _ if ties && one.role == Role::Public => "marks rows that are meant for everybody".to_owned(),
            _ if ties && self.judge.presumed(one.value) => {
                format!("is {value}, which a guard in front of the entry point is about")
            }
            _ if ties => format!("is {value}, which only its owner knows"),
            Weight::Aside if one.value.is_empty() => "is on no way to a tenant".to_owned(),
            Weight::Aside => format!("is {value}: the column is on no way to a tenant"),
            Weight::Lost => "has a value that could not be followed".to_owned(),
            Weight::Raw(_) if tie == Tie::Guarded => format!("is {value}, which ties nothing by itself"),
            Weight::Raw(_) => format!("is {value}, and nothing checks it against the caller"),
            Weight::Untied if self.is_given(one.value) => format!("is {value}"),
            Weight::Untied => format!("is {value}, and nothing ties that to the caller"),
        }
    }

    fn is_given(&self, value: &Srcs) -> bool {
        value
            .list()
            .iter()
            .any(|src| matches!(src.root(), Root::Param(_) | Root::This))
    }

    /// What each automatic filter of the entity does for the access.
    pub(super) fn filters(&self, at: usize) -> Vec<(usize, Consideration)> {
        let access = self.access(at);
        let EntRef::Known(entity) = access.entity else {
            return Vec::new();
        };
        let filters = &self.judge.eng.tenancy.entity(entity).filters;
        let weigh = |(index, filter): (usize, &crate::tenancy::Filter)| {
            let why = self.judge.filter_refused(filter, access);
            let place = match &access.bypass {
                Bypass::All(unit, span) if *span != partywall_ir::Span::default() && why.is_some() => {
                    Some((*unit, *span))
                }
                _ => None,
            };
            let one = Consideration {
                counts: why.is_none(),
                name: String::new(),
                text: why.unwrap_or("restricts the rows to the caller's").to_owned(),
                place,
            };
            (index, one)
        };
        filters.iter().enumerate().map(weigh).collect()
    }

    /// Why, in one sentence.
    fn reason(
        &self,
        at: usize,
        (tie, verdict): (Tie, Verdict),
        leak: Option<&Leak>,
        restrictions: &[Consideration],
    ) -> String {
        let access = self.access(at);
        let entity = self.entity(access);
        match tie {
            Tie::Scoped => {
                let mut by: Vec<&Consideration> = restrictions.iter().filter(|one| one.counts).collect();
                // who calls says more than what somebody vouches for
                by.sort_by_key(|one| !one.text.contains("the caller's identity"));
                let by = by.iter().take(2).map(|one| format!("{} {}", one.name, one.text));
                let by: Vec<String> = by.collect();
                return match (by.is_empty(), access.stores) {
                    (true, true) => "every reference that it stores is tied to the caller".to_owned(),
                    (true, false) => "its own restrictions tie it to the caller".to_owned(),
                    (false, _) => format!("its own restrictions tie it, as {}", by.join(", and ")),
                };
            }
            Tie::Filtered => {
                return format!("an automatic filter restricts every query of {entity} to the caller's rows");
            }
            Tie::Guarded if self.judge.entry.is_some_and(|entry| entry.operator) => {
                return "only those who run the installation come here".to_owned();
            }
            Tie::Guarded if access.exits.is_empty() => {
                return "nothing comes of it: every way on from here ends in a failure".to_owned();
            }
            Tie::Guarded => return format!("a check ties the {entity} to the caller before anything comes of it"),
            Tie::None => {}
        }
        if let Some(leak) = leak {
            return self.leak(access, leak);
        }
        match verdict {
            Verdict::Latent => "no entry point was found that leads here: its callers decide".to_owned(),
            Verdict::Bypassed => "its automatic filter is switched off, and nothing takes its place".to_owned(),
            Verdict::Unscoped => self.silent(access),
            _ if access.operation == Operation::Insert => {
                "a new row selects nothing, and what it stores could not be tied to anybody".to_owned()
            }
            _ if restrictions
                .iter()
                .any(|one| one.text.contains("could not be followed")) =>
            {
                "a value that may tie it could not be followed".to_owned()
            }
            _ => "nothing of the request was seen to select its rows, and nothing ties them".to_owned(),
        }
    }

    /// Why what is not tied is not reported.
    fn silent(&self, access: &Access) -> String {
        let asked = self.judge.entry.is_none_or(|entry| entry.kind == EntryKind::Request);
        if asked {
            let entity = self.entity(access);
            format!("the {entity} is found by another record that is not tied itself; that one is what is reported")
        } else {
            "nothing ties it; nobody from outside asks for it here, so only bypasses are reported".to_owned()
        }
    }

    fn leak(&self, access: &Access, leak: &Leak) -> String {
        let entity = self.entity(access);
        let all = |names: &[String]| {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            quoted.join(", ")
        };
        match leak {
            Leak::Lookup => format!("the request says which {entity} it is, and nothing ties that row to the caller"),
            Leak::UntiedChild(parents) => {
                let (are, them) = if parents.len() == 1 {
                    ("is", "it")
                } else {
                    ("are", "them")
                };
                format!(
                    "{} {are} authorized, and nothing ties the {entity} to {them}",
                    all(parents)
                )
            }
            Leak::List => format!("nothing restricts these rows of {entity} to a tenant"),
            Leak::CheckAgainstRequest(input) => {
                format!("the check of the {entity} believes `{input}`, which the caller chooses")
            }
            Leak::TenantFromRequest(input) => format!("the tenant is whichever one `{input}` names"),
            Leak::Reference { input, column } => {
                format!("`{column}` is stored as `{input}` names it, and nothing checks whose row that is")
            }
            Leak::Bypass { .. } => "its automatic filter is switched off, and nothing takes its place".to_owned(),
            Leak::WritableTenantKey { input, column } => {
                format!("`{column}`, which says whose the {entity} is, is stored as the request binds `{input}`")
            }
            Leak::OpenCheck(_) => format!("a check would tie the {entity}, and does not stop anybody"),
            Leak::LateCheck => format!("it happens to the {entity} before the check that ties it"),
        }
    }
}
