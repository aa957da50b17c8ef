//! Who commented, where and when.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use annalist_model::{CommentKind, Date};

use crate::digest::CommentFact;
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

/// Counts comments, document by document.
#[derive(Default)]
pub(crate) struct Counting {
    activity: CommentActivity,
    months: BTreeMap<Date, u32>,
    authors: BTreeMap<Box<str>, Tally>,
}

/// The comments signed with one name.
#[derive(Default)]
struct Tally {
    comments: u32,
    documents: u32,
    /// The last document that was counted.
    last_document: Option<u32>,
    first: Option<Date>,
    last: Option<Date>,
}

impl Counting {
    /// Counts the comments of the next document.
    pub(crate) fn add(&mut self, document: u32, comments: &[CommentFact]) {
        let (mut count, mut names) = (0, BTreeSet::new());
        for comment in comments {
            match comment.kind {
                CommentKind::Trackback => self.activity.trackbacks += 1,
                CommentKind::Removed => self.activity.removed += 1,
                _ => {}
            }
            if !comment.kind.is_by_reader() {
                continue;
            }
            count += 1;
            match comment.posted.and_then(|posted| month_of(posted.date)) {
                Some(month) => *self.months.entry(month).or_default() += 1,
                None => self.activity.undated += 1,
            }
            let Some(author) = comment.author.as_deref() else {
                self.activity.unsigned += 1;
                continue;
            };
            names.insert(author);
            match self.authors.get_mut(author) {
                Some(tally) => tally.add(document, comment),
                None => {
                    let mut tally = Tally::default();
                    tally.add(document, comment);
                    self.authors.insert(author.into(), tally);
                }
            }
        }
        self.activity.total += count;
        if count > 0 {
            let authors = names.len() as u32;
            let counted = DocumentActivity { document, comments: count, authors };
            self.activity.by_document.push(counted);
        }
    }

    /// The comments of all documents.
    pub(crate) fn finish(self) -> CommentActivity {
        let Counting { mut activity, months, authors } = self;
        activity.by_document.sort_by_key(|document| Reverse(document.comments));
        let months = months.into_iter().map(|(period, count)| PeriodCount { period, count });
        activity.by_month = months.collect();
        activity.authors = authors.into_iter().map(|(name, tally)| tally.of(name)).collect();
        activity.authors.sort_by_key(|author| Reverse(author.comments));
        activity
    }
}

impl Tally {
    fn add(&mut self, document: u32, comment: &CommentFact) {
        self.comments += 1;
        if self.last_document != Some(document) {
            self.last_document = Some(document);
            self.documents += 1;
        }
        if let Some(posted) = comment.posted {
            let date = posted.date;
            self.first = Some(self.first.map_or(date, |first| first.min(date)));
            self.last = Some(self.last.map_or(date, |last| last.max(date)));
        }
    }

    fn of(self, name: Box<str>) -> AuthorActivity {
        AuthorActivity {
            name: name.into_string(),
            comments: self.comments,
            documents: self.documents,
            first: self.first,
            last: self.last,
        }
    }
}
