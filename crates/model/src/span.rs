//! Positions in the one text of a document, and in the bytes of the saved file.

use std::fmt;
use std::ops::Range;

/// A half-open range of UTF-8 bytes of [`Document::text`](crate::Document::text).
///
/// `start` is never after `end`. That both lie on character boundaries of the text is checked
/// where spans meet a text, by [`Document::new`](crate::Document::new).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The empty span at the start of a text.
    pub const EMPTY: Span = Span { start: 0, end: 0 };

    /// The span from `start` to `end`, or `None` where `start` is after `end`.
    ///
    /// ```
    /// use annalist_model::Span;
    /// assert_eq!(Span::new(2, 5).map(|span| span.len()), Some(3));
    /// assert_eq!(Span::new(5, 2), None);
    /// ```
    pub fn new(start: u32, end: u32) -> Option<Span> {
        (start <= end).then_some(Span { start, end })
    }

    /// The span of `range`, or `None` where it is backwards or past 4 GiB.
    pub fn from_range(range: Range<usize>) -> Option<Span> {
        Span::new(u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?)
    }

    /// First byte of the span.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte of the span.
    pub fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range that slices a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the two overlap without one holding the other.
    pub fn crosses(self, other: Span) -> bool {
        self.overlaps(other) && !self.contains(other) && !other.contains(self)
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The slice of `text` that the span names, or `None` where the span does not fit it.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A half-open range of bytes of the saved file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteRange {
    start: u32,
    end: u32,
}

impl ByteRange {
    /// The range from `start` to `end`, or `None` where `start` is after `end`.
    pub fn new(start: u32, end: u32) -> Option<ByteRange> {
        (start <= end).then_some(ByteRange { start, end })
    }

    /// First byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.end
    }

    /// The range as one that slices the bytes of the saved file.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: ByteRange) -> ByteRange {
        ByteRange { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for ByteRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossing_is_neither_nesting_nor_touching() {
        let outer = Span::new(0, 10).unwrap();
        assert!(!outer.crosses(Span::new(2, 5).unwrap()));
        assert!(!outer.crosses(Span::new(10, 12).unwrap()));
        assert!(outer.crosses(Span::new(8, 12).unwrap()));
    }
}
