//! `cargo xtask ci`: what continuous integration runs. The list of steps is `.ci/run`, which does not
//! need this program to be built; here it is called, and then `cargo deny`, where it is at hand.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::supply;
use crate::workspace::{Workspace, exit_code, status_of};

pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let steps = workspace.root.join(".ci").join("run");
    let status = status_of(Command::new("bash").arg(steps).current_dir(&workspace.root))?;
    if !status.success() {
        return Ok(exit_code(status));
    }
    let is_clean = supply::deny(workspace)?;
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
