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
use crate::gathered::Records;

impl OutputFolder {
    /// Removes what earlier runs wrote about inputs that gave no record this time, whether they came
    /// to their end or not. What somebody else put there is left.
    pub(crate) fn remove_stale(&self, kept: &Records) {
        each_file_below(&self.path, RECORDS, &mut |record| {
            if is_unfinished(record) {
                self.remove(record);
            } else if !kept.has(record)
                && let Some(name) = name_in_record(&self.path.join(record))
                && record_path(&name) == record
            {
                self.remove_document(record, &report_path(&name));
            }
        });
        let mut remove_unfinished = |path: &Path| {
            if is_unfinished(path) {
                self.remove(path);
            }
        };
        for part in [REPORTS, HTML, cache::FOLDER] {
            each_file_below(&self.path, part, &mut remove_unfinished);
        }
        // An index of the search is made in a folder of its own.
        each_file_below(&self.path, cache::FOLDER, &mut |path| {
            if path.ancestors().any(is_unfinished) {
                self.remove(path);
            }
        });
        let own = fs::read_dir(&self.path).into_iter().flatten().filter_map(Result::ok);
        own.for_each(|entry| remove_unfinished(Path::new(&entry.file_name())));
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
    let mut files = Vec::new();
    each_file_below(folder, RECORDS, &mut |path| files.push(path.to_owned()));
    files.sort();
    files
}

/// Shows all files below `folder/part`, as paths below `folder`. Links are not followed.
pub(super) fn each_file_below(folder: &Path, part: &str, see: &mut dyn FnMut(&Path)) {
    let mut waiting = vec![PathBuf::from(part)];
    while let Some(next) = waiting.pop() {
        let entries = fs::read_dir(folder.join(&next)).into_iter().flatten();
        for entry in entries.filter_map(Result::ok) {
            let path = next.join(entry.file_name());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(path);
            } else {
                see(&path);
            }
        }
    }
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
        let mut kept = Records::default();
        kept.add(&record_path("a/kept.html"));
        output.remove_stale(&kept);
        assert_eq!(
            files(&folder.path().join("records")),
            ["a", "a/kept.html.json", "a/not-ours.json"]
        );
        assert_eq!(files(&folder.path().join("reports")), ["a", "a/kept.html.md", "a/not-ours.md"]);
    }
}
