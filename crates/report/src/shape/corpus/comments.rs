//! Who commented on the documents of a collection, where and when.

use std::cell::RefCell;

use annalist_corpus as corpus;
use annalist_model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::each::Each;
use super::{Parts, PeriodLine, periods};
use crate::shape::text::Text;

/// The comments of the collection, counted. Authors are compared by the exact name that they sign
/// with.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CommentActivity")]
pub(crate) struct CommentsReport<'c> {
    /// Comments by readers.
    total: u32,
    /// Announcements that another site links to a page.
    trackbacks: u32,
    /// Comments that were taken away and left a trace.
    removed: u32,
    /// Comments by readers that carry no name.
    unsigned: u32,
    /// Comments by readers whose month is not known.
    undated: u32,
    /// Documents with comments by readers, most first.
    by_document: Each<'c, DiscussionLine>,
    /// Comments by readers by month.
    by_month: Vec<PeriodLine>,
    /// Names that comments are signed with, most active first.
    authors: Each<'c, AuthorLine>,
}

/// The comments on one document.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DocumentActivity")]
pub(crate) struct DiscussionLine {
    /// The document.
    pub(crate) document: u32,
    /// Comments by readers.
    pub(crate) comments: u32,
    /// Different names that they are signed with.
    pub(crate) authors: u32,
}

/// What is signed with one name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuthorActivity")]
pub(crate) struct AuthorLine {
    /// The name.
    pub(crate) name: String,
    /// Comments.
    pub(crate) comments: u32,
    /// Documents that they stand under.
    pub(crate) documents: u32,
    /// The earliest known date of them.
    pub(crate) first: Option<Text<Date>>,
    /// The latest.
    pub(crate) last: Option<Text<Date>>,
}

impl<'c> CommentsReport<'c> {
    /// What is known `now`; the lists are read from `parts` when they are written.
    pub(super) fn of(
        now: &corpus::CommentActivity,
        parts: &'c RefCell<&mut dyn Parts>,
    ) -> CommentsReport<'c> {
        CommentsReport {
            total: now.total,
            trackbacks: now.trackbacks,
            removed: now.removed,
            unsigned: now.unsigned,
            undated: now.undated,
            by_document: Each::of(|see| {
                let parts = parts.borrow();
                parts.comments().by_document.iter().try_for_each(|it| see(&DiscussionLine::of(it)))
            }),
            by_month: periods(&now.by_month),
            authors: Each::of(|see| {
                let parts = parts.borrow();
                parts.comments().authors.iter().try_for_each(|it| see(&AuthorLine::of(it)))
            }),
        }
    }
}

impl DiscussionLine {
    pub(crate) fn of(activity: &corpus::DocumentActivity) -> DiscussionLine {
        DiscussionLine {
            document: activity.document,
            comments: activity.comments,
            authors: activity.authors,
        }
    }
}

impl AuthorLine {
    pub(crate) fn of(author: &corpus::AuthorActivity) -> AuthorLine {
        AuthorLine {
            name: author.name.clone(),
            comments: author.comments,
            documents: author.documents,
            first: author.first.map(Text),
            last: author.last.map(Text),
        }
    }
}
