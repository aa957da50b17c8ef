//! `cargo xtask bench scale`: what larger and larger collections cost on one machine. The figures that
//! docs/SCALE.md reckons with.
//!
//! Each collection has the pages of the one before. It is run over once; what the run wrote is merged
//! as one part, and gathered, as what many machines wrote is. Large collections take long, so there is
//! one round: where figures are to be compared, nothing else should run on the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use super::process::{self, Taken};
use crate::pages;
use crate::product::{Product, has_worked};
use crate::table::{self, Align};
use crate::workspace::{Workspace, print, say};

/// The numbers of pages that are measured.
const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Arguments of `bench scale`.
#[derive(Debug, Args)]
pub(super) struct Scale {
    /// Numbers of pages
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = SIZES)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    sizes: Vec<u64>,
    /// What the pages follow from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where pages and collections are written meanwhile [default: cargo's target folder]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Threads [default: as many as the machine has]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// The profile that cargo builds by; only tests of the bench itself ask for another
    #[arg(long, value_name = "NAME", default_value = "release", hide = true)]
    profile: String,
    /// Print one JSON object a collection
    #[arg(long)]
    json: bool,
}

/// What a collection cost.
#[derive(Debug, Serialize)]
struct Cost {
    pages: u64,
    /// The pages, in bytes.
    bytes: u64,
    run: Step,
    merge: Step,
    /// What the run wrote.
    output: Stored,
    /// What documents give to the collection, in bytes.
    gathered: u64,
}

/// What a command cost.
#[derive(Debug, Serialize)]
struct Step {
    /// From start to end.
    seconds: f64,
    /// What processors worked.
    processor_seconds: f64,
    /// The most memory that it held, in bytes, where the system tells.
    peak: Option<u64>,
}

/// What lies in a folder.
#[derive(Debug, Default, Serialize)]
struct Stored {
    files: u64,
    bytes: u64,
}

pub(super) fn run(workspace: &Workspace, scale: &Scale) -> Result<ExitCode> {
    let product = Product::build_as(workspace, &scale.profile)?;
    let above = scale.folder.as_ref().unwrap_or(&workspace.target);
    fs::create_dir_all(above).with_context(|| format!("cannot make {}", above.display()))?;
    let folder = tempfile::Builder::new().prefix("scale-").tempdir_in(above)?;
    let bench = Bench { scale, product, folder: folder.path() };
    let mut sizes = scale.sizes.clone();
    sizes.sort_unstable();
    sizes.dedup();
    let (mut costs, mut pages, mut bytes) = (Vec::new(), 0, 0);
    for size in sizes {
        say(&format!("{size} pages"));
        bytes += pages::write(workspace, &bench.at("pages"), scale.seed, pages..size)?;
        pages = size;
        let cost = bench.cost(pages, bytes)?;
        if scale.json {
            print(&(serde_json::to_string(&cost).context("cannot write the costs")? + "\n"))?;
        }
        costs.push(cost);
    }
    if !scale.json {
        print(&shown(&costs))?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Bench<'b> {
    scale: &'b Scale,
    product: Product,
    folder: &'b Path,
}

impl Bench<'_> {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn cost(&self, pages: u64, bytes: u64) -> Result<Cost> {
        let run = self.step(&["run", "pages", "--no-html", "--output", "run"])?;
        let output = stored(&self.at("run"))?;
        let merge = self.step(&["merge", "run", "--no-html", "--output", "merged"])?;
        fs::remove_dir_all(self.at("merged")).context("cannot remove what was merged")?;
        self.step(&["merge", "run", "--gather", "gathered"])?;
        let gathered = fs::metadata(self.at("gathered"))?.len();
        fs::remove_file(self.at("gathered")).context("cannot remove what was gathered")?;
        fs::remove_dir_all(self.at("run")).context("cannot remove what was written")?;
        Ok(Cost { pages, bytes, run, merge, output, gathered })
    }

    fn step(&self, words: &[&str]) -> Result<Step> {
        let (verb, arguments) = words.split_first().context("there is no verb")?;
        let mut command = self.product.command(verb);
        command.args(arguments).arg("--quiet").current_dir(self.folder);
        if let Some(threads) = self.scale.threads {
            command.arg("--jobs").arg(threads.to_string());
        }
        let Taken { wall, worked, peak } = process::run(&mut command, has_worked)?;
        let (seconds, processor_seconds) = (wall.as_secs_f64(), worked.as_secs_f64());
        Ok(Step { seconds, processor_seconds, peak })
    }
}

/// What lies below a folder.
fn stored(folder: &Path) -> Result<Stored> {
    let (mut waiting, mut stored) = (vec![folder.to_owned()], Stored::default());
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else {
                stored.files += 1;
                stored.bytes += entry.metadata()?.len();
            }
        }
    }
    Ok(stored)
}

fn shown(costs: &[Cost]) -> String {
    let megabytes = |bytes: u64| format!("{:.0}", bytes as f64 / 1e6);
    let peak = |step: &Step| step.peak.map_or_else(|| "not told".to_owned(), megabytes);
    let rows: Vec<[String; 13]> = costs
        .iter()
        .map(|cost| {
            let each = |seconds: f64| format!("{:.2}", 1e3 * seconds / cost.pages as f64);
            let rate = |amount: f64| format!("{:.1}", amount / cost.run.seconds);
            [
                cost.pages.to_string(),
                megabytes(cost.bytes),
                format!("{:.1}", cost.run.seconds),
                rate(cost.pages as f64),
                rate(cost.bytes as f64 / 1e6),
                each(cost.run.processor_seconds),
                peak(&cost.run),
                format!("{:.1}", cost.merge.seconds),
                each(cost.merge.processor_seconds),
                peak(&cost.merge),
                megabytes(cost.output.bytes),
                cost.output.files.to_string(),
                megabytes(cost.gathered),
            ]
        })
        .collect();
    table::set(
        [
            ("pages", Align::Right),
            ("MB", Align::Right),
            ("run, s", Align::Right),
            ("pages/s", Align::Right),
            ("MB/s", Align::Right),
            ("CPU ms/page", Align::Right),
            ("peak MB", Align::Right),
            ("merge, s", Align::Right),
            ("CPU ms/page", Align::Right),
            ("peak MB", Align::Right),
            ("output MB", Align::Right),
            ("files", Align::Right),
            ("gathered MB", Align::Right),
        ],
        &rows,
    )
}
