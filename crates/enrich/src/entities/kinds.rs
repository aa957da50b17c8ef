//! What each name stands for, once all names of a document are known.
//!
//! Of several kinds for one writing the surest stands, so that one name is one thing in one document;
//! but for a surname that is a town's name as well, a word that is short for an organisation of the
//! document, and a family.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::EntityKind;

use super::key::NameKey;
use crate::names::{Candidate, KNOWN, NameLexicon, OrganisationWord, Side, fold};

/// How far behind the name of a person the surname alone still means that person, where it is a
/// town's name too, in bytes.
const NEAR: u32 = 400;

/// The kind of each of `names`, by their keys.
pub(super) fn of_mentions(
    text: &str,
    names: &[Candidate],
    keys: &[NameKey],
    lexicon: &NameLexicon,
) -> Vec<EntityKind> {
    let mut weights: BTreeMap<&[String], BTreeMap<EntityKind, u32>> = BTreeMap::new();
    for (name, key) in names.iter().zip(keys) {
        let weight = weights.entry(key.words()).or_default().entry(name.kind).or_default();
        *weight = weight.saturating_add(u32::from(name.score));
    }
    let heaviest = |(name, key): (&Candidate, &NameKey)| {
        let kinds = weights.get(key.words())?.iter();
        let heaviest = kinds.max_by_key(|(kind, weight)| (**weight, std::cmp::Reverse(**kind)));
        Some(heaviest.map_or(name.kind, |(kind, _)| *kind))
    };
    let kinds: Vec<EntityKind> =
        names.iter().zip(keys).map(|it| heaviest(it).unwrap_or(it.0.kind)).collect();
    let bearers = Bearers::of(text, names, keys, &kinds, lexicon);
    bearers.correct(kinds)
}

/// The names of several words of a document, by the single words that may mean them.
struct Bearers<'k> {
    text: &'k str,
    names: &'k [Candidate],
    keys: &'k [NameKey],
    lexicon: &'k NameLexicon,
    surnames: BTreeSet<&'k str>,
    /// Whether the organisations that begin with the word are one alone.
    organisations: BTreeMap<&'k str, BTreeSet<String>>,
}

impl<'k> Bearers<'k> {
    fn of(
        text: &'k str,
        names: &'k [Candidate],
        keys: &'k [NameKey],
        kinds: &[EntityKind],
        lexicon: &'k NameLexicon,
    ) -> Bearers<'k> {
        let (mut surnames, mut organisations) = (BTreeSet::new(), BTreeMap::new());
        for (key, kind) in keys.iter().zip(kinds).filter(|(key, _)| key.words().len() > 1) {
            match kind {
                EntityKind::Person => surnames.extend(key.last()),
                EntityKind::Organisation => {
                    if let Some(first) = key.first().filter(|_| is_named_so(key, lexicon)) {
                        let known: &mut BTreeSet<String> = organisations.entry(first).or_default();
                        known.insert(key.skeletons().join(" "));
                    }
                }
                _ => {}
            }
        }
        Bearers { text, names, keys, lexicon, surnames, organisations }
    }

    fn correct(&self, mut kinds: Vec<EntityKind>) -> Vec<EntityKind> {
        let in_places = self.in_places();
        let mut last_named: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, (name, key)) in self.names.iter().zip(self.keys).enumerate() {
            let (Some(kind), Some(word)) = (kinds.get_mut(at), key.last()) else { continue };
            if key.words().len() == 1 {
                let end = last_named.get(word).copied();
                let is_near =
                    end.is_some_and(|end| name.span.start() - end.min(name.span.start()) < NEAR);
                *kind = self.kind_of_word(at, *kind, is_near, in_places.contains(word));
            }
            if *kind == EntityKind::Person {
                last_named.insert(word, name.span.end());
            }
        }
        kinds
    }

    /// The kind of the single word at `at`, where that is not all that the document knows of it.
    fn kind_of_word(
        &self,
        at: usize,
        kind: EntityKind,
        is_near: bool,
        is_place: bool,
    ) -> EntityKind {
        let Some((name, key)) = self.names.get(at).zip(self.keys.get(at)) else { return kind };
        let word = key.last().unwrap_or_default();
        let is_surname = self.surnames.contains(word);
        if is_surname && (kind == EntityKind::Place || name.kind == EntityKind::Place) {
            return match self.is_located(at) {
                true => EntityKind::Place,
                false if is_near => EntityKind::Person,
                false => kind,
            };
        }
        let is_one_body = self.organisations.get(word).is_some_and(|of_word| of_word.len() == 1);
        let is_free = matches!(kind, EntityKind::Person | EntityKind::Place | EntityKind::Other);
        if is_one_body && is_free && !is_surname && !is_place && name.rule != KNOWN {
            return EntityKind::Organisation;
        }
        if !is_surname && self.is_family(at) { EntityKind::Group } else { kind }
    }

    /// Whether the name is the plural of the surname of somebody, behind an article.
    fn is_family(&self, at: usize) -> bool {
        let Some(name) = self.names.get(at).and_then(|it| it.span.slice(self.text)) else {
            return false;
        };
        let singular = name.strip_suffix('s').filter(|it| !it.ends_with('s'));
        let surname = singular.map(|it| NameKey::new(it, self.lexicon));
        let is_surname =
            surname.is_some_and(|key| key.last().is_some_and(|it| self.surnames.contains(it)));
        is_surname && self.lexicon.is_article(&self.word_before(at))
    }

    /// The single words that stand behind a word of place somewhere.
    fn in_places(&self) -> BTreeSet<&'k str> {
        let keys = self.keys.iter().enumerate().filter(|(_, key)| key.words().len() == 1);
        keys.filter(|(at, _)| self.is_located(*at)).filter_map(|(_, key)| key.last()).collect()
    }

    /// Whether a word of place stands before the name.
    fn is_located(&self, at: usize) -> bool {
        self.lexicon.is_cue(&self.word_before(at), Side::Before, EntityKind::Place)
    }

    /// The word before the name, folded.
    fn word_before(&self, at: usize) -> String {
        let start = self.names.get(at).map_or(0, |name| name.span.start() as usize);
        let before = self.text.get(..start).unwrap_or_default();
        let word = before.strip_suffix(' ').unwrap_or_default();
        fold(word.rsplit(char::is_whitespace).next().unwrap_or_default())
    }
}

/// Whether the first word alone sets the organisation apart: the rest says what it is.
fn is_named_so(key: &NameKey, lexicon: &NameLexicon) -> bool {
    let [_, rest @ ..] = key.words() else { return false };
    rest.iter().all(|word| lexicon.is_organisation_word(word, OrganisationWord::Tail))
}
