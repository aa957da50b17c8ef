//! What a collection is, on one page; every figure leads to what it counts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use annalist_model::{Date, EntityKind};
use minijinja::{Value, context};

use super::chart::{bars, by_year};
use super::index::kind_words;
use super::listing::names;
use super::{HtmlError, HtmlFile, HtmlReport, timeline};
use crate::Status;
use crate::markdown::shortened_name;

/// Names of each kind.
const NAMES: usize = 12;

/// Rows of the small lists.
const FEW: usize = 10;

/// Failures that are shown.
const FAILURES: usize = 200;

/// Longest name and longest cause, in code points.
const LONG: usize = 300;

pub(super) fn page(report: &HtmlReport<'_>) -> Result<HtmlFile, HtmlError> {
    let corpus = report.corpus;
    let published = || corpus.documents.iter().filter_map(|it| it.published).map(|it| it.date);
    let span = published().min().zip(published().max());
    let span = span.map(|(first, last)| (first.to_string(), last.to_string()));
    let documents = by_year(published());
    let dates = &corpus.timeline;
    let starts = dates.article.iter().filter_map(|it| it.interval.from.or(it.interval.to));
    let of_year = |list: &'static str| move |year: Date| Some(format!("{list}?q={year}"));
    let comments = &corpus.comments;
    let skipped = report.outcomes.iter().filter(|it| matches!(it.status, Status::Skipped { .. }));
    let failures = failures(report);
    let count = |sort| report.all_told().filter(|(_, told)| told.sort == sort).count();
    report.page(
        "overview.html",
        "index.html",
        context! {
            root => "", here => "overview", title => "Overview",
            documents => corpus.documents.len(), span,
            undated => corpus.documents.iter().filter(|it| it.published.is_none()).count(),
            groups => groups(report), busiest => busiest(report), authors => authors(report),
            sources => tally(corpus.documents.iter().map(|it| it.site.clone())),
            languages => tally(corpus.documents.iter().map(|it| it.language.clone())),
            comments => comments.total, trackbacks => comments.trackbacks,
            removed => comments.removed,
            comment_bars => bars(&comments.by_month, &|_| None),
            document_bars => bars(&documents, &of_year("documents.html")),
            date_bars => bars(&by_year(starts), &of_year(timeline::FIRST)),
            event_bars => bars(&timeline::events_by_year(report), &of_year(timeline::FIRST)),
            names => corpus.entities.len(), dates => dates.article.len() + dates.comments.len(),
            events => count(super::told::Sort::Event),
            relations => count(super::told::Sort::Relation),
            failed => failures.len(),
            failures => failures.into_iter().take(FAILURES).collect::<Vec<_>>(),
            skipped => skipped.count(), duplicates => corpus.duplicates.len(),
        },
    )
}

/// The most mentioned of each kind, with their course over the years of the collection.
fn groups(report: &HtmlReport<'_>) -> Vec<Value> {
    let kinds = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];
    let group = |kind: EntityKind| {
        let of_kind = report.corpus.entities.iter().filter(|it| it.kind == kind).count();
        let names = names(report, kind, NAMES);
        context! { kind => kind.as_str(), words => kind_words(kind).1, total => of_kind, names }
    };
    kinds.into_iter().map(group).collect()
}

/// The documents with most comments.
fn busiest(report: &HtmlReport<'_>) -> Vec<Value> {
    let of = &report.corpus.comments.by_document;
    let mut busiest: Vec<_> = of.iter().filter(|it| it.comments > 0).collect();
    busiest.sort_by_key(|it| (Reverse(it.comments), it.document));
    let row = |it: &annalist_corpus::DocumentActivity| {
        context! {
            title => report.title(it.document), page => report.document_path(it.document),
            comments => it.comments, authors => it.authors,
        }
    };
    busiest.into_iter().take(FEW).map(row).collect()
}

/// Who wrote most comments.
fn authors(report: &HtmlReport<'_>) -> Vec<(String, u32)> {
    let authors = report.corpus.comments.authors.iter().take(FEW);
    authors.map(|it| (shortened_name(&it.name, LONG), it.comments)).collect()
}

fn failures(report: &HtmlReport<'_>) -> Vec<(String, String)> {
    let of = report.outcomes.iter().filter_map(|it| match &it.status {
        Status::Failed { cause, .. } => Some((it.input.as_str(), cause.as_str())),
        _ => None,
    });
    of.map(|(input, cause)| (shortened_name(input, LONG), shortened_name(cause, LONG))).collect()
}

/// How often each value stands there, the most frequent first.
fn tally(values: impl Iterator<Item = Option<String>>) -> Vec<(String, u32)> {
    let mut counts = BTreeMap::<String, u32>::new();
    for value in values {
        *counts.entry(shortened_name(&value.unwrap_or_default(), LONG)).or_default() += 1;
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts.truncate(FEW);
    counts
}
