//! What a collection names: the entities of its documents, joined where they are one.
//!
//! * Two entities of one kind are one where their names share a [key](crate::key::name_key).
//! * They are one, too, where a document ties the names together as spellings, transliterations
//!   or completions of one another, and where an acronym stands for one name alone in the whole
//!   collection.
//! * A person of a single name ("Smith") is joined with the same single name of another document
//!   as long as the collection knows at most one fuller name that has it. Otherwise each document
//!   keeps its own, and all of them say whom they may be. A single name is never joined with a
//!   fuller one: that two documents mean the same Smith is for a reader to say.
//! * That of most sources stands first. Near copies of one text are one source, however many they
//!   are.
//! * Places are one where they lie at one place, whatever they are called, and two where they do
//!   not. One that a document leaves open is the one of that name in all other documents.

mod groups;
mod merged;
mod named;
mod places;
mod ties;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::num::NonZeroU32;

use annalist_model::{AliasKind, Date, Decision, EntityKind, Listing, Place};

use self::groups::Fuller;
use self::merged::{Merged, write_rank};
pub(crate) use self::named::{Named, is_judged, known_by};
use self::places::Sites;
use self::ties::Ties;
use crate::digest::EntityFact;
use crate::documents::Documents;
use crate::key::name_key;
use crate::store::{Roll, Scratch, Sorter};
use crate::stored::{self, EntityName, Stored};
use crate::{Corrections, Passage, PeriodCount};

/// A person, organisation, place or other thing that documents of a collection name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusEntity {
    /// Its number: entities are numbered from 0 in their order, that of most sources first, then
    /// that of most documents, then of most mentions, then by name.
    pub id: u32,
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name; of several, the one that most documents use.
    pub name: String,
    /// Its other names, sorted by their text.
    pub aliases: Vec<CorpusAlias>,
    /// The lines of the user's lists that name it, sorted.
    pub listings: Vec<Listing>,
    /// For a place: where it lies.
    pub place: Option<Place>,
    /// Why names of different letters are one, sorted.
    pub merged: Vec<NameTie>,
    /// Which names of others are near to its own, and why they were left apart, sorted.
    pub apart: Vec<NameTie>,
    /// The documents that name it, in the order of the corpus.
    pub documents: Vec<Occurrence>,
    /// How many of them are no near copies of one another.
    pub sources: u32,
    /// How often articles name it.
    pub article_mentions: u32,
    /// How often comments name it.
    pub comment_mentions: u32,
    /// Mentions by the month in which their document was published, in order.
    pub by_month: Vec<PeriodCount>,
    /// Mentions by the year in which their document was published, in order.
    pub by_year: Vec<PeriodCount>,
    /// Mentions in documents that do not say when they were published.
    pub undated: u32,
    /// For a single name: the numbers of the persons of fuller name that it may stand for, as far
    /// as they are the first eight of them.
    pub may_be: Vec<u32>,
    /// How many more persons it may stand for.
    pub may_be_more: u32,
}

/// Another name of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusAlias {
    /// The name, as documents write it.
    pub value: String,
    /// How documents relate it to the canonical name; empty where it is the canonical name of its
    /// document.
    pub kinds: Vec<AliasKind>,
    /// How many documents use it.
    pub documents: u32,
    /// How often they write it.
    pub mentions: u32,
}

/// Two names, and why they are one or were left apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameTie {
    /// The one name.
    pub one: String,
    /// The other name.
    pub other: String,
    /// The rule that says so.
    pub rule: String,
    /// How near the names are, per mille; none where that was not asked.
    pub score: Option<u16>,
}

/// What one document says of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The place of the document in [`Corpus::documents`](crate::Corpus::documents).
    pub document: u32,
    /// The numbers of the entity in that document; more than one where the document kept apart
    /// what another one ties together.
    pub entities: Vec<u32>,
    /// How often its article names it.
    pub article_mentions: u32,
    /// How often its comments name it.
    pub comment_mentions: u32,
    /// Where it names it first.
    pub first: Option<Passage>,
}

/// Most persons that a single name is said to stand for, perhaps: those of most documents.
const MAY_BE: usize = 8;

/// Bytes before a stored entity: the key of its group, and the number of its name where that is a
/// single one.
const BEFORE: usize = 12;

/// The entities of a collection, in order.
pub(crate) struct Entities<'s> {
    /// By their rank: what group they are, and what is said of them.
    found: Sorter<'s>,
    pub(crate) count: u32,
    pub(crate) mentions: u32,
    /// Whom single names may stand for, and how many more.
    may_be: BTreeMap<u32, (Vec<u32>, u32)>,
}

/// What makes entities of documents one: the least of their names, and, for a single name that may be
/// several persons, its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct GroupKey {
    root: u32,
    own_document: Option<u32>,
}

impl GroupKey {
    fn bytes(self) -> [u8; 8] {
        let own = self.own_document.map_or(0, |document| u64::from(document) + 1);
        (u64::from(self.root) << 32 | own).to_be_bytes()
    }
}

/// One entity of one document.
struct Member {
    name: u32,
    document: u32,
    is_single: bool,
}

/// The number of a name or document in a stored member; whether it is a single name.
fn member_of(stored: &[u8]) -> io::Result<(Member, &[u8])> {
    let read = || {
        let (name, rest) = stored.split_first_chunk()?;
        let (document, rest) = rest.split_first_chunk()?;
        let (single, rest) = rest.split_first()?;
        let (name, document) = (u32::from_le_bytes(*name), u32::from_le_bytes(*document));
        Some((Member { name, document, is_single: *single == 1 }, rest))
    };
    read().ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Why the names of a group are one, and why others were left apart.
type Reasons = (BTreeSet<NameTie>, BTreeSet<NameTie>);

/// Joins the entities of the documents.
pub(crate) fn join<'s>(
    scratch: &'s dyn Scratch,
    mut named: Named<'s>,
    documents: &Documents<'_>,
    corrections: Corrections<'_>,
) -> io::Result<Entities<'s>> {
    let ties = Ties::of(&named, corrections);
    let roots = ties.roots();
    let fuller = Fuller::of(&named, &roots);
    let mut members = Sorter::new(scratch);
    named.facts.each(&mut |stored| {
        let (member, _) = member_of(stored)?;
        let may_be = fuller.get(member.name).filter(|_| member.is_single);
        let several = may_be.filter(|names| names.len() > 1);
        let own_document = several.map(|_| member.document);
        let root = roots.get(member.name as usize).copied().unwrap_or_default();
        members.push(&GroupKey { root, own_document }.bytes(), stored)
    })?;
    named.facts = Roll::new(scratch);
    let mut groups = Groups {
        open: None,
        reasons: reasons(&ties),
        preferred: preferred(corrections),
        sites: &named.sites,
        found: Sorter::new(scratch),
        count: 0,
        mentions: 0,
    };
    members.each(&mut |key, stored| {
        let (Member { name, document, is_single }, rest) = member_of(stored)?;
        let (published, fact): (Option<Date>, EntityFact) = stored::read(rest)?;
        if groups.open.as_ref().is_none_or(|group| group.key != key) {
            groups.close()?;
            let (single, merged) = (None, Merged::new(fact.kind));
            groups.open = Some(Group { key: key.to_vec(), single, merged });
        }
        if let Some(group) = &mut groups.open {
            group.single = Some(name).filter(|name| is_single && fuller.get(*name).is_some());
            group.merged.add(document, documents.source(document), published, fact);
        }
        Ok(())
    })?;
    groups.close()?;
    let Groups { found, count, mentions, .. } = groups;
    let may_be = BTreeMap::new();
    let mut entities = Entities { found, count, mentions, may_be };
    entities.note_may_be(&fuller, roots.len())?;
    Ok(entities)
}

/// Why names are one, or were left apart, by the roots of the names.
fn reasons(ties: &Ties) -> BTreeMap<u32, Reasons> {
    let mut reasons: BTreeMap<u32, Reasons> = BTreeMap::new();
    for (name, tie) in ties.merged() {
        reasons.entry(ties.root(*name)).or_default().0.insert(tie.clone());
    }
    for (name, tie) in ties.apart() {
        reasons.entry(ties.root(*name)).or_default().1.insert(tie.clone());
    }
    reasons
}

/// The names that the user prefers, by the keys of those that they stand for.
fn preferred(corrections: Corrections<'_>) -> BTreeMap<String, String> {
    let preferred = corrections.decisions.iter().filter_map(|decision| match decision {
        Decision::Preferred { name, preferred } => Some((name_key(name), preferred.clone())),
        _ => None,
    });
    preferred.collect()
}

/// The groups, one after the other.
struct Groups<'g, 's> {
    open: Option<Group>,
    reasons: BTreeMap<u32, Reasons>,
    preferred: BTreeMap<String, String>,
    sites: &'g Sites,
    found: Sorter<'s>,
    count: u32,
    mentions: u32,
}

/// A group whose members are coming.
struct Group {
    key: Vec<u8>,
    /// For a single name that is part of fuller ones: its number.
    single: Option<u32>,
    merged: Merged,
}

impl Groups<'_, '_> {
    /// Ends the group that is open.
    fn close(&mut self) -> io::Result<()> {
        let Some(Group { key, single, merged }) = self.open.take() else { return Ok(()) };
        let root = root_of(&key).filter(|_| is_of_all(&key));
        let reasons = root.and_then(|root| self.reasons.remove(&root)).unwrap_or_default();
        let entity = merged.finish(self.sites, reasons, &self.preferred);
        self.count += 1;
        self.mentions += entity.article_mentions + entity.comment_mentions;
        let mut rank = Vec::new();
        write_rank(&mut rank, &entity);
        rank.extend_from_slice(&key);
        let mut stored = key;
        stored.extend_from_slice(&single.map_or(0, |single| single + 1).to_le_bytes());
        entity.write(&mut stored);
        self.found.push(&rank, &stored)
    }
}

/// The root of a group, by its key.
fn root_of(key: &[u8]) -> Option<u32> {
    key.first_chunk().map(|root| u32::from_be_bytes(*root))
}

/// Whether a group, by its key, is of all documents.
fn is_of_all(key: &[u8]) -> bool {
    key.get(4..8) == Some(&[0; 4])
}

impl Entities<'_> {
    /// Notes the numbers of those whom single names may stand for.
    fn note_may_be(&mut self, fuller: &Fuller, names: usize) -> io::Result<()> {
        let mut numbers: Vec<Option<NonZeroU32>> = vec![None; names];
        let mut number = 0;
        self.found.each(&mut |_, stored| {
            number += 1;
            let root = root_of(stored).filter(|_| is_of_all(stored));
            if let Some(slot) = root.and_then(|root| numbers.get_mut(root as usize)) {
                *slot = NonZeroU32::new(number);
            }
            Ok(())
        })?;
        for (single, roots) in fuller.iter() {
            let numbers = roots.iter().filter_map(|root| numbers.get(*root as usize).copied()?);
            let mut may_be: Vec<u32> = numbers.map(|number| number.get() - 1).collect();
            may_be.sort_unstable();
            let more = may_be.len().saturating_sub(MAY_BE) as u32;
            may_be.truncate(MAY_BE);
            may_be.shrink_to_fit();
            self.may_be.insert(single, (may_be, more));
        }
        Ok(())
    }

    /// Shows the number and the name of each entity, and what it is called by in each document.
    pub(crate) fn each_name(
        &mut self,
        see: &mut dyn FnMut(u32, EntityName) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut id = 0;
        self.found.each(&mut |_, stored| {
            let entity = stored.get(BEFORE..).ok_or(io::ErrorKind::InvalidData)?;
            see(id, EntityName::of(entity)?)?;
            id += 1;
            Ok(())
        })
    }

    /// Shows the entities, in order.
    pub(crate) fn each(
        &mut self,
        see: &mut dyn FnMut(CorpusEntity) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut id = 0;
        self.found.each(&mut |_, stored| {
            let rest = stored.get(8..).and_then(|rest| rest.split_first_chunk());
            let (single, entity) = rest.ok_or(io::ErrorKind::InvalidData)?;
            let single = u32::from_le_bytes(*single).checked_sub(1);
            let may_be = single.and_then(|single| self.may_be.get(&single)).cloned();
            let (may_be, may_be_more) = may_be.unwrap_or_default();
            let entity: CorpusEntity = stored::read(entity)?;
            see(CorpusEntity { id, may_be, may_be_more, ..entity })?;
            id += 1;
            Ok(())
        })
    }
}
