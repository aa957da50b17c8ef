//! The binary `annalist`: arguments, plan, exit code. The work is done by the crates below.

mod args;
mod commands;
mod config;
mod exit;
mod plan;
mod progress;
mod talk;

use std::ffi::OsString;
use std::panic::{catch_unwind, set_hook};
use std::process::ExitCode;

use clap::FromArgMatches;

use crate::args::Arguments;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::talk::Talk;

fn main() -> ExitCode {
    // A panic is told where it is caught: as the failure of its document, or below.
    set_hook(Box::new(|_| {}));
    let exit = catch_unwind(|| answer(std::env::args_os())).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Talk::default().error(&format!("annalist broke off, a defect to report: {said}"));
        Exit::AllFailed
    });
    exit.into()
}

/// Does what the arguments ask for.
fn answer(arguments: impl Iterator<Item = OsString>) -> Exit {
    let parsed = args::command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to stdout; a reader that has gone is no error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let plan = match Plan::new(&arguments.common) {
        Ok(plan) => plan,
        Err(error) => {
            Talk::default().error(&format!("{error:#}"));
            return Exit::Usage;
        }
    };
    commands::dispatch(&plan, &arguments.verb).unwrap_or_else(|error| {
        if commands::is_closed_pipe(&error) {
            return Exit::Done;
        }
        plan.talk.error(&format!("{error:#}"));
        Exit::Usage
    })
}
