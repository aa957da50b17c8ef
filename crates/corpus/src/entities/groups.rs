//! Which entities of which documents are one.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{AliasKind, EntityKind};

use super::Member;
use crate::digest::EntityFact;
use crate::key::{name_key, word_keys};

/// What identifies one entity of the collection: its kind, the least of its name keys, and its
/// document where it is kept to that.
pub(super) type Key = (EntityKind, String, Option<u32>);

/// A name of one kind of thing.
type Name = (EntityKind, String);

/// The members of one entity.
#[derive(Default)]
pub(super) struct Group<'d> {
    pub(super) members: Vec<Member<'d>>,
    /// For a single name that is part of fuller ones: its key in [`Groups::fuller`].
    pub(super) single: Option<String>,
}

/// The entities of the collection, and whom single names may stand for.
pub(super) struct Groups<'d> {
    pub(super) by_key: BTreeMap<Key, Group<'d>>,
    /// For each word of a full name of a person: the roots of the names that have it. Kept once for
    /// each word: a common surname stands alone in many documents.
    pub(super) fuller: BTreeMap<String, BTreeSet<String>>,
}

/// The key of the person whose full name has this root.
pub(super) fn key_of_person(root: &str) -> Key {
    (EntityKind::Person, root.to_owned(), None)
}

/// The members, grouped.
pub(super) fn of<'d>(members: &[Member<'d>]) -> Groups<'d> {
    let ties = Ties::of(members);
    let fuller = fuller_names(members, &ties);
    let mut by_key: BTreeMap<Key, Group<'_>> = BTreeMap::new();
    for &member in members {
        let name = name_of(member.fact);
        let may_be = if is_single(member.fact) { fuller.get(&name.1) } else { None };
        let own_document = may_be.filter(|names| names.len() > 1).map(|_| member.document);
        let (kind, root) = ties.root(&name);
        let group = by_key.entry((kind, root, own_document)).or_default();
        group.members.push(member);
        group.single = may_be.map(|_| name.1);
    }
    Groups { by_key, fuller }
}

fn name_of(fact: &EntityFact) -> Name {
    (fact.kind, name_key(&fact.name))
}

/// Whether this is a person of whom the document gives one name only.
fn is_single(fact: &EntityFact) -> bool {
    fact.kind == EntityKind::Person && fact.name.split_whitespace().count() < 2
}

fn fuller_names(members: &[Member<'_>], ties: &Ties) -> BTreeMap<String, BTreeSet<String>> {
    let mut fuller: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Member { fact, .. } in members {
        if fact.kind != EntityKind::Person || is_single(fact) {
            continue;
        }
        let (_, root) = ties.root(&name_of(fact));
        for word in word_keys(&fact.name) {
            fuller.entry(word).or_default().insert(root.clone());
        }
    }
    fuller
}

/// The names that documents tie together: a forest over names in sorted order, each tree rooted in
/// its least name, so that the order of joining leaves no trace.
struct Ties {
    names: Vec<Name>,
    above: Vec<usize>,
}

impl Ties {
    fn of(members: &[Member<'_>]) -> Ties {
        let tied = members.iter().flat_map(|member| tied_names(member.fact));
        let acronyms = members.iter().flat_map(|member| acronyms(member.fact));
        let (tied, acronyms): (Vec<_>, Vec<_>) = (tied.collect(), acronyms.collect());
        let mut names: Vec<Name> = members.iter().map(|member| name_of(member.fact)).collect();
        names.extend(tied.iter().chain(&acronyms).map(|(_, other)| other.clone()));
        names.sort();
        names.dedup();
        let mut ties = Ties { above: (0..names.len()).collect(), names };
        for (name, other) in &tied {
            ties.join(name, other);
        }
        ties.join_acronyms(&acronyms);
        ties.flatten();
        ties
    }

    /// Joins each acronym that stands for one name alone.
    fn join_acronyms(&mut self, acronyms: &[(Name, Name)]) {
        let mut meanings: BTreeMap<&Name, BTreeSet<usize>> = BTreeMap::new();
        for (name, acronym) in acronyms {
            meanings.entry(acronym).or_default().extend(self.index(name).map(|it| self.top(it)));
        }
        meanings.retain(|_, names| names.len() == 1);
        for (name, acronym) in acronyms {
            if meanings.contains_key(acronym) {
                self.join(name, acronym);
            }
        }
    }

    fn index(&self, name: &Name) -> Option<usize> {
        self.names.binary_search(name).ok()
    }

    fn top(&self, mut index: usize) -> usize {
        while self.above[index] != index {
            index = self.above[index];
        }
        index
    }

    fn join(&mut self, one: &Name, other: &Name) {
        let (Some(one), Some(other)) = (self.index(one), self.index(other)) else { return };
        let (one, other) = (self.climb(one), self.climb(other));
        let least = one.min(other);
        self.above[one.max(other)] = least;
    }

    /// The top of the tree, halving the way there for those who come later.
    fn climb(&mut self, mut index: usize) -> usize {
        while self.above[index] != index {
            self.above[index] = self.above[self.above[index]];
            index = self.above[index];
        }
        index
    }

    /// Ties each name to its root itself. Names stand above greater ones only, so one pass does.
    fn flatten(&mut self) {
        for index in 0..self.above.len() {
            self.above[index] = self.above[self.above[index]];
        }
    }

    /// The least name that `name` is tied to.
    fn root(&self, name: &Name) -> Name {
        self.index(name).map_or_else(|| name.clone(), |index| self.names[self.top(index)].clone())
    }
}

/// The pairs of names that a document says are one whatever the context. A single name of a person
/// is too little for that.
fn tied_names(fact: &EntityFact) -> impl Iterator<Item = (Name, Name)> + '_ {
    let is_tie = |kind| {
        matches!(kind, AliasKind::Spelling | AliasKind::Transliteration | AliasKind::Bracketed)
    };
    let is_enough =
        |value: &str| fact.kind != EntityKind::Person || value.split_whitespace().count() > 1;
    fact.aliases
        .iter()
        .filter(move |(value, kind)| is_tie(*kind) && is_enough(value) && is_enough(&fact.name))
        .map(|(value, _)| (name_of(fact), (fact.kind, name_key(value))))
}

/// The pairs of a name and its acronym.
fn acronyms(fact: &EntityFact) -> impl Iterator<Item = (Name, Name)> + '_ {
    fact.aliases
        .iter()
        .filter(|(_, kind)| *kind == AliasKind::Acronym && fact.kind != EntityKind::Person)
        .map(|(value, _)| (name_of(fact), (fact.kind, name_key(value))))
}
