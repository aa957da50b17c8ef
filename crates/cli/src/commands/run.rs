//! `annalist run`: the whole line.

use annalist_pipeline::Summary;
use anyhow::Result;

use super::count;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Run) -> Result<Exit> {
    let engine = plan.engine(&arguments.meaning)?;
    let selection = plan.selection(&arguments.inputs)?;
    let progress = Progress::new(&plan.talk)?;
    let done = annalist_pipeline::run(
        &engine,
        &selection,
        &arguments.output,
        &plan.settings,
        progress.control(),
    );
    progress.finish();
    let summary = done?;
    summarise(plan, &summary, &arguments.output.display().to_string());
    Ok(exit(plan, &summary))
}

/// Says what was done and where it lies.
pub(super) fn summarise(plan: &Plan, summary: &Summary, output: &str) {
    let Summary { done, skipped, failed, not_reached, comments, entities, .. } = *summary;
    let left = if not_reached > 0 { format!(", {not_reached} not reached") } else { String::new() };
    let message = format!(
        "{} with {} and {}, {skipped} passed over, {failed} failed{left}\n\
         reports in {output}/reports, the collection in {output}/corpus.md, \
         what became of each input in {output}/manifest.jsonl",
        count(done, "document", "documents"),
        count(comments, "comment", "comments"),
        count(entities, "entity", "entities"),
    );
    let facts = [
        ("documents", done.into()),
        ("comments", comments.into()),
        ("entities", entities.into()),
        ("skipped", skipped.into()),
        ("failed", failed.into()),
        ("not_reached", not_reached.into()),
        ("output", output.into()),
    ];
    plan.talk.summary(&message, &facts);
}

/// The exit code of a verb that reads pages; to find none is a mistake of usage.
pub(super) fn exit(plan: &Plan, summary: &Summary) -> Exit {
    if summary.done + summary.failed == 0 && !summary.interrupted {
        plan.talk.error("no page found: all inputs were passed over; -v says why");
        return Exit::Usage;
    }
    Exit::of(summary)
}
