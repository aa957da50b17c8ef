//! The gathering of a collection, document by document, in memory that hardly grows with it.

use std::io;

use crate::activity::Counting;
use crate::collection::Collection;
use crate::copies::Copies;
use crate::documents::Documents;
use crate::duplicates::Duplicates;
use crate::entities::{self, Named};
use crate::store::Scratch;
use crate::stored::DigestView;
use crate::timeline::Dates;
use crate::{Corrections, Partial};

/// Takes what documents give, one after the other, and lays it on sheets.
///
/// In memory stay the different names and what ties them, and some sixty bytes a document.
pub struct Gatherer<'s> {
    scratch: &'s dyn Scratch,
    count: u32,
    documents: Documents<'s>,
    duplicates: Duplicates<'s>,
    copies: Copies<'s>,
    dates: Dates<'s>,
    comments: Counting,
    named: Named<'s>,
}

impl<'s> Gatherer<'s> {
    /// Nothing is gathered yet; what does not fit in memory goes to sheets of `scratch`.
    pub fn new(scratch: &'s dyn Scratch) -> Gatherer<'s> {
        Gatherer {
            scratch,
            count: 0,
            documents: Documents::new(scratch),
            duplicates: Duplicates::new(scratch),
            copies: Copies::new(scratch),
            dates: Dates::new(scratch),
            comments: Counting::default(),
            named: Named::new(scratch),
        }
    }

    /// Adds documents. They come sorted by input, then by identity, each once.
    ///
    /// # Errors
    ///
    /// Where a sheet does not take them.
    pub fn add(&mut self, partial: &Partial) -> io::Result<()> {
        self.add_stored(&partial.to_bytes())
    }

    /// The same of documents as [`Partial::to_bytes`] writes them.
    ///
    /// # Errors
    ///
    /// Where a sheet does not take them, or the bytes hold anything else: then some of them may have
    /// been added.
    pub fn add_stored(&mut self, bytes: &[u8]) -> io::Result<()> {
        DigestView::each(bytes, &mut |view| self.add_one(&view))
    }

    fn add_one(&mut self, view: &DigestView<'_>) -> io::Result<()> {
        let DigestView { digest, entities, dates } = view;
        let document = self.count;
        self.count += 1;
        self.documents.add(view)?;
        if self.duplicates.add(document, digest)?.is_some() {
            return Ok(());
        }
        self.copies.add(document, digest)?;
        dates.iter().try_for_each(|(date, stored)| self.dates.add(document, date, stored))?;
        self.comments.add(document, &digest.comments);
        self.named.add(document, digest.published.map(|published| published.date), entities)
    }

    /// Decides what all of it says, where a judge of spellings and the user have a say in which names
    /// are one.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be written or read.
    pub fn finish(self, corrections: Corrections<'_>) -> io::Result<Collection<'s>> {
        let Gatherer { mut documents, mut duplicates, copies, dates, comments, named, .. } = self;
        let groups = duplicates.groups(&mut documents)?;
        let likely = duplicates.likely()?;
        drop(duplicates);
        let copies = copies.find()?;
        documents.note(&groups, likely, &copies);
        let entities = entities::join(self.scratch, named, &documents, corrections)?;
        let comments = comments.finish();
        Ok(Collection { documents, entities, dates, comments, duplicates: groups, copies })
    }
}
