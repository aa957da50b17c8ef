//! What a collection names, by kind, with its course over time.

use annalist_model::EntityKind;

use super::{Collection, FILE, NAMES, WORDS};
use crate::markdown::escape::bounded;
use crate::markdown::findings::{ATTRIBUTION, kind_heading, listed_words, place_words};
use crate::markdown::page::{Page, count, cut};
use crate::markdown::sparkline::Axis;
use crate::shape::corpus::{CorpusReport, DocumentLine, EntityLine};
use crate::shape::text::Text;

/// Most other names of one entity, and most persons that it may be.
const ALIASES: usize = 5;

/// Most documents that are linked to for one entity.
const LINKED: usize = 3;

pub(super) fn write(page: &mut Page, collection: &Collection<'_>) {
    let report = collection.report;
    if report.entities.is_empty() {
        return;
    }
    let axis = publication_axis(report);
    page.heading(2, "Names");
    page.block(
        "Counted are documents, and mentions in articles and in comments. The last column has the \
         first of the documents, by their numbers in the table above.",
    );
    if report.summary.near_copies > 0 {
        page.block(
            "In brackets: how many sources these are, near copies of one text counted once.",
        );
    }
    if let Some(axis) = axis {
        page.block(&legend(report, axis));
    }
    for kind in EntityKind::ALL {
        let of_kind: Vec<&EntityLine> =
            report.entities.iter().filter(|entity| entity.kind.0 == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        page.heading(3, kind_heading(kind));
        if of_kind.iter().any(|entity| entity.place.is_some()) {
            page.block(ATTRIBUTION);
        }
        let (shown, left) = cut(&of_kind, NAMES, FILE);
        let rows: Vec<[String; 7]> =
            shown.iter().map(|entity| entity_row(entity, collection, axis)).collect();
        let names =
            ["Name", "Also", "#Documents", "#In articles", "#In comments", "Over time", "Named in"];
        page.cut_table(names, &rows, left);
    }
}

/// The documents that count; of duplicates the first.
fn counted(report: &CorpusReport) -> impl Iterator<Item = &DocumentLine> + Clone {
    report.documents.iter().filter(|document| document.duplicate_of.is_none())
}

fn publication_axis(report: &CorpusReport) -> Option<Axis> {
    Axis::of(counted(report).filter_map(|document| document.published).map(|Text(at)| at.date))
}

/// What the bars are, and what is not in them.
fn legend(report: &CorpusReport, axis: Axis) -> String {
    let published = || counted(report).map(|document| document.published.map(|Text(at)| at.date));
    let to_the_year = published().flatten().filter(|date| date.month().is_none()).count();
    let undated = published().filter(Option::is_none).count();
    let mut left_out = Vec::new();
    if axis.is_monthly() && to_the_year > 0 {
        let documents = count(to_the_year, "document", "documents");
        left_out.push(format!("{documents} dated to the year only"));
    }
    if undated > 0 {
        left_out.push(format!("{} without a date", count(undated, "document", "documents")));
    }
    let mut legend = format!(
        "Over time: mentions by the date of publication of their document. {}",
        axis.legend()
    );
    if !left_out.is_empty() {
        legend.push_str(&format!(" Left out of the bars: {}.", left_out.join(", ")));
    }
    legend
}

fn entity_row(entity: &EntityLine, collection: &Collection<'_>, axis: Option<Axis>) -> [String; 7] {
    let bars = axis.map(|axis| {
        let counts = if axis.is_monthly() { &entity.by_month } else { &entity.by_year };
        axis.bars(counts.iter().map(|it| (it.period.0, it.count)))
    });
    [
        bounded(&entity.name, WORDS),
        other_names(entity, collection.report),
        support(entity),
        entity.article_mentions.to_string(),
        entity.comment_mentions.to_string(),
        bars.unwrap_or_default(),
        named_in(entity, collection),
    ]
}

/// How many documents name an entity, and how many sources, where near copies are among them.
fn support(entity: &EntityLine) -> String {
    let documents = entity.documents.len();
    entity.sources.map_or(documents.to_string(), |sources| format!("{documents} ({sources})"))
}

/// The first documents that name an entity, linked to their reports.
fn named_in(entity: &EntityLine, collection: &Collection<'_>) -> String {
    let documents = entity.documents.iter().map(|occurrence| occurrence.document);
    let mut links: Vec<String> = documents
        .take(LINKED)
        .map(|document| collection.linked(document, &document.to_string()))
        .collect();
    let left = entity.documents.len().saturating_sub(LINKED);
    if left > 0 {
        links.push(format!("and {left} more"));
    }
    links.join(" ")
}

/// The other names of an entity, and whom a single name may stand for.
fn other_names(entity: &EntityLine, report: &CorpusReport) -> String {
    let (shown, left) = cut(&entity.aliases, ALIASES, FILE);
    let aliases = shown.iter().map(|alias| bounded(&alias.value, WORDS));
    let mut may_be: Vec<String> = entity
        .may_be
        .iter()
        .filter_map(|number| report.entities.get(*number as usize))
        .take(ALIASES)
        .map(|fuller| bounded(&fuller.name, WORDS))
        .collect();
    let more = entity.may_be.len() + entity.may_be_more as usize - may_be.len();
    if more > 0 {
        may_be.push(format!("{more} more"));
    }
    let may_be = (!may_be.is_empty()).then(|| format!("may be {}", may_be.join(" or ")));
    let listed = entity
        .listed
        .iter()
        .map(|it| listed_words(&it.list, it.identifier.as_deref().unwrap_or(&it.name)));
    let lies = entity.place.as_ref().map(place_words);
    lies.into_iter()
        .chain(aliases)
        .chain(left)
        .chain(may_be)
        .chain(listed)
        .collect::<Vec<String>>()
        .join("; ")
}
