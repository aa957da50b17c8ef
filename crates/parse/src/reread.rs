//! Decoding a stretch of a saved file again, apart from the reading of the page.
//!
//! The source map says which bytes a run of text was read from. This module reads those bytes on
//! their own, by a shorter way (no tree, no article, no parts of an archive), so that a citation is
//! checked by other code than made it. Of a page with answers the file is all of them, laid end to end.

use annalist_model::{AnswerForm, MediaType, Run, RunForm, Source, TransferEncoding};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};
use html5gum::{Token, Tokenizer};

/// How often the letters of base64 are counted, in bytes.
const COUNTED_EVERY: usize = 4_096;

/// Decodes runs of one saved file again.
#[derive(Debug)]
pub struct Rereader<'f> {
    file: &'f [u8],
    charset: Option<&'static Encoding>,
    media_type: MediaType,
    transfer: TransferEncoding,
    /// Where the page starts in the file.
    start: usize,
    /// Letters of base64 before each stretch of the part.
    letters: Vec<usize>,
    /// The answers of platforms: where each starts, and what it is written in.
    answers: Vec<(usize, AnswerForm)>,
}

impl<'f> Rereader<'f> {
    /// Reads `file` as `source` says that it is written.
    pub fn new(file: &'f [u8], source: &Source) -> Rereader<'f> {
        let transfer = source.part.map_or(TransferEncoding::Identity, |part| part.encoding);
        let start = source.part.map_or(0, |part| part.bytes.range().start);
        let mut letters = Vec::new();
        if transfer == TransferEncoding::Base64 {
            let mut count = 0;
            for stretch in file.get(start..).unwrap_or_default().chunks(COUNTED_EVERY) {
                letters.push(count);
                count += count_letters(stretch);
            }
        }
        Rereader {
            file,
            charset: Encoding::for_label(source.charset.as_bytes()),
            media_type: source.media_type,
            transfer,
            start,
            letters,
            answers: source.answers.iter().map(|it| (it.bytes.range().start, it.form)).collect(),
        }
    }

    /// Decodes the bytes that `run` cites the way it says: letter for letter, or (for
    /// [`RunForm::Whole`]) as one unit, its character references resolved. `None` where the charset is
    /// unknown or the file ends before.
    pub fn read(&self, run: &Run) -> Option<String> {
        let bytes = self.file.get(run.bytes.range())?;
        let before = self.answers.iter().rev();
        let mut before = before.skip_while(|(start, _)| *start > run.bytes.range().start);
        if let Some((_, form)) = before.next() {
            let written = std::str::from_utf8(bytes).ok()?;
            return read_answer(written, *form, run.form);
        }
        let encoding = self.charset?;
        // A string of JSON-LD: the escapes of the script are undone as those of an answer.
        if (encoding, self.transfer) == (UTF_8, TransferEncoding::Identity)
            && run.form != RunForm::Utf8
            && bytes.len() > 1
            && bytes.contains(&b'\\')
            && let Ok(written) = std::str::from_utf8(bytes)
            && let Some(read) = read_answer(written, AnswerForm::Json, run.form)
        {
            return Some(read);
        }
        let written = match (self.transfer, run.form) {
            // What stands in the file as UTF-8 is the text, however the rest of it is written.
            (TransferEncoding::Identity, _) | (_, RunForm::Utf8) => bytes.to_vec(),
            (TransferEncoding::QuotedPrintable, _) => unquote(bytes),
            (TransferEncoding::Base64, _) => {
                letters_to_bytes(bytes, self.letters_before(run.bytes.range().start))
            }
        };
        let text = if encoding == ISO_2022_JP {
            self.read_shifted(run, &written)
        } else {
            encoding.decode_without_bom_handling(&written).0.into_owned()
        };
        let is_markup = run.form == RunForm::Whole && self.media_type == MediaType::Html;
        Some(if is_markup { without_references(&text) } else { text })
    }

    /// Decodes Japanese whose letters are told by the last shift before them.
    fn read_shifted(&self, run: &Run, written: &[u8]) -> String {
        let before = self.file.get(self.start..run.bytes.range().start).unwrap_or_default();
        let shift = match self.transfer {
            TransferEncoding::Identity => last_shift(before),
            _ => likely_shift(run, written),
        };
        let mut decoder = ISO_2022_JP.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(written.len() * 3 + 16);
        let _ = decoder.decode_to_string(shift, &mut text, false);
        // Two shifts with nothing between them are a fault.
        if !before.ends_with(shift) {
            let _ = decoder.decode_to_string(b"00", &mut text, false);
        }
        text.clear();
        // What follows the last character may be half of a shift: that is no fault of its own.
        let is_last = run.bytes.range().end == self.file.len();
        let _ = decoder.decode_to_string(written, &mut text, is_last);
        text
    }

    /// Number of letters of base64 between the start of the part and the byte `at`.
    fn letters_before(&self, at: usize) -> usize {
        let stretch = at.saturating_sub(self.start) / COUNTED_EVERY;
        let from = self.start + stretch * COUNTED_EVERY;
        let before = self.file.get(from..at).unwrap_or_default();
        self.letters.get(stretch).copied().unwrap_or(0) + count_letters(before)
    }
}

/// Decodes a piece of an answer whose strings or elements hold markup.
fn read_answer(written: &str, answer: AnswerForm, form: RunForm) -> Option<String> {
    if form == RunForm::Utf8 {
        return Some(written.to_owned());
    }
    // Half of a character that takes two escapes is none.
    let lone = || written.starts_with("\\u").then(|| "\u{fffd}".to_owned());
    let text = match answer {
        AnswerForm::Json => serde_json::from_str(&format!("\"{written}\"")).ok().or_else(lone)?,
        AnswerForm::Xml => without_references(written),
    };
    Some(if form == RunForm::Whole { without_references(&text) } else { text })
}

/// The shifts into sets of characters that the standard knows.
const SHIFTS: [&[u8]; 5] = [b"\x1b(B", b"\x1b(J", b"\x1b(I", b"\x1b$@", b"\x1b$B"];

/// The last shift in what stands before a run.
fn last_shift(before: &[u8]) -> &[u8] {
    before.windows(3).rev().find(|three| SHIFTS.contains(three)).unwrap_or_default()
}

/// The shift that a run most likely follows, where what stands before it is not at hand.
fn likely_shift(run: &Run, written: &[u8]) -> &'static [u8] {
    match (run.form, written) {
        (RunForm::Fixed(width), _) => {
            let characters = run.bytes.range().len() / usize::from(width.max(1));
            if written.len() == 2 * characters { b"\x1b$B" } else { b"" }
        }
        (RunForm::Whole, [0x21..=0x5f]) => b"\x1b(I",
        _ => b"",
    }
}

/// The text of a piece of markup.
pub(crate) fn without_references(text: &str) -> String {
    let mut plain = String::new();
    for Ok(token) in Tokenizer::new(text) {
        if let Token::String(string) = token {
            // A zero byte is shown as what stands for it.
            plain.push_str(&String::from_utf8_lossy(&string).replace('\0', "\u{fffd}"));
        }
    }
    plain
}

/// Undoes quoted-printable: splits at equals signs.
fn unquote(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.split(|&byte| byte == b'=');
    let mut plain = parts.next().unwrap_or_default().to_vec();
    for part in parts {
        let code = part.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.filter(|code| code.bytes().all(|it| it.is_ascii_hexdigit()));
        let byte = byte.and_then(|code| u8::from_str_radix(code, 16).ok());
        let blanks = part.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let after = &part[blanks..];
        match byte {
            Some(byte) => {
                plain.push(byte);
                plain.extend_from_slice(&part[2..]);
            }
            None if after.starts_with(b"\r\n") => plain.extend_from_slice(&after[2..]),
            None if after.starts_with(b"\n") => plain.extend_from_slice(&after[1..]),
            None => {
                plain.push(b'=');
                plain.extend_from_slice(part);
            }
        }
    }
    plain
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

fn count_letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_letter(byte)).count()
}

/// The whole bytes that letters of base64 hold, where `before` letters stand before them.
fn letters_to_bytes(letters: &[u8], before: usize) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = letters.iter().filter_map(|letter| ALPHABET.iter().position(|it| it == letter));
    let bits = bits.flat_map(|value| (0..6).rev().map(move |bit| value >> bit & 1 == 1));
    // The first letter may end a byte that is not cited.
    let skipped = [0, 2, 4, 0][before % 4];
    let bits: Vec<bool> = bits.skip(skipped).collect();
    let (bytes, _) = bits.as_chunks::<8>();
    bytes.iter().map(|bits| bits.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit))).collect()
}

#[cfg(test)]
mod tests {
    use annalist_model::{ByteRange, SourcePart, Span};

    use super::*;

    fn source(charset: &str, media_type: MediaType, encoding: TransferEncoding) -> Source {
        let document = crate::from_text(None, "a", "x", None).unwrap();
        let bytes = ByteRange::new(0, u32::MAX).unwrap();
        let part = Some(SourcePart { bytes, encoding });
        Source { charset: charset.to_owned(), media_type, part, ..document.source().clone() }
    }

    fn read(bytes: &[u8], source: &Source, form: RunForm) -> Option<String> {
        let run =
            Run { text: Span::EMPTY, bytes: ByteRange::new(0, bytes.len() as u32).unwrap(), form };
        Rereader::new(bytes, source).read(&run)
    }

    #[test]
    fn runs_are_read_as_they_say() {
        let plain = |charset| source(charset, MediaType::Html, TransferEncoding::Identity);
        let html = |bytes: &[u8], charset, form| read(bytes, &plain(charset), form).unwrap();
        assert_eq!(html(b"caf\xe9", "windows-1252", RunForm::Fixed(1)), "café");
        assert_eq!(html(b"&eacute;", "UTF-8", RunForm::Whole), "é");
        assert_eq!(html(b"&amp;", "UTF-8", RunForm::Utf8), "&amp;");
        assert_eq!(html(b"\xff", "UTF-8", RunForm::Whole), "\u{fffd}");
        assert_eq!(html(b"&nbsp;", "UTF-8", RunForm::Whole), "\u{a0}");
        let text = source("UTF-8", MediaType::PlainText, TransferEncoding::Identity);
        assert_eq!(read(b"&amp;", &text, RunForm::Whole).unwrap(), "&amp;");
        assert_eq!(read(b"x", &plain("no-such-charset"), RunForm::Utf8), None);
    }

    #[test]
    fn what_an_archive_did_to_a_page_is_undone() {
        let archive = |encoding| source("UTF-8", MediaType::Html, encoding);
        let quoted = archive(TransferEncoding::QuotedPrintable);
        for (written, form, text) in [
            ("=C3=A9=C3=A8", RunForm::Fixed(6), "éè"),
            ("=C3=\r\n=A9", RunForm::Whole, "é"),
            ("=26amp;", RunForm::Whole, "&"),
            ("a =3D b", RunForm::Utf8, "a =3D b"),
            ("=x=", RunForm::Whole, "=x="),
        ] {
            assert_eq!(read(written.as_bytes(), &quoted, form).unwrap(), text, "{written}");
        }
        let base64 = archive(TransferEncoding::Base64);
        assert_eq!(read(b"SGFy\r\nYm91cg==", &base64, RunForm::Whole).unwrap(), "Harbour");
    }

    #[test]
    fn letters_in_the_middle_are_counted_from_the_start() {
        let base64 = source("UTF-8", MediaType::Html, TransferEncoding::Base64);
        let file = b"SGFyYm91cg==";
        for (range, text) in [(1..4, "ar"), (2..6, "rb"), (4..8, "bou")] {
            let bytes = ByteRange::new(range.start, range.end).unwrap();
            let run = Run { text: Span::EMPTY, bytes, form: RunForm::Whole };
            assert_eq!(Rereader::new(file, &base64).read(&run).unwrap(), text);
        }
    }
}
