//! Jobs as JSON Lines, answered while more may come.
//!
//! A driver may send one job and wait for its answer before it sends the next, or send thousands and
//! read later. So jobs are read beside the work, and each answer is written and flushed once it is
//! its turn; what is in hand is bounded in number and in bytes.

use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

use annalist_report::Outcome;

use super::{Answer, Worker, job};
use crate::documents::tell;
use crate::lines::{self, LineSource, Lines};
use crate::order::Workers;
use crate::weights::Weights;
use crate::{Control, Failure, Problem, Summary, outcome};

/// Jobs in hand for each thread.
const WINDOW_PER_THREAD: usize = 4;

/// How often it is looked whether the work is to be stopped, while none is done.
const LOOK: Duration = Duration::from_millis(200);

/// What a line may have beside the bytes of its page.
const BESIDE_THE_PAGE: u64 = 1 << 20;

/// What becomes of the next job, once it is known; or why no more can be read.
type Turn = io::Result<Receiver<Answer>>;

/// Does the jobs that come on `jobs`, one JSON object a line, and writes for each, in order, its record
/// or what became of it; each is flushed. Returns at the end of `jobs`, or where `out` takes no more.
///
/// # Errors
///
/// Where nothing can be done, or a stream breaks off.
pub fn work_on_lines(
    worker: Worker,
    jobs: Box<dyn BufRead + Send>,
    control: Control<'_>,
    out: &mut dyn Write,
) -> Result<Summary, Problem> {
    let workers = Workers::new(worker.settings.jobs)?;
    let is_over = Arc::new(AtomicBool::new(false));
    let (turns, waiting) = mpsc::sync_channel(workers.count() * WINDOW_PER_THREAD);
    let reading = {
        let is_over = Arc::clone(&is_over);
        // It is left behind where nobody takes answers any more: it may wait for a job for ever.
        let thread = thread::Builder::new().name("annalist-jobs".to_owned());
        thread.spawn(move || read(worker, &workers, jobs, &is_over, &turns))
    };
    reading.map_err(Problem::Stream)?;
    let mut summary = Summary::default();
    loop {
        if control.is_stopped() {
            is_over.store(true, Ordering::Relaxed);
            summary.interrupted = true;
        }
        match waiting.recv_timeout(LOOK) {
            Ok(turn) => {
                let answer = turn.map_err(Problem::Stream)?.recv().unwrap_or_else(|_| lost());
                let outcome = write(&answer, out)?;
                tell(&mut summary, control, outcome);
            }
            Err(RecvTimeoutError::Timeout) if summary.interrupted => return Ok(summary),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(summary),
        }
    }
}

/// Reads jobs, and has them done.
fn read(
    worker: Worker,
    workers: &Workers,
    mut jobs: Box<dyn BufRead + Send>,
    is_over: &AtomicBool,
    turns: &SyncSender<Turn>,
) {
    // Base64 takes four letters for three bytes, and JSON may write one of its letters as two.
    let longest = worker.settings.max_bytes.saturating_mul(2).saturating_add(BESIDE_THE_PAGE);
    let (worker, lengths) = (Arc::new(worker), Arc::new(Weights::new(longest)));
    let mut lines = Lines::new(LineSource { label: "stdin", reader: &mut jobs }, longest);
    for line in lines.by_ref() {
        let length = line.text.as_ref().map_or(0, |text| text.len() as u64);
        let weight = lengths.take_up_own(length);
        let (answer, turn) = mpsc::sync_channel(1);
        if is_over.load(Ordering::Relaxed) || turns.send(Ok(turn)).is_err() {
            return;
        }
        let worker = Arc::clone(&worker);
        workers.spawn(move || {
            let (label, job) = match &line.text {
                Ok(text) => job::read(&line.name, text, &worker.root),
                Err(why) => (job::Label { name: line.name.clone(), id: None }, Err(why.clone())),
            };
            drop(line);
            let _ = answer.send(worker.answer(label, job));
            drop(weight);
        });
    }
    if let Some(error) = lines.error {
        let _ = turns.send(Err(error));
    }
}

/// Writes an answer; what became of the job.
fn write<'a>(answer: &'a Answer, out: &mut dyn Write) -> Result<&'a Outcome, Problem> {
    let outcome = match answer {
        Answer::Record { outcome, line } => {
            lines::write_line(out, line)?;
            outcome
        }
        Answer::Without { outcome, id } => {
            lines::write_line(out, &annalist_report::job_outcome_json(outcome, id.as_ref()))?;
            outcome
        }
    };
    out.flush().map_err(Problem::Stream)?;
    Ok(outcome)
}

/// The answer to a job whose thread ended without a word.
fn lost() -> Answer {
    let failure = Failure::Panicked("its thread ended without a word".to_owned());
    Answer::Without { outcome: outcome::failed("stdin", &failure), id: None }
}
