//! The grammar's words as small numbers, so that the walk compares integers and not strings.

use std::sync::LazyLock;

use tree_sitter::Language;

macro_rules! kinds {
    ($($variant:ident = $word:literal),* $(,)?) => {
        /// A kind of node.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum K {
            /// Text that does not parse.
            Error,
            /// Punctuation and keywords.
            Token,
            /// Comments and directives that hold no code.
            Trivia,
            /// `this`.
            This,
            /// `base`.
            Base,
            /// A kind that this frontend does not know.
            Other,
            $(#[doc = $word] $variant,)*
        }

        fn named(word: &str) -> K {
            match word {
                $($word => K::$variant,)*
                "comment" | "preproc_region" | "preproc_endregion" | "preproc_line" | "preproc_pragma" | "preproc_nullable"
                | "preproc_error" | "preproc_warning" | "preproc_define" | "preproc_undef" | "shebang_directive" => K::Trivia,
                "interpolation_brace" | "interpolation_quote" => K::Token,
                _ => K::Other,
            }
        }
    };
}

kinds! {
    AccessorDeclaration = "accessor_declaration",
    AliasQualifiedName = "alias_qualified_name",
    AndPattern = "and_pattern",
    AnonymousMethod = "anonymous_method_expression",
    AnonymousObject = "anonymous_object_creation_expression",
    Argument = "argument",
    ArgumentList = "argument_list",
    ArrayCreation = "array_creation_expression",
    ArrayType = "array_type",
    ArrowClause = "arrow_expression_clause",
    As = "as_expression",
    Assignment = "assignment_expression",
    Attribute = "attribute",
    AttributeArgument = "attribute_argument",
    AttributeArgumentList = "attribute_argument_list",
    AttributeList = "attribute_list",
    AttributeTarget = "attribute_target_specifier",
    Await = "await_expression",
    BaseList = "base_list",
    Binary = "binary_expression",
    Block = "block",
    Boolean = "boolean_literal",
    Break = "break_statement",
    Cast = "cast_expression",
    CatchClause = "catch_clause",
    CatchDeclaration = "catch_declaration",
    CatchFilter = "catch_filter_clause",
    Character = "character_literal",
    Checked = "checked_expression",
    CheckedStatement = "checked_statement",
    Class = "class_declaration",
    CollectionElement = "collection_element",
    CollectionExpression = "collection_expression",
    Conditional = "conditional_expression",
    ConditionalAccess = "conditional_access_expression",
    ConstantPattern = "constant_pattern",
    Constructor = "constructor_declaration",
    ConstructorInitializer = "constructor_initializer",
    Continue = "continue_statement",
    ConversionOperator = "conversion_operator_declaration",
    DeclarationExpression = "declaration_expression",
    DeclarationPattern = "declaration_pattern",
    Default = "default_expression",
    Delegate = "delegate_declaration",
    Destructor = "destructor_declaration",
    Discard = "discard",
    Do = "do_statement",
    ElementAccess = "element_access_expression",
    ElementBinding = "element_binding_expression",
    Empty = "empty_statement",
    Enum = "enum_declaration",
    EnumMember = "enum_member_declaration",
    Escape = "escape_sequence",
    Event = "event_declaration",
    EventField = "event_field_declaration",
    ExplicitInterface = "explicit_interface_specifier",
    ExpressionElement = "expression_element",
    ExpressionStatement = "expression_statement",
    ExternAlias = "extern_alias_directive",
    Field = "field_declaration",
    FileNamespace = "file_scoped_namespace_declaration",
    Finally = "finally_clause",
    Fixed = "fixed_statement",
    For = "for_statement",
    Foreach = "foreach_statement",
    FromClause = "from_clause",
    FunctionPointer = "function_pointer_type",
    FunctionPointerParameter = "function_pointer_parameter",
    GenericName = "generic_name",
    GlobalAttribute = "global_attribute",
    GlobalStatement = "global_statement",
    GroupClause = "group_clause",
    Identifier = "identifier",
    If = "if_statement",
    ImplicitArray = "implicit_array_creation_expression",
    ImplicitObject = "implicit_object_creation_expression",
    ImplicitParameter = "implicit_parameter",
    ImplicitStackalloc = "implicit_stackalloc_expression",
    ImplicitType = "implicit_type",
    Indexer = "indexer_declaration",
    Initializer = "initializer_expression",
    Integer = "integer_literal",
    Interface = "interface_declaration",
    Interpolated = "interpolated_string_expression",
    Interpolation = "interpolation",
    InterpolationStart = "interpolation_start",
    Invocation = "invocation_expression",
    Is = "is_expression",
    IsPattern = "is_pattern_expression",
    JoinClause = "join_clause",
    JoinInto = "join_into_clause",
    Labeled = "labeled_statement",
    Lambda = "lambda_expression",
    LetClause = "let_clause",
    ListPattern = "list_pattern",
    LocalDeclaration = "local_declaration_statement",
    LocalFunction = "local_function_statement",
    Lock = "lock_statement",
    Member = "member_access_expression",
    MemberBinding = "member_binding_expression",
    Method = "method_declaration",
    Modifier = "modifier",
    Namespace = "namespace_declaration",
    NegatedPattern = "negated_pattern",
    Null = "null_literal",
    NullableType = "nullable_type",
    ObjectCreation = "object_creation_expression",
    Operator = "operator_declaration",
    OrPattern = "or_pattern",
    OrderByClause = "order_by_clause",
    Parameter = "parameter",
    ParameterList = "parameter_list",
    Parenthesized = "parenthesized_expression",
    ParenthesizedDesignation = "parenthesized_variable_designation",
    ParenthesizedPattern = "parenthesized_pattern",
    PointerType = "pointer_type",
    PositionalClause = "positional_pattern_clause",
    Postfix = "postfix_unary_expression",
    PredefinedType = "predefined_type",
    Prefix = "prefix_unary_expression",
    PreprocElif = "preproc_elif",
    PreprocElse = "preproc_else",
    PreprocIf = "preproc_if",
    PreprocIfAttributes = "preproc_if_in_attribute_list",
    PrimaryBase = "primary_constructor_base_type",
    Property = "property_declaration",
    PropertyClause = "property_pattern_clause",
    QualifiedName = "qualified_name",
    Query = "query_expression",
    Range = "range_expression",
    RankSpecifier = "array_rank_specifier",
    RawString = "raw_string_literal",
    Real = "real_literal",
    Record = "record_declaration",
    RecursivePattern = "recursive_pattern",
    Ref = "ref_expression",
    RefType = "ref_type",
    RelationalPattern = "relational_pattern",
    Return = "return_statement",
    ScopedType = "scoped_type",
    SelectClause = "select_clause",
    Sizeof = "sizeof_expression",
    SpreadElement = "spread_element",
    Stackalloc = "stackalloc_expression",
    String = "string_literal",
    StringContent = "string_content",
    Struct = "struct_declaration",
    Subpattern = "subpattern",
    Switch = "switch_statement",
    SwitchArm = "switch_expression_arm",
    SwitchExpression = "switch_expression",
    SwitchSection = "switch_section",
    Throw = "throw_statement",
    ThrowExpression = "throw_expression",
    Try = "try_statement",
    Tuple = "tuple_expression",
    TupleElement = "tuple_element",
    TuplePattern = "tuple_pattern",
    TupleType = "tuple_type",
    TypeArguments = "type_argument_list",
    TypeConstraint = "type_parameter_constraint",
    TypeConstraints = "type_parameter_constraints_clause",
    TypeParameter = "type_parameter",
    TypeParameters = "type_parameter_list",
    TypePattern = "type_pattern",
    Typeof = "typeof_expression",
    Unsafe = "unsafe_statement",
    Using = "using_statement",
    UsingDirective = "using_directive",
    VarPattern = "var_pattern",
    VariableDeclaration = "variable_declaration",
    VariableDeclarator = "variable_declarator",
    VerbatimString = "verbatim_string_literal",
    WhenClause = "when_clause",
    WhereClause = "where_clause",
    While = "while_statement",
    With = "with_expression",
    WithInitializer = "with_initializer",
    Yield = "yield_statement",
}

impl K {
    /// Whether a node of this kind, standing where an expression may, is one: everything but tokens and broken text.
    pub(crate) fn is_value(self) -> bool {
        !matches!(
            self,
            Self::Token | Self::Error | Self::Trivia | Self::Modifier | Self::AttributeList
        )
    }
}

macro_rules! fields {
    ($($field:ident),* $(,)?) => {
        /// The numbers of the grammar's fields; 0 is no field.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Fields {
            $(#[doc = stringify!($field)] pub(crate) $field: u16,)*
        }

        impl Fields {
            fn of(language: &Language) -> Self {
                Self { $($field: language.field_id_for_name(stringify!($field).trim_end_matches('_')).map_or(0, u16::from),)* }
            }
        }
    };
}

fields! {
    accessors, alias, alternative, arguments, body, condition, consequence, expression, function, initializer, left, name,
    operator, parameters, pattern, qualifier, rank, returns, right, subscript, type_, update, value,
}

/// The grammar, looked up once.
pub(crate) struct Grammar {
    kinds: Box<[K]>,
    /// Its fields.
    pub(crate) f: Fields,
}

impl Grammar {
    /// The kind of a node by its number. Broken text has a number beyond the grammar's own.
    pub(crate) fn kind(&self, id: u16) -> K {
        self.kinds.get(usize::from(id)).copied().unwrap_or(K::Error)
    }
}

/// The grammar of C#.
pub(crate) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let language: Language = tree_sitter_c_sharp::LANGUAGE.into();
    let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
    let kinds = (0..count)
        .map(|id| match language.node_kind_for_id(id).unwrap_or_default() {
            word if language.node_kind_is_named(id) => named(word),
            "this" => K::This,
            "base" => K::Base,
            _ => K::Token,
        })
        .collect();
    Grammar {
        kinds,
        f: Fields::of(&language),
    }
});
