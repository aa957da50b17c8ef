//! A part of the page to blocks of text.
//!
//! Reads a subtree in document order and writes its words, white space folded as a browser folds
//! it, block by block, each piece with the bytes that it came from. What an element makes of its
//! words is told in [`context`]; how words are folded, in [`words`]. Beside the blocks the structure
//! of the text is gathered: places in [`lists`], cells of [`rows`], links and emphasis ([`inline`]),
//! the [`images`] of captions, the sources of quotations ([`attribution`]).

mod attribution;
mod context;
mod images;
mod inline;
mod lists;
mod rows;
mod words;

use std::ops::Range;

use annalist_model::{BlockKind, Owner, Span};
use html5ever::{LocalName, local_name};

use crate::links::LinkBase;
use crate::manuscript::Manuscript;
use crate::mask::Mask;
use crate::notes::NoteWords;
use crate::page::{Page, is_block};
use attribution::OpenQuotation;
use context::Context;
use inline::Inline;
use lists::Lists;
use rows::Row;
use words::Blank;

pub(crate) use attribution::EmbedWords;
pub(crate) use images::Images;

/// A paragraph in bold is a heading up to this many bytes.
const LONGEST_HEADING: usize = 80;

/// Writes blocks of text.
pub(crate) struct BlockWriter<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) mask: &'a Mask,
    pub(crate) notes: &'a NoteWords,
    pub(crate) embeds: &'a EmbedWords,
    pub(crate) links: &'a LinkBase,
    pub(crate) images: &'a Images<'a>,
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
        out: &mut Manuscript,
    ) {
        let caption = (base == BlockKind::Caption).then_some(range.start);
        let top = Context { end: range.end, kind: base, caption, ..Context::NONE };
        let mut run = Run {
            writer: self,
            owner,
            out,
            open: vec![top],
            block: None,
            lists: Lists::default(),
            inline: Inline::default(),
            row: Row::default(),
            quotation: None,
        };
        let mut node = range.start;
        while node < range.end {
            run.leave(node);
            node = match self.mask.end_at(node) {
                Some(end) => {
                    run.lists.count(self.page, node);
                    end
                }
                None if self.page.text_node(node).is_some() => run.text_node(node),
                None if self.page.element(node).is_some() => run.element(node),
                None => node + 1,
            };
        }
        run.end_block();
        run.end_quotation();
    }
}

/// One pass over a part of the page.
struct Run<'w, 'a> {
    writer: &'w BlockWriter<'a>,
    owner: Owner,
    out: &'w mut Manuscript,
    /// The elements around the next node that stand on lines of their own, outermost first.
    open: Vec<Context>,
    /// The block that is being written.
    block: Option<OpenBlock>,
    lists: Lists,
    inline: Inline,
    row: Row,
    /// The outermost block quotation around the next node.
    quotation: Option<OpenQuotation>,
}

/// What is known of the block that is being written.
#[derive(Default)]
struct OpenBlock {
    /// The table of which it is a row or the caption.
    table: Option<usize>,
    /// The element that makes it a caption of something else.
    caption: Option<usize>,
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
        self.lists.leave(node);
        if self.quotation.as_ref().is_some_and(|quotation| quotation.end <= node) {
            self.end_quotation();
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
            self.begin_block(context);
        }
        if self.writer.byline.is_some_and(|byline| page.contains(byline, node)) {
            self.out.text.set_kind(BlockKind::Byline);
        }
        let from = self.out.end();
        let block = self.block.get_or_insert_default();
        if !is_blank {
            block.breaks = 0;
            let length = words.trim().len();
            if is_bold(page, node, context) { block.bold += length } else { block.plain += length }
        }
        words::write(page, node, context.is_preformatted, &mut block.blank, &mut self.out.text);
        self.inline.note(node, from, self.out);
        node + 1
    }

    fn begin_block(&mut self, context: Context) {
        // A class may call a part of a comment a note; it is none by the editors.
        let kind = match (context.kind, self.owner) {
            (BlockKind::EditorsNote, Owner::Comment(_)) => BlockKind::Paragraph,
            (kind, _) => kind,
        };
        self.out.text.begin(kind, self.owner);
        self.out.text.set_list(self.lists.next_place());
        let is_of_table = context.is_row || context.is_table_caption;
        self.block = Some(OpenBlock {
            table: context.table.filter(|_| is_of_table),
            caption: context.caption.filter(|_| !context.is_table_caption),
            ..OpenBlock::default()
        });
        if context.is_row {
            self.row.begin(self.out);
        }
    }

    /// Enters an element, or does what it asks for; gives the node to go on with.
    fn element(&mut self, node: usize) -> usize {
        let page = self.writer.page;
        let context = self.context();
        let tag = page.tag(node);
        if !page.is_visible(node) {
            return page.subtree(node).end;
        }
        self.lists.enter(page, node);
        if tag == local_name!("br") {
            self.line_break(context);
        } else if context.is_row && matches!(tag, local_name!("td") | local_name!("th")) {
            if let Some(block) = &mut self.block {
                block.blank = None;
            }
            self.row.enter_cell(tag == local_name!("th"), self.block.is_some(), self.out);
        } else if (is_block(&tag) || is_quote_head(&tag, context)) && !context.is_row {
            self.end_block();
            self.open.push(context::of(page, node, context));
            self.row = Row::default();
            if tag == local_name!("blockquote") && self.quotation.is_none() {
                self.quotation = Some(OpenQuotation::new(page, node));
            }
        } else if tag == local_name!("img") {
            self.picture(node, context);
        } else {
            self.inline.enter(page, node, self.writer.links);
        }
        node + 1
    }

    /// Writes the sign that a picture stands for. In an article it stands among words that are kept.
    fn picture(&mut self, node: usize, context: Context) {
        let page = self.writer.page;
        let Some(sign) = self.writer.embeds.sign(page, node) else { return };
        let Some(bytes) = page.attribute_bytes(node, "alt") else { return };
        if self.block.is_none() {
            if self.owner == Owner::Article {
                return;
            }
            self.begin_block(context);
        }
        let block = self.block.get_or_insert_default();
        block.breaks = 0;
        words::write_sign(page, sign, bytes, &mut block.blank, &mut self.out.text);
    }

    /// One break is a new line, two are a new block.
    fn line_break(&mut self, context: Context) {
        let Some(block) = &mut self.block else { return };
        block.breaks += 1;
        block.blank = None;
        if block.breaks > 1 && !context.is_row {
            self.end_block();
        } else if !self.out.text.open_text().ends_with(['\n', '\t']) {
            self.out.text.push_generated("\n");
        }
    }

    /// Closes the block. A paragraph of the article that opens as a note does becomes one; a short
    /// one that is all bold and ends no sentence is a heading.
    fn end_block(&mut self) {
        let Some(block) = self.block.take() else { return };
        if self.owner == Owner::Article {
            let words = self.out.text.open_text().trim_end();
            let is_paragraph = self.out.text.open_kind() == Some(BlockKind::Paragraph);
            if let Some(note) = self.writer.notes.kind_of(words) {
                self.out.text.set_kind(note);
            } else if is_paragraph && block.bold > 0 && block.plain == 0 && heads(words) {
                self.out.text.set_kind(BlockKind::Heading(3));
            }
        }
        let headers = self.row.end(self.out);
        if let Some(span) = self.out.text.end() {
            self.note_block(&block, span, headers);
        }
    }

    /// Notes what a block that was written is a part of.
    fn note_block(&mut self, block: &OpenBlock, span: Span, headers: Option<Vec<Span>>) {
        let writer = self.writer;
        self.out.structure.add_block(block.table, span, headers);
        if let Some(caption) = block.caption
            && let Some(image) =
                writer.images.captioned_by(writer.page, caption, span, writer.links)
        {
            self.out.structure.add_image(caption, image);
        }
        if let Some(quotation) = &mut self.quotation {
            quotation.add(span);
        }
    }

    fn end_quotation(&mut self) {
        let Some(quotation) = self.quotation.take() else { return };
        let writer = self.writer;
        let found = quotation.attribution(writer.page, writer.embeds, writer.links, self.out);
        if let Some(attribution) = found {
            self.out.structure.add_attribution(attribution);
        }
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
