//! The days that the documents of a collection speak of, and where they do.

use std::sync::Arc;

use annalist_corpus as corpus;
use annalist_model as model;
use model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::shape::place::Bytes;
use crate::shape::text::Text;
use crate::shape::timex::TimexDetails;

/// One date of one document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimelineEntry")]
pub(crate) struct TimelineLine {
    /// The first of the days that it means; null where that end is open.
    pub(crate) from: Option<Text<Date>>,
    /// The last of them; null where that end is open.
    pub(crate) to: Option<Text<Date>>,
    /// Its TIMEX3 type.
    #[serde(rename = "type")]
    pub(crate) kind: Text<model::TimexType>,
    /// Its TIMEX3 value.
    pub(crate) value: String,
    /// How exact that is; null where it names no date, so that it lies somewhere in its days.
    pub(crate) precision: Option<Text<model::Precision>>,
    /// What it was resolved against.
    pub(crate) anchor: Text<model::Anchor>,
    /// What it says beside its value.
    #[serde(flatten)]
    pub(crate) details: TimexDetails,
    /// The document.
    pub(crate) document: u32,
    /// Where it stands there.
    pub(crate) passage: PassageLine,
}

/// A place in a document, with the words around it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Passage")]
pub(crate) struct PassageLine {
    /// First code point.
    pub(crate) start: u32,
    /// One past the last code point.
    pub(crate) end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    pub(crate) source_bytes: Option<Bytes>,
    /// The number of the comment whose words they are; left out where they are the article's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<u32>,
    /// Present, and true, where the comment quotes them from somebody.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) quoted: bool,
    /// The number of the comment that it quotes them from, where that is on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) quoting: Option<u32>,
    /// The words themselves.
    pub(crate) text: Arc<str>,
    /// The sentence around them, cut where it is long.
    pub(crate) snippet: Arc<str>,
}

impl TimelineLine {
    pub(super) fn of(entry: corpus::TimelineEntry) -> TimelineLine {
        TimelineLine {
            from: entry.interval.from.map(Text),
            to: entry.interval.to.map(Text),
            kind: Text(entry.kind),
            precision: model::Precision::of(&entry.value).map(Text),
            value: entry.value,
            anchor: Text(entry.anchor),
            details: TimexDetails::of(&entry.details),
            document: entry.document,
            passage: PassageLine::of(entry.passage),
        }
    }
}

impl PassageLine {
    pub(super) fn of(passage: corpus::Passage) -> PassageLine {
        PassageLine {
            start: passage.start,
            end: passage.end,
            source_bytes: passage.source_bytes.map(Bytes),
            comment: match passage.owner {
                model::Owner::Article => None,
                model::Owner::Comment(comment) => Some(comment),
            },
            quoted: passage.is_quoted,
            quoting: passage.quoting,
            text: passage.exact,
            snippet: passage.snippet,
        }
    }
}
