//! What single documents give to pages on the collection: further passages that name an entity, and
//! what is told of it. Kept between runs by groups of documents, so that a new page costs reading a
//! few records and not all.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_corpus::{Quotations, counted_mentions, sentence_around};
use annalist_model::{Mention, Owner, Record};
use serde::{Deserialize, Serialize};

use super::known::Document;
use super::told::{self, Sort, Told};
use super::{HtmlReport, HtmlSheets, SearchPart, graph, timeline, vocabulary};
use crate::shape::place::Places;

/// Most passages of a document that are shown for one entity, beside the first.
const PASSAGES: usize = 4;

/// How far from a date its sentence reaches at most, in bytes.
const REACH: u32 = 400;

/// Most names that are told with a date.
const BESIDE: usize = 8;

/// What one document gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Share {
    /// The name of the input, by which the document is known.
    input: String,
    /// Further passages that name an entity, by its number in the document.
    pub(super) passages: BTreeMap<u32, Vec<Named>>,
    pub(super) told: Vec<Told>,
    /// Those whom the sentence of a date names, by where the date stands.
    dated: BTreeMap<u32, Vec<u32>>,
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
        let dated = dated(record, &places);
        Share { input, passages, told: told::all(record, &places), dated }
    }
}

/// Those whom the sentence of each date names.
fn dated(record: &Record, places: &Places<'_>) -> BTreeMap<u32, Vec<u32>> {
    let (document, annotations) = (record.document(), record.annotations());
    let mut dated = BTreeMap::new();
    for date in &annotations.dates {
        let from = date.span.start().saturating_sub(REACH);
        let first = annotations.mentions.partition_point(|it| it.span.start() < from);
        let near = annotations.mentions.iter().skip(first);
        let mut near = near.take_while(|it| it.span.start() < date.span.end() + REACH).peekable();
        if near.peek().is_none() {
            continue;
        }
        let sentence = sentence_around(document, date.span);
        let block = document.block_at(date.span.start()).map(|block| block.span);
        let is_beside = |it: &&Mention| {
            block.is_some_and(|block| block.contains(it.span))
                && sentence.contains(document.slice(it.span))
        };
        let mut named: Vec<u32> = near.filter(is_beside).map(|it| it.entity).collect();
        named.sort_unstable();
        named.dedup();
        named.truncate(BESIDE);
        if !named.is_empty() {
            dated.insert(places.place(date.span).start, named);
        }
    }
    dated
}

impl HtmlReport<'_> {
    /// What the documents of a part give to the pages on the collection, to be kept and to be given
    /// to [`HtmlReport::take_shares`]. Its first line is the stamp of the part.
    pub fn shares(&self, part: &SearchPart, records: &[Record]) -> String {
        let mut text = format!("{}\n", part.stamp);
        let mut words = BTreeSet::new();
        for (number, record) in part.documents.iter().zip(records) {
            self.words_of(*number, record, &mut words);
            text.push_str(&serde_json::to_string(&Share::of(record)).unwrap_or_default());
            text.push('\n');
        }
        text.push_str(&vocabulary::line(part, &words));
        text
    }

    /// What the file is called in which that is kept.
    pub fn shares_path(part: &SearchPart) -> String {
        format!("{}.jsonl", part.path.trim_start_matches("s/").trim_end_matches(".js"))
    }

    /// Takes what documents give; what cannot be read, or is of a document that repeats another, is
    /// left out.
    ///
    /// # Errors
    ///
    /// Where a sheet does not take it.
    pub fn take_shares(&mut self, sheets: &mut HtmlSheets<'_>, shares: &str) -> io::Result<()> {
        for line in shares.lines().skip(1) {
            if vocabulary::take(line, self.index_scripts(), &mut sheets.words)? {
                continue;
            }
            let Ok(share) = serde_json::from_str::<Share>(line) else { continue };
            let Some(number) = self.known.number(&share.input) else { continue };
            let repeats = |it: &Document| it.duplicate_of.is_some();
            if !self.known.document(number).is_some_and(repeats) {
                self.take_share(sheets, number, share)?;
            }
        }
        Ok(())
    }

    /// Whether an entity has a page of its own.
    pub(super) fn has_page(&self, entity: u32) -> bool {
        self.index.entity_page(entity).is_some()
    }

    fn take_share(
        &mut self,
        sheets: &mut HtmlSheets<'_>,
        number: u32,
        share: Share,
    ) -> io::Result<()> {
        for (start, locals) in &share.dated {
            let named = locals.iter().filter_map(|it| self.index.entity(number, *it));
            self.dated.extend(named.map(|entity| (number, *start, entity)));
        }
        for (local, passages) in share.passages {
            if let Some(entity) = self.index.entity(number, local).filter(|it| self.has_page(*it)) {
                sheets.name(entity, (number, local), &passages)?;
            }
        }
        for (at, told) in (0_u32..).zip(&share.told) {
            if told.sort == Sort::Quotation {
                let speakers = told.parties.iter().filter(|it| it.part == "speaker");
                let of: BTreeSet<u32> =
                    speakers.filter_map(|it| self.index.entity(number, it.entity?)).collect();
                for entity in of.into_iter().filter(|it| self.has_page(*it)) {
                    sheets.quote(entity, (number, at), told)?;
                }
            }
            self.ties.extend(graph::tie(self, number, told));
            if let Some(year) = timeline::push_event(self, &mut sheets.rows, number, told)? {
                *self.events_by_year.entry(year).or_default() += 1;
            }
        }
        Ok(())
    }
}
