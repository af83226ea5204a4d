//! What each command does.

mod check;
mod dump;
mod why;

use crate::args::{Args, Command, ListFormat, ProjectArgs};
use crate::out;
use crate::progress::Progress;
use partywall_driver::{Error, Outcome, Project, engine};
use partywall_report::{Paint, RuleMeta, json, model, page};

/// Does what was asked for, and gives the exit status.
pub fn run(args: &Args) -> Result<u8, Error> {
    let paint = out::paint_stdout(args.color);
    match &args.command {
        Command::Check(check) => return check::run(check, args.color),
        Command::Explain { rule } => out::print(&explain(rule, paint)?)?,
        Command::Rules {
            format: ListFormat::Json,
        } => out::print(&json::rules(&engine::rules()))?,
        Command::Rules {
            format: ListFormat::Text,
        } => out::print(&rules(&engine::rules(), paint))?,
        Command::Model { project, format } => out::print(&model(project, *format, paint)?)?,
        Command::Trace(args) => out::print(&why::trace(args, paint)?)?,
        Command::Routes(args) => out::print(&why::routes(args, paint)?)?,
        Command::Dump { what } => out::print(&dump::run(what)?)?,
    }
    Ok(0)
}

fn explain(id: &str, paint: Paint) -> Result<String, Error> {
    let rules = engine::rules();
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let message = partywall_driver::unknown("rule", id, rules.iter().map(|rule| rule.id));
        return Err(Error::new(message).help("`partywall rules` lists all of them"));
    };
    let cwe: Vec<String> = rule.cwe.iter().map(|number| format!("CWE-{number}")).collect();
    let level = paint.level(rule.level, rule.level.word());
    let words = format!(
        "confidence {}, persona {}, {}",
        rule.confidence.word(),
        rule.persona.word(),
        cwe.join(", ")
    );
    Ok(format!(
        "{}\n{} {level}, {}\n",
        page::terminal(rule.page, paint),
        paint.dim("default:"),
        paint.dim(words)
    ))
}

fn rules(rules: &[&RuleMeta], paint: Paint) -> String {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let row = |rule: &&RuleMeta| {
        let id = paint.bold(format!("{:<width$}", rule.id));
        let level = paint.level(rule.level, format!("{:<7}", rule.level.word()));
        let (confidence, persona) = (rule.confidence.word(), rule.persona.word());
        format!("{id}  {level}  {confidence:<6}  {persona:<8}  {}\n", rule.summary)
    };
    rules.iter().map(row).collect()
}

fn model(args: &ProjectArgs, format: ListFormat, paint: Paint) -> Result<String, Error> {
    let request = args.request();
    let project = Project::open(&request)?;
    let progress = Progress::new(true);
    let outcome: Outcome = partywall_driver::check(&project, &request, &|phase| progress.at(phase))?;
    drop(progress);
    let entities = outcome.analysis.model(&outcome.files);
    if format == ListFormat::Json {
        return Ok(model::json(&entities));
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _written = model::text(&mut text, &entities, paint);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_explains_itself_and_is_listed() {
        let table = rules(&engine::rules(), Paint::default());
        for rule in engine::rules() {
            let text = explain(rule.id, Paint::default()).unwrap();
            assert!(text.starts_with(rule.id), "{text}");
            assert!(
                table
                    .lines()
                    .any(|line| line.starts_with(rule.id) && line.ends_with(rule.summary)),
                "{table}"
            );
        }
    }

    #[test]
    fn an_unknown_rule_is_told_the_nearest() {
        let error = explain("unscoped-lokup", Paint::default()).unwrap_err();
        assert_eq!(
            error.message,
            "unknown rule `unscoped-lokup`: did you mean `unscoped-lookup`?"
        );
    }
}
