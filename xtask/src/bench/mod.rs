//! `cargo xtask bench`: how fast the product is, told so that two runs can be compared.

mod dates;
mod matching;
mod names;
mod parse;
mod process;
mod scale;
mod whole;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::workspace::Workspace;

/// Arguments of `bench`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    whole: whole::Whole,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Measure how fast dates are found and resolved in text
    Dates(dates::Dates),
    /// Measure how fast names are compared, merged, listed and found
    Match(matching::Match),
    /// Measure how fast names are found on one core: tokens, sentences and recogniser
    Names(names::Names),
    /// Measure how fast pages are read, beside what scraper alone takes for their trees
    Parse(parse::Parse),
    /// Measure what larger and larger collections cost: speed, memory, merge, output
    Scale(scale::Scale),
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.what {
        None => whole::run(workspace, &arguments.whole),
        Some(What::Dates(dates)) => dates::run(workspace, dates),
        Some(What::Match(names)) => matching::run(workspace, names),
        Some(What::Names(names)) => names::run(workspace, names),
        Some(What::Parse(parse)) => parse::run(workspace, parse),
        Some(What::Scale(scale)) => scale::run(workspace, scale),
    }
}
