//! `cargo xtask python`: the package for Python, built as a wheel, installed where nothing else is, and
//! tested beside the binary.
//!
//! What builds and tests it are Python packages (`crates/python/tests/requirements.txt`), installed into
//! a folder of cargo's target folder that is safe to delete. Nothing is skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::product::Product;
use crate::python;
use crate::workspace::{Workspace, exit_code, print, status_of};

/// Arguments of `python`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Build wheel and binary as they are published, which takes minutes; the wheel stays in
    /// `target/python/wheels`
    #[arg(long)]
    release: bool,
    /// Measure process_batch against `annalist worker` on the pages below this folder, both as they are
    /// published, rather than test
    #[arg(long, value_name = "DIR", conflicts_with_all = ["release", "pytest"])]
    bench: Option<PathBuf>,
    /// What pytest takes besides, such as -k WORD
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    pytest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let is_published = arguments.release || arguments.bench.is_some();
    let profile = if is_published { "release" } else { "dev" };
    let product = Product::build_as(workspace, profile)?;
    let package = package(workspace);
    let folder = workspace.target.join("python");
    let requirements = package.join("tests").join("requirements.txt");
    let python = python::with(&folder.join("environment"), &requirements)?;
    let wheel = install(workspace, &python, profile)?;
    let length = fs::metadata(&wheel)?.len();
    print(&format!("{}: {length} bytes\n", workspace.shown(&wheel)))?;

    let mut command = Command::new(&python);
    match &arguments.bench {
        Some(pages) => {
            command.arg(package.join("benches").join("command_line.py")).arg(pages);
        }
        None => {
            command.args(["-m", "pytest", "-p", "no:cacheprovider"]).args(&arguments.pytest);
            command.current_dir(&package);
        }
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("ANNALIST_BINARY", product.executable());
    Ok(exit_code(status_of(&mut command)?))
}

/// Builds the wheel by a profile of cargo and installs it for `python`, which has maturin. Returns where
/// the wheel lies.
pub(crate) fn install(workspace: &Workspace, python: &Path, profile: &str) -> Result<PathBuf> {
    let wheels = workspace.target.join("python").join("wheels");
    if wheels.exists() {
        fs::remove_dir_all(&wheels)?;
    }
    let mut command = Command::new(python);
    command.args(["-m", "maturin", "build", "--quiet", "--locked", "--profile", profile]);
    command.arg("--interpreter").arg(python).arg("--out").arg(&wheels);
    command.arg("--manifest-path").arg(package(workspace).join("Cargo.toml"));
    ensure!(status_of(&mut command)?.success(), "the wheel cannot be built");
    let wheel = fs::read_dir(&wheels)?.next().context("maturin has built no wheel")??.path();
    let mut command = Command::new(python);
    command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    command.args(["--no-deps", "--force-reinstall"]).arg(&wheel);
    ensure!(status_of(&mut command)?.success(), "the wheel cannot be installed");
    Ok(wheel)
}

/// The folder of the package.
pub(crate) fn package(workspace: &Workspace) -> PathBuf {
    workspace.root.join("crates").join("python")
}
