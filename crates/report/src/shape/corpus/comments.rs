//! Who commented on the documents of a collection, where and when.

use annalist_corpus as corpus;
use annalist_model::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{PeriodLine, periods};
use crate::shape::text::Text;

/// The comments of the collection, counted. Authors are compared by the exact name that they sign
/// with.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CommentActivity")]
pub(crate) struct CommentsReport {
    /// Comments by readers.
    pub(crate) total: u32,
    /// Announcements that another site links to a page.
    pub(crate) trackbacks: u32,
    /// Comments that were taken away and left a trace.
    pub(crate) removed: u32,
    /// Comments by readers that carry no name.
    pub(crate) unsigned: u32,
    /// Comments by readers whose month is not known.
    pub(crate) undated: u32,
    /// Documents with comments by readers, most first.
    pub(crate) by_document: Vec<DiscussionLine>,
    /// Comments by readers by month.
    pub(crate) by_month: Vec<PeriodLine>,
    /// Names that comments are signed with, most active first.
    pub(crate) authors: Vec<AuthorLine>,
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

impl CommentsReport {
    pub(crate) fn of(activity: &corpus::CommentActivity) -> CommentsReport {
        CommentsReport {
            total: activity.total,
            trackbacks: activity.trackbacks,
            removed: activity.removed,
            unsigned: activity.unsigned,
            undated: activity.undated,
            by_document: activity.by_document.iter().map(DiscussionLine::of).collect(),
            by_month: periods(&activity.by_month),
            authors: activity.authors.iter().map(AuthorLine::of).collect(),
        }
    }
}

impl DiscussionLine {
    pub(super) fn of(activity: &corpus::DocumentActivity) -> DiscussionLine {
        DiscussionLine {
            document: activity.document,
            comments: activity.comments,
            authors: activity.authors,
        }
    }
}

impl AuthorLine {
    pub(super) fn of(author: &corpus::AuthorActivity) -> AuthorLine {
        AuthorLine {
            name: author.name.clone(),
            comments: author.comments,
            documents: author.documents,
            first: author.first.map(Text),
            last: author.last.map(Text),
        }
    }
}
