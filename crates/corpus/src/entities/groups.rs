//! Which entities of which documents are one.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{Decision, EntityKind};

use super::places::{site_key, site_of};
use super::ties::Ties;
use super::{Member, NameTie};
use crate::Corrections;
use crate::digest::EntityFact;
use crate::key::{name_key, word_keys};

/// What identifies one entity of the collection: its kind, the least of its name keys, and its
/// document where it is kept to that.
pub(super) type Key = (EntityKind, String, Option<u32>);

/// A name of one kind of thing.
pub(super) type Name = (EntityKind, String);

/// The members of one entity.
#[derive(Default)]
pub(super) struct Group<'d> {
    pub(super) members: Vec<Member<'d>>,
    /// For a single name that is part of fuller ones: its key in [`Groups::fuller`].
    pub(super) single: Option<String>,
    /// Why its names are one.
    pub(super) merged: BTreeSet<NameTie>,
    /// Why others were left apart.
    pub(super) apart: BTreeSet<NameTie>,
}

/// The entities of the collection, and whom single names may stand for.
pub(super) struct Groups<'d> {
    pub(super) by_key: BTreeMap<Key, Group<'d>>,
    /// For each word of a full name of a person: the roots of the names that have it. Kept once for
    /// each word: a common surname stands alone in many documents.
    pub(super) fuller: BTreeMap<String, BTreeSet<String>>,
    /// The names that the user prefers, by the keys of those that they stand for.
    pub(super) preferred: BTreeMap<String, String>,
}

/// The key of the person whose full name has this root.
pub(super) fn key_of_person(root: &str) -> Key {
    (EntityKind::Person, root.to_owned(), None)
}

/// The members, grouped.
pub(super) fn of<'d>(members: &[Member<'d>], corrections: Corrections<'_>) -> Groups<'d> {
    let ties = Ties::of(members, corrections);
    let fuller = fuller_names(members, &ties);
    // By the places of the names among all, in whose order names stand.
    let mut by_root: BTreeMap<(usize, Option<u32>), Group<'_>> = BTreeMap::new();
    for (&member, root) in members.iter().zip(ties.roots()) {
        let may_be = if is_single(member.fact) { fuller.get(&member.name.1) } else { None };
        let own_document = may_be.filter(|names| names.len() > 1).map(|_| member.document);
        let group = by_root.entry((root, own_document)).or_default();
        group.members.push(member);
        group.single = may_be.map(|_| member.name.1.clone());
    }
    for (name, tie) in ties.merged() {
        let root = ties.root(name).map(|root| (root, None));
        if let Some(group) = root.and_then(|root| by_root.get_mut(&root)) {
            group.merged.insert(tie.clone());
        }
    }
    for (name, tie) in ties.apart() {
        let root = ties.root(name).map(|root| (root, None));
        if let Some(group) = root.and_then(|root| by_root.get_mut(&root)) {
            group.apart.insert(tie.clone());
        }
    }
    let by_key = by_root.into_iter().filter_map(|((root, document), group)| {
        let (kind, root) = ties.name(root)?.clone();
        Some(((kind, root, document), group))
    });
    let by_key = by_key.collect();
    let preferred = corrections.decisions.iter().filter_map(|decision| match decision {
        Decision::Preferred { name, preferred } => Some((name_key(name), preferred.clone())),
        _ => None,
    });
    Groups { by_key, fuller, preferred: preferred.collect() }
}

/// What an entity of a document is known by: the line of a list that names it, where it
/// lies, or its name.
pub(super) fn name_of(fact: &EntityFact) -> Name {
    match fact.listings.as_slice() {
        [listing] => {
            let by = listing.identifier.as_ref().unwrap_or(&listing.name);
            (fact.kind, format!("\u{0}{}\u{0}{by}", listing.list))
        }
        _ => match site_of(fact) {
            Some(site) => (fact.kind, site_key(site)),
            None => (fact.kind, name_key(&fact.name)),
        },
    }
}

/// Whether this is a person of whom the document gives one name only, and no list more.
pub(super) fn is_single(fact: &EntityFact) -> bool {
    fact.kind == EntityKind::Person
        && fact.listings.len() != 1
        && fact.name.split_whitespace().count() < 2
}

fn fuller_names(members: &[Member<'_>], ties: &Ties) -> BTreeMap<String, BTreeSet<String>> {
    // Many documents write a name in the same way.
    let writings: BTreeSet<(usize, &str)> = members
        .iter()
        .zip(ties.roots())
        .filter(|(member, _)| member.fact.kind == EntityKind::Person && !is_single(member.fact))
        .map(|(member, root)| (root, member.fact.name.as_str()))
        .collect();
    let mut fuller: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (root, writing) in writings {
        let Some((_, root)) = ties.name(root) else { continue };
        for word in word_keys(writing) {
            fuller.entry(word).or_default().insert(root.clone());
        }
    }
    fuller
}
