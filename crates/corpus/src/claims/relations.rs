//! Relations of several documents, by type and parties.

use std::collections::BTreeSet;
use std::io;

use annalist_model::Interval;

use super::facts::RelationFact;
use super::join::Teller;
use super::{CorpusRelation, Stance, support};
use crate::documents::Documents;
use crate::key::name_key;
use crate::store::{Scratch, Sorter, write_text};
use crate::stored::{self, Stored};

/// The words for an office, as far as they decide, and when somebody is told to hold it: at the time
/// that is told, else in the month in which it is told.
pub(super) type Office = (String, Interval);

/// What one holds alone, where the words for the office are the same; sorted.
const ALONE: [&str; 2] = ["commands", "leader_of"];

/// Relations: as documents tell them until they are joined, from then on those of the collection.
pub(super) struct Relations<'s> {
    scratch: &'s dyn Scratch,
    sorted: Sorter<'s>,
    pub(super) count: u32,
}

impl<'s> Relations<'s> {
    pub(super) fn new(scratch: &'s dyn Scratch) -> Relations<'s> {
        Relations { scratch, sorted: Sorter::new(scratch), count: 0 }
    }

    /// Adds a relation as a document tells it.
    pub(super) fn add(&mut self, teller: &Teller, fact: &RelationFact) -> io::Result<()> {
        let evidence = teller.evidence(&fact.stand, fact.role.as_ref());
        let relation = CorpusRelation {
            kind: fact.kind.clone(),
            subject: teller.party(&fact.subject),
            object: teller.party(&fact.object),
            stance: Stance::of(evidence.modality),
            sources: 0,
            evidence: vec![evidence],
        };
        if relation.subject.entity.is_some() && relation.subject.entity == relation.object.entity {
            return Ok(());
        }
        let mut key = Vec::new();
        write_text(&mut key, relation.kind.as_bytes());
        relation.subject.write_order(&mut key);
        relation.object.write_order(&mut key);
        key.push(relation.stance as u8);
        let offices = office(&relation, teller).into_iter().collect::<BTreeSet<Office>>();
        self.sorted.push(&key, &told(&relation, &offices))
    }

    /// Puts those together that are one.
    pub(super) fn join(mut self, documents: &Documents<'_>) -> io::Result<Relations<'s>> {
        let mut joined = Relations::new(self.scratch);
        let mut open: Option<(Vec<u8>, CorpusRelation, BTreeSet<Office>)> = None;
        self.sorted.each(&mut |key, payload| {
            let (relation, told_offices) = read(payload)?;
            match &mut open {
                Some((of, known, offices)) if of == key => {
                    known.evidence.extend(relation.evidence);
                    offices.extend(told_offices);
                }
                _ => {
                    let next = (key.to_vec(), relation, told_offices.into_iter().collect());
                    if let Some((key, relation, offices)) = open.replace(next) {
                        joined.push(&key, relation, &offices, documents)?;
                    }
                }
            }
            Ok(())
        })?;
        if let Some((key, relation, offices)) = open {
            joined.push(&key, relation, &offices, documents)?;
        }
        Ok(joined)
    }

    /// Adds a relation of the collection: that of most sources stands first, then that of most
    /// evidence, of names before that of words.
    fn push(
        &mut self,
        key: &[u8],
        mut relation: CorpusRelation,
        offices: &BTreeSet<Office>,
        documents: &Documents<'_>,
    ) -> io::Result<()> {
        relation.sources = support(&relation.evidence, documents);
        let mut rank = Vec::new();
        rank.extend_from_slice(&(!relation.sources).to_be_bytes());
        rank.extend_from_slice(&(!(relation.evidence.len() as u32)).to_be_bytes());
        for party in [&relation.subject, &relation.object] {
            rank.push(u8::from(party.entity.is_none()));
            rank.extend_from_slice(&party.entity.unwrap_or_default().to_be_bytes());
        }
        rank.extend_from_slice(key);
        self.count += 1;
        self.sorted.push(&rank, &told(&relation, offices))
    }

    /// Shows the relations of the collection, in order, with the offices that they give.
    pub(super) fn each_with_offices(
        &mut self,
        see: &mut dyn FnMut(CorpusRelation, Vec<Office>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.sorted.each(&mut |_, payload| {
            let (relation, offices) = read(payload)?;
            see(relation, offices)
        })
    }
}

/// The office that a relation gives, where only one can hold it.
fn office(relation: &CorpusRelation, teller: &Teller) -> Option<Office> {
    let is_alone = ALONE.binary_search(&relation.kind.as_str()).is_ok();
    let evidence = relation.evidence.first().filter(|_| is_alone)?;
    let role = evidence.role.as_deref().filter(|_| relation.stance == Stance::Held)?;
    let time = evidence.time.as_ref().map(|time| time.interval);
    Some((name_key(role), time.or_else(|| teller.month())?))
}

fn told(relation: &CorpusRelation, offices: &BTreeSet<Office>) -> Vec<u8> {
    let mut payload = Vec::new();
    relation.write(&mut payload);
    stored::write_all(offices.iter(), &mut payload);
    payload
}

fn read(payload: &[u8]) -> io::Result<(CorpusRelation, Vec<Office>)> {
    stored::read(payload)
}
