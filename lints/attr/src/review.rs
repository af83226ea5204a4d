//! What the arguments of `#[reviewed(…)]` must be.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Ident, LitStr, Result, Token};

const REQUIRED: [&str; 3] = ["rule", "by", "reason"];
const KEYS: &str = "`rule`, `by`, `reason` and `until`";

/// All that is wrong with the arguments, each where it stands.
pub fn check(arguments: TokenStream) -> Result<()> {
    let mut errors = Errors(None);
    let pairs = pairs.parse2(arguments)?;
    for (at, (key, value)) in pairs.iter().enumerate() {
        if pairs[..at].iter().any(|(earlier, _)| earlier == key) {
            errors.add(key.span(), &format!("`{key}` stands twice"));
        }
        let text = value.value();
        if text.trim().is_empty() {
            errors.add(value.span(), &format!("`{key}` must say something"));
        } else if key == "rule" && !is_rule(&text) {
            errors.add(
                value.span(),
                "a rule's id is lower-case words with hyphens between them, such as \"unscoped-lookup\"",
            );
        } else if key == "until" && !is_date(&text) {
            errors.add(value.span(), "a day is written YYYY-MM-DD and must exist");
        } else if key != "until" && !REQUIRED.iter().any(|known| key == known) {
            errors.add(key.span(), &format!("`{key}` is not known here: a review has {KEYS}"));
        }
    }
    for required in REQUIRED {
        if !pairs.iter().any(|(key, _)| key == required) {
            errors.add(Span::call_site(), &format!("a review needs `{required} = \"…\"`"));
        }
    }
    errors.0.map_or(Ok(()), Err)
}

fn pairs(input: ParseStream) -> Result<Vec<(Ident, LitStr)>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let key = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        let value: LitStr = input.parse()?;
        out.push((key, value));
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(out)
}

struct Errors(Option<Error>);

impl Errors {
    fn add(&mut self, span: Span, message: &str) {
        let error = Error::new(span, message);
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }
}

fn is_rule(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

fn is_date(text: &str) -> bool {
    let digits = |part: &str, length: usize| {
        let valid = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if valid { part.parse::<u32>().ok() } else { None }
    };
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = *parts else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The messages, each with the text that it points at; none for the attribute itself.
    fn errors(text: &str) -> Vec<(String, String)> {
        match check(text.parse().unwrap()) {
            Ok(()) => Vec::new(),
            Err(error) => error
                .into_iter()
                .map(|error| (error.to_string(), error.span().source_text().unwrap_or_default()))
                .collect(),
        }
    }

    #[track_caller]
    fn points_at(text: &str, place: &str, message: &str) {
        let errors = errors(text);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].1, place);
        assert!(errors[0].0.contains(message), "{errors:?}");
    }

    #[test]
    fn a_whole_review_is_right() {
        for until in ["", ", until = \"2028-02-29\"", ", until = \"2030-12-31\","] {
            assert_eq!(
                errors(&format!("rule = \"a-b2\", by = \"x\", reason = r#\"y\"#{until}")),
                []
            );
        }
    }

    #[test]
    fn an_error_points_at_what_is_wrong() {
        points_at("rule = \"A\", by = \"x\", reason = \"y\"", "\"A\"", "lower-case words");
        points_at(
            "rule = \"a--b\", by = \"x\", reason = \"y\"",
            "\"a--b\"",
            "lower-case words",
        );
        points_at(
            "rule = \"a\", by = \"\", reason = \"y\"",
            "\"\"",
            "`by` must say something",
        );
        points_at(
            "rule = \"a\", by = \"x\", reason = \"y\", why = \"z\"",
            "why",
            "`why` is not known here",
        );
        points_at(
            "rule = \"a\", by = \"x\", reason = \"y\", reason = \"z\"",
            "reason",
            "`reason` stands twice",
        );
        points_at("rule = \"a\", by = 5, reason = \"y\"", "5", "string literal");
        points_at("rule = \"a\", by: \"x\"", ":", "expected `=`");
        points_at("rule = \"a\" by = \"x\"", "by", "expected `,`");
    }

    #[test]
    fn every_key_that_is_missing_is_told() {
        let messages: Vec<_> = errors("until = \"2030-01-01\"")
            .into_iter()
            .map(|error| error.0)
            .collect();
        assert_eq!(messages.len(), 3);
        assert!(messages[0].contains("`rule") && messages[1].contains("`by") && messages[2].contains("`reason"));
    }

    #[test]
    fn only_days_that_exist_are_days() {
        for day in [
            "2027-02-29",
            "2100-02-29",
            "2030-13-01",
            "2030-00-10",
            "2030-04-31",
            "2030-1-1",
            "30-01-01",
            "+030-01-01",
            "soon",
        ] {
            assert!(!is_date(day), "{day}");
        }
        assert!(is_date("2028-02-29") && is_date("2000-02-29") && is_date("2030-04-30"));
    }
}
