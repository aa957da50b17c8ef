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
mod places;
mod ties;

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{AliasKind, EntityKind, Listing, Place};

use crate::digest::{Digest, EntityFact};
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

/// One entity of one document.
#[derive(Clone, Copy)]
struct Member<'d> {
    document: u32,
    /// The document that it counts as when sources are counted.
    source: u32,
    digest: &'d Digest,
    fact: &'d EntityFact,
    /// What it is known by: asked often, made once.
    name: &'d groups::Name,
}

/// The entities of the documents, joined and in order. `sources` has the source that each document
/// counts as.
pub(crate) fn join(
    counted: &[(u32, &Digest)],
    sources: &[u32],
    corrections: Corrections<'_>,
) -> Vec<CorpusEntity> {
    let facts = || {
        counted.iter().flat_map(|&(document, digest)| {
            digest.entities.iter().map(move |fact| (document, digest, fact))
        })
    };
    let names: Vec<groups::Name> = facts().map(|(.., fact)| groups::name_of(fact)).collect();
    let members: Vec<Member<'_>> = facts()
        .zip(&names)
        .map(|((document, digest, fact), name)| {
            let source = sources.get(document as usize).copied().unwrap_or(document);
            Member { document, source, digest, fact, name }
        })
        .collect();
    let groups = groups::of(&members, corrections);
    let countries = places::countries(&members);
    let mut found: Vec<Found> = groups
        .by_key
        .into_iter()
        .map(|(key, group)| {
            let mut entity = merged::merge(&group.members, &countries);
            entity.explain(group.merged, group.apart);
            entity.prefer(&groups.preferred);
            (key, entity, group.single)
        })
        .collect();
    found.sort_by(|(a_key, a, _), (b_key, b, _)| a.rank().cmp(&b.rank()).then(a_key.cmp(b_key)));
    numbered(found, &groups.fuller)
}

/// An entity that has no number yet: its key, what is said of it, and the key of the single name
/// that it is, where fuller names have it.
type Found = (groups::Key, merged::Merged, Option<String>);

/// Most persons that a single name is said to stand for, perhaps: those of most documents.
const MAY_BE: usize = 8;

/// Numbers the entities in their order and turns references between them into numbers.
fn numbered(found: Vec<Found>, fuller: &BTreeMap<String, BTreeSet<String>>) -> Vec<CorpusEntity> {
    let numbers: BTreeMap<&groups::Key, u32> =
        found.iter().zip(0..).map(|((key, ..), number)| (key, number)).collect();
    let persons: BTreeMap<&str, (Vec<u32>, u32)> = found
        .iter()
        .filter_map(|(_, _, single)| single.as_deref())
        .collect::<BTreeSet<&str>>()
        .into_iter()
        .map(|single| {
            let roots = fuller.get(single).into_iter().flatten();
            let mut may_be: Vec<u32> = roots
                .filter_map(|root| numbers.get(&groups::key_of_person(root)).copied())
                .collect();
            may_be.sort_unstable();
            let more = may_be.len().saturating_sub(MAY_BE) as u32;
            may_be.truncate(MAY_BE);
            (single, (may_be, more))
        })
        .collect();
    let may_be: Vec<(Vec<u32>, u32)> = found
        .iter()
        .map(|(_, _, single)| {
            single.as_deref().and_then(|single| persons.get(single)).cloned().unwrap_or_default()
        })
        .collect();
    found
        .into_iter()
        .zip(may_be)
        .zip(0..)
        .map(|(((_, merged, _), may_be), id)| merged.into_entity(id, may_be))
        .collect()
}
