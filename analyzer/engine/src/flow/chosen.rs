//! What guards are told of the handler that is about to run: which lists of guards a method may give for it, and how a condition
//! about it ends.

use crate::flow::entry::last_of;
use crate::program::{FnId, Program};
use partywall_catalog::GuardRow;
use partywall_ir::{BinaryOp, ExprId, ExprKind, Lit, Name, UnaryOp, Unit};
use std::collections::BTreeMap;

/// The most lists that one method gives.
const MAX_LISTS: usize = 8;

/// How deep branches are followed.
const MAX_DEPTH: usize = 24;

/// A list that such a method gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The list of the type's own class variable, as it stands, is part of it.
    pub own: bool,
    /// What else is written.
    pub list: Option<ExprId>,
}

/// The handlers that a guard is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Handling {
    /// What they are called.
    pub called: Vec<String>,
    /// Whether they are about the one row that the request names, where it says so beside them.
    pub single: Option<bool>,
}

impl Handling {
    /// Handlers of these names.
    pub(crate) fn of(called: &[&str]) -> Self {
        Self {
            called: called.iter().map(|name| (*name).to_owned()).collect(),
            single: None,
        }
    }

    /// A function as a handler.
    pub(crate) fn function(program: &Program, index: &crate::flow::index::Index<'_>, function: FnId) -> Self {
        let info = program.func(function);
        let file = program.unit(info.unit);
        let rows = index.guard_lists.iter().map(|(_, row)| row);
        let names: Vec<&String> = rows.flat_map(|row| &row.single).collect();
        let attributes = &program.decl(function).attributes;
        let mut args = attributes.iter().flat_map(|attribute| &attribute.args);
        let single = args.find_map(|arg| {
            let name = file.text(arg.name?);
            match file.body[arg.value].kind {
                ExprKind::Lit(Lit::Bool(says)) if names.iter().any(|known| *known == name) => Some(says),
                _ => None,
            }
        });
        Self {
            single,
            ..Self::of(&[program.text(info.name)])
        }
    }

    /// Whether a condition holds for them, where it asks for nothing but which handler it is.
    pub(crate) fn told(&self, file: &Unit, row: &GuardRow, cond: ExprId) -> Option<bool> {
        let told = Told {
            file,
            row,
            handling: self,
        };
        told.told(cond, 0)
    }
}

/// What a method may give for these handlers; nothing where that cannot be told.
pub(super) fn given(program: &Program, method: FnId, row: &GuardRow, handling: &Handling) -> Vec<Given> {
    let file = program.unit(program.func(method).unit);
    let Some(body) = program.decl(method).body else {
        return Vec::new();
    };
    let mut walk = Walk {
        file,
        row,
        handling,
        given: Vec::new(),
        lost: false,
    };
    let mut path = Path::default();
    walk.step(body, &mut path, 0);
    if walk.lost { Vec::new() } else { walk.given }
}

/// One way through the method.
#[derive(Clone, Debug, Default)]
struct Path {
    /// What names were given; a member by its own name.
    names: BTreeMap<Name, Vec<ExprId>>,
    /// It has left the method.
    left: bool,
}

struct Walk<'w> {
    file: &'w Unit,
    row: &'w GuardRow,
    handling: &'w Handling,
    given: Vec<Given>,
    /// Something on the way could not be followed.
    lost: bool,
}

impl Walk<'_> {
    fn step(&mut self, expr: ExprId, path: &mut Path, depth: usize) {
        if path.left || depth > MAX_DEPTH {
            self.lost |= depth > MAX_DEPTH;
            return;
        }
        match &self.file.body[expr].kind {
            ExprKind::Block { items, .. } => items.iter().for_each(|item| self.step(*item, path, depth + 1)),
            ExprKind::If { cond, then, els } => {
                let told = self.handling.told(self.file, self.row, *cond);
                let mut other = path.clone();
                if told != Some(false) {
                    self.step(*then, path, depth + 1);
                }
                if let Some(els) = els.filter(|_| told != Some(true)) {
                    self.step(els, &mut other, depth + 1);
                }
                match told {
                    Some(true) => {}
                    Some(false) => *path = other,
                    None => path.join(other),
                }
            }
            ExprKind::Assign { target, value, op } => {
                let name = match self.file.body[*target].kind {
                    ExprKind::Name(name) | ExprKind::Member { name, .. } => name,
                    _ => return,
                };
                let known = path.names.entry(name).or_default();
                match op {
                    None => *known = vec![*value],
                    Some(_) => self.lost = true,
                }
            }
            ExprKind::Return(value) => {
                path.left = true;
                match value {
                    Some(value) => self.gives(*value, path),
                    None => self.lost = true,
                }
            }
            ExprKind::Raise(_) => path.left = true,
            ExprKind::Loop(_) | ExprKind::Try(_) | ExprKind::Match { .. } | ExprKind::Using { .. } => self.lost = true,
            _ => {}
        }
    }

    fn gives(&mut self, value: ExprId, path: &Path) {
        let file = self.file;
        let lists = match &file.body[value].kind {
            ExprKind::Name(name) => path.names.get(name).cloned().unwrap_or_default(),
            ExprKind::Member { name, .. } if self.is_field(*name) => return self.gives_own(path, None),
            ExprKind::Comprehension { clauses, .. } if clauses.len() == 1 => {
                return match file.body[clauses[0].source].kind {
                    ExprKind::Comprehension { .. } => self.lost = true,
                    _ => self.gives(clauses[0].source, path),
                };
            }
            ExprKind::Call { .. } if self.is_base(value) => return self.gives_own(path, None),
            ExprKind::Binary {
                op: BinaryOp::Add,
                left,
                right,
            } => {
                let (base, other) = match (self.is_base(*left), self.is_base(*right)) {
                    (true, false) => (true, *right),
                    (false, true) => (true, *left),
                    _ => (false, value),
                };
                match base {
                    true => return self.gives_own(path, Some(other)),
                    false => vec![other],
                }
            }
            ExprKind::Collection { .. } | ExprKind::Binary { .. } | ExprKind::If { .. } => vec![value],
            _ => Vec::new(),
        };
        self.lost |= lists.is_empty();
        for list in lists {
            self.add(Given {
                own: false,
                list: Some(list),
            });
        }
    }

    /// What the class variable holds by now, and something beside it.
    fn gives_own(&mut self, path: &Path, beside: Option<ExprId>) {
        let field = path.names.iter().find(|(name, _)| self.is_field(**name));
        match (field, beside) {
            (None, list) => self.add(Given { own: true, list }),
            (Some((_, lists)), None) => {
                for list in lists {
                    self.add(Given {
                        own: false,
                        list: Some(*list),
                    });
                }
            }
            (Some(_), Some(_)) => self.lost = true,
        }
    }

    fn add(&mut self, given: Given) {
        if self.given.len() < MAX_LISTS {
            self.given.push(given);
        } else {
            self.lost = true;
        }
    }

    fn is_field(&self, name: Name) -> bool {
        let name = self.file.text(name);
        self.row.class_field.iter().any(|known| known == name)
    }

    /// Whether an expression is the call of the base's own method.
    fn is_base(&self, expr: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = &self.file.body[expr].kind else {
            return false;
        };
        let name = last_of(self.file, *callee);
        name.is_some_and(|name| self.row.lists.iter().any(|known| known == name))
    }
}

/// Conditions about the handler.
struct Told<'w> {
    file: &'w Unit,
    row: &'w GuardRow,
    handling: &'w Handling,
}

impl Told<'_> {
    fn told(&self, cond: ExprId, depth: usize) -> Option<bool> {
        if depth > MAX_DEPTH {
            return None;
        }
        match &self.file.body[cond].kind {
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => self.told(*operand, depth + 1).map(|told| !told),
            ExprKind::Binary { op, left, right } => match op {
                BinaryOp::And => match (self.told(*left, depth + 1), self.told(*right, depth + 1)) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                },
                BinaryOp::Or => match (self.told(*left, depth + 1), self.told(*right, depth + 1)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                },
                BinaryOp::Eq | BinaryOp::In => self.is_called(*left, *right),
                BinaryOp::Ne | BinaryOp::NotIn => self.is_called(*left, *right).map(|told| !told),
                _ => None,
            },
            ExprKind::Name(_) | ExprKind::Member { .. } => {
                let name = last_of(self.file, cond)?;
                self.is_single()
                    .filter(|_| self.row.single.iter().any(|known| known == name))
            }
            _ => None,
        }
    }

    /// Whether the handler is about the one row that the request names.
    fn is_single(&self) -> Option<bool> {
        let called = |name: &String| -> Option<bool> {
            let sets = self
                .row
                .called
                .iter()
                .map(|set| set.split_whitespace().collect::<Vec<_>>());
            let of = sets.filter(|set| set.contains(&name.as_str()));
            let told: Vec<bool> = of
                .map(|set| self.row.singles.iter().any(|known| set.contains(&known.as_str())))
                .collect();
            same(&told)
        };
        let told: Option<Vec<bool>> = self.handling.called.iter().map(called).collect();
        self.handling.single.or_else(|| same(&told?))
    }

    /// Whether the handler is called by one of the names that are written here.
    fn is_called(&self, asked: ExprId, names: ExprId) -> Option<bool> {
        let member = last_of(self.file, asked)?;
        if !self.row.handler.iter().any(|known| known == member) {
            return None;
        }
        let items = match &self.file.body[names].kind {
            ExprKind::Collection { items, .. } => &items[..],
            _ => &[names][..],
        };
        let mut answers = Vec::new();
        for item in items {
            let ExprKind::Lit(Lit::Str(text)) = self.file.body[*item].kind else {
                return None;
            };
            let text = self.file.text(text);
            answers.extend(self.handling.called.iter().map(|called| self.is_same(called, text)));
        }
        if answers.contains(&Some(true)) && self.handling.called.len() == 1 {
            return Some(true);
        }
        let same = |told: Option<bool>| answers.iter().all(|answer| *answer == told);
        match answers.is_empty() {
            false if same(Some(false)) => Some(false),
            false if same(Some(true)) => Some(true),
            _ => None,
        }
    }

    /// Whether a handler of one name is also called by another.
    fn is_same(&self, called: &str, text: &str) -> Option<bool> {
        if called == text {
            return Some(true);
        }
        let sets = self.row.called.iter().map(|set| set.split_whitespace());
        let sets: Vec<Vec<&str>> = sets.map(Iterator::collect).collect();
        let mut of = sets.iter().filter(|set| set.contains(&called)).peekable();
        if of.peek().is_none() {
            // one that the framework does not name is told by its own name, and by what else nobody knows
            let general = sets.iter().filter(|set| set.contains(&text)).count() > 1;
            return (!general && !text.chars().all(char::is_uppercase)).then_some(false);
        }
        let told: Vec<bool> = of.map(|set| set.contains(&text)).collect();
        match (told.contains(&true), told.contains(&false)) {
            (true, false) => Some(true),
            (false, _) => Some(false),
            _ => None,
        }
    }
}

impl Path {
    fn join(&mut self, other: Self) {
        if other.left {
            return;
        }
        if self.left {
            *self = other;
            return;
        }
        for (name, lists) in other.names {
            let known = self.names.entry(name).or_default();
            known.extend(
                lists
                    .into_iter()
                    .filter(|list| !known.contains(list))
                    .collect::<Vec<_>>(),
            );
        }
    }
}

/// The answer that all of them give.
fn same(told: &[bool]) -> Option<bool> {
    let first = *told.first()?;
    told.iter().all(|one| *one == first).then_some(first)
}
