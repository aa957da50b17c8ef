//! Documents that say the same.

use std::collections::BTreeMap;
use std::{io, iter};

use annalist_model::Sha256;

use crate::digest::Digest;
use crate::documents::Documents;
use crate::store::{Scratch, Sorter, Texts};

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

/// Bytes of a hash that are compared: as many as nobody can make two pages for.
const COMPARED: usize = 16;

/// Finds the documents that say the same, as they come.
///
/// Equal bytes give equal texts, so comparing texts finds both; a page without a word is compared by
/// its bytes. In memory are some thirty bytes a document.
pub(crate) struct Duplicates<'s> {
    /// What is compared, each with the first document that has it.
    keys: Texts,
    firsts: Vec<u32>,
    /// Each document that is the same as an earlier one, with the hash of its bytes.
    found: Vec<(u32, u32, Sha256)>,
    /// The openings of articles, for what may be the same.
    openings: Sorter<'s>,
}

impl<'s> Duplicates<'s> {
    pub(crate) fn new(scratch: &'s dyn Scratch) -> Duplicates<'s> {
        let (keys, firsts, found) = (Texts::default(), Vec::new(), Vec::new());
        Duplicates { keys, firsts, found, openings: Sorter::new(scratch) }
    }

    /// Adds a document; the first one that is the same, where there is an earlier.
    pub(crate) fn add(&mut self, document: u32, digest: &Digest) -> io::Result<Option<u32>> {
        let (tag, hash) = match digest.text_sha256 {
            Some(text) => (1, text),
            None => (0, digest.sha256),
        };
        let mut key = [tag; 1 + COMPARED];
        key.iter_mut().skip(1).zip(hash.0).for_each(|(to, from)| *to = from);
        let number = self.keys.add(&key).ok_or(io::ErrorKind::OutOfMemory)?;
        if let Some(&first) = self.firsts.get(number as usize) {
            self.found.push((first, document, digest.sha256));
            return Ok(Some(first));
        }
        self.firsts.push(document);
        if let Some(opening) = digest.opening_sha256 {
            self.openings.push(&opening.0, &document.to_le_bytes())?;
        }
        Ok(None)
    }

    /// The groups of two or more, sorted by their first document. `documents` is asked for the hashes
    /// of these.
    pub(crate) fn groups(&self, documents: &mut Documents<'_>) -> io::Result<Vec<DuplicateGroup>> {
        let mut groups: BTreeMap<u32, Vec<(u32, Sha256)>> = BTreeMap::new();
        for (first, document, sha256) in &self.found {
            groups.entry(*first).or_default().push((*document, *sha256));
        }
        let mut hashes = BTreeMap::new();
        let mut number = 0;
        if !groups.is_empty() {
            documents.each(&mut |document| {
                if groups.contains_key(&number) {
                    hashes.insert(number, document.sha256);
                }
                number += 1;
                Ok(())
            })?;
        }
        let groups = groups.into_iter().map(|(first, others)| {
            let own = hashes.get(&first);
            let same_bytes = others.iter().all(|(_, sha256)| own == Some(sha256));
            let documents = iter::once(first).chain(others.iter().map(|(it, _)| *it)).collect();
            let sameness = if same_bytes { Sameness::Bytes } else { Sameness::Text };
            DuplicateGroup { sameness, documents }
        });
        Ok(groups.collect())
    }

    /// The documents that may be the same as an earlier one, each with the first such: their titles
    /// and the openings of their articles agree. Those that are known to be the same are left out.
    pub(crate) fn likely(&mut self) -> io::Result<Vec<(u32, u32)>> {
        let (mut likely, mut opening, mut first) = (Vec::new(), Vec::new(), 0);
        self.openings.each(&mut |key, document| {
            let document = document.try_into().map(u32::from_le_bytes).map_err(io::Error::other)?;
            if opening == key {
                likely.push((document, first));
            } else {
                opening.clear();
                opening.extend_from_slice(key);
                first = document;
            }
            Ok(())
        })?;
        Ok(likely)
    }
}
