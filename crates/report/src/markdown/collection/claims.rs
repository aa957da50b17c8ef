//! What the documents of a collection claim together: events in time, relations, who says what, what
//! contradicts, and a graph.

use annalist_model::{Interval, Part};

use super::{Collection, FILE, SHORT_TITLE, WORDS};
use crate::markdown::days::{Known, days_words};
use crate::markdown::escape::{bounded, inline};
use crate::markdown::graph::Mermaid;
use crate::markdown::page::{Page, count, cut};
use crate::shape::corpus::{
    ContradictionKind, ContradictionLine, EventLine, EvidenceLine, PartyLine, RelationLine,
    SpeakerLine, Stance, TimeLine,
};
use crate::shape::text::Text;

/// Most rows of a table of claims.
const ROWS: usize = 100;

/// Most documents that are cited for one claim.
const CITED: usize = 3;

/// Most quotations that are shown of one speaker.
const QUOTED: usize = 3;

/// Most speakers, and most contradictions.
const LISTED: usize = 40;

pub(super) fn write(page: &mut Page, collection: &Collection<'_>) {
    let report = collection.report;
    if report.relations.is_empty() && report.events.is_empty() && report.speakers.is_empty() {
        return;
    }
    page.heading(2, "Who did what, and who says so");
    page.block(
        "Read by rules from the words of the documents. Sources are articles that tell so and are no \
         near copies of one another; what a comment tells is its own claim, and no source. “Held” \
         is what a document, or somebody in it, takes for true.",
    );
    write_contradictions(page, collection);
    write_events(page, collection);
    write_relations(page, collection);
    write_graph(page, collection);
    write_speakers(page, collection);
}

fn write_events(page: &mut Page, collection: &Collection<'_>) {
    let events = &collection.report.events;
    if events.is_empty() {
        return;
    }
    page.heading(3, &format!("Events ({})", events.len()));
    let (shown, left) = cut(events, ROWS, FILE);
    let rows: Vec<[String; 8]> = shown.iter().map(|it| event_row(it, collection)).collect();
    let names = ["When", "What", "By whom", "Whom", "Beside", "Told as", "#Sources", "Told in"];
    page.cut_table(names, &rows, left);
}

fn event_row(event: &EventLine, collection: &Collection<'_>) -> [String; 8] {
    let beside = [("to", Part::Recipient), ("in", Part::Place)].map(|(word, part)| {
        let words = parties(event, part);
        if words.is_empty() { words } else { format!("{word} {words}") }
    });
    let beside: Vec<String> = beside.into_iter().filter(|words| !words.is_empty()).collect();
    [
        event.date.as_ref().map(when).unwrap_or_default(),
        words_of(&event.predicate),
        parties(event, Part::Agent),
        parties(event, Part::Patient),
        beside.join(", "),
        stance_words(event.stance).to_owned(),
        event.sources.to_string(),
        told_in(&event.evidence, collection),
    ]
}

fn write_relations(page: &mut Page, collection: &Collection<'_>) {
    let relations = &collection.report.relations;
    if relations.is_empty() {
        return;
    }
    page.heading(3, &format!("Relations ({})", relations.len()));
    let (shown, left) = cut(relations, ROWS, FILE);
    let rows: Vec<[String; 7]> = shown.iter().map(|it| relation_row(it, collection)).collect();
    let names = ["Who", "Relation", "To whom", "When", "Told as", "#Sources", "Told in"];
    page.cut_table(names, &rows, left);
}

fn relation_row(relation: &RelationLine, collection: &Collection<'_>) -> [String; 7] {
    let mut times: Vec<String> =
        relation.evidence.iter().filter_map(|it| it.date.as_ref()).map(when).collect();
    times.sort();
    times.dedup();
    times.truncate(CITED);
    [
        party(&relation.subject),
        words_of(&relation.kind),
        party(&relation.object),
        times.join("; "),
        stance_words(relation.stance).to_owned(),
        relation.sources.to_string(),
        told_in(&relation.evidence, collection),
    ]
}

fn write_graph(page: &mut Page, collection: &Collection<'_>) {
    let graph = &collection.report.graph;
    let mut mermaid = Mermaid::default();
    for node in &graph.nodes {
        mermaid.node(node.entity, &node.name);
    }
    for edge in &graph.edges {
        let types: Vec<String> = edge.types.iter().map(|it| it.replace('_', " ")).collect();
        mermaid.edge(edge.from, edge.to, &types.join(", "));
    }
    let Some(block) = mermaid.finish() else { return };
    page.heading(3, "Who stands to whom");
    page.block(&block);
    if graph.left_out > 0 {
        let pairs = count(graph.left_out as usize, "pair", "pairs");
        page.block(&format!("The pairs of most sources; {pairs} more in {FILE}."));
    }
}

fn write_speakers(page: &mut Page, collection: &Collection<'_>) {
    let speakers = &collection.report.speakers;
    if speakers.is_empty() {
        return;
    }
    page.heading(3, &format!("Who is quoted ({})", speakers.len()));
    let (shown, left) = cut(speakers, LISTED, FILE);
    let rows: Vec<[String; 3]> = shown.iter().map(|it| speaker_row(it, collection)).collect();
    page.cut_table(["Speaker", "#Quotations", "The first of them"], &rows, left);
}

fn speaker_row(speaker: &SpeakerLine, collection: &Collection<'_>) -> [String; 3] {
    let quotations = speaker.quotations.iter().take(QUOTED).map(|quotation| {
        let words: Vec<&str> = quotation.passages.iter().map(|it| it.text.as_ref()).collect();
        let number = quotation.document;
        let document = collection.linked(number, &number.to_string());
        format!("“{}” ({document})", bounded(&words.join(" … "), WORDS))
    });
    [
        party(&speaker.speaker),
        speaker.quotations.len().to_string(),
        quotations.collect::<Vec<String>>().join(" · "),
    ]
}

fn write_contradictions(page: &mut Page, collection: &Collection<'_>) {
    let contradictions = &collection.report.contradictions;
    if contradictions.is_empty() {
        return;
    }
    page.heading(3, &format!("What contradicts ({})", contradictions.len()));
    page.block("These cannot all be true. Which of them is, is not decided here.");
    let (shown, left) = cut(contradictions, LISTED, FILE);
    let lines = shown.iter().map(|it| contradiction(it, collection));
    page.list(lines.chain(left));
}

fn contradiction(line: &ContradictionLine, collection: &Collection<'_>) -> String {
    let (kind, is_of_events) = match line.kind {
        ContradictionKind::Dates => ("it happens once, and has several dates", true),
        ContradictionKind::Holders => ("one office, several who hold it at one time", false),
        ContradictionKind::RelationDenied => ("held for true and denied", false),
        ContradictionKind::EventDenied => ("held for true and denied", true),
    };
    let claims = line.claims.iter().filter_map(|place| {
        let place = *place as usize;
        if is_of_events {
            let event = collection.report.events.get(place)?;
            Some((event_words(event), event.stance, told_in(&event.evidence, collection)))
        } else {
            let relation = collection.report.relations.get(place)?;
            let words = [&relation.subject, &relation.object].map(party);
            let words = format!("{} {} {}", words[0], words_of(&relation.kind), words[1]);
            Some((words, relation.stance, told_in(&relation.evidence, collection)))
        }
    });
    let claims: Vec<String> = claims
        .map(|(words, stance, told)| format!("{words} ({}; {told})", stance_words(stance)))
        .collect();
    format!("{kind}: {}", claims.join(" · "))
}

fn event_words(event: &EventLine) -> String {
    let agent = parties(event, Part::Agent);
    let patient = parties(event, Part::Patient);
    let time = event.date.as_ref().map(when).unwrap_or_default();
    let words = [agent, words_of(&event.predicate), patient, time];
    let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
    words.join(" ")
}

fn parties(event: &EventLine, part: Part) -> String {
    let of_part = event.participants.iter().filter(|it| it.part.0 == part);
    of_part.map(|it| party(&it.party)).collect::<Vec<String>>().join("; ")
}

fn party(line: &PartyLine) -> String {
    match line.entity {
        Some(_) => bounded(&line.words, WORDS),
        None => format!("“{}”", bounded(&line.words, WORDS)),
    }
}

/// The name of a rule in words.
fn words_of(name: &str) -> String {
    bounded(&name.replace('_', " "), WORDS)
}

fn stance_words(stance: Stance) -> &'static str {
    match stance {
        Stance::Held => "held",
        Stance::Denied => "denied",
        Stance::Open => "open",
    }
}

fn when(time: &TimeLine) -> String {
    let day = |day: Option<Text<_>>| day.map(|Text(day)| day);
    let days = Interval { from: day(time.from), to: day(time.to) };
    let details = time.details.clone().read();
    days_words(Known { days, kind: time.kind.0, value: &time.value, details: &details })
}

/// The first documents that tell so, each with the words of its first passage.
fn told_in(evidence: &[EvidenceLine], collection: &Collection<'_>) -> String {
    let mut told: Vec<String> = evidence
        .iter()
        .take(CITED)
        .map(|it| {
            let number = it.document;
            let title = format!("{number} · {}", collection.title(number, SHORT_TITLE));
            let document = collection.linked(number, &title);
            let passage = it.passages.first();
            let comment = passage.and_then(|it| it.comment);
            let comment = comment.map(|it| format!(", comment {it}")).unwrap_or_default();
            let words = passage.map(|it| inline(&it.text)).unwrap_or_default();
            format!("{document}{comment}: “{words}”")
        })
        .collect();
    let left = evidence.len().saturating_sub(CITED);
    if left > 0 {
        told.push(format!("and {left} more"));
    }
    told.join(" · ")
}
