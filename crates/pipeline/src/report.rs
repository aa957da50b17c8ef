//! Records in, an output folder out: the last stage alone.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use annalist_corpus::Partial;
use annalist_report::{Outcome, StoredRecord};

use crate::gathered::{Gathered, Share};
use crate::judge::Judged;
use crate::lines::{self, LineSource};
use crate::output::{self, OutputFolder};
use crate::{Control, Engine, Failure, FailureCode, Problem, Settings, Summary, outcome};

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
    let mut gathered = Gathered::new(&output);
    let (mut outcomes, mut taken) = (Vec::new(), BTreeSet::new());
    let interrupted = lines::each_line(
        source,
        settings,
        control,
        |line, text| report_of(engine, &line.name, text),
        |result| {
            let (outcome, share) = match result {
                Err(outcome) => (outcome, None),
                Ok(made) => write(made, &output, &mut taken, &mut gathered),
            };
            control.watch.on_document(&outcome);
            outcomes.push((outcome, share));
            Ok(())
        },
    )?;
    gathered.summary.interrupted = interrupted;
    settings.html.check(gathered.summary.done)?;
    outcomes.sort_by(|(a, _), (b, _)| a.input.cmp(&b.input));
    outcomes.into_iter().for_each(|(outcome, share)| gathered.add(outcome, share));
    // Nothing comes from a cache here.
    let judged = Judged::none();
    gathered.write(&|it, judged| engine.finish(it, judged), &judged, &|_| Cow::default())
}

/// What a record gives.
pub(crate) struct Made {
    pub(crate) line_name: String,
    pub(crate) outcome: Outcome,
    pub(crate) record: String,
    pub(crate) report: String,
    pub(crate) partial: Vec<u8>,
}

/// What the record in `line` gives, its names as the decisions want them.
pub(crate) fn report_of(engine: &Engine, line_name: &str, line: &str) -> Result<Made, Failure> {
    let read = annalist_report::read_record(line).map_err(|error| error.to_string())?;
    let (record, line) = match engine.revise(&read)? {
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
        partial: Partial::of(&record).to_bytes(),
    })
}

/// Writes what one record gave; the first of a name stands.
fn write<'g>(
    made: Made,
    output: &OutputFolder,
    taken: &mut BTreeSet<PathBuf>,
    gathered: &mut Gathered<'g>,
) -> (Outcome, Option<Share<'g>>) {
    let name = &made.outcome.input;
    if !taken.insert(output::record_path(name)) {
        let cause = format!("an earlier line holds the record of {name:?}; one name, one record");
        let (line_name, code) = (made.line_name, FailureCode::Line);
        return (outcome::failed_by(line_name, code, &cause), None);
    }
    if let Err(failure) = output.write_document(name, &made.record, &made.report) {
        return (outcome::failed(name, &failure), None);
    }
    let share = gathered.lay(&made.partial);
    (made.outcome, Some(share))
}
