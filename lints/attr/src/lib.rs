//! Attributes that record a review in the code itself.
//!
//! partywall reads them from the source; the compiler reads them here, so that a misspelled key or a date that does not exist
//! is an error where it is written. They change nothing: the item comes out as it went in. This crate must not know which
//! rules there are, or what day it is: whether a review covers a finding, or has expired, is for a run to say.

mod review;

use proc_macro::TokenStream;

/// Marks an item as reviewed: what `rule` reports inside it is intended, for a stated reason.
///
/// | key | value | |
/// |---|---|---|
/// | `rule` | the id of one rule | required |
/// | `by` | who reviewed it | required |
/// | `reason` | why it is right | required |
/// | `until` | the last day of the review, `YYYY-MM-DD` | optional |
///
/// Each value is a string literal that is not empty. Several attributes may stand on one item, one for each rule.
///
/// ```
/// use partywall_attr::reviewed;
///
/// /// Support staff may look at any invoice.
/// #[reviewed(
///     rule = "unscoped-lookup",
///     by = "ana",
///     reason = "support looks at every tenant, and each look is logged",
///     until = "2030-12-31"
/// )]
/// #[reviewed(rule = "unscoped-list", by = "ana", reason = "the same")]
/// fn invoice_for_support(id: u64) -> u64 {
///     id
/// }
///
/// assert_eq!(invoice_for_support(7), 7);
/// ```
///
/// A method, a type or a module can be reviewed as well:
///
/// ```
/// struct Invoices;
///
/// impl Invoices {
///     #[partywall_attr::reviewed(rule = "unscoped-write", by = "ben", reason = "a migration")]
///     fn renumber(&self) -> bool {
///         true
///     }
/// }
///
/// assert!(Invoices.renumber());
/// ```
///
/// A key that is missing:
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "unscoped-lookup", by = "ana")]
/// fn f() {}
/// ```
///
/// A key that does not exist, or stands twice:
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "unscoped-lookup", by = "ana", reason = "x", untill = "2030-01-01")]
/// fn f() {}
/// ```
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "unscoped-lookup", by = "ana", by = "ben", reason = "x")]
/// fn f() {}
/// ```
///
/// A value that says nothing, or is no string:
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "unscoped-lookup", by = " ", reason = "x")]
/// fn f() {}
/// ```
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "unscoped-lookup", by = ana, reason = "x")]
/// fn f() {}
/// ```
///
/// A rule's id that cannot be one, and a day that no calendar has:
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "Unscoped Lookup", by = "ana", reason = "x")]
/// fn f() {}
/// ```
///
/// ```compile_fail
/// #[partywall_attr::reviewed(rule = "unscoped-lookup", by = "ana", reason = "x", until = "2030-02-30")]
/// fn f() {}
/// ```
#[proc_macro_attribute]
pub fn reviewed(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match review::check(arguments.into()) {
        Ok(()) => item,
        Err(error) => {
            // The item stays, so that nothing else fails for want of it.
            let mut out: TokenStream = error.into_compile_error().into();
            out.extend(item);
            out
        }
    }
}
