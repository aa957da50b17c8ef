//! JSON back to records. What is wrong is said with the way to it.

use annalist_model::{Document, Record};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use crate::fault::Fault;
pub(crate) use crate::fault::ReadError;
use crate::shape::document::check_version;
use crate::shape::outcome::{Outcome, OutcomeLine};
use crate::words::line_fault;
use crate::{shape, write};

/// Greatest length of a key or message that is repeated from a line.
const SHOWN: usize = 200;

/// Reads a record back.
///
/// # Errors
///
/// What is wrong with the line, and where.
pub fn read_record(json: &str) -> Result<Record, ReadError> {
    let record: shape::record::Record = parse(json)?;
    check_version(record.schema_version)?;
    Ok(record.read()?)
}

/// Reads the document of a record, or of a line that [`document_json`](crate::document_json) wrote.
///
/// # Errors
///
/// What is wrong with the line, and where.
pub fn read_document(json: &str) -> Result<Document, ReadError> {
    let document: shape::document::Document = parse(json)?;
    check_version(document.schema_version)?;
    Ok(document.read()?)
}

/// Reads a line of a manifest back.
///
/// # Errors
///
/// What is wrong with the line.
pub fn read_outcome(json: &str) -> Result<Outcome, ReadError> {
    let outcome: OutcomeLine = parse(json)?;
    check_version(outcome.schema_version)?;
    Ok(outcome.read())
}

/// A record together with its line of JSON, which may hold keys that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    line: String,
    record: Record,
}

impl StoredRecord {
    /// A record that was made of `line`. Its own line ends in those keys of `line` that are not of
    /// this version, so that what another program added to a document is still there.
    ///
    /// # Errors
    ///
    /// Where `line` is no JSON object.
    pub fn annotated(line: &str, record: Record) -> Result<StoredRecord, ReadError> {
        Ok(StoredRecord { line: write::annotated_json(line, &record)?, record })
    }

    /// The line of JSON, without the line's end.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }
}

/// Reads a shape; where that fails, reads again to find the way to the fault.
pub(crate) fn parse<T: DeserializeOwned>(json: &str) -> Result<T, ReadError> {
    check_object(json)?;
    serde_json::from_str(json).map_err(|error| explain::<T>(json, &error).into())
}

/// A list would do for an object as far as serde goes; it is none of ours.
pub(crate) fn check_object(json: &str) -> Result<(), Fault> {
    if json.trim_ascii_start().starts_with('{') {
        return Ok(());
    }
    Err(Fault::new("the line is no JSON object"))
}

/// The one key that is read before all others.
#[derive(Deserialize)]
struct Version {
    schema_version: u32,
}

fn explain<T: DeserializeOwned>(json: &str, error: &serde_json::Error) -> Fault {
    if let Ok(Version { schema_version }) = serde_json::from_str(json)
        && let Err(fault) = check_version(schema_version)
    {
        return fault;
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        // The value itself is sound; something stands behind it.
        Ok(_) => Fault::new(shortened(&line_fault(json, error))),
        Err(error) => {
            let fault = Fault::new(shortened(&line_fault(json, error.inner())));
            let way: Vec<String> = error.path().iter().filter_map(step).collect();
            way.into_iter().rev().fold(fault, Fault::under)
        }
    }
}

fn step(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } | Segment::Enum { variant: key } => Some(shortened(key)),
        Segment::Unknown => None,
    }
}

/// `text` on one line and of bounded length.
fn shortened(text: &str) -> String {
    let mut shown: String =
        text.chars().take(SHOWN).map(|it| if it.is_control() { ' ' } else { it }).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
