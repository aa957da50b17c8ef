//! The words of a text node, white space folded, each piece with the bytes that it came from.

use std::ops::Range;

use annalist_model::{ByteRange, TextBuilder};

use crate::page::Page;

const SOFT_HYPHEN: char = '\u{AD}';

/// White space between two words, which is written once the second one comes.
#[derive(Clone, Debug)]
pub(super) struct Blank {
    place: Range<usize>,
    /// Whether it is one plain blank in the source.
    is_plain: bool,
}

/// Writes the words of a text node. `blank` is white space that stood before it; what stands
/// behind its last word is left there.
pub(super) fn write(
    page: &Page<'_>,
    node: usize,
    is_preformatted: bool,
    blank: &mut Option<Blank>,
    text: &mut TextBuilder,
) {
    for (part, place, is_verbatim) in page.pieces(node) {
        let piece = Piece { page, part, place, is_verbatim };
        if is_preformatted {
            piece.push(0..part.len(), text);
        } else {
            piece.push_folded(blank, text);
        }
    }
}

/// Writes a sign that is no text on the page but the value of an attribute, which stands at `bytes`.
pub(super) fn write_sign(
    page: &Page<'_>,
    sign: &str,
    bytes: ByteRange,
    blank: &mut Option<Blank>,
    text: &mut TextBuilder,
) {
    if let Some(blank) = blank.take() {
        Piece { page, part: "", place: 0..0, is_verbatim: false }.push_blank(blank, text);
    }
    text.push_whole(sign, bytes);
}

/// A stretch of a text node, and the stretch of the decoded page that it stands in.
struct Piece<'p> {
    page: &'p Page<'p>,
    part: &'p str,
    place: Range<usize>,
    /// Whether the page holds it letter for letter.
    is_verbatim: bool,
}

impl Piece<'_> {
    fn push_folded(&self, blank: &mut Option<Blank>, text: &mut TextBuilder) {
        let mut at = 0;
        while at < self.part.len() {
            let rest = &self.part[at..];
            let white = rest.len() - rest.trim_start().len();
            if white > 0 {
                let is_plain = self.is_verbatim && &rest[..white] == " ";
                blank.get_or_insert(Blank { place: self.place_of(at..at + white), is_plain });
                at += white;
                continue;
            }
            if let Some(blank) = blank.take() {
                self.push_blank(blank, text);
            }
            let length = words_length(rest);
            self.push(at..at + length, text);
            at += length;
        }
    }

    /// Writes one blank for white space, unless a block or a line opens with it.
    fn push_blank(&self, blank: Blank, text: &mut TextBuilder) {
        let is_inside = text.open_text().chars().next_back().is_some_and(|it| !it.is_whitespace());
        if !is_inside {
            return;
        }
        if blank.is_plain {
            self.page.decoded.push_to(text, blank.place);
        } else if let Some(bytes) = self.page.decoded.bytes_of(blank.place) {
            text.push_whole(" ", bytes);
        }
    }

    /// Writes words without the soft hyphens in them, which say where a word may be parted and are
    /// no part of it.
    fn push(&self, range: Range<usize>, text: &mut TextBuilder) {
        let mut start = range.start;
        for (at, hyphen) in self.part[range.clone()].match_indices(SOFT_HYPHEN) {
            self.push_whole(start..range.start + at, text);
            start = range.start + at + hyphen.len();
        }
        self.push_whole(start..range.end, text);
    }

    fn push_whole(&self, range: Range<usize>, text: &mut TextBuilder) {
        if range.is_empty() {
            return;
        }
        let place = self.place_of(range.clone());
        if self.is_verbatim {
            self.page.decoded.push_to(text, place);
        } else if let Some(bytes) = self.page.decoded.bytes_of(place) {
            text.push_whole(&self.part[range], bytes);
        }
    }

    fn place_of(&self, range: Range<usize>) -> Range<usize> {
        if self.is_verbatim {
            self.place.start + range.start..self.place.start + range.end
        } else {
            self.place.clone()
        }
    }
}

/// How far `rest` goes on in words parted by single plain blanks.
fn words_length(rest: &str) -> usize {
    let word = |from: &str| from.find(char::is_whitespace).unwrap_or(from.len());
    let mut end = word(rest);
    while rest[end..].starts_with(' ') {
        let after = &rest[end + 1..];
        if after.is_empty() || after.starts_with(char::is_whitespace) {
            break;
        }
        end += 1 + word(after);
    }
    end
}
