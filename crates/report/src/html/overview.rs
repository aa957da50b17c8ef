//! What a collection is, on one page, and the lists that its figures lead to.

use std::collections::BTreeMap;

use annalist_model::EntityKind;
use minijinja::context;
use serde::Serialize;

use super::chart::{bars, by_year};
use super::index::kind_words;
use super::{HtmlError, HtmlFile, HtmlReport};
use crate::Status;

/// Names of each kind on the first page.
const NAMES: usize = 12;

/// Rows of one page of a list.
const ROWS: usize = 2_500;

/// Failures that the first page shows.
const FAILURES: usize = 200;

#[derive(Serialize)]
struct Name {
    name: String,
    kind: &'static str,
    page: Option<String>,
    first: String,
    documents: usize,
    article: u32,
    comments: u32,
    share: u32,
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
    dates: u32,
    repeats: Option<String>,
}

pub(super) fn page(report: &HtmlReport<'_>) -> Result<HtmlFile, HtmlError> {
    let corpus = report.corpus;
    let published = || corpus.documents.iter().filter_map(|it| it.published).map(|it| it.date);
    let span = published()
        .min()
        .zip(published().max())
        .map(|(first, last)| (first.to_string(), last.to_string()));
    let groups: Vec<_> = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place].into_iter().map(|kind| {
        let all: Vec<Name> = names(report, kind);
        let total = all.len();
        context! { kind => kind.as_str(), words => kind_words(kind).1, total, names => all.into_iter().take(NAMES).collect::<Vec<_>>() }
    }).collect();
    let comments = &corpus.comments;
    let mut busiest: Vec<_> = comments.by_document.iter().filter(|it| it.comments > 0).collect();
    busiest.sort_by_key(|it| (std::cmp::Reverse(it.comments), it.document));
    let busiest: Vec<_> = busiest.into_iter().take(10).map(|it| context! {
        title => report.title(it.document), page => report.document_path(it.document), comments => it.comments, authors => it.authors,
    }).collect();
    let authors: Vec<(&str, u32, u32)> = comments
        .authors
        .iter()
        .take(10)
        .map(|it| (it.name.as_str(), it.comments, it.documents))
        .collect();
    let failures: Vec<(&str, &str)> = report
        .outcomes
        .iter()
        .filter_map(|it| match &it.status {
            Status::Failed { cause } => Some((it.input.as_str(), cause.as_str())),
            _ => None,
        })
        .collect();
    let skipped =
        report.outcomes.iter().filter(|it| matches!(it.status, Status::Skipped { .. })).count();
    let of_documents = by_year(published());
    let of_dates = by_year(
        corpus.timeline.article.iter().filter_map(|it| it.interval.from.or(it.interval.to)),
    );
    report.page("overview.html", "index.html", context! {
        root => "", here => "overview", title => "Overview",
        documents => corpus.documents.len(), span, groups, busiest, authors,
        sources => tally(corpus.documents.iter().map(|it| it.site.clone())),
        languages => tally(corpus.documents.iter().map(|it| it.language.clone())),
        comments => comments.total, trackbacks => comments.trackbacks, removed => comments.removed,
        comment_bars => bars(&comments.by_month),
        document_bars => bars(&of_documents), date_bars => bars(&of_dates),
        undated => corpus.documents.iter().filter(|it| it.published.is_none()).count(),
        names => corpus.entities.len(), dates => corpus.timeline.article.len() + corpus.timeline.comments.len(),
        failed => failures.len(), failures => failures.iter().take(FAILURES).collect::<Vec<_>>(), skipped,
        duplicates => corpus.duplicates.len(),
    })
}

/// How often each value stands there, the most frequent first.
fn tally(values: impl Iterator<Item = Option<String>>) -> Vec<(String, u32)> {
    let mut counts = BTreeMap::<String, u32>::new();
    for value in values {
        *counts.entry(value.unwrap_or_default()).or_default() += 1;
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts.truncate(12);
    counts
}

fn names(report: &HtmlReport<'_>, kind: EntityKind) -> Vec<Name> {
    let of_kind: Vec<_> = report.corpus.entities.iter().filter(|it| it.kind == kind).collect();
    let most = of_kind
        .iter()
        .map(|it| it.article_mentions + it.comment_mentions)
        .max()
        .unwrap_or(1)
        .max(1);
    of_kind
        .into_iter()
        .map(|it| {
            let first = it.documents.first();
            let anchor = first
                .and_then(|it| it.first.as_ref())
                .map(|it| format!("#p{}", it.start))
                .unwrap_or_default();
            Name {
                name: it.name.clone(),
                kind: kind.as_str(),
                page: report.index.entity_page(it.id),
                first: first
                    .map(|it| report.document_path(it.document) + &anchor)
                    .unwrap_or_default(),
                documents: it.documents.len(),
                article: it.article_mentions,
                comments: it.comment_mentions,
                share: (it.article_mentions + it.comment_mentions) * 100 / most,
            }
        })
        .collect()
}

/// The lists of names, a kind each.
pub(super) fn entities(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let mut files = Vec::new();
    for kind in EntityKind::ALL {
        let names = names(report, kind);
        let total = names.len();
        let chunks: Vec<&[Name]> =
            if names.is_empty() { vec![&[]] } else { names.chunks(ROWS).collect() };
        let paths = paths(kind.as_str(), chunks.len());
        for (index, names) in chunks.into_iter().enumerate() {
            files.push(report.page("entities.html", &paths[index], context! {
                root => "", here => kind.as_str(), title => kind_words(kind).1, names, total,
                kinds => EntityKind::ALL.map(|it| (it.as_str(), kind_words(it).1)), kind => kind.as_str(),
                part => index + 1, parts => &paths,
            })?);
        }
    }
    Ok(files)
}

/// The list of documents.
pub(super) fn documents(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let rows: Vec<Row> = (0..)
        .zip(&report.corpus.documents)
        .map(|(number, it)| Row {
            title: report.title(number),
            page: report.document_path(number),
            site: it.site.clone().unwrap_or_default(),
            published: it.published.map(|it| it.date.to_string()).unwrap_or_default(),
            language: it.language.clone().unwrap_or_default(),
            words: it.article_words,
            comments: it.comments,
            names: it.entities,
            dates: it.dates,
            repeats: it.duplicate_of.map(|it| report.document_path(it)),
        })
        .collect();
    let chunks: Vec<&[Row]> = if rows.is_empty() { vec![&[]] } else { rows.chunks(ROWS).collect() };
    let paths = paths("documents", chunks.len());
    chunks.into_iter().enumerate().map(|(index, rows)| {
        report.page("documents.html", &paths[index], context! {
            root => "", here => "documents", title => "Documents", rows, total => report.corpus.documents.len(),
            part => index + 1, parts => &paths,
        })
    }).collect()
}

fn paths(name: &str, count: usize) -> Vec<String> {
    (1..=count)
        .map(|part| match part {
            1 => format!("{name}.html"),
            _ => format!("{name}-{part}.html"),
        })
        .collect()
}
