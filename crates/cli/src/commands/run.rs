//! `annalist run`: the whole line.

use annalist_pipeline::{Earlier, Settings, Summary};
use anyhow::Result;

use super::count;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Run) -> Result<Exit> {
    let engine = plan.engine(&arguments.meaning, &arguments.names, arguments.inputs.explain)?;
    let selection = plan.selection(&arguments.inputs)?;
    let earlier = match (arguments.no_cache, arguments.take_over.rehash) {
        (true, _) => Earlier::Ignore,
        (_, true) => Earlier::Rehash,
        _ => Earlier::TakeOver,
    };
    let (retry_failed, html) = (arguments.retry_failed, arguments.pages.form());
    let settings = Settings { earlier, retry_failed, html, ..plan.settings_of(&arguments.inputs) };
    let progress = Progress::new(&plan.talk)?;
    let done = annalist_pipeline::run(
        &engine,
        &selection,
        &arguments.output,
        &settings,
        progress.control(),
    );
    progress.finish();
    let summary = done?;
    progress.tell_times();
    summarise(plan, &summary, &arguments.output.display().to_string());
    Ok(Exit::of(&summary))
}

/// Says what was done and where it lies.
pub(super) fn summarise(plan: &Plan, summary: &Summary, output: &str) {
    let Summary { done, unchanged, skipped, failed, not_reached, .. } = *summary;
    let Summary { comments, entities, dates, .. } = *summary;
    let left = match not_reached {
        0 => String::new(),
        _ => format!(", {not_reached} of them not reached"),
    };
    let taken_over = match unchanged {
        0 => String::new(),
        _ => format!(" ({unchanged} unchanged since an earlier run)"),
    };
    let counts = format!(
        "{} with {} by readers, {} and {}{taken_over}, {skipped} passed over, {failed} failed{left}",
        count(done, "document", "documents"),
        count(comments, "comment", "comments"),
        count(entities, "name", "names"),
        count(dates, "date", "dates"),
    );
    let places = if summary.written {
        format!(
            "reports in {output}/reports, the collection in {output}/corpus.md, \
             what became of each input in {output}/manifest.jsonl"
        )
    } else {
        format!("nothing was written: {output} is as it was")
    };
    let facts = [
        ("documents", done.into()),
        ("unchanged", unchanged.into()),
        ("comments", comments.into()),
        ("entities", entities.into()),
        ("dates", dates.into()),
        ("skipped", skipped.into()),
        ("failed", failed.into()),
        ("not_reached", not_reached.into()),
        ("written", summary.written.into()),
        ("output", output.into()),
    ];
    plan.talk.summary(&[&counts, &places], &facts);
}
