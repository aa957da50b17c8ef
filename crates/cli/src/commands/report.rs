//! `annalist report`: records to reports.

use annalist_pipeline::{LineSource, Settings, report_lines};
use anyhow::Result;

use crate::args;
use crate::exit::Exit;
use crate::plan::{self, Plan};
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Report) -> Result<Exit> {
    let engine = plan.deciding_engine(arguments.decisions.as_deref())?;
    let (label, mut reader) = plan::open_lines(&arguments.lines.file)?;
    let source = LineSource { label: &label, reader: &mut reader };
    let progress = Progress::new(&plan.talk)?;
    let control = progress.control();
    let html = arguments.pages.form();
    let settings = Settings { html, ..plan.settings };
    let done = report_lines(&engine, source, &arguments.output, &settings, control);
    progress.finish();
    let summary = done?;
    let output = arguments.output.display().to_string();
    super::run::summarise(plan, &summary, html, &output, progress.seconds());
    Ok(Exit::of(&summary))
}
