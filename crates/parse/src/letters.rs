//! Letters compared as words are: in lower case, and without making a new text for most of them.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use annalist_tables::{DataError, DataFile};

/// Finds any of the words of a data file in one pass over a text.
#[derive(Debug)]
pub(crate) struct Finder(AhoCorasick);

impl Finder {
    /// Finds `words`, which are those of `file`, in lower case.
    pub(crate) fn new(
        file: DataFile,
        words: impl IntoIterator<Item = &'static str>,
    ) -> Result<Finder, DataError> {
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(words);
        automaton.map(Finder).map_err(|error| file.error(1, error.to_string()))
    }

    /// Whether one of the words stands in `text`, in any case.
    pub(crate) fn finds_any(&self, text: &str) -> bool {
        self.0.is_match(text) || !text.is_ascii() && self.0.is_match(&text.to_lowercase())
    }
}

/// Whether `part` reads as `word`, which is in lower case.
pub(crate) fn lowers_to(part: &str, word: &str) -> bool {
    part.eq_ignore_ascii_case(word)
        || !part.is_ascii() && part.chars().flat_map(char::to_lowercase).eq(word.chars())
}

/// Bytes of the words of a text.
pub(crate) fn letters(text: &str) -> usize {
    if text.is_ascii() {
        return count(text.as_bytes(), |byte| !is_blank(byte));
    }
    text.split_whitespace().map(str::len).sum()
}

/// How many of `bytes` are such: counted many at a time, as sums of 255, which fit a byte.
pub(crate) fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    let sum = |part: &[u8]| part.iter().map(|byte| u8::from(is_such(*byte))).sum::<u8>();
    bytes.chunks(255).map(|part| usize::from(sum(part))).sum()
}

/// Bytes up to the first white space.
pub(crate) fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(plain) = bytes[at..].iter().position(|byte| *byte <= b' ' || !byte.is_ascii()) {
        at += plain;
        match text[at..].chars().next().filter(|character| !character.is_whitespace()) {
            Some(character) => at += character.len_utf8(),
            None => return at,
        }
    }
    bytes.len()
}

/// Bytes up to the first white space that is no single blank between two words.
pub(crate) fn words_length(text: &str) -> usize {
    let mut end = word_length(text);
    while let Some(after) = text[end..].strip_prefix(' ') {
        match word_length(after) {
            0 => break,
            length => end += 1 + length,
        }
    }
    end
}

/// Bytes of white space that a text starts with: pages are indented, and most of it is ASCII.
pub(crate) fn blank_length(text: &str) -> usize {
    let plain = text.bytes().take_while(|byte| is_blank(*byte)).count();
    match text.as_bytes().get(plain) {
        Some(byte) if !byte.is_ascii() => text.len() - text[plain..].trim_start().len(),
        _ => plain,
    }
}

/// Whether an ASCII character is white space.
fn is_blank(byte: u8) -> bool {
    byte == b' ' || (b'\t'..=b'\r').contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_folded_in_any_script() {
        assert!(lowers_to("Ödland", "ödland"));
        assert!(lowers_to("SAYS", "says"));
        assert!(!lowers_to("says", "say"));
    }

    #[test]
    fn white_space_is_any_that_text_has() {
        for text in ["", "a", " \n\ta", " \u{a0} b", "\u{3000}", " é"] {
            assert_eq!(blank_length(text), text.len() - text.trim_start().len(), "{text:?}");
        }
    }

    #[test]
    fn single_blanks_part_words() {
        for (text, length) in [("a b  c", 3), ("a b", 3), ("a ", 1), ("a\u{a0}b", 1)] {
            assert_eq!(words_length(text), length, "{text:?}");
        }
    }

    #[test]
    fn white_space_of_any_kind_ends_a_word() {
        for (text, length) in [("", 0), ("a", 1), ("é\u{a0}b", 2), ("漢字\tx", 6), (" a", 0)] {
            assert_eq!(word_length(text), length, "{text:?}");
        }
        for character in (0..0x3100).filter_map(char::from_u32) {
            let is_word = word_length(character.to_string().as_str()) > 0;
            assert_eq!(is_word, !character.is_whitespace(), "{character:?}");
            let text = format!("a{character}b");
            let words: usize = text.split_whitespace().map(str::len).sum();
            assert_eq!(letters(&text), words, "{character:?}");
        }
    }
}
