//! `cargo xtask ci`: what continuous integration runs. The list of steps is `.ci/run`, which does not
//! need this program to be built; here it is only called.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::workspace::{Workspace, exit_code, status_of};

pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let steps = workspace.root.join(".ci").join("run");
    let status = status_of(Command::new("bash").arg(steps).current_dir(&workspace.root))?;
    Ok(exit_code(status))
}
