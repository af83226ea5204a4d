//! One line on a terminal that says how far a run is; nothing anywhere else.

use crate::out::say;
use partywall_driver::Phase;
use partywall_report::summary::{number, plural};
use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Milliseconds between two lines.
const PAUSE: u64 = 80;
/// Back to the start of the line, and clear it.
const CLEAR: &str = "\r\u{1b}[2K";

/// The line.
pub struct Progress {
    shown: bool,
    since: Instant,
    last: AtomicU64,
}

impl Progress {
    /// A line that is shown when standard error is a terminal and `wanted`.
    pub fn new(wanted: bool) -> Self {
        Self {
            shown: wanted && stderr().is_terminal(),
            since: Instant::now(),
            last: AtomicU64::new(0),
        }
    }

    /// Says how far the run is.
    pub fn at(&self, phase: Phase) {
        if !self.shown {
            return;
        }
        match phase {
            Phase::Reading(done, of) => {
                let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
                let last = self.last.load(Ordering::Relaxed);
                let due = now > last + PAUSE;
                if due
                    && self
                        .last
                        .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
                        .is_ok()
                {
                    say(&format!("{CLEAR}reading {} of {}", number(done), plural(of, "file")));
                }
            }
            Phase::Analysing => say(&format!("{CLEAR}following values")),
            Phase::Done => say(CLEAR),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        // A run that failed leaves no half line in front of its error.
        if self.shown {
            say(CLEAR);
        }
    }
}
