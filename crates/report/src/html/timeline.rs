//! The dates and events of a collection along time: precise ones as points, vague ones as bars.

use annalist_corpus::TimelineEntry;
use annalist_model::{Date, Interval, Owner};
use minijinja::context;
use serde::Serialize;

use super::chart::by_year;
use super::parts::{self, pages_of};
use super::told::{Sort, Told, shape};
use super::{HtmlError, HtmlFile, HtmlReport, chart};
use crate::markdown::days::{Known, days_words};

/// The first page.
pub(super) const FIRST: &str = "timeline.html";

#[derive(Serialize)]
struct Row {
    days: String,
    year: i16,
    /// Whether no row before it is of its year.
    is_first: bool,
    shape: &'static str,
    /// `date` or `event`.
    sort: &'static str,
    what: String,
    owner: &'static str,
    exact: String,
    snippet: String,
    /// The names of those who take part.
    names: String,
    document: String,
    site: String,
    page: String,
    /// First and last day as numbers that grow with time.
    from: i32,
    to: i32,
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

/// A number that grows with the day: all months are as long as the longest.
fn day_number(year: i16, month: u8, day: u8) -> i32 {
    (i32::from(year) * 12 + i32::from(month) - 1) * 31 + i32::from(day) - 1
}

fn number_of(date: Date) -> i32 {
    day_number(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}

/// How many of the dated events each year has.
pub(super) fn events_by_year(report: &HtmlReport<'_>) -> Vec<annalist_corpus::PeriodCount> {
    by_year(report.all_told().filter_map(|(_, told)| event_days(told)).map(|(from, _)| from))
}

pub(super) fn pages(report: &HtmlReport<'_>) -> Result<Vec<HtmlFile>, HtmlError> {
    let timeline = &report.corpus.timeline;
    let dates = timeline.article.iter().chain(&timeline.comments);
    let mut rows: Vec<Row> = dates.map(|entry| date_row(report, entry)).collect();
    let events = report.all_told().filter_map(|(document, told)| event_row(report, document, told));
    rows.extend(events);
    rows.sort_by(|a, b| {
        (a.from, a.to, &a.page, a.sort, &a.what).cmp(&(b.from, b.to, &b.page, b.sort, &b.what))
    });
    let mut last = None;
    for row in &mut rows {
        row.is_first = last != Some(row.year);
        last = Some(row.year);
    }
    let years = by_year(rows.iter().filter_map(|row| Date::new(row.year, None, None)));
    let (first, end) = middle(&rows);
    let (total, events) = (rows.len(), rows.iter().filter(|row| row.sort == "event").count());
    let mut sites: Vec<String> = rows.iter().map(|row| row.site.clone()).collect();
    sites.sort();
    sites.dedup();
    sites.truncate(200);
    let pages = pages_of(rows);
    let paths = parts::paths(FIRST, pages.len());
    let page_of = |year: Date| {
        let at = pages.iter().position(|rows| rows.iter().any(|row| row.year == year.year()))?;
        Some(format!("{}#y{}", paths.get(at)?, year.year()))
    };
    let bars = chart::bars(&years, &page_of);
    let files = pages.iter().enumerate().map(|(index, rows)| {
        let page = context! {
            root => "", here => "timeline", title => "Timeline", rows, part => index + 1,
            parts => &paths, total, events, bars => &bars, first, last => end, sites => &sites,
        };
        report.page("timeline.html", &parts::path(FIRST, index + 1), page)
    });
    files.collect()
}

/// A day long past must not press all others into one corner: the axis holds the middle nine tenths.
fn middle(rows: &[Row]) -> (i32, i32) {
    let at = |share: usize| rows.get(rows.len() * share / 100).map(|row| row.from);
    let first = at(5).unwrap_or_default();
    (first, at(95).unwrap_or_default().max(first + 372))
}

fn date_row(report: &HtmlReport<'_>, entry: &TimelineEntry) -> Row {
    let Interval { from, to } = entry.interval;
    let first = from.or(to).map(Date::first_day);
    let last = to.or(from).map(Date::last_day);
    Row {
        days: days_words(Known {
            days: entry.interval,
            kind: entry.kind,
            value: &entry.value,
            details: &entry.details,
        }),
        year: first.map(Date::year).unwrap_or_default(),
        is_first: false,
        shape: shape(&entry.value, entry.interval),
        sort: "date",
        what: String::new(),
        owner: if entry.passage.owner == Owner::Article { "article" } else { "comment" },
        exact: entry.passage.exact.to_string(),
        snippet: entry.passage.snippet.to_string(),
        names: String::new(),
        document: report.title(entry.document),
        site: report.site(entry.document),
        page: format!("{}#p{}", report.document_path(entry.document), entry.passage.start),
        from: first.map(number_of).unwrap_or_default(),
        to: last.map(number_of).unwrap_or_default(),
    }
}

/// First and last day of an event that has a date and is held for true.
fn event_days(told: &Told) -> Option<(Date, Date)> {
    let (from, to) = told.days.as_ref()?;
    let is_shown = told.sort == Sort::Event && told.is_held;
    is_shown.then_some((date_of(from)?, date_of(to)?))
}

/// A day as it stands in a share.
fn date_of(text: &str) -> Option<Date> {
    let mut parts = text.rsplitn(3, '-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, Some(month.parse().ok()?), Some(day.parse().ok()?))
}

fn event_row(report: &HtmlReport<'_>, document: u32, told: &Told) -> Option<Row> {
    let (from, to) = event_days(told)?;
    let names: Vec<&str> = told.parties.iter().map(|it| it.name.as_str()).collect();
    Some(Row {
        days: told.when.clone(),
        year: from.year(),
        is_first: false,
        shape: match told.shape.as_str() {
            "day" => "day",
            "stretch" => "stretch",
            "open" => "open",
            _ => "vague",
        },
        sort: "event",
        what: told.what.clone(),
        owner: if told.comment.is_some() { "comment" } else { "article" },
        exact: told.words.clone(),
        snippet: told.snippet.clone(),
        names: names.join(", "),
        document: report.title(document),
        site: report.site(document),
        page: format!("{}#p{}", report.document_path(document), told.places.first()?),
        from: number_of(from),
        to: number_of(to),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_day_has_a_greater_number() {
        let days = ["0000-03-15", "0001-01-01", "2006-12-31", "2007-01-01"];
        let numbers: Vec<i32> = days.iter().filter_map(|it| date_of(it)).map(number_of).collect();
        assert!(numbers.len() == 4 && numbers.is_sorted(), "{numbers:?}");
    }
}
