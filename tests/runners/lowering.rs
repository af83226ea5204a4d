//! Units: the constructs of each language against their text form, and what every unit of the corpus guarantees.
//!
//! `PARTYWALL_BLESS=1` writes the text forms anew.

use libtest_mimic::{Arguments, Failed, Trial, run};
use partywall_driver::languages::frontend;
use partywall_ir::pretty::{print, print_with_spans};
use partywall_ir::verify::verify;
use partywall_ir::{Language, Unit, text};
use partywall_tests::tree;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// As deep as a run's own threads.
const STACK: usize = 16 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let corpus = tree::root().join("corpus");
    let mut trials = vec![Trial::test("constructs/all", || {
        every_text_has_its_source().map_err(Failed::from)
    })];
    let read = |path: &PathBuf| Language::from_extension(tree::extension(path)).is_some();
    for language in tree::folders(&corpus.join("lowering")) {
        for file in tree::files(&language).into_iter().filter(read) {
            let name = format!("constructs/{}/{}", tree::name(&language), tree::stem(&file));
            trials.push(Trial::test(name, move || apart(move || construct(&file))));
        }
    }
    for file in tree::files(&corpus).into_iter().filter(read) {
        let name = format!("units/{}", tree::slashed(&corpus, &file));
        trials.push(Trial::test(name, move || apart(move || sound(&file))));
    }
    run(&arguments, trials).exit_code()
}

/// Runs on a stack like that of a run's threads.
fn apart(check: impl FnOnce() -> Result<(), String> + Send + 'static) -> Result<(), Failed> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(check);
    let result = thread.map_err(|error| error.to_string())?.join();
    result.map_err(|_| "lowering panicked")?.map_err(Failed::from)
}

fn lower(file: &Path) -> Result<(Unit, String), String> {
    let language = Language::from_extension(tree::extension(file)).ok_or("no language reads this file")?;
    let text = tree::text(file)?;
    Ok((frontend(language).lower(&tree::name(file), &text), text))
}

/// The unit's text form is the one beside the file.
fn construct(file: &Path) -> Result<(), String> {
    let found = print(&lower(file)?.0);
    let beside = file.with_extension("ir");
    if std::env::var_os("PARTYWALL_BLESS").is_some() {
        return std::fs::write(&beside, found).map_err(|error| format!("{}: {error}", tree::shown(&beside)));
    }
    let expected = std::fs::read_to_string(&beside).unwrap_or_default();
    if found == expected {
        return Ok(());
    }
    let same = found
        .lines()
        .zip(expected.lines())
        .take_while(|(found, expected)| found == expected)
        .count();
    let excerpt = |text: &str| {
        let lines = text.lines().skip(same).take(6).map(|line| format!("    {line}\n"));
        lines.collect::<String>()
    };
    Err(format!(
        "{}:{}: expected\n{}  found\n{}  if this is right: PARTYWALL_BLESS=1 cargo test -p partywall-tests --test lowering",
        tree::shown(&beside),
        same + 1,
        excerpt(&expected),
        excerpt(&found)
    ))
}

/// What holds of every unit.
fn sound(file: &Path) -> Result<(), String> {
    let (unit, _) = lower(file)?;
    let shown = tree::shown(file);
    let violations = verify(&unit);
    if !violations.is_empty() {
        return Err(format!(
            "{shown}: the unit is not sound\n    {}",
            violations.join("\n    ")
        ));
    }
    if lower(file)?.0 != unit {
        return Err(format!("{shown}: lowered again, the unit is another"));
    }
    for form in [print(&unit), print_with_spans(&unit)] {
        let again = text::parse(&form).map_err(|error| format!("{shown}: its text form is not read: {error}"))?;
        let printed = if form == print(&unit) {
            print(&again)
        } else {
            print_with_spans(&again)
        };
        if let Some((was, is)) = form.lines().zip(printed.lines()).find(|(was, is)| was != is) {
            return Err(format!(
                "{shown}: read again, its text form is another\n    {was}\n    {is}"
            ));
        }
        if form != printed {
            return Err(format!("{shown}: read again, its text form has another length"));
        }
    }
    Ok(())
}

fn every_text_has_its_source() -> Result<(), String> {
    let folder = tree::root().join("corpus/lowering");
    let languages = tree::folders(&folder);
    if languages.is_empty() {
        return Err("corpus/lowering: no language is there".to_owned());
    }
    for file in tree::files(&folder)
        .into_iter()
        .filter(|file| tree::extension(file) == "ir")
    {
        let language = file.parent().map(tree::name).unwrap_or_default();
        let known = Language::ALL.into_iter().find(|known| known.id() == language);
        let known = known.ok_or_else(|| format!("{}: `{language}` is no language", tree::shown(&file)))?;
        let extensions = ["cs", "py", "rs", "sql"];
        let source = extensions
            .into_iter()
            .find(|each| Language::from_extension(each) == Some(known));
        if !source.is_some_and(|extension| file.with_extension(extension).is_file()) {
            return Err(format!("{}: its source is gone", tree::shown(&file)));
        }
    }
    Ok(())
}
