//! The report as HTML, beside the others: pages are made side by side, and only those are written
//! that changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::MAIN_SEPARATOR;

use annalist_corpus::{Collection, Corpus, Roll, Timeline};
use annalist_model::Record;
use annalist_report::{HtmlFile, HtmlReport, Outcome, SearchPart, Status};
use rayon::prelude::*;

use super::stale::each_file_below;
use super::{OutputFolder, record_path, write_whole};
use crate::order::Workers;
use crate::{Problem, cache};

/// The folder of the report.
pub(crate) const HTML: &str = "html";

/// The report as one file.
pub(crate) const SINGLE: &str = "report.html";

/// Where what documents give to pages on the collection is kept for the next run, below the folder
/// of what is kept.
const SHARES: &str = "html";

/// How much of a file is read for its stamp.
const HEAD: u64 = 4096;

/// Most documents of a report in one file.
const SINGLE_DOCUMENTS: usize = 500;

/// How the report is written as HTML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Html {
    /// Not at all.
    #[default]
    None,
    /// A folder of pages.
    Folder,
    /// One file, for a small collection.
    SingleFile,
}

impl Html {
    /// Whether a report on so many documents can be written so.
    pub(crate) fn check(self, documents: usize) -> Result<(), Problem> {
        if self == Html::SingleFile && documents > SINGLE_DOCUMENTS {
            return Err(Problem::Usage(format!(
                "one file is for at most {SINGLE_DOCUMENTS} documents, and there are {documents}; \
                 leave out --single-file to get a folder of pages"
            )));
        }
        Ok(())
    }
}

/// How the report is made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HtmlPlan {
    pub(crate) html: Html,
    /// Number of threads.
    pub(crate) jobs: usize,
    /// Whether something is kept for the next run.
    pub(crate) keeps: bool,
}

impl OutputFolder {
    /// Whether the report as HTML is asked for and not there.
    pub(crate) fn lacks_html(&self) -> bool {
        match self.html.html {
            Html::None => false,
            Html::Folder => !self.path.join(HTML).join("index.html").is_file(),
            Html::SingleFile => !self.path.join(SINGLE).is_file(),
        }
    }

    /// Writes the report as HTML, where it is asked for, and removes one of another form, which
    /// would speak of an earlier state of the collection.
    pub(super) fn write_html(
        &self,
        manifest: &mut Roll<'_>,
        not_done: &[Outcome],
        collection: &mut Collection<'_>,
    ) -> Result<(), Problem> {
        let HtmlPlan { html, jobs, .. } = self.html;
        let shown = self.shown.join(if html == Html::SingleFile { SINGLE } else { HTML });
        let failed = |error| Problem::file("write the report", &shown)(error);
        if html != Html::None {
            let corpus = in_memory(collection).map_err(failed)?;
            let records = records_of(manifest).map_err(failed)?;
            let made = env!("ANNALIST_CODE");
            let report =
                HtmlReport::new(&corpus, not_done, records, made).map_err(io::Error::other);
            let mut report = report.map_err(failed)?;
            let workers = Workers::new(jobs)?;
            workers.install(|| self.write_report(&mut report)).map_err(failed)?;
        }
        if html != Html::SingleFile {
            let _ = fs::remove_file(self.path.join(SINGLE));
        }
        if html != Html::Folder {
            self.remove_others(&BTreeSet::new());
        }
        Ok(())
    }

    fn write_report(&self, report: &mut HtmlReport<'_>) -> io::Result<()> {
        let parts = report.search_parts();
        let shares: Vec<String> = parts
            .par_iter()
            .map(|part| self.shares(report, part))
            .collect::<io::Result<Vec<String>>>()?;
        report.take_shares(shares.iter().map(String::as_str));
        drop(shares);
        if self.html.html == Html::SingleFile {
            return self.write_single(report, &parts);
        }
        let report = &*report;
        let pages = report.collection_pages();
        let pages = pages.par_iter().map(|page| {
            self.write_changed(report.collection_page(*page).map_err(io::Error::other)?)
        });
        let search = parts.par_iter().map(|part| {
            if self.has_stamp(&part.path, &part.stamp) {
                return Ok(vec![part.path.clone()]);
            }
            let records = self.records(report, part)?;
            self.write_changed(vec![report.search_part(part, &records)])
        });
        let documents = (0..report.documents()).into_par_iter().map(|number| {
            let path = report.document_path(number);
            if self.has_stamp(&path, &report.document_stamp(number)) {
                return Ok(self.parts_of(&path));
            }
            self.write_changed(self.document(report, number)?)
        });
        let written: io::Result<Vec<Vec<String>>> = pages.chain(search).chain(documents).collect();
        self.remove_others(&written?.into_iter().flatten().collect());
        Ok(())
    }

    /// Writes all pages into one file.
    fn write_single(&self, report: &HtmlReport<'_>, parts: &[SearchPart]) -> io::Result<()> {
        let pages = report.collection_pages();
        let pages =
            pages.par_iter().map(|page| report.collection_page(*page).map_err(io::Error::other));
        let search = parts
            .par_iter()
            .map(|part| Ok(vec![report.search_part(part, &self.records(report, part)?)]));
        let documents = 0..report.documents();
        let documents = documents.into_par_iter().map(|number| self.document(report, number));
        let files: io::Result<Vec<Vec<HtmlFile>>> = pages.chain(search).chain(documents).collect();
        let files: Vec<HtmlFile> = files?.into_iter().flatten().collect();
        let file = report.single_file(&files).map_err(io::Error::other)?;
        write_whole(&self.path.join(SINGLE), &[file.text.as_bytes()])
    }

    fn document(&self, report: &HtmlReport<'_>, number: u32) -> io::Result<Vec<HtmlFile>> {
        let record = self.stored(report.input(number))?;
        report.document(number, &record).map_err(io::Error::other)
    }

    /// What the documents of a part give to the pages on the collection, as an earlier run kept it
    /// or from their records.
    fn shares(&self, report: &HtmlReport<'_>, part: &SearchPart) -> io::Result<String> {
        let folder = self.path.join(cache::FOLDER).join(SHARES);
        let place = folder.join(HtmlReport::shares_path(part));
        if self.html.keeps
            && let Ok(kept) = fs::read_to_string(&place)
            && kept.lines().next() == Some(part.stamp.as_str())
        {
            return Ok(kept);
        }
        let text = report.shares(part, &self.records(report, part)?);
        if self.html.keeps {
            // Where it cannot be kept, the next run makes it again.
            let _ = write_whole(&place, &[text.as_bytes()]);
        }
        Ok(text)
    }

    fn records(&self, report: &HtmlReport<'_>, part: &SearchPart) -> io::Result<Vec<Record>> {
        let of = |number: &u32| self.stored(report.input(*number));
        part.documents.iter().map(of).collect()
    }

    /// The record of an input, as it was written.
    fn stored(&self, input: Option<&str>) -> io::Result<Record> {
        let path = self.path.join(record_path(input.unwrap_or_default()));
        let line = fs::read_to_string(path)?;
        annalist_report::read_record(&line).map_err(io::Error::other)
    }

    /// Whether the file at `path` was made of what has this stamp.
    fn has_stamp(&self, path: &str, stamp: &str) -> bool {
        let Ok(file) = File::open(self.path.join(HTML).join(path)) else { return false };
        let mut bytes = Vec::new();
        let is_read = file.take(HEAD).read_to_end(&mut bytes).is_ok();
        is_read && String::from_utf8_lossy(&bytes).contains(stamp)
    }

    /// The pages of a document whose first is at `path`.
    fn parts_of(&self, path: &str) -> Vec<String> {
        let stem = path.trim_end_matches(".html");
        let more = (2_u32..).map(|part| format!("{stem}-{part}.html"));
        let more = more.take_while(|path| self.path.join(HTML).join(path).is_file());
        std::iter::once(path.to_owned()).chain(more).collect()
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

    /// Removes pages that are none of those that were made.
    fn remove_others(&self, kept: &BTreeSet<String>) {
        each_file_below(&self.path, HTML, &mut |path| {
            let below = path.strip_prefix(HTML).unwrap_or(path);
            let name = below.to_string_lossy().replace(MAIN_SEPARATOR, "/");
            if HtmlReport::is_of_report(&name) && !kept.contains(&name) {
                self.remove(path);
            }
        });
        if kept.is_empty() {
            let _ = fs::remove_dir(self.path.join(HTML));
        }
    }
}

/// The collection, in memory.
fn in_memory(collection: &mut Collection<'_>) -> io::Result<Corpus> {
    let mut corpus = Corpus {
        duplicates: collection.duplicates().to_vec(),
        copies: collection.copies().to_vec(),
        comments: collection.comments().clone(),
        ..Corpus::default()
    };
    collection.each_document(&mut into(&mut corpus.documents))?;
    collection.each_entity(&mut into(&mut corpus.entities))?;
    let Timeline { article, comments } = &mut corpus.timeline;
    collection.each_date(true, &mut into(article))?;
    collection.each_date(false, &mut into(comments))?;
    Ok(corpus)
}

fn into<T>(list: &mut Vec<T>) -> impl FnMut(T) -> io::Result<()> {
    |item| {
        list.push(item);
        Ok(())
    }
}

/// The hashes of the records, by the names of their inputs.
fn records_of(manifest: &mut Roll<'_>) -> io::Result<BTreeMap<String, String>> {
    let mut records = BTreeMap::new();
    manifest.each(&mut |line| {
        let line = std::str::from_utf8(line).map_err(io::Error::other)?;
        let outcome = annalist_report::read_outcome(line).map_err(io::Error::other)?;
        if let Status::Done { record_sha256, .. } = outcome.status {
            records.insert(outcome.input, record_sha256);
        }
        Ok(())
    })?;
    Ok(records)
}
