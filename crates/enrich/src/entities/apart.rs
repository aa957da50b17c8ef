//! Entities of near names that are two all the same, and why: what a reader would ask about who
//! wonders why they were not joined.
//!
//! Near are people of one surname, names that are the beginning of a longer one, names that only a
//! few letters or a number part, a single name or an acronym that fits several, a person and what
//! bears the name, and what the text says was renamed.

use std::collections::BTreeMap;

use annalist_model::{Apart, Entity, EntityKind, Span};

use super::key::NameKey;
use crate::matching::{MATCH, NameMatcher, Parting};
use crate::names::NameLexicon;

/// Most pairs of one document, and of one entity, that are told of.
const MOST: usize = 256;
const MOST_OF_ONE: usize = 8;

/// Most names of one surname, or of one beginning, that are looked at in pairs.
const MOST_ALIKE: usize = 64;

/// Score from which the matcher finds two names near, per mille.
const NEAR: u16 = 600;

/// Fewest letters of a word that two names of different kinds may share.
const FEWEST_SHARED: usize = 3;

/// The pairs that are kept apart, as they are found: the first reason stands.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    reasons: BTreeMap<(u32, u32), (&'static str, Option<Span>)>,
    of_one: BTreeMap<u32, usize>,
}

impl Pairs {
    /// Notes that two entities were kept apart.
    pub(super) fn note(
        &mut self,
        one: u32,
        other: u32,
        rule: &'static str,
        evidence: Option<Span>,
    ) {
        let pair = (one.min(other), one.max(other));
        let told = |number: u32| self.of_one.get(&number).copied().unwrap_or_default();
        let is_full = self.reasons.len() >= MOST || told(one).max(told(other)) >= MOST_OF_ONE;
        if one == other || is_full || self.reasons.contains_key(&pair) {
            return;
        }
        self.reasons.insert(pair, (rule, evidence));
        for number in [one, other] {
            *self.of_one.entry(number).or_default() += 1;
        }
    }

    /// Notes the entities whose names alone are near.
    pub(super) fn note_near(
        &mut self,
        entities: &[Entity],
        lexicon: &NameLexicon,
        matcher: &NameMatcher,
    ) {
        let named: Vec<Named<'_>> = entities
            .iter()
            .map(|entity| Named { entity, key: NameKey::new(&entity.name, lexicon) })
            .collect();
        self.note_surnames(&named);
        self.note_longer(&named);
        for kind in [EntityKind::Person, EntityKind::Organisation] {
            self.note_alike(&named, kind, lexicon, matcher);
        }
        self.note_bearers(&named, lexicon);
    }

    /// People of one surname.
    fn note_surnames(&mut self, named: &[Named<'_>]) {
        let mut by_surname: BTreeMap<&str, Vec<&Named<'_>>> = BTreeMap::new();
        for it in people(named).filter(|it| it.key.words().len() > 1) {
            by_surname.entry(it.key.last().unwrap_or_default()).or_default().push(it);
        }
        for of_one in by_surname.values() {
            let of_one = of_one.get(..MOST_ALIKE).unwrap_or(of_one);
            for (at, one) in of_one.iter().enumerate() {
                for other in of_one.iter().skip(at + 1) {
                    let rule = what_parts(&one.key, &other.key);
                    self.note(one.entity.id, other.entity.id, rule, None);
                }
            }
        }
    }

    /// Names of one kind, the one of which goes on where the other ends.
    fn note_longer(&mut self, named: &[Named<'_>]) {
        let mut whole: BTreeMap<(EntityKind, String), Vec<u32>> = BTreeMap::new();
        for it in named.iter().filter(|it| it.entity.kind != EntityKind::Person) {
            let name = (it.entity.kind, it.key.skeletons().join(" "));
            whole.entry(name).or_default().push(it.entity.id);
        }
        for it in named {
            let words = it.key.skeletons();
            for length in 1..words.len().min(MOST_ALIKE) {
                let beginning = words.get(..length).unwrap_or_default().join(" ");
                let shorter = whole.get(&(it.entity.kind, beginning)).into_iter().flatten();
                for shorter in shorter.take(MOST_OF_ONE) {
                    self.note(*shorter, it.entity.id, "longer-name", None);
                }
            }
        }
    }

    /// Names of one kind of which the matcher finds that they are near.
    fn note_alike(
        &mut self,
        named: &[Named<'_>],
        kind: EntityKind,
        lexicon: &NameLexicon,
        matcher: &NameMatcher,
    ) {
        let full: Vec<&Named<'_>> =
            named.iter().filter(|it| it.entity.kind == kind && it.key.words().len() > 1).collect();
        let prepared: Vec<_> =
            full.iter().map(|it| matcher.prepare(&it.entity.name, kind, lexicon)).collect();
        let mut near = Vec::new();
        matcher.each_near_pair(&prepared, |one, other| {
            let Some((a, b)) = prepared.get(one).zip(prepared.get(other)) else { return };
            let (score, rule) = matcher.score(a, b);
            let rule = match matcher.parting(a, b) {
                Parting::Numbers => "other-number",
                Parting::OneWord => rule,
                Parting::More if score >= MATCH => rule,
                Parting::More => return,
            };
            if score >= NEAR {
                near.push((one, other, rule));
            }
        });
        near.sort_unstable();
        for (one, other, rule) in near {
            if let Some((one, other)) = full.get(one).zip(full.get(other)) {
                self.note(one.entity.id, other.entity.id, rule, None);
            }
        }
    }

    /// People, and what is no person and has their name in its own; a family has its plural.
    fn note_bearers(&mut self, named: &[Named<'_>], lexicon: &NameLexicon) {
        let mut by_surname: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for it in people(named) {
            if let Some(name) = it.key.last().filter(|name| name.len() >= FEWEST_SHARED) {
                by_surname.entry(name).or_default().push(it.entity.id);
            }
        }
        let of_surname = |word: &str| {
            let people = by_surname.get(word).map(Vec::as_slice).unwrap_or_default();
            people.get(..MOST_OF_ONE).unwrap_or(people)
        };
        for it in named.iter().filter(|it| it.entity.kind != EntityKind::Person) {
            let singular = it.entity.name.strip_suffix('s');
            if let Some(name) = singular.filter(|_| it.entity.kind == EntityKind::Group) {
                for person in of_surname(NameKey::new(name, lexicon).last().unwrap_or_default()) {
                    self.note(*person, it.entity.id, "family", None);
                }
            }
            for word in it.key.skeletons().iter().take(MOST_OF_ONE) {
                for person in of_surname(word) {
                    self.note(*person, it.entity.id, "other-kind", None);
                }
            }
        }
    }

    /// All of them, sorted.
    pub(super) fn into_apart(self) -> Vec<Apart> {
        let pairs = self.reasons.into_iter();
        pairs
            .map(|((one, other), (rule, evidence))| {
                let rule = rule.to_owned();
                Apart { one, other, rule, evidence }
            })
            .collect()
    }
}

/// An entity with its name in comparable words.
struct Named<'e> {
    entity: &'e Entity,
    key: NameKey,
}

fn people<'n, 'e>(named: &'n [Named<'e>]) -> impl Iterator<Item = &'n Named<'e>> {
    named.iter().filter(|it| it.entity.kind == EntityKind::Person)
}

/// What tells two people of one surname apart.
fn what_parts(one: &NameKey, other: &NameKey) -> &'static str {
    // A kunya is one word with the name behind it.
    let has_kunya = |key: &NameKey| key.words().first().is_some_and(|word| word.contains(' '));
    let initial = |key: &NameKey| key.first().filter(|word| word.len() == 1).map(str::to_owned);
    let begins_so = |key: &NameKey, letter: Option<String>| {
        letter.is_some_and(|letter| key.first().is_some_and(|word| word.starts_with(&letter)))
    };
    if one.first() == other.first() {
        "other-middle-name"
    } else if has_kunya(one) && has_kunya(other) {
        "other-kunya"
    } else if begins_so(one, initial(other)) || begins_so(other, initial(one)) {
        "initial-only"
    } else {
        "other-given-name"
    }
}
