//! The gathering half: a set of digests, and the union of two sets.

use std::collections::BTreeMap;

use annalist_model::{DocumentId, Record};

use crate::digest::Digest;
use crate::{Collection, Corpus, Corrections, Gatherer, InMemory};

/// What a set of documents gives to the corpus: a digest of each.
///
/// Merging is associative and commutative, has [`Partial::default`] as its neutral element, and
/// gives the same whether a document comes once or twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partial {
    /// Sorted by input, as reports list documents. The same page under two names is two documents,
    /// and two lines of one input that name their own identities are two as well.
    pub(crate) digests: BTreeMap<(String, DocumentId), Digest>,
}

impl Partial {
    /// What one record gives.
    pub fn of(record: &Record) -> Partial {
        let digest = Digest::of(record);
        Partial { digests: BTreeMap::from([((digest.input.clone(), digest.id.clone()), digest)]) }
    }

    /// What two sets of documents give together.
    ///
    /// Where both hold the same document with different findings (two versions of the rules), the
    /// greater digest is kept: a choice without meaning, but the same in any order of merging.
    #[must_use]
    pub fn merge(self, other: Partial) -> Partial {
        let (mut large, small) =
            if self.digests.len() < other.digests.len() { (other, self) } else { (self, other) };
        for (key, digest) in small.digests {
            match large.digests.get_mut(&key) {
                Some(known) if *known < digest => *known = digest,
                Some(_) => {}
                None => {
                    large.digests.insert(key, digest);
                }
            }
        }
        large
    }

    /// The corpus of all that was gathered, by the letters of the names alone.
    pub fn finish(&self) -> Corpus {
        self.finish_with(Corrections::default())
    }

    /// The corpus of all that was gathered, where a judge of spellings and the user have a say in
    /// which names are one.
    pub fn finish_with(&self, corrections: Corrections<'_>) -> Corpus {
        let mut gatherer = Gatherer::new(&InMemory);
        let gathered = gatherer.add(self).and_then(|()| gatherer.finish(corrections));
        // Sheets in memory take all there is and give it back.
        gathered.and_then(Collection::corpus).unwrap_or_default()
    }
}
