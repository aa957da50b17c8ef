//! The way of claims from the documents that make them to what the collection says: first they learn
//! which entities of the collection they speak of, then those that are one are put together.

use std::collections::BTreeMap;
use std::io;

use annalist_model::{Date, Interval};

use super::contradictions::{Contradictions, Found};
use super::events::Events;
use super::facts::{ClaimFacts, PartyFact, Stand, WhenFact};
use super::relations::Relations;
use super::said::Speakers;
use super::{
    ClaimEvidence, ClaimTime, Contradiction, CorpusEvent, CorpusParty, CorpusRelation,
    CorpusSpeaker,
};
use crate::documents::Documents;
use crate::entities::Entities;
use crate::store::{Scratch, Sorter};
use crate::stored::{self, Stored};

/// What stands behind the number of a document in a key: an entity that it names, or its claims,
/// which come behind all of these.
const NAMED: u8 = 0;
const CLAIMED: u8 = 1;

/// The claims of documents, as they come.
pub(crate) struct Told<'s> {
    scratch: &'s dyn Scratch,
    sorted: Sorter<'s>,
}

impl<'s> Told<'s> {
    pub(crate) fn new(scratch: &'s dyn Scratch) -> Told<'s> {
        Told { scratch, sorted: Sorter::new(scratch) }
    }

    /// Adds the claims of a document, which are bytes of [`ClaimFacts`], and when it was published.
    pub(crate) fn add(
        &mut self,
        document: u32,
        published: Option<Date>,
        claims: &[u8],
    ) -> io::Result<()> {
        let mut payload = Vec::with_capacity(claims.len() + 8);
        published.write(&mut payload);
        payload.extend_from_slice(claims);
        self.sorted.push(&key(document, CLAIMED, 0), &payload)
    }

    /// Puts them together, once it is known what the collection names.
    pub(crate) fn join(
        self,
        entities: &mut Entities<'s>,
        documents: &Documents<'_>,
    ) -> io::Result<Claims<'s>> {
        let Told { scratch, mut sorted } = self;
        entities.each_name(&mut |id, entity| {
            let mut payload = id.to_le_bytes().to_vec();
            payload.extend_from_slice(entity.name.as_bytes());
            for (document, numbers) in &entity.documents {
                for number in numbers {
                    sorted.push(&key(*document, NAMED, *number), &payload)?;
                }
            }
            Ok(())
        })?;
        let (mut relations, mut events) = (Relations::new(scratch), Events::new(scratch));
        let mut speakers = Speakers::new(scratch);
        let mut teller = Teller::default();
        sorted.each(&mut |key, payload| {
            let (document, is_name, number) = read_key(key).ok_or(io::ErrorKind::InvalidData)?;
            if teller.document != document {
                teller = Teller { document, ..Teller::default() };
            }
            if is_name {
                return teller.name(number, payload);
            }
            let (published, facts): (Option<Date>, ClaimFacts) = stored::read(payload)?;
            teller.published = published;
            facts.relations.iter().try_for_each(|fact| relations.add(&teller, fact))?;
            facts.events.iter().try_for_each(|fact| events.add(&teller, fact))?;
            facts.quotations.iter().try_for_each(|fact| speakers.add(&teller, fact))
        })?;
        drop(sorted);
        let (mut relations, mut events) = (relations.join(documents)?, events.join(documents)?);
        let mut found = Found::new(scratch);
        relations
            .each_with_offices(&mut |relation, offices| found.relation(&relation, &offices))?;
        events.each(&mut |event| found.event(&event))?;
        let contradictions = found.contradictions()?;
        Ok(Claims { relations, events, speakers: speakers.join()?, contradictions })
    }
}

fn key(document: u32, what: u8, number: u32) -> [u8; 9] {
    let mut key = [0; 9];
    let bytes = document.to_be_bytes().into_iter().chain([what]).chain(number.to_be_bytes());
    key.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    key
}

/// The document of a key, whether an entity stands behind it, and its number there.
fn read_key(key: &[u8]) -> Option<(u32, bool, u32)> {
    let (document, rest) = key.split_first_chunk()?;
    let (what, rest) = rest.split_first()?;
    let number = rest.first_chunk()?;
    Some((u32::from_be_bytes(*document), *what == NAMED, u32::from_be_bytes(*number)))
}

/// The document that tells, with what it names.
#[derive(Default)]
pub(super) struct Teller {
    pub(super) document: u32,
    pub(super) published: Option<Date>,
    /// The number and the name in the collection, by the number in the document.
    names: BTreeMap<u32, (u32, String)>,
}

impl Teller {
    fn name(&mut self, number: u32, payload: &[u8]) -> io::Result<()> {
        let (id, name) = payload.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
        let name = std::str::from_utf8(name).map_err(io::Error::other)?.to_owned();
        self.names.insert(number, (u32::from_le_bytes(*id), name));
        Ok(())
    }

    pub(super) fn party(&self, fact: &PartyFact) -> CorpusParty {
        match fact.entity.and_then(|number| self.names.get(&number)) {
            Some((entity, name)) => CorpusParty { entity: Some(*entity), words: name.clone() },
            None => CorpusParty { entity: None, words: fact.words.clone() },
        }
    }

    pub(super) fn evidence(&self, stand: &Stand, role: Option<&String>) -> ClaimEvidence {
        ClaimEvidence {
            document: self.document,
            modality: stand.modality,
            reporter: stand.reporter.as_ref().map(|by| self.party(by)),
            time: stand.when.clone().map(ClaimTime::from),
            role: role.cloned(),
            passages: stand.passages.clone(),
        }
    }

    /// The month in which it tells, where that is known.
    pub(super) fn month(&self) -> Option<Interval> {
        let date = self.published?;
        let month = Date::new(date.year(), Some(date.month()?), None);
        Some(Interval { from: month, to: month })
    }
}

impl From<WhenFact> for ClaimTime {
    fn from(when: WhenFact) -> ClaimTime {
        let WhenFact { interval, kind, value, details } = when;
        ClaimTime { interval, kind, value, details }
    }
}

/// What the documents of a collection claim, in order, shown part by part.
pub(crate) struct Claims<'s> {
    relations: Relations<'s>,
    events: Events<'s>,
    speakers: Speakers<'s>,
    contradictions: Contradictions<'s>,
}

impl Claims<'_> {
    pub(crate) fn each_relation(
        &mut self,
        see: &mut dyn FnMut(CorpusRelation) -> io::Result<()>,
    ) -> io::Result<()> {
        self.relations.each_with_offices(&mut |relation, _| see(relation))
    }

    pub(crate) fn each_event(
        &mut self,
        see: &mut dyn FnMut(CorpusEvent) -> io::Result<()>,
    ) -> io::Result<()> {
        self.events.each(see)
    }

    pub(crate) fn each_speaker(
        &mut self,
        see: &mut dyn FnMut(CorpusSpeaker) -> io::Result<()>,
    ) -> io::Result<()> {
        self.speakers.each(see)
    }

    pub(crate) fn each_contradiction(
        &mut self,
        see: &mut dyn FnMut(Contradiction) -> io::Result<()>,
    ) -> io::Result<()> {
        self.contradictions.each(see)
    }

    /// How many relations, events, speakers and contradictions there are.
    pub(crate) fn counts(&self) -> ClaimCounts {
        ClaimCounts {
            relations: self.relations.count,
            events: self.events.count,
            speakers: self.speakers.count,
            contradictions: self.contradictions.count,
        }
    }
}

/// Claims in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimCounts {
    /// Different relations.
    pub relations: u32,
    /// Different events.
    pub events: u32,
    /// Different speakers who have names.
    pub speakers: u32,
    /// Contradictions.
    pub contradictions: u32,
}
