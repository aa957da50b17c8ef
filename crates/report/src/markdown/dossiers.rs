//! An entity each: all that the document claims of it, what it says, and where it is named.

use annalist_corpus::{Quotations, counted_mentions, sentence_around};
use annalist_model::{Event, Participant, Quotation, Record, Relation, Span};

use super::citation::Citations;
use super::claims::{cited, party, told, when};
use super::document::RECORD;
use super::escape::bounded;
use super::findings::NAME;
use super::page::{Page, count};

/// Most entities that have a section, those of which most is claimed.
const SECTIONS: usize = 10;

/// Least claims of an entity that has a section.
const CLAIMS: usize = 2;

/// Most lines of one list of a section.
const LINES: usize = 8;

/// Longest quotation, in code points.
const WORDS: usize = 240;

/// What is claimed of one entity.
#[derive(Default)]
struct Dossier<'r> {
    relations: Vec<&'r Relation>,
    events: Vec<&'r Event>,
    quotations: Vec<&'r Quotation>,
    mentions: Vec<Span>,
}

impl Dossier<'_> {
    fn claims(&self) -> usize {
        self.relations.len() + self.events.len() + self.quotations.len()
    }
}

pub(super) fn write(
    page: &mut Page,
    record: &Record,
    quotations: &Quotations<'_>,
    citations: &mut Citations<'_>,
) {
    let dossiers = gather(record, quotations);
    let mut ranked: Vec<(usize, &Dossier<'_>)> =
        dossiers.iter().enumerate().filter(|(_, it)| it.claims() >= CLAIMS).collect();
    // The sort is stable, so that of as many claims the one that is named first comes first.
    ranked.sort_by_key(|(_, it)| std::cmp::Reverse(it.claims()));
    if ranked.is_empty() {
        return;
    }
    page.heading(2, "Those of whom most is told");
    for (entity, dossier) in ranked.iter().take(SECTIONS) {
        write_one(page, record, *entity as u32, dossier, citations);
    }
    let left = ranked.len().saturating_sub(SECTIONS);
    if left > 0 {
        page.block(&format!("… and {left} more; {RECORD} has all."));
    }
}

fn gather<'r>(record: &'r Record, quotations: &Quotations<'_>) -> Vec<Dossier<'r>> {
    let annotations = record.annotations();
    let mut dossiers: Vec<Dossier<'r>> = Vec::new();
    dossiers.resize_with(annotations.entities.len(), Dossier::default);
    let mut of = |entity: Option<u32>, add: &mut dyn FnMut(&mut Dossier<'r>)| {
        if let Some(dossier) = entity.and_then(|it| dossiers.get_mut(it as usize)) {
            add(dossier);
        }
    };
    for relation in &annotations.claims.relations {
        for party in [relation.subject, relation.object] {
            of(party.entity, &mut |it| it.relations.push(relation));
        }
    }
    for event in &annotations.claims.events {
        let mut parties: Vec<Option<u32>> =
            event.participants.iter().map(|it| it.party.entity).collect();
        parties.sort_unstable();
        parties.dedup();
        for entity in parties {
            of(entity, &mut |it| it.events.push(event));
        }
    }
    for quotation in &annotations.claims.quotations {
        let speaker = quotation.speaker.and_then(|it| it.entity);
        of(speaker, &mut |it| it.quotations.push(quotation));
    }
    for mention in counted_mentions(record, quotations) {
        of(Some(mention.entity), &mut |it| it.mentions.push(mention.span));
    }
    dossiers
}

fn write_one(
    page: &mut Page,
    record: &Record,
    entity: u32,
    dossier: &Dossier<'_>,
    citations: &mut Citations<'_>,
) {
    let Some(named) = record.annotations().entities.get(entity as usize) else { return };
    page.heading(3, &bounded(&named.name, NAME));
    let shown = |all: usize, words: &str, one: &str, many: &str| {
        let left = all.saturating_sub(LINES);
        let left = if left > 0 { format!(", the first {LINES}") } else { String::new() };
        format!("{words}{}{left}:", count(all, one, many))
    };
    if !dossier.relations.is_empty() || !dossier.events.is_empty() {
        let all = dossier.relations.len() + dossier.events.len();
        page.block(&shown(all, "", "claim", "claims"));
        let relations = dossier.relations.iter().map(|it| relation(it, record, citations));
        let mut lines: Vec<String> = relations.take(LINES).collect();
        for it in dossier.events.iter().take(LINES.saturating_sub(lines.len())) {
            lines.push(event(it, record, citations));
        }
        page.list(lines);
    }
    if !dossier.quotations.is_empty() {
        page.block(&shown(dossier.quotations.len(), "", "quotation", "quotations"));
        let lines: Vec<String> = dossier
            .quotations
            .iter()
            .take(LINES)
            .map(|it| quotation(it, record, citations))
            .collect();
        page.list(lines);
    }
    page.block(&shown(dossier.mentions.len(), "Named in ", "place", "places"));
    let document = record.document();
    let lines = dossier.mentions.iter().take(LINES).map(|span| {
        let sentence = sentence_around(document, *span);
        format!("{} {}", bounded(&sentence, WORDS), citations.cite(*span))
    });
    page.list(lines.collect::<Vec<String>>());
}

fn relation(it: &Relation, record: &Record, citations: &mut Citations<'_>) -> String {
    let kind = bounded(&it.kind.replace('_', " "), NAME);
    let (subject, object) = (party(&it.subject, record), party(&it.object, record));
    let time = when(it.date, record);
    let time = if time.is_empty() { time } else { format!(", {time}") };
    let told = told(it.modality, it.reporter.as_ref(), &it.evidence, record);
    format!("{subject}: {kind} {object}{time} ({told}) {}", cited(&it.evidence, citations))
}

fn event(it: &Event, record: &Record, citations: &mut Citations<'_>) -> String {
    let who = |it: &Participant| format!("{} {}", it.part.as_str(), party(&it.party, record));
    let parties: Vec<String> = it.participants.iter().map(who).collect();
    let time = when(it.date, record);
    let time = if time.is_empty() { time } else { format!("{time}: ") };
    let told = told(it.modality, it.reporter.as_ref(), &it.evidence, record);
    format!(
        "{time}{} – {} ({told}) {}",
        bounded(&it.predicate.replace('_', " "), NAME),
        parties.join(", "),
        cited(&it.evidence, citations)
    )
}

fn quotation(it: &Quotation, record: &Record, citations: &mut Citations<'_>) -> String {
    let parts: Vec<&str> = it.parts.iter().map(|part| record.document().slice(*part)).collect();
    format!("“{}” {}", bounded(&parts.join(" … "), WORDS), cited(&it.parts, citations))
}
