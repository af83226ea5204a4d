//! What a rule writes.

use std::collections::BTreeMap;

use proc_macro2::{Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use super::matching::{Binding, Bound};
use super::pattern::{Part, Repeat, names};

/// A rule's body with what its fragments stand for; none where a repetition has nothing to count by, or where it is longer than the
/// budget.
pub fn transcribe(body: &[Part], bound: &Bound, span: Span, budget: &mut usize) -> Option<TokenStream> {
    let view = bound.iter().map(|(name, binding)| (name.as_str(), binding)).collect();
    let mut left = *budget;
    let mut writer = Writer { span, left: &mut left };
    let written = writer.write(body, &view)?;
    *budget = left;
    Some(written.into_iter().collect())
}

type View<'b> = BTreeMap<&'b str, &'b Binding>;

struct Writer<'w> {
    span: Span,
    left: &'w mut usize,
}

impl Writer<'_> {
    fn write(&mut self, parts: &[Part], view: &View<'_>) -> Option<Vec<TokenTree>> {
        let mut out = Vec::new();
        for part in parts {
            *self.left = self.left.checked_sub(1)?;
            match part {
                Part::Token(token) => out.push(self.placed(token.clone())),
                Part::Group(delimiter, inner) => {
                    let mut group = Group::new(*delimiter, self.write(inner, view)?.into_iter().collect());
                    group.set_span(self.span);
                    out.push(group.into());
                }
                Part::Fragment(name, _) => match view.get(name.as_str()) {
                    Some(Binding::One(tokens)) => {
                        *self.left = self.left.checked_sub(tokens.iter().map(size).sum())?;
                        out.extend(tokens.iter().cloned());
                    }
                    Some(Binding::Many(_)) => return None,
                    None if name == "crate" => out.push(Ident::new("crate", self.span).into()),
                    None => {
                        out.push(self.placed(Punct::new('$', Spacing::Alone).into()));
                        out.push(syn::parse_str::<Ident>(name).ok()?.into());
                    }
                },
                Part::Repeat(repeat) => self.write_turns(repeat, view, &mut out)?,
            }
        }
        Some(out)
    }

    fn write_turns(&mut self, repeat: &Repeat, view: &View<'_>, out: &mut Vec<TokenTree>) -> Option<()> {
        let mut named = Vec::new();
        names(&repeat.parts, &mut named);
        let lists: BTreeMap<&str, &Vec<Binding>> = named
            .into_iter()
            .filter_map(|name| match view.get(name) {
                Some(Binding::Many(list)) => Some((name, list)),
                _ => None,
            })
            .collect();
        let turns = lists.values().map(|list| list.len()).min()?;
        let mut inner = view.clone();
        for turn in 0..turns {
            if turn > 0 {
                out.extend(repeat.separator.iter().map(|token| self.placed(token.clone())));
            }
            for (name, list) in &lists {
                inner.insert(name, list.get(turn)?);
            }
            out.extend(self.write(&repeat.parts, &inner)?);
        }
        Some(())
    }

    fn placed(&self, mut token: TokenTree) -> TokenTree {
        token.set_span(self.span);
        token
    }
}

fn size(token: &TokenTree) -> usize {
    match token {
        TokenTree::Group(group) => 1 + group.stream().into_iter().map(|token| size(&token)).sum::<usize>(),
        _ => 1,
    }
}
