//! The macros that a file declares, wherever in it they stand.

use std::str::FromStr as _;

use partywall_ir::MacroDecl;
use proc_macro2::{TokenStream, TokenTree};
use rustc_hash::FxHashSet;

use crate::rules::diverges;
use crate::types::plain;

/// What every declaration begins with.
const WORD: &str = "macro_rules!";

/// Groups in groups are looked into as deep as this.
const MAX_DEPTH: u32 = 64;

/// All macros that a file's text declares, in its order. A text that does not lex declares none.
pub fn declared(path: &str, text: &str) -> Vec<MacroDecl> {
    let mut out = Vec::new();
    if !text.contains(WORD) {
        return out;
    }
    let (body, base) = crate::code(text);
    if crate::scan::scan(body, base).too_deep.is_some() {
        return out;
    }
    crate::with_spans(|| {
        if let Ok(tokens) = TokenStream::from_str(body) {
            collect(path, body, tokens, 0, &mut FxHashSet::default(), &mut out);
        }
    });
    out
}

fn collect(
    path: &str,
    body: &str,
    tokens: TokenStream,
    depth: u32,
    known: &mut FxHashSet<String>,
    out: &mut Vec<MacroDecl>,
) {
    let mut last: [Option<TokenTree>; 3] = [None, None, None];
    for tree in tokens {
        if let TokenTree::Group(group) = &tree {
            match &last {
                [
                    Some(TokenTree::Ident(word)),
                    Some(TokenTree::Punct(bang)),
                    Some(TokenTree::Ident(name)),
                ] if bang.as_char() == '!' && word == "macro_rules" => {
                    let name = plain(name);
                    let leaves = diverges(&group.stream(), &name, known);
                    if leaves {
                        known.insert(name.clone());
                    }
                    out.push(MacroDecl {
                        name: name.into(),
                        path: path.into(),
                        rules: body.get(group.span().byte_range()).unwrap_or_default().into(),
                        leaves,
                    });
                }
                _ if depth < MAX_DEPTH => collect(path, body, group.stream(), depth + 1, known, out),
                _ => {}
            }
        }
        last = [last[1].take(), last[2].take(), Some(tree)];
    }
}
