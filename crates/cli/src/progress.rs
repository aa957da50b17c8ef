//! How far the work is, shown while it goes on; and how it is stopped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use annalist_pipeline::{Control, Stage, Watch};
use annalist_report::{Outcome, Status};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use crate::commands::count;
use crate::exit::Exit;
use crate::talk::{Fact, Talk};

/// Shows what becomes of each input, and a bar where it is seen.
pub(crate) struct Progress {
    talk: Talk,
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
    /// When each stage began.
    stages: Mutex<Vec<(Stage, Instant)>>,
}

impl Progress {
    /// Follows the work, and stops it at the user's wish: the first Ctrl-C lets the documents in
    /// hand be finished, the second ends the process.
    pub(crate) fn new(talk: &Talk) -> Result<Progress> {
        let bar = if talk.wants_progress() { bar() } else { ProgressBar::hidden() };
        let stop = stop_on_signal(talk.beside(bar.clone()))?;
        Ok(Progress { talk: talk.beside(bar.clone()), bar, stop, stages: Mutex::default() })
    }

    pub(crate) fn control(&self) -> Control<'_> {
        Control { watch: self, stop: &self.stop }
    }

    /// Says how long each stage took, where details are wanted.
    pub(crate) fn tell_times(&self) {
        let times = self.times();
        if !times.is_empty() {
            let parts: Vec<String> =
                times.iter().map(|(name, seconds)| format!("{name} {seconds:.2} s")).collect();
            let facts: Vec<Fact<'_>> =
                times.iter().map(|(name, seconds)| (*name, (*seconds).into())).collect();
            self.talk.detail(&format!("time: {}", parts.join(", ")), &facts);
        }
    }

    /// How many seconds each stage took, as facts tell it.
    pub(crate) fn seconds(&self) -> Value {
        let to_millis = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
        let times = self.times().into_iter();
        times.map(|(name, seconds)| (name.to_owned(), Value::from(to_millis(seconds)))).collect()
    }

    fn times(&self) -> Vec<(&'static str, f64)> {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let mut times = Vec::new();
        for pair in stages.windows(2) {
            let [(stage, start), (_, end)] = pair else { continue };
            let name = match stage {
                Stage::Finding => "finding",
                Stage::Pages => "pages",
                Stage::Collection => "collection",
                Stage::End => continue,
            };
            times.push((name, end.duration_since(*start).as_secs_f64()));
        }
        times
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn on_inputs(&self, count: usize) {
        self.bar.set_length(count as u64);
    }

    fn on_stage(&self, stage: Stage) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.push((stage, Instant::now()));
    }

    fn on_lost_cache(&self, error: &std::io::Error) {
        self.talk.warning(&format!(
            "what was found cannot be kept for the next run, which will do it again: {error}"
        ));
    }

    fn on_unchanged(&self, outcome: &Outcome) {
        self.bar.inc(1);
        let input = &outcome.input;
        let facts = [("input", input.as_str().into()), ("unchanged", true.into())];
        self.talk.detail(&format!("{input}: unchanged"), &facts);
    }

    fn on_document(&self, outcome: &Outcome) {
        self.bar.inc(1);
        let input = &outcome.input;
        match &outcome.status {
            Status::Failed { code, cause } => self.talk.failure(input, code, cause),
            Status::Skipped { reason } => {
                let facts = [("input", input.as_str().into()), ("reason", reason.as_str().into())];
                self.talk.detail(&format!("{input}: passed over: {reason}"), &facts);
            }
            Status::Done { comments, diagnostics, .. } => {
                let facts = [
                    ("input", input.as_str().into()),
                    ("comments", (*comments).into()),
                    ("diagnostics", diagnostics.clone().into()),
                ];
                let doubts = if diagnostics.is_empty() {
                    String::new()
                } else {
                    format!("; see {}", diagnostics.join(", "))
                };
                let comments = count(*comments, "comment", "comments");
                self.talk.detail(&format!("{input}: done, {comments} by readers{doubts}"), &facts);
            }
        }
    }
}

fn bar() -> ProgressBar {
    let template = "{bar:30} {human_pos}/{human_len} pages, {per_sec}, {elapsed} gone, {eta} to go";
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

/// The flag that Ctrl-C sets. Other signals end the process at once, as they do any other.
fn stop_on_signal(talk: Talk) -> Result<Arc<AtomicBool>> {
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    if let Some(stop) = STOP.get() {
        return Ok(Arc::clone(stop));
    }
    let stop = Arc::clone(STOP.get_or_init(Arc::default));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
        talk.error("interrupted; finishing what is in hand (once more to end at once)");
    })
    .context("cannot watch for Ctrl-C")?;
    Ok(stop)
}
