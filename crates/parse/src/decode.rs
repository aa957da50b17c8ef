//! Bytes to text, with the way back.
//!
//! The order is that of browsers: byte order mark, transport, declaration in the page, guess
//! (WHATWG Encoding Standard; `chardetng` guesses as Firefox does). A declaration that the bytes
//! contradict is overruled and said so.

use std::ops::Range;

use annalist_model::{ByteRange, Code, Diagnostic, RunForm, TextBuilder};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// How far into a page its own declaration is looked for. Browsers stop at 1,024 bytes; savers
/// that write a note or inline a style sheet push it further back.
const DECLARATION_WITHIN: usize = 64 * 1024;

/// So many faults do not yet speak against a page's own word.
const FEW_FAULTS: usize = 2;

/// How much of a page the guess looks at.
const GUESS_WITHIN: usize = 512 * 1024;

/// The text of a page, and for each stretch of it the bytes that it was decoded from.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) charset: &'static Encoding,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pieces: Vec<Piece>,
}

/// Text from `text` on was decoded from the bytes from `bytes` on, up to the next piece.
#[derive(Clone, Copy, Debug)]
struct Piece {
    text: u32,
    bytes: u32,
    form: RunForm,
}

/// Decodes `bytes`; `transport` is the label of a charset given from outside.
pub(crate) fn decode(bytes: &[u8], transport: Option<&str>) -> Decoded {
    let mut diagnostics = Vec::new();
    let (charset, skip) = choose_charset(bytes, transport, &mut diagnostics);
    let mut decoding = Decoding::default();
    decoding.run(bytes, skip, charset);
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
    Decoded { text: decoding.text, charset, diagnostics, pieces: decoding.pieces }
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
                RunForm::Utf8 => target.push_utf8(text, self.byte_at(start)),
                RunForm::Fixed(width) => target.push_fixed(text, self.byte_at(start), width),
                RunForm::Whole => {
                    if let Some(bytes) = ByteRange::new(piece.bytes, self.byte_at(next)) {
                        target.push_whole(text, bytes);
                    }
                }
            }
            start = end;
            index += 1;
        }
    }

    /// The bytes that the stretch `range` of the decoded text came from.
    pub(crate) fn bytes_of(&self, range: Range<usize>) -> Option<ByteRange> {
        ByteRange::new(self.byte_at(range.start), self.byte_at(range.end))
    }

    fn piece_at(&self, offset: usize) -> usize {
        self.pieces.partition_point(|piece| piece.text as usize <= offset).saturating_sub(1)
    }

    /// The byte that the character at `offset` of the decoded text starts at.
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

#[derive(Default)]
struct Decoding {
    text: String,
    pieces: Vec<Piece>,
    replaced: usize,
}

/// A piece of one width is started anew after this much text, so that finding a byte in it stays
/// a short scan.
const PIECE_LENGTH: usize = 1024;

impl Decoding {
    fn run(&mut self, bytes: &[u8], skip: usize, charset: &'static Encoding) {
        let rest = &bytes[skip..];
        if charset == UTF_8 {
            self.run_utf8(rest, skip);
        } else if charset == UTF_16LE || charset == UTF_16BE {
            self.run_utf16(rest, skip, charset == UTF_16BE);
        } else if charset.is_single_byte() {
            self.run_single_byte(rest, skip, charset);
        } else {
            self.run_stepwise(rest, skip, charset);
        }
        // The end of the text maps to the end of the bytes.
        self.mark(self.text.len(), bytes.len(), RunForm::Whole);
    }

    fn run_utf8(&mut self, bytes: &[u8], skip: usize) {
        let mut at = skip;
        for chunk in bytes.utf8_chunks() {
            if !chunk.valid().is_empty() {
                self.mark(self.text.len(), at, RunForm::Utf8);
                self.text.push_str(chunk.valid());
                at += chunk.valid().len();
            }
            if !chunk.invalid().is_empty() {
                self.replace(at);
                at += chunk.invalid().len();
            }
        }
    }

    fn run_utf16(&mut self, bytes: &[u8], skip: usize, big_endian: bool) {
        let unit = |pair: &[u8; 2]| {
            if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) }
        };
        let (pairs, odd) = bytes.as_chunks::<2>();
        let mut at = skip;
        for decoded in char::decode_utf16(pairs.iter().map(unit)) {
            match decoded {
                Ok(character) => {
                    let width = 2 * character.len_utf16();
                    self.push_char(character, at, width as u8);
                    at += width;
                }
                Err(_) => {
                    self.replace(at);
                    at += 2;
                }
            }
        }
        if !odd.is_empty() {
            self.replace(at);
        }
    }

    fn run_single_byte(&mut self, bytes: &[u8], skip: usize, charset: &'static Encoding) {
        for (index, chunk) in bytes.chunks(PIECE_LENGTH).enumerate() {
            self.mark(self.text.len(), skip + index * PIECE_LENGTH, RunForm::Fixed(1));
            let (text, _) = charset.decode_without_bom_handling(chunk);
            self.replaced += text.matches(char::REPLACEMENT_CHARACTER).count();
            self.text.push_str(&text);
        }
    }

    /// Charsets of several bytes a character: fed a byte at a time, so that each character is
    /// known to come from the bytes since the last.
    fn run_stepwise(&mut self, bytes: &[u8], skip: usize, charset: &'static Encoding) {
        let stateless = charset != ISO_2022_JP;
        let mut decoder = charset.new_decoder_without_bom_handling();
        let mut buffer = String::with_capacity(32);
        let mut start = 0;
        for index in 0..bytes.len() {
            let byte = bytes[index];
            if stateless && start == index && byte.is_ascii() {
                self.push_char(char::from(byte), skip + index, 1);
                start = index + 1;
                continue;
            }
            buffer.clear();
            let last = index + 1 == bytes.len();
            let _ = decoder.decode_to_string(&bytes[index..=index], &mut buffer, last);
            if buffer.is_empty() {
                continue;
            }
            self.push_group(&buffer, skip + start, index + 1 - start);
            start = index + 1;
        }
    }

    fn push_group(&mut self, group: &str, at: usize, width: usize) {
        let mut characters = group.chars();
        match (characters.next(), characters.next()) {
            (Some(char::REPLACEMENT_CHARACTER), None) => self.replace(at),
            (Some(one), None) => self.push_char(one, at, width.min(255) as u8),
            _ => {
                self.replaced += group.matches(char::REPLACEMENT_CHARACTER).count();
                self.mark(self.text.len(), at, RunForm::Whole);
                self.text.push_str(group);
            }
        }
    }

    fn push_char(&mut self, character: char, at: usize, width: u8) {
        let form = RunForm::Fixed(width);
        let goes_on = self.pieces.last().is_some_and(|piece| {
            piece.form == form && self.text.len() - (piece.text as usize) < PIECE_LENGTH
        });
        if !goes_on {
            self.mark(self.text.len(), at, form);
        }
        self.text.push(character);
    }

    fn replace(&mut self, at: usize) {
        self.replaced += 1;
        self.mark(self.text.len(), at, RunForm::Whole);
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    fn mark(&mut self, text: usize, bytes: usize, form: RunForm) {
        // Both fit: a page is refused before it is decoded if its text could reach 4 GiB.
        self.pieces.push(Piece { text: text as u32, bytes: bytes as u32, form });
    }
}

fn choose_charset(
    bytes: &[u8],
    transport: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (&'static Encoding, usize) {
    if let Some((charset, length)) = Encoding::for_bom(bytes) {
        return (charset, length);
    }
    if let Some(charset) = guess_utf16(bytes) {
        return (charset, 0);
    }
    let label = transport
        .map(|label| label.as_bytes().to_vec())
        .or_else(|| declared_label(&bytes[..bytes.len().min(DECLARATION_WITHIN)]));
    let Some(label) = label else {
        return (guess(bytes), 0);
    };
    let declared = match Encoding::for_label(&label) {
        // A declaration that could be read is itself proof that the page is not UTF-16.
        Some(charset) if charset == UTF_16LE || charset == UTF_16BE => UTF_8,
        Some(charset) if charset == X_USER_DEFINED => WINDOWS_1252,
        Some(charset) => charset,
        None => {
            let charset = guess(bytes);
            diagnostics.push(Diagnostic::new(
                Code::CharsetUnknown,
                format!(
                    "the page declares the charset “{}”, which does not exist; read as {}",
                    printable(&label),
                    charset.name()
                ),
            ));
            return (charset, 0);
        }
    };
    let charset = overrule(declared, bytes);
    if charset != declared {
        diagnostics.push(Diagnostic::new(
            Code::CharsetUnknown,
            format!(
                "the page declares {}, which its bytes contradict; read as {}",
                declared.name(),
                charset.name()
            ),
        ));
    }
    (charset, 0)
}

/// The charset that the bytes speak for, where they contradict the declared one.
fn overrule(declared: &'static Encoding, bytes: &[u8]) -> &'static Encoding {
    let (characters, faults) = count_utf8(bytes);
    if declared == UTF_8 {
        return if faults > characters.max(FEW_FAULTS) { guess(bytes) } else { declared };
    }
    // Text of another charset is hardly ever valid UTF-8 by chance.
    if faults == 0 && characters > 0 && declared != ISO_2022_JP { UTF_8 } else { declared }
}

/// Characters of several bytes, and faults, when read as UTF-8.
fn count_utf8(bytes: &[u8]) -> (usize, usize) {
    let mut characters = 0;
    let mut faults = 0;
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    (characters, faults)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let (characters, faults) = count_utf8(bytes);
    if faults == 0 || characters > 20 * faults {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_WITHIN)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark: markup and blanks are ASCII, so every other byte is mostly zero.
fn guess_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes[..bytes.len().min(1024)].as_chunks::<2>();
    let zeros = |place: usize| pairs.iter().filter(|pair| pair[place] == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let most = pairs.len() * 3 / 5;
    match () {
        () if pairs.len() < 4 => None,
        () if low > most && high * 8 < low => Some(UTF_16LE),
        () if high > most && low * 8 < high => Some(UTF_16BE),
        () => None,
    }
}

/// The label in `<meta charset>`, `<meta http-equiv content>` or `<?xml encoding?>`.
fn declared_label(head: &[u8]) -> Option<Vec<u8>> {
    let head = head.to_ascii_lowercase();
    if head.starts_with(b"<?xml") {
        let declaration = &head[..find(&head, b"?>").unwrap_or(0)];
        if let Some(label) = label_after(declaration, b"encoding") {
            return Some(label);
        }
    }
    let mut rest = &head[..];
    while let Some(at) = rest.iter().position(|&byte| byte == b'<') {
        rest = &rest[at..];
        let length = if rest.starts_with(b"<!--") {
            find(rest, b"-->")?
        } else {
            let length = find(rest, b">")?;
            if rest.starts_with(b"<meta") {
                let label = label_after(&rest[..length], b"charset");
                if label.is_some() {
                    return label;
                }
            }
            length
        };
        rest = &rest[length.max(1)..];
    }
    None
}

/// What follows `name` and an equals sign, in quotes or up to a delimiter.
fn label_after(text: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut rest = &text[find(text, name)? + name.len()..];
    rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let length = rest
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || b"\"';/>".contains(byte))
        .unwrap_or(rest.len());
    (length > 0).then(|| rest[..length].to_vec())
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn printable(label: &[u8]) -> String {
    String::from_utf8_lossy(label).chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let page = decode(b"<meta charset=klingon>caf\xe9", None);
        assert!(page.diagnostics[0].message.contains("“klingon”"));
    }

    #[test]
    fn every_character_knows_its_bytes() {
        let utf16: Vec<u8> = "aé\u{1F600}z".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xfe, 0xff][..], &utf16].concat();
        let sjis = [&b"<meta charset=shift_jis>a"[..], &[0x93, 0xfa], b"b"].concat();
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
