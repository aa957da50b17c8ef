//! `annalist enrich`: documents to records.

use std::sync::Arc;

use annalist_pipeline::{LineSource, enrich_lines};
use anyhow::Result;

use super::results;
use crate::args;
use crate::exit::Exit;
use crate::plan::{self, Plan};
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Enrich) -> Result<Exit> {
    let engine = plan.engine(&arguments.meaning, &arguments.names, arguments.explain)?;
    let engine = Arc::new(engine);
    let (label, mut reader) = plan::open_lines(&arguments.lines.file)?;
    let source = LineSource { label: &label, reader: &mut reader };
    let progress = Progress::new(&plan.talk)?;
    let control = progress.control();
    let done = enrich_lines(&engine, source, &plan.settings, control, &mut results());
    progress.finish();
    Ok(Exit::of(&done?))
}
