//! `cargo xtask bench scale`: what larger and larger collections cost on one machine. The figures that
//! docs/SCALE.md reckons with.
//!
//! Each collection has the pages of the one before. It is made in one run, as long as a machine has room
//! for the files of every page, and in parts, as engines do: of each part a worker answers for the
//! pages, its answers are gathered, and what was gathered of all parts is merged. The pages of a part
//! and the answers are gone before the next, so that a million pages need no room for a million files.
//!
//! Large collections take long, so there is one round: where figures are to be compared, nothing else
//! should run on the machine.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::process::{self, Taken};
use crate::pages;
use crate::product::{Product, has_worked};
use crate::table::{self, Align};
use crate::workspace::{Workspace, print, say};

/// The numbers of pages that are measured.
const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// The most pages of a part.
const PART: u64 = 10_000;

/// Arguments of `bench scale`.
#[derive(Debug, Args)]
pub(super) struct Scale {
    /// Numbers of pages
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = SIZES)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    sizes: Vec<u64>,
    /// The most pages for which one run is measured too: 70 KB of disk a page, two thirds of it output
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    run_up_to: u64,
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
    /// Made in one run.
    run: Option<Step>,
    /// Made in parts: what workers took for all pages,
    worker: Step,
    /// gathering their answers,
    gather: Step,
    /// and merging what was gathered.
    merge: Step,
}

/// What a step cost, or all steps of a kind.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Step {
    /// From start to end.
    seconds: f64,
    /// What processors worked.
    processor_seconds: f64,
    /// The most memory that one of them held, in bytes, where the system tells.
    peak: Option<u64>,
    /// What was written.
    files: u64,
    bytes: u64,
}

impl Step {
    fn add(&mut self, other: Step) {
        self.seconds += other.seconds;
        self.processor_seconds += other.processor_seconds;
        self.peak = self.peak.max(other.peak);
        self.files += other.files;
        self.bytes += other.bytes;
    }
}

pub(super) fn run(workspace: &Workspace, scale: &Scale) -> Result<ExitCode> {
    let product = Product::build_as(workspace, &scale.profile)?;
    let above = scale.folder.as_ref().unwrap_or(&workspace.target);
    fs::create_dir_all(above).with_context(|| format!("cannot make {}", above.display()))?;
    let folder = tempfile::Builder::new().prefix("scale-").tempdir_in(above)?;
    let bench = Bench { workspace, scale, product, folder: folder.path() };
    let mut sizes = scale.sizes.clone();
    sizes.sort_unstable();
    sizes.dedup();

    let mut costs: Vec<Cost> = Vec::new();
    let (mut bytes, mut worker, mut gather, mut parts) = (0, Step::default(), Step::default(), 0);
    for size in sizes {
        let mut done = costs.last().map_or(0, |cost| cost.pages);
        say(&format!("{size} pages"));
        let run = if size <= scale.run_up_to { Some(bench.run(done..size)?) } else { None };
        while done < size {
            let end = size.min(done + PART);
            bytes += bench.part(done..end, parts, &mut worker, &mut gather)?;
            (done, parts) = (end, parts + 1);
        }
        let cost = Cost { pages: size, bytes, run, worker, gather, merge: bench.merge()? };
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
    workspace: &'b Workspace,
    scale: &'b Scale,
    product: Product,
    folder: &'b Path,
}

impl Bench<'_> {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// One run over the pages of the collection before and these.
    fn run(&self, numbers: Range<u64>) -> Result<Step> {
        pages::write(self.workspace, &self.at("pages"), self.scale.seed, numbers)?;
        let mut command = self.command("run", &["pages", "--no-html", "--output", "run"]);
        let taken = process::run(command.arg("--quiet"), has_worked)?;
        self.step(taken, "run")
    }

    /// What a worker answers for the pages, gathered; their length. Only what was gathered is left.
    fn part(
        &self,
        numbers: Range<u64>,
        part: usize,
        worker: &mut Step,
        gather: &mut Step,
    ) -> Result<u64> {
        let folder = self.at("part");
        let bytes = pages::write(self.workspace, &folder, self.scale.seed, numbers)?;
        let mut jobs = BufWriter::new(File::create(self.at("jobs"))?);
        for page in files_below(&folder)? {
            let name = page.strip_prefix(&folder)?;
            writeln!(jobs, "{}", json!({ "path": name.to_str().context("an odd name")? }))?;
        }
        jobs.into_inner()?.sync_all()?;

        let mut command = self.command("worker", &["--root", "part"]);
        let (jobs, answers) = (File::open(self.at("jobs"))?, File::create(self.at("answers"))?);
        let taken = process::run_between(&mut command, jobs.into(), answers.into(), has_worked)?;
        fs::remove_dir_all(&folder).context("cannot remove the pages of a part")?;

        let gathered = format!("gathered/{part}");
        fs::create_dir_all(self.at("gathered"))?;
        let mut command = self.command("merge", &["answers", "--gather", &gathered, "--quiet"]);
        let merged = process::run(&mut command, has_worked)?;
        gather.add(Step { files: 1, bytes: fs::metadata(self.at(&gathered))?.len(), ..of(merged) });
        worker.add(self.step(taken, "answers")?);
        Ok(bytes)
    }

    /// All that was gathered, merged.
    fn merge(&self) -> Result<Step> {
        let mut command = self.command("merge", &["--no-html", "--output", "merged", "--quiet"]);
        let mut parts = files_below(&self.at("gathered"))?;
        parts.sort();
        let taken = process::run(command.args(parts), has_worked)?;
        self.step(taken, "merged")
    }

    /// A step with what it has written, which is removed.
    fn step(&self, taken: Taken, written: &str) -> Result<Step> {
        let (mut step, path) = (of(taken), self.at(written));
        for file in files_below(&path)? {
            step.files += 1;
            step.bytes += fs::metadata(file)?.len();
        }
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("cannot remove {}", path.display()))?;
        Ok(step)
    }

    fn command(&self, verb: &str, arguments: &[&str]) -> Command {
        let mut command = self.product.command(verb);
        command.args(arguments).current_dir(self.folder);
        if let Some(threads) = self.scale.threads {
            command.arg("--jobs").arg(threads.to_string());
        }
        command
    }
}

fn of(Taken { wall, worked, peak }: Taken) -> Step {
    let (seconds, processor_seconds) = (wall.as_secs_f64(), worked.as_secs_f64());
    Step { seconds, processor_seconds, peak, files: 0, bytes: 0 }
}

/// The file, or the files below the folder.
fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let (mut waiting, mut files) = (vec![path.to_owned()], Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { &mut waiting } else { &mut files }.push(path);
        }
    }
    Ok(files)
}

fn shown(costs: &[Cost]) -> String {
    let megabytes = |bytes: u64| format!("{:.0}", bytes as f64 / 1e6);
    let peak = |step: &Step| step.peak.map_or_else(|| "not told".to_owned(), megabytes);
    let each = |cost: &Cost, step: &Step| {
        format!("{:.2}", 1e3 * step.processor_seconds / cost.pages as f64)
    };
    let runs: Vec<[String; 9]> = costs
        .iter()
        .filter_map(|cost| Some((cost, cost.run.as_ref()?)))
        .map(|(cost, run)| {
            let rate = |amount: f64| format!("{:.1}", amount / run.seconds);
            [
                cost.pages.to_string(),
                megabytes(cost.bytes),
                format!("{:.1}", run.seconds),
                rate(cost.pages as f64),
                rate(cost.bytes as f64 / 1e6),
                each(cost, run),
                peak(run),
                megabytes(run.bytes),
                run.files.to_string(),
            ]
        })
        .collect();
    let parts: Vec<[String; 11]> = costs
        .iter()
        .map(|cost| {
            let Cost { worker, gather, merge, .. } = cost;
            [
                cost.pages.to_string(),
                each(cost, worker),
                peak(worker),
                megabytes(worker.bytes),
                each(cost, gather),
                peak(gather),
                megabytes(gather.bytes),
                each(cost, merge),
                peak(merge),
                megabytes(merge.bytes),
                format!("{:.1}", merge.seconds),
            ]
        })
        .collect();
    let one = table::set(
        [
            ("one run, pages", Align::Right),
            ("MB", Align::Right),
            ("s", Align::Right),
            ("pages/s", Align::Right),
            ("MB/s", Align::Right),
            ("CPU ms/page", Align::Right),
            ("peak MB", Align::Right),
            ("output MB", Align::Right),
            ("files", Align::Right),
        ],
        &runs,
    );
    let many = table::set(
        [
            ("in parts, pages", Align::Right),
            ("worker ms/page", Align::Right),
            ("peak MB", Align::Right),
            ("answers MB", Align::Right),
            ("gather ms/page", Align::Right),
            ("peak MB", Align::Right),
            ("gathered MB", Align::Right),
            ("merge ms/page", Align::Right),
            ("peak MB", Align::Right),
            ("output MB", Align::Right),
            ("merge s", Align::Right),
        ],
        &parts,
    );
    if runs.is_empty() { many } else { format!("{one}\n{many}") }
}
