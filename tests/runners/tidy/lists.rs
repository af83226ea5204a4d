//! Rules and framework files: what is on disk is listed, and what is listed is on disk.

use crate::none;
use partywall_tests::{page, tree};
use std::collections::BTreeMap;

#[test]
fn a_rule_is_a_module_a_line_in_the_list_and_a_page() {
    let mut faults = Vec::new();
    let source = tree::root().join("lints/rules/src");
    let list = tree::text(&source.join("lib.rs")).unwrap();
    let metas: BTreeMap<&str, &str> = partywall_rules::metas()
        .iter()
        .map(|meta| (meta.id, meta.page))
        .collect();
    let mut modules = Vec::new();
    for file in tree::files(&source) {
        let text = tree::text(&file).unwrap();
        if !text.contains("pub static RULE: Rule") {
            continue;
        }
        let (shown, module) = (tree::shown(&file), tree::stem(&file));
        let id = module.replace('_', "-");
        if !text.contains(&format!("id: \"{id}\"")) {
            faults.push(format!("{shown}: its rule is not called `{id}`"));
        }
        if list.matches(&format!("&{module}::RULE,")).count() != 1 {
            faults.push(format!("{shown}: is not listed once in lints/rules/src/lib.rs"));
        }
        modules.push(id);
    }
    let mut pages = Vec::new();
    for file in tree::entries(&page::folder()) {
        let (shown, id) = (tree::shown(&file), tree::stem(&file));
        if !modules.contains(&id) {
            faults.push(format!("{shown}: there is no rule `{id}`"));
        }
        if metas
            .get(id.as_str())
            .is_some_and(|page| **page != tree::text(&file).unwrap())
        {
            faults.push(format!("{shown}: is not the page that `{id}` gives"));
        }
        pages.push(id);
    }
    for id in modules.iter().filter(|id| !pages.contains(id)) {
        faults.push(format!("lints/rules/docs/{id}.md: the page of `{id}` is missing"));
    }
    for id in metas.keys().filter(|id| !modules.iter().any(|module| module == *id)) {
        faults.push(format!(
            "lints/rules/src/{}.rs: `{id}` is listed and has no module",
            id.replace('-', "_")
        ));
    }
    assert!(!metas.is_empty(), "there are no rules");
    none(&faults);
}

#[test]
fn every_framework_file_is_embedded_once_and_is_valid() {
    let mut faults = Vec::new();
    let folder = tree::root().join("lints/frameworks");
    let embedded = partywall_frameworks::files();
    let on_disk = tree::files(&folder)
        .into_iter()
        .filter(|file| tree::extension(file) == "toml" && tree::name(file) != "Cargo.toml");
    let mut count = 0;
    for file in on_disk {
        let path = tree::slashed(&folder, &file);
        let texts: Vec<&str> = embedded
            .iter()
            .filter(|(listed, _)| *listed == path)
            .map(|(_, text)| *text)
            .collect();
        if texts != [tree::text(&file).unwrap()] {
            faults.push(format!(
                "lints/frameworks/{path}: is embedded {} times, or with another text",
                texts.len()
            ));
        }
        count += 1;
    }
    if count != embedded.len() {
        faults.push(format!(
            "lints/frameworks: {} files are embedded and {count} are there",
            embedded.len()
        ));
    }
    for (path, text) in embedded {
        if let Err(error) = partywall_catalog::parse(path, text) {
            faults.push(format!("lints/frameworks/{path}: {error:?}"));
        }
    }
    none(&faults);
}
