//! `cargo xtask snapshots`: every fixture against what it gave before. The comparison is the test
//! `snapshots` of the package `annalist-tests`; this says what it is to do.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::workspace::{Workspace, output_of, print, status_of};

/// Where the snapshots lie, a folder for each fixture.
pub(crate) const FOLDER: &str = "tests/snapshots";

/// Tells the test which fixture alone to look at.
const ONLY: &str = "ANNALIST_ONLY";

/// Tells the test what to do about a difference.
const WHAT: &str = "ANNALIST_SNAPSHOTS";

/// Tells the library that compares, insta, whether to write files, and what to print.
const UPDATE: &str = "INSTA_UPDATE";
const OUTPUT: &str = "INSTA_OUTPUT";

/// Arguments of `snapshots`.
///
/// Without a flag the differences are shown. They make the command fail unless they are accepted.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Say only which snapshots differ, not how
    #[arg(long, conflicts_with = "accept")]
    check: bool,
    /// Write the snapshots anew, and remove those that no fixture has
    #[arg(long)]
    accept: bool,
    /// Look at this fixture alone
    #[arg(long, value_name = "SLUG")]
    only: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mode = match arguments {
        Arguments { accept: true, .. } => Mode::Accept,
        Arguments { check: true, .. } => Mode::Check,
        _ => Mode::Show,
    };
    let only = arguments.only.as_deref();
    if let Some(slug) = only {
        check_slug(slug, &workspace.fixtures())?;
    }
    let agree = compare(workspace, mode, only)?;
    if mode == Mode::Accept && agree {
        print(&accepted(workspace, only)?)?;
    }
    Ok(ExitCode::from(u8::from(!agree)))
}

/// What is done about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It is shown.
    Show,
    /// It is named.
    Check,
    /// It is the new snapshot.
    Accept,
}

/// Runs the test; whether it passed.
pub(crate) fn compare(workspace: &Workspace, mode: Mode, only: Option<&str>) -> Result<bool> {
    let mut command = workspace.cargo();
    command.args(["test", "--quiet", "--locked", "--package", "annalist-tests"]);
    command.args(["--test", "snapshots"]);
    // Whatever the caller's own environment says of these, the mode decides.
    command.env_remove(ONLY).env_remove(WHAT);
    // A difference is no defect of the program: where it was noticed is of no use.
    command.env("RUST_BACKTRACE", "0");
    if let Some(slug) = only {
        command.env(ONLY, slug);
    }
    match mode {
        Mode::Show => command.env(UPDATE, "no").env(OUTPUT, "diff"),
        Mode::Check => command.env(WHAT, "check").env(UPDATE, "no").env(OUTPUT, "none"),
        Mode::Accept => command.env(WHAT, "accept").env(UPDATE, "always").env(OUTPUT, "none"),
    };
    Ok(status_of(&mut command)?.success())
}

/// What changed on disk, for the review that goes before a commit.
fn accepted(workspace: &Workspace, only: Option<&str>) -> Result<String> {
    let folder = only.map_or_else(|| FOLDER.to_owned(), |slug| format!("{FOLDER}/{slug}"));
    let mut command = workspace.git();
    command.args(["status", "--short", "--untracked-files=all", "--"]).arg(&folder);
    let changes = output_of(&mut command)?;
    Ok(if changes.is_empty() {
        format!("{folder} is as it was committed\n")
    } else {
        format!("{changes}read these before you commit them\n")
    })
}

fn check_slug(slug: &str, fixtures: &Path) -> Result<()> {
    let is_name = !slug.is_empty() && !slug.starts_with('.') && !slug.contains(['/', '\\']);
    if is_name && fixtures.join(slug).is_dir() {
        return Ok(());
    }
    bail!(
        "there is no fixture {slug:?}; a fixture is named by its folder in {}",
        fixtures.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_fixture_that_is_there() {
        let fixtures = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(fixtures.path().join("known/inner")).unwrap();
        assert!(check_slug("known", fixtures.path()).is_ok());
        for slug in ["unknown", "", "..", "known/inner", "."] {
            assert!(check_slug(slug, fixtures.path()).is_err(), "{slug}");
        }
    }
}
