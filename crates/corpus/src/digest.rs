//! What the corpus needs of one document, without its text.

use std::collections::BTreeMap;

use annalist_model::{
    AliasKind, Anchor, Block, BlockKind, CodePoints, CommentKind, DateTime, Document, DocumentId,
    Entity, EntityKind, Interval, Listing, Mention, Owner, Place, Record, Sha256, Sourced,
    TimexDetails, TimexType,
};
use sha2::Digest as _;

use crate::key::name_key;
use crate::passage::on_one_line;
use crate::quotations::{Quotations, counted_dates, counted_mentions};
use crate::sketch::Sketch;
use crate::{Passage, article_words};

/// One document, as the corpus sees it.
///
/// Ordered as a whole, so that of two digests that claim to be the same document one can be chosen
/// without asking which came first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest {
    pub(crate) id: DocumentId,
    pub(crate) input: String,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) url: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) published: Option<DateTime>,
    /// First and last day of the time in which an undated article must have been published.
    pub(crate) bounds: Option<Interval>,
    pub(crate) language: Option<String>,
    pub(crate) article_words: u32,
    pub(crate) comment_words: u32,
    pub(crate) sha256: Sha256,
    /// The hash of the words, none where there are none.
    pub(crate) text_sha256: Option<Sha256>,
    /// The hash of the title and of how the article begins, where both say enough to tell articles
    /// apart.
    pub(crate) opening_sha256: Option<Sha256>,
    /// By which near copies are found; none where the article is too short to tell.
    pub(crate) sketch: Option<Sketch>,
    pub(crate) comments: Vec<CommentFact>,
    /// Codes of the diagnostics, sorted, each once.
    pub(crate) diagnostics: Vec<annalist_model::Code>,
    pub(crate) entities: Vec<EntityFact>,
    pub(crate) dates: Vec<DateFact>,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CommentFact {
    pub(crate) kind: CommentKind,
    pub(crate) author: Option<String>,
    pub(crate) posted: Option<DateTime>,
}

/// One entity of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EntityFact {
    /// Its number in the document.
    pub(crate) number: u32,
    pub(crate) kind: EntityKind,
    pub(crate) name: String,
    pub(crate) aliases: Vec<(String, AliasKind)>,
    /// The lines of the user's lists that name it.
    pub(crate) listings: Vec<Listing>,
    /// For a place: where it lies.
    pub(crate) place: Option<Place>,
    /// How often the text writes each form of the name.
    pub(crate) forms: BTreeMap<String, u32>,
    pub(crate) article_mentions: u32,
    pub(crate) comment_mentions: u32,
    pub(crate) first: Option<Passage>,
}

/// One date of a document that means days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DateFact {
    pub(crate) interval: Interval,
    pub(crate) kind: TimexType,
    pub(crate) value: String,
    pub(crate) anchor: Anchor,
    pub(crate) details: TimexDetails,
    pub(crate) passage: Passage,
}

impl EntityFact {
    pub(crate) fn mentions(&self) -> u32 {
        self.article_mentions + self.comment_mentions
    }
}

impl Digest {
    pub(crate) fn of(record: &Record) -> Digest {
        let document = record.document();
        let metadata = document.metadata();
        let points = CodePoints::new(document.text());
        let quotations = Quotations::of(document);
        let title = value(metadata.title.as_ref()).or_else(|| title_block(document));
        Digest {
            id: document.id().clone(),
            input: document.source().input.clone(),
            opening_sha256: title.as_deref().and_then(|title| opening_hash(title, document)),
            title,
            authors: metadata.authors.iter().map(|author| author.value.clone()).collect(),
            url: value(metadata.canonical_url.as_ref()).or_else(|| document.source().url.clone()),
            site: value(metadata.site.as_ref()),
            published: metadata.published.as_ref().map(|published| published.value),
            bounds: bounds(record),
            language: value(metadata.language.as_ref()),
            article_words: article_words(document),
            comment_words: comment_words(document),
            sha256: document.source().sha256,
            text_sha256: text_hash(document.text()),
            sketch: Sketch::of(document),
            comments: comment_facts(document),
            diagnostics: diagnostic_codes(record),
            entities: entity_facts(record, &points, &quotations),
            dates: date_facts(record, &points, &quotations),
        }
    }
}

fn value(sourced: Option<&Sourced<String>>) -> Option<String> {
    sourced.map(|sourced| sourced.value.clone())
}

fn title_block(document: &Document) -> Option<String> {
    let is_title = |kind| kind == BlockKind::Title;
    let block = document.blocks().iter().find(|block| is_title(block.kind))?;
    Some(on_one_line(document.slice(block.span)))
}

fn bounds(record: &Record) -> Option<Interval> {
    let bounds = record.annotations().publication_bounds?;
    let day = |bound: Option<annalist_model::Bound>| bound.map(|bound| bound.date);
    let interval = Interval { from: day(bounds.not_before), to: day(bounds.not_after) };
    (interval.from.is_some() || interval.to.is_some()).then_some(interval)
}

fn comment_words(document: &Document) -> u32 {
    let is_comment = |block: &&Block| block.owner != Owner::Article;
    words(document.blocks().iter().filter(is_comment).map(|block| document.slice(block.span)))
}

/// The number of words of `texts`: what blanks part and holds a letter or digit.
pub(crate) fn words<'t>(texts: impl Iterator<Item = &'t str>) -> u32 {
    texts
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count() as u32
}

/// The hash of the words of `text`, whatever white space parts them.
fn text_hash(text: &str) -> Option<Sha256> {
    let mut hasher = sha2::Sha256::new();
    for word in text.split_whitespace() {
        hasher.update(word);
        hasher.update(b" ");
    }
    let has_words = text.chars().any(char::is_alphanumeric);
    has_words.then(|| Sha256(hasher.finalize().into()))
}

/// Letters and digits of an article that stand for how it begins.
const OPENING: usize = 200;

/// The hash of the folded title and of the first letters of the article's paragraphs; none where
/// there are fewer.
fn opening_hash(title: &str, document: &Document) -> Option<Sha256> {
    let is_body =
        |block: &&Block| block.owner == Owner::Article && block.kind == BlockKind::Paragraph;
    let opening: String = document
        .blocks()
        .iter()
        .filter(is_body)
        .flat_map(|block| document.slice(block.span).chars())
        .filter(|letter| letter.is_alphanumeric())
        .take(OPENING)
        .flat_map(char::to_lowercase)
        .collect();
    if opening.chars().count() < OPENING {
        return None;
    }
    let mut hasher = sha2::Sha256::new();
    hasher.update(name_key(title));
    hasher.update(b"\n");
    hasher.update(opening);
    Some(Sha256(hasher.finalize().into()))
}

fn comment_facts(document: &Document) -> Vec<CommentFact> {
    document
        .comments()
        .iter()
        .map(|comment| CommentFact {
            kind: comment.kind,
            author: value(comment.author.as_ref()),
            posted: comment.posted.as_ref().and_then(|posted| posted.value),
        })
        .collect()
}

fn diagnostic_codes(record: &Record) -> Vec<annalist_model::Code> {
    let mut codes: Vec<_> = record.diagnostics().iter().map(|found| found.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn entity_facts(
    record: &Record,
    points: &CodePoints<'_>,
    quotations: &Quotations<'_>,
) -> Vec<EntityFact> {
    let document = record.document();
    let mut facts: Vec<EntityFact> =
        record.annotations().entities.iter().map(unmentioned).collect();
    for Mention { span, entity, .. } in counted_mentions(record, quotations) {
        let Some(fact) = facts.get_mut(*entity as usize) else { continue };
        match document.owner_at(span.start()) {
            Owner::Article => fact.article_mentions += 1,
            Owner::Comment(_) => fact.comment_mentions += 1,
        }
        *fact.forms.entry(on_one_line(document.slice(*span))).or_default() += 1;
        fact.first.get_or_insert_with(|| Passage::of(document, points, quotations, *span));
    }
    facts
}

fn unmentioned(entity: &Entity) -> EntityFact {
    EntityFact {
        number: entity.id,
        kind: entity.kind,
        name: entity.name.clone(),
        aliases: entity.aliases.iter().map(|alias| (alias.value.clone(), alias.kind)).collect(),
        listings: entity.listings.clone(),
        place: entity.place.clone(),
        forms: BTreeMap::new(),
        article_mentions: 0,
        comment_mentions: 0,
        first: None,
    }
}

fn date_facts(
    record: &Record,
    points: &CodePoints<'_>,
    quotations: &Quotations<'_>,
) -> Vec<DateFact> {
    counted_dates(record, quotations)
        .map(|(date, interval)| DateFact {
            interval,
            kind: date.kind,
            value: date.value.clone(),
            anchor: date.anchor,
            details: date.details.clone(),
            passage: Passage::of(record.document(), points, quotations, date.span),
        })
        .collect()
}
