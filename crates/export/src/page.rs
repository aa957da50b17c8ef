//! One record as exports see it: its claims, each with an identifier, in code points.

use annalist_model::{
    ByteRange, CodePoints, Comment, DateMention, DateTime, Document, Mention, Owner, Record, Span,
};

use crate::collection::{Collection, Entity, Listed};
use crate::{ExportError, text};

/// Code points around a passage that are shown with it, at most.
const AROUND: usize = 300;

/// Code points before and behind a passage that tell it from its doubles.
const BESIDE: u32 = 32;

/// One record of a collection.
#[derive(Debug)]
pub struct Page<'r> {
    /// The record.
    pub(crate) record: &'r Record,
    /// The number of its document in the collection.
    pub(crate) number: u32,
    /// What the document is called in exports.
    pub(crate) key: &'r str,
    /// Whether it says the same as another document, which is counted in its stead.
    pub(crate) is_duplicate: bool,
    duplicate_of: Option<u32>,
    collection: &'r Collection,
    points: CodePoints<'r>,
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// First code point.
    pub(crate) start: u32,
    /// One past the last code point.
    pub(crate) end: u32,
    /// The bytes of the saved file that the words were read from.
    pub(crate) bytes: Option<ByteRange>,
    /// The comment whose words they are; none where they are the article's.
    pub(crate) comment: Option<u32>,
    /// Whether the comment repeats there the words of another.
    pub(crate) is_quoted: bool,
}

/// A claim: something that was found at a place.
#[derive(Debug)]
pub(crate) struct Claim<'r, T> {
    /// Its identifier: what it is, of which document, from where to where.
    pub(crate) id: String,
    /// What was found.
    pub(crate) found: &'r T,
    /// Where.
    pub(crate) place: Place,
    /// The words.
    pub(crate) words: &'r str,
}

impl<'r> Page<'r> {
    /// The record as a document of `collection`.
    ///
    /// # Errors
    ///
    /// Where the collection does not list it.
    pub fn new(collection: &'r Collection, record: &'r Record) -> Result<Page<'r>, ExportError> {
        let input = &record.document().source().input;
        let (number, listed) =
            collection.document(input).ok_or_else(|| ExportError::Unlisted(input.clone()))?;
        Ok(Page {
            record,
            number,
            key: &listed.key,
            is_duplicate: listed.duplicate_of.is_some(),
            duplicate_of: listed.duplicate_of,
            collection,
            points: CodePoints::new(record.document().text()),
        })
    }

    pub(crate) fn document(&self) -> &'r Document {
        self.record.document()
    }

    /// Its headline, or the name of its input.
    pub(crate) fn title(&self) -> &'r str {
        let title = self.document().metadata().title.as_ref();
        title.map_or(&self.document().source().input, |title| &title.value)
    }

    /// The address that it gives as its own, else the one it was saved from.
    pub(crate) fn address(&self) -> Option<&'r str> {
        let document = self.document();
        let own = document.metadata().canonical_url.as_ref().map(|it| it.value.as_str());
        own.or(document.source().url.as_deref()).and_then(text::web_address)
    }

    /// The number of the document that it repeats.
    pub(crate) fn duplicate_of(&self) -> Option<u32> {
        self.duplicate_of
    }

    /// The document that it repeats.
    pub(crate) fn original(&self) -> Option<&'r Listed> {
        self.collection.documents.get(self.duplicate_of? as usize)
    }

    /// When it was published.
    pub(crate) fn published(&self) -> Option<DateTime> {
        self.document().metadata().published.as_ref().map(|it| it.value)
    }

    /// Where a span stands.
    pub(crate) fn place(&self, span: Span) -> Place {
        let document = self.document();
        let comment = match document.owner_at(span.start()) {
            Owner::Article => None,
            Owner::Comment(comment) => Some(comment),
        };
        let quotes = comment.and_then(|id| document.comments().get(id as usize));
        Place {
            start: self.points.at_byte(span.start()),
            end: self.points.at_byte(span.end()),
            bytes: document.bytes_of(span),
            comment,
            is_quoted: quotes
                .is_some_and(|it| it.quotes.iter().any(|quote| quote.span.contains(span))),
        }
    }

    /// The names, in the order of the text.
    pub(crate) fn mentions(&self) -> impl Iterator<Item = Claim<'r, Mention>> {
        self.claims("m", &self.record.annotations().mentions, |mention| mention.span)
    }

    /// The expressions of time, in the order of the text.
    pub(crate) fn dates(&self) -> impl Iterator<Item = Claim<'r, DateMention>> {
        self.claims("t", &self.record.annotations().dates, |date| date.span)
    }

    fn claims<T>(
        &self,
        letter: &'static str,
        all: &'r [T],
        span: fn(&T) -> Span,
    ) -> impl Iterator<Item = Claim<'r, T>> {
        let mut before = None;
        all.iter().map(move |found| {
            let at = span(found);
            let place = self.place(at);
            // Two may stand at one place: the later ones are numbered.
            let count = match before {
                Some((last, count)) if last == at => count + 1,
                _ => 1,
            };
            before = Some((at, count));
            let id = format!("{letter}-{}-{}-{}", self.key, place.start, place.end);
            let id = if count > 1 { format!("{id}-{count}") } else { id };
            Claim { id, found, place, words: self.document().slice(at) }
        })
    }

    /// What the collection knows of what a mention names.
    pub(crate) fn entity(&self, mention: &Mention) -> Option<&'r Entity> {
        self.collection.entity(self.number, mention.entity)
    }

    /// The same of what the document calls its entity `local`.
    pub(crate) fn entity_of(&self, local: u32) -> Option<&'r Entity> {
        self.collection.entity(self.number, local)
    }

    /// The identifier of a comment.
    pub(crate) fn comment_id(&self, comment: u32) -> String {
        format!("c-{}-{comment}", self.key)
    }

    /// The words of a comment, quoted ones included.
    pub(crate) fn comment_words(&self, comment: &Comment) -> &'r str {
        self.document().slice(comment.span)
    }

    /// The words of the article: its blocks, parted by empty lines.
    pub(crate) fn article_words(&self) -> String {
        let document = self.document();
        let blocks = document.blocks().iter().filter(|block| block.owner == Owner::Article);
        let blocks: Vec<&str> = blocks.map(|block| document.slice(block.span)).collect();
        blocks.join("\n\n")
    }

    /// The block around a claim, on one line, cut where it is long.
    pub(crate) fn around(&self, span: Span) -> String {
        let document = self.document();
        let block = document.block_at(span.start()).map_or(span, |block| block.span);
        let reach = AROUND as u32 / 2;
        let from = self.points.at_byte(span.start()).saturating_sub(reach);
        let from = self.byte(from).max(block.start());
        let until = self.points.at_byte(span.end()).saturating_add(reach);
        let until = self.byte(until).min(block.end());
        let passage = Span::new(from, until).map_or("", |span| document.slice(span));
        let head = if from > block.start() { "…" } else { "" };
        let tail = if until < block.end() { "…" } else { "" };
        format!("{head}{}{tail}", text::line(passage))
    }

    /// The words right before and right behind a span.
    pub(crate) fn beside(&self, span: Span) -> (&'r str, &'r str) {
        let document = self.document();
        let from = self.points.at_byte(span.start()).saturating_sub(BESIDE);
        let until = self.points.at_byte(span.end()).saturating_add(BESIDE);
        let slice = |from, until| Span::new(from, until).map_or("", |it| document.slice(it));
        (slice(self.byte(from), span.start()), slice(span.end(), self.byte(until)))
    }

    /// The byte of a code point; the end of the text for one past it.
    fn byte(&self, point: u32) -> u32 {
        let length = u32::try_from(self.document().text().len()).unwrap_or(u32::MAX);
        self.points.to_byte(point).unwrap_or(length)
    }
}
