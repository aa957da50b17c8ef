//! `cargo xtask pages`: a collection of any size, made of the fixtures by a seed.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annalist_variants::Originals;
use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::{Workspace, print};

/// Arguments of `pages`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many pages
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: u64,
    /// The number of the first page
    #[arg(long, value_name = "N", default_value_t = 0)]
    from: u64,
    /// What the pages follow from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { folder, count, from, seed } = arguments;
    let bytes = write(workspace, folder, *seed, *from..from + count)?;
    print(&format!("{count} pages with {bytes} bytes in {}\n", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the pages of these numbers; their length.
pub(crate) fn write(
    workspace: &Workspace,
    folder: &Path,
    seed: u64,
    numbers: Range<u64>,
) -> Result<u64> {
    let originals = Originals::read(&workspace.fixtures()).context("cannot read the fixtures")?;
    let mut bytes = 0;
    for number in numbers {
        let page = originals.variant(seed, number);
        let path = folder.join(&page.name);
        let above = path.parent().unwrap_or(folder);
        fs::create_dir_all(above).with_context(|| format!("cannot make {}", above.display()))?;
        fs::write(&path, &page.bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
        bytes += page.bytes.len() as u64;
    }
    Ok(bytes)
}
