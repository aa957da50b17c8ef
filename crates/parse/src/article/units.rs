//! The paragraphs of a page, each judged by itself.

use std::ops::Range;

use html5ever::local_name;

use super::teasers;
use crate::boilerplate::Boilerplate;
use crate::letters::blank_length;
use crate::mask::Mask;
use crate::page::{Page, is_block, is_heading, push_folded};

/// A run of words without a block's border in it.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Where its words stand among those of all.
    words: Range<usize>,
    /// Its first text node.
    pub(crate) start: usize,
    /// Its last text node.
    pub(crate) end: usize,
    /// The block element that holds it.
    pub(crate) block: usize,
    /// Bytes of its words.
    pub(crate) length: usize,
    /// Bytes of them within links.
    pub(crate) linked: usize,
    /// How much of it speaks for an article: 0 to `length`.
    pub(crate) good: usize,
    /// How much of it speaks against one: 0 to `length`.
    pub(crate) bad: usize,
    /// Whether it is a part of a list of teasers.
    pub(crate) is_teaser: bool,
}

/// A sentence ends in one of these, maybe followed by a closing quote.
const FULL_STOPS: [char; 9] = ['.', '!', '?', '…', '。', '؟', '।', '！', '？'];

/// Paragraphs with their words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraphs {
    pub(crate) units: Vec<Unit>,
    /// The words of all, white space folded.
    text: String,
}

impl Paragraphs {
    /// The words of a paragraph.
    pub(crate) fn words(&self, unit: &Unit) -> &str {
        &self.text[unit.words.clone()]
    }
}

/// Those of `units` that a mask leaves, which was drawn after them.
pub(crate) fn left_by(mask: &Mask, units: &[Unit]) -> Vec<Unit> {
    let (mut node, mut hidden_until) = (0, 0);
    let is_left = |unit: &&Unit| {
        while node <= unit.start {
            hidden_until = mask.end_at(node).unwrap_or(0).max(hidden_until);
            node += 1;
        }
        unit.start >= hidden_until
    };
    units.iter().filter(is_left).cloned().collect()
}

/// The paragraphs of the page that the mask leaves, in order.
pub(crate) fn paragraphs(page: &Page<'_>, mask: &Mask, boilerplate: &Boilerplate) -> Paragraphs {
    let mut paragraphs = Paragraphs::default();
    let mut open = OpenUnit::default();
    let mut node = 0;
    let mut blocks: Vec<usize> = vec![0];
    let mut link_end = 0;
    while node < page.len() {
        while blocks.len() > 1
            && blocks.last().is_some_and(|&block| page.subtree(block).end <= node)
        {
            blocks.pop();
            open.close(page, boilerplate, &mut paragraphs);
        }
        if let Some(end) = mask.end_at(node) {
            node = end;
            continue;
        }
        if let Some(text) = page.text_node(node) {
            if page.is_visible(node) {
                let block = blocks.last().copied().unwrap_or(0);
                open.add(node, block, text, node < link_end);
            }
            node += 1;
            continue;
        }
        if page.element(node).is_some() {
            if !page.is_visible(node) {
                node = page.subtree(node).end;
                continue;
            }
            let tag = page.tag(node);
            if tag == local_name!("a") {
                link_end = page.subtree(node).end;
            } else if tag == local_name!("br") {
                open.breaks += 1;
                if open.breaks > 1 {
                    open.close(page, boilerplate, &mut paragraphs);
                }
            } else if is_block(&tag) {
                open.close(page, boilerplate, &mut paragraphs);
                blocks.push(node);
            }
        }
        node += 1;
    }
    open.close(page, boilerplate, &mut paragraphs);
    teasers::mark(page, &mut paragraphs.units);
    paragraphs
}

#[derive(Default)]
struct OpenUnit {
    start: usize,
    end: usize,
    block: usize,
    text: String,
    linked: usize,
    breaks: usize,
}

impl OpenUnit {
    fn add(&mut self, node: usize, block: usize, text: &str, is_linked: bool) {
        if blank_length(text) == text.len() {
            push_folded(&mut self.text, text);
            return;
        }
        if self.text.is_empty() {
            self.start = node;
            self.block = block;
        }
        self.breaks = 0;
        self.end = node;
        let before = self.text.len();
        push_folded(&mut self.text, text);
        if is_linked {
            self.linked += self.text.len() - before;
        }
    }

    fn close(&mut self, page: &Page<'_>, boilerplate: &Boilerplate, into: &mut Paragraphs) {
        let text = self.text.trim_end();
        if text.contains(|sign| !is_unseen(sign)) {
            let (good, bad) = judge(page, self.block, text, self.linked, boilerplate);
            let start = into.text.len();
            into.text.push_str(text);
            into.units.push(Unit {
                words: start..into.text.len(),
                start: self.start,
                end: self.end,
                block: self.block,
                length: text.len(),
                linked: self.linked,
                good,
                bad,
                is_teaser: false,
            });
        }
        self.text.clear();
        self.linked = 0;
        self.breaks = 0;
    }
}

/// Whether a sign leaves no trace on the page: white space, and signs of no width.
fn is_unseen(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// How much of a paragraph speaks for and against an article.
fn judge(
    page: &Page<'_>,
    block: usize,
    text: &str,
    linked: usize,
    boilerplate: &Boilerplate,
) -> (usize, usize) {
    let length = text.len();
    let judged = if 2 * linked > length { (0, length) } else { judge_alone(page, block, text) };
    // What speaks against an article anyhow needs no look at its words.
    if judged != (0, length) && boilerplate.is_boilerplate(text) { (0, length) } else { judged }
}

/// How much of a paragraph speaks for and against an article, by its looks.
fn judge_alone(page: &Page<'_>, block: usize, text: &str) -> (usize, usize) {
    let length = text.len();
    let tag = page.tag(block);
    if is_heading(&tag) {
        return (0, 0);
    }
    let ends_sentence =
        text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', ' ']).ends_with(FULL_STOPS);
    let commas = text.matches([',', '،', '、']).count();
    match length {
        80.. if ends_sentence || commas > 1 => (length, 0),
        120.. => (length * 7 / 10, 0),
        40.. if ends_sentence => (length * 8 / 10, 0),
        _ if ends_sentence && tag == local_name!("p") => (length / 2, 0),
        _ if tag == local_name!("p") || tag == local_name!("li") || tag == local_name!("dd") => {
            (0, length / 4)
        }
        _ => (0, length),
    }
}
