//! What tells one finding from another after lines have moved: a hash of [`Finding::identity`], and a number for equal ones.
//!
//! The hash is FNV-1a with 64 bits over the identity's UTF-8 bytes, written as 16 hexadecimal digits; the number counts
//! findings with the same hash from 1, in the order of the report. Both are fixed for ever under [`KEY`].

use crate::Finding;
use std::collections::HashMap;

/// The name under which SARIF carries the fingerprint: ours and its version.
pub const KEY: &str = "partywall/v1";

/// One fingerprint for each finding, in their order.
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let number = |finding: &Finding| {
        let hash = fnv1a(finding.identity.as_bytes());
        let count = seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:016x}:{count}")
    };
    findings.iter().map(number).collect()
}

/// FNV-1a, 64 bits.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn equal_identities_are_counted_and_lines_do_not_matter() {
        let (_, mut finding) = fixture::lookup();
        let moved = {
            let mut moved = finding.clone();
            moved.primary.span.start += 7;
            moved.primary.span.end += 7;
            moved
        };
        let other = {
            let mut other = finding.clone();
            other.identity = "another".into();
            other
        };
        finding.message = "worded anew".into();
        let prints = fingerprints(&[finding, other, moved]);
        let (hash, number) = prints[0].split_once(':').unwrap();
        assert_eq!((hash.len(), number), (16, "1"));
        assert_eq!(prints[2], format!("{hash}:2"));
        assert!(prints[1].ends_with(":1") && !prints[1].starts_with(hash));
    }
}
