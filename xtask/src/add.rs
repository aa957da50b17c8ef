//! `cargo xtask add`: a saved page becomes a fixture, with its first snapshots to review.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::product::Product;
use crate::snapshots::{self, Mode};
use crate::workspace::{Workspace, exit_code, print, status_of};

/// Arguments of `add`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The saved page
    #[arg(value_name = "PAGE|URL")]
    page: PathBuf,
    /// The name of the fixture [default: made of the title or the file's name]
    #[arg(long)]
    slug: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let product = Product::build(workspace)?;
    let fixtures = workspace.fixtures();
    let before = names_in(&fixtures)?;
    let mut command = product.command("add");
    command.arg("--to").arg(&fixtures);
    if let Some(slug) = &arguments.slug {
        command.args(["--slug", slug]);
    }
    let status = status_of(command.arg("--").arg(&arguments.page))?;
    if !status.success() {
        return Ok(exit_code(status));
    }
    let after = names_in(&fixtures)?;
    let Some(slug) = after.difference(&before).next() else {
        bail!("annalist added no folder to {}", fixtures.display());
    };

    let has_snapshots = snapshots::compare(workspace, Mode::Accept, Some(slug))?;
    print(&to_do(workspace, slug, has_snapshots)?)?;
    Ok(ExitCode::from(u8::from(!has_snapshots)))
}

/// What is left to people.
fn to_do(workspace: &Workspace, slug: &str, has_snapshots: bool) -> Result<String> {
    let fixture = workspace.fixtures().join(slug);
    let provenance = fixture.join("source.json");
    let mut text = format!(
        "fill in   {}: why, origin, licence, and the facts of the page (see fixtures/README.md)\n",
        workspace.shown(&provenance)
    );
    if !has_snapshots {
        let _ = writeln!(
            text,
            "no snapshots were made; see above, then: cargo xtask snapshots --only {slug} --accept"
        );
        return Ok(text);
    }
    for path in files_in(&workspace.root.join(snapshots::FOLDER).join(slug))? {
        let _ = writeln!(text, "review    {}", workspace.shown(&path));
    }
    Ok(text)
}

/// The names of what lies in a folder; none where there is no folder.
fn names_in(folder: &Path) -> Result<BTreeSet<String>> {
    let files = files_in(folder)?;
    let names = files.iter().filter_map(|path| path.file_name()?.to_str());
    Ok(names.map(str::to_owned).collect())
}

/// What lies in a folder, sorted; nothing where there is no folder.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let cannot_read = || format!("cannot read {}", folder.display());
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(cannot_read)?,
    };
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .with_context(cannot_read)?;
    paths.sort();
    Ok(paths)
}
