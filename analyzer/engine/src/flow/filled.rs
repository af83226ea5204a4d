//! Rows that a form fills with what a request sent: from then on their members are the request's, and a check of one of them looks
//! at what was sent.
//!
//! What a form binds is read as it is written, as in [`crate::flow::forms`].

use crate::flow::call::{Given, Site};
use crate::flow::cx::Cx;
use crate::flow::forms::texts;
use crate::flow::value::{EntRef, Root, Shape, SrcId, Srcs, Val};
use crate::program::{FnId, Sym, TypeId};
use crate::tenancy::Role;
use partywall_catalog::FormRow;
use std::sync::Arc;

/// The most columns of one form that are followed.
const MAX_COLUMNS: usize = 24;

impl Cx<'_, '_> {
    /// What a form is made from: the row that it is over is read by then.
    pub(super) fn form_over(&mut self, ty: TypeId, mut given: Vec<Given>) -> Vec<Given> {
        let program = self.eng.program;
        for (at, arg) in given.iter_mut().enumerate() {
            if arg.name.is_none() && !arg.spread {
                arg.name = self.row_in_place(ty, at);
            }
            let Some(name) = arg.name else { continue };
            let mut rows = self.eng.index.form_row.get(self.unit.language, self.text(name));
            if rows.any(|row| program.derives(ty, &row.base)) {
                arg.val = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
            }
        }
        given
    }

    /// What a form calls its row, where the argument at a place is that.
    fn row_in_place(&self, form: TypeId, at: usize) -> Option<Sym> {
        let forms = self.eng.index.forms.iter();
        let mut forms = forms
            .filter(|(language, row)| language.is_none_or(|of| of == self.unit.language) && row.row_at == Some(at));
        let (_, row) = forms.find(|(_, row)| self.eng.program.derives(form, &row.base))?;
        self.eng.program.find(&row.row)
    }

    /// What a form that is over a row gives when it has written it, where its class does not say so by itself: that row.
    pub(super) fn saved_row(&self, site: &Site, receiver: Option<&Val>) -> Option<Val> {
        let mut rows = self.eng.index.form_saves.get(self.unit.language, site.name);
        let receiver = receiver?;
        let (Shape::Object(members), Some(form)) = (&receiver.shape, receiver.ty.decl()) else {
            return None;
        };
        let program = self.eng.program;
        let row = rows.find(|row| program.derives(form, &row.base))?;
        if !program.methods(form, site.sym).is_empty() {
            return None;
        }
        let (_, held) = members.iter().find(|(key, _)| self.text(*key) == row.row)?;
        let found = !held.srcs.is_empty() && held.srcs.list().iter().all(|src| matches!(src.root(), Root::Record(_)));
        found.then(|| held.clone())
    }

    /// A call that puts what was sent into the row of the form that it is made on.
    pub(super) fn fill_row(&mut self, site: &Site, receiver: Option<&Val>) {
        let mut rows = self.eng.index.form_fills.get(self.unit.language, site.name).copied();
        let Some(receiver) = receiver else { return };
        let (Shape::Object(members), Some(form)) = (&receiver.shape, receiver.ty.decl()) else {
            return;
        };
        let program = self.eng.program;
        let Some(row) = rows.find(|row| program.derives(form, &row.base)) else {
            return;
        };
        let Some((_, held)) = members.iter().find(|(key, _)| self.text(*key) == row.row) else {
            return;
        };
        let sent: Vec<SrcId> = {
            let all = receiver.srcs.list().iter().copied();
            all.filter(|src| src.root() == Root::Request).collect()
        };
        let (held, sent) = (held.clone(), Srcs::many(sent));
        if sent.is_empty() {
            return;
        }
        for column in self.bound_columns(form, row, &held) {
            let val = Val::of(self.members(&sent, column));
            self.overwrite(&held, column, &val);
        }
    }

    /// What a form holds once it looked at what was sent. Where its class says, when it is made, which rows a field takes, what the field
    /// took is one of those: whose they are cannot be told, and they are not just anybody's. Where a method of its own finds the rows that
    /// a field takes, that method is asked whose they are.
    pub(super) fn told_apart(&self, form: &Val, member: &str, held: Val) -> Val {
        let program = self.eng.program;
        let Some(ty) = form.ty.decl() else { return held };
        let mut rows = self.eng.index.form_taken.get(self.unit.language, member);
        let Some(row) = rows.find(|row| program.derives(ty, &row.base)) else {
            return held;
        };
        let mut told = crate::flow::offered::narrowed(self.eng, ty, row);
        told.extend(self.answered_fields(ty, row));
        let fields: Vec<(Sym, Val)> = told
            .into_iter()
            .map(|field| (field, self.val(Root::Unknown, &[])))
            .collect();
        match fields.is_empty() {
            true => held,
            false => Val {
                shape: Shape::Object(Arc::new(fields)),
                ..held
            },
        }
    }

    /// The fields of a form that take what a method of its class looked up for them, and not what was sent.
    fn answered_fields(&self, ty: TypeId, row: &FormRow) -> Vec<Sym> {
        let program = self.eng.program;
        let field = |method: FnId| {
            let name = program.text(program.func(method).name);
            program.find(name.strip_prefix(row.answered_by.as_str())?)
        };
        // such methods look at what was sent before it is taken
        if row.answered_by.is_empty() || field(self.function).is_some() {
            return Vec::new();
        }
        let types = std::iter::once(ty).chain(program.supertypes(ty));
        let methods = types.flat_map(|ty| program.own_methods(ty).iter().copied());
        let finds = |method: &FnId| {
            let summary = self.summary(*method);
            let mut answered = summary.ret.srcs.list().iter();
            !summary.accesses.is_empty() && !answered.any(|src| src.root() == Root::Request)
        };
        let methods = methods.filter(|method| field(*method).is_some()).take(MAX_COLUMNS);
        methods.filter(finds).filter_map(field).collect()
    }

    /// Whether a member of a form shows the row that was written.
    pub(super) fn shows_row(&self, form: &Val, member: &str) -> bool {
        let mut rows = self.eng.index.form_shown.get(self.unit.language, member).peekable();
        let ty = rows.peek().and_then(|_| form.ty.decl());
        ty.is_some_and(|ty| rows.any(|row| self.eng.program.derives(ty, &row.base)))
    }

    /// Whether a row says by now that it is whoever's the request names: to ask for the row as a whole is to ask for what was sent.
    pub(super) fn is_claimed(&self, src: SrcId) -> bool {
        let (Root::Record(at), []) = (src.root(), &src.path()[..]) else {
            return false;
        };
        let Some(EntRef::Known(entity)) = self.accesses.get(at as usize).map(|access| &access.entity) else {
            return false;
        };
        self.st.given.iter().any(|(member, val)| {
            let path = member.path();
            let [name] = path[..] else { return false };
            member.root() == src.root()
                && val.list().iter().any(|src| src.root() == Root::Request)
                && matches!(
                    self.eng.tenancy.role(*entity, &[self.text(name)]),
                    Role::TenantKey(_) | Role::UserKey(_)
                )
        })
    }

    /// The columns that a form binds: those that it lists, or all of its row's.
    fn bound_columns(&self, form: TypeId, row: &FormRow, held: &Val) -> Vec<Sym> {
        let program = self.eng.program;
        let options = program.find(&row.options).and_then(|name| program.nested(form, name));
        let member = |name: &String| program.field(options?, program.find(name)?);
        let listed = |name: &String| {
            let field = member(name)?;
            let value = program.field_decl(field).value?;
            Some((texts(program.unit(field.unit), value), field))
        };
        let Some((fields, _)) = listed(&row.fields) else {
            return Vec::new();
        };
        let mut found: Vec<Sym> = if fields.iter().any(|text| row.all.iter().any(|all| all == text)) {
            let except: Vec<&str> = row
                .except
                .iter()
                .filter_map(listed)
                .flat_map(|(texts, _)| texts)
                .collect();
            let EntRef::Known(entity) = self.entity_of(&held.ty) else {
                return Vec::new();
            };
            let columns = self.eng.tenancy.entity(entity).columns.iter();
            let names = columns.map(|column| row.stem(&column.name));
            names
                .filter(|name| !except.contains(name))
                .filter_map(|name| program.find(name))
                .collect()
        } else {
            fields.iter().filter_map(|name| program.find(name)).collect()
        };
        found.truncate(MAX_COLUMNS);
        found
    }
}
