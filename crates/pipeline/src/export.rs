//! What a run found, in the format of another tool: one record after the other, none kept.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use annalist_export::{Collection, Export, ExportError, Format, Opening, Page};
use annalist_report::Status;

use crate::output::{self, CORPUS_JSON, MANIFEST, RunFile, UNFINISHED};
use crate::verify::read_manifest;
use crate::{Control, Problem, name};

/// What to export, as what, and where to.
#[derive(Clone, Debug)]
pub struct ExportPlan {
    /// The output folder of a run.
    pub folder: PathBuf,
    /// The format.
    pub format: &'static Format,
    /// The file, or the folder for formats of several files; none for the stream of the caller.
    pub output: Option<PathBuf>,
    /// The folder that relative paths start from.
    pub working_folder: PathBuf,
}

/// What an export came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Number of documents written.
    pub documents: usize,
    /// Whether the work was interrupted; then there is no export.
    pub interrupted: bool,
}

/// Exports the collection of `plan`; where it names no output, to `out`.
///
/// # Errors
///
/// Where there is no collection, a part of it cannot be read, or the export cannot be written.
pub fn export(
    plan: &ExportPlan,
    out: &mut dyn Write,
    control: Control<'_>,
) -> Result<Exported, Problem> {
    let source = Source::open(plan)?;
    let collection = source.collection()?;
    let output = plan.output.as_ref().map(|output| (plan.working_folder.join(output), output));
    match (plan.format.opening, output) {
        (Opening::Stream(open), None) => {
            let export = open(&collection, Box::new(&mut *out)).map_err(problem)?;
            let exported = source.pages(&collection, export, control)?;
            out.flush().map_err(Problem::Stream)?;
            Ok(exported)
        }
        (Opening::Stream(open), Some((path, shown))) => {
            let mut exported = Ok(Exported::default());
            let written = output::write_with(&path, |file| {
                exported = open(&collection, Box::new(file))
                    .map_err(problem)
                    .and_then(|export| source.pages(&collection, export, control));
                // Nothing is put in place that is not whole.
                let is_whole = exported.as_ref().is_ok_and(|it| !it.interrupted);
                if is_whole { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
            });
            match (exported, written) {
                (Ok(exported), Err(error)) if !exported.interrupted => {
                    Err(Problem::file("write", shown)(error))
                }
                (exported, _) => exported.map_err(|problem| match problem {
                    Problem::Stream(error) => Problem::file("write", shown)(error),
                    other => other,
                }),
            }
        }
        (Opening::Folder(open), Some((path, shown))) => {
            let file = |error| Problem::file("write to the folder", shown)(error);
            fs::create_dir_all(&path).map_err(file)?;
            let aside = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(&path);
            let aside = aside.map_err(file)?;
            let export = open(&collection, aside.path()).map_err(problem)?;
            let exported = source.pages(&collection, export, control)?;
            if !exported.interrupted {
                put_in_place(aside.path(), &path).map_err(file)?;
            }
            Ok(exported)
        }
        (Opening::Folder(_), None) => Err(Problem::Usage(format!(
            "{} is a format of several files; name a folder for them with --output",
            plan.format.name
        ))),
        (Opening::Feature(feature), _) => Err(Problem::Usage(format!(
            "this annalist cannot write {}; cargo install --path crates/cli --features {feature} \
             builds one that can",
            plan.format.name
        ))),
    }
}

/// Refuses a folder that no run wrote.
pub(crate) fn check(folder: &Path, shown: &Path) -> Result<(), Problem> {
    if RunFile::read(folder).is_some() {
        return Ok(());
    }
    Err(Problem::Usage(format!(
        "{} is no output folder of annalist: it has no {}; name the folder that run wrote to",
        shown.display(),
        output::RUN
    )))
}

/// The output folder of a run, as it is read.
struct Source<'p> {
    folder: PathBuf,
    shown: &'p Path,
    /// Names of the inputs that gave a record.
    inputs: Vec<String>,
}

impl<'p> Source<'p> {
    fn open(plan: &'p ExportPlan) -> Result<Source<'p>, Problem> {
        let (folder, shown) = (plan.working_folder.join(&plan.folder), plan.folder.as_path());
        check(&folder, shown)?;
        let manifest = read_manifest(&folder, shown)?;
        let mut inputs = Vec::new();
        for (index, line) in manifest.lines().enumerate() {
            let outcome = annalist_report::read_outcome(line).map_err(|error| {
                let shown = shown.join(MANIFEST);
                Problem::Usage(format!(
                    "{}, line {}: {error}; run annalist again to write it anew",
                    shown.display(),
                    index + 1
                ))
            })?;
            if let Status::Done { .. } = outcome.status {
                inputs.push(outcome.input);
            }
        }
        Ok(Source { folder, shown, inputs })
    }

    fn collection(&self) -> Result<Collection, Problem> {
        let path = self.folder.join(CORPUS_JSON);
        let json = fs::read(path).map_err(Problem::file("read", &self.shown.join(CORPUS_JSON)))?;
        Collection::read(&json).map_err(problem)
    }

    /// Hands each record to `export`, in the order of the manifest.
    fn pages(
        &self,
        collection: &Collection,
        mut export: Box<dyn Export + '_>,
        control: Control<'_>,
    ) -> Result<Exported, Problem> {
        let mut exported = Exported::default();
        for input in &self.inputs {
            if control.is_stopped() {
                exported.interrupted = true;
                return Ok(exported);
            }
            let record = self.record(input)?;
            let page = Page::new(collection, &record).map_err(problem)?;
            export.page(&page).map_err(problem)?;
            exported.documents += 1;
        }
        export.finish().map_err(problem)?;
        Ok(exported)
    }

    fn record(&self, input: &str) -> Result<annalist_model::Record, Problem> {
        let path = output::record_path(input);
        let shown = self.shown.join(&path);
        let text = fs::read_to_string(self.folder.join(&path))
            .map_err(Problem::file("read the record", &shown))?;
        let record = annalist_report::read_record(text.trim_ascii()).map_err(|error| {
            Problem::Usage(format!(
                "{}: {error}; run annalist again to write it anew",
                name::of_path(&shown)
            ))
        })?;
        Ok(record)
    }
}

/// Moves the files of one folder into another.
fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::rename(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn problem(error: ExportError) -> Problem {
    match error {
        ExportError::Write(error) => Problem::Stream(error),
        other => Problem::Usage(other.to_string()),
    }
}
