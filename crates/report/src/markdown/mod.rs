//! Reports for people, in Markdown.
//!
//! One renderer for a document, one for a collection. Both take what was found as it stands, and
//! every word of a page passes through [`escape`] on its way out.

pub(crate) mod address;
mod apart;
mod article;
mod citation;
mod claims;
mod collection;
mod dates;
pub(crate) mod days;
mod document;
mod dossiers;
mod escape;
mod findings;
pub(crate) mod fragment;
mod graph;
mod grid;
mod inline;
mod list;
mod page;
mod prose;
mod quantities;
mod sparkline;
#[cfg(test)]
mod tests;
mod thread;

use annalist_corpus::Corpus;
use annalist_model::Record;

pub(crate) use self::collection::Excerpt;
use crate::Outcome;

/// The report on one document.
///
/// ```
/// # let line = r#"{"schema_version":1,"id":"x","input":"a.html","source":{"media_type":"text/html","charset":"UTF-8","bytes":9,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"},"metadata":{"authors":[],"tags":[]},"text":"","blocks":[],"comments":[],"entities":[],"dates":[],"diagnostics":[]}"#;
/// let record = annalist_report::read_record(line)?;
/// assert!(annalist_report::document_markdown(&record).starts_with("# a.html\n"));
/// # Ok::<(), annalist_report::ReadError>(())
/// ```
pub fn document_markdown(record: &Record) -> String {
    document::render(record)
}

/// The report on a collection: what [`corpus_json`](crate::corpus_json) writes, for people. Long
/// lists are cut, and say by how much. Where there are reports on its documents, `report_path` gives,
/// for the name of an input, the way there from this report, with `/` between its parts.
pub fn corpus_markdown(
    corpus: &Corpus,
    outcomes: &[Outcome],
    report_path: Option<&dyn Fn(&str) -> String>,
) -> String {
    let mut parts = corpus;
    // What is in memory can be read.
    let excerpt = crate::write::write_parts(&mut parts, outcomes, std::io::sink());
    excerpt.map_or_else(|_| String::new(), |excerpt| collection(&excerpt, report_path))
}

/// The report on a collection.
pub(crate) fn collection(report: &Excerpt, report_path: Option<&dyn Fn(&str) -> String>) -> String {
    collection::render(report, report_path)
}

/// A name on one line, cut after `most` code points.
pub(crate) fn shortened_name(name: &str, most: usize) -> String {
    escape::shortened(name, most)
}
