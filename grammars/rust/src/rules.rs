//! Whether the rules of a macro always leave the function that calls it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use rustc_hash::FxHashSet;

/// Whether every arm ends by returning or panicking. `own` is the macro's name: an arm may hand on to another one;
/// `known` are macros that are known to leave.
pub fn diverges(tokens: &TokenStream, own: &str, known: &FxHashSet<String>) -> bool {
    let mut leaves = false;
    let mut arrow = false;
    let mut arms = 0_usize;
    for tree in tokens.clone() {
        match tree {
            TokenTree::Punct(punct) => arrow = punct.as_char() == '>',
            TokenTree::Group(body) if arrow => {
                arrow = false;
                arms += 1;
                match exit(&body.stream(), own, known, 0) {
                    Exit::Never => return false,
                    Exit::HandsOn => {}
                    Exit::Leaves => leaves = true,
                }
            }
            _ => arrow = false,
        }
    }
    arms > 0 && leaves
}

enum Exit {
    Never,
    /// To another arm of the same macro.
    HandsOn,
    Leaves,
}

fn exit(tokens: &TokenStream, own: &str, known: &FxHashSet<String>, depth: u32) -> Exit {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at_start = true;
    for (at, tree) in trees.iter().enumerate() {
        let next = trees.get(at + 1);
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                at_start = true;
                continue;
            }
            TokenTree::Ident(word) if at_start => {
                let word = word.to_string();
                if word == "return" || (word == "Err" && is_question(trees.get(at + 2))) {
                    return Exit::Leaves;
                }
                if is_bang(next) {
                    if word == own {
                        return Exit::HandsOn;
                    }
                    if is_exit_macro(&word) || known.contains(&word) {
                        return Exit::Leaves;
                    }
                }
                if ends_process(&trees[at..]) {
                    return Exit::Leaves;
                }
            }
            // A path in front of the name: `$crate::fail!()`, `std::panic!()`.
            TokenTree::Punct(punct) if matches!(punct.as_char(), '$' | ':') && at_start => continue,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if at_start && depth < 16 {
                    match exit(&group.stream(), own, known, depth + 1) {
                        Exit::Never => {}
                        found => return found,
                    }
                }
                at_start = !matches!(next, Some(TokenTree::Ident(word)) if word == "else");
                continue;
            }
            _ => {}
        }
        let in_path = at_start && matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        at_start = in_path;
    }
    Exit::Never
}

fn is_exit_macro(name: &str) -> bool {
    matches!(name, "panic" | "unreachable" | "todo" | "unimplemented" | "bail")
}

fn is_bang(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == '!')
}

fn is_question(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == '?')
}

/// `process::exit(…)` or `process::abort()`, from its first or second part on.
fn ends_process(trees: &[TokenTree]) -> bool {
    let words: Vec<String> = trees
        .iter()
        .take(7)
        .map_while(|tree| match tree {
            TokenTree::Ident(word) => Some(word.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == ':' => Some(":".to_owned()),
            _ => None,
        })
        .filter(|word| word != ":")
        .collect();
    matches!(words.as_slice(), [.., module, function] if module == "process" && (function == "exit" || function == "abort"))
}
