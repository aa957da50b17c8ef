//! Where the places of a collection lie: what its documents say, and what their other places tell
//! of one that they leave open.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{EntityKind, Place, Site};

use super::named::Names;
use crate::digest::EntityFact;
use crate::key::name_key;

/// The rule of what the collection decides.
const COLLECTION: &str = "countries-of-the-collection";

/// Fewest documents that have to speak of a country, and how many times more than of the next, for
/// a place to be taken for one there.
const FEWEST: u32 = 3;
const TIMES: u32 = 3;

/// What a site is known by.
pub(super) fn site_key(site: &Site) -> String {
    let precision = site.precision.as_str();
    match &site.source {
        Some(source) => format!("\u{0}{source}"),
        None => {
            let region = site.region.as_deref().unwrap_or_default();
            format!("\u{0}{precision}\u{0}{}\u{0}{region}\u{0}{}", site.country, site.name)
        }
    }
}

pub(super) fn site_of(fact: &EntityFact) -> Option<&Site> {
    let place = fact.place.as_ref().filter(|_| fact.kind == EntityKind::Place)?;
    place.site.as_ref()
}

/// What the documents of a collection say of where places lie.
#[derive(Default)]
pub(super) struct Sites {
    /// The sites of places of a name, by the numbers of what these are known by.
    of_names: BTreeMap<String, BTreeSet<u32>>,
    /// The names that a document leaves open, with the sites that all of these allow for; none where
    /// they allow for any.
    open: BTreeMap<u32, Open>,
    countries: BTreeMap<String, Country>,
}

/// A name that a document leaves open.
struct Open {
    key: String,
    allowed: Option<BTreeSet<String>>,
}

/// In how many documents a place of a country is plainly meant.
struct Country {
    documents: u32,
    last: u32,
}

impl Sites {
    /// Adds an entity of a document, known by the number `name`.
    pub(super) fn add(&mut self, document: u32, name: u32, fact: &EntityFact) {
        if fact.kind != EntityKind::Place {
            return;
        }
        if let Some(site) = site_of(fact) {
            self.count(document, &site.country);
            if fact.listings.is_empty() {
                self.of_names.entry(name_key(&fact.name)).or_default().insert(name);
            }
        } else if fact.listings.len() != 1 {
            let open = self.open.entry(name);
            let open = open.or_insert_with(|| Open { key: name_key(&fact.name), allowed: None });
            let others = fact.place.iter().flat_map(|place| &place.others);
            let mut others = others.map(site_key).peekable();
            if others.peek().is_some() {
                let others: BTreeSet<String> = others.collect();
                open.allowed = Some(match open.allowed.take() {
                    None => others,
                    Some(allowed) => allowed.intersection(&others).cloned().collect(),
                });
            }
        }
    }

    fn count(&mut self, document: u32, country: &str) {
        match self.countries.get_mut(country) {
            Some(known) if known.last == document => {}
            Some(known) => *known = Country { documents: known.documents + 1, last: document },
            None => {
                let first = Country { documents: 1, last: document };
                self.countries.insert(country.to_owned(), first);
            }
        }
    }

    /// The names that are left open in one document, with the one place that they are in all others.
    /// An open name is one for all documents: all of them have to allow for the place.
    pub(super) fn told_elsewhere(&self, names: &Names) -> Vec<(u32, u32)> {
        let told = self.open.iter().filter_map(|(name, Open { key, allowed })| {
            let sites = self.of_names.get(key).filter(|sites| sites.len() == 1)?;
            let site = *sites.first()?;
            let is_allowed =
                |it: &BTreeSet<String>| it.iter().any(|it| it.as_bytes() == names.key(site));
            allowed.as_ref().is_none_or(is_allowed).then_some((*name, site))
        });
        let mut told: Vec<(u32, u32)> = told.collect();
        told.sort_by_key(|(name, _)| names.text(*name));
        told
    }

    /// In how many documents a place of each country is plainly meant.
    fn documents_of(&self, country: &str) -> u32 {
        self.countries.get(country).map_or(0, |country| country.documents)
    }
}

/// Where an entity lies, as its documents say.
#[derive(Default)]
pub(super) struct Lie {
    known: Option<Place>,
    open: Option<Place>,
}

impl Lie {
    /// Adds what a document says.
    pub(super) fn add(&mut self, place: Place) {
        let least = if place.site.is_some() { &mut self.known } else { &mut self.open };
        if least.as_ref().is_none_or(|least| place < *least) {
            *least = Some(place);
        }
    }

    /// Where it lies; what its documents leave open, the collection may tell.
    pub(super) fn place(self, sites: &Sites) -> Option<Place> {
        let open = || self.open.map(|place| by_collection(&place, sites).unwrap_or(place));
        self.known.or_else(open)
    }
}

fn by_collection(place: &Place, sites: &Sites) -> Option<Place> {
    let count = |site: &Site| sites.documents_of(&site.country);
    let (at, site) = place
        .others
        .iter()
        .enumerate()
        .max_by_key(|(at, site)| (count(site), std::cmp::Reverse(*at)))?;
    let elsewhere = place.others.iter().filter(|other| other.country != site.country);
    let next = elsewhere.map(count).max().unwrap_or_default();
    let is_alone = place.others.iter().filter(|other| other.country == site.country).count() == 1;
    if !is_alone || count(site) < FEWEST || count(site) < next.saturating_mul(TIMES) {
        return None;
    }
    let mut others = place.others.clone();
    let site = others.remove(at);
    Some(Place { site: Some(site), rule: COLLECTION.to_owned(), others })
}
