//! The report for people as pages of HTML: a folder that works from disk, with no server, no network
//! and nothing that is not in it.
//!
//! Names of pages are made here, never taken from a page. All words pass through the escaping of the
//! templates, or of [`markup`] where marks stand in them; a policy in each page lets nothing run or
//! load but the two files of ours.

mod chart;
mod collection;
mod document;
mod entity;
mod graph;
mod index;
mod markup;
mod overview;
mod search;
#[cfg(test)]
mod tests;
mod thread;
mod timeline;

use std::collections::BTreeMap;
use std::fmt;

use annalist_corpus::Corpus;
use annalist_model::Record;
use minijinja::Environment;
use serde::Serialize;

pub use self::collection::HtmlPage;
use self::index::Index;
pub use self::search::SearchPart;
use crate::{Outcome, Status};

/// Greatest length of the list of one page, in bytes; what is longer goes on on another page.
const PAGE: usize = 1_000_000;

/// The templates; those whose name ends in `.html` escape what is put into them.
const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("../../templates/base.html")),
    ("document.html", include_str!("../../templates/document.html")),
    ("documents.html", include_str!("../../templates/documents.html")),
    ("entities.html", include_str!("../../templates/entities.html")),
    ("entity.html", include_str!("../../templates/entity.html")),
    ("graph.html", include_str!("../../templates/graph.html")),
    ("overview.html", include_str!("../../templates/overview.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("timeline.html", include_str!("../../templates/timeline.html")),
];

/// The files of ours that pages load.
const ASSETS: &[(&str, &str)] = &[
    ("report.css", include_str!("../../templates/report.css")),
    ("report.js", include_str!("../../templates/report.js")),
];

/// A file of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlFile {
    /// Where it lies below the folder of the report, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// A template of ours that cannot be used.
#[derive(Debug)]
pub struct HtmlError(minijinja::Error);

impl fmt::Display for HtmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a template of the report cannot be used: {}", self.0)
    }
}

impl std::error::Error for HtmlError {}

impl From<minijinja::Error> for HtmlError {
    fn from(error: minijinja::Error) -> HtmlError {
        HtmlError(error)
    }
}

/// The report on a collection. What it needs of single records is asked for page by page, so that
/// pages can be made side by side and only where something changed.
#[derive(Debug)]
pub struct HtmlReport<'c> {
    corpus: &'c Corpus,
    outcomes: &'c [Outcome],
    records: BTreeMap<&'c str, &'c str>,
    index: Index,
    templates: Environment<'static>,
}

impl<'c> HtmlReport<'c> {
    /// The report on `corpus`, and on the inputs that gave nothing to it.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken.
    pub fn new(corpus: &'c Corpus, outcomes: &'c [Outcome]) -> Result<HtmlReport<'c>, HtmlError> {
        let mut templates = Environment::new();
        templates.set_debug(false);
        templates.set_trim_blocks(true);
        templates.set_lstrip_blocks(true);
        templates.add_filter("urlencode", |text: String| {
            percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        });
        for (name, text) in TEMPLATES {
            templates.add_template(name, text)?;
        }
        let records = outcomes.iter().filter_map(|outcome| match &outcome.status {
            Status::Done { record_sha256, .. } => {
                Some((outcome.input.as_str(), record_sha256.as_str()))
            }
            _ => None,
        });
        let records = records.collect();
        Ok(HtmlReport { corpus, outcomes, records, index: Index::new(corpus), templates })
    }

    /// The name of the input of each document, by its number.
    pub fn inputs(&self) -> impl Iterator<Item = &'c str> {
        self.corpus.documents.iter().map(|document| document.input.as_str())
    }

    /// Where the first page of a document lies.
    pub fn document_path(&self, document: u32) -> String {
        self.index.document_page(document)
    }

    /// What the pages of a document are made of, in short: where a page holds the same, it need not
    /// be made again.
    pub fn document_stamp(&self, document: u32) -> String {
        let Some(summary) = self.corpus.documents.get(document as usize) else {
            return String::new();
        };
        let record = self.records.get(summary.input.as_str()).copied().unwrap_or_default();
        let mut parts = vec![record.to_owned(), self.document_path(document)];
        parts.extend(TEMPLATES.iter().map(|(_, text)| (*text).to_owned()));
        parts.extend(self.index.links_of(document).map(|(local, page)| format!("{local} {page}")));
        let original = summary.duplicate_of.or(summary.may_repeat);
        parts.extend(original.map(|original| self.document_path(original)));
        index::digest(parts.iter().map(String::as_str))
    }

    /// The pages of a document.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken.
    pub fn document(&self, document: u32, record: &Record) -> Result<Vec<HtmlFile>, HtmlError> {
        document::pages(self, document, record)
    }

    /// A page by its template.
    fn page(
        &self,
        template: &str,
        path: &str,
        context: impl Serialize,
    ) -> Result<HtmlFile, HtmlError> {
        let text = self.templates.get_template(template)?.render(context)?;
        Ok(HtmlFile { path: path.to_owned(), text })
    }
}
