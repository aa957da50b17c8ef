//! The report on a collection.

mod comments;
mod excerpt;
mod names;
mod timeline;

use std::collections::BTreeSet;

use annalist_model::{Code, Date};

pub(crate) use self::excerpt::Excerpt;
use super::address::{WebAddress, path_target};
use super::days::interval_words;
use super::escape::bounded;
use super::page::{Page, count, cut, note_of_left};
use crate::shape::corpus::{DocumentLine, Sameness};
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

/// Longest title where it stands beside its number, in code points.
const SHORT_TITLE: usize = 60;

/// Heading of the documents that may be the same as others.
const ALIKE: &str = "Perhaps the same";

/// The heading of the near copies.
const COPIES: &str = "Near copies";

/// What gives the way to the report on an input.
type ReportPath<'p> = dyn Fn(&str) -> String + 'p;

/// The report on a collection, and where the reports on its documents lie.
struct Collection<'r> {
    report: &'r Excerpt,
    report_path: Option<&'r ReportPath<'r>>,
}

impl Collection<'_> {
    fn document(&self, number: u32) -> Option<&DocumentLine> {
        self.report.documents.get(&number)
    }

    /// `words`, which are Markdown, linked to the report on a document where there is one.
    fn linked(&self, number: u32, words: &str) -> String {
        match self.report_path.zip(self.document(number)) {
            Some((path, document)) => {
                format!("[{words}]({})", path_target(&path(&document.input)))
            }
            None => words.to_owned(),
        }
    }

    /// The title of a document; else the name of its input.
    fn title(&self, number: u32, most: usize) -> String {
        let document = self.document(number);
        let title = document.map(|it| it.title.as_deref().unwrap_or(&it.input));
        bounded(title.unwrap_or_default(), most)
    }
}

pub(super) fn render(report: &Excerpt, report_path: Option<&ReportPath<'_>>) -> String {
    let collection = Collection { report, report_path };
    let mut page = Page::default();
    write_summary(&mut page, report);
    write_failures(&mut page, report);
    write_documents(&mut page, &collection);
    names::write(&mut page, &collection);
    timeline::write(&mut page, &collection);
    comments::write(&mut page, &collection);
    write_duplicates(&mut page, &collection);
    write_skipped(&mut page, report);
    page.finish()
}

fn write_summary(page: &mut Page, report: &Excerpt) {
    let summary = &report.summary;
    let documents = count(summary.documents as usize, "document", "documents");
    page.heading(1, &format!("Collection of {documents}"));
    let mut parts = vec![
        format!(
            "{} in {}",
            count(summary.entities as usize, "name", "names"),
            count(summary.mentions as usize, "mention", "mentions")
        ),
        count(summary.article_dates as usize, "date in articles", "dates in articles"),
        count(summary.comment_dates as usize, "date in comments", "dates in comments"),
        count(summary.comments as usize, "comment by readers", "comments by readers"),
    ];
    if let (Some(Text(first)), Some(Text(last))) = (summary.first_published, summary.last_published)
    {
        parts.insert(0, format!("published {}", interval_words(Some(first), Some(last))));
    }
    page.block(&parts.join(" · "));
    let mut notes = vec![
        "A name is one person, organisation, place or other thing, whatever its spellings and \
         documents. Dates are those that mean days. What a comment quotes from another one on its \
         page is counted where it was first said."
            .to_owned(),
    ];
    if summary.duplicates > 0 {
        let same = count(summary.duplicates as usize, "document is", "documents are");
        notes.push(format!("{same} the same as another one and not counted again."));
    }
    if summary.near_copies > 0 {
        let copies = summary.near_copies as usize;
        let copies = count(copies, "document is a near copy", "documents are near copies");
        notes.push(format!(
            "{copies} of another one: counted, but not as a source. See “{COPIES}” below."
        ));
    }
    if summary.undated > 0 {
        let silent = count(
            summary.undated as usize,
            "document does not say when it was",
            "documents do not say when they were",
        );
        notes.push(format!("{silent} published."));
    }
    if report.alike_count > 0 {
        let alike = count(report.alike_count, "document", "documents");
        notes.push(format!(
            "{alike} may repeat an earlier one; all are counted. See “{ALIKE}” below."
        ));
    }
    page.list(notes);
}

fn write_failures(page: &mut Page, report: &Excerpt) {
    let (shown, left) = cut(&report.failures, INPUTS, FILE);
    let rows: Vec<[String; 2]> = shown
        .iter()
        .map(|failure| [bounded(&failure.input, WORDS), bounded(&failure.cause, WORDS)])
        .collect();
    write_table(page, "Failed", ["Input", "Cause"], &rows, left);
}

fn write_skipped(page: &mut Page, report: &Excerpt) {
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
    page.cut_table(names, rows, left);
}

fn write_documents(page: &mut Page, collection: &Collection<'_>) {
    let Excerpt { summary, documents, .. } = collection.report;
    let shown: Vec<(u32, &DocumentLine)> =
        documents.range(..DOCUMENTS as u32).map(|(number, document)| (*number, document)).collect();
    let left = note_of_left((summary.documents as usize).saturating_sub(DOCUMENTS), FILE);
    let rows: Vec<[String; 8]> =
        shown.iter().map(|(number, it)| document_row(*number, it, collection)).collect();
    let names =
        ["#No.", "Title", "Input", "Site", "Published", "#Article words", "#Comments", "Doubts"];
    write_table(page, "Documents", names, &rows, left);
    write_doubts(page, &shown);
}

fn document_row(number: u32, document: &DocumentLine, collection: &Collection<'_>) -> [String; 8] {
    let codes: Vec<&str> = document.diagnostics.iter().map(|Text(code)| code.as_str()).collect();
    let title = bounded(document.title.as_deref().unwrap_or("untitled"), WORDS);
    [
        number.to_string(),
        collection.linked(number, &title),
        bounded(&document.input, WORDS),
        site(document),
        published(document),
        document.article_words.to_string(),
        document.comments.to_string(),
        codes.join(", "),
    ]
}

/// The site, linked to the page on it where an address is known.
fn site(document: &DocumentLine) -> String {
    let site = document.site.as_deref().map(|site| bounded(site, WORDS));
    match document.url.as_deref().and_then(WebAddress::new) {
        Some(address) => {
            let words = site.filter(|site| !site.is_empty()).unwrap_or("the page".to_owned());
            format!("[{words}]({})", address.target())
        }
        None => site.unwrap_or_default(),
    }
}

/// What the codes of doubts mean, of those that the rows show.
fn write_doubts(page: &mut Page, shown: &[(u32, &DocumentLine)]) {
    let codes: BTreeSet<Code> =
        shown.iter().flat_map(|(_, it)| &it.diagnostics).map(|Text(code)| *code).collect();
    if codes.is_empty() {
        return;
    }
    page.block("What the doubts are:");
    page.list(codes.into_iter().map(|code| format!("{code}: {}", bounded(code.meaning(), WORDS))));
}

fn published(document: &DocumentLine) -> String {
    let day = |day: Option<Text<Date>>| day.map(|Text(day)| day);
    match document.published {
        Some(Text(at)) => at.date.to_string(),
        None => {
            let from = day(document.published_not_before).map(|day| format!("not before {day}"));
            let to = day(document.published_not_after).map(|day| format!("not after {day}"));
            from.into_iter().chain(to).collect::<Vec<String>>().join(", ")
        }
    }
}

fn write_duplicates(page: &mut Page, collection: &Collection<'_>) {
    let report = collection.report;
    if !report.duplicates.is_empty() {
        page.heading(2, "Duplicates");
        page.block("The first document of each line stands for all of it.");
        let (shown, left) = cut(&report.duplicates, INPUTS, FILE);
        let lines = shown.iter().map(|group| {
            let how = match group.same {
                Sameness::Bytes => "same bytes",
                Sameness::Text => "same words",
            };
            let (documents, left) = cut(&group.documents, NAMES, FILE);
            let inputs = documents.iter().filter_map(|it| linked_input(*it, collection));
            let inputs: Vec<String> = inputs.chain(left).collect();
            format!("{how}: {}", inputs.join(", "))
        });
        page.list(lines.chain(left));
    }
    write_copies(page, collection);
    if report.alike.is_empty() {
        return;
    }
    page.heading(2, ALIKE);
    page.block("Same title, and articles that begin with the same letters.");
    let left = note_of_left(report.alike_count - report.alike.len(), FILE);
    let lines = report.alike.iter().filter_map(|(document, earlier)| {
        let (document, earlier) =
            (linked_input(*document, collection)?, linked_input(*earlier, collection)?);
        Some(format!("{document} may be the same as {earlier}"))
    });
    page.list(lines.chain(left));
}

fn write_copies(page: &mut Page, collection: &Collection<'_>) {
    let groups = &collection.report.copies;
    if groups.is_empty() {
        return;
    }
    page.heading(2, COPIES);
    page.block(
        "Articles that say the same but for small changes: seven in ten rows of four words of the \
         shorter one, at least, stand in the other as well. The one that was published first stands \
         at the head of its line. Together they are one source.",
    );
    let (shown, left) = cut(groups, INPUTS, FILE);
    let lines = shown.iter().filter_map(|group| {
        let first = linked_input(group.first, collection)?;
        let (copies, left) = cut(&group.copies, NAMES, FILE);
        let copies = copies.iter().filter_map(|copy| {
            let input = linked_input(copy.document, collection)?;
            Some(format!("{input} ({} % shared)", copy.shared / 10))
        });
        let copies: Vec<String> = copies.chain(left).collect();
        Some(format!("{first}: {}", copies.join(", ")))
    });
    page.list(lines.chain(left));
}

/// The input of a document, linked to the report on it.
fn linked_input(number: u32, collection: &Collection<'_>) -> Option<String> {
    let document = collection.document(number)?;
    Some(collection.linked(number, &bounded(&document.input, WORDS)))
}
