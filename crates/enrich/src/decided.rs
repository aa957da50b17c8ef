//! What the user has decided, put before whatever rules, models and lists say.

mod revise;

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{Alias, AliasKind, Apart, DECIDED, Decision, Entity, EntityKind, Mention};

use crate::entities::Resolution;
use crate::matching::NameMatcher;
use crate::names::Candidate;

/// The decisions, by the letters of the names.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    not_entities: BTreeSet<String>,
    kinds: BTreeMap<String, EntityKind>,
    preferred: BTreeMap<String, String>,
    /// For each pair of names whether they are one, in the order of the names.
    pairs: BTreeMap<(String, String), bool>,
}

impl Decided {
    pub(crate) fn new(decisions: &[Decision], matcher: &NameMatcher) -> Decided {
        let mut decided = Decided::default();
        let key = |name: &str| key(name, matcher);
        for decision in decisions {
            match decision {
                Decision::Same { one, other } | Decision::NotSame { one, other } => {
                    let (one, other) = (key(one), key(other));
                    let pair = if one <= other { (one, other) } else { (other, one) };
                    decided.pairs.insert(pair, matches!(decision, Decision::Same { .. }));
                }
                Decision::NotAnEntity { name } => {
                    decided.kinds.remove(&key(name));
                    decided.not_entities.insert(key(name));
                }
                Decision::Kind { name, kind } => {
                    decided.not_entities.remove(&key(name));
                    decided.kinds.insert(key(name), *kind);
                }
                Decision::Preferred { name, preferred } => {
                    decided.preferred.insert(key(name), preferred.clone());
                }
            }
        }
        decided
    }

    fn is_empty(&self) -> bool {
        self.not_entities.is_empty()
            && self.kinds.is_empty()
            && self.preferred.is_empty()
            && self.pairs.is_empty()
    }

    /// The names without those that are none, each of the kind that was decided.
    pub(crate) fn judge(
        &self,
        text: &str,
        mut names: Vec<Candidate>,
        matcher: &NameMatcher,
    ) -> Vec<Candidate> {
        if self.is_empty() {
            return names;
        }
        names.retain_mut(|name| {
            let key = key(name.span.slice(text).unwrap_or_default(), matcher);
            if let Some(kind) = self.kinds.get(&key) {
                (name.kind, name.score, name.rule) = (*kind, 1000, DECIDED);
            }
            !self.not_entities.contains(&key)
        });
        names
    }

    /// The entities parted, joined and named as was decided.
    pub(crate) fn settle(&self, text: &str, resolution: &mut Resolution, matcher: &NameMatcher) {
        if self.is_empty() {
            return;
        }
        let keys: Vec<String> = resolution
            .mentions
            .iter()
            .map(|mention| key(mention.span.slice(text).unwrap_or_default(), matcher))
            .collect();
        for ((one, other), is_same) in &self.pairs {
            if *is_same {
                join(resolution, one, other, matcher);
            } else {
                part(resolution, &keys, one, other, matcher);
                part(resolution, &keys, other, one, matcher);
            }
        }
        for entity in &mut resolution.entities {
            self.rename(entity, matcher);
        }
        renumber(resolution);
        for ((one, other), _) in self.pairs.iter().filter(|(_, is_same)| !**is_same) {
            note_apart(resolution, one, other, matcher);
        }
    }

    fn rename(&self, entity: &mut Entity, matcher: &NameMatcher) {
        let preferred = forms(entity).find_map(|form| self.preferred.get(&key(form, matcher)));
        let Some(preferred) = preferred.filter(|preferred| **preferred != entity.name).cloned()
        else {
            return;
        };
        entity.aliases.retain(|alias| alias.value != preferred);
        let name = std::mem::replace(&mut entity.name, preferred);
        add_alias(entity, name);
    }
}

/// The letters and digits of a name, folded.
fn key(name: &str, matcher: &NameMatcher) -> String {
    matcher.plain(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

fn forms(entity: &Entity) -> impl Iterator<Item = &str> {
    std::iter::once(entity.name.as_str()).chain(entity.aliases.iter().map(|it| it.value.as_str()))
}

fn has(entity: &Entity, name: &str, matcher: &NameMatcher) -> bool {
    forms(entity).any(|form| key(form, matcher) == name)
}

fn add_alias(entity: &mut Entity, value: String) {
    if value != entity.name && !entity.aliases.iter().any(|alias| alias.value == value) {
        let (kind, rule) = (AliasKind::Spelling, DECIDED.to_owned());
        entity.aliases.push(Alias { value, kind, rule, evidence: None });
        entity.aliases.sort_by(|a, b| (&a.value, a.kind).cmp(&(&b.value, b.kind)));
    }
}

/// Moves the mentions of `other` to the entity of `one`.
fn join(resolution: &mut Resolution, one: &str, other: &str, matcher: &NameMatcher) {
    let find = |name: &str| resolution.entities.iter().position(|it| has(it, name, matcher));
    let (Some(into), Some(from)) = (find(one), find(other)) else { return };
    let (into, from) = (into.min(from), into.max(from));
    let Some(moved) = resolution.entities.get(from).filter(|_| into != from).cloned() else {
        return;
    };
    let Some(entity) = resolution.entities.get_mut(into) else { return };
    let (kind, number) = (entity.kind, entity.id);
    // The fuller name is the name.
    let words = |name: &str| name.split_whitespace().count();
    let is_fuller = words(&moved.name) > words(&entity.name);
    let name = if is_fuller { std::mem::replace(&mut entity.name, moved.name) } else { moved.name };
    add_alias(entity, name);
    for alias in moved.aliases {
        if alias.value != entity.name && !entity.aliases.contains(&alias) {
            entity.aliases.push(alias);
        }
    }
    entity.aliases.sort_by(|a, b| (&a.value, a.kind).cmp(&(&b.value, b.kind)));
    entity.listings.extend(moved.listings);
    entity.listings.sort();
    entity.listings.dedup();
    for mention in resolution.mentions.iter_mut().filter(|mention| mention.entity == moved.id) {
        (mention.entity, mention.kind) = (number, kind);
    }
}

/// Takes the mentions that are written as `other` out of an entity that is called `one`.
fn part(
    resolution: &mut Resolution,
    keys: &[String],
    one: &str,
    other: &str,
    matcher: &NameMatcher,
) {
    let is_called = |entity: &&Entity| key(&entity.name, matcher) == one;
    let Some(entity) = resolution.entities.iter().find(is_called) else { return };
    let (number, kind) = (entity.id, entity.kind);
    let Some(alias) = entity.aliases.iter().find(|it| key(&it.value, matcher) == other) else {
        return;
    };
    let name = alias.value.clone();
    take_out(resolution, keys, number, (other, name, kind), matcher);
}

/// Makes an entity of this name and kind of the mentions of entity `number` that are written as
/// `other`.
fn take_out(
    resolution: &mut Resolution,
    keys: &[String],
    number: u32,
    (other, name, kind): (&str, String, EntityKind),
    matcher: &NameMatcher,
) {
    let id = resolution.entities.len() as u32;
    let mut is_moved = false;
    for (mention, key) in resolution.mentions.iter_mut().zip(keys) {
        if mention.entity == number && key == other {
            (mention.entity, mention.kind) = (id, kind);
            is_moved = true;
        }
    }
    for entity in resolution.entities.iter_mut().filter(|entity| entity.id == number) {
        entity.aliases.retain(|alias| key(&alias.value, matcher) != other);
    }
    if is_moved {
        let (aliases, listings) = (Vec::new(), Vec::new());
        resolution.entities.push(Entity { id, kind, name, aliases, listings, place: None });
    }
}

/// Notes that it was decided that two entities are two.
fn note_apart(resolution: &mut Resolution, one: &str, other: &str, matcher: &NameMatcher) {
    let find = |name: &str| resolution.entities.iter().find(|it| has(it, name, matcher));
    let Some((one, other)) = find(one).zip(find(other)) else { return };
    let (one, other) = (one.id.min(other.id), one.id.max(other.id));
    if one != other {
        resolution.apart.retain(|pair| (pair.one, pair.other) != (one, other));
        resolution.apart.push(Apart { one, other, rule: DECIDED.to_owned(), evidence: None });
        resolution.apart.sort_by_key(|pair| (pair.one, pair.other));
    }
}

/// Numbers the entities by their first mention; those without any go.
fn renumber(resolution: &mut Resolution) {
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    for Mention { entity, .. } in &mut resolution.mentions {
        let next = numbers.len() as u32;
        *entity = *numbers.entry(*entity).or_insert(next);
    }
    resolution.entities.retain_mut(|entity| {
        let number = numbers.get(&entity.id).copied();
        entity.id = number.unwrap_or(entity.id);
        number.is_some()
    });
    resolution.entities.sort_by_key(|entity| entity.id);
    resolution.apart.retain_mut(|pair| {
        let number = |old: u32| numbers.get(&old).copied();
        let Some((one, other)) = number(pair.one).zip(number(pair.other)) else { return false };
        (pair.one, pair.other) = (one.min(other), one.max(other));
        one != other
    });
    resolution.apart.sort_by_key(|pair| (pair.one, pair.other));
}
