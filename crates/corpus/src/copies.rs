//! Near copies: articles that say the same but for small changes, as papers print one agency's text
//! under their own titles.
//!
//! Documents are taken in the order of their publication, undated ones last. Each is compared with
//! those before it that are no copies themselves, and joins the one that it shares most with. So a
//! copy is always like the document that it is said to be a copy of, never only like another copy,
//! and as all documents are there before the first is asked, the order in which they were gathered
//! leaves no trace.
//!
//! Not all are compared with all. A document is filed under the least [`FILED`] numbers of its
//! [sketch](crate::sketch); two texts of which a third is common share one of them but for one time
//! in a thousand. Of those found that way the [`COMPARED`] that share most of them are compared.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::digest::Digest;
use crate::sketch::{Common, Sketch};

/// Least share of the shorter text, per mille, that the longer one must have.
const SHARED: u16 = 700;

/// Least length of the shorter text, per mille of the longer one. A digest of several articles is
/// longer than any of them, and no copy.
const LENGTH: u64 = 600;

/// Numbers of a sketch under which a document is filed.
const FILED: usize = 16;

/// Most documents that are filed under one number: what more have is no sign of a copy, but the
/// notice of a publisher.
const UNDER_ONE: usize = 32;

/// Most documents that one is compared with.
const COMPARED: usize = 8;

/// Articles that say the same but for small changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyGroup {
    /// The place of the earliest in [`Corpus::documents`](crate::Corpus::documents).
    pub first: u32,
    /// The others, ascending.
    pub copies: Vec<NearCopy>,
}

/// An article that says the same as the first of its group but for small changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearCopy {
    /// Its place in [`Corpus::documents`](crate::Corpus::documents).
    pub document: u32,
    /// Of the rows of four words of the shorter of the two texts, how many in a thousand stand in
    /// the longer one as well.
    pub shared: u16,
    /// Of the rows of four words of either text, how many in a thousand stand in both.
    pub resemblance: u16,
}

/// The groups of near copies among `counted`, sorted by their first document.
pub(crate) fn find(counted: &[(u32, &Digest)]) -> Vec<CopyGroup> {
    let mut sketched: Vec<(u32, &Digest, &Sketch)> = counted
        .iter()
        .filter_map(|&(document, digest)| Some((document, digest, digest.sketch.as_ref()?)))
        .collect();
    sketched.sort_by_key(|(document, digest, _)| {
        let published = digest.published.map(|published| published.date.first_day());
        (published.is_none(), published, *document)
    });
    let mut firsts = Firsts::default();
    for (document, _, sketch) in sketched {
        firsts.add(document, sketch);
    }
    let mut groups: Vec<CopyGroup> =
        firsts.groups.into_iter().filter(|group| !group.copies.is_empty()).collect();
    for group in &mut groups {
        group.copies.sort_unstable();
    }
    groups.sort_by_key(|group| group.first);
    groups
}

/// For each of `count` documents the one that stands for it when sources are counted: the first of
/// its group, else itself.
pub(crate) fn sources(count: usize, groups: &[CopyGroup]) -> Vec<u32> {
    let mut sources: Vec<u32> = (0..count as u32).collect();
    for CopyGroup { first, copies } in groups {
        for copy in copies {
            if let Some(source) = sources.get_mut(copy.document as usize) {
                *source = *first;
            }
        }
    }
    sources
}

/// The documents so far that are no copies.
#[derive(Default)]
struct Firsts<'d> {
    groups: Vec<CopyGroup>,
    sketches: Vec<&'d Sketch>,
    filed: BTreeMap<u32, Vec<usize>>,
}

impl<'d> Firsts<'d> {
    fn add(&mut self, document: u32, sketch: &'d Sketch) {
        if let Some((place, Common { shared, resemblance })) = self.nearest(sketch)
            && let Some(group) = self.groups.get_mut(place)
        {
            group.copies.push(NearCopy { document, shared, resemblance });
            return;
        }
        for number in sketch.least.iter().take(FILED) {
            let under = self.filed.entry(*number).or_default();
            if under.len() < UNDER_ONE {
                under.push(self.groups.len());
            }
        }
        self.groups.push(CopyGroup { first: document, copies: Vec::new() });
        self.sketches.push(sketch);
    }

    /// The place of the one that shares most with `sketch`, the earliest of several.
    fn nearest(&self, sketch: &Sketch) -> Option<(usize, Common)> {
        let numbers = sketch.least.iter().take(FILED);
        let under = numbers.filter_map(|number| self.filed.get(number));
        let mut places: Vec<usize> = under.flatten().copied().collect();
        places.sort_unstable();
        let mut alike: Vec<(Reverse<usize>, usize)> = places
            .chunk_by(|one, other| one == other)
            .filter_map(|same| Some((Reverse(same.len()), *same.first()?)))
            .collect();
        alike.sort_unstable();
        alike
            .into_iter()
            .take(COMPARED)
            .filter_map(|(_, place)| Some((place, copy_of(self.sketches.get(place)?, sketch)?)))
            .max_by_key(|(place, common)| (*common, Reverse(*place)))
    }
}

/// What two texts have in common, where one is a near copy of the other.
fn copy_of(one: &Sketch, other: &Sketch) -> Option<Common> {
    let (short, long) = (one.rows.min(other.rows), one.rows.max(other.rows));
    let is_long_enough = u64::from(short) * 1000 >= u64::from(long) * LENGTH;
    is_long_enough.then(|| one.common(other)).filter(|common| common.shared >= SHARED)
}
