//! Makes the models of `parse` from pages whose articles people have marked.
//!
//! `cargo xtask train body --data DIR` runs this. DIR holds a folder a set, with `gold.jsonl` and
//! `pages/`. Each model is tested first on sites that it has not seen (five folds by site), then
//! learned from all pages and written to `crates/parse/data`, with a note on what it was made from.

mod align;
mod article;
mod boost;
mod gold;
mod score;

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "what is needed: the folder of the sets, and that of the workspace";
    let data = arguments.next().context(usage)?;
    let root = arguments.next().context(usage)?;
    let note = article::train(&data, &root)?;
    io::stdout().write_all(note.as_bytes()).context("cannot write to stdout")
}
