//! The same tree gives the same bytes, whatever the number of threads.

use partywall_driver::engine;
use partywall_report::{json, sarif};
use partywall_tests::{Case, judge, tree};

#[test]
fn one_thread_and_eight_say_the_same() {
    let apps = tree::folders(&tree::root().join("corpus/apps"));
    assert!(!apps.is_empty(), "there are no applications");
    for app in apps {
        // Both twins at once: more files than threads, and equal names in different places.
        let case = Case::folder(tree::name(&app), &app).unwrap();
        let scratch = case.lay_out().unwrap();
        let texts = [1, 2, 8, 8].map(|threads| {
            let outcome = judge::run(scratch.root(), threads).unwrap();
            let sarif = sarif::render(&outcome.files, &outcome.findings, &engine::rules(), &outcome.account);
            let json = json::render(
                &outcome.files,
                &outcome.findings,
                outcome.reviewed.len(),
                &outcome.account,
            );
            (sarif, json, format!("{:?}", outcome.analysis.model(&outcome.files)))
        });
        for other in &texts[1..] {
            same(&case.name, &texts[0].0, &other.0);
            same(&case.name, &texts[0].1, &other.1);
            same(&case.name, &texts[0].2, &other.2);
        }
    }
}

fn same(name: &str, one: &str, eight: &str) {
    let differs = one.lines().zip(eight.lines()).position(|(one, eight)| one != eight);
    let line = differs.unwrap_or_else(|| one.lines().count().min(eight.lines().count()));
    let show = |text: &str| {
        text.lines()
            .nth(line)
            .unwrap_or_default()
            .chars()
            .take(300)
            .collect::<String>()
    };
    assert!(
        one == eight,
        "corpus/apps/{name}: line {} of the report depends on the number of threads\n  one:   {}\n  eight: {}",
        line + 1,
        show(one),
        show(eight)
    );
}
