//! Names to the entities behind them, within one document.
//!
//! Names are first brought together by how they are written ([`key`]), then the short names of
//! people are tied to the full ones ([`people`]), acronyms to what they stand for ([`acronyms`]),
//! other names to those that the text ties them to ([`stated`]), and single words to the organisation
//! that they are short for ([`shortened`]). Nothing is tied that could be tied to two. A name beside its
//! title ([`titled`]) or in another script ([`scripts`]) is one more way to write it.

mod acronyms;
mod key;
mod people;
mod scripts;
mod shortened;
mod stated;
mod titled;

use std::collections::BTreeMap;

use annalist_model::{Alias, AliasKind, Code, Diagnostic, Entity, EntityKind, Mention, Span};

use key::NameKey;
pub(crate) use key::skeleton;

use crate::names::{Candidate, NameLexicon};
use crate::segment::Segments;

/// The entities of a document, their mentions, and doubts about them.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    pub(crate) mentions: Vec<Mention>,
    pub(crate) entities: Vec<Entity>,
    pub(crate) diagnostics: Vec<Diagnostic>,
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

/// Resolves `names`, which are sorted and disjoint.
pub(crate) fn resolve(
    segments: &Segments<'_>,
    names: &[Candidate],
    lexicon: &NameLexicon,
) -> Resolution {
    let text = segments.text();
    let (clusters, cluster_of) = cluster(text, names, lexicon);
    let mut ties: BTreeMap<usize, Tie> = BTreeMap::new();
    let definitions = acronyms::tie(segments, names, &clusters, &cluster_of, &mut ties);
    stated::tie(text, names, &clusters, &cluster_of, lexicon, &mut ties);
    let ambiguous = people::tie(&clusters, &mut ties);
    shortened::tie(&clusters, &mut ties);
    let groups = group(&clusters, &ties);
    let titled = titled::titled(segments, names, lexicon);
    let scripts = scripts::written_otherwise(text, names);
    let clusters = &clusters;
    let builder =
        Builder { text, names, clusters, ties: &ties, definitions, titled, scripts, lexicon };
    let mut resolution = builder.build(&cluster_of, &groups);
    let doubts = ambiguous.iter().filter_map(|it| describe_ambiguous(text, names, clusters, it));
    resolution.diagnostics.extend(doubts);
    resolution
}

/// Brings the mentions together that are written alike, up to spelling, and gives the cluster of
/// each. Of several kinds for one writing the surest stands, so that one name is one thing in one
/// document.
fn cluster(text: &str, names: &[Candidate], lexicon: &NameLexicon) -> (Vec<Cluster>, Vec<usize>) {
    let keys: Vec<NameKey> = names
        .iter()
        .map(|name| NameKey::new(name.span.slice(text).unwrap_or_default(), lexicon))
        .collect();
    let mut weights: BTreeMap<&[String], BTreeMap<EntityKind, u32>> = BTreeMap::new();
    for (name, key) in names.iter().zip(&keys) {
        let weight = weights.entry(key.words()).or_default().entry(name.kind).or_default();
        *weight = weight.saturating_add(u32::from(name.score));
    }
    let mut numbers: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut cluster_of = Vec::with_capacity(names.len());
    for (index, (name, key)) in names.iter().zip(&keys).enumerate() {
        let heaviest = weights.get(key.words()).and_then(|kinds| {
            kinds.iter().max_by_key(|(kind, weight)| (**weight, std::cmp::Reverse(**kind)))
        });
        let kind = heaviest.map_or(name.kind, |(kind, _)| *kind);
        let number = *numbers.entry((kind, key.skeletons().join(" "))).or_insert_with(|| {
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

/// What the entities are put together from.
struct Builder<'a> {
    text: &'a str,
    names: &'a [Candidate],
    clusters: &'a [Cluster],
    ties: &'a BTreeMap<usize, Tie>,
    definitions: acronyms::Definitions,
    /// Names with their titles, by mention.
    titled: BTreeMap<usize, Span>,
    /// Names in other scripts, by the mention that they stand beside.
    scripts: BTreeMap<usize, Span>,
    lexicon: &'a NameLexicon,
}

impl Builder<'_> {
    fn build(&self, cluster_of: &[usize], groups: &[usize]) -> Resolution {
        let mut parts_of_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (cluster, root) in groups.iter().enumerate() {
            parts_of_root.entry(*root).or_default().push(cluster);
        }
        let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
        let mut resolution = Resolution::default();
        for (name, cluster) in self.names.iter().zip(cluster_of) {
            let root = groups.get(*cluster).copied().unwrap_or(*cluster);
            let next = resolution.entities.len() as u32;
            let number = *numbers.entry(root).or_insert(next);
            let kind = self.clusters.get(root).map_or(name.kind, |cluster| cluster.kind);
            if number == next {
                let parts = parts_of_root.get(&root).map(Vec::as_slice).unwrap_or_default();
                let mut entity = self.entity(number, kind, &self.writings(parts));
                self.add_beside(&mut entity, parts);
                resolution.entities.push(entity);
            }
            resolution.mentions.push(Mention {
                span: name.span,
                kind,
                entity: number,
                rule: name.rule.to_owned(),
                score: name.score,
            });
        }
        resolution
    }

    /// The ways to write the names of these clusters, in the order of the text within each.
    fn writings(&self, parts: &[usize]) -> Vec<Writing<'_>> {
        let mut ways: Vec<Writing<'_>> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for part in parts {
            let Some(cluster) = self.clusters.get(*part) else { continue };
            for mention in &cluster.mentions {
                let Some(span) = self.names.get(*mention).map(|name| name.span) else { continue };
                let written = span.slice(self.text).unwrap_or_default();
                let name = key::plain_name(written, self.lexicon);
                let bracketed = Some(span).filter(|_| written.contains('['));
                let defined = self.definitions.get(mention).copied();
                let article = self.article_before(span);
                if let Some(way) = known.get(&name).and_then(|way| ways.get_mut(*way)) {
                    way.count += 1;
                    way.bracketed = way.bracketed.filter(|_| bracketed.is_some());
                    way.defined = way.defined.or(defined);
                    // A common word is a name by its article alone, wherever it has it.
                    if self.lexicon.is_common(&way.name.to_lowercase()) {
                        way.article = way.article.or(article);
                    }
                    continue;
                }
                known.insert(name.clone(), ways.len());
                let words = name.split(' ').count().min(cluster.key.words().len());
                let (count, first, cluster) = (1, *mention, *part);
                ways.push(Writing {
                    name,
                    words,
                    count,
                    first,
                    cluster,
                    bracketed,
                    defined,
                    article,
                });
            }
        }
        ways
    }

    fn entity(&self, id: u32, kind: EntityKind, ways: &[Writing<'_>]) -> Entity {
        // What the text gives as another name is not the name.
        let is_other = |way: &Writing<'_>| {
            self.ties.get(&way.cluster).is_some_and(|tie| {
                use AliasKind::{Acronym, Nickname, Transliteration};
                matches!(tie.kind, Acronym | Nickname | Transliteration)
            })
        };
        let fullest = ways
            .iter()
            .max_by_key(|way| (!is_other(way), way.words, way.count, std::cmp::Reverse(way.first)));
        let (name, root) = fullest.map(|way| (way.name.clone(), way.cluster)).unwrap_or_default();
        let mut aliases: Vec<Alias> = ways
            .iter()
            .filter(|way| way.name != name || way.bracketed.is_some())
            .map(|way| self.alias(way, root))
            .collect();
        aliases.sort_by(|a, b| (&a.value, a.kind).cmp(&(&b.value, b.kind)));
        Entity { id, kind, name, aliases }
    }

    /// Adds the ways to write the names of these clusters that stand beside their mentions.
    fn add_beside(&self, entity: &mut Entity, parts: &[usize]) {
        let mentions = parts.iter().filter_map(|part| self.clusters.get(*part));
        for mention in mentions.flat_map(|cluster| &cluster.mentions) {
            let titled = self.titled.get(mention).map(|span| (span, AliasKind::Spelling, "titled"));
            let script = self.scripts.get(mention);
            let script = script.map(|span| (span, AliasKind::Transliteration, "other-script"));
            for (span, kind, rule) in titled.into_iter().chain(script) {
                let words = span.slice(self.text).unwrap_or_default();
                let value = words.split_whitespace().collect::<Vec<_>>().join(" ");
                let is_known = entity.aliases.iter().any(|alias| alias.value == value);
                if !is_known && value != entity.name {
                    let (rule, evidence) = (rule.to_owned(), Some(*span));
                    entity.aliases.push(Alias { value, kind, rule, evidence });
                }
            }
        }
        entity.aliases.sort_by(|a, b| (&a.value, a.kind).cmp(&(&b.value, b.kind)));
    }

    /// The article that stands right before `span`.
    fn article_before(&self, span: Span) -> Option<&str> {
        let before = self.text.get(..span.start() as usize)?.trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
        Some(word).filter(|word| self.lexicon.is_article(&word.to_lowercase()))
    }

    /// The name as it is written in the document: with the brackets around a part of it, and with
    /// the article without which the short name of an organisation is but a word.
    fn as_written(&self, way: &Writing<'_>, rule: &str) -> String {
        if let Some(span) = way.bracketed {
            return span.slice(self.text).unwrap_or_default().to_owned();
        }
        match way.article.filter(|_| rule == shortened::RULE) {
            Some(article) => format!("{} {}", article.to_lowercase(), way.name),
            None => way.name.clone(),
        }
    }

    fn alias(&self, way: &Writing<'_>, root: usize) -> Alias {
        let tie = self.ties.get(&way.cluster).filter(|_| way.cluster != root);
        let (kind, rule, evidence) = match tie {
            _ if way.bracketed.is_some() => (AliasKind::Bracketed, "bracketed-name", way.bracketed),
            Some(tie) => (tie.kind, tie.rule, tie.evidence),
            None if key::is_acronym(&way.name) && way.defined.is_some() => {
                (AliasKind::Acronym, "acronym-in-brackets", way.defined)
            }
            None if key::is_acronym(&way.name) => (AliasKind::Acronym, "known-as", None),
            None => (AliasKind::Spelling, "same-letters", None),
        };
        Alias { value: self.as_written(way, rule), kind, rule: rule.to_owned(), evidence }
    }
}

/// One way to write a name.
struct Writing<'t> {
    name: String,
    words: usize,
    count: usize,
    /// Its first mention.
    first: usize,
    cluster: usize,
    /// Where a first name in brackets completes it.
    bracketed: Option<Span>,
    /// Where the text says what it is short for.
    defined: Option<Span>,
    /// The article that it has where it stands first, or, if it is a common word, anywhere.
    article: Option<&'t str>,
}

fn describe_ambiguous(
    text: &str,
    names: &[Candidate],
    clusters: &[Cluster],
    ambiguous: &people::Ambiguous,
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
