//! The facts of several documents about one entity, made one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use annalist_model::{AliasKind, Date, EntityKind, Listing};

use super::places::{Lie, Sites};
use super::{CorpusAlias, CorpusEntity, NameTie, Occurrence};
use crate::digest::EntityFact;
use crate::key::{fullness, name_key};
use crate::store::write_text;
use crate::{PeriodCount, month_of};

/// Most names left apart that are told of.
const MOST_APART: usize = 8;

/// An entity in the making: what its documents say, one after the other.
pub(super) struct Merged {
    kind: EntityKind,
    forms: BTreeMap<String, Form>,
    listings: BTreeSet<Listing>,
    lie: Lie,
    documents: Vec<Occurrence>,
    sources: Vec<u32>,
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
    documents: Counted,
    /// The documents that hold it for the name itself.
    canonical: Counted,
    mentions: u32,
}

/// Documents, which come in order, counted.
#[derive(Default)]
struct Counted {
    count: u32,
    last: Option<u32>,
}

impl Counted {
    fn add(&mut self, document: u32) {
        if self.last != Some(document) {
            self.last = Some(document);
            self.count += 1;
        }
    }
}

impl Merged {
    pub(super) fn new(kind: EntityKind) -> Merged {
        Merged {
            kind,
            forms: BTreeMap::new(),
            listings: BTreeSet::new(),
            lie: Lie::default(),
            documents: Vec::new(),
            sources: Vec::new(),
            article_mentions: 0,
            comment_mentions: 0,
            times: Times::default(),
        }
    }

    /// Adds what one document says. Documents come in order.
    pub(super) fn add(
        &mut self,
        document: u32,
        source: u32,
        published: Option<Date>,
        fact: EntityFact,
    ) {
        let mentions = fact.mentions();
        self.note_forms(document, &fact);
        self.sources.push(source);
        self.listings.extend(fact.listings);
        if let Some(place) = fact.place {
            self.lie.add(place);
        }
        self.article_mentions += fact.article_mentions;
        self.comment_mentions += fact.comment_mentions;
        self.times.add(published, mentions);
        match self.documents.last_mut() {
            Some(known) if known.document == document => {
                known.entities.push(fact.number);
                known.article_mentions += fact.article_mentions;
                known.comment_mentions += fact.comment_mentions;
                known.first = match (known.first.take(), fact.first) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
            _ => self.documents.push(Occurrence {
                document,
                entities: vec![fact.number],
                article_mentions: fact.article_mentions,
                comment_mentions: fact.comment_mentions,
                first: fact.first,
            }),
        }
    }

    /// Notes the name and the aliases, and how often each form is written.
    fn note_forms(&mut self, document: u32, fact: &EntityFact) {
        let name = form(&mut self.forms, &fact.name);
        name.canonical.add(document);
        name.documents.add(document);
        for (value, kind) in &fact.aliases {
            let form = form(&mut self.forms, value);
            form.kinds.insert(*kind);
            form.documents.add(document);
        }
        for (value, count) in &fact.forms {
            form(&mut self.forms, value).mentions += count;
        }
    }

    /// The entity, without its number and whom it may be; `ties` are why its names are one, and why
    /// others were left apart. `preferred` has the names that the user prefers, by the keys of those
    /// that they stand for.
    pub(super) fn finish(
        mut self,
        sites: &Sites,
        (merged, apart): (BTreeSet<NameTie>, BTreeSet<NameTie>),
        preferred: &BTreeMap<String, String>,
    ) -> CorpusEntity {
        // What is written and is neither name nor alias differs from one of them by case alone, and
        // is no name of its own.
        self.forms.retain(|_, form| form.documents.count > 0);
        let mut name = canonical(&self.forms).to_owned();
        let mut aliases = aliases(self.forms, &name);
        let of_user = iter::once(&name).chain(aliases.iter().map(|it| &it.value));
        if let Some(wanted) = of_user.filter_map(|form| preferred.get(&name_key(form))).next() {
            name.clone_from(wanted);
            aliases.retain(|alias| alias.value != *wanted);
        }
        self.sources.sort_unstable();
        self.sources.dedup();
        CorpusEntity {
            id: 0,
            kind: self.kind,
            name,
            aliases,
            listings: self.listings.into_iter().collect(),
            place: self.lie.place(sites),
            merged: merged.into_iter().collect(),
            apart: apart.into_iter().take(MOST_APART).collect(),
            documents: self.documents,
            sources: self.sources.len() as u32,
            article_mentions: self.article_mentions,
            comment_mentions: self.comment_mentions,
            by_month: counts(self.times.months),
            by_year: counts(self.times.years),
            undated: self.times.undated,
            may_be: Vec::new(),
            may_be_more: 0,
        }
    }
}

/// Where an entity stands among the others: that of most sources first, then of most documents, of
/// most mentions, then by name.
pub(super) fn write_rank(key: &mut Vec<u8>, entity: &CorpusEntity) {
    let mentions = entity.article_mentions + entity.comment_mentions;
    for count in [entity.sources, entity.documents.len() as u32, mentions] {
        key.extend_from_slice(&(u32::MAX - count).to_be_bytes());
    }
    write_text(key, entity.name.as_bytes());
    key.push(entity.kind as u8);
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

fn form<'f>(forms: &'f mut BTreeMap<String, Form>, value: &str) -> &'f mut Form {
    forms.entry(value.to_owned()).or_default()
}

/// The fullest of the names that documents hold for the name itself; of several, the one that most
/// documents use, then the one most written.
fn canonical(forms: &BTreeMap<String, Form>) -> &str {
    forms
        .iter()
        .filter(|(_, form)| form.canonical.count > 0)
        .map(|(value, form)| {
            (fullness(value), form.canonical.count, form.mentions, Reverse(value.as_str()))
        })
        .max()
        .map_or("", |(.., Reverse(value))| value)
}

fn aliases(forms: BTreeMap<String, Form>, name: &str) -> Vec<CorpusAlias> {
    forms
        .into_iter()
        .filter(|(value, _)| *value != name)
        .map(|(value, form)| CorpusAlias {
            value,
            kinds: form.kinds.into_iter().collect(),
            documents: form.documents.count,
            mentions: form.mentions,
        })
        .collect()
}
