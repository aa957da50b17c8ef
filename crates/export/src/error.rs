//! What can go wrong with an export.

use std::fmt;
use std::io;

/// Why an export could not be written.
#[derive(Debug)]
pub enum ExportError {
    /// The report on the collection is not understood.
    Corpus(String),
    /// A record is not among the documents of the collection.
    Unlisted(String),
    /// What would be written breaks a rule of its format: a defect of annalist.
    Rule(String),
    /// The collection holds nothing that the format can show.
    Nothing(&'static str),
    /// The result cannot be written.
    Write(io::Error),
    /// The database cannot be written.
    Database(rusqlite::Error),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExportError::Corpus(why) => {
                write!(f, "corpus.json is not understood ({why}); run annalist again to write it")
            }
            ExportError::Unlisted(input) => write!(
                f,
                "the record of {input:?} is not in corpus.json; run annalist again to write both"
            ),
            ExportError::Rule(why) => {
                write!(f, "the export would break a rule of its format, a defect to report: {why}")
            }
            ExportError::Nothing(why) => f.write_str(why),
            ExportError::Write(error) => write!(f, "the export cannot be written: {error}"),
            ExportError::Database(error) => write!(f, "the database cannot be written: {error}"),
        }
    }
}

impl std::error::Error for ExportError {}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> ExportError {
        ExportError::Write(error)
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> ExportError {
        ExportError::Write(error.into())
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> ExportError {
        // The reader of a stream that has gone is told by the kind of the error.
        let fault = error.to_string();
        ExportError::Write(match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            _ => io::Error::other(fault),
        })
    }
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> ExportError {
        ExportError::Database(error)
    }
}
