//! A part of the page to blocks of text.
//!
//! Reads a subtree in document order and writes its words, white space folded as a browser folds
//! it, block by block, each piece with the bytes that it came from. What the mask covers is left
//! out.

use std::ops::Range;

use annalist_model::{BlockKind, Owner, TextBuilder};
use html5ever::local_name;

use crate::notes::NoteWords;
use crate::page::{Page, is_block};
use crate::roles::Roles;

/// Nodes that are left out, whole subtrees at a time.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    /// For each node, one past the end of the masked subtree that starts there.
    ends: Vec<u32>,
}

impl Mask {
    /// A mask that covers nothing of `page`.
    pub(crate) fn new(page: &Page<'_>) -> Mask {
        Mask { ends: vec![0; page.len()] }
    }

    /// Covers `node` and all below it.
    pub(crate) fn cover(&mut self, page: &Page<'_>, node: usize) {
        self.ends[node] = page.subtree(node).end as u32;
    }

    /// One past the end of the masked subtree that starts at `node`, where one does.
    pub(crate) fn end_at(&self, node: usize) -> Option<usize> {
        let end = self.ends[node] as usize;
        (end > node).then_some(end)
    }

    /// Whether `node` starts a masked subtree.
    pub(crate) fn covers(&self, node: usize) -> bool {
        self.ends[node] as usize > node
    }

    /// Whether `node` or one above it is masked.
    pub(crate) fn hides(&self, page: &Page<'_>, node: usize) -> bool {
        self.covers(node) || page.ancestors(node).any(|above| self.covers(above))
    }
}

/// What a block is within an element that is open.
#[derive(Clone, Copy)]
struct Context {
    /// One past the last node of the element.
    end: usize,
    kind: BlockKind,
    /// Whether white space is kept (`pre`).
    is_preformatted: bool,
    /// Whether the element is the row of a table of data, its cells parted by tabs.
    is_row: bool,
}

/// A paragraph in bold is a heading up to this many bytes.
const LONGEST_HEADING: usize = 80;

/// How much of a block is bold.
#[derive(Clone, Copy, Default)]
struct Bold {
    /// One past the last node of the bold element that is open.
    end: usize,
    bold: usize,
    plain: usize,
}

impl Bold {
    fn see(&mut self, node: usize, text: &str) {
        let length = text.trim().len();
        if node < self.end {
            self.bold += length;
        } else {
            self.plain += length;
        }
    }

    fn is_all(self) -> bool {
        self.bold > 0 && self.plain == 0
    }
}

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
        let mut open: Vec<Context> = Vec::new();
        let top = Context { end: range.end, kind: base, is_preformatted: false, is_row: false };
        let mut is_in_block = false;
        let mut breaks = 0;
        let mut bold = Bold::default();
        let mut node = range.start;
        while node < range.end {
            while open.last().is_some_and(|context| context.end <= node) {
                open.pop();
                self.end_block(owner, &mut bold, text);
                is_in_block = false;
            }
            if let Some(end) = self.mask.end_at(node) {
                node = end;
                continue;
            }
            let context = open.last().copied().unwrap_or(top);
            if self.page.text_node(node).is_some() {
                if self.page.is_visible(node) {
                    if !is_in_block
                        && !self.page.text_node(node).is_some_and(|it| it.trim().is_empty())
                    {
                        text.begin(context.kind, owner);
                        is_in_block = true;
                    }
                    if is_in_block {
                        if self.byline.is_some_and(|byline| self.page.contains(byline, node)) {
                            text.set_kind(BlockKind::Byline);
                        }
                        bold.see(node, self.page.text_node(node).unwrap_or_default());
                        breaks = if self.add_words(node, context, text) { 0 } else { breaks };
                    }
                }
                node += 1;
                continue;
            }
            let tag = self.page.tag(node);
            if matches!(tag, local_name!("b") | local_name!("strong")) {
                bold.end = bold.end.max(self.page.subtree(node).end);
            }
            if self.page.element(node).is_some() && !self.page.is_visible(node) {
                node = self.page.subtree(node).end;
            } else if tag == local_name!("br") {
                breaks += 1;
                if breaks > 1 && !context.is_row {
                    self.end_block(owner, &mut bold, text);
                    is_in_block = false;
                } else if is_in_block {
                    self.add_break(text);
                }
                node += 1;
            } else if context.is_row && matches!(tag, local_name!("td") | local_name!("th")) {
                if is_in_block && !text.open_text().is_empty() {
                    text.push_generated("\t");
                }
                node += 1;
            } else if is_block(&tag) && !context.is_row {
                if is_in_block {
                    self.end_block(owner, &mut bold, text);
                    is_in_block = false;
                }
                breaks = 0;
                open.push(self.context_of(node, context));
                node += 1;
            } else {
                node += 1;
            }
        }
        self.end_block(owner, &mut bold, text);
    }

    /// Closes the open block. A paragraph of the article that opens as a note does becomes one; a
    /// short one that is all bold and ends no sentence is a heading.
    fn end_block(&self, owner: Owner, bold: &mut Bold, text: &mut TextBuilder) {
        if owner == Owner::Article
            && bold.is_all()
            && text.open_kind() == Some(BlockKind::Paragraph)
        {
            let words = text.open_text().trim_end();
            if words.len() < LONGEST_HEADING
                && !words.contains('\n')
                && !words.ends_with(['.', '!', '?', ':', ',', '”'])
            {
                text.set_kind(BlockKind::Heading(3));
            }
        }
        *bold = Bold { end: bold.end, ..Bold::default() };
        if owner == Owner::Article
            && let Some(kind) = self.notes.kind_of(text.open_text())
        {
            text.set_kind(kind);
        }
        text.end();
    }

    fn context_of(&self, node: usize, above: Context) -> Context {
        let end = self.page.subtree(node).end;
        let inherit = Context { end, ..above };
        let of_kind = |kind| Context { end, kind, ..above };
        match self.page.tag(node) {
            local_name!("h1") => of_kind(BlockKind::Heading(1)),
            local_name!("h2") => of_kind(BlockKind::Heading(2)),
            local_name!("h3") => of_kind(BlockKind::Heading(3)),
            local_name!("h4") => of_kind(BlockKind::Heading(4)),
            local_name!("h5") => of_kind(BlockKind::Heading(5)),
            local_name!("h6") => of_kind(BlockKind::Heading(6)),
            local_name!("li") | local_name!("dd") | local_name!("dt") => match above.kind {
                BlockKind::Quote | BlockKind::Caption => inherit,
                _ => of_kind(BlockKind::ListItem),
            },
            local_name!("blockquote") => of_kind(BlockKind::Quote),
            local_name!("pre") => {
                Context { end, kind: BlockKind::Code, is_preformatted: true, is_row: false }
            }
            local_name!("figcaption") | local_name!("caption") => of_kind(BlockKind::Caption),
            local_name!("tr") if self.is_data_row(node) => {
                Context { end, kind: BlockKind::TableRow, is_preformatted: false, is_row: true }
            }
            _ if self.page.roles(node).any(Roles::QUOTE)
                && !self.page.roles(node).any(Roles::MESSAGE) =>
            {
                of_kind(BlockKind::Quote)
            }
            _ if self.is_caption(node) => of_kind(BlockKind::Caption),
            _ if self.is_byline(node) => of_kind(BlockKind::Byline),
            _ => inherit,
        }
    }

    /// Whether a class says that this is a caption, and its length does not speak against it.
    fn is_caption(&self, node: usize) -> bool {
        let roles = self.page.roles(node);
        roles.any(Roles::CAPTION) && !roles.any(Roles::BODY) && {
            let inner = self.page.below(node);
            // The frame around a picture and its caption carries the class too.
            let holds_caption = inner.clone().any(|it| {
                self.page.roles(it).any(Roles::CAPTION) && self.page.element(it).is_some()
                    || self.page.is(it, &local_name!("figcaption"))
            });
            !holds_caption && self.page.text_length(node) < 1_200
        }
    }

    fn is_byline(&self, node: usize) -> bool {
        let roles = self.page.roles(node);
        roles.any(Roles::BYLINE) && !roles.any(Roles::BODY.or(Roles::ARTICLE)) && {
            let length = self.page.text_length(node);
            length < 250
        }
    }

    /// Whether a table row holds data, and not the layout of the page: its cells are short and
    /// hold nothing that stands on lines of its own.
    fn is_data_row(&self, row: usize) -> bool {
        let cells: Vec<_> = self
            .page
            .child_elements(row)
            .filter(|&cell| matches!(self.page.tag(cell), local_name!("td") | local_name!("th")))
            .collect();
        cells.len() > 1
            && cells.iter().all(|&cell| {
                let below = self.page.below(cell);
                let parts = below.clone().filter(|&it| is_block(&self.page.tag(it))).count();
                parts <= 1 && self.page.text_length(cell) < 400
            })
            && self.mask.end_at(row).is_none()
    }

    fn add_break(&self, text: &mut TextBuilder) {
        let open = text.open_text();
        if !open.is_empty() && !open.ends_with('\n') {
            text.push_generated("\n");
        }
    }

    /// Adds the words of a text node; whether there were any.
    fn add_words(&self, node: usize, context: Context, text: &mut TextBuilder) -> bool {
        let mut any = false;
        for (part, place, is_verbatim) in self.page.pieces(node) {
            any |= !part.trim().is_empty();
            if context.is_preformatted {
                self.add_piece(part, place, is_verbatim, text);
            } else {
                self.add_folded(part, place, is_verbatim, text);
            }
        }
        any
    }

    fn add_folded(
        &self,
        part: &str,
        place: Range<usize>,
        is_verbatim: bool,
        text: &mut TextBuilder,
    ) {
        let mut at = 0;
        while at < part.len() {
            let rest = &part[at..];
            let blank = rest.len() - rest.trim_start().len();
            if blank > 0 {
                let range = if is_verbatim {
                    place.start + at..place.start + at + blank
                } else {
                    place.clone()
                };
                let ends_blank =
                    text.open_text().chars().next_back().is_none_or(char::is_whitespace);
                if !ends_blank {
                    self.add_piece(" ", range, &rest[..blank] == " " && is_verbatim, text);
                }
                at += blank;
                continue;
            }
            let length = rest
                .find(char::is_whitespace)
                .map_or(rest.len(), |word| self.words_end(rest, word));
            let range = if is_verbatim {
                place.start + at..place.start + at + length
            } else {
                place.clone()
            };
            self.add_piece(&rest[..length], range, is_verbatim, text);
            at += length;
        }
    }

    /// How far `rest` goes on in words parted by single plain blanks, at least to `first`.
    fn words_end(&self, rest: &str, first: usize) -> usize {
        let bytes = rest.as_bytes();
        let mut end = first;
        while bytes.get(end) == Some(&b' ') {
            let after = &rest[end + 1..];
            if after.is_empty() || after.starts_with(char::is_whitespace) {
                break;
            }
            end += 1 + after.find(char::is_whitespace).unwrap_or(after.len());
        }
        end
    }

    fn add_piece(
        &self,
        part: &str,
        place: Range<usize>,
        is_verbatim: bool,
        text: &mut TextBuilder,
    ) {
        if is_verbatim {
            self.page.decoded.push_to(text, place);
        } else if let Some(bytes) = self.page.decoded.bytes_of(place) {
            text.push_whole(part, bytes);
        } else {
            text.push_generated(part);
        }
    }
}
