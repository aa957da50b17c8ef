//! What became of one input: a line of the manifest.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::SCHEMA_VERSION;

/// What became of one input: a line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Name of the input, relative to the root of the run.
    pub input: String,
    /// What became of it.
    pub status: Status,
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Status {
    /// It gave a record.
    Done {
        /// Identity of the document.
        id: String,
        /// SHA-256 of the record file, newline included, as hex.
        record_sha256: String,
        /// Number of comments by readers; trackbacks and removed comments are not among them.
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
        /// The kind of failure, such as F003; docs/FAILURES.md lists them.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        code: String,
        /// What went wrong, and what to do.
        cause: String,
    },
}

/// What became of one input.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "annalist outcome")]
pub(crate) struct OutcomeLine {
    /// The version of this shape. Changes within a version only add.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    pub(crate) schema_version: u32,
    /// Name of the input, relative to the root of the run.
    input: String,
    #[serde(flatten)]
    status: Status,
    /// In the answer of a worker: the `id` that came with the job, a text or a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    job: Option<Value>,
}

impl OutcomeLine {
    pub(crate) fn of(outcome: &Outcome) -> OutcomeLine {
        OutcomeLine {
            schema_version: SCHEMA_VERSION,
            input: outcome.input.clone(),
            status: outcome.status.clone(),
            job: None,
        }
    }

    /// The same, as the answer to a job.
    pub(crate) fn of_job(outcome: &Outcome, job: Option<&Value>) -> OutcomeLine {
        OutcomeLine { job: job.cloned(), ..OutcomeLine::of(outcome) }
    }

    pub(crate) fn read(self) -> Outcome {
        Outcome { input: self.input, status: self.status }
    }
}
