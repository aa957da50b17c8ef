//! `cargo xtask spark`: the tests of annalist.spark on a cluster of two executors on this machine, with
//! wheel and binary as tests build them.
//!
//! Spark is a Python package (`xtask/spark/requirements.txt`), installed into a folder of cargo's target
//! folder that is safe to delete; it needs Java. Nothing is skipped.

use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::product::Product;
use crate::python;
use crate::wheel;
use crate::workspace::{Workspace, exit_code, status_of};

/// Arguments of `spark`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What pytest takes besides, such as -k WORD
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    pytest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let product = Product::build_for_tests(workspace)?;
    let requirements = workspace.root.join("xtask").join("spark").join("requirements.txt");
    let python = python::with(&workspace.target.join("spark"), &requirements)?;
    wheel::install(workspace, &python, "dev")?;
    let mut command = Command::new(python);
    command.args(["-m", "pytest", "-p", "no:cacheprovider"]).args(&arguments.pytest);
    command.arg(wheel::package(workspace).join("tests").join("test_spark.py"));
    command.current_dir(&workspace.root).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("ANNALIST_BINARY", product.executable()).env("ANNALIST_TEST_SPARK", "required");
    Ok(exit_code(status_of(&mut command)?))
}
