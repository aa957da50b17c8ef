//! The days that a collection speaks of.

use annalist_model::{Date, Interval, Owner};

use super::{Collection, Excerpt, FILE, SHORT_TITLE};
use crate::markdown::address::{WebAddress, place_with_link};
use crate::markdown::citation::{place_words, places_legend, said_in};
use crate::markdown::dates::anchor_words;
use crate::markdown::days::{Known, days_words, precision_words};
use crate::markdown::escape::inline;
use crate::markdown::fragment::words_fragment;
use crate::markdown::page::{Page, note_of_left};
use crate::shape::corpus::TimelineLine;
use crate::shape::text::Text;

pub(super) fn write(page: &mut Page, collection: &Collection<'_>) {
    let Excerpt { summary, article_dates: articles, comment_dates: comments, .. } =
        collection.report;
    if articles.is_empty() && comments.is_empty() {
        return;
    }
    page.heading(2, "Timeline");
    page.block(&format!(
        "A row for each place that names days, by the first of them. {}",
        places_legend("the text of the document", "its saved file (unpacked, where it is packed)")
    ));
    write_entries(page, collection, "Dates in articles", (articles, summary.article_dates));
    write_entries(page, collection, "Dates in comments", (comments, summary.comment_dates));
}

fn write_entries(
    page: &mut Page,
    collection: &Collection<'_>,
    heading: &str,
    (shown, count): (&[TimelineLine], u32),
) {
    if shown.is_empty() {
        return;
    }
    page.heading(3, &format!("{heading} ({count})"));
    let left = note_of_left(count as usize - shown.len(), FILE);
    let rows: Vec<[String; 7]> =
        shown.iter().map(|entry| timeline_row(entry, collection)).collect();
    let names = ["Days", "Precision", "Words", "Sentence", "Document", "Where", "Resolved by"];
    page.cut_table(names, &rows, left);
}

fn timeline_row(entry: &TimelineLine, collection: &Collection<'_>) -> [String; 7] {
    let day = |day: Option<Text<Date>>| day.map(|Text(day)| day);
    let days = Interval { from: day(entry.from), to: day(entry.to) };
    let details = entry.details.clone().read();
    let number = entry.document;
    let mut document = format!("{number} · {}", collection.title(number, SHORT_TITLE));
    if let Some(first) = collection.document(number).and_then(|it| it.near_copy_of) {
        document.push_str(&format!(" (near copy of {first})"));
    }
    [
        days_words(Known { days, kind: entry.kind.0, value: &entry.value, details: &details }),
        precision_words(&entry.value, entry.anchor.0).to_owned(),
        inline(&entry.passage.text),
        inline(&entry.passage.snippet),
        collection.linked(number, &document),
        place(entry, collection),
        anchor_words(entry.anchor.0).to_owned(),
    ]
}

/// Whose words they are, where they stand, and a link to them on the page where there is an address.
fn place(entry: &TimelineLine, collection: &Collection<'_>) -> String {
    let passage = &entry.passage;
    let owner = passage.comment.map_or(Owner::Article, Owner::Comment);
    let said_in = said_in(owner, passage.quoted.then_some(passage.quoting));
    let place = place_words(passage.start, passage.end, passage.source_bytes);
    let url = collection.document(entry.document).and_then(|it| it.url.as_deref());
    let sentence = passage.snippet.trim_matches('…');
    let address = url.and_then(WebAddress::new);
    let link = address.as_ref().and_then(|it| Some((it, words_fragment(sentence)?)));
    place_with_link(format!("{said_in}, {place}"), link)
}
