//! Doubts, names and dates of one document.

use std::cmp::Reverse;

use annalist_corpus::{Quotations, counted_mentions};
use annalist_model::{Alias, Entity, EntityKind, Mention, Owner, Record, Span};

use super::citation::Citations;
use super::document::RECORD;
use super::escape::bounded;
use super::page::{Page, count, cut};
use crate::shape::location::{Location, Site};

/// Longest name or expression that is shown in full, in code points.
pub(super) const NAME: usize = 120;

/// Most rows of a table.
pub(super) const ROWS: usize = 200;

/// Most other names of one entity, and most places that are cited for it.
const ALIASES: usize = 12;
const CITED: usize = 3;

/// What the reports call the kinds of things.
pub(super) fn kind_heading(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "People",
        EntityKind::Organisation => "Organisations",
        EntityKind::Place => "Places",
        EntityKind::Group => "Nations, religions, currents",
        EntityKind::Other => "Other names",
    }
}

pub(super) fn write_doubts(page: &mut Page, record: &Record, citations: &mut Citations<'_>) {
    if record.diagnostics().is_empty() {
        return;
    }
    page.heading(2, "Doubts");
    let (shown, left) = cut(record.diagnostics(), ROWS, RECORD);
    let doubts = shown.iter().map(|doubt| {
        let severity = doubt.code.severity().as_str();
        let place = doubt.span.map(|span| citations.cite(span)).unwrap_or_default();
        format!("{} ({severity}): {}{place}", doubt.code, bounded(&doubt.message, 2 * NAME))
    });
    let doubts: Vec<String> = doubts.chain(left).collect();
    page.list(doubts);
}

/// An entity with the places that name it, in the order of the text.
struct Named<'r> {
    entity: &'r Entity,
    article: Vec<Span>,
    comments: Vec<Span>,
}

pub(super) fn write_names(
    page: &mut Page,
    record: &Record,
    quotations: &Quotations<'_>,
    citations: &mut Citations<'_>,
) {
    let named = named(record, quotations);
    if named.is_empty() {
        return;
    }
    page.heading(2, "Names");
    let counted: usize = named.iter().map(Named::mentions).sum();
    let repeated = record.annotations().mentions.len().saturating_sub(counted);
    write_repeated(page, &count(repeated, "more mention", "more mentions"), repeated);
    for kind in EntityKind::ALL {
        let mut of_kind: Vec<&Named<'_>> =
            named.iter().filter(|it| it.entity.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        of_kind.sort_by_key(|it| (Reverse(it.mentions()), it.entity.id));
        page.heading(3, kind_heading(kind));
        if of_kind.iter().any(|it| it.entity.place.is_some()) {
            page.block(ATTRIBUTION);
        }
        let (shown, left) = cut(&of_kind, ROWS, RECORD);
        let rows: Vec<[String; 5]> = shown.iter().map(|it| it.row(citations)).collect();
        page.cut_table(["Name", "Also", "#Article", "#Comments", "Where"], &rows, left);
    }
}

/// What is not counted, since a comment only quotes it of another one.
pub(super) fn write_repeated(page: &mut Page, what: &str, number: usize) {
    let stands = match number {
        0 => return,
        1 => "stands in words that a comment quotes from another one on the page, and is",
        _ => "stand in words that a comment quotes from another one on the page, and are",
    };
    page.block(&format!("{what} {stands} not counted again."));
}

fn named<'r>(record: &'r Record, quotations: &Quotations<'_>) -> Vec<Named<'r>> {
    let annotations = record.annotations();
    let mut named: Vec<Named<'_>> = annotations
        .entities
        .iter()
        .map(|entity| Named { entity, article: Vec::new(), comments: Vec::new() })
        .collect();
    for Mention { span, entity, .. } in counted_mentions(record, quotations) {
        let Some(named) = named.get_mut(*entity as usize) else { continue };
        match record.document().owner_at(span.start()) {
            Owner::Article => named.article.push(*span),
            Owner::Comment(_) => named.comments.push(*span),
        }
    }
    named
}

impl Named<'_> {
    fn mentions(&self) -> usize {
        self.article.len() + self.comments.len()
    }

    fn row(&self, citations: &mut Citations<'_>) -> [String; 5] {
        let (aliases, left) = cut(&self.entity.aliases, ALIASES, RECORD);
        let aliases = aliases.iter().map(|alias| alias_words(alias, citations));
        let listed = self
            .entity
            .listings
            .iter()
            .map(|it| listed_words(&it.list, it.identifier.as_deref().unwrap_or(&it.name)));
        let lies = self.entity.place.as_ref().map(|place| place_words(&Location::of(place)));
        let aliases: Vec<String> =
            lies.into_iter().chain(aliases).chain(left).chain(listed).collect();
        let places = self.article.iter().chain(&self.comments).take(CITED);
        let mut places: Vec<String> = places.map(|span| citations.cite(*span)).collect();
        let left = self.mentions().saturating_sub(CITED);
        if left > 0 {
            places.push(format!("and {left} more"));
        }
        [
            bounded(&self.entity.name, NAME),
            aliases.join("; "),
            self.article.len().to_string(),
            self.comments.len().to_string(),
            places.join(" "),
        ]
    }
}

/// Whose data say where places lie.
pub(super) const ATTRIBUTION: &str = "Where places lie is told by data of GeoNames (geonames.org), CC BY \
     4.0. A country or a region has no point; a name that the text leaves open has none either.";

/// Where a place lies, or may lie.
pub(super) fn place_words(place: &Location) -> String {
    if let Some(site) = &place.site {
        let region = site.region.as_deref().filter(|region| *region != site.name);
        let region =
            region.map(|region| format!("{}, ", bounded(region, NAME))).unwrap_or_default();
        let point = site.latitude.zip(site.longitude);
        let point =
            point.map(|(north, east)| format!(", {north:.3} {east:.3}")).unwrap_or_default();
        return format!(
            "{} in {region}{}{point}",
            site.precision.0.as_str(),
            bounded(&site.country, NAME)
        );
    }
    if place.others.is_empty() {
        return "left open".to_owned();
    }
    let others: Vec<String> = place.others.iter().take(ALIASES).map(whereabouts).collect();
    format!("left open: {}", others.join(" or "))
}

fn whereabouts(site: &Site) -> String {
    let region = site.region.as_deref();
    let region = region.map(|region| format!("{}, ", bounded(region, NAME))).unwrap_or_default();
    format!("{region}{}", bounded(&site.country, NAME))
}

/// The line of a list that names an entity.
pub(super) fn listed_words(list: &str, by: &str) -> String {
    format!("listed in {} as {}", bounded(list, NAME), bounded(by, NAME))
}

fn alias_words(alias: &Alias, citations: &mut Citations<'_>) -> String {
    let evidence = alias.evidence.map(|span| citations.cite(span)).unwrap_or_default();
    format!("{} ({}){evidence}", bounded(&alias.value, NAME), alias.kind.as_str())
}
