//! What the catalog says of a parameter: that it is the request's, the identity's, a service, or nothing that it knows.

use crate::flow::cx::Cx;
use crate::flow::entry::{Entry, beside, last_of};
use crate::flow::value::EntRef;
use crate::flow::vocab::List;
use crate::program::{Def, FnId, Program, Scope, Ty, TypeId, UnitId};
use crate::tenancy::attribute_says;
use partywall_catalog::{OriginWord, ParamRow, path_matches};
use partywall_ir::{ExprId, ExprKind, Language, Param, Unit};

impl<'a> Cx<'a, '_> {
    /// What the catalog says of a parameter; none when it is for the caller to say.
    pub(super) fn param_origin(&self, param: &Param, ty: &Ty, entry: Option<&Entry>) -> Option<OriginWord> {
        let origin = self.param_origin_in(self.function, param, ty);
        let Some(entry) = entry else { return origin };
        if origin.is_some() {
            return origin;
        }
        let service = ty
            .decl()
            .is_some_and(|id| self.eng.program.ty(id).kind == partywall_ir::TypeKind::Interface);
        if service {
            return Some(OriginWord::Neutral);
        }
        let by_type = ty.name().is_some_and(|name| self.eng.vocab.has(List::Identity, name));
        let simple = ty.is_unknown() || ty.decl().is_none();
        if by_type || (simple && self.eng.vocab.has(List::Identity, self.unit.text(param.name))) {
            return Some(OriginWord::Identity);
        }
        if self.given_by_decorator(param) {
            return Some(OriginWord::Identity);
        }
        Some(if entry.passed {
            OriginWord::Neutral
        } else {
            OriginWord::Request
        })
    }

    /// Whether a parameter of an entry point is declared to be a row where none is handed over from outside: other code passes it.
    pub(super) fn is_passed_row(&self, entry: Option<&Entry>, ty: &Ty) -> bool {
        let rowless = entry.is_some_and(|entry| entry.rowless);
        rowless && matches!(self.entity_of(ty), EntRef::Known(_))
    }

    /// Whether a parameter is no part of the route, and a decorator of the program stands between: that one gives it.
    fn given_by_decorator(&self, param: &Param) -> bool {
        let program = self.eng.program;
        let decl = program.decl(self.function);
        if param.ty.is_some() || param.default.is_some() {
            return false;
        }
        let name = self.unit.text(param.name);
        let route = decl.attributes.iter().find_map(|attribute| {
            let first = attribute.args.first()?;
            match &self.unit.body[first.value].kind {
                ExprKind::Lit(partywall_ir::Lit::Str(text)) => Some(self.unit.text(*text)),
                _ => None,
            }
        });
        let own = |attribute: &partywall_ir::Attribute| {
            let path: Option<Vec<_>> = self
                .unit
                .text(attribute.path)
                .split('.')
                .map(|part| program.find(part))
                .collect();
            path.and_then(|path| program.resolve(self.unit_id, Scope::default(), &path))
                .is_some_and(|def| matches!(def, Def::Function(_)))
        };
        self.eng.tenancy.is_tenant_key(name, true)
            && route.is_some_and(|route| route.starts_with('/') && !route.contains(name))
            && decl.attributes.iter().any(own)
    }

    /// The like for a parameter of any unit, without what is assumed of an entry point.
    pub(super) fn param_origin_in(&self, function: FnId, param: &Param, ty: &Ty) -> Option<OriginWord> {
        let unit = self.eng.program.unit(self.eng.program.func(function).unit);
        let params = self.eng.program.decl(function).params.iter();
        let mut own = params.filter(|param| param.kind != partywall_ir::ParamKind::Receiver);
        let candidate = Candidate {
            unit,
            of: self.text(self.eng.program.func(function).name),
            owner: self.eng.program.func(function).owner,
            at: own.position(|own| own.name == param.name),
            param,
            ty,
            type_name: ty.name(),
            type_attributes: ty
                .decl()
                .into_iter()
                .flat_map(|ty| self.eng.program.attributes(ty))
                .collect(),
            beside: beside(self.eng, function, param),
            read_like: self.read_like(unit.language, ty),
        };
        for (language, row) in &self.eng.index.params {
            if language.is_none_or(|language| language == unit.language) && candidate.fits(self.eng.program, row) {
                return Some(row.origin);
            }
        }
        self.made_where_there(unit.language, ty)
            .or_else(|| self.source_type(ty).map(|row| row.origin))
    }

    fn read_like(&self, language: Language, ty: &Ty) -> Option<&'a str> {
        let program = self.eng.program;
        let rows = || {
            self.eng
                .index
                .params
                .iter()
                .filter(|(of, _)| of.is_none_or(|of| of == language))
        };
        let mut attributes = ty.decl().into_iter().flat_map(|ty| program.attributes(ty));
        attributes.find_map(|(unit, attribute)| {
            let unit = program.unit(unit);
            let path = unit.text(attribute.path);
            let asked = rows().any(|(_, row)| row.via.iter().any(|name| path_matches(path, name)));
            asked.then(|| named_in(unit, attribute)).flatten()
        })
    }
}

/// What an attribute of a type says that it is read like: `State` in `#[from_request(via(State))]`.
fn named_in<'p>(unit: &'p Unit, attribute: &partywall_ir::Attribute) -> Option<&'p str> {
    attribute.args.iter().find_map(|arg| match &unit.body[arg.value].kind {
        ExprKind::Call { args, .. } => last_of(unit, args.first()?.value),
        _ => None,
    })
}

/// A parameter of which the catalog is asked, with what its rows ask for.
struct Candidate<'p> {
    unit: &'p Unit,
    /// What its function is called.
    of: &'p str,
    /// The type that has its function.
    owner: Option<TypeId>,
    /// Its place, what a method is called on aside.
    at: Option<usize>,
    param: &'p Param,
    ty: &'p Ty,
    type_name: Option<&'p str>,
    type_attributes: Vec<(UnitId, &'p partywall_ir::Attribute)>,
    beside: Vec<(UnitId, ExprId)>,
    /// The type that its own is read like.
    read_like: Option<&'p str>,
}

impl Candidate<'_> {
    /// Whether all that a row asks for holds, and it asks for something.
    fn fits(&self, program: &Program, row: &ParamRow) -> bool {
        let mut asked = false;
        let mut check = |names: &[String], holds: &dyn Fn() -> bool| {
            asked |= !names.is_empty();
            names.is_empty() || holds()
        };
        let fits = check(&row.attribute, &|| self.carries(program, &row.attribute))
            && check(&row.of_type, &|| self.is_of(&row.of_type))
            && check(&row.implements, &|| {
                self.ty.decl().is_some_and(|id| program.derives(id, &row.implements))
            })
            && check(&row.method, &|| row.method.iter().any(|name| name == self.of))
            && check(&row.on_this, &|| {
                self.owner.is_some_and(|owner| program.derives(owner, &row.on_this))
            })
            && row.position.is_none_or(|at| self.at == Some(at))
            && check(&row.default_call, &|| {
                row.default_call.iter().any(|name| self.is_made_by(program, name))
            })
            && check(&row.name, &|| {
                let name = self.unit.text(self.param.name);
                row.name.iter().any(|asked| asked == name)
            });
        fits && asked
    }

    fn carries(&self, program: &Program, names: &[String]) -> bool {
        let own = |attribute: &partywall_ir::Attribute| {
            let path = self.unit.text(attribute.path);
            names.iter().any(|name| path_matches(path, name))
        };
        let of_type = |(unit, attribute): &(UnitId, &partywall_ir::Attribute)| {
            attribute_says(program.unit(*unit), attribute, names)
        };
        self.param.attributes.iter().any(own) || self.type_attributes.iter().any(of_type)
    }

    fn is_of(&self, names: &[String]) -> bool {
        let written = self.param.ty.as_ref().map_or("", |ty| self.unit.text(ty.name));
        names
            .iter()
            .any(|name| path_matches(written, name) || self.type_name == Some(name) || self.read_like == Some(name))
    }

    fn is_made_by(&self, program: &Program, name: &str) -> bool {
        self.beside.iter().any(|(unit, expr)| {
            let unit = program.unit(*unit);
            match &unit.body[*expr].kind {
                ExprKind::Call { callee, .. } => last_of(unit, *callee) == Some(name),
                ExprKind::Name(written) => unit.text(*written) == name,
                _ => false,
            }
        })
    }
}
