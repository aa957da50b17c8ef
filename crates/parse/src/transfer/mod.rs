//! From the bytes of a page to those of the saved file, where the file is an archive and the page
//! a part of it, or where the words of a comment stand in an answer, with its escapes
//! ([`escapes`]).
//!
//! A page in an archive may be written in quoted-printable ([`quoted`]) or base64 ([`base64`]).
//! Both are undone here, and the way back is kept: whoever cites the page cites the file.

mod base64;
mod escapes;
mod quoted;

use std::borrow::Cow;
use std::ops::Range;

use annalist_model::{ByteRange, RunForm, TextBuilder, TransferEncoding};

use base64::Letters;
use escapes::Escapes;
use quoted::Stretches;

/// The way from a byte of the page to those of the saved file.
#[derive(Debug)]
pub(crate) enum Way {
    /// So many bytes further on.
    Straight(u32),
    Quoted(Stretches),
    Base64(Letters),
    Escaped(Escapes),
}

impl Default for Way {
    fn default() -> Way {
        Way::Straight(0)
    }
}

/// The bytes that `part` of `file` stands for, and the way back to it.
pub(crate) fn undo(
    file: &[u8],
    part: Range<usize>,
    encoding: TransferEncoding,
) -> (Cow<'_, [u8]>, Way) {
    let start = part.start;
    let written = file.get(part).unwrap_or_default();
    match encoding {
        TransferEncoding::Identity => (Cow::Borrowed(written), Way::Straight(start as u32)),
        TransferEncoding::QuotedPrintable => {
            let (bytes, stretches) = quoted::decode(written, start);
            (Cow::Owned(bytes), Way::Quoted(stretches))
        }
        TransferEncoding::Base64 => {
            let (bytes, letters) = base64::decode(written, start);
            (Cow::Owned(bytes), Way::Base64(letters))
        }
    }
}

/// The bytes of the text that a string of JSON stands for, and the way back: `written` is what stands
/// between its quotation marks, from byte `start` of the file on.
pub(crate) fn undo_json(written: &str, start: u32) -> (Vec<u8>, Way) {
    let (bytes, escapes) = escapes::decode(written, start, escapes::JSON);
    (bytes, Way::Escaped(escapes))
}

/// The same for a text of XML.
pub(crate) fn undo_xml(written: &str, start: u32) -> (Vec<u8>, Way) {
    let (bytes, escapes) = escapes::decode(written, start, escapes::XML);
    (bytes, Way::Escaped(escapes))
}

impl Way {
    /// The bytes of the file that the bytes `range` of the page are written in.
    pub(crate) fn file_bytes(&self, range: Range<u32>) -> Option<ByteRange> {
        let (start, end) = match self {
            Way::Straight(offset) => (range.start + offset, range.end + offset),
            Way::Quoted(stretches) => stretches.file_bytes(range),
            Way::Base64(letters) => letters.file_bytes(range),
            Way::Escaped(escapes) => escapes.file_bytes(range),
        };
        ByteRange::new(start, end)
    }

    /// Adds `text`, which was decoded from the bytes of the page from `at` on, to `target`: as UTF-8,
    /// or with a fixed number of bytes for each character.
    pub(crate) fn push(&self, target: &mut TextBuilder, text: &str, at: u32, form: RunForm) {
        match self {
            Way::Straight(offset) => push_verbatim(target, text, at + offset, form),
            Way::Quoted(stretches) => stretches.push(target, text, at, form),
            Way::Base64(letters) => letters.push(target, text, at, form),
            Way::Escaped(escapes) => escapes.push(target, text, at),
        }
    }
}

/// Adds text whose bytes stand in the file as they are.
fn push_verbatim(target: &mut TextBuilder, text: &str, at: u32, form: RunForm) {
    match form {
        RunForm::Fixed(width) => target.push_fixed(text, at, width),
        RunForm::Utf8 | RunForm::Whole => target.push_utf8(text, at),
    }
}

/// Bytes of the page that `character` was decoded from.
fn width(character: char, form: RunForm) -> u32 {
    match form {
        RunForm::Fixed(width) => u32::from(width),
        RunForm::Utf8 | RunForm::Whole => character.len_utf8() as u32,
    }
}
