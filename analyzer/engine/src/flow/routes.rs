//! What entry points answer to, as far as the code writes it: the methods of the protocol and the route.
//!
//! Only asked for by reports: no verdict depends on it. Routes that are put together from several places are told as far as one
//! place and the prefix beside it say.

use crate::flow::engine::Engine;
use crate::flow::entry::{Entry, last_of, named};
use crate::flow::registered::continued;
use crate::program::{Def, FnId, Program, Scope, TypeId, UnitId};
use partywall_catalog::Catalog;
use partywall_ir::{Arg, Attribute, ExprId, ExprKind, FnKind, Lit, Unit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The methods of the protocol, in the order in which they are told.
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// The longest route that is told.
const MAX_ROUTE: usize = 200;

/// Calls around calls that are looked at.
const MAX_AROUND: usize = 8;

/// Expressions inside of one registering call that are looked at.
const MAX_STEPS: usize = 200;

/// Methods and route of entry points.
pub struct Routes<'r, 'a> {
    eng: &'r Engine<'a>,
    /// By framework file: names of attributes and keywords whose text a route begins with.
    prefixes: FxHashMap<&'r str, Vec<&'r str>>,
    /// The texts that calls register types under.
    of_types: FxHashMap<TypeId, String>,
    /// What stands around calls, for units that were looked at.
    outer: RefCell<FxHashMap<UnitId, Outer>>,
}

impl<'r, 'a> Routes<'r, 'a> {
    /// Looks for what registers types.
    pub fn new(eng: &'r Engine<'a>, catalog: &'r Catalog) -> Self {
        let mut prefixes: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for file in catalog.files() {
            for row in &file.entry {
                let of = prefixes.entry(&file.framework.id).or_default();
                of.extend(row.prefix.iter().map(String::as_str));
            }
        }
        let owners = eng
            .entries
            .keys()
            .filter_map(|function| eng.program.func(*function).owner);
        let owners: FxHashSet<TypeId> = owners.collect();
        Self {
            eng,
            prefixes,
            of_types: registered_types(eng.program, &owners),
            outer: RefCell::default(),
        }
    }

    /// The methods that an entry point answers, and its route.
    pub fn of(&self, function: FnId, entry: &Entry, lambda: bool) -> (Vec<String>, Option<String>) {
        let program = self.eng.program;
        let mut methods: Vec<&'static str> = Vec::new();
        let mut route = None;
        if let Some((unit, call)) = entry.call {
            let file = program.unit(unit);
            if let ExprKind::Call { callee, args } = &file.body[call].kind {
                route = args.iter().find_map(|arg| text(file, arg.value));
                methods.extend(last_of(file, *callee).into_iter().flat_map(spoken));
                methods.extend(
                    made_on(file, call)
                        .and_then(|on| called(file, on))
                        .into_iter()
                        .flat_map(spoken),
                );
                self.inside(file, args, function, &mut methods);
            }
            route = join(head_text(file, call), route);
            route = join(self.around(unit, call), route);
        }
        if !lambda {
            self.by_attributes(function, entry, &mut methods, &mut route);
            self.by_owner(function, entry, &mut methods, &mut route);
        }
        let told = METHODS.iter().filter(|method| methods.contains(method));
        let route = route.map(|route| route.chars().take(MAX_ROUTE).collect());
        (told.map(|method| method.to_uppercase()).collect(), route)
    }

    /// The texts of the calls around a registering one: `scope("/a").service(resource("/b").route(…))`.
    fn around(&self, unit: UnitId, call: ExprId) -> Option<String> {
        let file = self.eng.program.unit(unit);
        let mut outer = self.outer.borrow_mut();
        let outer = outer.entry(unit).or_insert_with(|| Outer::new(file));
        let mut route: Option<String> = None;
        let mut at = call;
        for _ in 0..MAX_AROUND {
            let mut links = 0;
            while let Some(next) = outer.next.get(&at).filter(|_| links < MAX_STEPS) {
                at = *next;
                links += 1;
            }
            let Some(parent) = outer.given_to.get(&at) else { break };
            at = *parent;
            let own = first_text(file, at);
            route = join(own.or_else(|| head_text(file, at)), route.take());
        }
        route
    }

    /// Methods that stand inside of a registering call, around the handler: `get(list).post(add)`, `methods=["POST"]`.
    fn inside(&self, file: &Unit, args: &[Arg], function: FnId, methods: &mut Vec<&'static str>) {
        let name = self.eng.program.text(self.eng.program.func(function).name);
        let mut stack: Vec<ExprId> = args.iter().map(|arg| arg.value).collect();
        let mut steps = 0;
        while let Some(at) = stack.pop() {
            steps += 1;
            if steps > MAX_STEPS {
                return;
            }
            match &file.body[at].kind {
                ExprKind::Call { callee, args } => {
                    let hands = args.iter().any(|arg| last_of(file, arg.value) == Some(name));
                    if hands && let Some(method) = last_of(file, *callee) {
                        methods.extend(spoken(method));
                    }
                    stack.extend(args.iter().map(|arg| arg.value));
                    if let ExprKind::Member { base, .. } = file.body[*callee].kind {
                        stack.push(base);
                    }
                }
                ExprKind::Collection { items, .. } => stack.extend(items.iter()),
                ExprKind::Lit(Lit::Str(text)) => methods.extend(whole(file.text(*text))),
                _ => {}
            }
        }
    }

    fn by_attributes(
        &self,
        function: FnId,
        entry: &Entry,
        methods: &mut Vec<&'static str>,
        route: &mut Option<String>,
    ) {
        let program = self.eng.program;
        let unit = program.func(function).unit;
        let file = program.unit(unit);
        let prefixes = self.prefixes(entry);
        for attribute in &program.decl(function).attributes {
            let written = file.text(attribute.path);
            let last = crate::words::last(written);
            let verbs = spoken(last);
            let speaks = !verbs.is_empty() || last.eq_ignore_ascii_case("route") || prefixes.contains(&last);
            if !speaks {
                continue;
            }
            methods.extend(verbs);
            for arg in attribute.args.iter().filter(|arg| arg.name.is_some()) {
                self.inside(file, std::slice::from_ref(arg), function, methods);
            }
            let own = attribute.args.iter().find(|arg| arg.name.is_none());
            let own = own.and_then(|arg| text(file, arg.value));
            let front = self.hung_on(unit, attribute, &prefixes);
            *route = join(front, own).or(route.take());
        }
    }

    /// The prefix of what an attribute hangs on: `router` of `@router.get("/x")`.
    fn hung_on(&self, unit: UnitId, attribute: &Attribute, prefixes: &[&str]) -> Option<String> {
        let program = self.eng.program;
        let (holder, _) = program.unit(unit).text(attribute.path).rsplit_once('.')?;
        let parts: Option<Vec<_>> = holder.split('.').map(|part| program.find(part)).collect();
        let Some(Def::Global(unit, at)) = program.resolve(unit, Scope::default(), &parts?) else {
            return None;
        };
        let file = program.unit(unit);
        let ExprKind::Call { args, .. } = &file.body[file.globals.get(at)?.value?].kind else {
            return None;
        };
        let prefix = args
            .iter()
            .find(|arg| arg.name.is_some_and(|name| prefixes.contains(&file.text(name))))?;
        text(file, prefix.value)
    }

    fn by_owner(&self, function: FnId, entry: &Entry, methods: &mut Vec<&'static str>, route: &mut Option<String>) {
        let program = self.eng.program;
        let Some(owner) = program.func(function).owner else {
            return;
        };
        let prefixes = self.prefixes(entry);
        let front = [owner].into_iter().chain(program.supertypes(owner)).find_map(|ty| {
            program.attributes(ty).find_map(|(unit, attribute)| {
                let file = program.unit(unit);
                let written = file.text(attribute.path);
                let last = crate::words::last(written);
                let first = attribute.args.first().filter(|_| prefixes.contains(&last))?;
                text(file, first.value)
            })
        });
        // what begins at the root says all of it
        let own = route.take();
        let whole_route = own.as_ref().is_some_and(|own| own.starts_with(['/', '~']));
        *route = join(front.filter(|_| !whole_route), own).or_else(|| self.of_types.get(&owner).cloned());
        let decl = program.decl(function);
        if methods.is_empty() && decl.kind == FnKind::Plain {
            let name = program.text(program.func(function).name);
            methods.extend(whole(name));
        }
    }

    fn prefixes(&self, entry: &Entry) -> Vec<&'r str> {
        let known = entry.framework.as_ref().and_then(|file| self.prefixes.get(&**file));
        known.cloned().unwrap_or_default()
    }
}

/// What stands around the calls of a unit.
struct Outer {
    /// The call that goes on from a call.
    next: BTreeMap<ExprId, ExprId>,
    /// The call that an expression is an argument of.
    given_to: FxHashMap<ExprId, ExprId>,
}

impl Outer {
    fn new(unit: &Unit) -> Self {
        let mut given_to = FxHashMap::default();
        for (number, expr) in unit.body.exprs.iter().enumerate() {
            if let ExprKind::Call { args, .. } = &expr.kind {
                given_to.extend(args.iter().map(|arg| (arg.value, ExprId::new(number))));
            }
        }
        Self {
            next: continued(unit),
            given_to,
        }
    }
}

/// What a call is made on, where that is a call.
fn made_on(unit: &Unit, call: ExprId) -> Option<ExprId> {
    let ExprKind::Call { callee, .. } = unit.body[call].kind else {
        return None;
    };
    match unit.body[callee].kind {
        ExprKind::Member { base, .. } => matches!(unit.body[base].kind, ExprKind::Call { .. }).then_some(base),
        _ => None,
    }
}

/// The last part of the name of what is called.
fn called(unit: &Unit, call: ExprId) -> Option<&str> {
    match unit.body[call].kind {
        ExprKind::Call { callee, .. } => last_of(unit, callee),
        _ => None,
    }
}

/// The only thing that the first call of a chain is given, where that is a text: `scope("/a")` of `scope("/a").service(…)`.
fn head_text(unit: &Unit, call: ExprId) -> Option<String> {
    let on = std::iter::successors(made_on(unit, call), |on| made_on(unit, *on));
    let head = on.take(MAX_STEPS).last()?;
    match &unit.body[head].kind {
        ExprKind::Call { args, .. } if args.len() == 1 => first_text(unit, head),
        _ => None,
    }
}

/// The text that a call is given first.
fn first_text(unit: &Unit, call: ExprId) -> Option<String> {
    match &unit.body[call].kind {
        ExprKind::Call { args, .. } => text(unit, args.first()?.value),
        _ => None,
    }
}

/// The types that calls are given together with a text: `path("x/", Views.as_view())`, `register("x", Views)`.
fn registered_types(program: &Program, owners: &FxHashSet<TypeId>) -> FxHashMap<TypeId, String> {
    let mut found = FxHashMap::default();
    for (at, unit) in program.units().iter().enumerate() {
        let id = UnitId(u32::try_from(at).unwrap_or(u32::MAX));
        for expr in &unit.body.exprs {
            let ExprKind::Call { args, .. } = &expr.kind else {
                continue;
            };
            let [first, second, ..] = &args[..] else { continue };
            let Some(route) = text(unit, first.value) else { continue };
            let named_in = |expr: ExprId| match named(program, id, expr) {
                Some(Def::Type(ty)) => owners.contains(&ty).then_some(ty),
                _ => None,
            };
            let ty = match &unit.body[second.value].kind {
                ExprKind::Call { callee, .. } => match unit.body[*callee].kind {
                    ExprKind::Member { base, .. } => named_in(base),
                    _ => None,
                },
                _ => named_in(second.value),
            };
            if let Some(ty) = ty {
                found.entry(ty).or_insert(route);
            }
        }
    }
    found
}

/// A text that is written in the code, on one line.
fn text(unit: &Unit, expr: ExprId) -> Option<String> {
    match &unit.body[expr].kind {
        ExprKind::Lit(Lit::Str(text)) => {
            let text = unit.text(*text);
            (!text.contains(char::is_whitespace)).then(|| text.to_owned())
        }
        _ => None,
    }
}

/// The methods that a name speaks of: `HttpGet`, `MapPost`, `get`.
fn spoken(name: &str) -> Vec<&'static str> {
    let words = crate::words::split(name);
    let speaks = |method: &&str| words.iter().any(|word| word == method);
    METHODS.into_iter().filter(speaks).collect()
}

/// The method that a whole word is.
fn whole(word: &str) -> Option<&'static str> {
    METHODS.into_iter().find(|method| method.eq_ignore_ascii_case(word))
}

/// Two parts of a route as one; a second one that begins at the root stands by itself where it says so.
fn join(front: Option<String>, back: Option<String>) -> Option<String> {
    match (front, back) {
        (Some(front), Some(back)) if back.is_empty() || back == "/" => Some(front),
        (Some(front), Some(back)) => Some(format!(
            "{}/{}",
            front.trim_end_matches('/'),
            back.trim_start_matches(['/', '~'])
        )),
        (front, back) => front.or(back),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_read_from_names() {
        assert_eq!(spoken("HttpGet"), ["get"]);
        assert_eq!(spoken("MapPost"), ["post"]);
        assert!(spoken("target").is_empty());
        assert_eq!((whole("DELETE"), whole("deleted")), (Some("delete"), None));
    }

    #[test]
    fn parts_of_a_route_are_joined_by_one_slash() {
        let joined = |front: &str, back: &str| join(Some(front.into()), Some(back.into())).unwrap();
        assert_eq!(joined("/orgs/", "/{id}"), "/orgs/{id}");
        assert_eq!(joined("api/orgs", ""), "api/orgs");
        assert_eq!(join(None, Some("/x".into())).as_deref(), Some("/x"));
    }
}
