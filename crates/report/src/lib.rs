//! Record and Corpus to JSON and Markdown.

use std::fmt;

use annalist_corpus::Corpus;
use annalist_model::{ByteRange, Document, Record, Span};

/// The version of all published shapes. Changes within a version only add.
pub const SCHEMA_VERSION: u32 = 1;

/// Why a line of JSON is no record of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong, and where in the record.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// A span that a published record cites, with the bytes that it says the span was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where it stands in the record, as a JSON Pointer.
    pub pointer: String,
    /// The stretch of the text, or `None` where the offsets do not fit the text.
    pub span: Option<Span>,
    /// The bytes that the record cites for it.
    pub source_bytes: Option<ByteRange>,
}

/// What became of one input: a line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Name of the input, relative to the root of the run.
    pub input: String,
    /// What became of it.
    pub status: Status,
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It gave a record.
    Done {
        /// Identity of the document.
        id: String,
        /// SHA-256 of the record file, newline included, as hex.
        record_sha256: String,
        /// Number of comments.
        comments: u32,
        /// Codes of its diagnostics, sorted, each once.
        diagnostics: Vec<String>,
    },
    /// It is no page and was passed over.
    Skipped {
        /// Why.
        reason: String,
    },
    /// It should have given a record and did not.
    Failed {
        /// What went wrong, and what to do.
        cause: String,
    },
}

/// The record as one line of JSON, without the line's end.
pub fn record_json(record: &Record) -> String {
    let _ = record;
    String::new()
}

/// The document alone as one line of JSON, without the line's end.
pub fn document_json(document: &Document) -> String {
    let _ = document;
    String::new()
}

/// Reads a record back.
///
/// # Errors
///
/// What is wrong with the line, and where.
pub fn read_record(json: &str) -> Result<Record, ReadError> {
    let _ = json;
    Err(ReadError { message: String::new() })
}

/// Reads the document of a record, or of a line that `document_json` wrote.
///
/// # Errors
///
/// What is wrong with the line, and where.
pub fn read_document(json: &str) -> Result<Document, ReadError> {
    let _ = json;
    Err(ReadError { message: String::new() })
}

/// All spans that a published record cites.
///
/// # Errors
///
/// Where the line is no record at all.
pub fn claims(json: &str) -> Result<Vec<Claim>, ReadError> {
    let _ = json;
    Err(ReadError { message: String::new() })
}

/// The report on one document.
pub fn document_markdown(record: &Record) -> String {
    let _ = record;
    String::new()
}

/// The report on a collection as JSON, indented, with a line's end.
pub fn corpus_json(corpus: &Corpus, outcomes: &[Outcome]) -> String {
    let _ = (corpus, outcomes);
    String::new()
}

/// The report on a collection.
pub fn corpus_markdown(corpus: &Corpus, outcomes: &[Outcome]) -> String {
    let _ = (corpus, outcomes);
    String::new()
}

/// A line of the manifest, without the line's end.
pub fn outcome_json(outcome: &Outcome) -> String {
    let _ = outcome;
    String::new()
}

/// Reads a line of a manifest back.
///
/// # Errors
///
/// What is wrong with the line.
pub fn read_outcome(json: &str) -> Result<Outcome, ReadError> {
    let _ = json;
    Err(ReadError { message: String::new() })
}

/// The names of the published shapes.
pub const SCHEMAS: &[&str] = &["record", "document", "corpus", "outcome"];

/// The JSON Schema (draft 2020-12) of a published shape, indented, or `None` for another name.
pub fn schema(name: &str) -> Option<String> {
    let _ = name;
    None
}
