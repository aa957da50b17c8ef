//! Who did what and who says so: relations, events in time, and quotations of one document.

use std::cmp::Reverse;

use annalist_corpus::days_of;
use annalist_model::{Event, Modality, Owner, Part, Party, Quotation, Record, Relation, Span};

use super::citation::Citations;
use super::days::{Known, days_words};
use super::document::RECORD;
use super::escape::bounded;
use super::findings::{NAME, ROWS};
use super::page::{Page, cut};

/// Longest quotation that is shown in full, in code points.
const WORDS: usize = 400;

/// Most passages that are cited for one claim.
const CITED: usize = 3;

pub(super) fn write(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    let claims = &record.annotations().claims;
    if claims.relations.is_empty() && claims.events.is_empty() && claims.quotations.is_empty() {
        return;
    }
    page.heading(2, "Who did what, and who says so");
    page.block(
        "Read by rules from the words cited. “Told as” says how the text stands behind it, and who \
         says so; what a comment tells is the comment’s own claim.",
    );
    write_relations(page, record, citations);
    write_events(page, record, citations);
    write_quotations(page, record, citations);
}

fn write_relations(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    let relations = &record.annotations().claims.relations;
    if relations.is_empty() {
        return;
    }
    page.heading(3, &format!("Relations ({})", relations.len()));
    let (shown, left) = cut(relations, ROWS, RECORD);
    let rows: Vec<[String; 7]> = shown.iter().map(|it| relation(it, record, citations)).collect();
    let names = ["Who", "Relation", "To whom", "Words", "When", "Told as", "Where"];
    page.cut_table(names, &rows, left);
}

fn relation(it: &Relation, record: &Record, citations: &mut Citations<'_>) -> [String; 7] {
    [
        party(&it.subject, record),
        bounded(&it.kind.replace('_', " "), NAME),
        party(&it.object, record),
        it.role.map(|role| bounded(record.document().slice(role), NAME)).unwrap_or_default(),
        when(it.date, record),
        told(it.modality, it.reporter.as_ref(), &it.evidence, record),
        cited(&it.evidence, citations),
    ]
}

fn write_events(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    let mut events: Vec<&Event> = record.annotations().claims.events.iter().collect();
    if events.is_empty() {
        return;
    }
    page.heading(3, &format!("Events ({})", events.len()));
    events.sort_by_key(|it| order(it, record));
    let (shown, left) = cut(&events, ROWS, RECORD);
    let rows: Vec<[String; 7]> = shown.iter().map(|it| event(it, record, citations)).collect();
    let names = ["When", "What", "By whom", "Whom", "Beside", "Told as", "Where"];
    page.cut_table(names, &rows, left);
}

/// Dated events first, by the first day, a longer time before a shorter one.
fn order(event: &Event, record: &Record) -> impl Ord + use<> {
    let date = event.date.and_then(|span| record.annotations().date_at(span));
    let days = date.and_then(days_of);
    let from = days.and_then(|days| days.from.or(days.to));
    (from.is_none(), from, Reverse(days.and_then(|days| days.to)), event.evidence.first().copied())
}

fn event(it: &Event, record: &Record, citations: &mut Citations<'_>) -> [String; 7] {
    let parties = |part| {
        let words = it.parties(part).map(|it| party(it, record));
        words.collect::<Vec<String>>().join("; ")
    };
    let beside = [("to", Part::Recipient), ("in", Part::Place)].map(|(word, part)| {
        let words = parties(part);
        if words.is_empty() { words } else { format!("{word} {words}") }
    });
    let beside: Vec<String> = beside.into_iter().filter(|words| !words.is_empty()).collect();
    [
        when(it.date, record),
        bounded(&it.predicate.replace('_', " "), NAME),
        parties(Part::Agent),
        parties(Part::Patient),
        beside.join(", "),
        told(it.modality, it.reporter.as_ref(), &it.evidence, record),
        cited(&it.evidence, citations),
    ]
}

fn write_quotations(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    let quotations = &record.annotations().claims.quotations;
    if quotations.is_empty() {
        return;
    }
    page.heading(3, &format!("Quotations ({})", quotations.len()));
    let (shown, left) = cut(quotations, ROWS, RECORD);
    let rows: Vec<[String; 4]> = shown.iter().map(|it| quotation(it, record, citations)).collect();
    page.cut_table(["Speaker", "Cue", "Words", "Where"], &rows, left);
}

fn quotation(it: &Quotation, record: &Record, citations: &mut Citations<'_>) -> [String; 4] {
    let document = record.document();
    let parts: Vec<&str> = it.parts.iter().map(|part| document.slice(*part)).collect();
    [
        it.speaker.as_ref().map_or("not told".to_owned(), |it| party(it, record)),
        it.cue.map(|cue| bounded(document.slice(cue), NAME)).unwrap_or_default(),
        bounded(&parts.join(" … "), WORDS),
        cited(&it.parts, citations),
    ]
}

/// The name of the entity with the words that stand for it here, where they are others.
fn party(party: &Party, record: &Record) -> String {
    let words = record.document().slice(party.span);
    let entities = &record.annotations().entities;
    let entity = party.entity.and_then(|entity| entities.get(entity as usize));
    match entity {
        Some(entity) if entity.name != words => {
            format!("{} (“{}”)", bounded(&entity.name, NAME), bounded(words, NAME))
        }
        Some(entity) => bounded(&entity.name, NAME),
        None => format!("“{}”", bounded(words, NAME)),
    }
}

fn when(date: Option<Span>, record: &Record) -> String {
    let date = date.and_then(|span| record.annotations().date_at(span));
    let days = date.and_then(|date| Some((date, days_of(date)?)));
    days.map_or(String::new(), |(date, days)| {
        days_words(Known { days, kind: date.kind, value: &date.value, details: &date.details })
    })
}

fn told(
    modality: Modality,
    reporter: Option<&Party>,
    evidence: &[Span],
    record: &Record,
) -> String {
    let by = reporter.map(|by| format!(" by {}", party(by, record))).unwrap_or_default();
    let owner = evidence.first().map(|span| record.document().owner_at(span.start()));
    let place = match owner {
        Some(Owner::Comment(comment)) => format!(", in comment {comment}"),
        _ => String::new(),
    };
    format!("{}{by}{place}", modality.as_str())
}

fn cited(spans: &[Span], citations: &mut Citations<'_>) -> String {
    let mut words: Vec<String> =
        spans.iter().take(CITED).map(|span| citations.cite(*span)).collect();
    let left = spans.len().saturating_sub(CITED);
    if left > 0 {
        words.push(format!("and {left} more"));
    }
    words.join(" ")
}
