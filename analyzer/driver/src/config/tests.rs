//! Configurations, good and bad.

use super::*;
use crate::scratch::Scratch;

const RULES: [&str; 2] = ["unscoped-lookup", "untied-child"];

fn read(text: &str) -> Result<Config, Error> {
    parse(NAME, text, &RULES)
}

#[test]
fn every_key_is_read() {
    let config = read(
        r#"
roots = ["Organization"]
tenant-keys = ["org_id"]
identities = ["request.org"]
guards = ["check_org"]
exclude = ["legacy/**"]
include = ["tests", "vendored"]
select = ["unscoped-lookup"]
ignore = ["untied-child"]
fail-on = "error"
persona = "auditor"

[[entity]]
name = "Country"
shared = true

[[entity]]
name = "Invoice"
path = "project.org_id"

[rules.unscoped-lookup]
level = "note"
"#,
    )
    .unwrap();
    let settings = config.settings();
    assert_eq!(
        (settings.roots[0].as_str(), settings.entities[1].path.as_str()),
        ("Organization", "project.org_id")
    );
    assert!(settings.entities[0].shared);
    assert_eq!(config.include, [Kind::Tests, Kind::Vendored]);
    assert_eq!(
        (config.fail_on, config.persona),
        (Some(FailOn::Error), Some(PersonaWord::Auditor))
    );
    assert_eq!(
        config.rules["unscoped-lookup"].level.unwrap().level(),
        Some(Level::Note)
    );
}

#[test]
fn an_empty_file_is_fine() {
    assert_eq!(read("").unwrap(), Config::default());
}

#[test]
fn mistakes_name_the_line_and_the_nearest_word() {
    let cases = [
        (
            "roots = []\ntenant_keys = []\n",
            2,
            "unknown key `tenant_keys`: did you mean `tenant-keys`?",
        ),
        (
            "\n\n[[entity]]\nname = \"A\"\nshard = true\n",
            5,
            "unknown key `shard`: did you mean `shared`?",
        ),
        (
            "fail-on = \"erorr\"\n",
            1,
            "unknown word `erorr`: did you mean `error`?",
        ),
        (
            "include = [\"test\"]\n",
            1,
            "unknown word `test`: did you mean `tests`?",
        ),
        (
            "ignore = [\n  \"unscoped-lokup\",\n]\n",
            2,
            "unknown rule `unscoped-lokup`: did you mean `unscoped-lookup`?",
        ),
        (
            "[rules.tied-child]\nlevel = \"off\"\n",
            1,
            "unknown rule `tied-child`: did you mean `untied-child`?",
        ),
        ("[[entity]]\nshared = true\n", 1, "missing field `name`"),
        (
            "[[entity]]\nname = \"A\"\nshared = true\npath = \"b\"\n",
            2,
            "`A` is said to be shared, and to have a path to a root",
        ),
    ];
    for (text, line, message) in cases {
        let error = read(text).unwrap_err();
        assert_eq!((error.line, error.message.as_str()), (Some(line), message), "{text}");
        assert_eq!(error.path.as_deref(), Some(NAME));
    }
    assert!(read("roots = 3\n").unwrap_err().message.contains("invalid type"));
    assert_eq!(read("a = [\n").unwrap_err().path.as_deref(), Some(NAME));
}

#[test]
fn an_error_reads_like_a_compiler_s() {
    let text = read("rots = []\n").unwrap_err().to_string();
    assert!(
        text.starts_with("unknown key `rots`: did you mean `roots`?\n  --> partywall.toml:1\n  help: "),
        "{text}"
    );
}

#[test]
fn the_nearest_file_up_to_version_control_counts() {
    let scratch = Scratch::new();
    let root = scratch.root();
    scratch.write("partywall.toml", "");
    scratch.write("repo/app/deep/x.py", "");
    let deep = root.join("repo/app/deep");
    assert_eq!(
        locate(&deep),
        (deep.clone(), None),
        "without version control nothing above is looked at"
    );
    std::fs::create_dir(root.join("repo/.git")).unwrap();
    assert_eq!(
        locate(&deep),
        (root.join("repo"), None),
        "what lies above the repository is not ours"
    );
    let top = scratch.write("repo/partywall.toml", "");
    assert_eq!(locate(&deep), (root.join("repo"), Some(top)));
    let nearer = scratch.write("repo/app/partywall.toml", "");
    assert_eq!(locate(&deep), (root.join("repo/app"), Some(nearer)));
}

#[test]
fn levels_fail_from_the_one_that_is_named() {
    let fails = |on: FailOn| [Level::Error, Level::Warning, Level::Note].map(|level| on.fails(level));
    assert_eq!(fails(FailOn::Error), [true, false, false]);
    assert_eq!(fails(FailOn::Warning), [true, true, false]);
    assert_eq!(fails(FailOn::Note), [true, true, true]);
    assert_eq!(fails(FailOn::Never), [false, false, false]);
}
