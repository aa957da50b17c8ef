//! `cargo xtask bench`: the whole line in one table. How fast each stage is and what share of the time
//! it takes, beside what no reader of pages can do without; how much several threads bring; what
//! memory grows with; what a second run costs; and, where they are asked for, other programs.
//!
//! Whatever is compared is measured by turns, round after round. What counts on one core is the time
//! that the processor gave, so that other work on the machine falls out of it.

mod growth;
mod peers;
mod show;
mod spread;
mod stages;
mod threads;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Serialize;

use super::process::{self, Taken};
use crate::pages;
use crate::product::{Product, has_worked};
use crate::workspace::{Workspace, print};

/// The sizes of collections that memory is measured at.
const SIZES: [u64; 2] = [1_000, 10_000];

/// The size that is measured as well where that is asked for.
const FULL_SIZE: u64 = 100_000;

/// Arguments of `bench` itself.
#[derive(Debug, Args)]
pub(super) struct Whole {
    /// A folder of saved pages: .html and .htm, packed with gzip or not [default: pages made of the
    /// fixtures by a seed]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How many pages are made where no folder is given
    #[arg(long, value_name = "N", default_value_t = 500, conflicts_with = "data")]
    pages: u64,
    /// What the pages follow from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How often all is measured; shown are the middle and both ends
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// The most threads [default: as many as the machine has]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Numbers of pages that memory and second runs are measured at; 0 for none
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = SIZES)]
    sizes: Vec<u64>,
    /// Measure memory and second runs at 100,000 pages as well
    #[arg(long)]
    full: bool,
    /// Run trafilatura and spaCy on the same pages, where their Python packages are installed
    #[arg(long)]
    peers: bool,
    /// The Python that runs them
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
    /// The model of spaCy
    #[arg(long, value_name = "NAME", default_value = "en_core_web_sm")]
    model: String,
    /// The profile that cargo builds by; only tests of the bench itself ask for another
    #[arg(long, value_name = "NAME", default_value = "release", hide = true)]
    profile: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// All that was measured.
#[derive(Debug, Serialize)]
struct Report {
    rounds: u32,
    speed: stages::Speed,
    threads: Vec<threads::Threads>,
    growth: Vec<growth::Growth>,
    peers: Option<peers::Outcome>,
}

pub(super) fn run(workspace: &Workspace, whole: &Whole) -> Result<ExitCode> {
    let bench = Bench::new(workspace, whole)?;
    let speed = stages::measure(&bench)?;
    let report = Report {
        rounds: whole.rounds,
        threads: threads::measure(&bench, &most_threads(whole.threads))?,
        growth: growth::measure(&bench, &sizes(whole))?,
        peers: whole.peers.then(|| peers::measure(&bench, &speed)).transpose()?,
        speed,
    };
    if whole.json {
        print(&(serde_json::to_string(&report).context("cannot write the report")? + "\n"))?;
    } else {
        print(&show::report(&report))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn sizes(whole: &Whole) -> Vec<u64> {
    let mut sizes: Vec<u64> = whole.sizes.iter().copied().filter(|&size| size > 0).collect();
    sizes.extend(whole.full.then_some(FULL_SIZE));
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// The numbers of threads that are measured: twice as many each time, and the most.
fn most_threads(given: Option<u16>) -> Vec<usize> {
    let machine = || std::thread::available_parallelism().map_or(1, usize::from);
    let most = given.map_or_else(machine, usize::from);
    let mut numbers: Vec<usize> =
        std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|&n| n < most).collect();
    numbers.push(most);
    numbers
}

/// What is measured with, and on what.
struct Bench<'a> {
    workspace: &'a Workspace,
    whole: &'a Whole,
    product: Product,
    /// The folder with the pages.
    pages: PathBuf,
    /// A file with their names, a line each.
    list: PathBuf,
    /// Where all that is made lies, for as long as the bench runs.
    folder: tempfile::TempDir,
}

impl<'a> Bench<'a> {
    fn new(workspace: &'a Workspace, whole: &'a Whole) -> Result<Bench<'a>> {
        fs::create_dir_all(&workspace.target).context("cannot make the folder for builds")?;
        let folder = tempfile::Builder::new()
            .prefix("bench-")
            .tempdir_in(&workspace.target)
            .context("cannot make a folder for pages")?;
        let pages = match &whole.data {
            Some(given) => fs::canonicalize(given)
                .with_context(|| format!("cannot read {}", given.display()))?,
            None => {
                let pages = folder.path().join("pages");
                pages::write(workspace, &pages, whole.seed, 0..whole.pages)?;
                pages
            }
        };
        let paths = pages_below(&pages)?;
        if paths.is_empty() {
            bail!("{} holds no page: no .html or .htm, packed or not", pages.display());
        }
        let list = folder.path().join("list");
        let lines: Vec<u8> = paths
            .iter()
            .flat_map(|path| [path.as_os_str().as_encoded_bytes(), b"\0"].concat())
            .collect();
        fs::write(&list, lines).context("cannot write the list of pages")?;
        let product = Product::build_as(workspace, &whole.profile)?;
        Ok(Bench { workspace, whole, product, pages, list, folder })
    }

    /// The rounds, for a loop.
    fn rounds(&self) -> std::ops::Range<u32> {
        0..self.whole.rounds
    }

    /// The whole run over the pages into a new folder, without the report as HTML: that is written
    /// for collections of some sizes only.
    fn run(&self, threads: usize) -> Result<Taken> {
        self.run_as(threads, "--no-html")
    }

    /// The same with it.
    fn run_with_html(&self, threads: usize) -> Result<Taken> {
        self.run_as(threads, "--html")
    }

    fn run_as(&self, threads: usize, form: &str) -> Result<Taken> {
        let output = self.folder.path().join("out");
        let mut command = self.product.command("run");
        command.arg("--files-from").arg(&self.list).args(["--null", form]);
        let taken = self.run_into(&mut command, &output, threads);
        fs::remove_dir_all(&output).context("cannot remove what was written")?;
        taken
    }

    fn run_into(&self, command: &mut Command, output: &Path, threads: usize) -> Result<Taken> {
        command.arg("--output").arg(output).arg("--jobs").arg(threads.to_string());
        // What the user has set up for the folder that this is called in is none of the bench's.
        command.current_dir(self.folder.path()).arg("--quiet");
        process::run(command, has_worked)
    }
}

/// The pages below a folder, sorted: what the benches of single stages read as well.
fn pages_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut waiting = vec![folder.to_owned()];
    let mut pages = Vec::new();
    while let Some(folder) = waiting.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.to_string_lossy().into_owned();
            let plain = name.strip_suffix(".gz").unwrap_or(&name);
            if path.is_dir() {
                waiting.push(path);
            } else if [".html", ".htm"].iter().any(|ending| plain.ends_with(ending)) {
                pages.push(path);
            }
        }
    }
    pages.sort();
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_double_up_to_the_most() {
        assert_eq!(most_threads(Some(1)), [1]);
        assert_eq!(most_threads(Some(6)), [1, 2, 4, 6]);
        assert_eq!(most_threads(Some(8)), [1, 2, 4, 8]);
    }
}
