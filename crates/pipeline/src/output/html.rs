//! The report as HTML, beside the others: pages are made side by side, and only those are written
//! that changed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};

use annalist_corpus::Corpus;
use annalist_model::Record;
use annalist_report::{HtmlFile, HtmlReport, Outcome};
use rayon::prelude::*;

use super::stale::files_below;
use super::{OutputFolder, record_path, write_whole};
use crate::Problem;
use crate::order::Workers;

/// The folder of the report.
pub(crate) const HTML: &str = "html";

/// How much of a file is read for its stamp.
const HEAD: u64 = 4096;

impl OutputFolder {
    /// Whether the report as HTML is asked for and not there.
    pub(crate) fn lacks_html(&self) -> bool {
        self.html_jobs.is_some() && !self.path.join(HTML).join("index.html").is_file()
    }

    /// Writes the report as HTML, where it is asked for.
    pub(super) fn write_html(&self, outcomes: &[Outcome], corpus: &Corpus) -> Result<(), Problem> {
        let Some(jobs) = self.html_jobs else { return Ok(()) };
        let folder = self.shown.join(HTML);
        let failed = |error| Problem::file("write the report in", &folder)(error);
        let report = HtmlReport::new(corpus, outcomes).map_err(io::Error::other).map_err(failed)?;
        let inputs: Vec<&str> = report.inputs().collect();
        let workers = Workers::new(jobs)?;
        let written: io::Result<Vec<Vec<String>>> = workers.install(|| {
            let pages = report.collection_pages();
            let pages = pages.par_iter().map(|page| {
                self.write_changed(report.collection_page(*page).map_err(io::Error::other)?)
            });
            let parts = report.search_parts();
            let parts = parts.par_iter().map(|part| {
                if self.has_stamp(&part.path, &part.stamp) {
                    return Ok(vec![part.path.clone()]);
                }
                let of = |number: &u32| self.stored(inputs.get(*number as usize).copied());
                let records = part.documents.iter().map(of).collect::<io::Result<Vec<Record>>>()?;
                self.write_changed(vec![report.search_part(part, &records)])
            });
            let documents = inputs.par_iter().enumerate().map(|(number, input)| {
                let number = number as u32;
                let path = report.document_path(number);
                if self.has_stamp(&path, &report.document_stamp(number)) {
                    return Ok(self.parts_of(&path));
                }
                let record = self.stored(Some(input))?;
                self.write_changed(report.document(number, &record).map_err(io::Error::other)?)
            });
            pages.chain(parts).chain(documents).collect()
        });
        let kept: BTreeSet<String> = written.map_err(failed)?.into_iter().flatten().collect();
        for path in files_below(&self.path.join(HTML), "") {
            let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let is_ours = ["d/", "e/", "s/"].iter().any(|folder| name.starts_with(folder));
            if is_ours && !kept.contains(&name) {
                self.remove(&std::path::Path::new(HTML).join(&path));
            }
        }
        Ok(())
    }

    /// The record of an input, as it was written.
    fn stored(&self, input: Option<&str>) -> io::Result<Record> {
        let path = self.path.join(record_path(input.unwrap_or_default()));
        let line = fs::read_to_string(path)?;
        annalist_report::read_record(&line).map_err(io::Error::other)
    }

    /// Whether the file at `path` was made of what has this stamp.
    fn has_stamp(&self, path: &str, stamp: &str) -> bool {
        let mut head = String::new();
        let file = File::open(self.path.join(HTML).join(path));
        let Ok(file) = file else { return false };
        let mut bytes = Vec::new();
        if file.take(HEAD).read_to_end(&mut bytes).is_ok() {
            head.push_str(&String::from_utf8_lossy(&bytes));
        }
        head.contains(stamp)
    }

    /// The pages of a document whose first is at `path`.
    fn parts_of(&self, path: &str) -> Vec<String> {
        let stem = path.trim_end_matches(".html");
        let mut parts = vec![path.to_owned()];
        for part in 2_u32.. {
            let path = format!("{stem}-{part}.html");
            if !self.path.join(HTML).join(&path).is_file() {
                break;
            }
            parts.push(path);
        }
        parts
    }

    /// Writes those files that are not there as they should be, and names all of them.
    fn write_changed(&self, files: Vec<HtmlFile>) -> io::Result<Vec<String>> {
        let mut paths = Vec::with_capacity(files.len());
        for HtmlFile { path, text } in files {
            let place = self.path.join(HTML).join(&path);
            if !fs::read(&place).is_ok_and(|bytes| bytes == text.as_bytes()) {
                write_whole(&place, &[text.as_bytes()])?;
            }
            paths.push(path);
        }
        Ok(paths)
    }
}
