//! The text form of a unit, so that a test can write one without a frontend.
//!
//! ```text
//! (unit python "shop/views.py" shop.views
//!   (lines 12)
//!   (import shop.models.Invoice Invoice)
//!   (type class Invoice shop.models.Invoice
//!     (base models.Model)
//!     (field org = (call (. models ForeignKey) Org) (flags public)))
//!   (fn plain show
//!     (flags public)
//!     (param request : HttpRequest)
//!     (param pk)
//!     (body
//!       (do
//!         (let invoice = (call (. (. Invoice objects) get) (arg pk pk)))
//!         (return invoice)))))
//! ```
//!
//! An atom is a name (`x`), a number, or one of `this base null true false continue`; a string in quotes is a string. A
//! name that is no plain identifier is written `(name "…")` as an expression, and in quotes elsewhere. A node may have its
//! span glued to it (`x@3..4`, `(return x)@0..9`); without one it is zero. `;` begins a comment.
//!
//! | form | meaning |
//! |---|---|
//! | `(. b n)` `([] b i…)` `(<> b T…)` | member, index, type arguments |
//! | `(call f a (arg n v) (arg* v) (arg* n v))` | positional, named, spread, named spread argument |
//! | `(new T a… (field n v)…)` | new object; `_` for no type |
//! | `(tuple …)` `(list …)` `(set …)` `(dict k v …)` `(template …)` | collections, interpolated string |
//! | `(lambda (async) (attr …) (param …)… (ret T) body)` `(local-fn 3)` | functions inside |
//! | `(not x)` `(arith x)` `(invert x)` `(await x)` `(propagate x)` `(ref x)` `(deref x)` `(spread x)` | one operand |
//! | `(== a b)` `!=` `<` `in` `not-in` `and` `or` `??` `&` `\|` `+` `op` | two operands |
//! | `(cast v T)` `(let p : T = v else e)` `(= t v)` `(assign + t v)` `(is v p)` | |
//! | `(do …)` `(do= … v)` `(if c a b)` `(match v (arm p if g b)…)` | a block, one with a value, branches |
//! | `(loop post for p in h b else e)` `(comp e (for p s c…)…)` | loops, comprehensions |
//! | `(try b (catch (T…) as n if g b)… else e finally f)` `(using (with v as p)… b)` | |
//! | `(return v)` `(raise v)` `(yield v)` `(break v)` `(gap kind …)` `(number "1.5")` | |
//! | patterns: `_` `x` `(bind x p)` `(value v)` `(tuple …)` `(record T p… (field n p)…)` `(or …)` `(and …)` `(not p)` `(rest n)` `(gap)` | |
//! | types: `T` `(T A…)` | |

pub(crate) mod decl;
pub(crate) mod expr;
pub(crate) mod layout;
pub(crate) mod pattern;
pub(crate) mod sexp;
pub(crate) mod show;
pub(crate) mod words;

use crate::Unit;

/// Why a text is no unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError {
    /// Line, from 1.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
}

impl std::fmt::Display for TextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for TextError {}

/// Reads the text form of a unit. A gap among the expressions is entered in the unit's gaps where they are not listed.
pub fn parse(text: &str) -> Result<Unit, TextError> {
    let nodes = sexp::read(text)?;
    match nodes.as_slice() {
        [unit] => decl::unit(unit),
        [] => Err(TextError {
            line: 1,
            message: "there is no unit".to_owned(),
        }),
        [_, second, ..] => Err(second.error("a text holds one unit")),
    }
}
