//! What single documents give to pages on the collection: further passages that name an entity, and
//! what is told of it. Kept between runs by groups of documents, so that a new page costs reading a
//! few records and not all.

use std::collections::BTreeMap;

use annalist_corpus::{Quotations, counted_mentions, sentence_around};
use annalist_model::{Owner, Record};
use serde::{Deserialize, Serialize};

use super::told::{self, Told};
use super::{HtmlReport, SearchPart};
use crate::shape::place::Places;

/// Most passages of a document that are shown for one entity, beside the first.
const PASSAGES: usize = 4;

/// What one document gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Share {
    /// The name of the input, by which the document is known.
    input: String,
    /// Further passages that name an entity, by its number in the document.
    pub(super) passages: BTreeMap<u32, Vec<Named>>,
    pub(super) told: Vec<Told>,
}

/// A passage that names an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    pub(super) start: u32,
    pub(super) comment: Option<u32>,
    pub(super) exact: String,
    pub(super) snippet: String,
}

impl Share {
    fn of(record: &Record) -> Share {
        let document = record.document();
        let places = Places::new(document);
        let quotations = Quotations::of(document);
        let mut passages = BTreeMap::<u32, Vec<Named>>::new();
        let mut seen = BTreeMap::<u32, Vec<String>>::new();
        for mention in counted_mentions(record, &quotations) {
            let known = seen.entry(mention.entity).or_default();
            if known.len() > PASSAGES {
                continue;
            }
            let snippet = sentence_around(document, mention.span);
            if known.contains(&snippet) {
                continue;
            }
            // The first is known to the collection.
            if !known.is_empty() {
                passages.entry(mention.entity).or_default().push(Named {
                    start: places.place(mention.span).start,
                    comment: match document.owner_at(mention.span.start()) {
                        Owner::Comment(comment) => Some(comment),
                        Owner::Article => None,
                    },
                    exact: document.slice(mention.span).to_owned(),
                    snippet: snippet.clone(),
                });
            }
            known.push(snippet);
        }
        let input = document.source().input.clone();
        Share { input, passages, told: told::all(record, &places) }
    }
}

impl HtmlReport<'_> {
    /// What the documents of a part give to the pages on the collection, to be kept and to be given
    /// to [`HtmlReport::take_shares`]. Its first line is the stamp of the part.
    pub fn shares(&self, part: &SearchPart, records: &[Record]) -> String {
        let mut text = format!("{}\n", part.stamp);
        for record in records {
            text.push_str(&serde_json::to_string(&Share::of(record)).unwrap_or_default());
            text.push('\n');
        }
        text
    }

    /// What the file is called in which that is kept.
    pub fn shares_path(part: &SearchPart) -> String {
        format!("{}.jsonl", part.path.trim_start_matches("s/").trim_end_matches(".js"))
    }

    /// Takes what documents give; what cannot be read, or is of a document that repeats another, is
    /// left out.
    pub fn take_shares<'s>(&mut self, shares: impl IntoIterator<Item = &'s str>) {
        let inputs = self.corpus.documents.iter().map(|it| it.input.as_str());
        let numbers: BTreeMap<&str, usize> = inputs.zip(0..).collect();
        let mut taken: Vec<Option<Share>> = vec![None; numbers.len()];
        for line in shares.into_iter().flat_map(|text| text.lines().skip(1)) {
            let share = serde_json::from_str::<Share>(line).ok();
            let place = share.as_ref().and_then(|it| numbers.get(it.input.as_str()));
            if let Some(slot) = place.and_then(|number| taken.get_mut(*number)) {
                *slot = share;
            }
        }
        let repeats = |number: usize| {
            self.corpus.documents.get(number).is_some_and(|it| it.duplicate_of.is_some())
        };
        self.told_of.clear();
        for (number, share) in taken.iter_mut().enumerate() {
            if repeats(number) {
                *share = None;
            }
            let Some(share) = share else { continue };
            for (at, told) in (0_u32..).zip(&share.told) {
                let mut of: Vec<u32> = told
                    .parties
                    .iter()
                    .filter_map(|it| self.index.entity(number as u32, it.entity?))
                    .collect();
                of.sort_unstable();
                of.dedup();
                for entity in of {
                    self.told_of.entry(entity).or_default().push((number as u32, at));
                }
            }
        }
        self.shares = taken;
    }

    pub(super) fn share(&self, document: u32) -> Option<&Share> {
        self.shares.get(document as usize)?.as_ref()
    }

    /// All that is told, with its document.
    pub(super) fn all_told(&self) -> impl Iterator<Item = (u32, &Told)> {
        let shares = (0_u32..).zip(&self.shares);
        shares.flat_map(|(number, share)| {
            share.iter().flat_map(move |share| share.told.iter().map(move |told| (number, told)))
        })
    }

    /// What is told of an entity.
    pub(super) fn told_of(&self, entity: u32) -> impl Iterator<Item = (u32, &Told)> {
        let of = self.told_of.get(&entity).into_iter().flatten();
        of.filter_map(|(number, at)| Some((*number, self.share(*number)?.told.get(*at as usize)?)))
    }
}
