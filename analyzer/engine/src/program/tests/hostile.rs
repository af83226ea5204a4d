//! Programs that were written to break the linker.

use std::time::{Duration, Instant};

use super::*;

/// Far more than any of these takes, far less than what a quadratic step would.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn bases_in_a_circle_end() {
    let mut file = File::plain("a.x");
    file.class("N.A", &["B"]);
    file.class("N.B", &["C"]);
    let last = file.class("N.C", &["A", "C"]);
    file.function(Some(last), "f", &[], "");
    let program = link(vec![file]);
    let a = program.only("N.A");
    assert_eq!(program.paths(&program.supertypes(a)), ["N.B", "N.C"]);
    assert_eq!(program.paths(&program.subtypes(a)), ["N.B", "N.C"]);
    assert_eq!(program.methods(a, program.find("f").expect("a name")).len(), 1);
    assert!(program.field(a, program.find("f").expect("a name")).is_none());
    assert!(!program.derives(a, &["Model".to_owned()]));
}

#[test]
fn a_long_line_of_bases_is_cut() {
    let started = Instant::now();
    let mut file = File::plain("a.x");
    for at in 0..4_000 {
        let ty = file.class(&format!("N.C{at}"), &[&format!("C{}", at + 1)]);
        file.function(Some(ty), "f", &[], "");
    }
    let program = link(vec![file]);
    let first = program.only("N.C0");
    assert!((100..1000).contains(&program.supertypes(first).len()));
    assert_eq!(program.subtypes(program.only("N.C3999")).len(), 3_999);
    assert!(started.elapsed() < LIMIT);
}

#[test]
fn modules_that_import_all_of_each_other_end() {
    let started = Instant::now();
    let files = (0..120).map(|at| {
        let mut file = File::module(&format!("m{at}.x"));
        for other in 0..120 {
            file = file
                .glob(&format!("m{other}"))
                .import(&format!("m{other}.gone{at}"), &format!("gone{other}"));
        }
        file
    });
    let program = link(files.collect());
    assert_eq!(program.means("m0.x", "nothing"), "nothing");
    assert!(started.elapsed() < LIMIT);
}

#[test]
fn a_type_that_doubles_at_each_base_is_given_up() {
    let mut file = File::plain("a.x");
    for at in 0..60 {
        file.class(&format!("N.C{at}<T>"), &[&format!("C{}<Pair<T, T>>", at + 1)]);
    }
    file.class("N.C60<T>", &["List<T>"]);
    let program = link(vec![file]);
    let first = program.instance(program.only("N.C0"), vec![Ty::named("int", Vec::new())]);
    let args = program.base_args(&first, "C60").expect("a base");
    assert!(program.words(&args[0]).len() < 5_000);
    assert_eq!(
        program.words(&program.element(&program.instance(program.only("N.C60"), vec![Ty::param("X")]))),
        "X"
    );
}

#[test]
fn deep_types_and_long_paths_are_cut() {
    let mut file = File::plain("a.x");
    let path = vec!["a"; 5_000].join(".");
    file.class(&path, &[&path]);
    let deep = (0..400).fold("int".to_owned(), |inner, _| format!("List<{inner}>"));
    let deep = file.ty(&deep);
    let program = link(vec![file.import(&path, "x")]);
    assert_eq!(program.type_count(), 1);
    assert!(program.canonical(UnitId(0), &path).starts_with("a.a"));
    assert_eq!(
        program.resolve_type(UnitId(0), Scope::default(), &deep).name(),
        Some("List")
    );
}

#[test]
fn many_declarations_of_one_name_are_no_trouble() {
    let started = Instant::now();
    let files = (0..4_000).map(|at| {
        let mut file = File::plain(&format!("d{at}/a.x"));
        let ty = file.class(&format!("N{at}.Same"), &["Other", "Gone"]);
        file.function(Some(ty), "f", &["x: Same", "y: Gone"], "Same");
        file
    });
    let program = link(files.collect());
    assert_eq!(program.type_count(), 4_000);
    assert!(started.elapsed() < LIMIT);
}

#[test]
fn equal_units_give_equal_programs() {
    let build = || {
        let files = (0..200).map(|at| {
            let mut file = File::module(&format!("pkg/m{at}.x")).import(&format!("pkg.m{}.C", (at * 7) % 200), "D");
            let ty = file.class(&format!("pkg.m{at}.C"), &["D", "lib.Base"]);
            file.function(Some(ty), "f", &["self"], "D");
            file
        });
        let program = link(files.collect());
        let types: Vec<_> = program
            .types()
            .map(|ty| (program.ty(ty).path, program.base_names(ty), program.supertypes(ty)))
            .collect();
        let functions: Vec<_> = program
            .functions()
            .map(|at| (program.func(at).name, program.implementations(at).to_vec()))
            .collect();
        (types, functions)
    };
    assert_eq!(build(), build());
}
