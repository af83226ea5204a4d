//! Whether what is put into shared state ([`crate::flow::outliving`]) is one tenant's, and whether requests run what puts it there.

use crate::facts::{At, Outliving, Whose, function_name};
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::judge::{Judge, Tie};
use crate::flow::outliving::Put;
use crate::flow::reading::Reading;
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Root, SrcId};
use crate::flow::ways::entered;
use crate::program::FnId;
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::EntryKind;
use partywall_ir::FnKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Collects what outlives the requests that put it there.
pub(super) struct Holding<'c, 'a> {
    eng: &'c Engine<'a>,
    /// By the place where it is put.
    found: BTreeMap<At, Outliving>,
    /// Functions that requests run, each with the one by which they come in.
    reached: FxHashMap<FnId, FnId>,
    /// What of them is yet to be looked into.
    open: Vec<FnId>,
}

impl<'c, 'a> Holding<'c, 'a> {
    pub(super) fn new(eng: &'c Engine<'a>) -> Self {
        let mut holding = Self {
            eng,
            found: BTreeMap::new(),
            reached: FxHashMap::default(),
            open: Vec::new(),
        };
        for (function, entry) in &eng.entries {
            if entry.kind == EntryKind::Request {
                holding.reach(*function, *function);
            }
        }
        for function in &eng.one_for_all().runs {
            holding.reach(*function, *function);
        }
        holding
    }

    fn reach(&mut self, function: FnId, from: FnId) {
        if let std::collections::hash_map::Entry::Vacant(new) = self.reached.entry(function) {
            new.insert(from);
            self.open.push(function);
        }
    }

    /// Looks at a handler that is written where it is registered.
    pub(super) fn inline(&mut self, host: FnId, entry: &Entry, summary: &Summary) {
        if entry.kind != EntryKind::Request {
            return;
        }
        for callee in &summary.callees {
            self.reach(*callee, host);
        }
        self.look(host, Some(host), Some(entry), summary);
    }

    /// Looks at all functions; gives what was found, by place.
    pub(super) fn finish(mut self, own: &[FnId]) -> Vec<Outliving> {
        while let Some(function) = self.open.pop() {
            let from = self.reached[&function];
            for callee in &self.eng.summary(function).callees {
                self.reach(*callee, from);
            }
        }
        for function in own {
            let summary = self.eng.summary(*function);
            if !summary.outliving.is_empty() {
                let from = self.reached.get(function).copied();
                self.look(*function, from, self.eng.entries.get(function), &summary);
            }
        }
        self.found.into_values().collect()
    }

    fn look(&mut self, function: FnId, from: Option<FnId>, entry: Option<&Entry>, summary: &Summary) {
        let judge = Judge::new(self.eng, &summary.accesses, entry).reading_identity(summary.reads_identity);
        let makes = self.eng.program.decl(function).kind == FnKind::Constructor;
        for put in &summary.outliving {
            let Some(held) = self.whose(put, summary, &judge) else {
                continue;
            };
            // who is made with the caller is made for a request
            let of_caller = makes && held == Whose::Caller;
            let Some(from) = from.or_else(|| (of_caller || self.is_written(put.place)).then_some(function)) else {
                continue;
            };
            let certain = matches!(held, Whose::Caller | Whose::Rows(_)) && !of_caller;
            let one = Outliving {
                place: put.place,
                state: put.state.to_string(),
                held,
                function: put.function,
                certain,
                flow: self.flow(function, from, put),
            };
            match self.found.get(&put.place) {
                Some(old) if (old.certain, &old.held) >= (one.certain, &one.held) => {}
                _ => _ = self.found.insert(put.place, one),
            }
        }
    }

    /// Whether a place stands in what is put in front of handlers where it is written.
    fn is_written(&self, (unit, span): At) -> bool {
        let mut written = self.eng.one_for_all().written.iter();
        written.any(|(known, around)| *known == unit && around.contains(span))
    }

    /// Whose it is; none where nothing says that it is anybody's.
    fn whose(&self, put: &Put, summary: &Summary, judge: &Judge<'_, '_>) -> Option<Whose> {
        let of = |src: &SrcId| match src.root() {
            Root::Identity => Some(Whose::Caller),
            Root::Trusted => put.rows.filter(|entity| self.is_somebodys(*entity)).map(Whose::Rows),
            Root::Record(at) => self.rows(*src, at as usize, put, summary, judge).map(Whose::Rows),
            Root::Request => {
                let last = *src.path().last()?;
                let name = self.eng.program.text(last);
                let tenant = self.eng.tenancy.is_tenant_key(name, false);
                tenant.then(|| Whose::Sent(name.to_owned()))
            }
            _ => None,
        };
        let request = put.request.then_some(Whose::Request);
        put.srcs.list().iter().filter_map(of).chain(request).max()
    }

    /// The entity of a row that is put there whole, or by its key, and that was asked for as the caller's or the request's.
    fn rows(&self, src: SrcId, at: usize, put: &Put, summary: &Summary, judge: &Judge<'_, '_>) -> Option<EntityId> {
        let access = summary.accesses.get(at)?;
        let EntRef::Known(entity) = access.entity else {
            return None;
        };
        let told = match src.path()[..] {
            [] => put.rows.is_some(),
            [only] => {
                let name = self.eng.program.text(only);
                self.eng.tenancy.is_own_key(entity, name) || self.eng.tenancy.is_tenant_key(name, false)
            }
            _ => false,
        };
        let reads = access.operation.reads() && !access.stores;
        if !told || !reads || !self.is_somebodys(entity) {
            return None;
        }
        let tied = matches!(judge.tie(at), Tie::Scoped | Tie::Filtered | Tie::Guarded);
        (tied || !Reading::new(judge, access, &[]).inputs().is_empty()).then_some(entity)
    }

    /// Whether an entity's rows are tenants, or belong to them.
    fn is_somebodys(&self, entity: EntityId) -> bool {
        let standing = self.eng.tenancy.entity(entity).standing;
        matches!(standing, Standing::Owned | Standing::Root { .. })
    }

    fn flow(&self, function: FnId, from: FnId, put: &Put) -> Vec<(At, String)> {
        let program = self.eng.program;
        let start = |function: FnId| (program.func(function).unit, program.decl(function).name_span);
        let name = function_name(program, from);
        let mut steps = vec![(start(from), entered(&name, EntryKind::Request, None))];
        if from != function {
            let name = function_name(program, function);
            steps.push((start(function), format!("`{name}` runs behind it")));
        }
        let called = |(callee, at): &(FnId, At)| (*at, format!("`{}` is called", function_name(program, *callee)));
        steps.extend(put.calls.iter().map(called));
        steps.push((put.place, format!("it is put into `{}`", put.state)));
        steps
    }
}
