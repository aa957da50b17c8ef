//! `annalist doctor`: what is installed here, and what holds.

use std::fmt::Write;
use std::path::Path;

use annalist_pipeline::{Kept, Settings, built_in, kept, read_decisions, read_lists};
use anyhow::Result;
use serde_json::{Value, json};

use super::{count, print};
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::talk::visible;

/// A thing looked at: what it is, how it stands, and whether that is well.
struct Finding {
    what: &'static str,
    said: String,
    is_well: bool,
}

pub(super) fn run(plan: &Plan, arguments: &args::Doctor) -> Result<Exit> {
    let mut findings = installed(plan);
    findings.push(configuration(plan));
    findings.extend(names(plan, &arguments.names));
    if let Some(output) = &arguments.output {
        findings.push(cached(plan, output));
    }
    let is_well = findings.iter().all(|finding| finding.is_well);
    let text = if arguments.json { as_json(&findings) } else { as_text(&findings) };
    print(text.as_bytes())?;
    Ok(if is_well { Exit::Done } else { Exit::No })
}

fn well(what: &'static str, said: impl Into<String>) -> Finding {
    Finding { what, said: said.into(), is_well: true }
}

fn ill(what: &'static str, said: impl Into<String>) -> Finding {
    Finding { what, said: said.into(), is_well: false }
}

fn installed(plan: &Plan) -> Vec<Finding> {
    let built_in = built_in();
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if plan.settings.jobs == 0 { machine } else { plan.settings.jobs };
    let engine = match plan.plain_engine() {
        Ok(_) => well("words and rules", format!("{}, all of them usable", built_in.rules)),
        Err(error) => ill("words and rules", format!("{error:#}")),
    };
    vec![
        well("annalist", format!("{}, build {}", built_in.version, built_in.code)),
        engine,
        well("models", built_in.models),
        well("threads", format!("{threads} of {machine}")),
        well("bounds of a page", bounds(plan)),
    ]
}

fn bounds(plan: &Plan) -> String {
    let Settings { max_bytes, max_text, page_timeout, .. } = plan.settings;
    let seconds = page_timeout.as_secs();
    format!("{max_bytes} bytes, {max_text} bytes of text, {seconds} seconds")
}

fn configuration(plan: &Plan) -> Finding {
    match plan.project() {
        Some(folder) => well("configuration", folder.join("annalist.toml").display().to_string()),
        None => well("configuration", "no annalist.toml here or above; defaults hold"),
    }
}

fn names(plan: &Plan, names: &args::Names) -> Vec<Finding> {
    let lists = plan.lists_to_read(names);
    let lists = match lists.as_slice() {
        [] => well("lists", "none"),
        all => match read_lists(&plan.working_folder, all, plan.settings.jobs) {
            Ok(read) => {
                let one = |(name, entries): (&str, usize)| {
                    format!("{name} with {}", count(entries, "name", "names"))
                };
                well("lists", read.sizes().map(one).collect::<Vec<_>>().join(", "))
            }
            Err(error) => ill("lists", error.to_string()),
        },
    };
    let decisions = match plan.decisions_to_read(names.decisions.as_deref()) {
        None => well("decisions", "none"),
        Some(path) => match read_decisions(&plan.working_folder.join(&path)) {
            Ok(read) => {
                let number = count(read.len(), "decision", "decisions");
                well("decisions", format!("{number} in {}", path.display()))
            }
            Err(error) => ill("decisions", error.to_string()),
        },
    };
    vec![lists, decisions]
}

fn cached(plan: &Plan, output: &Path) -> Finding {
    let Kept { inputs, bytes, faults } = kept(&plan.working_folder.join(output));
    let said = format!("{}, {}", count(inputs, "input", "inputs"), count(bytes, "byte", "bytes"));
    match faults {
        0 => well("kept for the next run", said),
        _ => {
            let damaged = count(faults, "damaged part", "damaged parts");
            ill("kept for the next run", format!("{said}; {damaged}, to be done again by a run"))
        }
    }
}

fn as_text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { what, said, is_well } in findings {
        let mark = if *is_well { "" } else { "FAULT: " };
        let _ = writeln!(text, "{what:<22} {mark}{}", visible(said));
    }
    text
}

fn as_json(findings: &[Finding]) -> String {
    let all: serde_json::Map<String, Value> = findings
        .iter()
        .map(|Finding { what, said, is_well }| {
            (what.replace(' ', "_"), json!({ "said": said, "well": is_well }))
        })
        .collect();
    format!("{}\n", Value::Object(all))
}
