//! Functions of every sort: their parameters, their bodies, and their place among the unit's functions.

use partywall_ir::{ExprId, ExprKind, Flags, FnIx, FnKind, Function, Name, Param, ParamKind, Span, TypeIx};
use tree_sitter::Node;

use crate::attributes::Target;
use crate::kinds::K;
use crate::lower::{Kid, Lower, in_field, of_kind, span};

impl<'t> Lower<'t> {
    /// Takes the next place among the functions, so that those declared inside come after.
    pub(crate) fn open(&mut self, kind: FnKind, name: Name, owner: Option<TypeIx>, at: Span, name_at: Span) -> FnIx {
        let index = FnIx(u32::try_from(self.unit.functions.len()).unwrap_or(u32::MAX));
        self.unit.functions.push(Function {
            name,
            kind,
            owner,
            parent: self.functions.last().copied(),
            type_params: Vec::new(),
            params: Vec::new(),
            ret: None,
            attributes: Vec::new(),
            globals: Box::default(),
            body: None,
            flags: Flags::default(),
            span: at,
            name_span: name_at,
        });
        index
    }

    /// The function at a place taken before.
    pub(crate) fn function(&mut self, index: FnIx) -> &mut Function {
        &mut self.unit.functions[index.index()]
    }

    /// Fills a function from the children of its declaration.
    pub(crate) fn fill(&mut self, index: FnIx, kids: &[Kid<'t>], flags: Flags) {
        let attributes = self.attributes(kids, Target::Any);
        let type_params = self.type_params(kids);
        let params = in_field(kids, self.f().parameters)
            .map(|list| self.params(list, Target::Any))
            .unwrap_or_default();
        let ret = in_field(kids, self.f().returns).or(in_field(kids, self.f().type_));
        let ret = self.declared(ret);
        let front = of_kind(kids, K::ConstructorInitializer);
        let body = self.within(index, |this| {
            let front = front.map(|node| this.initializer_call(node));
            this.function_body(kids, front)
        });
        let function = self.function(index);
        function.flags = function.flags.with(flags);
        function.attributes = attributes;
        function.type_params = type_params;
        function.params = params;
        function.ret = ret;
        function.body = body;
    }

    /// `: base(..)` or `: this(..)` as a call of the base or of the receiver.
    fn initializer_call(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let other = kids.iter().find(|kid| matches!(kid.kind, K::This | K::Base));
        let (kind, at) = match other {
            Some(kid) if kid.kind == K::This => (ExprKind::This, span(kid.node)),
            Some(kid) => (ExprKind::Base, span(kid.node)),
            None => (ExprKind::Base, span(node)),
        };
        let callee = self.add_at(kind, at);
        let args = of_kind(&kids, K::ArgumentList)
            .map(|list| self.args(list))
            .unwrap_or_default();
        self.add(ExprKind::Call { callee, args }, node)
    }

    /// The body among the children of a declaration: a block, or the value after `=>`.
    pub(crate) fn function_body(&mut self, kids: &[Kid<'t>], front: Option<ExprId>) -> Option<ExprId> {
        let body = in_field(kids, self.f().body).or(in_field(kids, self.f().value));
        let Some(node) = body else {
            return front.map(|call| {
                let at = self.unit.body[call].span;
                self.add_at(
                    ExprKind::Block {
                        items: Box::new([call]),
                        value: false,
                    },
                    at,
                )
            });
        };
        let from = front.map(|call| self.unit.body[call].span);
        let body = match (self.kind(node), front) {
            (K::ArrowClause, None) => self.arrow(node),
            (K::ArrowClause, Some(front)) => {
                let value = self.arrow(node);
                self.add(
                    ExprKind::Block {
                        items: Box::new([front, value]),
                        value: false,
                    },
                    node,
                )
            }
            (_, front) => self.block_after(node, front.into_iter().collect()),
        };
        if let Some(from) = from {
            let block = &mut self.unit.body.exprs[body.index()];
            block.span = block.span.to(from);
        }
        Some(body)
    }

    fn arrow(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        self.free_expr(&kids).unwrap_or_else(|| self.absent(node))
    }

    /// A parameter list in any sort of brackets, with the attributes that are for `target`.
    pub(crate) fn params(&mut self, list: Node<'t>, target: Target) -> Vec<Param> {
        let kids = self.kids(list);
        let mut params = Vec::new();
        let mut at = 0;
        while let Some(kid) = kids.get(at) {
            at += 1;
            match kid.kind {
                K::Parameter => params.push(self.param(kid.node, target)),
                K::Token if self.text(kid.node) == "params" => params.extend(self.rest_param(kid.node, &kids[at..])),
                _ => {}
            }
        }
        params
    }

    fn param(&mut self, node: Node<'t>, target: Target) -> Param {
        let kids = self.kids(node);
        let f = self.f();
        let attributes = self.attributes(&kids, target);
        let extension = kids
            .iter()
            .any(|kid| kid.kind == K::Modifier && self.text(kid.node) == "this");
        let ty = self.declared(in_field(&kids, f.type_));
        let name = self.ident_of(in_field(&kids, f.name));
        let default = kids
            .iter()
            .rposition(|kid| kid.kind == K::Token && self.text(kid.node) == "=");
        let default = default.and_then(|at| self.free_expr(&kids[at..]));
        let kind = if extension {
            ParamKind::Extension
        } else {
            ParamKind::Plain
        };
        Param {
            name,
            pattern: None,
            ty,
            default,
            attributes,
            kind,
            span: span(node),
        }
    }

    /// `params T[] name`: its parts stand in the list itself, after the word.
    fn rest_param(&mut self, word: Node<'t>, kids: &[Kid<'t>]) -> Option<Param> {
        let f = self.f();
        let end = kids.iter().position(|kid| kid.field == f.name)?;
        let ty = self.declared(in_field(&kids[..end], f.type_));
        let name = self.ident(kids[end].node);
        let at = self.over(word, kids[end].node);
        Some(Param {
            name,
            pattern: None,
            ty,
            default: None,
            attributes: Vec::new(),
            kind: ParamKind::Rest,
            span: at,
        })
    }

    /// A local function: the expression that stands where it is declared.
    pub(crate) fn local_function(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let index = self.callable(node, &kids, None, FnKind::Plain);
        self.add(ExprKind::LocalFn(index), node)
    }

    /// A function that has its name in the field for it.
    pub(crate) fn callable(&mut self, node: Node<'t>, kids: &[Kid<'t>], owner: Option<TypeIx>, kind: FnKind) -> FnIx {
        let name_node = in_field(kids, self.f().name);
        let name = self.ident_of(name_node);
        let name_at = name_node.map_or(Span::default(), span);
        let index = self.open(kind, name, owner, span(node), name_at);
        let flags = self.modifiers(kids);
        self.fill(index, kids, flags);
        index
    }

    /// The function of the file's own statements, made when the first of them is met.
    pub(crate) fn module_function(&mut self) -> FnIx {
        if let Some(index) = self.module {
            return index;
        }
        let name = self.intern("");
        let at = Span::new(0, self.src.len());
        let index = self.open(FnKind::Module, name, None, at, Span::default());
        self.module = Some(index);
        index
    }
}
