//! The report as HTML, beside the others: pages are made side by side, and only those are written
//! that changed.

use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};

use annalist_corpus::{Collection, Roll};
use annalist_model::Record;
use annalist_report::{HtmlFile, HtmlReport, HtmlSheets, Outcome, SearchPart};
use rayon::prelude::*;

use super::pages::Made;
use super::stale::each_file_below;
use super::{OutputFolder, record_path, write_whole};
use crate::gathered::Records;
use crate::order::Workers;
use crate::{Problem, cache};

/// The folder of the report.
pub(crate) const HTML: &str = "html";

/// The report as one file.
pub(crate) const SINGLE: &str = "report.html";

/// Where what documents give to pages on the collection is kept for the next run, below the folder
/// of what is kept.
const SHARES: &str = "html";

/// Parts of the search, and documents, that are looked at at once.
const PARTS: usize = 32;
const DOCUMENTS: usize = 1024;

/// Most documents of a report in one file.
const SINGLE_DOCUMENTS: usize = 500;

/// Most documents of a report that is written unasked: beyond, a page more would cost several times
/// what it costs without.
const FEW_DOCUMENTS: usize = 5000;

/// How the report is written as HTML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Html {
    /// Not at all.
    #[default]
    None,
    /// A folder of pages, for a collection that is not large.
    WhereFew,
    /// A folder of pages.
    Folder,
    /// One file, for a small collection.
    SingleFile,
}

impl Html {
    /// How the report on so many documents is written.
    #[must_use]
    pub fn of(self, documents: usize) -> Html {
        match self {
            Html::WhereFew if documents <= FEW_DOCUMENTS => Html::Folder,
            Html::WhereFew => Html::None,
            asked => asked,
        }
    }

    /// What to open in the output folder to look at the report on so many documents.
    pub fn entry(self, documents: usize) -> Option<&'static str> {
        match self.of(documents) {
            Html::None | Html::WhereFew => None,
            Html::Folder => Some("html/index.html"),
            Html::SingleFile => Some(SINGLE),
        }
    }

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
    /// Whether the report on so many documents as HTML is asked for and not there.
    pub(crate) fn lacks_html(&self, documents: usize) -> bool {
        let entry = self.html.html.entry(documents);
        entry.is_some_and(|entry| !self.path.join(entry).is_file())
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
        let html = html.of(collection.totals().documents as usize);
        let shown = self.shown.join(if html == Html::SingleFile { SINGLE } else { HTML });
        let failed = |error| Problem::file("write the report", &shown)(error);
        if html == Html::None {
            self.remove_others(&Records::default());
        } else {
            let mut report =
                HtmlReport::new(collection, not_done, env!("ANNALIST_CODE")).map_err(failed)?;
            take_outcomes(&mut report, manifest).map_err(failed)?;
            let workers = Workers::new(jobs)?;
            self.write_report(&mut report, collection, &workers).map_err(failed)?;
        }
        if html != Html::SingleFile {
            let _ = fs::remove_file(self.path.join(SINGLE));
        }
        Ok(())
    }

    fn write_report(
        &self,
        report: &mut HtmlReport<'_>,
        collection: &mut Collection<'_>,
        workers: &Workers,
    ) -> io::Result<()> {
        let parts = report.search_parts();
        let mut sheets = HtmlSheets::new(self);
        for parts in parts.chunks(PARTS) {
            let shares = workers.install(|| {
                let shares = parts.par_iter().map(|part| self.shares(report, part));
                shares.collect::<io::Result<Vec<String>>>()
            })?;
            shares.iter().try_for_each(|shares| report.take_shares(&mut sheets, shares))?;
        }
        report.take_dates(&mut sheets, collection)?;
        report.take_claims(&mut sheets, collection)?;
        let report = &*report;
        let mut made = Made::new(self, workers);
        let pages = report.collection_pages();
        made.all(&pages, |page| report.collection_page(*page).map_err(io::Error::other))?;
        report.timeline(&mut sheets, &mut |page| made.one(page))?;
        report.search_index(&mut sheets, &mut |script| made.one(script))?;
        report.each_entity(collection, &mut sheets, &mut |entities| {
            made.all(&entities, |it| report.entity(it).map_err(io::Error::other))
        })?;
        made.one(report.graph(&sheets).map_err(io::Error::other)?)?;
        for parts in parts.chunks(PARTS) {
            made.stamped(
                parts,
                |part| (part.path.clone(), part.stamp.clone()),
                |part| Ok(vec![report.search_part(part, &self.records(report, part)?)]),
            )?;
        }
        let documents: Vec<u32> = (0..report.documents()).collect();
        for documents in documents.chunks(DOCUMENTS) {
            made.stamped(
                documents,
                |number| (report.document_path(*number), report.document_stamp(*number)),
                |number| self.document(report, *number),
            )?;
        }
        if self.html.html == Html::SingleFile {
            let file = report.single_file(&made.files).map_err(io::Error::other)?;
            write_whole(&self.path.join(SINGLE), &[file.text.as_bytes()])?;
        }
        // Where all pages are in one file, none is kept beside it.
        self.remove_others(&made.paths);
        Ok(())
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

    /// Removes pages that are none of those that were made.
    fn remove_others(&self, kept: &Records) {
        each_file_below(&self.path, HTML, &mut |path| {
            let below = path.strip_prefix(HTML).unwrap_or(path);
            let name = below.to_string_lossy().replace(MAIN_SEPARATOR, "/");
            if HtmlReport::is_of_report(&name) && !kept.has(Path::new(&name)) {
                self.remove(path);
            }
        });
        // Fails where it still holds something, and is then left.
        let _ = fs::remove_dir(self.path.join(HTML));
    }
}

/// Tells the report of the records that it is on.
fn take_outcomes(report: &mut HtmlReport<'_>, manifest: &mut Roll<'_>) -> io::Result<()> {
    manifest.each(&mut |line| {
        let line = std::str::from_utf8(line).map_err(io::Error::other)?;
        report.take_outcome(&annalist_report::read_outcome(line).map_err(io::Error::other)?);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unasked_it_is_written_for_a_collection_that_is_not_large() {
        assert_eq!(Html::WhereFew.of(FEW_DOCUMENTS), Html::Folder);
        assert_eq!(Html::WhereFew.entry(FEW_DOCUMENTS + 1), None);
        assert_eq!(Html::Folder.entry(FEW_DOCUMENTS + 1), Some("html/index.html"));
    }
}
