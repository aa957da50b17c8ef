//! What is kept of one input.

use std::ops::Range;

use annalist_report::{Outcome, Status};
use serde::{Deserialize, Serialize};

use super::made::Made;
use super::stamp::Stamp;

/// What a frame is about. What the corpus needs of a document stands behind it, as bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Head {
    /// What records were made with, and the key that stands for it.
    Made { key: String, made: Made },
    /// What became of an input.
    Input(Box<Entry>),
    /// An input that is no more.
    Gone { name: String },
    /// The report on the collection.
    Whole(Whole),
}

/// What became of an input, and of what bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// The key of what it was made with.
    pub(crate) made: String,
    /// SHA-256 of all that was read of it.
    pub(crate) content: String,
    /// What the files that were read looked like.
    pub(crate) seen: Vec<Stamp>,
    /// Whether they are known by that: they were written well before they were read.
    pub(crate) settled: bool,
    /// Its line of the manifest.
    pub(crate) line: String,
    /// What was written of it; none where it gave no record.
    pub(crate) written: Option<Written>,
    /// Where the bytes for the corpus stand in the file of the cache.
    #[serde(skip)]
    pub(crate) partial: Range<usize>,
}

/// The two files on a document, as they were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    pub(crate) record: Stamp,
    pub(crate) report: Stamp,
    pub(crate) record_sha256: String,
    pub(crate) report_sha256: String,
}

/// The files on the collection, as they were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Whole {
    pub(crate) made: String,
    /// SHA-256 of the manifest: the same lines give the same collection.
    pub(crate) manifest: String,
    /// SHA-256 of `run.json`.
    pub(crate) run: String,
    /// What the files look like.
    pub(crate) files: Vec<Stamp>,
    pub(crate) comments: u32,
    pub(crate) entities: usize,
    pub(crate) dates: usize,
}

impl Entry {
    pub(crate) fn new(
        outcome: &Outcome,
        made: String,
        content: String,
        seen: Option<(Vec<Stamp>, bool)>,
        written: Option<Written>,
    ) -> Entry {
        let (seen, settled) = seen.unwrap_or_default();
        Entry {
            name: outcome.input.clone(),
            made,
            content,
            seen,
            settled,
            line: annalist_report::outcome_json(outcome),
            written,
            partial: 0..0,
        }
    }

    /// What became of the input; none where the entry does not hold together.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        let outcome = annalist_report::read_outcome(&self.line).ok()?;
        let has_record = matches!(outcome.status, Status::Done { .. });
        (outcome.input == self.name && has_record == self.written.is_some()).then_some(outcome)
    }
}
