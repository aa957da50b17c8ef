//! Where each run of the text stands in the saved file.

use crate::{ByteRange, Span};

/// How the text of a [`Run`] relates to its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunForm {
    /// The bytes are the text, in UTF-8.
    Utf8,
    /// Each character was decoded from this many bytes, in the charset of the source.
    Fixed(u8),
    /// The run as a whole stands for the bytes as a whole: a character reference, white space
    /// folded to one blank, a `<br>` shown as a line break, an undecodable sequence.
    Whole,
}

impl RunForm {
    /// Whether bytes that read as `found` say the `text` of a run of this form. White space read as
    /// one unit is shown as one blank or line end, whatever it is made of.
    pub fn accepts(self, found: &str, text: &str) -> bool {
        let is_blank = |it: &str| !it.is_empty() && it.chars().all(char::is_whitespace);
        found == text || (self == RunForm::Whole && is_blank(found) && is_blank(text))
    }
}

/// A stretch of the text that was read from one stretch of the saved file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The stretch of the text.
    pub text: Span,
    /// The stretch of the saved file.
    pub bytes: ByteRange,
    /// How one became the other.
    pub form: RunForm,
}

/// The runs of a text, in the order of the text and disjoint.
///
/// Text that no run covers was generated (the blank line between two blocks) and says so by its
/// absence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<Run>,
}

impl SourceMap {
    /// A map of `runs`, or `None` where they are out of order, overlap, or where a run that claims
    /// to be UTF-8 differs in length from its bytes.
    pub fn new(runs: Vec<Run>) -> Option<SourceMap> {
        let in_order = runs.windows(2).all(|pair| pair[0].text.end() <= pair[1].text.start());
        let lengths_fit = runs.iter().all(|run| {
            run.form != RunForm::Utf8 || run.text.len() == run.bytes.end() - run.bytes.start()
        });
        (in_order && lengths_fit).then_some(SourceMap { runs })
    }

    /// The runs, in the order of the text.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs that share at least one byte with `span`.
    pub fn runs_in(&self, span: Span) -> &[Run] {
        let first = self.runs.partition_point(|run| run.text.end() <= span.start());
        let count = self.runs[first..].partition_point(|run| run.text.start() < span.end());
        &self.runs[first..first + count]
    }

    /// The smallest range of the saved file that holds all that `span` of `text` was read from, or
    /// `None` where every character of it was generated.
    ///
    /// ```
    /// use annalist_model::{ByteRange, Run, RunForm, SourceMap, Span};
    /// // "a&amp;b", saved from byte 10 on, read as "a&b".
    /// let run = |text: (u32, u32), bytes: (u32, u32), form| Run {
    ///     text: Span::new(text.0, text.1).unwrap(),
    ///     bytes: ByteRange::new(bytes.0, bytes.1).unwrap(),
    ///     form,
    /// };
    /// let map = SourceMap::new(vec![
    ///     run((0, 1), (10, 11), RunForm::Utf8),
    ///     run((1, 2), (11, 16), RunForm::Whole),
    ///     run((2, 3), (16, 17), RunForm::Utf8),
    /// ]).unwrap();
    /// assert_eq!(map.bytes_of(Span::new(1, 3).unwrap(), "a&b"), ByteRange::new(11, 17));
    /// ```
    pub fn bytes_of(&self, span: Span, text: &str) -> Option<ByteRange> {
        self.runs_in(span).iter().map(|run| run.bytes_within(span, text)).reduce(ByteRange::cover)
    }
}

impl Run {
    /// The bytes that the part of this run within `span` was read from.
    fn bytes_within(&self, span: Span, text: &str) -> ByteRange {
        let from = span.start().max(self.text.start()) as usize;
        let to = span.end().min(self.text.end()) as usize;
        let base = self.text.start() as usize;
        let (skip, take) = match self.form {
            RunForm::Whole => return self.bytes,
            RunForm::Utf8 => (from - base, to - from),
            RunForm::Fixed(width) => {
                let width = usize::from(width);
                (width * chars(text, base..from), width * chars(text, from..to))
            }
        };
        let start = self.bytes.start() + skip as u32;
        ByteRange::new(start, start + take as u32).unwrap_or(self.bytes)
    }
}

fn chars(text: &str, range: std::ops::Range<usize>) -> usize {
    text.get(range).map_or(0, |slice| slice.chars().count())
}
