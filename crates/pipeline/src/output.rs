//! The output folder: where each file goes, and that it is there whole or not at all.
//!
//! ```text
//! OUT/run.json            what made the folder, and where the saved files lie
//! OUT/manifest.jsonl      what became of each input, sorted by name
//! OUT/records/NAME.json   a record, as one line
//! OUT/reports/NAME.md     the report on it
//! OUT/corpus.json         the report on the collection
//! OUT/corpus.md
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use annalist_report::{Outcome, SCHEMA_VERSION};
use serde::{Deserialize, Serialize};

use crate::outcome::bare;
use crate::{Failure, Problem, name, place};

pub(crate) const RUN: &str = "run.json";
pub(crate) const MANIFEST: &str = "manifest.jsonl";
const RECORDS: &str = "records";
const REPORTS: &str = "reports";
const CORPUS_JSON: &str = "corpus.json";
const CORPUS_MARKDOWN: &str = "corpus.md";

const RECORD_SUFFIX: &str = ".json";
const REPORT_SUFFIX: &str = ".md";

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
}

impl RunFile {
    /// Reads the file that a run left in `folder`, or `None` where it is not one of ours.
    pub(crate) fn read(folder: &Path) -> Option<RunFile> {
        let text = fs::read_to_string(folder.join(RUN)).ok()?;
        serde_json::from_str::<RunFile>(&text).ok().filter(|run| run.tool.name == TOOL)
    }
}

/// The folder that a run writes to.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    path: PathBuf,
    /// The inputs that an earlier run wrote about.
    earlier: BTreeSet<String>,
}

impl OutputFolder {
    /// Whether `path` can be one, before anything is done.
    pub(crate) fn check(path: &Path) -> Result<(), Problem> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => check_own(path),
            Ok(_) => Err(Problem::Usage(format!(
                "the output {} is a file; give a folder, which is made where there is none",
                path.display()
            ))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Problem::file("use the output folder", path)(error)),
        }
    }

    /// Makes the folder, and leaves in it what makes it.
    pub(crate) fn open(
        path: &Path,
        root: Option<&Path>,
        options: Option<RunOptions>,
    ) -> Result<OutputFolder, Problem> {
        OutputFolder::check(path)?;
        fs::create_dir_all(path).map_err(Problem::file("make the output folder", path))?;
        let run = RunFile {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: TOOL.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            root: root.map(|root| root_from(path, root)),
            options,
        };
        let folder = OutputFolder { path: path.to_owned(), earlier: earlier_inputs(path) };
        let mut text = serde_json::to_string_pretty(&run).unwrap_or_default();
        text.push('\n');
        folder.write_own(RUN, &text)?;
        Ok(folder)
    }

    /// Writes what there is about one input: both files, or none.
    pub(crate) fn write_document(
        &self,
        name: &str,
        record: &str,
        report: &str,
    ) -> Result<(), Failure> {
        let record_path = self.path.join(record_path(name));
        let lines = [record.as_bytes(), b"\n"];
        write_whole(&record_path, &lines).map_err(Failure::Unwritable)?;
        write_whole(&self.path.join(report_path(name)), &[report.as_bytes()]).map_err(|error| {
            let _ = fs::remove_file(&record_path);
            Failure::Unwritable(error)
        })
    }

    /// Writes what there is about all inputs; `outcomes` are sorted by name.
    pub(crate) fn finish(
        &self,
        outcomes: &[Outcome],
        corpus: &annalist_corpus::Corpus,
    ) -> Result<(), Problem> {
        let mut manifest = String::new();
        for outcome in outcomes {
            manifest.push_str(&annalist_report::outcome_json(outcome));
            manifest.push('\n');
        }
        self.write_own(MANIFEST, &manifest)?;
        self.write_own(CORPUS_JSON, &annalist_report::corpus_json(corpus, outcomes))?;
        self.write_own(CORPUS_MARKDOWN, &annalist_report::corpus_markdown(corpus, outcomes))
    }

    /// Removes what an earlier run wrote about inputs that gave no record this time.
    pub(crate) fn remove_stale(&self, done: &BTreeSet<&str>) {
        for name in self.earlier.iter().filter(|name| !done.contains(name.as_str())) {
            self.remove(&record_path(name));
            self.remove(&report_path(name));
        }
    }

    /// Removes a file, and the folders that it leaves empty.
    fn remove(&self, below: &Path) {
        if fs::remove_file(self.path.join(below)).is_err() {
            return;
        }
        let folders = below.ancestors().skip(1).take_while(|folder| folder.iter().count() > 1);
        for folder in folders {
            // Fails where the folder still holds something, and is then left.
            if fs::remove_dir(self.path.join(folder)).is_err() {
                return;
            }
        }
    }

    fn write_own(&self, name: &str, text: &str) -> Result<(), Problem> {
        let path = self.path.join(name);
        write_whole(&path, &[text.as_bytes()]).map_err(Problem::file("write", &path))
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
fn check_own(path: &Path) -> Result<(), Problem> {
    if RunFile::read(path).is_some() {
        return Ok(());
    }
    let ours = [RUN, MANIFEST, RECORDS, REPORTS, CORPUS_JSON, CORPUS_MARKDOWN];
    match ours.into_iter().find(|name| path.join(name).symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(name) => Err(Problem::Usage(format!(
            "the output folder {} holds {name}, which annalist did not write; give another folder",
            path.display()
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

/// The inputs that the manifest of an earlier run lists.
fn earlier_inputs(path: &Path) -> BTreeSet<String> {
    fs::read_to_string(path.join(MANIFEST))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| annalist_report::read_outcome(line).ok())
        .map(|outcome| outcome.input)
        .collect()
}

/// Writes a file under a name that nobody looks for, then gives it its own.
pub(crate) fn write_whole(path: &Path, pieces: &[&[u8]]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".annalist-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(bare)?;
    for piece in pieces {
        file.write_all(piece).map_err(bare)?;
    }
    file.persist(path).map_err(|refused| bare(refused.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<String> {
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

    #[test]
    fn both_files_of_a_document_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let output = OutputFolder::open(folder.path(), None, None).unwrap();
        output.write_document("a/b.html", "{}", "# B").unwrap();
        // A folder stands where the second report should go.
        fs::create_dir_all(folder.path().join("reports/c.html.md/x")).unwrap();
        assert!(output.write_document("c.html", "{}", "# C").is_err());
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
        assert!(OutputFolder::check(folder.path()).is_ok());
        fs::write(folder.path().join("manifest.jsonl"), "mine").unwrap();
        assert!(OutputFolder::open(folder.path(), None, None).is_err());
        fs::write(folder.path().join("run.json"), "{}").unwrap();
        assert!(OutputFolder::open(folder.path(), None, None).is_err());
        assert_eq!(files(folder.path()), ["manifest.jsonl", "notes.txt", "run.json"]);
    }

    #[test]
    fn stale_files_go_with_the_folders_they_leave_empty() {
        let folder = tempfile::tempdir().unwrap();
        let mut output = OutputFolder::open(folder.path(), None, None).unwrap();
        for name in ["a/b/gone.html", "a/kept.html"] {
            output.write_document(name, "{}", "#").unwrap();
        }
        fs::write(folder.path().join("records/a/not-ours.json"), "").unwrap();
        output.earlier = ["a/b/gone.html", "a/kept.html"].map(str::to_owned).into();
        output.remove_stale(&BTreeSet::from(["a/kept.html"]));
        assert_eq!(
            files(&folder.path().join("records")),
            ["a", "a/kept.html.json", "a/not-ours.json"]
        );
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
        let out = folder.path().join("deep/out");
        OutputFolder::open(&out, Some(&folder.path().join("pages")), None).unwrap();
        assert_eq!(RunFile::read(&out).unwrap().root.as_deref(), Some("../../pages"));
    }
}
