//! Text fragments: links that find a passage on its page.

use std::collections::BTreeSet;

use annalist_model::{Document, Span};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Longest text that a link names in full, in code points; longer ones are named by their ends.
const NAMED_IN_FULL: usize = 80;

/// Words that name each end of a long text, and the context of a short one.
const END_WORDS: usize = 4;

/// How far from a passage its context and the borders of its words are looked for, in bytes.
const REACH: usize = 200;

/// The text fragment that finds `span` on the page, as WICG's draft describes it: the text itself
/// where it is short and stands there once, with words before and after it where it is one of those
/// `repeated`; its first and last words where it is long.
pub(crate) fn fragment(
    document: &Document,
    span: Span,
    repeated: &BTreeSet<&str>,
) -> Option<String> {
    let text = document.text();
    let passage = passage(text, span)?;
    let fragment = words_fragment(passage)?;
    if !repeated.contains(passage) {
        return Some(fragment);
    }
    let span = whole_words(text, span);
    let home = document.block_at(span.start()).map_or(span, |block| block.span.cover(span));
    let before = before(text, home.start() as usize, span.start() as usize);
    let after = after(text, span.end() as usize, home.end() as usize);
    // Signs alone make no context: browsers compare words.
    let has_words = |context: &&String| context.contains(char::is_alphanumeric);
    let prefix = Some(&before).filter(has_words).map(|before| encode(before) + "-");
    let suffix = Some(&after).filter(has_words).map(|after| format!("-{}", encode(after)));
    let pieces: Vec<String> = prefix.into_iter().chain([fragment]).chain(suffix).collect();
    Some(pieces.join(","))
}

/// What stands at `span`, drawn out to whole words.
pub(super) fn passage(text: &str, span: Span) -> Option<&str> {
    text.get(whole_words(text, span).range())
}

/// The last words before `end`, none from before `start`.
fn before(text: &str, start: usize, end: usize) -> String {
    let reach = text.floor_char_boundary(end.saturating_sub(REACH)).max(start);
    let near = text.get(reach..end).unwrap_or_default();
    let mut words: Vec<&str> = near.split_whitespace().collect();
    // The first one may be a part only, where the reach ends within it.
    if reach > start && !words.is_empty() {
        words.remove(0);
    }
    words[words.len().saturating_sub(END_WORDS)..].join(" ")
}

/// The first words from `start` on, none from after `end`.
fn after(text: &str, start: usize, end: usize) -> String {
    let reach = text.ceil_char_boundary(start.saturating_add(REACH)).min(end);
    let near = text.get(start..reach).unwrap_or_default();
    let mut words: Vec<&str> = near.split_whitespace().collect();
    if reach < end {
        words.pop();
    }
    words.truncate(END_WORDS);
    words.join(" ")
}

/// The text fragment that finds `passage`, wherever it stands first.
pub(super) fn words_fragment(passage: &str) -> Option<String> {
    let words: Vec<&str> = passage.split_whitespace().take(2 * END_WORDS).collect();
    if words.is_empty() {
        return None;
    }
    if !is_long(passage) {
        let words: Vec<&str> = passage.split_whitespace().collect();
        return Some(encode(&words.join(" ")));
    }
    if words.len() == 1 {
        return Some(encode(words[0]));
    }
    let count = END_WORDS.min(words.len() / 2);
    let mut last: Vec<&str> = passage.split_whitespace().rev().take(count).collect();
    last.reverse();
    Some(format!("{},{}", encode(&words[..count].join(" ")), encode(&last.join(" "))))
}

/// Whether a passage is named by its ends: text in full must stand within one block of the page.
pub(super) fn is_long(passage: &str) -> bool {
    passage.chars().nth(NAMED_IN_FULL).is_some() || passage.contains("\n\n")
}

/// `span`, drawn out to the borders of the words at its ends: browsers look for whole words. A word
/// that goes on beyond reach is left cut.
fn whole_words(text: &str, span: Span) -> Span {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '\'' | '’');
    let (start, end) = (span.start() as usize, span.end() as usize);
    let reach = text.floor_char_boundary(start.saturating_sub(REACH))
        ..text.ceil_char_boundary(end.saturating_add(REACH));
    let (Some(before), Some(after)) = (text.get(reach.start..start), text.get(end..reach.end))
    else {
        return span;
    };
    let start = reach.start + before.trim_end_matches(is_part).len();
    let end = reach.end - after.trim_start_matches(is_part).len();
    Span::from_range(start..end).unwrap_or(span)
}

/// Percent-encodes all but letters and digits, and so the signs that part the pieces of a fragment.
fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_a_fragment_are_encoded_in_its_words() {
        assert_eq!(encode("a-b, c & d"), "a%2Db%2C%20c%20%26%20d");
    }
}
