//! What documents name, as they come: each name once in memory, each entity of a document on a sheet.

use std::collections::{BTreeMap, HashSet};
use std::io;

use annalist_model::{AliasKind, Date, EntityKind};
use foldhash::fast::RandomState;

use super::places::{Sites, site_key, site_of};
use crate::digest::EntityFact;
use crate::key::{is_fuller, name_key};
use crate::store::{Roll, Scratch, Texts};
use crate::stored::Stored;

/// What the documents of a collection name.
pub(crate) struct Named<'s> {
    pub(super) names: Names,
    /// The names that are a single one of a person.
    pub(super) singles: HashSet<u32, RandomState>,
    /// Each writing of the full names of people and of organisations, behind the number of the name.
    pub(super) writings: Texts,
    /// Names of which a document says that they are one.
    pub(super) tied: Pairs,
    /// Names and their acronyms.
    pub(super) acronyms: Pairs,
    /// Lines of lists, and the full names that documents have for them.
    pub(super) listed: Pairs,
    pub(super) sites: Sites,
    /// The entities of the documents: the number of the name, the document, when that was published,
    /// and the facts.
    pub(super) facts: Roll<'s>,
    stored: Vec<u8>,
}

/// Names of things of some kind, by numbers in the order in which they came. A name is what an entity
/// of a document is known by: the line of a list that names it, where it lies, or its key.
#[derive(Default)]
pub(super) struct Names(Texts);

impl Names {
    pub(super) fn add(&mut self, kind: EntityKind, key: &str) -> io::Result<u32> {
        let text = text_of(kind, key);
        self.0.add(&text).ok_or_else(|| io::Error::other("more names than can be numbered"))
    }

    pub(super) fn find(&self, kind: EntityKind, key: &str) -> Option<u32> {
        self.0.find(&text_of(kind, key))
    }

    /// Bytes in whose order names stand: by kind, then by key.
    pub(super) fn text(&self, number: u32) -> &[u8] {
        self.0.get(number)
    }

    pub(super) fn kind(&self, number: u32) -> Option<EntityKind> {
        let place = *self.text(number).first()?;
        EntityKind::ALL.get(place as usize).copied()
    }

    pub(super) fn key(&self, number: u32) -> &[u8] {
        self.text(number).split_first().map_or(&[], |(_, key)| key)
    }

    pub(super) fn len(&self) -> u32 {
        self.0.len()
    }
}

fn text_of(kind: EntityKind, key: &str) -> Vec<u8> {
    let mut text = Vec::with_capacity(1 + key.len());
    // As they stand in `EntityKind::ALL`.
    text.push(kind as u8);
    text.extend_from_slice(key.as_bytes());
    text
}

/// Pairs of names, each once, in the order in which they came.
#[derive(Default)]
pub(super) struct Pairs {
    pub(super) list: Vec<(u32, u32)>,
    seen: HashSet<(u32, u32), RandomState>,
}

impl Pairs {
    fn add(&mut self, one: u32, other: u32) {
        if self.seen.insert((one, other)) {
            self.list.push((one, other));
        }
    }
}

impl<'s> Named<'s> {
    pub(crate) fn new(scratch: &'s dyn Scratch) -> Named<'s> {
        Named {
            names: Names::default(),
            singles: HashSet::default(),
            writings: Texts::default(),
            tied: Pairs::default(),
            acronyms: Pairs::default(),
            listed: Pairs::default(),
            sites: Sites::default(),
            facts: Roll::new(scratch),
            stored: Vec::new(),
        }
    }

    /// Adds what the next document names, each with its bytes, and when it was published.
    pub(crate) fn add(
        &mut self,
        document: u32,
        published: Option<Date>,
        entities: &[(EntityFact, &[u8])],
    ) -> io::Result<()> {
        for (fact, bytes) in entities {
            let name = self.name_of(fact)?;
            self.note_writing(name, fact)?;
            self.note_ties(name, fact)?;
            self.sites.add(document, name, fact);
            self.lay(name, document, published, is_single(fact), bytes)?;
        }
        Ok(())
    }

    fn name_of(&mut self, fact: &EntityFact) -> io::Result<u32> {
        self.names.add(fact.kind, &known_by(fact))
    }

    fn note_writing(&mut self, name: u32, fact: &EntityFact) -> io::Result<()> {
        if is_single(fact) {
            self.singles.insert(name);
        } else if is_judged(fact) {
            let writing = [&name.to_le_bytes(), fact.name.as_bytes()].concat();
            self.writings.add(&writing).ok_or(io::ErrorKind::OutOfMemory)?;
        }
        Ok(())
    }

    /// Notes what a document says is one whatever the context. A single name of a person is too
    /// little for that.
    fn note_ties(&mut self, name: u32, fact: &EntityFact) -> io::Result<()> {
        let is_person = fact.kind == EntityKind::Person;
        let is_enough = |value: &str| !is_person || value.split_whitespace().count() > 1;
        if fact.listings.len() == 1 && is_enough(&fact.name) {
            let other = self.names.add(fact.kind, &name_key(&fact.name))?;
            self.listed.add(name, other);
        }
        if site_of(fact).is_some() {
            return Ok(());
        }
        for (value, kind) in &fact.aliases {
            let pairs = match kind {
                AliasKind::Spelling | AliasKind::Transliteration | AliasKind::Bracketed
                    if is_enough(value) && is_enough(&fact.name) =>
                {
                    &mut self.tied
                }
                AliasKind::Acronym if !is_person => &mut self.acronyms,
                _ => continue,
            };
            let other = self.names.add(fact.kind, &name_key(value))?;
            pairs.add(name, other);
        }
        Ok(())
    }

    fn lay(
        &mut self,
        name: u32,
        document: u32,
        published: Option<Date>,
        is_single: bool,
        bytes: &[u8],
    ) -> io::Result<()> {
        self.stored.clear();
        self.stored.extend_from_slice(&name.to_le_bytes());
        self.stored.extend_from_slice(&document.to_le_bytes());
        self.stored.push(u8::from(is_single));
        published.write(&mut self.stored);
        self.facts.push(&[&self.stored, bytes]).map(drop)
    }

    /// Each writing of a full name, with the number of the name.
    pub(super) fn each_writing(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.writings.len()).filter_map(|number| {
            let (name, writing) = self.writings.get(number).split_first_chunk()?;
            Some((u32::from_le_bytes(*name), std::str::from_utf8(writing).ok()?))
        })
    }

    /// The fullest writing of each full name, by the numbers of the names.
    pub(super) fn fullest(&self) -> BTreeMap<u32, &str> {
        let mut fullest: BTreeMap<u32, &str> = BTreeMap::new();
        for (name, writing) in self.each_writing() {
            let known = fullest.entry(name).or_insert(writing);
            if is_fuller(writing, known) {
                *known = writing;
            }
        }
        fullest
    }
}

/// What an entity of a document is known by.
pub(crate) fn known_by(fact: &EntityFact) -> String {
    match (fact.listings.as_slice(), site_of(fact)) {
        ([listing], _) => {
            let by = listing.identifier.as_ref().unwrap_or(&listing.name);
            format!("\u{0}{}\u{0}{by}", listing.list)
        }
        (_, Some(site)) => site_key(site),
        (_, None) => name_key(&fact.name),
    }
}

/// Whether a judge of spellings is asked about the name.
pub(crate) fn is_judged(fact: &EntityFact) -> bool {
    matches!(fact.kind, EntityKind::Person | EntityKind::Organisation) && !is_single(fact)
}

/// Whether this is a person of whom the document gives one name only, and no list more.
pub(super) fn is_single(fact: &EntityFact) -> bool {
    fact.kind == EntityKind::Person
        && fact.listings.len() != 1
        && fact.name.split_whitespace().count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_by_kind_then_by_key() {
        let mut names = Names::default();
        let mut numbers = Vec::new();
        for kind in EntityKind::ALL {
            for key in ["", "a", "ab", "b"] {
                let number = names.add(kind, key).unwrap();
                assert_eq!((names.kind(number), names.key(number)), (Some(kind), key.as_bytes()));
                assert_eq!(names.find(kind, key), Some(number));
                numbers.push(number);
            }
        }
        assert!(numbers.is_sorted_by(|a, b| names.text(*a) < names.text(*b)));
        assert_eq!(names.len(), 20);
    }
}
