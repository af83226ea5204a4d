//! Expressions that do not grow on the left.

use partywall_ir::{CollectionKind, ExprId, ExprKind, Lambda, Lit, Param, ParamKind, UnaryOp};
use tree_sitter::Node;

use crate::attributes::Target;
use crate::chain::operator;
use crate::kinds::K;
use crate::lower::{Lower, free_value, in_field, span};

impl<'t> Lower<'t> {
    /// An expression that begins with itself.
    pub(crate) fn leaf(&mut self, node: Node<'t>, kind: K) -> ExprId {
        match kind {
            K::Identifier | K::PredefinedType | K::Discard | K::ImplicitParameter => self.identifier(node),
            K::GenericName => self.generic(node),
            K::AliasQualifiedName => self.alias_qualified(node),
            K::This => self.add(ExprKind::This, node),
            K::Base => self.add(ExprKind::Base, node),
            K::Null | K::Default => self.add(ExprKind::Lit(Lit::Null), node),
            K::Boolean => self.add(ExprKind::Lit(Lit::Bool(self.text(node) == "true")), node),
            K::Integer | K::Real | K::Sizeof => self.number(node),
            K::String | K::VerbatimString | K::RawString | K::Character => self.string(node, kind),
            K::Interpolated => self.interpolated(node),
            K::Invocation => self.special_call(node),
            K::Await => self.unary(node, UnaryOp::Await),
            K::Prefix => self.prefix(node),
            K::Ref => self.unary(node, UnaryOp::Ref),
            K::SpreadElement => self.unary(node, UnaryOp::Spread),
            K::Assignment => self.assignment(node),
            K::Conditional => self.conditional(node),
            K::Cast => self.cast(node),
            K::Lambda | K::AnonymousMethod => self.lambda_expression(node),
            K::Query => self.query(node),
            K::Throw | K::ThrowExpression => self.throw(node),
            K::Typeof => self.typeof_(node),
            K::Checked | K::CollectionElement | K::ExpressionElement => self.inner(node),
            K::Range => self.range_expression(node),
            K::Tuple => self.tuple(node),
            K::DeclarationExpression => self.declare(node),
            K::PreprocIf => self.conditional_section(node),
            _ => self.creation(node, kind),
        }
    }

    fn identifier(&mut self, node: Node<'t>) -> ExprId {
        if node.start_byte() == node.end_byte() {
            return self.absent(node);
        }
        let name = self.ident(node);
        self.add(ExprKind::Name(name), node)
    }

    /// `nameof(x)` and `v is var (a, b)`.
    fn special_call(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        match (self.child(node, f.function), self.child(node, f.arguments)) {
            (Some(test), Some(list)) if self.kind(test) == K::Is => {
                let value = self.field_expr(test, f.left);
                let pattern = self.binding(list);
                self.add(ExprKind::Is { value, pattern }, node)
            }
            _ => self.nameof(node),
        }
    }

    fn generic(&mut self, node: Node<'t>) -> ExprId {
        let name = self.intern(self.simple(node));
        let at = span(node.child(0).unwrap_or(node));
        let args = self.type_args(node).into();
        let base = self.name_expr(name, at);
        self.add(ExprKind::Generic { base, args }, node)
    }

    fn alias_qualified(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        let (alias, name) = (self.child(node, f.alias), self.child(node, f.name));
        let Some(name) = name else { return self.absent(node) };
        match alias.filter(|alias| self.text(*alias) != "global") {
            None => self.expr(name),
            Some(alias) => {
                let base = self.identifier(alias);
                self.member_of(base, name, node)
            }
        }
    }

    /// The only expression inside; a gap when there is none.
    pub(crate) fn inner(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        match kids.iter().find(|kid| kid.kind.is_value()) {
            Some(kid) => self.expr(kid.node),
            None => self.absent(node),
        }
    }

    fn unary(&mut self, node: Node<'t>, op: UnaryOp) -> ExprId {
        let operand = self.inner(node);
        self.add(ExprKind::Unary { op, operand }, node)
    }

    fn prefix(&mut self, node: Node<'t>) -> ExprId {
        let op = match self.src.as_bytes().get(node.start_byte()) {
            Some(b'!') => UnaryOp::Not,
            Some(b'~') => UnaryOp::Invert,
            Some(b'&') => UnaryOp::Ref,
            Some(b'*') => UnaryOp::Deref,
            _ => UnaryOp::Arith,
        };
        self.unary(node, op)
    }

    fn assignment(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let f = self.f();
        let word = in_field(&kids, f.operator).map_or("=", |operator| self.text(operator));
        let left = in_field(&kids, f.left);
        if let Some(left) = left
            && word == "="
            && self.declares_all(left)
        {
            let value = self.kid_expr(node, &kids, f.right);
            let pattern = self.binding(left);
            return self.add(
                ExprKind::Let {
                    pattern,
                    ty: None,
                    value: Some(value),
                    els: None,
                },
                node,
            );
        }
        let target = self.kid_expr(node, &kids, f.left);
        let value = self.kid_expr(node, &kids, f.right);
        let op = (word != "=").then(|| operator(word.trim_end_matches('=')));
        self.add(ExprKind::Assign { target, op, value }, node)
    }

    /// Whether a tuple only declares: `(var a, int b) = pair`.
    fn declares_all(&mut self, node: Node<'t>) -> bool {
        if self.kind(node) != K::Tuple {
            return false;
        }
        let kids = self.kids(node);
        kids.iter().filter(|kid| kid.kind == K::Argument).all(|kid| {
            let parts = self.kids(kid.node);
            free_value(&parts).is_some_and(|inner| self.kind(inner) == K::DeclarationExpression)
        })
    }

    fn conditional(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let f = self.f();
        let cond = self.kid_expr(node, &kids, f.condition);
        let then = self.kid_expr(node, &kids, f.consequence);
        let els = Some(self.kid_expr(node, &kids, f.alternative));
        self.add(ExprKind::If { cond, then, els }, node)
    }

    fn cast(&mut self, node: Node<'t>) -> ExprId {
        let f = self.f();
        if let Some(id) = self.bracketed_operand(node) {
            return id;
        }
        let value = self.field_expr(node, f.value);
        match self.child(node, f.type_) {
            Some(ty) => {
                let ty = Box::new(self.ty(ty));
                self.add(ExprKind::Cast { value, ty }, node)
            }
            None => value,
        }
    }

    /// A lambda or an anonymous method.
    fn lambda_expression(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let f = self.f();
        let attributes = self.attributes(&kids, Target::Any);
        let is_async = self.modifiers(&kids).has(partywall_ir::Flags::ASYNC);
        let ret = self.declared(in_field(&kids, f.type_));
        let params = match in_field(&kids, f.parameters) {
            Some(list) if self.kind(list) == K::ParameterList => self.params(list, Target::Any),
            Some(name) => {
                let text = self.ident(name);
                vec![Param {
                    name: text,
                    pattern: None,
                    ty: None,
                    default: None,
                    attributes: Vec::new(),
                    kind: ParamKind::Plain,
                    span: span(name),
                }]
            }
            None => Vec::new(),
        };
        let body =
            in_field(&kids, f.body).or_else(|| kids.last().filter(|kid| kid.kind == K::Block).map(|kid| kid.node));
        let body = self.unbroken(|this| match body {
            Some(body) if this.kind(body) == K::Block => this.body_of(body),
            Some(body) => this.expr(body),
            None => this.absent(node),
        });
        self.add(
            ExprKind::Lambda(Box::new(Lambda {
                params,
                body,
                ret,
                attributes,
                is_async,
            })),
            node,
        )
    }

    fn throw(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let value = self.free_expr(&kids);
        self.add(ExprKind::Raise(value), node)
    }

    fn typeof_(&mut self, node: Node<'t>) -> ExprId {
        match self.child(node, self.f().type_) {
            Some(ty) => {
                let at = span(ty);
                let ty = self.ty(ty);
                self.type_expr(ty, at)
            }
            None => self.absent(node),
        }
    }

    /// `a..b` outside of an index. A bound that is not written is null.
    fn range_expression(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let dots = kids.iter().position(|kid| kid.kind == K::Token).unwrap_or(0);
        let (left, right) = kids.split_at(dots);
        let left = self
            .free_expr(left)
            .unwrap_or_else(|| self.add(ExprKind::Lit(Lit::Null), node));
        let right = self
            .free_expr(right)
            .unwrap_or_else(|| self.add(ExprKind::Lit(Lit::Null), node));
        self.add(
            ExprKind::Binary {
                op: partywall_ir::BinaryOp::Other,
                left,
                right,
            },
            node,
        )
    }

    fn tuple(&mut self, node: Node<'t>) -> ExprId {
        let args = self.args(node);
        let items = args.iter().map(|arg| arg.value).collect();
        self.add(
            ExprKind::Collection {
                kind: CollectionKind::Tuple,
                items,
            },
            node,
        )
    }

    /// `var x` inside an expression: a local without a value of its own.
    fn declare(&mut self, node: Node<'t>) -> ExprId {
        let ty = self.declared(self.child(node, self.f().type_));
        let pattern = self.binding(node);
        self.add(
            ExprKind::Let {
                pattern,
                ty: ty.map(Box::new),
                value: None,
                els: None,
            },
            node,
        )
    }

    /// `#if` around a part of an expression: any of its branches.
    fn conditional_section(&mut self, node: Node<'t>) -> ExprId {
        let mut branches = Vec::new();
        for kid in self.spliced(node) {
            if kid.kind.is_value() && kid.field != self.f().condition {
                branches.push(self.expr(kid.node));
            }
        }
        let Some(last) = branches.pop() else {
            return self.absent(node);
        };
        let condition = self.child(node, self.f().condition).unwrap_or(node);
        let condition = self.text(condition);
        branches.into_iter().rev().fold(last, |els, then| {
            let name = self.intern(condition);
            let cond = self.add(ExprKind::Name(name), node);
            self.add(
                ExprKind::If {
                    cond,
                    then,
                    els: Some(els),
                },
                node,
            )
        })
    }
}
