//! Bytes to Unicode code points and back: the unit inside, and the unit of the published record.

/// Bytes of text between two remembered positions.
const STRIDE: usize = 256;

/// A table that turns UTF-8 byte offsets of one text into code point offsets, and back.
///
/// Published offsets count code points, as the W3C TextPositionSelector does. The table remembers
/// one position for every 256 bytes, so either way costs a scan of one stride.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE` (a character that straddles it counts as before).
    marks: Vec<u32>,
    total: u32,
}

impl<'t> CodePoints<'t> {
    /// The table of `text`.
    pub fn new(text: &'t str) -> CodePoints<'t> {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut total = 0;
        for (index, byte) in text.bytes().enumerate() {
            if index % STRIDE == 0 {
                marks.push(total);
            }
            total += u32::from(is_first_byte(byte));
        }
        CodePoints { text, marks, total }
    }

    /// Code points in the whole text.
    pub fn len(&self) -> u32 {
        self.total
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The code point offset of byte offset `byte`, which is cut to the end of the text.
    ///
    /// ```
    /// use annalist_model::CodePoints;
    /// let table = CodePoints::new("Köln");
    /// assert_eq!(table.at_byte(3), 2);
    /// assert_eq!(table.to_byte(2), Some(3));
    /// ```
    pub fn at_byte(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        if byte >= self.text.len() {
            return self.total;
        }
        let mark = byte / STRIDE;
        let tail = &self.text.as_bytes()[mark * STRIDE..byte];
        self.marks[mark] + count_first_bytes(tail)
    }

    /// The byte offset of code point offset `point`, or `None` past the end of the text.
    pub fn to_byte(&self, point: u32) -> Option<u32> {
        if point >= self.total {
            return (point == self.total).then_some(u32::try_from(self.text.len()).ok()?);
        }
        let mark = self.marks.partition_point(|&before| before <= point) - 1;
        let mut seen = self.marks[mark];
        let from = mark * STRIDE;
        for (index, &byte) in self.text.as_bytes()[from..].iter().enumerate() {
            if is_first_byte(byte) {
                if seen == point {
                    return u32::try_from(from + index).ok();
                }
                seen += 1;
            }
        }
        None
    }
}

fn is_first_byte(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn count_first_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(is_first_byte(byte))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_agree_over_strides_and_scripts() {
        let text = "aé\u{1F600}قيس ".repeat(200);
        let table = CodePoints::new(&text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            let (point, byte) = (point as u32, byte as u32);
            assert_eq!(table.at_byte(byte), point);
            assert_eq!(table.to_byte(point), Some(byte));
        }
        assert_eq!(table.to_byte(table.len()), Some(text.len() as u32));
        assert_eq!(table.to_byte(table.len() + 1), None);
    }
}
