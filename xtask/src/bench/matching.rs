//! `cargo xtask bench match`: how often a second names are compared, merged, listed and found.

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;

use crate::table::{self, Align};
use crate::workspace::{Workspace, output_of, print};

/// Arguments of `bench match`.
#[derive(Debug, Args)]
pub(super) struct Match {
    /// How many names are generated
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    names: u32,
}

/// Something that the bench did so many times; the time in nanoseconds.
#[derive(Debug, Deserialize)]
struct Timed {
    what: String,
    times: u64,
    nanoseconds: u64,
}

pub(super) fn run(workspace: &Workspace, arguments: &Match) -> Result<ExitCode> {
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-enrich"]);
    command.args(["--bench", "match", "--"]).arg(arguments.names.to_string());
    print(&rates(&read(&output_of(&mut command)?)?))?;
    Ok(ExitCode::SUCCESS)
}

/// What the bench printed, a JSON object a line.
fn read(lines: &str) -> Result<Vec<Timed>> {
    lines
        .lines()
        .map(|line| {
            serde_json::from_str(line).with_context(|| format!("the bench printed {line:?}"))
        })
        .collect()
}

/// How often a second each thing is done.
fn rates(timed: &[Timed]) -> String {
    let rows: Vec<[String; 4]> = timed
        .iter()
        .map(|it| {
            let seconds = it.nanoseconds as f64 / 1e9;
            let rate = it.times as f64 / seconds.max(1e-9);
            [it.what.clone(), it.times.to_string(), format!("{seconds:.3}"), format!("{rate:.0}")]
        })
        .collect();
    table::set(
        [
            ("", Align::Left),
            ("times", Align::Right),
            ("seconds", Align::Right),
            ("a second", Align::Right),
        ],
        &rows,
    )
}
