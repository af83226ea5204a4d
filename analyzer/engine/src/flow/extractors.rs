//! Parameters of an entry point that are made by code of the program: a value that is only made when the request agrees with
//! the identity proves that agreement to whoever is given one.

use crate::flow::cx::Cx;
use crate::flow::value::{EntRef, Fact, Root, SrcId};
use crate::flow::vocab::List;
use crate::program::FnId;
use partywall_catalog::OriginWord;
use partywall_ir::ParamKind;

/// The most functions below an extractor that are looked at.
const MAX_CALLED: usize = 24;

impl Cx<'_, '_> {
    /// Notes what the types of an entry point's parameters prove of the tenants that its other parameters name.
    pub(super) fn trust_extractors(&mut self) {
        let decl = self.eng.program.decl(self.function);
        let proven = (0..decl.params.len()).any(|at| {
            let ty = self.eng.program.param_type(self.function, at);
            let ty = self.eng.program.unwrap(&ty);
            ty.decl().is_some_and(|ty| {
                let methods = self.eng.program.own_methods(ty);
                methods.iter().any(|method| {
                    self.makes_from_request(*method) && (self.compares(*method) || self.looks_up_membership(*method))
                })
            })
        });
        if !proven {
            return;
        }
        let mut tenants: Vec<SrcId> = {
            let named = |src: &SrcId| match (src.root(), &src.path()[..]) {
                (Root::Request, [name]) => {
                    let name = self.text(*name);
                    self.eng.tenancy.is_tenant_key(name, false)
                }
                _ => false,
            };
            let all = self.st.env.values().flat_map(|val| val.srcs.list().to_vec());
            all.filter(named).collect()
        };
        tenants.sort_unstable();
        tenants.dedup();
        let facts: Vec<Fact> = tenants.into_iter().map(Fact::Authorized).collect();
        self.note(decl.name_span, &facts, true);
        self.st.facts.extend(facts);
    }

    /// Notes that only administrators come here, where a parameter that holds the caller is of a type that is called after them, and nobody's
    /// role is one within a tenant.
    pub(super) fn trust_administrators(&mut self) {
        let decl = self.eng.program.decl(self.function);
        let caller = decl.params.iter().enumerate().any(|(at, param)| {
            let Some(written) = &param.ty else { return false };
            let mut types = std::iter::once(written).chain(&written.args);
            types.any(|ty| self.eng.vocab.has(List::Administrator, self.unit.text(ty.name)))
                && self.param_origin_in(self.function, param, &self.eng.program.param_type(self.function, at))
                    == Some(OriginWord::Identity)
        });
        if caller && self.eng.roles_are_global() {
            self.note(decl.name_span, &[Fact::Operator], true);
            self.st.facts.push(Fact::Operator);
        }
    }

    /// Whether a function makes a value from a request: it is no method of a value, and it is given the request.
    fn makes_from_request(&self, function: FnId) -> bool {
        let program = self.eng.program;
        let decl = program.decl(function);
        decl.body.is_some()
            && decl.params.iter().all(|param| param.kind != ParamKind::Receiver)
            && decl.params.iter().enumerate().any(|(at, param)| {
                let ty = program.param_type(function, at);
                self.param_origin_in(function, param, &ty) == Some(OriginWord::RequestObject)
            })
    }

    /// Whether a function only comes back when something of the request equals something of the identity.
    fn compares(&self, function: FnId) -> bool {
        let summary = self.summary(function);
        let proves = |fact: &Fact| match fact {
            Fact::Equal(a, b) => matches!(
                (a.root(), b.root()),
                (Root::Request, Root::Identity) | (Root::Identity, Root::Request)
            ),
            Fact::Authorized(src) => src.root() == Root::Request,
            _ => false,
        };
        // a value with several sources is compared through one of them
        summary.always.iter().chain(&summary.yes).any(|fact| match fact {
            Fact::Any(arms) => arms.iter().flatten().any(proves),
            fact => proves(fact),
        })
    }

    /// Whether a function, or one that it calls, looks a membership up: it decides about a tenant, not only about a person.
    pub(super) fn looks_up_membership(&self, function: FnId) -> bool {
        let mut seen = vec![function];
        let mut at = 0;
        while let Some(next) = seen.get(at).copied() {
            at += 1;
            let summary = self.summary(next);
            let membership = summary.accesses.iter().any(|access| match access.entity {
                EntRef::Known(entity) => self.eng.tenancy.entity(entity).membership.is_some(),
                _ => false,
            });
            if membership {
                return true;
            }
            for callee in &summary.callees {
                if seen.len() < MAX_CALLED && !seen.contains(callee) {
                    seen.push(*callee);
                }
            }
        }
        false
    }
}
