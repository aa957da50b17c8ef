//! What a page says about itself, and its article.

use std::collections::BTreeMap;

use annalist_corpus::{Quotations, article_words, counted_dates, counted_mentions, days_of};
use annalist_model::{
    Answer, ArchivePlace, Block, BlockKind, Bound, ByteRange, DateTime, Document, Metadata, Origin,
    Owner, PageType, Record, Source, Sourced, Span,
};

use super::address::WebAddress;
use super::citation::Citations;
use super::document::RECORD;
use super::escape::{bounded, inline};
use super::page::{Page, count, cut};
use super::prose::{Prose, quoted};

/// Longest value in the table of what the page says about itself, in code points.
const VALUE: usize = 300;

/// Longest stretch of the article that is shown, in code points.
const TEXT: usize = 20_000;

/// Most values of one kind, such as tags.
const VALUES: usize = 20;

/// Most answers of platforms that are named one by one.
const ANSWERS: usize = 10;

/// The title, the table of what the page says about itself, and the counts.
pub(super) fn write_head(
    page: &mut Page,
    record: &Record,
    quotations: &Quotations<'_>,
    citations: &mut Citations<'_>,
) {
    let document = record.document();
    page.heading(1, &bounded(title(document), VALUE));
    page.table(["", "Value", "Found in"], &facts(record, citations));
    page.block(&counts(record, quotations));
}

/// The headline; else the name of the input.
fn title(document: &Document) -> &str {
    let block = document.blocks().iter().find(|block| block.kind == BlockKind::Title);
    let shown = block.map(|block| document.slice(block.span));
    let declared = document.metadata().title.as_ref().map(|title| title.value.as_str());
    declared.or(shown).unwrap_or(&document.source().input)
}

/// A row of the table: a name, a value, and where it was found.
type Fact = [String; 3];

fn facts(record: &Record, citations: &mut Citations<'_>) -> Vec<Fact> {
    let document = record.document();
    let metadata = document.metadata();
    let mut facts = Vec::new();
    facts.extend(list("Authors", &metadata.authors));
    facts.extend(metadata.published.as_ref().map(|it| moment("Published", it)));
    facts.extend(bounds(record, citations));
    facts.extend(metadata.modified.as_ref().map(|it| moment("Changed", it)));
    facts.extend(metadata.site.as_ref().map(|it| text("Site", it)));
    facts.extend(metadata.publisher.as_ref().map(|it| text("Publisher", it)));
    facts.extend(metadata.canonical_url.as_ref().map(|it| address("Address", it)));
    facts.extend(metadata.section.as_ref().map(|it| text("Section", it)));
    facts.extend(metadata.language.as_ref().map(|it| text("Language", it)));
    facts.extend(metadata.original_publication.as_ref().map(|it| text("First published in", it)));
    facts.extend(metadata.description.as_ref().map(|it| text("Summary", it)));
    facts.extend(list("About the authors", &metadata.author_notes));
    facts.extend(list("Tags", &metadata.tags));
    facts.extend(addresses("Pictures", &metadata.images));
    facts.extend(declared_comments(metadata));
    facts.extend(metadata.page_type.map(page_type));
    facts.extend(file(document));
    facts
}

fn text(name: &str, found: &Sourced<String>) -> Fact {
    [name.to_owned(), bounded(&found.value, VALUE), origin(found)]
}

fn moment(name: &str, found: &Sourced<DateTime>) -> Fact {
    [name.to_owned(), time(found.value), origin(found)]
}

fn address(name: &str, found: &Sourced<String>) -> Fact {
    [name.to_owned(), link(&found.value), origin(found)]
}

fn list(name: &str, found: &[Sourced<String>]) -> Option<Fact> {
    list_of(name, found, |value| bounded(value, VALUE))
}

fn addresses(name: &str, found: &[Sourced<String>]) -> Option<Fact> {
    list_of(name, found, link)
}

fn list_of(name: &str, found: &[Sourced<String>], set: impl Fn(&str) -> String) -> Option<Fact> {
    let first = found.first()?;
    let (shown, left) = cut(found, VALUES, RECORD);
    let values: Vec<String> = shown.iter().map(|it| set(&it.value)).collect();
    let value = values.join("; ") + &left.map(|left| format!(" {left}")).unwrap_or_default();
    let found_in = if shown.len() == 1 { origin(first) } else { origins(shown) };
    Some([name.to_owned(), value, found_in])
}

fn declared_comments(metadata: &Metadata) -> Option<Fact> {
    let found = metadata.comment_count.as_ref()?;
    Some(["Comments announced".to_owned(), found.value.to_string(), origin(found)])
}

fn page_type(found: PageType) -> Fact {
    let value = format!("{}, with a score of {} of 1000", found.kind.as_str(), found.score);
    ["Kind of page".to_owned(), value, String::new()]
}

/// A point in time as the page gives it, set for reading.
pub(super) fn time(at: DateTime) -> String {
    at.to_string().replacen('T', " ", 1)
}

/// `url` as a link where it may be one.
pub(super) fn link(url: &str) -> String {
    let words = bounded(url, VALUE);
    match WebAddress::new(url) {
        Some(address) => format!("[{words}]({})", address.target()),
        None => words,
    }
}

fn origin<T>(found: &Sourced<T>) -> String {
    origin_words(found.origin.as_str(), found.bytes)
}

/// Where several values were found: each kind of place, with the bytes from the first of its values
/// to the last.
fn origins(found: &[Sourced<String>]) -> String {
    let mut places: BTreeMap<Origin, Option<ByteRange>> = BTreeMap::new();
    for value in found {
        let bytes = places.entry(value.origin).or_default();
        *bytes = [*bytes, value.bytes].into_iter().flatten().reduce(ByteRange::cover);
    }
    let words = |(origin, bytes): (Origin, Option<ByteRange>)| match bytes {
        Some(bytes) => {
            format!("{}, within bytes {}–{}", origin.as_str(), bytes.start(), bytes.end())
        }
        None => origin.as_str().to_owned(),
    };
    places.into_iter().map(words).collect::<Vec<String>>().join("; ")
}

fn origin_words(origin: &str, bytes: Option<ByteRange>) -> String {
    match bytes {
        Some(bytes) => format!("{origin}, bytes {}–{}", bytes.start(), bytes.end()),
        None => origin.to_owned(),
    }
}

/// Between which days an undated article must have been published.
fn bounds(record: &Record, citations: &mut Citations<'_>) -> Option<Fact> {
    let bounds = record.annotations().publication_bounds?;
    let mut say = |words: &str, bound: Option<Bound>| {
        bound.map(|bound| match bound.span.is_empty() {
            true => format!("{words} {} (when the page was saved)", bound.date),
            false => format!("{words} {}{}", bound.date, citations.cite(bound.span)),
        })
    };
    let ends = [say("not before", bounds.not_before), say("not after", bounds.not_after)];
    let ends: Vec<String> = ends.into_iter().flatten().collect();
    (!ends.is_empty()).then(|| ["Published".to_owned(), ends.join(", "), "text".to_owned()])
}

/// The saved file itself.
fn file(document: &Document) -> Vec<Fact> {
    let source = document.source();
    let fact = |name: &str, value: String| [name.to_owned(), value, String::new()];
    let mut facts = vec![
        fact("Document", inline(document.id().as_str())),
        fact("Saved file", bounded(&source.input, VALUE)),
        hash(source),
        fact("Its form", form(document)),
    ];
    facts.extend(source.place.as_ref().map(|it| fact("Archive", archive(it))));
    facts.extend(source.url.as_deref().map(|url| fact("Saved from", saved_from(url, document))));
    facts.extend(source.archive_url.as_deref().map(|url| fact("Copy in an archive", link(url))));
    facts.extend(source.saved_at.map(|at| fact("Saved at", time(at))));
    facts.extend(source.saved_by.as_deref().map(|by| fact("Saved by", bounded(by, VALUE))));
    facts.extend(source.answers.iter().take(ANSWERS).map(answer));
    if let Some(more) = source.answers.len().checked_sub(ANSWERS).filter(|more| *more > 0) {
        facts.push(fact(
            "Comments from",
            format!("… {}", count(more, "more answer", "more answers")),
        ));
    }
    facts
}

/// Where the page stands in its archive.
fn archive(place: &ArchivePlace) -> String {
    let name = place.name.as_deref().map(|name| format!(", {}", bounded(name, VALUE)));
    let within = place.unpacked_offset.map(|at| format!(", unpacked at {at}"));
    format!(
        "{} at byte {}{}{}",
        bounded(&place.archive, VALUE),
        place.offset,
        within.unwrap_or_default(),
        name.unwrap_or_default()
    )
}

/// What a platform answered about the comments.
fn answer(answer: &Answer) -> Fact {
    let asked = answer.fetched_at.map(|at| format!(", asked {}", time(at))).unwrap_or_default();
    let platform = bounded(&answer.platform, VALUE);
    let file = bounded(&answer.input, VALUE);
    let value = format!("{platform}{asked}: {file}, SHA-256 {}", answer.sha256);
    ["Comments from".to_owned(), value, String::new()]
}

/// The address that the page was saved from, spelt out where it is not that of the page.
fn saved_from(url: &str, document: &Document) -> String {
    match &document.metadata().canonical_url {
        Some(own) if own.value == url => "the address above".to_owned(),
        _ => link(url),
    }
}

/// The hash, and how it is had of a file that is packed.
fn hash(source: &Source) -> Fact {
    let hash = source.sha256.to_string();
    match source.compression {
        None => ["Its SHA-256".to_owned(), hash, String::new()],
        Some(_) => ["Its SHA-256, unpacked".to_owned(), hash, r"zcat … \| sha256sum".to_owned()],
    }
}

fn form(document: &Document) -> String {
    let source = document.source();
    let packed = source.compression.as_deref().map(|how| format!(", packed with {}", inline(how)));
    let (media_type, charset) = (source.media_type.as_str(), inline(&source.charset));
    let unpacked = if source.compression.is_some() { " unpacked" } else { "" };
    let packed = packed.unwrap_or_default();
    let part = source.part.map(|part| {
        let (start, end) = (part.bytes.start(), part.bytes.end());
        format!(", the page in bytes {start}–{end} in {}", part.encoding.as_str())
    });
    let part = part.unwrap_or_default();
    format!("{media_type}, {charset}, {} bytes{unpacked}{packed}{part}", source.length)
}

/// The counts, by the same rules as those of a collection.
fn counts(record: &Record, quotations: &Quotations<'_>) -> String {
    let document = record.document();
    let comments = document.comments().iter();
    let by_readers = comments.filter(|comment| comment.kind.is_by_reader()).count();
    let annotations = record.annotations();
    let own = annotations.dates.iter().filter(|date| !quotations.repeats(date.span.start()));
    let other = own.filter(|date| days_of(date).is_none()).count();
    let mut parts = vec![
        count(article_words(document) as usize, "word in the article", "words in the article"),
        count(by_readers, "comment by readers", "comments by readers"),
        format!(
            "{} in {}",
            count(annotations.entities.len(), "name", "names"),
            count(counted_mentions(record, quotations).count(), "mention", "mentions")
        ),
        count(counted_dates(record, quotations).count(), "date", "dates"),
    ];
    if other > 0 {
        parts.push(count(other, "other expression of time", "other expressions of time"));
    }
    parts.push(count(record.diagnostics().len(), "doubt", "doubts"));
    parts.join(" · ")
}

fn article(document: &Document) -> impl Iterator<Item = &Block> {
    document.blocks().iter().filter(|block| block.owner == Owner::Article)
}

/// The text of the article as it was set, within a quotation: nothing in it is the report's own.
pub(super) fn write_text(page: &mut Page, document: &Document, citations: &mut Citations<'_>) {
    let blocks: Vec<Block> = article(document).copied().collect();
    let Some(span) = blocks.iter().map(|block| block.span).reduce(Span::cover) else { return };
    page.heading(2, "The article");
    page.block(&format!("Its text, as it was set on the page.{}", citations.cite(span)));
    let (pieces, left_out) = Prose { document, room: TEXT }.write(&blocks);
    page.block(&quoted(&pieces));
    if left_out > 0 {
        let more = count(left_out, "more block", "more blocks");
        page.block(&format!("… and {more}; {RECORD} has all."));
    }
}
