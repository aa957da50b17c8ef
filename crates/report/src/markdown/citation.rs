//! Footnotes that say where a finding stands: in the text, in the saved file, and on the page.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use annalist_corpus::Quotations;
use annalist_model::{ByteRange, Document, Owner, Span};
use memchr::memmem;

use super::address::{WebAddress, place_with_link};
use super::escape::bounded;
use super::fragment::{fragment, is_long, passage};
use super::page::Page;
use crate::shape::place::{Bytes, Place, Places};

/// Greatest length of a quotation in a footnote, in code points.
const QUOTED: usize = 160;

/// Bytes that are looked at one passage at a time: up to here it beats making ready for one pass.
const LITTLE: usize = 1 << 22;

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
        let answers = match self.places.document().source().answers.as_slice() {
            [] => "",
            _ => ", or of the file that is named",
        };
        let file = format!("the saved file{unpacked}{answers}");
        page.block(&places_legend("the text in the record", &file));
        let repeated = self.repeated();
        for (span, number) in self.spans.iter().zip(1..) {
            page.block(&format!("[^{number}]: {}", self.note(*span, &repeated)));
        }
    }

    /// The cited passages that a link names in full and that stand in the text more than once. Where
    /// looking for each takes long, all of them are looked for in one pass, whatever their number.
    fn repeated(&self) -> BTreeSet<&'d str> {
        let text = self.places.document().text();
        let passages = self.spans.iter().filter_map(|span| passage(text, *span));
        let short: BTreeSet<&str> = passages.filter(|it| !it.is_empty() && !is_long(it)).collect();
        if self.address.is_none() || short.is_empty() {
            return BTreeSet::new();
        }
        if short.len().saturating_mul(text.len()) <= LITTLE {
            return short.into_iter().filter(|passage| stands_twice(text, passage)).collect();
        }
        // Where too many are cited to be looked for at once, all of them get a context.
        // The text is short: what is quick to build beats what is quick to search with.
        let kind = Some(AhoCorasickKind::NoncontiguousNFA);
        let Ok(finder) = AhoCorasick::builder().kind(kind).build(&short) else { return short };
        let mut counts = vec![0_u8; short.len()];
        for found in finder.find_overlapping_iter(text) {
            if let Some(count) = counts.get_mut(found.pattern().as_usize()) {
                *count = count.saturating_add(1);
            }
        }
        short.into_iter().zip(counts).filter(|(_, count)| *count > 1).map(|(it, _)| it).collect()
    }

    /// A place in words; one in an answer of a platform is counted from the start of its file.
    fn place_words(&self, start: u32, end: u32, source_bytes: Option<Bytes>) -> String {
        let source = self.places.document().source();
        let answer = source_bytes.and_then(|bytes| source.answer_at(bytes.0.start()));
        let within = answer.zip(source_bytes).and_then(|(answer, Bytes(bytes))| {
            let first = answer.bytes.start();
            let bytes = ByteRange::new(bytes.start() - first, bytes.end().checked_sub(first)?)?;
            Some((Bytes(bytes), bounded(&answer.input, QUOTED)))
        });
        match within {
            Some((bytes, file)) => {
                format!("{} of {file}", place_words(start, end, Some(bytes)))
            }
            None => place_words(start, end, source_bytes),
        }
    }

    fn note(&self, span: Span, repeated: &BTreeSet<&str>) -> String {
        let document = self.places.document();
        let Place { start, end, source_bytes } = self.places.place(span);
        let words = bounded(document.slice(span), QUOTED);
        let place = self.place_words(start, end, source_bytes);
        let place =
            if span.is_empty() { place } else { format!("{}, {place}", self.said_in(span)) };
        let quoted = if words.is_empty() { String::new() } else { format!("“{words}” — ") };
        let address = self.address.as_ref();
        let link = address.and_then(|it| Some((it, fragment(document, span, repeated)?)));
        place_with_link(format!("{quoted}{place}"), link)
    }
}

/// Whether a passage stands in the text more than once; both may share bytes.
fn stands_twice(text: &str, passage: &str) -> bool {
    let finder = memmem::Finder::new(passage);
    let behind = finder.find(text.as_bytes()).and_then(|at| text.as_bytes().get(at + 1..));
    behind.is_some_and(|behind| finder.find(behind).is_some())
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
