//! `annalist verify`: records against the saved files.

use std::io::{self, Write};

use annalist_pipeline::{Checked, Mismatch, Verification, VerifyPlan, verify};
use anyhow::Result;
use serde_json::json;

use super::{count, results};
use crate::args::{self, LogFormat};
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::talk::visible;

/// Mismatches that are shown of one record, unless more is asked for.
const SHOWN: usize = 10;

pub(super) fn run(plan: &Plan, arguments: &args::Verify) -> Result<Exit> {
    let what = VerifyPlan {
        target: arguments.target.clone(),
        source: arguments.source.clone(),
        working_folder: plan.working_folder.clone(),
    };
    let progress = Progress::new(&plan.talk)?;
    let mut out = results();
    let mut written = Ok(());
    let done = verify(&what, &plan.settings, progress.control(), &mut |checked| {
        if written.is_ok() {
            written = show(plan, &mut out, checked);
        }
    });
    progress.finish();
    let verification = done?;
    let shown = written.and_then(|()| out.flush());
    if let Err(error) = shown
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(error.into());
    }
    summarise(plan, &verification);
    Ok(match verification {
        Verification { mismatches: 1.., .. } => Exit::No,
        Verification { interrupted: true, .. } => Exit::Interrupted,
        _ => Exit::Done,
    })
}

/// The answer, a line for each mismatch.
fn show(plan: &Plan, out: &mut impl Write, checked: &Checked) -> io::Result<()> {
    let input = &checked.input;
    let shown = if plan.talk.shows_details() { usize::MAX } else { SHOWN };
    let as_json = plan.talk.format() == LogFormat::Json;
    for Mismatch { pointer, expected, found } in checked.mismatches.iter().take(shown) {
        if as_json {
            let line = json!({
                "input": input, "pointer": pointer, "expected": expected, "found": found
            });
            writeln!(out, "{line}")?;
        } else {
            let place = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
            let line = format!("{input}{place}: expected {expected}, found {found}");
            writeln!(out, "{}", visible(&line))?;
        }
    }
    let left = checked.mismatches.len().saturating_sub(shown);
    if left > 0 && !as_json {
        let more = count(left, "more mismatch", "more mismatches");
        writeln!(out, "{}: {more}; -v shows all", visible(input))?;
    }
    Ok(())
}

fn summarise(plan: &Plan, verification: &Verification) {
    let Verification { documents, sound, spans, held, characters, mismatches, .. } = *verification;
    let message = format!(
        "{sound} of {} and {held} of {} hold; {}",
        count(documents, "record", "records"),
        count(spans, "cited span", "cited spans"),
        count(mismatches, "mismatch", "mismatches"),
    );
    let per_mille = characters.held_per_mille();
    let coverage = format!(
        "{}.{} % of {} of body, captions and comments are what their bytes say; {} generated, {} \
         lost",
        per_mille / 10,
        per_mille % 10,
        count(characters.total(), "character", "characters"),
        characters.generated,
        characters.lost,
    );
    let facts = [
        ("documents", documents.into()),
        ("sound", sound.into()),
        ("spans", spans.into()),
        ("held", held.into()),
        ("mismatches", mismatches.into()),
        ("characters", characters.total().into()),
        ("characters_held", characters.held.into()),
        ("characters_generated", characters.generated.into()),
        ("characters_lost", characters.lost.into()),
    ];
    plan.talk.summary(&[&message, &coverage], &facts);
}
