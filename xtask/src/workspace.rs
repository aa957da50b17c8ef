//! The workspace: where it lies, what it holds, and how its tools are run.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// The workspace that the command was called in.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    /// Its top folder.
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    /// Where cargo builds, whatever decides that.
    #[serde(rename = "target_directory")]
    pub(crate) target: PathBuf,
    /// Its members.
    pub(crate) packages: Vec<Package>,
}

/// A member, as its manifest describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest_path: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A dependency that a manifest names, of any kind.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `dev` or `build`; none for what the package itself needs.
    pub(crate) kind: Option<String>,
}

impl Workspace {
    /// The workspace around the working folder, as cargo tells it.
    pub(crate) fn find() -> Result<Workspace> {
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata = output_of(&mut command)?;
        serde_json::from_str(&metadata).context("cargo metadata gave what is not understood")
    }

    /// The folder of the fixtures.
    pub(crate) fn fixtures(&self) -> PathBuf {
        self.root.join("fixtures")
    }

    /// A path below the top folder, as it is shown.
    pub(crate) fn shown<'p>(&self, path: &'p Path) -> std::path::Display<'p> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// Cargo, at the top of the workspace.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// Git, at the top of the workspace.
    pub(crate) fn git(&self) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.root);
        command
    }
}

/// The cargo that runs this, or the one that the shell finds.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command and takes its stdout; what it says on stderr is shown.
pub(crate) fn output_of(command: &mut Command) -> Result<String> {
    let called = called(command);
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run {called}"))?;
    if !output.status.success() {
        bail!("{called} ended with {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{called} gave what is no UTF-8"))
}

/// Runs a command to its end.
pub(crate) fn status_of(command: &mut Command) -> Result<ExitStatus> {
    command.status().with_context(|| format!("cannot run {}", called(command)))
}

/// What a command is called in messages: the program and its first argument.
fn called(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let first = command.get_args().next().unwrap_or_default();
    format!("{} {}", program.display(), first.display())
}

/// The exit code of another program as our own; 1 where a signal ended it.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(1))
}

/// Writes results to stdout; a reader that has gone is no error.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to stdout")
        }
        _ => Ok(()),
    }
}

/// Says something to the user on stderr, if there still is one.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
