//! Writing to the terminal, to a pipe that may be gone, and to files.

use crate::args::When;
use partywall_driver::Error;
use partywall_report::{Level, Paint, escape};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Whether standard output has colours.
pub fn paint_stdout(when: When) -> Paint {
    paint(when, io::stdout().is_terminal())
}

/// Whether standard error has colours.
pub fn paint_stderr(when: When) -> Paint {
    paint(when, io::stderr().is_terminal())
}

fn paint(when: When, terminal: bool) -> Paint {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let color = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && !set("NO_COLOR") && !dumb,
    };
    Paint { color }
}

/// Prints to standard output. Nobody reading is no error: `partywall check | head` is a right thing to do.
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints to standard error, where there is nobody to tell when that fails.
pub fn say(text: &str) {
    let _written = io::stderr().lock().write_all(text.as_bytes());
}

/// Says why a run failed.
pub fn error(paint: Paint, error: &Error) {
    let text: Vec<_> = error
        .to_string()
        .lines()
        .map(|line| escape::shown(line).into_owned())
        .collect();
    say(&format!(
        "{} {}\n",
        paint.level(Level::Error, "error:"),
        text.join("\n")
    ));
}

/// Writes a file.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(|error| Error::new(format!("cannot write `{}`: {error}", path.display())))
}
