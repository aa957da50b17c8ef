//! The comments of a thread.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{Bytes, Offsets, Place, Places, present};
use super::text::Text;
use crate::fault::{Fault, read_each};

/// A time as a page gives it: a value, the words shown, or both.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Stamp {
    /// The point in time, to the precision of the page; null where the words could not be read.
    value: Option<Text<model::DateTime>>,
    /// The words shown, where they could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Where it was found.
    from: Text<model::Origin>,
    /// The bytes of the saved file that say it.
    source_bytes: Option<Bytes>,
}

/// A passage within a comment that repeats the words of another.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct QuotedPassage {
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    source_bytes: Option<Bytes>,
    /// The number of the comment whose words they are, where it is on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
    /// The name that the quotation gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    /// The time that the quotation gives: that of the comment quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    posted: Option<Text<model::DateTime>>,
}

/// One comment of a thread.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Comment {
    /// Its number: comments are numbered from 0 in the order of the page.
    id: u32,
    /// The number of the comment that it answers, always smaller than its own.
    parent: Option<u32>,
    /// How many comments stand above it.
    depth: u32,
    /// The name that it is signed with.
    author: Option<String>,
    /// Where the name was found. Always beside a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author_from: Option<Text<model::Origin>>,
    /// The bytes of the saved file that say the name. Always beside a name.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    author_source_bytes: Option<Option<Bytes>>,
    /// Where the name links to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author_url: Option<String>,
    /// The earlier comment whose author it opens with the name of ("@Ada"), where the page gives no
    /// parent: a hint, and never a parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    addresses: Option<u32>,
    /// When it was posted.
    posted: Option<Stamp>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited: Option<Stamp>,
    /// Approval less disapproval, as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    votes: Option<i32>,
    /// Its own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permalink: Option<String>,
    /// What it is.
    kind: Text<model::CommentKind>,
    /// First code point of its words, quoted ones included.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that its words were read from; null where they were generated.
    source_bytes: Option<Bytes>,
    /// The passages of it that are quotations of other comments.
    quotes: Vec<QuotedPassage>,
}

impl Comment {
    pub(crate) fn of(comment: &model::Comment, places: &Places<'_>) -> Comment {
        let Place { start, end, source_bytes } = places.place(comment.span);
        let author = comment.author.as_ref();
        Comment {
            id: comment.id,
            parent: comment.parent,
            depth: comment.depth,
            addresses: comment.addresses,
            author: author.map(|author| author.value.clone()),
            author_from: author.map(|author| Text(author.origin)),
            author_source_bytes: author.map(|author| author.bytes.map(Bytes)),
            author_url: comment.author_url.clone(),
            posted: comment.posted.as_ref().map(Stamp::of),
            edited: comment.edited.as_ref().map(Stamp::of),
            votes: comment.votes,
            permalink: comment.permalink.clone(),
            kind: Text(comment.kind),
            start,
            end,
            source_bytes,
            quotes: comment.quotes.iter().map(|quote| QuotedPassage::of(quote, places)).collect(),
        }
    }

    /// The comment, which must fit the thread at place `index` below the comments `above`.
    pub(crate) fn read(
        self,
        above: &[model::Comment],
        count: usize,
        offsets: &Offsets<'_>,
    ) -> Result<model::Comment, Fault> {
        self.check_thread(above)?;
        let span = offsets.span(self.start, self.end)?;
        let quotes = read_each("quotes", self.quotes, |quote| quote.read(span, count, offsets))?;
        let author = match (self.author, self.author_from) {
            (None, _) => None,
            (Some(name), Some(Text(origin))) => {
                let bytes = self.author_source_bytes.flatten().map(|Bytes(range)| range);
                Some(model::Sourced::new(name, origin, bytes))
            }
            (Some(_), None) => return Err(Fault::new("missing beside author").under("author_from")),
        };
        Ok(model::Comment {
            id: self.id,
            parent: self.parent,
            depth: self.depth,
            addresses: self.addresses,
            kind: self.kind.0,
            author,
            author_url: self.author_url,
            posted: self.posted.map(Stamp::read),
            edited: self.edited.map(Stamp::read),
            votes: self.votes,
            permalink: self.permalink,
            span,
            quotes,
        })
    }

    fn check_thread(&self, above: &[model::Comment]) -> Result<(), Fault> {
        let number = above.len();
        if self.id as usize != number {
            return Err(Fault::new(format!("{} stands at place {number}", self.id)).under("id"));
        }
        let depth = match self.parent {
            None => Some(0),
            Some(parent) => {
                let parent_comment = above.get(parent as usize).ok_or_else(|| {
                    Fault::new(format!("{parent} is no earlier comment")).under("parent")
                })?;
                parent_comment.depth.checked_add(1)
            }
        };
        if depth != Some(self.depth) {
            return Err(
                Fault::new(format!("{} does not fit the parent", self.depth)).under("depth")
            );
        }
        if let Some(other) = self.addresses.filter(|other| *other as usize >= number) {
            return Err(Fault::new(format!("{other} is no earlier comment")).under("addresses"));
        }
        Ok(())
    }
}

impl Stamp {
    fn of(stamp: &model::Stamp) -> Stamp {
        Stamp {
            value: stamp.value.map(Text),
            text: stamp.shown.clone(),
            from: Text(stamp.origin),
            source_bytes: stamp.bytes.map(Bytes),
        }
    }

    fn read(self) -> model::Stamp {
        model::Stamp {
            value: self.value.map(|Text(at)| at),
            shown: self.text,
            origin: self.from.0,
            bytes: self.source_bytes.map(|Bytes(range)| range),
        }
    }
}

impl QuotedPassage {
    fn of(quote: &model::QuotedPassage, places: &Places<'_>) -> QuotedPassage {
        let Place { start, end, source_bytes } = places.place(quote.span);
        QuotedPassage {
            start,
            end,
            source_bytes,
            of: quote.of,
            author: quote.author.clone(),
            posted: quote.posted.map(Text),
        }
    }

    /// The passage, which must lie `within` its comment and quote one of `count` comments.
    fn read(
        self,
        within: model::Span,
        count: usize,
        offsets: &Offsets<'_>,
    ) -> Result<model::QuotedPassage, Fault> {
        let span = offsets.span(self.start, self.end)?;
        if !within.contains(span) {
            return Err(Fault::new("the passage lies outside of its comment"));
        }
        if let Some(of) = self.of.filter(|of| *of as usize >= count) {
            return Err(Fault::new(format!("there is no comment {of}")).under("of"));
        }
        Ok(model::QuotedPassage {
            span,
            of: self.of,
            author: self.author,
            posted: self.posted.map(|Text(at)| at),
        })
    }
}
