//! The pages of one document: what it says of itself, its text with marks, its thread, its claims.

use std::collections::BTreeSet;

use annalist_corpus::days_of;
use annalist_model::{Block, BlockKind, EntityKind, Marker, Owner, Record, Span};
use minijinja::context;
use serde::Serialize;

use super::index::kind_words;
use super::markup::{Mark, escaped, marked};
use super::{HtmlError, HtmlFile, HtmlReport, PAGE, thread};
use crate::markdown::address::WebAddress;
use crate::markdown::fragment::fragment;
use crate::shape::place::Places;

/// Longest block that is shown, in bytes.
const BLOCK: usize = 200_000;

/// Most names and dates that are listed below a text.
const LISTED: usize = 2_000;

/// One fact of the metadata, with where the page has it.
#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
    origin: &'static str,
}

/// A row of the list of names.
#[derive(Serialize)]
struct Name {
    local: u32,
    name: String,
    kind: &'static str,
    kind_words: &'static str,
    page: Option<String>,
    spellings: Vec<String>,
    places: Vec<u32>,
    more: usize,
}

/// A row of the list of dates.
#[derive(Serialize)]
struct DateRow {
    words: String,
    value: String,
    days: String,
    why: String,
    place: u32,
}

pub(super) fn pages(
    report: &HtmlReport<'_>,
    number: u32,
    record: &Record,
) -> Result<Vec<HtmlFile>, HtmlError> {
    let writer = Writer::new(report, number, record);
    let document = record.document();
    let article = document.blocks().iter().filter(|block| block.owner == Owner::Article);
    let article: Vec<String> = article.map(|block| writer.block(block)).collect();
    let comments: Vec<String> = thread::comments(&writer);
    let parts = split(article, comments);
    let path = report.document_path(number);
    let paths: Vec<String> = (1..=parts.len()).map(|part| part_path(&path, part)).collect();
    let summary = report.corpus.documents.get(number as usize);
    let original = summary.and_then(|it| it.duplicate_of.or(it.may_repeat));
    let original = original.and_then(|it| {
        Some((report.document_path(it), report.corpus.documents.get(it as usize)?.input.clone()))
    });
    let metadata = document.metadata();
    let source = document.source();
    let title = metadata.title.as_ref().map_or(source.input.as_str(), |title| &title.value);
    let language = metadata.language.as_ref().map(|it| it.value.as_str());
    let doubts: Vec<(&str, &str)> =
        record.diagnostics().iter().map(|it| (it.code.as_str(), it.message.as_str())).collect();
    let files =
        parts.into_iter().zip(&paths).enumerate().map(|(index, ((article, comments), path))| {
            report.page(
                "document.html",
                path,
                context! {
                    root => "../", title, language, stamp => report.document_stamp(number),
                    is_first => index == 0,
                    part => index + 1, parts => &paths,
                    facts => facts(record), doubts => &doubts,
                    input => &source.input, sha256 => source.sha256.to_string(),

                    address => writer.address.as_ref().map(|_| writer.url.clone()),
                    original => &original,
                    article, comments,
                    comment_count => document.comments().len(),
                    names => if index == 0 { writer.names() } else { Vec::new() },
                    dates => if index == 0 { writer.dates() } else { Vec::new() },
                },
            )
        });
    files.collect()
}

/// Where a part of a document lies.
fn part_path(first: &str, part: usize) -> String {
    match part {
        1 => first.to_owned(),
        _ => format!("{}-{part}.html", first.trim_end_matches(".html")),
    }
}

/// The blocks and comments of each page.
fn split(article: Vec<String>, comments: Vec<String>) -> Vec<(Vec<String>, Vec<String>)> {
    let mut parts: Vec<(Vec<String>, Vec<String>)> = vec![Default::default()];
    let mut length = 0;
    let pieces = article.into_iter().map(|it| (true, it));
    for (is_article, piece) in pieces.chain(comments.into_iter().map(|it| (false, it))) {
        if length > 0 && length + piece.len() > PAGE {
            parts.push(Default::default());
            length = 0;
        }
        length += piece.len();
        if let Some((article, comments)) = parts.last_mut() {
            if is_article { article.push(piece) } else { comments.push(piece) }
        }
    }
    parts
}

/// What the page says about itself.
fn facts(record: &Record) -> Vec<Fact> {
    let metadata = record.document().metadata();
    let mut facts = Vec::new();
    let mut add = |label, value: String, origin: annalist_model::Origin| {
        facts.push(Fact { label, value, origin: origin.as_str() });
    };
    if let Some(it) = &metadata.published {
        add("Published", it.value.to_string(), it.origin);
    }
    if let Some(it) = &metadata.modified {
        add("Changed", it.value.to_string(), it.origin);
    }
    metadata.authors.iter().for_each(|it| add("Author", it.value.clone(), it.origin));
    for (label, it) in [
        ("Site", &metadata.site),
        ("Publisher", &metadata.publisher),
        ("Section", &metadata.section),
        ("Language", &metadata.language),
        ("Address", &metadata.canonical_url),
        ("First published", &metadata.original_publication),
        ("Summary", &metadata.description),
    ] {
        if let Some(it) = it {
            add(label, it.value.clone(), it.origin);
        }
    }
    metadata.author_notes.iter().for_each(|it| add("On the author", it.value.clone(), it.origin));
    if let Some(first) = metadata.tags.first() {
        let tags: Vec<&str> = metadata.tags.iter().take(40).map(|it| it.value.as_str()).collect();
        add("Key words", tags.join(" · "), first.origin);
    }
    facts
}

/// Writes what stands in the text of one document.
pub(super) struct Writer<'r> {
    report: &'r HtmlReport<'r>,
    number: u32,
    pub(super) record: &'r Record,
    places: Places<'r>,
    address: Option<WebAddress>,
    url: String,
    /// Sorted by where they begin.
    marks: Vec<Mark>,
}

impl<'r> Writer<'r> {
    fn new(report: &'r HtmlReport<'r>, number: u32, record: &'r Record) -> Writer<'r> {
        let document = record.document();
        let canonical = document.metadata().canonical_url.as_ref().map(|url| url.value.as_str());
        let candidates = canonical.into_iter().chain(document.source().url.as_deref());
        let url = candidates.clone().find(|url| WebAddress::new(url).is_some());
        let mut writer = Writer {
            report,
            number,
            record,
            places: Places::new(document),
            address: url.and_then(WebAddress::new),
            url: url.unwrap_or_default().trim().to_owned(),
            marks: Vec::new(),
        };
        writer.marks = writer.all_marks();
        writer
    }

    /// All that is marked in the text. What relations, events and quotations mark goes here as well.
    fn all_marks(&self) -> Vec<Mark> {
        let annotations = self.record.annotations();
        let mut marks = Vec::new();
        let mut named = BTreeSet::new();
        let mut reached = 0;
        for mention in &annotations.mentions {
            let Some(entity) = annotations.entities.get(mention.entity as usize) else { continue };
            let span = mention.span;
            let place = self.places.place(span).start;
            let id = if named.insert(place) { format!(" id=\"p{place}\"") } else { String::new() };
            let is_inner = span.start() < reached;
            reached = reached.max(span.end());
            let link = self.report.index.link(self.number, mention.entity);
            let link =
                link.map_or_else(|| format!("#n{}", mention.entity), |it| format!("../{it}"));
            let (tag, close) =
                if is_inner { ("span tabindex=\"0\"", "</span>") } else { ("a", "</a>") };
            let href =
                if is_inner { String::new() } else { format!(" href=\"{}\"", escaped(&link)) };
            let why = format!("{}, {} in 1000", mention.rule, mention.score);
            let open = format!(
                "<{tag} class=\"m {}\"{id}{href} data-name=\"{}\" data-why=\"{}\"{}>",
                mention.kind.as_str(),
                escaped(&entity.name),
                escaped(&why),
                self.citation(span),
            );
            marks.push(mark(span, open, close));
        }
        for date in &annotations.dates {
            let place = self.places.place(date.span).start;
            let id = if named.insert(place) { format!(" id=\"p{place}\"") } else { String::new() };
            let why = format!("{}, {}", date.rule, date.anchor.as_str());
            let open = format!(
                "<span class=\"m date\"{id} tabindex=\"0\" data-name=\"{}\" data-why=\"{}\"{}>",
                escaped(&date.value),
                escaped(&why),
                self.citation(date.span),
            );
            marks.push(mark(date.span, open, "</span>"));
        }
        let structure = self.record.document().structure();
        for it in &structure.emphasis {
            let (open, close) = match it.kind {
                annalist_model::EmphasisKind::Strong => ("<strong>", "</strong>"),
                annalist_model::EmphasisKind::Emphasis => ("<em>", "</em>"),
            };
            marks.push(mark(it.span, open.to_owned(), close));
        }
        for link in &structure.links {
            let target = escaped(&link.target);
            marks.push(mark(
                link.span,
                format!("<span class=\"linked\" title=\"{target}\">"),
                "</span>",
            ));
        }
        for quote in self.record.document().comments().iter().flat_map(|it| &it.quotes) {
            let of = quote.of.map(|of| format!(" data-of=\"{of}\"")).unwrap_or_default();
            marks.push(mark(quote.span, format!("<q class=\"quoted\"{of}>"), "</q>"));
        }
        marks.sort_by_key(|mark| mark.start);
        marks
    }

    /// What a citation of `span` says, and the way to the words on the page, as attributes.
    pub(super) fn citation(&self, span: Span) -> String {
        let place = self.places.place(span);
        let bytes =
            place.source_bytes.map(|it| format!(" data-bytes=\"{}–{}\"", it.0.start(), it.0.end()));
        let link = self.address.as_ref().and_then(|address| self.link(address, span));
        let link = link.map(|link| format!(" data-page=\"{link}\"")).unwrap_or_default();
        format!(" data-at=\"{}–{}\"{}{link}", place.start, place.end, bytes.unwrap_or_default())
    }

    /// The address of the words at `span`, fit for an attribute.
    fn link(&self, address: &WebAddress, span: Span) -> Option<String> {
        let document = self.record.document();
        // Which words are repeated is not asked: all get their context.
        let words = document.text().get(span.range())?;
        let repeated = BTreeSet::from([words]);
        Some(address.at(&fragment(document, span, &repeated)?))
    }

    /// The words of a span, marked.
    pub(super) fn words(&self, span: Span) -> String {
        let text = self.record.document().text();
        let (start, end) = (span.start() as usize, span.end() as usize);
        let shown = text.floor_char_boundary(end.min(start + BLOCK));
        let from = self.marks.partition_point(|mark| mark.start < start);
        let to = self.marks.partition_point(|mark| mark.start < shown);
        let mut html = marked(text, start, shown, self.marks.get(from..to).unwrap_or_default());
        if shown < end {
            html.push_str(" <em class=\"note\">… the record has the rest.</em>");
        }
        html
    }

    /// A block of the text as an element.
    pub(super) fn block(&self, block: &Block) -> String {
        let words = self.words(block.span);
        let cite = self.citation(block.span);
        let element = |tag: &str, class: &str, words: &str| {
            format!("<{tag} class=\"b {class}\" dir=\"auto\"{cite}>{words}</{tag}>")
        };
        let list = block.list.map(|place| {
            let sign = match place.marker {
                Marker::Bullet => "•".to_owned(),
                Marker::Number(number) => format!("{number}."),
                Marker::Continued => String::new(),
            };
            let depth = place.depth.min(6);
            element(
                "div",
                &format!("item i{depth}"),
                &format!("<span class=\"sign\">{sign}</span><span>{words}</span>"),
            )
        });
        if let Some(item) = list {
            return item;
        }
        match block.kind {
            BlockKind::Title => element("h2", "headline", &words),
            BlockKind::Heading(level) => element(&format!("h{}", level.clamp(3, 6)), "", &words),
            BlockKind::Quote => element("blockquote", "", &words),
            BlockKind::Code => element("pre", "", &words),
            BlockKind::TableRow => {
                let cells: String =
                    words.split('\t').map(|cell| format!("<span>{cell}</span>")).collect();
                element("div", "row", &cells)
            }
            BlockKind::ListItem => element(
                "div",
                "item i1",
                &format!("<span class=\"sign\">•</span><span>{words}</span>"),
            ),
            BlockKind::Paragraph => element("p", "", &words),
            kind @ (BlockKind::Caption
            | BlockKind::EditorsNote
            | BlockKind::Byline
            | BlockKind::Correction
            | BlockKind::Update) => {
                let label = match kind {
                    BlockKind::Caption => "Caption",
                    BlockKind::EditorsNote => "Editor’s note",
                    BlockKind::Byline => "Byline",
                    BlockKind::Correction => "Correction",
                    _ => "Update",
                };
                element(
                    "p",
                    kind.as_str(),
                    &format!("<span class=\"label\">{label}</span> {words}"),
                )
            }
        }
    }

    fn names(&self) -> Vec<Name> {
        let annotations = self.record.annotations();
        let mut names: Vec<Name> = annotations
            .entities
            .iter()
            .map(|entity| Name {
                local: entity.id,
                name: entity.name.clone(),
                kind: entity.kind.as_str(),
                kind_words: kind_words(entity.kind).0,
                page: self.report.index.link(self.number, entity.id),
                spellings: entity
                    .aliases
                    .iter()
                    .map(|alias| {
                        format!("{} ({}: {})", alias.value, alias.kind.as_str(), alias.rule)
                    })
                    .collect(),
                places: Vec::new(),
                more: 0,
            })
            .collect();
        for mention in &annotations.mentions {
            let place = self.places.place(mention.span).start;
            if let Some(name) = names.get_mut(mention.entity as usize) {
                if name.places.len() < 12 { name.places.push(place) } else { name.more += 1 }
            }
        }
        names.truncate(LISTED);
        names.sort_by_key(|name| {
            (
                EntityKind::parse(name.kind),
                std::cmp::Reverse(name.places.len() + name.more),
                name.local,
            )
        });
        names
    }

    fn dates(&self) -> Vec<DateRow> {
        let document = self.record.document();
        let dates = self.record.annotations().dates.iter().take(LISTED);
        dates
            .map(|date| DateRow {
                words: document.slice(date.span).to_owned(),
                value: format!("{} {}", date.value, date.details).trim().to_owned(),
                days: days_of(date).map(super::timeline::days).unwrap_or_default(),
                why: format!("{} · {}", date.anchor.as_str(), date.rule),
                place: self.places.place(date.span).start,
            })
            .collect()
    }
}

fn mark(span: Span, open: String, close: &'static str) -> Mark {
    Mark { start: span.start() as usize, end: span.end() as usize, open, close }
}
