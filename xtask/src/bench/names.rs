//! `cargo xtask bench names`: how many words a second are cut and searched for names, on one core.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;

use crate::predict::read_lines;
use crate::table::{self, Align};
use crate::workspace::{Workspace, output_of, print};

/// Arguments of `bench names`.
#[derive(Debug, Args)]
pub(super) struct Names {
    /// A file of texts, JSON Lines with `text`, packed or not
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// How often all texts are read; the best time counts
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// A line of a file of texts.
#[derive(Deserialize)]
struct Text {
    text: String,
}

pub(super) fn run(workspace: &Workspace, names: &Names) -> Result<ExitCode> {
    let texts = read_lines::<Text>(&names.data)?;
    let texts = texts.map(|text| Ok(text?.text.replace('\u{c}', " ")));
    let texts = texts.collect::<Result<Vec<String>>>()?.join("\u{c}");
    let mut file = tempfile::NamedTempFile::new().context("cannot write a file for the bench")?;
    file.write_all(texts.as_bytes()).context("cannot write the texts for the bench")?;
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-enrich"]);
    command.args(["--bench", "names", "--"]).arg(file.path()).arg(names.rounds.to_string());
    let line = output_of(&mut command)?;
    let speed: Speed =
        serde_json::from_str(&line).with_context(|| format!("the bench printed {line:?}"))?;
    print(&speed.table())?;
    Ok(ExitCode::SUCCESS)
}

/// What the bench measured of texts; times in nanoseconds.
#[derive(Debug, Deserialize)]
struct Speed {
    words: u64,
    documents: u64,
    /// What an enricher takes to load.
    loading: u64,
    names: u64,
    /// What all of enriching takes.
    all: u64,
}

impl Speed {
    fn table(&self) -> String {
        let speed = |time: u64| format!("{:.2}", self.words as f64 * 1e3 / time.max(1) as f64);
        let mut text = table::set(
            [("", Align::Left), ("M words/s", Align::Right)],
            &[
                ["tokens, sentences, names".to_owned(), speed(self.names)],
                ["and entities and dates".to_owned(), speed(self.all)],
            ],
        );
        let _ = writeln!(
            text,
            "\n{} texts, {} words; words, rules and model load in {:.1} ms",
            self.documents,
            self.words,
            self.loading as f64 / 1e6
        );
        text
    }
}
