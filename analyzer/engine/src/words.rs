//! The words of identifiers in any case style. All that compares names by their words goes through here.

/// The words of an identifier in any case style, in lower case; digits stay with the word before them: `CurrentTenantID_v2` is
/// `current tenant id v2`.
pub fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if !c.is_alphanumeric() {
            flush(&mut word, &mut words);
        } else {
            if c.is_uppercase() && begins(before, rest.clone()) {
                flush(&mut word, &mut words);
            }
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
            } else {
                word.extend(c.to_lowercase());
            }
        }
        before = Some(c);
    }
    flush(&mut word, &mut words);
    words
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// Whether a capital begins a word, by what stands around it.
fn begins(before: Option<char>, mut rest: std::str::Chars<'_>) -> bool {
    let Some(before) = before else { return false };
    if !before.is_uppercase() {
        return before.is_lowercase() || before.is_numeric();
    }
    let (after, next) = (rest.next(), rest.next());
    // `IDs` is one word: the capital before a last `s` does not begin one
    let plural = after == Some('s') && next.is_none_or(|next| !next.is_lowercase());
    !plural && after.is_some_and(char::is_lowercase)
}

/// The last part of a dotted name.
pub fn last(path: &str) -> &str {
    let dot = path.bytes().rposition(|byte| byte == b'.');
    dot.map_or(path, |dot| &path[dot + 1..])
}

/// All letters and digits of an identifier in lower case: equal for the case styles of one name.
pub fn squash(text: &str) -> String {
    if text.is_ascii() {
        let mut plain = String::with_capacity(text.len());
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        plain.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
        return plain;
    }
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        split(text).join(" ")
    }

    #[test]
    fn every_case_style_is_split_alike() {
        for style in [
            "OrganizationUserId",
            "organization_user_id",
            "organization-user-id",
            "organizationUserId",
            "ORGANIZATION_USER_ID",
        ] {
            assert_eq!(words(style), "organization user id");
        }
        assert_eq!(words("APIToken"), "api token");
        assert_eq!(words("TenantLLM"), "tenant llm");
        assert_eq!(words("File2Document"), "file2 document");
        assert_eq!(words("projectIDs"), "project ids");
        assert_eq!(words("CurrentTenantID_v2"), "current tenant id v2");
        assert_eq!(words("HTTPRequest"), "http request");
        assert_eq!(words("_x__y"), "x y");
        assert_eq!(words(""), "");
    }
}
