//! Events of several documents: one where the same is done to the same at times that agree, and
//! nobody else is said to have done it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{Date, Interval, Part};

use super::facts::EventFact;
use super::{ClaimTime, Context, CorpusEvent, CorpusParty, Stance, days, overlap, time};
use crate::digest::Digest;

/// What two events must share to be asked whether they are one: what happened, to whom (or who did
/// it, where it is done to nobody), and how it is meant. An event without an entity in that part is
/// one with no other.
type Key<'d> = (&'d str, Stance, Part, u32);

/// An event as one document tells it.
struct Told<'d> {
    document: u32,
    fact: &'d EventFact,
    participants: Vec<(Part, CorpusParty)>,
}

/// An event in the making.
struct Group<'d> {
    interval: Option<Interval>,
    participants: BTreeSet<(Part, CorpusParty)>,
    told: Vec<Told<'d>>,
}

pub(super) fn join(counted: &[(u32, &Digest)], context: &Context<'_>) -> Vec<CorpusEvent> {
    let mut by_key: BTreeMap<Key<'_>, Vec<Told<'_>>> = BTreeMap::new();
    let mut alone: Vec<Told<'_>> = Vec::new();
    for &(document, digest) in counted {
        for fact in &digest.claims.events {
            let parties = fact.participants.iter();
            let participants: Vec<(Part, CorpusParty)> =
                parties.map(|(part, party)| (*part, context.party(document, party))).collect();
            let core = core(&participants);
            let told = Told { document, fact, participants };
            match core {
                Some((part, entity)) => {
                    let stance = Stance::of(fact.stand.modality);
                    let key = (fact.predicate.as_str(), stance, part, entity);
                    by_key.entry(key).or_default().push(told);
                }
                None => alone.push(told),
            }
        }
    }
    let joined = by_key.into_values().flat_map(groups);
    let alone = alone.into_iter().map(Group::of);
    let mut events: Vec<CorpusEvent> =
        joined.chain(alone).map(|group| group.into_event(context)).collect();
    events.sort_by(|a, b| order(a).cmp(&order(b)));
    events
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
fn groups(mut told: Vec<Told<'_>>) -> Vec<Group<'_>> {
    told.sort_by(|a, b| rank(a).cmp(&rank(b)));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for it in told {
        let fits = |group: &Group<'_>| group.agrees(&it);
        let mut fitting = groups.iter().enumerate().filter(|(_, group)| fits(group));
        let place = match (fitting.next(), fitting.next()) {
            (Some((place, _)), None) => Some(place),
            _ => None,
        };
        match place.and_then(|place| groups.get_mut(place)) {
            Some(group) => group.add(it),
            None => groups.push(Group::of(it)),
        }
    }
    groups
}

/// Exact times first; of equally exact ones the earlier.
fn rank<'t>(told: &'t Told<'_>) -> impl Ord + use<'t> {
    let interval = told.fact.stand.when.as_ref().map(|when| days(when.interval));
    let length = interval.map(|(from, to)| match (from, to) {
        (Some(from), Some(to)) => i64::from(day_number(to)) - i64::from(day_number(from)),
        _ => i64::MAX,
    });
    (length.is_none(), length, interval, told.document, told.fact)
}

/// A number that grows with the days; months count 31.
fn day_number(date: Date) -> i32 {
    let month = i32::from(date.month().unwrap_or(1));
    (i32::from(date.year()) * 12 + month) * 31 + i32::from(date.day().unwrap_or(1))
}

impl<'d> Group<'d> {
    fn of(told: Told<'d>) -> Group<'d> {
        let interval = told.fact.stand.when.as_ref().map(|when| when.interval);
        let participants = told.participants.iter().cloned().collect();
        Group { interval, participants, told: vec![told] }
    }

    fn add(&mut self, told: Told<'d>) {
        self.interval = self.interval.or(told.fact.stand.when.as_ref().map(|when| when.interval));
        self.participants.extend(told.participants.iter().cloned());
        self.told.push(told);
    }

    /// Whether the time and all who take part agree with those that are known.
    fn agrees(&self, told: &Told<'_>) -> bool {
        let time = told.fact.stand.when.as_ref().map(|when| when.interval);
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

    fn into_event(mut self, context: &Context<'_>) -> CorpusEvent {
        let times = self.told.iter().filter_map(|it| it.fact.stand.when.as_ref());
        // The first is the most exact one.
        let exact: Option<ClaimTime> = times.clone().next().map(time);
        let first = self.told.first();
        let (predicate, stance) = first.map_or((String::new(), Stance::Held), |it| {
            (it.fact.predicate.clone(), Stance::of(it.fact.stand.modality))
        });
        self.told.sort_by(|a, b| (a.document, a.fact).cmp(&(b.document, b.fact)));
        let stands = self.told.iter().map(|it| (it.document, &it.fact.stand));
        CorpusEvent {
            predicate,
            participants: named_once(self.participants),
            time: exact,
            stance,
            sources: context.support(stands),
            evidence: self
                .told
                .iter()
                .map(|it| context.evidence(it.document, &it.fact.stand, None))
                .collect(),
        }
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

/// Dated events first, by the first day, a longer time before a shorter one.
fn order(event: &CorpusEvent) -> impl Ord + '_ {
    let span = event.time.as_ref().map(|time| days(time.interval));
    let start = span.and_then(|(from, to)| from.or(to));
    (
        start.is_none(),
        start,
        Reverse(span.and_then(|(_, to)| to)),
        Reverse(event.sources),
        event.predicate.as_str(),
        &event.participants,
        &event.evidence,
    )
}
