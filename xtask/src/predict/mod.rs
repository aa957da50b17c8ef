//! `cargo xtask predict`: what the product finds in a set of inputs, in the shape that the scorers
//! take.
//!
//! The inputs alone are read (the bytes and the address of a page, a text and its date, two names),
//! never what the set says is right. Each input gives one line, in the order of the set; one that
//! `annalist` gave no record for gives an empty one.

mod answers;
mod claims;
mod comments;
mod extraction;
mod inputs;
mod names;
mod ner;
mod pages;
mod pipe;
mod seed;
mod stage;
#[cfg(test)]
mod testing;
mod texts;
mod thread;
mod timex;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus};

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;

pub(crate) use self::inputs::read_lines;

use crate::product::{Product, has_worked};
use crate::record::Record;
use crate::workspace::{Workspace, exit_code, print};

/// Arguments of `predict`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What is predicted
    task: Task,
    /// The inputs: a folder with gold.jsonl and pages/ (extraction, comments), a file of JSON Lines,
    /// packed or not (ner, timex), a CSV file (names), or a folder of text files (seed)
    data: PathBuf,
    /// The file to write, JSON Lines
    out: PathBuf,
    /// Read as if the markup of a comment engine were not known; `all` for that of all of them
    #[arg(long, value_name = "ENGINE")]
    without: Vec<String>,
    /// Options for annalist, such as --prefer future or --jobs 2
    #[arg(last = true, value_name = "OPTIONS", allow_hyphen_values = true)]
    options: Vec<OsString>,
}

/// What is predicted.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Task {
    /// The article of a page: text, title, author, date, and all comments as one text
    Extraction,
    /// The comments of a page, one by one
    Comments,
    /// The names in a text
    Ner,
    /// The dates and times in a text
    Timex,
    /// Whether two names can be those of one
    Names,
    /// All there is in a text file, in one line
    Seed,
}

/// What the tasks need to do their work.
struct Job<'a> {
    product: &'a Product,
    data: &'a Path,
    out: &'a Path,
    options: &'a [OsString],
}

/// A prediction, apart from what it is about. Its default is the empty one.
trait Shape: Default + Serialize {
    /// What a record predicts.
    fn of(record: &Record) -> Result<Self>;
}

/// How predictions ended.
struct Done {
    status: ExitStatus,
    written: usize,
    empty: usize,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let product = Product::build(workspace)?;
    let Arguments { task, data, out, without, options } = arguments;
    let mut options = options.clone();
    options.extend(without.iter().map(|engine| format!("--without-engine={engine}").into()));
    let options = &options;
    let job = Job { product: &product, data, out, options };
    let done = match task {
        Task::Extraction => pages::predict::<extraction::Extraction>(&job),
        Task::Comments => pages::predict::<comments::Comments>(&job),
        Task::Ner => texts::predict::<ner::Names>(&job, texts::Dated::No),
        Task::Timex => texts::predict::<timex::Timexes>(&job, texts::Dated::Yes),
        Task::Names => names::predict(&job),
        Task::Seed => seed::predict(&job),
    }?;
    let Done { status, written, empty } = done;
    if !has_worked(status) {
        return Ok(exit_code(status));
    }
    let out = out.display();
    print(&format!(
        "{written} predictions in {out}, {empty} of them empty for want of a record\n"
    ))?;
    // That some documents failed is in the predictions.
    Ok(if status.code() == Some(3) { ExitCode::SUCCESS } else { exit_code(status) })
}
