//! `cargo xtask train`: the models, made anew.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::workspace::{Workspace, exit_code, status_of};

/// Arguments of `train`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The models of parse, from pages whose articles people have marked
    Body(Body),
    /// The model of names, from texts whose names people have marked
    Names(Names),
}

#[derive(Debug, Args)]
struct Body {
    /// The folder of the sets: in each `gold.jsonl`, and `pages/ID.html.gz`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Debug, Args)]
struct Names {
    /// The folder of the marked texts, `SET.jsonl.gz`, with `word-clusters.tsv.gz` and
    /// `gazetteer.tsv.gz`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// A folder of texts that the model is tested on, `SET-dev.jsonl.gz`
    #[arg(long, value_name = "DIR")]
    test: Option<PathBuf>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let (package, data, test) = match &arguments.what {
        What::Body(body) => ("annalist-train", &body.data, None),
        What::Names(names) => ("annalist-train-names", &names.data, names.test.as_deref()),
    };
    let mut command = workspace.cargo();
    command.args(["run", "--release", "--quiet", "--package", package, "--"]);
    command.arg(absolute(data)?).arg(&workspace.root);
    if let Some(test) = test {
        command.arg(absolute(test)?);
    }
    Ok(exit_code(status_of(&mut command)?))
}

fn absolute(folder: &Path) -> Result<PathBuf> {
    std::path::absolute(folder).with_context(|| format!("cannot find {}", folder.display()))
}
