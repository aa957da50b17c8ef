//! What a collection names: the entities of its documents, joined where they are one.
//!
//! * Two entities of one kind are one where their names share a [key](crate::name_key).
//! * They are one, too, where a document ties the names together as spellings, transliterations
//!   or completions of one another, and where an acronym stands for one name alone in the whole
//!   collection.
//! * A person of a single name ("Smith") is joined with the same single name of another document
//!   as long as the collection knows at most one fuller name that has it. Otherwise each document
//!   keeps its own, and all of them say whom they may be. A single name is never joined with a
//!   fuller one: that two documents mean the same Smith is for a reader to say.

mod groups;
mod merged;

use std::collections::BTreeMap;

use annalist_model::{AliasKind, EntityKind};

use crate::digest::{Digest, EntityFact};
use crate::{Passage, PeriodCount};

/// A person, organisation, place or other thing that documents of a collection name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusEntity {
    /// Its number: entities are numbered from 0 in their order, that of most documents first, then
    /// that of most mentions, then by name.
    pub id: u32,
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name; of several, the one that most documents use.
    pub name: String,
    /// Its other names, sorted by their text.
    pub aliases: Vec<CorpusAlias>,
    /// The documents that name it, in the order of the corpus.
    pub documents: Vec<Occurrence>,
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
    /// For a single name: the numbers of the persons of fuller name that it may stand for.
    pub may_be: Vec<u32>,
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
    digest: &'d Digest,
    fact: &'d EntityFact,
}

/// The entities of the documents, joined and in order.
pub(crate) fn join(counted: &[(u32, &Digest)]) -> Vec<CorpusEntity> {
    let members: Vec<Member<'_>> = counted
        .iter()
        .flat_map(|&(document, digest)| {
            digest.entities.iter().map(move |fact| Member { document, digest, fact })
        })
        .collect();
    let mut found: Vec<Found> = groups::of(&members)
        .into_iter()
        .map(|(key, group)| (key, merged::merge(&group.members), group.may_be))
        .collect();
    found.sort_by(|(a_key, a, _), (b_key, b, _)| a.rank().cmp(&b.rank()).then(a_key.cmp(b_key)));
    numbered(found)
}

/// An entity that has no number yet: its key, what is said of it, and the keys of those that it may
/// be.
type Found = (groups::Key, merged::Merged, Vec<groups::Key>);

/// Numbers the entities in their order and turns references between them into numbers.
fn numbered(found: Vec<Found>) -> Vec<CorpusEntity> {
    let numbers: BTreeMap<groups::Key, u32> =
        found.iter().zip(0..).map(|((key, ..), number)| (key.clone(), number)).collect();
    found
        .into_iter()
        .zip(0..)
        .map(|((_, merged, may_be), id)| {
            let mut may_be: Vec<u32> =
                may_be.iter().filter_map(|key| numbers.get(key).copied()).collect();
            may_be.sort_unstable();
            merged.into_entity(id, may_be)
        })
        .collect()
}
