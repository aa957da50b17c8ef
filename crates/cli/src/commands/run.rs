//! `annalist run`: the whole line.

use std::sync::Arc;

use annalist_pipeline::{Earlier, FailureCounts, Html, Settings, Summary};
use anyhow::Result;
use serde_json::{Map, Value};

use super::count;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Run) -> Result<Exit> {
    let engine = plan.engine(&arguments.meaning, &arguments.names, arguments.inputs.explain)?;
    let engine = Arc::new(engine);
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
    let seconds = progress.seconds();
    summarise(plan, &summary, html, &arguments.output.display().to_string(), seconds);
    Ok(Exit::of(&summary))
}

/// Says what was done and where it lies.
pub(super) fn summarise(plan: &Plan, summary: &Summary, html: Html, output: &str, seconds: Value) {
    let Summary { done, unchanged, skipped, failed, not_reached, .. } = *summary;
    let Summary { comments, entities, dates, .. } = *summary;
    let by_code: Map<String, Value> = summary
        .failures
        .iter()
        .map(|(code, count)| (code.as_str().to_owned(), count.into()))
        .collect();
    let kinds = kinds_of(&summary.failures);
    let taken_over = match unchanged {
        0 => String::new(),
        _ => format!(" ({unchanged} unchanged since an earlier run)"),
    };
    let counts = format!(
        "{} with {} by readers, {} and {}{taken_over}, {skipped} passed over, {failed} failed{kinds}",
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
    let page = match html.entry(done).filter(|_| summary.written) {
        Some(page) => format!("to look at it, open {output}/{page}"),
        None if summary.written && html == Html::WhereFew => {
            "no report as HTML on so many documents; --html writes one".to_owned()
        }
        None => String::new(),
    };
    let facts = [
        ("documents", done.into()),
        ("unchanged", unchanged.into()),
        ("comments", comments.into()),
        ("entities", entities.into()),
        ("dates", dates.into()),
        ("skipped", skipped.into()),
        ("failed", failed.into()),
        ("failures", by_code.into()),
        ("not_reached", not_reached.into()),
        ("seconds", seconds),
        ("written", summary.written.into()),
        ("output", output.into()),
    ];
    let remedies: Vec<String> =
        summary.failures.iter().map(|(code, _)| format!("{code}: {}", code.meaning())).collect();
    let mut lines = vec![counts.as_str(), places.as_str()];
    lines.extend(Some(page.as_str()).filter(|page| !page.is_empty()));
    lines.extend(remedies.iter().map(String::as_str));
    plan.talk.summary(&lines, &facts);
}

/// How many failed in which way.
fn kinds_of(failures: &FailureCounts) -> String {
    let kinds: Vec<String> =
        failures.iter().map(|(code, count)| format!("{count} {} ({code})", code.words())).collect();
    if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) }
}
