//! Footnotes that say where a finding stands: in the text, in the saved file, and on the page.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use annalist_corpus::Quotations;
use annalist_model::{Document, Owner, Span};
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

/// How far from a passage its context and the borders of its words are looked for, in bytes.
const REACH: usize = 200;

/// The footnotes of a report, numbered as they are first needed.
pub(super) struct Citations<'d> {
    places: Places<'d>,
    quotations: &'d Quotations<'d>,
    /// Address of the page, for links into it.
    address: Option<WebAddress>,
    numbers: BTreeMap<Span, usize>,
    /// Spans by number, from 1.
    spans: Vec<Span>,
}

impl<'d> Citations<'d> {
    pub(super) fn new(document: &'d Document, quotations: &'d Quotations<'d>) -> Citations<'d> {
        let canonical = document.metadata().canonical_url.as_ref().map(|url| url.value.as_str());
        let saved_from = document.source().url.as_deref();
        Citations {
            places: Places::new(document),
            quotations,
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

    /// Whose words stand at `span`.
    pub(super) fn said_in(&self, span: Span) -> String {
        let owner = self.places.document().owner_at(span.start());
        let quoted = self.quotations.at(span.start());
        let quoted = quoted.filter(|passage| passage.span.contains(span));
        said_in(owner, quoted.map(|passage| passage.of))
    }

    /// Writes the footnotes.
    pub(super) fn write(&self, page: &mut Page) {
        if self.spans.is_empty() {
            return;
        }
        page.heading(2, "Sources");
        let packed = self.places.document().source().compression.is_some();
        let unpacked = if packed { ", unpacked" } else { "" };
        page.block(&places_legend("the text in the record", &format!("the saved file{unpacked}")));
        let repeated = self.repeated();
        for (span, number) in self.spans.iter().zip(1..) {
            page.block(&format!("[^{number}]: {}", self.note(*span, &repeated)));
        }
    }

    /// The cited passages that a link names in full and that stand in the text more than once. All
    /// of them are looked for in one pass, whatever their number.
    fn repeated(&self) -> BTreeSet<&'d str> {
        let text = self.places.document().text();
        let passages = self.spans.iter().filter_map(|span| passage(text, *span));
        let short: BTreeSet<&str> = passages.filter(|it| !it.is_empty() && !is_long(it)).collect();
        if self.address.is_none() || short.is_empty() {
            return BTreeSet::new();
        }
        // Where too many are cited to be looked for at once, all of them get a context.
        let Ok(finder) = AhoCorasick::new(&short) else { return short };
        let mut counts = vec![0_u8; short.len()];
        for found in finder.find_overlapping_iter(text) {
            if let Some(count) = counts.get_mut(found.pattern().as_usize()) {
                *count = count.saturating_add(1);
            }
        }
        short.into_iter().zip(counts).filter(|(_, count)| *count > 1).map(|(it, _)| it).collect()
    }

    fn note(&self, span: Span, repeated: &BTreeSet<&str>) -> String {
        let document = self.places.document();
        let Place { start, end, source_bytes } = self.places.place(span);
        let words = bounded(document.slice(span), QUOTED);
        let place = place_words(start, end, source_bytes);
        let place =
            if span.is_empty() { place } else { format!("{}, {place}", self.said_in(span)) };
        let quoted = if words.is_empty() { String::new() } else { format!("“{words}” — ") };
        match (&self.address, fragment(document, span, repeated)) {
            (Some(address), Some(fragment)) => {
                format!("{quoted}{place} ([on the page]({}))", address.at(&fragment))
            }
            _ => format!("{quoted}{place}"),
        }
    }
}

/// Whose words they are: those of the article, or of a comment, which may quote them from a comment
/// of the page or from somebody else.
pub(super) fn said_in(owner: Owner, quoting: Option<Option<u32>>) -> String {
    match (owner, quoting) {
        (Owner::Article, _) => "article".to_owned(),
        (Owner::Comment(comment), None) => format!("comment {comment}"),
        (Owner::Comment(comment), Some(None)) => format!("comment {comment}, quoting somebody"),
        (Owner::Comment(comment), Some(Some(of))) => format!("comment {comment}, quoting {of}"),
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

/// What the numbers of places count.
pub(super) fn places_legend(text: &str, file: &str) -> String {
    format!(
        "Characters are Unicode code points of {text}, bytes are those of {file}; both count from \
         0, and the second number is one past the last."
    )
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
/// where it is short and stands there once, with words before and after it where it is one of those
/// `repeated`; its first and last words where it is long.
fn fragment(document: &Document, span: Span, repeated: &BTreeSet<&str>) -> Option<String> {
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
fn passage(text: &str, span: Span) -> Option<&str> {
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
fn is_long(passage: &str) -> bool {
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

/// What is not encoded in a way to a file.
const OFF_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'/');

/// A way to a file, with `/` between its parts, as the target of a link.
pub(super) fn path_target(path: &str) -> String {
    utf8_percent_encode(path, OFF_PATH).to_string()
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
