//! Who commented, where and when.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{CommentKind, Date};

use crate::digest::{CommentFact, Digest};
use crate::{PeriodCount, month_of};

/// The comments of a collection, counted.
///
/// Authors are compared by the exact name that they sign with: two people may share one, and one
/// may sign with two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentActivity {
    /// Comments by readers.
    pub total: u32,
    /// Announcements that another site links to a page.
    pub trackbacks: u32,
    /// Comments that were taken away and left a trace.
    pub removed: u32,
    /// Comments by readers that carry no name.
    pub unsigned: u32,
    /// Comments by readers whose month is not known.
    pub undated: u32,
    /// Documents with comments by readers, most first.
    pub by_document: Vec<DocumentActivity>,
    /// Comments by readers in each month that has any, in order.
    pub by_month: Vec<PeriodCount>,
    /// Names that comments are signed with, most active first.
    pub authors: Vec<AuthorActivity>,
}

/// The comments on one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentActivity {
    /// Its place in [`Corpus::documents`](crate::Corpus::documents).
    pub document: u32,
    /// Comments by readers.
    pub comments: u32,
    /// Different names that they are signed with.
    pub authors: u32,
}

/// What is signed with one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorActivity {
    /// The name.
    pub name: String,
    /// Comments.
    pub comments: u32,
    /// Documents that they stand under.
    pub documents: u32,
    /// The earliest known day, month or year of them.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
}

/// The comments signed with one name.
#[derive(Default)]
struct Tally {
    comments: u32,
    documents: BTreeSet<u32>,
    first: Option<Date>,
    last: Option<Date>,
}

pub(crate) fn count(counted: &[(u32, &Digest)]) -> CommentActivity {
    let comments = || {
        counted.iter().flat_map(|&(document, digest)| {
            digest.comments.iter().map(move |comment| (document, comment))
        })
    };
    let by_readers = || comments().filter(|(_, comment)| comment.kind.is_by_reader());
    let of_kind = |kind| comments().filter(|(_, comment)| comment.kind == kind).count() as u32;
    let unsigned = by_readers().filter(|(_, comment)| comment.author.is_none()).count() as u32;
    let undated = by_readers().filter(|(_, comment)| month(comment).is_none()).count() as u32;
    CommentActivity {
        total: by_readers().count() as u32,
        trackbacks: of_kind(CommentKind::Trackback),
        removed: of_kind(CommentKind::Removed),
        unsigned,
        undated,
        by_document: by_document(by_readers()),
        by_month: by_month(by_readers()),
        authors: by_author(by_readers()),
    }
}

fn month(comment: &CommentFact) -> Option<Date> {
    month_of(comment.posted?.date)
}

fn by_document<'d>(
    comments: impl Iterator<Item = (u32, &'d CommentFact)>,
) -> Vec<DocumentActivity> {
    let mut documents: BTreeMap<u32, (u32, BTreeSet<&str>)> = BTreeMap::new();
    for (document, comment) in comments {
        let (count, names) = documents.entry(document).or_default();
        *count += 1;
        names.extend(comment.author.as_deref());
    }
    let mut documents: Vec<DocumentActivity> = documents
        .into_iter()
        .map(|(document, (comments, names))| DocumentActivity {
            document,
            comments,
            authors: names.len() as u32,
        })
        .collect();
    documents.sort_by_key(|document| Reverse(document.comments));
    documents
}

fn by_month<'d>(comments: impl Iterator<Item = (u32, &'d CommentFact)>) -> Vec<PeriodCount> {
    let mut months: BTreeMap<Date, u32> = BTreeMap::new();
    for month in comments.filter_map(|(_, comment)| month(comment)) {
        *months.entry(month).or_default() += 1;
    }
    months.into_iter().map(|(period, count)| PeriodCount { period, count }).collect()
}

fn by_author<'d>(comments: impl Iterator<Item = (u32, &'d CommentFact)>) -> Vec<AuthorActivity> {
    let mut authors: BTreeMap<&str, Tally> = BTreeMap::new();
    for (document, comment) in comments {
        if let Some(author) = &comment.author {
            authors.entry(author).or_default().add(document, comment);
        }
    }
    let mut authors: Vec<AuthorActivity> =
        authors.into_iter().map(|(name, tally)| tally.of(name)).collect();
    authors.sort_by_key(|author| Reverse(author.comments));
    authors
}

impl Tally {
    fn add(&mut self, document: u32, comment: &CommentFact) {
        self.comments += 1;
        self.documents.insert(document);
        if let Some(posted) = comment.posted {
            let date = posted.date;
            self.first = Some(self.first.map_or(date, |first| first.min(date)));
            self.last = Some(self.last.map_or(date, |last| last.max(date)));
        }
    }

    fn of(self, name: &str) -> AuthorActivity {
        AuthorActivity {
            name: name.to_owned(),
            comments: self.comments,
            documents: self.documents.len() as u32,
            first: self.first,
            last: self.last,
        }
    }
}
