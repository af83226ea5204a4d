//! `CREATE TABLE`, `VIEW`, `INDEX`, `POLICY`: what they declare.

use partywall_ir::{Attribute, Field, Flags, Span, TypeDecl, TypeKind};
use sqlparser::ast::{self, ColumnOption, Statement as Ast, TableConstraint};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::file::{File, bracketed_after, ident_span};
use crate::parse::{offset, order, parse_tokens, tokens, too_deep};
use crate::prepare::Prepared;

/// Elements of one table that are looked at one by one.
const MAX_ELEMENTS: usize = 2_000;

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

    fn table(&mut self, prepared: &Prepared, name: &ast::ObjectName, span: Span) -> TypeDecl {
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

    /// Reads a `CREATE TABLE` or `ALTER TABLE` that does not parse as a whole part by part; false when it is neither.
    pub(crate) fn piecewise(&mut self, prepared: &Prepared, all: &[TokenWithSpan], span: Span) -> bool {
        if too_deep(all, span.end as usize).is_some() {
            return false;
        }
        let keyword = |at: usize| match all.get(at).map(|token| &token.token) {
            Some(Token::Word(word)) => word.keyword,
            _ => Keyword::NoKeyword,
        };
        let head = (0..all.len().min(6)).find(|at| keyword(*at) == Keyword::TABLE);
        match (keyword(0), head) {
            (Keyword::CREATE, Some(_)) => self.table_piecewise(prepared, all, span),
            (Keyword::ALTER, Some(1)) => self.alter_piecewise(prepared, all, span),
            _ => false,
        }
    }

    fn table_piecewise(&mut self, prepared: &Prepared, all: &[TokenWithSpan], span: Span) -> bool {
        let Some(open) = all.iter().position(|token| token.token == Token::LParen) else {
            return false;
        };
        let (parts, close) = parts(all, open + 1);
        let Some(close) = close.and_then(|close| all.get(close)) else {
            return false;
        };
        let mut decl: Option<TypeDecl> = None;
        for part in parts.into_iter().take(MAX_ELEMENTS) {
            let element = &all[part.clone()];
            let (Some(first), Some(last)) = (element.first(), element.last()) else {
                continue;
            };
            let place = Span::new(offset(first.span), last.span.end.column as usize - 1);
            let element = without_storage(element);
            let element = element.as_slice();
            let short = short_column(element);
            let mut parsed = None;
            for (tokens, whole) in [(element, true), (&element[..short], false)] {
                if tokens.is_empty() {
                    continue;
                }
                let mut stream = all[..=open].to_vec();
                stream.extend_from_slice(tokens);
                stream.push(close.clone());
                parsed = order(&prepared.sql)
                    .into_iter()
                    .find_map(|dialect| parse_tokens(&stream, dialect).ok());
                if parsed.is_some() {
                    if !whole {
                        self.gap("error", place);
                    }
                    break;
                }
            }
            let Some(Ast::CreateTable(table)) = parsed else {
                self.gap("error", place);
                continue;
            };
            let decl = match &mut decl {
                Some(decl) => decl,
                none => none.insert(self.table(prepared, &table.name, span)),
            };
            for column in &table.columns {
                let field = self.column(prepared, column, span);
                decl.fields.push(field);
            }
            for constraint in &table.constraints {
                self.constraint(prepared, constraint, decl, span);
            }
        }
        let found = decl.is_some();
        self.unit.types.extend(decl);
        found
    }

    fn alter_piecewise(&mut self, prepared: &Prepared, all: &[TokenWithSpan], span: Span) -> bool {
        // `ALTER TABLE [IF EXISTS] [ONLY] name [*] operation, operation`
        const OPERATIONS: [Keyword; 9] = [
            Keyword::ADD,
            Keyword::DROP,
            Keyword::ALTER,
            Keyword::ENABLE,
            Keyword::DISABLE,
            Keyword::FORCE,
            Keyword::RENAME,
            Keyword::OWNER,
            Keyword::MODIFY,
        ];
        let begins =
            |token: &TokenWithSpan| matches!(&token.token, Token::Word(word) if OPERATIONS.contains(&word.keyword));
        let Some(first) = all.iter().skip(2).position(begins).map(|at| at + 2) else {
            // `ALTER TABLE t CHECK CONSTRAINT c` declares nothing.
            return all
                .windows(2)
                .any(|pair| is_word(&pair[0], "check") && is_word(&pair[1], "constraint"));
        };
        // `WITH CHECK ADD …`
        let head: Vec<TokenWithSpan> = all[..first]
            .iter()
            .filter(|token| !["with", "check", "nocheck"].iter().any(|word| is_word(token, word)))
            .cloned()
            .collect();
        let (parts, _) = parts(all, first);
        let mut decl: Option<TypeDecl> = None;
        for part in parts.into_iter().take(MAX_ELEMENTS) {
            let operation = &all[part];
            let (Some(from), Some(to)) = (operation.first(), operation.last()) else {
                continue;
            };
            let place = Span::new(offset(from.span), to.span.end.column as usize - 1);
            let mut stream = head.clone();
            stream.append(&mut without_storage(operation));
            let parsed = order(&prepared.sql)
                .into_iter()
                .find_map(|dialect| parse_tokens(&stream, dialect).ok());
            let Some(Ast::AlterTable(alter)) = parsed else {
                self.gap("error", place);
                continue;
            };
            let decl = match &mut decl {
                Some(decl) => decl,
                none => none.insert(self.extension(prepared, &alter.name, span)),
            };
            for operation in &alter.operations {
                self.alter(prepared, operation, decl, span);
            }
        }
        let found = decl.is_some();
        self.unit.types.extend(decl);
        found
    }
}

/// The parts between commas from `start` to the bracket that closes, and the place of that bracket.
fn parts(all: &[TokenWithSpan], start: usize) -> (Vec<std::ops::Range<usize>>, Option<usize>) {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut from = start;
    for (number, token) in all.iter().enumerate().skip(start) {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen if depth == 0 => {
                found.push(from..number);
                return (found, Some(number));
            }
            Token::RParen => depth -= 1,
            Token::Comma if depth == 0 => {
                found.push(from..number);
                from = number + 1;
            }
            _ => {}
        }
    }
    found.push(from..all.len());
    (found, None)
}

fn is_word(token: &TokenWithSpan, text: &str) -> bool {
    matches!(&token.token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}

/// An element without what says how an index is stored: `CLUSTERED`, `WITH (FILLFACTOR = 80)`, `ON [PRIMARY]`.
fn without_storage(element: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut kept = Vec::new();
    let mut tokens = element.iter().peekable();
    while let Some(token) = tokens.next() {
        if is_word(token, "clustered") || is_word(token, "nonclustered") {
            continue;
        }
        let next = tokens.peek().map(|next| &next.token);
        let filegroup = matches!(next, Some(Token::Word(word)) if word.quote_style.is_some());
        let options = matches!(next, Some(Token::LParen));
        if (is_word(token, "with") && options) || (is_word(token, "on") && filegroup) {
            break;
        }
        kept.push(token.clone());
    }
    kept
}

/// How many tokens of a column's definition are its name and type; 0 for a constraint.
fn short_column(element: &[TokenWithSpan]) -> usize {
    const CONSTRAINTS: [Keyword; 8] = [
        Keyword::CONSTRAINT,
        Keyword::PRIMARY,
        Keyword::UNIQUE,
        Keyword::FOREIGN,
        Keyword::CHECK,
        Keyword::KEY,
        Keyword::INDEX,
        Keyword::EXCLUDE,
    ];
    match element.first().map(|token| &token.token) {
        Some(Token::Word(word)) if !CONSTRAINTS.contains(&word.keyword) => {}
        _ => return 0,
    }
    match element.get(2).map(|token| &token.token) {
        Some(Token::LParen) => {
            let close = element.iter().position(|token| token.token == Token::RParen);
            close.map_or(2, |close| close + 1)
        }
        _ => element.len().min(2),
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
