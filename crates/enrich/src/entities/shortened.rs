//! Organisations named by one word of their name: "the League", or what sets it apart.

use std::collections::BTreeMap;

use annalist_model::{AliasKind, EntityKind};

use super::{Cluster, Open, Tie};
use crate::names::{Candidate, KNOWN};

/// Ties the names of one word to the one organisation whose name begins or ends in it, and says which
/// were left alone.
pub(super) fn tie(
    names: &[Candidate],
    clusters: &[Cluster],
    ties: &mut BTreeMap<usize, Tie>,
    open: &mut Vec<Open>,
) {
    let is_known = |cluster: &Cluster| {
        let mut mentions = cluster.mentions.iter().filter_map(|mention| names.get(*mention));
        // What a list has is known by itself, as that of something else may be.
        mentions.any(|name| name.rule == KNOWN)
    };
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, cluster) in organisations(clusters) {
        if let [first, .., last] = cluster.key.words() {
            let root = ties.get(&at).map_or(at, |tie| tie.to);
            for word in [first, last] {
                let fits = by_word.entry(word).or_default();
                if !fits.contains(&root) {
                    fits.push(root);
                }
            }
        }
    }
    for (at, cluster) in organisations(clusters) {
        let [word] = cluster.key.words() else { continue };
        match by_word.get(word.as_str()).map(Vec::as_slice).unwrap_or_default() {
            [] => {}
            fits if is_known(cluster) => {
                open.push(Open { cluster: at, fits: fits.to_vec(), rule: "known-by-itself" });
            }
            [to] => {
                let (kind, rule) = (AliasKind::Spelling, RULE);
                if *to != at {
                    ties.entry(at).or_insert(Tie { to: *to, kind, rule, evidence: None });
                }
            }
            fits => open.push(Open::several(at, fits)),
        }
    }
}

/// The rule that ties short names.
pub(super) const RULE: &str = "word-of-one";

fn organisations(clusters: &[Cluster]) -> impl Iterator<Item = (usize, &Cluster)> {
    clusters.iter().enumerate().filter(|(_, cluster)| cluster.kind == EntityKind::Organisation)
}
