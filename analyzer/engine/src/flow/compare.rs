//! What a comparison says: of a row, when a column is compared; of what holds from there on, when values are.

use crate::flow::cx::Cx;
use crate::flow::query::{Column, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Path, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::flow::vocab::List;
use partywall_catalog::Operation;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Flags};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// What a comparison of two values says; `same` when it asks for equality (or membership), not for its opposite.
    pub(super) fn compare(&mut self, a: Val, b: Val, how: Compare, same: bool, left: ExprId, right: ExprId) -> Val {
        let mut truth = Truth::default();
        match (&a.shape, &b.shape) {
            (Shape::Column(x), Shape::Column(y)) => truth.preds.push(self.column_pair(x, y, same)),
            (Shape::Column(column), Shape::Null) if same => truth.preds.push(Pred::Nobody(Arc::clone(column))),
            (Shape::Column(column), _) => {
                let b = self.settle_value(b, right);
                truth
                    .preds
                    .push(self.test(column, &b, if same { how } else { Compare::Other }));
            }
            (_, Shape::Column(column)) => {
                let a = self.settle_value(a, left);
                truth
                    .preds
                    .push(self.test(column, &a, if same { how } else { Compare::Other }));
            }
            _ => {
                let null = |val: &Val| matches!(val.shape, Shape::Null | Shape::Bool(false));
                let of_null = null(&a) || null(&b);
                let mut a = self.settle_value(a, left);
                let mut b = self.settle_value(b, right);
                if of_null {
                    (a, b) = (self.as_condition(left, a), self.as_condition(right, b));
                }
                let op = if same { BinaryOp::Eq } else { BinaryOp::Ne };
                truth = match self.numbers((left, &a), op, (right, &b)) {
                    Some(truth) => truth,
                    None => self.value_comparison(&a, &b, same),
                };
                let named = [(&a, left, &b), (&b, right, &a)]
                    .into_iter()
                    .find_map(|(of, at, with)| self.named_in_code(of, at, with));
                let holds = if same { &mut truth.yes } else { &mut truth.no };
                holds.extend(named);
                let sides = [(&a, &b), (&b, &a)];
                let column = sides
                    .iter()
                    .find_map(|(of, with)| Some((self.class_column(of)?, *with)));
                if let Some((column, with)) = column {
                    truth
                        .preds
                        .push(self.test(&column, with, if same { how } else { Compare::Other }));
                }
            }
        }
        Val::shaped(Shape::Truth(Arc::new(truth)))
    }

    /// An input that is no other than what is written in the code: whoever sent it has not chosen it. It must be the request's own, by its
    /// name and with its type: what is cut out of one, or handed over by a caller who may have computed it, says nothing of the whole.
    fn named_in_code(&self, of: &Val, at: ExprId, with: &Val) -> Option<Fact> {
        if !self.is_fixed(with) || of.ty.is_unknown() {
            return None;
        }
        let (ExprKind::Name(name) | ExprKind::Member { name, .. }) = self.unit.body[at].kind else {
            return None;
        };
        let [src] = *without_fallback(of).srcs.list() else {
            return None;
        };
        let own = src.path().last().map(|last| self.text(*last) == self.unit.text(name));
        (own == Some(true) && src.root() == Root::Request).then_some(Fact::LeftOut(src))
    }

    /// A column of the entity that a class variable of the receiver names, `cls.model.id`, or of the class that a method of the class
    /// itself is called on, `cls.id`.
    fn class_column(&self, val: &Val) -> Option<Arc<Column>> {
        let [src] = val.srcs.list() else { return None };
        if let ([column], Some(EntRef::Own)) = (&src.path()[..], self.row.last())
            && src.root() == Root::This
            && matches!(val.shape, Shape::Plain)
            && self.eng.program.decl(self.function).flags.has(Flags::STATIC)
        {
            return Some(Arc::new(Column::new(EntRef::Own, vec![self.text(*column).into()])));
        }
        let [class, column] = src.path()[..] else { return None };
        let plain = src.root() == Root::This && matches!(val.shape, Shape::Plain);
        let owner = self.owner.filter(|_| plain)?;
        // where rows of what the member names are asked for, it names an entity
        if self.row.last() != Some(&EntRef::OnThis(class)) {
            let field = self.eng.program.field(owner, class)?;
            self.eng.program.field_decl(field).value?;
        }
        Some(Arc::new(Column::new(
            EntRef::OnThis(class),
            vec![self.text(column).into()],
        )))
    }

    fn settle_value(&mut self, val: Val, at: ExprId) -> Val {
        self.settle(val, self.unit.body[at].span)
    }

    fn column_pair(&self, x: &Arc<Column>, y: &Arc<Column>, same: bool) -> Pred {
        let (row, other) = if self.row.last() == Some(&y.entity) {
            (y, x)
        } else {
            (x, y)
        };
        if !same || row.entity == other.entity {
            let column = Arc::clone(row);
            return Pred::Test {
                column,
                compare: Compare::Other,
                value: Srcs::default(),
                constant: false,
            };
        }
        Pred::Tied(other.entity.clone(), Vec::new())
    }

    /// A restriction of a column by a value.
    pub(super) fn test(&self, column: &Arc<Column>, val: &Val, compare: Compare) -> Pred {
        if let Shape::Null = val.shape {
            return Pred::Test {
                column: Arc::clone(column),
                compare: Compare::Other,
                value: Srcs::default(),
                constant: true,
            };
        }
        if compare == Compare::Equal && self.means_everybody(column, val) {
            return Pred::Everybody;
        }
        let constant = matches!(val.shape, Shape::Bool(_)) || self.is_fixed(val);
        Pred::Test {
            column: Arc::clone(column),
            compare,
            value: val.srcs.clone(),
            constant,
        }
    }

    /// Whether a column that says who may see a row is asked for the text that says everybody: `visibility == "public"`.
    fn means_everybody(&self, column: &Column, val: &Val) -> bool {
        let Shape::Text(text) = &val.shape else { return false };
        let lexicon = self.eng.tenancy.lexicon();
        let Some(name) = column.path.last() else { return false };
        lexicon.public.is(&lexicon.words(text)) && lexicon.public.within(&lexicon.words(name))
    }

    /// Whether a value is the identity's where it is not written in the code.
    fn is_identity_or_fixed(&self, srcs: &Srcs) -> bool {
        srcs.list()
            .iter()
            .all(|src| matches!(src.root(), Root::Identity | Root::Const))
    }

    /// Whether a value is written in the code.
    pub(super) fn is_fixed(&self, val: &Val) -> bool {
        let constant = |src: &crate::flow::value::SrcId| src.root() == Root::Const;
        matches!(val.shape, Shape::Text(_)) || !val.srcs.is_empty() && val.srcs.list().iter().all(constant)
    }

    /// What a comparison says of a value that is the same member of one record or of another of its kind, read in several ways: of
    /// each that was read it holds, and so it does of what was made in the place of a row.
    fn each_of_records(&self, a: &Val, b: &Val) -> Option<Vec<Fact>> {
        let (of, with) = match (a.srcs.list(), b.srcs.list()) {
            (of @ [_, _, ..], [with]) | ([with], of @ [_, _, ..]) => (of, with),
            _ => return None,
        };
        let each = |of: &[SrcId]| of.iter().map(|src| Fact::Equal(*src, *with)).collect();
        if matches!((&a.shape, &b.shape), (Shape::Either, _) | (_, Shape::Either)) {
            return Some(each(of));
        }
        let record = |src: &SrcId| match src.root() {
            Root::Record(at) => Some((at, &self.accesses.get(at as usize)?.entity, src.path())),
            _ => None,
        };
        let records: Vec<_> = of.iter().map(record).collect::<Option<_>>()?;
        let (first, rest) = records.split_first()?;
        let like =
            |other: &(u32, &EntRef, Path)| other.1 == first.1 && other.2[..] == first.2[..] && other.0 != first.0;
        let known = !first.2.is_empty() && matches!(first.1, EntRef::Known(_));
        (known && rest.iter().all(like)).then(|| each(of))
    }

    /// What it says that two sources have the same value. Where one of many rows says who the caller is, there is a row.
    fn same_value(&self, x: SrcId, y: SrcId) -> Vec<Fact> {
        let mut facts = vec![Fact::Equal(x, y)];
        for (of, with) in [(x, y), (y, x)] {
            let (Root::Record(at), Root::Identity, false) = (of.root(), with.root(), of.is_whole()) else {
                continue;
            };
            let listed = self
                .accesses
                .get(at as usize)
                .filter(|access| access.operation == Operation::List);
            if let Some(rows) = listed {
                facts.push(Fact::Found(at));
                facts.extend(self.are_of_operators(rows).then_some(Fact::Operator));
            }
        }
        facts
    }

    /// What it says that two values are the same, or that each item of the one is among the other.
    pub(super) fn same_values(&self, a: &Val, b: &Val) -> Vec<Fact> {
        // what a value falls back to is nobody's, and says nothing of whose it is otherwise
        let (a, b) = (&without_fallback(a), &without_fallback(b));
        let pairs = a
            .srcs
            .list()
            .iter()
            .flat_map(|x| b.srcs.list().iter().map(move |y| (*x, *y)));
        let mut arms: Vec<Vec<Fact>> = pairs.map(|(x, y)| self.same_value(x, y)).collect();
        match (self.each_of_records(a, b), arms.len()) {
            (Some(each), _) => each,
            (None, 1) => arms.remove(0),
            // a value with several sources equals the other through one of them only
            _ => vec![Fact::Any(Arc::new(arms))],
        }
    }

    /// Whether all of a value was sent.
    fn is_sent(&self, val: &Val) -> bool {
        let srcs = val.srcs.list();
        !srcs.is_empty() && srcs.iter().all(|src| src.root() == Root::Request)
    }

    /// Whether a value is a secret that stands in settings outside of the program: `settings.METRICS_KEY`.
    fn is_set_secret(&self, val: &Val) -> bool {
        let Shape::Outside(path) = &val.shape else { return false };
        let Some((settings, name)) = path.rsplit_once('.') else {
            return false;
        };
        let lexicon = self.eng.tenancy.lexicon();
        let secret = lexicon.set_secret.suffix(&lexicon.words(name)).is_some();
        secret && self.eng.vocab.has(List::Settings, settings)
    }

    fn value_comparison(&self, a: &Val, b: &Val, same: bool) -> Truth {
        let mut yes = Vec::new();
        let mut no = Vec::new();
        let null = |val: &Val| matches!(val.shape, Shape::Null | Shape::Bool(false));
        if null(a) || null(b) {
            let truth = self.truth(if null(a) { b } else { a });
            yes.extend(truth.no);
            no.extend(truth.yes);
        } else if matches!(a.shape, Shape::Bool(true)) || matches!(b.shape, Shape::Bool(true)) {
            let truth = self.truth(if matches!(a.shape, Shape::Bool(true)) { b } else { a });
            yes.extend(truth.yes);
            no.extend(truth.no);
        } else {
            yes = self.same_values(a, b);
            let (a, b) = (&without_fallback(a), &without_fallback(b));
            yes.extend(self.found_as_many(a, b));
            yes.extend(self.found_as_many(b, a));
            // a record whose own word is that anybody may see it
            let marks = [(a, b), (b, a)].into_iter().filter(|(_, word)| self.is_fixed(word));
            yes.extend(marks.flat_map(|(of, _)| self.public_marks(of)).map(Fact::Authorized));
            let operator = |val: &Val| self.truth(val).yes.contains(&Fact::Operator);
            // who belongs to the one tenant that the code names runs the installation
            let named = |of: &Val, with: &Val| {
                self.is_fixed(with) && self.is_identity_or_fixed(&of.srcs) && self.speaks_of_tenant(&of.srcs)
            };
            // who sends the secret that the installation was set up with comes from those who run it
            let installed = |of: &Val, with: &Val| self.is_sent(of) && self.is_set_secret(with);
            if operator(a) || operator(b) || named(a, b) || named(b, a) || installed(a, b) || installed(b, a) {
                yes.push(Fact::Operator);
            }
        }
        let truth = Truth {
            preds: Vec::new(),
            yes,
            no,
        };
        if same { truth } else { swapped(truth) }
    }
}

/// A value without the constants that it may also be.
pub(super) fn without_fallback(val: &Val) -> Val {
    let told = |src: &&SrcId| src.root() != Root::Const;
    let told: Vec<SrcId> = val.srcs.list().iter().filter(told).copied().collect();
    match told.is_empty() || told.len() == val.srcs.list().len() {
        true => val.clone(),
        false => Val {
            srcs: Srcs::many(told),
            ..val.clone()
        },
    }
}

/// What holds when the opposite is asked.
fn swapped(truth: Truth) -> Truth {
    Truth {
        preds: truth.preds,
        yes: truth.no,
        no: truth.yes,
    }
}

/// A restriction that must not hold: it still restricts, and never scopes.
pub(super) fn negated(pred: &Pred) -> Pred {
    match pred {
        Pred::Test { column, .. } => Pred::Test {
            column: Arc::clone(column),
            compare: Compare::Other,
            value: Srcs::default(),
            constant: false,
        },
        _ => Pred::Any(Vec::new()),
    }
}
