//! Ways to log in: what code of the program's own asks for before it lets a caller in.
//!
//! Where the one way into an application is a handler that looks at the tenant in the route, whoever came in belongs to that
//! tenant. The file that registers it stands at the root of the application: what lies below its folder is behind it.

use crate::flow::engine::Engine;
use crate::flow::entry::Entry;
use crate::flow::policies::Asked;
use crate::program::{FnId, TypeId};
use partywall_catalog::OriginWord;
use partywall_ir::{ExprId, ExprKind, Unit};
use rustc_hash::FxHashSet;

/// The most types that a handler may ask, and the most of their methods that are read.
const MAX_TYPES: usize = 16;
const MAX_METHODS: usize = 200;

/// One way to log in.
#[derive(Debug)]
pub(super) struct Scheme {
    /// The folder of the application, with a slash at its end; empty for the whole project.
    folder: String,
    /// The keys in the route that it looks at.
    names: FxHashSet<String>,
}

impl Engine<'_> {
    /// Whether who came in to an entry point was asked for a key of this name in the route.
    pub(super) fn scheme_asks(&self, entry: &Entry, name: &str) -> bool {
        let Some(unit) = entry.unit.filter(|_| entry.login) else {
            return false;
        };
        let path = &self.program.unit(unit).path;
        let schemes = self.schemes.get_or_init(|| self.find_schemes());
        schemes
            .iter()
            .any(|scheme| scheme.names.contains(name) && path.starts_with(&scheme.folder))
    }

    fn find_schemes(&self) -> Vec<Scheme> {
        let mut found = Vec::new();
        for method in self.deciding_by(|row| row.scheme) {
            let Some(owner) = self.program.func(method).owner else {
                continue;
            };
            let name = self.program.text(self.program.ty(owner).name);
            let mut places = self.program.units().iter().filter(|unit| registers_only(unit, name));
            let (Some(unit), None) = (places.next(), places.next()) else {
                continue;
            };
            let folder = unit.path.rfind('/').map_or("", |end| &unit.path[..=end]);
            let mut asked = Asked::default();
            for function in self.asked_methods(method, owner) {
                self.taken_out(function, |origin| *origin == OriginWord::Route, &mut asked);
            }
            asked.names.retain(|name| self.is_key(name));
            found.push(Scheme {
                folder: folder.to_owned(),
                names: asked.names,
            });
        }
        found
    }

    /// A method, and those of the program's services that its object holds.
    fn asked_methods(&self, method: FnId, owner: TypeId) -> Vec<FnId> {
        let program = self.program;
        let own = program.instance(owner, Vec::new());
        let fields = program.fields(owner).into_iter();
        let held: Vec<TypeId> = fields
            .filter_map(|field| {
                let name = program.sym(field.unit, program.field_decl(field).name);
                program.unwrap(&program.field_type(&own, name)).decl()
            })
            .take(MAX_TYPES)
            .collect();
        let serves = |ty: &TypeId| held.contains(ty) || program.supertypes(*ty).iter().any(|base| held.contains(base));
        let services = program.types().filter(serves);
        let methods = services.flat_map(|ty| program.own_methods(ty).iter().copied());
        std::iter::once(method).chain(methods).take(MAX_METHODS).collect()
    }
}

/// Whether a file registers a type as the only way to log in: a call with the type as an argument, which stands alone behind the call
/// that begins the list of ways.
fn registers_only(unit: &Unit, name: &str) -> bool {
    let body = &unit.body;
    let on = |expr: ExprId| match &body[expr].kind {
        ExprKind::Call { callee, .. } => match &body[*callee].kind {
            ExprKind::Member { base, .. } => Some(*base),
            ExprKind::Generic { base, .. } => match &body[*base].kind {
                ExprKind::Member { base, .. } => Some(*base),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let registers = |expr: &ExprKind| {
        let ExprKind::Call { callee, .. } = expr else {
            return false;
        };
        let ExprKind::Generic { args, .. } = &body[*callee].kind else {
            return false;
        };
        args.iter().any(|arg| crate::words::last(unit.text(arg.name)) == name)
    };
    let mut calls = (0..body.exprs.len()).map(ExprId::new);
    let Some(call) = calls.find(|expr| registers(&body[*expr].kind)) else {
        return false;
    };
    let begins = on(call).is_some_and(|list| on(list).is_none_or(|base| on(base).is_none()));
    let goes_on = (0..body.exprs.len()).any(|expr| on(ExprId::new(expr)) == Some(call));
    begins && !goes_on
}
