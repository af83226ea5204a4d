//! Every rule's page: its sections are there, and its examples do what their marks say.

use libtest_mimic::{Arguments, Failed, Trial, run};
use partywall_tests::{judge, page, tree};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let preludes = tree::root().join("corpus/preludes");
    let mut trials = Vec::new();
    for file in tree::entries(&page::folder()) {
        let id = tree::stem(&file);
        let text = match tree::text(&file) {
            Ok(text) => text,
            Err(error) => {
                trials.push(Trial::test(format!("{id}/form"), move || Err(Failed::from(error))));
                continue;
            }
        };
        let page = page::read(&tree::shown(&file), &id, &text, &preludes);
        let faults = page.faults.join("\n");
        trials.push(Trial::test(format!("{id}/form"), move || {
            if faults.is_empty() {
                Ok(())
            } else {
                Err(Failed::from(faults))
            }
        }));
        for case in page.examples {
            trials.push(Trial::test(case.name.clone(), move || {
                judge::judge(&case, "pages").map_err(Failed::from)
            }));
        }
    }
    run(&arguments, trials).exit_code()
}
