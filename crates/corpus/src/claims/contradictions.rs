//! Claims that cannot all be true. Found by their types alone, never by what is likely: which of them
//! is true is for a reader to say.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{Date, Interval, Part};

use super::{
    Contradiction, ContradictionKind, CorpusEvent, CorpusParty, CorpusRelation, Stance, overlap,
};
use crate::key::name_key;

/// What happens once to one and the same; sorted.
const ONCE: [&str; 4] = ["died", "disbanded", "founded", "killed"];

/// What one holds alone, where the words for the office are the same; sorted.
const ALONE: [&str; 2] = ["commands", "leader_of"];

/// Claims by what they are about, by place.
type By<K, V> = BTreeMap<K, Vec<V>>;

/// A relation by its place, and the times for which an office is told.
type Held = (u32, Vec<Interval>);

/// Those who take part in an event, with their parts.
type Parties = Vec<(Part, u32)>;

/// Most claims of one contradiction.
const MOST: usize = 16;

pub(super) fn find(
    relations: &[CorpusRelation],
    events: &[CorpusEvent],
    published: &BTreeMap<u32, Date>,
) -> Vec<Contradiction> {
    let mut found = dates(events);
    found.extend(holders(relations, published));
    found.extend(denied_relations(relations));
    found.extend(denied_events(events));
    found.sort();
    found
}

/// Whom an event is done to, or who does it where it is done to nobody.
fn core(event: &CorpusEvent) -> Parties {
    let of = |part: Part| {
        let parties = event.participants.iter().filter(move |(it, _)| *it == part);
        parties.filter_map(move |(part, party)| Some((*part, party.entity?)))
    };
    let patients: Parties = of(Part::Patient).collect();
    if patients.is_empty() { of(Part::Agent).collect() } else { patients }
}

/// Those of `claims` that contradict any other, by twos.
fn clashing(claims: &[u32], clash: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    let claims = claims.get(..MOST).unwrap_or(claims);
    let clashes = |one: &&u32| claims.iter().any(|other| **one != *other && clash(**one, *other));
    claims.iter().filter(clashes).copied().collect()
}

fn contradiction(kind: ContradictionKind, claims: Vec<u32>) -> Option<Contradiction> {
    (claims.len() > 1).then_some(Contradiction { kind, claims })
}

/// One who died at two times.
fn dates(events: &[CorpusEvent]) -> Vec<Contradiction> {
    let mut by_core: By<(&str, Part, u32), u32> = BTreeMap::new();
    for (place, event) in (0_u32..).zip(events) {
        let counts = event.stance == Stance::Held
            && event.time.is_some()
            && ONCE.binary_search(&event.predicate.as_str()).is_ok();
        for (part, entity) in core(event).into_iter().filter(|_| counts) {
            by_core.entry((&event.predicate, part, entity)).or_default().push(place);
        }
    }
    let interval = |place: u32| events.get(place as usize)?.time.as_ref().map(|it| it.interval);
    let clash = |one, other| {
        interval(one).zip(interval(other)).is_some_and(|(one, other)| !overlap(one, other))
    };
    by_core
        .into_values()
        .filter_map(|claims| contradiction(ContradictionKind::Dates, clashing(&claims, clash)))
        .collect::<BTreeSet<Contradiction>>()
        .into_iter()
        .collect()
}

/// One office, the same words for it, two who hold it at one time: at the time that is told, else in
/// the month in which it is told.
fn holders(relations: &[CorpusRelation], published: &BTreeMap<u32, Date>) -> Vec<Contradiction> {
    let mut by_office: By<(&str, &CorpusParty, String), Held> = BTreeMap::new();
    for (place, relation) in (0_u32..).zip(relations) {
        let counts =
            relation.stance == Stance::Held && ALONE.binary_search(&relation.kind.as_str()).is_ok();
        let mut of_role: BTreeMap<String, Vec<Interval>> = BTreeMap::new();
        for evidence in relation.evidence.iter().filter(|_| counts) {
            let told = evidence.time.as_ref().map(|time| time.interval);
            let month = || {
                let date = published.get(&evidence.document)?;
                let month = Date::new(date.year(), Some(date.month()?), None);
                Some(Interval { from: month, to: month })
            };
            let role = evidence.role.as_deref().map(name_key);
            if let Some((role, time)) = role.zip(told.or_else(month)) {
                of_role.entry(role).or_default().push(time);
            }
        }
        for (role, times) in of_role {
            let office = (relation.kind.as_str(), &relation.object, role);
            by_office.entry(office).or_default().push((place, times));
        }
    }
    by_office
        .into_values()
        .filter_map(|held| {
            let times: BTreeMap<u32, &Vec<Interval>> =
                held.iter().map(|(place, times)| (*place, times)).collect();
            let clash = |one: u32, other: u32| {
                times.get(&one).zip(times.get(&other)).is_some_and(|(one, other)| {
                    one.iter().any(|one| other.iter().any(|other| overlap(*one, *other)))
                })
            };
            let places: Vec<u32> = times.keys().copied().collect();
            contradiction(ContradictionKind::Holders, clashing(&places, clash))
        })
        .collect()
}

fn denied_relations(relations: &[CorpusRelation]) -> Vec<Contradiction> {
    let mut by_parties: By<(&str, &CorpusParty, &CorpusParty), (u32, Stance)> = BTreeMap::new();
    for (place, it) in (0_u32..).zip(relations).filter(|(_, it)| it.stance != Stance::Open) {
        let key = (it.kind.as_str(), &it.subject, &it.object);
        by_parties.entry(key).or_default().push((place, it.stance));
    }
    denied(by_parties.into_values(), ContradictionKind::RelationDenied)
}

fn denied_events(events: &[CorpusEvent]) -> Vec<Contradiction> {
    let mut by_parties: By<(&str, Parties), (u32, Stance)> = BTreeMap::new();
    for (place, it) in (0_u32..).zip(events).filter(|(_, it)| it.stance != Stance::Open) {
        let parties: Parties =
            it.participants.iter().filter_map(|(part, it)| Some((*part, it.entity?))).collect();
        if !core(it).is_empty() {
            by_parties.entry((&it.predicate, parties)).or_default().push((place, it.stance));
        }
    }
    denied(by_parties.into_values(), ContradictionKind::EventDenied)
}

fn denied(
    claims: impl Iterator<Item = Vec<(u32, Stance)>>,
    kind: ContradictionKind,
) -> Vec<Contradiction> {
    let both = |claims: &Vec<(u32, Stance)>| {
        let stances: BTreeSet<Stance> = claims.iter().map(|(_, stance)| *stance).collect();
        stances.len() > 1
    };
    claims
        .filter(both)
        .filter_map(|claims| {
            let places = claims.into_iter().map(|(place, _)| place).take(MOST).collect();
            contradiction(kind, places)
        })
        .collect()
}
