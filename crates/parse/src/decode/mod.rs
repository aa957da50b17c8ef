//! Bytes to text, with the way back.
//!
//! The order is that of browsers: byte order mark, transport, declaration in the page, guess
//! (WHATWG Encoding Standard; `chardetng` guesses as Firefox does). A declaration that the bytes
//! contradict is overruled and said so ([`charset`]). Then the bytes are decoded piece by piece, so
//! that each stretch of the text knows its own ([`steps`]).

mod charset;
mod steps;

use std::ops::Range;

use annalist_model::{ByteRange, Code, Diagnostic, RunForm, TextBuilder};
use encoding_rs::{Encoding, UTF_8};

use crate::transfer::Way;

/// The text of a page, and for each stretch of it the bytes that it was decoded from.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) charset: &'static Encoding,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pieces: Vec<Piece>,
    /// From the bytes that were decoded to those of the saved file.
    way: Way,
}

/// Text from `text` on was decoded from the bytes from `bytes` on, up to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: u32,
    bytes: u32,
    form: RunForm,
}

/// Decodes `bytes`; `transport` is the label of a charset given from outside, `way` leads from
/// `bytes` to the saved file.
pub(crate) fn decode(bytes: &[u8], transport: Option<&str>, way: Way) -> Decoded {
    let mut diagnostics = Vec::new();
    let utf8 = std::str::from_utf8(bytes).ok();
    let (charset, skip) = charset::choose(bytes, utf8.is_some(), transport, &mut diagnostics);
    let mut decoding = steps::Decoding::default();
    match utf8.and_then(|text| text.get(skip..)).filter(|_| charset == UTF_8) {
        Some(text) => decoding.take_utf8(text, skip),
        None => decoding.run(bytes, skip, charset),
    }
    if decoding.replaced > 0 {
        diagnostics.push(Diagnostic::new(
            Code::BytesUndecodable,
            format!(
                "{} places hold bytes that are no {}; each reads as U+FFFD",
                decoding.replaced,
                charset.name()
            ),
        ));
    }
    Decoded { text: decoding.text, charset, diagnostics, pieces: decoding.pieces, way }
}

impl Decoded {
    /// Adds the stretch `range` of the decoded text to `target`, with the bytes it came from.
    pub(crate) fn push_to(&self, target: &mut TextBuilder, range: Range<usize>) {
        let mut start = range.start;
        let mut index = self.piece_at(start);
        while start < range.end {
            let Some(piece) = self.pieces.get(index) else { return };
            let next =
                self.pieces.get(index + 1).map_or(self.text.len(), |next| next.text as usize);
            let end = next.min(range.end);
            let Some(text) = self.text.get(start..end) else { return };
            match piece.form {
                RunForm::Utf8 | RunForm::Fixed(_) => {
                    self.way.push(target, text, self.byte_at(start), piece.form);
                }
                RunForm::Whole => {
                    if let Some(bytes) = self.way.file_bytes(piece.bytes..self.byte_at(next)) {
                        target.push_whole(text, bytes);
                    }
                }
            }
            start = end;
            index += 1;
        }
    }

    /// The bytes of the saved file that the stretch `range` of the decoded text came from.
    pub(crate) fn bytes_of(&self, range: Range<usize>) -> Option<ByteRange> {
        self.way.file_bytes(self.byte_at(range.start)..self.byte_at(range.end))
    }

    fn piece_at(&self, offset: usize) -> usize {
        self.pieces.partition_point(|piece| piece.text as usize <= offset).saturating_sub(1)
    }

    /// The decoded byte that the character at `offset` of the text starts at.
    fn byte_at(&self, offset: usize) -> u32 {
        let Some(piece) = self.pieces.get(self.piece_at(offset)) else { return 0 };
        let start = piece.text as usize;
        let skip = match piece.form {
            RunForm::Utf8 => offset - start,
            RunForm::Fixed(1) if self.is_ascii_piece(start..offset) => offset - start,
            RunForm::Fixed(width) => {
                let before = self.text.get(start..offset).map_or(0, |text| text.chars().count());
                usize::from(width) * before
            }
            RunForm::Whole => 0,
        };
        piece.bytes + skip as u32
    }

    fn is_ascii_piece(&self, range: Range<usize>) -> bool {
        self.text.as_bytes().get(range).is_some_and(<[u8]>::is_ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], transport: Option<&str>) -> Decoded {
        super::decode(bytes, transport, Way::default())
    }

    fn check(bytes: &[u8], charset: &str, text: &str) -> Decoded {
        let decoded = decode(bytes, None);
        assert_eq!((decoded.charset.name(), decoded.text.as_str()), (charset, text));
        decoded
    }

    #[test]
    fn a_mark_a_declaration_and_a_guess_are_followed_in_this_order() {
        check("\u{feff}<meta charset=latin1>é".as_bytes(), "UTF-8", "<meta charset=latin1>é");
        check(
            b"<meta charset=windows-1252>\x93caf\xe9\x94",
            "windows-1252",
            "<meta charset=windows-1252>“café”",
        );
        check(
            b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\xf0",
            "KOI8-R",
            "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>П",
        );
        check("plain é".as_bytes(), "UTF-8", "plain é");
        check(
            &"<p>text é</p>".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            "UTF-16LE",
            "<p>text é</p>",
        );
    }

    #[test]
    fn a_declaration_that_lies_is_overruled_and_named() {
        let page = check(
            "<meta charset=iso-8859-1>naïve".as_bytes(),
            "UTF-8",
            "<meta charset=iso-8859-1>naïve",
        );
        assert_eq!(page.diagnostics[0].code, Code::CharsetUnknown);
        let page = decode(b"<meta charset=utf-8>caf\xe9 na\xefve d\xe9j\xe0 vu", None);
        assert_eq!(page.charset.name(), "windows-1252");
        let mostly = "<meta charset=iso-8859-1>Grüße, Jürgen Öttl! ".repeat(8).into_bytes();
        let page = decode(&[&mostly[..], b"\xff"].concat(), None);
        assert_eq!(page.charset.name(), "UTF-8");
        let page = decode(
            b"<meta name=description content='How charset=koi8-r broke the web'>caf\xe9",
            None,
        );
        assert_eq!(
            (page.charset.name(), page.diagnostics[0].code),
            ("windows-1252", Code::CharsetGuessed)
        );
        let page = decode(b"<meta charset=hz-gb-2312>caf\xe9", None);
        assert_eq!(page.charset.name(), "windows-1252");
        let page = decode(b"<meta charset=klingon>caf\xe9", None);
        assert!(page.diagnostics[0].message.contains("“klingon”"));
    }

    #[test]
    fn every_character_knows_its_bytes() {
        let utf16: Vec<u8> = "aé\u{1F600}z".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xfe, 0xff][..], &utf16].concat();
        let sjis = [&b"<meta charset=shift_jis>a"[..], &[0x93, 0xfa], b"b"].concat();
        let kana = b"<meta charset=iso-2022-jp>a\x1b$BF|K\\\x1b(I16\x1b(Bz".to_vec();
        for (offset, character) in decode(&kana, None).text.char_indices() {
            let decoded = decode(&kana, None);
            let mut text = TextBuilder::default();
            text.begin(annalist_model::BlockKind::Paragraph, annalist_model::Owner::Article);
            decoded.push_to(&mut text, offset..offset + character.len_utf8());
            let (text, _, map) = text.finish();
            let of_text = crate::from_text(None, "a", "x", None).unwrap();
            let mut source = of_text.source().clone();
            source.charset = "ISO-2022-JP".to_owned();
            let again = crate::Rereader::new(&kana, &source);
            for run in map.runs() {
                assert_eq!(again.read(run).as_deref(), Some(text.as_str()));
            }
        }
        let torn = b"<meta charset=utf-8>\xc3\xa9\xc3\xa9 \xff \xe2\x82!".to_vec();
        for bytes in [marked, sjis, torn] {
            let decoded = decode(&bytes, None);
            for (offset, character) in decoded.text.char_indices() {
                let range = decoded.bytes_of(offset..offset + character.len_utf8()).unwrap();
                let (again, _) = decoded.charset.decode_without_bom_handling(&bytes[range.range()]);
                assert_eq!(again, character.to_string(), "at {offset} of {:?}", decoded.text);
            }
        }
    }
}
