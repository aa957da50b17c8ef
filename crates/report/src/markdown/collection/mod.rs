//! The report on a collection.

mod comments;
mod names;
mod timeline;

use annalist_model::Date;

use super::citation::WebAddress;
use super::escape::bounded;
use super::findings::interval_words;
use super::page::{Page, count, cut};
use crate::shape::corpus::{CorpusReport, DocumentLine, Sameness};
use crate::shape::text::Text;

/// The file that has what the report leaves out.
const FILE: &str = "corpus.json";

/// Most rows of the table of documents.
const DOCUMENTS: usize = 200;

/// Most rows of a table of names.
const NAMES: usize = 25;

/// Most inputs of one list.
const INPUTS: usize = 100;

/// Longest title, name or cause, in code points.
const WORDS: usize = 160;

pub(super) fn render(report: &CorpusReport) -> String {
    let mut page = Page::default();
    write_summary(&mut page, report);
    write_failures(&mut page, report);
    write_documents(&mut page, report);
    names::write(&mut page, report);
    timeline::write(&mut page, report, "Timeline", &report.timeline);
    timeline::write(&mut page, report, "Timeline of the comments", &report.comment_timeline);
    comments::write(&mut page, report);
    write_duplicates(&mut page, report);
    write_skipped(&mut page, report);
    page.finish()
}

fn write_summary(page: &mut Page, report: &CorpusReport) {
    let summary = &report.summary;
    let documents = count(summary.documents as usize, "document", "documents");
    page.heading(1, &format!("Collection of {documents}"));
    let mut parts = vec![
        count(summary.entities as usize, "name", "names"),
        count(summary.article_dates as usize, "date in articles", "dates in articles"),
        count(summary.comment_dates as usize, "date in comments", "dates in comments"),
        count(summary.comments as usize, "comment by readers", "comments by readers"),
    ];
    if let (Some(Text(first)), Some(Text(last))) = (summary.first_published, summary.last_published)
    {
        parts.insert(0, format!("published {}", interval_words(Some(first), Some(last))));
    }
    page.block(&parts.join(" · "));
    let mut notes = Vec::new();
    if summary.duplicates > 0 {
        let same = count(summary.duplicates as usize, "document is", "documents are");
        notes.push(format!("{same} the same as another one and not counted again."));
    }
    if summary.undated > 0 {
        let silent = count(summary.undated as usize, "document does", "documents do");
        notes.push(format!("{silent} not say when published."));
    }
    page.list(notes);
}

fn write_failures(page: &mut Page, report: &CorpusReport) {
    let (shown, left) = cut(&report.failures, INPUTS, FILE);
    let rows: Vec<[String; 2]> = shown
        .iter()
        .map(|failure| [bounded(&failure.input, WORDS), bounded(&failure.cause, WORDS)])
        .collect();
    write_table(page, "Failed", ["Input", "Cause"], &rows, left);
}

fn write_skipped(page: &mut Page, report: &CorpusReport) {
    let (shown, left) = cut(&report.skipped, INPUTS, FILE);
    let rows: Vec<[String; 2]> = shown
        .iter()
        .map(|skipped| [bounded(&skipped.input, WORDS), bounded(&skipped.reason, WORDS)])
        .collect();
    write_table(page, "Passed over", ["Input", "Reason"], &rows, left);
}

/// A section of one table, with a line on what is left out; nothing where there are no rows.
fn write_table<const COLUMNS: usize>(
    page: &mut Page,
    heading: &str,
    names: [&str; COLUMNS],
    rows: &[[String; COLUMNS]],
    left: Option<String>,
) {
    if rows.is_empty() {
        return;
    }
    page.heading(2, heading);
    page.table(names, rows);
    if let Some(left) = left {
        page.block(&left);
    }
}

fn write_documents(page: &mut Page, report: &CorpusReport) {
    let (shown, left) = cut(&report.documents, DOCUMENTS, FILE);
    let rows: Vec<[String; 8]> =
        shown.iter().enumerate().map(|(number, document)| document_row(number, document)).collect();
    let names = ["#No.", "Title", "Input", "Site", "Published", "#Words", "#Comments", "Doubts"];
    write_table(page, "Documents", names, &rows, left);
}

fn document_row(number: usize, document: &DocumentLine) -> [String; 8] {
    let codes: Vec<&str> = document.diagnostics.iter().map(|Text(code)| code.as_str()).collect();
    let title = document.title.as_deref().unwrap_or("untitled");
    let title = match document.url.as_deref().and_then(WebAddress::new) {
        Some(address) => format!("[{}]({})", bounded(title, WORDS), address.target()),
        None => bounded(title, WORDS),
    };
    [
        number.to_string(),
        title,
        bounded(&document.input, WORDS),
        document.site.as_deref().map(|site| bounded(site, WORDS)).unwrap_or_default(),
        published(document),
        document.article_words.to_string(),
        document.comments.to_string(),
        codes.join(", "),
    ]
}

fn published(document: &DocumentLine) -> String {
    let day = |day: Option<Text<Date>>| day.map(|Text(day)| day);
    match document.published {
        Some(Text(at)) => at.date.to_string(),
        None => {
            let from = day(document.published_not_before);
            let to = day(document.published_not_after);
            interval_words(from, to)
        }
    }
}

fn write_duplicates(page: &mut Page, report: &CorpusReport) {
    if report.duplicates.is_empty() {
        return;
    }
    page.heading(2, "Duplicates");
    page.block("The first document of each line stands for all of it.");
    let (shown, left) = cut(&report.duplicates, INPUTS, FILE);
    let lines = shown.iter().map(|group| {
        let how = match group.same {
            Sameness::Bytes => "same bytes",
            Sameness::Text => "same words",
        };
        let (documents, left) = cut(&group.documents, NAMES, FILE);
        let inputs = documents.iter().filter_map(|it| report.documents.get(*it as usize));
        let inputs: Vec<String> = inputs.map(|it| bounded(&it.input, WORDS)).chain(left).collect();
        format!("{how}: {}", inputs.join(", "))
    });
    page.list(lines.chain(left));
}
