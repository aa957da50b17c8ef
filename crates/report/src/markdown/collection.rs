//! The report on a collection.

use annalist_model::{Date, EntityKind};

use super::citation::{WebAddress, place_words, words_fragment};
use super::escape::{bounded, inline};
use super::findings::{anchor_words, interval_words, kind_heading};
use super::page::{Page, count, cut};
use super::sparkline::Axis;
use crate::shape::corpus::{
    CommentsReport, CorpusReport, DocumentLine, EntityLine, PeriodLine, Sameness, TimelineLine,
};
use crate::shape::text::Text;

/// The file that has what the report leaves out.
const FILE: &str = "corpus.json";

/// Most rows of the table of documents, of a timeline, of a list of names, of a list of inputs.
const DOCUMENTS: usize = 200;
const DATES: usize = 200;
const NAMES: usize = 25;
const INPUTS: usize = 100;

/// Longest title, name or cause, in code points.
const WORDS: usize = 160;

/// Most other names of one entity.
const ALIASES: usize = 5;

pub(super) fn render(report: &CorpusReport) -> String {
    let mut page = Page::default();
    write_summary(&mut page, report);
    write_failures(&mut page, report);
    write_documents(&mut page, report);
    write_names(&mut page, report);
    write_timeline(&mut page, report, "Timeline", &report.timeline);
    write_timeline(&mut page, report, "Timeline of the comments", &report.comment_timeline);
    write_comments(&mut page, report);
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

fn write_names(page: &mut Page, report: &CorpusReport) {
    if report.entities.is_empty() {
        return;
    }
    let axis = publication_axis(report);
    page.heading(2, "Names");
    if let Some(axis) = axis {
        let legend = axis.legend();
        page.block(&format!("Mentions by the date of publication of their document. {legend}"));
    }
    for kind in EntityKind::ALL {
        let of_kind: Vec<&EntityLine> =
            report.entities.iter().filter(|entity| entity.kind.0 == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        page.heading(3, kind_heading(kind));
        let (shown, left) = cut(&of_kind, NAMES, FILE);
        let rows: Vec<[String; 6]> =
            shown.iter().map(|entity| entity_row(entity, report, axis)).collect();
        let names = ["Name", "Also", "#Documents", "#Articles", "#Comments", "Over time"];
        page.table(names, &rows);
        if let Some(left) = left {
            page.block(&left);
        }
    }
}

fn publication_axis(report: &CorpusReport) -> Option<Axis> {
    let counted = report.documents.iter().filter(|document| document.duplicate_of.is_none());
    Axis::of(counted.filter_map(|document| document.published).map(|Text(at)| at.date))
}

fn entity_row(entity: &EntityLine, report: &CorpusReport, axis: Option<Axis>) -> [String; 6] {
    let bars = axis.map(|axis| {
        let counts = if axis.is_monthly() { &entity.by_month } else { &entity.by_year };
        axis.bars(counts.iter().map(|it| (it.period.0, it.count)))
    });
    [
        bounded(&entity.name, WORDS),
        other_names(entity, report),
        entity.documents.len().to_string(),
        entity.article_mentions.to_string(),
        entity.comment_mentions.to_string(),
        bars.unwrap_or_default(),
    ]
}

/// The other names of an entity, and whom a single name may stand for.
fn other_names(entity: &EntityLine, report: &CorpusReport) -> String {
    let (shown, left) = cut(&entity.aliases, ALIASES, FILE);
    let aliases = shown.iter().map(|alias| bounded(&alias.value, WORDS));
    let may_be: Vec<String> = entity
        .may_be
        .iter()
        .filter_map(|number| report.entities.get(*number as usize))
        .take(ALIASES)
        .map(|fuller| bounded(&fuller.name, WORDS))
        .collect();
    let may_be = (!may_be.is_empty()).then(|| format!("may be {}", may_be.join(" or ")));
    aliases.chain(left).chain(may_be).collect::<Vec<String>>().join("; ")
}

fn write_timeline(page: &mut Page, report: &CorpusReport, heading: &str, entries: &[TimelineLine]) {
    let (shown, left) = cut(entries, DATES, FILE);
    let rows: Vec<[String; 5]> = shown.iter().map(|entry| timeline_row(entry, report)).collect();
    write_table(page, heading, ["Days", "Words", "#Document", "Where", "Resolved by"], &rows, left);
}

fn timeline_row(entry: &TimelineLine, report: &CorpusReport) -> [String; 5] {
    let day = |day: Option<Text<Date>>| day.map(|Text(day)| day);
    let passage = &entry.passage;
    let comment = passage.comment.map(|comment| format!("comment {comment}, ")).unwrap_or_default();
    let place = place_words(passage.start, passage.end, passage.source_bytes);
    [
        interval_words(day(entry.from), day(entry.to)),
        inline(&passage.snippet),
        document_link(entry, report),
        format!("{comment}{place}"),
        anchor_words(entry.anchor.0).to_owned(),
    ]
}

/// The number of the document, linked to the sentence on its page where there is an address.
fn document_link(entry: &TimelineLine, report: &CorpusReport) -> String {
    let number = entry.document;
    let url = report.documents.get(number as usize).and_then(|document| document.url.as_deref());
    let sentence = entry.passage.snippet.trim_matches('…');
    match (url.and_then(WebAddress::new), words_fragment(sentence)) {
        (Some(address), Some(fragment)) => format!("[{number}]({})", address.at(&fragment)),
        _ => number.to_string(),
    }
}

fn write_comments(page: &mut Page, report: &CorpusReport) {
    let comments = &report.comments;
    if comments.total == 0 && comments.trackbacks == 0 && comments.removed == 0 {
        return;
    }
    page.heading(2, "Comments");
    page.block(&comment_counts(comments));
    if let Some(line) = months(&comments.by_month) {
        page.block(&line);
    }
    let (shown, left) = cut(&comments.authors, NAMES, FILE);
    let rows: Vec<[String; 5]> = shown
        .iter()
        .map(|author| {
            let day = |day: Option<Text<Date>>| day.map(|Text(day)| day.to_string());
            [
                bounded(&author.name, WORDS),
                author.comments.to_string(),
                author.documents.to_string(),
                day(author.first).unwrap_or_default(),
                day(author.last).unwrap_or_default(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.heading(3, "Most active names");
        page.table(["Signed", "#Comments", "#Documents", "First", "Last"], &rows);
    }
    if let Some(left) = left {
        page.block(&left);
    }
    write_discussions(page, report);
}

fn comment_counts(comments: &CommentsReport) -> String {
    let mut parts =
        vec![count(comments.total as usize, "comment by readers", "comments by readers")];
    let mut add = |number: u32, one: &str, many: &str| {
        if number > 0 {
            parts.push(count(number as usize, one, many));
        }
    };
    add(comments.unsigned, "without a name", "without a name");
    add(comments.undated, "without a date", "without a date");
    add(comments.trackbacks, "trackback", "trackbacks");
    add(comments.removed, "removed", "removed");
    parts.join(" · ")
}

fn months(by_month: &[PeriodLine]) -> Option<String> {
    let axis = Axis::of(by_month.iter().map(|it| it.period.0))?;
    let bars = axis.bars(by_month.iter().map(|it| (it.period.0, it.count)));
    Some(format!("{bars} {}", axis.legend()))
}

fn write_discussions(page: &mut Page, report: &CorpusReport) {
    let (shown, left) = cut(&report.comments.by_document, NAMES, FILE);
    let rows: Vec<[String; 4]> = shown
        .iter()
        .map(|discussion| {
            [
                discussion.document.to_string(),
                document_name(report, discussion.document),
                discussion.comments.to_string(),
                discussion.authors.to_string(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(3, "Most discussed");
    page.table(["#Document", "Title", "#Comments", "#Names"], &rows);
    if let Some(left) = left {
        page.block(&left);
    }
}

fn document_name(report: &CorpusReport, document: u32) -> String {
    let document = report.documents.get(document as usize);
    let name = document.map(|it| it.title.as_deref().unwrap_or(&it.input));
    bounded(name.unwrap_or_default(), WORDS)
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
