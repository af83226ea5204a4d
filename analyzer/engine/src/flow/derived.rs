//! Values whose type is that of a query, by its own name or because the program derives a type from one: a repository of the
//! application's own that adds to what a library's repository does.

use crate::flow::call::Site;
use crate::flow::cx::Cx;
use crate::flow::value::{EntRef, Shape, Val};
use crate::program::{Ty, TypeId};
use partywall_ir::{ExprId, ExprKind};
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A value whose type is that of a query becomes one.
    pub(super) fn typed_query(&self, val: Val) -> Val {
        if val.ty.is_unknown() || matches!(val.shape, Shape::Query(_)) {
            return val;
        }
        let Some(element) = self.queried(&val.ty) else {
            return val;
        };
        let entity = self.entity_or_param(&element);
        let query = self.query(entity, partywall_ir::Span::default());
        Val {
            shape: Shape::Query(Arc::new(query)),
            ..val
        }
    }

    /// The entity of a type of rows; a type parameter, or what is not known to be an entity, by its name.
    pub(super) fn entity_or_param(&self, rows: &Ty) -> EntRef {
        match (self.entity_of(rows), rows.name()) {
            (EntRef::Unknown, Some(name)) => self.eng.program.find(name).map_or(EntRef::Unknown, EntRef::Param),
            (known, _) => known,
        }
    }

    /// What a value of a type is a query over.
    fn queried(&self, ty: &Ty) -> Option<Ty> {
        if self.is_query_type(ty.name()?) {
            return ty.args().first().cloned();
        }
        let base = self.query_base(ty.decl()?)?;
        let args = self.eng.program.base_args(ty, &base)?;
        // what stands in front of the rows is what holds them
        let entity = args.iter().find(|arg| self.entity_of(arg) != EntRef::Unknown);
        entity.or(args.first()).cloned()
    }

    fn is_query_type(&self, name: &str) -> bool {
        self.eng.index.query_type.get(self.unit.language, name).next().is_some()
    }

    /// The type of queries that a type derives from.
    fn query_base(&self, ty: TypeId) -> Option<Arc<str>> {
        if let Some(known) = self.eng.query_bases.get(&ty) {
            return known;
        }
        let last = |base: &str| crate::words::last(base).to_owned();
        let bases = self.eng.program.base_names(ty).into_iter();
        let found = bases.map(|base| last(&base)).find(|base| self.is_query_type(base));
        self.eng.query_bases.keep(ty, found.map(Arc::from))
    }

    /// Whether what comes back from a call, once it is there, is a query that has not run.
    pub(super) fn is_handed(&self, call: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = &self.unit.body[call].kind else {
            return false;
        };
        let rows = &self.eng.index.step;
        self.last_name(*callee)
            .is_some_and(|name| rows.get(self.unit.language, name).any(|row| row.handed))
    }

    /// The receiver of a call, where what is called is a query's own method and none that the program writes for a type of its own.
    pub(super) fn asked_of_query(&self, site: &Site, receiver: Option<&Val>) -> Option<Val> {
        let own = |base: ExprId| matches!(self.unit.body[base].kind, ExprKind::This | ExprKind::Base);
        if site.base.is_some_and(|base| !own(base)) {
            let receiver = receiver.filter(|receiver| matches!(receiver.shape, Shape::Query(_)))?;
            let derived = receiver.ty.decl().filter(|ty| self.query_base(*ty).is_some());
            let writes = |ty| !self.eng.program.methods(ty, site.sym).is_empty();
            return (!derived.is_some_and(writes)).then(|| receiver.clone());
        }
        let owner = self.owner?;
        self.eng.index.step.get(self.unit.language, site.name).next()?;
        let writes = !self.eng.program.methods(owner, site.sym).is_empty();
        if writes && !self.is_base_call(site) || self.query_base(owner).is_none() {
            return receiver
                .filter(|receiver| matches!(receiver.shape, Shape::Query(_)))
                .cloned();
        }
        let this = Val {
            ty: self.eng.program.instance(owner, Vec::new()),
            ..Val::of(crate::flow::value::Srcs::one(
                self.src(crate::flow::value::Root::This, &[]),
            ))
        };
        Some(self.typed_query(this))
    }
}
