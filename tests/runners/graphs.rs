//! Random programs, the same in every language: functions that call each other in chains and rings, change rows, hand on the tenant
//! that they were told or another one, and are called by handlers. What is believed of each change is what going through all calls by
//! hand gives, for any order of the functions and any number of threads.

#![expect(clippy::unwrap_used, reason = "a project that cannot be laid out fails its test")]

use partywall_engine::facts::Verdict;
use partywall_ir::LineIndex;
use partywall_report::{FileId, Sources};
use partywall_tests::{Case, judge, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Where the tenant that a handler hands on comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tenant {
    /// Whoever asks.
    Caller,
    /// The request, and a membership was looked for.
    Member,
    /// The request.
    Request,
}

/// What a function does, one after the other.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Changes a row by its key, and by the tenant or not. The number is its own.
    Change { number: usize, asks: bool },
    /// Calls another one with the tenants that it was told, the first and the second.
    Call { callee: usize, first: usize, second: usize },
}

/// Around what an act stands.
#[derive(Clone, Copy, Debug)]
enum Around {
    Nothing,
    Branch,
    Loop,
}

/// Functions are told a key and two tenants; handlers call one of them.
struct Random {
    steps: Vec<Vec<(Around, Act)>>,
    handlers: Vec<(usize, Tenant, Tenant)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Belief {
    Unreached,
    Tied,
    Leak,
}

#[test]
fn what_calls_lead_to_is_what_going_through_them_gives() {
    let mut leaks = [0; 3];
    for seed in 300..360 {
        let program = random(seed);
        let expected = by_hand(&program);
        expected.values().for_each(|belief| leaks[*belief as usize] += 1);
        for language in [Language::CSharp, Language::Python, Language::Rust] {
            let found = beliefs(&program, language, false, 1);
            assert_eq!(
                found.0,
                expected,
                "seed {seed}, {language:?}:\n{}",
                text(&program, language, false)
            );
            if seed % 4 == 0 {
                assert_eq!(
                    found.0,
                    beliefs(&program, language, true, 1).0,
                    "seed {seed}, {language:?}, reordered"
                );
                assert_eq!(
                    found,
                    beliefs(&program, language, false, 8),
                    "seed {seed}, {language:?}, 8 threads"
                );
            }
        }
    }
    assert!(leaks.iter().all(|count| *count > 30), "one outcome is rare: {leaks:?}");
}

#[test]
fn one_more_call_closes_no_leak() {
    for seed in 2000..2030 {
        let mut program = random(seed);
        let language = [Language::CSharp, Language::Python, Language::Rust][usize::try_from(seed % 3).unwrap()];
        let before = beliefs(&program, language, false, 1).0;
        let mut numbers = Numbers(seed ^ 0x5A5A);
        let (from, to) = (numbers.below(program.steps.len()), numbers.below(program.steps.len()));
        let call = Act::Call {
            callee: to,
            first: 0,
            second: 1,
        };
        program.steps[from].push((Around::Nothing, call));
        let after = beliefs(&program, language, false, 1).0;
        let less = before.iter().find(|(number, belief)| after[*number] < **belief);
        assert!(
            less.is_none(),
            "seed {seed}, {language:?}: {less:?} was believed before a call was added"
        );
    }
}

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

fn random(seed: u64) -> Random {
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9));
    let size = 2 + numbers.below(5);
    let rings = numbers.below(2) == 0;
    let mut changes = 0;
    let steps = (0..size).map(|at| {
        let count = 1 + numbers.below(3);
        let acts = (0..count).map(|_| {
            let around = [Around::Nothing, Around::Branch, Around::Loop][numbers.below(3)];
            let act = if numbers.below(5) < 2 || !rings && at + 1 == size {
                changes += 1;
                Act::Change {
                    number: changes - 1,
                    asks: numbers.below(4) > 0,
                }
            } else {
                let callee = if rings {
                    numbers.below(size)
                } else {
                    at + 1 + numbers.below(size - at - 1)
                };
                // a ring is followed round once, so nothing in one may need two rounds to come to an end
                let (first, second) = match rings {
                    true => [(0, 1), (0, 0)][numbers.below(2)],
                    false => [(0, 1), (1, 0), (0, 0), (1, 1)][numbers.below(4)],
                };
                Act::Call { callee, first, second }
            };
            (around, act)
        });
        acts.collect()
    });
    let steps = steps.collect();
    let handlers = (0..1 + numbers.below(3)).map(|_| {
        let mut tenant = || [Tenant::Caller, Tenant::Caller, Tenant::Member, Tenant::Request][numbers.below(4)];
        let (first, second) = (tenant(), tenant());
        (numbers.below(size), first, second)
    });
    Random {
        steps,
        handlers: handlers.collect(),
    }
}

/// What is to be believed of each change.
fn by_hand(program: &Random) -> BTreeMap<usize, Belief> {
    let mut found = BTreeMap::new();
    for (_, act) in program.steps.iter().flatten() {
        if let Act::Change { number, .. } = act {
            found.insert(*number, Belief::Unreached);
        }
    }
    let mut todo: Vec<_> = program.handlers.clone();
    let mut seen: BTreeSet<_> = todo.iter().copied().collect();
    while let Some((step, first, second)) = todo.pop() {
        for (_, act) in &program.steps[step] {
            match *act {
                Act::Change { number, asks } => {
                    let belief = match asks && first != Tenant::Request {
                        true => Belief::Tied,
                        false => Belief::Leak,
                    };
                    let known = found.get_mut(&number).unwrap();
                    *known = belief.max(*known);
                }
                Act::Call {
                    callee,
                    first: one,
                    second: other,
                } => {
                    let told = [first, second];
                    let next = (callee, told[one], told[other]);
                    if seen.insert(next) {
                        todo.push(next);
                    }
                }
            }
        }
    }
    found
}

#[derive(Clone, Copy, Debug)]
enum Language {
    CSharp,
    Python,
    Rust,
}

/// What is believed of each change, and all that is reported.
fn beliefs(program: &Random, language: Language, reversed: bool, threads: usize) -> (BTreeMap<usize, Belief>, String) {
    let (model, path) = match language {
        Language::CSharp => ("efcore", "steps.cs"),
        Language::Python => ("fastapi", "steps.py"),
        Language::Rust => ("sqlx", "steps.rs"),
    };
    let case = Case::folder(path.to_owned(), &tree::root().join("corpus/models").join(model)).unwrap();
    let scratch = case.lay_out().unwrap();
    scratch
        .write(path, text(program, language, reversed).as_bytes())
        .unwrap();
    let outcome = judge::run(scratch.root(), threads).unwrap();
    let mut found = BTreeMap::new();
    for site in outcome.analysis.facts().sites() {
        let file = FileId(site.place.0.0);
        let text = outcome.files.text(file);
        let line = LineIndex::new(text).line(site.place.1.start) as usize;
        let line = text.lines().nth(line - 1).unwrap_or_default();
        let Some((_, number)) = line.split_once("change ") else {
            continue;
        };
        let belief = match site.verdict {
            Verdict::Scoped | Verdict::Filtered | Verdict::Guarded => Belief::Tied,
            Verdict::Latent => Belief::Unreached,
            _ => Belief::Leak,
        };
        let known: &mut Belief = found.entry(number.trim().parse().unwrap()).or_insert(belief);
        *known = belief.max(*known);
    }
    (found, format!("{:?}", outcome.findings))
}

fn text(program: &Random, language: Language, reversed: bool) -> String {
    let mut functions: Vec<String> = program
        .steps
        .iter()
        .enumerate()
        .map(|(at, acts)| function(at, acts, language))
        .chain(
            program
                .handlers
                .iter()
                .enumerate()
                .map(|(at, handler)| handles(at, *handler, language)),
        )
        .collect();
    if reversed {
        functions.reverse();
    }
    let functions = functions.join("\n\n");
    match language {
        Language::CSharp => format!(
            "using System;\nusing System.Linq;\nusing System.Threading.Tasks;\nusing Microsoft.AspNetCore.Authorization;\nusing \
             Microsoft.AspNetCore.Mvc;\nusing Microsoft.EntityFrameworkCore;\n\nnamespace \
             Shop;\n\n[Authorize]\n[ApiController]\npublic class StepsController(ShopContext db, ICurrentUser current, Access access) \
             : ControllerBase\n{{\n{functions}\n}}\n"
        ),
        Language::Python => format!(
            "from fastapi import Depends\nfrom sqlalchemy import update\nfrom sqlalchemy.orm import Session\n\nfrom prelude import \
             Invoice, User, app, get_current_user, get_session, require_member\n\n\n{functions}\n"
        ),
        Language::Rust => format!(
            "use crate::prelude::*;\nuse axum::extract::{{Path, State}};\nuse axum::routing::post;\nuse axum::Router;\nuse \
             sqlx::PgPool;\n\npub fn router() -> Router<PgPool> {{\n    Router::new(){}\n}}\n\n{functions}\n",
            (0..program.handlers.len()).fold(String::new(), |mut routes, at| {
                write!(routes, ".route(\"/h{at}/{{id}}/{{one}}/{{other}}\", post(handle{at}))").unwrap();
                routes
            })
        ),
    }
}

const TOLD: [&str; 2] = ["first", "second"];

fn function(at: usize, acts: &[(Around, Act)], language: Language) -> String {
    let mut body = String::new();
    for (around, act) in acts {
        let (first, second) = match act {
            Act::Call { first, second, .. } => (TOLD[*first], TOLD[*second]),
            Act::Change { .. } => ("", ""),
        };
        let (indent, act) = match (language, *act) {
            (Language::CSharp, Act::Call { callee, .. }) => {
                (8, format!("await Step{callee}Async(id, {first}, {second}, deep - 1);"))
            }
            (Language::CSharp, Act::Change { number, asks }) => {
                let tenant = if asks { " && i.OrganizationId == first" } else { "" };
                let set = "ExecuteUpdateAsync(s => s.SetProperty(i => i.Paid, true))";
                (
                    8,
                    format!("await db.Invoices.Where(i => i.Id == id{tenant}).{set}; // change {number}"),
                )
            }
            (Language::Python, Act::Call { callee, .. }) => {
                (4, format!("step{callee}(session, id, {first}, {second}, deep - 1)"))
            }
            (Language::Python, Act::Change { number, asks }) => {
                let tenant = if asks { ", Invoice.organization_id == first" } else { "" };
                let set = "values(paid=True)";
                (
                    4,
                    format!(
                        "session.execute(update(Invoice).where(Invoice.id == id{tenant}).{set})  # change {number}"
                    ),
                )
            }
            (Language::Rust, Act::Call { callee, .. }) => {
                (4, format!("step{callee}(db, id, {first}, {second}, deep - 1).await?;"))
            }
            (Language::Rust, Act::Change { number, asks }) => {
                let (tenant, bound) = match asks {
                    true => (" AND organization_id = $2", ".bind(first)"),
                    false => ("", ""),
                };
                let sql = format!("UPDATE invoices SET paid = TRUE WHERE id = $1{tenant}");
                let run = "execute(db).await.map_err(failed)?;";
                (
                    4,
                    format!("sqlx::query(\"{sql}\").bind(id){bound}.{run} // change {number}"),
                )
            }
        };
        let (before, after) = match (language, around) {
            (_, Around::Nothing) => ("", ""),
            (Language::CSharp, Around::Branch) => ("if (deep > 3)\n        {", "}"),
            (Language::CSharp, Around::Loop) => ("while (deep-- > 0)\n        {", "}"),
            (Language::Python, Around::Branch) => ("if deep > 3:", ""),
            (Language::Python, Around::Loop) => ("for _ in range(deep):", ""),
            (Language::Rust, Around::Branch) => ("if deep > 3 {", "}"),
            (Language::Rust, Around::Loop) => ("for _ in 0..deep {", "}"),
        };
        let pad = " ".repeat(indent);
        let more = if before.is_empty() { "" } else { "    " };
        for (line, pad) in [(before, pad.clone()), (&act, format!("{pad}{more}")), (after, pad)] {
            if !line.is_empty() {
                writeln!(body, "{pad}{line}").unwrap();
            }
        }
    }
    match language {
        Language::CSharp => {
            format!(
                "    private async Task Step{at}Async(Guid id, Guid first, Guid second, int deep)\n    {{\n{body}    }}"
            )
        }
        Language::Python => {
            format!("def step{at}(session: Session, id: int, first: int, second: int, deep: int):\n{body}")
        }
        Language::Rust => format!(
            "async fn step{at}(db: &PgPool, id: i64, first: i64, second: i64, deep: i64) -> Reply<()> {{\n{body}    Ok(())\n}}"
        ),
    }
}

fn handles(at: usize, (step, first, second): (usize, Tenant, Tenant), language: Language) -> String {
    let own = match language {
        Language::CSharp => "current.OrganizationId",
        Language::Python | Language::Rust => "user.organization_id",
    };
    let mut checks = String::new();
    let mut told = Vec::new();
    // what is not looked at is called by no tenant's name: a name in the route would be presumed to have been looked at
    for (tenant, name) in [(first, "one"), (second, "other")] {
        if tenant == Tenant::Member {
            let check = match language {
                Language::CSharp => format!("        await access.EnsureMemberAsync({name});\n"),
                Language::Python => format!("    require_member({name}, session, user)\n"),
                Language::Rust => format!("    ensure_member(&db, &user, {name}).await?;\n"),
            };
            checks.push_str(&check);
        }
        told.push(if tenant == Tenant::Caller { own } else { name });
    }
    let told = told.join(", ");
    match language {
        Language::CSharp => format!(
            "    [HttpPost(\"h{at}/{{id}}/{{one}}/{{other}}\")]\n    public async Task<IActionResult> Handle{at}(Guid id, Guid one, Guid \
             other)\n    {{\n{checks}        await Step{step}Async(id, {told}, 5);\n        return NoContent();\n    }}"
        ),
        Language::Python => format!(
            "@app.post(\"/h{at}/{{id}}/{{one}}/{{other}}\")\ndef handle{at}(id: int, one: int, other: int, session: Session = \
             Depends(get_session), user: User = Depends(get_current_user)):\n{checks}    step{step}(session, id, {told}, 5)\n"
        ),
        Language::Rust => format!(
            "async fn handle{at}(user: CurrentUser, Path((id, one, other)): Path<(i64, i64, i64)>, State(db): State<PgPool>) -> \
             Reply<()> {{\n{checks}    step{step}(&db, id, {told}, 5).await\n}}"
        ),
    }
}
