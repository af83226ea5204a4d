//! What no compiler holds: who may depend on whom, how long a file is, that lists are complete, which words stand nowhere.

#![expect(clippy::unwrap_used, reason = "a tree that cannot be read fails its test")]

mod crates;
mod lists;
mod tree;
mod words;

/// Fails with every fault on a line of its own.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
