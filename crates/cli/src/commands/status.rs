//! `annalist status`: what a run would do.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annalist_pipeline::{CollectionState, Earlier, InputState, Settings, State, status};
use anyhow::Result;
use serde_json::{Value, json};

use super::{count, results};
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::talk::visible;

/// Inputs that are named of each kind, unless more is asked for.
const SHOWN: usize = 20;

pub(super) fn run(plan: &Plan, arguments: &args::RunStatus) -> Result<Exit> {
    let engine = plan.engine(&arguments.meaning, &arguments.names, arguments.inputs.explain)?;
    let selection = plan.selection(&arguments.inputs)?;
    let earlier = if arguments.take_over.rehash { Earlier::Rehash } else { Earlier::TakeOver };
    let settings = Settings { earlier, ..plan.settings_of(&arguments.inputs) };
    let progress = Progress::new(&plan.talk)?;
    let found = status(&engine, &selection, &arguments.output, &settings, progress.control());
    progress.finish();
    let found = found?;
    let mut out = results();
    let written = if arguments.json {
        writeln!(out, "{}", as_json(&found))
    } else {
        let shown = if plan.talk.shows_details() { usize::MAX } else { SHOWN };
        show(&mut out, &found, &arguments.output.display().to_string(), shown)
    };
    if let Err(error) = written.and_then(|()| out.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(error.into());
    }
    Ok(if found.is_current() { Exit::Done } else { Exit::No })
}

/// The word for a state, and what is said of it.
fn words(state: &State) -> (&'static str, Vec<&str>) {
    match state {
        State::New => ("new", Vec::new()),
        State::Changed { reasons } => ("changed", reasons.iter().map(String::as_str).collect()),
        State::Gone => ("gone", Vec::new()),
        State::Failed { cause } => ("failed", vec![cause]),
        State::Skipped { reason } => ("skipped", vec![reason]),
        State::Unchanged => ("unchanged", Vec::new()),
    }
}

/// The states that are shown one by one, in this order.
const NAMED: [&str; 4] = ["new", "changed", "gone", "failed"];

fn show(
    out: &mut impl Write,
    found: &CollectionState,
    output: &str,
    shown: usize,
) -> io::Result<()> {
    let mut by_word: BTreeMap<&str, Vec<&InputState>> = BTreeMap::new();
    for input in &found.inputs {
        by_word.entry(words(&input.state).0).or_default().push(input);
    }
    let number = |word: &str| by_word.get(word).map_or(0, Vec::len);
    for word in NAMED {
        let inputs = by_word.get(word).map(Vec::as_slice).unwrap_or_default();
        for input in inputs.iter().take(shown) {
            let said = words(&input.state).1.join("; ");
            let colon = if said.is_empty() { "" } else { ": " };
            writeln!(out, "{word:<8} {}", visible(&format!("{}{colon}{said}", input.input)))?;
        }
        if inputs.len() > shown {
            writeln!(out, "{word:<8} … and {} more; -v names all", inputs.len() - shown)?;
        }
    }
    writeln!(
        out,
        "{}: {} new, {} changed, {} gone, {} unchanged, {} failed, {} passed over",
        count(found.inputs.len(), "input", "inputs"),
        number("new"),
        number("changed"),
        number("gone"),
        number("unchanged"),
        number("failed"),
        number("skipped"),
    )?;
    if found.is_in_use {
        writeln!(out, "a run writes to {output} just now")?;
    }
    if found.faults > 0 {
        let parts = count(found.faults, "part", "parts");
        writeln!(out, "{parts} of what was kept cannot be read and will be done again")?;
    }
    if found.is_current() {
        writeln!(out, "{output} is up to date")
    } else if found.is_whole {
        writeln!(out, "{output} is out of date; annalist run brings it up to date")
    } else {
        writeln!(out, "{output} is not whole; annalist run makes it so")
    }
}

fn as_json(found: &CollectionState) -> Value {
    let inputs: Vec<Value> = found
        .inputs
        .iter()
        .map(|input| {
            let (word, said) = words(&input.state);
            match said.as_slice() {
                [] => json!({ "input": input.input, "state": word }),
                said => json!({ "input": input.input, "state": word, "reasons": said }),
            }
        })
        .collect();
    let number = |word| inputs.iter().filter(|input| input["state"] == word).count();
    json!({
        "current": found.is_current(),
        "whole": found.is_whole,
        "in_use": found.is_in_use,
        "damaged": found.faults,
        "new": number("new"),
        "changed": number("changed"),
        "gone": number("gone"),
        "unchanged": number("unchanged"),
        "failed": number("failed"),
        "skipped": number("skipped"),
        "inputs": inputs,
    })
}
