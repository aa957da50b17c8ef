//! `cargo xtask train`: the models of `parse`, made anew.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::workspace::{Workspace, exit_code, status_of};

/// The package that makes them.
const PACKAGE: &str = "annalist-train";

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the sets: in each `gold.jsonl`, and `pages/ID.html.gz`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let data = std::path::absolute(&arguments.data)
        .with_context(|| format!("cannot find {}", arguments.data.display()))?;
    let mut command = workspace.cargo();
    command.args(["run", "--release", "--quiet", "--package", PACKAGE, "--"]);
    command.arg(data).arg(&workspace.root);
    Ok(exit_code(status_of(&mut command)?))
}
