//! Patterns: what they bind, and what holds when a value matches one.

use crate::flow::control::part;
use crate::flow::cx::Cx;
use crate::flow::value::{Root, Shape, Truth, Val};
use partywall_ir::{BinaryOp, ExprKind, Lit, Name, PatId, PatKind};

impl Cx<'_, '_> {
    /// Binds what a pattern names to parts of a value.
    pub(super) fn bind(&mut self, pattern: PatId, val: &Val) {
        match &self.unit.body[pattern].kind {
            PatKind::Wild | PatKind::Value(_) | PatKind::Gap | PatKind::Rest(None) => {}
            // what it names is there where the pattern does not hold
            PatKind::Not(inner) => self.bind(*inner, val),
            PatKind::Rest(Some(name)) => {
                self.st.env.insert(*name, val.clone());
            }
            PatKind::Bind { name, inner } => {
                let mut bound = val.clone();
                if let Some(inner) = inner {
                    if let PatKind::Record { ty: Some(ty), .. } = &self.unit.body[*inner].kind {
                        bound.ty = self.resolve_type(ty);
                    }
                    self.bind(*inner, val);
                }
                self.st.env.insert(*name, bound);
            }
            PatKind::Tuple(items) => {
                for (at, item) in items.iter().enumerate() {
                    let part = part(val, at);
                    self.bind(*item, &part);
                }
            }
            PatKind::Record { items, fields, .. } => {
                for (at, item) in items.iter().enumerate() {
                    let part = if items.len() == 1 {
                        self.inside(val)
                    } else {
                        part(val, at)
                    };
                    self.bind(*item, &part);
                }
                for (name, inner) in fields {
                    let part = self.member(val, self.sym(*name), None);
                    self.bind(*inner, &part);
                }
            }
            PatKind::Or(alternatives) | PatKind::And(alternatives) => {
                for alternative in alternatives {
                    self.bind(*alternative, val);
                }
            }
        }
    }

    /// Binds what is declared to hold a value. Several values that came in together are told apart.
    pub(super) fn declare(&mut self, pattern: PatId, val: &Val) {
        self.bind(pattern, val);
        if let PatKind::Bind { name, inner: None } = self.unit.body[pattern].kind {
            self.only_compared(name, val);
        }
        if let PatKind::Tuple(items) = &self.unit.body[pattern].kind {
            for item in items {
                if let Some(part) = self.sent_part(val, *item) {
                    self.bind(*item, &part);
                }
            }
        }
    }

    /// One of several values that came in together: each is an input of its own, and a check of one says nothing of another.
    fn sent_part(&self, val: &Val, item: PatId) -> Option<Val> {
        let ([src], Shape::Plain) = (val.srcs.list(), &val.shape) else {
            return None;
        };
        let PatKind::Bind { name, inner: None } = &self.unit.body[item].kind else {
            return None;
        };
        // the only part of what it came in is all of it: `let (org, id) = path.0`
        let whole = match (src.root(), &src.path()[..]) {
            (Root::Request, [_]) => true,
            (Root::Request, [_, part]) => self.text(*part) == "0",
            _ => false,
        };
        whole.then(|| self.val(Root::Request, &[self.sym(*name)]))
    }

    /// What a wrapper holds.
    fn inside(&self, val: &Val) -> Val {
        let ty = self.eng.program.unwrap(&val.ty);
        Val { ty, ..val.clone() }
    }

    /// Whether the parts of a pattern ask for no more than that they are there.
    fn asks_no_more(&self, items: &[PatId], fields: &[(Name, PatId)]) -> bool {
        let there = |inner: PatId| match &self.unit.body[inner].kind {
            PatKind::Wild | PatKind::Rest(_) | PatKind::Bind { inner: None, .. } => true,
            PatKind::Bind { inner: Some(inner), .. } => self.asks_no_more(&[*inner], &[]),
            PatKind::Tuple(items) => self.asks_no_more(items, &[]),
            PatKind::Record { items, fields, .. } => self.asks_no_more(items, fields),
            _ => false,
        };
        items.iter().all(|item| there(*item)) && fields.iter().all(|(_, inner)| there(*inner))
    }

    /// What holds when a value matches a pattern, and when it does not.
    pub(super) fn pattern_truth(&mut self, val: &Val, pattern: PatId) -> Truth {
        let of = self.truth(val);
        match &self.unit.body[pattern].kind {
            PatKind::Value(value) => match &self.unit.body[*value].kind {
                ExprKind::Lit(Lit::Null | Lit::Bool(false)) => Truth {
                    preds: Vec::new(),
                    yes: of.no,
                    no: of.yes,
                },
                ExprKind::Lit(Lit::Bool(true)) => of,
                _ => self.counted(*value, val, None, BinaryOp::Eq).unwrap_or_default(),
            },
            PatKind::Not(inner) => {
                let truth = self.pattern_truth(val, *inner);
                Truth {
                    preds: Vec::new(),
                    yes: truth.no,
                    no: truth.yes,
                }
            }
            PatKind::Record { ty, items, fields } => {
                let written = ty.as_ref().map_or("", |ty| self.unit.text(ty.name));
                let last = crate::words::last(written);
                if self.eng.is_absent(self.unit.language, last) {
                    return Truth {
                        preds: Vec::new(),
                        yes: of.no,
                        no: of.yes,
                    };
                }
                let mut truth = of;
                for (name, inner) in fields {
                    let part = self.member(val, self.sym(*name), None);
                    let more = self.pattern_truth(&part, *inner);
                    truth.yes.extend(more.yes);
                }
                if let [only] = &items[..] {
                    let more = self.pattern_truth(val, *only);
                    truth.yes.extend(more.yes);
                }
                // what is there may fail a pattern that asks for more than that
                if !self.asks_no_more(items, fields) {
                    truth.no.clear();
                }
                truth
            }
            PatKind::Bind { name, inner } => match inner {
                Some(inner) => self.pattern_truth(val, *inner),
                None if self.eng.is_absent(self.unit.language, self.unit.text(*name)) => Truth {
                    preds: Vec::new(),
                    yes: of.no,
                    no: of.yes,
                },
                None => Truth::default(),
            },
            PatKind::And(parts) => {
                let mut truth = Truth::default();
                for part in parts {
                    truth.yes.extend(self.pattern_truth(val, *part).yes);
                }
                truth
            }
            _ => Truth::default(),
        }
    }
}
