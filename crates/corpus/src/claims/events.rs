//! Events of several documents: one where the same is done to the same at times that agree, and
//! nobody else is said to have done it.

use std::collections::BTreeSet;
use std::io;

use annalist_model::{Date, Interval, Part};

use super::facts::EventFact;
use super::join::Teller;
use super::{CorpusEvent, CorpusParty, Stance, days, overlap, support};
use crate::documents::Documents;
use crate::order::{turn, write_date};
use crate::store::{Scratch, Sorter, write_text};
use crate::stored::{self, Stored};

/// Most events of one key that are looked at for one more: those of the next times. Keeps the time
/// of a collection that tells of one thing only in bounds.
const LOOKED_AT: usize = 1000;

/// Events: as documents tell them until they are joined, from then on those of the collection.
pub(super) struct Events<'s> {
    scratch: &'s dyn Scratch,
    sorted: Sorter<'s>,
    /// What is told of nobody who has a name is one with nothing else.
    alone: Sorter<'s>,
    pub(super) count: u32,
}

/// An event of the collection in the making.
struct Group {
    event: CorpusEvent,
    interval: Option<Interval>,
    participants: BTreeSet<(Part, CorpusParty)>,
}

impl<'s> Events<'s> {
    pub(super) fn new(scratch: &'s dyn Scratch) -> Events<'s> {
        let (sorted, alone) = (Sorter::new(scratch), Sorter::new(scratch));
        Events { scratch, sorted, alone, count: 0 }
    }

    /// Adds an event as a document tells it. Two must share what happened, to whom (or who did it,
    /// where it is done to nobody), and how it is meant, to be asked whether they are one.
    pub(super) fn add(&mut self, teller: &Teller, fact: &EventFact) -> io::Result<()> {
        let parties = fact.participants.iter();
        let evidence = teller.evidence(&fact.stand, None);
        let event = CorpusEvent {
            predicate: fact.predicate.clone(),
            participants: parties.map(|(part, party)| (*part, teller.party(party))).collect(),
            time: evidence.time.clone(),
            stance: Stance::of(evidence.modality),
            sources: 0,
            evidence: vec![evidence],
        };
        let mut key = Vec::new();
        let mut payload = Vec::new();
        event.write(&mut payload);
        match core(&event.participants) {
            Some((part, entity)) => {
                write_text(&mut key, event.predicate.as_bytes());
                key.extend_from_slice(&[event.stance as u8, part as u8]);
                key.extend_from_slice(&entity.to_be_bytes());
                self.sorted.push(&key, &payload)
            }
            None => self.alone.push(&key, &payload),
        }
    }

    /// Puts those together that are one.
    pub(super) fn join(mut self, documents: &Documents<'_>) -> io::Result<Events<'s>> {
        let mut joined = Events::new(self.scratch);
        let (mut key_of_told, mut told) = (Vec::new(), Vec::new());
        self.sorted.each(&mut |key, payload| {
            if key_of_told != key {
                joined.push_groups(std::mem::take(&mut told), documents)?;
                key_of_told = key.to_vec();
            }
            told.push(stored::read(payload)?);
            Ok(())
        })?;
        joined.push_groups(told, documents)?;
        self.alone
            .each(&mut |_, payload| joined.push(Group::of(stored::read(payload)?), documents))?;
        Ok(joined)
    }

    fn push_groups(&mut self, told: Vec<CorpusEvent>, documents: &Documents<'_>) -> io::Result<()> {
        groups(told).into_iter().try_for_each(|group| self.push(group, documents))
    }

    fn push(&mut self, group: Group, documents: &Documents<'_>) -> io::Result<()> {
        let event = group.finish(documents);
        let (mut key, mut payload) = (Vec::new(), Vec::new());
        write_rank(&mut key, &event);
        event.write(&mut payload);
        self.count += 1;
        self.sorted.push(&key, &payload)
    }

    /// Shows the events of the collection, in order.
    pub(super) fn each(
        &mut self,
        see: &mut dyn FnMut(CorpusEvent) -> io::Result<()>,
    ) -> io::Result<()> {
        self.sorted.each(&mut |_, payload| see(stored::read(payload)?))
    }
}

/// The part and the entity that an event is first looked for by: the least of whom it is done to,
/// or of those who do it.
fn core(participants: &[(Part, CorpusParty)]) -> Option<(Part, u32)> {
    let least = |part: Part| {
        let of_part = participants.iter().filter(|(it, _)| *it == part);
        of_part.filter_map(|(_, party)| party.entity).min().map(|entity| (part, entity))
    };
    let has_patient = participants.iter().any(|(part, _)| *part == Part::Patient);
    if has_patient { least(Part::Patient) } else { least(Part::Agent) }
}

/// The events of one key. What is dated most exactly comes first, so that "in 2007" joins "on 20
/// March 2007"; what has no date joins where there is only one that it can be.
fn groups(mut told: Vec<CorpusEvent>) -> Vec<Group> {
    told.sort_by(|a, b| exactness(a).cmp(&exactness(b)));
    let mut groups: Vec<Group> = Vec::new();
    for it in told {
        let last = groups.len().saturating_sub(LOOKED_AT);
        let near = groups.iter_mut().skip(last);
        let mut fitting = near.filter(|group| group.agrees(&it));
        match (fitting.next(), fitting.next()) {
            (Some(group), None) => group.add(it),
            _ => groups.push(Group::of(it)),
        }
    }
    groups
}

/// Exact times first; of equally exact ones the earlier.
fn exactness(told: &CorpusEvent) -> impl Ord + '_ {
    let interval = told.time.as_ref().map(|time| days(time.interval));
    let length = interval.map(|(from, to)| match (from, to) {
        (Some(from), Some(to)) => i64::from(day_number(to)) - i64::from(day_number(from)),
        _ => i64::MAX,
    });
    (length.is_none(), length, interval, &told.evidence, &told.participants)
}

/// A number that grows with the days; months count 31.
fn day_number(date: Date) -> i32 {
    let month = i32::from(date.month().unwrap_or(1));
    (i32::from(date.year()) * 12 + month) * 31 + i32::from(date.day().unwrap_or(1))
}

impl Group {
    fn of(event: CorpusEvent) -> Group {
        let interval = event.time.as_ref().map(|time| time.interval);
        let participants = event.participants.iter().cloned().collect();
        Group { event, interval, participants }
    }

    fn add(&mut self, told: CorpusEvent) {
        self.interval = self.interval.or(told.time.as_ref().map(|time| time.interval));
        self.participants.extend(told.participants);
        self.event.evidence.extend(told.evidence);
        // The first that has one is the most exact one.
        self.event.time = self.event.time.take().or(told.time);
    }

    /// Whether the time and all who take part agree with those that are known.
    fn agrees(&self, told: &CorpusEvent) -> bool {
        let time = told.time.as_ref().map(|time| time.interval);
        let times_agree = match (self.interval, time) {
            (Some(one), Some(other)) => overlap(one, other),
            _ => true,
        };
        times_agree
            && [Part::Agent, Part::Recipient, Part::Place].into_iter().all(|part| {
                let of = |it: &(Part, CorpusParty)| it.1.entity.filter(|_| it.0 == part);
                let mut here = self.participants.iter().filter_map(of).peekable();
                let there: BTreeSet<u32> = told.participants.iter().filter_map(of).collect();
                here.peek().is_none() || there.is_empty() || here.any(|it| there.contains(&it))
            })
    }

    fn finish(self, documents: &Documents<'_>) -> CorpusEvent {
        let Group { mut event, participants, .. } = self;
        event.evidence.sort();
        event.sources = support(&event.evidence, documents);
        event.participants = named_once(participants);
        event
    }
}

/// The participants, without words for a part that is given by name as well.
fn named_once(participants: BTreeSet<(Part, CorpusParty)>) -> Vec<(Part, CorpusParty)> {
    let named: BTreeSet<Part> = participants
        .iter()
        .filter(|(_, party)| party.entity.is_some())
        .map(|(part, _)| *part)
        .collect();
    let is_kept = |it: &(Part, CorpusParty)| it.1.entity.is_some() || !named.contains(&it.0);
    participants.into_iter().filter(is_kept).collect()
}

/// Writes where an event stands: dated ones first, by the first day, a longer time before a shorter
/// one, then that of more sources.
fn write_rank(key: &mut Vec<u8>, event: &CorpusEvent) {
    let span = event.time.as_ref().map(|time| days(time.interval));
    let start = span.and_then(|(from, to)| from.or(to));
    key.push(u8::from(start.is_none()));
    write_date(key, start);
    let length = key.len();
    write_date(key, span.and_then(|(_, to)| to));
    turn(key, length);
    key.extend_from_slice(&(!event.sources).to_be_bytes());
    write_text(key, event.predicate.as_bytes());
    for (part, party) in &event.participants {
        key.push(*part as u8);
        party.write_order(key);
    }
    if let Some(first) = event.evidence.first() {
        key.extend_from_slice(&first.document.to_be_bytes());
        key.extend_from_slice(&first.passages.first().map_or(0, |it| it.start).to_be_bytes());
    }
}
