//! Query syntax as the method calls that it stands for.
//!
//! Range variables that are in scope together travel as a tuple, which the next lambda takes apart. A call reaches from the
//! start of the query to the end of its clause; the lambdas have the clause's own span.

use partywall_ir::{Arg, CollectionKind, ExprId, ExprKind, Lambda, Name, Param, ParamKind, PatKind, Span};
use tree_sitter::Node;

use crate::kinds::K;
use crate::lower::{Kid, Lower, free_value, in_field, of_kind, span};

/// The tuple of range variables is repeated in every later clause: without a bound, many clauses are quadratic.
const MAX_VARIABLES: usize = 32;

/// A query under way.
struct Pipe {
    start: Span,
    source: ExprId,
    variables: Vec<(Name, Span)>,
}

impl<'t> Lower<'t> {
    /// A query.
    pub(crate) fn query(&mut self, node: Node<'t>) -> ExprId {
        let kids = self.kids(node);
        let Some(first) = kids.first().filter(|kid| kid.kind == K::FromClause) else {
            return self.absent(node);
        };
        let (name, at, source) = self.source_of(first.node);
        let mut pipe = Pipe {
            start: span(node),
            source,
            variables: vec![(name, at)],
        };
        let mut rest = kids[1..].iter().peekable();
        while let Some(kid) = rest.next() {
            let node = kid.node;
            match kid.kind {
                K::FromClause | K::JoinClause => {
                    let last = rest.next_if(|next| next.kind == K::SelectClause);
                    let result = last.and_then(|last| {
                        let parts = self.kids(last.node);
                        free_value(&parts)
                    });
                    let end = last.map_or(node, |last| last.node);
                    self.second(&mut pipe, *kid, result, end);
                }
                K::WhereClause => {
                    let parts = self.kids(node);
                    self.step(&mut pipe, "Where", &parts, node);
                }
                K::LetClause => self.let_(&mut pipe, node),
                K::OrderByClause => self.order(&mut pipe, node),
                K::SelectClause => self.select(&mut pipe, node),
                K::GroupClause => self.group(&mut pipe, node),
                K::Identifier => {
                    let name = self.ident(node);
                    pipe.variables = vec![(name, span(node))];
                }
                K::Token | K::Error => {}
                _ => self.lost(node.kind(), node),
            }
        }
        pipe.source
    }

    /// The variable and the source of a `from`; with a type, the source is cast to it.
    fn source_of(&mut self, node: Node<'t>) -> (Name, Span, ExprId) {
        let kids = self.kids(node);
        let f = self.f();
        let name_node = in_field(&kids, f.name);
        let name = self.ident_of(name_node);
        let source = self.free_expr(&kids).unwrap_or_else(|| self.absent(node));
        let source = self.cast_items(source, in_field(&kids, f.type_), node);
        (name, name_node.map_or(span(node), span), source)
    }

    fn cast_items(&mut self, source: ExprId, ty: Option<Node<'t>>, node: Node<'t>) -> ExprId {
        let Some(ty) = ty else { return source };
        let args = Box::new([self.ty(ty)]);
        let at = self.unit.body[source].span.to(span(node));
        let name = self.intern("Cast");
        let base = self.add_at(ExprKind::Member { base: source, name }, at);
        let callee = self.add_at(ExprKind::Generic { base, args }, at);
        self.add_at(
            ExprKind::Call {
                callee,
                args: Box::default(),
            },
            at,
        )
    }

    /// Calls a method on what the query has so far.
    fn call(&mut self, pipe: &mut Pipe, method: &str, args: Vec<ExprId>, node: Node<'t>) {
        let at = Span {
            start: pipe.start.start,
            end: span(node).end,
        };
        let name = self.intern(method);
        let callee = self.add_at(
            ExprKind::Member {
                base: pipe.source,
                name,
            },
            at,
        );
        let args = args.into_iter().map(Arg::positional).collect();
        pipe.source = self.add_at(ExprKind::Call { callee, args }, at);
    }

    /// The parameter that stands for the range variables, in a clause at this place.
    fn range(&mut self, variables: &[(Name, Span)], clause: Span) -> Param {
        let plain = |name, span| Param {
            name,
            pattern: None,
            ty: None,
            default: None,
            attributes: Vec::new(),
            kind: ParamKind::Plain,
            span,
        };
        if let [(name, at)] = variables {
            return plain(*name, *at);
        }
        let mut items = Vec::new();
        for (name, _) in variables {
            items.push(self.add_pat(
                PatKind::Bind {
                    name: *name,
                    inner: None,
                },
                clause,
            ));
        }
        let pattern = self.add_pat(PatKind::Tuple(items.into()), clause);
        let mut param = plain(self.intern(""), clause);
        param.pattern = Some(pattern);
        param
    }

    fn lambda(&mut self, params: Vec<Param>, body: ExprId, node: Node<'t>) -> ExprId {
        let lambda = Lambda {
            params,
            body,
            ret: None,
            attributes: Vec::new(),
            is_async: false,
        };
        self.add(ExprKind::Lambda(Box::new(lambda)), node)
    }

    /// A lambda over the range variables.
    fn over_range(&mut self, pipe: &Pipe, body: ExprId, node: Node<'t>) -> ExprId {
        let params = vec![self.range(&pipe.variables, span(node))];
        self.lambda(params, body, node)
    }

    /// A method that takes one lambda, whose body is the clause's expression.
    fn step(&mut self, pipe: &mut Pipe, method: &str, parts: &[Kid<'t>], node: Node<'t>) {
        let body = self.free_expr(parts).unwrap_or_else(|| self.absent(node));
        let lambda = self.over_range(pipe, body, node);
        self.call(pipe, method, vec![lambda], node);
    }

    /// Brings one more variable into scope; all of them as a tuple.
    fn widen(&mut self, pipe: &mut Pipe, name: Name, at: Span, node: Node<'t>) -> ExprId {
        if pipe.variables.len() >= MAX_VARIABLES {
            self.lost("too_deep", node);
        } else {
            pipe.variables.push((name, at));
        }
        let mut items = Vec::new();
        for (name, _) in &pipe.variables {
            items.push(self.unit.body.expr(ExprKind::Name(*name), span(node)));
        }
        self.add(
            ExprKind::Collection {
                kind: CollectionKind::Tuple,
                items: items.into(),
            },
            node,
        )
    }

    /// A `from` or `join` after the first: `result` is the query's last expression, where that follows at once.
    fn second(&mut self, pipe: &mut Pipe, kid: Kid<'t>, result: Option<Node<'t>>, end: Node<'t>) {
        let node = kid.node;
        let (method, mut args, name, at) = match kid.kind {
            K::FromClause => {
                let (name, at, source) = self.source_of(node);
                let source = self.over_range(pipe, source, node);
                ("SelectMany", vec![source], name, at)
            }
            _ => self.join(pipe, node),
        };
        let range = self.range(&pipe.variables, span(end));
        let body = match result {
            Some(result) => self.expr(result),
            None => self.widen(pipe, name, at, node),
        };
        let second = self.range(&[(name, at)], at);
        let lambda = self.lambda(vec![range, second], body, end);
        args.push(lambda);
        self.call(pipe, method, args, end);
    }

    fn join(&mut self, pipe: &mut Pipe, node: Node<'t>) -> (&'static str, Vec<ExprId>, Name, Span) {
        let kids = self.kids(node);
        let ty = in_field(&kids, self.f().type_);
        let mut parts = kids
            .iter()
            .filter(|kid| kid.field == 0 && kid.kind.is_value() && kid.kind != K::JoinInto);
        let name_node = parts.next().map_or(node, |kid| kid.node);
        let name = self.ident(name_node);
        let mut values = Vec::new();
        for part in parts {
            values.push(self.expr(part.node));
        }
        values.resize_with(3, || self.absent(node));
        let inner = self.cast_items(values[0], ty, node);
        let outer_key = self.over_range(pipe, values[1], node);
        let second = self.range(&[(name, span(name_node))], span(name_node));
        let inner_key = self.lambda(vec![second], values[2], node);
        let args = vec![inner, outer_key, inner_key];
        if let Some(into) = of_kind(&kids, K::JoinInto) {
            let parts = self.kids(into);
            let group = free_value(&parts).unwrap_or(into);
            return ("GroupJoin", args, self.ident(group), span(group));
        }
        ("Join", args, name, span(name_node))
    }

    fn let_(&mut self, pipe: &mut Pipe, node: Node<'t>) {
        let kids = self.kids(node);
        let Some(name_node) = of_kind(&kids, K::Identifier) else {
            return;
        };
        let name = self.ident(name_node);
        let value = self.initial(&kids).unwrap_or_else(|| self.absent(node));
        let range = self.range(&pipe.variables, span(node));
        let mut items = Vec::new();
        for (name, _) in &pipe.variables {
            items.push(self.unit.body.expr(ExprKind::Name(*name), span(node)));
        }
        items.push(value);
        let tuple = self.add(
            ExprKind::Collection {
                kind: CollectionKind::Tuple,
                items: items.into(),
            },
            node,
        );
        let lambda = self.lambda(vec![range], tuple, node);
        self.call(pipe, "Select", vec![lambda], node);
        if pipe.variables.len() >= MAX_VARIABLES {
            self.lost("too_deep", node);
        } else {
            pipe.variables.push((name, span(name_node)));
        }
    }

    fn order(&mut self, pipe: &mut Pipe, node: Node<'t>) {
        let kids = self.kids(node);
        let mut first = true;
        let mut rest = kids.iter().peekable();
        while let Some(kid) = rest.next() {
            if !kid.kind.is_value() {
                continue;
            }
            let down = rest
                .peek()
                .is_some_and(|next| next.kind == K::Token && self.text(next.node) == "descending");
            let method = match (first, down) {
                (true, false) => "OrderBy",
                (true, true) => "OrderByDescending",
                (false, false) => "ThenBy",
                (false, true) => "ThenByDescending",
            };
            first = false;
            self.step(pipe, method, &[*kid], kid.node);
        }
    }

    /// A lone variable selected as it is adds nothing.
    fn select(&mut self, pipe: &mut Pipe, node: Node<'t>) {
        let kids = self.kids(node);
        if let (Some(value), [(name, _)]) = (free_value(&kids), &*pipe.variables)
            && self.kind(value) == K::Identifier
            && self.unit.text(*name) == self.simple(value)
        {
            return;
        }
        self.step(pipe, "Select", &kids, node);
    }

    fn group(&mut self, pipe: &mut Pipe, node: Node<'t>) {
        let kids = self.kids(node);
        let mut parts = kids.iter().filter(|kid| kid.kind.is_value());
        let element = parts.next().map(|kid| self.expr(kid.node));
        let key = parts.next().map(|kid| self.expr(kid.node));
        let (Some(element), Some(key)) = (element, key) else {
            return self.lost("error", node);
        };
        let key = self.over_range(pipe, key, node);
        let element = self.over_range(pipe, element, node);
        self.call(pipe, "GroupBy", vec![key, element], node);
    }
}
