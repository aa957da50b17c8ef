//! The pages of one document: what it says of itself, its text with marks, its thread, its claims.

use annalist_model::{Origin, Record};
use minijinja::context;
use serde::Serialize;

use super::claims::Row;
use super::lists::{self, Counted, Date, Name};
use super::parts::{self, Filling, length_of};
use super::told::Sort;
use super::writer::Writer;
use super::{HtmlError, HtmlFile, HtmlReport, thread};
use crate::markdown::shortened_name;

/// Most key words that are shown.
const TAGS: usize = 40;

/// Most doubts that are shown.
const DOUBTS: usize = 200;

/// Longest value of a fact, in code points.
const VALUE: usize = 1_000;

/// One fact of the metadata, with where the page has it.
#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
    origin: &'static str,
}

/// What stands on one page.
#[derive(Default, Serialize)]
struct Part {
    article: Vec<String>,
    comments: Vec<String>,
    relations: Vec<Row>,
    events: Vec<Row>,
    quotations: Vec<Row>,
    quantities: Vec<Counted>,
    names: Vec<Name>,
    dates: Vec<Date>,
}

pub(super) fn pages(
    report: &HtmlReport<'_>,
    number: u32,
    record: &Record,
) -> Result<Vec<HtmlFile>, HtmlError> {
    let writer = Writer::new(report, number, record);
    let document = record.document();
    let parts = split(&writer);
    let paths = parts::paths(&report.document_path(number), parts.len());
    let known = report.known.document(number);
    let original = known.and_then(|it| it.duplicate_of.or(it.may_repeat));
    let original = original
        .and_then(|it| Some((report.document_path(it), report.known.document(it)?.input.clone())));
    let source = document.source();
    let title = report.title(number);
    let language = document.metadata().language.as_ref().map(|it| it.value.as_str());
    let doubts = record.diagnostics().iter().take(DOUBTS);
    let doubts: Vec<(&str, String)> =
        doubts.map(|it| (it.code.as_str(), shortened_name(&it.message, VALUE))).collect();
    let anchors =
        match parts.len() {
            0 | 1 => String::new(),
            _ => parts::anchors(parts.iter().map(|part| {
                part.article.iter().chain(&part.comments).map(String::as_str).collect()
            })),
        };
    let count = |sort| writer.told.iter().filter(|it| it.sort == sort).count();
    let counts = context! {
        comments => document.comments().len(),
        relations => count(Sort::Relation), events => count(Sort::Event),
        quotations => count(Sort::Quotation),
        quantities => record.annotations().claims.quantities.len(),
        names => record.annotations().entities.len(), dates => record.annotations().dates.len(),
    };
    let files = parts.into_iter().zip(&paths).enumerate().map(|(index, (part, path))| {
        let page = context! {
            root => "../", title, language, stamp => report.document_stamp(number),
            is_first => index == 0, is_titled => index == 0 && writer.title().is_some(),
            part => index + 1, parts => &paths, anchors => &anchors,
            facts => facts(record), doubts => &doubts, counts => &counts,
            input => &source.input, sha256 => source.sha256.to_string(),
            address => (!writer.url.is_empty()).then(|| writer.url.clone()),
            original => &original, it => part,
        };
        report.page("document.html", path, page)
    });
    files.collect()
}

/// What stands on each page: the text first, then what was found in it.
fn split(writer: &Writer<'_>) -> Vec<Part> {
    let mut pages = Pages::default();
    pages.with_room(0);
    for it in writer.article() {
        pages.with_room(it.len()).article.push(it);
    }
    for it in thread::comments(writer) {
        pages.with_room(it.len()).comments.push(it);
    }
    for told in &writer.told {
        let row = writer.report.row(writer.number, told, "../", true);
        let part = pages.with_room(length_of(&row));
        match told.sort {
            Sort::Relation => part.relations.push(row),
            Sort::Event => part.events.push(row),
            Sort::Quotation => part.quotations.push(row),
        }
    }
    for it in lists::quantities(writer) {
        pages.with_room(length_of(&it)).quantities.push(it);
    }
    for it in lists::names(writer) {
        pages.with_room(length_of(&it)).names.push(it);
    }
    for it in lists::dates(writer) {
        pages.with_room(length_of(&it)).dates.push(it);
    }
    pages.parts
}

/// Pages that are filled one after the other.
#[derive(Default)]
struct Pages {
    parts: Vec<Part>,
    filling: Filling,
}

impl Pages {
    /// The page that has room for a piece of this length.
    fn with_room(&mut self, length: usize) -> &mut Part {
        let at = self.filling.part_of(length);
        self.parts.resize_with(self.parts.len().max(at + 1), Part::default);
        &mut self.parts[at]
    }
}

/// What the page says about itself.
fn facts(record: &Record) -> Vec<Fact> {
    let metadata = record.document().metadata();
    let mut facts = Vec::new();
    let mut add = |label, value: &str, origin: Origin| {
        let value = shortened_name(value, VALUE);
        facts.push(Fact { label, value, origin: origin.as_str() });
    };
    for (label, it) in [("Published", &metadata.published), ("Changed", &metadata.modified)] {
        if let Some(it) = it {
            add(label, &it.value.to_string(), it.origin);
        }
    }
    metadata.authors.iter().take(TAGS).for_each(|it| add("Author", &it.value, it.origin));
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
            add(label, &it.value, it.origin);
        }
    }
    let notes = metadata.author_notes.iter().take(TAGS);
    notes.for_each(|it| add("On the author", &it.value, it.origin));
    if let Some(first) = metadata.tags.first() {
        let tags: Vec<&str> = metadata.tags.iter().take(TAGS).map(|it| it.value.as_str()).collect();
        add("Key words", &tags.join(" · "), first.origin);
    }
    facts
}
