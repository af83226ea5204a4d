//! A file's tokens without what is only compiled into tests, which is a third of many files: its text is not even parsed.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::Parser as _;

/// Empties modules of tests that stand in the file itself. Everything else keeps its place.
pub fn without_tests(tokens: TokenStream) -> TokenStream {
    let mut tests = false;
    let mut seen_mod = false;
    let mut hash = false;
    tokens
        .into_iter()
        .map(|tree| {
            let after_hash = std::mem::replace(
                &mut hash,
                matches!(&tree, TokenTree::Punct(mark) if mark.as_char() == '#'),
            );
            match &tree {
                TokenTree::Group(group) if after_hash && group.delimiter() == Delimiter::Bracket => {
                    tests |= is_of_tests(group);
                }
                TokenTree::Ident(word) if word == "mod" => seen_mod = true,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let (tests, of_mod) = (std::mem::take(&mut tests), std::mem::take(&mut seen_mod));
                    if tests && of_mod {
                        return emptied(group).into();
                    }
                }
                TokenTree::Punct(mark) if mark.as_char() == ';' => (tests, seen_mod) = (false, false),
                _ => {}
            }
            tree
        })
        .collect()
}

/// `[cfg(test)]`, and what else asks for tests.
fn is_of_tests(brackets: &Group) -> bool {
    let mut written = TokenStream::new();
    written.extend([
        TokenTree::from(proc_macro2::Punct::new('#', proc_macro2::Spacing::Alone)),
        brackets.clone().into(),
    ]);
    syn::Attribute::parse_outer
        .parse2(written)
        .is_ok_and(|attrs| crate::attrs::is_test(&attrs))
}

fn emptied(group: &Group) -> Group {
    let mut empty = Group::new(group.delimiter(), TokenStream::new());
    empty.set_span(group.span());
    empty
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr as _;

    #[test]
    fn modules_of_tests_are_emptied_and_nothing_else() {
        let kept = |text: &str| without_tests(TokenStream::from_str(text).unwrap()).to_string();
        let same = |text: &str| TokenStream::from_str(text).unwrap().to_string();
        assert_eq!(
            kept("fn a() { b } #[cfg(test)] mod tests { fn c() {} } fn d() { e }"),
            same("fn a() { b } #[cfg(test)] mod tests { } fn d() { e }")
        );
        assert_eq!(
            kept("#[cfg(all(test, unix))] #[path = \"x\"] pub(crate) mod tests { fn c() {} }"),
            same("#[cfg(all(test, unix))] #[path = \"x\"] pub(crate) mod tests { }")
        );
        for text in [
            "#[cfg(not(test))] mod real { fn c() {} }",
            "#[cfg(test)] use a; mod real { fn c() {} }",
            "#[cfg(test)] fn helper() { b } mod real { fn c() {} }",
            "#[derive(Clone)] struct S { a: B }",
        ] {
            assert_eq!(kept(text), same(text));
        }
    }
}
