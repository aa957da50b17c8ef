//! `annalist completions`: what a shell offers.

use anyhow::Result;

use super::print;
use crate::args;
use crate::exit::Exit;

pub(super) fn run(arguments: &args::Completions) -> Result<Exit> {
    let mut command = args::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    print(&script)
}
