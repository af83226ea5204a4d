//! The binary `partywall`: options in, text and an exit status out. It knows nothing of how findings are made or drawn.

mod args;
mod commands;
mod here;
mod out;
mod progress;

use clap::Parser;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;

/// A run makes small values by the million on several threads, and lets most of them go soon.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What the last panic said: a worker's panic costs a file and is told as a notice, not as noise on the terminal.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    let args = args::Args::parse();
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = panic.to_string();
        }
    }));
    let stderr = out::paint_stderr(args.color);
    match catch_unwind(AssertUnwindSafe(|| commands::run(&args))) {
        Ok(Ok(status)) => ExitCode::from(status),
        Ok(Err(error)) => {
            out::error(stderr, &error);
            ExitCode::from(2)
        }
        Err(_) => {
            let what = LAST_PANIC.lock().map(|last| last.clone()).unwrap_or_default();
            let error = partywall_driver::Error::new(format!("partywall itself failed: {what}"))
                .help("this is a fault of ours: please report it with the code that brings it about");
            out::error(stderr, &error);
            ExitCode::from(2)
        }
    }
}
