//! What the members of a type's own object are: given once by its constructor, marked as an input, or written as a getter.

use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::value::{Root, Shape, Val};
use crate::flow::vocab::List;
use crate::program::{FieldRef, Sym, TypeId, UnitId};
use partywall_ir::{ExprId, ExprKind, Flags, FnKind, Name};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// Members by name.
type Members = Rc<FxHashMap<Sym, Val>>;

/// What is known of members, found out once a type.
#[derive(Default)]
pub(super) struct Fields {
    given: RefCell<FxHashMap<TypeId, Members>>,
    assigned: RefCell<FxHashMap<UnitId, Rc<FxHashMap<Name, usize>>>>,
}

impl Engine<'_> {
    /// What the constructor of a type gives its members, where that is the caller's identity, an input or a constant, and where
    /// nothing else is ever assigned to them.
    fn given_members(&self, ty: TypeId) -> Members {
        if let Some(known) = self.fields.given.borrow().get(&ty) {
            return Rc::clone(known);
        }
        // the constructor may read members itself
        self.fields.given.borrow_mut().insert(ty, Rc::default());
        let found = Rc::new(self.read_constructor(ty));
        self.fields.given.borrow_mut().insert(ty, Rc::clone(&found));
        found
    }

    fn read_constructor(&self, ty: TypeId) -> FxHashMap<Sym, Val> {
        let mut members = FxHashMap::default();
        let constructors = self.constructors(ty);
        let [constructor] = constructors[..] else {
            return members;
        };
        let Some(body) = self.program.decl(constructor).body else {
            return members;
        };
        let mut cx = Cx::new(self, constructor);
        cx.enter();
        cx.eval(body);
        let assigned = self.assigned(cx.unit_id);
        for (name, val) in std::mem::take(&mut cx.given_members) {
            let once = self
                .program
                .field(ty, name)
                .is_some_and(|field| field.unit == cx.unit_id)
                || self.program.field(ty, name).is_none();
            let count = cx
                .unit
                .names
                .find(self.program.text(name))
                .and_then(|name| assigned.get(&name));
            if once && count == Some(&1) && self.stands_alone(&val) {
                members.insert(name, val);
            }
        }
        members
    }

    /// Whether a value means the same outside of the constructor.
    fn stands_alone(&self, val: &Val) -> bool {
        let table = self.srcs.borrow();
        let own = |root| matches!(root, Root::Identity | Root::Request | Root::Const | Root::Generated);
        let plain = matches!(val.shape, Shape::Plain | Shape::Text(_) | Shape::Truth(_));
        plain && !val.srcs.is_empty() && val.srcs.list().iter().all(|src| own(table.root(*src)))
    }

    /// How often a unit assigns to a member, or to a bare name that may be one.
    fn assigned(&self, unit: UnitId) -> Rc<FxHashMap<Name, usize>> {
        if let Some(known) = self.fields.assigned.borrow().get(&unit) {
            return Rc::clone(known);
        }
        let mut counts: FxHashMap<Name, usize> = FxHashMap::default();
        let body = &self.program.unit(unit).body;
        for expr in &body.exprs {
            if let ExprKind::Assign { target, .. } = &expr.kind
                && let ExprKind::Name(name) | ExprKind::Member { name, .. } = &body[*target].kind
            {
                *counts.entry(*name).or_default() += 1;
            }
        }
        let counts = Rc::new(counts);
        self.fields.assigned.borrow_mut().insert(unit, Rc::clone(&counts));
        counts
    }
}

impl Cx<'_, '_> {
    /// Notes what a member of the own object is given, while a constructor is read.
    pub(super) fn give_member(&mut self, name: Sym, val: &Val) {
        if self.lambdas == 0 && self.eng.program.decl(self.function).kind == FnKind::Constructor {
            self.given_members.retain(|(key, _)| *key != name);
            self.given_members.push((name, val.clone()));
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
        if own && let Some(val) = self.eng.given_members(ty).get(&name) {
            let val = val.clone();
            return Some(val.typed(program.field_type(&of.ty, name)));
        }
        let field = program.field(ty, name)?;
        let decl = program.field_decl(field);
        if let Some(val) = self.marked_input(field, name) {
            return Some(val.typed(program.field_type(&of.ty, name)));
        }
        if own
            && !decl.flags.has(Flags::PUBLIC)
            && let Some(text) = self.eng.constant_text(field.unit, decl.value)
            && !self.eng.assigned(field.unit).contains_key(&decl.name)
        {
            return Some(Val {
                shape: Shape::Text(text),
                ..self.val(Root::Const, &[])
            });
        }
        let speaks = |text: &str| self.eng.vocab.has(List::Identity, text);
        if self.eng.tenancy.of_type(ty).is_some() || speaks(self.text(name)) || of.ty.name().is_some_and(speaks) {
            return None;
        }
        let getter = program.fn_id(field.unit, decl.getter?);
        program.decl(getter).body?;
        let val = self.apply(at?, getter, Some(of), &[], &[]);
        if self.st.dead {
            self.st.dead = false;
            return None;
        }
        let known = !val.srcs.is_empty() || matches!(val.shape, Shape::Query(_) | Shape::Truth(_) | Shape::Text(_));
        known.then(|| val.typed(program.field_type(&of.ty, name)))
    }

    fn marked_input(&mut self, field: FieldRef, name: Sym) -> Option<Val> {
        let program = self.eng.program;
        let unit = program.unit(field.unit);
        for attribute in &program.field_decl(field).attributes {
            let written = unit.text(attribute.path);
            let last = written.rsplit('.').next().unwrap_or(written);
            let row = self.eng.index.source_attribute.get(unit.language, last).next();
            if let Some(row) = row {
                return Some(self.origin(row.origin, Some(name)));
            }
        }
        None
    }

    fn is_this_value(&self, of: &Val) -> bool {
        let table = self.eng.srcs.borrow();
        matches!(of.srcs.list(), [src] if table.root(*src) == Root::This && table.path(*src).is_empty())
    }
}
