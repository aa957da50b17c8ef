//! A worker: jobs in, a record or what became of it out, one for one and in order.
//!
//! Whoever has more pages than one machine can read has an engine that starts processes: a shell, a
//! batch queue, Spark. The worker is such a process. What it gives depends on the job and its options
//! alone, so it may be started anywhere, any number of times; [`merge`](crate::merge) makes one
//! collection of what all of them gave. `docs/WORKER.md` is the contract.

#[cfg(feature = "arrow")]
mod batches;
mod job;
mod stream;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annalist_model::{DateTime, Record};
use annalist_parse::Input;
use annalist_report::Outcome;
use serde_json::Value;

#[cfg(feature = "arrow")]
pub use self::batches::{Batches, work_on_batches};
use self::job::{Job, Label, What};
pub use self::stream::work_on_lines;
use crate::archives::Shelf;
use crate::discover::{Candidate, Content, given_file};
use crate::order::caught;
use crate::run::with_page;
use crate::weights::Weights;
use crate::{Engine, Failure, Settings, outcome, patience};

/// Makes a record of a page, which is taken to be of a date where one is given.
type RecordOf = Arc<dyn Fn(&Input<'_>, Option<DateTime>) -> Result<Record, Failure> + Send + Sync>;

/// Does jobs, each by itself.
pub struct Worker {
    record_of: RecordOf,
    settings: Settings,
    /// The folder that paths and names start from.
    root: PathBuf,
    shelf: Shelf,
    /// How much of pages is worked on at once.
    weights: Weights,
}

/// What became of a job.
enum Answer {
    /// It gave a record, as one line of JSON.
    Record { outcome: Outcome, line: String },
    /// It gave none.
    Without { outcome: Outcome, id: Option<Value> },
}

impl Answer {
    #[cfg(feature = "arrow")]
    fn outcome(&self) -> &Outcome {
        match self {
            Answer::Record { outcome, .. } | Answer::Without { outcome, .. } => outcome,
        }
    }
}

impl Worker {
    /// A worker for which paths and the names of inputs start from the absolute folder `root`.
    pub fn new(engine: &Arc<Engine>, root: &Path, settings: &Settings) -> Worker {
        let (engine, max_text) = (Arc::clone(engine), settings.max_text);
        let record_of: RecordOf =
            Arc::new(move |input, date| engine.record_of_date(input, date, max_text));
        Worker::with(record_of, root, settings)
    }

    fn with(record_of: RecordOf, root: &Path, settings: &Settings) -> Worker {
        let (shelf, weights) = (Shelf::default(), Weights::new(settings.max_bytes));
        Worker { record_of, settings: *settings, root: root.to_owned(), shelf, weights }
    }

    /// Does a job, whatever it holds.
    fn answer(&self, label: Label, job: Result<Job, String>) -> Answer {
        let Label { name, id } = label;
        let done = match job {
            Err(why) => Err(outcome::failed(&name, &Failure::Line(why))),
            Ok(job) => caught(|| self.record(&name, job))
                .unwrap_or_else(|message| Err(outcome::failed(&name, &Failure::Panicked(message)))),
        };
        match done {
            Ok((outcome, line)) => Answer::Record { outcome, line },
            Err(outcome) => Answer::Without { outcome, id },
        }
    }

    fn record(&self, label: &str, job: Job) -> Result<(Outcome, String), Outcome> {
        let Job { name, what, url, charset, date } = job;
        let called = |content| Candidate { name: label.to_owned(), content };
        let candidate = match what {
            What::Bytes(bytes) => called(Content::Bytes(bytes)),
            What::Path(path) => match given_file(&path) {
                Content::Collection { .. } => {
                    let why = "`path` is an archive of pages; give it as `archive`, with `offset`";
                    return Err(outcome::failed(label, &Failure::Line(why.to_owned())));
                }
                content => called(content),
            },
            What::Record { archive, name: own, offset, length } => {
                let found = self.shelf.page(&archive, &own, offset, length);
                let found = found.map_err(|failure| outcome::failed(label, &failure))?;
                Candidate { name: name.unwrap_or(found.name), ..found }
            }
        };
        with_page(&candidate, &self.settings, |open| {
            let _weight = self.weights.take_up(open.input().bytes.len() as u64);
            let (record_of, open) = (Arc::clone(&self.record_of), open.clone());
            patience::within(self.settings.page_timeout, move || {
                let input = open.input();
                let (url, charset) = (url.as_deref().or(input.url), charset.as_deref());
                let charset = charset.or(input.charset);
                let record = record_of(&Input { url, charset, ..input }, date)?;
                let line = annalist_report::record_json(&record);
                let (name, document) = (open.input().name, record.document());
                Ok((outcome::done(name, document, &line, record.diagnostics()), line))
            })
        })
    }
}
