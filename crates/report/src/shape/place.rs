//! Places: from byte spans of the model to published code points, and back.

use annalist_model as model;
use model::{CodePoints, Document, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::fault::Fault;

/// First byte, and one past the last byte, of a range of the saved file; of a packed file, of the
/// bytes inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "[u32; 2]", into = "[u32; 2]")]
pub(crate) struct Bytes(pub(crate) model::ByteRange);

impl From<Bytes> for [u32; 2] {
    fn from(Bytes(range): Bytes) -> [u32; 2] {
        [range.start(), range.end()]
    }
}

impl TryFrom<[u32; 2]> for Bytes {
    type Error = String;

    fn try_from([start, end]: [u32; 2]) -> Result<Bytes, String> {
        let range = model::ByteRange::new(start, end);
        range.map(Bytes).ok_or_else(|| format!("the range [{start},{end}] runs backwards"))
    }
}

/// A place as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) source_bytes: Option<Bytes>,
}

/// Turns spans of one document into places.
#[derive(Debug)]
pub(crate) struct Places<'d> {
    document: &'d Document,
    points: CodePoints<'d>,
}

impl<'d> Places<'d> {
    pub(crate) fn new(document: &'d Document) -> Places<'d> {
        Places { document, points: CodePoints::new(document.text()) }
    }

    pub(crate) fn document(&self) -> &'d Document {
        self.document
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        let (start, end) = self.points(span);
        Place { start, end, source_bytes: self.document.bytes_of(span).map(Bytes) }
    }

    pub(crate) fn points(&self, span: Span) -> (u32, u32) {
        (self.points.at_byte(span.start()), self.points.at_byte(span.end()))
    }
}

/// Turns published offsets into spans of one text.
#[derive(Debug)]
pub(crate) struct Offsets<'t> {
    points: CodePoints<'t>,
}

impl<'t> Offsets<'t> {
    pub(crate) fn new(text: &'t str) -> Offsets<'t> {
        Offsets { points: CodePoints::new(text) }
    }

    /// The span from `start` to `end`, or `None` where it runs backwards or past the text.
    pub(crate) fn find(&self, start: u32, end: u32) -> Option<Span> {
        Span::new(self.points.to_byte(start)?, self.points.to_byte(end)?)
    }

    /// The span from `start` to `end`.
    pub(crate) fn span(&self, start: u32, end: u32) -> Result<Span, Fault> {
        let length = self.points.len();
        self.find(start, end).ok_or_else(|| {
            if start > end {
                Fault::new(format!("the span from {start} to {end} runs backwards"))
            } else {
                let at = if start > length { "start" } else { "end" };
                let offset = if start > length { start } else { end };
                Fault::new(format!("{offset} is past the text, which has {length} code points"))
                    .under(at)
            }
        })
    }

    /// The span that both ends give, or none where neither is given.
    pub(crate) fn optional(
        &self,
        start: Option<u32>,
        end: Option<u32>,
    ) -> Result<Option<Span>, Fault> {
        match (start, end) {
            (None, None) => Ok(None),
            (Some(start), Some(end)) => self.span(start, end).map(Some),
            (None, Some(_)) => Err(Fault::new("missing beside end").under("start")),
            (Some(_), None) => Err(Fault::new("missing beside start").under("end")),
        }
    }
}

/// A place that may be missing altogether, spread over three keys: `source_bytes` may be null where
/// the place is there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OptionalPlace {
    pub(crate) start: Option<u32>,
    pub(crate) end: Option<u32>,
    pub(crate) source_bytes: Option<Option<Bytes>>,
}

impl From<Option<Place>> for OptionalPlace {
    fn from(place: Option<Place>) -> OptionalPlace {
        OptionalPlace {
            start: place.map(|place| place.start),
            end: place.map(|place| place.end),
            source_bytes: place.map(|place| place.source_bytes),
        }
    }
}

/// Reads a key that may be null as well as missing, and tells the two apart.
pub(crate) fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
