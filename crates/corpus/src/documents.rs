//! The documents of a corpus, each in a line.

use std::collections::BTreeSet;

use annalist_model::{Code, DateTime, DocumentId, Interval, Sha256};

use crate::digest::{Digest, EntityFact};
use crate::{CopyGroup, DuplicateGroup, duplicates};

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

pub(crate) fn summarise(
    digests: &[&Digest],
    duplicates: &[DuplicateGroup],
) -> Vec<DocumentSummary> {
    let mut summaries: Vec<DocumentSummary> = digests.iter().map(|digest| line(digest)).collect();
    for group in duplicates {
        let mut members = group.documents.iter();
        let first = members.next().copied();
        for &member in members {
            if let Some(summary) = summaries.get_mut(member as usize) {
                summary.duplicate_of = first;
            }
        }
    }
    for (member, earlier) in duplicates::likely(digests, duplicates) {
        if let Some(summary) = summaries.get_mut(member as usize) {
            summary.may_repeat = Some(earlier);
        }
    }
    summaries
}

/// Notes near copies; of what is known to be one, nothing weaker is said.
pub(crate) fn note_copies(summaries: &mut [DocumentSummary], groups: &[CopyGroup]) {
    for CopyGroup { first, copies } in groups {
        for copy in copies {
            if let Some(summary) = summaries.get_mut(copy.document as usize) {
                summary.near_copy_of = Some(*first);
            }
        }
    }
    let source = |summaries: &[DocumentSummary], document: u32| {
        let copy_of = summaries.get(document as usize).and_then(|it| it.near_copy_of);
        copy_of.unwrap_or(document)
    };
    for document in 0..summaries.len() as u32 {
        let own = source(summaries, document);
        let repeats = summaries.get(document as usize).and_then(|it| it.may_repeat);
        if repeats.is_some_and(|earlier| source(summaries, earlier) == own)
            && let Some(summary) = summaries.get_mut(document as usize)
        {
            summary.may_repeat = None;
        }
    }
}

fn line(digest: &Digest) -> DocumentSummary {
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
        entities: digest.entities.len() as u32,
        mentions: digest.entities.iter().map(EntityFact::mentions).sum(),
        dates: digest.dates.len() as u32,
        diagnostics: digest.diagnostics.clone(),
        sha256: digest.sha256,
        duplicate_of: None,
        near_copy_of: None,
        may_repeat: None,
    }
}
