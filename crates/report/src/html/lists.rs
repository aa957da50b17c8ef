//! The lists below the text of a document: its names and why they are one, its dates, and how many and
//! how much it tells.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use annalist_corpus::days_of;
use annalist_model::{EntityKind, Owner, QuantityKind};
use serde::Serialize;

use super::index::kind_words;
use super::timeline;
use super::writer::Writer;
use crate::markdown::shortened_name;

/// Most rows of a list; the record has all.
const LISTED: usize = 3_000;

/// Most spellings, and most places, that are listed for a name.
const OF_ONE: usize = 12;

/// Longest name, in code points.
const NAME: usize = 160;

/// A row of the list of names.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Name {
    local: u32,
    name: String,
    kind: &'static str,
    kind_words: &'static str,
    page: Option<String>,
    /// Each other spelling, what it is, and the rule that tied it.
    spellings: Vec<(String, &'static str, String)>,
    apart: Vec<(String, String)>,
    places: Vec<u32>,
    more: usize,
}

/// A row of the list of dates.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Date {
    words: String,
    value: String,
    days: String,
    why: String,
    place: u32,
}

/// A row of the list of quantities.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Counted {
    kind: &'static str,
    words: String,
    number: String,
    unit: String,
    comment: Option<u32>,
    place: u32,
}

pub(super) fn names(writer: &Writer<'_>) -> Vec<Name> {
    let annotations = writer.record.annotations();
    let name_of = |number: u32| {
        let entity = annotations.entities.get(number as usize);
        entity.map(|it| shortened_name(&it.name, NAME)).unwrap_or_default()
    };
    let mut apart = BTreeMap::<u32, Vec<(String, String)>>::new();
    for pair in &annotations.apart {
        for (one, other) in [(pair.one, pair.other), (pair.other, pair.one)] {
            let pairs = apart.entry(one).or_default();
            if pairs.len() < OF_ONE {
                pairs.push((name_of(other), pair.rule.clone()));
            }
        }
    }
    let mut names: Vec<Name> = annotations
        .entities
        .iter()
        .map(|entity| Name {
            local: entity.id,
            name: name_of(entity.id),
            kind: entity.kind.as_str(),
            kind_words: kind_words(entity.kind).0,
            page: writer.report.index.link(writer.number, entity.id),
            spellings: entity
                .aliases
                .iter()
                .take(OF_ONE)
                .map(|it| (shortened_name(&it.value, NAME), it.kind.as_str(), it.rule.clone()))
                .collect(),
            apart: apart.remove(&entity.id).unwrap_or_default(),
            places: Vec::new(),
            more: 0,
        })
        .collect();
    for mention in &annotations.mentions {
        let place = writer.places.place(mention.span).start;
        if let Some(name) = names.get_mut(mention.entity as usize) {
            if name.places.len() < OF_ONE { name.places.push(place) } else { name.more += 1 }
        }
    }
    names.sort_by_key(|name| {
        let mentions = name.places.len() + name.more;
        (EntityKind::parse(name.kind), Reverse(mentions), name.local)
    });
    names.truncate(LISTED);
    names
}

pub(super) fn dates(writer: &Writer<'_>) -> Vec<Date> {
    let document = writer.record.document();
    let dates = writer.record.annotations().dates.iter().take(LISTED);
    dates
        .map(|date| Date {
            words: shortened_name(document.slice(date.span), NAME),
            value: format!("{} {}", date.value, date.details).trim().to_owned(),
            days: days_of(date).map(timeline::days).unwrap_or_default(),
            why: format!("{} · {}", date.anchor.as_str(), date.rule),
            place: writer.places.place(date.span).start,
        })
        .collect()
}

/// Quantities by what they measure, then in the order of the text.
pub(super) fn quantities(writer: &Writer<'_>) -> Vec<Counted> {
    let document = writer.record.document();
    let quantities = writer.record.annotations().claims.quantities.iter().take(LISTED);
    let mut rows: Vec<Counted> = quantities
        .map(|it| {
            let words = it.bound.map_or(it.span, |bound| bound.cover(it.span));
            let words = it.of.map_or(words, |of| words.cover(of));
            let number = match (&it.value, &it.upper) {
                (Some(value), Some(upper)) => format!("{value}–{upper}"),
                (value, _) => value.clone().unwrap_or_default(),
            };
            Counted {
                kind: it.kind.as_str(),
                words: shortened_name(document.slice(words), NAME),
                number: shortened_name(&number, NAME),
                unit: shortened_name(it.unit.as_deref().unwrap_or_default(), NAME),
                comment: match document.owner_at(it.span.start()) {
                    Owner::Comment(comment) => Some(comment),
                    Owner::Article => None,
                },
                place: writer.places.place(it.span).start,
            }
        })
        .collect();
    rows.sort_by_key(|row| QuantityKind::ALL.iter().position(|it| it.as_str() == row.kind));
    rows
}
