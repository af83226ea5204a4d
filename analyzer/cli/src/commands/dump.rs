//! `partywall dump`.

use crate::args::Dump;
use partywall_driver::config::schema::schema;
use partywall_driver::dump::{self, Spent, Times};
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
    let (all, read) = (&times.all, &times.read);
    let mut text = format!(
        "{} files, {} lines; without tests {} files, {} lines\n",
        all.files, all.lines, read.files, read.lines
    );
    let mut against = |what: &str, of: fn(&Spent) -> Option<Duration>| {
        let seconds = |spent: &Spent| of(spent).map(|spent| spent.as_secs_f64());
        let spent = (seconds(&times.whole), seconds(&all.spent), seconds(&read.spent));
        let (Some(whole), Some(every), Some(those)) = spent else {
            return;
        };
        text.push_str(&format!(
            "{what:<10} whole run {whole:.3} s: {:.2} times parsing all of them ({every:.3} s), {:.2} times without tests ({those:.3} s)\n",
            whole / every.max(1e-9),
            whole / those.max(1e-9),
        ));
    };
    against("time", |spent| Some(spent.wall));
    against("processors", |spent| spent.cpu);
    if let Some(memory) = times.memory {
        let a_line = |lines: usize| memory / u64::try_from(lines.max(1)).unwrap_or(u64::MAX);
        text.push_str(&format!(
            "memory     at most {} MB: {} bytes a line, {} without tests\n",
            memory >> 20,
            a_line(all.lines),
            a_line(read.lines),
        ));
    }
    text
}
