//! From the reading of a function to its summary.

use crate::flow::cx::Cx;
use crate::flow::exits::Exit;
use crate::flow::held::{MAX_HELD, held, holds, seal, speaks_of, tidy, with_trusted};
use crate::flow::judge::{Judge, Tie};
use crate::flow::merge::{Sides, merge_paths};
use crate::flow::query::{Access, Pred};
use crate::flow::summary::Summary;
use crate::flow::value::{Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::program::FnId;
use partywall_catalog::Operation;
use std::sync::Arc;
use std::sync::OnceLock;

/// The most ways out that an access remembers.
const MAX_EXITS: usize = 8;

/// The most facts that hold wherever an access's rows are used.
const MAX_WITHIN: usize = 24;

/// The most accesses that a function hands to its callers.
const MAX_LATENT: usize = 32;

/// So many of the values that come back together are told apart.
const MAX_PARTS: usize = 4;

/// Sums up a function that has been read.
pub fn summarise(mut cx: Cx<'_, '_>) -> Summary {
    let exits = std::mem::take(&mut cx.exits);
    let defaulted = cx.believed(&exits);
    let ret_ty = cx
        .eng
        .program
        .return_type(cx.function, &crate::program::Ty::unknown(), &[]);
    let ret_ty = cx.eng.program.unwrap(&ret_ty);
    let named_bool = ret_ty
        .name()
        .is_some_and(|name| name.eq_ignore_ascii_case("bool") || name.eq_ignore_ascii_case("boolean"));
    let boolean = named_bool
        // what only ever refuses answers nothing
        || (exits.iter().any(|exit| !matches!(exit.val.shape, Shape::Failure))
            && exits
                .iter()
                .all(|exit| matches!(exit.val.shape, Shape::Bool(_) | Shape::Truth(_) | Shape::Failure)));
    let fails = |exit: &&Exit| matches!(exit.val.shape, Shape::Failure);
    let empty = |exit: &&Exit| {
        let none = matches!(&exit.val.shape, Shape::List(items) if items.is_empty()) && exit.val.srcs.is_empty();
        none || matches!(exit.val.shape, Shape::Failure | Shape::Null | Shape::Bool(false))
            || tells_of_nothing(&exit.val)
    };
    let coming_back: Vec<&Exit> = exits.iter().filter(|exit| !fails(exit)).collect();
    let good: Vec<&Exit> = exits.iter().filter(|exit| !empty(exit)).collect();
    // where failures are values, a refusal that comes with its reason is a success
    let told = |exit: &&&Exit| !(cx.eng.propagates(cx.unit.language) && tells_of_nothing(&exit.val));
    let refuses = exits.iter().any(|exit| !told(&&exit));
    let yes = held(
        if good.is_empty() && !boolean || refuses {
            &coming_back
        } else {
            &good
        },
        true,
        &cx,
    );
    let fallible = cx.eng.propagates(cx.unit.language)
        && !boolean
        && !coming_back.is_empty()
        && (cx.failing.is_some() || exits.iter().any(|exit| fails(&exit)));
    let misses = cx.eng.propagates(cx.unit.language) && exits.iter().any(|exit| matches!(exit.val.shape, Shape::Null));
    let mut always = if fallible {
        held(&exits.iter().collect::<Vec<_>>(), false, &cx)
    } else if boolean || good.is_empty() {
        held(&coming_back, false, &cx)
    } else {
        held(&good, false, &cx)
    };
    if let Some(failing) = &cx.failing {
        always.retain(|fact| failing.contains(fact));
    }
    // what only an operator is given does not make what anybody else is given worse
    let operators = good.iter().filter(|exit| exit.facts.contains(&Fact::Operator)).count();
    let mixed = operators > 0 && operators < good.len();
    let others = good
        .iter()
        .filter(|exit| !mixed || !exit.facts.contains(&Fact::Operator));
    let ret = others.fold(None, |all: Option<(Val, Vec<Fact>)>, exit| {
        Some(match all {
            None => (exit.val.clone(), exit.facts.to_vec()),
            Some((val, mut facts)) => {
                // only of rows that are yet to be asked for it matters who takes which way
                let asks = matches!((&val.shape, &exit.val.shape), (Shape::Query(_), Shape::Query(_)));
                let sides = if asks {
                    Sides::of(&facts, &exit.facts)
                } else {
                    Sides::default()
                };
                let merged = merge_paths((&val, &facts), (&exit.val, &exit.facts), &sides);
                facts.retain(|fact| exit.facts.contains(fact));
                (merged, facts)
            }
        })
    });
    let ret = ret.map(|(val, _)| val);
    let mut ret = match (ret, coming_back.first()) {
        (Some(ret), _) => ret,
        (None, Some(exit)) => exit.val.clone(),
        (None, None) => match exits.first() {
            Some(exit) => exit.val.clone(),
            None => Val::nothing(),
        },
    };
    if exits.len() > 1 && matches!(ret.shape, Shape::Bool(_)) {
        ret.shape = Shape::Plain;
    }
    if let Shape::Truth(truth) = &mut ret.shape {
        let truth = Arc::make_mut(truth);
        tidy(&mut truth.yes, 0);
        tidy(&mut truth.no, 0);
    }
    let gives = crate::flow::own_members::left(if good.is_empty() { &coming_back } else { &good });
    tell_of_parts(&cx, &coming_back, &mut ret);
    if exits.iter().any(|exit| tells_of_nothing(&exit.val)) {
        tell_of_rest(&cx, &mut ret);
    }
    let judge = Judge::new(cx.eng, &cx.accesses, None);
    // where a tenant is handed back, nobody learns of it at the exits that do not
    let handed = |at: usize| {
        let record = Root::Record(u32::try_from(at).unwrap_or(u32::MAX));
        exits.iter().any(|exit| holds(&exit.val, record, MAX_HELD))
    };
    let handed_only: Vec<bool> = (0..cx.accesses.len())
        .map(|at| judge.reads_tenant(at) && handed(at) && !reaches_by(&cx.accesses, at))
        .collect();
    let told: Vec<Arc<Vec<Fact>>> = exits.iter().map(|exit| with_used(&exit.facts, &cx.accesses)).collect();
    let bare: Vec<bool> = exits.iter().map(|exit| is_bare(exit, &cx.accesses)).collect();
    let mut joined = Joined::default();
    for (at, access) in cx.accesses.iter_mut().enumerate() {
        let record = Root::Record(u32::try_from(at).unwrap_or(u32::MAX));
        // a caller that goes on after a failure was handed no rows
        let mut used = !access.within.is_empty() || fallible;
        let refused = |exit: &Exit| if good.is_empty() { fails(&exit) } else { empty(&exit) };
        let reached = |exit: &Exit| exit.loaded & !cx.decided & (1 << at) != 0 && !refused(exit) && !exit.idle;
        // beside an answer that is made of something, one that says the same to everybody refuses
        let answers = exits.iter().zip(&bare).any(|(exit, bare)| reached(exit) && !bare);
        for (way, ((exit, facts), bare)) in exits.iter().zip(&told).zip(&bare).enumerate() {
            if handed_only[at] && !holds(&exit.val, record, MAX_HELD) {
                used = true;
                continue;
            }
            // what was read and led to nothing has reached nobody
            let idle = exit.idle || (*bare && answers);
            if idle || !reached(exit) || access.exits.len() >= MAX_EXITS {
                used |= idle;
                continue;
            }
            access.exits.push(match access.within.as_slice() {
                // what a callee found out is mostly known to hold by its coming back
                within if within.iter().all(|fact| facts.contains(fact)) => Arc::clone(facts),
                within => joined.of(way, facts, within),
            });
        }
        if used {
            access.within = everywhere(&access.exits);
            tidy(&mut access.within, 0);
        }
        access.seal();
    }
    // what only happens where the function fails in any case has no check to come too late
    let happened = exits.iter().fold(0, |all, exit| all | exit.happened);
    let mut at = 0_u32;
    let mut effects = std::mem::take(&mut cx.effects);
    effects.retain(|_| {
        at += 1;
        happened & (1 << (at - 1)) != 0
    });
    let judge = Judge::new(cx.eng, &cx.accesses, None);
    let ties = vec![OnceLock::new(); cx.accesses.len()];
    let (mut always, mut yes) = (always, yes);
    // rows that reach nobody still prove what the function's coming back says
    let proves = |at: usize| {
        let found = Fact::Found(u32::try_from(at).unwrap_or(u32::MAX));
        let idle = !cx.accesses[at].exits.iter().any(|facts| facts.contains(&found));
        idle && (speaks_of(&always, &found, 0) || speaks_of(&yes, &found, 0))
    };
    let tied = |at: usize| match ties[at].get_or_init(|| judge.tie(at)) {
        Tie::None => false,
        Tie::Guarded => !proves(at),
        Tie::Scoped | Tie::Filtered => true,
    };
    let mut settled: Vec<bool> = (0..cx.accesses.len())
        .map(|at| {
            cx.settled[at] || !(judge.matters(at) || judge.reads_tenant(at) || judge.chooses_person(at)) || tied(at)
        })
        .collect();
    seal(&mut always, &settled, &judge, 0);
    seal(&mut yes, &settled, &judge, 0);
    if let Shape::List(items) = &mut ret.shape {
        for item in Arc::make_mut(items).iter_mut().take(MAX_PARTS) {
            if let Shape::Truth(truth) = &mut item.shape {
                let truth = Arc::make_mut(truth);
                seal(&mut truth.yes, &settled, &judge, 0);
                seal(&mut truth.no, &settled, &judge, 0);
            }
        }
    }
    let (mut before, mut said) = (Arc::default(), Arc::default());
    for effect in &mut effects {
        if effect.before != before {
            said = Arc::new(with_trusted(&effect.before, &judge));
        }
        before = std::mem::replace(&mut effect.before, Arc::clone(&said));
    }
    let thin = thin(&cx, &ret.srcs);
    for (access, thin) in cx.accesses.iter_mut().zip(thin) {
        match access.calls.first_mut() {
            Some(call) => call.thin = thin,
            None => access.thin = thin,
        }
    }
    let mut callees: Vec<FnId> = cx.callees.into_inner().into_iter().collect();
    callees.sort_unstable();
    let mut latent = 0;
    for settled in &mut settled {
        latent += usize::from(!*settled);
        *settled |= latent > MAX_LATENT;
    }
    cx.accesses.shrink_to_fit();
    effects.shrink_to_fit();
    cx.asked.shrink_to_fit();
    Summary {
        diverges: exits.is_empty() && cx.accesses.iter().all(|access| access.exits.is_empty()),
        asked: cx.asked,
        effects,
        pushed: cx.pushed,
        in_turn: cx.in_turn,
        outliving: cx.outliving,
        commits: cx.commits,
        kept: cx.kept,
        accesses: cx.accesses,
        checks: cx.checks,
        called: cx.called,
        settled,
        ties,
        ret,
        gives,
        always,
        yes,
        boolean,
        fallible,
        misses,
        reads_request: cx.reads_request,
        reads_identity: cx.reads_identity,
        runs: cx.runs,
        outputs: cx.outputs,
        texted: cx.texted,
        callees: callees.into(),
        captured: cx.captured,
        defaulted,
        sql_gaps: cx.sql_gaps,
    }
}

/// What holds at exits together with what the last callee found out: the rows that one call leads to share it.
#[derive(Default)]
struct Joined {
    within: Vec<Fact>,
    made: Vec<(usize, Arc<Vec<Fact>>)>,
}

impl Joined {
    fn of(&mut self, exit: usize, facts: &[Fact], within: &[Fact]) -> Arc<Vec<Fact>> {
        if self.within != within {
            self.within = within.to_vec();
            self.made.clear();
        }
        if let Some((_, made)) = self.made.iter().find(|(at, _)| *at == exit) {
            return Arc::clone(made);
        }
        let made = Arc::new([facts, within].concat());
        self.made.push((exit, Arc::clone(&made)));
        made
    }
}

/// What holds at an exit, with what holds wherever the rows are used that it speaks of as found.
fn with_used(facts: &Arc<Vec<Fact>>, accesses: &[Access]) -> Arc<Vec<Fact>> {
    let speaks = |of: usize| {
        let at = u32::try_from(of).unwrap_or(u32::MAX);
        let record = |src: &crate::flow::value::SrcId| src.root() == Root::Record(at);
        facts.iter().any(|fact| match fact {
            Fact::Found(found) => *found == at,
            Fact::Equal(a, b) => record(a) || record(b),
            _ => false,
        })
    };
    let used = accesses
        .iter()
        .enumerate()
        .filter(|(_, access)| !access.within.is_empty());
    let more: Vec<&Fact> = used
        .filter(|(of, _)| speaks(*of))
        .flat_map(|(_, access)| &access.within)
        .collect();
    match more.is_empty() {
        // what is kept for good takes no more room than it needs
        true if facts.capacity() > facts.len() => Arc::new(facts.to_vec()),
        true => Arc::clone(facts),
        false => Arc::new(facts.iter().chain(more).cloned().collect()),
    }
}

/// What holds at all of these exits.
fn everywhere(exits: &[Arc<Vec<Fact>>]) -> Vec<Fact> {
    let Some((first, rest)) = exits.split_first() else {
        return Vec::new();
    };
    let everywhere = |fact: &&Fact| rest.iter().all(|facts| facts.contains(fact));
    first.iter().filter(everywhere).take(MAX_WITHIN).cloned().collect()
}

/// Whether nothing has happened up to a way out, and what is given back there is made of nothing.
fn is_bare(exit: &Exit, accesses: &[Access]) -> bool {
    let wrote = accesses.iter().enumerate().any(|(at, access)| {
        exit.loaded & 1_u128.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0) != 0
            && !access.operation.reads()
    });
    exit.happened == 0 && !wrote && says_nothing(&exit.val, MAX_HELD)
}

/// Whether a value is made of no more than what is written in the code and what the function was given.
fn says_nothing(val: &Val, depth: usize) -> bool {
    let given = |src: &SrcId| {
        matches!(
            src.root(),
            Root::Const | Root::Request | Root::Identity | Root::Param(_)
        )
    };
    let item = |item: &Val| depth > 0 && says_nothing(item, depth - 1);
    val.srcs.list().iter().all(given)
        && match &val.shape {
            Shape::Template(text) => text.holes.iter().all(item),
            Shape::Plain | Shape::Text(_) | Shape::Null | Shape::Bool(false) | Shape::Failure => true,
            Shape::Object(members) => members.iter().all(|(_, of)| item(of)),
            Shape::List(items) => items.iter().all(item),
            _ => false,
        }
}

/// Whether a value is several in one, of which the first says no and the others hold nothing but words, if only about what was
/// refused: `(False, None)`, `(False, f"{row.name} is gone")`.
fn tells_of_nothing(val: &Val) -> bool {
    let Shape::List(items) = &val.shape else { return false };
    let Some((first, rest)) = items.split_first() else {
        return false;
    };
    let bare = |item: &Val| match item.shape {
        Shape::Template(_) => true,
        Shape::Null | Shape::Text(_) => says_nothing(item, MAX_HELD),
        _ => false,
    };
    matches!(first.shape, Shape::Bool(false)) && !rest.is_empty() && rest.iter().all(bare)
}

/// Where the first of several values says no when there is nothing in the others, it says yes when there is.
fn tell_of_rest(cx: &Cx<'_, '_>, ret: &mut Val) {
    let Shape::List(items) = &ret.shape else { return };
    let records: Vec<u32> = items.iter().skip(1).flat_map(|item| cx.records(&item.srcs)).collect();
    if !matches!(items.first().map(|first| &first.shape), Some(Shape::Bool(true))) || records.is_empty() {
        return;
    }
    let truth = Truth {
        preds: Vec::new(),
        yes: records.iter().map(|record| Fact::Found(*record)).collect(),
        no: records.iter().map(|record| Fact::Absent(*record)).collect(),
    };
    let mut items = (**items).clone();
    items[0] = Val::shaped(Shape::Truth(Arc::new(truth)));
    ret.shape = Shape::List(Arc::new(items));
}

/// Where one of several values is there at some exits and missing at others, its being there tells which exits it was: `(row, null)` and
/// `(null, error)`. So does what is true at some and false at others: `(true, rows)` and `(false, error)`.
fn tell_of_parts(cx: &Cx<'_, '_>, exits: &[&Exit], ret: &mut Val) {
    let Shape::List(items) = &ret.shape else { return };
    let mut told = (**items).clone();
    for (at, item) in told.iter_mut().enumerate().take(MAX_PARTS) {
        let part = |exit: &&Exit| match &exit.val.shape {
            Shape::List(parts) if parts.len() == items.len() => Some(parts[at].shape.clone()),
            _ => None,
        };
        let Some(parts) = exits.iter().map(part).collect::<Option<Vec<Shape>>>() else {
            return;
        };
        let flag = parts.iter().any(|part| matches!(part, Shape::Bool(_)));
        let ways: Vec<(bool, bool)> = parts.iter().map(|part| may_be(part, flag)).collect();
        let says = matches!(item.shape, Shape::Plain | Shape::Null) || flag && matches!(item.shape, Shape::Truth(_));
        if !says || !(ways.contains(&(true, false)) || flag) || !ways.iter().any(|way| way.1) {
            continue;
        }
        let of = |wanted: bool| {
            let those = exits.iter().zip(&ways).zip(&parts);
            let those = those.filter(|((_, way), _)| if wanted { way.0 } else { way.1 });
            let those: Vec<Exit> = those.map(|((exit, _), part)| answering(exit, part, wanted)).collect();
            held(&those.iter().collect::<Vec<_>>(), false, cx)
        };
        let (mut yes, mut no) = (of(true), of(false));
        if !flag {
            yes.extend(cx.answered(&item.srcs).into_iter().map(Fact::Found));
            // whatever was read, nobody is handed it where this is missing
            let rows = cx.records(&item.srcs);
            if let [row] = rows[..] {
                yes.push(Fact::Found(row));
            }
            no.extend(rows.into_iter().map(Fact::Absent));
        }
        tidy(&mut yes, 0);
        tidy(&mut no, 0);
        item.shape = Shape::Truth(Arc::new(Truth {
            preds: Vec::new(),
            yes,
            no,
        }));
    }
    ret.shape = Shape::List(Arc::new(told));
}

/// Whether a part of an answer may count as true, and whether it may count as false. What could not be followed is there, unless the
/// part is a `flag`.
fn may_be(part: &Shape, flag: bool) -> (bool, bool) {
    match part {
        Shape::Bool(says) => (*says, !says),
        Shape::Null => (false, true),
        Shape::Plain | Shape::Truth(_) if flag => (true, true),
        _ => (true, false),
    }
}

/// A way out where a part of its answer is known to be true, or to be false.
fn answering(exit: &Exit, part: &Shape, wanted: bool) -> Exit {
    let mut exit = exit.clone();
    if let Shape::Truth(truth) = part {
        let more = if wanted { &truth.yes } else { &truth.no };
        Arc::make_mut(&mut exit.facts).extend(more.iter().cloned());
    }
    exit
}

/// Whether other accesses are reached by what an access found.
fn reaches_by(accesses: &[Access], at: usize) -> bool {
    let own = Root::Record(u32::try_from(at).unwrap_or(u32::MAX));
    let place = accesses[at].place;
    let others = accesses.iter().filter(|other| !other.stores && other.place != place);
    let reads = |other: &Access| {
        let mut values = crate::flow::query::values(&other.preds).into_iter();
        values.any(|src| src.root() == own)
    };
    others.take(MAX_LATENT).any(reads)
}

/// For each access, whether the function is no more than a way to it: it gives the rows to its caller, and what it asks for them by
/// is what its caller gave. One that is called at one place only, and that reaches more by what the rows hold, is more than that.
fn thin(cx: &Cx<'_, '_>, ret: &Srcs) -> Vec<bool> {
    let returned = |at: usize| {
        ret.list()
            .iter()
            .any(|src| src.root() == Root::Record(u32::try_from(at).unwrap_or(u32::MAX)))
    };
    // what one statement joins is one way to rows
    let mut places: Vec<_> = cx
        .accesses
        .iter()
        .filter(|access| !access.stores)
        .map(|access| access.place)
        .collect();
    places.dedup();
    let few = places.len() <= 3;
    let only = cx.accesses.iter().filter(|access| !access.stores).count() == 1;
    // a row that is stored as it was handed over was made by the caller
    let handed = |access: &Access| {
        let mut values = access.preds.iter().filter_map(|pred| match pred {
            Pred::Test { value, .. } => Some(value),
            _ => None,
        });
        values.all(|value| {
            value.list().iter().all(|src| match src.root() {
                Root::Param(_) => src.path().is_empty(),
                Root::Request | Root::Identity => false,
                _ => true,
            })
        })
    };
    let leads = |at: usize| reaches_by(&cx.accesses, at) && cx.eng.called_once(cx.function);
    cx.accesses
        .iter()
        .enumerate()
        .map(|(at, access)| {
            let writes = matches!(
                access.operation,
                Operation::Update | Operation::Delete | Operation::Exists | Operation::Count
            );
            if access.stores {
                return !cx.is_entry && handed(access);
            }
            !cx.is_entry && few && (returned(at) || (writes && only)) && !leads(at)
        })
        .collect()
}
