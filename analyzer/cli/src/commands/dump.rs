//! `partywall dump`.

use crate::args::Dump;
use partywall_driver::config::schema::schema;
use partywall_driver::dump::{self, Times};
use partywall_driver::{Error, Project, engine};
use std::time::Duration;

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
            Ok(times_text(&dump::parse_time(&Project::open(&request)?, &request)?))
        }
    }
}

fn times_text(times: &Times) -> String {
    let against = |what: &str, parse: Duration, whole: Duration| {
        let (parse, whole) = (parse.as_secs_f64(), whole.as_secs_f64());
        let ratio = whole / parse.max(1e-9);
        format!("{what:<10} parsing {parse:.3} s, whole run {whole:.3} s: {ratio:.2} times as much\n")
    };
    let mut text = format!("{} files, {} lines\n", times.files, times.lines);
    text.push_str(&against("time", times.parse.wall, times.whole.wall));
    if let (Some(parse), Some(whole)) = (times.parse.cpu, times.whole.cpu) {
        text.push_str(&against("processors", parse, whole));
    }
    if let Some(memory) = times.memory {
        let a_line = memory / u64::try_from(times.lines.max(1)).unwrap_or(u64::MAX);
        text.push_str(&format!(
            "memory     at most {} MB: {a_line} bytes a line\n",
            memory >> 20
        ));
    }
    text
}
