//! The grammar's words as enums, so that lowering dispatches on a byte and survives a renumbering of the grammar.

use std::sync::LazyLock;

use tree_sitter::Language;

macro_rules! kinds {
    (tokens { $($token:ident = $token_word:literal),* $(,)? } parts { $($part:ident = $part_word:literal),* $(,)? }
     nodes { $($node:ident = $node_word:literal),* $(,)? }) => {
        /// What a node of the tree is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind {
            $($token,)* $($part,)* $($node,)*
            /// Text that does not parse.
            Error,
            /// A named node that this crate has no word for.
            Unknown,
            /// Punctuation: never kept.
            Skip,
        }

        impl Kind {
            fn of_token(word: &str) -> Self {
                match word {
                    $($token_word => Self::$token,)*
                    _ => Self::Skip,
                }
            }

            fn of_node(word: &str) -> Self {
                match word {
                    $($part_word => Self::$part,)*
                    $($node_word => Self::$node,)*
                    "line_continuation" => Self::Skip,
                    _ => Self::Unknown,
                }
            }

            /// Whether it is a keyword or an operator.
            pub(crate) fn is_token(self) -> bool {
                matches!(self, $(Self::$token)|*)
            }

            /// Whether it is no expression or statement by itself, but holds some.
            pub(crate) fn is_part(self) -> bool {
                matches!(self, $(Self::$part)|*)
            }
        }
    };
}

kinds! {
    tokens {
        Async = "async",
        Underscore = "_",
        Plus = "+",
        Minus = "-",
        Tilde = "~",
        Amp = "&",
        Pipe = "|",
        And = "and",
        Or = "or",
        Less = "<",
        LessEq = "<=",
        Greater = ">",
        GreaterEq = ">=",
        EqEq = "==",
        NotEq = "!=",
        LessGreater = "<>",
        In = "in",
        NotIn = "not in",
        Is = "is",
        IsNot = "is not",
        PlusEq = "+=",
        MinusEq = "-=",
        AmpEq = "&=",
        PipeEq = "|=",
    }
    parts {
        ArgumentList = "argument_list",
        AsPatternTarget = "as_pattern_target",
        CaseClause = "case_clause",
        CasePattern = "case_pattern",
        Chevron = "chevron",
        Comment = "comment",
        Decorator = "decorator",
        ElifClause = "elif_clause",
        ElseClause = "else_clause",
        ExceptClause = "except_clause",
        FinallyClause = "finally_clause",
        ForInClause = "for_in_clause",
        FormatSpecifier = "format_specifier",
        IfClause = "if_clause",
        KeywordSeparator = "keyword_separator",
        LambdaParameters = "lambda_parameters",
        Parameters = "parameters",
        PositionalSeparator = "positional_separator",
        StringContent = "string_content",
        StringEnd = "string_end",
        StringStart = "string_start",
        EscapeInterpolation = "escape_interpolation",
        EscapeSequence = "escape_sequence",
        TypeConversion = "type_conversion",
        TypeParameter = "type_parameter",
        ImportPrefix = "import_prefix",
        RelativeImport = "relative_import",
        AliasedImport = "aliased_import",
        WildcardImport = "wildcard_import",
        WithClause = "with_clause",
        WithItem = "with_item",
        DefaultParameter = "default_parameter",
        TypedDefaultParameter = "typed_default_parameter",
        TypedParameter = "typed_parameter",
    }
    nodes {
        Assert = "assert_statement",
        AsPattern = "as_pattern",
        Assignment = "assignment",
        Attribute = "attribute",
        AugmentedAssignment = "augmented_assignment",
        Await = "await",
        BinaryOperator = "binary_operator",
        Block = "block",
        BooleanOperator = "boolean_operator",
        Break = "break_statement",
        Call = "call",
        ClassDefinition = "class_definition",
        ClassPattern = "class_pattern",
        Comparison = "comparison_operator",
        ComplexPattern = "complex_pattern",
        Concatenated = "concatenated_string",
        Conditional = "conditional_expression",
        ConstrainedType = "constrained_type",
        Continue = "continue_statement",
        Decorated = "decorated_definition",
        Delete = "delete_statement",
        DictPattern = "dict_pattern",
        Dictionary = "dictionary",
        DictionaryComprehension = "dictionary_comprehension",
        DictionarySplat = "dictionary_splat",
        DictionarySplatPattern = "dictionary_splat_pattern",
        DottedName = "dotted_name",
        Ellipsis = "ellipsis",
        Exec = "exec_statement",
        ExpressionList = "expression_list",
        ExpressionStatement = "expression_statement",
        False = "false",
        Float = "float",
        For = "for_statement",
        FormatExpression = "format_expression",
        FunctionDefinition = "function_definition",
        FutureImport = "future_import_statement",
        Generator = "generator_expression",
        GenericType = "generic_type",
        Global = "global_statement",
        Identifier = "identifier",
        If = "if_statement",
        Import = "import_statement",
        ImportFrom = "import_from_statement",
        Integer = "integer",
        Interpolation = "interpolation",
        KeywordArgument = "keyword_argument",
        KeywordPattern = "keyword_pattern",
        Lambda = "lambda",
        List = "list",
        ListComprehension = "list_comprehension",
        ListPattern = "list_pattern",
        ListSplat = "list_splat",
        ListSplatPattern = "list_splat_pattern",
        Match = "match_statement",
        MemberType = "member_type",
        Module = "module",
        NamedExpression = "named_expression",
        NoneLiteral = "none",
        Nonlocal = "nonlocal_statement",
        Not = "not_operator",
        Pair = "pair",
        Parenthesized = "parenthesized_expression",
        Pass = "pass_statement",
        PatternList = "pattern_list",
        Print = "print_statement",
        Raise = "raise_statement",
        Return = "return_statement",
        Set = "set",
        SetComprehension = "set_comprehension",
        Slice = "slice",
        SplatPattern = "splat_pattern",
        SplatType = "splat_type",
        String = "string",
        Subscript = "subscript",
        True = "true",
        Try = "try_statement",
        Tuple = "tuple",
        TuplePattern = "tuple_pattern",
        Type = "type",
        TypeAlias = "type_alias_statement",
        Unary = "unary_operator",
        UnionPattern = "union_pattern",
        UnionType = "union_type",
        While = "while_statement",
        With = "with_statement",
        Yield = "yield",
    }
}

macro_rules! fields {
    ($($field:ident = $word:literal),* $(,)?) => {
        /// The role that the grammar gives a node in its parent.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Role { None, $($field,)* }

        impl Role {
            fn of(word: &str) -> Self {
                match word {
                    $($word => Self::$field,)*
                    _ => Self::None,
                }
            }
        }
    };
}

fields! {
    Alias = "alias",
    Alternative = "alternative",
    Argument = "argument",
    Arguments = "arguments",
    Attribute = "attribute",
    Body = "body",
    Cause = "cause",
    Code = "code",
    Condition = "condition",
    Consequence = "consequence",
    Definition = "definition",
    Expression = "expression",
    FormatSpecifier = "format_specifier",
    Function = "function",
    Guard = "guard",
    Key = "key",
    Left = "left",
    ModuleName = "module_name",
    Name = "name",
    Object = "object",
    Operator = "operator",
    Operators = "operators",
    Parameters = "parameters",
    ReturnType = "return_type",
    Right = "right",
    Subject = "subject",
    Subscript = "subscript",
    Superclasses = "superclasses",
    Type = "type",
    TypeParameters = "type_parameters",
    Value = "value",
}

/// The words of the grammar by its numbers.
pub(crate) struct Grammar {
    /// The language itself.
    pub(crate) language: Language,
    kinds: Vec<Kind>,
    roles: Vec<Role>,
}

impl Grammar {
    /// The kind of a node; the grammar's own number for an error lies outside of its table.
    pub(crate) fn kind(&self, id: u16) -> Kind {
        self.kinds.get(id as usize).copied().unwrap_or(Kind::Error)
    }

    /// The role of a field.
    pub(crate) fn role(&self, id: Option<std::num::NonZeroU16>) -> Role {
        id.and_then(|id| self.roles.get(id.get() as usize).copied())
            .unwrap_or(Role::None)
    }

    /// The grammar's own word for a node.
    pub(crate) fn word(&self, id: u16) -> &str {
        self.language
            .node_kind_for_id(id)
            .map_or("error", |word| if word == "ERROR" { "error" } else { word })
    }
}

/// The one grammar of this crate.
pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let language = Language::from(tree_sitter_python::LANGUAGE);
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let kinds = (0..count(language.node_kind_count()))
        .map(|id| {
            let word = language.node_kind_for_id(id).unwrap_or_default();
            if language.node_kind_is_named(id) {
                Kind::of_node(word)
            } else {
                Kind::of_token(word)
            }
        })
        .collect();
    let roles = (0..=count(language.field_count()))
        .map(|id| language.field_name_for_id(id).map_or(Role::None, Role::of))
        .collect();
    Grammar { language, kinds, roles }
});
