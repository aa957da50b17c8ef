//! Documents that say the same.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::digest::Digest;

/// In what way documents are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// The saved files are the same to the byte.
    Bytes,
    /// The texts are the same word for word, comments included; the files differ.
    Text,
}

/// Documents that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateGroup {
    /// In what way all of them are the same.
    pub sameness: Sameness,
    /// Their places in [`Corpus::documents`](crate::Corpus::documents), ascending; the first one
    /// stands for all.
    pub documents: Vec<u32>,
}

/// The groups of two or more among `digests`, sorted by their first document.
///
/// Equal bytes give equal texts, so grouping by text finds both; a page without a word is grouped
/// by its bytes.
pub(crate) fn find(digests: &[&Digest]) -> Vec<DuplicateGroup> {
    let mut groups: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for (index, digest) in digests.iter().enumerate() {
        let key = match digest.text_sha256 {
            Some(text) => (Sameness::Text, text),
            None => (Sameness::Bytes, digest.sha256),
        };
        groups.entry(key).or_default().push(index as u32);
    }
    let mut groups: Vec<DuplicateGroup> = groups
        .into_values()
        .filter(|documents| documents.len() > 1)
        .map(|documents| DuplicateGroup { sameness: sameness(digests, &documents), documents })
        .collect();
    groups.sort_by(|a, b| a.documents.cmp(&b.documents));
    groups
}

/// The documents that may be the same as an earlier one, each with the first such: their titles and
/// the openings of their articles agree. Those of `groups` but for the first are left out; they are
/// known to be the same.
pub(crate) fn likely(digests: &[&Digest], groups: &[DuplicateGroup]) -> Vec<(u32, u32)> {
    let known: BTreeSet<u32> =
        groups.iter().flat_map(|group| group.documents.iter().skip(1)).copied().collect();
    let mut first = BTreeMap::new();
    let mut likely = Vec::new();
    for (index, digest) in (0..).zip(digests) {
        let Some(opening) = digest.opening_sha256.filter(|_| !known.contains(&index)) else {
            continue;
        };
        match first.entry(opening) {
            Entry::Vacant(entry) => {
                entry.insert(index);
            }
            Entry::Occupied(entry) => likely.push((index, *entry.get())),
        }
    }
    likely
}

fn sameness(digests: &[&Digest], documents: &[u32]) -> Sameness {
    let hash = |index: &u32| digests.get(*index as usize).map(|digest| digest.sha256);
    let first = documents.first().and_then(hash);
    if documents.iter().all(|index| hash(index) == first) {
        Sameness::Bytes
    } else {
        Sameness::Text
    }
}
