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
use std::collections::{BTreeMap, HashMap};
use std::io;

use foldhash::fast::RandomState;

use crate::digest::Digest;
use crate::order::write_date;
use crate::sketch::{Common, Sketch};
use crate::store::{Roll, Scratch, Sorter};
use crate::stored::{self, Stored};

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

/// The articles of a collection, on their way into the order of their publication.
pub(crate) struct Copies<'s> {
    scratch: &'s dyn Scratch,
    sketches: Sorter<'s>,
    shared: Shared,
    stored: Vec<u8>,
}

impl<'s> Copies<'s> {
    pub(crate) fn new(scratch: &'s dyn Scratch) -> Copies<'s> {
        let (sketches, shared) = (Sorter::new(scratch), Shared::default());
        Copies { scratch, sketches, shared, stored: Vec::new() }
    }

    /// Adds the article of a document that is no duplicate.
    pub(crate) fn add(&mut self, document: u32, digest: &Digest) -> io::Result<()> {
        let Some(sketch) = &digest.sketch else { return Ok(()) };
        sketch.least.iter().take(FILED).for_each(|number| self.shared.add(*number));
        let published = digest.published.map(|published| published.date.first_day());
        let mut key = vec![u8::from(published.is_none())];
        write_date(&mut key, published);
        key.extend_from_slice(&document.to_be_bytes());
        self.stored.clear();
        self.stored.extend_from_slice(&document.to_le_bytes());
        sketch.write(&mut self.stored);
        self.sketches.push(&key, &self.stored)
    }

    /// The groups of near copies, sorted by their first document.
    pub(crate) fn find(mut self) -> io::Result<Vec<CopyGroup>> {
        let mut firsts = Firsts::new(self.scratch, self.shared);
        self.sketches.each(&mut |_, stored| {
            let (document, sketch) =
                stored.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
            firsts.add(u32::from_le_bytes(*document), stored::read(sketch)?)
        })?;
        let mut groups: BTreeMap<u32, Vec<NearCopy>> = BTreeMap::new();
        for (first, copy) in firsts.copies {
            groups.entry(first).or_default().push(copy);
        }
        let groups = groups.into_iter().map(|(first, mut copies)| {
            copies.sort_unstable();
            CopyGroup { first, copies }
        });
        Ok(groups.collect())
    }
}

/// Tells numbers that more than one article has from most that only one has, in a megabyte: what only
/// one has leads nowhere, and need not be filed.
struct Shared {
    once: Vec<u64>,
    again: Vec<u64>,
}

/// Numbers fall into so many places, as a power of two.
const PLACES: u32 = 22;

impl Default for Shared {
    fn default() -> Shared {
        let none = vec![0; 1 << (PLACES - 6)];
        Shared { once: none.clone(), again: none }
    }
}

impl Shared {
    fn place(number: u32) -> (usize, u64) {
        let place = number.wrapping_mul(0x9e37_79b1) >> (u32::BITS - PLACES);
        ((place >> 6) as usize, 1 << (place & 63))
    }

    fn add(&mut self, number: u32) {
        let (word, bit) = Shared::place(number);
        if let Some((once, again)) = self.once.get_mut(word).zip(self.again.get_mut(word)) {
            *again |= *once & bit;
            *once |= bit;
        }
    }

    fn may_be(&self, number: u32) -> bool {
        let (word, bit) = Shared::place(number);
        self.again.get(word).is_some_and(|again| again & bit != 0)
    }
}

/// Sketches that are kept in memory; more lie on a sheet.
const IN_MEMORY: usize = 8192;

/// The documents so far that are no copies.
struct Firsts<'s> {
    shared: Shared,
    documents: Vec<u32>,
    /// How many numbers the text at hand shares with each; 0 between two texts.
    counts: Vec<u8>,
    sketches: Vec<Sketch>,
    more: Roll<'s>,
    places: Vec<u64>,
    filed: HashMap<u32, Vec<u32>, RandomState>,
    /// Each copy, with the first of its group.
    copies: Vec<(u32, NearCopy)>,
}

impl<'s> Firsts<'s> {
    fn new(scratch: &'s dyn Scratch, shared: Shared) -> Firsts<'s> {
        Firsts {
            shared,
            documents: Vec::new(),
            counts: Vec::new(),
            sketches: Vec::new(),
            more: Roll::new(scratch),
            places: Vec::new(),
            filed: HashMap::default(),
            copies: Vec::new(),
        }
    }

    fn add(&mut self, document: u32, sketch: Sketch) -> io::Result<()> {
        if let Some((place, Common { shared, resemblance })) = self.nearest(&sketch)?
            && let Some(first) = self.documents.get(place as usize)
        {
            self.copies.push((*first, NearCopy { document, shared, resemblance }));
            return Ok(());
        }
        let place = self.documents.len() as u32;
        for number in sketch.least.iter().take(FILED).filter(|it| self.shared.may_be(**it)) {
            let under = self.filed.entry(*number).or_default();
            if under.len() < UNDER_ONE {
                under.push(place);
            }
        }
        self.documents.push(document);
        self.counts.push(0);
        if self.sketches.len() < IN_MEMORY {
            self.sketches.push(sketch);
        } else {
            let mut stored = Vec::new();
            sketch.write(&mut stored);
            self.places.push(self.more.push(&[&stored])?);
        }
        Ok(())
    }

    /// The place of the one that shares most with `sketch`, the earliest of several.
    fn nearest(&mut self, sketch: &Sketch) -> io::Result<Option<(u32, Common)>> {
        let numbers = sketch.least.iter().take(FILED);
        let mut alike: Vec<(Reverse<u8>, u32)> = Vec::new();
        for place in numbers.filter_map(|number| self.filed.get(number)).flatten() {
            if let Some(count) = self.counts.get_mut(*place as usize) {
                if *count == 0 {
                    alike.push((Reverse(0), *place));
                }
                *count += 1;
            }
        }
        for (count, place) in &mut alike {
            let counted = self.counts.get_mut(*place as usize);
            *count = Reverse(counted.map_or(0, std::mem::take));
        }
        if alike.len() > COMPARED {
            alike.select_nth_unstable(COMPARED);
        }
        let mut nearest: Option<(Common, Reverse<u32>)> = None;
        for (_, place) in alike.into_iter().take(COMPARED) {
            let common = match self.sketches.get(place as usize) {
                Some(first) => copy_of(first, sketch),
                None => copy_of(&self.laid(place as usize)?, sketch),
            };
            nearest = nearest.max(common.map(|common| (common, Reverse(place))));
        }
        Ok(nearest.map(|(common, Reverse(place))| (place, common)))
    }

    /// A sketch that lies on the sheet.
    fn laid(&mut self, place: usize) -> io::Result<Sketch> {
        let place = place.checked_sub(IN_MEMORY).and_then(|place| self.places.get(place));
        let mut stored = Vec::new();
        self.more.at(*place.ok_or(io::ErrorKind::InvalidData)?, &mut stored)?;
        stored::read(&stored)
    }
}

/// What two texts have in common, where one is a near copy of the other.
fn copy_of(one: &Sketch, other: &Sketch) -> Option<Common> {
    let (short, long) = (one.rows.min(other.rows), one.rows.max(other.rows));
    let is_long_enough = u64::from(short) * 1000 >= u64::from(long) * LENGTH;
    is_long_enough.then(|| one.common(other)).filter(|common| common.shared >= SHARED)
}
