//! What was found to the parts of a document.

use std::ops::Range;

use annalist_model::{Block, Comment, CommentKind, Sourced, Span, Stamp};

use crate::quotes::Quotable;
use crate::stamp::DayOrder;
use crate::thread::ThreadWords;

/// A comment whose words are written, before it is tied to the others.
#[derive(Clone, Debug)]
pub(crate) struct CommentDraft {
    pub(crate) author: Option<Sourced<String>>,
    pub(crate) author_url: Option<String>,
    pub(crate) posted: Option<Stamp>,
    pub(crate) edited: Option<Stamp>,
    pub(crate) votes: Option<i32>,
    pub(crate) permalink: Option<String>,
    pub(crate) kind: CommentKind,
    pub(crate) parent: Option<u32>,
    /// Its words; none where it has none.
    pub(crate) span: Option<Span>,
}

/// The comments of a document, numbered, with their depths and quotations.
pub(crate) fn comments(
    drafts: Vec<CommentDraft>,
    text: &str,
    blocks: &[Block],
    words: &ThreadWords,
    order: DayOrder,
) -> Vec<Comment> {
    let mut quotable = Quotable::new(text, words, order);
    let mut comments: Vec<Comment> = Vec::with_capacity(drafts.len());
    let mut end = blocks
        .iter()
        .filter(|block| block.owner == annalist_model::Owner::Article)
        .map(|it| it.span.end())
        .max()
        .unwrap_or(0);
    for (id, draft) in drafts.into_iter().enumerate() {
        let id = id as u32;
        let span = draft.span.or_else(|| Span::new(end, end)).unwrap_or(Span::EMPTY);
        end = span.end();
        let quotes = quotable.find(&draft, &blocks[blocks_in(blocks, span)]);
        let addressed = if draft.parent.is_none() { quotable.addressed_by(&draft) } else { None };
        quotable.add(id, &draft);
        let depth = draft
            .parent
            .and_then(|parent| comments.get(parent as usize))
            .map_or(0, |parent: &Comment| parent.depth + 1);
        comments.push(Comment {
            id,
            parent: draft.parent,
            depth,
            addresses: addressed,
            kind: draft.kind,
            author: draft.author,
            author_url: draft.author_url,
            posted: draft.posted,
            edited: draft.edited,
            votes: draft.votes,
            permalink: draft.permalink,
            span,
            quotes,
        });
    }
    comments
}

/// The blocks that lie within `span`.
fn blocks_in(blocks: &[Block], span: Span) -> Range<usize> {
    let first = blocks.partition_point(|block| block.span.start() < span.start());
    let last = blocks.partition_point(|block| block.span.start() < span.end());
    first..last.max(first)
}
