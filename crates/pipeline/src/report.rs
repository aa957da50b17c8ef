//! Records in, an output folder out: the last stage alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annalist_corpus::Partial;
use annalist_report::{Outcome, StoredRecord};

use crate::lines::{self, LineSource};
use crate::output::{self, OutputFolder};
use crate::run::Gathered;
use crate::{Control, Engine, Problem, Settings, Summary, outcome};

/// Writes each record of `source` and its report to the folder `output`, with the corpus of all.
/// A record is written as it came, so that nothing of it is lost; where decisions want its names
/// otherwise, they are written so. Without any record, what lies in the folder is left as it is.
///
/// # Errors
///
/// Where nothing can be done, no line comes, or a stream breaks off.
pub fn report_lines(
    engine: &Engine,
    source: LineSource<'_>,
    output: &Path,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Summary, Problem> {
    let output =
        OutputFolder::open(Path::new(""), output, None, None)?.with_html(settings.html_plan(false));
    let mut gathered = Gathered::default();
    let mut taken = BTreeSet::new();
    let interrupted = lines::each_line(
        source,
        settings,
        control,
        |line, text| report_of(engine, &line.name, text),
        |result| {
            let outcome = match result {
                Err(outcome) => outcome,
                Ok(made) => write(made, &output, &mut taken, &mut gathered),
            };
            control.watch.on_document(&outcome);
            gathered.summary.count(&outcome);
            gathered.outcomes.push(outcome);
            Ok(())
        },
    )?;
    gathered.summary.interrupted = interrupted;
    settings.html.check(gathered.summary.done)?;
    gathered.outcomes.sort_by(|a, b| a.input.cmp(&b.input));
    gathered.write(&output, &|gathered| engine.finish(gathered))
}

struct Made {
    line_name: String,
    outcome: Outcome,
    record: String,
    report: String,
    partial: Partial,
}

fn report_of(engine: &Engine, line_name: &str, line: &str) -> Result<Made, String> {
    let read = annalist_report::read_record(line).map_err(|error| error.to_string())?;
    let (record, line) = match engine.revise(&read).map_err(|failure| failure.to_string())? {
        None => (read, line.to_owned()),
        Some(revised) => {
            let stored = StoredRecord::annotated(line, revised).map_err(|it| it.to_string())?;
            (stored.record().clone(), stored.line().to_owned())
        }
    };
    let document = record.document();
    let outcome = outcome::done(&document.source().input, document, &line, record.diagnostics());
    Ok(Made {
        line_name: line_name.to_owned(),
        outcome,
        record: line,
        report: annalist_report::document_markdown(&record),
        partial: Partial::of(&record),
    })
}

/// Writes what one record gave; the first of a name stands.
fn write(
    made: Made,
    output: &OutputFolder,
    taken: &mut BTreeSet<PathBuf>,
    gathered: &mut Gathered,
) -> Outcome {
    let name = &made.outcome.input;
    if !taken.insert(output::record_path(name)) {
        let cause = format!("an earlier line holds the record of {name:?}; one name, one record");
        return outcome::failed(made.line_name, &cause);
    }
    if let Err(failure) = output.write_document(name, &made.record, &made.report) {
        return outcome::failed(name, &failure);
    }
    gathered.fold.push(made.partial);
    made.outcome
}
