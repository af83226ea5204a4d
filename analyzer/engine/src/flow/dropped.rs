//! Tenants and callers that a function is given and leaves unused.
//!
//! That a parameter goes unused proves no leak: it words what is found otherwise, and stands alone only where rows are selected by
//! another parameter and nothing was seen to lead there.

use crate::facts::{Dropped, Unasked, Unused};
use crate::flow::engine::Engine;
use crate::flow::query::{Access, Pred, values};
use crate::flow::value::{Fact, Root, SrcId};
use crate::program::{FnId, TypeId};
use crate::tenancy::{EntityId, Standing};
use partywall_catalog::Operation;
use partywall_ir::walk::{Part, bound, parts, pattern_parts};
use partywall_ir::{ExprKind, Flags, FnKind, Name, ParamKind};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The most expressions of one function that are looked at.
const MAX_PARTS: usize = 20_000;

impl Engine<'_> {
    /// The tenants and callers that a function takes and never speaks of again.
    pub(super) fn unused(&self, function: FnId) -> Arc<[Unused]> {
        self.unused.get_or(&function, || self.unused_now(function).into())
    }

    /// What the functions on the way to an access take and never speak of: callers, and tenants that its rows belong to.
    pub(super) fn unused_on(&self, entry: Option<FnId>, access: &Access, entity: EntityId) -> Vec<Unused> {
        let mut way: Vec<FnId> = entry.into_iter().collect();
        way.extend(access.calls.iter().map(|call| call.callee));
        way.push(access.function);
        way.dedup();
        let mut unused: Vec<Unused> = Vec::new();
        for function in way {
            for one in self.unused(function).iter() {
                if (one.how == Unasked::Caller || self.is_tenant_of(entity, &one.name)) && !unused.contains(one) {
                    unused.push(one.clone());
                }
            }
            unused.extend(self.optional(function, access, entity));
        }
        unused
    }

    /// The tenant that a function asks by only where its caller gives one.
    fn optional(&self, function: FnId, access: &Access, entity: EntityId) -> Option<Unused> {
        let decl = self.program.decl(function);
        let unit = self.program.unit(self.program.func(function).unit);
        let summary = self.summary(function);
        let same = |other: &&Access| other.place == access.place && other.entity == access.entity;
        let arms = summary.accesses.iter().filter(same).flat_map(|access| &access.preds);
        let mut given = arms.flat_map(|pred| match pred {
            Pred::Any(arms) => arms.as_slice(),
            _ => &[],
        });
        given.find_map(|arm| {
            let src = arm.iter().find_map(|pred| match pred {
                Pred::When(src, false) => Some(*src),
                _ => None,
            })?;
            let Root::Param(at) = src.root() else { return None };
            let name = unit.text(decl.params.get(at as usize)?.name);
            self.is_tenant_of(entity, name).then(|| Unused {
                function,
                name: name.to_owned(),
                how: Unasked::Optional,
            })
        })
    }

    fn unused_now(&self, function: FnId) -> Vec<Unused> {
        let program = self.program;
        let decl = program.decl(function);
        let unit = program.unit(program.func(function).unit);
        let (Some(_), FnKind::Plain) = (decl.body, decl.kind) else {
            return Vec::new();
        };
        let mut taken: Vec<(Name, bool)> = Vec::new();
        for (at, param) in decl.params.iter().enumerate() {
            if param.kind != ParamKind::Plain {
                continue;
            }
            let mut names = vec![param.name];
            param
                .pattern
                .iter()
                .for_each(|pattern| bound(&unit.body, *pattern, &mut |name| names.push(name)));
            names.sort_unstable();
            names.dedup();
            let caller = self.is_caller(function, at);
            let told = names.into_iter().filter(|name| !unit.text(*name).is_empty());
            taken.extend(told.filter_map(|name| {
                let tenant = self.is_tenant(unit.text(name));
                (tenant || caller).then_some((name, !tenant))
            }));
        }
        if taken.is_empty() {
            return Vec::new();
        }
        let Some(spoken) = self.spoken_in(function) else {
            return Vec::new();
        };
        taken.retain(|(name, _)| !spoken.contains(name));
        let unused = |(name, caller): (Name, bool)| Unused {
            function,
            name: unit.text(name).to_owned(),
            how: match caller {
                true => Unasked::Caller,
                false => Unasked::Tenant,
            },
        };
        taken.into_iter().map(unused).collect()
    }

    /// Whether a name is that of a tenant's key, of one that has rows of others.
    fn is_tenant(&self, name: &str) -> bool {
        self.tenancy.is_tenant_key(name, false)
            && self
                .tenancy
                .refers(name)
                .is_none_or(|entity| self.tenancy.entity(entity).standing == Standing::Root { user: false })
    }

    /// Whether a parameter is a person, or whatever stands for the caller.
    fn is_caller(&self, function: FnId, at: usize) -> bool {
        let ty = self.program.unwrap(&self.program.param_type(function, at));
        let entity = ty.decl().and_then(|id| self.tenancy.of_type(id));
        match entity {
            Some(entity) => self.tenancy.entity(entity).standing == Standing::Root { user: true },
            None => ty
                .name()
                .is_some_and(|name| self.vocab.has(crate::flow::vocab::List::Identity, name)),
        }
    }

    /// All names in a function's body; none where some of it was not understood, or is too much.
    fn spoken_in(&self, function: FnId) -> Option<FxHashSet<Name>> {
        let unit = self.program.unit(self.program.func(function).unit);
        let mut spoken = FxHashSet::default();
        let mut stack: Vec<Part> = self.program.decl(function).body.map(Part::Expr).into_iter().collect();
        for _ in 0..MAX_PARTS {
            let Some(part) = stack.pop() else { return Some(spoken) };
            match part {
                Part::Pat(pat) => pattern_parts(&unit.body[pat].kind, &mut |part| stack.push(part)),
                Part::Expr(expr) => {
                    match &unit.body[expr].kind {
                        ExprKind::Name(name) => {
                            spoken.insert(*name);
                        }
                        ExprKind::Gap { .. } => return None,
                        ExprKind::LocalFn(inner) => {
                            let inner = unit.functions.get(inner.index());
                            stack.extend(inner.and_then(|inner| inner.body).map(Part::Expr));
                        }
                        _ => {}
                    }
                    parts(&unit.body[expr].kind, &mut |part| stack.push(part));
                }
            }
        }
        None
    }

    /// The tenant that a function takes and does not ask by, where it selects rows of that tenant by another parameter; `all` are
    /// its accesses. The answer holds for an access of its own that nothing ties.
    pub(super) fn dropped(&self, function: FnId, access: &Access, entity: EntityId, all: &[Access]) -> Option<Dropped> {
        let program = self.program;
        let decl = program.decl(function);
        let selects = !matches!(access.operation, Operation::Insert | Operation::Exists);
        if !selects || access.inner || access.opaque || decl.flags.has(Flags::OVERRIDE) {
            return None;
        }
        let asked = values(&access.preds);
        let plain = |pred: &Pred| matches!(pred, Pred::Test { .. } | Pred::Key(_) | Pred::When(..));
        let chosen = asked.iter().any(|src| matches!(src.root(), Root::Param(_)));
        let told = |src: &SrcId| matches!(src.root(), Root::Param(_) | Root::Const);
        if !chosen || !access.preds.iter().all(plain) || !asked.iter().all(told) {
            return None;
        }
        let unit = program.unit(program.func(function).unit);
        // rows that another access ties by what selects these are known as the tenant's by then
        let mut held: Vec<SrcId> = asked.clone();
        for other in all {
            let more = values(&other.preds);
            if more.iter().any(|src| asked.contains(src) && src.root() != Root::Const) {
                held.extend(more);
            }
        }
        for fact in access.exits.iter().flat_map(|facts| facts.iter()) {
            sources(fact, &mut held);
        }
        let unused = self.unused(function);
        let found = decl.params.iter().enumerate().find_map(|(at, param)| {
            let root = Root::Param(u32::try_from(at).ok()?);
            let own = held.iter().filter(|src| src.root() == root);
            let name = unit.text(param.name);
            if self.is_tenant_of(entity, name) {
                return (own.count() == 0).then(|| name.to_owned());
            }
            let ty = program.unwrap(&program.param_type(function, at)).decl()?;
            let member = self.tenant_member(entity, ty)?;
            let whole =
                |src: &&SrcId| src.path().is_empty() || src.path().iter().any(|part| program.text(*part) == member);
            (own.filter(whole).count() == 0).then(|| format!("{name}.{member}"))
        });
        found.map(|name| Dropped {
            unused: unused.iter().any(|one| one.name == name),
            name,
        })
    }

    /// The member of a class by which it knows whose an entity's rows are.
    fn tenant_member(&self, entity: EntityId, ty: TypeId) -> Option<String> {
        let program = self.program;
        if self.tenancy.of_type(ty).is_some() {
            return None;
        }
        program.fields(ty).into_iter().find_map(|field| {
            let name = program.unit(field.unit).text(program.field_decl(field).name);
            self.is_tenant_of(entity, name).then(|| name.to_owned())
        })
    }

    /// Whether a name is that of the key of a tenant that an entity's rows belong to.
    fn is_tenant_of(&self, entity: EntityId, name: &str) -> bool {
        let paths = &self.tenancy.entity(entity).paths;
        let root = |root: EntityId| self.tenancy.entity(root).standing == Standing::Root { user: false };
        self.tenancy
            .refers(name)
            .is_some_and(|of| of != entity && root(of) && paths.iter().any(|path| path.root == of))
    }
}

/// The sources that a fact speaks of.
fn sources(fact: &Fact, into: &mut Vec<SrcId>) {
    match fact {
        Fact::Equal(a, b) => into.extend([*a, *b]),
        Fact::Vouched(who, src) => {
            into.extend_from_slice(who.list());
            into.push(*src);
        }
        Fact::Authorized(src) => into.push(*src),
        Fact::Any(arms) => {
            // alternatives do not nest deeper than a few levels
            arms.iter().flatten().for_each(|fact| sources(fact, into));
        }
        Fact::Found(_)
        | Fact::Absent(_)
        | Fact::Given(_)
        | Fact::Missing(_)
        | Fact::Lacking(_)
        | Fact::LeftOut(_)
        | Fact::Operator => {}
    }
}
