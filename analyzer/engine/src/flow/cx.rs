//! The reading of one function: its state, and the small things that every part of it needs.

use crate::flow::asked::Asked;
use crate::flow::defaulted::Defaulted;
use crate::flow::effects::{Effect, Pending};
use crate::flow::engine::{Engine, SqlGap};
use crate::flow::exits::Exit;
use crate::flow::query::{Access, Bypass, Compare, Pred, Query};
use crate::flow::summary::Summary;
use crate::flow::value::{EntRef, Env, Fact, Root, Shape, SrcId, Srcs, Truth, Val};
use crate::program::{FnId, Scope, Sym, Ty, TypeId, UnitId};
use partywall_catalog::{Operation, OriginWord};
use partywall_ir::{Expr, ExprId, ExprKind, Name, Span, Unit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::Arc;

/// The most accesses that one function is followed with; what is beyond is not told apart.
pub const MAX_ACCESSES: usize = 120;

/// The most expressions that the reading of one function may evaluate.
const BUDGET: usize = 60_000;

/// The deepest nesting that is followed.
const MAX_DEPTH: usize = 900;

/// What holds at the point that is being read.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Locals.
    pub env: Env,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Accesses that have run on this path, a bit each.
    pub loaded: u128,
    /// What members of inputs and records were given since: see [`crate::flow::given`].
    pub given: Vec<(SrcId, Srcs)>,
    /// What members of the own object were given since.
    pub own: crate::flow::own_members::Own,
    /// What has been changed and has not happened yet: see [`crate::flow::effects`].
    pub pending: Pending,
    /// Nothing comes here.
    pub dead: bool,
}

/// The reading of one function.
pub struct Cx<'e, 'a> {
    /// The whole run.
    pub eng: &'e Engine<'a>,
    /// The function.
    pub function: FnId,
    /// Its unit.
    pub unit_id: UnitId,
    /// Its unit.
    pub unit: &'a Unit,
    /// The type it belongs to.
    pub owner: Option<TypeId>,
    /// What holds now.
    pub st: State,
    /// Accesses so far.
    pub accesses: Vec<Access>,
    /// Whether each is settled in the function that it came from.
    pub settled: Vec<bool>,
    /// Accesses by the place of the query that ran.
    pub ran: FxHashMap<(UnitId, Span), u32>,
    /// What it runs of the texts that it is handed.
    pub(super) texted: Vec<crate::flow::sqlpassed::Texted>,
    /// The handlers that the guard under way is asked for.
    pub(super) handling: Option<Arc<crate::flow::chosen::Handling>>,
    /// How many guards deep.
    pub(super) guards_deep: usize,
    /// Accesses of guards in front, which read to decide and hand nothing on, a bit each.
    pub(super) decided: u128,
    /// Ways out.
    pub exits: Vec<Exit>,
    /// What was met as a guard, where somebody asks.
    pub checks: Vec<crate::flow::noted::Check>,
    /// What it was seen to call and where, where somebody asks.
    pub called: Vec<(FnId, crate::facts::At)>,
    /// What the block around this place has switched off.
    pub(super) filters_off: Bypass,
    /// See [`crate::flow::specified`].
    pub(super) specified: Option<Name>,
    /// Values returned inside of the lambda that is being read.
    pub lambda_rets: Vec<Val>,
    /// How many lambdas deep.
    pub lambdas: usize,
    /// The bodies that are being read where they are called, one inside of the other.
    pub(super) inlined: Vec<ExprId>,
    /// The entity of the query whose condition is being read.
    pub row: Vec<EntRef>,
    /// What that query was joined with.
    pub joined: Vec<EntRef>,
    /// What its rows look like by now, where a step gave them another form.
    pub form: Option<Arc<Val>>,
    /// It reads the request by itself.
    pub reads_request: bool,
    /// It reads the identity by itself.
    pub reads_identity: bool,
    /// The function declared inside of this one that is read in its place.
    pub within: Option<FnId>,
    /// What the conditions are made of that stand around the place which is being read.
    pub(super) under: Vec<Srcs>,
    /// What the method that is called declares to return, where its body only knows a type parameter.
    pub expected: Ty,
    /// It is an entry point: what it returns leaves the program.
    pub is_entry: bool,
    /// What it is called on is what was sent.
    pub sent: bool,
    /// It runs behind other entry points, which look at the route: see [`crate::flow::behind`].
    pub(super) behind: bool,
    /// What it is sent by these names are rows that have been found for it.
    pub(super) rows_sent: FxHashSet<Sym>,
    /// What its own object's members were given, while it is read for that.
    pub given_members: Option<Vec<(Sym, Val)>>,
    /// Calls whose success does not tell that there are rows: what they give may still be nothing, or none.
    pub layered: FxHashSet<ExprId>,
    /// What holds wherever it may be left by a failure that it hands on; none where it hands none on.
    pub(super) failing: Option<Vec<Fact>>,
    /// It stands for a handler that is written nowhere: the function is only where it is spoken of.
    pub provided: bool,
    /// What it gives the request, while it is read for that.
    pub(super) gifts: Option<Vec<crate::flow::attached::Gift>>,
    /// What is asked in it.
    pub(super) asked: Vec<Asked>,
    /// What happens in it, in the order of its reading.
    pub(super) effects: Vec<Effect>,
    /// What is pushed to every connected client.
    pub(super) pushed: Vec<crate::flow::broadcast::Pushed>,
    /// What is asked in loops over tenants.
    pub(super) in_turn: Vec<crate::flow::swept::InTurn>,
    /// What is put where it outlives the request.
    pub(super) outliving: Vec<crate::flow::outliving::Put>,
    /// What is kept in caches in it.
    pub(super) kept: Vec<crate::flow::kept::Kept>,
    /// Something in it commits what its callers have changed as well.
    pub(super) commits: bool,
    /// The function that it stands around, while it is read for that.
    pub(super) wrapped: Option<crate::flow::decorators::Wrapped>,
    /// Which of its parameters it calls.
    pub(super) runs: Vec<u32>,
    /// What it adds to those of its parameters that are collections.
    pub(super) outputs: Vec<(u32, Srcs)>,
    /// What it was seen to call.
    pub(super) callees: RefCell<FxHashSet<FnId>>,
    /// What the locals around lambdas are that are entry points.
    pub(super) captured: Vec<(ExprId, Env)>,
    /// Inputs that the identity only stands in for.
    pub(super) defaulted: Vec<Defaulted>,
    /// SQL that could not be read.
    pub(super) sql_gaps: Vec<SqlGap>,
    budget: usize,
    depth: usize,
}

impl<'e, 'a> Cx<'e, 'a> {
    /// Begins to read a function.
    pub fn new(eng: &'e Engine<'a>, function: FnId) -> Self {
        let info = eng.program.func(function);
        Self {
            eng,
            function,
            unit_id: info.unit,
            unit: eng.program.unit(info.unit),
            owner: info.owner,
            st: State::default(),
            accesses: Vec::new(),
            settled: Vec::new(),
            ran: FxHashMap::default(),
            texted: Vec::new(),
            handling: None,
            guards_deep: 0,
            decided: 0,
            exits: Vec::new(),
            checks: Vec::new(),
            called: Vec::new(),
            filters_off: Bypass::No,
            specified: None,
            lambda_rets: Vec::new(),
            lambdas: 0,
            inlined: Vec::new(),
            row: Vec::new(),
            joined: Vec::new(),
            form: None,
            reads_request: false,
            reads_identity: false,
            within: None,
            under: Vec::new(),
            expected: Ty::unknown(),
            is_entry: false,
            sent: false,
            behind: false,
            rows_sent: FxHashSet::default(),
            given_members: None,
            layered: FxHashSet::default(),
            failing: None,
            provided: false,
            gifts: None,
            asked: Vec::new(),
            effects: Vec::new(),
            pushed: Vec::new(),
            in_turn: Vec::new(),
            outliving: Vec::new(),
            kept: Vec::new(),
            commits: false,
            wrapped: None,
            runs: Vec::new(),
            outputs: Vec::new(),
            callees: RefCell::default(),
            captured: Vec::new(),
            defaulted: Vec::new(),
            sql_gaps: Vec::new(),
            budget: BUDGET,
            depth: 0,
        }
    }

    /// The scope of the function's own names.
    pub fn scope(&self) -> Scope {
        Scope {
            function: Some(self.within.unwrap_or(self.function)),
            owner: self.owner,
        }
    }

    /// A name of the unit, program-wide.
    pub fn sym(&self, name: Name) -> Sym {
        self.eng.program.sym(self.unit_id, name)
    }

    /// The text of a program-wide name.
    pub fn text(&self, sym: Sym) -> &'a str {
        self.eng.program.text(sym)
    }

    /// The source with this root and path.
    pub fn src(&self, root: Root, path: &[Sym]) -> SrcId {
        SrcId::new(root, path)
    }

    /// A value with one source.
    pub fn val(&self, root: Root, path: &[Sym]) -> Val {
        Val::of(Srcs::one(self.src(root, path)))
    }

    /// What a catalog row says that a value is.
    pub fn origin(&mut self, origin: OriginWord, name: Option<Sym>) -> Val {
        match origin {
            OriginWord::Identity => {
                self.reads_identity = true;
                self.val(Root::Identity, name.as_slice())
            }
            OriginWord::Request => {
                self.reads_request = true;
                self.val(Root::Request, name.as_slice())
            }
            OriginWord::Given => self.val(Root::Unknown, &[]),
            OriginWord::Route if self.behind => self.val(Root::Unknown, &[]),
            OriginWord::Route | OriginWord::RequestObject => {
                self.reads_request = true;
                self.val(Root::Request, &[])
            }
            OriginWord::Generated => self.val(Root::Generated, &[]),
            OriginWord::Neutral | OriginWord::Dependency => Val::nothing(),
        }
    }

    /// Whether all sources of a value are the identity's.
    pub fn is_identity(&self, srcs: &Srcs) -> bool {
        !srcs.is_empty() && srcs.list().iter().all(|src| src.root() == Root::Identity)
    }

    /// Whether a type is, or derives from, one of these names.
    pub fn type_is(&self, ty: &Ty, names: &[String]) -> bool {
        if names.is_empty() {
            return false;
        }
        let last = |name: &String| ty.name() == Some(crate::words::last(name));
        names.iter().any(last) || ty.decl().is_some_and(|id| self.eng.program.derives(id, names))
    }

    /// The last part of how an expression is written: `db` of `self.db`.
    pub fn last_name(&self, expr: ExprId) -> Option<&'a str> {
        match &self.unit.body[expr].kind {
            ExprKind::Name(name) | ExprKind::Member { name, .. } => Some(self.unit.text(*name)),
            ExprKind::Generic { base, .. } => self.last_name(*base),
            ExprKind::Call { callee, .. } => self.last_name(*callee),
            ExprKind::Unary { operand, .. } => self.last_name(*operand),
            ExprKind::This => Some("self"),
            _ => None,
        }
    }

    /// The entity that a type is.
    pub fn entity_of(&self, ty: &Ty) -> EntRef {
        let program = &self.eng.program;
        let inner = program.unwrap(ty);
        let element = program.element(&inner);
        let inner = if element.is_unknown() {
            inner
        } else {
            program.unwrap(&element)
        };
        match inner.decl() {
            Some(id) => self.eng.tenancy.of_type(id).map_or(EntRef::Unknown, EntRef::Known),
            None => EntRef::Unknown,
        }
    }

    /// Whether another access can be told apart.
    pub fn has_room(&self) -> bool {
        self.accesses.len() < MAX_ACCESSES
    }

    /// Adds an access that runs here; gives its index.
    pub fn add_access(&mut self, access: Access, settled: bool) -> u32 {
        let access = self.as_inside(access);
        if let Some(at) = self.came_round(&access) {
            self.accesses[at] = access;
            self.st.loaded |= 1 << at;
            return u32::try_from(at).unwrap_or(u32::MAX);
        }
        if self.accesses.len() >= MAX_ACCESSES {
            return u32::try_from(self.accesses.len() - 1).unwrap_or(u32::MAX);
        }
        let mut access = access;
        // who runs the installation is known from here on, wherever the function is left
        if self.st.facts.contains(&Fact::Operator) && !access.stores && !access.preds.contains(&Pred::Operator) {
            access.preds.push(Pred::Operator);
        }
        if access.calls.is_empty() {
            access.preds.extend(self.asked_when());
        }
        self.accesses.push(access);
        self.settled.push(settled);
        let index = u32::try_from(self.accesses.len() - 1).unwrap_or(u32::MAX);
        self.st.loaded |= 1 << index;
        index
    }

    /// Where an access of the function's own is known already by a way that leads round and comes back here.
    fn came_round(&self, access: &Access) -> Option<usize> {
        if !access.calls.is_empty() {
            return None;
        }
        let round = |known: &Access| known.calls.iter().any(|call| call.callee == self.function);
        let mut known = self.accesses.iter();
        known.position(|known| round(known) && known.is_like(access))
    }

    /// Runs a query, once for each place: gives its rows.
    pub fn run(&mut self, query: &Query, span: Span) -> Val {
        let operation = query.does.unwrap_or(query.operation);
        // a number is there, whatever it is
        let fails_closed = query.fails_closed && !matches!(operation, Operation::Count | Operation::Exists);
        let known = query.place.0 == self.unit_id && query.place.1 != Span::default();
        let key = if known { query.place } else { (self.unit_id, span) };
        let begun = query.start.0 == self.unit_id && query.start.1 != Span::default();
        // a query that was kept in a local is read where it began; one chain of calls is one place
        let place = if begun && !key.1.contains(query.start.1) {
            query.start
        } else {
            key
        };
        let index = match self.ran.get(&key) {
            Some(index) => {
                let index = *index;
                self.st.loaded |= 1 << index;
                index
            }
            None => {
                let stores = operation == Operation::Insert;
                let access = Access {
                    entity: query.entity.clone(),
                    passed: query.passed,
                    operation,
                    preds: if stores {
                        query.preds.iter().chain(&query.sets).cloned().collect()
                    } else {
                        query.preds.clone()
                    },
                    stores,
                    bypass: query.bypass.clone(),
                    manager: query.manager,
                    holder: query.holder,
                    sql: query.sql,
                    place,
                    function: self.function,
                    calls: Vec::new(),
                    inner: !self.row.is_empty(),
                    declared: false,
                    opaque: query.opaque,
                    closes: fails_closed,
                    exits: Vec::new(),
                    within: Vec::new(),
                    thin: false,
                };
                let index = self.add_access(access, false);
                self.wrote(index, query.deferred);
                self.ran.insert(key, index);
                if operation == Operation::Update && !query.sets.is_empty() {
                    self.store(query.entity.clone(), operation, query.sets.clone(), query.sql, place);
                }
                index
            }
        };
        // where failures are values, it shows when somebody looks at the result
        if fails_closed && !self.eng.propagates(self.unit.language) {
            self.st.facts.push(Fact::Found(index));
            self.note(span, &[Fact::Found(index)], true);
            self.note_asked((self.unit_id, span), vec![Fact::Found(index)], &Srcs::None);
        }
        let mut val = self.val(Root::Record(index), &[]);
        val.ty = self.entity_type(&query.entity);
        if operation == Operation::Exists {
            let truth = Truth {
                preds: Vec::new(),
                yes: vec![Fact::Found(index)],
                no: vec![Fact::Absent(index)],
            };
            val.shape = Shape::Truth(Arc::new(truth));
        }
        self.seen_as(query, operation, val)
    }

    /// A query over an entity that begins here.
    pub fn query(&self, entity: EntRef, span: Span) -> Query {
        Query {
            entity,
            passed: None,
            preds: Vec::new(),
            bypass: Bypass::No,
            manager: None,
            holder: None,
            operation: Operation::List,
            sql: false,
            joined: Vec::new(),
            form: None,
            place: (self.unit_id, span),
            start: (self.unit_id, Span::default()),
            opaque: false,
            ready: false,
            fails_closed: false,
            does: None,
            deferred: false,
            sets: Vec::new(),
        }
    }

    /// What a value says when it is used as a condition.
    pub fn truth(&self, val: &Val) -> Truth {
        if let Shape::Truth(truth) = &val.shape {
            return (**truth).clone();
        }
        let mut truth = Truth::default();
        if let Shape::Column(column) = &val.shape {
            // a column that is a truth value by itself
            truth.preds.push(Pred::Test {
                column: Arc::clone(column),
                compare: Compare::Equal,
                value: Srcs::default(),
                constant: true,
            });
            return truth;
        }
        if matches!(val.shape, Shape::Plain) {
            truth.no.extend(self.left_out(val));
        }
        let mut records = self.records(&val.srcs);
        records.extend(self.answered(&val.srcs));
        truth.no.extend(records.iter().map(|record| Fact::Absent(*record)));
        match records[..] {
            [] => {}
            [only] => truth.yes.push(Fact::Found(only)),
            // a value that is one of several records is there when one of them is
            _ => truth.yes.push(Fact::Any(Arc::new(
                records.iter().map(|record| vec![Fact::Found(*record)]).collect(),
            ))),
        }
        truth
            .yes
            .extend(self.public_marks(val).into_iter().map(Fact::Authorized));
        let identity = self.is_identity(&val.srcs);
        let own = || identity || self.is_of_person(&val.srcs) || self.is_of_own_row(&val.srcs);
        if self.speaks_of_operator(&val.srcs) && own() {
            truth.yes.push(Fact::Operator);
        }
        if let ([only], true) = (val.srcs.list(), identity) {
            truth.yes.push(Fact::Given(*only));
            truth.no.push(Fact::Missing(*only));
        }
        truth
    }

    /// Whether a value of the identity tells which tenant the caller belongs to.
    pub fn speaks_of_tenant(&self, srcs: &Srcs) -> bool {
        let root = |word: &String| {
            self.eng.tenancy.refers(word).is_some_and(|entity| {
                self.eng.tenancy.entity(entity).standing == crate::tenancy::Standing::Root { user: false }
            })
        };
        let speaks = |sym: &Sym| {
            let text = self.eng.program.text(*sym);
            self.eng.tenancy.is_tenant_key(text, false) || crate::words::split(text).iter().any(root)
        };
        let identity = |src: &&SrcId| src.root() == Root::Identity;
        srcs.list()
            .iter()
            .filter(identity)
            .any(|src| src.path().iter().any(speaks))
    }

    /// Notes what holds from here on; where it cannot hold, nothing comes here.
    pub fn assume(&mut self, facts: Vec<Fact>) {
        let clashes = |fact: &Fact| match fact {
            Fact::Given(src) if src.root() == Root::Identity => self.st.facts.contains(&Fact::Missing(*src)),
            Fact::Missing(src) if src.root() == Root::Identity => self.st.facts.contains(&Fact::Given(*src)),
            Fact::Lacking(src) => self.has_member(*src),
            _ => false,
        };
        self.st.dead |= facts.iter().any(clashes);
        self.st.facts.extend(facts);
    }

    /// Whether there is still something to spend; takes one unit.
    pub fn spend(&mut self) -> bool {
        self.budget = self.budget.saturating_sub(1);
        self.budget > 0 && self.depth < MAX_DEPTH
    }

    /// Does something one level deeper.
    pub fn deeper<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Reads an expression one level deeper.
    pub fn eval(&mut self, expr: ExprId) -> Val {
        if self.st.dead || !self.spend() {
            return Val::nothing();
        }
        self.depth += 1;
        let val = self.eval_kind(expr);
        self.depth -= 1;
        match val.shape {
            Shape::Query(_) => self.begun(val, expr),
            _ => val,
        }
    }

    /// A query that an expression gives: it began there, unless it began before, outside of the expression.
    fn begun(&self, mut val: Val, expr: ExprId) -> Val {
        let Expr { kind, span } = &self.unit.body[expr];
        let links = matches!(
            kind,
            ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Call { .. } | ExprKind::Index { .. }
        );
        if let Shape::Query(query) = &mut val.shape
            && links
        {
            let (unit, start) = query.start;
            let function = self.eng.program.decl(self.function).span;
            let before = unit == self.unit_id && function.contains(start) && !span.contains(start);
            if start == Span::default() || !before {
                Arc::make_mut(query).start = (self.unit_id, *span);
            }
        }
        val
    }

    /// Notes that the function calls another.
    pub fn count_callee(&self, callee: FnId) {
        self.callees.borrow_mut().insert(callee);
    }

    /// The bottom-up summary of a function that is called here.
    pub fn summary(&self, callee: FnId) -> Arc<Summary> {
        self.count_callee(callee);
        self.eng.summary_called(callee)
    }

    /// Records that are restricted by no more than a relation to what `of` is.
    pub fn child_query(&self, entity: crate::tenancy::EntityId, of: &Srcs, span: Span) -> Query {
        let mut query = self.query(EntRef::Known(entity), span);
        query.preds.push(Pred::Child(of.clone()));
        query
    }
}
