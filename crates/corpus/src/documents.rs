//! The documents of a corpus, each in a line.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_model::{Code, Date, DateTime, DocumentId, Interval, Sha256};

use crate::store::{Roll, Scratch};
use crate::stored::{self, DigestView, Stored};
use crate::{CopyGroup, DuplicateGroup};

/// One document of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Identity.
    pub id: DocumentId,
    /// Name of the input, relative to the root of the run.
    pub input: String,
    /// The headline.
    pub title: Option<String>,
    /// The authors, in the order of the page.
    pub authors: Vec<String>,
    /// The address that the page gives as its own, else the one it was saved from.
    pub url: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// When it was published.
    pub published: Option<DateTime>,
    /// Where nothing says when: the days between which it must have been published.
    pub published_bounds: Option<Interval>,
    /// Language, as a BCP 47 tag.
    pub language: Option<String>,
    /// Words of the article.
    pub article_words: u32,
    /// Words of the comments, quoted ones included.
    pub comment_words: u32,
    /// Number of comments by readers.
    pub comments: u32,
    /// Number of different names that they are signed with.
    pub comment_authors: u32,
    /// Number of things that it names.
    pub entities: u32,
    /// How often it names them; words that repeat a comment of the page do not count.
    pub mentions: u32,
    /// Number of its dates that mean days; those in words that repeat a comment of the page do not
    /// count.
    pub dates: u32,
    /// Codes of its diagnostics, sorted, each once.
    pub diagnostics: Vec<Code>,
    /// SHA-256 of the bytes of the saved file, unpacked.
    pub sha256: Sha256,
    /// The place of the document that says the same and is counted in its stead.
    pub duplicate_of: Option<u32>,
    /// The place of the earliest document that says the same but for small changes. Both are
    /// counted, as one source.
    pub near_copy_of: Option<u32>,
    /// The place of an earlier document of the same title, whose article begins with the same
    /// letters, where it is not known to be a near copy. Both are counted: whether they are one
    /// article is for a reader to say.
    pub may_repeat: Option<u32>,
}

/// The documents of a collection, on their way into the report, and how they stand to one another.
pub(crate) struct Documents<'s> {
    lines: Roll<'s>,
    stored: Vec<u8>,
    pub(crate) count: u32,
    pub(crate) published: Option<(Date, Date)>,
    pub(crate) undated: u32,
    /// For each that is not counted, the one that is counted in its stead.
    duplicate_of: BTreeMap<u32, u32>,
    near_copy_of: BTreeMap<u32, u32>,
    may_repeat: BTreeMap<u32, u32>,
}

impl<'s> Documents<'s> {
    pub(crate) fn new(scratch: &'s dyn Scratch) -> Documents<'s> {
        Documents {
            lines: Roll::new(scratch),
            stored: Vec::new(),
            count: 0,
            published: None,
            undated: 0,
            duplicate_of: BTreeMap::new(),
            near_copy_of: BTreeMap::new(),
            may_repeat: BTreeMap::new(),
        }
    }

    /// Adds the next document.
    pub(crate) fn add(&mut self, view: &DigestView<'_>) -> io::Result<()> {
        match view.digest.published.map(|published| published.date) {
            None => self.undated += 1,
            Some(date) => {
                let (first, last) = self.published.unwrap_or((date, date));
                self.published = Some((first.min(date), last.max(date)));
            }
        }
        self.count += 1;
        self.stored.clear();
        line(view).write(&mut self.stored);
        self.lines.push(&[&self.stored]).map(drop)
    }

    /// Notes duplicates, what may be some, and near copies; of what is known to be one, nothing
    /// weaker is said.
    pub(crate) fn note(
        &mut self,
        duplicates: &[DuplicateGroup],
        likely: Vec<(u32, u32)>,
        copies: &[CopyGroup],
    ) {
        for group in duplicates {
            if let Some((first, others)) = group.documents.split_first() {
                self.duplicate_of.extend(others.iter().map(|other| (*other, *first)));
            }
        }
        for CopyGroup { first, copies } in copies {
            self.near_copy_of.extend(copies.iter().map(|copy| (copy.document, *first)));
        }
        let source = |document| self.near_copy_of.get(&document).copied().unwrap_or(document);
        let is_news = |(document, earlier): &(u32, u32)| source(*document) != source(*earlier);
        self.may_repeat = likely.into_iter().filter(is_news).collect();
    }

    /// The document that a document counts as when sources are counted: the first of its near copies,
    /// else itself.
    pub(crate) fn source(&self, document: u32) -> u32 {
        self.near_copy_of.get(&document).copied().unwrap_or(document)
    }

    /// Shows the documents, in order.
    pub(crate) fn each(
        &mut self,
        see: &mut dyn FnMut(DocumentSummary) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut number = 0;
        self.lines.each(&mut |stored| {
            let of = |notes: &BTreeMap<u32, u32>| notes.get(&number).copied();
            let summary = DocumentSummary {
                duplicate_of: of(&self.duplicate_of),
                near_copy_of: of(&self.near_copy_of),
                may_repeat: of(&self.may_repeat),
                ..stored::read(stored)?
            };
            number += 1;
            see(summary)
        })
    }
}

fn line(DigestView { digest, entities, dates }: &DigestView<'_>) -> DocumentSummary {
    let by_readers = || digest.comments.iter().filter(|it| it.kind.is_by_reader());
    let authors: BTreeSet<&str> = by_readers().filter_map(|it| it.author.as_deref()).collect();
    DocumentSummary {
        id: digest.id.clone(),
        input: digest.input.clone(),
        title: digest.title.clone(),
        authors: digest.authors.clone(),
        url: digest.url.clone(),
        site: digest.site.clone(),
        published: digest.published,
        published_bounds: digest.bounds,
        language: digest.language.clone(),
        article_words: digest.article_words,
        comment_words: digest.comment_words,
        comments: by_readers().count() as u32,
        comment_authors: authors.len() as u32,
        entities: entities.len() as u32,
        mentions: entities.iter().map(|(fact, _)| fact.mentions()).sum(),
        dates: dates.len() as u32,
        diagnostics: digest.diagnostics.clone(),
        sha256: digest.sha256,
        duplicate_of: None,
        near_copy_of: None,
        may_repeat: None,
    }
}
