//! The product from outside: its release binary.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::{Workspace, output_of};

/// The package that holds the binary.
const PACKAGE: &str = "annalist-cli";

/// The binary's name.
const BINARY: &str = "annalist";

/// The binary, built from what lies in the workspace.
#[derive(Debug)]
pub(crate) struct Product {
    executable: PathBuf,
}

impl Product {
    /// Builds the binary; cargo says where it put it.
    pub(crate) fn build(workspace: &Workspace) -> Result<Product> {
        Product::build_as(workspace, "release")
    }

    /// Builds the binary by a profile of cargo.
    pub(crate) fn build_as(workspace: &Workspace, profile: &str) -> Result<Product> {
        Product::build_with(workspace, profile, &[])
    }

    /// The binary with all that it can be built with, as the tests of that build it: where they have
    /// just run, it is there.
    pub(crate) fn build_for_tests(workspace: &Workspace) -> Result<Product> {
        Product::build_with(workspace, "dev", &["--features", "arrow"])
    }

    fn build_with(workspace: &Workspace, profile: &str, features: &[&str]) -> Result<Product> {
        let mut command = workspace.cargo();
        command.args(["build", "--profile", profile, "--locked", "--package", PACKAGE]);
        command.args(features);
        command.arg("--message-format=json-render-diagnostics");
        let executable = built(&mut command, BINARY)?;
        Ok(Product { executable })
    }

    /// Where the binary lies.
    pub(crate) fn executable(&self) -> &Path {
        &self.executable
    }

    /// The binary, about to do what `verb` says.
    pub(crate) fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.executable);
        command.arg(verb);
        command
    }
}

/// Builds a bench of a package, a program that prints what it measures, by a profile of cargo.
pub(crate) fn build_bench(
    workspace: &Workspace,
    profile: &str,
    package: &str,
    bench: &str,
) -> Result<PathBuf> {
    let mut command = workspace.cargo();
    command.args(["bench", "--no-run", "--profile", profile, "--locked"]);
    command.args(["--package", package, "--bench", bench]);
    command.arg("--message-format=json-render-diagnostics");
    built(&mut command, bench)
}

/// Runs a cargo that builds `program`, and takes from its messages where that lies.
fn built(cargo: &mut Command, program: &str) -> Result<PathBuf> {
    executable_in(&output_of(cargo)?, program)
        .with_context(|| format!("cargo has built, and named no program {program}"))
}

/// The path of a program in cargo's messages, a JSON object a line.
fn executable_in(messages: &str, program: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter(|message| message["target"]["name"] == program)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// Whether the binary did what it could, each document's fate apart (see `annalist --help`).
pub(crate) fn has_worked(status: ExitStatus) -> bool {
    matches!(status.code(), Some(0 | 3 | 4 | 130))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_is_where_cargo_says() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"annalist_report"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"annalist"},"executable":"t/annalist"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
            "\n",
        );
        assert_eq!(executable_in(messages, BINARY), Some(PathBuf::from("t/annalist")));
        assert_eq!(executable_in(r#"{"reason":"build-finished"}"#, BINARY), None);
    }
}
