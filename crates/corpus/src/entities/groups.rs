//! Which entities of which documents are one, and whom single names may stand for.

use std::collections::BTreeMap;

use annalist_model::EntityKind;

use super::named::Named;
use crate::key::word_keys;

/// For each single name of a person: the roots of the full names that have it as a word.
#[derive(Default)]
pub(super) struct Fuller(BTreeMap<u32, Vec<u32>>);

impl Fuller {
    /// `roots` has the least name that each is tied to.
    pub(super) fn of(named: &Named<'_>, roots: &[u32]) -> Fuller {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (name, writing) in named.each_writing() {
            if named.names.kind(name) != Some(EntityKind::Person) {
                continue;
            }
            let Some(root) = roots.get(name as usize) else { continue };
            for word in word_keys(writing) {
                let single = named.names.find(EntityKind::Person, &word);
                let single = single.filter(|single| named.singles.contains(single));
                pairs.extend(single.map(|single| (single, *root)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let of_single = |pairs: &[(u32, u32)]| {
            let (single, _) = *pairs.first()?;
            Some((single, pairs.iter().map(|(_, root)| *root).collect()))
        };
        Fuller(pairs.chunk_by(|(one, _), (other, _)| one == other).filter_map(of_single).collect())
    }

    /// The roots of the names that a single name may stand for; none where there is no such name.
    pub(super) fn get(&self, single: u32) -> Option<&[u32]> {
        self.0.get(&single).map(Vec::as_slice)
    }

    /// All of it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.0.iter().map(|(single, roots)| (*single, roots.as_slice()))
    }
}
