//! Words of a text with their links and emphasis, as Markdown.

use std::cmp::Reverse;

use annalist_model::{Document, Emphasis, EmphasisKind, Link, Span};

use super::address::WebAddress;
use super::escape::{Mark, inline_with};

/// The words at `span`, which lies within one block, on one line.
pub(super) fn words(document: &Document, span: Span) -> String {
    let text = document.slice(span);
    let mut settings = links(document, span);
    settings.extend(emphasis(document, span));
    settings.sort_by_key(|it| (it.span.start(), Reverse(it.span.end()), it.rank));
    inline_with(text, &marks(&settings, span.start()))
}

/// A stretch of words that is set in some way.
struct Setting {
    span: Span,
    /// Links stand around emphasis of the same words.
    rank: u8,
    opening: &'static str,
    closing: String,
}

fn links(document: &Document, within: Span) -> Vec<Setting> {
    let overlapping = overlapping(&document.structure().links, within);
    let links = overlapping.iter().filter_map(|link| {
        let span = clipped(document, link.span, within)?;
        let address = WebAddress::of_link(&link.target)?;
        Some(Setting { span, rank: 0, opening: "[", closing: format!("]({})", address.target()) })
    });
    links.collect()
}

/// The links that share a byte with `span`.
fn overlapping(links: &[Link], span: Span) -> &[Link] {
    let first = links.partition_point(|link| link.span.end() <= span.start());
    let last = links.partition_point(|link| link.span.start() < span.end());
    &links[first..last.max(first)]
}

fn emphasis(document: &Document, within: Span) -> Vec<Setting> {
    let structure = document.structure();
    // Emphasis keeps to its block: what reaches into the span starts with the block or later.
    let block = document.block_at(within.start()).map_or(within, |block| block.span);
    let first = structure.emphasis.partition_point(|it| it.span.start() < block.start());
    let stretches = structure.emphasis[first..].iter();
    let settings = stretches.take_while(|it| it.span.start() < within.end()).filter_map(|it| {
        let Emphasis { span, kind } = *it;
        let span = clipped(document, span, within)?;
        let links = overlapping(&structure.links, span);
        let ends = links.first().into_iter().chain(links.last());
        let crosses = ends.into_iter().any(|link| link.span.crosses(span));
        let (rank, sign) = match kind {
            EmphasisKind::Strong => (1, "**"),
            EmphasisKind::Emphasis => (2, "_"),
        };
        let setting = Setting { span, rank, opening: sign, closing: sign.to_owned() };
        (!crosses && stands_free(document.text(), span)).then_some(setting)
    });
    settings.collect()
}

/// The part of `span` that lies `within` another, white space at its ends aside.
fn clipped(document: &Document, span: Span, within: Span) -> Option<Span> {
    let span = Span::new(span.start().max(within.start()), span.end().min(within.end()))?;
    let text = document.slice(span);
    let start = span.range().start + (text.len() - text.trim_start().len());
    let words = text.trim();
    (!words.is_empty()).then(|| Span::from_range(start..start + words.len())).flatten()
}

/// Whether no letter touches the words: Markdown reads signs of emphasis within a word as letters.
fn stands_free(text: &str, span: Span) -> bool {
    let before = text.get(..span.range().start).and_then(|before| before.chars().next_back());
    let after = text.get(span.range().end..).and_then(|after| after.chars().next());
    let is_free = |letter: Option<char>| letter.is_none_or(|it| !it.is_alphanumeric());
    is_free(before) && is_free(after)
}

/// The signs that set the words, properly nested: what crosses another, or repeats the one around
/// it, is left out. Outer settings come before inner ones.
fn marks(settings: &[Setting], base: u32) -> Vec<Mark> {
    let at = |byte: u32| (byte - base) as usize;
    let mut marks = Vec::new();
    let mut open: Vec<&Setting> = Vec::new();
    for setting in settings {
        while let Some(inner) = open.pop_if(|inner| inner.span.end() <= setting.span.start()) {
            marks.push((at(inner.span.end()), inner.closing.clone()));
        }
        let is_inside = open.last().is_none_or(|outer| outer.span.contains(setting.span));
        if is_inside && open.iter().all(|outer| outer.rank != setting.rank) {
            marks.push((at(setting.span.start()), setting.opening.to_owned()));
            open.push(setting);
        }
    }
    marks.extend(open.iter().rev().map(|inner| (at(inner.span.end()), inner.closing.clone())));
    marks
}
