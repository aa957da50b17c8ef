//! `annalist merge`: parts of a collection to the collection.

use std::path::Path;

use annalist_pipeline::Settings;
use anyhow::Result;

use super::count;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Merge) -> Result<Exit> {
    let args::Merge { parts, decisions, output, judged, pages, gather } = arguments;
    let engine = plan.deciding_engine(decisions.as_deref())?;
    let progress = Progress::new(&plan.talk)?;
    let settings = &Settings { html: pages.form(), ..plan.settings };
    let control = progress.control();
    let folder = output.as_deref().unwrap_or(Path::new(""));
    let done = match gather {
        Some(file) => annalist_pipeline::gather(&engine, parts, file, settings, control),
        None => annalist_pipeline::merge(&engine, parts, judged, folder, settings, control),
    };
    progress.finish();
    let summary = done?;
    match gather {
        None => {
            let folder = folder.display().to_string();
            super::run::summarise(plan, &summary, settings.html, &folder, progress.seconds());
        }
        Some(file) if summary.written => {
            let (file, done) = (file.display().to_string(), summary.done);
            let facts = [
                ("documents", done.into()),
                ("skipped", summary.skipped.into()),
                ("failed", summary.failed.into()),
                ("output", file.as_str().into()),
            ];
            let gathered = format!(
                "{} gathered in {file}, {} passed over, {} failed",
                count(done, "document", "documents"),
                summary.skipped,
                summary.failed
            );
            plan.talk.summary(&[&gathered], &facts);
        }
        Some(_) => {}
    }
    Ok(Exit::of(&summary))
}
