//! Where the places of a collection lie: what its documents say, and what their other places tell
//! of one that they leave open.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{EntityKind, Place, Site};

use super::Member;
use super::groups::Name;
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

/// The names that are left open in one document, with the one place that they are in all others.
pub(super) fn told_elsewhere(members: &[Member<'_>]) -> Vec<(Name, Name)> {
    let mut sites: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for fact in members.iter().map(|member| member.fact) {
        if let Some(site) = site_of(fact).filter(|_| fact.listings.is_empty()) {
            sites.entry(name_key(&fact.name)).or_default().insert(site_key(site));
        }
    }
    // An open name is one node for all documents: all of them have to allow for the place.
    let mut told: BTreeMap<Name, Option<String>> = BTreeMap::new();
    for Member { fact, name, .. } in members {
        let may_be_open = fact.kind == EntityKind::Place && fact.listings.len() != 1;
        if !may_be_open || site_of(fact).is_some() {
            continue;
        }
        let only = sites.get(&name_key(&fact.name)).filter(|sites| sites.len() == 1);
        let only = only.and_then(|sites| sites.first()).filter(|site| {
            fact.place.as_ref().is_none_or(|place| {
                place.others.is_empty() || place.others.iter().any(|it| site_key(it) == **site)
            })
        });
        if let Some(entry) = told.get_mut(*name) {
            if entry.as_ref() != only {
                *entry = None;
            }
        } else {
            told.insert((*name).clone(), only.cloned());
        }
    }
    told.into_iter().filter_map(|(name, site)| Some((name, (EntityKind::Place, site?)))).collect()
}

/// In how many documents a place of each country is plainly meant.
pub(super) fn countries(members: &[Member<'_>]) -> BTreeMap<String, u32> {
    let mut documents: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for member in members {
        if let Some(site) = site_of(member.fact) {
            documents.entry(&site.country).or_default().insert(member.document);
        }
    }
    documents.into_iter().map(|(country, of)| (country.to_owned(), of.len() as u32)).collect()
}

/// Where the members of one entity lie.
pub(super) fn place_of(members: &[Member<'_>], countries: &BTreeMap<String, u32>) -> Option<Place> {
    let places = || members.iter().filter_map(|member| member.fact.place.as_ref());
    let known = places().filter(|place| place.site.is_some()).min();
    let open = || {
        let place = places().min()?;
        Some(by_collection(place, countries).unwrap_or_else(|| place.clone()))
    };
    known.cloned().or_else(open)
}

fn by_collection(place: &Place, countries: &BTreeMap<String, u32>) -> Option<Place> {
    let count = |site: &Site| countries.get(&site.country).copied().unwrap_or_default();
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
