//! `annalist match`: pairs of names to judgements.

use annalist_pipeline::{LineSource, match_lines};
use anyhow::Result;

use super::results;
use crate::args;
use crate::exit::Exit;
use crate::plan::{self, Plan};
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Lines) -> Result<Exit> {
    let engine = plan.plain_engine()?;
    let (label, mut reader) = plan::open_lines(&arguments.file)?;
    let source = LineSource { label: &label, reader: &mut reader };
    let progress = Progress::new(&plan.talk)?;
    let done = match_lines(&engine, source, &plan.settings, progress.control(), &mut results());
    progress.finish();
    Ok(Exit::of(&done?))
}
