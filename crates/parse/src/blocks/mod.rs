//! A part of the page to blocks of text.
//!
//! Reads a subtree in document order and writes its words, white space folded as a browser folds
//! it, block by block, each piece with the bytes that it came from. What an element makes of its
//! words is told in [`context`]; how words are folded, in [`words`].

mod context;
mod words;

use std::ops::Range;

use annalist_model::{BlockKind, Owner, TextBuilder};
use html5ever::{LocalName, local_name};

use crate::mask::Mask;
use crate::notes::NoteWords;
use crate::page::{Page, is_block};
use context::Context;
use words::Blank;

/// A paragraph in bold is a heading up to this many bytes.
const LONGEST_HEADING: usize = 80;

/// Writes blocks of text.
pub(crate) struct BlockWriter<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) mask: &'a Mask,
    pub(crate) notes: &'a NoteWords,
    /// The element that names the authors, where no class of its own says so.
    pub(crate) byline: Option<usize>,
}

impl BlockWriter<'_> {
    /// Writes the visible words of `range`, a run of sibling subtrees, as blocks of `owner`.
    /// `base` is what text outside any telling element is.
    pub(crate) fn write(
        &self,
        range: Range<usize>,
        owner: Owner,
        base: BlockKind,
        text: &mut TextBuilder,
    ) {
        let top = Context { end: range.end, kind: base, is_preformatted: false, is_row: false };
        let mut run = Run { writer: self, owner, text, open: vec![top], block: None };
        let mut node = range.start;
        while node < range.end {
            run.leave(node);
            node = match self.mask.end_at(node) {
                Some(end) => end,
                None if self.page.text_node(node).is_some() => run.text_node(node),
                None if self.page.element(node).is_some() => run.element(node),
                None => node + 1,
            };
        }
        run.end_block();
    }
}

/// One pass over a part of the page.
struct Run<'w, 'a> {
    writer: &'w BlockWriter<'a>,
    owner: Owner,
    text: &'w mut TextBuilder,
    /// The elements around the next node that stand on lines of their own, outermost first.
    open: Vec<Context>,
    /// The block that is being written.
    block: Option<OpenBlock>,
}

/// What is known of the block that is being written.
#[derive(Default)]
struct OpenBlock {
    /// White space that is written once a word follows.
    blank: Option<Blank>,
    /// Line breaks since the last word.
    breaks: usize,
    /// Bytes of words in bold, and of others.
    bold: usize,
    plain: usize,
}

impl Run<'_, '_> {
    fn context(&self) -> Context {
        // The first one is never left.
        self.open.last().copied().unwrap_or(Context::NONE)
    }

    /// Leaves the elements that end before `node`, and with them the block in them.
    fn leave(&mut self, node: usize) {
        while self.open.len() > 1 && self.context().end <= node {
            self.open.pop();
            self.end_block();
        }
    }

    /// Writes the words of a text node; gives the node after it.
    fn text_node(&mut self, node: usize) -> usize {
        let page = self.writer.page;
        let words = page.text_node(node).unwrap_or_default();
        let is_blank = words.trim().is_empty();
        if !page.is_visible(node) || (self.block.is_none() && is_blank) {
            return node + 1;
        }
        let context = self.context();
        if self.block.is_none() {
            self.text.begin(context.kind, self.owner);
        }
        if self.writer.byline.is_some_and(|byline| page.contains(byline, node)) {
            self.text.set_kind(BlockKind::Byline);
        }
        let block = self.block.get_or_insert_default();
        if !is_blank {
            block.breaks = 0;
            let length = words.trim().len();
            if is_bold(page, node, context) { block.bold += length } else { block.plain += length }
        }
        words::write(page, node, context.is_preformatted, &mut block.blank, self.text);
        node + 1
    }

    /// Enters an element, or does what it asks for; gives the node to go on with.
    fn element(&mut self, node: usize) -> usize {
        let page = self.writer.page;
        let context = self.context();
        let tag = page.tag(node);
        if !page.is_visible(node) {
            return page.subtree(node).end;
        }
        if tag == local_name!("br") {
            self.line_break(context);
        } else if context.is_row && matches!(tag, local_name!("td") | local_name!("th")) {
            if let Some(block) = &mut self.block {
                block.blank = None;
                self.text.push_generated("\t");
            }
        } else if (is_block(&tag) || is_quote_head(&tag, context)) && !context.is_row {
            self.end_block();
            self.open.push(context::of(page, node, context));
        }
        node + 1
    }

    /// One break is a new line, two are a new block.
    fn line_break(&mut self, context: Context) {
        let Some(block) = &mut self.block else { return };
        block.breaks += 1;
        block.blank = None;
        if block.breaks > 1 && !context.is_row {
            self.end_block();
        } else if !self.text.open_text().ends_with(['\n', '\t']) {
            self.text.push_generated("\n");
        }
    }

    /// Closes the block. A paragraph of the article that opens as a note does becomes one; a short
    /// one that is all bold and ends no sentence is a heading.
    fn end_block(&mut self) {
        let Some(block) = self.block.take() else { return };
        if self.owner == Owner::Article {
            let words = self.text.open_text().trim_end();
            let is_paragraph = self.text.open_kind() == Some(BlockKind::Paragraph);
            if let Some(note) = self.writer.notes.kind_of(words) {
                self.text.set_kind(note);
            } else if is_paragraph && block.bold > 0 && block.plain == 0 && heads(words) {
                self.text.set_kind(BlockKind::Heading(3));
            }
        }
        self.text.end();
    }
}

/// Whether an element names whom a quotation quotes: forums write it above the words.
fn is_quote_head(tag: &LocalName, context: Context) -> bool {
    *tag == local_name!("cite") && context.kind == BlockKind::Quote
}

/// Whether a text node is set in bold, within the block element around it.
fn is_bold(page: &Page<'_>, node: usize, context: Context) -> bool {
    page.ancestors(node)
        .take_while(|&above| page.subtree(above).end <= context.end && !is_block(&page.tag(above)))
        .any(|above| matches!(page.tag(above), local_name!("b") | local_name!("strong")))
}

fn heads(words: &str) -> bool {
    words.len() < LONGEST_HEADING
        && !words.contains('\n')
        && !words.ends_with(['.', '!', '?', ':', ',', '”'])
}
