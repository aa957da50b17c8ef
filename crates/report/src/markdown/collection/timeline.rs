//! The days that a collection speaks of.

use annalist_model::Date;

use super::{FILE, write_table};
use crate::markdown::citation::{WebAddress, place_words, words_fragment};
use crate::markdown::escape::inline;
use crate::markdown::findings::{anchor_words, interval_words};
use crate::markdown::page::{Page, cut};
use crate::shape::corpus::{CorpusReport, TimelineLine};
use crate::shape::text::Text;

/// Most rows of a timeline.
const DATES: usize = 200;

pub(super) fn write(
    page: &mut Page,
    report: &CorpusReport,
    heading: &str,
    entries: &[TimelineLine],
) {
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
