//! `cargo xtask batch`: the whole line over a folder of saved pages, and what came out in short.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;

use crate::product::{Product, has_worked};
use crate::record::Record;
use crate::table::{self, Align};
use crate::workspace::{Workspace, exit_code, print, status_of};

/// Documents that are shown, a line each.
const MOST_SHOWN: usize = 40;

/// Characters of a title that are shown.
const LONGEST_TITLE: usize = 60;

/// Arguments of `batch`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of saved pages [default: fixtures]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The folder to write to [default: reports, in cargo's target folder]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Options for `annalist run`, such as --jobs 2
    #[arg(last = true, value_name = "OPTIONS", allow_hyphen_values = true)]
    options: Vec<OsString>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let pages = arguments.folder.clone().unwrap_or_else(|| workspace.fixtures());
    let output = arguments.output.clone().unwrap_or_else(|| workspace.target.join("reports"));
    let product = Product::build(workspace)?;
    let mut command = product.command("run");
    command.args(&arguments.options).arg("--output").arg(&output).arg("--").arg(&pages);
    let status = status_of(&mut command)?;
    if has_worked(status) {
        print(&summary(&output)?)?;
    }
    Ok(exit_code(status))
}

/// A line of the manifest: what became of one input.
#[derive(Debug, Deserialize)]
struct Outcome {
    status: Status,
    #[serde(default)]
    comments: usize,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Done,
    Skipped,
    Failed,
}

/// What a run wrote, in short.
fn summary(output: &Path) -> Result<String> {
    let outcomes = read_manifest(&output.join("manifest.jsonl"))?;
    let count = |status: Status| outcomes.iter().filter(|it| it.status == status).count();
    let done = count(Status::Done);
    let records = output.join("records");
    let mut paths = if records.is_dir() { files_below(&records)? } else { Vec::new() };
    paths.truncate(MOST_SHOWN);
    let rows = paths.iter().map(|path| row(path)).collect::<Result<Vec<_>>>()?;

    let mut text = String::new();
    if !rows.is_empty() {
        text.push_str(&table::set(
            [
                ("input", Align::Left),
                ("words", Align::Right),
                ("comments", Align::Right),
                ("entities", Align::Right),
                ("dates", Align::Right),
                ("title", Align::Left),
            ],
            &rows,
        ));
        let more = done.saturating_sub(rows.len());
        if more > 0 {
            let _ = writeln!(text, "… and {more} more");
        }
        text.push('\n');
    }
    let _ = write!(
        text,
        "documents {done}, comments {}, failed {}, skipped {}\nreports   {}\ncorpus    {}\n",
        outcomes.iter().map(|outcome| outcome.comments).sum::<usize>(),
        count(Status::Failed),
        count(Status::Skipped),
        output.join("reports").display(),
        output.join("corpus.md").display(),
    );
    Ok(text)
}

fn read_manifest(path: &Path) -> Result<Vec<Outcome>> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{shown}, line {}: no outcome", index + 1))
        })
        .collect()
}

/// A line of the table.
fn row(path: &Path) -> Result<[String; 6]> {
    let shown = path.display();
    let json = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let record = Record::read(&json).with_context(|| format!("in {shown}"))?;
    Ok([
        record.input.clone(),
        record.text.split_whitespace().count().to_string(),
        record.comments.len().to_string(),
        record.entities.len().to_string(),
        record.dates.len().to_string(),
        table::cut(record.title().unwrap_or("-"), LONGEST_TITLE),
    ])
}

/// All files below a folder, sorted.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let shown = folder.display();
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {shown}"))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {shown}"))?;
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(input: &str) -> String {
        serde_json::json!({
            "schema_version": 1, "id": "x", "input": input,
            "metadata": {
                "title": {"value": "A title", "from": "markup", "source_bytes": null},
                "authors": [], "published": null, "tags": [],
            },
            "text": "three plain words", "blocks": [], "comments": [],
            "entities": [], "dates": [], "source_map": [[0, 17, 0, 17]],
        })
        .to_string()
    }

    #[test]
    fn a_run_in_short() {
        let output = tempfile::tempdir().unwrap();
        fs::create_dir_all(output.path().join("records/a")).unwrap();
        let mut manifest = String::new();
        for number in 0..42 {
            let input = format!("a/{number:02}.html");
            fs::write(output.path().join(format!("records/{input}.json")), record(&input)).unwrap();
            manifest.push_str(&format!(
                "{{\"input\":\"{input}\",\"status\":\"done\",\"comments\":2}}\n"
            ));
        }
        manifest.push_str("{\"input\":\"b\",\"status\":\"failed\",\"cause\":\"torn\"}\n");
        fs::write(output.path().join("manifest.jsonl"), manifest).unwrap();

        let summary = summary(output.path()).unwrap();
        let lines: Vec<&str> = summary.lines().collect();
        assert_eq!(lines[0], "input      words  comments  entities  dates  title");
        assert_eq!(lines[1], "a/00.html      3         0         0      0  A title");
        assert_eq!(lines[41], "… and 2 more");
        assert_eq!(lines[43], "documents 42, comments 84, failed 1, skipped 0");
        assert!(lines[45].ends_with("corpus.md"));
    }
}
