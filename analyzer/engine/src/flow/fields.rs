//! What the members of a type's own object are: given once by its constructor or another method, marked as an input, or written as a getter.

use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::value::{EntRef, Root, Shape, Val};
use crate::flow::vocab::List;
use crate::memo::Memo;
use crate::program::{FieldRef, FnId, Sym, Ty, TypeId, UnitId};
use partywall_ir::{ExprId, ExprKind, Flags, Span, TypeKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where a unit assigns to each name.
type Assigned = Arc<FxHashMap<Sym, Vec<Span>>>;

/// The method that gives a member what it is, and whether no other one of the type's does.
type Giver = Option<(FnId, bool)>;

/// Members by name.
pub(super) type Members = Arc<FxHashMap<Sym, Val>>;

/// Where members are given what they are, as far as it was asked.
#[derive(Default)]
pub(super) struct Fields {
    givers: Memo<(TypeId, Sym), Giver>,
    assigned: Memo<UnitId, Assigned>,
    below: Memo<(TypeId, Sym), bool>,
}

/// The most classes below one that are asked what a member of it holds.
const MAX_BELOW: usize = 16;

impl Engine<'_> {
    /// What a member of a type's own object is given, where that is the caller's identity, an input or a constant, and where
    /// only one place of the type assigns to it.
    fn given_member(&self, ty: TypeId, name: Sym) -> Option<Val> {
        let (giver, true) = self.fields.givers.get_or(&(ty, name), || self.giver(ty, name))? else {
            return None;
        };
        let given = self.given_by(giver);
        given.get(&name).filter(|val| self.stands_alone(val)).cloned()
    }

    /// The type of what a member without a declared type is given: by a method of the type, or where the class is written.
    pub(super) fn given_type(&self, of: &Ty, name: Sym) -> Ty {
        let Some(ty) = self.program.unwrap(of).decl() else {
            return Ty::unknown();
        };
        if let Some((giver, _)) = self.fields.givers.get_or(&(ty, name), || self.giver(ty, name))
            && let Some(val) = self.given_by(giver).get(&name)
        {
            return val.ty.clone();
        }
        match self.program.field(ty, name) {
            Some(field) if self.program.field_decl(field).value.is_some() => match self.class_value(field) {
                val if matches!(val.shape, Shape::Type(_)) => Ty::unknown(),
                val => val.ty,
            },
            _ => Ty::unknown(),
        }
    }

    /// The class that a member of a type's own object holds, for others to make objects of: `service_class = Service`.
    pub(super) fn held_class(&self, ty: TypeId, name: Sym) -> Option<TypeId> {
        let field = self.program.field(ty, name)?;
        self.program.field_decl(field).value?;
        match self.class_value(field).shape {
            Shape::Type(held) => Some(held),
            _ => None,
        }
    }

    /// What a function gives the members of its own object.
    pub(super) fn gives(&self, function: FnId) -> Members {
        let mut found = FxHashMap::default();
        if let Some(body) = self.program.decl(function).body {
            let mut cx = Cx::new(self, function);
            cx.given_members = Some(Vec::new());
            cx.enter(self.entries.get(&function));
            cx.eval(body);
            let given = cx.given_members.take().unwrap_or_default();
            let kept = given
                .into_iter()
                .filter_map(|(name, val)| Some((name, self.outside(val)?)));
            found.extend(kept);
        }
        Arc::new(found)
    }

    /// Whether only classes below one say what a member of it holds, and it is a query: what a mixin narrows for the views that have it.
    fn holds_query_below(&self, ty: TypeId, name: Sym) -> bool {
        let program = self.program;
        self.fields.below.get_or(&(ty, name), || {
            let below = program.subtypes(ty).into_iter();
            let said = |class: TypeId| {
                program
                    .field(class, name)
                    .filter(|field| program.field_decl(*field).value.is_some())
            };
            let mut said = below.filter_map(said).take(MAX_BELOW).peekable();
            said.peek().is_some() && said.all(|field| matches!(self.class_value(field).shape, Shape::Query(_)))
        })
    }

    /// The first method of a type, or of one of its bases, that assigns to a member.
    fn giver(&self, ty: TypeId, name: Sym) -> Giver {
        let program = self.program;
        for ty in std::iter::once(ty).chain(program.supertypes(ty)) {
            let mut first = None;
            let mut places = 0;
            for method in program.own_methods(ty) {
                let assigned = self.assigned(program.func(*method).unit);
                let span = program.decl(*method).span;
                let within = |place: &&Span| span.start <= place.start && place.end <= span.end;
                let count = assigned.get(&name).map_or(0, |all| all.iter().filter(within).count());
                if count > 0 {
                    first = first.or(Some(*method));
                    places += count;
                }
            }
            if let Some(method) = first {
                return Some((method, places == 1));
            }
        }
        None
    }

    /// What a value given to a member means outside of the function: by itself, or by its type alone.
    fn outside(&self, val: Val) -> Option<Val> {
        if self.stands_alone(&val) {
            return Some(val);
        }
        let known = val.ty.decl().is_some() && !matches!(val.shape, Shape::Type(_));
        known.then(|| Val::nothing().typed(self.made_over_type(&val)))
    }

    /// The one getter of a member that an interface only declares.
    fn implemented_getter(&self, ty: TypeId, name: Sym) -> Option<FnId> {
        let program = self.program;
        if program.ty(ty).kind != TypeKind::Interface {
            return None;
        }
        let getter = |ty: TypeId| {
            let field = program.field(ty, name)?;
            Some(program.fn_id(field.unit, program.field_decl(field).getter?))
        };
        let mut getters = program.subtypes(ty).into_iter().filter_map(getter);
        let first = getters.next()?;
        getters.all(|other| other == first).then_some(first)
    }

    /// Whether a value means the same outside of the constructor.
    fn stands_alone(&self, val: &Val) -> bool {
        let own = |root| matches!(root, Root::Identity | Root::Request | Root::Const | Root::Generated);
        let plain = matches!(val.shape, Shape::Plain | Shape::Text(_) | Shape::Truth(_));
        plain && !val.srcs.is_empty() && val.srcs.list().iter().all(|src| own(src.root()))
    }

    /// Where a unit assigns to a member, or to a bare name that may be one.
    fn assigned(&self, unit: UnitId) -> Assigned {
        let places = || {
            let mut places: FxHashMap<Sym, Vec<Span>> = FxHashMap::default();
            let body = &self.program.unit(unit).body;
            for expr in &body.exprs {
                if let ExprKind::Assign { target, .. } = &expr.kind
                    && let ExprKind::Name(name) | ExprKind::Member { name, .. } = &body[*target].kind
                {
                    places.entry(self.program.sym(unit, *name)).or_default().push(expr.span);
                }
            }
            Arc::new(places)
        };
        self.fields.assigned.get_or(&unit, places)
    }
}

impl Cx<'_, '_> {
    /// Notes what a member of the own object is given, while a function is read for that.
    pub(super) fn give_member(&mut self, name: Sym, val: &Val) {
        if self.lambdas == 0
            && let Some(given) = &mut self.given_members
        {
            given.retain(|(key, _)| *key != name);
            given.push((name, val.clone()));
        }
    }

    /// Whether an expression is the method's own object by the name of its parameter.
    pub(super) fn is_receiver(&self, expr: ExprId) -> bool {
        let ExprKind::Name(name) = &self.unit.body[expr].kind else {
            return false;
        };
        let params = &self.eng.program.decl(self.function).params;
        params
            .iter()
            .any(|param| param.kind == partywall_ir::ParamKind::Receiver && param.name == *name)
    }

    /// What a member of an object is by its declaration: an input that an attribute names, what the constructor gave it, a
    /// constant, or what its getter gives.
    pub(super) fn declared_member(&mut self, of: &Val, name: Sym, at: Option<ExprId>) -> Option<Val> {
        let program = self.eng.program;
        let ty = program.unwrap(&of.ty).decl()?;
        let own = self.is_this_value(of);
        if own && let Some(val) = self.eng.given_member(ty, name) {
            return Some(val.typed(program.field_type(&of.ty, name)));
        }
        let here = program.field(ty, name);
        let says = here.is_some_and(|field| program.field_decl(field).value.is_some());
        if own && !says && program.ty(ty).kind == TypeKind::Class && self.eng.holds_query_below(ty, name) {
            return Some(Val::shaped(Shape::Query(Arc::new(
                self.query(EntRef::OnThis(name), Span::default()),
            ))));
        }
        let Some(field) = here else {
            // a method that is read like a field
            let getter = program.methods(ty, name).first().copied()?;
            let read = program.decl(getter).flags.has(Flags::PROPERTY);
            return read.then(|| self.got(of, name, getter, at)).flatten();
        };
        let decl = program.field_decl(field);
        if let Some(val) = self.marked_input(field, name) {
            return Some(val.typed(program.field_type(&of.ty, name)));
        }
        // a query that the class holds is begun anew by whoever asks for it
        if own && decl.value.is_some() {
            let val = self.eng.class_value(field);
            if let Shape::Query(_) = val.shape {
                return Some(val);
            }
        }
        if own
            && !decl.flags.has(Flags::PUBLIC)
            && let Some(text) = self.eng.constant_text(field.unit, decl.value)
            && !self.eng.assigned(field.unit).contains_key(&name)
        {
            return Some(Val {
                shape: Shape::Text(text),
                ..self.val(Root::Const, &[])
            });
        }
        let getter = match decl.getter {
            Some(getter) => program.fn_id(field.unit, getter),
            None => self.eng.implemented_getter(ty, name)?,
        };
        let declared = program.field_type(&of.ty, name);
        let outer = std::mem::replace(&mut self.expected, declared);
        let val = self.got(of, name, getter, at);
        self.expected = outer;
        val
    }

    /// What a member's getter gives; an entity's own are known by its columns.
    fn got(&mut self, of: &Val, name: Sym, getter: FnId, at: Option<ExprId>) -> Option<Val> {
        let program = self.eng.program;
        let ty = program.unwrap(&of.ty).decl()?;
        let speaks = |text: &str| self.eng.vocab.has(List::Identity, text);
        if self.eng.tenancy.of_type(ty).is_some() || speaks(self.text(name)) || of.ty.name().is_some_and(speaks) {
            return None;
        }
        program.decl(getter).body?;
        let val = self.apply(at?, getter, Some(of), &[], &[]);
        if self.st.dead {
            self.st.dead = false;
            return None;
        }
        let told = matches!(
            val.shape,
            Shape::Query(_) | Shape::Truth(_) | Shape::Text(_) | Shape::Object(_)
        );
        let known = !val.srcs.is_empty() || told;
        known.then(|| val.typed(program.field_type(&of.ty, name)))
    }

    fn marked_input(&mut self, field: FieldRef, name: Sym) -> Option<Val> {
        let program = self.eng.program;
        let unit = program.unit(field.unit);
        for attribute in &program.field_decl(field).attributes {
            let written = unit.text(attribute.path);
            let last = crate::words::last(written);
            let row = self.eng.index.source_attribute.get(unit.language, last).next();
            if let Some(row) = row {
                return Some(self.origin(row.origin, Some(name)));
            }
        }
        None
    }

    pub(super) fn is_this_value(&self, of: &Val) -> bool {
        matches!(of.srcs.list(), [src] if src.root() == Root::This && src.path().is_empty())
    }
}
