//! The command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use partywall_driver::config::{FailOn, PersonaWord};
use partywall_driver::engine::verdict_words;
use partywall_driver::{Date, Kind, Request};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Finds tenancy leaks: places where one tenant of an application can read or change another tenant's data.
///
/// Reads C# (EF Core, Dapper, ASP.NET Core), Python (Django, SQLAlchemy, FastAPI, Flask) and Rust (sqlx, diesel, sea-orm, axum,
/// actix, Rocket) without building or running anything. Who owns what is inferred from the code; a `partywall.toml` may say
/// more, and does not have to.
#[derive(Debug, Parser)]
#[command(name = "partywall", version, after_help = EXAMPLES, disable_help_subcommand = true, max_term_width = 110)]
pub struct Args {
    /// When to use colours. NO_COLOR is honoured where this says auto.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub color: When,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  partywall check                                  check the current folder
  partywall check src/Api --persona pedantic       show more
  partywall check --format sarif --output out.sarif
  partywall trace src/views.py:42                  why an access has its verdict
  partywall routes                                 which entry point reaches what, the unscoped first
  partywall model                                  who owns what, and why that is thought
  partywall explain unscoped-lookup                what a rule means and how to mend it

Exit status: 0 clean, 1 findings at or above --fail-on, 2 the run itself failed.";

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report leaks, and account for what was seen
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Print a rule's page: what it reports, why that is a leak, how to mend it
    Explain {
        /// The rule's id, such as `unscoped-lookup`.
        rule: String,
    },
    /// List all rules
    Rules {
        /// How to print them.
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
    },
    /// Print who owns what: scope roots, owned entities with their paths, filters, and the evidence for each
    Model {
        /// What to look at.
        #[command(flatten)]
        project: ProjectArgs,
        /// How to print it.
        #[arg(long, value_enum, default_value_t)]
        format: ListFormat,
    },
    /// Say why: the way to an access, where its values come from, and every guard with why it counts or does not
    #[command(after_help = TRACE_EXAMPLES)]
    Trace(Trace),
    /// List every entry point with the accesses that it reaches and their verdicts, the unscoped first
    #[command(after_help = ROUTES_EXAMPLES)]
    Routes(Routes),
    /// Look inside: for those who write frameworks and frontends
    Dump {
        /// What to look at.
        #[command(subcommand)]
        what: Dump,
    },
}

const CHECK_EXAMPLES: &str = "\
Examples:
  partywall check --select unscoped-lookup,untied-child
  partywall check --fail-on never --statistics     look, and let the build go on
  partywall check --include tests                  report findings in tests as well
  partywall check --no-reviews                     what reviews keep silent, too

A finding that is wanted is reviewed by a comment above it:
  # partywall: reviewed(unscoped-lookup) by=NAME until=2030-12-31 — why it is right";

const TRACE_EXAMPLES: &str = "\
Examples:
  partywall trace Controllers/InvoicesController.cs:88
  partywall trace app/views.py:42:17 --format json
  partywall trace src/routes.rs:30 crates/api      as `partywall check crates/api` sees it

The accesses that touch the line are explained. On any other line of a handler, those that the handler reaches are.

Exit status: 0 an answer, be it that nothing is there; 2 the run itself failed. `partywall check` is the one that judges.";

const ROUTES_EXAMPLES: &str = "\
Examples:
  partywall routes --verdict unscoped,wrongly-scoped
  partywall routes --entry invoices                handlers with this word in route, name, framework or path
  partywall routes --format markdown > routes.md   for a review
  partywall routes --all                           handlers that reach no such data, too

Exit status: 0 a list, 2 the run itself failed. `partywall check` is the one that judges.";

/// Options of `trace`.
#[derive(Debug, ClapArgs)]
pub struct Trace {
    /// The place: FILE:LINE or FILE:LINE:COLUMN, as `check` prints it.
    #[arg(value_name = "FILE:LINE[:COLUMN]")]
    pub place: String,
    /// What to look at.
    #[command(flatten)]
    pub project: ProjectArgs,
    /// How to print it.
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// Options of `routes`.
#[derive(Debug, ClapArgs)]
pub struct Routes {
    /// What to look at.
    #[command(flatten)]
    pub project: ProjectArgs,
    /// How to print them.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Only accesses of these verdicts.
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', value_parser = PossibleValuesParser::new(verdict_words()))]
    pub verdict: Vec<String>,
    /// Only entry points with this word in their route, name, framework or path.
    #[arg(long, value_name = "WORD")]
    pub entry: Option<String>,
    /// List entry points without such an access, and accesses that no entry point leads to, too.
    #[arg(long)]
    pub all: bool,
}

/// Options of `check`.
#[derive(Debug, ClapArgs)]
pub struct Check {
    /// What to look at.
    #[command(flatten)]
    pub project: ProjectArgs,
    /// How to print findings.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Write them to a file instead of the terminal.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The least level that makes the exit status 1 [default: warning, or what partywall.toml says].
    #[arg(long, value_name = "LEVEL", value_parser = fail_on())]
    pub fail_on: Option<FailOn>,
    /// Whose findings to show: pedantic and auditor show more [default: regular, or what partywall.toml says].
    #[arg(long, value_name = "PERSONA", value_parser = persona())]
    pub persona: Option<PersonaWord>,
    /// Report what reviews keep silent, too.
    #[arg(long)]
    pub no_reviews: bool,
    /// Count findings by rule.
    #[arg(long)]
    pub statistics: bool,
    /// Print findings alone, without the account of the run.
    #[arg(long, short)]
    pub quiet: bool,
}

/// What to look at.
#[derive(Debug, ClapArgs)]
pub struct ProjectArgs {
    /// Files and folders [default: the current folder].
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// The configuration, instead of the nearest partywall.toml.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Kinds of file to report on that are otherwise only read, if at all.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind())]
    pub include: Vec<Kind>,
    /// How many threads work [default: one a processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Pretty,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Everything that is known, for programs.
    Json,
}

/// How lists are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For a person.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How tables are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For a person.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For a page.
    Markdown,
}

/// Looks inside.
#[derive(Debug, Subcommand)]
pub enum Dump {
    /// What was not understood, by kind, with examples
    Gaps(ProjectArgs),
    /// The units that files are lowered to
    Ir(ProjectArgs),
    /// The JSON schema of partywall.toml
    Schema,
    /// The whole run against only parsing the same files
    ParseTime(ProjectArgs),
}

impl ProjectArgs {
    /// The run that is asked for.
    pub fn request(&self) -> Request {
        // A clock before 1970 is a clock that is not set.
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        Request {
            config: self.config.clone(),
            include: self.include.clone(),
            threads: self.threads.map(usize::from),
            ..Request::new(self.paths.clone(), Date::from_unix(seconds))
        }
    }
}

impl Check {
    /// The run that is asked for.
    pub fn request(&self) -> Request {
        Request {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            persona: self.persona,
            reviews: !self.no_reviews,
            ..self.project.request()
        }
    }
}

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::WORDS).try_map(|word| FailOn::from_word(&word).ok_or("no such level"))
}

fn persona() -> impl TypedValueParser<Value = PersonaWord> {
    PossibleValuesParser::new(PersonaWord::WORDS).try_map(|word| PersonaWord::from_word(&word).ok_or("no such persona"))
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::WORDS).try_map(|word| Kind::from_word(&word).ok_or("no such kind"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn check(line: &str) -> Check {
        match Args::try_parse_from(line.split(' ')).unwrap().command {
            Command::Check(check) => check,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn options_become_a_request() {
        let args = check(
            "partywall check a b --select x,y --ignore z --persona auditor --include tests,vendored --threads 3 --no-reviews",
        );
        let request = args.request();
        assert_eq!(
            (request.paths.len(), request.select.len(), request.threads),
            (2, 2, Some(3))
        );
        assert_eq!(
            (request.include.as_slice(), request.reviews),
            (&[Kind::Tests, Kind::Vendored][..], false)
        );
        assert_eq!(
            (request.persona, args.format),
            (Some(PersonaWord::Auditor), Format::Pretty)
        );
        assert_eq!(check("partywall check --fail-on never").fail_on, Some(FailOn::Never));
    }

    #[test]
    fn places_and_tables_are_asked_for() {
        let parse = |line: &str| Args::try_parse_from(line.split(' ')).unwrap().command;
        let Command::Trace(args) = parse("partywall trace a.py:3:4 src --format json") else {
            panic!("no trace")
        };
        assert_eq!(
            (args.place.as_str(), args.format, args.project.paths.len()),
            ("a.py:3:4", ListFormat::Json, 1)
        );
        let Command::Routes(args) =
            parse("partywall routes --verdict unscoped,unknown --entry x --all --format markdown")
        else {
            panic!("no routes")
        };
        assert_eq!(
            (args.verdict.len(), args.all, args.format),
            (2, true, TableFormat::Markdown)
        );
    }

    #[test]
    fn bad_options_are_refused_with_the_right_ones() {
        for line in [
            "partywall check --fail-on high",
            "partywall check --threads 0",
            "partywall check --include test",
            "partywall routes --verdict safe",
            "partywall trace",
            "partywall",
        ] {
            let error = Args::try_parse_from(line.split(' ')).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
        }
        let error = Args::try_parse_from("partywall check --persona auditr".split(' '))
            .unwrap_err()
            .to_string();
        assert!(error.contains("auditor"), "{error}");
    }
}
