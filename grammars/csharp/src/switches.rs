//! `switch`, as a statement and as an expression.
//!
//! The unit's `break` leaves a loop only. One at the end of a section is what falling out of an arm means already; when
//! others remain, the match is put into a loop that runs once, for them to leave.

use partywall_ir::{Arm, BinaryOp, ExprId, ExprKind, Loop, PatId, PatKind, Span};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, of_kind, span};
use crate::scope::Frame;

/// Labels that share the statements of the last of them.
#[derive(Default)]
struct Labels {
    patterns: Vec<PatId>,
    guards: Vec<ExprId>,
    default: bool,
}

impl<'t> Lower<'t> {
    /// The statement.
    pub(crate) fn switch(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        let value = self.field_expr(node, f.value);
        self.frames.push(Frame::Switch(Vec::new()));
        let mut arms = Vec::new();
        let mut default = None;
        let mut labels = Labels::default();
        let body = self.child(node, f.body);
        for section in body.map(|body| self.spliced(body)).unwrap_or_default() {
            if section.kind != K::SwitchSection {
                continue;
            }
            let kids = self.spliced(section.node);
            let colon = kids
                .iter()
                .position(|kid| kid.kind == K::Token && self.text(kid.node) == ":");
            let (head, rest) = kids.split_at(colon.unwrap_or(kids.len()));
            self.label(head, &mut labels);
            let rest = rest.get(1..).unwrap_or_default();
            if rest.is_empty() {
                continue;
            }
            let labels = std::mem::take(&mut labels);
            let last = labels.default;
            let arm = self.section(section.node, rest, labels);
            // A default is tried last wherever it is written.
            if last { default = Some(arm) } else { arms.push(arm) }
        }
        arms.extend(default);
        let breaks = match self.frames.pop() {
            Some(Frame::Switch(breaks)) => breaks.len(),
            _ => 0,
        };
        let closed = arms
            .iter()
            .map(|arm| arm.body)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|body| self.fall_out(body))
            .sum();
        let id = self.add(
            ExprKind::Match {
                value,
                arms: arms.into(),
                total: false,
            },
            node,
        );
        if breaks > closed { self.once(id, node) } else { id }
    }

    fn label(&mut self, head: &[Kid<'t>], labels: &mut Labels) {
        for kid in head {
            match kid.kind {
                K::Token if self.text(kid.node) == "default" => {
                    labels.default = true;
                    let wild = self.add_pat(PatKind::Wild, span(kid.node));
                    labels.patterns.push(wild);
                }
                K::Token | K::Error => {}
                K::WhenClause => {
                    let guard = self.when(kid.node);
                    labels.guards.extend(guard);
                }
                _ => {
                    let pattern = self.pattern(kid.node);
                    labels.patterns.push(pattern);
                }
            }
        }
    }

    fn when(&mut self, node: Node<'t>) -> Option<ExprId> {
        let kids = self.kids(node);
        self.free_expr(&kids)
    }

    fn section(&mut self, node: Node<'t>, rest: &[Kid<'t>], labels: Labels) -> Arm {
        let Labels { patterns, guards, .. } = labels;
        // A guard holds for its own label only: where a label without one shares the statements, none holds for them.
        let guard = if guards.len() == patterns.len() {
            self.any_of(guards, node)
        } else {
            None
        };
        let pattern = match &*patterns {
            [one] => *one,
            _ => self.add_pat(PatKind::Or(patterns.into()), span(node)),
        };
        let rest = match rest {
            [inner @ .., last] if last.kind == K::Break => inner,
            _ => rest,
        };
        let at = match rest {
            [first, .., last] => self.over(first.node, last.node),
            [only] => span(only.node),
            [] => span(node),
        };
        let mut items = Vec::new();
        self.items_into(rest, &mut items);
        let body = match &*items {
            [one] => *one,
            _ => self.add_at(
                ExprKind::Block {
                    items: items.into(),
                    value: false,
                },
                at,
            ),
        };
        Arm { pattern, guard, body }
    }

    fn any_of(&mut self, guards: Vec<ExprId>, node: Node<'t>) -> Option<ExprId> {
        let mut guards = guards.into_iter();
        let first = guards.next()?;
        Some(guards.fold(first, |left, right| {
            self.add(
                ExprKind::Binary {
                    op: BinaryOp::Or,
                    left,
                    right,
                },
                node,
            )
        }))
    }

    /// Empties the breaks that an arm ends with on any way through it, and counts them.
    fn fall_out(&mut self, body: ExprId) -> usize {
        let mut count = 0;
        let mut todo = vec![body];
        while let Some(id) = todo.pop() {
            match &mut self.unit.body.exprs[id.index()].kind {
                kind @ ExprKind::Break(None) => {
                    *kind = ExprKind::Block {
                        items: Box::default(),
                        value: false,
                    };
                    count += 1;
                }
                ExprKind::Block { items, .. } => todo.extend(items.last()),
                ExprKind::If { then, els, .. } => {
                    todo.push(*then);
                    todo.extend(*els);
                }
                ExprKind::Using { body, .. } => todo.push(*body),
                _ => {}
            }
        }
        count
    }

    /// A loop around a match that ends after one turn.
    fn once(&mut self, inner: ExprId, node: Node<'t>) -> ExprId {
        let leave = self.add(ExprKind::Break(None), node);
        let body = self.add(
            ExprKind::Block {
                items: Box::new([inner, leave]),
                value: false,
            },
            node,
        );
        let kind = Loop {
            pattern: None,
            head: None,
            post_test: false,
            body,
            els: None,
        };
        self.add(ExprKind::Loop(Box::new(kind)), node)
    }

    /// The expression, its value lowered already.
    pub(crate) fn switch_expression(&mut self, node: Node<'t>, value: ExprId) -> ExprId {
        let mut arms = Vec::new();
        for kid in self.kids(node) {
            if kid.kind == K::SwitchArm {
                arms.push(self.switch_arm(kid.node));
            }
        }
        self.add(
            ExprKind::Match {
                value,
                arms: arms.into(),
                total: true,
            },
            node,
        )
    }

    fn switch_arm(&mut self, node: Node<'t>) -> Arm {
        let kids = self.kids(node);
        let arrow = kids.iter().position(|kid| kid.kind == K::Token).unwrap_or(kids.len());
        let (head, rest) = kids.split_at(arrow);
        let pattern = head.iter().find(|kid| kid.kind.is_value() && kid.kind != K::WhenClause);
        let pattern = match pattern {
            Some(pattern) => self.pattern(pattern.node),
            None => self.add_pat(PatKind::Gap, span(node)),
        };
        let guard = of_kind(head, K::WhenClause).and_then(|when| self.when(when));
        let body = self.free_expr(rest).unwrap_or_else(|| self.absent(node));
        Arm { pattern, guard, body }
    }

    /// `v is P`, its value lowered already. `swallowed` is what begins with the pattern's last constant and is not of it.
    pub(crate) fn is_pattern(&mut self, node: Node<'t>, value: ExprId, swallowed: Option<Node<'t>>) -> ExprId {
        let kids = self.kids(node);
        let f = self.f();
        let pattern = match (in_field(&kids, f.pattern), in_field(&kids, f.right)) {
            (Some(pattern), _) => self.pattern(pattern),
            (None, Some(ty)) => self.type_test(ty),
            (None, None) => self.add_pat(PatKind::Gap, span(node)),
        };
        let last = swallowed.and_then(|over| self.child(over, f.left)).unwrap_or(node);
        let at = self.over(node, last);
        let at = if swallowed.is_some() {
            Span {
                start: at.start,
                end: span(last).end,
            }
        } else {
            at
        };
        self.add_at(ExprKind::Is { value, pattern }, at)
    }
}
