//! The facts of several documents about one entity, made one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{AliasKind, Date, EntityKind, Listing, Place};

use super::places;
use super::{CorpusAlias, CorpusEntity, Member, NameTie, Occurrence};
use crate::key::{fullness, name_key};
use crate::{PeriodCount, month_of};

/// Most names left apart that are told of.
const MOST_APART: usize = 8;

/// An entity that has no number yet.
pub(super) struct Merged {
    kind: EntityKind,
    name: String,
    aliases: Vec<CorpusAlias>,
    listings: BTreeSet<Listing>,
    place: Option<Place>,
    merged: Vec<NameTie>,
    apart: Vec<NameTie>,
    documents: Vec<Occurrence>,
    sources: BTreeSet<u32>,
    article_mentions: u32,
    comment_mentions: u32,
    times: Times,
}

/// Mentions by the time of their documents.
#[derive(Default)]
struct Times {
    months: BTreeMap<Date, u32>,
    years: BTreeMap<Date, u32>,
    undated: u32,
}

/// How one form of a name is used.
#[derive(Default)]
struct Form {
    kinds: BTreeSet<AliasKind>,
    documents: BTreeSet<u32>,
    /// The documents that hold it for the name itself.
    canonical: BTreeSet<u32>,
    mentions: u32,
}

pub(super) fn merge(members: &[Member<'_>], countries: &BTreeMap<String, u32>) -> Merged {
    let mut merged = Merged {
        kind: members.first().map_or(EntityKind::Other, |member| member.fact.kind),
        name: String::new(),
        aliases: Vec::new(),
        listings: BTreeSet::new(),
        place: places::place_of(members, countries),
        merged: Vec::new(),
        apart: Vec::new(),
        documents: Vec::new(),
        sources: BTreeSet::new(),
        article_mentions: 0,
        comment_mentions: 0,
        times: Times::default(),
    };
    for &member in members {
        merged.add(member);
    }
    let forms = forms_of(members);
    merged.name = canonical(&forms).to_owned();
    merged.aliases = aliases(forms, &merged.name);
    merged
}

impl Merged {
    /// Adds what one document says. Members come in the order of documents.
    fn add(&mut self, Member { document, source, digest, fact, .. }: Member<'_>) {
        self.sources.insert(source);
        let mentions = fact.article_mentions + fact.comment_mentions;
        self.listings.extend(fact.listings.iter().cloned());
        self.article_mentions += fact.article_mentions;
        self.comment_mentions += fact.comment_mentions;
        self.times.add(digest.published.map(|published| published.date), mentions);
        match self.documents.last_mut() {
            Some(known) if known.document == document => {
                known.entities.push(fact.number);
                known.article_mentions += fact.article_mentions;
                known.comment_mentions += fact.comment_mentions;
                known.first = match (known.first.take(), &fact.first) {
                    (Some(one), Some(other)) => Some(one.min(other.clone())),
                    (one, other) => one.or_else(|| other.clone()),
                };
            }
            _ => self.documents.push(Occurrence {
                document,
                entities: vec![fact.number],
                article_mentions: fact.article_mentions,
                comment_mentions: fact.comment_mentions,
                first: fact.first.clone(),
            }),
        }
    }

    /// Notes why its names are one, and why others were left apart.
    pub(super) fn explain(&mut self, merged: BTreeSet<NameTie>, apart: BTreeSet<NameTie>) {
        self.merged = merged.into_iter().collect();
        self.apart = apart.into_iter().take(MOST_APART).collect();
    }

    /// Takes the name that the user prefers for one of its names, by their keys.
    pub(super) fn prefer(&mut self, preferred: &BTreeMap<String, String>) {
        let forms = std::iter::once(&self.name).chain(self.aliases.iter().map(|it| &it.value));
        let Some(name) = forms.filter_map(|form| preferred.get(&name_key(form))).next() else {
            return;
        };
        self.name.clone_from(name);
        self.aliases.retain(|alias| alias.value != *name);
    }

    /// Where it stands among the others: that of most sources first, then of most documents, of most
    /// mentions, then by name.
    pub(super) fn rank(&self) -> (Reverse<[usize; 2]>, Reverse<u32>, &str, EntityKind) {
        let mentions = self.article_mentions + self.comment_mentions;
        let documents = [self.sources.len(), self.documents.len()];
        (Reverse(documents), Reverse(mentions), &self.name, self.kind)
    }

    pub(super) fn into_entity(
        self,
        id: u32,
        (may_be, may_be_more): (Vec<u32>, u32),
    ) -> CorpusEntity {
        CorpusEntity {
            id,
            kind: self.kind,
            name: self.name,
            aliases: self.aliases,
            listings: self.listings.into_iter().collect(),
            place: self.place,
            merged: self.merged,
            apart: self.apart,
            documents: self.documents,
            sources: self.sources.len() as u32,
            article_mentions: self.article_mentions,
            comment_mentions: self.comment_mentions,
            by_month: counts(self.times.months),
            by_year: counts(self.times.years),
            undated: self.times.undated,
            may_be,
            may_be_more,
        }
    }
}

impl Times {
    fn add(&mut self, published: Option<Date>, mentions: u32) {
        let Some(date) = published else {
            self.undated += mentions;
            return;
        };
        if let Some(month) = month_of(date) {
            *self.months.entry(month).or_default() += mentions;
        }
        if let Some(year) = Date::new(date.year(), None, None) {
            *self.years.entry(year).or_default() += mentions;
        }
    }
}

fn counts(periods: BTreeMap<Date, u32>) -> Vec<PeriodCount> {
    periods
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(period, count)| PeriodCount { period, count })
        .collect()
}

/// The names and aliases of the members, and how often they are written. What is written and is
/// neither differs from one of them by case alone and is no name of its own.
fn forms_of<'d>(members: &[Member<'d>]) -> BTreeMap<&'d str, Form> {
    let mut forms: BTreeMap<&str, Form> = BTreeMap::new();
    for Member { document, fact, .. } in members {
        let name = forms.entry(&fact.name).or_default();
        name.canonical.insert(*document);
        name.documents.insert(*document);
        for (value, kind) in &fact.aliases {
            let form = forms.entry(value).or_default();
            form.kinds.insert(*kind);
            form.documents.insert(*document);
        }
    }
    for (value, count) in members.iter().flat_map(|member| &member.fact.forms) {
        if let Some(form) = forms.get_mut(value.as_str()) {
            form.mentions += count;
        }
    }
    forms
}

/// The fullest of the names that documents hold for the name itself; of several, the one that most
/// documents use, then the one most written.
fn canonical<'d>(forms: &BTreeMap<&'d str, Form>) -> &'d str {
    forms
        .iter()
        .filter(|(_, form)| !form.canonical.is_empty())
        .map(|(&value, form)| {
            (fullness(value), form.canonical.len(), form.mentions, Reverse(value))
        })
        .max()
        .map_or("", |(.., Reverse(value))| value)
}

fn aliases(forms: BTreeMap<&str, Form>, name: &str) -> Vec<CorpusAlias> {
    forms
        .into_iter()
        .filter(|(value, _)| *value != name)
        .map(|(value, form)| CorpusAlias {
            value: value.to_owned(),
            kinds: form.kinds.into_iter().collect(),
            documents: form.documents.len() as u32,
            mentions: form.mentions,
        })
        .collect()
}
