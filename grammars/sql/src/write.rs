//! Statements that write: which tables, which columns with which values, on which rows.

use sqlparser::ast::{self, SetExpr, Statement as Ast};

use crate::model::{ColumnWrite, Conflict, Operand, QueryKind, Relation, Role, Write, WriteKind};
use crate::scope::{Walker, at, name_start};

impl Walker<'_> {
    /// Reads a statement that writes. `index` is the scope made for it where it stands in a CTE or after one.
    pub(crate) fn write(&mut self, index: Option<usize>, statement: &Ast) {
        match statement {
            Ast::Insert(insert) => self.insert(index, insert),
            Ast::Update(update) => self.update(index, update),
            Ast::Delete(delete) => self.delete(index, delete),
            Ast::Merge(merge) => self.merge(index, merge),
            Ast::Query(query) => {
                self.query(query, index, Role::Subquery);
            }
            _ => {}
        }
    }

    fn scope(&mut self, index: Option<usize>, kind: QueryKind, offset: usize) -> usize {
        match index {
            Some(index) => {
                self.queries[index].kind = kind;
                index
            }
            None => self.open(kind, None, Role::Top, offset),
        }
    }

    fn insert(&mut self, index: Option<usize>, insert: &ast::Insert) {
        if let Some(index) = index {
            self.queries[index].kind = QueryKind::Insert;
        }
        let ast::TableObject::TableName(name) = &insert.table else {
            return;
        };
        let Some(mut relation) = self.named(name, None) else {
            return;
        };
        if let Some(alias) = &insert.table_alias {
            relation.alias = self.text(&alias.alias);
        }
        let table = relation.table.clone();
        let columns: Vec<(String, usize)> = insert
            .columns
            .iter()
            .map(|column| (self.last(column), name_start(column)))
            .collect();
        let mut write = Write {
            kind: WriteKind::Insert,
            relation,
            query: None,
            conflict: None,
        };
        if let Some(source) = &insert.source {
            let values = self.source(index, source, &mut write);
            let count = values.len();
            for (number, value) in values.into_iter().enumerate() {
                let (column, offset) = match columns.get(number) {
                    Some((name, offset)) => (name.clone(), *offset),
                    None => (String::new(), write.relation.offset),
                };
                self.sets.push(ColumnWrite {
                    table: table.clone(),
                    column,
                    value,
                    offset,
                });
            }
            for (column, offset) in columns.into_iter().skip(count) {
                self.sets.push(ColumnWrite {
                    table: table.clone(),
                    column,
                    value: Operand::Unknown,
                    offset,
                });
            }
        }
        let holder = index.or(write.query);
        let mut sets = self.assignments(&insert.assignments, holder, &[], &table);
        self.sets.append(&mut sets);
        write.conflict = self.conflict(insert, holder, &write.relation);
        self.writes.push(write);
        if let (Some(index), Some(items)) = (index, &insert.returning) {
            self.returning(index, items);
        }
    }

    /// The values of the first row that is inserted.
    fn source(&mut self, index: Option<usize>, source: &ast::Query, write: &mut Write) -> Vec<Operand> {
        if let (SetExpr::Values(values), None) = (&*source.body, &source.with) {
            let plain = values.rows.iter().flat_map(|row| &row.content).all(is_plain);
            if plain {
                let row = values
                    .rows
                    .first()
                    .map(|row| row.content.as_slice())
                    .unwrap_or_default();
                let holder = index.unwrap_or(0);
                return row.iter().map(|value| self.operand(value, holder)).collect();
            }
        }
        let query = self.query(source, index, Role::InsertSource);
        write.query = Some(query);
        self.queries[query]
            .outputs
            .iter()
            .map(|output| output.value.clone())
            .collect()
    }

    fn conflict(&mut self, insert: &ast::Insert, holder: Option<usize>, relation: &Relation) -> Option<Conflict> {
        let replaces = insert.replace_into || matches!(insert.or, Some(ast::SqliteOnConflict::Replace));
        let mut conflict = Conflict {
            columns: Vec::new(),
            update: replaces,
            sets: Vec::new(),
            conjuncts: Vec::new(),
        };
        match &insert.on {
            None => return (replaces || insert.ignore || insert.or.is_some()).then_some(conflict),
            Some(ast::OnInsert::DuplicateKeyUpdate(assignments)) => {
                conflict.update = true;
                conflict.sets = self.assignments(assignments, holder, &[], &relation.table);
            }
            Some(ast::OnInsert::OnConflict(on)) => {
                if let Some(ast::ConflictTarget::Columns(columns)) = &on.conflict_target {
                    conflict.columns = columns.iter().map(|column| self.text(column)).collect();
                }
                if let ast::OnConflictAction::DoUpdate(update) = &on.action {
                    conflict.update = true;
                    conflict.sets = self.assignments(&update.assignments, holder, &[], &relation.table);
                    if let Some(condition) = &update.selection {
                        let holder = self.holder(holder);
                        conflict.conjuncts = self.conjuncts(condition, holder, false, 0);
                    }
                }
            }
            Some(_) => {}
        }
        Some(conflict)
    }

    /// A scope for the queries inside values, where an insert has none yet.
    fn holder(&mut self, index: Option<usize>) -> usize {
        match index {
            Some(index) => index,
            None if self.queries.is_empty() => self.open(QueryKind::Insert, None, Role::Top, 0),
            None => 0,
        }
    }

    fn update(&mut self, index: Option<usize>, update: &ast::Update) {
        let index = self.scope(index, QueryKind::Update, at(update.update_token.0.span));
        self.tables(index, &update.table);
        if let Some(ast::UpdateTableFromKind::BeforeSet(from) | ast::UpdateTableFromKind::AfterSet(from)) = &update.from
        {
            from.iter().for_each(|table| self.tables(index, table));
        }
        self.target_first(index, |_| true);
        if let Some(condition) = &update.selection {
            self.conditions(index, condition, false);
        }
        let relations = self.queries[index].relations.clone();
        let main = relations
            .first()
            .map(|relation| relation.table.clone())
            .unwrap_or_default();
        let mut sets = self.assignments(&update.assignments, Some(index), &relations, &main);
        let written: Vec<Relation> = relations
            .into_iter()
            .enumerate()
            .filter(|(number, relation)| *number == 0 || sets.iter().any(|set| set.table == relation.table))
            .map(|(_, relation)| relation)
            .collect();
        self.sets.append(&mut sets);
        for relation in written {
            self.writes.push(Write {
                kind: WriteKind::Update,
                relation,
                query: Some(index),
                conflict: None,
            });
        }
        if let Some(items) = &update.returning {
            self.returning(index, items);
        }
        if let Some(limit) = &update.limit {
            self.subqueries(limit, index);
        }
    }

    fn delete(&mut self, index: Option<usize>, delete: &ast::Delete) {
        let index = self.scope(index, QueryKind::Delete, at(delete.delete_token.0.span));
        let (ast::FromTable::WithFromKeyword(from) | ast::FromTable::WithoutKeyword(from)) = &delete.from;
        from.iter().for_each(|table| self.tables(index, table));
        for table in delete.using.iter().flatten() {
            self.tables(index, table);
        }
        let named: Vec<String> = delete.tables.iter().map(|name| self.last(name)).collect();
        self.target_first(index, |relation| named.is_empty() || matches(relation, &named));
        if let Some(condition) = &delete.selection {
            self.conditions(index, condition, false);
        }
        let relations = self.queries[index].relations.clone();
        for (number, relation) in relations.into_iter().enumerate() {
            let hit = if named.is_empty() {
                number == 0
            } else {
                matches(&relation, &named)
            };
            if hit {
                self.writes.push(Write {
                    kind: WriteKind::Delete,
                    relation,
                    query: Some(index),
                    conflict: None,
                });
            }
        }
        if let Some(items) = &delete.returning {
            self.returning(index, items);
        }
    }

    /// Puts the written table first. `UPDATE t … FROM orders t` and `DELETE FROM t USING t JOIN …` name it twice: the
    /// name in front is then the alias of the other.
    fn target_first(&mut self, index: usize, is_target: impl Fn(&Relation) -> bool) {
        let relations = &mut self.queries[index].relations;
        if let Some(first) = relations.first() {
            let name = first.table.clone();
            let plain = first.alias == first.table;
            let again = relations
                .iter()
                .skip(1)
                .position(|other| other.alias.eq_ignore_ascii_case(&name));
            if let (true, Some(again)) = (plain, again) {
                let real = relations.remove(again + 1);
                relations[0] = real;
                return;
            }
        }
        if let Some(place) = relations.iter().position(is_target) {
            relations[..=place].rotate_right(1);
        }
    }

    fn merge(&mut self, index: Option<usize>, merge: &ast::Merge) {
        let index = self.scope(index, QueryKind::Merge, at(merge.merge_token.0.span));
        self.factor(index, &merge.table);
        self.factor(index, &merge.source);
        self.conditions(index, &merge.on, true);
        let Some(target) = self.queries[index].relations.first().cloned() else {
            return;
        };
        let relations = self.queries[index].relations.clone();
        for clause in &merge.clauses {
            if let Some(condition) = &clause.predicate {
                self.subqueries(condition, index);
            }
            let kind = match &clause.action {
                ast::MergeAction::Insert(insert) => {
                    let row = match &insert.kind {
                        ast::MergeInsertKind::Values(values) => values.rows.first(),
                        _ => None,
                    };
                    let values = row.map(|row| row.content.as_slice()).unwrap_or_default();
                    for (column, value) in insert.columns.iter().zip(values) {
                        let write = ColumnWrite {
                            table: target.table.clone(),
                            column: self.last(column),
                            value: self.operand(value, index),
                            offset: name_start(column),
                        };
                        self.sets.push(write);
                    }
                    WriteKind::Insert
                }
                ast::MergeAction::Update(update) => {
                    if let ast::MergeUpdateKind::Set(assignments) = &update.kind {
                        let mut sets = self.assignments(assignments, Some(index), &relations, &target.table);
                        self.sets.append(&mut sets);
                    }
                    WriteKind::Update
                }
                ast::MergeAction::Delete { .. } => WriteKind::Delete,
                ast::MergeAction::DoNothing { .. } => continue,
            };
            let known = self
                .writes
                .iter()
                .any(|write| write.kind == kind && write.query == Some(index));
            if !known {
                let relation = target.clone();
                self.writes.push(Write {
                    kind,
                    relation,
                    query: Some(index),
                    conflict: None,
                });
            }
        }
    }

    /// `SET` lists. A qualified column is of the relation it names, any other of the main one.
    fn assignments(
        &mut self,
        assignments: &[ast::Assignment],
        index: Option<usize>,
        relations: &[Relation],
        main: &str,
    ) -> Vec<ColumnWrite> {
        let mut found = Vec::new();
        for assignment in assignments {
            let holder = self.holder(index);
            let (names, tuple) = match &assignment.target {
                ast::AssignmentTarget::ColumnName(name) => (std::slice::from_ref(name), false),
                ast::AssignmentTarget::Tuple(names) => (names.as_slice(), true),
            };
            let value = self.operand(&assignment.value, holder);
            for (number, name) in names.iter().enumerate() {
                let value = match &value {
                    Operand::List(values) if tuple => values.get(number).cloned().unwrap_or(Operand::Unknown),
                    Operand::Query(query) if tuple => Operand::QueryColumn(*query, number),
                    other => other.clone(),
                };
                let parts: Vec<String> = name
                    .0
                    .iter()
                    .filter_map(ast::ObjectNamePart::as_ident)
                    .map(|ident| self.text(ident))
                    .collect();
                let qualifier = parts.len().checked_sub(2).map(|before| &parts[before]);
                let table = qualifier
                    .and_then(|name| {
                        relations
                            .iter()
                            .find(|relation| relation.alias.eq_ignore_ascii_case(name))
                    })
                    .map_or(main, |relation| &relation.table);
                found.push(ColumnWrite {
                    table: table.to_owned(),
                    column: parts.last().cloned().unwrap_or_default(),
                    value,
                    offset: name_start(name),
                });
            }
        }
        found
    }

    /// `TRUNCATE`: a delete of all rows.
    pub(crate) fn truncate(&mut self, truncate: &ast::Truncate) {
        for target in &truncate.table_names {
            let Some(relation) = self.named(&target.name, None) else {
                continue;
            };
            let index = self.open(QueryKind::Delete, None, Role::Top, relation.offset);
            self.queries[index].relations.push(relation.clone());
            self.writes.push(Write {
                kind: WriteKind::Delete,
                relation,
                query: Some(index),
                conflict: None,
            });
        }
    }
}

fn matches(relation: &Relation, names: &[String]) -> bool {
    names
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&relation.alias) || name.eq_ignore_ascii_case(&relation.table))
}

/// Whether a value surely holds no query, told by its outermost form.
fn is_plain(value: &ast::Expr) -> bool {
    matches!(
        value,
        ast::Expr::Identifier(_) | ast::Expr::CompoundIdentifier(_) | ast::Expr::Value(_)
    )
}
