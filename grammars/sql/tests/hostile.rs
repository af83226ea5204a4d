//! Text that wants to break the reader: it ends in time, without a panic and on a small stack.

use std::time::{Duration, Instant};

use partywall_ir::Frontend;
use partywall_ir::verify::verify;
use partywall_sql::{Sql, analyse, analyse_where, looks_like_sql};

/// Runs all faces over a text on a stack half as big as a thread's usual one.
fn survives(what: &str, text: String) {
    let label = what.to_owned();
    let began = Instant::now();
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
        let found = analyse(&text);
        assert!(!found.statements.is_empty() || !found.errors.is_empty());
        for error in &found.errors {
            assert!(error.offset <= text.len());
        }
        analyse_where(&text);
        looks_like_sql(&text);
        let unit = Sql.lower("x.sql", &text);
        assert_eq!(verify(&unit), [""; 0]);
        for gap in &unit.gaps {
            assert!(text.get(gap.span.range()).is_some());
        }
        for found in &unit.types {
            assert!(text.get(found.span.range()).is_some() && text.get(found.name_span.range()).is_some());
        }
        Sql.parse_only(&text);
    });
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()), "{label}");
    assert!(
        began.elapsed() < Duration::from_secs(60),
        "{label}: {:?}",
        began.elapsed()
    );
}

#[test]
fn deep_nesting_is_refused() {
    for depth in [38usize, 5_000] {
        for (open, close) in [
            ("(", ")"),
            ("(SELECT ", ")"),
            ("(SELECT * FROM ", " x)"),
            ("EXISTS (SELECT 1 WHERE ", ")"),
            ("f(", ")"),
            ("[", "]"),
            ("ARRAY[", "]"),
            ("{", "}"),
            ("CASE WHEN ", " THEN 1 END"),
            ("NOT ", ""),
            ("- ", ""),
            ("a IN (", ")"),
            ("INTERVAL ", ""),
            ("CAST(", " AS int)"),
            ("a = ANY(", ")"),
        ] {
            let nest = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            survives(
                &format!("{open} {depth} value"),
                format!("SELECT a FROM t WHERE x = {nest}"),
            );
            survives(&format!("{open} {depth} from"), format!("SELECT a FROM {nest}"));
            survives(
                &format!("{open} {depth} unclosed"),
                format!("SELECT {}", open.repeat(depth)),
            );
            survives(
                &format!("{open} {depth} table"),
                format!("CREATE TABLE t (a int DEFAULT {nest});"),
            );
        }
        survives(
            "types",
            format!("CREATE TABLE t (a {}int{});", "ARRAY<".repeat(depth), ">".repeat(depth)),
        );
        survives(
            "ctes",
            format!(
                "{} SELECT 1 {}",
                "WITH a AS (".repeat(depth),
                ") SELECT 1".repeat(depth)
            ),
        );
        survives("comments", format!("{} {}", "/*".repeat(depth), "*/".repeat(depth)));
    }
}

#[test]
fn long_chains_are_refused_or_read() {
    for (first, next) in [
        ("SELECT a FROM t WHERE a = 1", " AND a = 1"),
        ("SELECT a FROM t WHERE a = 1", " OR a = 1"),
        ("SELECT 1", "+1"),
        ("SELECT a", "::int"),
        ("SELECT a", " IS TRUE"),
        ("SELECT a", "!"),
        ("SELECT a", "[1]"),
        ("SELECT a", ".b"),
        ("SELECT a", " COLLATE c"),
        ("SELECT a", " AT TIME ZONE 'x'"),
        ("SELECT 1", " UNION SELECT 1"),
        ("SELECT a", ", a"),
        ("SELECT a FROM t", " JOIN t USING (a)"),
        ("SELECT a FROM t", ", t"),
        ("SELECT 1", "; SELECT 1"),
        ("SELECT $h0", " $h1"),
        ("SELECT a FROM t WHERE b", " $h1"),
        ("INSERT INTO t VALUES (1)", ", (?)"),
        ("SELECT '", "''"),
        ("SELECT", " $a$"),
        ("SELECT", " $h"),
        ("SELECT", " %(a"),
        ("SELECT", " {"),
        ("", "\\x\n"),
        ("", "DELIMITER $\n"),
        ("", "zz_pw"),
        ("CREATE TABLE t (a int", ", b int"),
        ("ALTER TABLE t ADD a int", ", ADD b weird ? int"),
    ] {
        for count in [600, 10_000] {
            survives(&format!("{first}{next}"), format!("{first}{}", next.repeat(count)));
        }
    }
}

#[test]
fn a_megabyte_is_passed_through() {
    survives("spaces", " ".repeat(1 << 20));
    survives("quotes", "'".repeat((1 << 20) + 1));
    survives("semicolons", ";".repeat(1 << 20));
    survives("signs", "(".repeat(1 << 20));
    survives("lines", "\n".repeat(1 << 20));
    survives("words", "a ".repeat(1 << 19));
    survives(
        "seed",
        format!("INSERT INTO t VALUES {}(1);", "(1, 'x'), ".repeat(100_000)),
    );
    survives("seeds", "INSERT INTO t VALUES (1, 'x');\n".repeat(5_000));
    survives("tables", "CREATE TABLE t (a int);\n".repeat(5_000));
}

#[test]
fn random_text_is_passed_through() {
    let words = [
        "SELECT",
        "FROM",
        "WHERE",
        "AND",
        "OR",
        "NOT",
        "IN",
        "(",
        ")",
        ",",
        "=",
        "a",
        "b.c",
        "$1",
        "?",
        ":x",
        "@y",
        "%s",
        "$h0",
        "$h1",
        "'s'",
        "\"q\"",
        "`k`",
        "[z]",
        "JOIN",
        "ON",
        "LEFT",
        "UNION",
        "WITH",
        "AS",
        "INSERT",
        "INTO",
        "VALUES",
        "UPDATE",
        "SET",
        "DELETE",
        "USING",
        "EXISTS",
        "CASE",
        "WHEN",
        "THEN",
        "END",
        "NULL",
        "IS",
        "LIKE",
        "BETWEEN",
        "*",
        "+",
        "-",
        "1",
        ";",
        "'",
        "\"",
        "/*",
        "--",
        "$$",
        "CREATE",
        "TABLE",
        "ALTER",
        "POLICY",
        "\n",
        "\\",
        "é",
        "\u{0}",
        "{}",
        "{x}",
        "%(n)s",
        "||",
        "::",
        "uuid",
        "ANY",
        "GROUP",
        "BY",
        "ORDER",
        "LIMIT",
        "MERGE",
        "MATCHED",
        "COPY",
        "stdin",
        "\n\\.\n",
        "DELIMITER ;;\n",
        "\nGO\n",
        "-- +goose Down\n",
        "PRIMARY",
        "KEY",
        "REFERENCES",
        "E'\\'",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    for _ in 0..700 {
        let length = next(40) + 1;
        let glue = if next(3) == 0 { "" } else { " " };
        let text = (0..length)
            .map(|_| words[next(words.len())])
            .collect::<Vec<_>>()
            .join(glue);
        let found = analyse(&text);
        assert!(found.errors.iter().all(|error| error.offset <= text.len()), "{text}");
        let unit = Sql.lower("x.sql", &text);
        assert!(
            unit.gaps.iter().all(|gap| text.get(gap.span.range()).is_some()),
            "{text}"
        );
    }
    for _ in 0..1_500 {
        let bytes: Vec<u8> = (0..next(200)).map(|_| next(256) as u8).collect();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        analyse(&text);
        Sql.lower("x.sql", &text);
    }
}
