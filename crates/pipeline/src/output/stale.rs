//! What earlier runs left in an output folder, whether they came to their end or not.
//!
//! It is known by itself, not by a list that a killed run never wrote: a record of ours says of
//! which input it is, and lies where the record of that input belongs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use annalist_report::{Outcome, Status};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::html::HTML;
use super::{OutputFolder, RECORDS, REPORTS, UNFINISHED, record_path, report_path};
use crate::cache;

impl OutputFolder {
    /// Removes what earlier runs wrote about inputs that gave no record this time, whether they came
    /// to their end or not. What somebody else put there is left.
    pub(crate) fn remove_stale(&self, outcomes: &[Outcome]) {
        let kept = listed_records(outcomes);
        let below_records = files_below(&self.path, RECORDS);
        for record in below_records.iter().filter(|path| !kept.contains(*path)) {
            if let Some(name) = name_in_record(&self.path.join(record))
                && record_path(&name) == *record
            {
                self.remove_document(record, &report_path(&name));
            }
        }
        let below_reports = files_below(&self.path, REPORTS);
        let own = fs::read_dir(&self.path).into_iter().flatten().filter_map(Result::ok);
        let own = own.map(|entry| PathBuf::from(entry.file_name()));
        let cached = files_below(&self.path, cache::FOLDER);
        let pages = files_below(&self.path, HTML);
        let below = below_records.into_iter().chain(below_reports).chain(pages);
        for path in below.chain(cached).chain(own) {
            if is_unfinished(&path) {
                self.remove(&path);
            }
        }
    }
}

/// The records that outcomes tell of, as paths below the output folder.
pub(crate) fn listed_records<'o>(
    outcomes: impl IntoIterator<Item = &'o Outcome>,
) -> BTreeSet<PathBuf> {
    let outcomes = outcomes.into_iter();
    let done = outcomes.filter(|outcome| matches!(outcome.status, Status::Done { .. }));
    done.map(|outcome| record_path(&outcome.input)).collect()
}

/// The files that lie where records do, as paths below the output folder, sorted.
pub(crate) fn records_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = files_below(folder, RECORDS);
    files.sort();
    files
}

/// All files below `folder/part`, as paths below `folder`. Links are not followed.
pub(super) fn files_below(folder: &Path, part: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![PathBuf::from(part)];
    while let Some(next) = waiting.pop() {
        let entries = fs::read_dir(folder.join(&next)).into_iter().flatten();
        for entry in entries.filter_map(Result::ok) {
            let path = next.join(entry.file_name());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

/// What shows that a file is a record of annalist.
#[derive(Deserialize)]
struct RecordHead {
    #[serde(rename = "schema_version")]
    _schema_version: u32,
    #[serde(rename = "id")]
    _id: IgnoredAny,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    input: String,
}

/// The name of the input that a record is of, or `None` where the file is no record.
fn name_in_record(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    serde_json::from_slice::<RecordHead>(&bytes).ok().map(|record| record.input)
}

/// Whether a file is one that a killed run had not yet given its name.
fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{files, open};
    use super::*;

    fn done(name: &str) -> Outcome {
        let status = Status::Done {
            id: "x".to_owned(),
            record_sha256: "00".repeat(32),
            comments: 0,
            diagnostics: Vec::new(),
        };
        Outcome { input: name.to_owned(), status }
    }

    #[test]
    fn stale_files_go_with_the_folders_they_leave_empty() {
        let folder = tempfile::tempdir().unwrap();
        let output = open(folder.path()).unwrap();
        for name in ["a/b/gone.html", "a/kept.html"] {
            let record =
                format!(r#"{{"schema_version":1,"id":"x","input":"{name}","source":{{}}}}"#);
            output.write_document(name, &record, "#").unwrap();
        }
        for file in ["records/a/not-ours.json", "reports/a/not-ours.md", "records/.annalist-Ab3d"] {
            fs::write(folder.path().join(file), "{}").unwrap();
        }
        output.remove_stale(&[done("a/kept.html")]);
        assert_eq!(
            files(&folder.path().join("records")),
            ["a", "a/kept.html.json", "a/not-ours.json"]
        );
        assert_eq!(files(&folder.path().join("reports")), ["a", "a/kept.html.md", "a/not-ours.md"]);
    }
}
