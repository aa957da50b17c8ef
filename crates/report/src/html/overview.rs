//! What a collection is, on one page; every figure leads to what it counts.

use std::collections::BTreeMap;

use annalist_model::{Date, EntityKind};
use minijinja::{Value, context};

use super::chart::{bars, by_year, of_years};
use super::index::kind_words;
use super::listing::names;
use super::{HtmlError, HtmlFile, HtmlReport, timeline};
use crate::Status;
use crate::markdown::shortened_name;

/// Names of each kind.
const NAMES: usize = 12;

/// Relations, events and contradictions.
const CLAIMS: usize = 6;

/// Rows of the small lists.
const FEW: usize = 10;

/// Failures that are shown.
const FAILURES: usize = 200;

/// Longest name and longest cause, in code points.
const LONG: usize = 300;

pub(super) fn page(report: &HtmlReport<'_>) -> Result<HtmlFile, HtmlError> {
    let known = &report.known;
    let published = || known.documents.iter().filter_map(|it| it.published);
    let span = published().min().zip(published().max());
    let span = span.map(|(first, last)| (first.to_string(), last.to_string()));
    let documents = by_year(published());
    let of_year = |list: &'static str| move |year: Date| Some(format!("{list}?q={year}"));
    let comments = &known.comments;
    let skipped = report.not_done.iter().filter(|it| matches!(it.status, Status::Skipped { .. }));
    let failures = failures(report);
    let claimed = &report.claimed;
    report.page(
        "overview.html",
        "index.html",
        context! {
            root => "", here => "overview", title => "Overview",
            documents => known.documents.len(), span,
            undated => known.documents.iter().filter(|it| it.published.is_none()).count(),
            groups => groups(report), busiest => busiest(report), authors => &known.comments.authors,
            sources => tally(known.documents.iter().map(|it| it.site.as_str())),
            languages => tally(known.documents.iter().map(|it| it.language.as_deref().unwrap_or_default())),
            comments => comments.total, trackbacks => comments.trackbacks,
            removed => comments.removed,
            comment_bars => bars(&comments.by_month, &|_| None),
            document_bars => bars(&documents, &of_year("documents.html")),
            date_bars => bars(&of_years(&report.dates_by_year), &of_year(timeline::FIRST)),
            event_bars => bars(&of_years(&report.events_by_year), &of_year(timeline::FIRST)),
            names => known.entities.len(), dates => known.dates,
            events => claimed.counts.events, relations => claimed.counts.relations,
            contradictions => claimed.counts.contradictions,
            best_relations => claimed.relations.first(CLAIMS),
            best_events => claimed.events.first(CLAIMS),
            first_contradictions => claimed.contradictions.iter().take(CLAIMS).collect::<Vec<_>>(),
            failed => failures.len(),
            failures => failures.into_iter().take(FAILURES).collect::<Vec<_>>(),
            skipped => skipped.count(), duplicates => known.duplicates,
        },
    )
}

/// The most mentioned of each kind, with their course over the years of the collection.
fn groups(report: &HtmlReport<'_>) -> Vec<Value> {
    let kinds = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];
    let group = |kind: EntityKind| {
        let of_kind = report.known.entities.iter().filter(|it| it.kind == kind).count();
        let names = names(report, kind, NAMES);
        context! { kind => kind.as_str(), words => kind_words(kind).1, total => of_kind, names }
    };
    kinds.into_iter().map(group).collect()
}

/// The documents with most comments.
fn busiest(report: &HtmlReport<'_>) -> Vec<Value> {
    let row = |(document, comments): &(u32, u32)| {
        context! {
            title => report.title(*document), page => report.document_path(*document), comments,
        }
    };
    report.known.comments.busiest.iter().map(row).collect()
}

fn failures(report: &HtmlReport<'_>) -> Vec<(String, String)> {
    let of = report.not_done.iter().filter_map(|it| match &it.status {
        Status::Failed { cause, .. } => Some((it.input.as_str(), cause.as_str())),
        _ => None,
    });
    of.map(|(input, cause)| (shortened_name(input, LONG), shortened_name(cause, LONG))).collect()
}

/// How often each value stands there, the most frequent first.
fn tally<'v>(values: impl Iterator<Item = &'v str>) -> Vec<(String, u32)> {
    let mut counts = BTreeMap::<&str, u32>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<(String, u32)> =
        counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts.truncate(FEW);
    counts
}
