//! The verbs, a module each.

mod add;
mod compare;
mod completions;
mod decide;
mod doctor;
mod enrich;
mod export;
mod man;
mod merge;
mod names;
mod parse;
mod report;
mod run;
mod schema;
mod search;
mod status;
mod verify;
mod worker;

use std::io::{self, Write};

use annalist_pipeline::Problem;
use anyhow::Result;

use crate::args::Verb;
use crate::exit::Exit;
use crate::plan::Plan;

/// Does what `verb` asks for.
pub(crate) fn dispatch(plan: &Plan, verb: &Verb) -> Result<Exit> {
    match verb {
        Verb::Run(arguments) => run::run(plan, arguments),
        Verb::Status(arguments) => status::run(plan, arguments),
        Verb::Doctor(arguments) => doctor::run(plan, arguments),
        Verb::Parse(arguments) => parse::run(plan, arguments),
        Verb::Enrich(arguments) => enrich::run(plan, arguments),
        Verb::Report(arguments) => report::run(plan, arguments),
        Verb::Export(arguments) => export::run(plan, arguments),
        Verb::Search(arguments) => search::run(plan, arguments),
        Verb::Worker(arguments) => worker::run(plan, arguments),
        Verb::Merge(arguments) => merge::run(plan, arguments),
        Verb::Verify(arguments) => verify::run(plan, arguments),
        Verb::Add(arguments) => add::run(plan, arguments),
        Verb::Match(arguments) => compare::run(plan, arguments),
        Verb::Names { step } => names::run(plan, step),
        Verb::Decide(arguments) => decide::run(plan, arguments),
        Verb::Schema(arguments) => schema::run(arguments),
        Verb::Completions(arguments) => completions::run(arguments),
        Verb::Man => man::run(),
    }
}

/// Whether an error says only that the reader of stdout has gone.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<Problem>().is_some_and(Problem::is_closed_pipe)
            || cause
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Stdout, for results.
fn results() -> impl Write {
    io::BufWriter::new(io::stdout().lock())
}

/// Writes a text to stdout.
fn print(text: &[u8]) -> Result<Exit> {
    let mut out = results();
    out.write_all(text)?;
    out.flush()?;
    Ok(Exit::Done)
}

/// A number with its noun.
pub(crate) fn count(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}
