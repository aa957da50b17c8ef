//! `cargo xtask bench dates`: how many words a second are searched for dates, on one core.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::predict::read_lines;
use crate::product::Product;
use crate::table::{self, Align};
use crate::workspace::{Workspace, output_of, print};

/// Arguments of `bench dates`.
#[derive(Debug, Args)]
pub(super) struct Dates {
    /// A file of JSON Lines with `text`, packed with gzip or not [default: what the fixtures say]
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// How often all texts are read; the best time counts
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// What is read of a line.
#[derive(Deserialize)]
struct Text {
    text: String,
}

/// What the bench measured; the time in nanoseconds.
#[derive(Debug, Deserialize)]
struct Measured {
    words: u64,
    bytes: u64,
    dates: u64,
    time: u64,
}

pub(super) fn run(workspace: &Workspace, arguments: &Dates) -> Result<ExitCode> {
    let texts = match &arguments.data {
        Some(data) => read_lines::<Text>(data)?.collect::<Result<Vec<_>>>()?,
        None => texts_of_fixtures(workspace)?,
    };
    let texts: Vec<String> = texts.into_iter().map(|text| text.text).collect();
    if texts.iter().all(|text| text.trim().is_empty()) {
        bail!("there is no text to measure on");
    }
    let folder = tempfile::tempdir().context("cannot make a folder for the texts")?;
    let path = folder.path().join("texts.txt");
    fs::write(&path, texts.join("\n\u{c}\n")).context("cannot write the texts")?;
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-enrich"]);
    command.args(["--bench", "dates", "--"]).arg(&path).arg(arguments.rounds.to_string());
    let printed = output_of(&mut command)?;
    let measured: Measured = serde_json::from_str(printed.trim())
        .with_context(|| format!("the bench printed {printed:?}"))?;
    print(&summary(&measured))?;
    Ok(ExitCode::SUCCESS)
}

/// The texts that the product finds in the fixtures.
fn texts_of_fixtures(workspace: &Workspace) -> Result<Vec<Text>> {
    let mut command = Product::build(workspace)?.command("parse");
    let printed = output_of(command.arg(workspace.fixtures()))?;
    let lines = printed.lines().map(|line| {
        serde_json::from_str(line).with_context(|| "annalist parse printed no document".to_owned())
    });
    lines.collect()
}

fn summary(measured: &Measured) -> String {
    let seconds = measured.time as f64 / 1e9;
    table::set(
        [
            ("words", Align::Right),
            ("dates", Align::Right),
            ("words a second", Align::Right),
            ("MB/s", Align::Right),
        ],
        &[[
            measured.words.to_string(),
            measured.dates.to_string(),
            format!("{:.0}", measured.words as f64 / seconds),
            format!("{:.1}", measured.bytes as f64 / seconds / 1e6),
        ]],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_by_the_second() {
        let line = r#"{"words":1000,"bytes":6000,"dates":12,"time":500000}"#;
        let summary = summary(&serde_json::from_str(line).unwrap());
        let numbers: Vec<&str> = summary.lines().nth(1).unwrap().split_whitespace().collect();
        assert_eq!(numbers, ["1000", "12", "2000000", "12.0"]);
    }
}
