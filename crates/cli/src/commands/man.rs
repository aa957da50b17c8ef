//! `annalist man`: the manual, one page after the other.

use anyhow::Result;
use clap_mangen::Man;

use super::print;
use crate::args;
use crate::exit::Exit;

pub(super) fn run() -> Result<Exit> {
    let mut command = args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    Man::new(command.clone()).render(&mut pages)?;
    for verb in command.get_subcommands() {
        Man::new(verb.clone()).render(&mut pages)?;
    }
    print(&pages)
}
