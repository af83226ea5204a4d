//! The code under analysis is data: whatever lies in a folder, the run ends, says which file it could not use, and sees the others.

#![expect(clippy::unwrap_used, reason = "a project that cannot be laid out fails its test")]

use partywall_driver::Outcome;
use partywall_tests::judge;
use partywall_tests::scratch::Scratch;

const EXTENSIONS: [&str; 4] = ["cs", "py", "rs", "sql"];

/// A leak that must be found whatever lies beside it.
const LEAK: &str = r#"
from django.db import models
from django.shortcuts import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


class Organization(models.Model):
    name = models.CharField(max_length=100)


class Invoice(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    total = models.DecimalField(max_digits=10, decimal_places=2)


class ShowInvoice(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        invoice = get_object_or_404(Invoice, pk=pk)
        return Response({"total": invoice.total})
"#;

/// A project with the leak in it.
fn project() -> Scratch {
    let scratch = Scratch::new().unwrap();
    scratch.write("shop/views.py", LEAK.as_bytes()).unwrap();
    scratch
}

/// Runs a project, in which the leak must be found and no file may have made its frontend panic.
fn survive(scratch: &Scratch) -> Outcome {
    let outcome = judge::run(scratch.root(), 2).unwrap();
    let failed: Vec<_> = outcome
        .account
        .skipped
        .iter()
        .filter(|(reason, _)| reason == "failed")
        .collect();
    assert!(failed.is_empty(), "a frontend panicked: {:?}", outcome.account.notices);
    let found: Vec<_> = outcome.findings.iter().map(|finding| finding.rule).collect();
    assert!(found.contains(&"unscoped-lookup"), "the leak is lost: {found:?}");
    outcome
}

/// What the run says of each file.
fn notices(outcome: &Outcome) -> Vec<(&str, &str)> {
    let of_files = outcome
        .account
        .notices
        .iter()
        .filter_map(|notice| Some((notice.path.as_deref()?, &*notice.message)));
    of_files.collect()
}

fn says(outcome: &Outcome, path: &str, words: &str) {
    let notices = notices(outcome);
    assert!(
        notices
            .iter()
            .any(|(at, message)| *at == path && message.contains(words)),
        "nothing says that {path} {words}: {notices:?}"
    );
}

/// Bytes that only look random, the same in every run.
fn noise(length: usize, mut state: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.push(state.to_le_bytes()[3]);
    }
    bytes
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let scratch = Scratch::new().unwrap();
    let outcome = judge::run(scratch.root(), 2).unwrap();
    assert_eq!(outcome.findings, []);
    let said = &outcome.account.notices;
    assert!(said.iter().any(|notice| notice.message.contains("no file")), "{said:?}");
}

#[test]
fn noise_costs_no_other_file() {
    let scratch = project();
    for (seed, extension) in (1..).zip(EXTENSIONS) {
        let bytes = noise(20_000, seed * 0x9e37_79b9);
        scratch.write(&format!("noise.{extension}"), &bytes).unwrap();
        // Without NULs it is not passed over as binary, but read.
        let text: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        scratch.write(&format!("text.{extension}"), &text).unwrap();
        let ascii: Vec<u8> = bytes.iter().map(|byte| 32 + byte % 95).collect();
        scratch.write(&format!("ascii.{extension}"), &ascii).unwrap();
    }
    let outcome = survive(&scratch);
    for extension in EXTENSIONS {
        says(&outcome, &format!("noise.{extension}"), "holds NUL bytes");
        says(&outcome, &format!("text.{extension}"), "is not valid UTF-8");
    }
}

#[test]
fn odd_encodings_are_read_or_said() {
    let scratch = project();
    for extension in EXTENSIONS {
        scratch.write(&format!("nul.{extension}"), b"a\0b\0").unwrap();
        scratch
            .write(&format!("latin.{extension}"), b"caf\xe9 \xff\xff\n")
            .unwrap();
        scratch.write(&format!("bom.{extension}"), b"\xef\xbb\xbf\n").unwrap();
        scratch
            .write(&format!("only_bom.{extension}"), b"\xef\xbb\xbf")
            .unwrap();
        scratch.write(&format!("empty.{extension}"), b"").unwrap();
        let wide: Vec<u8> = "\u{feff}\r\n\u{1d11e}"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        scratch.write(&format!("wide.{extension}"), &wide).unwrap();
        scratch
            .write(&format!("cut.{extension}"), &wide[..wide.len() - 1])
            .unwrap();
    }
    let outcome = survive(&scratch);
    for extension in EXTENSIONS {
        says(&outcome, &format!("nul.{extension}"), "holds NUL bytes");
        says(&outcome, &format!("latin.{extension}"), "is not valid UTF-8");
        says(&outcome, &format!("cut.{extension}"), "is not valid UTF-8");
        assert!(
            !notices(&outcome)
                .iter()
                .any(|(path, _)| *path == format!("empty.{extension}"))
        );
    }
}

#[test]
fn a_byte_order_mark_hides_no_leak() {
    let scratch = Scratch::new().unwrap();
    let text = format!("\u{feff}{}", LEAK.trim_start());
    scratch.write("shop/views.py", text.as_bytes()).unwrap();
    survive(&scratch);
}

#[test]
fn one_line_may_be_five_megabytes_long() {
    const SIZE: usize = 5 << 20;
    let scratch = project();
    let fill = |head: &str, body: &str, tail: &str| format!("{head}{}{tail}", body.repeat(SIZE / body.len()));
    let blob = "x".repeat(1000);
    let files = [
        (
            "long.cs",
            fill("class A { string a = ", &format!("\"{blob}\" + "), "\"\"; }"),
        ),
        ("long.py", fill("a = [", &format!("\"{blob}\", "), "]")),
        ("long.rs", fill("fn f() { g(&[", &format!("\"{blob}\", "), "]) }")),
        (
            "long.sql",
            fill("INSERT INTO t VALUES ", &format!("('{blob}'), "), "('');"),
        ),
    ];
    for (path, text) in &files {
        scratch.write(path, text.as_bytes()).unwrap();
    }
    survive(&scratch);
}

#[test]
fn a_file_beyond_the_limit_is_said() {
    let scratch = project();
    scratch.write("huge.py", "x".repeat(9 << 20).as_bytes()).unwrap();
    says(&survive(&scratch), "huge.py", "is larger than");
}

#[test]
fn brackets_may_be_nested_ten_thousand_deep() {
    const DEPTH: usize = 10_000;
    let scratch = project();
    for (name, open, close) in [
        ("round", "(", ")"),
        ("square", "[", "]"),
        ("curly", "{", "}"),
        ("open", "(", ""),
    ] {
        let deep = format!("{}1{}", open.repeat(DEPTH), close.repeat(DEPTH));
        let files = [
            (format!("{name}.cs"), format!("class A {{ object a = {deep}; }}\n")),
            (format!("{name}.py"), format!("a = {deep}\n")),
            (format!("{name}.rs"), format!("fn f() {{ let a = {deep}; }}\n")),
            (format!("{name}.sql"), format!("SELECT * FROM t WHERE a = {deep};\n")),
        ];
        for (path, text) in &files {
            scratch.write(path, text.as_bytes()).unwrap();
        }
    }
    let nested = |head: &str, tail: &str| format!("{}{}", head.repeat(DEPTH), tail.repeat(DEPTH));
    scratch
        .write(
            "blocks.cs",
            format!("class A {{ void f() {{ {} }} }}", nested("if (a) {", "}")).as_bytes(),
        )
        .unwrap();
    scratch
        .write(
            "blocks.rs",
            format!("fn f() {{ {} }}", nested("if a {", "}")).as_bytes(),
        )
        .unwrap();
    scratch.write("types.cs", nested("class A {", "}").as_bytes()).unwrap();
    scratch.write("types.rs", nested("mod a {", "}").as_bytes()).unwrap();
    scratch
        .write("chain.py", format!("a = b{}\n", ".c(1)".repeat(DEPTH)).as_bytes())
        .unwrap();
    scratch
        .write(
            "chain.cs",
            format!("class A {{ object a = b{}; }}\n", ".C(1)".repeat(DEPTH)).as_bytes(),
        )
        .unwrap();
    scratch
        .write(
            "chain.rs",
            format!("fn f() {{ b{}; }}\n", ".c(1)".repeat(DEPTH)).as_bytes(),
        )
        .unwrap();
    scratch
        .write("sum.py", format!("a = 1{}\n", " + 1".repeat(DEPTH)).as_bytes())
        .unwrap();
    scratch
        .write(
            "selects.sql",
            format!("SELECT {}1{};", "(SELECT ".repeat(DEPTH), ")".repeat(DEPTH)).as_bytes(),
        )
        .unwrap();
    survive(&scratch);
}

#[cfg(unix)]
#[test]
fn links_that_loop_are_not_followed() {
    let scratch = project();
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, scratch.root().join(from)).unwrap();
    link(".", "loop");
    link("../shop", "shop/again");
    link("b.py", "a.py");
    link("a.py", "b.py");
    link("/dev/zero", "endless.py");
    let outcome = survive(&scratch);
    assert_eq!(outcome.files.len(), 1);
    assert_eq!(outcome.findings.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = project();
    let locked = scratch.write("locked.py", b"x = 1\n").unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything, and has nothing to be told.
    let readable = std::fs::read(&locked).is_ok();
    let outcome = survive(&scratch);
    if readable {
        assert_eq!(outcome.files.len(), 2);
    } else {
        says(&outcome, "locked.py", "cannot be read");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_stop_the_run() {
    let scratch = project();
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.root().join("pipe.py"))
        .status();
    let outcome = survive(&scratch);
    assert_eq!(outcome.files.len(), 1, "{made:?}");
}
