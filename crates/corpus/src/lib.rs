//! Records to [`Corpus`]: what a collection of documents says as a whole.
//!
//! The way there has two halves, so that one thread, many threads, an incremental run and a
//! cluster arrive at the same bytes:
//!
//! * [`Partial::of`] and [`Partial::merge`] only gather. A partial is a set of digests keyed by
//!   input and document, and merging is the union of two sets: associative, commutative, and the
//!   same document twice is the same document once.
//! * [`Partial::finish`] decides. It sees the whole set, sorted, and settles what is one entity,
//!   what is a duplicate and what comes first; a decision taken during a merge would depend on
//!   the order of the merges.
//!
//! A page that was saved twice counts once: entities, timeline and comments are taken from the
//! first document of each group of duplicates. So do words that a comment quotes of another one on
//! the same page: names and dates in them are not counted again ([`Quotations`]). A near copy (one
//! agency's text under another title) counts as a document, for it may say what the first does not,
//! but not as a source.
//!
//! What is counted is counted in one way everywhere, in corpora and in reports: words are those of
//! the article ([`article_words`]), comments are those by readers (trackbacks and what stands for
//! removed ones are counted apart), mentions are those that repeat no comment of the page
//! ([`counted_mentions`]), dates are those of them that mean days ([`counted_dates`]).
//!
//! This crate knows nothing of HTML, files or threads.

mod activity;
mod claims;
mod collection;
mod copies;
mod corrections;
mod digest;
mod documents;
mod duplicates;
mod entities;
mod full_name;
mod gather;
mod key;
mod order;
mod partial;
mod passage;
mod quotations;
mod sketch;
mod store;
mod stored;
mod timeline;

use annalist_model::{Block, Date, Document, Owner};

pub use activity::{AuthorActivity, CommentActivity, DocumentActivity};
pub use claims::{
    ClaimCounts, ClaimEvidence, ClaimTime, Contradiction, ContradictionKind, CorpusClaims,
    CorpusEvent, CorpusParty, CorpusRelation, CorpusSpeaker, Stance,
};
pub use collection::{Collection, See, Totals};
pub use copies::{CopyGroup, NearCopy};
pub use corrections::{Corrections, NameJudge, NamePair};
pub use documents::DocumentSummary;
pub use duplicates::{DuplicateGroup, Sameness};
pub use entities::{CorpusAlias, CorpusEntity, NameTie, Occurrence};
pub use full_name::FullName;
pub use gather::Gatherer;
pub use partial::Partial;
pub use passage::{Passage, sentence_around};
pub use quotations::{Quotations, counted_dates, counted_mentions, days_of};
pub use store::{InMemory, Roll, Scratch, SeeRecord, Sheet, Sorter, write_text};
pub use timeline::{Timeline, TimelineEntry};

/// What a collection of documents says as a whole.
///
/// Documents are referred to by their place in [`Corpus::documents`], since the same page may lie
/// in a collection twice under one identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The documents, sorted by the name of their input.
    pub documents: Vec<DocumentSummary>,
    /// What the documents name, that of most documents first.
    pub entities: Vec<CorpusEntity>,
    /// The days that the documents speak of.
    pub timeline: Timeline,
    /// What the documents claim: relations, events, quotations, and what contradicts.
    pub claims: CorpusClaims,
    /// The documents that say the same, sorted by their first.
    pub duplicates: Vec<DuplicateGroup>,
    /// The articles that say the same but for small changes, sorted by their first. All are counted;
    /// as sources ([`CorpusEntity::sources`]) they count once.
    pub copies: Vec<CopyGroup>,
    /// Who commented, where and when.
    pub comments: CommentActivity,
}

/// A number of things that fall within one month or one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodCount {
    /// The month, or the year where only that is known or asked for.
    pub period: Date,
    /// How many.
    pub count: u32,
}

/// The number of words of the article: what blanks part and holds a letter or digit.
pub fn article_words(document: &Document) -> u32 {
    let is_article = |block: &&Block| block.owner == Owner::Article;
    let blocks = document.blocks().iter().filter(is_article);
    digest::words(blocks.map(|block| document.slice(block.span)))
}

/// The month of `date`, where the date is that exact.
fn month_of(date: Date) -> Option<Date> {
    Date::new(date.year(), Some(date.month()?), None)
}
