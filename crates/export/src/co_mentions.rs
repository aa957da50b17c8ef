//! Who is named together: pairs of entities that one block of an article names.

use std::collections::{BTreeMap, BTreeSet};

use annalist_model::Date;

use crate::Page;
use crate::collection::{Collection, Entity};

/// Entities of one block, at most; a block that names more is a list and ties nobody together.
const MOST_NAMED: usize = 30;

/// The pairs of a collection. Kept are counts, never records.
#[derive(Debug, Default)]
pub(crate) struct CoMentions {
    pairs: BTreeMap<(u32, u32), Tie>,
}

/// What ties a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tie {
    /// Blocks that name both.
    pub(crate) blocks: u32,
    /// Documents that name both in one block.
    pub(crate) documents: u32,
    /// The earliest known day on which such a document was published.
    pub(crate) first: Option<Date>,
    /// The latest.
    pub(crate) last: Option<Date>,
}

impl CoMentions {
    /// Counts the pairs of one article. What repeats another document counts once.
    pub(crate) fn add(&mut self, page: &Page<'_>) {
        if page.is_duplicate {
            return;
        }
        let mut blocks: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for mention in &page.record.annotations().mentions {
            let block = page.document().block_at(mention.span.start());
            let is_article = page.place(mention.span).comment.is_none();
            if let (Some(block), Some(entity), true) = (block, page.entity(mention), is_article) {
                blocks.entry(block.span.start()).or_default().insert(entity.id);
            }
        }
        let day = page.published().map(|at| at.date).filter(|date| date.day().is_some());
        let mut here = BTreeSet::new();
        for named in blocks.values().filter(|named| named.len() <= MOST_NAMED) {
            for one in named {
                for other in named.range(one + 1..) {
                    let tie = self.pairs.entry((*one, *other)).or_default();
                    tie.blocks += 1;
                    tie.documents += u32::from(here.insert((*one, *other)));
                    tie.first = tie.first.into_iter().chain(day).min();
                    tie.last = tie.last.into_iter().chain(day).max();
                }
            }
        }
    }

    /// The pairs of entities that `collection` has, in the order of their numbers.
    pub(crate) fn pairs<'c>(
        &'c self,
        collection: &'c Collection,
    ) -> impl Iterator<Item = (&'c Entity, &'c Entity, &'c Tie)> {
        let entity = |number: u32| collection.entities.get(number as usize);
        self.pairs
            .iter()
            .filter_map(move |((one, other), tie)| Some((entity(*one)?, entity(*other)?, tie)))
    }
}
