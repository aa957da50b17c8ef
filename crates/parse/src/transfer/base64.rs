//! Base64 (RFC 4648), with line ends and other signs between its letters passed over.
//!
//! A letter holds six bits, so a byte shares letters with its neighbours. A word is cited as the
//! letters that hold any bit of it.

use std::ops::Range;

use annalist_model::{ByteRange, RunForm, TextBuilder};

use super::width;

/// The stretches of the file that hold letters and nothing else.
#[derive(Debug)]
pub(crate) struct Letters(Vec<Line>);

/// The letters from number `letter` on stand from byte `file` of the file on.
#[derive(Clone, Copy, Debug)]
struct Line {
    letter: u64,
    file: u32,
}

/// What `written`, which starts at byte `start` of the file, stands for: up to its first padding.
pub(super) fn decode(written: &[u8], start: usize) -> (Vec<u8>, Letters) {
    let mut page = Vec::with_capacity(written.len() / 4 * 3);
    let mut lines: Vec<Line> = Vec::new();
    let (mut letter, mut bits, mut held) = (0_u64, 0_u32, 0_u32);
    let mut is_inside = false;
    for (at, &byte) in written.iter().enumerate() {
        if byte == b'=' {
            break;
        }
        let Some(value) = value(byte) else {
            is_inside = false;
            continue;
        };
        if !is_inside {
            lines.push(Line { letter, file: (start + at) as u32 });
        }
        is_inside = true;
        letter += 1;
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            page.push((bits >> held) as u8);
        }
    }
    (page, Letters(lines))
}

fn value(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

impl Letters {
    /// Number of the line that the letter is in.
    fn line(&self, letter: u64) -> usize {
        self.0.partition_point(|line| line.letter <= letter).saturating_sub(1)
    }

    /// Where a letter stands in the file.
    fn place(&self, letter: u64) -> u32 {
        let line = self.0.get(self.line(letter));
        line.map_or(0, |line| line.file + (letter - line.letter) as u32)
    }

    pub(super) fn file_bytes(&self, range: Range<u32>) -> (u32, u32) {
        let start = self.place(first_letter(range.start));
        if range.is_empty() {
            return (start, start);
        }
        // The letter that holds the last bit.
        (start, self.place((u64::from(range.end) * 8 - 1) / 6) + 1)
    }

    /// Adds `text` to `target`: each word, and each white space between two, as one unit, cut where the
    /// file begins a new line. A sign that opens markup ends a unit, so that what follows it is text
    /// in a unit of its own too. A character of a fixed width above one is a unit: in a charset with
    /// states its width tells the state.
    pub(super) fn push(&self, target: &mut TextBuilder, text: &str, at: u32, form: RunForm) {
        let is_wide = matches!(form, RunForm::Fixed(2..));
        let mut unit = (0, at);
        let mut end = at;
        let mut line = self.line(first_letter(at));
        let (mut is_last, mut was_white) = (false, text.starts_with(char::is_whitespace));
        for (index, character) in text.char_indices() {
            let next_line = self.0.get(line + 1);
            let is_past = next_line.is_some_and(|next| next.letter <= first_letter(end));
            let is_white = character.is_whitespace();
            if is_past || is_last || is_white != was_white {
                self.push_unit(target, &text[unit.0..index], unit.1..end, form);
                unit = (index, end);
                line = self.line(first_letter(end));
            }
            was_white = is_white;
            is_last = is_wide || matches!(character, '<' | '&');
            end += width(character, form);
        }
        self.push_unit(target, &text[unit.0..], unit.1..end, form);
    }

    fn push_unit(&self, target: &mut TextBuilder, text: &str, page: Range<u32>, form: RunForm) {
        let (start, end) = self.file_bytes(page);
        let is_one = text.chars().nth(1).is_none() && matches!(form, RunForm::Fixed(_));
        match (u8::try_from(end - start), ByteRange::new(start, end)) {
            (Ok(width), _) if is_one => target.push_character(text, start, width),
            (_, Some(bytes)) => target.push_whole(text, bytes),
            (_, None) => (),
        }
    }
}

/// Number of the letter that holds the first bit of a byte of the page.
fn first_letter(byte: u32) -> u64 {
    u64::from(byte) * 8 / 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_over_line_ends_and_up_to_the_padding() {
        let (page, letters) = decode(b"SGFy\r\nYm91\r\ncg==\r\nSGFy", 10);
        assert_eq!(page, b"Harbour");
        for (range, file) in
            [(0..1, (10, 12)), (1..3, (11, 14)), (2..4, (12, 18)), (6..7, (22, 24))]
        {
            assert_eq!(letters.file_bytes(range.clone()), file, "{range:?}");
        }
        assert_eq!(decode(b"", 0).0, b"");
        assert_eq!(decode(b"SGF", 0).0, b"Ha", "cut short");
    }
}
