//! The gathering half: a set of digests, and the union of two sets.

use std::collections::BTreeMap;

use annalist_model::{DocumentId, Record};

use crate::digest::Digest;
use crate::{Corpus, Corrections, activity, copies, documents, duplicates, entities, timeline};

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
        let digests: Vec<&Digest> = self.digests.values().collect();
        let duplicates = duplicates::find(&digests);
        let mut documents = documents::summarise(&digests, &duplicates);
        let counted: Vec<(u32, &Digest)> = documents
            .iter()
            .zip(&digests)
            .enumerate()
            .filter(|(_, (summary, _))| summary.duplicate_of.is_none())
            .map(|(index, (_, digest))| (index as u32, *digest))
            .collect();
        let copies = copies::find(&counted);
        documents::note_copies(&mut documents, &copies);
        let sources = copies::sources(digests.len(), &copies);
        Corpus {
            entities: entities::join(&counted, &sources, corrections),
            timeline: timeline::gather(&counted),
            comments: activity::count(&counted),
            duplicates,
            copies,
            documents,
        }
    }
}
