//! Discovery in folders made for it.

use super::*;
use crate::scratch::Scratch;

fn found_in(scratch: &Scratch, paths: &[&str], exclude: &[&str], include: &[Kind]) -> Discovery {
    let paths: Vec<PathBuf> = paths
        .iter()
        .map(|path| scratch.root().join(path).canonicalize().unwrap())
        .collect();
    let exclude: Vec<String> = exclude.iter().map(|glob| (*glob).to_owned()).collect();
    discover(
        scratch.root(),
        &paths,
        Wanted {
            exclude: &exclude,
            include,
        },
    )
    .unwrap()
}

fn names(discovery: &Discovery) -> Vec<&str> {
    discovery.files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn ignore_files_hidden_files_and_globs_are_honoured() {
    let scratch = Scratch::new();
    for path in [
        "app/a.py",
        "app/b.cs",
        "app/c.rs",
        "app/d.sql",
        "app/e.txt",
        "ignored/x.py",
        "legacy/y.py",
        ".hidden/z.py",
        "dot/.q.py",
    ] {
        scratch.write(path, "");
    }
    scratch.write(".gitignore", "ignored/\n");
    scratch.write("app/.ignore", "c.rs\n");
    let discovery = found_in(&scratch, &["."], &["legacy/**"], &[]);
    assert_eq!(names(&discovery), ["app/a.py", "app/b.cs", "app/d.sql"]);
}

#[test]
fn a_path_that_is_named_is_looked_at_whatever_it_is_called() {
    let scratch = Scratch::new();
    scratch.write("tests/app/views.py", "");
    scratch.write("tests/app/test_views.py", "");
    let discovery = found_in(&scratch, &["tests/app"], &[], &[]);
    let kinds = |files: &[Found]| -> Vec<_> { files.iter().map(|file| (file.path.clone(), file.kind)).collect() };
    assert_eq!(kinds(&discovery.files), [("tests/app/views.py".into(), None)]);
    assert_eq!(
        kinds(&discovery.tests),
        [("tests/app/test_views.py".into(), Some(Kind::Tests))]
    );
    let discovery = found_in(&scratch, &["tests/app/test_views.py"], &[], &[]);
    assert_eq!(discovery.files[0].kind, None);
}

#[test]
fn tests_wait_until_somebody_uses_them_or_asks_for_them() {
    let scratch = Scratch::new();
    for path in [
        "a.py",
        "lab/test/models.py",
        "lab/test/test_models.py",
        "tests/test_a.py",
    ] {
        scratch.write(path, "");
    }
    let discovery = found_in(&scratch, &["."], &[], &[]);
    assert_eq!(names(&discovery), ["a.py"]);
    // what a folder called `test` holds may be what the application is about
    let kinds: Vec<_> = discovery.tests.iter().map(|file| file.kind).collect();
    assert_eq!(kinds, [None, Some(Kind::Tests), Some(Kind::Tests)]);
    let asked = found_in(&scratch, &["."], &[], &[Kind::Tests]);
    assert_eq!((asked.files.len(), asked.tests.len()), (4, 0));
}

#[test]
fn what_cannot_matter_is_counted_and_not_read() {
    let scratch = Scratch::new();
    for path in [
        "m/migrations/0001_x.py",
        "m/migrations/0002_y.py",
        "m/migrations/1.sql",
        "vendor/v.py",
        "F.Designer.cs",
        "a.py",
    ] {
        scratch.write(path, "");
    }
    let discovery = found_in(&scratch, &["."], &[], &[]);
    assert_eq!(names(&discovery), ["a.py", "m/migrations/1.sql"]);
    let skipped: Vec<_> = discovery
        .skipped
        .iter()
        .map(|(reason, count)| (*reason, *count))
        .collect();
    assert_eq!(skipped, [("generated", 1), ("migrations", 2), ("vendored", 1)]);
    let discovery = found_in(&scratch, &["."], &[], &[Kind::Migrations, Kind::Vendored]);
    assert_eq!(discovery.files.len(), 5);
}

#[test]
fn paths_that_overlap_give_each_file_once() {
    let scratch = Scratch::new();
    scratch.write("a/b/x.py", "");
    scratch.write("a/y.py", "");
    assert_eq!(
        names(&found_in(&scratch, &["a/b", "a", "a/y.py"], &[], &[])),
        ["a/b/x.py", "a/y.py"]
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_into_loops() {
    let scratch = Scratch::new();
    scratch.write("a/x.py", "");
    std::os::unix::fs::symlink(scratch.root(), scratch.root().join("a/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere.py", scratch.root().join("a/dangling.py")).unwrap();
    let discovery = found_in(&scratch, &["."], &[], &[]);
    assert_eq!((names(&discovery), discovery.notices.len()), (vec!["a/x.py"], 0));
}

#[test]
fn a_bad_glob_is_an_error() {
    let scratch = Scratch::new();
    let exclude = ["a[".to_owned()];
    let error = discover(
        scratch.root(),
        &[],
        Wanted {
            exclude: &exclude,
            include: &[],
        },
    )
    .unwrap_err();
    assert!(error.message.starts_with("`a[` is no glob"), "{error}");
}
