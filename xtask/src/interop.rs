//! `cargo xtask interop`: the exports of the fixtures, and of pages that mean harm, read by the
//! programs that they are for.
//!
//! The readers are Python packages (`xtask/interop/requirements.txt`), installed into a folder of
//! cargo's target folder that is safe to delete. Each format has a check, a script in
//! `xtask/interop`, which compares what its reader gives with the records.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::Args;

use crate::product::Product;
use crate::python;
use crate::workspace::{Workspace, print, say, status_of};

/// Each format, the name of its export, and the script that checks it.
const CHECKS: &[(&str, &str, &str)] = &[
    ("csv", "csv", "check_csv.py"),
    ("ftm", "entities.ftm.json", "check_ftm.py"),
    ("ftm-statements", "statements.csv", "check_ftm_statements.py"),
    ("geojson", "places.geojson", "check_geojson.py"),
    ("gexf", "network.gexf", "check_network.py"),
    ("graphml", "network.graphml", "check_network.py"),
    ("jsonld", "articles.jsonld", "check_jsonld.py"),
    ("obsidian", "obsidian", "check_obsidian.py"),
    ("parquet", "parquet", "check_parquet.py"),
    ("sqlite", "sqlite", "check_sqlite.py"),
    ("stix", "bundle.json", "check_stix.py"),
    ("timelinejs", "timeline.json", "check_timelinejs.py"),
    ("webannotation", "annotations.jsonld", "check_webannotation.py"),
];

/// Arguments of `interop`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The formats to check [default: all]
    #[arg(value_name = "FORMAT")]
    formats: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let scripts = workspace.root.join("xtask").join("interop");
    let folder = workspace.target.join("interop");
    let product = Product::build_for_tests(workspace)?;
    let python = python::with(&folder.join("readers"), &scripts.join("requirements.txt"))?;

    let output = folder.join("run");
    let exports = folder.join("exports");
    for old in [&output, &exports] {
        if old.exists() {
            fs::remove_dir_all(old).with_context(|| format!("cannot remove {}", old.display()))?;
        }
    }
    fs::create_dir_all(&exports)?;
    let mut command = product.command("run");
    command.arg("--quiet").arg("--output").arg(&output);
    command.arg(workspace.fixtures()).arg(scripts.join("pages"));
    anyhow::ensure!(status_of(&mut command)?.success(), "the run over the fixtures failed");

    let asked =
        |name: &str| arguments.formats.is_empty() || arguments.formats.iter().any(|it| it == name);
    let (mut passed, mut failed) = (0, 0);
    for (format, file, script) in CHECKS.iter().filter(|(format, ..)| asked(format)) {
        let export = exports.join(file);
        let holds = exported(&product, &output, format, &export)?
            && status_of(
                Command::new(&python).arg(scripts.join(script)).arg(&output).arg(&export),
            )?
            .success();
        print(&format!("{format:<16}{}\n", if holds { "ok" } else { "FAILED" }))?;
        *(if holds { &mut passed } else { &mut failed }) += 1;
    }
    print(&format!("{passed} passed, {failed} failed\n"))?;
    Ok(if passed > 0 && failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Exports twice: the second time must give the same bytes.
fn exported(product: &Product, run: &Path, format: &str, export: &Path) -> Result<bool> {
    let again = export.with_extension("again");
    for target in [export, &again] {
        let mut command = product.command("export");
        command.arg(run).args(["--quiet", "--to", format, "--output"]).arg(target);
        if !status_of(&mut command)?.success() {
            say(&format!("{format}: the export failed"));
            return Ok(false);
        }
    }
    let is_same = contents(export)? == contents(&again)?;
    if !is_same {
        say(&format!("{format}: two exports of one collection differ"));
    }
    Ok(is_same)
}

/// What a file holds, or each file below a folder.
fn contents(path: &Path) -> Result<Vec<Vec<u8>>> {
    if !path.is_dir() {
        return Ok(vec![fs::read(path)?]);
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    let of_each: Vec<_> = entries.iter().map(|entry| contents(entry)).collect::<Result<_>>()?;
    Ok(of_each.concat())
}
