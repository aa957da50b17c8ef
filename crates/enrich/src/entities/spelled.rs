//! Full names that only their spelling parts.

use std::collections::BTreeMap;

use annalist_model::{AliasKind, EntityKind};

use super::{Cluster, Tie};
use crate::matching::NameMatcher;
use crate::names::{Candidate, NameLexicon};

/// Ties each name of several words to the first one that differs from it in nothing but how it is
/// romanised.
pub(super) fn tie(
    text: &str,
    names: &[Candidate],
    clusters: &[Cluster],
    lexicon: &NameLexicon,
    matcher: &NameMatcher,
    ties: &mut BTreeMap<usize, Tie>,
) {
    for kind in [EntityKind::Person, EntityKind::Organisation] {
        let is_full = |cluster: &Cluster| cluster.kind == kind && cluster.key.words().len() > 1;
        let full: Vec<usize> = clusters
            .iter()
            .enumerate()
            .filter(|(_, cluster)| is_full(cluster))
            .map(|(at, _)| at)
            .collect();
        let written = |at: &usize| {
            let mention = clusters.get(*at)?.mentions.first()?;
            names.get(*mention)?.span.slice(text)
        };
        let prepared: Vec<_> = full
            .iter()
            .map(|at| matcher.prepare(written(at).unwrap_or_default(), kind, lexicon))
            .collect();
        let mut pairs = Vec::new();
        matcher.each_near_pair(&prepared, |one, other| {
            let pair = prepared.get(one).zip(prepared.get(other));
            if pair.is_some_and(|(one, other)| matcher.are_spellings(one, other)) {
                pairs.push((one, other));
            }
        });
        pairs.sort_unstable();
        for (one, other) in pairs {
            let (Some(to), Some(from)) = (full.get(one), full.get(other)) else { continue };
            // The first of them stands for all.
            let to = ties.get(to).map_or(*to, |tie| tie.to);
            if to != *from {
                let (kind, rule) = (AliasKind::Spelling, "spelled-otherwise");
                ties.entry(*from).or_insert(Tie { to, kind, rule, evidence: None });
            }
        }
    }
}
