//! Records against the saved files that they were read from.
//!
//! A claim holds where the saved file is still the one that was read (length and SHA-256), where
//! each run of text that the claim touches can be decoded again from its bytes, and where the bytes
//! that the claim cites are those that the source map gives. A character of the text holds where its
//! run does.

mod characters;
mod record;
mod saved;

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use annalist_report::{Outcome, Status};
use serde::de::IgnoredAny;

pub use self::characters::Characters;
use self::record::Files;
use self::saved::SavedFiles;
use crate::lines::{self, LineSource};
use crate::order::Workers;
use crate::output::{self, MANIFEST, RunFile};
use crate::{Control, Problem, Settings, hash, name, outcome};

/// What to check, and where the saved files lie.
#[derive(Clone, Debug)]
pub struct VerifyPlan {
    /// An output folder, a record, or a file of JSON Lines with records.
    pub target: PathBuf,
    /// The folder that the names of the inputs are relative to, where the user says so.
    pub source: Option<PathBuf>,
    /// The folder that relative paths start from.
    pub working_folder: PathBuf,
}

/// One thing that a record says and the saved file does not bear out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where in the record, as a JSON Pointer.
    pub pointer: String,
    /// What the record says.
    pub expected: String,
    /// What there is.
    pub found: String,
}

/// What checking one record gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Name of the input.
    pub input: String,
    /// Number of claims.
    pub spans: usize,
    /// Number of claims that hold.
    pub held: usize,
    /// The characters of body, captions and comments.
    pub characters: Characters,
    /// What does not fit; empty where all holds.
    pub mismatches: Vec<Mismatch>,
}

/// What checking all records gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Number of records.
    pub documents: usize,
    /// Number of records of which all holds.
    pub sound: usize,
    /// Number of claims.
    pub spans: usize,
    /// Number of claims that hold.
    pub held: usize,
    /// The characters of body, captions and comments.
    pub characters: Characters,
    /// Number of mismatches.
    pub mismatches: usize,
    /// Whether the work was interrupted.
    pub interrupted: bool,
}

impl Verification {
    fn count(&mut self, checked: &Checked) {
        self.documents += 1;
        self.sound += usize::from(checked.mismatches.is_empty());
        self.spans += checked.spans;
        self.held += checked.held;
        self.characters.add(&checked.characters);
        self.mismatches += checked.mismatches.len();
    }
}

/// Checks the records of `plan` and hands what each gave to `deliver`, in order.
///
/// # Errors
///
/// Where there is nothing that can be checked.
pub fn verify(
    plan: &VerifyPlan,
    settings: &Settings,
    control: Control<'_>,
    deliver: &mut dyn FnMut(&Checked),
) -> Result<Verification, Problem> {
    let target = plan.working_folder.join(&plan.target);
    let metadata = fs::metadata(&target).map_err(Problem::file("read", &plan.target))?;
    let mut verification = Verification::default();
    let mut count = |checked: Checked| {
        verification.count(&checked);
        deliver(&checked);
    };
    let interrupted = if metadata.is_dir() {
        verify_folder(plan, &target, settings, control, &mut count)?
    } else {
        verify_file(plan, &target, settings, control, &mut count)?
    };
    verification.interrupted = interrupted;
    if verification.documents == 0 && !interrupted {
        let target = plan.target.display();
        return Err(Problem::Usage(format!(
            "{target} holds no record to check; run annalist over pages first"
        )));
    }
    Ok(verification)
}

fn verify_folder(
    plan: &VerifyPlan,
    folder: &Path,
    settings: &Settings,
    control: Control<'_>,
    deliver: &mut dyn FnMut(Checked),
) -> Result<bool, Problem> {
    let Some(run) = RunFile::read(folder) else {
        return Err(Problem::Usage(format!(
            "{} is no output folder of annalist: it has no {}; name the folder that run wrote to",
            plan.target.display(),
            output::RUN
        )));
    };
    let manifest = read_manifest(folder, &plan.target)?;
    let root = run.root.as_deref().and_then(name::to_way).map(|way| folder.join(way));
    let saved = SavedFiles::new(plan, vec![root.unwrap_or_else(|| plan.working_folder.clone())]);
    let max_bytes = settings.max_bytes;

    let outcomes: Vec<_> = manifest.lines().enumerate().map(read_line).collect();
    let unlisted = unlisted_records(folder, outcomes.iter().flatten());
    let mut waiting = outcomes.into_iter().filter_map(listed).chain(unlisted.into_iter().map(Err));
    let mut stopped = false;
    Workers::new(settings.jobs)?.map_in_order(
        std::iter::from_fn(|| {
            stopped = stopped || control.is_stopped();
            if stopped { None } else { waiting.next() }
        }),
        |listed| match listed {
            Ok((outcome, sha256)) => check_listed(folder, outcome, sha256, &saved, max_bytes),
            Err(checked) => checked.clone(),
        },
        |listed, message| match listed {
            Ok((outcome, _)) => broken(&outcome.input, message),
            Err(checked) => checked.clone(),
        },
        |checked| {
            deliver(checked);
            ControlFlow::Continue(())
        },
    );
    Ok(stopped)
}

/// What the manifest of `folder`, given as `shown`, says.
pub(crate) fn read_manifest(folder: &Path, shown: &Path) -> Result<String, Problem> {
    fs::read_to_string(folder.join(MANIFEST)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::Usage(format!(
            "{} has no {MANIFEST}: the run that writes it has not come to its end; wait for it, or \
             run it again",
            shown.display()
        )),
        _ => Problem::file("read", &shown.join(MANIFEST))(error),
    })
}

/// A line of the manifest, or what is wrong with it.
fn read_line((index, line): (usize, &str)) -> Result<Outcome, Checked> {
    annalist_report::read_outcome(line)
        .map_err(|error| unreadable(&format!("{MANIFEST}, line {}", index + 1), error.to_string()))
}

/// The line of the manifest, where it tells of a record, with the record's hash.
fn listed(line: Result<Outcome, Checked>) -> Option<Result<(Outcome, String), Checked>> {
    let outcome = match line {
        Ok(outcome) => outcome,
        Err(checked) => return Some(Err(checked)),
    };
    match outcome.status.clone() {
        Status::Done { record_sha256, .. } => Some(Ok((outcome, record_sha256))),
        _ => None,
    }
}

/// What lies where records do and is told of by no line of the manifest. Hidden files are those of
/// the system, or of a run that was killed.
fn unlisted_records<'o>(
    folder: &Path,
    outcomes: impl Iterator<Item = &'o Outcome>,
) -> Vec<Checked> {
    let listed = output::listed_records(outcomes);
    let is_hidden = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
    };
    let unlisted = output::records_in(folder).into_iter();
    unlisted
        .filter(|path| !listed.contains(path) && !is_hidden(path))
        .map(|path| {
            let mut checked = Checked { input: name::of_path(&path), ..Checked::default() };
            checked.note("", format!("a line of {MANIFEST} that tells of it"), "none".to_owned());
            checked
        })
        .collect()
}

fn check_listed(
    folder: &Path,
    outcome: &Outcome,
    sha256: &str,
    saved: &SavedFiles,
    max_bytes: u64,
) -> Checked {
    let record = output::record_path(&outcome.input);
    let bytes = match fs::read(folder.join(&record)) {
        Ok(bytes) => bytes,
        Err(error) => {
            let record = name::of_path(&record);
            return unreadable(
                &outcome.input,
                match error.kind() {
                    io::ErrorKind::NotFound => format!("no file {record}"),
                    _ => format!("{record}, which cannot be read: {error}"),
                },
            );
        }
    };
    let found = hash::of(&bytes).to_string();
    let text = String::from_utf8_lossy(&bytes);
    let mut checked = check_record(&outcome.input, text.trim_ascii(), saved, max_bytes);
    if found != sha256 {
        checked.note("", format!("the record with SHA-256 {sha256}"), format!("SHA-256 {found}"));
    }
    if checked.input != outcome.input {
        let found = format!("{:?}", checked.input);
        checked.note("/input", format!("{:?}, as the manifest says", outcome.input), found);
        checked.input.clone_from(&outcome.input);
    }
    checked
}

fn verify_file(
    plan: &VerifyPlan,
    file: &Path,
    settings: &Settings,
    control: Control<'_>,
    deliver: &mut dyn FnMut(Checked),
) -> Result<bool, Problem> {
    let mut roots: Vec<PathBuf> = root_of_run_around(file).into_iter().collect();
    roots.extend(file.parent().map(Path::to_owned));
    roots.push(plan.working_folder.clone());
    let saved = SavedFiles::new(plan, roots);
    let label = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let max_bytes = settings.max_bytes;

    let has_lines =
        file.extension().is_some_and(|it| it.eq_ignore_ascii_case("jsonl") || it == "ndjson");
    if !has_lines {
        let bytes = fs::read(file).map_err(Problem::file("read", &plan.target))?;
        if serde_json::from_slice::<IgnoredAny>(&bytes).is_ok() {
            let text = String::from_utf8_lossy(&bytes);
            deliver(check_record(&label, &text, &saved, max_bytes));
            return Ok(false);
        }
    }
    let opened = File::open(file).map_err(Problem::file("read", &plan.target))?;
    let source = LineSource { label: &label, reader: &mut BufReader::new(opened) };
    lines::each_line(
        source,
        settings,
        control,
        |line, text| Ok(check_record(&line.name, text, &saved, max_bytes)),
        |result| {
            deliver(result.unwrap_or_else(|outcome| match outcome.status {
                Status::Failed { cause, .. } => unreadable(&outcome.input, cause),
                _ => unreadable(&outcome.input, String::new()),
            }));
            Ok(())
        },
    )
}

/// The root of the inputs, for a record that lies in an output folder.
fn root_of_run_around(record: &Path) -> Option<PathBuf> {
    record.ancestors().skip(1).find_map(|folder| {
        let way = RunFile::read(folder)?.root?;
        Some(folder.join(name::to_way(&way)?))
    })
}

impl Checked {
    fn note(&mut self, pointer: impl Into<String>, expected: String, found: String) {
        self.mismatches.push(Mismatch { pointer: pointer.into(), expected, found });
    }
}

/// The result for a record that cannot be checked at all.
fn unreadable(input: &str, found: String) -> Checked {
    let mut checked = Checked { input: input.to_owned(), ..Checked::default() };
    checked.note("", "a record".to_owned(), found);
    checked
}

fn broken(input: &str, message: String) -> Checked {
    unreadable(input, outcome::Failure::Panicked(message).to_string())
}

/// Checks one record; `name` is what it is called where it does not say so itself.
fn check_record(name: &str, json: &str, saved: &SavedFiles, max_bytes: u64) -> Checked {
    let read = annalist_report::read_record(json)
        .and_then(|record| Ok((record, annalist_report::claims(json)?)));
    let (published, claims) = match read {
        Ok(read) => read,
        Err(error) => return unreadable(name, error.to_string()),
    };
    let document = published.document();
    let source = document.source();
    let mut checked =
        Checked { input: source.input.clone(), spans: claims.len(), ..Checked::default() };
    match saved.find(&source.input, max_bytes.max(source.length)) {
        Ok(page) => {
            let answers = source.answers.iter();
            let answers = answers.map(|answer| saved.find(&answer.input, max_bytes)).collect();
            record::check(document, &claims, Files { page, answers }, &mut checked);
        }
        Err(found) => {
            checked.note("/input", format!("the saved file {:?}", source.input), found);
            record::lose(document, &mut checked);
        }
    }
    checked
}
