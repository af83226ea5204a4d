//! Every case of the corpus against its marks: whole applications, the maturity programs, rules, frameworks.

use libtest_mimic::{Arguments, Failed, Trial, run};
use partywall_tests::{Case, judge, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let corpus = tree::root().join("corpus");
    let mut trials = vec![
        Trial::test("maturity/all", || {
            languages_have_the_same_programs().map_err(Failed::from)
        }),
        Trial::test("apps/all", || applications_have_both_twins().map_err(Failed::from)),
        Trial::test("rules/all", || folders_are_called_after_rules().map_err(Failed::from)),
    ];
    for app in tree::folders(&corpus.join("apps")) {
        for twin in tree::folders(&app) {
            let name = format!("apps/{}/{}", tree::name(&app), tree::name(&twin));
            trials.extend(found(&name.clone(), Case::folder(name, &twin).map(|case| vec![case])));
        }
    }
    for language in tree::folders(&corpus.join("maturity")) {
        trials.extend(entries("maturity", &language, None));
    }
    for rule in tree::folders(&corpus.join("rules")) {
        for framework in tree::folders(&rule) {
            let model = corpus.join("models").join(tree::name(&framework));
            let model = model.is_dir().then_some(model);
            trials.extend(entries(
                &format!("rules/{}", tree::name(&rule)),
                &framework,
                model.as_deref(),
            ));
        }
    }
    for framework in tree::folders(&corpus.join("frameworks")) {
        trials.extend(entries("frameworks", &framework, None));
    }
    run(&arguments, trials).exit_code()
}

fn entries(above: &str, folder: &Path, model: Option<&Path>) -> Vec<Trial> {
    let name = format!("{above}/{}", tree::name(folder));
    let cases = Case::entries(&name, folder, model);
    found(&name, cases)
}

/// Cases as trials; what cannot be read is a trial that fails.
fn found(name: &str, cases: Result<Vec<Case>, String>) -> Vec<Trial> {
    match cases {
        Ok(cases) => cases.into_iter().map(trial).collect(),
        Err(error) => vec![Trial::test(name, move || Err(Failed::from(error)))],
    }
}

fn trial(case: Case) -> Trial {
    Trial::test(case.name.clone(), move || {
        judge::judge(&case, "corpus").map_err(Failed::from)
    })
}

fn languages_have_the_same_programs() -> Result<(), String> {
    let mut programs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let languages = tree::folders(&tree::root().join("corpus/maturity"));
    if languages.is_empty() {
        return Err("corpus/maturity: no language is there".to_owned());
    }
    for language in &languages {
        for program in Case::entries("", language, None)? {
            programs.entry(program.name).or_default().insert(tree::name(language));
        }
    }
    let partial = programs.iter().filter(|(_, found)| found.len() < languages.len());
    let partial: Vec<String> = partial
        .map(|(program, found)| format!("corpus/maturity: `{program}` is only in {found:?}"))
        .collect();
    if partial.is_empty() {
        Ok(())
    } else {
        Err(partial.join("\n"))
    }
}

fn applications_have_both_twins() -> Result<(), String> {
    let apps = tree::folders(&tree::root().join("corpus/apps"));
    if apps.is_empty() {
        return Err("corpus/apps: no application is there".to_owned());
    }
    for app in apps {
        let twins: Vec<String> = tree::folders(&app).iter().map(|twin| tree::name(twin)).collect();
        if twins != ["fixed", "leaky"] {
            return Err(format!(
                "{}: the twins are `fixed` and `leaky`, not {twins:?}",
                tree::shown(&app)
            ));
        }
    }
    Ok(())
}

fn folders_are_called_after_rules() -> Result<(), String> {
    let rules = judge::rules();
    for folder in tree::folders(&tree::root().join("corpus/rules")) {
        if !rules.contains(&tree::name(&folder).as_str()) {
            return Err(format!("{}: there is no such rule", tree::shown(&folder)));
        }
    }
    Ok(())
}
