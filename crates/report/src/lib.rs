//! Record and Corpus to JSON, Markdown and HTML, and JSON back to records.
//!
//! The shapes of the JSON are described by [`schema`]; the rules that all of them keep:
//!
//! * Offsets (`start`, `end`) count Unicode code points of the text, end exclusive. `source_bytes`
//!   beside them counts bytes of the saved file (of a packed one those inside), and is null where
//!   the text was generated.
//! * What every reader may ask for is always written, as null or an empty list where there is
//!   nothing. All other keys are written only where there is something to say.
//! * Keys come in a fixed order. Within a [`SCHEMA_VERSION`] keys are only added, so a reader passes
//!   over those it does not know, and a [`StoredRecord`] carries them on.
//!
//! A page is hostile until shown otherwise: in Markdown all of its words are escaped, its links are
//! written only where they are `http` or `https`, and characters that turn or hide text are shown
//! by their number.
//!
//! This crate decides nothing about content.

mod claims;
mod fault;
#[cfg(test)]
mod generator;
#[cfg(test)]
mod generator_claims;
mod html;
mod lines;
mod markdown;
mod read;
#[cfg(test)]
mod round_trip;
mod schema;
mod shape;
mod words;
mod write;

pub use claims::{Claim, claims};
pub use fault::ReadError;
pub use html::{HtmlEntity, HtmlError, HtmlFile, HtmlPage, HtmlReport, HtmlSheets, SearchPart};
pub use markdown::{corpus_markdown, document_markdown};
pub use read::{StoredRecord, read_document, read_outcome, read_record};
pub use schema::{SCHEMAS, schema};
pub use shape::outcome::{Outcome, Status};
pub use words::json_fault;
pub use write::{
    CollectionReport, corpus_json, document_json, job_outcome_json, outcome_json, record_json,
};

/// The version of all published shapes. Changes within a version only add.
pub const SCHEMA_VERSION: u32 = 1;
