//! Reviews written as an attribute or decorator: `#[partywall_attr::reviewed("rule", by = "…", reason = "…")]`,
//! `[Reviewed("rule", By = "…", Reason = "…")]`, `@reviewed("rule", by="…", reason="…")`.

use super::parse::{Said, day, names};
use partywall_ir::{Attribute, ExprId, ExprKind, Lit, Span, Unit};

/// Whether there is one at all.
pub(super) fn any(unit: &Unit) -> bool {
    all(unit).next().is_some()
}

/// Each such attribute, and what it covers: the whole of the function or type that carries it.
pub(super) fn all(unit: &Unit) -> impl Iterator<Item = (&Attribute, Span)> {
    let functions = unit
        .functions
        .iter()
        .map(|function| (&function.attributes, function.span));
    let types = unit.types.iter().map(|ty| (&ty.attributes, ty.span));
    let carried = functions
        .chain(types)
        .flat_map(|(attributes, span)| attributes.iter().map(move |each| (each, span)));
    carried.filter(|(attribute, _)| is_review(unit, attribute))
}

/// The name may be another library's: it is ours with our path before it, or with somebody's name inside.
fn is_review(unit: &Unit, attribute: &Attribute) -> bool {
    let path = unit.text(attribute.path);
    let last = path.rsplit('.').next().unwrap_or(path);
    if !matches!(last, "reviewed" | "Reviewed" | "ReviewedAttribute") {
        return false;
    }
    path.to_ascii_lowercase().starts_with("partywall") || arguments(unit, attribute).any(|(key, _)| key == "by")
}

/// What the attribute says.
pub(super) fn read(unit: &Unit, attribute: &Attribute) -> Result<Said, String> {
    let mut said = Said::default();
    for (key, value) in arguments(unit, attribute) {
        match key.as_str() {
            "by" => said.by = value,
            "reason" => said.reason = value,
            "until" => said.until = Some(day(&value)?),
            "" | "rule" | "rules" => said.rules.extend(names(&value)),
            _ => {
                return Err(format!(
                    "the review does not count: it has no `{key}`, only `rule`, `by`, `reason` and `until`"
                ));
            }
        }
    }
    said.whole()
}

/// Keys, in lower case and empty for a positional one, with their texts.
fn arguments<'a>(unit: &'a Unit, attribute: &'a Attribute) -> impl Iterator<Item = (String, String)> + 'a {
    attribute.args.iter().map(|arg| {
        let mut key = arg.name.map_or("", |name| unit.text(name));
        let mut value = arg.value;
        if let ExprKind::Assign {
            target,
            value: assigned,
            ..
        } = &unit.body[value].kind
            && let ExprKind::Name(name) = &unit.body[*target].kind
        {
            (key, value) = (unit.text(*name), *assigned);
        }
        (key.to_ascii_lowercase(), word(unit, value))
    })
}

/// The text of a string, the words of names, and of a list both.
fn word(unit: &Unit, id: ExprId) -> String {
    match &unit.body[id].kind {
        ExprKind::Lit(Lit::Str(text)) => unit.text(*text).trim().to_owned(),
        ExprKind::Name(name) => unit.text(*name).to_owned(),
        ExprKind::Collection { items, .. } => {
            let words: Vec<&str> = items
                .iter()
                .map(|item| match &unit.body[*item].kind {
                    ExprKind::Lit(Lit::Str(name)) | ExprKind::Name(name) => unit.text(*name),
                    _ => "",
                })
                .collect();
            words.join(",")
        }
        _ => String::new(),
    }
}
