//! Values that come from a request or from the identity, by the catalog's rows.

use crate::flow::call::Site;
use crate::flow::cx::Cx;
use crate::flow::value::{Root, Srcs, Val};
use crate::program::{Def, Sym, Ty};
use partywall_catalog::{OriginWord, SourceRow};
use partywall_ir::{ExprId, ExprKind, Language};

impl<'a> Cx<'_, 'a> {
    /// The catalog's word on what an extractor makes that may find nothing: where it found something, it is what the extractor says.
    pub(super) fn made_where_there(&self, language: Language, ty: &Ty) -> Option<OriginWord> {
        let program = self.eng.program;
        let inner = program.unwrap(ty).decl().filter(|inner| Some(*inner) != ty.decl())?;
        let mut rows = self.eng.index.params.iter();
        let made = rows.find(|(of, row)| {
            of.is_none_or(|of| of == language) && !row.implements.is_empty() && program.derives(inner, &row.implements)
        });
        made.map(|(_, row)| row.origin)
    }

    /// Whether a call is one of these: a dotted name also asks for what stands before the call's own.
    pub(super) fn named(&self, names: &[String], site: &Site) -> bool {
        names.iter().any(|name| match name.rsplit_once('.') {
            None => name == site.name,
            Some((before, last)) => {
                let before = crate::words::last(before);
                last == site.name && self.before_name(site) == Some(before)
            }
        })
    }

    /// What a name that an import gives to something outside of the program is called there.
    pub(super) fn imported_as(&self, name: Sym) -> Option<&'a str> {
        match self.eng.program.resolve(self.unit_id, self.scope(), &[name])? {
            Def::Import(path) => Some(crate::words::last(self.text(path))),
            _ => None,
        }
    }

    /// What stands before a call's own name: as it is written, or in the import that brings the name in.
    pub(super) fn before_name(&self, site: &Site) -> Option<&'a str> {
        match site.base {
            Some(base) => self.last_name(base),
            None => match self.eng.program.resolve(self.unit_id, self.scope(), &[site.sym])? {
                Def::Import(path) => self.text(path).rsplit('.').nth(1),
                _ => None,
            },
        }
    }

    /// The access indices among a value's sources that stand for whole records.
    pub fn records(&self, srcs: &Srcs) -> Vec<u32> {
        let mut found: Vec<u32> = srcs
            .list()
            .iter()
            .filter_map(|src| match src.root() {
                Root::Record(access) if src.path().is_empty() => Some(access),
                _ => None,
            })
            .collect();
        found.dedup();
        found
    }

    /// The catalog's word on a member; `written` is how its receiver is called in the code.
    pub(super) fn source_row(&self, of: &Val, name: &str, written: Option<&str>) -> Option<&'a SourceRow> {
        let rows = self.eng.index.source_member.get(self.unit.language, name);
        rows.copied().find(|row| self.source_fits(row, of, written))
    }

    /// The catalog's word on a call.
    pub(super) fn source_call(&self, of: Option<&Val>, name: &str, written: Option<&str>) -> Option<&'a SourceRow> {
        let nothing = Val::nothing();
        let of = of.unwrap_or(&nothing);
        let called = self.eng.index.source_call.get(self.unit.language, name);
        let found = called.copied().find(|row| self.source_fits(row, of, written));
        found.or_else(|| self.source_row(of, name, written))
    }

    /// The caller, where what goes with a request keeps them under a text: `info.context["user"]`. What was sent and is only called so
    /// keeps nobody.
    pub(super) fn caller_at(&mut self, base: ExprId, of: &Val, key: Sym) -> Option<Val> {
        let goes_along = matches!(self.unit.body[base].kind, ExprKind::Member { .. })
            || of
                .srcs
                .list()
                .iter()
                .all(|src| src.root() == Root::Request && src.is_whole());
        let row = self.source_row(of, self.text(key), self.last_name(base))?;
        let named = !row.on_name.is_empty() && row.origin == OriginWord::Identity;
        (goes_along && named && !of.srcs.is_empty()).then(|| self.origin(row.origin, Some(key)))
    }

    /// The catalog's word on every value of a type.
    pub(super) fn source_type(&self, ty: &Ty) -> Option<&'a SourceRow> {
        let name = ty.name()?;
        self.eng.index.source_type.get(self.unit.language, name).next().copied()
    }

    /// Whether values of a type are of no interest, by the catalog's word on parameters: a token that cancels, a logger.
    pub(super) fn is_neutral_type(&self, ty: &Ty) -> bool {
        let Some(name) = ty.name() else { return false };
        self.eng.index.params.iter().any(|(language, row)| {
            row.origin == OriginWord::Neutral
                && language.is_none_or(|language| language == self.unit.language)
                && row.of_type.iter().any(|of| of == name)
        })
    }

    fn source_fits(&self, row: &SourceRow, of: &Val, written: Option<&str>) -> bool {
        if row.behind && !self.behind {
            return false;
        }
        if row.on_type.is_empty() && row.on_name.is_empty() && row.on_this.is_empty() {
            return true;
        }
        if !row.on_type.is_empty() && self.type_is(&of.ty, &row.on_type) {
            return true;
        }
        if written.is_some_and(|written| row.on_name.iter().any(|name| name == written)) {
            return true;
        }
        !row.on_this.is_empty() && self.is_own(of, written) && self.owner_is(&row.on_this)
    }

    fn is_own(&self, of: &Val, written: Option<&str>) -> bool {
        written == Some("this")
            || of
                .srcs
                .list()
                .iter()
                .any(|src| src.root() == Root::This && src.path().is_empty())
    }

    /// Whether the method's type derives from one of these, or its name ends in what stands behind a `*`.
    pub(super) fn owner_is(&self, names: &[String]) -> bool {
        let Some(owner) = self.owner else { return false };
        self.eng.program.derives(owner, names)
    }
}
