//! Acronyms to what they stand for.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{AliasKind, EntityKind, Span};

use super::key::is_acronym;
use super::whole::spells;
use super::{Cluster, Open, Tie};
use crate::names::Candidate;
use crate::segment::Segments;

/// Fewest letters of an acronym that is taken for that of a name without being defined.
const FEWEST_LETTERS: usize = 3;

/// Where the document says what an acronym stands for, by the mention of the acronym.
pub(super) type Definitions = BTreeMap<usize, Span>;

/// Ties acronyms to the full names of the document: where one stands in brackets behind the other,
/// or where the letters are those of just one name. Those of several are left alone.
pub(super) fn tie(
    segments: &Segments<'_>,
    names: &[Candidate],
    clusters: &[Cluster],
    cluster_of: &[usize],
    ties: &mut BTreeMap<usize, Tie>,
    open: &mut Vec<Open>,
) -> Definitions {
    let mut definitions = Definitions::new();
    let written = |name: &Candidate| name.span.slice(segments.text()).unwrap_or_default();
    // Articles that are no part of a name may have their letter in its acronym.
    let is_spelled = |full: &Candidate, short: &Candidate| {
        is_acronym(written(short)) && spells(written(full), written(short))
    };
    for (index, (pair, of_pair)) in names.windows(2).zip(cluster_of.windows(2)).enumerate() {
        let ([first, second], [of_first, of_second]) = (pair, of_pair) else { continue };
        let Some(evidence) = defining_span(segments.text(), first.span, second.span) else {
            continue;
        };
        let (mention, short, full) = if of_first == of_second {
            // Both are known as the same: which one is short is told when they are written.
            definitions.insert(index, evidence);
            definitions.insert(index + 1, evidence);
            continue;
        } else if stands_for(clusters, *of_second, *of_first) || is_spelled(first, second) {
            (index + 1, *of_second, *of_first)
        } else if stands_for(clusters, *of_first, *of_second) {
            (index, *of_first, *of_second)
        } else {
            continue;
        };
        let (kind, rule) = (AliasKind::Acronym, "acronym-in-brackets");
        definitions.insert(mention, evidence);
        ties.entry(short).or_insert(Tie { to: full, kind, rule, evidence: Some(evidence) });
    }
    tie_undefined(clusters, ties, open);
    definitions
}

fn tie_undefined(clusters: &[Cluster], ties: &mut BTreeMap<usize, Tie>, open: &mut Vec<Open>) {
    let mut by_initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, cluster) in clusters.iter().enumerate() {
        for initials in initials(cluster) {
            by_initials.entry(initials).or_default().push(at);
        }
    }
    for (at, cluster) in clusters.iter().enumerate() {
        let letters = letters(cluster).filter(|letters| letters.len() >= FEWEST_LETTERS);
        let fits = letters.and_then(|letters| by_initials.get(letters));
        match fits.map(Vec::as_slice).unwrap_or_default() {
            [] => {}
            [to] => {
                let (kind, rule) = (AliasKind::Acronym, "acronym-of-one");
                ties.entry(at).or_insert(Tie { to: *to, kind, rule, evidence: None });
            }
            _ if ties.contains_key(&at) => {}
            fits => open.push(Open::several(at, fits)),
        }
    }
}

/// The span of both names, if the second stands in brackets right behind the first.
fn defining_span(text: &str, first: Span, second: Span) -> Option<Span> {
    let between = text.get(first.end() as usize..second.start() as usize)?;
    let behind = text.get(second.end() as usize..)?.chars().next()?;
    let is_opened = between.len() <= 6 && between.trim_start().starts_with('(');
    let is_closed = matches!(behind, ')' | '"' | '”' | '’' | ',' | ';');
    let end = if behind == ')' { second.end() + 1 } else { second.end() };
    Span::new(first.start(), end).filter(|_| is_opened && is_closed)
}

fn stands_for(clusters: &[Cluster], short: usize, full: usize) -> bool {
    let letters = clusters.get(short).and_then(letters);
    let full = clusters.get(full);
    letters.zip(full).is_some_and(|(letters, full)| initials(full).contains(letters))
}

/// The letters of an acronym: a single short word.
fn letters(cluster: &Cluster) -> Option<&str> {
    let is_name = !matches!(cluster.kind, EntityKind::Person | EntityKind::Group);
    match cluster.key.words() {
        [word] if is_name && (2..=8).contains(&word.len()) => Some(word),
        _ => None,
    }
}

/// The first letters of a name: of all its words, of its longer ones, and of those behind the
/// first, which may say whose it is.
fn initials(cluster: &Cluster) -> BTreeSet<String> {
    let words = cluster.key.words();
    if words.len() < 2 {
        return BTreeSet::new();
    }
    let of_all: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let long = words.iter().filter(|word| word.len() > 3);
    let of_long: String = long.filter_map(|word| word.chars().next()).collect();
    let of_rest: String = of_all.chars().skip(1).collect();
    BTreeSet::from([of_all, of_long, of_rest])
}
