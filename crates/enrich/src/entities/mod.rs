//! Names to the entities behind them, within one document.
//!
//! Names are first brought together by how they are written ([`key`]) and how they sound
//! ([`spelled`]), then the short names of
//! people are tied to the full ones ([`people`]), acronyms to what they stand for ([`acronyms`]),
//! other names to those that the text ties them to ([`stated`]), and single words to the organisation
//! that they are short for ([`shortened`]). Nothing is tied that could be tied to two. A name beside its
//! title ([`titled`]) or in another script ([`scripts`]) is one more way to write it.

mod acronyms;
mod apart;
mod builder;
mod explain;
mod key;
mod kinds;
mod people;
mod renames;
mod scripts;
mod shortened;
mod spelled;
mod stated;
mod titled;
mod whole;

use std::collections::BTreeMap;

use annalist_model::{AliasKind, Apart, Code, Diagnostic, Entity, EntityKind, Mention, Span};

use builder::Builder;
pub(crate) use explain::Reasons;
use key::NameKey;
pub(crate) use renames::Renames;
pub(crate) use whole::WholeNames;

use crate::listed::Hit;
use crate::matching::NameMatcher;
use crate::names::{Candidate, NameLexicon};
use crate::segment::Segments;

/// The entities of a document, their mentions, and doubts about them.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    pub(crate) mentions: Vec<Mention>,
    pub(crate) entities: Vec<Entity>,
    /// Which of them are near and two all the same, sorted.
    pub(crate) apart: Vec<Apart>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Notes which entities a list names. What the list says that they are counts.
pub(crate) fn note_listings(resolution: &mut Resolution, hits: &[Hit]) {
    let mut kinds: BTreeMap<u32, EntityKind> = BTreeMap::new();
    for mention in &resolution.mentions {
        let Ok(hit) = hits.binary_search_by_key(&mention.span, |hit| hit.span) else { continue };
        let entity = resolution.entities.get_mut(mention.entity as usize);
        let Some((hit, entity)) = hits.get(hit).zip(entity) else { continue };
        kinds.entry(entity.id).or_insert(hit.kind);
        if !entity.listings.contains(&hit.listing) {
            entity.listings.push(hit.listing.clone());
            entity.listings.sort();
        }
    }
    for entity in &mut resolution.entities {
        entity.kind = kinds.get(&entity.id).copied().unwrap_or(entity.kind);
    }
    for mention in &mut resolution.mentions {
        mention.kind = kinds.get(&mention.entity).copied().unwrap_or(mention.kind);
    }
}

/// All mentions that are written alike, up to spelling.
#[derive(Clone, Debug)]
struct Cluster {
    kind: EntityKind,
    key: NameKey,
    /// Its mentions, as indexes.
    mentions: Vec<usize>,
}

/// Why a cluster belongs to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tie {
    /// The cluster that it belongs to.
    to: usize,
    kind: AliasKind,
    rule: &'static str,
    evidence: Option<Span>,
}

/// A name that fits other ones, and was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Open {
    cluster: usize,
    fits: Vec<usize>,
    rule: &'static str,
}

impl Open {
    /// A name that fits several.
    fn several(cluster: usize, fits: &[usize]) -> Open {
        Open { cluster, fits: fits.to_vec(), rule: "two-candidates" }
    }
}

/// Resolves `names`, which are sorted and disjoint.
pub(crate) fn resolve(
    segments: &Segments<'_>,
    names: &[Candidate],
    lexicon: &NameLexicon,
    matcher: &NameMatcher,
    renames: &Renames,
) -> Resolution {
    let text = segments.text();
    let (clusters, cluster_of) = cluster(text, names, lexicon);
    let mut ties: BTreeMap<usize, Tie> = BTreeMap::new();
    spelled::tie(text, names, &clusters, lexicon, matcher, &mut ties);
    let renamed = renames.find(text, names, &cluster_of, lexicon);
    let mut open = Vec::new();
    let definitions = acronyms::tie(segments, names, &clusters, &cluster_of, &mut ties, &mut open);
    stated::tie(text, names, &clusters, &cluster_of, lexicon, &renamed, &mut ties);
    ties.retain(|from, tie| !renamed.contains_key(&(tie.to.min(*from), tie.to.max(*from))));
    let ambiguous = people::tie(&clusters, &mut ties);
    shortened::tie(names, &clusters, &mut ties, &mut open);
    let groups = group(&clusters, &ties);
    let titled = titled::titled(segments, names, lexicon);
    let scripts = scripts::written_otherwise(text, names);
    let clusters = &clusters;
    let builder =
        Builder { text, names, clusters, ties: &ties, definitions, titled, scripts, lexicon };
    let mut resolution = builder.build(&cluster_of, &groups);
    let doubts = ambiguous.iter().filter_map(|it| describe_ambiguous(text, names, clusters, it));
    resolution.diagnostics.extend(doubts);
    let mut apart = apart::Pairs::default();
    let entity_of = |cluster: usize| {
        let mention = clusters.get(cluster)?.mentions.first()?;
        Some(resolution.mentions.get(*mention)?.entity)
    };
    for ((one, other), evidence) in renamed {
        if let Some((one, other)) = entity_of(one).zip(entity_of(other)) {
            apart.note(one, other, "renamed", Some(evidence));
        }
    }
    for Open { cluster, fits, rule } in ambiguous.into_iter().chain(open) {
        for fit in fits {
            if let Some((one, other)) = entity_of(cluster).zip(entity_of(fit)) {
                apart.note(one, other, rule, None);
            }
        }
    }
    apart.note_near(&resolution.entities, lexicon, matcher);
    resolution.apart = apart.into_apart();
    resolution
}

/// Brings the mentions together that are written alike, up to spelling, and gives the cluster of
/// each.
fn cluster(text: &str, names: &[Candidate], lexicon: &NameLexicon) -> (Vec<Cluster>, Vec<usize>) {
    let keys: Vec<NameKey> = names
        .iter()
        .map(|name| NameKey::new(name.span.slice(text).unwrap_or_default(), lexicon))
        .collect();
    let kinds = kinds::of_mentions(text, names, &keys, lexicon);
    let mut numbers: BTreeMap<(EntityKind, String, usize), usize> = BTreeMap::new();
    let mut bearers = people::Bearers::default();
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut cluster_of = Vec::with_capacity(names.len());
    for (index, (kind, key)) in kinds.into_iter().zip(&keys).enumerate() {
        let known = if kind == EntityKind::Person { bearers.known(key) } else { 0 };
        let number =
            *numbers.entry((kind, key.skeletons().join(" "), known)).or_insert_with(|| {
                clusters.push(Cluster { kind, key: key.clone(), mentions: Vec::new() });
                clusters.len() - 1
            });
        if let Some(cluster) = clusters.get_mut(number) {
            cluster.mentions.push(index);
        }
        cluster_of.push(number);
    }
    (clusters, cluster_of)
}

/// For each cluster the one that its entity grows from. Ties may form chains; a chain that comes
/// back to itself is cut.
fn group(clusters: &[Cluster], ties: &BTreeMap<usize, Tie>) -> Vec<usize> {
    (0..clusters.len())
        .map(|start| {
            let mut at = start;
            for _ in 0..clusters.len() {
                match ties.get(&at) {
                    Some(tie) if tie.to != start => at = tie.to,
                    _ => break,
                }
            }
            at
        })
        .collect()
}

fn describe_ambiguous(
    text: &str,
    names: &[Candidate],
    clusters: &[Cluster],
    ambiguous: &Open,
) -> Option<Diagnostic> {
    let name_of = |cluster: usize| {
        let mention = clusters.get(cluster)?.mentions.first()?;
        names.get(*mention)?.span.slice(text)
    };
    let span = names.get(*clusters.get(ambiguous.cluster)?.mentions.first()?)?.span;
    let fits: Vec<&str> = ambiguous.fits.iter().filter_map(|fit| name_of(*fit)).collect();
    let name = name_of(ambiguous.cluster)?;
    let message = format!("{name:?} may be {}; it was left alone", fits.join(" or "));
    Some(Diagnostic::at(Code::SurnameAmbiguous, span, message))
}
