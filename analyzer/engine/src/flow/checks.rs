//! Calls that authorize: those that the catalog knows, and those whose name and arguments say so.

use crate::flow::call::{Given, Site, union};
use crate::flow::cx::Cx;
use crate::flow::query::Pred;
use crate::flow::value::{Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::flow::vocab::List;
use crate::program::{FnId, Ty};
use crate::tenancy::Standing;
use partywall_catalog::Proves;
use partywall_ir::ExprKind;
use std::sync::Arc;

impl Cx<'_, '_> {
    /// A call that the catalog says authorizes.
    pub(super) fn guard_row(&mut self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Val> {
        let row = self
            .eng
            .index
            .guard_call
            .get(self.unit.language, site.name)
            .next()
            .copied()?;
        if self.is_own_method(site) {
            // a method of the project's own by that name is what its code is
            return None;
        }
        let mut facts = Vec::new();
        match row.proves {
            Proves::Operator => facts.push(Fact::Operator),
            Proves::Record if row.secret => facts.extend(self.holds_secret(given)),
            Proves::Tenant | Proves::Record => {
                self.ask_without_record(site, row, given);
                if row.shows && self.shown_to_guards(row, given) {
                    return Some(Val::nothing());
                }
                for (at, arg) in given.iter().enumerate() {
                    if row.arg.is_none_or(|wanted| wanted == at) {
                        facts.extend(self.authorizable(&arg.val));
                        facts.extend(self.tenants_of_made(&arg.val));
                        if facts.is_empty() && row.arg.is_some() && given.len() == at + 1 {
                            facts.extend(self.asked_by_policies(&arg.val));
                        }
                    }
                }
            }
            // where no tenant knows roles of its own, who manages anything manages all of it
            Proves::Role if given.iter().any(|arg| self.names_manager(arg)) && self.eng.roles_are_global() => {
                facts.push(Fact::Operator);
            }
            Proves::Login | Proves::Role | Proves::Anonymous => {}
        }
        if facts.is_empty() && matches!(row.proves, Proves::Tenant | Proves::Record) {
            facts.extend(self.named_right(site, receiver, given));
        }
        // a call that raises lets nothing pass when it comes back; one that answers is a condition
        let span = self.unit.body[site.expr].span;
        let asks = matches!(row.proves, Proves::Login | Proves::Role).then_some(row.proves);
        if row.raises || asks.is_some() {
            self.note_asking(span, &facts, row.raises, asks);
        }
        if row.raises {
            self.st.facts.extend(facts.iter().cloned());
        }
        let srcs = union(given.iter().map(|arg| &arg.val));
        let truth = Truth {
            preds: Vec::new(),
            yes: facts,
            no: Vec::new(),
        };
        Some(Val {
            srcs,
            ..Val::shaped(Shape::Truth(Arc::new(truth)))
        })
    }

    /// A right of those who manage something that a person is asked for by its name alone: `user.has_right("moderate")`.
    fn named_right(&self, site: &Site, receiver: Option<&Val>, given: &[Given]) -> Option<Fact> {
        let [person] = *receiver?.srcs.list() else { return None };
        let whose = matches!(person.root(), Root::Identity | Root::Param(_));
        let named = given.iter().any(|arg| self.names_manager(arg)) && given.iter().all(|arg| self.is_fixed(&arg.val));
        (whose && named).then(|| Fact::Equal(self.src(Root::Const, &[]), person.member(site.sym)))
    }

    /// What a call gives that is called after rights and is told of a person alone: which rights that one has.
    pub(super) fn rights_of(&self, site: &Site, given: &[Given], val: Val) -> Val {
        if !matches!(val.shape, Shape::Plain) || !self.eng.vocab.has(List::Role, site.name) {
            return val;
        }
        let own = |src: &SrcId| !matches!(src.root(), Root::Record(_) | Root::Request);
        let told = || given.iter().map(|arg| &arg.val).filter(|val| !val.srcs.is_empty());
        let parts: Vec<&Val> = told().collect();
        let person = match parts[..] {
            [part] if self.is_identity(&part.srcs) => part.srcs.list().first().copied(),
            [_] => self.named_person(&parts),
            _ => None,
        };
        match person.filter(|_| val.srcs.list().iter().all(own)) {
            Some(person) => Val {
                srcs: Srcs::one(person.member(site.sym)),
                ..val
            },
            None => val,
        }
    }

    /// Shows what a call is given to the guards of the handler's own type; false where nothing is known of them.
    fn shown_to_guards(&mut self, row: &partywall_catalog::GuardRow, given: &[Given]) -> bool {
        let arg = given.get(row.arg.unwrap_or(0));
        let (Some(owner), Some(arg)) = (self.owner, arg) else {
            return false;
        };
        let handling = crate::flow::chosen::Handling::function(self.eng.program, &self.eng.index, self.function);
        let found = self.settle(arg.val.clone(), self.unit.body[arg.expr].span);
        self.show_record(owner, &handling, &found)
    }

    /// Whether what is asked for is a role of those who manage something, as code or as text.
    fn names_manager(&self, arg: &Given) -> bool {
        let manages = |name: &str| self.eng.vocab.has(List::Manager, name);
        let text = matches!(&arg.val.shape, Shape::Text(text) if manages(text));
        text || self.last_name(arg.expr).is_some_and(manages)
    }

    /// Whether a check is called after administrators, or is given a right that only they have, where nobody's role is one within a tenant:
    /// `require_admin(…)`, `caller.require(AdminRight::EditUsers)`. One that lets others pass as well names them.
    fn asks_for_administrator(&self, site: &Site, given: &[Given]) -> bool {
        let speaks = |name: &str| self.eng.vocab.has(List::Administrator, name);
        let right = |arg: &Given| match &self.unit.body[arg.expr].kind {
            ExprKind::Member { base, .. } => self.is_fixed(&arg.val) && self.last_name(*base).is_some_and(speaks),
            _ => false,
        };
        let lexicon = self.eng.tenancy.lexicon();
        let words = lexicon.words(site.name);
        let others = words.iter().any(|word| word == "or")
            && (lexicon.user.within(&words) || lexicon.owner.within(&words) || lexicon.membership.within(&words));
        (speaks(site.name) && !others || given.iter().any(right)) && self.eng.roles_are_global()
    }

    /// What a comparison with a secret lets pass: whose the secret is. Where it is nobody's but the installation's, what carries it was handed
    /// out by the installation.
    fn holds_secret(&self, given: &[Given]) -> Vec<Fact> {
        let lexicon = self.eng.tenancy.lexicon();
        let named = |name: &str| lexicon.secret.within(&lexicon.words(name));
        let secret = |src: &SrcId| {
            let param = match src.root() {
                Root::Record(_) => return true,
                Root::Param(at) => self.eng.program.decl(self.function).params.get(at as usize),
                _ => None,
            };
            let called = match src.path().last() {
                Some(name) => Some(self.text(*name)),
                None => param.map(|param| self.unit.text(param.name)),
            };
            src.root() != Root::Request && called.is_some_and(named)
        };
        let facts: Vec<Fact> = given.iter().flat_map(|arg| self.authorizable(&arg.val)).collect();
        let of = |fact: &Fact| matches!(fact, Fact::Authorized(src) if secret(src));
        let owned: Vec<Fact> = facts.iter().filter(|fact| of(fact)).cloned().collect();
        if owned.is_empty() { facts } else { owned }
    }

    /// Whether an argument is what messages are signed with, and was not sent itself.
    fn is_signing_key(&self, arg: &Given) -> bool {
        let called = self
            .last_name(arg.expr)
            .is_some_and(|name| self.eng.vocab.has(List::Signing, name));
        called && arg.val.srcs.list().iter().all(|src| src.root() != Root::Request)
    }

    /// Whether a call is one of the enclosing type's own methods, whose code is there to be read.
    fn is_own_method(&self, site: &Site) -> bool {
        let bare = site
            .base
            .is_none_or(|base| matches!(self.unit.body[base].kind, ExprKind::This) || self.is_receiver(base));
        let Some(owner) = self.owner.filter(|_| bare) else {
            return false;
        };
        let program = self.eng.program;
        let methods = program.methods(owner, site.sym);
        methods.iter().any(|method| program.decl(*method).body.is_some())
    }

    /// The sources of a value that a check of it lets pass.
    pub(super) fn authorizable(&self, val: &Val) -> Vec<Fact> {
        let passes = |src: &&crate::flow::value::SrcId| {
            matches!(
                src.root(),
                Root::Request | Root::Record(_) | Root::Param(_) | Root::This
            )
        };
        val.srcs
            .list()
            .iter()
            .filter(passes)
            .filter(|src| !self.is_claimed(**src))
            .map(|src| Fact::Authorized(*src))
            .collect()
    }

    /// What says whose an object is to be that was made and is shown to a check.
    fn tenants_of_made(&self, val: &Val) -> Vec<Fact> {
        let Shape::Object(members) = &val.shape else {
            return Vec::new();
        };
        let tenancy = self.eng.tenancy;
        let tenant = |name: &str| {
            let root = tenancy.refers(name).map(|root| tenancy.entity(root).standing);
            matches!(root, Some(Standing::Root { user: false }))
        };
        let named = members.iter().filter(|(name, _)| tenant(self.text(*name)));
        named.flat_map(|(_, val)| self.authorizable(val)).collect()
    }

    /// What a policy that is asked for by itself, with no record, takes out of the request by the name of one of the function's inputs.
    fn asked_by_policies(&self, policy: &Val) -> Vec<Fact> {
        if matches!(policy.shape, Shape::Null) {
            return Vec::new();
        }
        let params = &self.eng.program.decl(self.function).params;
        let asked = params.iter().filter(|param| {
            let sym = self.sym(param.name);
            self.eng.any_policy_asks(self.text(sym))
        });
        let values = asked.filter_map(|param| self.st.env.get(&param.name));
        values.flat_map(|val| self.authorizable(val)).collect()
    }

    /// Whether a name is that of one of the function's own parameters.
    fn is_parameter(&self, name: crate::program::Sym) -> bool {
        let program = self.eng.program;
        let mut params = program.decl(self.function).params.iter();
        params.any(|param| program.sym(self.unit_id, param.name) == name)
    }

    /// Whether a call asks if somebody administers what it is given: `is_project_admin(project)`.
    fn administers(&self, site: &Site, given: &[Given]) -> bool {
        !given.is_empty() && self.asks_for_right(site)
    }

    /// Whether a call is named after the question if somebody administers something.
    fn asks_for_right(&self, site: &Site) -> bool {
        let asks = crate::words::split(site.name).first().is_some_and(|word| word == "is");
        asks && self.eng.vocab.has(List::Administrator, site.name)
    }

    /// That the caller has the right that a method of theirs asks for: `user.is_admin(rbac)`.
    fn right_of(&self, site: &Site, receiver: Option<&Val>) -> Option<Fact> {
        let caller = receiver.filter(|val| self.asks_for_right(site) && self.has_identity(val))?;
        match caller.srcs.list() {
            [only] => Some(Fact::Equal(only.member(site.sym), self.src(Root::Const, &[]))),
            _ => None,
        }
    }

    /// A call whose name says that it checks, and that sees the identity: what it is given passes when it says yes, or
    /// when it comes back.
    pub(super) fn check_by_name(
        &mut self,
        site: &Site,
        callee: Option<FnId>,
        receiver: Option<&Val>,
        given: &[Given],
        val: Val,
    ) -> Val {
        let right = self.right_of(site, receiver);
        if right.is_none() && !self.eng.vocab.has(List::Guard, site.name) && !self.administers(site, given) {
            return val;
        }
        let mut sees_identity = callee.is_some_and(|callee| self.summary(callee).reads_identity);
        let mut parts: Vec<&Val> = given.iter().map(|arg| &arg.val).collect();
        parts.extend(receiver);
        for part in &parts {
            sees_identity |= self.has_identity(part);
        }
        sees_identity |= self.eng.vocab.has(
            List::Identity,
            site.base.and_then(|base| self.last_name(base)).unwrap_or(""),
        );
        sees_identity |= self.eng.vocab.has(List::OwnGuard, site.name) || self.eng.vocab.has(List::Operator, site.name);
        // what was signed with a secret of the installation's was handed out by it
        sees_identity |= given.iter().any(|arg| self.is_signing_key(arg));
        // a check that was handed over is its caller's
        sees_identity |= callee.is_none() && site.base.is_none() && self.is_parameter(site.sym);
        let mut facts: Vec<Fact> = parts.iter().flat_map(|part| self.authorizable(part)).collect();
        if !sees_identity {
            let Some(by) = self.named_person(&parts) else {
                return val;
            };
            facts = vouched(by, facts);
        }
        // a permission over all tenants is asked for by its name
        let speaks = |name: &str| self.eng.vocab.has(List::Operator, name);
        let over_all = |arg: &Given| {
            let text = matches!(&arg.val.shape, Shape::Text(text) if speaks(text));
            text || self.is_fixed(&arg.val) && self.last_name(arg.expr).is_some_and(speaks)
        };
        let operator = sees_identity
            && (self.eng.vocab.has(List::Operator, site.name)
                || given.iter().any(over_all)
                || self.asks_for_administrator(site, given));
        if operator {
            facts.push(Fact::Operator);
        }
        facts.extend(right);
        if facts.is_empty() {
            return val;
        }
        let mut truth = match &val.shape {
            Shape::Truth(truth) => (**truth).clone(),
            _ => Truth::default(),
        };
        let misses = matches!(val.shape, Shape::Plain | Shape::List(_))
            && callee.is_some_and(|callee| self.summary(callee).misses);
        if misses {
            truth = self.truth(&val);
        }
        let boolean =
            misses || matches!(val.shape, Shape::Truth(_)) || callee.is_some_and(|callee| self.returns_truth(callee));
        truth.yes.extend(facts.iter().cloned());
        if !boolean {
            self.note_call(site.expr, callee, &facts);
            self.st.facts.extend(facts);
            if !matches!(val.shape, Shape::Plain | Shape::Truth(_)) || !self.records(&val.srcs).is_empty() {
                return val;
            }
        }
        Val {
            shape: Shape::Truth(Arc::new(truth)),
            ..val
        }
    }

    /// Rows whose function's name says that they are what somebody may see: the caller, where nothing that was sent says who.
    pub(super) fn granted_rows(&self, function: FnId, given: &[Given], val: Val) -> Val {
        let Shape::Query(query) = &val.shape else { return val };
        let name = self.text(self.eng.program.func(function).name);
        if !self.eng.vocab.has(List::Granted, name) {
            return val;
        }
        let sent = |arg: &Given| {
            let mut roots = arg.val.srcs.list().iter().map(|src| src.root());
            roots.any(|root| !matches!(root, Root::Const | Root::Identity | Root::Generated))
        };
        let caller = given.iter().any(|arg| self.has_identity(&arg.val)) || self.summary(function).reads_identity;
        if !caller && given.iter().any(sent) {
            return val;
        }
        let mut query = (**query).clone();
        query.preds.push(Pred::Key(Srcs::one(self.src(Root::Trusted, &[]))));
        Val {
            shape: Shape::Query(Arc::new(query)),
            ..val
        }
    }

    fn returns_truth(&self, callee: FnId) -> bool {
        let ret = self.eng.program.return_type(callee, &Ty::unknown(), &[]);
        let ret = self.eng.program.unwrap(&ret);
        ret.name()
            .is_some_and(|name| name.eq_ignore_ascii_case("bool") || name.eq_ignore_ascii_case("boolean"))
            || self.summary(callee).boolean
    }

    pub(super) fn has_identity(&self, val: &Val) -> bool {
        if val
            .ty
            .name()
            .is_some_and(|name| self.eng.vocab.has(List::Identity, name))
        {
            return true;
        }
        val.srcs.list().iter().any(|src| match src.root() {
            Root::Identity => true,
            // a parameter that is called after the identity is the identity wherever the call comes from
            Root::Param(index) => self.param_is_identity(index),
            _ => false,
        })
    }

    /// The one parameter among the parts of a check that is called after a person: whether that is the caller, the callers know.
    fn named_person(&self, parts: &[&Val]) -> Option<SrcId> {
        let decl = self.eng.program.decl(self.function);
        let person = |src: &SrcId| {
            let Root::Param(index) = src.root() else { return false };
            let name = match src.path().last() {
                Some(member) => Some(self.text(*member)),
                None => decl.params.get(index as usize).map(|param| self.unit.text(param.name)),
            };
            name.is_some_and(|name| self.eng.tenancy.names_person(name))
        };
        let mut named = parts.iter().filter_map(|part| match part.srcs.list() {
            [only] if person(only) => Some(*only),
            _ => None,
        });
        let first = named.next()?;
        named.all(|other| other == first).then_some(first)
    }

    fn param_is_identity(&self, index: u32) -> bool {
        let decl = self.eng.program.decl(self.function);
        let Some(param) = decl.params.get(index as usize) else {
            return false;
        };
        let by_type = param
            .ty
            .as_ref()
            .is_some_and(|ty| self.eng.vocab.has(List::Identity, self.unit.text(ty.name)));
        by_type || self.eng.vocab.has(List::Identity, self.unit.text(param.name))
    }
}

/// What a check lets pass, where only its callers know whether it was told of theirs.
fn vouched(by: SrcId, facts: Vec<Fact>) -> Vec<Fact> {
    let passes = |fact: Fact| match fact {
        Fact::Authorized(src) if src != by => Some(Fact::Vouched(Srcs::one(by), src)),
        _ => None,
    };
    facts.into_iter().filter_map(passes).collect()
}
