//! `annalist schema`: the shape of what is published.

use anyhow::{Context, Result};

use super::print;
use crate::args;
use crate::exit::Exit;

pub(super) fn run(arguments: &args::Schema) -> Result<Exit> {
    let name = &arguments.name;
    let schema = annalist_report::schema(name)
        .with_context(|| format!("there is no schema of {name}, a defect to report"))?;
    print(format!("{}\n", schema.trim_end()).as_bytes())
}
