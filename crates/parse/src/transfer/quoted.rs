//! Quoted-printable (RFC 2045, section 6.7), as archives of pages really have it.
//!
//! `=E9` is one byte; an equals sign at the end of a line joins the line to the next. An equals sign
//! before anything else stands for itself, and blanks at the end of a line are kept: savers that
//! forget to encode them mean them.

use std::ops::Range;

use annalist_model::{ByteRange, RunForm, TextBuilder};

use super::{push_verbatim, width};

/// Bytes that an escape takes.
const ESCAPE: u32 = 3;

/// The stretches of a page that are written alike, in order and without a gap.
#[derive(Debug)]
pub(crate) struct Stretches(Vec<Stretch>);

/// The page from byte `page` on is written from byte `file` of the file on.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    page: u32,
    file: u32,
    is_escaped: bool,
}

impl Stretch {
    /// Where the byte `at` of the page, which is one of this stretch, starts in the file.
    fn start(self, at: u32) -> u32 {
        self.file + (at - self.page) * if self.is_escaped { ESCAPE } else { 1 }
    }

    /// Where it ends.
    fn end(self, at: u32) -> u32 {
        self.start(at) + if self.is_escaped { ESCAPE } else { 1 }
    }
}

/// What `written`, which starts at byte `start` of the file, stands for.
pub(super) fn decode(written: &[u8], start: usize) -> (Vec<u8>, Stretches) {
    let mut page = Vec::with_capacity(written.len());
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut is_joined = false;
    let mut at = 0;
    while let Some(&byte) = written.get(at) {
        let (value, length) = match unit(byte, &written[at + 1..]) {
            Unit::Byte(value) => (value, 1),
            Unit::Escape(value) => (value, ESCAPE as usize),
            Unit::Join(length) => {
                at += length;
                is_joined = false;
                continue;
            }
        };
        let is_escaped = length > 1;
        let goes_on = is_joined && stretches.last().is_some_and(|it| it.is_escaped == is_escaped);
        if !goes_on {
            let (page, file) = (page.len() as u32, (start + at) as u32);
            stretches.push(Stretch { page, file, is_escaped });
        }
        page.push(value);
        is_joined = true;
        at += length;
    }
    (page, Stretches(stretches))
}

enum Unit {
    /// A byte that stands for itself.
    Byte(u8),
    /// A byte in hex digits.
    Escape(u8),
    /// The end of a line that goes on, of so many bytes.
    Join(usize),
}

/// What `byte`, before `rest`, begins.
fn unit(byte: u8, rest: &[u8]) -> Unit {
    if byte != b'=' {
        return Unit::Byte(byte);
    }
    if let [high, low, ..] = rest
        && let (Some(high), Some(low)) = (hex(*high), hex(*low))
    {
        return Unit::Escape(high << 4 | low);
    }
    // Mail gateways are allowed to add blanks at the end of a line.
    let blanks = rest.iter().take(MOST_BLANKS).take_while(|it| matches!(it, b' ' | b'\t')).count();
    match &rest[blanks..] {
        [b'\r', b'\n', ..] => Unit::Join(1 + blanks + 2),
        [b'\n', ..] => Unit::Join(1 + blanks + 1),
        _ => Unit::Byte(byte),
    }
}

/// Blanks between an equals sign and the end of its line that are looked over. A bound, so that a
/// line of nothing else costs no more than its length.
const MOST_BLANKS: usize = 80;

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}

impl Stretches {
    /// Number of the stretch that the byte `at` of the page is in.
    fn find(&self, at: u32) -> usize {
        self.0.partition_point(|stretch| stretch.page <= at).saturating_sub(1)
    }

    /// Where the byte `at` of the page starts in the file; past the last byte, where that ends.
    pub(super) fn file_bytes(&self, range: Range<u32>) -> (u32, u32) {
        let Some(first) = self.0.get(self.find(range.start)) else { return (0, 0) };
        let start = first.start(range.start);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        let end = last.and_then(|last| Some(self.0.get(self.find(last))?.end(last)));
        (start, end.unwrap_or(start))
    }

    /// Adds `text` to `target`: what stands in the file as it is in one run, a character in
    /// escapes (and one that a line end cuts in two) with so many bytes.
    pub(super) fn push(&self, target: &mut TextBuilder, text: &str, mut at: u32, form: RunForm) {
        let mut index = self.find(at);
        let mut rest = text;
        while let (Some(character), Some(stretch)) = (rest.chars().next(), self.0.get(index)) {
            let end = self.0.get(index + 1).map_or(u32::MAX, |next| next.page);
            if at >= end {
                index += 1;
                continue;
            }
            let (mut taken, mut next) = (character.len_utf8(), at + width(character, form));
            if stretch.is_escaped || next > end {
                let (start, end) = self.file_bytes(at..next);
                push_unit(target, &rest[..taken], start, end);
            } else {
                for character in rest[taken..].chars() {
                    let after = next + width(character, form);
                    if after > end {
                        break;
                    }
                    (taken, next) = (taken + character.len_utf8(), after);
                }
                push_verbatim(target, &rest[..taken], stretch.start(at), form);
            }
            rest = &rest[taken..];
            at = next;
        }
    }
}

/// Adds one character that is written in the bytes from `start` to `end`.
fn push_unit(target: &mut TextBuilder, character: &str, start: u32, end: u32) {
    match u8::try_from(end - start) {
        Ok(width) => target.push_fixed(character, start, width),
        Err(_) => {
            if let Some(bytes) = ByteRange::new(start, end) {
                target.push_whole(character, bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_joined_lines_are_undone() {
        let decoded = |written: &str| String::from_utf8(decode(written.as_bytes(), 0).0).unwrap();
        assert_eq!(decoded("a=3Db"), "a=b");
        assert_eq!(decoded("caf=C3=\r\n=A9"), "café");
        assert_eq!(decoded("one=  \r\n two=\nthree"), "one twothree");
        assert_eq!(decoded("1 = 2, =zz and ="), "1 = 2, =zz and =");
        assert_eq!(decoded("blank \r\nend"), "blank \r\nend");
        assert_eq!(decoded(&"= ".repeat(5_000)), "= ".repeat(5_000));
    }

    #[test]
    fn each_byte_knows_where_it_is_written() {
        let written = b"ab=C3=A9=\r\nz";
        let (page, stretches) = decode(written, 100);
        assert_eq!(page, "abéz".as_bytes());
        for (range, file) in
            [(0..2, (100, 102)), (2..4, (102, 108)), (4..5, (111, 112)), (3..5, (105, 112))]
        {
            assert_eq!(stretches.file_bytes(range.clone()), file, "{range:?}");
        }
        assert_eq!(stretches.file_bytes(2..2), (102, 102));
    }
}
