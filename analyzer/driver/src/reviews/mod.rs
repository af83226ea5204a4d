//! Reviews: a person's word, in the code, that a finding is looked at and wanted. What a review covers is decided here, file
//! by file; whether it still counts is decided when findings are there ([`apply`]).

mod apply;
mod attribute;
mod cover;
mod parse;

pub use apply::apply;

use crate::date::Date;
use partywall_ir::{LineIndex, Span, Unit};

/// What one file says of reviews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviews {
    /// Those that are whole.
    pub reviews: Vec<Review>,
    /// Those that are not: line, and what is missing.
    pub faults: Vec<(u32, String)>,
}

/// One review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Ids of the rules whose findings it covers.
    pub rules: Vec<String>,
    /// Who.
    pub by: String,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
    /// Its line.
    pub line: u32,
    /// Where it stands.
    pub span: Span,
    /// The code that it covers.
    pub covers: Vec<Span>,
}

/// Reads all reviews of a unit.
pub fn collect(unit: &Unit, text: &str) -> Reviews {
    let mut found = Reviews::default();
    if unit.directives.is_empty() && !attribute::any(unit) {
        return found;
    }
    let lines = LineIndex::new(text);
    for directive in &unit.directives {
        let line = lines.line(directive.span.start);
        match parse::comment(&directive.text) {
            Ok(said) => {
                let covers = cover::below(unit, text, &lines, directive.span);
                found.reviews.push(said.review(line, directive.span, covers));
            }
            Err(fault) => found.faults.push((line, fault)),
        }
    }
    for (attribute, covers) in attribute::all(unit) {
        let line = lines.line(attribute.span.start);
        match attribute::read(unit, attribute) {
            Ok(said) => found.reviews.push(said.review(line, attribute.span, vec![covers])),
            Err(fault) => found.faults.push((line, fault)),
        }
    }
    found
}

#[cfg(test)]
mod tests;
