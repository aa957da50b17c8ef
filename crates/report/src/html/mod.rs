//! The report for people as pages of HTML: a folder that works from disk, with no server, no network
//! and nothing that is not in it.
//!
//! Names of pages are made here, never taken from a page. All words pass through the escaping of the
//! templates, or of [`markup`] where marks stand in them; a policy in each page lets nothing run or
//! load but the two files of ours.

mod chart;
mod claims;
mod collection;
mod document;
mod entity;
mod graph;
mod index;
mod joined;
mod known;
mod layout;
mod listing;
mod lists;
mod markup;
mod overview;
mod parts;
mod search;
mod share;
mod sheets;
mod single;
#[cfg(test)]
mod tests;
mod thread;
mod timeline;
mod told;
mod vocabulary;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, io};

use annalist_corpus::Collection;
use annalist_model::Record;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, Value, escape_formatter,
};
use serde::Serialize;

pub use self::collection::HtmlPage;
use self::graph::Tie;
use self::index::Index;
use self::joined::Claimed;
use self::known::{Entity, Known};
pub use self::search::SearchPart;
pub use self::sheets::{HtmlEntity, HtmlSheets};
use crate::{Outcome, Status};

/// The templates; those whose name ends in `.html` escape what is put into them.
const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("../../templates/base.html")),
    ("claims.html", include_str!("../../templates/claims.html")),
    ("document.html", include_str!("../../templates/document.html")),
    ("documents.html", include_str!("../../templates/documents.html")),
    ("entities.html", include_str!("../../templates/entities.html")),
    ("entity.html", include_str!("../../templates/entity.html")),
    ("graph.html", include_str!("../../templates/graph.html")),
    ("overview.html", include_str!("../../templates/overview.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("single.html", include_str!("../../templates/single.html")),
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
pub struct HtmlError(Error);

impl fmt::Display for HtmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a template of the report cannot be used: {}", self.0)
    }
}

impl std::error::Error for HtmlError {}

impl From<Error> for HtmlError {
    fn from(error: Error) -> HtmlError {
        HtmlError(error)
    }
}

/// The report on a collection. What it needs of single records is asked for page by page, so that
/// pages can be made side by side and only where something changed. In memory stay some hundred bytes
/// of each document and of each entity.
#[derive(Debug)]
pub struct HtmlReport<'o> {
    known: Known,
    /// The inputs that gave no record.
    not_done: &'o [Outcome],
    index: Index,
    templates: Environment<'static>,
    /// What makes the pages, in short.
    made: String,
    claimed: Claimed,
    events_by_year: BTreeMap<i16, u32>,
    dates_by_year: BTreeMap<i16, u32>,
    /// Whom the sentences of dates name: document, place, entity.
    dated: Vec<(u32, u32, u32)>,
    /// The relations between entities of the collection.
    ties: BTreeSet<Tie>,
}

impl<'o> HtmlReport<'o> {
    /// The report on `collection`, and on the inputs that gave nothing to it. `made` tells one
    /// program from another: pages that another made are made again.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken, or the collection cannot be read.
    pub fn new(
        collection: &mut Collection<'_>,
        not_done: &'o [Outcome],
        made: &str,
    ) -> io::Result<HtmlReport<'o>> {
        let texts = TEMPLATES.iter().map(|(_, text)| *text);
        let made = index::digest(texts.chain([made, env!("CARGO_PKG_VERSION")]));
        let mut known = Known::of(collection)?;
        let mut index = Index::new(&known.documents);
        collection.each_entity(&mut |entity| {
            index.add(entity.id, &entity);
            known.entities.push(Entity::of(&entity));
            Ok(())
        })?;
        index.finish();
        Ok(HtmlReport {
            known,
            not_done,
            index,
            templates: environment().map_err(HtmlError).map_err(io::Error::other)?,
            made,
            claimed: Claimed::default(),
            events_by_year: BTreeMap::new(),
            dates_by_year: BTreeMap::new(),
            dated: Vec::new(),
            ties: BTreeSet::new(),
        })
    }

    /// Takes what became of an input: by the hashes of their records pages are known to be as they
    /// should.
    pub fn take_outcome(&mut self, outcome: &Outcome) {
        if let Status::Done { record_sha256, .. } = &outcome.status
            && let Some(number) = self.known.number(&outcome.input)
            && let Some(document) = self.known.documents.get_mut(number as usize)
        {
            document.record.clone_from(record_sha256);
        }
    }

    /// How many documents there are; their numbers are those below.
    pub fn documents(&self) -> u32 {
        u32::try_from(self.known.documents.len()).unwrap_or(u32::MAX)
    }

    /// The name of the input of a document.
    pub fn input(&self, document: u32) -> Option<&str> {
        self.known.document(document).map(|document| document.input.as_str())
    }

    /// Where the first page of a document lies.
    pub fn document_path(&self, document: u32) -> String {
        self.index.document_page(document)
    }

    /// What the pages of a document are made of, in short: where a page holds the same, it need not
    /// be made again.
    pub fn document_stamp(&self, document: u32) -> String {
        let Some(known) = self.known.document(document) else {
            return String::new();
        };
        let mut parts = vec![known.record.clone(), self.document_path(document)];
        parts.push(self.made.clone());
        parts.extend(self.index.links_of(document).map(|(local, page)| format!("{local} {page}")));
        let original = known.duplicate_of.or(known.may_repeat);
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

/// The templates, ready for use.
fn environment() -> Result<Environment<'static>, Error> {
    let mut templates = Environment::new();
    templates.set_debug(false);
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    templates.set_formatter(write_value);
    templates.add_filter("urlencode", |text: String| {
        percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string()
    });
    for (name, text) in TEMPLATES {
        templates.add_template(name, text)?;
    }
    Ok(templates)
}

/// Writes a value into a page: words as [`markup`] escapes them, whatever they are.
fn write_value(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if state.auto_escape() == AutoEscape::Html && !value.is_safe() => {
            markup::push_escaped(text, out)
                .map_err(|error| Error::new(ErrorKind::WriteFailure, error.to_string()))
        }
        _ if value.is_none() => Ok(()),
        _ => escape_formatter(out, state, value),
    }
}
