//! The whole line: pages in, records, reports and corpus out.

mod increment;
mod input;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use annalist_enrich::Prefer;
use annalist_model::Record;
use annalist_parse::Input;

use self::increment::{Finished, Increment, Part};
pub(crate) use self::input::{seen_of, with_page, with_page_seen};
use crate::cache::made::Made;
use crate::cache::{self, Cache, Entry, Keeper};
use crate::discover::{Candidate, all_passed_over};
use crate::gathered::{Finish, Gathered, Share};
use crate::judge::Judged;
use crate::order::{Workers, caught};
use crate::outcome;
use crate::output::{Html, HtmlPlan, OutputFolder, RunOptions};
use crate::{Engine, Failure, Problem, Selection, Stage, Summary, Watch, discover};

/// How the work is done.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Number of threads; 0 for as many as the machine has.
    pub jobs: usize,
    /// The greatest length of a page that is read, in bytes, unpacked.
    pub max_bytes: u64,
    /// The greatest length of the text of a page that is searched for names and dates, in bytes. The
    /// time that a page takes is in proportion to it.
    pub max_text: u64,
    /// How long the reading of one page may take before it is given up.
    pub page_timeout: Duration,
    /// Whether diagnostics say how each page was judged.
    pub explain: bool,
    /// How the report is written as HTML.
    pub html: Html,
    /// What is done with what earlier runs found.
    pub earlier: Earlier,
    /// Whether pages that failed are tried again, though they, and what reads them, are as they were.
    pub retry_failed: bool,
}

/// What a run does with what earlier runs found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Earlier {
    /// Takes it over where page, lists and all else are as they were; files whose length, times and
    /// inode are as they were are not read.
    #[default]
    TakeOver,
    /// The same, but reads all files and compares their hashes.
    Rehash,
    /// Does all anew, and keeps nothing for the next run.
    Ignore,
}

/// The greatest length of a page that is read where nothing else is said: 64 MiB.
pub const DEFAULT_MAX_BYTES: u64 = 64 << 20;

/// The greatest length of a text that is searched where nothing else is said: 16 MiB.
pub const DEFAULT_MAX_TEXT: u64 = 16 << 20;

/// How long a page may take where nothing else is said: five minutes. What a page may hold takes a core
/// of today some 15 seconds at most, so this is met by defects and by machines that stand still.
pub const DEFAULT_PAGE_TIMEOUT: Duration = Duration::from_secs(5 * 60);

impl Default for Settings {
    fn default() -> Settings {
        let (max_bytes, max_text) = (DEFAULT_MAX_BYTES, DEFAULT_MAX_TEXT);
        let (explain, html, earlier, retry_failed) = (false, Html::None, Earlier::TakeOver, false);
        let page_timeout = DEFAULT_PAGE_TIMEOUT;
        Settings {
            jobs: 0,
            max_bytes,
            max_text,
            page_timeout,
            explain,
            html,
            earlier,
            retry_failed,
        }
    }
}

impl Settings {
    /// How the report is made as HTML, where something is kept for the next run or not.
    pub(crate) fn html_plan(&self, keeps: bool) -> HtmlPlan {
        HtmlPlan { html: self.html, jobs: self.jobs, keeps }
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
    engine: &Arc<Engine>,
    selection: &Selection,
    output: &Path,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Summary, Problem> {
    let options = options_of(engine, selection, settings);
    let decisions = engine.decisions_text();
    let batch = Batch {
        selection,
        output,
        options,
        decisions,
        settings,
        control,
        finish: &|gathered, judged| engine.finish(gathered, judged),
    };
    let (engine, max_text) = (Arc::clone(engine), settings.max_text);
    batch.run(move |input: &Input<'_>| engine.record_within(input, max_text))
}

/// What the user chose that shapes the records.
pub(crate) fn options_of(
    engine: &Engine,
    selection: &Selection,
    settings: &Settings,
) -> RunOptions {
    let options = engine.options();
    let (lists, decisions) = engine.names_used();
    RunOptions {
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
    }
}

/// A run, apart from what reads the pages.
struct Batch<'a> {
    selection: &'a Selection,
    output: &'a Path,
    options: RunOptions,
    /// The decisions that stand, as text.
    decisions: String,
    settings: &'a Settings,
    control: Control<'a>,
    /// Makes the corpus of what was gathered.
    finish: Finish<'a>,
}

impl Batch<'_> {
    fn run<R>(self, record_of: R) -> Result<Summary, Problem>
    where
        R: Fn(&Input<'_>) -> Result<Record, Failure> + Send + Sync + 'static,
    {
        let record_of = Arc::new(record_of);
        self.control.watch.on_stage(Stage::Finding);
        let working_folder = self.selection.working_folder.as_path();
        OutputFolder::check(working_folder, self.output)?;
        let leave_out = Some(self.output.to_owned());
        let found = discover(&Selection { leave_out, ..self.selection.clone() })?;
        self.settings.html.check(found.inputs.len())?;
        let mut inputs = found.inputs;
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        let (control, settings) = (self.control, self.settings);
        let made = Made::now(&self.options, settings, &self.decisions);
        let (root, options) = (found.root.as_deref(), Some(self.options));
        let output = OutputFolder::open(working_folder, self.output, root, options)?
            .with_html(settings.html_plan(settings.earlier != Earlier::Ignore));
        let workers = Workers::new(settings.jobs)?;
        let cache = match settings.earlier {
            Earlier::Ignore => Cache::none(),
            _ => workers.install(|| Cache::read(output.path())),
        };
        let increment = Increment::new(&cache, &made, &output, settings);
        let mut keeper = Keeper::new(&cache, output.path(), &made);
        control.watch.on_inputs(inputs.len());
        control.watch.on_stage(Stage::Pages);

        let mut gathered = Gathered::new(&output);
        let mut without_record = Vec::new();
        let gone = cache.gone(&inputs);
        let mut waiting = inputs.into_iter().peekable();
        let broken = |input: &Candidate, message| {
            Finished::from(outcome::failed(&input.name, &Failure::Panicked(message)))
        };
        workers.map_in_order(
            std::iter::from_fn(|| {
                if control.is_stopped() { None } else { increment.next_at_once(&mut waiting) }
            }),
            |inputs| {
                let process = |input| {
                    let finished = caught(|| increment.process(input, &record_of));
                    finished.unwrap_or_else(|message| broken(input, message))
                };
                inputs.iter().map(process).collect::<Vec<_>>()
            },
            |inputs, message| inputs.iter().map(|input| broken(input, message.clone())).collect(),
            |finished| {
                finished.into_iter().for_each(|Finished { outcome, part, news }| {
                    match part {
                        Part::Kept(_) => control.watch.on_unchanged(&outcome),
                        _ => control.watch.on_document(&outcome),
                    }
                    let share = match part {
                        Part::Nothing => None,
                        Part::Made(partial) => Some(gathered.lay(&partial)),
                        Part::Kept(entry) => {
                            gathered.summary.unchanged += 1;
                            Some(Share::Kept(entry))
                        }
                    };
                    gathered.add(outcome, share);
                    match news.filter(|_| settings.earlier != Earlier::Ignore) {
                        None => {}
                        Some(news) if news.entry.written.is_some() => {
                            keeper.keep(news.entry, &news.partial);
                        }
                        // Where nothing gives a record, nothing is made.
                        Some(news) => without_record.push(news.entry),
                    }
                });
                ControlFlow::Continue(())
            },
        );
        gathered.add_not_reached(waiting);
        control.watch.on_stage(Stage::Collection);
        let known = increment.known_whole(&gathered, &made);
        let summary = match known.filter(|known| !output.lacks_html(known.done)) {
            Some(known) => known,
            None => {
                let judged = match settings.earlier {
                    Earlier::Ignore => Judged::none(),
                    _ => Judged::read(&output.path().join(cache::FOLDER), &made.key()),
                };
                let kept = |entry: &Entry| increment.partial(entry);
                let summary = gathered.write(self.finish, &judged, &kept)?;
                if summary.written
                    && !summary.interrupted
                    && let Some(whole) = output.whole(&made.key(), &gathered, &summary)
                    && settings.earlier != Earlier::Ignore
                {
                    keeper.keep_whole(whole);
                    keeper.keep_judged(&judged);
                }
                summary
            }
        };
        for entry in without_record.into_iter().filter(|_| summary.written) {
            keeper.keep(entry, &[]);
        }
        match settings.earlier {
            Earlier::Ignore => cache::remove(output.path()),
            _ if summary.written && !summary.interrupted => keeper.finish(&gone),
            _ => {}
        }
        control.watch.on_stage(Stage::End);
        if let Some(error) = &keeper.fault {
            control.watch.on_lost_cache(error);
        }
        if summary.done + summary.failed == 0 {
            return Err(all_passed_over(&found.given, summary.skipped));
        }
        Ok(summary)
    }
}

#[cfg(test)]
mod collection_tests;
#[cfg(test)]
mod increment_tests;
#[cfg(test)]
mod tests;
