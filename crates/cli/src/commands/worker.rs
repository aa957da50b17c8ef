//! `annalist worker`: jobs to records, for whoever starts processes on many machines.

use std::io::{self, BufReader};
use std::sync::Arc;

use annalist_pipeline::{Control, Settings, Watch, Worker, work_on_lines};
use annalist_report::{Outcome, Status};
use anyhow::Result;

use super::results;
use crate::args::{self, JobFormat};
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::talk::Talk;

pub(super) fn run(plan: &Plan, arguments: &args::Worker) -> Result<Exit> {
    let engine = plan.engine(&arguments.meaning, &arguments.names, arguments.explain)?;
    let settings = Settings { explain: arguments.explain, ..plan.settings };
    let root = arguments.root.as_deref().unwrap_or(&plan.working_folder);
    let worker = Worker::new(&Arc::new(engine), &plan.working_folder.join(root), &settings);
    let progress = Progress::new(&Talk::before_plan(Some(plan.talk.format())))?;
    let watch = Aside(&plan.talk);
    let control = Control { watch: &watch, stop: progress.control().stop };
    let jobs = BufReader::new(io::stdin());
    let summary = match arguments.format {
        JobFormat::Jsonl => work_on_lines(worker, Box::new(jobs), control, &mut results())?,
        #[cfg(feature = "arrow")]
        JobFormat::Arrow => {
            annalist_pipeline::work_on_batches(&worker, jobs, control, &mut results())?
        }
    };
    // A driver is told line by line; its engine would take another code for a worker that broke.
    Ok(if summary.interrupted { Exit::Interrupted } else { Exit::Done })
}

/// Says what became of jobs only where that is asked for: a driver that does not read stderr would
/// else hold the worker up.
struct Aside<'t>(&'t Talk);

impl Watch for Aside<'_> {
    fn on_document(&self, outcome: &Outcome) {
        let input = outcome.input.as_str();
        let what = match &outcome.status {
            Status::Done { .. } => "done".to_owned(),
            Status::Skipped { reason } => format!("passed over: {reason}"),
            Status::Failed { cause, .. } => format!("failed: {cause}"),
        };
        self.0.detail(&format!("{input}: {what}"), &[("input", input.into())]);
    }
}
