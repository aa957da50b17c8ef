//! Texts with escapes, of JSON (RFC 8259, section 7) and of XML (its five names, and numbers): what an
//! escape stands for, and where it stands.

use std::ops::Range;

use annalist_model::TextBuilder;

/// The stretches of a string that are written alike, in order and without a gap.
#[derive(Debug)]
pub(crate) struct Escapes(Vec<Stretch>);

/// The text from byte `text` on is written from byte `file` of the file on: as it is, or as one escape
/// of `escape` bytes.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    text: u32,
    file: u32,
    escape: Option<u8>,
}

impl Stretch {
    /// Where the byte `at` of the text, which is one of this stretch, starts in the file.
    fn start(self, at: u32) -> u32 {
        self.file + if self.escape.is_some() { 0 } else { at - self.text }
    }

    /// Where it ends.
    fn end(self, at: u32) -> u32 {
        match self.escape {
            Some(length) => self.file + u32::from(length),
            None => self.start(at) + 1,
        }
    }
}

/// A way to escape: the sign that each escape starts with, and what one at the start of a text stands
/// for, with its length.
#[derive(Clone, Copy)]
pub(super) struct Escaping {
    sign: char,
    read: fn(&str) -> (char, u8),
}

/// Strings of JSON. Half of a character that is written in two escapes stands for U+FFFD, and so does an
/// escape that is none.
pub(super) const JSON: Escaping = Escaping { sign: '\\', read: json };

/// Text of XML. What is no reference stands for itself.
pub(super) const XML: Escaping = Escaping { sign: '&', read: xml };

/// What `written`, which starts at byte `start` of the file, stands for.
pub(super) fn decode(written: &str, start: u32, escaping: Escaping) -> (Vec<u8>, Escapes) {
    let mut text = String::with_capacity(written.len());
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let (file, from) = (start + at as u32, text.len() as u32);
        let plain = rest.find(escaping.sign).unwrap_or(rest.len());
        if plain > 0 {
            stretches.push(Stretch { text: from, file, escape: None });
            text.push_str(&rest[..plain]);
            at += plain;
            continue;
        }
        let (character, length) = (escaping.read)(rest);
        stretches.push(Stretch { text: from, file, escape: Some(length) });
        text.push(character);
        at += usize::from(length);
    }
    (text.into_bytes(), Escapes(stretches))
}

/// The character that the escape at the start of `rest` stands for, and how many bytes it takes.
fn json(rest: &str) -> (char, u8) {
    let simple = match rest.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return code_point(rest),
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (simple, 2)
}

fn code_point(rest: &str) -> (char, u8) {
    let Some(first) = unit(rest) else { return (char::REPLACEMENT_CHARACTER, 2) };
    let second = rest.get(6..).and_then(unit);
    let units = [first].into_iter().chain(second.filter(|_| (0xd800..0xdc00).contains(&first)));
    match char::decode_utf16(units).next() {
        Some(Ok(character)) if u32::from(character) > 0xffff => (character, 12),
        Some(Ok(character)) => (character, 6),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// The number in `\uXXXX`.
fn unit(rest: &str) -> Option<u16> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| are_digits)
}

/// The same for a reference of XML.
fn xml(rest: &str) -> (char, u8) {
    // The longest, `&#x10FFFF;`, and some zeros before the number.
    const LONGEST: usize = 16;
    let itself = ('&', 1);
    let Some(end) = rest.bytes().take(LONGEST).position(|byte| byte == b';') else { return itself };
    let Some(name) = rest.get(1..end) else { return itself };
    let number = |digits: &str, radix| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u32::from_str_radix(digits, radix).ok().filter(|_| is_number).and_then(char::from_u32)
    };
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (None, Some(digits)) => number(digits, 10),
            (None, None) => None,
        },
    };
    character.map_or(itself, |character| (character, end as u8 + 1))
}

impl Escapes {
    /// Number of the stretch that the byte `at` of the text is in.
    fn find(&self, at: u32) -> usize {
        self.0.partition_point(|stretch| stretch.text <= at).saturating_sub(1)
    }

    /// Where the bytes `range` of the text are written in the file.
    pub(super) fn file_bytes(&self, range: Range<u32>) -> (u32, u32) {
        let Some(first) = self.0.get(self.find(range.start)) else { return (0, 0) };
        let start = first.start(range.start);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        let end = last.and_then(|last| Some(self.0.get(self.find(last))?.end(last)));
        (start, end.unwrap_or(start))
    }

    /// Adds `text`, which starts at byte `at` of the string, to `target`: what stands in the file as it
    /// is in one run, an escape as a character of so many bytes.
    pub(super) fn push(&self, target: &mut TextBuilder, text: &str, mut at: u32) {
        let mut rest = text;
        let mut index = self.find(at);
        while let Some(stretch) = self.0.get(index).filter(|_| !rest.is_empty()) {
            let next = self.0.get(index + 1).map_or(u32::MAX, |next| next.text);
            let length = (next.saturating_sub(at) as usize).min(rest.len());
            let Some((part, left)) = rest.split_at_checked(length) else { return };
            match stretch.escape {
                Some(width) => target.push_fixed(part, stretch.file, width),
                None => target.push_utf8(part, stretch.start(at)),
            }
            rest = left;
            at += length as u32;
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use annalist_model::{BlockKind, Owner};

    use super::*;

    #[test]
    fn escapes_are_undone() {
        let decoded = |written: &str| String::from_utf8(decode(written, 0, JSON).0).unwrap();
        assert_eq!(decoded(r#"a\"b\\c\/d\n"#), "a\"b\\c/d\n");
        assert_eq!(decoded(r"caf\u00e9 \ud83d\ude00"), "café 😀");
        assert_eq!(decoded(r"\ud83d x \ude00"), "\u{fffd} x \u{fffd}");
        assert_eq!(decoded(r"\ud83d\u0041"), "\u{fffd}A");
        assert_eq!(decoded(r"\u+123 \x"), "\u{fffd}+123 \u{fffd}x");
        assert_eq!(decoded("plain é"), "plain é");
    }

    #[test]
    fn references_are_undone() {
        let decoded = |written: &str| String::from_utf8(decode(written, 0, XML).0).unwrap();
        assert_eq!(decoded("&lt;p&gt;a &amp;amp; b&quot;&apos;"), "<p>a &amp; b\"'");
        assert_eq!(decoded("caf&#233; &#x1F600;"), "café 😀");
        for kept in ["&", "& b;", "&nbsp;", "&#;", "&#x110000;", "&#+1;", "&é;", "&amp"] {
            assert_eq!(decoded(kept), kept);
        }
    }

    #[test]
    fn each_character_knows_where_it_is_written() {
        let (text, escapes) = decode(r"ab\u00e9\ud83d\ude00é", 100, JSON);
        assert_eq!(text, "abé😀é".as_bytes());
        for (range, file) in
            [(0..2, (100, 102)), (2..4, (102, 108)), (4..8, (108, 120)), (8..10, (120, 122))]
        {
            assert_eq!(escapes.file_bytes(range.clone()), file, "{range:?}");
        }
        let mut target = TextBuilder::default();
        target.begin(BlockKind::Paragraph, Owner::Article);
        escapes.push(&mut target, "bé😀é", 1);
        let (text, _, map) = target.finish();
        assert_eq!(text, "bé😀é");
        let bytes: Vec<_> = map.runs().iter().map(|run| run.bytes.range()).collect();
        assert_eq!(bytes, [101..102, 102..108, 108..120, 120..122]);
    }
}
