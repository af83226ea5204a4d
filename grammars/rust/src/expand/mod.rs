//! What a call of a macro of the program stands for: the rules of `macro_rules!`, matched with the call's tokens and written out.
//!
//! As the Rust reference has it, with two liberties: names that a macro declares are not kept apart from those of its caller, and
//! `$crate` is the caller's own crate. What is written out stands, for whoever asks, where the call stands.

mod matching;
mod pattern;
mod transcribe;

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use pattern::Part;

/// A macro's rules after this many are not read.
const MAX_RULES: usize = 128;

/// The rules of one macro, read once.
#[derive(Default)]
pub struct Rules {
    rules: Vec<Rule>,
}

struct Rule {
    matcher: Vec<Part>,
    body: Vec<Part>,
}

impl Rules {
    /// Reads what a declaration holds, with its brackets. What cannot be read is left out.
    pub fn read(text: &str) -> Self {
        let mut rules = Vec::new();
        let declared = TokenStream::from_str(text)
            .ok()
            .and_then(|tokens| tokens.into_iter().next());
        let Some(TokenTree::Group(declared)) = declared else {
            return Self::default();
        };
        let mut matcher = None;
        for tree in declared.stream() {
            let TokenTree::Group(group) = tree else { continue };
            match matcher.take() {
                None if rules.len() >= MAX_RULES => break,
                None => matcher = Some(pattern::read(group.stream(), true)),
                Some(matcher) => rules.push(Rule {
                    matcher,
                    body: pattern::read(group.stream(), false),
                }),
            }
        }
        Self { rules }
    }

    /// What the first rule that takes the tokens writes, all of it at `span`; none where no rule does, or where that would be more
    /// than `budget` tokens, of which those written are taken.
    pub fn expand(&self, tokens: &TokenStream, span: Span, budget: &mut usize) -> Option<TokenStream> {
        self.rules.iter().find_map(|rule| {
            let bound = matching::bind(&rule.matcher, tokens)?;
            transcribe::transcribe(&rule.body, &bound, span, budget)
        })
    }
}

/// Whether a call hands over code that is to run inside of what the macro makes: a closure, or a block of statements.
pub fn hands_over_code(tokens: &TokenStream) -> bool {
    let mut before = None;
    for tree in tokens.clone() {
        match &tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !group.stream().is_empty() => {
                return true;
            }
            TokenTree::Punct(punct)
                if punct.as_char() == '|' && !matches!(before, Some(TokenTree::Ident(_) | TokenTree::Literal(_))) =>
            {
                return true;
            }
            _ => {}
        }
        before = Some(tree);
    }
    false
}
