//! `annalist names`: the names of a collection, compared by key wherever an engine likes.

use annalist_pipeline::{LineSource, judge_names, key_names};
use anyhow::Result;

use super::results;
use crate::args::NamesStep;
use crate::exit::Exit;
use crate::plan::{self, Plan};
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, step: &NamesStep) -> Result<Exit> {
    let engine = plan.plain_engine()?;
    let progress = Progress::new(&plan.talk)?;
    let control = progress.control();
    let done = match step {
        NamesStep::Keys { parts } => {
            key_names(&engine, parts, &plan.settings, control, &mut results())
        }
        NamesStep::Judge { file } => {
            let (label, mut reader) = plan::open_lines(file)?;
            let source = LineSource { label: &label, reader: &mut reader };
            judge_names(&engine, source, &plan.settings, control, &mut results())
        }
    };
    progress.finish();
    Ok(Exit::of(&done?))
}
