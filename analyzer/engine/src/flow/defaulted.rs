//! Inputs that say whose data is meant, and that the caller's identity only stands in for where they were left out: whoever sends
//! one is believed.
//!
//! What a condition asks is read as it is written; that the value is the request's, and what takes its place the identity's, is known
//! from the reading of the function around it.

use crate::facts::{Assumed, At};
use crate::flow::cx::Cx;
use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::exits::Exit;
use crate::flow::query::{Access, Pred};
use crate::flow::value::{Fact, Root, SrcId, Val};
use crate::flow::vocab::List;
use crate::program::FnId;
use partywall_catalog::EntryKind;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Lit, Name, PatKind, UnaryOp};

/// The most statements of one branch that are looked at, and the most conditions that are joined.
const MAX_PARTS: usize = 12;

/// The longest way to a member that is compared.
const MAX_WAY: usize = 6;

/// The most inputs of one function that are remembered.
const MAX_DEFAULTED: usize = 8;

/// An input that the identity only stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Defaulted {
    /// Where the identity is put in its place.
    pub place: At,
    /// Where it is asked whether it was left out, which looks at it no further.
    pub asked: At,
    /// The input.
    pub input: SrcId,
}

impl Cx<'_, '_> {
    /// Notes the inputs that a branch gives the caller's identity, where its condition says that they were left out.
    pub(super) fn note_defaults(&mut self, cond: ExprId, then: ExprId) {
        let unit = self.unit;
        if self.lambdas > 0 || !self.is_entry {
            return;
        }
        let items = match &unit.body[then].kind {
            ExprKind::Block { items, .. } => items.iter().copied().take(MAX_PARTS).collect(),
            _ => vec![then],
        };
        for item in items {
            if let ExprKind::Assign {
                target,
                op: None,
                value,
            } = unit.body[item].kind
                && self.says_absent(cond, target, 0)
            {
                self.note_default(target, value, cond);
            }
        }
    }

    /// Notes an input that is given the caller's identity where it was left out.
    pub(super) fn note_default(&mut self, target: ExprId, value: ExprId, asked: ExprId) {
        let Some((base, name)) = self.member_of(target).filter(|_| self.is_entry && self.lambdas == 0) else {
            return;
        };
        let key = self.unit.text(name);
        if self.defaulted.len() >= MAX_DEFAULTED || !self.names_owner(key) || self.way(base).is_none() {
            return;
        }
        let before = self.st.clone();
        let (of, val) = (self.eval(base), self.eval(value));
        self.st = before;
        let [src] = *of.srcs.list() else { return };
        if src.root() != Root::Request || !self.is_callers(value, &val) {
            return;
        }
        let input = src.member(self.sym(name));
        let at = |expr: ExprId| (self.unit_id, self.unit.body[expr].span);
        let (place, asked) = (at(target), at(asked));
        if input != src && !self.defaulted.iter().any(|known| known.place == place) {
            self.defaulted.push(Defaulted { place, asked, input });
        }
    }

    /// Whether a value is the identity's: by where it came from, or where that is not known by what it is a part of.
    fn is_callers(&self, expr: ExprId, val: &Val) -> bool {
        if !val.srcs.is_empty() {
            return self.is_identity(&val.srcs);
        }
        let of = self.way(expr).and_then(|way| way.last().copied());
        of.is_some_and(|name| self.eng.vocab.has(List::Identity, self.unit.text(name)))
    }

    /// Whether a name is that of a tenant's or a person's key.
    fn names_owner(&self, name: &str) -> bool {
        let lexicon = self.eng.tenancy.lexicon();
        let words = lexicon.words(name);
        let spoken = |of: &[String]| lexicon.root.is(of) || lexicon.user.is(of);
        self.eng.tenancy.is_tenant_key(name, true) || lexicon.stem(&words).is_some_and(spoken)
    }

    /// Whether a condition holds only where a member was left out.
    fn says_absent(&self, cond: ExprId, member: ExprId, depth: usize) -> bool {
        let unit = self.unit;
        let same = |expr: ExprId| self.same(expr, member);
        match &unit.body[cond].kind {
            _ if depth > MAX_PARTS => false,
            ExprKind::Binary { op, left, right } => match op {
                BinaryOp::And => {
                    self.says_absent(*left, member, depth + 1) || self.says_absent(*right, member, depth + 1)
                }
                BinaryOp::NotIn => self.holds_key(*right, *left, member),
                BinaryOp::Eq => (same(*left) && self.is_nothing(*right)) || (same(*right) && self.is_nothing(*left)),
                _ => false,
            },
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => match &unit.body[*operand].kind {
                ExprKind::Binary {
                    op: BinaryOp::In,
                    left,
                    right,
                } => self.holds_key(*right, *left, member),
                _ => same(*operand),
            },
            ExprKind::Is { value, pattern } => {
                let nothing = matches!(unit.body[*pattern].kind, PatKind::Value(value) if self.is_nothing(value));
                nothing && same(*value)
            }
            // `body.tenant_id.is_none()`, `string.IsNullOrEmpty(body.TenantId)`
            ExprKind::Call { callee, args } => {
                let asked = match (&unit.body[*callee].kind, args.first()) {
                    (ExprKind::Member { base, .. }, None) => *base,
                    (_, Some(arg)) if args.len() == 1 => arg.value,
                    _ => return false,
                };
                let name = crate::flow::entry::last_of(unit, *callee).unwrap_or_default();
                self.eng.is_absent(unit.language, name) && same(asked)
            }
            _ => false,
        }
    }

    /// Whether a text in an object is a member of it.
    fn holds_key(&self, object: ExprId, key: ExprId, member: ExprId) -> bool {
        let Some((base, name)) = self.member_of(member) else {
            return false;
        };
        let text = match &self.unit.body[key].kind {
            ExprKind::Lit(Lit::Str(text)) => *text,
            _ => return false,
        };
        self.unit.text(text) == self.unit.text(name) && self.same(object, base)
    }

    /// Whether an expression stands for what was not sent.
    fn is_nothing(&self, expr: ExprId) -> bool {
        match &self.unit.body[expr].kind {
            ExprKind::Lit(Lit::Null | Lit::Int(0)) => true,
            ExprKind::Lit(Lit::Str(text)) => self.unit.text(*text).is_empty(),
            ExprKind::Member { name, .. } => self.eng.is_absent(self.unit.language, self.unit.text(*name)),
            _ => false,
        }
    }

    /// Whether two expressions name the same.
    fn same(&self, a: ExprId, b: ExprId) -> bool {
        let (a, b) = (self.way(a), self.way(b));
        a.is_some() && a == b
    }

    /// The object that an expression takes a member of, and the member: by a name, by a text, or by a call that is given one.
    fn member_of(&self, expr: ExprId) -> Option<(ExprId, Name)> {
        let unit = self.unit;
        let text = |at: ExprId| match &unit.body[at].kind {
            ExprKind::Lit(Lit::Str(text)) => Some(*text),
            _ => None,
        };
        match &unit.body[expr].kind {
            ExprKind::Member { base, name } => Some((*base, *name)),
            ExprKind::Index { base, args } => match args[..] {
                [only] => Some((*base, text(only)?)),
                _ => None,
            },
            ExprKind::Call { callee, args } => match (&unit.body[*callee].kind, &args[..]) {
                (ExprKind::Member { base, .. }, [only]) => Some((*base, text(only.value)?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The names on the way to a member, innermost first.
    fn way(&self, mut expr: ExprId) -> Option<Vec<Name>> {
        let mut way = Vec::new();
        for _ in 0..MAX_WAY {
            match self.member_of(expr) {
                Some((base, name)) => {
                    way.push(name);
                    expr = base;
                }
                None => {
                    let ExprKind::Name(name) = self.unit.body[expr].kind else {
                        return None;
                    };
                    way.push(name);
                    return Some(way);
                }
            }
        }
        None
    }

    /// The inputs that the identity stands in for and that nothing in the function looks at: what restricts rows by one is judged where
    /// it does.
    pub(super) fn believed(&self, exits: &[Exit]) -> Vec<Defaulted> {
        let mut found = self.defaulted.clone();
        found.retain(|one| {
            let input = one.input;
            let facts = exits.iter().flat_map(|exit| exit.facts.iter());
            let asked = self
                .asked
                .iter()
                .filter(|asked| asked.place != one.asked)
                .flat_map(|asked| asked.facts.iter());
            let looked = facts.chain(asked).any(|fact| looks_at(fact, input));
            !looked && !self.accesses.iter().any(|access| selects_by(access, input))
        });
        found
    }
}

/// The inputs of entry points that the identity only stands in for, by place.
pub fn assumed(eng: &Engine<'_>, functions: &[FnId]) -> Vec<Assumed> {
    let program = eng.program;
    let mut found = Vec::new();
    for function in functions {
        let trusted = |entry: &&Entry| entry.operator || entry.kind == EntryKind::Job;
        if eng.entries.get(function).filter(|entry| !trusted(entry)).is_none() {
            continue;
        }
        found.extend(eng.summary(*function).defaulted.iter().map(|one| {
            let path: Vec<&str> = one.input.path().iter().map(|name| program.text(*name)).collect();
            Assumed {
                place: one.place,
                input: path.join("."),
                entry: *function,
                start: (program.func(*function).unit, program.decl(*function).name_span),
            }
        }));
    }
    found.sort_by_key(|assumed| assumed.place);
    found
}

/// Whether a fact speaks of an input, or of the object that it is a part of.
fn looks_at(fact: &Fact, input: SrcId) -> bool {
    let of = |src: &SrcId| !src.is_whole() && input.chain().any(|part| part == *src);
    match fact {
        Fact::Equal(a, b) => of(a) || of(b),
        Fact::Authorized(src) | Fact::Vouched(_, src) => of(src),
        Fact::Any(arms) => arms.iter().flatten().any(|fact| looks_at(fact, input)),
        Fact::Found(_)
        | Fact::Absent(_)
        | Fact::Given(_)
        | Fact::Missing(_)
        | Fact::Lacking(_)
        | Fact::LeftOut(_)
        | Fact::Operator => false,
    }
}

/// Whether an access selects or writes rows by an input.
fn selects_by(access: &Access, input: SrcId) -> bool {
    fn by(pred: &Pred, input: SrcId) -> bool {
        match pred {
            Pred::Test { value, .. } | Pred::Child(value) | Pred::Key(value) | Pred::Spread(value) => {
                value.list().contains(&input)
            }
            Pred::Any(arms) => arms.iter().flatten().any(|pred| by(pred, input)),
            Pred::Tied(_, preds) => preds.iter().any(|pred| by(pred, input)),
            Pred::When(..) | Pred::Right(_) | Pred::Opaque | Pred::Operator | Pred::Everybody | Pred::Nobody(_) => {
                false
            }
        }
    }
    access.preds.iter().any(|pred| by(pred, input))
}
