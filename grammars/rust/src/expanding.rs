//! Calls of macros that the program declares, lowered as what they stand for.
//!
//! Only where the call itself does not say enough: items and members that a macro makes are seen in no other way, and neither is a
//! refusal that it writes. A macro that always leaves is known as such, and one that is handed code to run is read by that code.

use std::rc::Rc;

use partywall_ir::{ExprId, TypeIx};
use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser as _};
use syn::{ImplItem, Macro, TraitItem};

use crate::args::statements;
use crate::expand::{Rules, hands_over_code};
use crate::item_macros::items;
use crate::lower::{Lower, count};
use crate::pats::path_start;
use crate::types::plain;

/// The most tokens of a call that is expanded: longer ones hold tables and languages of their own.
const MAX_CALL: usize = 1024;

/// Calls in what calls stand for are followed as deep as this.
const MAX_NESTED: u32 = 12;

impl Lower<'_> {
    /// The call as the expression that it stands for.
    pub fn expanded_value(&mut self, mac: &Macro) -> Option<ExprId> {
        if self.macros.is_empty() || self.leaves(mac)? || hands_over_code(&mac.tokens) {
            return None;
        }
        let written = self.expansion(mac)?;
        let stmts = statements.parse2(written).ok()?;
        let span = self.macro_span(mac);
        self.nested(|this| match &stmts[..] {
            [syn::Stmt::Expr(only, None)] => this.value(only),
            stmts => this.statements(stmts, span),
        })
    }

    /// Lowers the items that a call stands for; false where it stands for none.
    pub fn expanded_items(&mut self, mac: &Macro) -> bool {
        let list = self.expansion(mac).and_then(|written| items.parse2(written).ok());
        let Some(list) = list else { return false };
        self.nested(|this| this.items(&list)).is_some()
    }

    /// Lowers the members of a type that a call stands for; false where it stands for none.
    pub fn expanded_members(&mut self, ix: TypeIx, mac: &Macro, in_trait: bool) -> bool {
        let Some(written) = self.expansion(mac) else {
            return false;
        };
        let lowered = if in_trait {
            let list = all::<TraitItem>.parse2(written).ok();
            list.map(|list| self.nested(|this| list.iter().for_each(|item| this.trait_item(ix, item))))
        } else {
            let list = all::<ImplItem>.parse2(written).ok();
            list.map(|list| self.nested(|this| list.iter().for_each(|item| this.impl_item(ix, item))))
        };
        lowered.flatten().is_some()
    }

    /// Whether the macro that is called never comes back; none where the program declares none of that name.
    fn leaves(&self, mac: &Macro) -> Option<bool> {
        let name = plain(&mac.path.segments.last()?.ident);
        Some(self.macros.find(&name, &self.unit.path)?.leaves)
    }

    fn expansion(&mut self, mac: &Macro) -> Option<TokenStream> {
        if self.macros.is_empty() || self.expanding >= MAX_NESTED {
            return None;
        }
        let size = count(&mac.tokens);
        if size > MAX_CALL {
            return None;
        }
        let name = plain(&mac.path.segments.last()?.ident);
        let rules = match self.rules.get(&name) {
            Some(rules) => Rc::clone(rules),
            None => {
                let decl = self.macros.find(&name, &self.unit.path);
                let rules = Rc::new(decl.map(|decl| Rules::read(&decl.rules)).unwrap_or_default());
                self.rules.insert(name, Rc::clone(&rules));
                rules
            }
        };
        let start = path_start(None, &mac.path);
        let span = start.join(mac.delimiter.span().close()).unwrap_or(start);
        // what is matched costs as well, whether a rule takes it or not
        self.written_budget = self.written_budget.checked_sub(1 + size)?;
        rules.expand(&mac.tokens, span, &mut self.written_budget)
    }

    fn nested<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> Option<R> {
        self.expanding += 1;
        let result = self.deeper(|this| this.naming(false, f));
        self.expanding -= 1;
        result
    }
}

fn all<T: syn::parse::Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let mut out = Vec::new();
    while !input.is_empty() || out.is_empty() {
        out.push(input.parse()?);
    }
    Ok(out)
}
