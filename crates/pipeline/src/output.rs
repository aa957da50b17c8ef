//! The output folder: where each file goes, and that it is there whole or not at all.
//!
//! ```text
//! OUT/run.json            what made the folder, and where the saved files lie
//! OUT/manifest.jsonl      what became of each input, sorted by name
//! OUT/records/NAME.json   a record, as one line
//! OUT/reports/NAME.md     the report on it
//! OUT/corpus.json         the report on the collection
//! OUT/corpus.md
//! OUT/html/index.html     the report to look at, or OUT/report.html as one file
//! ```
//!
//! One run at a time writes to it, and the manifest comes last: where there is none, the run that
//! wrote the rest did not come to its end.

mod html;
mod pages;
mod stale;
mod written;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use annalist_corpus::{Collection, Roll, Scratch, Sheet};
use annalist_report::{CollectionReport, Outcome, SCHEMA_VERSION};
use serde::{Deserialize, Serialize};

pub use self::html::Html;
pub(crate) use self::html::HtmlPlan;
pub(crate) use self::stale::{listed_records, records_in};
pub(crate) use self::written::{is_still_whole, still_written};
use crate::lock::Lock;
use crate::outcome::bare;
use crate::{Failure, Problem, name, place};

pub(crate) const RUN: &str = "run.json";
pub(crate) const MANIFEST: &str = "manifest.jsonl";
const RECORDS: &str = "records";
const REPORTS: &str = "reports";
pub(crate) const CORPUS_JSON: &str = "corpus.json";
const CORPUS_MARKDOWN: &str = "corpus.md";

const RECORD_SUFFIX: &str = ".json";
const REPORT_SUFFIX: &str = ".md";

/// How the names of files start that are being written.
pub(crate) const UNFINISHED: &str = ".annalist-";

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;

/// The name of this tool in what it writes.
const TOOL: &str = "annalist";

/// What made the folder: `run.json`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RunFile {
    schema_version: u32,
    tool: Tool,
    /// The folder of the inputs, relative to the output folder, with `/` between its parts.
    pub(crate) root: Option<String>,
    options: Option<RunOptions>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Tool {
    name: String,
    version: String,
}

/// What the user chose that shapes the records.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RunOptions {
    pub(crate) date: Option<String>,
    pub(crate) prefer: String,
    pub(crate) max_bytes: u64,
    pub(crate) hidden: bool,
    pub(crate) no_ignore: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lists: Vec<ListUsed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decisions: Option<DecisionsUsed>,
}

/// A list of names that went into a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListUsed {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) entries: usize,
}

/// The decisions that went into a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DecisionsUsed {
    pub(crate) count: usize,
}

impl RunFile {
    /// Reads the file that a run left in `folder`, or `None` where it is not one of ours.
    pub(crate) fn read(folder: &Path) -> Option<RunFile> {
        let text = fs::read_to_string(folder.join(RUN)).ok()?;
        serde_json::from_str::<RunFile>(&text).ok().filter(|run| run.tool.name == TOOL)
    }
}

/// The folder that a run writes to, locked for it. What lies there already is not touched before
/// the first record, so that a run without any leaves an earlier one as it is.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    path: PathBuf,
    /// The folder as the user gave it.
    shown: PathBuf,
    run: RunFile,
    /// Whether an earlier run wrote here.
    has_earlier: bool,
    has_begun: Mutex<bool>,
    /// The folders that were made for this one, the outermost first.
    made: Vec<PathBuf>,
    lock: Option<Lock>,
    /// How the report is made as HTML.
    html: HtmlPlan,
}

impl OutputFolder {
    /// Whether the folder `shown`, from `working_folder`, can be one, before anything is done.
    pub(crate) fn check(working_folder: &Path, shown: &Path) -> Result<(), Problem> {
        let path = working_folder.join(shown);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => check_own(&path, shown),
            Ok(_) => Err(Problem::Usage(format!(
                "the output {} is a file; give a folder, which is made where there is none",
                shown.display()
            ))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Problem::file("use the output folder", shown)(error)),
        }
    }

    /// Makes and locks the folder `shown`, from `working_folder`.
    pub(crate) fn open(
        working_folder: &Path,
        shown: &Path,
        root: Option<&Path>,
        options: Option<RunOptions>,
    ) -> Result<OutputFolder, Problem> {
        OutputFolder::check(working_folder, shown)?;
        let path = working_folder.join(shown);
        let absent = path.ancestors().take_while(|folder| {
            !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err()
        });
        let mut made: Vec<PathBuf> = absent.map(Path::to_owned).collect();
        made.reverse();
        fs::create_dir_all(&path).map_err(Problem::file("make the output folder", shown))?;
        let lock = Lock::take(&path).map_err(Problem::file("write to the output folder", shown))?;
        let Some(lock) = lock else {
            return Err(Problem::Usage(format!(
                "the output folder {} is in use: another run of annalist writes to it; wait for \
                 its end, or give another folder",
                shown.display()
            )));
        };
        let run = RunFile {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: TOOL.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            root: root.map(|root| root_from(&path, root)),
            options,
        };
        let has_earlier = RunFile::read(&path).is_some();
        let (shown, has_begun) = (shown.to_owned(), Mutex::new(false));
        Ok(OutputFolder {
            path,
            shown,
            run,
            has_earlier,
            has_begun,
            made,
            lock: Some(lock),
            html: HtmlPlan::default(),
        })
    }

    /// The same folder, to hold the report as HTML as well.
    pub(crate) fn with_html(mut self, html: HtmlPlan) -> OutputFolder {
        self.html = html;
        self
    }

    /// Whether an earlier run wrote here.
    pub(crate) fn has_earlier(&self) -> bool {
        self.has_earlier
    }

    /// Marks the folder as that of this run. Until its end there is no manifest, for that of an
    /// earlier run would speak of records that this one replaces.
    fn begin(&self) -> io::Result<()> {
        let mut has_begun = self.has_begun.lock().unwrap_or_else(PoisonError::into_inner);
        if !*has_begun {
            write_whole(&self.path.join(RUN), &[self.run_text().as_bytes()])?;
            *has_begun = true;
            match fs::remove_file(self.path.join(MANIFEST)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn run_text(&self) -> String {
        serde_json::to_string_pretty(&self.run).unwrap_or_default() + "\n"
    }

    /// Writes what there is about one input: both files, or none.
    pub(crate) fn write_document(
        &self,
        name: &str,
        record: &str,
        report: &str,
    ) -> Result<(), Failure> {
        self.begin().map_err(Failure::Unwritable)?;
        // The record first: what is found without a record is none of ours.
        let written = write_whole(&self.path.join(record_path(name)), &[record.as_bytes(), b"\n"])
            .and_then(|()| write_whole(&self.path.join(report_path(name)), &[report.as_bytes()]));
        written.map_err(|error| {
            self.remove_document(&record_path(name), &report_path(name));
            Failure::Unwritable(error)
        })
    }

    /// Writes what there is about all inputs: the lines of the manifest, sorted by name, what became
    /// of those that gave no record, and the collection. The manifest comes last: it says that the
    /// folder is whole.
    pub(crate) fn finish(
        &self,
        manifest: &mut Roll<'_>,
        not_done: &[Outcome],
        collection: &mut Collection<'_>,
    ) -> Result<(), Problem> {
        self.begin().map_err(Problem::file("write to", &self.shown))?;
        let way = |name: &str| report_path(name).to_string_lossy().replace(MAIN_SEPARATOR, "/");
        let report = self
            .write_own(CORPUS_JSON, |file| CollectionReport::write(collection, not_done, file))?;
        self.write_own(CORPUS_MARKDOWN, |file| {
            file.write_all(report.markdown(Some(&way)).as_bytes())
        })?;
        self.write_html(manifest, not_done, collection)?;
        self.write_own(MANIFEST, |file| {
            manifest.each(&mut |line| {
                file.write_all(line)?;
                file.write_all(b"\n")
            })
        })
    }

    /// What there is to say where something in the folder cannot be written, or read again.
    pub(crate) fn cannot_write(&self, error: io::Error) -> Problem {
        Problem::file("write to", &self.shown)(bare(error))
    }

    /// Removes a record and its report: the record last, for by it the report is found.
    fn remove_document(&self, record: &Path, report: &Path) {
        self.remove(report);
        self.remove(record);
    }

    /// Removes a file, and the folders that it leaves empty.
    fn remove(&self, below: &Path) {
        let _ = fs::remove_file(self.path.join(below));
        let folders = below.ancestors().skip(1).take_while(|folder| folder.iter().count() > 1);
        for folder in folders {
            // Fails where the folder still holds something, and is then left.
            if fs::remove_dir(self.path.join(folder)).is_err() {
                return;
            }
        }
    }

    fn write_own<T>(
        &self,
        name: &str,
        write: impl FnOnce(&mut io::BufWriter<&mut File>) -> io::Result<T>,
    ) -> Result<T, Problem> {
        write_with(&self.path.join(name), write)
            .map_err(Problem::file("write", &self.shown.join(name)))
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        drop(self.lock.take());
        let has_begun = *self.has_begun.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !has_begun {
            for folder in self.made.iter().rev() {
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

impl Scratch for OutputFolder {
    /// A file without a name: it is gone with the run, however that ends.
    fn sheet(&self) -> io::Result<Box<dyn Sheet>> {
        tempfile::tempfile_in(&self.path).map(|file| Box::new(file) as Box<dyn Sheet>)
    }
}

/// Where the record of an input lies, below the output folder.
pub(crate) fn record_path(name: &str) -> PathBuf {
    Path::new(RECORDS).join(name::output_path(name, RECORD_SUFFIX))
}

fn report_path(name: &str) -> PathBuf {
    Path::new(REPORTS).join(name::output_path(name, REPORT_SUFFIX))
}

/// Refuses a folder that holds, under our names, what we did not write.
fn check_own(path: &Path, shown: &Path) -> Result<(), Problem> {
    if RunFile::read(path).is_some() {
        return Ok(());
    }
    let pages = [html::HTML, html::SINGLE];
    let ours = [RUN, MANIFEST, RECORDS, REPORTS, CORPUS_JSON, CORPUS_MARKDOWN];
    match ours.into_iter().chain(pages).find(|name| path.join(name).symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(name) => Err(Problem::Usage(format!(
            "the output folder {} holds {name}, which annalist did not write; give another folder",
            shown.display()
        ))),
    }
}

/// The way from the output folder to the root of the inputs.
fn root_from(output: &Path, root: &Path) -> String {
    let way = fs::canonicalize(output)
        .ok()
        .zip(fs::canonicalize(root).ok())
        .and_then(|(output, root)| place::relative(&output, &root));
    match way {
        Some(way) => name::of_way(&way),
        None => root.to_string_lossy().into_owned(),
    }
}

/// Writes a file under a name that nobody looks for, then gives it its own.
pub(crate) fn write_whole(path: &Path, pieces: &[&[u8]]) -> io::Result<()> {
    write_with(path, |file| pieces.iter().try_for_each(|piece| file.write_all(piece)))
}

/// The same, where `write` writes what the file holds.
pub(crate) fn write_with<T>(
    path: &Path,
    write: impl FnOnce(&mut io::BufWriter<&mut File>) -> io::Result<T>,
) -> io::Result<T> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(bare)?;
    let mut buffer = io::BufWriter::with_capacity(BUFFER, file.as_file_mut());
    let written = write(&mut buffer).map_err(bare)?;
    buffer.flush().map_err(bare)?;
    drop(buffer);
    file.persist(path).map_err(|refused| bare(refused.error))?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use annalist_corpus::{Corrections, Gatherer, InMemory};

    use super::*;

    pub(super) fn files(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = ignore::WalkBuilder::new(folder)
            .standard_filters(false)
            .build()
            .filter_map(Result::ok)
            .filter(|entry| entry.depth() > 0)
            .map(|entry| name::of_path(entry.path().strip_prefix(folder).unwrap()))
            .collect();
        names.sort();
        names
    }

    pub(super) fn open(folder: &Path) -> Result<OutputFolder, Problem> {
        OutputFolder::open(folder, Path::new(""), None, None)
    }

    #[test]
    fn both_files_of_a_document_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let output = open(folder.path()).unwrap();
        output.write_document("a/b.html", "{}", "# B").unwrap();
        // A folder stands where the second report should go.
        fs::create_dir_all(folder.path().join("reports/c.html.md/x")).unwrap();
        assert!(output.write_document("c.html", "{}", "# C").is_err());
        drop(output);
        assert_eq!(
            files(folder.path()),
            [
                "records",
                "records/a",
                "records/a/b.html.json",
                "reports",
                "reports/a",
                "reports/a/b.html.md",
                "reports/c.html.md",
                "reports/c.html.md/x",
                "run.json"
            ]
        );
    }

    #[test]
    fn what_others_wrote_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        assert!(OutputFolder::check(folder.path(), Path::new("")).is_ok());
        fs::write(folder.path().join("manifest.jsonl"), "mine").unwrap();
        assert!(open(folder.path()).is_err());
        fs::write(folder.path().join("run.json"), "{}").unwrap();
        assert!(open(folder.path()).is_err());
        assert_eq!(files(folder.path()), ["manifest.jsonl", "notes.txt", "run.json"]);
    }

    #[test]
    fn folders_made_for_nothing_are_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        drop(OutputFolder::open(folder.path(), Path::new("deep/out"), None, None).unwrap());
        assert_eq!(files(folder.path()), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn files_have_the_permissions_that_the_user_gives_new_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode =
            |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs::write(folder.path().join("plain"), "").unwrap();
        write_whole(&folder.path().join("ours"), &[b""]).unwrap();
        assert_eq!(mode("ours"), mode("plain"));
    }

    #[test]
    fn the_root_is_told_from_the_output() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("pages")).unwrap();
        let (out, root) = (Path::new("deep/out"), folder.path().join("pages"));
        let output = OutputFolder::open(folder.path(), out, Some(&root), None).unwrap();
        let mut nothing = Gatherer::new(&InMemory).finish(Corrections::default()).unwrap();
        output.finish(&mut Roll::new(&InMemory), &[], &mut nothing).unwrap();
        assert_eq!(
            RunFile::read(&folder.path().join(out)).unwrap().root.as_deref(),
            Some("../../pages")
        );
    }
}
