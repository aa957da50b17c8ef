//! `annalist parse`: pages to documents.

use std::sync::Arc;

use annalist_pipeline::{discover, documents};
use anyhow::Result;

use super::results;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Parse) -> Result<Exit> {
    let engine = plan.plain_engine()?.without_comment_engines(&arguments.without_engine)?;
    let engine = Arc::new(engine);
    let found = discover(&plan.selection(&arguments.inputs)?)?;
    let progress = Progress::new(&plan.talk)?;
    let done = documents(
        &engine,
        found,
        &plan.settings_of(&arguments.inputs),
        progress.control(),
        &mut results(),
    );
    progress.finish();
    Ok(Exit::of(&done?))
}
