//! The whole line: pages in, records, reports and corpus out.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use annalist_corpus::{Corpus, Partial};
use annalist_enrich::Prefer;
use annalist_model::Record;
use annalist_parse::Input;
use annalist_report::{Outcome, Status};

use crate::discover::{Candidate, Content, all_passed_over};
use crate::fold::Fold;
use crate::order::Workers;
use crate::outcome::{self, NOT_REACHED};
use crate::output::{OutputFolder, RunOptions};
use crate::read::{self, Page};
use crate::{Engine, Failure, Problem, Selection, Summary, Watch, discover};

/// How the work is done.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Number of threads; 0 for as many as the machine has.
    pub jobs: usize,
    /// The greatest length of a page that is read, in bytes, unpacked.
    pub max_bytes: u64,
    /// Whether diagnostics say how each page was judged.
    pub explain: bool,
}

/// The greatest length of a page that is read where nothing else is said: 64 MiB.
pub const DEFAULT_MAX_BYTES: u64 = 64 << 20;

impl Default for Settings {
    fn default() -> Settings {
        Settings { jobs: 0, max_bytes: DEFAULT_MAX_BYTES, explain: false }
    }
}

/// Who looks on, and who may stop the work.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Follows the work.
    pub watch: &'a dyn Watch,
    /// Stops the work before the next document once it is true.
    pub stop: &'a AtomicBool,
}

impl Control<'_> {
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Reads the pages of `selection` and writes records, reports and corpus to the folder `output`.
///
/// # Errors
///
/// Where nothing can be done. What goes wrong with one page is that page's outcome.
pub fn run(
    engine: &Engine,
    selection: &Selection,
    output: &Path,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Summary, Problem> {
    let options = engine.options();
    let (lists, decisions) = engine.names_used();
    let options = RunOptions {
        date: options.date.map(|date| date.to_string()),
        prefer: match options.prefer {
            Prefer::Past => "past".to_owned(),
            Prefer::Future => "future".to_owned(),
        },
        max_bytes: settings.max_bytes,
        hidden: selection.hidden,
        no_ignore: selection.no_ignore,
        lists,
        decisions,
    };
    let finish = |gathered: &Partial| engine.finish(gathered);
    let batch = Batch { selection, output, options, settings, control, finish: &finish };
    batch.run(&|input: &Input<'_>| engine.record(input))
}

/// A run, apart from what reads the pages.
struct Batch<'a> {
    selection: &'a Selection,
    output: &'a Path,
    options: RunOptions,
    settings: &'a Settings,
    control: Control<'a>,
    /// Makes the corpus of what was gathered.
    finish: &'a dyn Fn(&Partial) -> Corpus,
}

/// What one input gave.
struct Finished {
    outcome: Outcome,
    partial: Option<Partial>,
}

impl From<Outcome> for Finished {
    fn from(outcome: Outcome) -> Finished {
        Finished { outcome, partial: None }
    }
}

impl Batch<'_> {
    fn run<R>(self, record_of: &R) -> Result<Summary, Problem>
    where
        R: Fn(&Input<'_>) -> Result<Record, Failure> + Sync,
    {
        let working_folder = self.selection.working_folder.as_path();
        OutputFolder::check(working_folder, self.output)?;
        let leave_out = Some(self.output.to_owned());
        let found = discover(&Selection { leave_out, ..self.selection.clone() })?;
        let mut inputs = found.inputs;
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        let (root, options) = (found.root.as_deref(), Some(self.options));
        let output = OutputFolder::open(working_folder, self.output, root, options)?;
        let workers = Workers::new(self.settings.jobs)?;
        let (control, settings) = (self.control, self.settings);
        control.watch.on_inputs(inputs.len());

        let mut gathered = Gathered::default();
        let mut waiting = inputs.into_iter();
        workers.map_in_order(
            std::iter::from_fn(|| if control.is_stopped() { None } else { waiting.next() }),
            |input| process(input, settings, record_of, &output),
            |input, message| outcome::failed(&input.name, &Failure::Panicked(message)).into(),
            |finished| {
                control.watch.on_document(&finished.outcome);
                gathered.add(finished);
                ControlFlow::Continue(())
            },
        );
        gathered.add_not_reached(waiting);
        let summary = gathered.write(&output, self.finish)?;
        if summary.done + summary.failed == 0 {
            return Err(all_passed_over(&found.given, summary.skipped));
        }
        Ok(summary)
    }
}

/// What the inputs gave so far.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) fold: Fold,
    pub(crate) summary: Summary,
}

impl Gathered {
    fn add(&mut self, finished: Finished) {
        self.summary.count(&finished.outcome);
        self.outcomes.push(finished.outcome);
        if let Some(partial) = finished.partial {
            self.fold.push(partial);
        }
    }

    fn add_not_reached(&mut self, inputs: impl Iterator<Item = Candidate>) {
        for input in inputs {
            self.summary.interrupted = true;
            self.summary.not_reached += 1;
            self.summary.failed += 1;
            self.outcomes.push(outcome::failed(input.name, NOT_REACHED));
        }
    }

    /// Writes manifest and corpus, and clears away what earlier runs left. After an interruption
    /// that is kept: what was not reached may still stand.
    ///
    /// Without a record, what an earlier run wrote is left as it is; a new folder is made only where
    /// there are failures to tell.
    pub(crate) fn write(
        self,
        output: &OutputFolder,
        finish: &dyn Fn(&Partial) -> Corpus,
    ) -> Result<Summary, Problem> {
        let mut summary = self.summary;
        let has_failures = summary.failed > summary.not_reached;
        if summary.done == 0 && (output.has_earlier() || !has_failures) {
            return Ok(summary);
        }
        let corpus = finish(&self.fold.finish());
        (summary.comments, summary.entities) = (corpus.comments.total, corpus.entities.len());
        output.finish(&self.outcomes, &corpus)?;
        summary.written = true;
        if !summary.interrupted {
            output.remove_stale(&self.outcomes);
        }
        Ok(summary)
    }
}

/// Reads one input and writes what there is about it.
fn process<R>(
    input: &Candidate,
    settings: &Settings,
    record_of: &R,
    output: &OutputFolder,
) -> Finished
where
    R: Fn(&Input<'_>) -> Result<Record, Failure>,
{
    let result = with_page(input, settings, |page| {
        let record = record_of(page)?;
        let line = annalist_report::record_json(&record);
        let report = annalist_report::document_markdown(&record);
        let partial = Some(Partial::of(&record));
        output.write_document(&input.name, &line, &report)?;
        let outcome = outcome::done(&input.name, record.document(), &line, record.diagnostics());
        Ok(Finished { outcome, partial })
    });
    result.unwrap_or_else(Finished::from)
}

/// Reads an input and works on it; the outcome of an input that gives nothing is the error.
pub(crate) fn with_page<T>(
    input: &Candidate,
    settings: &Settings,
    work: impl FnOnce(&Input<'_>) -> Result<T, Failure>,
) -> Result<T, Outcome> {
    let max_bytes = settings.max_bytes;
    let (page, claims): (Result<Page, Failure>, bool) = match &input.content {
        Content::Settled(status) => {
            return Err(Outcome { input: input.name.clone(), status: status.clone() });
        }
        Content::Bytes(bytes) => (read::read_bytes(bytes, max_bytes), true),
        Content::Member(member) => (read::read_member(member, max_bytes), member.claims),
        // Discovery puts what is in an archive in its place.
        Content::Collection { .. } => (Err(Failure::NotAFile("an archive")), true),
        Content::File { path, claims } => (read::read_page(path, &input.name, max_bytes), *claims),
    };
    page.and_then(|page| work(&Input { explain: settings.explain, ..page.input(&input.name) }))
        .map_err(|failure| {
            if !claims && failure.is_about_content() {
                let reason = failure.to_string();
                Outcome { input: input.name.clone(), status: Status::Skipped { reason } }
            } else {
                outcome::failed(&input.name, &failure)
            }
        })
}

#[cfg(test)]
mod tests;
