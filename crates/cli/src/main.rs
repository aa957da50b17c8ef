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

use crate::args::{Arguments, LogFormat};
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
    let given: Vec<OsString> = arguments.collect();
    let parsed = args::command()
        .try_get_matches_from(&given)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error, &given),
    };
    let plan = match Plan::new(&arguments) {
        Ok(plan) => plan,
        Err(error) => {
            Talk::before_plan(arguments.common.log_format).error(&format!("{error:#}"));
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

/// Says why the arguments cannot be meant. Help and version come this way too, for stdout.
fn refuse(error: &clap::Error, given: &[OsString]) -> Exit {
    if !error.use_stderr() {
        // A reader that has gone is no error.
        let _ = error.print();
        return Exit::Done;
    }
    if args::ask_for_json(given) {
        let words = error.to_string();
        let words = words.strip_prefix("error: ").unwrap_or(&words);
        Talk::before_plan(Some(LogFormat::Json)).error(words.trim());
    } else {
        let _ = error.print();
    }
    Exit::Usage
}
