//! Decoding a stretch of a saved file again, apart from the reading of the page.
//!
//! The source map says which bytes a run of text was read from. This module reads those bytes on
//! their own, by a shorter way (no tree, no article), so that a citation is checked by other code
//! than made it.

use annalist_model::{MediaType, RunForm};
use encoding_rs::{Encoding, ISO_2022_JP};
use html5gum::{Token, Tokenizer};

/// Decodes a stretch of a saved file the way a run of its source map says: letter for letter, or
/// (for [`RunForm::Whole`]) as one unit, its character references resolved. `None` where the
/// charset is unknown.
pub fn reread(bytes: &[u8], charset: &str, media_type: MediaType, form: RunForm) -> Option<String> {
    let encoding = Encoding::for_label(charset.as_bytes())?;
    // The shift into another set of characters stands before the run.
    let shift: &[u8] = match (form, bytes) {
        (RunForm::Fixed(2), _) if encoding == ISO_2022_JP => b"\x1b$B",
        (RunForm::Whole, [0x21..=0x5f]) if encoding == ISO_2022_JP => b"\x1b(I",
        _ => b"",
    };
    let text = encoding.decode_without_bom_handling(&[shift, bytes].concat()).0.into_owned();
    if form != RunForm::Whole || media_type == MediaType::PlainText {
        return Some(text);
    }
    let mut plain = String::new();
    for Ok(token) in Tokenizer::new(&*text) {
        if let Token::String(string) = token {
            // A zero byte is shown as what stands for it.
            plain.push_str(&String::from_utf8_lossy(&string).replace('\0', "\u{fffd}"));
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_read_as_they_say() {
        let html =
            |bytes: &[u8], charset, form| reread(bytes, charset, MediaType::Html, form).unwrap();
        assert_eq!(html(b"caf\xe9", "windows-1252", RunForm::Fixed(1)), "café");
        assert_eq!(html(b"&eacute;", "UTF-8", RunForm::Whole), "é");
        assert_eq!(html(b"&amp;", "UTF-8", RunForm::Utf8), "&amp;");
        assert_eq!(html(b"\xff", "UTF-8", RunForm::Whole), "\u{fffd}");
        assert_eq!(html(b"&nbsp;", "UTF-8", RunForm::Whole), "\u{a0}");
        assert_eq!(
            reread(b"&amp;", "UTF-8", MediaType::PlainText, RunForm::Whole).unwrap(),
            "&amp;"
        );
        assert_eq!(reread(b"x", "no-such-charset", MediaType::Html, RunForm::Utf8), None);
    }
}
