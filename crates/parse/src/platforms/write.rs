//! The words of stored comments, written to the text of a document.

use annalist_model::{BlockKind, Code, CommentKind, Diagnostic, Owner};

use super::comment::StoredComment;
use super::file::Holds;
use crate::Parser;
use crate::blocks::{BlockWriter, Images};
use crate::decode::{self, Decoded};
use crate::links::LinkBase;
use crate::manuscript::Manuscript;
use crate::mask::Mask;
use crate::page::Page;
use crate::tree::Tree;
use crate::write::CommentDraft;

/// The comments that answers hold.
#[derive(Debug, Default)]
pub(crate) struct StoredComments(pub(super) Vec<StoredComment>);

impl StoredComments {
    /// Whether these are the comments of a page that shows `shown`, trackbacks aside: as many, or more.
    /// Fewer are said to be left aside.
    pub(crate) fn count_for(&self, shown: usize, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let comments = self.0.iter().filter(|it| it.kind != CommentKind::Trackback);
        let count = comments.count();
        if 0 < count && count < shown {
            let message = format!("the answers hold {count} comments, and the page shows {shown}");
            diagnostics.push(Diagnostic::new(Code::AnswerUnused, message));
        }
        count > 0 && count >= shown
    }

    /// Whether trackbacks are among them.
    pub(crate) fn has_trackbacks(&self) -> bool {
        self.0.iter().any(|comment| comment.kind == CommentKind::Trackback)
    }

    /// Writes the words of the comments, each after the other; the first of them is number `first`.
    /// `url` is the address of the page.
    pub(crate) fn write(
        self,
        parser: &Parser,
        url: Option<&str>,
        first: usize,
        text: &mut Manuscript,
    ) -> Vec<CommentDraft> {
        let mut drafts = Vec::with_capacity(self.0.len());
        for (id, mut comment) in self.0.into_iter().enumerate() {
            let from = text.end();
            let owner = Owner::Comment((first + id) as u32);
            if let Some((bytes, way)) = comment.body.take() {
                let decoded = decode::decode(&bytes, Some("utf-8"), way);
                match comment.holds {
                    Holds::Html => write_markup(parser, &decoded, url, owner, text),
                    Holds::Text => write_plain(&decoded, owner, text),
                }
            }
            let span = text.written_since(from);
            let words = span.and_then(|span| span.slice(text.text.text()));
            let is_removed = words.is_some_and(|words| parser.threads.is_removed(words));
            let kind = if is_removed { CommentKind::Removed } else { comment.kind };
            drafts.push(CommentDraft { kind, span, ..draft(comment) });
        }
        drafts
    }
}

fn draft(comment: StoredComment) -> CommentDraft {
    CommentDraft {
        author: comment.author,
        author_url: comment.author_url,
        posted: comment.posted,
        edited: None,
        votes: comment.votes,
        permalink: comment.permalink,
        kind: comment.kind,
        parent: comment.parent.map(|parent| parent as u32),
        span: None,
    }
}

/// Words in HTML: a small page of its own.
fn write_markup(
    parser: &Parser,
    decoded: &Decoded,
    url: Option<&str>,
    owner: Owner,
    text: &mut Manuscript,
) {
    let tree = Tree::read(&decoded.text, parser.limits.tree());
    let page = Page::new(&tree, decoded, &parser.roles);
    let (links, images) = (LinkBase::of(&page, url), Images::of(&page, &parser.companions));
    let mask = Mask::new(&page);
    let writer = BlockWriter {
        page: &page,
        mask: &mask,
        notes: &parser.notes,
        embeds: &parser.embeds,
        links: &links,
        images: &images,
        byline: None,
    };
    writer.write(page.all(), owner, BlockKind::Paragraph, text);
    text.structure.end_page();
}

/// Plain words: a paragraph ends at an empty line.
fn write_plain(decoded: &Decoded, owner: Owner, text: &mut Manuscript) {
    let mut at = 0;
    for part in decoded.text.split("\n\n") {
        let words = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !words.is_empty() {
            text.text.begin(BlockKind::Paragraph, owner);
            decoded.push_to(&mut text.text, start..start + words.len());
            text.text.end();
        }
        at += part.len() + 2;
    }
}
