//! Clusters of names to entities, with all the ways in which each is written.

use std::collections::BTreeMap;

use annalist_model::{Alias, AliasKind, Entity, EntityKind, Mention, Span};

use super::{Cluster, Resolution, Tie, acronyms, key, shortened};
use crate::names::{Candidate, NameLexicon};

/// What the entities are put together from.
pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) names: &'a [Candidate],
    pub(super) clusters: &'a [Cluster],
    pub(super) ties: &'a BTreeMap<usize, Tie>,
    pub(super) definitions: acronyms::Definitions,
    /// Names with their titles, by mention.
    pub(super) titled: BTreeMap<usize, Span>,
    /// Names in other scripts, by the mention that they stand beside.
    pub(super) scripts: BTreeMap<usize, Span>,
    pub(super) lexicon: &'a NameLexicon,
}

impl Builder<'_> {
    pub(super) fn build(&self, cluster_of: &[usize], groups: &[usize]) -> Resolution {
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
                // What an editor completed is a way of its own.
                let key = if bracketed.is_some() { written } else { name.as_str() };
                if let Some(way) = known.get(key).and_then(|way| ways.get_mut(*way)) {
                    way.count += 1;
                    way.defined = way.defined.or(defined);
                    // A common word is a name by its article alone, wherever it has it.
                    if self.lexicon.is_common(&way.name.to_lowercase()) {
                        way.article = way.article.or(article);
                    }
                    continue;
                }
                known.insert(key.to_owned(), ways.len());
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
        Entity { id, kind, name, aliases, listings: Vec::new(), place: None }
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
            None if self.lexicon.known_as(&way.name.to_lowercase()).is_some() => {
                (AliasKind::Spelling, "known-as", None)
            }
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
