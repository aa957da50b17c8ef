//! Relations, dated events and quotations in the shape of the scorers.

use anyhow::Result;
use serde::Serialize;

use crate::record::{self, CodePoints, Record};

/// Modalities of what the text, or somebody in it, holds for true.
const HELD: [&str; 2] = ["asserted", "reported"];

#[derive(Debug, Serialize)]
pub(super) struct Relation {
    subject: String,
    relation: String,
    object: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Event {
    date: String,
    text: String,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Quote {
    speaker: String,
    quote: String,
}

/// What is held for true, each relation once.
pub(super) fn relations(record: &Record, points: &CodePoints) -> Result<Vec<Relation>> {
    let mut relations: Vec<Relation> = Vec::new();
    for relation in record.relations.iter().filter(|it| HELD.contains(&it.modality.as_str())) {
        let subject = name(record, points, &relation.subject)?;
        let object = name(record, points, &relation.object)?;
        let is_same = |it: &Relation| {
            it.relation == relation.kind && it.subject == subject && it.object == object
        };
        if !relations.iter().any(is_same) {
            relations.push(Relation { subject, relation: relation.kind.clone(), object });
        }
    }
    Ok(relations)
}

/// What is held to have happened and has a date, with the passage that gives the date.
pub(super) fn events(
    record: &Record,
    points: &CodePoints,
    file: &CodePoints,
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for event in record.events.iter().filter(|it| HELD.contains(&it.modality.as_str())) {
        let Some(date) = &event.date else { continue };
        let mut passages = event.evidence.iter();
        let passage = passages.find(|it| it.start <= date.start && date.start < it.end);
        let Some((passage, [start, end])) = passage.and_then(|it| Some((it, it.source_bytes?)))
        else {
            continue;
        };
        events.push(Event {
            date: date.value.clone(),
            text: points.slice(&record.text, passage.start, passage.end)?.to_owned(),
            start: file.before(start),
            end: file.before(end),
        });
    }
    Ok(events)
}

/// All quotations; where nobody is told to be the speaker, that is empty.
pub(super) fn quotes(record: &Record, points: &CodePoints) -> Result<Vec<Quote>> {
    let mut quotes = Vec::new();
    for quotation in &record.quotations {
        let speaker = quotation.speaker.as_ref().map(|it| name(record, points, it)).transpose()?;
        let parts = quotation.parts.iter().map(|it| points.slice(&record.text, it.start, it.end));
        let parts = parts.collect::<Result<Vec<&str>>>()?;
        quotes.push(Quote { speaker: speaker.unwrap_or_default(), quote: parts.join(" ") });
    }
    Ok(quotes)
}

/// The name of the entity, else the words.
fn name(record: &Record, points: &CodePoints, party: &record::Party) -> Result<String> {
    let entity = party.entity.and_then(|entity| record.entities.get(entity));
    match entity {
        Some(entity) => Ok(entity.name.clone()),
        None => points.slice(&record.text, party.start, party.end).map(str::to_owned),
    }
}
