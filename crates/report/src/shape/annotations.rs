//! Dates, the bounds of an unknown date of publication, and diagnostics.

use annalist_model as model;
use model::{Date, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{Bytes, Offsets, OptionalPlace, Place, Places, present};
use super::text::Text;
use super::timex::TimexDetails;
use crate::fault::Fault;

/// An expression of time in the text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct DateMention {
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    source_bytes: Option<Bytes>,
    /// Its TIMEX3 type.
    #[serde(rename = "type")]
    kind: Text<model::TimexType>,
    /// Its TIMEX3 value, such as `2007-03`, `P3Y`, `XXXX-08-30`.
    value: String,
    /// The first of the days that it means; null where that end is open. Left out, with `to`, where
    /// it means no days.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    from: Option<Option<Text<Date>>>,
    /// The last of the days that it means; null where that end is open.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    to: Option<Option<Text<Date>>>,
    /// What it was resolved against.
    anchor: Text<model::Anchor>,
    /// What it says beside its value.
    #[serde(flatten)]
    details: TimexDetails,
    /// The rule that read it.
    rule: String,
}

impl DateMention {
    pub(crate) fn of(date: &model::DateMention, places: &Places<'_>) -> DateMention {
        let Place { start, end, source_bytes } = places.place(date.span);
        DateMention {
            start,
            end,
            source_bytes,
            kind: Text(date.kind),
            value: date.value.clone(),
            from: date.interval.map(|days| days.from.map(Text)),
            to: date.interval.map(|days| days.to.map(Text)),
            anchor: Text(date.anchor),
            details: TimexDetails::of(&date.details),
            rule: date.rule.clone(),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::DateMention, Fault> {
        let day = |day: Option<Option<Text<Date>>>| day.flatten().map(|Text(date)| date);
        let means_days = self.from.is_some() || self.to.is_some();
        let interval = model::Interval { from: day(self.from), to: day(self.to) };
        Ok(model::DateMention {
            span: offsets.span(self.start, self.end)?,
            kind: self.kind.0,
            value: self.value,
            interval: means_days.then_some(interval),
            anchor: self.anchor.0,
            details: self.details.read(),
            rule: self.rule,
        })
    }
}

/// One end of the time in which an undated article must have been published.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Bound {
    /// The day.
    date: Text<Date>,
    /// First code point of the passage that gives it.
    start: u32,
    /// One past its last code point.
    end: u32,
    /// The bytes of the saved file that the passage was read from; null where it was generated.
    source_bytes: Option<Bytes>,
}

/// The time in which an article that carries no date must have been published.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct PublicationBounds {
    /// The article speaks of this day as past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_before: Option<Bound>,
    /// Somebody had answered the article by this day, or the page had been saved: then no words of
    /// the text give the day, `start` is `end`, and `source` tells when that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_after: Option<Bound>,
}

impl PublicationBounds {
    pub(crate) fn of(bounds: &model::PublicationBounds, places: &Places<'_>) -> PublicationBounds {
        let bound = |bound: &model::Bound| {
            let Place { start, end, source_bytes } = places.place(bound.span);
            Bound { date: Text(bound.date), start, end, source_bytes }
        };
        PublicationBounds {
            not_before: bounds.not_before.as_ref().map(bound),
            not_after: bounds.not_after.as_ref().map(bound),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::PublicationBounds, Fault> {
        let read = |bound: Option<Bound>, key: &str| {
            bound
                .map(|bound| {
                    let span: Span = offsets.span(bound.start, bound.end)?;
                    Ok(model::Bound { date: bound.date.0, span })
                })
                .transpose()
                .map_err(|fault: Fault| fault.under(key).under("published_bounds"))
        };
        Ok(model::PublicationBounds {
            not_before: read(self.not_before, "not_before")?,
            not_after: read(self.not_after, "not_after")?,
        })
    }
}

/// One doubt about a document.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Diagnostic {
    /// Its kind. Codes of the reading of a page begin with `P`, those of what was found in its text
    /// with `E`.
    code: Text<model::Code>,
    /// How much it matters; follows from the code.
    severity: Text<model::Severity>,
    /// What is doubtful, in a sentence.
    message: String,
    /// First code point of the stretch of the text that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    /// One past its last code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    /// The bytes of the saved file that the stretch was read from; null where it was generated.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    source_bytes: Option<Option<Bytes>>,
}

impl Diagnostic {
    pub(crate) fn of(diagnostic: &model::Diagnostic, places: &Places<'_>) -> Diagnostic {
        let OptionalPlace { start, end, source_bytes } =
            diagnostic.span.map(|span| places.place(span)).into();
        Diagnostic {
            code: Text(diagnostic.code),
            severity: Text(diagnostic.code.severity()),
            message: diagnostic.message.clone(),
            start,
            end,
            source_bytes,
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Diagnostic, Fault> {
        let span = offsets.optional(self.start, self.end)?;
        Ok(model::Diagnostic { code: self.code.0, message: self.message, span })
    }
}
