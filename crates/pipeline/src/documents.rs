//! Pages in, documents out: the first stage alone, as a stream.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;

use annalist_report::Outcome;

use crate::order::Workers;
use crate::run::with_page;
use crate::{
    Control, Discovery, Engine, Failure, FailureCode, Problem, Settings, Summary, discover,
};
use crate::{outcome, patience};

/// Reads the pages of `found` and writes each document as a line of JSON, in the order found.
///
/// # Errors
///
/// Where nothing can be done, there is no page, or the stream does not take what is written.
pub fn documents(
    engine: &Arc<Engine>,
    found: Discovery,
    settings: &Settings,
    control: Control<'_>,
    out: &mut dyn Write,
) -> Result<Summary, Problem> {
    let workers = Workers::new(settings.jobs)?;
    let given = found.given;
    control.watch.on_inputs(found.inputs.len());
    let mut summary = Summary::default();
    let mut written = Ok(());
    let mut waiting = found.inputs.into_iter();
    workers.map_in_order(
        std::iter::from_fn(|| if control.is_stopped() { None } else { waiting.next() }),
        |input| {
            with_page(input, settings, |open| {
                let (engine, open) = (Arc::clone(engine), open.clone());
                patience::within(settings.page_timeout, move || {
                    let document = engine.document(&open.input())?;
                    let line = annalist_report::document_json(&document);
                    let name = &document.source().input;
                    Ok((outcome::done(name, &document, &line, document.diagnostics()), line))
                })
            })
        },
        |input, message| Err(outcome::failed(&input.name, &Failure::Panicked(message))),
        |result| {
            let (outcome, line) = match result {
                Ok((outcome, line)) => (outcome, Some(line)),
                Err(outcome) => (outcome, None),
            };
            if let Some(line) = line {
                written = writeln!(out, "{line}").map_err(Problem::Stream);
            }
            if written.is_err() {
                return ControlFlow::Break(());
            }
            tell(&mut summary, control, &outcome);
            ControlFlow::Continue(())
        },
    );
    written?;
    summary.not_reached = waiting.len();
    summary.failed += summary.not_reached;
    summary.failures.add(FailureCode::NotReached, summary.not_reached);
    summary.interrupted = summary.not_reached > 0;
    out.flush().map_err(Problem::Stream)?;
    if summary.done + summary.failed == 0 {
        return Err(discover::all_passed_over(&given, summary.skipped));
    }
    Ok(summary)
}

/// Counts an outcome and shows it.
pub(crate) fn tell(summary: &mut Summary, control: Control<'_>, outcome: &Outcome) {
    summary.count(outcome);
    control.watch.on_document(outcome);
}
