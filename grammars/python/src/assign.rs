//! Assignments, and the fields and globals that they declare.

use partywall_ir::{BinaryOp, ExprId, ExprKind, Field, Flags, Name, PatKind, Span, TypeIx, TypeRef};

use crate::kind::{Kind, Role};
use crate::lower::{Lower, Place};
use crate::tree::At;
use crate::types::Annotation;

/// What stands in an assignment: `a = b = v`, `a: T = v`, `a: T`.
pub(crate) struct Assigned {
    targets: Vec<At>,
    annotation: Option<(Annotation, At)>,
    value: Option<ExprId>,
}

impl Lower<'_> {
    /// An assignment as a statement; nothing when only a type is declared for something that is no local.
    pub(crate) fn assignment(&mut self, at: At) -> Option<ExprId> {
        let tree = self.tree;
        let made = self.read_assignment(at);
        let span = tree.span(at);
        if let ([target], Some((annotation, _)), Place::Function) = (&*made.targets, &made.annotation, self.scope.place)
            && tree.kind(*target) == Kind::Identifier
        {
            let name = self.name(*target);
            self.bind(name);
            let pattern = self.add_pat(PatKind::Bind { name, inner: None }, tree.span(*target));
            let ty = Some(Box::new(annotation.ty.clone()));
            return Some(self.add(
                ExprKind::Let {
                    pattern,
                    ty,
                    value: made.value,
                    els: None,
                },
                span,
            ));
        }
        // `a = b = v` is `a = (b = v)`, and what `a` is given is all that is in the parentheses.
        let mut value = made.value;
        for at_target in made.targets.iter().rev() {
            let start = tree.span(*at_target).start;
            self.declare(*at_target, &made, value, at);
            let target = self.target(*at_target);
            let op = None;
            let assign = |value| ExprKind::Assign { target, op, value };
            value = value.map(|value| self.add(assign(value), Span { start, end: span.end }));
        }
        value
    }

    /// `a += v`.
    pub(crate) fn augmented(&mut self, at: At) -> ExprId {
        let tree = self.tree;
        let (Some(left), Some(right)) = (tree.child(at, Role::Left), tree.child(at, Role::Right)) else {
            return self.gap(at);
        };
        let op = match tree.child(at, Role::Operator).map(|op| tree.kind(op)) {
            Some(Kind::PlusEq) => BinaryOp::Add,
            Some(Kind::MinusEq) => BinaryOp::Sub,
            Some(Kind::AmpEq) => BinaryOp::BitAnd,
            Some(Kind::PipeEq) => BinaryOp::BitOr,
            _ => BinaryOp::Other,
        };
        let value = self.expr(right);
        let target = self.target(left);
        self.add_at(
            ExprKind::Assign {
                target,
                op: Some(op),
                value,
            },
            at,
        )
    }

    /// An assignment that stands directly in a class: its names become fields and nothing else. False when it has other targets.
    pub(crate) fn class_variable(&mut self, at: At) -> bool {
        let tree = self.tree;
        let mut link = Some(at);
        while let Some(here) = link.filter(|here| tree.kind(*here) == Kind::Assignment) {
            if tree
                .child(here, Role::Left)
                .is_none_or(|left| tree.kind(left) != Kind::Identifier)
            {
                return false;
            }
            link = tree.child(here, Role::Right);
        }
        let made = self.read_assignment(at);
        for target in &made.targets {
            self.declare(*target, &made, made.value, at);
        }
        true
    }

    fn read_assignment(&mut self, at: At) -> Assigned {
        let tree = self.tree;
        let mut made = Assigned {
            targets: Vec::new(),
            annotation: None,
            value: None,
        };
        let mut link = at;
        loop {
            made.targets.extend(tree.child(link, Role::Left));
            if let Some(ty) = tree.child(link, Role::Type) {
                made.annotation = self.annotation(ty).map(|annotation| (annotation, ty));
            }
            match tree.child(link, Role::Right) {
                Some(right) if tree.kind(right) == Kind::Assignment => link = right,
                Some(right) if tree.kind(right) == Kind::AugmentedAssignment => {
                    made.value = Some(self.augmented(right));
                    return made;
                }
                right => {
                    made.value = right.map(|right| self.expr(right));
                    return made;
                }
            }
        }
    }

    /// Declares the fields or globals that a target of an assignment is.
    fn declare(&mut self, target: At, made: &Assigned, value: Option<ExprId>, at: At) {
        let tree = self.tree;
        match (tree.kind(target), self.scope.place) {
            (Kind::Identifier, Place::Module) => {
                let field = self.field_of(target, made, value, at);
                self.alias_of(target, made, at);
                self.unit.globals.push(field);
            }
            (Kind::Identifier, Place::Class(owner)) => {
                let field = self.field_of(target, made, value, at);
                self.add_field(owner, field);
            }
            (Kind::Attribute, _) => {
                if let Some((owner, name_at)) = self.instance_field(target) {
                    let field = self.field_of(name_at, made, value, at);
                    self.add_instance_field(owner, field);
                }
            }
            (Kind::PatternList | Kind::TuplePattern, _) => {
                for inner in tree.children(target) {
                    self.declare_part(inner, at);
                }
            }
            _ => {}
        }
    }

    /// A name that is given a part of a value.
    fn declare_part(&mut self, target: At, at: At) {
        match (self.tree.kind(target), self.scope.place) {
            (Kind::Attribute, _) => {
                if let Some((owner, name_at)) = self.instance_field(target) {
                    let field = self.bare_field(name_at, at);
                    self.add_instance_field(owner, field);
                }
            }
            (Kind::Identifier, Place::Class(owner)) => {
                let field = self.bare_field(target, at);
                self.add_field(owner, field);
            }
            (Kind::Identifier, Place::Module) => {
                let field = self.bare_field(target, at);
                self.unit.globals.push(field);
            }
            _ => {}
        }
    }

    /// `X = Annotated[T, …]` at the top of a file is another name for `T` as well.
    fn alias_of(&mut self, target: At, made: &Assigned, at: At) {
        let Some(ExprKind::Index { base, .. }) = made.value.map(|value| &self.unit.body[value].kind) else {
            return;
        };
        let (ExprKind::Name(word) | ExprKind::Member { name: word, .. }) = self.unit.body[*base].kind else {
            return;
        };
        if self.unit.text(word) != "Annotated" {
            return;
        }
        let Some(right) = self.tree.child(at, Role::Right) else {
            return;
        };
        let Some(annotation) = self.annotation(right) else {
            return;
        };
        let attributes = self.annotated(&annotation, right);
        let name = self.name(target);
        self.alias(name, annotation.ty, attributes, at, target);
    }

    fn field_of(&mut self, name_at: At, made: &Assigned, value: Option<ExprId>, at: At) -> Field {
        let mut field = self.bare_field(name_at, at);
        field.value = value;
        if let Some((annotation, place)) = &made.annotation {
            field.ty = Some(annotation.ty.clone());
            field.flags = field.flags.with(annotation.flags);
            field.attributes = self.annotated(annotation, *place);
        }
        field
    }

    fn bare_field(&mut self, name_at: At, at: At) -> Field {
        let text = self.slice(name_at);
        let name = self.intern(text);
        Field {
            name,
            ty: None,
            value: None,
            getter: None,
            attributes: Vec::new(),
            flags: Lower::visibility(text),
            span: self.tree.span(at),
        }
    }

    /// The class and the name of the field that `self.x` is.
    fn instance_field(&mut self, target: At) -> Option<(TypeIx, At)> {
        let owner = self.scope.receiver_type?;
        let object = self.tree.child(target, Role::Object)?;
        let name_at = self.tree.child(target, Role::Attribute)?;
        self.is_receiver(object).then_some((owner, name_at))
    }

    /// Any method may declare a field, but only the constructor gives it a value.
    fn add_instance_field(&mut self, owner: TypeIx, mut field: Field) {
        if !self.scope.constructs {
            field.value = None;
        }
        self.add_field(owner, field);
    }

    /// Adds a field, or completes the one that has the name already.
    fn add_field(&mut self, owner: TypeIx, field: Field) {
        let fields = &mut self.unit.types[owner.index()].fields;
        let known = *self.fields.entry((owner, field.name)).or_insert(fields.len());
        match fields.get_mut(known) {
            None => fields.push(field),
            Some(_) if self.scope.place == Place::Class(owner) => {
                // A class body may bind a name twice, or declare its type first; the later value is what the class has.
                let earlier = std::mem::replace(&mut fields[known], field);
                let now = &mut fields[known];
                if now.ty.is_none() {
                    now.ty = earlier.ty;
                    now.attributes = earlier.attributes;
                    now.flags = now.flags.with(earlier.flags);
                }
            }
            Some(known) => {
                known.ty = known.ty.take().or(field.ty);
                if known.value.is_none() && field.value.is_some() {
                    // A value lies inside of the declaration that gives it.
                    known.value = field.value;
                    known.span = field.span;
                }
            }
        }
    }

    /// The attributes that the arguments of `Annotated` are.
    pub(crate) fn annotated(&mut self, annotation: &Annotation, at: At) -> Vec<partywall_ir::Attribute> {
        if annotation.extras.is_empty() {
            return Vec::new();
        }
        let path: Name = self.intern("Annotated");
        let args = annotation
            .extras
            .iter()
            .map(|extra| partywall_ir::Arg::positional(*extra))
            .collect();
        let type_args: Box<[TypeRef]> = Box::default();
        vec![partywall_ir::Attribute {
            path,
            type_args,
            args,
            span: self.tree.span(at),
        }]
    }
}

/// The flags of a field whose type may be missing.
pub(crate) fn nullable(flags: Flags, is: bool) -> Flags {
    if is { flags.with(Flags::NULLABLE) } else { flags }
}
