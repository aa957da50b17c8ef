//! A page of markup to the parts of a document.

use std::ops::Range;

use annalist_model::{
    Block, BlockKind, Code, CommentKind, DateTime, Diagnostic, Metadata, Origin, Owner, PageKind,
    SourceMap, Sourced, Structure,
};
use html5ever::local_name;

use crate::Parser;
use crate::article::{self, Company, Rows, Unit};
use crate::blocks::{BlockWriter, Images};
use crate::decode::Decoded;
use crate::judgement::Judgement;
use crate::links::LinkBase;
use crate::manuscript::Manuscript;
use crate::mask::Mask;
use crate::metadata::{self, headline_key};
use crate::page::Page;
use crate::platforms::{self, StoredComments};
use crate::roles::Roles;
use crate::saver::{self, SaverNote};
use crate::stamp::DayOrder;
use crate::thread::{self, Item, Opening, Thread};
use crate::tree::Tree;
use crate::web_archive::{self, WebCopy};
use crate::write::{self, CommentDraft};

/// How long a note on an author is, in bytes.
const NOTE_LENGTHS: Range<usize> = 20..2_000;

/// Paragraphs before the first of the article that may be captions of it.
const NEAR: usize = 2;

/// The parts of a document that a page gives.
pub(crate) struct Parts {
    pub(crate) saver: SaverNote,
    /// What a web archive says, where the page is a copy in one.
    pub(crate) copy: Option<WebCopy>,
    pub(crate) metadata: Metadata,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) comments: Vec<annalist_model::Comment>,
    pub(crate) structure: Structure,
    pub(crate) source_map: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// How a page was judged, for those who ask for reasons or train models.
pub(crate) struct Judged<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) found: &'a metadata::Reading,
    pub(crate) judgement: &'a Judgement,
    /// None where the first post of a thread is the article.
    pub(crate) body: Option<Body<'a>>,
}

/// How the paragraphs of a page were judged.
pub(crate) struct Body<'a> {
    /// The paragraphs in numbers, and who stands around each.
    #[cfg_attr(not(feature = "training"), expect(dead_code, reason = "asked for in training"))]
    pub(crate) described: &'a (Rows, Company),
    /// How likely each is the page's own, and whether it was kept.
    pub(crate) likelihoods: &'a [f32],
    pub(crate) kept: &'a [bool],
}

/// Reads a page. `note` is what is known of the saving from outside the page; `stored` are its comments
/// as platforms answered; `watch` is shown how the page was judged.
pub(crate) fn read(
    parser: &Parser,
    decoded: &Decoded,
    note: SaverNote,
    stored: StoredComments,
    watch: &mut dyn FnMut(Judged<'_>),
) -> Parts {
    let mut tree = Tree::read(&decoded.text, parser.limits.tree());
    let stamps = &parser.threads.stamps;
    let saver = note.or(saver::read(&tree, decoded, stamps));
    let archives = &parser.web_archives;
    let copy = web_archive::undo(&mut tree, decoded, archives, stamps, saver.url.as_ref());
    let page = Page::new(&tree, decoded, &parser.roles);
    let mut diagnostics = limits_met(&tree, parser);
    let order = day_order(&page);
    let original = copy.as_ref().and_then(|copy| copy.original.as_ref());
    let url = original.or(saver.url.as_ref()).map(|url| url.value.as_str());
    let (links, images) = (LinkBase::of(&page, url), Images::of(&page, &parser.companions));
    let captured = copy.as_ref().and_then(|copy| copy.captured.as_ref());
    let reading = thread::Reading {
        page: &page,
        words: &parser.threads,
        order,
        links: &links,
        saved_at: captured.or(saver.saved_at.as_ref()).map(|at| at.value),
    };
    let mut thread = thread::find(&reading, &parser.engines);
    let mut mask = Mask::new(&page);
    cover_thread(&page, &mut mask, thread.as_ref());
    let is_comment = |node: usize| mask.hides(&page, node);
    let mut found =
        metadata::read(&page, &parser.metadata, stamps, order, url, &links, &is_comment);
    diagnostics.append(&mut found.diagnostics);

    let mut text = Manuscript::default();
    let setting = Setting { parser, page: &page, links: &links, images: &images };
    let article = Article { setting, headline: found.headline, byline: found.byline };
    let mut judged = Judgement::new(parser, &page, &mask, thread.as_ref(), &found, url);
    let mut opening = thread.as_mut().filter(|_| judged.opens_topic).and_then(Thread::take_opening);
    let has_answers = |it: &Thread| it.opening == Opening::Article && !it.items.is_empty();
    judged.is_topic = opening.is_some() && thread.as_ref().is_some_and(has_answers);
    let mut page_type = judged.page_type();
    if opening.is_some() && !judged.is_topic {
        // The models tell the kind of a page by all that may be its article: the first post, too.
        let mut without_opening = Mask::new(&page);
        cover_thread(&page, &mut without_opening, thread.as_ref());
        let whole = Judgement::new(parser, &page, &without_opening, thread.as_ref(), &found, url);
        page_type = whole.page_type();
        if page_type.kind == PageKind::Thread {
            judged.of_kinds = whole.of_kinds;
        } else {
            // An article that looks like the first of its comments.
            opening = None;
            mask = without_opening;
            judged = whole;
        }
    }
    article.write_headline(&mut mask, &found.metadata, &mut text);
    article.read_author_notes(&mut found.metadata);
    let judged_as = |body| Judged { page: &page, found: &found, judgement: &judged, body };
    match opening {
        Some(opening) => {
            watch(judged_as(None));
            article.write_opening(&opening, &mut found.metadata, &mut text);
        }
        None => {
            let mut described = judged.describe(&page, &found);
            let likelihoods = judged.likelihoods(&page, &parser.models, &mut described);
            let kept = article.keep(&judged, &likelihoods);
            let body = Body { described: &described, likelihoods: &likelihoods, kept: &kept };
            watch(judged_as(Some(body)));
            article.write_body(&judged.paragraphs.units, &kept, &mut mask, &mut text);
        }
    }
    if page_type.kind == PageKind::Index {
        diagnostics.push(Diagnostic::new(
            Code::NoArticle,
            "the page lists other pages and holds no article of its own",
        ));
        // The day beside its headline is that of one of those pages.
        diagnostics.retain(|it| it.code != Code::DateDiffers);
        found.metadata = found.of_index;
    }
    found.metadata.page_type = Some(page_type);
    let declared = found.metadata.comment_count.as_ref().map(|it| it.value);
    let items = thread.as_ref().map(|it| it.items.clone()).unwrap_or_default();
    let shown = items.iter().filter(|item| !is_trackback(item)).count();
    let drafts = if stored.count_for(shown, &mut diagnostics) {
        // Platforms that keep comments do not all tell of trackbacks; the page may.
        let tell = stored.has_trackbacks();
        let own: Vec<Item> = items.into_iter().filter(|it| is_trackback(it) && !tell).collect();
        let mut drafts = stored.write(parser, url, 0, &mut text);
        drafts.extend(write_comments(setting, &own, drafts.len(), &mut text));
        drafts
    } else {
        let mut items = items;
        let unseen = platforms::declared(&page).merge(&page, &mut items);
        let mut drafts = write_comments(setting, &items, 0, &mut text);
        drafts.extend(unseen.write(parser, url, items.len(), &mut text));
        drafts
    };
    diagnostics.extend(declared.and_then(|declared| {
        thread::note_count(&page, &parser.threads, declared, drafts.len(), thread.as_ref())
    }));
    let (structure, left_out) = text.structure.finish();
    diagnostics.extend(structure_cut(left_out));
    let (text, blocks, source_map) = text.text.finish();
    note_origin(parser, &text, &blocks, &source_map, &mut found.metadata);
    let comments = write::comments(drafts, &text, &blocks, &parser.threads, order);
    Parts {
        saver,
        copy,
        metadata: found.metadata,
        text,
        blocks,
        comments,
        structure,
        source_map,
        diagnostics,
    }
}

fn limits_met(tree: &Tree, parser: &Parser) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if tree.flattened > 0 {
        diagnostics.push(Diagnostic::new(
            Code::NestingFlattened,
            format!(
                "{} elements lie deeper than {} levels and were read as if side by side",
                tree.flattened, parser.limits.nesting
            ),
        ));
    }
    if tree.unformatted > 0 {
        diagnostics.push(Diagnostic::new(
            Code::StructureCut,
            format!(
                "{} stretches of emphasis were left out: the page leaves too many open",
                tree.unformatted
            ),
        ));
    }
    if tree.truncated {
        diagnostics.push(Diagnostic::new(
            Code::PageTruncated,
            format!("the page was read up to its element number {}", parser.limits.elements),
        ));
    }
    diagnostics
}

/// What to say where more links, emphasis and the like stand in a text than are kept.
fn structure_cut(left_out: usize) -> Option<Diagnostic> {
    let message = format!("{left_out} links, stretches of emphasis or the like were left out");
    (left_out > 0).then(|| Diagnostic::new(Code::StructureCut, message))
}

/// Which way the page writes dates of numbers: as its language does.
fn day_order(page: &Page<'_>) -> DayOrder {
    let language = page.all().find_map(|node| {
        page.attribute(node, "lang").filter(|_| page.is(node, &local_name!("html")))
    });
    match language.map(str::to_ascii_lowercase).as_deref() {
        Some("en" | "en-us" | "en_us") | None => DayOrder::MonthFirst,
        Some(_) => DayOrder::DayFirst,
    }
}

/// Masks the comments, and what stands around them and says that it is theirs.
fn cover_thread(page: &Page<'_>, mask: &mut Mask, thread: Option<&Thread>) {
    let Some(thread) = thread else { return };
    for item in &thread.items {
        mask.cover(page, item.node);
        item.after.iter().for_each(|&node| mask.cover(page, node));
    }
    thread.repeated.iter().for_each(|&node| mask.cover(page, node));
    let Some(first) = thread.items.first() else { return };
    let around = page.ancestors(first.node).take_while(|&above| {
        page.roles(above).any(Roles::COMMENTS)
            && !page.is(above, &local_name!("body"))
            && !page.holds_headline(above)
    });
    if let Some(container) = around.last() {
        mask.cover(page, container);
    }
}

/// What all parts of a page are written with.
#[derive(Clone, Copy)]
struct Setting<'a> {
    parser: &'a Parser,
    page: &'a Page<'a>,
    links: &'a LinkBase,
    images: &'a Images<'a>,
}

impl<'a> Setting<'a> {
    fn writer(self, mask: &'a Mask, byline: Option<usize>) -> BlockWriter<'a> {
        let Setting { parser, page, links, images } = self;
        let (notes, embeds) = (&parser.notes, &parser.embeds);
        BlockWriter { page, mask, notes, embeds, links, images, byline }
    }
}

/// The article of a page.
struct Article<'a> {
    setting: Setting<'a>,
    headline: Option<usize>,
    byline: Option<usize>,
}

impl Article<'_> {
    /// Writes the headline, where the page shows the title of its metadata.
    fn write_headline(&self, mask: &mut Mask, metadata: &Metadata, text: &mut Manuscript) {
        if let Some(node) =
            self.headline.filter(|&node| is_title(self.setting.page, node, metadata))
        {
            self.write_part(node, BlockKind::Title, &Mask::new(self.setting.page), text);
            mask.cover(self.setting.page, node);
        }
    }

    /// Which paragraphs are the article's: those that were picked, and what stands between them and
    /// is its own.
    fn keep(&self, judged: &Judgement, likelihoods: &[f32]) -> Vec<bool> {
        let (page, parser) = (self.setting.page, self.setting.parser);
        let units = judged.paragraphs.units.as_slice();
        let mut kept = judged.pick(likelihoods);
        let Some(first) = kept.iter().position(|&is_kept| is_kept) else { return kept };
        let near = units[first.saturating_sub(NEAR)].start;
        let from = self.headline.unwrap_or(usize::MAX).min(near);
        let is_typed = |unit: &Unit| {
            self.byline.is_some_and(|byline| page.contains(byline, unit.start))
                || parser.notes.kind_of(judged.paragraphs.words(unit)).is_some()
        };
        article::keep_between(page, units, &judged.left_out, from, &is_typed, &mut kept);
        kept
    }

    /// Writes the paragraphs that are kept, and nothing else.
    fn write_body(&self, units: &[Unit], kept: &[bool], mask: &mut Mask, text: &mut Manuscript) {
        let page = self.setting.page;
        let mut own = units.iter().zip(kept).filter(|(_, kept)| **kept).map(|(unit, _)| unit);
        let Some(first) = own.next() else { return };
        let last = own.next_back().unwrap_or(first);
        let holds_all = |node: &usize| page.contains(*node, last.end);
        let Some(container) = page.ancestors(first.start).find(holds_all) else { return };
        let mut next = first.start..first.end + 1;
        let mut own = own.chain([last]);
        for node in page.subtree(container).filter(|&node| page.text_node(node).is_some()) {
            while node >= next.end
                && let Some(unit) = own.next()
            {
                next = unit.start..unit.end + 1;
            }
            if !next.contains(&node) {
                mask.cover(page, node);
            }
        }
        self.write_part(container, BlockKind::Paragraph, mask, text);
    }

    fn write_part(&self, node: usize, kind: BlockKind, mask: &Mask, text: &mut Manuscript) {
        let writer = self.setting.writer(mask, self.byline);
        if kind == BlockKind::Title {
            // The element is a heading itself: its words are written, not its kind.
            writer.write(self.setting.page.below(node), Owner::Article, kind, text);
        } else {
            writer.write(self.setting.page.subtree(node), Owner::Article, kind, text);
        }
    }

    /// The post that opens a topic is the article, and its author the article's.
    fn write_opening(&self, item: &Item, metadata: &mut Metadata, text: &mut Manuscript) {
        let mut mask = Mask::new(self.setting.page);
        for &node in &item.dropped {
            mask.cover(self.setting.page, node);
        }
        let parts = if item.body.is_empty() { vec![item.node] } else { item.body.clone() };
        let writer = self.setting.writer(&mask, self.byline);
        for node in parts {
            let words = words_of_post(self.setting.page, node);
            writer.write(words, Owner::Article, BlockKind::Paragraph, text);
        }
        let is_declared = |origin| matches!(origin, Origin::JsonLd | Origin::Microdata);
        if let Some(author) = &item.author
            && !metadata.authors.iter().any(|known| is_declared(known.origin))
        {
            metadata.authors = vec![author.clone()];
        }
        let posted = item
            .posted
            .as_ref()
            .and_then(|stamp| Some(Sourced::new(stamp.value?, stamp.origin, stamp.bytes)));
        // A month is most likely the one in which the author joined.
        let tells = |at: &Sourced<DateTime>| at.value.date.day().is_some();
        let posted = posted.filter(|at| tells(at) || metadata.published.is_none());
        metadata.published = posted.or(metadata.published.take());
    }

    /// Boxes about the author: their paragraphs, without the labels and links around them.
    fn read_author_notes(&self, metadata: &mut Metadata) {
        let page = self.setting.page;
        let mut node = 0;
        while node < page.len() && metadata.author_notes.len() < 5 {
            let is_box = page.element(node).is_some()
                && page.is_visible(node)
                && page.roles(node).any(Roles::AUTHOR_BOX);
            if !is_box || !NOTE_LENGTHS.contains(&page.text_length(node)) {
                node += 1;
                continue;
            }
            let is_paragraph = |&it: &usize| {
                page.is(it, &local_name!("p")) && NOTE_LENGTHS.contains(&page.text_length(it))
            };
            let mut parts: Vec<usize> = page.below(node).filter(is_paragraph).collect();
            if parts.is_empty() {
                parts.push(node);
            }
            metadata.author_notes.extend(
                parts
                    .into_iter()
                    .map(|it| Sourced::new(page.text(it), Origin::Markup, page.text_bytes(it))),
            );
            node = page.subtree(node).end;
        }
    }
}

/// Whether the headline element shows the title of the metadata.
fn is_title(page: &Page<'_>, node: usize, metadata: &Metadata) -> bool {
    let shown = headline_key(&page.text(node));
    let known = metadata.title.as_ref().map(|title| headline_key(&title.value)).unwrap_or_default();
    !shown.is_empty() && (known.is_empty() || known.contains(&shown) || shown.contains(&known))
}

fn is_trackback(item: &Item) -> bool {
    item.kind == CommentKind::Trackback
}

/// Whether the page says of a comment that it answers the question that the page asks.
fn is_answer(page: &Page<'_>, node: usize) -> bool {
    page.attribute(node, "itemtype").is_some_and(|it| it.trim_end().ends_with("schema.org/Answer"))
}

/// The nodes that hold the words of a post. Some forums put every post into a `blockquote`: that is
/// no quotation.
fn words_of_post(page: &Page<'_>, node: usize) -> Range<usize> {
    if page.is(node, &local_name!("blockquote")) { page.below(node) } else { page.subtree(node) }
}

/// Writes the words of the comments, each after the other; the first of them is number `first`.
fn write_comments(
    setting: Setting<'_>,
    items: &[Item],
    first: usize,
    text: &mut Manuscript,
) -> Vec<CommentDraft> {
    let Setting { parser, page, .. } = setting;
    let mut mask = Mask::new(page);
    for item in items {
        mask.cover(page, item.node);
        for &node in &item.dropped {
            mask.cover(page, node);
        }
    }
    let writer = setting.writer(&mask, None);
    let mut drafts = Vec::with_capacity(items.len());
    for (id, item) in items.iter().enumerate() {
        let from = text.end();
        let owner = Owner::Comment((first + id) as u32);
        if item.body.is_empty() {
            writer.write(page.below(item.node), owner, BlockKind::Paragraph, text);
            for &node in &item.after {
                writer.write(page.below(node), owner, BlockKind::Paragraph, text);
            }
        }
        for &node in &item.body {
            writer.write(words_of_post(page, node), owner, BlockKind::Paragraph, text);
        }
        let span = text.written_since(from);
        let is_removed = span
            .and_then(|span| span.slice(text.text.text()))
            .is_some_and(|words| parser.threads.is_removed(words));
        drafts.push(CommentDraft {
            author: item.author.clone(),
            author_url: item.author_url.clone(),
            posted: item.posted.clone(),
            edited: item.edited.clone(),
            votes: item.votes,
            permalink: item.permalink.clone(),
            kind: match item.kind {
                _ if is_removed => CommentKind::Removed,
                CommentKind::Comment if is_answer(page, item.node) => CommentKind::Answer,
                kind => kind,
            },
            // Among others, an item answers none of those before it.
            parent: item.parent.filter(|_| first == 0).map(|parent| parent as u32),
            span,
        });
    }
    drafts
}

/// Where the article first appeared, as one of its notes says.
fn note_origin(
    parser: &Parser,
    text: &str,
    blocks: &[Block],
    map: &SourceMap,
    metadata: &mut Metadata,
) {
    let notes = blocks.iter().filter(|block| block.kind == BlockKind::EditorsNote);
    metadata.original_publication = notes.into_iter().find_map(|block| {
        let place = parser.dumps.first_appearance(block.span.slice(text)?)?;
        Some(Sourced::new(place.to_owned(), Origin::Text, map.bytes_of(block.span, text)))
    });
}
