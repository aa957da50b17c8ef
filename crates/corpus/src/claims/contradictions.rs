//! Claims that cannot all be true. Found by their types alone, never by what is likely: which of them
//! is true is for a reader to say.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_model::{Interval, Part};

use super::relations::Office;
use super::{Contradiction, ContradictionKind, CorpusEvent, CorpusRelation, Stance, overlap};
use crate::store::{Scratch, Sorter, write_text};
use crate::stored::{self, Stored};

/// What happens once to one and the same; sorted.
const ONCE: [&str; 4] = ["died", "disbanded", "founded", "killed"];

/// Most claims of one contradiction.
const MOST: usize = 16;

/// A claim that another one of the same key may contradict: its place, and its time, or whether it is
/// held for true.
type Claim = (u32, (Option<Interval>, bool));

/// Claims, by what they must share to contradict.
pub(super) struct Found<'s> {
    scratch: &'s dyn Scratch,
    sorted: Sorter<'s>,
    relations: u32,
    events: u32,
}

impl<'s> Found<'s> {
    pub(super) fn new(scratch: &'s dyn Scratch) -> Found<'s> {
        Found { scratch, sorted: Sorter::new(scratch), relations: 0, events: 0 }
    }

    /// Looks at the next relation, and at the offices that it gives: one office, the same words for
    /// it, two who hold it at one time.
    pub(super) fn relation(
        &mut self,
        relation: &CorpusRelation,
        offices: &[Office],
    ) -> io::Result<()> {
        let place = self.relations;
        self.relations += 1;
        for (role, time) in offices {
            let mut key = vec![ContradictionKind::Holders as u8];
            write_text(&mut key, relation.kind.as_bytes());
            relation.object.write_order(&mut key);
            write_text(&mut key, role.as_bytes());
            self.push(&key, (place, (Some(*time), true)))?;
        }
        if relation.stance == Stance::Open {
            return Ok(());
        }
        let mut key = vec![ContradictionKind::RelationDenied as u8];
        write_text(&mut key, relation.kind.as_bytes());
        relation.subject.write_order(&mut key);
        relation.object.write_order(&mut key);
        self.push(&key, (place, (None, relation.stance == Stance::Held)))
    }

    /// Looks at the next event: one who died at two times, what is held for true and denied.
    pub(super) fn event(&mut self, event: &CorpusEvent) -> io::Result<()> {
        let place = self.events;
        self.events += 1;
        let parties = core(event);
        let is_held = event.stance == Stance::Held;
        if let Some(time) = event.time.as_ref().map(|time| time.interval)
            && is_held
            && ONCE.binary_search(&event.predicate.as_str()).is_ok()
        {
            for party in &parties {
                let mut key = vec![ContradictionKind::Dates as u8];
                write_text(&mut key, event.predicate.as_bytes());
                write_party(&mut key, *party);
                self.push(&key, (place, (Some(time), true)))?;
            }
        }
        if event.stance == Stance::Open || parties.is_empty() {
            return Ok(());
        }
        let mut key = vec![ContradictionKind::EventDenied as u8];
        write_text(&mut key, event.predicate.as_bytes());
        let all = event.participants.iter();
        let named = all.filter_map(|(part, party)| Some((*part, party.entity?)));
        named.for_each(|party| write_party(&mut key, party));
        self.push(&key, (place, (None, is_held)))
    }

    fn push(&mut self, key: &[u8], claim: Claim) -> io::Result<()> {
        let mut payload = Vec::new();
        claim.write(&mut payload);
        self.sorted.push(key, &payload)
    }

    /// What contradicts.
    pub(super) fn contradictions(mut self) -> io::Result<Contradictions<'s>> {
        let mut found = Contradictions { sorted: Sorter::new(self.scratch), count: 0 };
        let (mut of, mut claims) = (Vec::new(), Vec::new());
        self.sorted.each(&mut |key, payload| {
            if of != key {
                found.look_at(&of, &claims)?;
                of = key.to_vec();
                claims.clear();
            }
            claims.push(stored::read(payload)?);
            Ok(())
        })?;
        found.look_at(&of, &claims)?;
        found.each(&mut |_| Ok(()))?;
        Ok(found)
    }
}

fn write_party(key: &mut Vec<u8>, (part, entity): (Part, u32)) {
    key.push(part as u8);
    key.extend_from_slice(&entity.to_be_bytes());
}

/// Whom an event is done to, or who does it where it is done to nobody.
fn core(event: &CorpusEvent) -> Vec<(Part, u32)> {
    let of = |part: Part| {
        let parties = event.participants.iter().filter(move |(it, _)| *it == part);
        parties.filter_map(move |(part, party)| Some((*part, party.entity?)))
    };
    let patients: Vec<(Part, u32)> = of(Part::Patient).collect();
    if patients.is_empty() { of(Part::Agent).collect() } else { patients }
}

/// The contradictions of a collection, sorted by kind and places.
pub(super) struct Contradictions<'s> {
    sorted: Sorter<'s>,
    pub(super) count: u32,
}

impl Contradictions<'_> {
    /// Looks at the claims of one key, which begins with the kind.
    fn look_at(&mut self, key: &[u8], claims: &[Claim]) -> io::Result<()> {
        let kinds = ContradictionKind::ALL;
        let Some(kind) = key.first().and_then(|kind| kinds.get(*kind as usize)) else {
            return Ok(());
        };
        let places = match kind {
            ContradictionKind::Dates => clashing(claims, |one, other| !overlap(one, other)),
            ContradictionKind::Holders => clashing(claims, overlap),
            ContradictionKind::RelationDenied | ContradictionKind::EventDenied => denied(claims),
        };
        if places.len() < 2 {
            return Ok(());
        }
        let mut key = vec![*kind as u8];
        places.iter().for_each(|place| key.extend_from_slice(&place.to_be_bytes()));
        self.sorted.push(&key, &[])
    }

    /// Shows the contradictions, each once.
    pub(super) fn each(
        &mut self,
        see: &mut dyn FnMut(Contradiction) -> io::Result<()>,
    ) -> io::Result<()> {
        self.count = 0;
        let (mut last, count) = (Vec::new(), &mut self.count);
        self.sorted.each(&mut |key, _| {
            if last == key {
                return Ok(());
            }
            last = key.to_vec();
            *count += 1;
            let (kind, places) = key.split_first().ok_or(io::ErrorKind::InvalidData)?;
            let kinds = ContradictionKind::ALL;
            let kind = *kinds.get(*kind as usize).ok_or(io::ErrorKind::InvalidData)?;
            let places = places.as_chunks().0.iter().map(|place| u32::from_be_bytes(*place));
            see(Contradiction { kind, claims: places.collect() })
        })
    }
}

/// The places of those of the first claims whose times clash with the time of any other, sorted.
fn clashing(claims: &[Claim], clash: impl Fn(Interval, Interval) -> bool) -> Vec<u32> {
    let mut times: BTreeMap<u32, Vec<Interval>> = BTreeMap::new();
    for (place, (time, _)) in claims {
        if times.len() < MOST || times.contains_key(place) {
            times.entry(*place).or_default().extend(time);
        }
    }
    let clashes = |place: u32, own: &[Interval]| {
        let others = times.iter().filter(|(other, _)| **other != place);
        let mut others = others.flat_map(|(_, times)| times);
        others.any(|other| own.iter().any(|own| clash(*own, *other)))
    };
    times.iter().filter(|(place, own)| clashes(**place, own)).map(|(place, _)| *place).collect()
}

/// The places of the first claims on both sides, sorted, where there are both.
fn denied(claims: &[Claim]) -> Vec<u32> {
    let of = |is_held: bool| {
        let side = claims.iter().filter(move |(_, (_, held))| *held == is_held);
        side.map(|(place, _)| *place).take(MOST / 2)
    };
    if of(true).next().is_none() || of(false).next().is_none() {
        return Vec::new();
    }
    of(true).chain(of(false)).collect::<BTreeSet<u32>>().into_iter().collect()
}
