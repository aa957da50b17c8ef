//! What the documents of a collection claim together: events in time, relations, who says what, what
//! contradicts, and a graph.

use annalist_model::{Interval, Part};

use super::claimed::{CITED, Quoted, Told};
use super::{Collection, FILE, SHORT_TITLE, WORDS};
use crate::markdown::days::{Known, days_words};
use crate::markdown::escape::{bounded, inline};
use crate::markdown::graph::Mermaid;
use crate::markdown::page::{Page, count, note_of_left};
use crate::shape::corpus::{
    ContradictionKind, ContradictionLine, EventLine, EvidenceLine, PartyLine, RelationLine, Stance,
    TimeLine,
};
use crate::shape::text::Text;

pub(super) fn write(page: &mut Page, collection: &Collection<'_>) {
    let counts = collection.report.claims.counts;
    if counts.relations + counts.events + counts.speakers == 0 {
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
    let shown = collection.report.claims.first_events();
    let all = collection.report.claims.counts.events;
    if shown.is_empty() {
        return;
    }
    page.heading(3, &format!("Events ({all})"));
    let left = left_of(all, shown.len());
    let rows: Vec<[String; 8]> = shown.iter().map(|it| event_row(it, collection)).collect();
    let names = ["When", "What", "By whom", "Whom", "Beside", "Told as", "#Sources", "Told in"];
    page.cut_table(names, &rows, left);
}

/// What to say of the claims that are not shown.
fn left_of(all: u32, shown: usize) -> Option<String> {
    note_of_left((all as usize).saturating_sub(shown), FILE)
}

fn event_row(told: &Told<EventLine>, collection: &Collection<'_>) -> [String; 8] {
    let event = &told.line;
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
        told_in(&event.evidence, told.evidence, collection),
    ]
}

fn write_relations(page: &mut Page, collection: &Collection<'_>) {
    let shown = collection.report.claims.first_relations();
    let all = collection.report.claims.counts.relations;
    if shown.is_empty() {
        return;
    }
    page.heading(3, &format!("Relations ({all})"));
    let left = left_of(all, shown.len());
    let rows: Vec<[String; 7]> = shown.iter().map(|it| relation_row(it, collection)).collect();
    let names = ["Who", "Relation", "To whom", "When", "Told as", "#Sources", "Told in"];
    page.cut_table(names, &rows, left);
}

fn relation_row(told: &Told<RelationLine>, collection: &Collection<'_>) -> [String; 7] {
    let relation = &told.line;
    [
        party(&relation.subject),
        words_of(&relation.kind),
        party(&relation.object),
        told.times.join("; "),
        stance_words(relation.stance).to_owned(),
        relation.sources.to_string(),
        told_in(&relation.evidence, told.evidence, collection),
    ]
}

fn write_graph(page: &mut Page, collection: &Collection<'_>) {
    let graph = &collection.report.claims.graph;
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
    let shown = &collection.report.claims.speakers;
    let all = collection.report.claims.counts.speakers;
    if shown.is_empty() {
        return;
    }
    page.heading(3, &format!("Who is quoted ({all})"));
    let left = left_of(all, shown.len());
    let rows: Vec<[String; 3]> = shown.iter().map(|it| speaker_row(it, collection)).collect();
    page.cut_table(["Speaker", "#Quotations", "The first of them"], &rows, left);
}

fn speaker_row(quoted: &Quoted, collection: &Collection<'_>) -> [String; 3] {
    let quotations = quoted.line.quotations.iter().map(|quotation| {
        let words: Vec<&str> = quotation.passages.iter().map(|it| it.text.as_ref()).collect();
        let number = quotation.document;
        let document = collection.linked(number, &number.to_string());
        format!("“{}” ({document})", bounded(&words.join(" … "), WORDS))
    });
    [
        party(&quoted.line.speaker),
        quoted.quotations.to_string(),
        quotations.collect::<Vec<String>>().join(" · "),
    ]
}

fn write_contradictions(page: &mut Page, collection: &Collection<'_>) {
    let shown = &collection.report.claims.contradictions;
    let all = collection.report.claims.counts.contradictions;
    if shown.is_empty() {
        return;
    }
    page.heading(3, &format!("What contradicts ({all})"));
    page.block("These cannot all be true. Which of them is, is not decided here.");
    let left = left_of(all, shown.len());
    let lines = shown.iter().map(|it| contradiction(it, collection));
    page.list(lines.chain(left));
}

fn contradiction(line: &ContradictionLine, collection: &Collection<'_>) -> String {
    let kind = match line.kind {
        ContradictionKind::Dates => "it happens once, and has several dates",
        ContradictionKind::Holders => "one office, several who hold it at one time",
        ContradictionKind::RelationDenied | ContradictionKind::EventDenied => {
            "held for true and denied"
        }
    };
    let report = collection.report;
    let claims = line.claims.iter().filter_map(|place| {
        if line.is_of_events() {
            let told = report.claims.event(*place)?;
            let told_in = told_in(&told.line.evidence, told.evidence, collection);
            Some((event_words(&told.line), told.line.stance, told_in))
        } else {
            let told = report.claims.relation(*place)?;
            let told_in = told_in(&told.line.evidence, told.evidence, collection);
            let [subject, object] = [&told.line.subject, &told.line.object].map(party);
            let words = format!("{subject} {} {object}", words_of(&told.line.kind));
            Some((words, told.line.stance, told_in))
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

pub(super) fn when(time: &TimeLine) -> String {
    let day = |day: Option<Text<_>>| day.map(|Text(day)| day);
    let days = Interval { from: day(time.from), to: day(time.to) };
    let details = time.details.clone().read();
    days_words(Known { days, kind: time.kind.0, value: &time.value, details: &details })
}

/// The first of `all` documents that tell so, each with the words of its first passage.
fn told_in(evidence: &[EvidenceLine], all: usize, collection: &Collection<'_>) -> String {
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
    let left = all.saturating_sub(told.len());
    if left > 0 {
        told.push(format!("and {left} more"));
    }
    told.join(" · ")
}
