//! What grows with a collection: memory, and what a second run costs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::Bench;
use crate::bench::process::Taken;
use crate::pages;

/// Runs over a collection of some size, on all threads.
#[derive(Debug, Serialize)]
pub(super) struct Growth {
    pub(super) pages: u64,
    /// The first run, from start to end.
    pub(super) seconds: f64,
    /// The most memory that it held, in bytes, where the system tells.
    pub(super) peak: Option<u64>,
    /// How many times that of the smallest collection.
    pub(super) times_smallest: Option<f64>,
    /// A second run that finds nothing changed, in percent of the work of the first.
    pub(super) unchanged_percent: f64,
    /// One that finds one page more.
    pub(super) one_more_percent: f64,
}

/// Makes collections of these sizes and runs over each three times. One round: large collections take
/// long, and memory hardly varies.
pub(super) fn measure(bench: &Bench<'_>, sizes: &[u64]) -> Result<Vec<Growth>> {
    let (folder, output) = (bench.folder.path().join("grows"), bench.folder.path().join("grown"));
    let mut done = 0;
    let mut growth: Vec<Growth> = Vec::new();
    for &size in sizes {
        // Behind the pages that are there already: one more was made at the end of each size.
        pages::write(bench.workspace, &folder, bench.whole.seed, done..size)?;
        let first = run(bench, &folder, &output)?;
        let unchanged = run(bench, &folder, &output)?;
        pages::write(bench.workspace, &folder, bench.whole.seed, size..size + 1)?;
        let one_more = run(bench, &folder, &output)?;
        fs::remove_dir_all(&output).context("cannot remove what was written")?;
        done = size + 1;
        let percent = |run: Taken| 100.0 * run.worked.as_secs_f64() / first.worked.as_secs_f64();
        let smallest = growth.first().map_or(first.peak, |smallest| smallest.peak);
        growth.push(Growth {
            pages: size,
            seconds: first.wall.as_secs_f64(),
            peak: first.peak,
            times_smallest: first.peak.zip(smallest).map(|(now, then)| now as f64 / then as f64),
            unchanged_percent: percent(unchanged),
            one_more_percent: percent(one_more),
        });
    }
    Ok(growth)
}

fn run(bench: &Bench<'_>, folder: &Path, output: &Path) -> Result<Taken> {
    let threads = super::most_threads(bench.whole.threads).last().copied().unwrap_or(1);
    bench.run_into(bench.product.command("run").arg("--no-html").arg(folder), output, threads)
}
