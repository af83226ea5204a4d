//! Reading one file, whatever is in it.

use std::io::Read;
use std::path::Path;

/// Files larger than this are not source that a person wrote.
pub(crate) const LARGEST: u64 = 8 << 20;

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub text: String,
    /// Whether bytes had to be replaced.
    pub lossy: bool,
}

/// Why a file has no text for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Larger than [`LARGEST`].
    TooLarge,
    /// Holds NUL bytes.
    Binary,
    /// The system would not give it; why.
    Unreadable(String),
}

/// Reads and decodes a file: UTF-8, or UTF-16 with a byte order mark.
pub(crate) fn read(path: &Path) -> Result<Text, Trouble> {
    let unreadable = |error: std::io::Error| Trouble::Unreadable(error.to_string());
    // A pipe or device named like source would never end.
    let metadata = path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Trouble::Unreadable("not a regular file".into()));
    }
    // One more than the file holds, so that its end is seen without growing.
    let expected = metadata.len().min(LARGEST) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        Err(Trouble::TooLarge)
    } else {
        decode(bytes)
    }
}

fn decode(bytes: Vec<u8>) -> Result<Text, Trouble> {
    let wide = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        Some([0xfe, 0xff]) => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = wide {
        let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut lossy = bytes.len() % 2 == 1;
        let text: String = char::decode_utf16(units)
            .map(|c| {
                c.unwrap_or_else(|_| {
                    lossy = true;
                    char::REPLACEMENT_CHARACTER
                })
            })
            .collect();
        return if text.contains('\0') {
            Err(Trouble::Binary)
        } else {
            Ok(Text { text, lossy })
        };
    }
    if bytes.contains(&0) {
        return Err(Trouble::Binary);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Text { text, lossy: false }),
        Err(error) => Ok(Text {
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            lossy: true,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn decodes_what_editors_write() {
        let utf16: Vec<u8> = "\u{feff}é𝄞".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            decode(utf16),
            Ok(Text {
                text: "é𝄞".into(),
                lossy: false
            })
        );
        let big: Vec<u8> = "\u{feff}x".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            decode(big),
            Ok(Text {
                text: "x".into(),
                lossy: false
            })
        );
        assert_eq!(
            decode(b"\xef\xbb\xbfa".to_vec()),
            Ok(Text {
                text: "\u{feff}a".into(),
                lossy: false
            })
        );
        assert_eq!(
            decode(b"caf\xe9".to_vec()),
            Ok(Text {
                text: "caf\u{fffd}".into(),
                lossy: true
            })
        );
        assert_eq!(decode(b"a\0b".to_vec()), Err(Trouble::Binary));
    }

    #[test]
    fn large_and_missing_files_are_told_apart() {
        let scratch = Scratch::new();
        let large = scratch.write("large.py", &"x".repeat(usize::try_from(LARGEST).unwrap() + 1));
        assert_eq!(read(&large), Err(Trouble::TooLarge));
        assert!(matches!(
            read(&scratch.root().join("none.py")),
            Err(Trouble::Unreadable(_))
        ));
        assert!(matches!(read(scratch.root()), Err(Trouble::Unreadable(_))));
    }
}
