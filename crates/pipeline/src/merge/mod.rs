//! Parts of a collection in, the collection out: what was read anywhere, in any order and grouping.
//!
//! A part is what a worker answered, the folder of a run, or what an earlier merge gathered. All that
//! is said of inputs is laid on sheets and sorted by name, so nothing depends on the order in which
//! parts come, and what stays in memory is some sixty bytes a document and the different names.

mod gathered_part;
mod parts;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use annalist_corpus::{Scratch, Sheet, Sorter, write_text};
use annalist_report::{Outcome, Status};

use self::gathered_part::{Writer, split};
pub(crate) use self::parts::{Opened, Piece, each_piece};
use crate::gathered::{Gathered, Records};
use crate::judge::judged_elsewhere;
use crate::order::Workers;
use crate::output::{self, Html, OutputFolder};
use crate::report::Made;
use crate::{Control, Engine, FailureCode, Problem, Settings, Summary, outcome};

/// Writes the collection that `parts` give together to the folder `output`: records and reports of
/// documents whose records are among the parts, the manifest, and the report on all.
///
/// The same parts give the same bytes in any order, and in any grouping by [`gather`]. Where several
/// tell of one input, a record counts more than a failure; another record of that name is a failure.
/// Names that [`judge_names`](crate::judge_names) compared, as the files `judged` say, are not compared
/// again.
///
/// # Errors
///
/// Where a part or a file cannot be read, or the folder cannot be written to.
pub fn merge(
    engine: &Engine,
    parts: &[PathBuf],
    judged: &[PathBuf],
    output: &Path,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Summary, Problem> {
    let opened = Opened::all(parts, Some(output))?;
    let judged = judged_elsewhere(judged)?;
    let html = if opened.iter().any(Opened::is_bare) { Html::None } else { settings.html };
    let plan = Settings { html, ..*settings }.html_plan(false);
    let folder = OutputFolder::open(Path::new(""), output, None, None)?.with_html(plan);
    let mut union = Union::new(&folder);
    let (mut written, mut any_bare) = (Records::default(), false);
    let workers = Workers::new(settings.jobs)?;
    let interrupted = each_piece(engine, opened, &workers, control, &mut |piece| {
        if let Piece::Record(made) = &piece {
            write(made, &folder, &mut written)?;
        }
        any_bare |= matches!(piece, Piece::Gathered { .. });
        control.watch.on_document(piece.outcome());
        union.add(&piece).map_err(|error| folder.cannot_write(error))
    })?;
    let mut gathered = Gathered::new(&folder);
    gathered.summary.interrupted = interrupted;
    union.decide(&mut gathered).map_err(|error| folder.cannot_write(error))?;
    let summary =
        gathered.write(&|it, judged| engine.finish(it, judged), &judged, &|_| Cow::default())?;
    if any_bare && summary.written && !summary.interrupted {
        // A record of an earlier run may be another one than that which was gathered.
        folder.remove_stale(&written);
    }
    Ok(summary)
}

/// Writes what `parts` give to a collection, without their records, to the file `output`: a part for
/// another merge, a small one.
///
/// # Errors
///
/// Where a part cannot be read, or the file cannot be written.
pub fn gather(
    engine: &Engine,
    parts: &[PathBuf],
    output: &Path,
    settings: &Settings,
    control: Control<'_>,
) -> Result<Summary, Problem> {
    let opened = Opened::all(parts, None)?;
    let beside = Beside(output.parent().map(Path::to_owned).unwrap_or_default());
    let cannot_write = |error| Problem::file("write", output)(outcome::bare(error));
    let mut union = Union::new(&beside);
    let workers = Workers::new(settings.jobs)?;
    let interrupted = each_piece(engine, opened, &workers, control, &mut |piece| {
        control.watch.on_document(piece.outcome());
        union.add(&piece).map_err(cannot_write)
    })?;
    let mut summary = Summary { interrupted, ..Summary::default() };
    if summary.interrupted {
        return Ok(summary);
    }
    let written = output::write_with(output, |file| {
        let mut writer = Writer::new(file)?;
        union.each(&mut |outcome, line, partial| {
            summary.count(outcome);
            writer.add(line, partial)
        })?;
        writer.finish()
    });
    written.map_err(cannot_write)?;
    summary.written = true;
    Ok(summary)
}

/// Writes a record and its report. Of several with one name, that stands which is told of first in the
/// order of lines, whichever came first.
fn write(made: &Made, folder: &OutputFolder, written: &mut Records) -> Result<(), Problem> {
    let name = &made.outcome.input;
    let path = output::record_path(name);
    if written.has(&path) {
        let standing = std::fs::read_to_string(folder.path().join(&path)).unwrap_or_default();
        let standing = standing.strip_suffix('\n').unwrap_or(&standing);
        let known = annalist_report::read_record(standing)
            .ok()
            .map(|record| outcome::done(name, record.document(), standing, record.diagnostics()));
        if known.is_some_and(|known| line_of(&known) <= line_of(&made.outcome)) {
            return Ok(());
        }
    }
    let done = folder.write_document(name, &made.record, &made.report);
    done.map_err(|failure| Problem::Usage(format!("{name}: {failure}")))?;
    written.add(&path);
    Ok(())
}

fn line_of(outcome: &Outcome) -> String {
    annalist_report::outcome_json(outcome)
}

/// All that parts tell of inputs, sorted by name; what counts more comes first.
struct Union<'s>(Sorter<'s>);

/// Is shown what became of an input, the same as a line, and what it gives.
type See<'v> = &'v mut dyn FnMut(&Outcome, &[u8], &[u8]) -> io::Result<()>;

impl<'s> Union<'s> {
    fn new(scratch: &'s dyn Scratch) -> Union<'s> {
        Union(Sorter::new(scratch))
    }

    fn add(&mut self, piece: &Piece) -> io::Result<()> {
        let (outcome, partial) = (piece.outcome(), piece.partial());
        let line = line_of(outcome);
        let mut key = Vec::new();
        write_text(&mut key, outcome.input.as_bytes());
        key.push(match outcome.status {
            Status::Done { .. } => 0,
            Status::Failed { .. } => 1,
            Status::Skipped { .. } => 2,
        });
        write_text(&mut key, line.as_bytes());
        let length = u32::try_from(line.len()).map_err(io::Error::other)?.to_le_bytes();
        self.0.push(&key, &[&length, line.as_bytes(), partial].concat())
    }

    /// Shows all that is told, each once.
    fn each(&mut self, see: See<'_>) -> io::Result<()> {
        let mut last = Vec::new();
        self.0.each(&mut |key, payload| {
            if last == key {
                return Ok(());
            }
            key.clone_into(&mut last);
            let (line, partial) = split(payload).ok_or(io::ErrorKind::InvalidData)?;
            let text = std::str::from_utf8(line).map_err(io::Error::other)?;
            let outcome = annalist_report::read_outcome(text);
            see(&outcome.map_err(|error| io::Error::other(error.to_string()))?, line, partial)
        })
    }

    /// Decides what became of each input.
    fn decide(&mut self, gathered: &mut Gathered<'_>) -> io::Result<()> {
        let mut standing: Option<Outcome> = None;
        self.each(&mut |outcome, _, partial| {
            let known = standing.as_ref().filter(|it| it.input == outcome.input);
            let Status::Done { id, .. } = &outcome.status else {
                if known.is_none() {
                    gathered.add(outcome.clone(), None);
                    standing = Some(outcome.clone());
                }
                return Ok(());
            };
            if known.is_some() {
                let cause = format!(
                    "a part has another record of this name, of the document {id}; one name, one \
                     record: give the inputs names of their own"
                );
                let (input, code) = (outcome.input.clone(), FailureCode::Line);
                gathered.add(outcome::failed_by(input, code, &cause), None);
                return Ok(());
            }
            let share = gathered.lay(partial);
            gathered.add(outcome.clone(), Some(share));
            standing = Some(outcome.clone());
            Ok(())
        })
    }
}

/// Sheets in a folder, without names.
struct Beside(PathBuf);

impl Scratch for Beside {
    fn sheet(&self) -> io::Result<Box<dyn Sheet>> {
        let folder = if self.0.as_os_str().is_empty() { Path::new(".") } else { &self.0 };
        tempfile::tempfile_in(folder).map(|file| Box::new(file) as Box<dyn Sheet>)
    }
}
