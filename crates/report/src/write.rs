//! Records, documents, corpora and outcomes to JSON.

use annalist_corpus::Corpus;
use annalist_model::{Document, Record};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::read::{self, ReadError};
use crate::shape;
use crate::shape::outcome::Outcome;
use crate::shape::place::Places;

/// The record as one line of JSON, without the line's end.
pub fn record_json(record: &Record) -> String {
    line(&shape::record::Record::of(record))
}

/// The document alone as one line of JSON, without the line's end.
pub fn document_json(document: &Document) -> String {
    line(&shape::document::Document::of(&Places::new(document)))
}

/// The record that was made of a line of JSON, as one line without its end: what [`record_json`]
/// writes, followed by those keys of `line` that are not of this version, so that what another tool
/// added to a document is still there in its record.
///
/// # Errors
///
/// Where `line` is no JSON object.
pub fn annotated_json(line: &str, record: &Record) -> Result<String, ReadError> {
    let foreign = foreign_keys(line)?;
    let mut json = record_json(record);
    if foreign.is_empty() {
        return Ok(json);
    }
    let foreign = self::line(&foreign);
    json.pop();
    json.push(',');
    json.push_str(foreign.trim_start_matches('{'));
    Ok(json)
}

/// The keys of a line that neither a record nor a bare text has.
fn foreign_keys(line: &str) -> Result<Map<String, Value>, ReadError> {
    let mut keys: Map<String, Value> = read::parse(line)?;
    keys.retain(|key, _| !RECORD_KEYS.contains(&key.as_str()));
    Ok(keys)
}

/// The keys of a record in this version, and `date`, which a bare text gives for its publication.
pub(crate) const RECORD_KEYS: &[&str] = &[
    "schema_version",
    "id",
    "input",
    "source",
    "metadata",
    "text",
    "blocks",
    "comments",
    "entities",
    "dates",
    "published_bounds",
    "relations",
    "events",
    "quotations",
    "diagnostics",
    "source_map",
    "date",
];

/// The report on a collection as JSON, indented, with a line's end.
pub fn corpus_json(corpus: &Corpus, outcomes: &[Outcome]) -> String {
    indented(&shape::corpus::CorpusReport::of(corpus, outcomes)) + "\n"
}

/// A line of the manifest, without the line's end.
pub fn outcome_json(outcome: &Outcome) -> String {
    line(&shape::outcome::OutcomeLine::of(outcome))
}

/// One line of JSON. The shapes have text for keys and cannot fail to be written.
fn line(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).unwrap_or_default()
}

/// JSON for people to look at.
pub(crate) fn indented(shape: &impl Serialize) -> String {
    serde_json::to_string_pretty(shape).unwrap_or_default()
}
