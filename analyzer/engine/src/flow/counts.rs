//! What a number says: of rows, or of items that are left over, that there are some or none; and that as many were found as asked for.

use crate::flow::cx::Cx;
use crate::flow::query::{Access, Compare, Pred};
use crate::flow::value::{EntRef, Fact, Root, SrcId, Srcs, Truth, Val};
use crate::flow::vocab::List;
use crate::program::Sym;
use partywall_catalog::Operation;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Lit};

impl Cx<'_, '_> {
    /// What it says of rows or items that their number, on whichever side it stands, compares so with a number that is written.
    pub(super) fn numbers(&self, a: (ExprId, &Val), op: BinaryOp, b: (ExprId, &Val)) -> Option<Truth> {
        self.counted(b.0, a.1, Some(a.0), op)
            .or_else(|| self.counted(a.0, b.1, Some(b.0), mirrored(op)))
    }

    /// What it says of a number of rows or items that it compares so with the number that is written at `number`. Where `of` is the
    /// expression that gives the number, rows are counted there as well.
    pub(super) fn counted(&self, number: ExprId, val: &Val, of: Option<ExprId>, op: BinaryOp) -> Option<Truth> {
        let ExprKind::Lit(Lit::Int(number)) = self.unit.body[number].kind else {
            return None;
        };
        let (some, none) = match self.counted_rows(val, of) {
            Some(access) => (vec![Fact::Found(access)], vec![Fact::Absent(access)]),
            // what holds for one of the items holds for none that could be named
            None => (Vec::new(), self.truth(&self.whether_any(val)?).no),
        };
        let (holds, fails) = said(op, number);
        let facts = |said: Option<bool>| match said {
            Some(true) => some.clone(),
            Some(false) => none.clone(),
            None => Vec::new(),
        };
        Some(Truth {
            preds: Vec::new(),
            yes: facts(holds),
            no: facts(fails),
        })
    }

    /// Whether a value is a number of rows as the database told it.
    pub(super) fn is_count(&self, val: &Val) -> bool {
        let counts = |src: &SrcId| match src.root() {
            Root::Record(at) => self.accesses.get(at as usize).map(|access| access.operation) == Some(Operation::Count),
            _ => false,
        };
        val.srcs.list().iter().any(counts)
    }

    /// The access whose rows a value is the number of.
    fn counted_rows(&self, val: &Val, of: Option<ExprId>) -> Option<u32> {
        let mut records = self.records(&val.srcs);
        records.extend(self.answered(&val.srcs));
        records.extend(self.whose_number(&val.srcs));
        let [at] = records[..] else { return None };
        let access = self.accesses.get(at as usize)?;
        // that some are there says nothing of each value that they were asked for by
        let by_many = |pred: &Pred| {
            matches!(
                pred,
                Pred::Test {
                    compare: Compare::In,
                    ..
                }
            )
        };
        let counts = match access.operation {
            Operation::Count | Operation::Update | Operation::Delete => true,
            Operation::List => of.is_some_and(|of| self.asks_how_many(of)) && !access.preds.iter().any(by_many),
            _ => false,
        };
        counts.then_some(at)
    }

    /// The access of whose rows, as they came, a member is asked for.
    fn whose_number(&self, srcs: &Srcs) -> Option<u32> {
        let [src] = *srcs.list() else { return None };
        match (src.root(), &src.path()[..]) {
            (Root::Record(at), [_]) => Some(at).filter(|at| self.accesses.get(*at as usize).is_some_and(lists)),
            _ => None,
        }
    }

    /// Whether an expression asks for a number of items: `len(rows)`, `rows.Count`.
    fn asks_how_many(&self, expr: ExprId) -> bool {
        let name = match &self.unit.body[expr].kind {
            ExprKind::Member { name, .. } => Some(*name),
            ExprKind::Call { callee, .. } => match self.unit.body[*callee].kind {
                ExprKind::Member { name, .. } | ExprKind::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        };
        name.is_some_and(|name| self.eng.vocab.is(List::Number, self.unit.text(name)))
    }

    /// What it says that there are as many rows as values that they were asked for by: every one of the values is a row's.
    pub(super) fn found_as_many(&self, rows: &Val, values: &Val) -> Vec<Fact> {
        let (Some(found), Some(asked)) = (self.numbered(rows), self.numbered(values)) else {
            return Vec::new();
        };
        let (Root::Record(at), true) = (found.root(), found.is_whole()) else {
            return Vec::new();
        };
        let Some(access) = self.accesses.get(at as usize) else {
            return Vec::new();
        };
        let by = |value: &Srcs| value.list() == [asked];
        let key = access.preds.iter().find_map(|pred| match pred {
            Pred::Test {
                column,
                compare: Compare::In | Compare::Equal,
                value,
                ..
            } if by(value) => match &column.path[..] {
                [only] => self.eng.program.find(only),
                _ => None,
            },
            Pred::Key(value) if by(value) => self.own_key(&access.entity),
            _ => None,
        });
        let told = |key| vec![Fact::Found(at), Fact::Equal(asked, found.member(key))];
        key.map(told).unwrap_or_default()
    }

    /// The values whose number a value is, or is taken of.
    fn numbered(&self, val: &Val) -> Option<SrcId> {
        let [src] = *val.srcs.list() else { return None };
        match src.path().last() {
            Some(last) if self.eng.vocab.is(List::Number, self.text(*last)) => {
                let chain: Vec<SrcId> = src.chain().collect();
                chain.len().checked_sub(2).map(|at| chain[at])
            }
            _ => Some(src),
        }
    }

    /// The name of an entity's primary key.
    fn own_key(&self, entity: &EntRef) -> Option<Sym> {
        let EntRef::Known(entity) = entity else { return None };
        let columns = &self.eng.tenancy.entity(*entity).columns;
        let key = columns.iter().find(|column| column.primary_key)?;
        self.eng.program.find(&key.name)
    }
}

fn lists(access: &Access) -> bool {
    access.operation == Operation::List
}

/// Whether a number that compares so with another one is more than none (`true`), or none (`false`): where it does, and where it does not.
fn said(op: BinaryOp, with: i64) -> (Option<bool>, Option<bool>) {
    match (op, with) {
        (BinaryOp::Eq | BinaryOp::Le, 0) | (BinaryOp::Lt, 1) => (Some(false), Some(true)),
        (BinaryOp::Ne | BinaryOp::Gt, 0) | (BinaryOp::Ge, 1) => (Some(true), Some(false)),
        (BinaryOp::Eq | BinaryOp::Gt | BinaryOp::Ge, 1..) => (Some(true), None),
        (BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le, 1..) => (None, Some(true)),
        _ => (None, None),
    }
}

/// The comparison with its sides changed.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Ge,
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Ge => BinaryOp::Le,
        other => other,
    }
}
