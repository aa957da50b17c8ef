//! `annalist parse`: pages to documents.

use annalist_pipeline::{discover, documents};
use anyhow::{Result, bail};

use super::results;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Inputs) -> Result<Exit> {
    let engine = plan.plain_engine()?;
    let found = discover(&plan.selection(arguments)?)?;
    if found.inputs.is_empty() {
        bail!("no page found; hidden and ignored files are read with --hidden and --no-ignore");
    }
    let progress = Progress::new(&plan.talk)?;
    let done = documents(&engine, found, &plan.settings, progress.control(), &mut results());
    progress.finish();
    Ok(super::run::exit(plan, &done?))
}
