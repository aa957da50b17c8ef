//! What stays in memory of documents and entities: as much as pages on others say of them, some
//! hundred bytes each.

use annalist_corpus::{Collection, CommentActivity, CorpusEntity, DocumentSummary, PeriodCount};
use annalist_model::{Date, EntityKind};

use crate::markdown::shortened_name;

/// Longest title, name, and name of a site, in code points.
const LONGEST: usize = 200;

/// Rows of the small lists on comments.
const FEW: usize = 10;

/// A document, as other pages speak of it.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) input: String,
    /// What it is called.
    pub(super) title: String,
    /// The site that it is of; empty where it names none.
    pub(super) site: String,
    pub(super) language: Option<String>,
    pub(super) published: Option<Date>,
    pub(super) words: u32,
    pub(super) comments: u32,
    pub(super) names: u32,
    pub(super) duplicate_of: Option<u32>,
    pub(super) may_repeat: Option<u32>,
    /// The hash of its record.
    pub(super) record: String,
}

impl Document {
    pub(super) fn of(it: DocumentSummary) -> Document {
        Document {
            title: shortened_name(it.title.as_deref().unwrap_or(&it.input), LONGEST),
            site: shortened_name(it.site.as_deref().unwrap_or_default(), LONGEST),
            language: it.language.map(|it| shortened_name(&it, LONGEST)),
            published: it.published.map(|it| it.date),
            words: it.article_words,
            comments: it.comments,
            names: it.entities,
            duplicate_of: it.duplicate_of,
            may_repeat: it.may_repeat,
            record: String::new(),
            input: it.input,
        }
    }
}

/// An entity, as other pages speak of it.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) kind: EntityKind,
    pub(super) name: String,
    pub(super) documents: u32,
    pub(super) article_mentions: u32,
    pub(super) comment_mentions: u32,
    pub(super) by_year: Vec<PeriodCount>,
    /// The first document that names it, and where.
    pub(super) first: Option<(u32, Option<u32>)>,
}

impl Entity {
    pub(super) fn of(it: &CorpusEntity) -> Entity {
        let first = it.documents.first();
        Entity {
            kind: it.kind,
            name: shortened_name(&it.name, LONGEST),
            documents: u32::try_from(it.documents.len()).unwrap_or(u32::MAX),
            article_mentions: it.article_mentions,
            comment_mentions: it.comment_mentions,
            by_year: it.by_year.clone(),
            first: first.map(|it| (it.document, it.first.as_ref().map(|passage| passage.start))),
        }
    }
}

/// The comments of a collection, as far as a page shows them.
#[derive(Debug)]
pub(super) struct Comments {
    pub(super) total: u32,
    pub(super) trackbacks: u32,
    pub(super) removed: u32,
    pub(super) by_month: Vec<PeriodCount>,
    /// The documents with most of them, and how many.
    pub(super) busiest: Vec<(u32, u32)>,
    /// Who wrote most of them, and how many.
    pub(super) authors: Vec<(String, u32)>,
}

impl Comments {
    fn of(it: &CommentActivity) -> Comments {
        let busiest = it.by_document.iter().filter(|it| it.comments > 0).take(FEW);
        let authors = it.authors.iter().take(FEW);
        Comments {
            total: it.total,
            trackbacks: it.trackbacks,
            removed: it.removed,
            by_month: it.by_month.clone(),
            busiest: busiest.map(|it| (it.document, it.comments)).collect(),
            authors: authors.map(|it| (shortened_name(&it.name, LONGEST), it.comments)).collect(),
        }
    }
}

/// What stays in memory of a collection.
#[derive(Debug)]
pub(super) struct Known {
    /// Sorted by the name of their input.
    pub(super) documents: Vec<Document>,
    pub(super) entities: Vec<Entity>,
    pub(super) comments: Comments,
    pub(super) dates: u32,
    pub(super) duplicates: usize,
}

impl Known {
    /// What is known of `collection` but for its entities.
    pub(super) fn of(collection: &mut Collection<'_>) -> std::io::Result<Known> {
        let mut documents = Vec::new();
        collection.each_document(&mut |document| {
            documents.push(Document::of(document));
            Ok(())
        })?;
        let totals = collection.totals();
        Ok(Known {
            documents,
            entities: Vec::new(),
            comments: Comments::of(collection.comments()),
            dates: totals.article_dates + totals.comment_dates,
            duplicates: collection.duplicates().len(),
        })
    }

    /// The number of the document that was read from `input`.
    pub(super) fn number(&self, input: &str) -> Option<u32> {
        let found = self.documents.binary_search_by(|it| it.input.as_str().cmp(input));
        found.ok().and_then(|at| u32::try_from(at).ok())
    }

    pub(super) fn document(&self, number: u32) -> Option<&Document> {
        self.documents.get(number as usize)
    }
}
