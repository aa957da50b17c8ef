//! What became of the inputs, one by one and together.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use annalist_model::{AnnotationError, Diagnostic, Document};
use annalist_parse::ParseError;
use annalist_report::{Outcome, Status};

use crate::{FailureCode, FailureCounts};
use crate::{hash, remedy};

/// Why an input gave no record.
#[derive(Debug)]
pub enum Failure {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// The name is that of something else than a file, such as `a folder`.
    NotAFile(&'static str),
    /// The file was written to each time that it was read.
    Changing,
    /// The packed bytes are torn or are not packed at all.
    Unpackable(io::Error),
    /// The file is longer than pages are read, packed or not.
    Longer {
        /// The greatest length that is read, unpacked.
        limit: u64,
    },
    /// The text of the page is longer than texts are searched for names and dates.
    TooMuchText {
        /// Its length in bytes, as UTF-8.
        length: u64,
        /// The greatest length that is searched.
        limit: u64,
    },
    /// The archive does not give the page.
    Member(String),
    /// The bytes are no page.
    NotAPage(ParseError),
    /// What was found in the page breaks a rule of the record.
    Inconsistent(AnnotationError),
    /// A line of JSON Lines cannot be used.
    Line(String),
    /// The reading took longer than a page may.
    TooSlow {
        /// How long it may, in seconds.
        seconds: u64,
    },
    /// The reading itself broke; this is a defect of annalist.
    Panicked(String),
    /// The record or the report cannot be written.
    Unwritable(io::Error),
}

impl Failure {
    /// What kind of failure it is.
    pub fn code(&self) -> FailureCode {
        match self {
            Failure::Unreadable(_) | Failure::NotAFile(_) => FailureCode::Unreadable,
            Failure::Changing => FailureCode::Changing,
            Failure::Unpackable(_) => FailureCode::Unpackable,
            Failure::Longer { .. } | Failure::NotAPage(ParseError::TooLong { .. }) => {
                FailureCode::TooLong
            }
            Failure::TooMuchText { .. } => FailureCode::TooMuchText,
            Failure::Member(_) => FailureCode::BrokenArchive,
            Failure::NotAPage(_) => FailureCode::NotAPage,
            Failure::Inconsistent(_) => FailureCode::Inconsistent,
            Failure::Line(_) => FailureCode::Line,
            Failure::TooSlow { .. } => FailureCode::TooSlow,
            Failure::Panicked(_) => FailureCode::Panicked,
            Failure::Unwritable(_) => FailureCode::Unwritable,
        }
    }

    /// Whether the cause is what the file holds, so that a file that never claimed to be a page is
    /// merely passed over.
    pub(crate) fn is_about_content(&self) -> bool {
        matches!(
            self,
            Failure::NotAFile(_)
                | Failure::Unpackable(_)
                | Failure::Longer { .. }
                | Failure::Member(_)
                | Failure::NotAPage(_)
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unreadable(error) if error.kind() == io::ErrorKind::NotFound => {
                f.write_str("the file was taken away while the run was going on; run it again")
            }
            Failure::Unreadable(error) => {
                write!(f, "the file cannot be read: {error}; {}", remedy(error))
            }
            Failure::Changing => f.write_str(
                "the file was written to each time that it was read; run it again once it is \
                 whole",
            ),
            Failure::NotAFile(what) => write!(
                f,
                "the input is {what}, not a file; give what it holds on standard input, as -"
            ),
            Failure::Unpackable(error) => write!(
                f,
                "the gzip data is cut short or broken ({error}); get the file again from its origin"
            ),
            Failure::Longer { limit } => write!(
                f,
                "the file has more than {limit} bytes unpacked; pages are read up to {limit}; \
                 raise max-bytes to read it"
            ),
            Failure::TooMuchText { length, limit } => write!(
                f,
                "the page has {length} bytes of text; up to {limit} are searched for names and \
                 dates, so that no page holds up the others; raise max-text to read it"
            ),
            Failure::Member(why) => write!(f, "{why}; get the archive again from its origin"),
            Failure::NotAPage(error @ ParseError::TooLong { .. }) => {
                write!(f, "{error}; raise max-bytes to read it")
            }
            Failure::NotAPage(error) => write!(f, "{error}"),
            Failure::Inconsistent(error) => {
                write!(f, "the record does not hold together, a defect to report: {error}")
            }
            Failure::Line(why) => write!(f, "{why}; mend the line, or leave it out"),
            Failure::TooSlow { seconds } => write!(
                f,
                "reading the page took longer than {seconds} seconds and was given up; the next run \
                 tries it again; raise page-timeout to give it more time"
            ),
            Failure::Panicked(message) => {
                write!(f, "reading the page broke off, a defect to report: {message}")
            }
            Failure::Unwritable(error) => {
                write!(f, "the result cannot be written: {error}; {}", remedy(error))
            }
        }
    }
}

impl std::error::Error for Failure {}

impl From<String> for Failure {
    fn from(why: String) -> Failure {
        Failure::Line(why)
    }
}

/// Why nothing could be done, or not all of it.
#[derive(Debug)]
pub enum Problem {
    /// What was asked for makes no sense; says what to do.
    Usage(String),
    /// A file or folder of the run itself (not an input) cannot be read or written.
    File {
        /// What was tried, such as `write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
    /// The stream that results go to, or lines come from, failed.
    Stream(io::Error),
}

impl Problem {
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Problem {
        let path = path.to_owned();
        move |error| Problem::File { action, path, error }
    }

    /// Whether the reader of the results has gone, which is no error.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Problem::Stream(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Usage(message) => f.write_str(message),
            Problem::File { action, path, error } => {
                write!(f, "cannot {action} {}: {error}; {}", path.display(), remedy(error))
            }
            Problem::Stream(error) => {
                write!(f, "the stream broke off: {error}; what came before it may lack its end")
            }
        }
    }
}

impl std::error::Error for Problem {}

/// A part of the work of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Finding the inputs.
    Finding,
    /// Reading the pages, and writing what there is about each.
    Pages,
    /// Merging what they gave, and writing the report on the collection.
    Collection,
    /// Nothing is left to do.
    End,
}

/// Follows the work, to show how it goes.
pub trait Watch: Sync {
    /// The number of inputs is known.
    fn on_inputs(&self, count: usize) {
        let _ = count;
    }

    /// The next part of the work begins; for whoever has a clock.
    fn on_stage(&self, stage: Stage) {
        let _ = stage;
    }

    /// What was found can no more be kept for the next run; this one goes on.
    fn on_lost_cache(&self, error: &io::Error) {
        let _ = error;
    }

    /// One input is as it was when an earlier run read it. Called as [`Watch::on_document`] is.
    fn on_unchanged(&self, outcome: &Outcome) {
        self.on_document(outcome);
    }

    /// One input is done with. Called in the order of the inputs.
    fn on_document(&self, outcome: &Outcome);
}

/// Counts of what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs that gave a record.
    pub done: usize,
    /// Those of them that an earlier run had read, and that are as they were.
    pub unchanged: usize,
    /// Inputs that are no pages.
    pub skipped: usize,
    /// Inputs that should have given a record and did not, those not reached among them.
    pub failed: usize,
    /// The failures by their kind.
    pub failures: FailureCounts,
    /// Inputs that were not reached before the work was interrupted.
    pub not_reached: usize,
    /// Comments by readers, as the report on the collection counts them.
    pub comments: u32,
    /// Different things named, as the report on the collection counts them.
    pub entities: usize,
    /// Dates that mean days, as the report on the collection counts them.
    pub dates: usize,
    /// Whether the work was interrupted.
    pub interrupted: bool,
    /// Whether the output folder was written to; without a record what an earlier run wrote is left.
    pub written: bool,
}

impl Summary {
    /// Counts one input.
    pub(crate) fn count(&mut self, outcome: &Outcome) {
        match &outcome.status {
            Status::Done { .. } => self.done += 1,
            Status::Skipped { .. } => self.skipped += 1,
            Status::Failed { code, .. } => {
                self.failed += 1;
                if let Some(code) = FailureCode::of(code) {
                    self.failures.add(code, 1);
                }
            }
        }
    }
}

/// An error without the path that a library has put in: causes stand in the manifest, which holds no
/// path of this machine.
pub(crate) fn bare(error: io::Error) -> io::Error {
    if error.get_ref().is_some() { io::Error::from(error.kind()) } else { error }
}

/// The outcome of an input that gave `document` and, of it, `line`: JSON without the line's end.
pub(crate) fn done(
    input: &str,
    document: &Document,
    line: &str,
    diagnostics: &[Diagnostic],
) -> Outcome {
    let by_readers = document.comments().iter().filter(|it| it.kind.is_by_reader());
    let mut codes: Vec<String> = diagnostics.iter().map(|it| it.code.to_string()).collect();
    codes.sort();
    codes.dedup();
    let status = Status::Done {
        id: document.id().as_str().to_owned(),
        record_sha256: hash::of_line(line).to_string(),
        comments: u32::try_from(by_readers.count()).unwrap_or(u32::MAX),
        diagnostics: codes,
    };
    Outcome { input: input.to_owned(), status }
}

/// The outcome of an input that should have given a record.
pub(crate) fn failed(input: impl Into<String>, failure: &Failure) -> Outcome {
    failed_by(input, failure.code(), failure)
}

/// The same, where the cause stands in words.
pub(crate) fn failed_by(
    input: impl Into<String>,
    code: FailureCode,
    cause: &(impl ToString + ?Sized),
) -> Outcome {
    Outcome { input: input.into(), status: failed_status(code, cause) }
}

/// That an input should have given a record and did not.
pub(crate) fn failed_status(code: FailureCode, cause: &(impl ToString + ?Sized)) -> Status {
    Status::Failed { code: code.as_str().to_owned(), cause: cause.to_string() }
}

/// What the manifest says of an input that was not reached.
pub(crate) const NOT_REACHED: &str = "not read: the run was interrupted; run it again";
