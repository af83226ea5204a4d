//! A path as a relative URI reference.

/// What relative URIs are relative to.
pub const BASE: &str = "%SRCROOT%";

/// The path with every byte percent-encoded that a relative reference cannot hold. A colon is: it could be read as a scheme.
pub fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_a_reference_may_hold_stays() {
        assert_eq!(super::encode("a b/ç#1:2?.py"), "a%20b/%C3%A7%231%3A2%3F.py");
        assert_eq!(super::encode("src/Api/[id]/x~1.cs"), "src/Api/%5Bid%5D/x~1.cs");
    }
}
