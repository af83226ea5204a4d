//! What an explanation looks like, to the character.

use super::*;
use crate::fixture::{self, Texts, place};

fn considered(counts: bool, name: &str, text: &str, at: Option<Place>) -> Considered {
    Considered {
        counts,
        name: name.into(),
        text: text.into(),
        place: at,
    }
}

fn trace(texts: &Texts) -> Trace {
    let access = place(texts, 0, "Invoice.objects.get(pk=pk)");
    Trace {
        asked: "shop/views file.py:4".into(),
        accesses: vec![Access {
            entity: "Invoice".into(),
            done: "read",
            verdict: "unscoped",
            level: Some(Level::Error),
            rule: Some("unscoped-lookup"),
            reason: "nothing ties that row to the caller".into(),
            place: access,
            way: vec![
                Step {
                    place: place(texts, 0, "show"),
                    text: "`pk` reaches `show` from the request".into(),
                },
                Step {
                    place: access,
                    text: "`Invoice` is read".into(),
                },
            ],
            entry: Some("show (GET /x/{pk})".into()),
            others: vec!["list\u{1b}[2J".into()],
            owner: "tenant",
            owned_by: Some("org → Org".into()),
            restrictions: vec![considered(false, "`pk`", "is `pk` from the request's path", None)],
            guards: vec![considered(
                true,
                "",
                "asks for more",
                Some(place(texts, 0, "return render(invoice)")),
            )],
            more_guards: 2,
            filters: Vec::new(),
        }],
        ..Trace::default()
    }
}

fn said(trace: &Trace) -> String {
    let (texts, _) = fixture::lookup();
    let mut out = String::new();
    let look = Look {
        paint: Paint::default(),
        unicode: true,
    };
    text(&mut out, &texts, trace, look).unwrap();
    out
}

#[test]
fn an_access_with_its_way_and_all_that_was_considered() {
    let (texts, _) = fixture::lookup();
    let expected = "\
unscoped: `Invoice` is read: nothing ties that row to the caller
   ╭─[ shop/views file.py:4:25 ]
   │
 3 │ def show(request, pk):
   │     ──┬─
   │       ╰─── `pk` reaches `show` from the request
 4 │     name = \"é𝄞\"; invoice = Invoice.objects.get(pk=pk)
   │                            ─────────────┬────────────
   │                                         ╰────────────── `Invoice` is read here
   │
   = reached from show (GET /x/{pk}); the same from list␛[2J
   = a tenant owns it by org → Org
   = rows:
       no  `pk` is `pk` from the request's path
   = guards:
       yes `return render(invoice)`  shop/views file.py:5
           asks for more
           2 conditions more, which say less
   = filters: it has no automatic filter
   = help: `partywall explain unscoped-lookup` says how to mend it

";
    assert_eq!(said(&trace(&texts)), expected);
}

#[test]
fn where_there_is_none_it_says_why_and_what_is_near() {
    let (texts, _) = fixture::lookup();
    let nothing = Trace {
        asked: "a\u{7}.py:9".into(),
        because: vec!["the file counts as tests".into()],
        nearest: vec![Step {
            place: place(&texts, 0, "Invoice.objects"),
            text: "`Invoice` is read: scoped".into(),
        }],
        ..Trace::default()
    };
    let expected = "\
no access of an owned entity was seen at a␇.py:9
  = the file counts as tests
  nearest: shop/views file.py:4  `Invoice` is read: scoped
";
    assert_eq!(said(&nothing), expected);
}

#[test]
fn the_json_says_the_same() {
    let (texts, _) = fixture::lookup();
    let value: Value = serde_json::from_str(&json(&texts, &trace(&texts))).unwrap();
    let access = &value["accesses"][0];
    assert_eq!(
        (&access["verdict"], &access["rule"]),
        (&json!("unscoped"), &json!("unscoped-lookup"))
    );
    assert_eq!(access["guards"][0]["name"], "return render(invoice)");
    assert_eq!(access["path"][0]["location"]["start"]["line"], 3);
    assert_eq!(access["location"]["start"], json!({ "line": 4, "column": 25 }));
}
