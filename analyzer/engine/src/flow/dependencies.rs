//! What the functions that a parameter depends on give, and what holds once they have come back.

use crate::flow::cx::Cx;
use crate::flow::value::{EntRef, Fact, Shape, Val};
use crate::program::{Def, FnId, Ty, UnitId};
use partywall_catalog::OriginWord;
use partywall_ir::{ExprId, ExprKind, ParamKind, Span};
use std::sync::Arc;

/// Functions that stand in front of a handler depend on others this deep.
const MAX_DEPENDENCIES: usize = 6;

impl Cx<'_, '_> {
    /// What the function that a parameter depends on returns; what holds when that function returns holds here.
    pub(super) fn dependency(&mut self, of: FnId, param: &partywall_ir::Param, ty: &Ty, depth: usize) -> Val {
        use crate::flow::vocab::List;
        let program = self.eng.program;
        let unit = program.unit(program.func(of).unit);
        let speaks = |text: &str| self.eng.vocab.has(List::Identity, text);
        let declared = param.ty.as_ref().map_or("", |ty| unit.text(ty.name));
        let mut identity = speaks(unit.text(param.name)) || speaks(declared);
        let mut result = Val::nothing();
        let beside = crate::flow::entry::beside(self.eng, of, param);
        let target = beside
            .iter()
            .find_map(|(unit, call)| match &program.unit(*unit).body[*call].kind {
                ExprKind::Call { args, callee } if self.asks(*unit, *callee) => {
                    args.first().map(|arg| (*unit, arg.value))
                }
                _ => None,
            });
        if let Some((unit, expr)) = target {
            identity |= crate::flow::entry::last_of(program.unit(unit), expr).is_some_and(speaks);
            identity |= self.is_login(unit, expr);
            if let Some(function) = crate::flow::entry::depended(self.eng, unit, expr) {
                identity |= speaks(self.text(program.func(function).name));
                // only this function's own parameters stand in its file
                let own = of == self.function;
                let at = if own {
                    param.span
                } else {
                    program.decl(self.function).name_span
                };
                let given = self.dependency_args_of(function, depth);
                result = self.depend_given(function, &given, at, depth);
                // a type is made with what its constructor depends on
                if let Some(Def::Type(made)) = crate::flow::entry::named(program, unit, expr) {
                    let object = self.make(Some(made), given);
                    result = object.typed(program.instance(made, Vec::new()));
                }
                let logs_in = self.authenticates(function, &result);
                identity |= logs_in;
                // who is let in by what is called after those who run the installation is one of them
                let called = self.text(program.func(function).name);
                if logs_in && self.eng.vocab.has(List::Operator, called) {
                    self.st.facts.push(Fact::Operator);
                }
                let row = [&result.ty, ty].iter().any(|ty| self.entity_of(ty) != EntRef::Unknown);
                let made = program.unwrap(ty).decl().is_some();
                identity |= !row && made && self.looks_up_membership(function);
            }
        }
        if identity {
            result = self.origin(OriginWord::Identity, None);
        }
        let result = self.settle(result, param.span);
        let made = target.and_then(|(unit, expr)| self.made_of(unit, expr));
        let declared = self.closer(made.unwrap_or_else(Ty::unknown), ty);
        Val {
            ty: self.closer(result.ty.clone(), &declared),
            ..result
        }
    }

    /// Of the type of what was made and the one that is asked for, the one that says more: that of a factory may be a base's, or be
    /// known by nothing but what it was made of.
    fn closer(&self, made: Ty, asked: &Ty) -> Ty {
        let program = self.eng.program;
        let (of, wanted) = (program.unwrap(&made).decl(), program.unwrap(asked).decl());
        let below = match (of, wanted) {
            (Some(of), Some(wanted)) => of != wanted && program.supertypes(wanted).contains(&of),
            (None, wanted) => wanted.is_some() || made.is_unknown(),
            _ => false,
        };
        if below { asked.clone() } else { made }
    }

    /// The one type of the program, no entity, that a factory is handed: `get_repository(ItemsRepository)` makes one.
    fn made_of(&self, unit: UnitId, expr: ExprId) -> Option<Ty> {
        let program = self.eng.program;
        let ExprKind::Call { args, .. } = &program.unit(unit).body[expr].kind else {
            return None;
        };
        let types = args
            .iter()
            .filter_map(|arg| crate::flow::entry::named(program, unit, arg.value));
        let mut types = types.filter_map(|def| match def {
            Def::Type(ty) => self.eng.tenancy.of_type(ty).is_none().then_some(ty),
            _ => None,
        });
        let only = types.next().filter(|_| types.next().is_none())?;
        Some(program.instance(only, Vec::new()))
    }

    /// Whether an expression names an object that the program's own code makes to log callers in: `reader = Authenticator(scopes=[…])`.
    fn is_login(&self, unit: UnitId, expr: ExprId) -> bool {
        let program = self.eng.program;
        let Some(Def::Global(of, at)) = crate::flow::entry::named(program, unit, expr) else {
            return false;
        };
        let file = program.unit(of);
        let value = file.globals.get(at).and_then(|global| global.value);
        let Some(ExprKind::Call { callee, .. }) = value.map(|value| &file.body[value].kind) else {
            return false;
        };
        let called = crate::flow::entry::last_of(file, *callee).unwrap_or_default();
        let own = matches!(
            crate::flow::entry::named(program, of, *callee),
            Some(Def::Function(_) | Def::Type(_))
        );
        own && self.eng.vocab.has(crate::flow::vocab::List::Login, called)
    }

    /// Runs a function that stands in front of this one; `at` is where this one asks for it.
    pub(super) fn depend(&mut self, function: FnId, at: Span, depth: usize) -> Val {
        let given = self.dependency_args_of(function, depth);
        self.depend_given(function, &given, at, depth)
    }

    fn dependency_args_of(&mut self, function: FnId, depth: usize) -> Vec<crate::flow::call::Given> {
        match self.eng.program.decl(self.function).body {
            Some(place) if depth <= MAX_DEPENDENCIES && function != self.function => {
                self.dependency_args(function, place, depth)
            }
            _ => Vec::new(),
        }
    }

    fn depend_given(&mut self, function: FnId, given: &[crate::flow::call::Given], at: Span, depth: usize) -> Val {
        let program = self.eng.program;
        let Some(place) = program.decl(self.function).body else {
            return Val::nothing();
        };
        if depth > MAX_DEPENDENCIES || function == self.function {
            return Val::nothing();
        }
        let receiver = program.func(function).owner.map(|owner| Val {
            ty: program.instance(owner, Vec::new()),
            ..Val::nothing()
        });
        let before = self.accesses.len();
        let bound = Val::shaped(Shape::Func(function, receiver.map(Arc::new)));
        let result = self.call_value(place, &bound, given);
        self.decided_below(before, at);
        if self.st.dead {
            self.st.dead = false;
            return Val::nothing();
        }
        result
    }

    /// Whether a call of this name asks for what a function gives.
    fn asks(&self, unit: UnitId, callee: ExprId) -> bool {
        let unit = self.eng.program.unit(unit);
        let name = crate::flow::entry::last_of(unit, callee);
        self.eng.index.params.iter().any(|(language, row)| {
            row.origin == OriginWord::Dependency
                && language.is_none_or(|language| language == unit.language)
                && row
                    .default_call
                    .iter()
                    .chain(&row.attribute)
                    .any(|asked| Some(asked.as_str()) == name)
        })
    }

    /// Nobody calls what stands in front of this function, so which rows it reads is decided in it.
    pub(super) fn decided_below(&mut self, first: usize, at: Span) {
        for access in self.accesses.iter_mut().skip(first) {
            if let [first, rest @ ..] = &mut access.calls[..] {
                first.place = (self.unit_id, at);
                match rest.first_mut() {
                    Some(next) => next.thin = false,
                    None => access.thin = false,
                }
            }
        }
    }

    /// Whether a function that was depended on finds out who the caller is: it gives a user, and no value of the route says
    /// which one.
    fn authenticates(&self, function: FnId, result: &Val) -> bool {
        let program = self.eng.program;
        let declared = program.return_type(function, &Ty::unknown(), &[]);
        let user = [&result.ty, &declared].into_iter().any(|ty| match self.entity_of(ty) {
            EntRef::Known(entity) => {
                self.eng.tenancy.entity(entity).standing == crate::tenancy::Standing::Root { user: true }
            }
            _ => false,
        });
        let unit = program.unit(program.func(function).unit);
        user && program.decl(function).params.iter().enumerate().all(|(at, param)| {
            let ty = program.param_type(function, at);
            param.kind != ParamKind::Plain
                || self.param_origin_in(function, param, &ty).is_some()
                || ty.decl().is_some()
                || self
                    .eng
                    .vocab
                    .has(crate::flow::vocab::List::Identity, unit.text(param.name))
        })
    }

    /// A dependency's own parameters are inputs as well.
    pub(super) fn dependency_args(
        &mut self,
        function: FnId,
        at: ExprId,
        depth: usize,
    ) -> Vec<crate::flow::call::Given> {
        let program = self.eng.program;
        let unit = program.func(function).unit;
        let mut given = Vec::new();
        for (index, param) in program.decl(function).params.iter().enumerate() {
            if param.kind != ParamKind::Plain {
                continue;
            }
            let name = program.sym(unit, param.name);
            let ty = program.param_type(function, index);
            let origin = self.param_origin_in(function, param, &ty);
            let val = match origin {
                Some(OriginWord::Dependency) => self.dependency(function, param, &ty, depth + 1),
                Some(OriginWord::Neutral) => Val::nothing(),
                Some(OriginWord::Identity) => self.origin(OriginWord::Identity, None),
                Some(OriginWord::RequestObject) => self.origin(OriginWord::RequestObject, None),
                _ => self.origin(OriginWord::Request, Some(name)),
            };
            let ty = if val.ty.is_unknown() { ty } else { val.ty.clone() };
            given.push(crate::flow::call::Given {
                name: Some(name),
                spread: false,
                expr: at,
                val: val.typed(ty),
            });
        }
        given
    }
}
