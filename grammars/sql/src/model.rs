//! What is said about a statement: plain data, with nothing of the parser's own types in it.

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The statements that could be read, in order.
    pub statements: Vec<Statement>,
    /// What could not be read.
    pub errors: Vec<SqlError>,
}

/// A part of a text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError {
    /// Why.
    pub message: String,
    /// Byte offset in the text that was given.
    pub offset: usize,
}

/// What sort of statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// Only reads.
    Select,
    /// Adds rows.
    Insert,
    /// Changes rows.
    Update,
    /// Removes rows.
    Delete,
    /// `MERGE`.
    Merge,
    /// Calls the procedure of this name: `CALL p()`, `EXEC p`.
    Call(String),
    /// Changes the schema.
    Ddl,
    /// A part of a statement: it begins with `WHERE`, `AND`, `FROM`, `JOIN`…, or is a bare condition.
    Fragment,
    /// Any other.
    Other,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What sort. A statement that begins with `WITH` is of the sort of its last part.
    pub kind: StatementKind,
    /// Its scopes; a scope stands after the one that holds it.
    pub queries: Vec<Query>,
    /// Every write: one for most statements, more where a CTE or a `MERGE` writes too, none for a query.
    pub writes: Vec<Write>,
    /// Columns that are set, by `SET` or by `INSERT` (the first row's values).
    pub columns_written: Vec<ColumnWrite>,
    /// Arguments of a called procedure, in order.
    pub arguments: Vec<Operand>,
    /// Offset of its first byte.
    pub offset: usize,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteKind {
    /// `INSERT`, `REPLACE`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
    /// `MERGE`.
    Merge,
}

/// A table that is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// How.
    pub kind: WriteKind,
    /// Which table.
    pub relation: Relation,
    /// For an update or a delete, the scope whose rows are written; for an insert, the query that gives the rows.
    pub query: Option<usize>,
    /// `ON CONFLICT`, `ON DUPLICATE KEY`, `REPLACE`.
    pub conflict: Option<Conflict>,
}

/// What an insert does with a row that is there already.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The columns that conflict, where they are named.
    pub columns: Vec<String>,
    /// Whether the row that is there is overwritten.
    pub update: bool,
    /// What is set then.
    pub sets: Vec<ColumnWrite>,
    /// What must hold for that.
    pub conjuncts: Vec<Conjunct>,
}

/// A column that is given a value.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnWrite {
    /// The table, as in [`Relation::table`].
    pub table: String,
    /// The column; empty where an insert names none.
    pub column: String,
    /// The value.
    pub value: Operand,
    /// Offset of the column's name, or of the value where there is none.
    pub offset: usize,
}

/// What sort of scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryKind {
    /// A `SELECT`.
    Select,
    /// A set operation: its arms are the queries whose parent it is with [`Role::SetArm`].
    Set,
    /// `VALUES`.
    Values,
    /// The rows that an `UPDATE` changes; the changed table is the first relation.
    Update,
    /// The rows that a `DELETE` removes; the table is the first relation.
    Delete,
    /// Target (first) and source of a `MERGE`.
    Merge,
    /// An `INSERT` in a CTE: stands for the rows that it returns.
    Insert,
}

/// The place of a scope in the one that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// The statement itself.
    Top,
    /// A common table expression of this name.
    Cte(String),
    /// A derived table of this alias; empty without one.
    Derived(String),
    /// A subquery that is a value or the right side of `IN`.
    Subquery,
    /// One arm of a set operation.
    SetArm,
    /// In `EXISTS`.
    Exists,
    /// Gives the rows of an `INSERT`.
    InsertSource,
}

/// One scope: a `SELECT`, or the rows of an `UPDATE` or `DELETE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What sort.
    pub kind: QueryKind,
    /// The scope that holds it.
    pub parent: Option<usize>,
    /// Its place there.
    pub role: Role,
    /// What it reads.
    pub relations: Vec<Relation>,
    /// What holds for every row of its result.
    pub conjuncts: Vec<Conjunct>,
    /// The columns of its result.
    pub outputs: Vec<Output>,
    /// Holes that stand for clauses of this scope ([`Placeholder::Hole`], and [`Placeholder::Named`] for `{name}`): what
    /// they say is not known. They may hold further conditions.
    pub holes: Vec<Placeholder>,
    /// Whether it only aggregates: `count(*)`, without `GROUP BY`.
    pub aggregate: bool,
    /// Whether it gives one row at most: `LIMIT 1`, `TOP 1`, `FETCH FIRST 1`.
    pub single: bool,
    /// Offset of its first byte.
    pub offset: usize,
}

/// One column of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name: the alias or the column's; empty without one; `*` for all columns of `value`'s qualifier, or of every relation.
    pub name: String,
    /// Its value. For `t.*` a column `*` of `t`, for `*` a column `*` without a qualifier.
    pub value: Operand,
}

/// Where a relation's rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A table or view.
    Table,
    /// A CTE: index of its query.
    Cte(usize),
    /// A derived table: index of its query.
    Derived(usize),
    /// A function: `unnest(…)`, `generate_series(…)`.
    Function,
    /// The name has this hole in it.
    Hole(u32),
}

/// A table, or what stands for one, in a scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Last identifier of its name, unquoted, in the case it is written in. A hole in it reads `$h0`.
    pub table: String,
    /// The whole name, identifiers joined by dots.
    pub qualified: String,
    /// The name that columns are qualified with: the alias, else the table.
    pub alias: String,
    /// Where its rows come from.
    pub source: Source,
    /// Whether it is on the nullable side of an outer join.
    pub outer_joined: bool,
    /// A function's arguments.
    pub args: Vec<Operand>,
    /// Names that the alias gives to its columns: `AS t(a, b)`.
    pub columns: Vec<String>,
    /// Offset of its name.
    pub offset: usize,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ColumnRef {
    /// The alias or table in front of it: the last one of several.
    pub qualifier: Option<String>,
    /// Its name, unquoted.
    pub name: String,
}

/// How the two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `=`, `IS NOT DISTINCT FROM`, `<=>`.
    Eq,
    /// `IN (…)`, `= ANY(…)`.
    In,
    /// The column is an array that holds the value: `$1 = ANY(col)`.
    Contains,
    /// `IS NULL`.
    IsNull,
    /// `IS NOT NULL`.
    IsNotNull,
    /// Any other: `<`, `<>`, `LIKE`, `BETWEEN`, `NOT IN`…
    Other,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Conjunct {
    /// A column compared with something.
    Compare {
        /// The column. Of two columns, the left one as written.
        left: ColumnRef,
        /// How.
        op: Op,
        /// With what.
        right: Operand,
        /// Whether it stands in the `ON` of an outer join: then it binds only the nullable side's rows.
        outer: bool,
        /// Offset of the column, or where that is not known, of the condition.
        offset: usize,
    },
    /// At least one of the arms holds, each as a whole.
    Any {
        /// The arms, each split at `AND`.
        arms: Vec<Vec<Conjunct>>,
        /// As in [`Conjunct::Compare`].
        outer: bool,
    },
    /// The query gives a row.
    Exists {
        /// Index of the query.
        query: usize,
        /// `NOT EXISTS`.
        negated: bool,
        /// As in [`Conjunct::Compare`].
        outer: bool,
    },
    /// Two relations are equal in all columns of equal name.
    Natural {
        /// Alias of the left one.
        left: String,
        /// Alias of the right one.
        right: String,
        /// As in [`Conjunct::Compare`].
        outer: bool,
    },
    /// A hole that is a whole condition.
    Hole {
        /// Number of the hole.
        hole: u32,
        /// As in [`Conjunct::Compare`].
        outer: bool,
    },
    /// A value that is bound, and no column, is there or is missing.
    Given {
        /// The value.
        value: Placeholder,
        /// Whether it is said to be there.
        there: bool,
        /// As in [`Conjunct::Compare`].
        outer: bool,
    },
    /// Any other condition, also a negated one: nothing follows from it. Its operands, where they are known.
    Other {
        /// What it is about.
        operands: Vec<Operand>,
        /// As in [`Conjunct::Compare`].
        outer: bool,
    },
}

/// A place that a value is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// `$1`, `?1`, `:1`: counted from 1.
    Positional(u32),
    /// `?`, `%s`: the n-th such in the text, counted from 0.
    Anonymous(u32),
    /// `:name`, `@name`, `%(name)s`, `{name}`: the name alone.
    Named(String),
    /// A hole of an interpolated string: `$h0`, and `{}` or `{0}`, counted from 0.
    Hole(u32),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Is bound.
    Placeholder(Placeholder),
    /// The text ends here: what follows is appended to it.
    Open,
    /// A column.
    Column(ColumnRef),
    /// A literal, without its quotes.
    Literal(String),
    /// The rows of a subquery: index of its query.
    Query(usize),
    /// One column of the rows of a subquery: index of its query, number of the column from 0.
    QueryColumn(usize, usize),
    /// A function or an operator (by its sign) with its arguments.
    Function(String, Vec<Operand>),
    /// Several values.
    List(Vec<Operand>),
    /// Something else.
    Unknown,
}

impl Operand {
    /// Calls `see` with this operand and all inside it, outermost first.
    pub fn visit<'o>(&'o self, see: &mut dyn FnMut(&'o Operand)) {
        let mut stack = vec![self];
        while let Some(operand) = stack.pop() {
            see(operand);
            if let Self::Function(_, parts) | Self::List(parts) = operand {
                stack.extend(parts.iter().rev());
            }
        }
    }
}
