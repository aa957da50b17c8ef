//! The dates of one document: those that mean days in order, article and comments apart.

use std::cmp::Reverse;

use annalist_corpus::{Quotations, days_of, sentence_around};
use annalist_model::{Anchor, DateMention, Document, Interval, Owner, Record};

use super::citation::Citations;
use super::days::{Known, days_words, precision_words};
use super::document::RECORD;
use super::escape::{bounded, inline};
use super::findings::{NAME, ROWS, write_repeated};
use super::page::{Page, cut};

pub(super) fn write_dates(
    page: &mut Page,
    record: &Record,
    quotations: &Quotations<'_>,
    citations: &mut Citations<'_>,
) {
    let document = record.document();
    let (mut resolved, unresolved): (Vec<&DateMention>, Vec<&DateMention>) =
        record.annotations().dates.iter().partition(|date| days_of(date).is_some());
    if resolved.is_empty() && unresolved.is_empty() {
        return;
    }
    resolved.sort_by_key(|date| order(date));
    page.heading(2, "Timeline");
    let all = record.annotations().dates.iter();
    let repeated = all.filter(|date| quotations.repeats(date.span.start())).count();
    write_repeated(page, &format!("{repeated} of them"), repeated);
    let (article, comments): (Vec<&DateMention>, Vec<&DateMention>) = resolved
        .into_iter()
        .partition(|date| document.owner_at(date.span.start()) == Owner::Article);
    write_article(page, &article, document, citations);
    write_comments(page, &comments, document, citations);
    write_unresolved(page, &unresolved, document, citations);
}

fn write_article(
    page: &mut Page,
    dates: &[&DateMention],
    document: &Document,
    citations: &mut Citations<'_>,
) {
    if dates.is_empty() {
        return;
    }
    page.heading(3, &format!("In the article ({})", dates.len()));
    let (shown, left) = cut(dates, ROWS, RECORD);
    let rows: Vec<[String; 6]> = shown
        .iter()
        .map(|date| {
            let [days, precision, words, sentence] = columns(date, document);
            let by = anchor_words(date.anchor).to_owned();
            [days, precision, words, sentence, by, citations.cite(date.span)]
        })
        .collect();
    page.cut_table(["Days", "Precision", "Words", "Sentence", "Resolved by", "Where"], &rows, left);
}

fn write_comments(
    page: &mut Page,
    dates: &[&DateMention],
    document: &Document,
    citations: &mut Citations<'_>,
) {
    if dates.is_empty() {
        return;
    }
    page.heading(3, &format!("In comments ({})", dates.len()));
    let (shown, left) = cut(dates, ROWS, RECORD);
    let rows: Vec<[String; 7]> = shown
        .iter()
        .map(|date| {
            let [days, precision, words, sentence] = columns(date, document);
            let (by, said_in) =
                (anchor_words(date.anchor).to_owned(), citations.said_in(date.span));
            [days, precision, words, sentence, said_in, by, citations.cite(date.span)]
        })
        .collect();
    let names = ["Days", "Precision", "Words", "Sentence", "Said in", "Resolved by", "Where"];
    page.cut_table(names, &rows, left);
}

fn write_unresolved(
    page: &mut Page,
    dates: &[&DateMention],
    document: &Document,
    citations: &mut Citations<'_>,
) {
    if dates.is_empty() {
        return;
    }
    page.heading(3, "Not placed in time");
    page.block(
        "Lengths of time, recurring times, and dates of which nothing says when they are. Type and \
         value are those of TIMEX3; behind the value stands what it is qualified by.",
    );
    let (shown, left) = cut(dates, ROWS, RECORD);
    let rows: Vec<[String; 5]> = shown
        .iter()
        .map(|date| {
            let value = format!("{} {}", date.value, date.details);
            [
                bounded(document.slice(date.span), NAME),
                date.kind.as_str().to_owned(),
                bounded(value.trim_end(), NAME),
                citations.said_in(date.span),
                citations.cite(date.span),
            ]
        })
        .collect();
    page.cut_table(["Words", "Type", "Value", "Said in", "Where"], &rows, left);
}

/// Where a date stands in time: by its first day, a longer time before a shorter one, a day before
/// the hours of it.
fn order(date: &DateMention) -> impl Ord + use<'_> {
    let Interval { from, to } = days_of(date).unwrap_or(Interval { from: None, to: None });
    let length = Reverse(to.map_or((1, None), |to| (0, Some(to))));
    (from.or(to), length, date.kind, &date.value, date.span)
}

/// Days, how exact they are, the words, and the sentence that they stand in.
fn columns(date: &DateMention, document: &Document) -> [String; 4] {
    let DateMention { kind, anchor, ref details, ref value, .. } = *date;
    let days = days_of(date).map(|days| days_words(Known { days, kind, value, details }));
    [
        days.unwrap_or_default(),
        precision_words(value, anchor).to_owned(),
        bounded(document.slice(date.span), NAME),
        inline(&sentence_around(document, date.span)),
    ]
}

/// What a date was resolved against, in words.
pub(super) fn anchor_words(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Explicit => "its words",
        Anchor::Published => "the date of publication",
        Anchor::CommentPosted => "the time of the comment",
        Anchor::EarlierMention => "an earlier date",
        Anchor::Given => "a given date",
        Anchor::PublicationBounds => "the bounds of publication",
        Anchor::None => "nothing",
    }
}
