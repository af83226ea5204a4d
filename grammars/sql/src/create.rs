//! `CREATE TABLE`, `VIEW`, `INDEX`, `POLICY`: what they declare.

use partywall_ir::{Attribute, Field, Flags, Span, TypeDecl, TypeKind};
use sqlparser::ast::{self, ColumnOption, TableConstraint};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::file::{File, bracketed_after, ident_span};
use crate::parse::{offset, order, tokens};
use crate::prepare::Prepared;

impl File<'_> {
    pub(crate) fn create_table(&mut self, prepared: &Prepared, table: &ast::CreateTable, span: Span) {
        let mut decl = self.table(prepared, &table.name, span);
        for column in &table.columns {
            let field = self.column(prepared, column, span);
            decl.fields.push(field);
        }
        for constraint in &table.constraints {
            self.constraint(prepared, constraint, &mut decl, span);
        }
        for base in table.inherits.iter().flatten().chain(&table.partition_of) {
            let name = last(prepared, base);
            let base = self.type_ref(&name);
            decl.bases.push(base);
        }
        self.unit.types.push(decl);
        if table.query.is_some() {
            let text = self.text.get(span.range()).unwrap_or_default().to_owned();
            self.call(&text, span);
        }
    }

    pub(crate) fn table(&mut self, prepared: &Prepared, name: &ast::ObjectName, span: Span) -> TypeDecl {
        let mut decl = self.decl(prepared, name, TypeKind::Class, span);
        let attribute = self.attribute("sql.table", &[whole(prepared, name)], decl.name_span);
        decl.attributes.push(attribute);
        decl
    }

    pub(crate) fn column(&mut self, prepared: &Prepared, column: &ast::ColumnDef, span: Span) -> Field {
        let name_span = ident_span(&column.name, span);
        let full = column.data_type.to_string().to_lowercase();
        let bare = full.split('(').next().unwrap_or_default();
        let name = bare.trim_matches(['[', ']', '"', '`', ' ']);
        let mut attributes = Vec::new();
        let mut nullable = !name.contains("serial");
        for option in &column.options {
            match &option.option {
                ColumnOption::NotNull => nullable = false,
                ColumnOption::PrimaryKey(_) => {
                    nullable = false;
                    attributes.push(self.attribute("sql.primary_key", &[], name_span));
                }
                ColumnOption::Unique(_) => attributes.push(self.attribute("sql.unique", &[], name_span)),
                ColumnOption::ForeignKey(key) => {
                    let mut texts = vec![last(prepared, &key.foreign_table)];
                    texts.extend(
                        key.referred_columns
                            .first()
                            .map(|column| prepared.restore(&column.value)),
                    );
                    attributes.push(self.attribute("sql.references", &texts, name_span));
                }
                ColumnOption::Default(value) => {
                    let text = prepared.restore(&value.to_string());
                    attributes.push(self.attribute("sql.default", &[text], name_span));
                }
                ColumnOption::Identity(_) => nullable = false,
                ColumnOption::Generated {
                    generation_expr: None, ..
                } => nullable = false,
                _ => {}
            }
        }
        let flags = if nullable { Flags::NULLABLE } else { Flags::default() };
        let field_name = prepared.restore(&column.name.value);
        Field {
            name: self.unit.names.intern(&field_name),
            ty: Some(self.type_ref(name)),
            value: None,
            getter: None,
            attributes,
            flags,
            span: name_span,
        }
    }

    /// A constraint of the table: on each column that it names, and on the type where it names several or the column
    /// is declared elsewhere.
    pub(crate) fn constraint(
        &mut self,
        prepared: &Prepared,
        constraint: &TableConstraint,
        decl: &mut TypeDecl,
        span: Span,
    ) {
        match constraint {
            TableConstraint::PrimaryKey(key) => {
                let columns = index_columns(prepared, &key.columns);
                for column in &columns {
                    let attribute = self.attribute("sql.primary_key", &[], span);
                    self.on_column(decl, column, attribute, true);
                }
                self.on_type(decl, "sql.primary_key", &columns, span);
            }
            TableConstraint::Unique(key) => {
                let columns = index_columns(prepared, &key.columns);
                if let [column] = columns.as_slice() {
                    let attribute = self.attribute("sql.unique", &[], span);
                    self.on_column(decl, column, attribute, false);
                }
                self.on_type(decl, "sql.unique", &columns, span);
            }
            TableConstraint::ForeignKey(key) => {
                let table = last(prepared, &key.foreign_table);
                let columns: Vec<String> = key
                    .columns
                    .iter()
                    .map(|column| prepared.restore(&column.value))
                    .collect();
                let targets: Vec<String> = key
                    .referred_columns
                    .iter()
                    .map(|column| prepared.restore(&column.value))
                    .collect();
                for (number, column) in columns.iter().enumerate() {
                    let mut texts = vec![table.clone()];
                    texts.extend(targets.get(number).cloned());
                    let attribute = self.attribute("sql.references", &texts, span);
                    self.on_column(decl, column, attribute, false);
                }
                if columns.len() > 1 || !self.declares(decl, &columns) {
                    let args = vec![
                        self.list(&columns, span),
                        self.string(&table, span),
                        self.list(&targets, span),
                    ];
                    let attribute = self.attribute_of("sql.foreign_key", args, span);
                    decl.attributes.push(attribute);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn required(&mut self, decl: &mut TypeDecl, column: &str) {
        let unit = &self.unit;
        if let Some(field) = decl.fields.iter_mut().find(|field| unit.text(field.name) == column) {
            field.flags = Flags(field.flags.0 & !Flags::NULLABLE.0);
        }
    }

    fn declares(&self, decl: &TypeDecl, columns: &[String]) -> bool {
        columns
            .iter()
            .all(|column| decl.fields.iter().any(|field| self.unit.text(field.name) == column))
    }

    fn on_column(&mut self, decl: &mut TypeDecl, column: &str, attribute: Attribute, required: bool) {
        let unit = &self.unit;
        if let Some(field) = decl.fields.iter_mut().find(|field| unit.text(field.name) == column) {
            field.attributes.push(attribute);
            if required {
                field.flags = Flags(field.flags.0 & !Flags::NULLABLE.0);
            }
        }
    }

    fn on_type(&mut self, decl: &mut TypeDecl, path: &str, columns: &[String], span: Span) {
        if columns.len() > 1 || !self.declares(decl, columns) {
            let list = self.list(columns, span);
            let attribute = self.attribute_of(path, vec![list], span);
            decl.attributes.push(attribute);
        }
    }

    pub(crate) fn create_index(&mut self, prepared: &Prepared, index: &ast::CreateIndex, span: Span) {
        if !index.unique || index.predicate.is_some() {
            return;
        }
        let columns = index_columns(prepared, &index.columns);
        let mut decl = self.extension(prepared, &index.table_name, span);
        self.on_type(&mut decl, "sql.unique", &columns, span);
        self.unit.types.push(decl);
    }

    pub(crate) fn create_view(&mut self, prepared: &Prepared, base: usize, view: &ast::CreateView, span: Span) {
        let mut decl = self.decl(prepared, &view.name, TypeKind::Class, span);
        let query = self.view_text(prepared, base);
        let attribute = self.attribute("sql.view", &[query], decl.name_span);
        decl.attributes.push(attribute);
        let mut columns: Vec<&ast::Ident> = view.columns.iter().map(|column| &column.name).collect();
        if let (true, ast::SetExpr::Select(select)) = (columns.is_empty(), &*view.query.body) {
            columns = select.projection.iter().filter_map(output_name).collect();
        }
        for column in columns {
            let name = prepared.restore(&column.value);
            decl.fields.push(Field {
                name: self.unit.names.intern(&name),
                ty: None,
                value: None,
                getter: None,
                attributes: Vec::new(),
                flags: Flags::NULLABLE,
                span: ident_span(column, span),
            });
        }
        self.unit.types.push(decl);
    }

    /// What follows the first `AS` outside of brackets.
    fn view_text(&self, prepared: &Prepared, base: usize) -> String {
        let tokens = self.tokens_of(prepared, base);
        let mut depth = 0usize;
        for (number, token) in tokens.iter().enumerate() {
            match &token.token {
                Token::LParen => depth += 1,
                Token::RParen => depth = depth.saturating_sub(1),
                Token::Word(word) if word.keyword == Keyword::AS && depth == 0 => {
                    let start = tokens.get(number + 1).map_or(0, |next| offset(next.span));
                    let end = tokens.last().map_or(start, |last| last.span.end.column as usize - 1);
                    return self.text.get(start..end).unwrap_or_default().to_owned();
                }
                _ => {}
            }
        }
        String::new()
    }

    fn tokens_of(&self, prepared: &Prepared, base: usize) -> Vec<TokenWithSpan> {
        order(&prepared.sql)
            .into_iter()
            .find_map(|dialect| tokens(prepared, 0..prepared.sql.len(), base, dialect).ok())
            .unwrap_or_default()
    }

    pub(crate) fn create_policy(&mut self, prepared: &Prepared, base: usize, policy: &ast::CreatePolicy, span: Span) {
        let command = match policy.command {
            None | Some(ast::CreatePolicyCommand::All) => "all",
            Some(ast::CreatePolicyCommand::Select) => "select",
            Some(ast::CreatePolicyCommand::Insert) => "insert",
            Some(ast::CreatePolicyCommand::Update) => "update",
            Some(ast::CreatePolicyCommand::Delete) => "delete",
        };
        let kind = match policy.policy_type {
            None | Some(ast::CreatePolicyType::Permissive) => "permissive",
            Some(ast::CreatePolicyType::Restrictive) => "restrictive",
        };
        let (using, check) = self.policy_texts(prepared, base);
        let texts = [
            prepared.restore(&policy.name.value),
            command.to_owned(),
            kind.to_owned(),
            using,
            check,
        ];
        self.fact(prepared, &policy.table_name, "sql.policy", &texts, span);
    }

    /// What stands in the brackets of `USING` and of `WITH CHECK`; empty without.
    pub(crate) fn policy_texts(&self, prepared: &Prepared, base: usize) -> (String, String) {
        let tokens = tokens(prepared, 0..prepared.sql.len(), base, &PostgreSqlDialect {}).unwrap_or_default();
        let text = |word| bracketed_after(&tokens, self.text, word).unwrap_or_default();
        (text("using"), text("check"))
    }
}

fn index_columns(prepared: &Prepared, columns: &[ast::IndexColumn]) -> Vec<String> {
    columns
        .iter()
        .map(|column| match &column.column.expr {
            ast::Expr::Identifier(ident) => prepared.restore(&ident.value),
            other => prepared.restore(&other.to_string()),
        })
        .collect()
}

fn output_name(item: &ast::SelectItem) -> Option<&ast::Ident> {
    match item {
        ast::SelectItem::ExprWithAlias { alias, .. } => Some(alias),
        ast::SelectItem::UnnamedExpr(ast::Expr::Identifier(ident)) => Some(ident),
        ast::SelectItem::UnnamedExpr(ast::Expr::CompoundIdentifier(parts)) => parts.last(),
        _ => None,
    }
}

/// The last identifier of a name.
pub(crate) fn last(prepared: &Prepared, name: &ast::ObjectName) -> String {
    let ident = name.0.iter().rev().find_map(ast::ObjectNamePart::as_ident);
    ident.map(|ident| prepared.restore(&ident.value)).unwrap_or_default()
}

/// A whole name, its identifiers joined by dots.
pub(crate) fn whole(prepared: &Prepared, name: &ast::ObjectName) -> String {
    let parts: Vec<String> = name
        .0
        .iter()
        .filter_map(ast::ObjectNamePart::as_ident)
        .map(|ident| prepared.restore(&ident.value))
        .collect();
    parts.join(".")
}
