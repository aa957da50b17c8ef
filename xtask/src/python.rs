//! Pythons with packages, in folders of cargo's target folder that are safe to delete.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::status_of;

/// A Python in `environment` that has what the file `requirements` lists, and nothing else; it is made
/// anew where the list has changed.
pub(crate) fn with(environment: &Path, requirements: &Path) -> Result<PathBuf> {
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = fs::read(requirements).context("cannot read the list of packages")?;
    let stamp = environment.join("requirements.txt");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    fs::create_dir_all(environment)?;
    let base = if cfg!(windows) { "python" } else { "python3" };
    let made = status_of(Command::new(base).args(["-m", "venv", "--clear"]).arg(environment))
        .context("the checks need Python 3 with its venv module")?;
    ensure!(made.success(), "python3 -m venv failed; on Debian install python3-venv");
    let mut command = Command::new(&python);
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    command.args(["--no-compile", "--no-deps", "--requirement"]).arg(requirements);
    ensure!(
        status_of(&mut command)?.success(),
        "packages cannot be installed, so nothing was checked; what is missing stands in {}, and \
         installing it needs a network",
        requirements.display()
    );
    fs::write(stamp, wanted)?;
    Ok(python)
}
