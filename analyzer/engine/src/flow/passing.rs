//! What the guards of a list let pass: in front of a handler, and of a record that was found.

use crate::flow::call::Given;
use crate::flow::chosen::Handling;
use crate::flow::cx::Cx;
use crate::flow::gates::Gate;
use crate::flow::summary::Summary;
use crate::flow::value::{Fact, Shape, Val};
use crate::program::{FnId, Sym, TypeId};
use partywall_ir::ExprId;
use std::sync::Arc;

/// How deep combined guards are read.
const MAX_DEPTH: usize = 16;

/// How deep guards are read that ask guards in turn.
const MAX_GUARDS: usize = 3;

/// What the guards of a list are asked.
struct Asking<'q> {
    /// By which methods.
    methods: &'q [Sym],
    /// For which handlers.
    handling: &'q Handling,
    /// About which row.
    row: Option<&'q Val>,
}

impl Cx<'_, '_> {
    /// Reads what stands in front of the handler: what it lets pass holds from here on.
    pub(super) fn pass_before(&mut self, before: &[crate::flow::entry::Before]) {
        use crate::flow::entry::Before;
        let at = self.eng.program.decl(self.function).name_span;
        for before in before {
            match before {
                Before::Depended(unit, expr) => {
                    if let Some(function) = crate::flow::entry::depended(self.eng, *unit, *expr) {
                        self.depend(function, at, 0);
                    }
                }
                Before::Passed(gate, methods, handling) => {
                    let asking = Asking {
                        methods,
                        handling,
                        row: None,
                    };
                    self.pass(gate, &asking, 0);
                }
            }
        }
    }

    /// Shows a record to the guards of a handler's own type, for these handlers: what they let pass holds from here on.
    /// False where nothing is known of what they look at.
    pub(super) fn show_record(&mut self, owner: TypeId, handling: &Handling, row: &Val) -> bool {
        let program = self.eng.program;
        let Some((gate, methods)) = crate::flow::gates::own_gate(self.eng, owner, handling) else {
            return false;
        };
        let looks = |ty: TypeId| {
            let mut own = methods.iter().flat_map(|method| program.methods(ty, *method));
            own.any(|method| program.decl(method).body.is_some())
        };
        if gate.types().into_iter().any(looks) {
            let asking = Asking {
                methods: &methods,
                handling,
                row: Some(row),
            };
            self.pass(&gate, &asking, 0);
            return true;
        }
        !gate.has_unseen()
    }

    fn pass(&mut self, gate: &Gate, asking: &Asking<'_>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match gate {
            Gate::All(gates) => {
                for gate in gates {
                    self.pass(gate, asking, depth + 1);
                }
            }
            Gate::Any(gates) => {
                let before = self.st.clone();
                for (at, gate) in gates.iter().enumerate() {
                    let other = std::mem::replace(&mut self.st, before.clone());
                    self.st.loaded |= other.loaded;
                    self.pass(gate, asking, depth + 1);
                    if at > 0 {
                        self.join(other);
                    }
                }
            }
            Gate::Type(ty) => self.pass_type(*ty, asking),
            Gate::Operator => self.st.facts.push(Fact::Operator),
            Gate::Unseen => {}
        }
    }

    /// Asks the methods of one guard.
    fn pass_type(&mut self, ty: TypeId, asking: &Asking<'_>) {
        let program = self.eng.program;
        let Some(place) = program.decl(self.function).body else {
            return;
        };
        for name in asking.methods {
            let own = program.methods(ty, *name);
            let Some(method) = own.into_iter().find(|method| program.decl(*method).body.is_some()) else {
                continue;
            };
            let Some(summary) = self.read_guard(method, ty, asking.handling) else {
                continue;
            };
            let mut given = self.dependency_args(method, place, 0);
            if let (Some(row), Some(last)) = (asking.row, given.last_mut()) {
                *last = Given {
                    val: row.clone(),
                    ..last.clone()
                };
            }
            let receiver = Val {
                ty: program.instance(ty, Vec::new()),
                ..Val::nothing()
            };
            let before = self.accesses.len();
            let answer = self.apply_summary(place, method, &summary, Some(&receiver), &given, &[]);
            self.decided_below(before, program.decl(self.function).name_span);
            for (of, access) in self.accesses.iter().enumerate().skip(before) {
                self.decided |= u128::from(access.operation.reads()) << of;
            }
            if self.st.dead {
                self.st.dead = false;
                continue;
            }
            let truth = self.truth(&answer);
            self.note_function(method, truth.yes.clone());
            self.st.facts.extend(truth.yes);
        }
    }

    /// What a guard's method does when it is asked for these handlers.
    fn read_guard(&self, method: FnId, ty: TypeId, handling: &Handling) -> Option<Summary> {
        if self.guards_deep >= MAX_GUARDS {
            return None;
        }
        let mut cx = Cx::new(self.eng, method);
        cx.owner = Some(ty);
        cx.guards_deep = self.guards_deep + 1;
        cx.handling = Some(Arc::new(handling.clone()));
        cx.enter(None);
        cx.read_body(self.eng.program.decl(method).body?);
        Some(crate::flow::summarise::summarise(cx))
    }

    /// Whether a condition holds for the handlers that a guard is asked for, where it asks for nothing but which handler it is.
    pub(super) fn told_of_handler(&self, cond: ExprId) -> Option<bool> {
        let handling = self.handling.as_ref()?;
        let mut rows = self.eng.index.guard_lists.iter();
        rows.find_map(|(_, row)| handling.told(self.unit, row, cond))
    }

    /// Rows after the methods of a type that they go through, where the type writes them.
    pub(super) fn through(&mut self, methods: &[String], owner: TypeId, mut rows: Val) -> Val {
        let program = self.eng.program;
        let Some(place) = program.decl(self.function).body else {
            return rows;
        };
        for name in methods.iter().filter_map(|name| program.find(name)) {
            let own = program.methods(owner, name);
            let Some(method) = own.into_iter().find(|method| program.decl(*method).body.is_some()) else {
                rows = self.narrowed_by_list(program.text(name), owner, rows);
                continue;
            };
            let receiver = Val {
                ty: program.instance(owner, Vec::new()),
                ..self.this()
            };
            let given = Given {
                name: None,
                spread: false,
                expr: place,
                val: rows.clone(),
            };
            let bound = Val::shaped(Shape::Func(method, Some(Arc::new(receiver))));
            let narrowed = self.call_value(place, &bound, &[given]);
            if matches!(narrowed.shape, Shape::Query(_)) {
                rows = narrowed;
            }
        }
        rows
    }
}
