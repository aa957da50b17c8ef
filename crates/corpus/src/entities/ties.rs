//! The names of a collection, tied together, and why.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{DECIDED, Decision, EntityKind};

use super::NameTie;
use super::named::{Named, Names};
use crate::Corrections;
use crate::key::name_key;

/// The rule of names that two lines of lists have.
const LISTED: &str = "listed";

/// The names that belong together: a forest over names in sorted order, each tree rooted in its least
/// name, so that the order of joining leaves no trace. Joins are made in an order that depends on the
/// names alone, since what the user keeps apart may be refused.
///
/// A name is its place among all, in sorted order.
pub(super) struct Ties {
    /// The numbers of the names, sorted.
    numbers: Vec<u32>,
    above: Vec<u32>,
    /// The tops of trees that hold a line of a list.
    are_listed: BTreeSet<u32>,
    /// The names that the user keeps apart.
    kept_apart: Vec<(u32, u32)>,
    merged: Vec<(u32, NameTie)>,
    apart: Vec<(u32, NameTie)>,
}

/// Two names that something says are one.
struct Proposal {
    one: u32,
    other: u32,
    /// Told of in the record; spellings that a document ties together are told of there.
    tie: Option<NameTie>,
}

impl Ties {
    pub(super) fn of(named: &Named<'_>, corrections: Corrections<'_>) -> Ties {
        let names = &named.names;
        let mut numbers: Vec<u32> = (0..names.len()).collect();
        numbers.sort_unstable_by_key(|number| names.text(*number));
        let mut places = vec![0; numbers.len()];
        for (place, number) in (0..).zip(&numbers) {
            if let Some(slot) = places.get_mut(*number as usize) {
                *slot = place;
            }
        }
        let place = |number: u32| places.get(number as usize).copied().unwrap_or_default();
        let pairs = |pairs: &[(u32, u32)]| -> Vec<(u32, u32)> {
            pairs.iter().map(|(one, other)| (place(*one), place(*other))).collect()
        };
        let is_line = |number: &&u32| names.key(**number).first() == Some(&0);
        let mut ties = Ties {
            above: (0..names.len()).collect(),
            are_listed: numbers.iter().filter(is_line).map(|number| place(*number)).collect(),
            numbers,
            kept_apart: Vec::new(),
            merged: Vec::new(),
            apart: Vec::new(),
        };
        let decided = ties.decided(corrections.decisions, names, &place);
        ties.join_all(decided);
        let told = named.sites.told_elsewhere(names);
        for (one, other) in
            [&named.listed.list, &named.tied.list, &told].into_iter().flat_map(|it| pairs(it))
        {
            ties.join(one, other);
        }
        ties.join_acronyms(&pairs(&named.acronyms.list));
        let judged = judged(named, corrections, &place);
        ties.take(judged);
        ties.flatten();
        ties
    }

    /// Why names of different letters are one.
    pub(super) fn merged(&self) -> &[(u32, NameTie)] {
        &self.merged
    }

    /// Why names that are near were left apart.
    pub(super) fn apart(&self) -> &[(u32, NameTie)] {
        &self.apart
    }

    /// What the user has decided to be one; what was decided to be two is noted. The last word on two
    /// names counts.
    fn decided(
        &mut self,
        decisions: &[Decision],
        names: &Names,
        place: &dyn Fn(u32) -> u32,
    ) -> Vec<Proposal> {
        let mut last: BTreeMap<(String, String), (bool, NameTie)> = BTreeMap::new();
        for decision in decisions {
            let (one, other, is_same) = match decision {
                Decision::Same { one, other } => (one, other, true),
                Decision::NotSame { one, other } => (one, other, false),
                _ => continue,
            };
            let (one, other) =
                if name_key(one) <= name_key(other) { (one, other) } else { (other, one) };
            let tie = NameTie {
                one: one.clone(),
                other: other.clone(),
                rule: DECIDED.to_owned(),
                score: None,
            };
            last.insert((name_key(one), name_key(other)), (is_same, tie));
        }
        let mut same = Vec::new();
        for ((one, other), (is_same, tie)) in last {
            // The names with these keys, of whatever kind.
            let of_any_kind = |key: &str| -> Vec<u32> {
                let numbers = EntityKind::ALL.into_iter().filter_map(|it| names.find(it, key));
                numbers.map(place).collect()
            };
            let others = of_any_kind(&other);
            let pairs = of_any_kind(&one).into_iter();
            for (one, other) in pairs.flat_map(|one| others.iter().map(move |other| (one, *other)))
            {
                if is_same {
                    same.push(Proposal { one, other, tie: Some(tie.clone()) });
                } else {
                    self.kept_apart.push((one, other));
                    self.apart.push((one, tie.clone()));
                    self.apart.push((other, tie.clone()));
                }
            }
        }
        same
    }

    fn join_all(&mut self, proposals: Vec<Proposal>) {
        for Proposal { one, other, tie } in proposals {
            if self.join(one, other) {
                self.merged.extend(tie.map(|tie| (one, tie)));
            }
        }
    }

    /// Joins what a judge says is one, and notes what it says is near.
    fn take(&mut self, judged: Vec<(Proposal, bool)>) {
        for (Proposal { one, other, tie }, is_same) in judged {
            let tops = (self.climb(one), self.climb(other));
            let Some(tie) = tie.filter(|_| tops.0 != tops.1) else { continue };
            // Two lines of lists are two, whatever their names.
            let are_lines = self.are_listed.contains(&tops.0) && self.are_listed.contains(&tops.1);
            let rule = if are_lines { LISTED.to_owned() } else { tie.rule };
            let tie = NameTie { rule, ..tie };
            if is_same && !are_lines && self.join(one, other) {
                self.merged.push((one, tie));
            } else {
                self.apart.push((one, tie.clone()));
                self.apart.push((other, tie));
            }
        }
    }

    /// Joins each acronym that stands for one name alone.
    fn join_acronyms(&mut self, acronyms: &[(u32, u32)]) {
        let mut meanings: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (name, acronym) in acronyms {
            meanings.entry(*acronym).or_default().insert(self.root(*name));
        }
        meanings.retain(|_, names| names.len() == 1);
        for (name, acronym) in acronyms {
            if meanings.contains_key(acronym) {
                self.join(*name, *acronym);
            }
        }
    }

    fn above(&self, place: u32) -> u32 {
        self.above.get(place as usize).copied().unwrap_or(place)
    }

    fn set_above(&mut self, place: u32, above: u32) {
        if let Some(slot) = self.above.get_mut(place as usize) {
            *slot = above;
        }
    }

    /// Joins two names, unless the user keeps apart what would come together.
    fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.climb(one), self.climb(other));
        let meet = |a: u32, b: u32| {
            let (a, b) = (self.root(a), self.root(b));
            (a, b) == (one, other) || (b, a) == (one, other)
        };
        if self.kept_apart.iter().any(|(a, b)| meet(*a, *b)) {
            return false;
        }
        let (least, greatest) = (one.min(other), one.max(other));
        self.set_above(greatest, least);
        if self.are_listed.contains(&greatest) {
            self.are_listed.insert(least);
        }
        true
    }

    /// The top of the tree, halving the way there for those who come later.
    fn climb(&mut self, mut place: u32) -> u32 {
        while self.above(place) != place {
            let above = self.above(self.above(place));
            self.set_above(place, above);
            place = above;
        }
        place
    }

    /// Ties each name to its root itself. Names stand above greater ones only, so one pass does.
    fn flatten(&mut self) {
        for place in 0..self.above.len() as u32 {
            self.set_above(place, self.above(self.above(place)));
        }
    }

    /// The least name that a name is tied to.
    pub(super) fn root(&self, mut place: u32) -> u32 {
        while self.above(place) != place {
            place = self.above(place);
        }
        place
    }

    /// The least names that names are tied to, by the numbers of these.
    pub(super) fn roots(&self) -> Vec<u32> {
        let mut roots = vec![0; self.numbers.len()];
        for (place, number) in (0..).zip(&self.numbers) {
            if let Some(root) = roots.get_mut(*number as usize) {
                *root = self.root(place);
            }
        }
        roots
    }
}

/// What the judge says of the full names of people and of organisations, the nearest first.
fn judged(
    named: &Named<'_>,
    corrections: Corrections<'_>,
    place: &dyn Fn(u32) -> u32,
) -> Vec<(Proposal, bool)> {
    let Some(judge) = corrections.judge else { return Vec::new() };
    // One writing of each name, the fullest, whichever document comes first.
    let mut fullest: Vec<(u32, EntityKind, &str)> = named
        .fullest()
        .into_iter()
        .filter_map(|(number, writing)| Some((place(number), named.names.kind(number)?, writing)))
        .collect();
    fullest.sort_unstable_by_key(|(place, ..)| *place);
    let mut judged = Vec::new();
    for of_kind in fullest.chunk_by(|(_, one, _), (_, other, _)| one == other) {
        let names: Vec<&str> = of_kind.iter().map(|(.., writing)| *writing).collect();
        let Some((_, kind, _)) = of_kind.first() else { continue };
        for pair in judge.judge(*kind, &names) {
            let at = |place: usize| of_kind.get(place);
            let Some(((one, _, one_name), (other, _, other_name))) =
                at(pair.one).zip(at(pair.other))
            else {
                continue;
            };
            let tie = NameTie {
                one: (*one_name).to_owned(),
                other: (*other_name).to_owned(),
                rule: pair.rule,
                score: Some(pair.score),
            };
            judged.push((Proposal { one: *one, other: *other, tie: Some(tie) }, pair.is_same));
        }
    }
    judged.sort_by_key(|(it, _)| {
        let score = it.tie.as_ref().and_then(|tie| tie.score);
        (std::cmp::Reverse(score), it.one, it.other)
    });
    judged
}
