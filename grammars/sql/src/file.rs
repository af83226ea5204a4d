//! Schema files: every statement of a file, as declarations, calls and gaps of one unit.

use std::ops::Range;

use partywall_ir::{
    Arg, Attribute, CollectionKind, Directive, ExprId, ExprKind, Flags, FnKind, Frontend, Function, Gap, Language,
    LineIndex, Lit, Span, TypeDecl, TypeKind, TypeRef, Unit,
};
use sqlparser::ast::{self, Statement as Ast};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::analyse::MAX_TEXT;
use crate::lex::{Kind, Lexer, Style};
use crate::parse::{offset, on_stack, order, parse, tokens};
use crate::prepare::Prepared;
use crate::split::split;

/// The frontend for SQL files.
///
/// A table is a class whose fields are its columns; a later statement about it is an extension of the same name. What
/// holds of them stands in attributes, whose arguments are strings or lists of strings:
///
/// | attribute | of | arguments |
/// |---|---|---|
/// | `sql.table` | class | qualified name |
/// | `sql.view` | class | the query's text |
/// | `sql.primary_key`, `sql.unique` | field | none |
/// | `sql.references` | field | table, and the column where it is named |
/// | `sql.default` | field | the expression's text |
/// | `sql.primary_key`, `sql.unique` | type: of several columns, or of one declared elsewhere | list of columns |
/// | `sql.foreign_key` | type: likewise | list of columns, table, list of its columns |
/// | `sql.row_security` | extension | `enable`, `disable`, `force` or `no force` |
/// | `sql.policy` | extension | name, command or `all`, `permissive` or `restrictive`, `USING` text, `CHECK` text |
/// | `sql.alter_policy` | extension | name, `USING` text, `CHECK` text |
/// | `sql.drop_policy`, `sql.drop_column`, `sql.drop_constraint` | extension | name |
/// | `sql.drop_table`, `sql.drop_view` | extension | none |
/// | `sql.rename_table` | extension | new name |
/// | `sql.rename_column` | extension | old name, new name |
/// | `sql.not_null`, `sql.nullable` | extension | column |
/// | `sql.owner` | extension | role |
///
/// A statement that reads or writes rows is a call of `sql!` with its text in the module's function. Routines, whose
/// bodies are not read, are gaps (`create_function`, `create_procedure`, `create_trigger`, `do`, `block`); what does not
/// parse is a gap `error`, what is too long to be read `too_long`. Statements that say nothing about tables and rows are
/// left out, and so is the part of a migration that takes it back, where the file marks it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sql;

impl Frontend for Sql {
    fn language(&self) -> Language {
        Language::Sql
    }

    fn lower(&self, path: &str, text: &str) -> Unit {
        let mut file = File::new(path, text);
        let pieces = split(text, Style::of(text), true);
        for comment in pieces.comments {
            file.directive(comment);
        }
        for statement in pieces.statements {
            file.statement(statement, 0);
        }
        if let Some(start) = pieces.unclosed {
            file.gap("error", Span::new(start, text.len()));
        }
        file.finish()
    }

    fn parse_only(&self, text: &str) -> bool {
        let pieces = split(text, Style::of(text), true);
        let mut broken = pieces.unclosed.is_some();
        for range in pieces.statements {
            let part = &text[range];
            if matches!(sort(part), Sort::Routine(_) | Sort::Block | Sort::Silent) || part.len() > MAX_TEXT {
                continue;
            }
            let prepared = Prepared::new("", part);
            broken |= parse(&prepared, 0..prepared.sql.len(), 0, false).is_err();
        }
        broken
    }
}

/// What is done with a statement, told by its first words.
#[derive(Debug, PartialEq)]
enum Sort {
    /// Declares something of interest.
    Schema,
    /// Reads or writes rows.
    Rows,
    /// Holds statements of its own, which are not read: the gap's kind.
    Routine(&'static str),
    /// `IF … BEGIN … END`: a migration that may run twice.
    Block,
    /// Says nothing about rows and tables.
    Silent,
}

fn sort(text: &str) -> Sort {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == '(' || c == '\u{feff}')
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_ascii_lowercase)
        .collect();
    let has = |word: &str| words.iter().skip(1).any(|known| known == word);
    let second = |word: &str| words.get(1).is_some_and(|known| known == word);
    match words.first().map(String::as_str).unwrap_or_default() {
        "create" | "alter" if has("function") => Sort::Routine("create_function"),
        "create" | "alter" if has("procedure") || has("proc") => Sort::Routine("create_procedure"),
        "create" | "alter" if has("trigger") && !second("table") => Sort::Routine("create_trigger"),
        "do" => Sort::Routine("do"),
        "create" if second("type") => Sort::Silent,
        "create" if has("table") || has("view") || has("policy") || second("unique") => Sort::Schema,
        "alter" if second("table") || second("policy") || second("foreign") => Sort::Schema,
        "drop" if second("table") || second("policy") || second("view") || second("materialized") => Sort::Schema,
        "select" | "insert" | "update" | "delete" | "with" | "merge" | "truncate" | "replace" | "call" | "exec"
        | "execute" | "values" | "explain" => Sort::Rows,
        word if word.starts_with(['(', '[']) => Sort::Rows,
        "if" | "while" => Sort::Block,
        "begin" if words.len() > 3 => Sort::Routine("block"),
        "create" | "alter" | "drop" | "comment" | "grant" | "revoke" | "set" | "reset" | "begin" | "start"
        | "commit" | "rollback" | "end" | "lock" | "unlock" | "use" | "analyze" | "analyse" | "vacuum" | "pragma"
        | "show" | "copy" | "refresh" | "reindex" | "cluster" | "notify" | "listen" | "discard" | "declare"
        | "deallocate" | "print" | "go" | "savepoint" | "release" | "load" | "import" | "attach" | "detach"
        | "optimize" | "rename" | "security" | "reassign" | "checkpoint" | "abort" | "prepare" | "fetch" | "close"
        | "open" | "describe" | "flush" | "kill" | "exit" | "quit" | "spool" | "whenever" => Sort::Silent,
        _ => Sort::Rows,
    }
}

/// Blocks within blocks that are looked into.
const MAX_BLOCKS: usize = 4;

/// The unit that is being made.
pub(crate) struct File<'t> {
    pub unit: Unit,
    pub text: &'t str,
    calls: Vec<ExprId>,
}

impl<'t> File<'t> {
    fn new(path: &str, text: &'t str) -> Self {
        let mut unit = Unit::new(path, Language::Sql);
        let module = path.strip_suffix(".sql").unwrap_or(path).replace('/', ".");
        unit.module = unit.names.intern(&module);
        unit.lines = u32::try_from(LineIndex::new(text).lines()).unwrap_or(u32::MAX);
        Self {
            unit,
            text,
            calls: Vec::new(),
        }
    }

    fn finish(mut self) -> Unit {
        let all = Span::new(0, self.text.len());
        if !self.calls.is_empty() {
            let items = std::mem::take(&mut self.calls).into_boxed_slice();
            let body = self.unit.body.expr(ExprKind::Block { items, value: false }, all);
            let name = self.unit.names.intern("");
            self.unit.functions.push(Function {
                name,
                kind: FnKind::Module,
                owner: None,
                parent: None,
                type_params: Vec::new(),
                params: Vec::new(),
                ret: None,
                attributes: Vec::new(),
                globals: Box::default(),
                body: Some(body),
                flags: Flags::default(),
                span: all,
                name_span: Span::new(0, 0),
            });
        }
        self.unit.seal();
        self.unit
    }

    fn directive(&mut self, range: Range<usize>) {
        let comment = &self.text[range.clone()];
        let body = comment.trim_start_matches(['-', '#', '/', '*']).trim();
        let Some(text) = body.strip_prefix("partywall:") else {
            return;
        };
        let text = text.trim_end_matches("*/").trim().into();
        self.unit.directives.push(Directive {
            text,
            span: Span::new(range.start, range.end),
        });
    }

    pub(crate) fn gap(&mut self, kind: &str, span: Span) {
        self.unit.gaps.push(Gap {
            kind: kind.into(),
            span,
        });
    }

    fn statement(&mut self, range: Range<usize>, depth: usize) {
        let text = &self.text[range.clone()];
        let span = Span::new(range.start, range.end);
        match sort(text) {
            Sort::Silent => {}
            Sort::Routine(kind) => self.gap(kind, span),
            Sort::Block if depth < MAX_BLOCKS => self.block(range, depth, span),
            Sort::Block => self.gap("block", span),
            _ if text.len() > MAX_TEXT => self.gap("too_long", span),
            Sort::Rows => self.rows(text, range.start, span),
            Sort::Schema => self.schema(text, range.start, span),
        }
    }

    /// The statements between the first `BEGIN` and the last `END`, or after the condition where there are none: they
    /// are taken as if the condition held.
    fn block(&mut self, range: Range<usize>, depth: usize, span: Span) {
        let text = &self.text[range.clone()];
        let mut lexer = Lexer::new(text, Style::of(self.text));
        let (mut begin, mut end, mut at) = (None, None, 0);
        while let Some(piece) = lexer.at(at) {
            let body = &text[piece.start..piece.end];
            if piece.kind == Kind::Word && body.eq_ignore_ascii_case("begin") && begin.is_none() {
                begin = Some(piece.end);
            } else if piece.kind == Kind::Word && body.eq_ignore_ascii_case("end") {
                end = Some(piece.start);
            }
            at = piece.end;
        }
        let (Some(begin), Some(end)) = (begin, end) else {
            return self.gap("block", span);
        };
        if begin >= end {
            return self.gap("block", span);
        }
        let inner = &text[begin..end];
        for part in split(inner, Style::of(self.text), true).statements {
            let start = range.start + begin;
            self.statement(start + part.start..start + part.end, depth + 1);
        }
    }

    fn rows(&mut self, text: &str, base: usize, span: Span) {
        let prepared = Prepared::new("", text);
        if parse(&prepared, 0..prepared.sql.len(), base, true).is_err() {
            self.gap("error", span);
        }
        self.call(text, span);
    }

    /// A call of `sql!` with the text.
    pub(crate) fn call(&mut self, text: &str, span: Span) {
        let name = self.unit.names.intern("sql!");
        let callee = self.unit.body.expr(
            ExprKind::Name(name),
            Span {
                end: span.start,
                ..span
            },
        );
        let arg = self.string(text, span);
        let args = vec![arg].into_boxed_slice();
        let call = self.unit.body.expr(ExprKind::Call { callee, args }, span);
        self.calls.push(call);
    }

    fn schema(&mut self, text: &str, base: usize, span: Span) {
        let prepared = Prepared::new("", text);
        let all = 0..prepared.sql.len();
        if let Ok(parsed) = parse(&prepared, all.clone(), base, false) {
            self.declare(&prepared, base, &parsed.statement, span);
            return;
        }
        let pieces = order(&prepared.sql)
            .into_iter()
            .find_map(|dialect| tokens(&prepared, all.clone(), base, dialect).ok());
        let saved = pieces.is_some_and(|pieces| {
            on_stack(&prepared.sql, || self.piecewise(&prepared, base, &pieces, span)).unwrap_or(false)
        });
        if !saved {
            self.gap("error", span);
        }
    }

    fn declare(&mut self, prepared: &Prepared, base: usize, statement: &Ast, span: Span) {
        match statement {
            Ast::CreateTable(table) => self.create_table(prepared, table, span),
            Ast::CreateView(view) => self.create_view(prepared, base, view, span),
            Ast::CreateIndex(index) => self.create_index(prepared, index, span),
            Ast::AlterTable(alter) => {
                let mut decl = self.extension(prepared, &alter.name, span);
                for operation in &alter.operations {
                    self.alter(prepared, operation, &mut decl, span);
                }
                self.unit.types.push(decl);
            }
            Ast::CreatePolicy(policy) => self.create_policy(prepared, base, policy, span),
            Ast::AlterPolicy(policy) => {
                let (using, check) = self.policy_texts(prepared, base);
                let texts = [policy.name.value.as_str(), &using, &check].map(str::to_owned);
                self.fact(prepared, &policy.table_name, "sql.alter_policy", &texts, span);
            }
            Ast::DropPolicy(policy) => {
                let name = [policy.name.value.clone()];
                self.fact(prepared, &policy.table_name, "sql.drop_policy", &name, span);
            }
            Ast::Drop { object_type, names, .. } => {
                let path = match object_type {
                    ast::ObjectType::Table => "sql.drop_table",
                    ast::ObjectType::View | ast::ObjectType::MaterializedView => "sql.drop_view",
                    _ => return,
                };
                for name in names {
                    self.fact(prepared, name, path, &[], span);
                }
            }
            _ => {}
        }
    }

    /// An extension of a table with one attribute.
    pub(crate) fn fact(
        &mut self,
        prepared: &Prepared,
        table: &ast::ObjectName,
        path: &str,
        texts: &[String],
        span: Span,
    ) {
        let mut decl = self.extension(prepared, table, span);
        let attribute = self.attribute(path, texts, span);
        decl.attributes.push(attribute);
        self.unit.types.push(decl);
    }

    /// An empty extension of a table.
    pub(crate) fn extension(&mut self, prepared: &Prepared, table: &ast::ObjectName, span: Span) -> TypeDecl {
        self.decl(prepared, table, TypeKind::Extension, span)
    }

    /// A declaration named like a table.
    pub(crate) fn decl(
        &mut self,
        prepared: &Prepared,
        table: &ast::ObjectName,
        kind: TypeKind,
        span: Span,
    ) -> TypeDecl {
        let ident = table.0.iter().rev().find_map(ast::ObjectNamePart::as_ident);
        let name = ident.map(|ident| prepared.restore(&ident.value)).unwrap_or_default();
        let name = self.unit.names.intern(&name);
        TypeDecl {
            name,
            path: name,
            kind,
            owner: None,
            type_params: Vec::new(),
            bases: Vec::new(),
            attributes: Vec::new(),
            fields: Vec::new(),
            span,
            name_span: ident.map_or(
                Span {
                    end: span.start,
                    ..span
                },
                |ident| ident_span(ident, span),
            ),
        }
    }

    /// A type by its name alone.
    pub(crate) fn type_ref(&mut self, name: &str) -> TypeRef {
        TypeRef {
            name: self.unit.names.intern(name),
            args: Box::default(),
        }
    }

    /// A string argument.
    pub(crate) fn string(&mut self, text: &str, span: Span) -> Arg {
        let text = self.unit.names.intern(text);
        Arg::positional(self.unit.body.expr(ExprKind::Lit(Lit::Str(text)), span))
    }

    /// An argument that is a list of strings.
    pub(crate) fn list(&mut self, texts: &[String], span: Span) -> Arg {
        let items: Vec<ExprId> = texts.iter().map(|text| self.string(text, span).value).collect();
        let kind = ExprKind::Collection {
            kind: CollectionKind::List,
            items: items.into_boxed_slice(),
        };
        Arg::positional(self.unit.body.expr(kind, span))
    }

    /// An attribute with string arguments.
    pub(crate) fn attribute(&mut self, path: &str, texts: &[String], span: Span) -> Attribute {
        let args = texts.iter().map(|text| self.string(text, span)).collect();
        self.attribute_of(path, args, span)
    }

    /// An attribute with these arguments.
    pub(crate) fn attribute_of(&mut self, path: &str, args: Vec<Arg>, span: Span) -> Attribute {
        Attribute {
            path: self.unit.names.intern(path),
            type_args: Box::default(),
            args,
            span,
        }
    }
}

/// The place of an identifier inside of its statement.
pub(crate) fn ident_span(ident: &ast::Ident, statement: Span) -> Span {
    let start = offset(ident.span);
    let end = (ident.span.end.column as usize).saturating_sub(1);
    let span = Span::new(start, end);
    if statement.contains(span) && span.end > span.start {
        span
    } else {
        Span {
            end: statement.start,
            ..statement
        }
    }
}

/// The texts of what stands in brackets after each of the given words, outside of other brackets.
pub(crate) fn bracketed_after(tokens: &[TokenWithSpan], text: &str, word: &str) -> Option<String> {
    let mut depth = 0usize;
    let mut start = None;
    let mut armed = false;
    for token in tokens {
        match &token.token {
            Token::LParen => {
                if depth == 0 && armed {
                    start = Some(offset(token.span) + 1);
                }
                depth += 1;
            }
            Token::RParen => {
                depth = depth.saturating_sub(1);
                if let (0, Some(start)) = (depth, start) {
                    return text.get(start..offset(token.span)).map(|inner| inner.trim().to_owned());
                }
            }
            Token::Word(found) => armed = depth == 0 && found.value.eq_ignore_ascii_case(word),
            _ => armed = false,
        }
    }
    None
}
