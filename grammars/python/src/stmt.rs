//! Statements. Those that say nothing a unit keeps as one (`pass`, docstrings, `global`, imports) yield no expression.

use partywall_ir::{Arg, ExprId, ExprKind, TypeDecl, TypeKind, UnaryOp};

use crate::kind::{Kind, Role};
use crate::lower::{Lower, Place};
use crate::tree::At;

impl Lower<'_> {
    /// The statements that are a node's children.
    pub(crate) fn statements(&mut self, at: At) -> Vec<ExprId> {
        let tree = self.tree;
        tree.children(at).filter_map(|child| self.statement(child)).collect()
    }

    /// A block; an empty one when there is none.
    pub(crate) fn block(&mut self, block: Option<At>, around: At) -> ExprId {
        let items = block.map(|block| self.statements(block)).unwrap_or_default();
        self.add_at(
            ExprKind::Block {
                items: items.into(),
                value: false,
            },
            block.unwrap_or(around),
        )
    }

    /// One statement; anything that is none is taken for an expression.
    pub(crate) fn statement(&mut self, at: At) -> Option<ExprId> {
        if !self.descend() {
            return Some(self.too_deep(at));
        }
        let lowered = self.statement_inside(at);
        self.ascend();
        lowered
    }

    fn statement_inside(&mut self, at: At) -> Option<ExprId> {
        match self.tree.kind(at) {
            Kind::ExpressionStatement => self.expression_statement(at),
            Kind::Assignment => self.assignment(at),
            Kind::AugmentedAssignment => Some(self.augmented(at)),
            Kind::Return => {
                let value = self.tree.first(at).map(|value| self.expr(value));
                Some(self.add_at(ExprKind::Return(value), at))
            }
            Kind::If => Some(self.if_statement(at)),
            Kind::For => Some(self.for_statement(at)),
            Kind::While => Some(self.while_statement(at)),
            Kind::Try => Some(self.try_statement(at)),
            Kind::With => Some(self.with_statement(at)),
            Kind::Match => Some(self.match_statement(at)),
            Kind::FunctionDefinition | Kind::ClassDefinition | Kind::Decorated => self.definition(at),
            Kind::Raise => Some(self.raise(at)),
            Kind::Assert => Some(self.assert(at)),
            Kind::Break => Some(self.add_at(ExprKind::Break(None), at)),
            Kind::Continue => Some(self.add_at(ExprKind::Continue, at)),
            Kind::Delete => Some(self.delete(at)),
            Kind::Print => Some(self.old_print(at)),
            Kind::Exec => Some(self.old_exec(at)),
            Kind::Block => Some(self.block(Some(at), at)),
            Kind::Import | Kind::ImportFrom | Kind::FutureImport => {
                self.import(at);
                None
            }
            Kind::TypeAlias => self.type_alias(at),
            Kind::Global => {
                self.shared_names(at);
                None
            }
            Kind::Pass | Kind::Nonlocal => None,
            _ => Some(self.expr(at)),
        }
    }

    /// Notes the names that a function shares with its module: `global a, b`.
    fn shared_names(&mut self, at: At) {
        let (tree, Some(function)) = (self.tree, self.scope.function) else {
            return;
        };
        if self.scope.place != Place::Function {
            return;
        }
        let idents = tree.children(at).filter(|child| tree.kind(*child) == Kind::Identifier);
        let names: Vec<_> = idents.map(|child| self.name(child)).collect();
        let shared = &mut self.unit.functions[function.index()].globals;
        let mut all = std::mem::take(shared).into_vec();
        all.extend(names);
        *shared = all.into();
    }

    fn expression_statement(&mut self, at: At) -> Option<ExprId> {
        let tree = self.tree;
        let mut children = tree.children(at);
        let first = children.next()?;
        if children.next().is_some() {
            return self.one_of(tree.children(at), at);
        }
        match tree.kind(first) {
            Kind::Assignment | Kind::AugmentedAssignment => self.statement(first),
            Kind::Ellipsis => None,
            Kind::String | Kind::Concatenated if self.is_plain_string(first) => None,
            _ => Some(self.expr(first)),
        }
    }

    /// A function or a class, with its decorators. Only inside a function does it leave anything at its place.
    fn definition(&mut self, at: At) -> Option<ExprId> {
        let tree = self.tree;
        let (mut decorators, mut inner) = (Vec::new(), Some(at));
        if tree.kind(at) == Kind::Decorated {
            decorators = tree
                .children(at)
                .filter(|child| tree.kind(*child) == Kind::Decorator)
                .collect();
            inner = tree.child(at, Role::Definition);
        }
        let span = tree.span(at);
        let inner = inner.filter(|inner| *inner == at || tree.kind(*inner) != Kind::Decorated)?;
        let declared = match tree.kind(inner) {
            Kind::FunctionDefinition => Some(self.function(inner, &decorators, span)),
            Kind::ClassDefinition => self.class(inner, &decorators, span),
            _ => return Some(self.gap(at)),
        };
        let declared = declared.filter(|_| self.scope.place == Place::Function)?;
        Some(self.add(ExprKind::LocalFn(declared), span))
    }

    fn raise(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let error = tree.children(at).find(|child| tree.node(*child).role != Role::Cause);
        let error = error.map(|error| self.expr(error));
        self.add_at(ExprKind::Raise(error), at)
    }

    /// `assert c, m` is `if not c: raise m`.
    fn assert(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut children = tree.children(at);
        let Some(cond) = children.next() else {
            return self.gap(at);
        };
        let span = tree.span(cond);
        let operand = self.expr(cond);
        let cond = self.add(
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            },
            span,
        );
        let message = children.next().map(|message| self.expr(message));
        let then = self.add_at(ExprKind::Raise(message), at);
        self.add_at(ExprKind::If { cond, then, els: None }, at)
    }

    /// `del a, b` only names what it takes away.
    fn delete(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let mut items = Vec::new();
        for child in tree.children(at) {
            if tree.kind(child) == Kind::ExpressionList {
                items.extend(tree.children(child).map(|item| self.expr(item)));
            } else {
                items.push(self.expr(child));
            }
        }
        self.add_at(
            ExprKind::Block {
                items: items.into(),
                value: false,
            },
            at,
        )
    }

    fn old_print(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let args: Vec<At> = tree.each(at, Role::Argument).collect();
        self.old_call("print", args, at)
    }

    fn old_exec(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let args: Vec<At> = tree.children(at).collect();
        self.old_call("exec", args, at)
    }

    fn old_call(&mut self, word: &str, args: Vec<At>, at: At) -> ExprId {
        let args: Vec<Arg> = args.into_iter().map(|arg| Arg::positional(self.expr(arg))).collect();
        let name = self.intern(word);
        let callee = self.add_at(ExprKind::Name(name), at);
        self.add_at(
            ExprKind::Call {
                callee,
                args: args.into(),
            },
            at,
        )
    }

    fn type_alias(&mut self, at: At) -> Option<ExprId> {
        let tree = self.tree;
        let (Some(left), Some(right)) = (tree.child(at, Role::Left), tree.child(at, Role::Right)) else {
            return Some(self.gap(at));
        };
        if !tree
            .first(left)
            .is_some_and(|head| matches!(tree.kind(head), Kind::Identifier | Kind::GenericType))
        {
            // The grammar takes `type(x).y = z` for an alias of `(x).y`.
            let value = self.expr(right);
            let target = self.expr(left);
            return Some(self.add_at(
                ExprKind::Assign {
                    target,
                    op: None,
                    value,
                },
                at,
            ));
        }
        let head = self.annotation(left)?;
        let meant = self.annotation(right)?;
        let attributes = self.annotated(&meant, right);
        self.alias(head.ty.name, meant.ty, attributes, at, left);
        None
    }

    /// Declares another name for a type.
    pub(crate) fn alias(
        &mut self,
        name: partywall_ir::Name,
        meant: partywall_ir::TypeRef,
        attributes: Vec<partywall_ir::Attribute>,
        at: At,
        name_at: At,
    ) {
        let (owner, path) = self.type_path(name);
        let (span, name_span) = (self.tree.span(at), self.tree.span(name_at));
        self.unit.types.push(TypeDecl {
            name,
            path,
            kind: TypeKind::Alias,
            owner,
            type_params: Vec::new(),
            bases: vec![meant],
            attributes,
            fields: Vec::new(),
            span,
            name_span,
        });
    }
}
