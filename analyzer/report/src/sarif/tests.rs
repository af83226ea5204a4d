//! What GitHub reads is held here, field by field.

use super::*;
use crate::fixture::{self, RULE, place};
use crate::{Level, Step};

fn run(findings: &[Finding], account: &Account) -> Value {
    let (texts, _) = fixture::lookup();
    let text = render(&texts, findings, &[&RULE], account);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["version"], "2.1.0");
    value["runs"][0].clone()
}

#[test]
fn every_rule_is_declared_with_all_that_code_scanning_reads() {
    let run = run(&[], &Account::default());
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "unscoped-lookup");
    assert_eq!(rule["name"], "UnscopedLookup");
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert_eq!(rule["help"]["markdown"], RULE.page);
    assert_eq!(
        rule["fullDescription"]["text"],
        "A record is loaded by an id that the caller chose."
    );
    assert!(rule["shortDescription"]["text"].as_str().unwrap().ends_with('.'));
    assert!(!rule["help"]["text"].as_str().unwrap().contains('#'));
    let properties = &rule["properties"];
    assert_eq!(
        properties["tags"],
        json!([
            "security",
            "multi-tenancy",
            "external/cwe/cwe-639",
            "external/cwe/cwe-022"
        ])
    );
    assert_eq!(
        (&properties["security-severity"], &properties["precision"]),
        (&json!("8.1"), &json!("very-high"))
    );
    assert_eq!(properties["problem.severity"], "error");
    assert_eq!(run["results"], json!([]));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn a_result_has_its_place_flow_fingerprint_and_relations() {
    let (_, finding) = fixture::lookup();
    let run = run(&[finding], &fixture::account());
    let result = &run["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["ruleIndex"], &result["level"]),
        (&json!("unscoped-lookup"), &json!(0), &json!("error"))
    );
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        physical["artifactLocation"],
        json!({ "uri": "shop/views%20file.py", "uriBaseId": "%SRCROOT%", "index": 0 })
    );
    // `é` is one code unit of UTF-16 and `𝄞` two; the tab is one.
    assert_eq!(
        (&physical["region"]["startLine"], &physical["region"]["startColumn"]),
        (&json!(4), &json!(26))
    );
    assert_eq!(
        (&physical["region"]["endLine"], &physical["region"]["endColumn"]),
        (&json!(4), &json!(52))
    );
    assert_eq!(physical["region"]["snippet"]["text"], "Invoice.objects.get(pk=pk)");
    assert_eq!(
        (
            &physical["contextRegion"]["startLine"],
            &physical["contextRegion"]["endLine"]
        ),
        (&json!(2), &json!(6))
    );
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
        .as_array()
        .unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[0]["location"]["message"]["text"], "`pk` comes from the request");
    assert_eq!(steps[1]["location"]["physicalLocation"]["region"], physical["region"]);
    assert_eq!(result["relatedLocations"][0]["id"], 1);
    assert_eq!(
        result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["index"],
        1
    );
    assert_eq!(run["artifacts"][1]["location"]["uri"], "shop/models.py");
    let message = result["message"]["text"].as_str().unwrap();
    assert!(
        message.starts_with("`Invoice` is loaded by `pk` alone: any tenant's record answers.\nNote: "),
        "{message}"
    );
    assert!(
        message.ends_with("See [`Invoice` belongs to an `Org`](1)."),
        "{message}"
    );
    assert_eq!(
        format!("{}.", result["message"]["arguments"][0].as_str().unwrap()),
        message
    );
    assert_eq!(run["artifacts"][0]["sourceLanguage"], "python");
    let print = result["partialFingerprints"]["partywall/v1"].as_str().unwrap();
    assert!(print.len() == 18 && print.ends_with(":1"), "{print}");
}

#[test]
fn notices_are_notifications_and_an_error_fails_the_execution() {
    let mut account = fixture::account();
    let first = run(&[], &account);
    let said = &first["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(
        (&said["level"], &said["message"]["text"]),
        (&json!("warning"), &json!("does not parse from here"))
    );
    assert_eq!(
        said["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "shop/broken%20file.py"
    );
    assert_eq!(said["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    assert_eq!(first["properties"]["account"]["accesses"]["unscoped"], 1);
    account.notices[0].level = NoticeLevel::Error;
    assert_eq!(run(&[], &account)["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn more_results_than_github_takes_are_cut_by_level_and_said() {
    let (_, mut finding) = fixture::lookup();
    finding.level = Level::Warning;
    let mut findings = vec![finding; 6];
    findings[5].level = Level::Error;
    assert_eq!(most_serious(&findings, 4), [0, 1, 2, 5]);
    assert_eq!(most_serious(&findings, 6), [0, 1, 2, 3, 4, 5]);
    assert!(limits(MAX_RESULTS, 0).is_empty());
    let said = limits(MAX_RESULTS + 2, 1);
    assert!(
        said[0].message.starts_with("25002 findings") && said[1].message.starts_with("1 flows were cut"),
        "{said:?}"
    );
}

#[test]
fn a_long_flow_keeps_its_end() {
    let (texts, mut finding) = fixture::lookup();
    let step = Step {
        place: place(&texts, 0, "pk)"),
        text: "on".into(),
    };
    finding.flow = vec![step; MAX_STEPS + 5];
    finding.flow.push(Step {
        place: finding.primary,
        text: "the access".into(),
    });
    let run = run(&[finding], &Account::default());
    let steps = run["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]
        .as_array()
        .unwrap();
    assert_eq!(steps.len(), MAX_STEPS);
    assert_eq!(steps[MAX_STEPS - 1]["location"]["message"]["text"], "the access");
    assert_eq!(
        run["invocations"][0]["toolExecutionNotifications"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn names_with_brackets_are_no_links() {
    let (_, mut finding) = fixture::lookup();
    finding.message = "`list[int](x)` loads".into();
    finding.related[0].text = "see `a[0]`".into();
    let run = run(&[finding], &Account::default());
    let text = run["results"][0]["message"]["text"].as_str().unwrap();
    assert!(text.starts_with("`list\\[int\\](x)` loads."), "{text}");
    assert!(text.ends_with("See [see `a\\[0\\]`](1)."), "{text}");
}
