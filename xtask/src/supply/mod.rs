//! What the product is built of: `cargo xtask sbom`, and what `cargo deny` says of it.

mod graph;
mod licences;
mod sbom;

use std::fs;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};

use anyhow::{Context, Result, ensure};

use self::graph::Graph;
use self::licences::Allowed;
use crate::workspace::{Workspace, output_of, print, say, status_of};

/// The member whose parts are listed.
const PRODUCT: &str = "annalist-cli";

/// What to write.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file; stdout where none is given
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// Lists all that the product is built of (CycloneDX, JSON). The same lock file gives the same bytes.
pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let mut cargo = workspace.cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    let graph = Graph::read(&output_of(&mut cargo)?, &read(workspace, "Cargo.lock")?)?;
    let parts = graph.parts_of(PRODUCT)?;
    let refused = Allowed::read(&read(workspace, "deny.toml")?)?.refused(&parts);
    ensure!(refused.is_empty(), "deny.toml does not allow these licences:\n{}", refused.join("\n"));
    let text = sbom::text(&parts)?;
    match &arguments.output {
        Some(path) => {
            fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        None => print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn read(workspace: &Workspace, file: &str) -> Result<String> {
    fs::read_to_string(workspace.root.join(file)).with_context(|| format!("cannot read {file}"))
}

/// Runs `cargo deny` as far as it can be run without a network; whether it found nothing.
pub(crate) fn deny(workspace: &Workspace) -> Result<bool> {
    if !is_installed(workspace) {
        say("cargo deny: skipped, for it is not installed");
        return Ok(true);
    }
    let mut checks = vec!["bans", "licenses", "sources"];
    if has_advisories() {
        checks.push("advisories");
    } else {
        say(
            "cargo deny: advisories skipped, for no database of them is here; `cargo deny fetch` gets one",
        );
    }
    let mut cargo = workspace.cargo();
    cargo.args(["deny", "--offline", "check"]).args(checks);
    Ok(status_of(&mut cargo)?.success())
}

fn is_installed(workspace: &Workspace) -> bool {
    let mut cargo = workspace.cargo();
    cargo.args(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    cargo.status().is_ok_and(|status| status.success())
}

/// Whether a database of advisories was fetched before.
fn has_advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let entries = home.and_then(|home| fs::read_dir(home.join("advisory-dbs")).ok());
    entries.is_some_and(|mut entries| entries.next().is_some())
}
