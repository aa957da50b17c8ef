//! `cargo xtask batch`: the whole line over a folder of saved pages, and what came out in short.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;

use crate::product::Product;
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
    // Else there may be no collection, or that of an earlier run.
    if matches!(status.code(), Some(0 | 3)) {
        print(&summary(&output)?)?;
    }
    Ok(exit_code(status))
}

/// What the report on the collection says, as far as it is shown here: all numbers are taken from
/// there, so that they are counted in one way.
#[derive(Debug, Deserialize)]
struct Corpus {
    summary: Summary,
    documents: Vec<Document>,
}

/// The collection in numbers.
#[derive(Debug, Deserialize)]
struct Summary {
    documents: usize,
    comments: usize,
    entities: usize,
    failed: usize,
    skipped: usize,
}

/// A document of the collection.
#[derive(Debug, Deserialize)]
struct Document {
    input: String,
    title: Option<String>,
    article_words: usize,
    comments: usize,
    entities: usize,
    dates: usize,
}

/// What a run wrote, in short.
fn summary(output: &Path) -> Result<String> {
    let path = output.join("corpus.json");
    let shown = path.display();
    let json = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
    let corpus: Corpus = serde_json::from_str(&json)
        .with_context(|| format!("{shown} is not understood as the report on a collection"))?;

    let mut text = String::new();
    let rows: Vec<[String; 6]> = corpus.documents.iter().take(MOST_SHOWN).map(row).collect();
    if !rows.is_empty() {
        text.push_str(&table::set(
            [
                ("input", Align::Left),
                ("article words", Align::Right),
                ("comments", Align::Right),
                ("names", Align::Right),
                ("dates", Align::Right),
                ("title", Align::Left),
            ],
            &rows,
        ));
        let more = corpus.documents.len().saturating_sub(rows.len());
        if more > 0 {
            let _ = writeln!(text, "… and {more} more");
        }
        text.push('\n');
    }
    let Summary { documents, comments, entities, failed, skipped } = corpus.summary;
    let _ = write!(
        text,
        "documents {documents}, comments by readers {comments}, names {entities}, \
         passed over {skipped}, failed {failed}\nreports   {}\ncorpus    {}\n",
        output.join("reports").display(),
        output.join("corpus.md").display(),
    );
    Ok(text)
}

/// A line of the table.
fn row(document: &Document) -> [String; 6] {
    [
        document.input.clone(),
        document.article_words.to_string(),
        document.comments.to_string(),
        document.entities.to_string(),
        document.dates.to_string(),
        table::cut(document.title.as_deref().unwrap_or("-"), LONGEST_TITLE),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_in_short() {
        let documents: Vec<_> = (0..42)
            .map(|number| {
                serde_json::json!({
                    "input": format!("a/{number:02}.html"), "title": "A title",
                    "article_words": 3, "comments": 2, "entities": 4, "dates": 0,
                })
            })
            .collect();
        let corpus = serde_json::json!({
            "summary": {
                "documents": 42, "comments": 80, "entities": 7, "failed": 1, "skipped": 0
            },
            "documents": documents,
        });
        let output = tempfile::tempdir().unwrap();
        fs::write(output.path().join("corpus.json"), corpus.to_string()).unwrap();

        let summary = summary(output.path()).unwrap();
        let lines: Vec<&str> = summary.lines().collect();
        assert_eq!(lines[0], "input      article words  comments  names  dates  title");
        assert_eq!(lines[1], "a/00.html              3         2      4      0  A title");
        assert_eq!(lines[41], "… and 2 more");
        let counts = "documents 42, comments by readers 80, names 7, passed over 0, failed 1";
        assert_eq!(lines[43], counts);
        assert!(lines[45].ends_with("corpus.md"));
    }
}
