//! What the files of an output folder look like, so that a later run knows whether they are still as
//! they were written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use annalist_corpus::Partial;
use annalist_report::{Outcome, Status};

use super::{
    CORPUS_JSON, CORPUS_MARKDOWN, MANIFEST, OutputFolder, RUN, UNFINISHED, record_path, report_path,
};
use crate::cache::stamp::Stamp;
use crate::cache::{Whole, Written};
use crate::gathered::Gathered;
use crate::outcome::bare;
use crate::{Summary, hash};

/// The files on the collection.
const COLLECTION: [&str; 4] = [RUN, MANIFEST, CORPUS_JSON, CORPUS_MARKDOWN];

impl OutputFolder {
    /// What a document gives to the corpus, by its record.
    pub(crate) fn partial_of(&self, name: &str) -> Option<Partial> {
        let line = fs::read_to_string(self.path.join(record_path(name))).ok()?;
        annalist_report::read_record(&line).ok().map(|record| Partial::of(&record))
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The stamp of a file that is made now: what was written before is older.
    pub(crate) fn now(&self) -> io::Result<Stamp> {
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.path);
        Stamp::of(file.map_err(bare)?.path())
    }

    /// What the files on a document look like, which hold the record that the outcome tells of, and
    /// `report`.
    pub(crate) fn written(&self, outcome: &Outcome, report: &str) -> Option<Written> {
        let name = outcome.input.as_str();
        let Status::Done { record_sha256, .. } = &outcome.status else { return None };
        Some(Written {
            record: Stamp::of(&self.path.join(record_path(name))).ok()?,
            report: Stamp::of(&self.path.join(report_path(name))).ok()?,
            record_sha256: record_sha256.clone(),
            report_sha256: hash::of(report.as_bytes()).to_string(),
        })
    }

    /// What the files on the collection look like, for a run that makes records with `made`.
    pub(crate) fn whole(
        &self,
        made: &str,
        gathered: &Gathered<'_>,
        summary: &Summary,
    ) -> Option<Whole> {
        Some(Whole {
            made: made.to_owned(),
            manifest: gathered.manifest_sha256(),
            run: hash::of(self.run_text().as_bytes()).to_string(),
            files: stamps(&self.path).ok()?,
            comments: summary.comments,
            entities: summary.entities,
            dates: summary.dates,
        })
    }
}

/// Whether the files that an earlier run wrote of `name` in the folder `output` are still as it wrote
/// them: what they look like now, or why not. Where `by_hash`, their bytes are asked in any case.
pub(crate) fn still_written(
    output: &Path,
    name: &str,
    written: &Written,
    by_hash: bool,
) -> Result<Written, String> {
    let stand = |path: PathBuf, stamp: &Stamp, sha256: &str, what: &str| {
        let path = output.join(path);
        let now = Stamp::of(&path).map_err(|_| format!("its {what} is gone"))?;
        let stands = || fs::read(&path).is_ok_and(|bytes| hash::of(&bytes).to_string() == sha256);
        if (now == *stamp && !by_hash) || stands() {
            return Ok(now);
        }
        Err(format!("its {what} is not as it was written"))
    };
    let Written { record, report, record_sha256, report_sha256 } = written;
    Ok(Written {
        record: stand(record_path(name), record, record_sha256, "record")?,
        report: stand(report_path(name), report, report_sha256, "report")?,
        ..written.clone()
    })
}

/// Whether the files on the collection in the folder `output` are still as they were written.
pub(crate) fn is_still_whole(output: &Path, whole: &Whole) -> bool {
    stamps(output).is_ok_and(|stamps| stamps == whole.files)
}

fn stamps(output: &Path) -> io::Result<Vec<Stamp>> {
    COLLECTION.iter().map(|file| Stamp::of(&output.join(file))).collect()
}
