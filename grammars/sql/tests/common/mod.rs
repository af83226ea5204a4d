//! Statements in a short form that reads well in an assertion.

use partywall_sql::{Analysis, ColumnRef, Conjunct, Op, Operand, Placeholder, Query, Role, Source, Statement, analyse};

/// The only statement of a text.
pub fn one(text: &str) -> Statement {
    let Analysis { mut statements, errors } = analyse(text);
    assert_eq!(errors, [], "{text}");
    assert_eq!(statements.len(), 1, "{text}");
    statements.remove(0)
}

/// Every scope of the only statement, one a line.
pub fn scopes(text: &str) -> Vec<String> {
    one(text).queries.iter().map(scope).collect()
}

/// One scope: its role, relations, conditions and what else is noted.
pub fn scope(query: &Query) -> String {
    let role = match &query.role {
        Role::Top => "top".to_owned(),
        Role::Cte(name) => format!("cte {name}"),
        Role::Derived(alias) => format!("derived {alias}"),
        Role::Subquery => "subquery".to_owned(),
        Role::SetArm => "arm".to_owned(),
        Role::Exists => "exists".to_owned(),
        Role::InsertSource => "source".to_owned(),
    };
    let parent = query.parent.map(|parent| format!("<{parent}")).unwrap_or_default();
    let relations: Vec<String> = query
        .relations
        .iter()
        .map(|relation| {
            let source = match relation.source {
                Source::Table => String::new(),
                Source::Cte(index) | Source::Derived(index) => format!("#{index}"),
                Source::Function => format!("({})", join(&relation.args)),
                Source::Hole(number) => format!("!{number}"),
            };
            let alias = if relation.alias == relation.table {
                String::new()
            } else {
                format!(" {}", relation.alias)
            };
            let outer = if relation.outer_joined { "?" } else { "" };
            format!("{}{source}{alias}{outer}", relation.qualified)
        })
        .collect();
    let conjuncts: Vec<String> = query.conjuncts.iter().map(conjunct).collect();
    let mut line = format!("{role}{parent}: {}", relations.join(", "));
    if !conjuncts.is_empty() {
        line += &format!(" | {}", conjuncts.join(" & "));
    }
    if query.aggregate {
        line += " | aggregate";
    }
    if query.single {
        line += " | single";
    }
    if !query.holes.is_empty() {
        let holes: Vec<String> = query
            .holes
            .iter()
            .map(|hole| operand(&Operand::Placeholder(hole.clone())))
            .collect();
        line += &format!(" | holes {}", holes.join(" "));
    }
    line
}

/// A condition. A `?` behind it: of an outer join.
pub fn conjunct(conjunct: &Conjunct) -> String {
    let mark = |outer: &bool| if *outer { "?" } else { "" };
    match conjunct {
        Conjunct::Compare {
            left, op, right, outer, ..
        } => {
            let op = match op {
                Op::Eq => "=",
                Op::In => "in",
                Op::Contains => "contains",
                Op::IsNull => "is",
                Op::IsNotNull => "is not",
                Op::Other => "~",
            };
            format!("{} {op} {}{}", column(left), operand(right), mark(outer))
        }
        Conjunct::Any { arms, outer } => {
            let arms: Vec<String> = arms
                .iter()
                .map(|arm| arm.iter().map(self::conjunct).collect::<Vec<_>>().join(" & "))
                .collect();
            format!("({}){}", arms.join(" or "), mark(outer))
        }
        Conjunct::Exists { query, negated, outer } => {
            format!("{}exists #{query}{}", if *negated { "not " } else { "" }, mark(outer))
        }
        Conjunct::Natural { left, right, outer } => format!("{left} natural {right}{}", mark(outer)),
        Conjunct::Hole { hole, outer } => format!("$h{hole}{}", mark(outer)),
        Conjunct::Given { value, there, outer } => {
            let is = if *there { "given" } else { "missing" };
            format!("{} {is}{}", operand(&Operand::Placeholder(value.clone())), mark(outer))
        }
        Conjunct::Other { operands, outer } => format!("other({}){}", join(operands), mark(outer)),
    }
}

fn column(column: &ColumnRef) -> String {
    match &column.qualifier {
        Some(qualifier) => format!("{qualifier}.{}", column.name),
        None => column.name.clone(),
    }
}

fn join(operands: &[Operand]) -> String {
    operands.iter().map(operand).collect::<Vec<_>>().join(", ")
}

/// A value.
pub fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Placeholder(Placeholder::Positional(n)) => format!("${n}"),
        Operand::Placeholder(Placeholder::Anonymous(n)) => format!("?{n}"),
        Operand::Placeholder(Placeholder::Named(name)) => format!(":{name}"),
        Operand::Placeholder(Placeholder::Hole(n)) => format!("$h{n}"),
        Operand::Open => "…".to_owned(),
        Operand::Column(found) => column(found),
        Operand::Literal(text) => format!("'{text}'"),
        Operand::Query(index) => format!("#{index}"),
        Operand::QueryColumn(index, number) => format!("#{index}.{number}"),
        Operand::Function(name, args) => format!("{name}({})", join(args)),
        Operand::List(values) => format!("[{}]", join(values)),
        Operand::Unknown => "unknown".to_owned(),
    }
}

/// The writes of the only statement: kind, table, and `column=value` for each column.
pub fn writes(text: &str) -> String {
    let statement = one(text);
    let mut parts: Vec<String> = statement
        .writes
        .iter()
        .map(|write| {
            let query = write.query.map(|query| format!(" #{query}")).unwrap_or_default();
            let conflict = match &write.conflict {
                Some(conflict) => format!(" conflict({}, {})", conflict.columns.join(" "), conflict.update),
                None => String::new(),
            };
            format!("{:?} {}{query}{conflict}", write.kind, write.relation.table)
        })
        .collect();
    parts.extend(
        statement
            .columns_written
            .iter()
            .map(|set| format!("{}.{}={}", set.table, set.column, operand(&set.value))),
    );
    parts.join("; ")
}
