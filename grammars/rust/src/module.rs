//! The dotted name of the module that a file is, from its path alone.

/// `src/api/mod.rs` is `crate.api`; where a folder holds the `src`, it names the crate: `crates/my-db/src/a.rs` is `my_db.a`.
pub fn module_of(path: &str) -> String {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let source = parts.iter().rposition(|part| *part == "src");
    let name = source.and_then(|at| at.checked_sub(1)).and_then(|at| parts.get(at));
    let mut module = name.map_or_else(|| "crate".to_owned(), |folder| folder.replace('-', "_"));
    let inner = parts.get(source.map_or(0, |at| at + 1)..).unwrap_or_default();
    for (at, part) in inner.iter().enumerate() {
        let folder_file = at + 1 == inner.len() && matches!(*part, "mod" | "lib" | "main");
        if !folder_file {
            module.push('.');
            module.push_str(part);
        }
    }
    module
}

#[cfg(test)]
mod tests {
    use super::module_of;

    #[test]
    fn a_path_names_its_module() {
        for (path, module) in [
            ("src/api/core/ciphers.rs", "crate.api.core.ciphers"),
            ("src/api/mod.rs", "crate.api"),
            ("src/main.rs", "crate"),
            ("crates/my-db/src/lib.rs", "my_db"),
            ("crates/my-db/src/models/user.rs", "my_db.models.user"),
            ("tests/it.rs", "crate.tests.it"),
            ("build.rs", "crate.build"),
        ] {
            assert_eq!(module_of(path), module);
        }
    }
}
