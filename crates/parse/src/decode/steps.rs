//! Decoding, with the bytes of each piece.

use annalist_model::RunForm;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::Piece;

/// Text decoded so far.
#[derive(Default)]
pub(super) struct Decoding {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    /// Places that are no text in the charset.
    pub(super) replaced: usize,
}

/// A piece of one width is started anew after this much text, so that finding a byte in it stays
/// a short scan.
const PIECE_LENGTH: usize = 1024;

impl Decoding {
    /// Takes `text`, which is UTF-8 as a whole and stands from the byte `skip` on.
    pub(super) fn take_utf8(&mut self, text: &str, skip: usize) {
        self.mark(self.text.len(), skip, RunForm::Utf8);
        self.text.push_str(text);
        self.mark(self.text.len(), skip + text.len(), RunForm::Whole);
    }

    /// Decodes `bytes` from `skip` on.
    pub(super) fn run(&mut self, bytes: &[u8], skip: usize, charset: &'static Encoding) {
        let rest = &bytes[skip..];
        if charset == UTF_8 {
            self.run_utf8(rest, skip);
        } else if charset == UTF_16LE || charset == UTF_16BE {
            self.run_utf16(rest, skip, charset == UTF_16BE);
        } else if charset.is_single_byte() {
            self.run_single_byte(rest, skip, charset);
        } else {
            let end = skip + self.run_stepwise(rest, skip, charset);
            return self.mark(self.text.len(), end, RunForm::Whole);
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
    /// known to come from the bytes since the last. Gives where the last one ends: a shift back behind
    /// it belongs to no character.
    fn run_stepwise(&mut self, bytes: &[u8], skip: usize, charset: &'static Encoding) -> usize {
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
            if !stateless && start == index && !buffer.is_ascii() {
                // Half a width of Japanese: one byte that says nothing without its escape.
                self.mark(self.text.len(), skip + start, RunForm::Whole);
                self.text.push_str(&buffer);
            } else {
                self.push_group(&buffer, skip + start, &bytes[start..=index]);
            }
            start = index + 1;
        }
        start
    }

    /// Adds the characters that came of `bytes`, which start at `at`.
    fn push_group(&mut self, group: &str, at: usize, bytes: &[u8]) {
        let width = bytes.len();
        // After bytes that are no text, an ASCII character is itself again.
        let last = bytes.last().copied().filter(u8::is_ascii).map(char::from);
        if let Some(before) = last.and_then(|last| group.strip_suffix(last))
            && let Some(last) = last.filter(|_| !before.is_empty())
        {
            self.push_group(before, at, &bytes[..width - 1]);
            self.push_char(last, at + width - 1, 1);
            return;
        }
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
