//! `cargo xtask tidy`: the rules of the house. Each is a function that lists its breaches, and each
//! breach says where it is and what to do.

mod architecture;
mod borders;
mod data_files;
mod files;
mod fixtures;
mod house;
mod manifests;
mod page_tree;
mod reach;
mod rust_source;
mod sources;
mod words;

use std::process::ExitCode;

use anyhow::Result;

use crate::tidy::house::House;
use crate::workspace::{Workspace, print};

/// A rule: what in the house breaks it. An error says why that cannot be told.
type Rule = fn(&House<'_>) -> Result<Vec<String>>;

const RULES: [Rule; 15] = [
    borders::between_members,
    borders::reserved_crates,
    borders::whole_trees,
    manifests::members,
    manifests::workspace,
    architecture::dependencies,
    reach::files_clock_and_threads,
    page_tree::signatures,
    reach::printing,
    words::literals,
    data_files::order_and_heads,
    fixtures::folders,
    fixtures::provenance,
    files::sizes,
    files::machine_paths,
];

pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let house = House::open(workspace)?;
    let mut breaches = Vec::new();
    for rule in RULES {
        breaches.extend(rule(&house)?);
    }
    if breaches.is_empty() {
        print(&format!("{} rules hold for {} files\n", RULES.len(), house.files().len()))?;
        return Ok(ExitCode::SUCCESS);
    }
    for breach in &breaches {
        print(&format!("{breach}\n"))?;
    }
    print(&format!("breaches of the rules of the house: {}\n", breaches.len()))?;
    Ok(ExitCode::FAILURE)
}
