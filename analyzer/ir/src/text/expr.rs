//! Nodes to expressions, patterns and types.

use crate::text::TextError;
use crate::text::sexp::{Kind, MAX_DEPTH, Sexp};
use crate::text::words::{BINARY, COLLECTIONS, PARAMS, UNARY, is_bare, value_of};
use crate::{
    Arg, Arm, Attribute, Body, Clause, ExprId, ExprKind, FnIx, Handler, Lambda, Lit, Loop, Name, NameTable, New, Param,
    ParamKind, Span, Try, TypeRef,
};

type Read<T> = Result<T, TextError>;

/// The body that is being read.
#[derive(Default)]
pub(crate) struct Reader {
    pub names: NameTable,
    pub body: Body,
    /// Gaps among the expressions.
    pub gaps: Vec<(String, Span)>,
    /// Expressions and patterns that are being read.
    pub depth: usize,
}

/// The items of a list, one after the other.
pub(crate) struct Items<'s> {
    list: &'s Sexp,
    items: std::slice::Iter<'s, Sexp>,
}

impl<'s> Items<'s> {
    /// The items behind the head of a list.
    pub(crate) fn of(list: &'s Sexp) -> Read<Self> {
        match &list.kind {
            Kind::List(items) if !items.is_empty() => {
                let mut items = items.iter();
                items.next();
                Ok(Self { list, items })
            }
            _ => Err(list.error("a list with a word in front is wanted here")),
        }
    }

    pub(crate) fn next(&mut self, what: &str) -> Read<&'s Sexp> {
        self.items
            .next()
            .ok_or_else(|| self.list.error(format!("{what} is missing")))
    }

    pub(crate) fn rest(&mut self) -> &'s [Sexp] {
        let rest = self.items.as_slice();
        self.items = [].iter();
        rest
    }

    /// Takes the next item when it is this atom.
    pub(crate) fn eat(&mut self, atom: &str) -> bool {
        self.take_if(|item| item.is(atom)).is_some()
    }

    /// Takes the next item when it is a list with this head.
    pub(crate) fn list(&mut self, head: &str) -> Option<&'s Sexp> {
        self.take_if(|item| item.head() == Some(head))
    }

    fn take_if(&mut self, wanted: impl Fn(&Sexp) -> bool) -> Option<&'s Sexp> {
        let first = self.items.as_slice().first().filter(|item| wanted(item))?;
        self.items.next();
        Some(first)
    }

    /// The item behind an atom, when that stands here.
    fn marked(&mut self, mark: &str) -> Read<Option<&'s Sexp>> {
        if self.eat(mark) {
            self.next(&format!("what follows `{mark}`")).map(Some)
        } else {
            Ok(None)
        }
    }

    pub(crate) fn end(&mut self) -> Read<()> {
        match self.items.next() {
            Some(item) => Err(item.error("nothing more may stand here")),
            None => Ok(()),
        }
    }
}

/// A name, bare or in quotes.
pub(crate) fn word(node: &Sexp) -> Read<&str> {
    match &node.kind {
        Kind::Atom(text) | Kind::Text(text) => Ok(text),
        Kind::List(_) => Err(node.error("a name is wanted here")),
    }
}

/// A number.
pub(crate) fn number(node: &Sexp) -> Read<u32> {
    node.as_atom()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| node.error("a number is wanted here"))
}

impl Reader {
    pub(crate) fn name(&mut self, node: &Sexp) -> Read<Name> {
        Ok(self.names.intern(word(node)?))
    }

    pub(crate) fn ty(&mut self, node: &Sexp) -> Read<TypeRef> {
        match &node.kind {
            Kind::List(items) => {
                let [name, args @ ..] = items.as_slice() else {
                    return Err(node.error("a type is wanted here"));
                };
                let name = self.name(name)?;
                let args = args.iter().map(|arg| self.ty(arg)).collect::<Read<Vec<_>>>()?;
                Ok(TypeRef {
                    name,
                    args: args.into_boxed_slice(),
                })
            }
            _ => Ok(TypeRef {
                name: self.name(node)?,
                args: Box::default(),
            }),
        }
    }

    pub(crate) fn type_or_blank(&mut self, node: &Sexp) -> Read<Option<TypeRef>> {
        if node.is("_") {
            Ok(None)
        } else {
            self.ty(node).map(Some)
        }
    }

    fn types(&mut self, nodes: &[Sexp]) -> Read<Box<[TypeRef]>> {
        nodes.iter().map(|node| self.ty(node)).collect()
    }

    pub(crate) fn exprs(&mut self, nodes: &[Sexp]) -> Read<Box<[ExprId]>> {
        nodes.iter().map(|node| self.expr(node)).collect()
    }

    fn optional(&mut self, node: Option<&Sexp>) -> Read<Option<ExprId>> {
        node.map(|node| self.expr(node)).transpose()
    }

    pub(crate) fn expr(&mut self, node: &Sexp) -> Read<ExprId> {
        self.enter(node)?;
        let kind = match &node.kind {
            Kind::Text(text) => Ok(ExprKind::Lit(Lit::Str(self.names.intern(text)))),
            Kind::Atom(text) => self.atom(node, text),
            Kind::List(_) => self.form(node),
        };
        self.depth -= 1;
        Ok(self.body.expr(kind?, node.span.unwrap_or_default()))
    }

    pub(crate) fn enter(&mut self, node: &Sexp) -> Read<()> {
        // What was cut when it was shown lies a little deeper than the cut.
        if self.depth > MAX_DEPTH + 4 {
            return Err(node.error("nested too deeply"));
        }
        self.depth += 1;
        Ok(())
    }

    fn atom(&mut self, node: &Sexp, text: &str) -> Read<ExprKind> {
        Ok(match text {
            "this" => ExprKind::This,
            "base" => ExprKind::Base,
            "continue" => ExprKind::Continue,
            "null" => ExprKind::Lit(Lit::Null),
            "true" => ExprKind::Lit(Lit::Bool(true)),
            "false" => ExprKind::Lit(Lit::Bool(false)),
            _ if is_bare(text) => ExprKind::Name(self.names.intern(text)),
            _ => match text.parse() {
                Ok(number) => ExprKind::Lit(Lit::Int(number)),
                Err(_) => return Err(node.error(format!("`{text}` is no expression"))),
            },
        })
    }

    /// Each group of forms has a function of its own: one for all would take a frame that nesting cannot afford.
    fn form(&mut self, node: &Sexp) -> Read<ExprKind> {
        let head = node
            .head()
            .ok_or_else(|| node.error("a list with a word in front is wanted here"))?;
        let mut items = Items::of(node)?;
        let kind = match head {
            "name" | "number" | "." | "[]" | "<>" => self.place(head, &mut items),
            "call" => self.call(&mut items),
            "new" => self.new_object(&mut items),
            "template" => Ok(ExprKind::Template(self.exprs(items.rest())?)),
            "lambda" => self.lambda(&mut items),
            "local-fn" => Ok(ExprKind::LocalFn(FnIx(number(items.next("the function")?)?))),
            "let" => self.binding(&mut items),
            "=" | "assign" => self.assignment(head, &mut items),
            "is" | "cast" => self.test(head, &mut items),
            "do" | "do=" => Ok(ExprKind::Block {
                items: self.exprs(items.rest())?,
                value: head == "do=",
            }),
            "if" => self.branch(&mut items),
            "match" | "match=" => self.select(&mut items, head == "match="),
            "loop" => self.repeat(&mut items),
            "comp" => self.comprehension(&mut items),
            "try" => self.attempt(&mut items),
            "using" => self.using(&mut items),
            "return" | "raise" | "yield" | "break" => self.exit(head, &mut items),
            "gap" => self.gap(node, &mut items),
            _ => self.operation(node, head, &mut items),
        };
        let kind = kind?;
        items.end()?;
        Ok(kind)
    }

    fn place(&mut self, head: &str, items: &mut Items) -> Read<ExprKind> {
        let first = items.next("the base")?;
        Ok(match head {
            "name" => ExprKind::Name(self.name(first)?),
            "number" => ExprKind::Lit(Lit::Number(self.name(first)?)),
            _ => {
                let base = self.expr(first)?;
                match head {
                    "." => ExprKind::Member {
                        base,
                        name: self.name(items.next("the member")?)?,
                    },
                    "[]" => ExprKind::Index {
                        base,
                        args: self.exprs(items.rest())?,
                    },
                    _ => ExprKind::Generic {
                        base,
                        args: self.types(items.rest())?,
                    },
                }
            }
        })
    }

    fn call(&mut self, items: &mut Items) -> Read<ExprKind> {
        let callee = self.expr(items.next("the callee")?)?;
        Ok(ExprKind::Call {
            callee,
            args: self.args(items.rest())?.into_boxed_slice(),
        })
    }

    fn binding(&mut self, items: &mut Items) -> Read<ExprKind> {
        let pattern = items.next("the pattern")?;
        let ty = items.marked(":")?;
        let value = items.marked("=")?;
        let els = items.marked("else")?;
        let value = self.optional(value)?;
        let pattern = self.pattern(pattern)?;
        let els = self.optional(els)?;
        Ok(ExprKind::Let {
            pattern,
            ty: ty.map(|ty| self.ty(ty).map(Box::new)).transpose()?,
            value,
            els,
        })
    }

    fn assignment(&mut self, head: &str, items: &mut Items) -> Read<ExprKind> {
        let mut op = None;
        if head == "assign" {
            let sign = items.next("the operator")?;
            let known = sign.as_atom().and_then(|sign| value_of(&BINARY, sign));
            op = Some(known.ok_or_else(|| sign.error("an operator is wanted here"))?);
        }
        let target = self.expr(items.next("the target")?)?;
        Ok(ExprKind::Assign {
            target,
            op,
            value: self.expr(items.next("the value")?)?,
        })
    }

    fn test(&mut self, head: &str, items: &mut Items) -> Read<ExprKind> {
        let value = self.expr(items.next("the value")?)?;
        let other = items.next("what it is held against")?;
        match head {
            "is" => Ok(ExprKind::Is {
                value,
                pattern: self.pattern(other)?,
            }),
            _ => Ok(ExprKind::Cast {
                value,
                ty: Box::new(self.ty(other)?),
            }),
        }
    }

    fn branch(&mut self, items: &mut Items) -> Read<ExprKind> {
        let cond = self.expr(items.next("the condition")?)?;
        let then = self.expr(items.next("the branch")?)?;
        Ok(ExprKind::If {
            cond,
            then,
            els: self.optional(items.rest_one()?)?,
        })
    }

    fn exit(&mut self, head: &str, items: &mut Items) -> Read<ExprKind> {
        let value = self.optional(items.rest_one()?)?;
        Ok(match head {
            "return" => ExprKind::Return(value),
            "raise" => ExprKind::Raise(value),
            "yield" => ExprKind::Yield(value),
            _ => ExprKind::Break(value),
        })
    }

    fn gap(&mut self, node: &Sexp, items: &mut Items) -> Read<ExprKind> {
        let kind = items.next("the kind")?;
        self.gaps.push((word(kind)?.to_owned(), node.span.unwrap_or_default()));
        Ok(ExprKind::Gap {
            kind: self.name(kind)?,
            parts: self.exprs(items.rest())?,
        })
    }

    fn operation(&mut self, node: &Sexp, head: &str, items: &mut Items) -> Read<ExprKind> {
        if let Some(kind) = value_of(&COLLECTIONS, head) {
            return Ok(ExprKind::Collection {
                kind,
                items: self.exprs(items.rest())?,
            });
        }
        if let Some(op) = value_of(&UNARY, head) {
            return Ok(ExprKind::Unary {
                op,
                operand: self.expr(items.next("the operand")?)?,
            });
        }
        if let Some(op) = value_of(&BINARY, head) {
            let left = self.expr(items.next("the left operand")?)?;
            return Ok(ExprKind::Binary {
                op,
                left,
                right: self.expr(items.next("the right operand")?)?,
            });
        }
        Err(node.error(format!("`{head}` begins no expression")))
    }

    fn args(&mut self, nodes: &[Sexp]) -> Read<Vec<Arg>> {
        nodes.iter().map(|node| self.arg(node)).collect()
    }

    fn arg(&mut self, node: &Sexp) -> Read<Arg> {
        let spread = match node.head() {
            Some("arg") => false,
            Some("arg*") => true,
            _ => return Ok(Arg::positional(self.expr(node)?)),
        };
        match Items::of(node)?.rest() {
            [value] if spread => Ok(Arg {
                name: None,
                spread,
                value: self.expr(value)?,
            }),
            [name, value] => Ok(Arg {
                name: Some(self.name(name)?),
                spread,
                value: self.expr(value)?,
            }),
            _ => Err(node.error("an argument is `(arg name value)`, `(arg* value)` or `(arg* name value)`")),
        }
    }

    fn new_object(&mut self, items: &mut Items) -> Read<ExprKind> {
        let ty = self.type_or_blank(items.next("the type")?)?;
        let rest = items.rest();
        let count = rest.iter().take_while(|item| item.head() != Some("field")).count();
        let args = self.args(&rest[..count])?.into_boxed_slice();
        let mut fields = Vec::new();
        for node in &rest[count..] {
            if node.head() != Some("field") {
                return Err(node.error("arguments stand before fields"));
            }
            let mut parts = Items::of(node)?;
            let name = self.name(parts.next("the field")?)?;
            fields.push((name, self.expr(parts.next("the value")?)?));
            parts.end()?;
        }
        Ok(ExprKind::New(Box::new(New {
            ty,
            args,
            fields: fields.into_boxed_slice(),
        })))
    }

    fn lambda(&mut self, items: &mut Items) -> Read<ExprKind> {
        let is_async = items.list("async").is_some();
        let mut attributes = Vec::new();
        while let Some(node) = items.list("attr") {
            attributes.push(self.attribute(node)?);
        }
        let mut params = Vec::new();
        while let Some(node) = items.list("param") {
            params.push(self.param(node)?);
        }
        let ret = match items.list("ret") {
            Some(node) => Some(self.ty(Items::of(node)?.next("the type")?)?),
            None => None,
        };
        let body = self.expr(items.next("the body")?)?;
        Ok(ExprKind::Lambda(Box::new(Lambda {
            params,
            body,
            ret,
            attributes,
            is_async,
        })))
    }

    fn select(&mut self, items: &mut Items, total: bool) -> Read<ExprKind> {
        let value = self.expr(items.next("the value")?)?;
        let mut arms = Vec::new();
        while let Some(node) = items.list("arm") {
            let mut parts = Items::of(node)?;
            let pattern = self.pattern(parts.next("the pattern")?)?;
            let guard = parts.marked("if")?;
            let guard = self.optional(guard)?;
            arms.push(Arm {
                pattern,
                guard,
                body: self.expr(parts.next("the body")?)?,
            });
            parts.end()?;
        }
        Ok(ExprKind::Match {
            value,
            arms: arms.into_boxed_slice(),
            total,
        })
    }

    fn repeat(&mut self, items: &mut Items) -> Read<ExprKind> {
        let post_test = items.eat("post");
        let pattern = items.marked("for")?;
        let head = items.marked("in")?;
        let head = self.optional(head)?;
        let pattern = pattern.map(|pattern| self.pattern(pattern)).transpose()?;
        let body = self.expr(items.next("the body")?)?;
        let els = items.marked("else")?;
        let els = self.optional(els)?;
        Ok(ExprKind::Loop(Box::new(Loop {
            pattern,
            head,
            post_test,
            body,
            els,
        })))
    }

    fn comprehension(&mut self, items: &mut Items) -> Read<ExprKind> {
        let element = self.expr(items.next("the element")?)?;
        let mut clauses = Vec::new();
        while let Some(node) = items.list("for") {
            let mut parts = Items::of(node)?;
            let pattern = self.pattern(parts.next("the pattern")?)?;
            let source = self.expr(parts.next("the source")?)?;
            clauses.push(Clause {
                pattern,
                source,
                conds: self.exprs(parts.rest())?,
            });
        }
        Ok(ExprKind::Comprehension {
            element,
            clauses: clauses.into_boxed_slice(),
        })
    }

    fn attempt(&mut self, items: &mut Items) -> Read<ExprKind> {
        let body = self.expr(items.next("the body")?)?;
        let mut handlers = Vec::new();
        while let Some(node) = items.list("catch") {
            let mut parts = Items::of(node)?;
            let types = parts.next("the list of types")?;
            let Kind::List(types) = &types.kind else {
                return Err(types.error("a list of types is wanted here"));
            };
            let types = self.types(types)?;
            let binding = parts.marked("as")?.map(|name| self.name(name)).transpose()?;
            let guard = parts.marked("if")?;
            let guard = self.optional(guard)?;
            handlers.push(Handler {
                types,
                binding,
                guard,
                body: self.expr(parts.next("the body")?)?,
            });
            parts.end()?;
        }
        let els = items.marked("else")?;
        let els = self.optional(els)?;
        let finally = items.marked("finally")?;
        let finally = self.optional(finally)?;
        Ok(ExprKind::Try(Box::new(Try {
            body,
            handlers: handlers.into_boxed_slice(),
            els,
            finally,
        })))
    }

    fn using(&mut self, items: &mut Items) -> Read<ExprKind> {
        let mut entered = Vec::new();
        while let Some(node) = items.list("with") {
            let mut parts = Items::of(node)?;
            let value = self.expr(parts.next("the resource")?)?;
            let pattern = parts.marked("as")?.map(|pattern| self.pattern(pattern)).transpose()?;
            parts.end()?;
            entered.push((pattern, value));
        }
        Ok(ExprKind::Using {
            items: entered.into_boxed_slice(),
            body: self.expr(items.next("the body")?)?,
        })
    }

    pub(crate) fn attribute(&mut self, node: &Sexp) -> Read<Attribute> {
        let mut items = Items::of(node)?;
        let path = self.name(items.next("the path")?)?;
        let type_args = match items.list("types") {
            Some(types) => self.types(Items::of(types)?.rest())?,
            None => Box::default(),
        };
        Ok(Attribute {
            path,
            type_args,
            args: self.args(items.rest())?,
            span: node.span.unwrap_or_default(),
        })
    }

    pub(crate) fn param(&mut self, node: &Sexp) -> Read<Param> {
        let mut items = Items::of(node)?;
        let name = self.name(items.next("the name")?)?;
        let kind = PARAMS.iter().find(|(word, _)| items.eat(word));
        let ty = items.marked(":")?.map(|ty| self.ty(ty)).transpose()?;
        let default = items.marked("=")?;
        let default = self.optional(default)?;
        let pattern = match items.list("pattern") {
            Some(node) => Some(self.pattern(Items::of(node)?.next("the pattern")?)?),
            None => None,
        };
        let mut attributes = Vec::new();
        while let Some(node) = items.list("attr") {
            attributes.push(self.attribute(node)?);
        }
        items.end()?;
        let kind = kind.map_or(ParamKind::Plain, |(_, kind)| *kind);
        Ok(Param {
            name,
            pattern,
            ty,
            default,
            attributes,
            kind,
            span: node.span.unwrap_or_default(),
        })
    }
}

impl<'s> Items<'s> {
    /// The next item, if there is one; nothing may follow it.
    pub(crate) fn rest_one(&mut self) -> Read<Option<&'s Sexp>> {
        let next = self.items.next();
        self.end()?;
        Ok(next)
    }
}
