//! What the matcher of names says across a collection, in memory that hardly grows with the names.
//!
//! Names are filed under keys ([`Enricher::name_keys`]), and those of one key are a block: only they
//! are compared. What a block gives follows from its names alone, so a block that is as it was in an
//! earlier run is not judged again ([`earlier`]), nor one that was judged elsewhere ([`elsewhere`]).

mod earlier;
mod elsewhere;

use std::collections::HashMap;

use annalist_corpus::{NameJudge, NamePair};
use annalist_enrich::{Enricher, PreparedName};
use annalist_model::EntityKind;

pub(crate) use self::earlier::Judged;
use self::earlier::{Block, Found, OfKind, seal};
pub(crate) use self::elsewhere::judged_elsewhere;
pub use self::elsewhere::{judge_names, key_names};

/// Score from which two names are near, per mille.
const NEAR: u16 = 700;

/// Names of one key that are compared each with each; of more, each is compared with as many that
/// follow it in the order of their letters.
const MOST_OF_ONE_KEY: usize = 64;

/// Names that are kept taken apart.
const PREPARED: usize = 4096;

/// Judges names of a collection by how they are written.
pub(crate) struct Judge<'e> {
    pub(crate) enricher: &'e Enricher,
    /// What earlier runs judged, and what is kept for the next.
    pub(crate) judged: &'e Judged,
}

impl NameJudge for Judge<'_> {
    fn judge(&self, kind: EntityKind, names: &[&str]) -> Vec<NamePair> {
        let earlier = self.judged.of(kind);
        let filed = Filed::of(self.enricher, kind, names, &earlier);
        for (place, name) in names.iter().enumerate() {
            self.judged.keep_name(kind, name, filed.keys(place));
        }
        let mut prepared = Prepared::new(self.enricher, kind, names);
        let mut pairs = Vec::new();
        for (key, places) in filed.blocks(names) {
            let written = || places.iter().filter_map(|place| names.get(*place));
            let seal = seal(written());
            let block = match earlier.block(key, &seal) {
                Some(block) => block,
                None => Block { key, seal, found: prepared.compare(key, &places, &filed) },
            };
            for Found { one, other, is_same, score, rule } in &block.found {
                let at = |place: &u32| places.get(*place as usize).copied();
                let Some((one, other)) = at(one).zip(at(other)) else { continue };
                let (one, other) = (one.min(other), one.max(other));
                let (is_same, score, rule) = (*is_same, *score, rule.clone());
                pairs.push(NamePair { one, other, is_same, score, rule });
            }
            self.judged.keep_block(kind, &block);
        }
        pairs.sort_by_key(|pair| (pair.one, pair.other));
        pairs
    }
}

/// Names, filed under their keys.
struct Filed {
    /// The keys of all names, one name after the other, and where those of each end.
    keys: Vec<u64>,
    ends: Vec<u32>,
}

impl Filed {
    fn of(enricher: &Enricher, kind: EntityKind, names: &[&str], earlier: &OfKind) -> Filed {
        let mut filed = Filed { keys: Vec::new(), ends: Vec::with_capacity(names.len()) };
        for name in names {
            match earlier.keys(name) {
                Some(keys) => filed.keys.extend(keys),
                None => {
                    filed.keys.extend(enricher.name_keys(&enricher.prepare_name(name, kind)));
                }
            }
            filed.ends.push(filed.keys.len() as u32);
        }
        filed
    }

    /// The keys of the name at a place, ascending.
    fn keys(&self, place: usize) -> &[u64] {
        let before = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let (start, end) = (before.copied().unwrap_or(0), self.ends.get(place).copied());
        self.keys.get(start as usize..end.unwrap_or(start) as usize).unwrap_or_default()
    }

    /// The keys that several names are filed under, each with their places in the order of letters.
    fn blocks<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = (u64, Vec<usize>)> + use<'n> {
        let mut filed: Vec<(u64, u32)> = Vec::with_capacity(self.keys.len());
        for place in 0..self.ends.len() {
            filed.extend(self.keys(place).iter().map(|key| (*key, place as u32)));
        }
        filed.sort_unstable();
        let mut from = 0;
        std::iter::from_fn(move || {
            while let Some((key, _)) = filed.get(from).copied() {
                let rest = filed.get(from..).unwrap_or_default();
                let length = rest.partition_point(|(other, _)| *other == key);
                from += length;
                if length > 1 {
                    let block = rest.get(..length).unwrap_or_default();
                    let mut places: Vec<usize> =
                        block.iter().map(|(_, place)| *place as usize).collect();
                    places.sort_by_key(|place| (names.get(*place), *place));
                    return Some((key, places));
                }
            }
            None
        })
    }

    /// Whether this is the least key that both names are filed under: two names meet once.
    fn is_first_shared(&self, key: u64, one: usize, other: usize) -> bool {
        let (one, other) = (self.keys(one), self.keys(other));
        one.iter().find(|key| other.binary_search(key).is_ok()) == Some(&key)
    }
}

/// Names that are taken apart, as many as are kept at once.
struct Prepared<'p> {
    enricher: &'p Enricher,
    kind: EntityKind,
    names: &'p [&'p str],
    known: HashMap<usize, PreparedName>,
}

impl<'p> Prepared<'p> {
    fn new(enricher: &'p Enricher, kind: EntityKind, names: &'p [&'p str]) -> Prepared<'p> {
        Prepared { enricher, kind, names, known: HashMap::new() }
    }

    /// The pairs of a block that are near, by their places in it.
    fn compare(&mut self, key: u64, places: &[usize], filed: &Filed) -> Vec<Found> {
        if self.known.len() + places.len() > PREPARED {
            self.known.clear();
        }
        let mut found = Vec::new();
        for (at, one) in (0_u32..).zip(places) {
            let others = (at + 1..).zip(places.iter().skip(at as usize + 1));
            for (other_at, other) in others.take(MOST_OF_ONE_KEY) {
                if filed.is_first_shared(key, *one, *other) {
                    let pair = (*one.min(other), *one.max(other));
                    found.extend(self.near(pair).map(|near| Found {
                        one: at,
                        other: other_at,
                        ..near
                    }));
                }
            }
        }
        found
    }

    /// What there is to say of two names that are near.
    fn near(&mut self, (one, other): (usize, usize)) -> Option<Found> {
        self.prepare(one);
        self.prepare(other);
        let (a, b) = self.known.get(&one).zip(self.known.get(&other))?;
        if self.enricher.compare_names(a, b).0 < NEAR {
            return None;
        }
        let found = self.enricher.explain_names(a, b);
        let is_same = self.enricher.are_spellings(a, b);
        Some(Found { one: 0, other: 0, is_same, score: found.score, rule: found.rule })
    }

    fn prepare(&mut self, place: usize) {
        if let Some(name) = self.names.get(place)
            && !self.known.contains_key(&place)
        {
            self.known.insert(place, self.enricher.prepare_name(name, self.kind));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use annalist_variants::Chance;

    use super::*;

    pub(super) static ENRICHER: LazyLock<Enricher> = LazyLock::new(|| Enricher::new().unwrap());

    const GIVEN: &[&str] =
        &["Qais", "Qays", "Kais", "John", "Jon", "Mohammed", "Muhammad", "Abd al-Rahman", "Fatima"];
    const FAMILY: &[&str] = &["Khazali", "al-Khazali", "Khaz'ali", "Smith", "Smyth", "Hassan"];

    pub(super) fn names(chance: &mut Chance, count: u64) -> Vec<String> {
        let pick = |chance: &mut Chance, of: &[&str]| {
            of[chance.below(of.len() as u64) as usize].to_owned()
        };
        let mut names: Vec<String> = (0..count)
            .map(|_| format!("{} {}", pick(chance, GIVEN), pick(chance, FAMILY)))
            .collect();
        // A block of more names than are compared each with each.
        names.extend((0..chance.below(90)).map(|number| format!("Omar{number} Zubaidi")));
        names.sort();
        names.dedup();
        names
    }

    fn judge(judged: &Judged, names: &[String]) -> Vec<NamePair> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Judge { enricher: &ENRICHER, judged }.judge(EntityKind::Person, &names)
    }

    /// The pairs that all names, taken apart at once, give.
    pub(super) fn all_at_once(names: &[String]) -> Vec<NamePair> {
        let prepared: Vec<PreparedName> =
            names.iter().map(|name| ENRICHER.prepare_name(name, EntityKind::Person)).collect();
        let mut pairs = Vec::new();
        ENRICHER.each_near_pair(&prepared, |one, other| {
            let (a, b) = (&prepared[one], &prepared[other]);
            if ENRICHER.compare_names(a, b).0 >= NEAR {
                let found = ENRICHER.explain_names(a, b);
                let is_same = ENRICHER.are_spellings(a, b);
                pairs.push(NamePair { one, other, is_same, score: found.score, rule: found.rule });
            }
        });
        pairs.sort_by_key(|pair| (pair.one, pair.other));
        pairs
    }

    #[test]
    fn what_was_judged_before_is_said_again_whatever_names_come_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let mut found = 0;
        for seed in 0..12 {
            let mut chance = Chance::new(seed);
            let names = names(&mut chance, 1 + seed * 5);
            let expected = all_at_once(&names);
            found += expected.len();
            assert_eq!(judge(&Judged::none(), &names), expected, "seed {seed}");
            let judged = Judged::read(folder.path(), "k");
            assert_eq!(judge(&judged, &names), expected, "seed {seed}, after other names");
            judged.write().unwrap();
            let judged = Judged::read(folder.path(), "k");
            assert_eq!(judge(&judged, &names), expected, "seed {seed}, after the same names");
            assert_eq!(judged.blocks_known(), judged.blocks_asked());
            if seed % 3 == 0 {
                let path = folder.path().join(earlier::FILE);
                let mut bytes = std::fs::read(&path).unwrap();
                let place = chance.below(bytes.len() as u64) as usize;
                bytes[place] ^= 0x10;
                std::fs::write(&path, bytes).unwrap();
                assert!(judge(&Judged::read(folder.path(), "k"), &names) == expected, "damaged");
            }
            let other = Judged::read(folder.path(), "another key");
            assert_eq!(judge(&other, &names), expected);
            assert_eq!(other.blocks_known(), 0);
        }
        assert!(found > 100);
    }
}
