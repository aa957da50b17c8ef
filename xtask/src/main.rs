//! House commands: what people who work on annalist do often, a module each.
//!
//! They run the product's release binary and cargo, and never link the product: they work while it
//! does not build.

mod add;
mod batch;
mod bench;
mod ci;
mod fuzz;
mod gazetteer;
mod interop;
mod pages;
mod predict;
mod product;
mod python;
mod record;
mod snapshots;
mod spark;
mod supply;
mod table;
mod tidy;
mod train;
mod warc;
mod wheel;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::{Workspace, say};

/// House commands of annalist
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the pipeline over the fixtures or a folder of saved pages, and show what came out
    Batch(batch::Arguments),
    /// Make a fixture of a saved page, with its first snapshots
    Add(add::Arguments),
    /// Show how fixtures differ from their snapshots, and fail if any does; or accept what is new
    Snapshots(snapshots::Arguments),
    /// Write predictions in the shape that the scorers take
    Predict(predict::Arguments),
    /// Write a collection of any size, made of the fixtures by a seed
    Pages(pages::Arguments),
    /// Measure how fast pages are read, names and dates found, and names compared
    Bench(bench::Arguments),
    /// Make the models anew from what people have marked
    Train(train::Arguments),
    /// Make the tables of places anew from copies of GeoNames
    Gazetteer(gazetteer::Arguments),
    /// Write a WARC of records made of the fixtures, the same for the same seed
    Warc(warc::Arguments),
    /// Let a fuzzer look for bytes for which something does not hold that always must
    Fuzz(fuzz::Arguments),
    /// List all that the product is built of (CycloneDX), and hold its licences to deny.toml
    Sbom(supply::Arguments),
    /// Let the readers of other tools read what annalist exports
    Interop(interop::Arguments),
    /// Build the package for Python as a wheel, install it apart, and run its tests
    Python(wheel::Arguments),
    /// Run annalist on a cluster of Spark on this machine
    Spark(spark::Arguments),
    /// Check the rules of the house
    Tidy,
    /// Run just what continuous integration runs
    Ci,
}

fn main() -> ExitCode {
    run(&Arguments::parse().command).unwrap_or_else(|error| {
        say(&format!("error: {error:#}"));
        ExitCode::from(2)
    })
}

fn run(command: &Command) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match command {
        Command::Batch(arguments) => batch::run(&workspace, arguments),
        Command::Add(arguments) => add::run(&workspace, arguments),
        Command::Snapshots(arguments) => snapshots::run(&workspace, arguments),
        Command::Predict(arguments) => predict::run(&workspace, arguments),
        Command::Pages(arguments) => pages::run(&workspace, arguments),
        Command::Bench(arguments) => bench::run(&workspace, arguments),
        Command::Train(arguments) => train::run(&workspace, arguments),
        Command::Gazetteer(arguments) => gazetteer::run(&workspace, arguments),
        Command::Warc(arguments) => warc::run(&workspace, arguments),
        Command::Fuzz(arguments) => fuzz::run(&workspace, arguments),
        Command::Sbom(arguments) => supply::run(&workspace, arguments),
        Command::Interop(arguments) => interop::run(&workspace, arguments),
        Command::Python(arguments) => wheel::run(&workspace, arguments),
        Command::Spark(arguments) => spark::run(&workspace, arguments),
        Command::Tidy => tidy::run(&workspace),
        Command::Ci => ci::run(&workspace),
    }
}
