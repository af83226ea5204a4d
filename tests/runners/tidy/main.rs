//! What no compiler holds: who may depend on whom, how long a file is, that lists are complete, which words stand nowhere.

mod crates;
mod lists;
mod tree;
mod words;

/// Fails with every fault on a line of its own.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
