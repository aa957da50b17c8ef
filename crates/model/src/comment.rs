//! Reader comments, as the tree that they form.

use crate::{ByteRange, DateTime, Origin, Sourced, Span};

/// What a comment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommentKind {
    /// A reader's comment or a post of a topic.
    Comment,
    /// A reader's answer to the question that the page asks; what is said of it is a comment.
    Answer,
    /// The announcement that another site links to the page.
    Trackback,
    /// What stands in the place of a comment that was taken away.
    Removed,
}

impl CommentKind {
    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            CommentKind::Comment => "comment",
            CommentKind::Answer => "answer",
            CommentKind::Trackback => "trackback",
            CommentKind::Removed => "removed",
        }
    }

    /// The kind with this published name.
    pub fn parse(name: &str) -> Option<CommentKind> {
        [CommentKind::Comment, CommentKind::Answer, CommentKind::Trackback, CommentKind::Removed]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }

    /// Whether it holds the words of a reader.
    pub fn is_by_reader(self) -> bool {
        matches!(self, CommentKind::Comment | CommentKind::Answer)
    }
}

/// A time as a page gives it.
///
/// Holds what is known: a value, the words shown, or both. "2 hours ago" on a page that does not
/// say when it was saved has words and no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The point in time, to the precision of the page.
    pub value: Option<DateTime>,
    /// The words shown, where no value could be read from them.
    pub shown: Option<String>,
    /// Where it was found.
    pub origin: Origin,
    /// The bytes of the saved file that say it.
    pub bytes: Option<ByteRange>,
}

/// A passage within a comment that repeats the words of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedPassage {
    /// Where the passage stands, within the span of the comment that quotes.
    pub span: Span,
    /// The comment whose words they are, where it is on the page.
    pub of: Option<u32>,
    /// The name that the quotation gives.
    pub author: Option<String>,
    /// The time that the quotation gives: that of the comment quoted, never of the one that quotes.
    pub posted: Option<DateTime>,
}

/// One comment of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its number: comments are numbered from 0 in the order of the page.
    pub id: u32,
    /// The comment that it answers. Always a smaller number than its own, so no cycle can be
    /// written.
    pub parent: Option<u32>,
    /// How many comments stand above it.
    pub depth: u32,
    /// The earlier comment whose author it opens with the name of ("@Ada"), where the page gives no
    /// parent: a hint, and never a parent.
    pub addresses: Option<u32>,
    /// What it is.
    pub kind: CommentKind,
    /// Its author; none where the page shows none.
    pub author: Option<Sourced<String>>,
    /// Where the author's name links to.
    pub author_url: Option<String>,
    /// When it was posted.
    pub posted: Option<Stamp>,
    /// When it was last changed.
    pub edited: Option<Stamp>,
    /// Approval less disapproval, as shown.
    pub votes: Option<i32>,
    /// Its own address.
    pub permalink: Option<String>,
    /// Its words, quoted ones included.
    pub span: Span,
    /// The passages of it that are quotations of other comments.
    pub quotes: Vec<QuotedPassage>,
}
