//! What a text says of where it plays: the countries that it names, and where.

use std::collections::BTreeMap;

use annalist_model::{EntityKind, PlacePrecision, Span};

use super::choice::Choice;
use super::gazetteer::{Bearer, Gazetteer};
use crate::entities::Resolution;
use crate::matching::NameMatcher;
use crate::segment::Segments;

/// Longest stretch between a place and the country that is named beside it, in bytes.
const BEHIND: usize = 24;
const BEFORE: usize = 40;

/// How often each country is named.
type Counts = BTreeMap<&'static str, u32>;

/// One naming of a country, of its people, or of a place that lies in it.
struct Naming {
    span: Span,
    sentence: usize,
    entity: u32,
    country: &'static str,
    region: Option<&'static str>,
    /// Whether the country itself is named, or its people.
    is_of_country: bool,
}

/// Where a text names countries.
pub(super) struct Context<'t> {
    segments: &'t Segments<'t>,
    gazetteer: &'t Gazetteer,
    namings: Vec<Naming>,
    /// The mentions of each entity.
    mentions: BTreeMap<u32, Vec<(Span, usize)>>,
}

/// What is named around the mentions of one place.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Right beside it.
    pub(super) beside: Counts,
    /// In its sentences.
    pub(super) near: Counts,
    /// In the whole text.
    pub(super) text: Counts,
    /// The regions right beside it.
    regions: BTreeMap<&'static str, u32>,
}

impl<'t> Context<'t> {
    pub(super) fn of(
        segments: &'t Segments<'t>,
        resolution: &Resolution,
        gazetteer: &'t Gazetteer,
        matcher: &NameMatcher,
    ) -> Context<'t> {
        let mut context =
            Context { segments, gazetteer, namings: Vec::new(), mentions: BTreeMap::new() };
        for mention in &resolution.mentions {
            let sentence = context.sentence(mention.span);
            let entry = context.mentions.entry(mention.entity).or_default();
            entry.push((mention.span, sentence));
            if mention.kind == EntityKind::Group
                && let Some(words) = mention.span.slice(segments.text())
                && let Some(country) = gazetteer.people(words, matcher)
            {
                let (span, entity) = (mention.span, mention.entity);
                let (region, is_of_country) = (None, true);
                context.namings.push(Naming {
                    span,
                    sentence,
                    entity,
                    country,
                    region,
                    is_of_country,
                });
            }
        }
        context
    }

    fn sentence(&self, span: Span) -> usize {
        let starts_by = |token: usize| {
            self.segments.tokens().get(token).is_some_and(|it| it.span.start() <= span.start())
        };
        self.segments.sentences().partition_point(|sentence| starts_by(sentence.tokens.start))
    }

    /// Notes that a place is plainly this one: it tells of its country.
    pub(super) fn note(&mut self, entity: u32, bearer: &Bearer) {
        let mentions = self.mentions.get(&entity).into_iter().flatten();
        let region = (bearer.precision == PlacePrecision::Region).then_some(bearer.region);
        self.namings.extend(mentions.map(|(span, sentence)| Naming {
            span: *span,
            sentence: *sentence,
            entity,
            country: bearer.country,
            region,
            is_of_country: bearer.precision != PlacePrecision::City,
        }));
        self.namings.sort_by_key(|it| (it.span, it.country));
    }

    /// The countries that the text names, the most named first.
    pub(super) fn countries(&self) -> Vec<&'static str> {
        let mut counts = Counts::new();
        for naming in &self.namings {
            *counts.entry(naming.country).or_default() += 1;
        }
        let mut countries: Vec<_> = counts.into_iter().collect();
        countries.sort_by_key(|(country, count)| (std::cmp::Reverse(*count), *country));
        countries.into_iter().map(|(country, _)| country).collect()
    }

    /// What is named around the mentions of `entity`.
    pub(super) fn around(&self, entity: u32) -> Around {
        let mut around = Around::default();
        let mentions = self.mentions.get(&entity).map(Vec::as_slice).unwrap_or_default();
        for naming in self.namings.iter().filter(|naming| naming.entity != entity) {
            *around.text.entry(naming.country).or_default() += 1;
        }
        for (span, sentence) in mentions {
            let from = self.namings.partition_point(|it| it.sentence < *sentence);
            let here = self.namings.get(from..).unwrap_or_default();
            let here = here.iter().take_while(|it| it.sentence == *sentence);
            for naming in here.filter(|naming| naming.entity != entity) {
                *around.near.entry(naming.country).or_default() += 1;
                if naming.is_of_country && self.is_beside(*span, naming.span) {
                    *around.beside.entry(naming.country).or_default() += 1;
                    if let Some(region) = naming.region {
                        *around.regions.entry(region).or_default() += 1;
                    }
                }
            }
        }
        around
    }

    /// Whether a country is named so near that it says where the place lies: behind a comma or
    /// little words, or before it with no other name between.
    fn is_beside(&self, place: Span, country: Span) -> bool {
        let text = self.segments.text();
        let (from, to, is_behind) = if place.end() <= country.start() {
            (place.end(), country.start(), true)
        } else {
            (country.end(), place.start(), false)
        };
        let Some(between) = text.get(from as usize..to as usize) else { return false };
        let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if is_behind {
            between.len() <= BEHIND && words.into_iter().all(|it| self.gazetteer.is_locative(it))
        } else {
            let is_one_clause = !between.contains([';', '(', ')', '–', '—']);
            between.len() <= BEFORE
                && is_one_clause
                && between.matches(',').count() < 2
                && words.into_iter().all(|word| word.starts_with(char::is_lowercase))
        }
    }
}

impl Around {
    /// That two countries are named beside mentions of one name: it means two places.
    pub(super) fn contradicts(&self, bearers: &[Bearer]) -> Option<Choice> {
        let mut countries: Vec<&str> = bearers
            .iter()
            .map(|bearer| bearer.country)
            .filter(|country| self.beside.contains_key(country))
            .collect();
        countries.sort_unstable();
        countries.dedup();
        (countries.len() > 1).then_some(Choice { at: None, rule: "two-countries-beside" })
    }

    /// The region beside the name that a bearer of it lies in.
    pub(super) fn region_beside(&self, bearers: &[Bearer]) -> Option<(&'static str, &'static str)> {
        let is_inside = |region: &&&'static str| bearers.iter().any(|it| it.region == **region);
        let region = self.regions.keys().find(is_inside)?;
        Some((region, "region-beside"))
    }
}
