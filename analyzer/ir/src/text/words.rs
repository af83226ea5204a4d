//! The words of the text form: one table for each sort of word, read in both directions.

use crate::{BinaryOp, CollectionKind, Flags, FnKind, ParamKind, TypeKind, UnaryOp};

/// Finds the word of a value.
pub(crate) fn word_of<T: PartialEq + Copy>(table: &[(&'static str, T)], value: T) -> &'static str {
    table
        .iter()
        .find(|(_, known)| *known == value)
        .map_or("?", |(word, _)| word)
}

/// Finds the value of a word.
pub(crate) fn value_of<T: Copy>(table: &[(&'static str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

pub(crate) const TYPES: [(&str, TypeKind); 6] = [
    ("class", TypeKind::Class),
    ("interface", TypeKind::Interface),
    ("enum", TypeKind::Enum),
    ("extension", TypeKind::Extension),
    ("alias", TypeKind::Alias),
    ("macro", TypeKind::Macro),
];

pub(crate) const FUNCTIONS: [(&str, FnKind); 6] = [
    ("plain", FnKind::Plain),
    ("constructor", FnKind::Constructor),
    ("getter", FnKind::Getter),
    ("setter", FnKind::Setter),
    ("module", FnKind::Module),
    ("macro", FnKind::Macro),
];

pub(crate) const PARAMS: [(&str, ParamKind); 5] = [
    ("plain", ParamKind::Plain),
    ("receiver", ParamKind::Receiver),
    ("extension", ParamKind::Extension),
    ("rest", ParamKind::Rest),
    ("rest-named", ParamKind::RestNamed),
];

pub(crate) const FLAGS: [(&str, Flags); 11] = [
    ("public", Flags::PUBLIC),
    ("static", Flags::STATIC),
    ("async", Flags::ASYNC),
    ("abstract", Flags::ABSTRACT),
    ("override", Flags::OVERRIDE),
    ("property", Flags::PROPERTY),
    ("readonly", Flags::READONLY),
    ("nullable", Flags::NULLABLE),
    ("diverges", Flags::DIVERGES),
    ("generator", Flags::GENERATOR),
    ("test", Flags::TEST),
];

pub(crate) const COLLECTIONS: [(&str, CollectionKind); 4] = [
    ("tuple", CollectionKind::Tuple),
    ("list", CollectionKind::List),
    ("set", CollectionKind::Set),
    ("dict", CollectionKind::Dict),
];

pub(crate) const UNARY: [(&str, UnaryOp); 8] = [
    ("not", UnaryOp::Not),
    ("arith", UnaryOp::Arith),
    ("invert", UnaryOp::Invert),
    ("await", UnaryOp::Await),
    ("propagate", UnaryOp::Propagate),
    ("ref", UnaryOp::Ref),
    ("deref", UnaryOp::Deref),
    ("spread", UnaryOp::Spread),
];

pub(crate) const BINARY: [(&str, BinaryOp); 16] = [
    ("==", BinaryOp::Eq),
    ("!=", BinaryOp::Ne),
    ("<", BinaryOp::Lt),
    ("<=", BinaryOp::Le),
    (">", BinaryOp::Gt),
    (">=", BinaryOp::Ge),
    ("in", BinaryOp::In),
    ("not-in", BinaryOp::NotIn),
    ("and", BinaryOp::And),
    ("or", BinaryOp::Or),
    ("??", BinaryOp::Coalesce),
    ("&", BinaryOp::BitAnd),
    ("|", BinaryOp::BitOr),
    ("+", BinaryOp::Add),
    ("-", BinaryOp::Sub),
    ("op", BinaryOp::Other),
];

/// Atoms that mean something else than a name of that spelling where a name may stand.
const RESERVED: [&str; 17] = [
    "this", "base", "null", "true", "false", "continue", "else", "if", "in", "for", "as", "finally", "post", "async",
    "glob", "_", "plain",
];

/// Whether a name can stand bare: it reads as an identifier or a dotted path, and is no word of the form.
pub(crate) fn is_bare(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '!')) && !RESERVED.contains(&name)
}
