//! What an expression's value is, and what holds after it.

use crate::flow::compare::negated;
use crate::flow::cx::Cx;
use crate::flow::logic::combine;
use crate::flow::query::{Compare, Pred};
use crate::flow::value::{Root, Shape, Srcs, Template, Truth, Val};
use crate::program::Ty;
use partywall_catalog::Operation;
use partywall_ir::{BinaryOp, CollectionKind, ExprId, ExprKind, Lit, TypeRef, UnaryOp};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// Reads one expression; every kind of it.
    pub(super) fn eval_kind(&mut self, expr: ExprId) -> Val {
        let unit = self.unit;
        let span = unit.body[expr].span;
        match &unit.body[expr].kind {
            ExprKind::Lit(lit) => self.literal(lit),
            ExprKind::Name(name) => self.name(*name, expr),
            ExprKind::This => self.this(),
            ExprKind::Base => self.this(),
            ExprKind::Member { base, name } => {
                let val = self.member_expr(expr, *base, *name);
                self.narrowed_member(expr, val)
            }
            ExprKind::Index { base, args } => self.index_expr(*base, args),
            ExprKind::Generic { base, .. } => self.eval(*base),
            ExprKind::Call { callee, args } => self.call(expr, *callee, args),
            ExprKind::New(new) => self.new_object(expr, new.ty.as_ref(), &new.args, &new.fields),
            ExprKind::Collection { kind, items } => self.collection(*kind, items),
            ExprKind::Template(parts) => self.template(parts),
            ExprKind::Lambda(_) if self.capture(expr) => Val::nothing(),
            ExprKind::Lambda(_) => Val::shaped(Shape::Lambda(expr)),
            ExprKind::LocalFn(function) => self.local_function(*function),
            ExprKind::Unary { op, operand } => self.unary(*op, *operand, span),
            ExprKind::Binary { op, left, right } => self.binary(*op, *left, *right),
            ExprKind::Cast { value, ty } => {
                let val = self.eval(*value);
                let ty = self.resolve_type(ty);
                if ty.is_unknown() { val } else { Val { ty, ..val } }
            }
            ExprKind::Let {
                pattern,
                ty,
                value,
                els,
            } => self.let_expr(*pattern, ty.as_deref(), *value, *els),
            ExprKind::Assign { target, op, value } => self.assign(*target, *op, *value),
            ExprKind::Is { value, pattern } => {
                let val = self.eval(*value);
                let val = self.settle(val, span);
                let truth = if self.asks_presence(*pattern) {
                    let asked = self.as_condition(*value, val.clone());
                    self.pattern_truth(&asked, *pattern)
                } else {
                    self.pattern_truth(&val, *pattern)
                };
                self.bind(*pattern, &val);
                Val::shaped(Shape::Truth(Arc::new(truth)))
            }
            ExprKind::Block { items, value } => self.block(items, *value),
            ExprKind::If { cond, then, els } => self.if_expr(*cond, *then, *els),
            ExprKind::Match { value, arms, total } => self.match_expr(*value, (arms, *total), false),
            ExprKind::Loop(inner) => self.loop_expr(inner),
            ExprKind::Comprehension { element, clauses } => self.comprehension(*element, clauses),
            ExprKind::Try(inner) => self.try_expr(inner),
            ExprKind::Using { items, body } => {
                let outer = self.st.pending.in_transaction;
                let off = self.filters_off.clone();
                for (pattern, resource) in items {
                    let val = self.eval(*resource);
                    self.open_block(*resource);
                    if let Some(pattern) = pattern {
                        self.bind(*pattern, &val);
                    }
                }
                let val = self.eval(*body);
                self.filters_off = off;
                if !outer && self.st.pending.in_transaction {
                    self.end_transaction();
                }
                val
            }
            ExprKind::Return(Some(value)) => self.leave_with(*value),
            ExprKind::Return(None) => {
                self.exit_early();
                self.st.dead = true;
                Val::nothing()
            }
            ExprKind::Raise(value) => {
                if let Some(value) = value {
                    self.eval(*value);
                }
                self.st.dead = true;
                Val::nothing()
            }
            ExprKind::Yield(value) => {
                let val = value.map_or(Val::nothing(), |value| self.eval(value));
                let val = self.settle(val, span);
                self.exit(val);
                Val::nothing()
            }
            ExprKind::Break(value) => {
                if let Some(value) = value {
                    self.eval(*value);
                }
                self.st.dead = true;
                Val::nothing()
            }
            ExprKind::Continue => {
                self.st.dead = true;
                Val::nothing()
            }
            ExprKind::Gap { parts, .. } => {
                let srcs = parts
                    .iter()
                    .fold(Srcs::default(), |all, part| all.union(&self.eval(*part).srcs));
                Val::of(srcs)
            }
        }
    }

    /// Leaves the function with the value of an expression: each branch of it is a way out of its own.
    pub(super) fn leave_with(&mut self, expr: ExprId) -> Val {
        if self.st.dead || !self.spend() {
            return Val::nothing();
        }
        self.deeper(|cx| cx.leave(expr));
        self.st.dead = true;
        Val::nothing()
    }

    fn leave(&mut self, expr: ExprId) {
        let unit = self.unit;
        if let Some(told) = self.told_of_handler(expr) {
            self.exit(Val::shaped(Shape::Bool(told)));
            return;
        }
        match &unit.body[expr].kind {
            ExprKind::If {
                cond,
                then,
                els: Some(els),
            } if self.lambdas == 0 => {
                let Some(condition) = self.condition(*cond, *then) else {
                    return;
                };
                self.ask_truth(*cond, &condition.truth);
                let before = self.st.clone();
                let ways = self.exits.len();
                self.go_in(&condition);
                self.leave_with(*then);
                let then_refuses = self.refuses_since(ways);
                let ways = self.exits.len();
                self.st = before;
                self.pass_by(&condition, *cond, *then);
                self.leave_with(*els);
                self.under.pop();
                let refuse = (then_refuses, self.refuses_since(ways));
                self.note_branches(unit.body[*cond].span, condition.noted, refuse);
            }
            ExprKind::Match { value, arms, total } if self.lambdas == 0 => {
                self.match_expr(*value, (arms, *total), true);
            }
            ExprKind::Block { items, value: true } => {
                if let Some((last, front)) = items.split_last() {
                    self.block(front, false);
                    self.leave_with(*last);
                }
            }
            // what a function hands back to be awaited is what it does
            ExprKind::Lambda(inner) if self.lambdas == 0 && inner.is_async && inner.params.is_empty() => {
                self.leave_with(inner.body);
            }
            _ => {
                let span = unit.body[expr].span;
                let mut val = self.eval(expr);
                if self.lambdas == 0 {
                    val = self.made_as(expr, val, |cx| {
                        let given = cx.eng.program.return_type(cx.function, &Ty::unknown(), &[]);
                        cx.eng.program.unwrap(&given)
                    });
                }
                let val = self.settle_ready(val, span);
                let val = if self.is_entry && self.lambdas == 0 {
                    self.settle_held(val, span)
                } else {
                    val
                };
                let val = self.handed_on(val);
                let rows = matches!(val.shape, Shape::Query(_) | Shape::Truth(_));
                let refuses = !rows && self.speaks_of_failure(expr);
                let val = if refuses && self.records(&val.srcs).is_empty() {
                    Val {
                        shape: Shape::Failure,
                        ..val
                    }
                } else {
                    val
                };
                self.exit(val);
            }
        }
    }

    /// Whether what is returned is made by a call whose name, or a constant that it is given, tells of failure; or whether
    /// a status that refuses stands beside it.
    fn speaks_of_failure(&self, expr: ExprId) -> bool {
        let speaks = |name: &str| self.eng.vocab.has(crate::flow::vocab::List::Failure, name);
        match &self.unit.body[expr].kind {
            // what is handed over to be run succeeds or fails by itself, whatever becomes of its failures
            ExprKind::Call { args, .. }
                if args
                    .iter()
                    .any(|arg| matches!(self.unit.body[arg.value].kind, ExprKind::Lambda(_))) =>
            {
                false
            }
            ExprKind::Call { args, .. } => {
                self.last_name(expr).is_some_and(speaks)
                    || args.iter().any(|arg| self.constant_name(arg.value).is_some_and(speaks))
            }
            ExprKind::Unary { operand, .. } => self.speaks_of_failure(*operand),
            ExprKind::Collection { kind, items } if *kind == CollectionKind::Tuple => {
                items.iter().skip(1).any(|item| self.is_refusal(*item))
                    || items.first().is_some_and(|first| self.speaks_of_failure(*first))
            }
            _ => false,
        }
    }

    /// The name of a constant that a type or module holds: it is written in capitals.
    fn constant_name(&self, expr: ExprId) -> Option<&str> {
        let (ExprKind::Member { name, .. } | ExprKind::Name(name)) = &self.unit.body[expr].kind else {
            return None;
        };
        let text = self.unit.text(*name);
        let capitals = !text.contains(char::is_lowercase) && text.contains(char::is_uppercase);
        capitals.then_some(text)
    }

    /// A type as the function's place reads it.
    pub(super) fn resolve_type(&self, ty: &TypeRef) -> Ty {
        self.eng.program.resolve_type(self.unit_id, self.scope(), ty)
    }

    /// Notes what the locals around a lambda are that is an entry point: a lambda that runs later than its function shares
    /// services with it, not rows.
    fn capture(&mut self, lambda: ExprId) -> bool {
        if !self.eng.is_inline(self.unit_id, lambda) {
            return false;
        }
        let kept = self.st.env.iter().map(|(name, val)| {
            let shape = match &val.shape {
                shape @ (Shape::Type(_)
                | Shape::Func(_, None)
                | Shape::Text(_)
                | Shape::Bool(_)
                | Shape::Outside(_)) => shape.clone(),
                _ => Shape::Plain,
            };
            let ty = val.ty.clone();
            (
                *name,
                Val {
                    ty,
                    ..Val::shaped(shape)
                },
            )
        });
        let kept = kept.collect();
        self.captured.retain(|(known, _)| *known != lambda);
        self.captured.push((lambda, kept));
        true
    }

    fn literal(&mut self, lit: &Lit) -> Val {
        let shape = match lit {
            Lit::Null => return Val::shaped(Shape::Null),
            Lit::Bool(value) => Shape::Bool(*value),
            Lit::Str(text) => Shape::Text(self.unit.text(*text).into()),
            Lit::Int(_) | Lit::Number(_) => Shape::Plain,
        };
        Val {
            shape,
            ..self.val(Root::Const, &[])
        }
    }

    /// The method's own object.
    pub(super) fn this(&mut self) -> Val {
        let mut val = self.val(if self.sent { Root::Request } else { Root::This }, &[]);
        if let Some(owner) = self.owner {
            val.ty = self.eng.program.instance(owner, Vec::new());
        }
        self.own_query(val)
    }

    fn index_expr(&mut self, base: ExprId, args: &[ExprId]) -> Val {
        let of = self.eval(base);
        let mut key = None;
        for arg in args {
            let val = self.eval(*arg);
            if let Shape::Text(text) = &val.shape {
                key = self.eng.program.find(text);
            }
        }
        if let (Shape::Object(members), Some(key)) = (&of.shape, key)
            && let Some((_, val)) = members.iter().find(|(name, _)| *name == key)
        {
            return val.clone();
        }
        if let Some(key) = key {
            if let Some(caller) = self.caller_at(base, &of, key) {
                return caller;
            }
            return Val::of(self.members(&of.srcs, key));
        }
        if matches!(of.shape, Shape::Type(_) | Shape::Outside(_)) {
            return of;
        }
        if let Some(one) = self.one_of_types(&of) {
            return one;
        }
        let of = self.settle(of, self.unit.body[base].span);
        let ty = self.eng.program.element(&of.ty);
        Val {
            ty,
            shape: Shape::Plain,
            srcs: of.srcs,
        }
    }

    fn collection(&mut self, kind: CollectionKind, items: &[ExprId]) -> Val {
        if kind == CollectionKind::Dict {
            return self.dictionary(items);
        }
        let mut vals = Vec::with_capacity(items.len().min(64));
        let mut srcs = Srcs::default();
        for item in items.iter().take(256) {
            let val = self.eval(*item);
            let val = self.settle(val, self.unit.body[*item].span);
            srcs = srcs.union(&val.srcs);
            vals.push(val);
        }
        Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::List(Arc::new(vals)),
        }
    }

    fn dictionary(&mut self, items: &[ExprId]) -> Val {
        let mut members = Vec::new();
        let mut srcs = Srcs::default();
        for pair in items.chunks(2).take(128) {
            let [key, value] = pair else { continue };
            let val = self.eval(*value);
            let val = self.settle(val, self.unit.body[*value].span);
            srcs = srcs.union(&val.srcs);
            if let ExprKind::Lit(Lit::Str(text)) = &self.unit.body[*key].kind {
                members.push((self.sym(*text), val));
            } else {
                self.eval(*key);
            }
        }
        Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Object(Arc::new(members)),
        }
    }

    fn template(&mut self, parts: &[ExprId]) -> Val {
        let mut template = Template::default();
        let mut srcs = Srcs::default();
        for part in parts.iter().take(128) {
            let val = self.eval(*part);
            let val = self.settle_ready(val, self.unit.body[*part].span);
            match &val.shape {
                Shape::Text(text) => template.text.push_str(text),
                Shape::Template(inner) => self.splice(&mut template, inner),
                _ => {
                    template.text.push_str(&partywall_sql::hole(template.holes.len()));
                    srcs = srcs.union(&val.srcs);
                    template.holes.push(val);
                }
            }
        }
        if template.holes.is_empty() {
            return Val {
                shape: Shape::Text(template.text.into()),
                ..self.val(Root::Const, &[])
            };
        }
        Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Template(Arc::new(template)),
        }
    }

    /// Appends one text with holes to another; the holes are numbered anew.
    pub(super) fn splice(&self, into: &mut Template, from: &Template) {
        let mut text = from.text.clone();
        let shift = into.holes.len();
        for hole in (0..from.holes.len()).rev() {
            text = text.replace(&partywall_sql::hole(hole), &partywall_sql::hole(hole + shift));
        }
        into.text.push_str(&text);
        into.holes.extend(from.holes.iter().cloned());
    }

    fn unary(&mut self, op: UnaryOp, operand: ExprId, span: partywall_ir::Span) -> Val {
        let val = self.eval(operand);
        match op {
            UnaryOp::Not | UnaryOp::Invert => {
                if op == UnaryOp::Invert && !matches!(val.shape, Shape::Truth(_)) {
                    return val;
                }
                let val = self.settle(val, span);
                let val = self.as_condition(operand, val);
                let truth = self.truth(&val);
                let preds = truth.preds.iter().map(negated).collect();
                Val {
                    shape: Shape::Truth(Arc::new(Truth {
                        preds,
                        yes: truth.no,
                        no: truth.yes,
                    })),
                    ..Val::nothing()
                }
            }
            UnaryOp::Propagate => {
                let val = self.settle(val, span);
                self.hand_on_failure();
                let ty = self.eng.program.unwrap(&val.ty);
                let says = matches!(val.shape, Shape::Truth(_) | Shape::Bool(_)) && ty.name() == Some("bool");
                // that there is an answer does not say that it is yes, or more than none
                let holds = if says || self.is_count(&val) {
                    Vec::new()
                } else {
                    self.on_return(operand, &val)
                };
                self.note(span, &holds, true);
                self.ask_call(operand, &holds);
                self.st.facts.extend(holds);
                let answer = ty.is_unknown() || says;
                match val.shape {
                    Shape::Truth(_) if !answer => Val {
                        shape: Shape::Plain,
                        ..val
                    },
                    _ => val,
                }
            }
            UnaryOp::Await => {
                if let Shape::Lambda(lambda) = val.shape
                    && self.is_block(lambda)
                {
                    return self.call_lambda(lambda, &[]);
                }
                let ty = self.eng.program.unwrap(&val.ty);
                let keep = self.is_handed(operand) || self.eng.program.is_collection(&ty);
                if matches!(val.shape, Shape::Query(_)) && !keep {
                    self.settle(val, span)
                } else {
                    val
                }
            }
            _ => val,
        }
    }

    fn binary(&mut self, op: BinaryOp, left: ExprId, right: ExprId) -> Val {
        match op {
            BinaryOp::And | BinaryOp::Or => self.logical(op == BinaryOp::And, left, right),
            BinaryOp::Coalesce => self.coalesce(left, right),
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::In | BinaryOp::NotIn => {
                let a = self.eval(left);
                let b = self.eval(right);
                let same = matches!(op, BinaryOp::Eq | BinaryOp::In);
                let how = if matches!(op, BinaryOp::Eq | BinaryOp::Ne) {
                    Compare::Equal
                } else {
                    Compare::In
                };
                self.compare(a, b, how, same, left, right)
            }
            BinaryOp::BitAnd | BinaryOp::BitOr => {
                let a = self.eval(left);
                let b = self.eval(right);
                match (&a.shape, &b.shape) {
                    (Shape::Truth(x), Shape::Truth(y)) => combine(op == BinaryOp::BitAnd, x, y),
                    (Shape::Query(_), Shape::Query(_)) => self.merge_queries(&a, &b, op == BinaryOp::BitAnd),
                    (Shape::Query(query), Shape::Plain) | (Shape::Plain, Shape::Query(query)) => {
                        self.with_unseen(query, op == BinaryOp::BitAnd)
                    }
                    _ if op == BinaryOp::BitAnd => Val::of(self.in_both(&a.srcs, &b.srcs)),
                    _ => Val::of(a.srcs.union(&b.srcs)),
                }
            }
            BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {
                let a = self.eval(left);
                let b = self.eval(right);
                let mut truth = Truth::default();
                if let Some(says) = self.numbers((left, &a), op, (right, &b)) {
                    truth = says;
                } else if let (Shape::Column(column), other) | (other, Shape::Column(column)) = (&a.shape, &b.shape) {
                    let value = if matches!(other, Shape::Column(_)) {
                        Srcs::default()
                    } else {
                        a.srcs.union(&b.srcs)
                    };
                    let column = Arc::clone(column);
                    truth.preds.push(Pred::Test {
                        column,
                        compare: Compare::Other,
                        value,
                        constant: false,
                    });
                }
                Val::shaped(Shape::Truth(Arc::new(truth)))
            }
            BinaryOp::Add => {
                let a = self.eval(left);
                let b = self.eval(right);
                self.add(a, b)
            }
            BinaryOp::Sub => {
                let a = self.eval(left);
                let b = self.eval(right);
                let counts = matches!(&b.shape, Shape::Query(query) if query.operation == Operation::Count);
                if counts || matches!(a.shape, Shape::Query(_) | Shape::Column(_)) {
                    return Val::of(a.srcs.union(&b.srcs));
                }
                let b = self.settle(b, self.unit.body[right].span);
                let srcs = a.srcs.union(&b.srcs);
                self.taken_out(&a, &b, srcs)
            }
            BinaryOp::Other => {
                let a = self.eval(left);
                let b = self.eval(right);
                Val::of(a.srcs.union(&b.srcs))
            }
        }
    }

    /// Two texts one behind the other; other values are only joined by their sources.
    pub(super) fn add(&self, a: Val, b: Val) -> Val {
        let as_template = |val: &Val| match &val.shape {
            Shape::Text(text) => Some(Template {
                text: text.to_string(),
                holes: Vec::new(),
            }),
            Shape::Template(template) => Some((**template).clone()),
            _ => None,
        };
        let srcs = a.srcs.union(&b.srcs);
        let (left, right) = (as_template(&a), as_template(&b));
        if left.is_none() && right.is_none() {
            return Val::of(srcs);
        }
        let one = |val: Val| Template {
            text: partywall_sql::hole(0),
            holes: vec![val],
        };
        let mut whole = left.unwrap_or_else(|| one(a));
        let tail = right.unwrap_or_else(|| one(b));
        self.splice(&mut whole, &tail);
        if whole.holes.is_empty() {
            return Val {
                srcs,
                ty: Ty::unknown(),
                shape: Shape::Text(whole.text.into()),
            };
        }
        Val {
            srcs,
            ty: Ty::unknown(),
            shape: Shape::Template(Arc::new(whole)),
        }
    }
}
