//! Footnotes that say where a finding stands: in the text, in the saved file, and on the page.

use std::collections::BTreeMap;

use annalist_model::{Document, Span};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::escape::bounded;
use super::page::Page;
use crate::shape::place::{Bytes, Place, Places};

/// Greatest length of a quotation in a footnote, in code points.
const QUOTED: usize = 160;

/// Longest text that a link names in full, in code points; longer ones are named by their ends.
const NAMED_IN_FULL: usize = 80;

/// Words that name each end of a long text, and the context of a short one.
const END_WORDS: usize = 4;

/// The footnotes of a report, numbered as they are first needed.
pub(super) struct Citations<'d> {
    places: Places<'d>,
    /// Address of the page, for links into it.
    address: Option<WebAddress>,
    numbers: BTreeMap<Span, usize>,
    /// Spans by number, from 1.
    spans: Vec<Span>,
}

impl<'d> Citations<'d> {
    pub(super) fn new(document: &'d Document) -> Citations<'d> {
        let canonical = document.metadata().canonical_url.as_ref().map(|url| url.value.as_str());
        let saved_from = document.source().url.as_deref();
        Citations {
            places: Places::new(document),
            address: canonical.into_iter().chain(saved_from).find_map(WebAddress::new),
            numbers: BTreeMap::new(),
            spans: Vec::new(),
        }
    }

    /// The mark of the footnote on `span`.
    pub(super) fn cite(&mut self, span: Span) -> String {
        let number = *self.numbers.entry(span).or_insert_with(|| {
            self.spans.push(span);
            self.spans.len()
        });
        format!("[^{number}]")
    }

    /// Writes the footnotes.
    pub(super) fn write(&self, page: &mut Page) {
        if self.spans.is_empty() {
            return;
        }
        page.heading(2, "Sources");
        page.block(
            "Characters are Unicode code points of the text in the record, bytes are those of the \
             saved file; both count from 0, and the second number is one past the last.",
        );
        for (span, number) in self.spans.iter().zip(1..) {
            page.block(&format!("[^{number}]: {}", self.note(*span)));
        }
    }

    fn note(&self, span: Span) -> String {
        let document = self.places.document();
        let Place { start, end, source_bytes } = self.places.place(span);
        let words = bounded(document.slice(span), QUOTED);
        let place = place_words(start, end, source_bytes);
        let quoted = if words.is_empty() { String::new() } else { format!("“{words}” — ") };
        match (&self.address, fragment(document, span)) {
            (Some(address), Some(fragment)) => {
                format!("{quoted}{place} ([on the page]({}))", address.at(&fragment))
            }
            _ => format!("{quoted}{place}"),
        }
    }
}

/// A place in words.
pub(super) fn place_words(start: u32, end: u32, source_bytes: Option<Bytes>) -> String {
    match source_bytes {
        Some(bytes) => {
            let [from, to] = bytes.into();
            format!("characters {start}–{end}, bytes {from}–{to}")
        }
        None => format!("characters {start}–{end}, in no bytes of the file"),
    }
}

/// An address of the web that may be linked to.
pub(super) struct WebAddress(String);

/// What ends or breaks the target of a link or a cell of a table, beside control characters.
const OFF_TARGET: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'_')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'~');

impl WebAddress {
    /// The address, where it is one of `http` or `https`.
    pub(super) fn new(url: &str) -> Option<WebAddress> {
        let url = url.trim();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && url.len() > scheme.len()
        });
        is_web.then(|| WebAddress(url.to_owned()))
    }

    /// The address as the target of a link.
    pub(super) fn target(&self) -> String {
        utf8_percent_encode(&self.0, OFF_TARGET).to_string().replace('&', "&amp;")
    }

    /// The address with a text fragment.
    pub(super) fn at(&self, fragment: &str) -> String {
        let mark = if self.0.contains('#') { "" } else { "#" };
        format!("{}{mark}:~:text={fragment}", self.target())
    }
}

/// The text fragment that finds `span` on the page, as WICG's draft describes it: the text itself
/// where it is short and stands there once, with words before and after it where it does not; its
/// first and last words where it is long.
fn fragment(document: &Document, span: Span) -> Option<String> {
    let text = document.text();
    let span = whole_words(text, span);
    let passage = text.get(span.range())?;
    let fragment = words_fragment(passage)?;
    if is_long(passage) || text.match_indices(passage).nth(1).is_none() {
        return Some(fragment);
    }
    let home = document.block_at(span.start()).map_or(span, |block| block.span.cover(span));
    let before = text.get(home.start() as usize..span.start() as usize)?;
    let after = text.get(span.end() as usize..home.end() as usize)?;
    let before: Vec<&str> = before.split_whitespace().collect();
    let before = before[before.len().saturating_sub(END_WORDS)..].join(" ");
    let after: Vec<&str> = after.split_whitespace().take(END_WORDS).collect();
    let after = after.join(" ");
    // Signs alone make no context: browsers compare words.
    let has_words = |context: &&String| context.contains(char::is_alphanumeric);
    let prefix = Some(&before).filter(has_words).map(|before| encode(before) + "-");
    let suffix = Some(&after).filter(has_words).map(|after| format!("-{}", encode(after)));
    let pieces: Vec<String> = prefix.into_iter().chain([fragment]).chain(suffix).collect();
    Some(pieces.join(","))
}

/// The text fragment that finds `passage`, wherever it stands first.
pub(super) fn words_fragment(passage: &str) -> Option<String> {
    let words: Vec<&str> = passage.split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    if !is_long(passage) || words.len() == 1 {
        return Some(encode(&words.join(" ")));
    }
    let count = END_WORDS.min(words.len() / 2);
    let (first, last) = (&words[..count], &words[words.len() - count..]);
    Some(format!("{},{}", encode(&first.join(" ")), encode(&last.join(" "))))
}

/// Whether a passage is named by its ends: text in full must stand within one block of the page.
fn is_long(passage: &str) -> bool {
    passage.chars().count() > NAMED_IN_FULL || passage.contains("\n\n")
}

/// `span`, drawn out to the borders of the words at its ends: browsers look for whole words.
fn whole_words(text: &str, span: Span) -> Span {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '\'' | '’');
    let (Some(before), Some(after)) =
        (text.get(..span.start() as usize), text.get(span.end() as usize..))
    else {
        return span;
    };
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - after.trim_start_matches(is_part).len();
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
    fn only_addresses_of_the_web_are_linked_to() {
        for url in ["javascript:alert(1)", "data:text/html,x", "//a.example", "http://", "a.html"] {
            assert!(WebAddress::new(url).is_none(), "{url}");
        }
        let target = |url: &str| WebAddress::new(url).map(|address| address.target());
        assert_eq!(
            target("HTTPS://a.example/ä(1)?x=1&copy;=2|3").as_deref(),
            Some("HTTPS://a.example/%C3%A4%281%29?x=1&amp;copy;=2%7C3")
        );
    }

    #[test]
    fn a_fragment_follows_the_one_that_is_there() {
        let at = |url: &str| WebAddress::new(url).map(|address| address.at("x"));
        assert_eq!(at("http://a.example").as_deref(), Some("http://a.example#:~:text=x"));
        assert_eq!(at("http://a.example#b").as_deref(), Some("http://a.example#b:~:text=x"));
    }

    #[test]
    fn the_signs_of_a_fragment_are_encoded_in_its_words() {
        assert_eq!(encode("a-b, c & d"), "a%2Db%2C%20c%20%26%20d");
    }
}
