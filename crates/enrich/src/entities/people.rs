//! Short names of people to full ones.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{AliasKind, EntityKind};

use super::key::NameKey;
use super::{Cluster, Open, Tie};

/// People of one surname that are told apart by looking at each pair; more are left alone.
const MOST_OF_ONE_SURNAME: usize = 64;

/// Ties the short names of people to the one full name that they fit, and says which fit several.
pub(super) fn tie(clusters: &[Cluster], ties: &mut BTreeMap<usize, Tie>) -> Vec<Open> {
    tie_shortened(clusters, ties);
    let full = FullNames::of(clusters, ties);
    let mut ambiguous = Vec::new();
    for (at, cluster) in people(clusters).filter(|(_, cluster)| cluster.key.words().len() == 1) {
        let (kind, rule, fits) = full.fitting(cluster);
        // Of several, those whose full names the text has given by then.
        let is_given = |fit: &&usize| {
            let first = |cluster: &Cluster| cluster.mentions.first().copied();
            clusters.get(**fit).and_then(first) < first(cluster)
        };
        let given: Vec<usize> = fits.iter().filter(is_given).copied().collect();
        let fits = if given.is_empty() { fits } else { given.as_slice() };
        match fits {
            [] => {}
            [to] => {
                ties.insert(at, Tie { to: *to, kind, rule, evidence: None });
            }
            _ => ambiguous.push(Open::several(at, fits)),
        }
    }
    ambiguous
}

/// The people of one surname that a text has named in full so far, counted: a surname alone means
/// somebody else once there are more of them.
#[derive(Debug, Default)]
pub(super) struct Bearers {
    of_surname: BTreeMap<String, BTreeSet<String>>,
}

impl Bearers {
    /// For a single name how many bearers it had by now; a full name counts from here on.
    pub(super) fn known(&mut self, key: &NameKey) -> usize {
        let name = key.last().unwrap_or_default();
        if key.words().len() < 2 {
            return self.of_surname.get(name).map_or(0, BTreeSet::len).saturating_sub(1);
        }
        let given = key.first().unwrap_or_default().to_owned();
        self.of_surname.entry(name.to_owned()).or_default().insert(given);
        0
    }
}

fn people(clusters: &[Cluster]) -> impl Iterator<Item = (usize, &Cluster)> {
    clusters.iter().enumerate().filter(|(_, cluster)| cluster.kind == EntityKind::Person)
}

/// Ties names of several words to those that have more words between the same ends.
fn tie_shortened(clusters: &[Cluster], ties: &mut BTreeMap<usize, Tie>) {
    let mut by_surname: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, cluster) in people(clusters).filter(|(_, cluster)| cluster.key.words().len() > 1) {
        by_surname.entry(cluster.key.last().unwrap_or_default()).or_default().push(at);
    }
    for of_one in by_surname.values().filter(|it| it.len() <= MOST_OF_ONE_SURNAME) {
        for at in of_one {
            let longer: Vec<usize> =
                of_one.iter().copied().filter(|other| leaves_out(clusters, *at, *other)).collect();
            if let Some(to) = one_person(clusters, &longer) {
                let (kind, rule) = (AliasKind::Spelling, "middle-names-left-out");
                ties.insert(*at, Tie { to, kind, rule, evidence: None });
            }
        }
    }
}

/// The full names of a document, by the words that stand for them alone.
struct FullNames<'c> {
    by_surname: BTreeMap<&'c str, Vec<usize>>,
    by_given_name: BTreeMap<&'c str, Vec<usize>>,
}

impl<'c> FullNames<'c> {
    /// Those that are not tied to a fuller one.
    fn of(clusters: &'c [Cluster], ties: &BTreeMap<usize, Tie>) -> FullNames<'c> {
        let (mut by_surname, mut by_given_name) = (BTreeMap::new(), BTreeMap::new());
        for (at, cluster) in people(clusters) {
            if cluster.key.words().len() < 2 || ties.contains_key(&at) {
                continue;
            }
            let entry = |map: &mut BTreeMap<&'c str, Vec<usize>>, name: Option<&'c str>| {
                map.entry(name.unwrap_or_default()).or_default().push(at);
            };
            entry(&mut by_surname, cluster.key.last());
            entry(&mut by_given_name, cluster.key.first());
        }
        FullNames { by_surname, by_given_name }
    }

    /// The full names that a single name fits: by the surname, or else by the given name.
    fn fitting(&self, cluster: &Cluster) -> (AliasKind, &'static str, &[usize]) {
        let name = cluster.key.last().unwrap_or_default();
        match self.by_surname.get(name) {
            Some(fits) => (AliasKind::Surname, "surname-of-one", fits),
            None => {
                let fits = self.by_given_name.get(name).map(Vec::as_slice).unwrap_or_default();
                (AliasKind::GivenName, "given-name-of-one", fits)
            }
        }
    }
}

/// Whether the name at `short` is that at `long` with words left out.
fn leaves_out(clusters: &[Cluster], short: usize, long: usize) -> bool {
    let (Some(short), Some(long)) = (clusters.get(short), clusters.get(long)) else { return false };
    let (short, long) = (short.key.skeletons(), long.key.skeletons());
    if short.len() >= long.len() || short.last() != long.last() {
        return false;
    }
    // Of father and son the one may have an initial more than the other.
    let initials = |words: &[String]| words.iter().filter(|word| word.len() == 1).count();
    if initials(short) > 0 && initials(short) != initials(long) {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// The longest of the names, if all of them can be one person's.
fn one_person(clusters: &[Cluster], fits: &[usize]) -> Option<usize> {
    let words = |at: usize| clusters.get(at).map_or(0, |cluster| cluster.key.words().len());
    let longest = fits.iter().copied().max_by_key(|at| (words(*at), std::cmp::Reverse(*at)))?;
    let agree = fits.iter().all(|at| *at == longest || leaves_out(clusters, *at, longest));
    agree.then_some(longest)
}
