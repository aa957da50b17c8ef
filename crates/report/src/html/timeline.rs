//! The dates of a collection along time: precise ones as points, vague ones as bars.

use annalist_corpus::TimelineEntry;
use annalist_model::{Interval, Owner, Precision};
use minijinja::context;
use serde::Serialize;

use super::chart::by_year;
use super::{HtmlError, HtmlFile, HtmlReport, chart};

/// Most rows of one page.
const ROWS: usize = 1_500;

#[derive(Serialize)]
struct Row {
    days: String,
    year: String,
    value: String,
    shape: &'static str,
    owner: &'static str,
    exact: String,
    snippet: String,
    document: String,
    page: String,
    /// First and last day on the axis, in units of the picture.
    x: String,
    width: String,
}

/// An interval in words.
pub(super) fn days(interval: Interval) -> String {
    match (interval.from, interval.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

pub(super) fn pages(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let timeline = &report.corpus.timeline;
    let mut entries: Vec<&TimelineEntry> =
        timeline.article.iter().chain(&timeline.comments).collect();
    entries.sort_by_key(|entry| {
        (
            entry.interval.from.or(entry.interval.to),
            entry.interval.to,
            entry.document,
            entry.passage.start,
        )
    });
    let pages: Vec<&[&TimelineEntry]> = match entries.is_empty() {
        true => vec![&[]],
        false => entries.chunks(ROWS).collect(),
    };
    let paths: Vec<String> = (1..=pages.len()).map(path).collect();
    let years =
        by_year(entries.iter().filter_map(|entry| entry.interval.from.or(entry.interval.to)));
    let files = pages.iter().enumerate().map(|(index, entries)| {
        let rows: Vec<Row> = rows(report, entries);
        report.page(
            "timeline.html",
            &paths[index],
            context! {
                root => "", here => "timeline", title => "Timeline", rows, part => index + 1, parts => &paths,
                total => timeline.article.len() + timeline.comments.len(), bars => chart::bars(&years),
            },
        )
    });
    files.collect()
}

fn path(part: usize) -> String {
    match part {
        1 => "timeline.html".to_owned(),
        _ => format!("timeline-{part}.html"),
    }
}

fn rows(report: &HtmlReport<'_>, entries: &[&TimelineEntry]) -> Vec<Row> {
    let months = |entry: &TimelineEntry| {
        let from = entry.interval.from.or(entry.interval.to).map(|it| chart::place(it.first_day()));
        let to = entry.interval.to.or(entry.interval.from).map(|it| chart::place(it.last_day()));
        (from.unwrap_or_default(), to.unwrap_or_default())
    };
    // A year long past must not press all others into one corner: the axis holds the middle nine tenths.
    let mut starts: Vec<i32> = entries.iter().map(|entry| months(entry).0).collect();
    starts.sort_unstable();
    let at = |share: usize| starts.get(starts.len() * share / 100).copied().unwrap_or_default();
    let (first, last) = (at(5), at(95).max(at(5) + 12));
    let scale = 100.0 / f64::from(last - first + 1);
    let place = |month: i32| (f64::from(month - first) * scale).clamp(0.0, 99.0);
    entries
        .iter()
        .map(|entry| {
            let (from, to) = months(entry);
            let precision = Precision::of(&entry.value);
            let is_open = entry.interval.from.is_none() || entry.interval.to.is_none();
            let shape = match precision {
                _ if is_open => "open",
                Some(Precision::Stretch) => "stretch",
                Some(
                    Precision::Second | Precision::Minute | Precision::DayPart | Precision::Day,
                ) => "day",
                _ => "vague",
            };
            let document = report.corpus.documents.get(entry.document as usize);
            let (x, width) = (place(from), (place(to) - place(from)).max(0.8));
            Row {
                days: days(entry.interval),
                year: entry
                    .interval
                    .from
                    .or(entry.interval.to)
                    .map(|it| format!("{:04}", it.year()))
                    .unwrap_or_default(),
                value: entry.value.clone(),
                shape,
                owner: if entry.passage.owner == Owner::Article { "article" } else { "comment" },
                exact: entry.passage.exact.to_string(),
                snippet: entry.passage.snippet.to_string(),
                document: document
                    .map(|it| it.title.clone().unwrap_or_else(|| it.input.clone()))
                    .unwrap_or_default(),
                page: format!("{}#p{}", report.document_path(entry.document), entry.passage.start),
                x: format!("{x:.1}"),
                width: format!("{width:.1}"),
            }
        })
        .collect()
}
