//! What a collection names, by kind, with its course over time.

use super::excerpt::{Named, Published};
use super::{Collection, Excerpt, FILE, WORDS};
use crate::markdown::escape::bounded;
use crate::markdown::findings::{ATTRIBUTION, kind_heading, listed_words, place_words};
use crate::markdown::page::{Page, count, cut, note_of_left};
use crate::markdown::sparkline::Axis;
use crate::shape::corpus::EntityLine;

/// Most other names of one entity, and most persons that it may be.
const ALIASES: usize = 5;

pub(super) fn write(page: &mut Page, collection: &Collection<'_>) {
    let report = collection.report;
    if report.kinds.is_empty() {
        return;
    }
    let axis = report.published.days.and_then(|days| Axis::of(days.into_iter()));
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
        page.block(&legend(&report.published, axis));
    }
    for (kind, of_kind) in &report.kinds {
        page.heading(3, kind_heading(*kind));
        if of_kind.has_place {
            page.block(ATTRIBUTION);
        }
        let left = note_of_left(of_kind.count - of_kind.first.len(), FILE);
        let rows: Vec<[String; 7]> =
            of_kind.first.iter().map(|named| entity_row(named, collection, axis)).collect();
        let names =
            ["Name", "Also", "#Documents", "#In articles", "#In comments", "Over time", "Named in"];
        page.cut_table(names, &rows, left);
    }
}

/// What the bars are, and what is not in them.
fn legend(published: &Published, axis: Axis) -> String {
    let Published { to_the_year, undated, .. } = *published;
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

fn entity_row(named: &Named, collection: &Collection<'_>, axis: Option<Axis>) -> [String; 7] {
    let entity = &named.line;
    let bars = axis.map(|axis| {
        let counts = if axis.is_monthly() { &entity.by_month } else { &entity.by_year };
        axis.bars(counts.iter().map(|it| (it.period.0, it.count)))
    });
    [
        bounded(&entity.name, WORDS),
        other_names(entity, collection.report),
        support(named),
        entity.article_mentions.to_string(),
        entity.comment_mentions.to_string(),
        bars.unwrap_or_default(),
        named_in(named, collection),
    ]
}

/// How many documents name an entity, and how many sources, where near copies are among them.
fn support(named: &Named) -> String {
    let documents = named.documents;
    named.line.sources.map_or(documents.to_string(), |sources| format!("{documents} ({sources})"))
}

/// The first documents that name an entity, linked to their reports.
fn named_in(named: &Named, collection: &Collection<'_>) -> String {
    let documents = named.line.documents.iter().map(|occurrence| occurrence.document);
    let mut links: Vec<String> =
        documents.map(|document| collection.linked(document, &document.to_string())).collect();
    let left = named.documents - named.line.documents.len();
    if left > 0 {
        links.push(format!("and {left} more"));
    }
    links.join(" ")
}

/// The other names of an entity, and whom a single name may stand for.
fn other_names(entity: &EntityLine, report: &Excerpt) -> String {
    let (shown, left) = cut(&entity.aliases, ALIASES, FILE);
    let aliases = shown.iter().map(|alias| bounded(&alias.value, WORDS));
    let mut may_be: Vec<String> = entity
        .may_be
        .iter()
        .filter_map(|number| report.persons.get(number))
        .take(ALIASES)
        .map(|name| bounded(name, WORDS))
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
