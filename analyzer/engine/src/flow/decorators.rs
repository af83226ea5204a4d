//! Decorators of the program: what stands between the outside and a handler, read with the handler's own parameters.

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::value::{Shape, Srcs, Val};
use crate::flow::vocab::List;
use crate::program::{Def, FnId, Scope, Sym, TypeId};
use partywall_ir::{Attribute, ExprKind, FnIx, Lit, Name, ParamKind};
use std::sync::Arc;

/// The most functions that a decorator makes and that are taken for what stands around the handler.
const MAX_WRAPPERS: usize = 3;

/// The most methods of one name around a handler that are followed, each from the one that it overrides.
const MAX_AROUND: usize = 6;

/// The function that a decorator stands around, while what the decorator made is read.
#[derive(Debug)]
pub(super) struct Wrapped {
    /// What it is called there.
    name: Sym,
    /// It is called on the own object's base.
    base: bool,
    /// Where it is called, as ways out.
    passes: Vec<crate::flow::exits::Exit>,
}

impl<'a> Cx<'_, 'a> {
    /// Reads the program's decorators of an entry point, the outermost first: what holds where they call what they stand
    /// around holds here, and what they call it with are its parameters.
    pub(super) fn enter_decorators(&mut self) {
        let decl = self.eng.program.decl(self.function);
        for attribute in &decl.attributes {
            self.trust_named(attribute);
            let Some(decorator) = self.decorator(attribute) else {
                continue;
            };
            let written = self.written_for(decorator, attribute);
            for (wrapper, name) in self.wrappers(decorator) {
                if self.pass_through(wrapper, name, None, &written) {
                    break;
                }
            }
        }
        if let Some(owner) = self.owner {
            self.enter_own(owner);
        }
    }

    /// Reads the methods of a handler's own type that run around it or in front of it, unless it is one of them.
    pub(super) fn enter_own(&mut self, ty: TypeId) {
        let program = self.eng.program;
        let own = self.text(program.func(self.function).name);
        let language = self.unit.language;
        let rows = self.eng.index.guard_own.iter();
        let rows: Vec<_> = rows
            .filter(|(of, _)| of.is_none_or(|of| of == language))
            .map(|(_, row)| row)
            .collect();
        let named = |names: &[String]| -> Vec<FnId> {
            let names = names.iter().filter_map(|name| program.find(name));
            let methods = names.filter_map(|name| program.methods(ty, name).first().copied());
            methods.filter(|method| program.decl(*method).body.is_some()).collect()
        };
        let is_one = |names: &[String]| !self.provided && names.iter().any(|name| name == own);
        if rows.iter().any(|row| is_one(&row.around) || is_one(&row.in_front)) {
            return;
        }
        let reads = self.reads_identity;
        for row in rows {
            for method in named(&row.in_front) {
                self.depend(method, program.decl(self.function).name_span, 0);
                let summary = self.summary(method);
                self.st.own.narrow_as(&summary.gives);
            }
            // what goes on by calling the one that it overrides is followed there
            for name in row.around.iter().filter_map(|name| program.find(name)) {
                for method in program.overridden(ty, name).into_iter().take(MAX_AROUND) {
                    if !self.pass_through(method, name, Some(ty), &[]) {
                        break;
                    }
                }
            }
        }
        // who happens to ask is looked at in front of what lets anybody in as well
        let entry = self.eng.entries.get(&self.function);
        if entry.is_some_and(|entry| entry.anonymous) {
            self.reads_identity = reads;
        }
    }

    /// A guard that is given the name of a parameter has looked at it: `@authorized(Invoice, "view", "invoice_id")`.
    fn trust_named(&mut self, attribute: &Attribute) {
        let written = self.unit.text(attribute.path);
        if !self.eng.vocab.has(List::Guard, crate::words::last(written)) {
            return;
        }
        for arg in &attribute.args {
            let ExprKind::Lit(Lit::Str(text)) = &self.unit.body[arg.value].kind else {
                continue;
            };
            let name = self.unit.text(*text);
            let mut params = self.eng.program.decl(self.function).params.iter();
            let named = params.find(|param| self.unit.text(param.name) == name);
            if let Some(val) = named.and_then(|param| self.st.env.get(&param.name)) {
                let facts = self.authorizable(val);
                self.note(attribute.span, &facts, true);
                self.st.facts.extend(facts);
            }
        }
    }

    /// The function of the program that an attribute names.
    fn decorator(&self, attribute: &Attribute) -> Option<FnId> {
        let program = self.eng.program;
        let path: Option<Vec<Sym>> = self
            .unit
            .text(attribute.path)
            .split('.')
            .map(|part| program.find(part))
            .collect();
        match program.resolve(self.unit_id, Scope::default(), &path?)? {
            Def::Function(function) if program.decl(function).body.is_some() && function != self.function => {
                Some(function)
            }
            _ => None,
        }
    }

    /// The functions that a decorator may put in the place of the one that it is given, each with the name that it calls that one
    /// by; a decorator with arguments makes one without.
    fn wrappers(&self, decorator: FnId) -> Vec<(FnId, Sym)> {
        let outer = self.made_by(decorator);
        let mut found = Vec::new();
        for made in &outer {
            let inner = self.made_by(*made);
            found.extend(
                inner
                    .into_iter()
                    .filter_map(|inner| Some((inner, self.first_param(*made)?))),
            );
        }
        found.extend(
            outer
                .into_iter()
                .filter_map(|made| Some((made, self.first_param(decorator)?))),
        );
        found.truncate(MAX_WRAPPERS);
        found
    }

    /// The functions that are declared in a function: the one that it gives, where that can be told.
    fn made_by(&self, function: FnId) -> Vec<FnId> {
        let program = self.eng.program;
        let info = program.func(function);
        if let Shape::Func(made, _) = &self.summary(function).ret.shape
            && program.func(*made).parent == Some(function)
        {
            return vec![*made];
        }
        let unit = program.unit(info.unit);
        let own = unit
            .functions
            .iter()
            .enumerate()
            .filter(|(_, decl)| decl.parent == Some(info.ix));
        own.map(|(at, _)| program.fn_id(info.unit, FnIx(u32::try_from(at).unwrap_or(u32::MAX))))
            .take(MAX_WRAPPERS)
            .collect()
    }

    fn first_param(&self, function: FnId) -> Option<Sym> {
        let program = self.eng.program;
        let unit = program.func(function).unit;
        let mut params = program.decl(function).params.iter();
        let first = params.find(|param| param.kind == ParamKind::Plain)?;
        Some(program.sym(unit, first.name))
    }

    /// Reads what stands around the handler; false when it never calls it. `own` is the handler's type where that is a method of it.
    /// What it sees of what is around it is `written` where it is put.
    fn pass_through(&mut self, wrapper: FnId, name: Sym, own: Option<TypeId>, written: &[(Name, Val)]) -> bool {
        let program = self.eng.program;
        let (Some(body), Some(place)) = (program.decl(wrapper).body, program.decl(self.function).body) else {
            return false;
        };
        let mut cx = Cx::new(self.eng, wrapper);
        cx.owner = own.or(cx.owner);
        cx.wrapped = Some(Wrapped {
            name,
            base: own.is_some(),
            passes: Vec::new(),
        });
        cx.st.env.extend(written.iter().cloned());
        for (param, val) in self.handed_to(wrapper) {
            cx.st.env.insert(param, val);
        }
        cx.eval(body);
        let passes = cx.wrapped.take().map(|wrapped| wrapped.passes).unwrap_or_default();
        if passes.is_empty() {
            return false;
        }
        cx.exits = passes;
        let summary = crate::flow::summarise::summarise(cx);
        let before = self.accesses.len();
        let receiver = own.map(|own| Val {
            ty: program.instance(own, Vec::new()),
            ..self.this()
        });
        let given = self.apply_summary(place, wrapper, &summary, receiver.as_ref(), &[], &[]);
        self.decided_below(before, program.decl(self.function).name_span);
        if self.st.dead {
            self.st.dead = false;
            return true;
        }
        self.take_parameters(&given);
        true
    }

    /// What the parameters of a function in front of the handler are, when it is called in the handler's place.
    fn handed_to(&self, wrapper: FnId) -> Vec<(partywall_ir::Name, Val)> {
        let program = self.eng.program;
        let unit = program.func(wrapper).unit;
        let own: Vec<(Sym, Val)> = program
            .decl(self.function)
            .params
            .iter()
            .filter_map(|param| Some((self.sym(param.name), self.st.env.get(&param.name)?.clone())))
            .collect();
        let params = &program.decl(wrapper).params;
        let mut handed = Vec::with_capacity(params.len());
        for (at, param) in params.iter().enumerate() {
            let name = program.sym(unit, param.name);
            let named = own.iter().find(|(known, _)| *known == name);
            let val = match param.kind {
                ParamKind::RestNamed => {
                    let srcs = own.iter().fold(Srcs::default(), |all, (_, val)| all.union(&val.srcs));
                    Val {
                        srcs,
                        ..Val::shaped(Shape::Object(Arc::new(own.clone())))
                    }
                }
                ParamKind::Rest => {
                    let items: Vec<Val> = own.iter().skip(at).map(|(_, val)| val.clone()).collect();
                    Val {
                        srcs: items.iter().fold(Srcs::default(), |all, val| all.union(&val.srcs)),
                        ..Val::shaped(Shape::List(Arc::new(items)))
                    }
                }
                _ => match named.or_else(|| own.get(at)) {
                    Some((_, val)) => val.clone(),
                    None => Val::nothing(),
                },
            };
            handed.push((param.name, val));
        }
        handed
    }

    /// A parameter that what stands around the handler gives by name is what it gives.
    fn take_parameters(&mut self, given: &Val) {
        let Shape::Object(members) = &given.shape else { return };
        for param in &self.eng.program.decl(self.function).params {
            let name = self.sym(param.name);
            if let Some((_, val)) = members.iter().find(|(known, _)| *known == name)
                && !val.srcs.is_empty()
                && let Some(old) = self.st.env.get(&param.name)
            {
                let ty = if val.ty.is_unknown() {
                    old.ty.clone()
                } else {
                    val.ty.clone()
                };
                self.st.env.insert(param.name, Val { ty, ..val.clone() });
            }
        }
    }

    /// A call of the function that the one under way stands around: a way out, with what it is called with.
    pub(super) fn pass_on(&mut self, site: &Site, given: &[Given]) -> Option<Val> {
        let base = self.is_base_call(site);
        let other = |wrapped: &Wrapped| wrapped.name != site.sym || wrapped.base != base;
        if (site.base.is_some() && !base) || self.wrapped.as_ref().is_none_or(other) || self.lambdas > 0 {
            return None;
        }
        let mut members: Vec<(Sym, Val)> = Vec::new();
        for arg in given {
            match (arg.name, &arg.val.shape) {
                (Some(name), _) => members.push((name, arg.val.clone())),
                (None, Shape::Object(all)) if arg.spread => members.extend(all.iter().cloned()),
                _ => {}
            }
        }
        let val = Val::shaped(Shape::Object(Arc::new(members)));
        let exit = crate::flow::exits::Exit {
            idle: false,
            facts: Arc::new(self.st.facts.clone()),
            loaded: self.st.loaded,
            happened: self.st.pending.happened,
            val,
            own: self.st.own.clone(),
        };
        if let Some(wrapped) = &mut self.wrapped
            && wrapped.passes.len() < 16
        {
            wrapped.passes.push(exit);
        }
        Some(Val::nothing())
    }
}
