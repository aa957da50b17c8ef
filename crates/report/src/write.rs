//! Records, documents, corpora and outcomes to JSON.

use std::cell::RefCell;
use std::fmt;
use std::io;

use annalist_corpus::{Collection, Corpus};
use annalist_model::{Document, Record};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::lines::LinePerItem;
use crate::markdown::Excerpt;
use crate::read::{self, ReadError};
use crate::shape::corpus::{Note, Parts};
use crate::shape::outcome::Outcome;
use crate::shape::place::Places;
use crate::{json_fault, shape};

/// The record as one line of JSON, without the line's end.
pub fn record_json(record: &Record) -> String {
    line(&shape::record::Record::of(record))
}

/// The document alone as one line of JSON, without the line's end.
pub fn document_json(document: &Document) -> String {
    line(&shape::document::Document::of(&Places::new(document)))
}

/// What [`record_json`] writes, followed by those keys of `line` that are not of this version, each
/// to the letter.
pub(crate) fn annotated_json(line: &str, record: &Record) -> Result<String, ReadError> {
    read::check_object(line)?;
    let Keys(keys) =
        serde_json::from_str(line).map_err(|error| ReadError { message: json_fault(&error) })?;
    let mut json = record_json(record);
    json.pop();
    for (key, value) in keys {
        if !RECORD_KEYS.contains(&key.as_str()) {
            json.push(',');
            json.push_str(&self::line(&key));
            json.push(':');
            json.push_str(value.get());
        }
    }
    json.push('}');
    Ok(json)
}

/// The keys of an object in their order, each with its value as written.
struct Keys<'l>(Vec<(String, &'l RawValue)>);

impl<'de: 'l, 'l> Deserialize<'de> for Keys<'l> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Keys<'l>, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys<'de>, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = map.next_entry()? {
            keys.push(key);
        }
        Ok(Keys(keys))
    }
}

/// The keys of a record in this version, and those that a bare text gives for its publication.
pub(crate) const RECORD_KEYS: &[&str] = &[
    "schema_version",
    "id",
    "input",
    "source",
    "metadata",
    "text",
    "blocks",
    "comments",
    "structure",
    "entities",
    "apart",
    "dates",
    "published_bounds",
    "relations",
    "events",
    "quotations",
    "quantities",
    "diagnostics",
    "source_map",
    "date",
    "dct",
];

/// What the report on a collection shows to people; see [`CollectionReport::write`].
#[derive(Debug)]
pub struct CollectionReport(Excerpt);

impl CollectionReport {
    /// Writes the report on `collection`, and on the inputs among `outcomes` that gave nothing to it,
    /// as JSON, a line for each item, with a line's end; the report for people is made on the way.
    ///
    /// # Errors
    ///
    /// Where `out` does not take it, or the collection cannot be read.
    pub fn write(
        collection: &mut Collection<'_>,
        outcomes: &[Outcome],
        out: impl io::Write,
    ) -> io::Result<CollectionReport> {
        write_parts(collection, outcomes, out).map(CollectionReport)
    }

    /// The report for people; see [`corpus_markdown`](crate::corpus_markdown).
    pub fn markdown(&self, report_path: Option<&dyn Fn(&str) -> String>) -> String {
        crate::markdown::collection(&self.0, report_path)
    }
}

/// Writes a report as JSON, and keeps of it what people are shown.
pub(crate) fn write_parts(
    parts: &mut dyn Parts,
    outcomes: &[Outcome],
    mut out: impl io::Write,
) -> io::Result<Excerpt> {
    let mut excerpt = Excerpt::of(parts, outcomes);
    let drawing = RefCell::default();
    {
        let parts: RefCell<&mut dyn Parts> = RefCell::new(&mut *parts);
        let note: RefCell<&mut dyn Note> = RefCell::new(&mut excerpt);
        let report = shape::corpus::CorpusReport::of(&parts, outcomes, &note, &drawing);
        let lines = LinePerItem::default();
        report.serialize(&mut serde_json::Serializer::with_formatter(&mut out, lines))?;
    }
    out.write_all(b"\n")?;
    excerpt.draw(drawing.borrow().graph());
    excerpt.look_up(parts)?;
    Ok(excerpt)
}

/// The report on a collection as JSON, a line for each item, with a line's end.
pub fn corpus_json(corpus: &Corpus, outcomes: &[Outcome]) -> String {
    let mut json = Vec::new();
    // What is in memory can be read, and memory takes what is written.
    let _ = write_parts(&mut &*corpus, outcomes, &mut json);
    String::from_utf8(json).unwrap_or_default()
}

/// A line of the manifest, without the line's end.
pub fn outcome_json(outcome: &Outcome) -> String {
    line(&shape::outcome::OutcomeLine::of(outcome))
}

/// The same as the answer of a worker to the job that has this `id`.
pub fn job_outcome_json(outcome: &Outcome, id: Option<&Value>) -> String {
    line(&shape::outcome::OutcomeLine::of_job(outcome, id))
}

/// One line of JSON. The shapes have text for keys and cannot fail to be written.
fn line(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).unwrap_or_default()
}

/// JSON for people to look at.
pub(crate) fn indented(shape: &impl Serialize) -> String {
    serde_json::to_string_pretty(shape).unwrap_or_default()
}
