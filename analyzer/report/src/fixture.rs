//! A small program and a finding in it, for the tests of renderers.

use crate::*;
use partywall_ir::Span;

pub struct Texts(pub Vec<Source>);

impl Sources for Texts {
    fn path(&self, file: FileId) -> &str {
        &self.0[file.0 as usize].path
    }

    fn text(&self, file: FileId) -> &str {
        &self.0[file.0 as usize].text
    }
}

pub const RULE: RuleMeta = RuleMeta {
    id: "unscoped-lookup",
    summary: "An owned record is selected by a request value with nothing that ties it to the tenant",
    level: Level::Error,
    confidence: Confidence::High,
    persona: Persona::Regular,
    cwe: &[639, 22],
    security_severity: "8.1",
    page: "# unscoped-lookup\n\nA record is loaded by an id that the caller chose.\n\n```python\nInvoice.objects.get(pk=pk)\n```\n",
};

/// The place of the first occurrence of `words`.
pub fn place(texts: &Texts, file: u32, words: &str) -> Place {
    let start = texts.0[file as usize].text.find(words).unwrap();
    Place {
        file: FileId(file),
        span: Span::new(start, start + words.len()),
    }
}

pub fn lookup() -> (Texts, Finding) {
    let views = "from .models import Invoice\r\n\r\ndef show(request, pk):\r\n\tname = \"é𝄞\"; invoice = Invoice.objects.get(pk=pk)\r\n\treturn render(invoice)\r\n";
    let models = "class Org(Model):\n    pass\n\n\nclass Invoice(Model):\n    org = ForeignKey(Org)\n";
    let texts = Texts(vec![
        Source {
            path: "shop/views file.py".into(),
            text: views.into(),
        },
        Source {
            path: "shop/models.py".into(),
            text: models.into(),
        },
    ]);
    let primary = place(&texts, 0, "Invoice.objects.get(pk=pk)");
    let finding = Finding {
        rule: RULE.id,
        level: Level::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        message: "`Invoice` is loaded by `pk` alone: any tenant's record answers".into(),
        primary,
        label: "no predicate ties this to an `Org`".into(),
        flow: vec![
            Step {
                place: place(&texts, 0, "pk)"),
                text: "`pk` comes from the request".into(),
            },
            Step {
                place: primary,
                text: "selects the record".into(),
            },
        ],
        related: vec![Step {
            place: place(&texts, 1, "org = ForeignKey(Org)"),
            text: "`Invoice` belongs to an `Org`".into(),
        }],
        notes: vec![
            Note::Fact("`login_required` says who calls, not for which tenant".into()),
            Note::Help("add `org=request.user.org` to the query".into()),
        ],
        identity: "unscoped-lookup|shop/views.py|show|Invoice|get pk".into(),
    };
    (texts, finding)
}

pub fn account() -> Account {
    Account {
        files: vec![("python", 2), ("sql", 1)],
        lines: 12_345,
        files_with_gaps: 1,
        gaps: 3,
        skipped: vec![("generated".into(), 4), ("tests".into(), 20)],
        entry_points: 7,
        roots: vec!["Org".into(), "User".into()],
        owned: 5,
        shared: 2,
        frameworks: vec!["django-orm".into()],
        verdicts: vec![
            VerdictCount {
                verdict: "scoped",
                count: 11,
            },
            VerdictCount {
                verdict: "guarded",
                count: 0,
            },
            VerdictCount {
                verdict: "unscoped",
                count: 1,
            },
        ],
        notices: vec![Notice {
            level: NoticeLevel::Warning,
            path: Some("shop/broken file.py".into()),
            line: Some(3),
            message: "does not parse from here".into(),
        }],
    }
}
