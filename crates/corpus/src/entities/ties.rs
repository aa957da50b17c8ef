//! The names of a collection, tied together, and why.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{AliasKind, DECIDED, Decision, EntityKind};

use super::groups::{Name, is_single};
use super::places::{site_of, told_elsewhere};
use super::{Member, NameTie};
use crate::Corrections;
use crate::key::{fullness, name_key};

/// The rule of names that two lines of lists have.
const LISTED: &str = "listed";

/// The names that belong together: a forest over names in sorted order, each tree rooted in its least
/// name, so that the order of joining leaves no trace. Joins are made in an order that depends on the
/// names alone, since what the user keeps apart may be refused.
pub(super) struct Ties {
    names: Vec<Name>,
    above: Vec<usize>,
    /// The name of each member, by its place.
    of_members: Vec<usize>,
    /// Whether the tree of a name, where that is its top, holds a line of a list.
    is_listed: Vec<bool>,
    /// The names that the user keeps apart.
    kept_apart: Vec<(usize, usize)>,
    merged: Vec<(Name, NameTie)>,
    apart: Vec<(Name, NameTie)>,
}

/// Two names that something says are one.
struct Proposal {
    one: Name,
    other: Name,
    /// Told of in the record; spellings that a document ties together are told of there.
    tie: Option<NameTie>,
}

impl Ties {
    pub(super) fn of(members: &[Member<'_>], corrections: Corrections<'_>) -> Ties {
        let tied: Vec<(Name, Name)> = members.iter().flat_map(tied_names).collect();
        let acronyms: Vec<(Name, Name)> = members.iter().flat_map(acronyms).collect();
        let listed: Vec<(Name, Name)> = members.iter().filter_map(listed_name).collect();
        let told = told_elsewhere(members);
        let others = tied.iter().chain(&acronyms).chain(&listed).chain(&told);
        let own = members.iter().map(|member| member.name);
        let mut names: Vec<&Name> = own.chain(others.map(|(_, other)| other)).collect();
        names.sort_unstable();
        names.dedup();
        let place = |name: &Name| names.binary_search(&name).unwrap_or_default();
        let of_members = members.iter().map(|member| place(member.name)).collect();
        let names: Vec<Name> = names.into_iter().cloned().collect();
        let mut ties = Ties {
            of_members,
            above: (0..names.len()).collect(),
            is_listed: names.iter().map(is_line).collect(),
            names,
            kept_apart: Vec::new(),
            merged: Vec::new(),
            apart: Vec::new(),
        };
        let decided = ties.decided(corrections.decisions);
        ties.join_all(decided);
        for (one, other) in listed.into_iter().chain(tied).chain(told) {
            ties.join_all(vec![Proposal { one, other, tie: None }]);
        }
        ties.join_acronyms(&acronyms);
        let judged = judged(members, corrections);
        ties.take(judged);
        ties.flatten();
        ties
    }

    /// Why names of different letters are one.
    pub(super) fn merged(&self) -> &[(Name, NameTie)] {
        &self.merged
    }

    /// Why names that are near were left apart.
    pub(super) fn apart(&self) -> &[(Name, NameTie)] {
        &self.apart
    }

    /// What the user has decided to be one; what was decided to be two is noted. The last word on two
    /// names counts.
    fn decided(&mut self, decisions: &[Decision]) -> Vec<Proposal> {
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
            for (one, other) in self.of_any_kind(&one, &other) {
                if is_same {
                    same.push(Proposal { one, other, tie: Some(tie.clone()) });
                } else if let Some(pair) = self.index(&one).zip(self.index(&other)) {
                    self.kept_apart.push(pair);
                    self.apart.push((one, tie.clone()));
                    self.apart.push((other, tie.clone()));
                }
            }
        }
        same
    }

    /// The names with these keys, of whatever kind.
    fn of_any_kind(&self, one: &str, other: &str) -> Vec<(Name, Name)> {
        let kinds = |key: &str| -> Vec<Name> {
            let names = EntityKind::ALL.map(|kind| (kind, key.to_owned()));
            names.into_iter().filter(|name| self.index(name).is_some()).collect()
        };
        let others = kinds(other);
        let pairs = kinds(one).into_iter();
        pairs.flat_map(|one| others.iter().map(move |other| (one.clone(), other.clone()))).collect()
    }

    fn join_all(&mut self, proposals: Vec<Proposal>) {
        for Proposal { one, other, tie } in proposals {
            if self.join(&one, &other) {
                self.merged.extend(tie.map(|tie| (one, tie)));
            }
        }
    }

    /// Joins what a judge says is one, and notes what it says is near.
    fn take(&mut self, judged: Vec<(Proposal, bool)>) {
        for (Proposal { one, other, tie }, is_same) in judged {
            let tops = self.index(&one).zip(self.index(&other));
            let tops = tops.map(|(one, other)| (self.climb(one), self.climb(other)));
            let Some((tie, tops)) = tie.zip(tops.filter(|(one, other)| one != other)) else {
                continue;
            };
            // Two lines of lists are two, whatever their names.
            let are_lines = self.is_listed[tops.0] && self.is_listed[tops.1];
            let rule = if are_lines { LISTED.to_owned() } else { tie.rule };
            let tie = NameTie { rule, ..tie };
            if is_same && !are_lines && self.join(&one, &other) {
                self.merged.push((one, tie));
            } else {
                self.apart.push((one, tie.clone()));
                self.apart.push((other, tie));
            }
        }
    }

    /// Joins each acronym that stands for one name alone.
    fn join_acronyms(&mut self, acronyms: &[(Name, Name)]) {
        let mut meanings: BTreeMap<&Name, BTreeSet<usize>> = BTreeMap::new();
        for (name, acronym) in acronyms {
            meanings.entry(acronym).or_default().extend(self.index(name).map(|it| self.top(it)));
        }
        meanings.retain(|_, names| names.len() == 1);
        for (name, acronym) in acronyms {
            if meanings.contains_key(acronym) {
                self.join(name, acronym);
            }
        }
    }

    fn index(&self, name: &Name) -> Option<usize> {
        self.names.binary_search(name).ok()
    }

    fn top(&self, mut index: usize) -> usize {
        while self.above[index] != index {
            index = self.above[index];
        }
        index
    }

    /// Joins two names, unless the user keeps apart what would come together.
    fn join(&mut self, one: &Name, other: &Name) -> bool {
        let (Some(one), Some(other)) = (self.index(one), self.index(other)) else { return false };
        let (one, other) = (self.climb(one), self.climb(other));
        let meet = |a: usize, b: usize| {
            let (a, b) = (self.top(a), self.top(b));
            (a, b) == (one, other) || (b, a) == (one, other)
        };
        if self.kept_apart.iter().any(|(a, b)| meet(*a, *b)) {
            return false;
        }
        let least = one.min(other);
        self.above[one.max(other)] = least;
        self.is_listed[least] |= self.is_listed[one.max(other)];
        true
    }

    /// The top of the tree, halving the way there for those who come later.
    fn climb(&mut self, mut index: usize) -> usize {
        while self.above[index] != index {
            self.above[index] = self.above[self.above[index]];
            index = self.above[index];
        }
        index
    }

    /// Ties each name to its root itself. Names stand above greater ones only, so one pass does.
    fn flatten(&mut self) {
        for index in 0..self.above.len() {
            self.above[index] = self.above[self.above[index]];
        }
    }

    /// The place of the least name that `name` is tied to.
    pub(super) fn root(&self, name: &Name) -> Option<usize> {
        self.index(name).map(|index| self.top(index))
    }

    /// The same for the name of each member, in their order.
    pub(super) fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        self.of_members.iter().map(|index| self.top(*index))
    }

    /// The name at a place.
    pub(super) fn name(&self, place: usize) -> Option<&Name> {
        self.names.get(place)
    }
}

/// The pairs of names that a document says are one whatever the context. A single name of a person
/// is too little for that.
fn tied_names<'m>(member: &Member<'m>) -> impl Iterator<Item = (Name, Name)> + use<'m> {
    let Member { fact, name, .. } = *member;
    let is_tie = |kind| {
        matches!(kind, AliasKind::Spelling | AliasKind::Transliteration | AliasKind::Bracketed)
    };
    let is_enough =
        |value: &str| fact.kind != EntityKind::Person || value.split_whitespace().count() > 1;
    fact.aliases
        .iter()
        .filter(move |_| site_of(fact).is_none())
        .filter(move |(value, kind)| is_tie(*kind) && is_enough(value) && is_enough(&fact.name))
        .map(move |(value, _)| (name.clone(), (fact.kind, name_key(value))))
}

/// The pairs of a name and its acronym.
fn acronyms<'m>(member: &Member<'m>) -> impl Iterator<Item = (Name, Name)> + use<'m> {
    let Member { fact, name, .. } = *member;
    fact.aliases
        .iter()
        .filter(move |(_, kind)| *kind == AliasKind::Acronym && fact.kind != EntityKind::Person)
        .filter(move |_| site_of(fact).is_none())
        .map(move |(value, _)| (name.clone(), (fact.kind, name_key(value))))
}

/// Whether the name is not one, but the line of a list.
fn is_line((_, key): &Name) -> bool {
    key.starts_with('\u{0}')
}

/// The line of a list and the full name that a document has for it.
fn listed_name(member: &Member<'_>) -> Option<(Name, Name)> {
    let Member { fact, name, .. } = *member;
    let is_enough = fact.kind != EntityKind::Person || fact.name.split_whitespace().count() > 1;
    let is_listed = fact.listings.len() == 1;
    (is_listed && is_enough).then(|| (name.clone(), (fact.kind, name_key(&fact.name))))
}

/// What the judge says of the full names of people and of organisations, the nearest first.
fn judged(members: &[Member<'_>], corrections: Corrections<'_>) -> Vec<(Proposal, bool)> {
    let Some(judge) = corrections.judge else { return Vec::new() };
    let mut judged = Vec::new();
    for kind in [EntityKind::Person, EntityKind::Organisation] {
        let of_kind =
            members.iter().filter(|member| member.fact.kind == kind && !is_single(member.fact));
        // One writing of each name, the fullest, whichever document comes first.
        let mut writings: BTreeMap<&Name, &str> = BTreeMap::new();
        for Member { fact, name, .. } in of_kind {
            let writing = writings.entry(name).or_insert(&fact.name);
            let rank = |name: &str| (fullness(name), std::cmp::Reverse(name.to_owned()));
            if *writing != fact.name && rank(&fact.name) > rank(writing) {
                *writing = &fact.name;
            }
        }
        let (keys, names): (Vec<&Name>, Vec<&str>) = writings.into_iter().unzip();
        for pair in judge.judge(kind, &names) {
            let at = |place: usize| keys.get(place).zip(names.get(place));
            let Some(((one, one_name), (other, other_name))) = at(pair.one).zip(at(pair.other))
            else {
                continue;
            };
            let tie = NameTie {
                one: (*one_name).to_owned(),
                other: (*other_name).to_owned(),
                rule: pair.rule,
                score: Some(pair.score),
            };
            let (one, other) = ((*one).clone(), (*other).clone());
            judged.push((Proposal { one, other, tie: Some(tie) }, pair.is_same));
        }
    }
    judged.sort_by(|(a, _), (b, _)| {
        let score = |it: &Proposal| std::cmp::Reverse(it.tie.as_ref().and_then(|tie| tie.score));
        (score(a), &a.one, &a.other).cmp(&(score(b), &b.one, &b.other))
    });
    judged
}
