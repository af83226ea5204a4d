//! What restricts the relations of a statement: comparisons, alternatives, joins and subqueries as predicates.

use crate::flow::cx::Cx;
use crate::flow::presence::Presence;
use crate::flow::query::{Column, Compare, Pred};
use crate::flow::value::{EntRef, Root, Shape, SqlText, Srcs, Template, Val};
use crate::program::Ty;
use crate::tenancy::Role;
use partywall_ir::Span;
use partywall_sql as sql;
use std::sync::Arc;

/// How far ties from one relation to the next are followed.
const MAX_TIES: usize = 4;

/// The most relations of one query whose joins are looked at for each alternative.
const MAX_JOINED: usize = 12;

impl Cx<'_, '_> {
    /// What restricts one relation of a query, ties to other relations followed.
    pub(super) fn relation_preds(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation_at: usize,
        text: &SqlText,
        depth: usize,
    ) -> Vec<Pred> {
        let query = &statement.queries[at];
        let mut preds = self.conjunct_preds(statement, at, relation_at, &query.conjuncts, text, depth);
        // a correlated subquery is also restricted by what it is compared with outside
        if let Some(parent) = query.parent
            && depth < MAX_TIES
            && query.role == sql::Role::SetArm
        {
            let outer = &statement.queries[parent];
            preds.extend(self.conjunct_preds(statement, at, relation_at, &outer.conjuncts, text, depth + 1));
        }
        preds
    }

    fn conjunct_preds(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation_at: usize,
        conjuncts: &[sql::Conjunct],
        text: &SqlText,
        depth: usize,
    ) -> Vec<Pred> {
        let query = &statement.queries[at];
        let Some(relation) = query.relations.get(relation_at) else {
            return Vec::new();
        };
        let entity = self.relation_entity(statement, relation);
        let mut preds = Vec::new();
        for conjunct in conjuncts {
            match conjunct {
                sql::Conjunct::Compare {
                    left, op, right, outer, ..
                } => {
                    if *outer && !relation.outer_joined {
                        continue;
                    }
                    let compare = match op {
                        sql::Op::Eq => Compare::Equal,
                        sql::Op::In => Compare::In,
                        _ => Compare::Other,
                    };
                    if self.is_of(query, relation_at, left, &entity) {
                        // beside other rows, those that have no owner
                        if depth > 0 && *op == sql::Op::IsNull && self.says_owner(&entity, &left.name) {
                            let path = vec![left.name.as_str().into()];
                            preds.push(Pred::Nobody(Arc::new(Column::new(entity.clone(), path))));
                        } else {
                            let name = &left.name;
                            preds.extend(self.compare_pred(statement, at, &entity, name, compare, right, text, depth));
                        }
                    } else if let sql::Operand::Column(right) = right
                        && self.is_of(query, relation_at, right, &entity)
                        && compare == Compare::Equal
                    {
                        let left = sql::Operand::Column(left.clone());
                        preds.extend(self.compare_pred(
                            statement,
                            at,
                            &entity,
                            &right.name,
                            compare,
                            &left,
                            text,
                            depth,
                        ));
                    }
                }
                sql::Conjunct::Any { arms, outer } => {
                    if *outer && !relation.outer_joined {
                        continue;
                    }
                    let arm = |arm: &Vec<sql::Conjunct>| {
                        let mut preds = self.when_given(arm, text)?;
                        preds.extend(self.conjunct_preds(statement, at, relation_at, arm, text, depth + 1));
                        preds.extend(self.joined_preds(statement, at, relation_at, arm, text, depth + 1));
                        Some(preds)
                    };
                    preds.push(Pred::Any(arms.iter().filter_map(arm).collect()));
                }
                sql::Conjunct::Exists {
                    query: inner,
                    negated: false,
                    ..
                } if depth < MAX_TIES => {
                    preds.extend(self.tie_to_query(statement, *inner, text, depth));
                }
                sql::Conjunct::Hole { hole, .. } => {
                    match text.template.holes.get(*hole as usize) {
                        Some(Val {
                            shape: Shape::Truth(truth),
                            ..
                        }) if !truth.preds.is_empty() => preds.extend(truth.preds.iter().cloned()),
                        // a condition that is put together elsewhere may say anything
                        Some(_) => preds.push(Pred::Opaque),
                        None => {}
                    }
                }
                _ => {}
            }
        }
        preds
    }

    /// Whether a column by itself says whose a row is.
    fn says_owner(&self, entity: &EntRef, column: &str) -> bool {
        let EntRef::Known(entity) = entity else { return false };
        matches!(
            self.eng.tenancy.role(*entity, &[column]),
            Role::TenantKey(_) | Role::UserKey(_)
        )
    }

    /// When an alternative is taken, as far as it asks whether a bound value is there: `$2 IS NULL OR state = $2`. None where it never is.
    fn when_given(&self, arm: &[sql::Conjunct], text: &SqlText) -> Option<Vec<Pred>> {
        let mut preds = Vec::new();
        for conjunct in arm {
            let sql::Conjunct::Given { value, there, .. } = conjunct else {
                continue;
            };
            match self.is_given(&self.placeholder(value, text)) {
                Presence::Told(told) if told != *there => return None,
                Presence::Of(src) => preds.push(Pred::When(src, *there)),
                Presence::Told(_) | Presence::Unknown => {}
            }
        }
        Some(preds)
    }

    /// What an alternative says of relations that are joined to this one: where it holds, there are rows of both.
    fn joined_preds(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation_at: usize,
        arm: &[sql::Conjunct],
        text: &SqlText,
        depth: usize,
    ) -> Vec<Pred> {
        let query = &statement.queries[at];
        if depth >= MAX_TIES || query.relations.len() > MAX_JOINED {
            return Vec::new();
        }
        let entities: Vec<EntRef> = query
            .relations
            .iter()
            .map(|relation| self.relation_entity(statement, relation))
            .collect();
        let joined = |other: usize| {
            query.conjuncts.iter().any(|conjunct| {
                let sql::Conjunct::Compare {
                    left,
                    op: sql::Op::Eq,
                    right: sql::Operand::Column(right),
                    ..
                } = conjunct
                else {
                    return false;
                };
                let of = |relation: usize, column| self.is_of(query, relation, column, &entities[relation]);
                of(relation_at, left) && of(other, right) || of(relation_at, right) && of(other, left)
            })
        };
        let mut preds = Vec::new();
        for other in (0..query.relations.len()).filter(|other| *other != relation_at) {
            if query.relations[other].source == sql::Source::Table && joined(other) {
                let of = self.conjunct_preds(statement, at, other, arm, text, MAX_TIES);
                if !of.is_empty() {
                    preds.push(Pred::Tied(entities[other].clone(), of));
                }
            }
        }
        preds
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one comparison needs its statement, its place in it and its values"
    )]
    fn compare_pred(
        &self,
        statement: &sql::Statement,
        at: usize,
        entity: &EntRef,
        column: &str,
        compare: Compare,
        right: &sql::Operand,
        text: &SqlText,
        depth: usize,
    ) -> Option<Pred> {
        let path: Vec<Arc<str>> = vec![column.into()];
        let column = Arc::new(Column::new(entity.clone(), path));
        match right {
            sql::Operand::Column(other) => {
                if depth >= MAX_TIES || compare != Compare::Equal {
                    return None;
                }
                let (of, tied) = self.relation_of(statement, at, other)?;
                let query = &statement.queries[of];
                // what a table is made of here may be told by its own columns, and so is what a subquery is compared with outside
                if (of != at || query.relations[tied].source != sql::Source::Table)
                    && let Some(value) = equal_to(query, other)
                {
                    return Some(self.test(&column, &self.operand(value, text), compare));
                }
                self.tie(statement, of, tied, text, depth)
            }
            sql::Operand::Query(inner) | sql::Operand::QueryColumn(inner, _) if depth < MAX_TIES => {
                self.tie_to_query(statement, *inner, text, depth)
            }
            _ => {
                let val = self.operand(right, text);
                Some(self.test(&column, &val, compare))
            }
        }
    }

    /// The relation that has a column: of a query, or of those around it where the column says of which.
    fn relation_of(&self, statement: &sql::Statement, at: usize, column: &sql::ColumnRef) -> Option<(usize, usize)> {
        let mut around = Some(at);
        for _ in 0..MAX_TIES {
            let at = around?;
            let query = &statement.queries[at];
            let own = (0..query.relations.len()).find(|i| {
                let entity = self.relation_entity(statement, &query.relations[*i]);
                self.is_of(query, *i, column, &entity)
            });
            if let Some(own) = own {
                return Some((at, own));
            }
            around = query.parent.filter(|_| column.qualifier.is_some());
        }
        None
    }

    fn tie(
        &self,
        statement: &sql::Statement,
        at: usize,
        relation: usize,
        text: &SqlText,
        depth: usize,
    ) -> Option<Pred> {
        let tied = &statement.queries[at].relations[relation];
        match tied.source {
            sql::Source::Cte(inner) | sql::Source::Derived(inner) => self.tie_to_query(statement, inner, text, depth),
            sql::Source::Table => {
                let entity = self.relation_entity(statement, tied);
                let preds = self.relation_preds(statement, at, relation, text, depth + 2);
                Some(Pred::Tied(entity, preds))
            }
            _ => None,
        }
    }

    fn tie_to_query(&self, statement: &sql::Statement, inner: usize, text: &SqlText, depth: usize) -> Option<Pred> {
        let query = statement.queries.get(inner)?;
        let alternatives: Vec<Vec<Pred>> = (0..query.relations.len())
            .filter_map(|relation| self.tie(statement, inner, relation, text, depth + 1))
            .map(|pred| vec![pred])
            .collect();
        // one scoped relation of the inner query scopes what is tied to it
        match alternatives.len() {
            0 => None,
            _ => Some(Pred::Tied(
                EntRef::Unknown,
                alternatives.into_iter().flatten().collect(),
            )),
        }
    }

    fn relation_entity(&self, _statement: &sql::Statement, relation: &sql::Relation) -> EntRef {
        self.eng
            .tenancy
            .of_table(&relation.table)
            .map_or(EntRef::Unknown, EntRef::Known)
    }

    /// Whether a column is one of a relation.
    fn is_of(&self, query: &sql::Query, relation: usize, column: &sql::ColumnRef, entity: &EntRef) -> bool {
        let own = &query.relations[relation];
        match &column.qualifier {
            Some(qualifier) => {
                qualifier.eq_ignore_ascii_case(&own.alias)
                    || (own.alias.is_empty() && qualifier.eq_ignore_ascii_case(&own.table))
            }
            None if query.relations.len() == 1 => true,
            None => match entity {
                EntRef::Known(id) => {
                    let info = self.eng.tenancy.entity(*id);
                    info.columns
                        .iter()
                        .any(|known| known.name.eq_ignore_ascii_case(&column.name))
                }
                _ => false,
            },
        }
    }

    pub(super) fn operand(&self, operand: &sql::Operand, text: &SqlText) -> Val {
        match operand {
            sql::Operand::Placeholder(placeholder) => self.placeholder(placeholder, text),
            sql::Operand::Literal(value) => Val {
                shape: Shape::Text(value.as_str().into()),
                ..self.val(Root::Const, &[])
            },
            sql::Operand::Function(_, args) | sql::Operand::List(args) => {
                let srcs = args
                    .iter()
                    .fold(Srcs::default(), |all, arg| all.union(&self.operand(arg, text).srcs));
                Val::of(srcs)
            }
            sql::Operand::Open => text.binds.last().cloned().unwrap_or_else(Val::nothing),
            _ => Val::nothing(),
        }
    }

    fn placeholder(&self, placeholder: &sql::Placeholder, text: &SqlText) -> Val {
        let found = match placeholder {
            sql::Placeholder::Positional(n) => text.binds.get((*n as usize).saturating_sub(1)),
            sql::Placeholder::Anonymous(n) => text.binds.get(*n as usize),
            sql::Placeholder::Named(name) => text
                .named
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, val)| val),
            sql::Placeholder::Hole(n) => text.template.holes.get(*n as usize),
        };
        found.cloned().unwrap_or_else(Val::nothing)
    }

    /// The restrictions of a bare WHERE text.
    pub(super) fn where_text(&self, entity: &EntRef, val: &Val) -> Vec<Pred> {
        let template = match &val.shape {
            Shape::Text(text) => Template {
                text: text.to_string(),
                holes: Vec::new(),
            },
            Shape::Template(template) => (**template).clone(),
            _ => return Vec::new(),
        };
        let analysis = sql::analyse_where(&template.text);
        let text = SqlText {
            template,
            binds: Vec::new(),
            named: Vec::new(),
            row: Ty::unknown(),
            span: Span::default(),
            bind_call: Arc::default(),
            append: Arc::default(),
            also: Vec::new(),
        };
        let Some(query) = analysis
            .statements
            .first()
            .and_then(|statement| statement.queries.first())
        else {
            return Vec::new();
        };
        let mut preds = Vec::new();
        for conjunct in &query.conjuncts {
            if let sql::Conjunct::Compare {
                left,
                op: sql::Op::Eq,
                right,
                ..
            } = conjunct
            {
                let column = Arc::new(Column::new(entity.clone(), vec![left.name.as_str().into()]));
                preds.push(self.test(&column, &self.operand(right, &text), Compare::Equal));
            }
        }
        preds
    }
}

/// The value that a query says a column equals, where it is no column.
fn equal_to<'q>(query: &'q sql::Query, column: &sql::ColumnRef) -> Option<&'q sql::Operand> {
    query.conjuncts.iter().find_map(|conjunct| match conjunct {
        sql::Conjunct::Compare {
            left,
            op: sql::Op::Eq,
            right: right @ (sql::Operand::Placeholder(_) | sql::Operand::Function(..)),
            outer: false,
            ..
        } if left == column => Some(right),
        _ => None,
    })
}
