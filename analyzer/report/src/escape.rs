//! Making analysed text safe to show: whatever could move a cursor, change a colour, hide text or turn its direction
//! is replaced by one visible character, so that columns stay what they are.

use std::borrow::Cow;

/// The text with every character that does not simply stand for itself replaced by a visible one. A tab stays a tab.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible).collect())
    }
}

/// The visible stand-in of a character: itself when it is harmless.
pub fn visible(c: char) -> char {
    match c {
        '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' => REPLACED,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => REPLACED,
        '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{e0000}'..='\u{e0fff}' => REPLACED,
        _ => c,
    }
}

const REPLACED: char = char::REPLACEMENT_CHARACTER;

/// At most `limit` characters of the text, the rest as an ellipsis.
pub fn clipped(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(shown("naïve\t漢字 `x`"), Cow::Borrowed(_)));
    }

    #[test]
    fn escapes_line_ends_and_direction_overrides_become_visible() {
        assert_eq!(shown("a\u{1b}[31mb\r\n\u{7f}"), "a␛[31mb␍␊␡");
        assert_eq!(shown("x\u{202e}y\u{2066}z\u{85}"), "x\u{fffd}y\u{fffd}z\u{fffd}");
    }

    #[test]
    fn every_character_keeps_its_place() {
        let text = "\u{0}\u{200b}é\u{e0041}";
        assert_eq!(shown(text).chars().count(), text.chars().count());
    }

    #[test]
    fn clipping_counts_characters() {
        assert_eq!(clipped("éé", 2), "éé");
        assert_eq!(clipped("ééé", 2), "éé…");
    }
}
