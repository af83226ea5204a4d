//! The way from a text to what is said about its statements.

use sqlparser::ast::{self, Statement as Ast};

use crate::looks::first_words;
use crate::model::{Analysis, Operand, Query, QueryKind, Role, SqlError, Statement, StatementKind};
use crate::parse::{Parsed, parse};
use crate::prepare::Prepared;
use crate::repair::Dropped;
use crate::scope::Walker;
use crate::split::split;

/// Longer texts are not read.
pub const MAX_TEXT: usize = 200_000;
/// Further statements of one text are not read.
const MAX_STATEMENTS: usize = 1_000;

/// The placeholder that stands for the n-th hole of an interpolated string, from 0.
pub fn hole(number: usize) -> String {
    format!("$h{number}")
}

/// Reads the statements of a text. A text that begins in the middle of a statement (`WHERE …`, `AND …`, `FROM …`) is
/// read as a [`StatementKind::Fragment`], a text that ends in one as far as it goes, with [`Operand::Open`] at its end.
pub fn analyse(text: &str) -> Analysis {
    let first = first_words(text);
    let word = first.first().map(String::as_str).unwrap_or_default();
    let lead = match word {
        "where" | "having" | "order" | "group" | "limit" | "offset" | "join" | "inner" | "left" | "right" | "full"
        | "cross" | "union" => "SELECT * FROM \0 ",
        "from" => "SELECT * ",
        "and" | "or" => "SELECT * FROM \0 WHERE \0 ",
        "on" => "SELECT * FROM \0 JOIN \0 ",
        // `SET x = 1` may also set a variable: a fragment only with a condition.
        "set" if text.to_ascii_lowercase().contains("where") => "UPDATE \0 ",
        _ => "",
    };
    read(lead, text)
}

/// Reads a condition alone: what follows `WHERE`, or what an ORM takes as a raw filter.
pub fn analyse_where(text: &str) -> Analysis {
    let first = first_words(text);
    match first.first().map(String::as_str) {
        Some("where" | "and" | "or") => analyse(text),
        _ => read("SELECT * FROM \0 WHERE ", text),
    }
}

fn read(lead: &str, text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    if text.len() > MAX_TEXT {
        analysis.errors.push(SqlError {
            message: "the text is too long".to_owned(),
            offset: 0,
        });
        return analysis;
    }
    let prepared = Prepared::new(lead, text);
    let statements = split(&prepared.sql, prepared.style, false).statements;
    for (number, range) in statements.into_iter().enumerate() {
        if number == MAX_STATEMENTS {
            let offset = prepared.origin(range.start);
            analysis.errors.push(SqlError {
                message: "too many statements".to_owned(),
                offset,
            });
            break;
        }
        match parse(&prepared, range.clone(), 0, true) {
            Ok(parsed) => {
                let mut statement = describe(&prepared, &parsed, prepared.origin(range.start));
                if number == 0 && !lead.is_empty() {
                    statement.kind = StatementKind::Fragment;
                }
                analysis.statements.push(statement);
            }
            Err(error) => analysis.errors.push(error),
        }
    }
    if analysis.statements.is_empty() && analysis.errors.is_empty() {
        analysis.errors.push(SqlError {
            message: "there is no statement".to_owned(),
            offset: 0,
        });
    }
    analysis
}

fn describe(prepared: &Prepared, parsed: &Parsed, offset: usize) -> Statement {
    let mut walker = Walker::new(prepared);
    let (kind, arguments) = statement(&mut walker, &parsed.statement, 0);
    for dropped in &parsed.dropped {
        place_hole(&mut walker.queries, dropped);
    }
    Statement {
        kind,
        queries: walker.queries,
        writes: walker.writes,
        columns_written: walker.sets,
        arguments,
        offset,
    }
}

/// `EXPLAIN EXPLAIN …` deeper than this is not looked into.
const MAX_WRAPPED: usize = 8;

fn statement(walker: &mut Walker, tree: &Ast, depth: usize) -> (StatementKind, Vec<Operand>) {
    let plain = |kind| (kind, Vec::new());
    match tree {
        Ast::Query(query) => {
            walker.query(query, None, Role::Top);
            plain(query_kind(query))
        }
        Ast::Insert(_) => {
            walker.write(None, tree);
            plain(StatementKind::Insert)
        }
        Ast::Update(_) => {
            walker.write(None, tree);
            plain(StatementKind::Update)
        }
        Ast::Delete(_) => {
            walker.write(None, tree);
            plain(StatementKind::Delete)
        }
        Ast::Merge(_) => {
            walker.write(None, tree);
            plain(StatementKind::Merge)
        }
        Ast::Truncate(truncate) => {
            walker.truncate(truncate);
            plain(StatementKind::Delete)
        }
        Ast::Explain { statement: inner, .. } | Ast::Prepare { statement: inner, .. } if depth < MAX_WRAPPED => {
            statement(walker, inner, depth + 1)
        }
        Ast::Call(function) => {
            let holder = walker.open(QueryKind::Values, None, Role::Top, 0);
            let arguments = match &function.args {
                ast::FunctionArguments::List(list) => walker.function_args(&list.args, holder),
                _ => Vec::new(),
            };
            (StatementKind::Call(walker.whole(&function.name)), arguments)
        }
        Ast::Execute {
            name: Some(name),
            parameters,
            ..
        } => {
            let holder = walker.open(QueryKind::Values, None, Role::Top, 0);
            let arguments = parameters
                .iter()
                .map(|value| match value {
                    // `@parameter = value`.
                    ast::Expr::BinaryOp {
                        op: ast::BinaryOperator::Eq,
                        right,
                        ..
                    } => walker.operand(right, holder),
                    value => walker.operand(value, holder),
                })
                .collect();
            (StatementKind::Call(walker.whole(name)), arguments)
        }
        Ast::CreateView(view) => {
            walker.query(&view.query, None, Role::Top);
            plain(StatementKind::Ddl)
        }
        Ast::CreateTable(table) => {
            if let Some(query) = &table.query {
                walker.query(query, None, Role::Top);
            }
            plain(StatementKind::Ddl)
        }
        Ast::AlterTable(_)
        | Ast::CreateIndex(_)
        | Ast::CreatePolicy(_)
        | Ast::AlterPolicy(_)
        | Ast::Drop { .. }
        | Ast::DropPolicy(_)
        | Ast::CreateFunction(_)
        | Ast::CreateTrigger(_)
        | Ast::CreateProcedure { .. }
        | Ast::CreateSchema { .. }
        | Ast::CreateType { .. }
        | Ast::CreateExtension(_)
        | Ast::CreateSequence { .. } => plain(StatementKind::Ddl),
        _ => plain(StatementKind::Other),
    }
}

/// `WITH … INSERT` and the like come as a query around the statement.
fn query_kind(query: &ast::Query) -> StatementKind {
    match &*query.body {
        ast::SetExpr::Insert(_) => StatementKind::Insert,
        ast::SetExpr::Update(_) => StatementKind::Update,
        ast::SetExpr::Delete(_) => StatementKind::Delete,
        ast::SetExpr::Merge(_) => StatementKind::Merge,
        _ => StatementKind::Select,
    }
}

/// Gives a hole that was taken out to the innermost scope around it: of those in the same brackets, the last that
/// begins before it.
fn place_hole(queries: &mut [Query], dropped: &Dropped) {
    let around = |query: &Query| query.offset <= dropped.offset && query.offset >= dropped.opened;
    let best = (0..queries.len())
        .filter(|index| around(&queries[*index]) && !closed_before(&queries[*index], dropped))
        .max_by_key(|index| queries[*index].offset)
        .unwrap_or(0);
    if let Some(query) = queries.get_mut(best) {
        query.holes.push(dropped.hole.clone());
    }
}

/// Scopes that stand in brackets of their own cannot hold what stands outside of these.
fn closed_before(query: &Query, dropped: &Dropped) -> bool {
    let bracketed = matches!(
        query.role,
        Role::Cte(_) | Role::Derived(_) | Role::Subquery | Role::Exists
    );
    bracketed && query.offset > dropped.opened && dropped.opened == 0
}
