//! What of the claims of a collection is shown to people, picked as they come.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_corpus::ClaimCounts;

use super::claims::when;
use crate::shape::corpus::{
    ContradictionKind, ContradictionLine, EventLine, EvidenceLine, Graph, Parts, RelationLine,
    SpeakerLine,
};

/// Most rows of a table of claims.
const ROWS: u32 = 100;

/// Most documents that are cited for one claim, and most times that are told of it.
pub(super) const CITED: usize = 3;

/// Most quotations that are shown of one speaker.
const QUOTED: usize = 3;

/// Most speakers, and most contradictions.
const LISTED: usize = 40;

/// What of the claims is shown.
#[derive(Debug, Default)]
pub(super) struct Claimed {
    pub(super) counts: ClaimCounts,
    /// The relations that are shown or contradict, by their places.
    relations: Picked<Told<RelationLine>>,
    events: Picked<Told<EventLine>>,
    pub(super) speakers: Vec<Quoted>,
    pub(super) contradictions: Vec<ContradictionLine>,
    pub(super) graph: Graph,
}

/// The first claims, and some of the others, by their places.
#[derive(Debug)]
struct Picked<T> {
    come: u32,
    claims: BTreeMap<u32, T>,
}

/// A claim, with the first of its evidence only.
#[derive(Debug)]
pub(super) struct Told<T> {
    pub(super) line: T,
    /// How many documents tell of it.
    pub(super) evidence: usize,
    /// The first of the times that are told of it, in words.
    pub(super) times: Vec<String>,
}

/// A speaker, with the first quotations only.
#[derive(Debug)]
pub(super) struct Quoted {
    pub(super) line: SpeakerLine,
    pub(super) quotations: usize,
}

impl<T> Default for Picked<T> {
    fn default() -> Picked<T> {
        Picked { come: 0, claims: BTreeMap::new() }
    }
}

impl<T> Picked<T> {
    /// Takes the next claim where it is one of the first.
    fn add(&mut self, claim: impl FnOnce() -> T) {
        if self.come < ROWS {
            self.claims.insert(self.come, claim());
        }
        self.come += 1;
    }

    fn first(&self) -> impl Iterator<Item = &T> {
        self.claims.range(..ROWS).map(|(_, claim)| claim)
    }
}

impl<T> Told<T> {
    fn of(mut line: T, evidence_of: impl Fn(&mut T) -> &mut Vec<EvidenceLine>) -> Told<T> {
        let all = evidence_of(&mut line);
        let times: BTreeSet<String> =
            all.iter().filter_map(|it| it.date.as_ref()).map(when).collect();
        let evidence = all.len();
        all.truncate(CITED);
        Told { line, evidence, times: times.into_iter().take(CITED).collect() }
    }
}

fn of_relation(line: RelationLine) -> Told<RelationLine> {
    Told::of(line, |line| &mut line.evidence)
}

fn of_event(line: EventLine) -> Told<EventLine> {
    Told::of(line, |line| &mut line.evidence)
}

impl Claimed {
    pub(super) fn of(counts: ClaimCounts) -> Claimed {
        Claimed { counts, ..Claimed::default() }
    }

    pub(super) fn add_relation(&mut self, line: RelationLine) {
        self.relations.add(|| of_relation(line));
    }

    pub(super) fn add_event(&mut self, line: EventLine) {
        self.events.add(|| of_event(line));
    }

    pub(super) fn add_speaker(&mut self, mut line: SpeakerLine) {
        if self.speakers.len() < LISTED {
            let quotations = line.quotations.len();
            line.quotations.truncate(QUOTED);
            self.speakers.push(Quoted { line, quotations });
        }
    }

    pub(super) fn add_contradiction(&mut self, line: ContradictionLine) {
        if self.contradictions.len() < LISTED {
            self.contradictions.push(line);
        }
    }

    /// Looks up the claims that contradict and were not among the first.
    pub(super) fn look_up(&mut self, parts: &mut dyn Parts) -> io::Result<()> {
        let wanted = |is_of_events: bool| -> BTreeSet<u32> {
            let of = self.contradictions.iter().filter(|it| it.is_of_events() == is_of_events);
            of.flat_map(|it| it.claims.iter().copied()).filter(|place| *place >= ROWS).collect()
        };
        let (relations, events) = (wanted(false), wanted(true));
        if !relations.is_empty() {
            let mut place = 0;
            parts.each_relation(&mut |line| {
                if relations.contains(&place) {
                    self.relations.claims.insert(place, of_relation(line));
                }
                place += 1;
                Ok(())
            })?;
        }
        if !events.is_empty() {
            let mut place = 0;
            parts.each_event(&mut |line| {
                if events.contains(&place) {
                    self.events.claims.insert(place, of_event(line));
                }
                place += 1;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// The documents that are cited.
    pub(super) fn documents(&self) -> impl Iterator<Item = u32> {
        let relations = self.relations.claims.values().flat_map(|it| &it.line.evidence);
        let events = self.events.claims.values().flat_map(|it| &it.line.evidence);
        let quotations = self.speakers.iter().flat_map(|it| &it.line.quotations);
        relations.chain(events).map(|it| it.document).chain(quotations.map(|it| it.document))
    }

    /// The first relations, in order.
    pub(super) fn first_relations(&self) -> Vec<&Told<RelationLine>> {
        self.relations.first().collect()
    }

    /// The first events, in order.
    pub(super) fn first_events(&self) -> Vec<&Told<EventLine>> {
        self.events.first().collect()
    }

    /// The relation at a place, where it is shown or contradicts.
    pub(super) fn relation(&self, place: u32) -> Option<&Told<RelationLine>> {
        self.relations.claims.get(&place)
    }

    /// The event at a place, where it is shown or contradicts.
    pub(super) fn event(&self, place: u32) -> Option<&Told<EventLine>> {
        self.events.claims.get(&place)
    }
}

impl ContradictionLine {
    /// Whether its claims are places of events.
    pub(super) fn is_of_events(&self) -> bool {
        matches!(self.kind, ContradictionKind::Dates | ContradictionKind::EventDenied)
    }
}
