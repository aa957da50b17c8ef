//! A place in a document, small enough to be carried without the document.

use std::sync::Arc;

use annalist_model::{ByteRange, CodePoints, Document, Owner, Span};

use crate::quotations::Quotations;

/// Greatest length of a snippet, in code points.
const SNIPPET_LENGTH: usize = 160;

/// How far from its passage a snippet is looked for, in bytes; keeps long blocks cheap.
const REACH: usize = 400;

/// Shown where a snippet leaves something out.
const ELLIPSIS: char = '…';

/// A place in the text of a document, as published records count it, with the words around it.
/// These are shared, for a passage stands in the corpus as it stands in its document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// First code point of the text.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The bytes of the saved file that it was read from; none where it was generated.
    pub source_bytes: Option<ByteRange>,
    /// Whose words they are.
    pub owner: Owner,
    /// Whether they stand in a passage that the comment quotes.
    pub is_quoted: bool,
    /// The number of the comment that the passage quotes, where that is on the page.
    pub quoting: Option<u32>,
    /// The words themselves, cut after 160 code points.
    pub exact: Arc<str>,
    /// The sentence around them, or as much of it as fits 160 code points.
    pub snippet: Arc<str>,
}

impl Passage {
    /// The passage at `span`.
    pub(crate) fn of(
        document: &Document,
        points: &CodePoints<'_>,
        quotations: &Quotations<'_>,
        span: Span,
    ) -> Passage {
        let quoted = quotations.at(span.start());
        Passage {
            start: points.at_byte(span.start()),
            end: points.at_byte(span.end()),
            source_bytes: document.bytes_of(span),
            owner: document.owner_at(span.start()),
            is_quoted: quoted.is_some(),
            quoting: quoted.and_then(|passage| passage.of),
            exact: shortened(&on_one_line(document.slice(span))).into(),
            snippet: sentence_around(document, span).into(),
        }
    }
}

/// The sentence of `document` that holds `span`, on one line, cut at word borders where it is long.
/// Never reaches past the block that holds the span.
pub fn sentence_around(document: &Document, span: Span) -> String {
    let home = document.block_at(span.start()).map_or(span, |block| block.span.cover(span));
    let text = document.text();
    let (home, span) = (home.range(), span.range());
    let low = boundary_after(text, home.start.max(span.start.saturating_sub(REACH)));
    let high = boundary_before(text, home.end.min(span.end.saturating_add(REACH)));
    let (Some(before), Some(exact), Some(after)) = (
        text.get(low.min(span.start)..span.start),
        text.get(span.clone()),
        text.get(span.end..high.max(span.end)),
    ) else {
        return String::new();
    };
    let before_cut = last_sentence(before);
    let after_cut = first_sentence(after);
    let cut_at_start = low > home.start && before_cut.len() == before.len();
    let cut_at_end = high < home.end && after_cut.len() == after.len();
    fit((before_cut, cut_at_start), &on_one_line(exact), (after_cut, cut_at_end))
}

/// Joins the three parts, giving what the middle leaves of the room to both sides. Each side comes
/// with whether it is cut already.
fn fit(before: (&str, bool), exact: &str, after: (&str, bool)) -> String {
    let room = SNIPPET_LENGTH.saturating_sub(exact.chars().count());
    if room == 0 {
        return shortened(exact);
    }
    let (left, right) = (on_one_line(before.0), on_one_line(after.0));
    let (left_length, right_length) = (left.chars().count(), right.chars().count());
    let left_room = (room / 2).max(room.saturating_sub(right_length));
    let right_room = (room / 2).max(room.saturating_sub(left_length));
    let (left_kept, right_kept) = (tail(&left, left_room), head(&right, right_room));
    let mut whole = String::new();
    if before.1 || left_kept.len() < left.len() {
        whole.push(ELLIPSIS);
    }
    whole.push_str(left_kept.trim_start());
    if before.0.ends_with(char::is_whitespace) && !left_kept.trim_start().is_empty() {
        whole.push(' ');
    }
    whole.push_str(exact);
    if after.0.starts_with(char::is_whitespace) && !right_kept.trim_end().is_empty() {
        whole.push(' ');
    }
    whole.push_str(right_kept.trim_end());
    if after.1 || right_kept.len() < right.len() {
        whole.push(ELLIPSIS);
    }
    whole
}

/// The last words of `text` within `room` code points, whole words only.
fn tail(text: &str, room: usize) -> &str {
    let skip = text.chars().count().saturating_sub(room);
    if skip == 0 {
        return text;
    }
    let from = text.char_indices().nth(skip).map_or(text.len(), |(at, _)| at);
    let whole = text[..from].ends_with(' ');
    let rest = &text[from..];
    if whole { rest } else { rest.split_once(' ').map_or("", |(_, words)| words) }
}

/// The first words of `text` within `room` code points, whole words only.
fn head(text: &str, room: usize) -> &str {
    let Some((to, _)) = text.char_indices().nth(room) else { return text };
    let whole = text[to..].starts_with(' ');
    let rest = &text[..to];
    if whole { rest } else { rest.rsplit_once(' ').map_or("", |(words, _)| words) }
}

/// `text` cut after the greatest length of a snippet.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(SNIPPET_LENGTH) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}{ELLIPSIS}", &text[..cut]),
    }
}

/// `text` with each stretch of white space as one blank, none at its ends.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// What stands after the last end of a sentence in `text`.
fn last_sentence(text: &str) -> &str {
    sentence_ends(text).last().map_or(text, |at| text[at..].trim_start())
}

/// What stands before and at the first end of a sentence in `text`.
fn first_sentence(text: &str) -> &str {
    sentence_ends(text).next().map_or(text, |at| &text[..at])
}

/// What may close behind the mark that ends a sentence.
const CLOSING: [char; 7] = ['"', '”', '’', '\'', ')', ']', '»'];

/// Where sentences end: after a full stop, question or exclamation mark that white space follows.
/// A full stop after a short word may be that of an abbreviation or an initial and ends nothing.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(['.', '!', '?', '؟']).filter_map(move |(at, mark)| {
        let rest = text[at + mark.len()..].trim_start_matches(CLOSING);
        let end = text.len() - rest.len();
        let is_end = rest.starts_with(char::is_whitespace)
            && (mark != "."
                || text[..at].chars().rev().take_while(|c| c.is_alphanumeric()).count() > 3);
        is_end.then_some(end)
    })
}

fn boundary_after(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn boundary_before(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
