//! Tenants' values under keys that do not say whose they are: what is kept ([`crate::flow::kept`]), what functions give and are
//! remembered for, and functions that make keys.

use crate::facts::{At, Cached, Held, function_name};
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::judge::{Judge, Tie};
use crate::flow::kept::Kept;
use crate::flow::query::{Access, Pred};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Root, SrcId};
use crate::flow::ways::entered;
use crate::program::{FnId, Ty};
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::{CacheRow, EntryKind, OriginWord};
use partywall_ir::{Arg, ExprId, ExprKind, Flags, FnKind, Lit, ParamKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// The most callers of one function that are looked at.
const MAX_CALLERS: usize = 24;

/// The most expressions of one caller that are looked at.
const MAX_PARTS: usize = 20_000;

/// Collects what is cached for everybody.
pub(super) struct Caches<'c, 'a> {
    eng: &'c Engine<'a>,
    /// By the place where the key is made.
    found: BTreeMap<At, Cached>,
    called: FxHashSet<FnId>,
}

impl<'c, 'a> Caches<'c, 'a> {
    pub(super) fn new(eng: &'c Engine<'a>) -> Self {
        Self {
            eng,
            found: BTreeMap::new(),
            called: FxHashSet::default(),
        }
    }

    /// Whether there is anybody whose values could be told apart.
    fn has_owners(&self) -> bool {
        let tenancy = self.eng.tenancy;
        tenancy
            .ids()
            .any(|id| matches!(tenancy.entity(id).standing, Standing::Root { .. }))
    }

    /// Looks at all functions; lambdas that are entry points are looked at by [`Self::summary`].
    pub(super) fn functions(&mut self, own: &[FnId]) {
        let mut callers: FxHashMap<FnId, Vec<FnId>> = FxHashMap::default();
        for function in own {
            for callee in &self.eng.summary(*function).callees {
                let known = callers.entry(*callee).or_default();
                if known.len() < MAX_CALLERS {
                    known.push(*function);
                }
            }
        }
        self.called = callers.keys().copied().collect();
        for function in own {
            let summary = self.eng.summary(*function);
            let entry = self.eng.entries.get(function);
            self.summary(*function, entry, &summary);
            if self.has_owners() {
                self.remembered(*function, &summary);
            }
            self.maker(*function, callers.get(function).map_or(&[], Vec::as_slice));
        }
    }

    /// Looks at what one function keeps.
    pub(super) fn summary(&mut self, function: FnId, entry: Option<&Entry>, summary: &Summary) {
        if summary.kept.is_empty() || !self.has_owners() {
            return;
        }
        let judge = Judge::new(self.eng, &summary.accesses, entry).reading_identity(summary.reads_identity);
        for kept in &summary.kept {
            let decided = entry.is_some() || !kept.is_open() || !self.called.contains(&function);
            let claimed = kept.claims && kept.digest && kept.handed.is_none() && sent(kept);
            let held = if claimed {
                Held::Claim
            } else if let Some(entity) = decided.then(|| self.whose(function, kept, summary, &judge)).flatten() {
                Held::Value(entity)
            } else {
                continue;
            };
            let mut flow = Vec::new();
            if let Some(entry) = entry {
                let name = function_name(self.eng.program, function);
                flow.push((self.start(function), entered(&name, entry.kind, None)));
            }
            flow.push((kept.made, "the key is made here".to_owned()));
            flow.push((kept.place, "the value is kept here".to_owned()));
            self.keep(Cached {
                place: kept.made,
                kept: kept.place,
                function: kept.maker,
                certain: entry.is_some_and(|entry| entry.kind == EntryKind::Request) && !claimed,
                held,
                flow,
            });
        }
    }

    fn keep(&mut self, cached: Cached) {
        match self.found.get_mut(&cached.place) {
            Some(old) if (old.certain, &old.held) >= (cached.certain, &cached.held) => {}
            Some(old) => *old = cached,
            None => {
                self.found.insert(cached.place, cached);
            }
        }
    }

    fn start(&self, function: FnId) -> At {
        let program = self.eng.program;
        (program.func(function).unit, program.decl(function).name_span)
    }

    /// Whose rows are kept: those of one tenant, because they were asked for as the caller's. The outer one is none where
    /// nothing says that the value is anybody's; the inner one where it is somebody's without being a row.
    fn whose(&self, function: FnId, kept: &Kept, summary: &Summary, judge: &Judge<'_, '_>) -> Option<Option<EntityId>> {
        let owned = |at: usize| {
            let access = summary.accesses.get(at)?;
            let tied = is_read(access) && judge.matters(at) && matches!(judge.tie(at), Tie::Scoped | Tie::Filtered);
            (tied && !selected_by(access, kept)).then(|| known(&access.entity))
        };
        let mut somebody = None;
        for src in kept.value.list() {
            let found = match src.root() {
                Root::Identity => Some(None),
                Root::Record(at) => owned(at as usize),
                Root::Trusted => kept.settled.map(Some),
                Root::Param(_) | Root::Request => self.names_tenant(function, *src).then_some(None),
                _ => None,
            };
            somebody = match (somebody, found) {
                (Some(Some(entity)), _) => return Some(Some(entity)),
                (None, found) => found,
                (Some(None), found) => found.or(Some(None)),
            };
        }
        somebody
    }

    /// Whether an input of a function is a tenant's key: what is computed from it is the tenant's.
    fn names_tenant(&self, function: FnId, src: SrcId) -> bool {
        let program = self.eng.program;
        let param = match src.root() {
            Root::Param(at) => program.decl(function).params.get(at as usize),
            _ => None,
        };
        let unit = program.unit(program.func(function).unit);
        let tenant = |name: &str| self.eng.tenancy.is_tenant_key(name, false);
        match src.path().last() {
            Some(last) => tenant(program.text(*last)),
            None => param.is_some_and(|param| tenant(unit.text(param.name))),
        }
    }

    /// A function whose results are remembered by its arguments, though they depend on who asks.
    fn remembered(&mut self, function: FnId, summary: &Summary) {
        let program = self.eng.program;
        let decl = program.decl(function);
        let unit_id = program.func(function).unit;
        let unit = program.unit(unit_id);
        let Some((attribute, row)) = decl.attributes.iter().find_map(|attribute| {
            let written = unit.text(attribute.path);
            let last = crate::words::last(written);
            let rows = &mut self.eng.index.cache_attribute.get(unit.language, last);
            Some((attribute, *rows.next()?))
        }) else {
            return;
        };
        let judge = Judge::new(self.eng, &summary.accesses, None);
        let rows = (0..summary.accesses.len()).find(|at| {
            let access = &summary.accesses[*at];
            is_read(access) && judge.matters(*at) && matches!(summary.tie(*at, &judge), Tie::Scoped | Tie::Filtered)
        });
        if rows.is_none() && !summary.reads_identity || self.says_whose(function, &attribute.args, row) {
            return;
        }
        let entity = rows.and_then(|at| known(&summary.accesses[at].entity));
        let place = self.start(function);
        self.keep(Cached {
            place,
            kept: (unit_id, attribute.span),
            function,
            held: Held::Result(entity),
            certain: true,
            flow: vec![
                (
                    (unit_id, attribute.span),
                    "what the function gives is kept for all callers".to_owned(),
                ),
                (place, "what it gives depends on who asks".to_owned()),
            ],
        });
    }

    /// Whether the key under which a function's results are kept may say whose they are.
    fn says_whose(&self, function: FnId, args: &[Arg], row: &CacheRow) -> bool {
        let program = self.eng.program;
        let unit_id = program.func(function).unit;
        let unit = program.unit(unit_id);
        let params = &program.decl(function).params;
        let speaks = |at: usize| {
            let param = &params[at];
            let ty = program.param_type(function, at);
            matches!(param.kind, ParamKind::Receiver | ParamKind::Rest | ParamKind::RestNamed)
                || self.eng.speaks_of_owner(unit.text(param.name))
                || self.stands_for_owner(&ty)
        };
        let keyed = args.iter().find(|arg| {
            let name = arg.name.map(|name| unit.text(name));
            name.is_some_and(|name| row.keyed_by.iter().any(|asked| asked == name))
        });
        let Some(keyed) = keyed else {
            return (0..params.len()).any(speaks);
        };
        match &unit.body[keyed.value].kind {
            // a text is code, or the whole key
            ExprKind::Lit(Lit::Str(text)) => {
                let mut names = unit.text(*text).split(|c: char| !c.is_alphanumeric() && c != '_');
                names.any(|name| !name.is_empty() && self.eng.speaks_of_owner(name))
            }
            _ => crate::flow::keys::made(self.eng, function, keyed.value).speaks,
        }
    }

    /// Whether a value of a type says who asks: a row of a root, the request, the identity.
    fn stands_for_owner(&self, ty: &Ty) -> bool {
        let entity = ty.decl().and_then(|id| self.eng.tenancy.of_type(id));
        let name = ty.name().unwrap_or_default();
        let mut params = self.eng.index.params.iter();
        let request = params
            .any(|(_, row)| row.origin == OriginWord::RequestObject && row.of_type.iter().any(|known| known == name));
        entity.is_some() || request || self.eng.speaks_of_owner(name)
    }

    /// A function that makes keys of a cache, and is given nothing of the tenant that its caller knows.
    fn maker(&mut self, function: FnId, callers: &[FnId]) {
        let program = self.eng.program;
        let decl = program.decl(function);
        let lexicon = self.eng.tenancy.lexicon();
        let name = program.text(program.func(function).name);
        let (Some(body), FnKind::Plain) = (decl.body, decl.kind) else {
            return;
        };
        let inputs = decl.params.iter().filter(|param| param.kind != ParamKind::Receiver);
        if inputs.count() == 0 || callers.is_empty() || lexicon.cache_key.suffix(&lexicon.words(name)).is_none() {
            return;
        }
        let unit = program.func(function).unit;
        let file = program.unit(unit);
        let told = decl.params.iter().enumerate().any(|(at, param)| {
            self.eng.speaks_of_owner(file.text(param.name)) || self.stands_for_owner(&program.param_type(function, at))
        });
        if told || self.eng.entries.contains_key(&function) {
            return;
        }
        let made = crate::flow::keys::made(self.eng, function, body);
        if made.speaks {
            return;
        }
        let knowing = callers.iter().find_map(|caller| {
            let tenant = self.tenant_at_hand(*caller)?;
            let call = self.silent_call(*caller, function)?;
            Some((*caller, tenant, call))
        });
        let Some((caller, tenant, call)) = knowing else { return };
        let place = (unit, crate::flow::keys::result_span(self.eng, function));
        self.keep(Cached {
            place,
            kept: call,
            function,
            held: Held::Key { caller, tenant },
            certain: false,
            flow: vec![
                (call, format!("`{}` asks for the key", function_name(program, caller))),
                (place, "the key is made here".to_owned()),
            ],
        });
    }

    /// The name by which a function knows a tenant: a parameter, or a member of one.
    fn tenant_at_hand(&self, function: FnId) -> Option<String> {
        let program = self.eng.program;
        let decl = program.decl(function);
        let unit = program.unit(program.func(function).unit);
        let lexicon = self.eng.tenancy.lexicon();
        let is_tenant = |name: &str| {
            let words = lexicon.words(name);
            lexicon.stem(&words).is_some_and(|stem| lexicon.root.is(stem))
        };
        for (at, param) in decl.params.iter().enumerate() {
            let name = unit.text(param.name);
            if param.kind == ParamKind::Receiver {
                continue;
            }
            if is_tenant(name) {
                return Some(name.to_owned());
            }
            let Some(ty) = program.unwrap(&program.param_type(function, at)).decl() else {
                continue;
            };
            let mut fields = program.fields(ty).into_iter();
            let member = fields.find_map(|field| {
                let member = program.unit(field.unit).text(program.field_decl(field).name);
                is_tenant(member).then(|| format!("{name}.{member}"))
            });
            if member.is_some() {
                return member;
            }
        }
        None
    }

    /// Where a function calls another with nothing that may speak of an owner; none where each call does.
    fn silent_call(&self, caller: FnId, callee: FnId) -> Option<At> {
        let program = self.eng.program;
        let unit_id = program.func(caller).unit;
        let unit = program.unit(unit_id);
        let name = program.text(program.func(callee).name);
        let mut stack: Vec<ExprId> = program.decl(caller).body.into_iter().collect();
        for _ in 0..MAX_PARTS {
            let at = stack.pop()?;
            let kind = &unit.body[at].kind;
            if let ExprKind::Call { callee: called, args } = kind
                && crate::flow::entry::last_of(unit, *called) == Some(name)
                && crate::flow::keys::called(self.eng, caller, *called).is_none_or(|known| known == callee)
            {
                let speaks = |arg: &Arg| crate::flow::keys::made(self.eng, caller, arg.value).speaks;
                if !args.iter().any(speaks) {
                    return Some((unit_id, unit.body[at].span));
                }
            }
            partywall_ir::walk::children(kind, &mut |child| stack.push(child));
        }
        None
    }

    /// What was found, by place.
    pub(super) fn finish(self) -> Vec<Cached> {
        let test = |cached: &Cached| self.eng.program.decl(cached.function).flags.has(Flags::TEST);
        self.found.into_values().filter(|cached| !test(cached)).collect()
    }
}

fn known(entity: &EntRef) -> Option<EntityId> {
    match entity {
        EntRef::Known(entity) => Some(*entity),
        _ => None,
    }
}

/// Whether the key holds what selects the one row by its own key.
fn selected_by(access: &Access, kept: &Kept) -> bool {
    access.preds.iter().any(|pred| match pred {
        Pred::Key(value) => value.list().iter().any(|src| kept.key.list().contains(src)),
        _ => false,
    })
}

/// Whether an access gives something of its rows.
fn is_read(access: &Access) -> bool {
    access.operation.reads() && !access.stores
}

/// Whether a key comes from what somebody sent, and nothing else.
fn sent(kept: &Kept) -> bool {
    let input = |src: &SrcId| matches!(src.root(), Root::Param(_) | Root::Request);
    kept.key.list().iter().any(input)
}

impl Engine<'_> {
    /// Whether a setting of the program puts more into every key of a cache.
    pub(super) fn keys_have_more(&self, row: &CacheRow) -> bool {
        row.unless.iter().any(|setting| self.program.find(setting).is_some())
    }

    /// The types of caches that each tenant has of its own.
    pub(super) fn own_caches(&self) -> &[String] {
        &self.index.cache_own
    }
}
