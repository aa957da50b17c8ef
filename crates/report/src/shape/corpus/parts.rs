//! What a report on a collection is made of, shown part by part.

use std::io;

use annalist_corpus::{
    Collection, CommentActivity, CopyGroup, Corpus, DuplicateGroup, See, Totals,
};

use super::{DocumentLine, EntityLine, TimelineLine};

/// The parts of a report, each shown in its order.
pub(crate) trait Parts {
    fn totals(&self) -> Totals;
    fn comments(&self) -> &CommentActivity;
    fn duplicates(&self) -> &[DuplicateGroup];
    fn copies(&self) -> &[CopyGroup];
    fn each_document(&mut self, see: See<'_, DocumentLine>) -> io::Result<()>;
    fn each_entity(&mut self, see: See<'_, EntityLine>) -> io::Result<()>;
    /// The dates in articles, or those in comments.
    fn each_date(&mut self, in_articles: bool, see: See<'_, TimelineLine>) -> io::Result<()>;
}

/// Sees the parts once they are written.
pub(crate) trait Note {
    fn document(&mut self, line: DocumentLine);
    fn entity(&mut self, line: EntityLine);
    fn date_in_article(&mut self, line: TimelineLine);
    fn date_in_comment(&mut self, line: TimelineLine);
}

impl Parts for Collection<'_> {
    fn totals(&self) -> Totals {
        Collection::totals(self)
    }

    fn comments(&self) -> &CommentActivity {
        Collection::comments(self)
    }

    fn duplicates(&self) -> &[DuplicateGroup] {
        Collection::duplicates(self)
    }

    fn copies(&self) -> &[CopyGroup] {
        Collection::copies(self)
    }

    fn each_document(&mut self, see: See<'_, DocumentLine>) -> io::Result<()> {
        Collection::each_document(self, &mut |document| see(DocumentLine::of(document)))
    }

    fn each_entity(&mut self, see: See<'_, EntityLine>) -> io::Result<()> {
        Collection::each_entity(self, &mut |entity| see(EntityLine::of(entity)))
    }

    fn each_date(&mut self, in_articles: bool, see: See<'_, TimelineLine>) -> io::Result<()> {
        Collection::each_date(self, in_articles, &mut |entry| see(TimelineLine::of(entry)))
    }
}

impl Parts for &Corpus {
    fn totals(&self) -> Totals {
        Corpus::totals(self)
    }

    fn comments(&self) -> &CommentActivity {
        &self.comments
    }

    fn duplicates(&self) -> &[DuplicateGroup] {
        &self.duplicates
    }

    fn copies(&self) -> &[CopyGroup] {
        &self.copies
    }

    fn each_document(&mut self, see: See<'_, DocumentLine>) -> io::Result<()> {
        self.documents.iter().cloned().try_for_each(|it| see(DocumentLine::of(it)))
    }

    fn each_entity(&mut self, see: See<'_, EntityLine>) -> io::Result<()> {
        self.entities.iter().cloned().try_for_each(|it| see(EntityLine::of(it)))
    }

    fn each_date(&mut self, in_articles: bool, see: See<'_, TimelineLine>) -> io::Result<()> {
        let dates = if in_articles { &self.timeline.article } else { &self.timeline.comments };
        dates.iter().cloned().try_for_each(|it| see(TimelineLine::of(it)))
    }
}
