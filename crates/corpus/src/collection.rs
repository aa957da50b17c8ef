//! What a collection says as a whole, shown part by part: it need not fit in memory.

use std::io;

use annalist_model::Date;

use crate::documents::Documents;
use crate::entities::Entities;
use crate::timeline::Dates;
use crate::{
    CommentActivity, CopyGroup, Corpus, CorpusEntity, DocumentSummary, DuplicateGroup, Timeline,
    TimelineEntry,
};

/// What a collection says as a whole. Its parts are those of [`Corpus`].
pub struct Collection<'s> {
    pub(crate) documents: Documents<'s>,
    pub(crate) entities: Entities<'s>,
    pub(crate) dates: Dates<'s>,
    pub(crate) comments: CommentActivity,
    pub(crate) duplicates: Vec<DuplicateGroup>,
    pub(crate) copies: Vec<CopyGroup>,
}

/// A collection in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents.
    pub documents: u32,
    /// Those of them that are the same as another one and are not counted again.
    pub duplicates: u32,
    /// Those that are near copies of another one.
    pub near_copies: u32,
    /// Comments by readers.
    pub comments: u32,
    /// Different things named.
    pub entities: u32,
    /// How often they are named.
    pub mentions: u32,
    /// Dates in articles.
    pub article_dates: u32,
    /// Dates in comments.
    pub comment_dates: u32,
    /// The earliest and the latest date of publication.
    pub published: Option<(Date, Date)>,
    /// Documents that do not say when they were published.
    pub undated: u32,
}

/// Is shown one part after the other; where it fails, no more is shown.
pub type See<'v, T> = &'v mut dyn FnMut(T) -> io::Result<()>;

impl Collection<'_> {
    /// The collection in numbers.
    pub fn totals(&self) -> Totals {
        let not_first = |group: &DuplicateGroup| group.documents.len().saturating_sub(1);
        Totals {
            documents: self.documents.count,
            duplicates: self.duplicates.iter().map(not_first).sum::<usize>() as u32,
            near_copies: self.copies.iter().map(|group| group.copies.len()).sum::<usize>() as u32,
            comments: self.comments.total,
            entities: self.entities.count,
            mentions: self.entities.mentions,
            article_dates: self.dates.of_articles,
            comment_dates: self.dates.of_comments,
            published: self.documents.published,
            undated: self.documents.undated,
        }
    }

    /// Shows the documents, sorted by the name of their input.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read, or what `see` fails with; so of all that is shown.
    pub fn each_document(&mut self, see: See<'_, DocumentSummary>) -> io::Result<()> {
        self.documents.each(see)
    }

    /// Shows the entities, that of most sources first.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn each_entity(&mut self, see: See<'_, CorpusEntity>) -> io::Result<()> {
        self.entities.each(see)
    }

    /// Shows the dates, in order: those of articles, or those of comments.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn each_date(&mut self, in_articles: bool, see: See<'_, TimelineEntry>) -> io::Result<()> {
        self.dates.each(in_articles, see)
    }

    /// Who commented, where and when.
    pub fn comments(&self) -> &CommentActivity {
        &self.comments
    }

    /// The documents that say the same, sorted by their first.
    pub fn duplicates(&self) -> &[DuplicateGroup] {
        &self.duplicates
    }

    /// The articles that say the same but for small changes, sorted by their first.
    pub fn copies(&self) -> &[CopyGroup] {
        &self.copies
    }

    /// All of it, in memory.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read.
    pub fn corpus(mut self) -> io::Result<Corpus> {
        let (mut documents, mut entities) = (Vec::new(), Vec::new());
        let mut timeline = Timeline::default();
        fn into<T>(list: &mut Vec<T>) -> impl FnMut(T) -> io::Result<()> {
            |item| {
                list.push(item);
                Ok(())
            }
        }
        self.each_document(&mut into(&mut documents))?;
        self.each_entity(&mut into(&mut entities))?;
        self.each_date(true, &mut into(&mut timeline.article))?;
        self.each_date(false, &mut into(&mut timeline.comments))?;
        let Collection { comments, duplicates, copies, .. } = self;
        Ok(Corpus { documents, entities, timeline, duplicates, copies, comments })
    }
}

impl Corpus {
    /// The corpus in numbers.
    pub fn totals(&self) -> Totals {
        let published = || self.documents.iter().filter_map(|it| it.published).map(|at| at.date);
        let mentions = |it: &CorpusEntity| it.article_mentions + it.comment_mentions;
        Totals {
            documents: self.documents.len() as u32,
            duplicates: self.documents.iter().filter(|it| it.duplicate_of.is_some()).count() as u32,
            near_copies: self.copies.iter().map(|group| group.copies.len()).sum::<usize>() as u32,
            comments: self.comments.total,
            entities: self.entities.len() as u32,
            mentions: self.entities.iter().map(mentions).sum(),
            article_dates: self.timeline.article.len() as u32,
            comment_dates: self.timeline.comments.len() as u32,
            published: published().min().zip(published().max()),
            undated: self.documents.iter().filter(|it| it.published.is_none()).count() as u32,
        }
    }
}
