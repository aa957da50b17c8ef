//! `annalist match`: two names, or pairs of names, to judgements.

use std::path::Path;

use annalist_pipeline::{LineSource, compare_names, match_lines};
use anyhow::Result;

use super::{print, results};
use crate::args;
use crate::exit::Exit;
use crate::plan::{self, Plan};
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Match) -> Result<Exit> {
    let engine = plan.plain_engine()?;
    if let [one, other] = arguments.names.as_slice() {
        let (is_match, text) = compare_names(&engine, one, other, arguments.kind, arguments.json);
        print(text.as_bytes())?;
        return Ok(if is_match { Exit::Done } else { Exit::No });
    }
    let given = arguments.names.first().map(Path::new);
    let file = arguments.pairs.as_deref().or(given).unwrap_or(Path::new("-"));
    let (label, mut reader) = plan::open_lines(file)?;
    let source = LineSource { label: &label, reader: &mut reader };
    let progress = Progress::new(&plan.talk)?;
    let done = match_lines(&engine, source, &plan.settings, progress.control(), &mut results());
    progress.finish();
    Ok(Exit::of(&done?))
}
