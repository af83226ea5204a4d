//! `partywall dump`.

use crate::args::Dump;
use partywall_driver::config::schema::schema;
use partywall_driver::{Error, Project, dump, engine};

/// What was asked for, as text.
pub fn run(what: &Dump) -> Result<String, Error> {
    match what {
        Dump::Schema => {
            let rules: Vec<&str> = engine::rules().iter().map(|rule| rule.id).collect();
            Ok(schema(&rules))
        }
        Dump::Gaps(args) => {
            let request = args.request();
            dump::gaps(&Project::open(&request)?, &request)
        }
        Dump::Ir(args) => {
            let request = args.request();
            dump::ir(&Project::open(&request)?, &request)
        }
        Dump::ParseTime(args) => {
            let request = args.request();
            let times = dump::parse_time(&Project::open(&request)?, &request)?;
            let (parse, whole) = (times.parse.as_secs_f64(), times.whole.as_secs_f64());
            let ratio = whole / parse.max(1e-9);
            Ok(format!(
                "{} files: parsing {parse:.3} s, whole run {whole:.3} s, {ratio:.2} times as long\n",
                times.files
            ))
        }
    }
}
