//! The parts of a merge, and what each tells of inputs.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use annalist_corpus::Partial;
use annalist_report::{Outcome, Status};
use flate2::read::MultiGzDecoder;

use super::gathered_part;
use crate::lines::{self, LineSource};
use crate::order::Workers;
use crate::output::{self, MANIFEST};
use crate::report::{Made, report_of};
use crate::{Control, Engine, Failure, Problem, outcome};

/// How gzip files start.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What a part tells of one input.
pub(crate) enum Piece {
    /// Its record.
    Record(Box<Made>),
    /// That it gave a record, and what that gives to the collection.
    Gathered { outcome: Outcome, partial: Vec<u8> },
    /// That it gave none.
    Without(Outcome),
}

impl Piece {
    pub(crate) fn outcome(&self) -> &Outcome {
        match self {
            Piece::Record(made) => &made.outcome,
            Piece::Gathered { outcome, .. } | Piece::Without(outcome) => outcome,
        }
    }

    pub(crate) fn partial(&self) -> &[u8] {
        match self {
            Piece::Record(made) => &made.partial,
            Piece::Gathered { partial, .. } => partial,
            Piece::Without(_) => &[],
        }
    }
}

/// Takes what a part tells.
type Take<'t> = &'t mut dyn FnMut(Piece) -> Result<(), Problem>;

/// A part that can be read.
pub(crate) enum Opened {
    /// Lines, with what they are called in messages.
    Lines(String, Box<dyn BufRead>),
    /// What an earlier merge gathered.
    Gathered(PathBuf, BufReader<File>),
    /// A folder of a run, with its manifest.
    Folder(PathBuf, BufReader<File>),
}

impl Opened {
    /// Whether it gives what documents give to a collection, and not their records.
    pub(super) fn is_bare(&self) -> bool {
        matches!(self, Opened::Gathered(..))
    }

    /// Opens all parts, before anything is done with one. None may be the folder that is written to.
    pub(crate) fn all(parts: &[PathBuf], output: Option<&Path>) -> Result<Vec<Opened>, Problem> {
        let place = |path: &Path| fs::canonicalize(path).ok();
        let output = output.and_then(place);
        let open = |part: &PathBuf| {
            if output.is_some() && place(part) == output {
                return Err(Problem::Usage(format!(
                    "{} is a part and the output folder as well; give another folder to write to",
                    part.display()
                )));
            }
            Opened::one(part)
        };
        parts.iter().map(open).collect()
    }

    pub(crate) fn one(part: &Path) -> Result<Opened, Problem> {
        let cannot_read = |error| Problem::file("read", part)(error);
        if part.as_os_str() == OsStr::new("-") {
            return Ok(Opened::Lines("stdin".to_owned(), Box::new(BufReader::new(io::stdin()))));
        }
        if fs::metadata(part).map_err(cannot_read)?.is_dir() {
            let manifest = File::open(part.join(MANIFEST)).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Problem::Usage(format!(
                    "{} has no {MANIFEST}: no run wrote it, or one that did not come to its end; \
                     give a folder that run, report or merge wrote",
                    part.display()
                )),
                _ => cannot_read(error),
            })?;
            return Ok(Opened::Folder(part.to_owned(), BufReader::new(manifest)));
        }
        let mut file = BufReader::new(File::open(part).map_err(cannot_read)?);
        let start = file.fill_buf().map_err(cannot_read)?;
        if start.starts_with(gathered_part::MAGIC) {
            return Ok(Opened::Gathered(part.to_owned(), file));
        }
        let is_packed = start.starts_with(&GZIP);
        let label = part.display().to_string();
        Ok(match is_packed {
            true => Opened::Lines(label, Box::new(BufReader::new(MultiGzDecoder::new(file)))),
            false => Opened::Lines(label, Box::new(file)),
        })
    }
}

/// Hands what each part tells to `take`, part after part; whether the work was stopped before the end.
pub(crate) fn each_piece(
    engine: &Engine,
    parts: Vec<Opened>,
    workers: &Workers,
    control: Control<'_>,
    take: Take<'_>,
) -> Result<bool, Problem> {
    for part in parts {
        let stopped = match part {
            Opened::Lines(label, mut reader) => {
                let source = LineSource { label: &label, reader: &mut reader };
                let work = |line: &lines::Line, text: &str| piece_of(engine, &line.name, text);
                lines::each_line_of_any(source, workers, control, work, |result| {
                    take(result.unwrap_or_else(Piece::Without))
                })?
            }
            Opened::Gathered(path, file) => each_gathered(&path, file, control, take)?,
            Opened::Folder(folder, manifest) => {
                each_of_folder(engine, &folder, manifest, workers, control, take)?
            }
        };
        if stopped {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a line tells: a record, or what became of an input that gave none.
fn piece_of(engine: &Engine, name: &str, line: &str) -> Result<Piece, Failure> {
    match annalist_report::read_outcome(line) {
        Ok(Outcome { status: Status::Done { .. }, .. }) => Err(Failure::Line(
            "the line only says that there is a record; give the folder of the run".to_owned(),
        )),
        Ok(outcome) => Ok(Piece::Without(outcome)),
        Err(_) => report_of(engine, name, line).map(|made| Piece::Record(Box::new(made))),
    }
}

fn each_gathered(
    path: &Path,
    file: impl Read,
    control: Control<'_>,
    take: Take<'_>,
) -> Result<bool, Problem> {
    let mut refused = None;
    let (mut count, mut stopped) = (0_usize, false);
    let read = gathered_part::read(BufReader::new(file), &mut |line, partial| {
        count += 1;
        stopped |= control.is_stopped();
        if stopped {
            return Err(String::new());
        }
        let outcome = annalist_report::read_outcome(line).map_err(|error| error.to_string())?;
        let is_done = matches!(outcome.status, Status::Done { .. });
        if is_done && !Partial::is_stored(&partial) {
            return Err("what its documents give cannot be read".to_owned());
        }
        let piece = match is_done {
            true => Piece::Gathered { outcome, partial },
            false => Piece::Without(outcome),
        };
        take(piece).map_err(|problem| {
            refused = Some(problem);
            String::new()
        })
    });
    match (read, refused) {
        (_, Some(problem)) => Err(problem),
        (Err(_), None) if stopped => Ok(true),
        (Err(why), None) => Err(Problem::Usage(format!(
            "the part {} cannot be used after {count} documents: {why}",
            path.display()
        ))),
        (Ok(()), None) => Ok(stopped),
    }
}

/// What the manifest of a run tells, with the records that it names.
fn each_of_folder(
    engine: &Engine,
    folder: &Path,
    mut manifest: impl BufRead,
    workers: &Workers,
    control: Control<'_>,
    take: Take<'_>,
) -> Result<bool, Problem> {
    let label = folder.join(MANIFEST).display().to_string();
    let source = LineSource { label: &label, reader: &mut manifest };
    let work = |line: &lines::Line, text: &str| {
        let outcome = annalist_report::read_outcome(text).map_err(|error| error.to_string())?;
        if !matches!(outcome.status, Status::Done { .. }) {
            return Ok(Piece::Without(outcome));
        }
        let path = folder.join(output::record_path(&outcome.input));
        let made = fs::read_to_string(&path).map_err(Failure::Unreadable).and_then(|record| {
            report_of(engine, &line.name, record.strip_suffix('\n').unwrap_or(&record))
        });
        Ok(match made {
            Ok(made) => Piece::Record(Box::new(made)),
            Err(failure) => Piece::Without(outcome::failed(outcome.input, &failure)),
        })
    };
    lines::each_line_of_any(source, workers, control, work, |result| {
        take(result.unwrap_or_else(Piece::Without))
    })
}
