//! The lists that figures lead to: all documents, all names of a kind, and what documents claim
//! together.

use annalist_model::EntityKind;
use minijinja::{Value, context};
use serde::Serialize;

use super::chart::course;
use super::index::kind_words;
use super::joined::Joined;
use super::known::Entity;
use super::parts::{self, pages_of};
use super::{HtmlError, HtmlFile, HtmlReport};
use crate::markdown::shortened_name;

/// A name of a list.
#[derive(Serialize)]
pub(super) struct Name {
    name: String,
    kind: &'static str,
    /// Where there is most to read of it.
    page: String,
    documents: u32,
    article: u32,
    comments: u32,
    /// Its course over the years of the collection, as a path.
    course: Option<String>,
}

#[derive(Serialize)]
struct Row {
    title: String,
    page: String,
    site: String,
    published: String,
    language: String,
    words: u32,
    comments: u32,
    names: u32,
    repeats: Option<String>,
}

/// The names of a kind, `most` at most, those of most sources first.
pub(super) fn names(report: &HtmlReport<'_>, kind: EntityKind, most: usize) -> Vec<Name> {
    let years = || report.known.documents.iter().filter_map(|it| Some(it.published?.year()));
    let (first, last) = (years().min().unwrap_or_default(), years().max().unwrap_or_default());
    let of_kind = (0..).zip(&report.known.entities).filter(|(_, it)| it.kind == kind).take(most);
    of_kind
        .map(|(number, it)| Name {
            name: it.name.clone(),
            kind: kind.as_str(),
            page: page_of(report, number, it),
            documents: it.documents,
            article: it.article_mentions,
            comments: it.comment_mentions,
            course: course(&it.by_year, first, last).filter(|_| first < last),
        })
        .collect()
}

/// The page of an entity, or where the one document that names it does so.
pub(super) fn page_of(report: &HtmlReport<'_>, number: u32, entity: &Entity) -> String {
    if let Some(page) = report.index.entity_page(number) {
        return page;
    }
    let Some((document, start)) = entity.first else { return String::new() };
    let place = start.map(|start| format!("#p{start}"));
    report.document_path(document) + &place.unwrap_or_default()
}

/// The lists of names, a kind each.
pub(super) fn entities(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let mut files = Vec::new();
    for kind in EntityKind::ALL {
        let names = names(report, kind, usize::MAX);
        let total = names.len();
        let pages = pages_of(names);
        let first = format!("{}.html", kind.as_str());
        let paths = parts::paths(&first, pages.len());
        for (path, (names, part)) in paths.iter().zip(pages.into_iter().zip(1..)) {
            let page = context! {
                root => "", here => kind.as_str(), title => kind_words(kind).1, names, total,
                kinds => EntityKind::ALL.map(|it| (it.as_str(), kind_words(it).1)),
                kind => kind.as_str(), part, parts => &paths,
            };
            files.push(report.page("entities.html", path, page)?);
        }
    }
    Ok(files)
}

/// The lists of what documents claim together.
pub(super) fn claims(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let claimed = &report.claimed;
    let counts = claimed.counts;
    let rows = |claims: &[Joined]| claims.iter().map(Value::from_serialize).collect();
    let contradictions = claimed.contradictions.iter().map(Value::from_serialize).collect();
    let lists: [(&str, &str, u32, Vec<Value>); 3] = [
        ("relations", "Relations", counts.relations, rows(claimed.relations.all())),
        ("events", "Events", counts.events, rows(claimed.events.all())),
        ("contradictions", "Contradictions", counts.contradictions, contradictions),
    ];
    let kinds: Vec<(&str, &str, u32)> = lists.iter().map(|it| (it.0, it.1, it.2)).collect();
    let mut files = Vec::new();
    for (kind, title, total, rows) in lists {
        let shown = rows.len();
        let pages = pages_of(rows);
        let paths = parts::paths(&format!("{kind}.html"), pages.len());
        for (path, (rows, part)) in paths.iter().zip(pages.into_iter().zip(1..)) {
            let page = context! {
                root => "", here => "relations", title, kind, rows, total, shown,
                kinds => &kinds, part, parts => &paths,
            };
            files.push(report.page("claims.html", path, page)?);
        }
    }
    Ok(files)
}

/// The list of documents.
pub(super) fn documents(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let documents = (0..).zip(&report.known.documents);
    let rows: Vec<Row> = documents
        .map(|(number, it)| Row {
            title: report.title(number),
            page: report.document_path(number),
            site: report.site(number),
            published: it.published.map(|it| it.to_string()).unwrap_or_default(),
            language: it.language.as_ref().map(|it| shortened_name(it, 40)).unwrap_or_default(),
            words: it.words,
            comments: it.comments,
            names: it.names,
            repeats: it.duplicate_of.map(|it| report.document_path(it)),
        })
        .collect();
    let total = rows.len();
    let pages = pages_of(rows);
    let paths = parts::paths("documents.html", pages.len());
    let files = paths.iter().zip(pages.into_iter().zip(1..)).map(|(path, (rows, part))| {
        let page = context! {
            root => "", here => "documents", title => "Documents", rows, total, part,
            parts => &paths,
        };
        report.page("documents.html", path, page)
    });
    files.collect()
}
