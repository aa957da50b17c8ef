//! The dates and events of a collection along time: precise ones as points, vague ones as bars.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use annalist_corpus::{Collection, Sorter, TimelineEntry};
use annalist_model::{Date, Interval, Owner};
use minijinja::context;
use serde::{Deserialize, Serialize};

use super::chart::of_years;
use super::parts::{self, Filling, length_of};
use super::search::script_value;
use super::told::{Sort, Told, shape};
use super::{HtmlFile, HtmlReport, HtmlSheets, chart};
use crate::markdown::days::{Known, days_words};

/// The first page.
pub(super) const FIRST: &str = "timeline.html";

/// Where the scripts lie that tell filters of the rows of other pages; the number of the page follows.
pub(super) const SCRIPTS: &str = "s/t-";

/// Most sources that can be chosen among.
const SITES: usize = 200;

/// A date or an event.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Row {
    days: String,
    year: i16,
    /// Whether no row before it is of its year.
    is_first: bool,
    shape: Cow<'static, str>,
    /// `date` or `event`.
    sort: Cow<'static, str>,
    what: String,
    owner: Cow<'static, str>,
    exact: String,
    snippet: String,
    /// The names of those who take part.
    names: String,
    /// The names that it can be found by, each as a line.
    about: String,
    document: String,
    site: String,
    page: String,
    /// First and last day as numbers that grow with time.
    from: i32,
    to: i32,
}

impl Row {
    /// What it is, as filters leave it out: its shape, date or event, article or comment.
    fn signs(&self) -> String {
        format!("{} {} {}", self.shape, self.sort, self.owner)
    }
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

/// Where a row stands among the others.
pub(super) fn key(row: &Row) -> Vec<u8> {
    // Numbers that are less than none come first.
    let turned = |number: i32| ((number as u32) ^ (1 << 31)).to_be_bytes();
    let mut key = [turned(row.from), turned(row.to)].concat();
    for words in [row.page.as_str(), &row.sort, &row.what] {
        key.extend_from_slice(words.as_bytes());
        key.push(0);
    }
    key
}

fn push(rows: &mut Sorter<'_>, row: &Row) -> io::Result<()> {
    rows.push(&key(row), &serde_json::to_vec(row)?)
}

/// Adds what is told, where it is an event that has a date and is held for true: its year.
pub(super) fn push_event(
    report: &HtmlReport<'_>,
    rows: &mut Sorter<'_>,
    document: u32,
    told: &Told,
) -> io::Result<Option<i16>> {
    let Some(row) = event_row(report, document, told) else { return Ok(None) };
    push(rows, &row)?;
    Ok(Some(row.year))
}

/// What is said on each page of the timeline beside its rows.
#[derive(Default)]
struct Whole {
    /// How many rows, and how many of them are events.
    total: usize,
    events: usize,
    years: BTreeMap<i16, u32>,
    /// The page, from 0, on which a year begins.
    part_of: BTreeMap<i16, usize>,
    parts: usize,
    /// The first day of each row.
    starts: Vec<i32>,
    /// What happened, in all events.
    whats: BTreeSet<String>,
}

/// What filters ask of the rows of one page, for the other pages: words once each, and of each row its
/// first and last day, and the numbers of the words for what it is, its source, what happened and
/// whom it names.
#[derive(Serialize)]
struct Sifted<'r>(usize, Vec<&'r str>, Vec<(i32, i32, usize, usize, usize, Vec<usize>)>);

/// The script with what filters ask of `rows`, which are those of page `part`.
fn script(rows: &[Row], part: usize) -> HtmlFile {
    let (mut words, mut known) = (Vec::new(), BTreeMap::new());
    let signs: Vec<String> = rows.iter().map(Row::signs).collect();
    let entries = rows.iter().zip(&signs).map(|(row, signs)| {
        let mut number = |word| {
            *known.entry(word).or_insert_with(|| {
                words.push(word);
                words.len() - 1
            })
        };
        let [signs, site, what] = [signs, &row.site, &row.what].map(|it| number(it.as_str()));
        (row.from, row.to, signs, site, what, row.about.lines().map(number).collect())
    });
    let entries = entries.collect();
    let text = format!("annalistRows({});\n", script_value(&Sifted(part, words, entries)));
    HtmlFile { path: format!("{SCRIPTS}{part}.js"), text }
}

impl HtmlReport<'_> {
    /// Takes the dates of the collection.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read or does not take them.
    pub fn take_dates(
        &mut self,
        sheets: &mut HtmlSheets<'_>,
        collection: &mut Collection<'_>,
    ) -> io::Result<()> {
        self.dated.sort_unstable();
        for in_articles in [true, false] {
            collection.each_date(in_articles, &mut |entry| {
                if let Some(start) = entry.interval.from.or(entry.interval.to)
                    && in_articles
                {
                    *self.dates_by_year.entry(start.year()).or_default() += 1;
                }
                let row = date_row(self, &entry);
                for entity in self.beside(entry.document, entry.passage.start) {
                    if self.has_page(entity) {
                        sheets.date(entity, &row)?;
                    }
                }
                push(&mut sheets.rows, &row)
            })?;
        }
        Ok(())
    }

    /// Whom the sentence of a date names.
    fn beside(&self, document: u32, start: u32) -> impl Iterator<Item = u32> {
        let first = self.dated.partition_point(|it| (it.0, it.1) < (document, start));
        let named = self.dated.iter().skip(first);
        named.take_while(move |it| (it.0, it.1) == (document, start)).map(|it| it.2)
    }

    /// The names of those, each as a line.
    fn names_beside(&self, document: u32, start: u32) -> String {
        let named = self.beside(document, start);
        let names = named.filter_map(|it| self.known.entities.get(it as usize));
        names.map(|it| it.name.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Makes the pages of the timeline, one after the other. All that documents give has been taken
    /// before.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read, a template of ours is broken, or what `see` fails with.
    pub fn timeline(
        &self,
        sheets: &mut HtmlSheets<'_>,
        see: &mut dyn FnMut(HtmlFile) -> io::Result<()>,
    ) -> io::Result<()> {
        let (mut whole, mut filling) = (Whole::default(), Filling::default());
        sheets.rows.each(&mut |_, row| {
            let row: Row = serde_json::from_slice(row)?;
            let part = filling.part_of(length_of(&row));
            whole.total += 1;
            whole.events += usize::from(row.sort == "event");
            *whole.years.entry(row.year).or_default() += 1;
            whole.part_of.entry(row.year).or_insert(part);
            whole.parts = part + 1;
            whole.starts.push(row.from);
            if row.sort == "event" && !whole.whats.contains(&row.what) {
                whole.whats.insert(row.what);
            }
            Ok(())
        })?;
        let paths = parts::paths(FIRST, whole.parts.max(1));
        let page_of = |year: Date| {
            let at = whole.part_of.get(&year.year())?;
            Some(format!("{}#y{}", paths.get(*at)?, year.year()))
        };
        let bars = chart::bars(&of_years(&whole.years), &page_of);
        let (first, last) = middle(&whole.starts);
        let mut sites: Vec<&str> = self.known.documents.iter().map(|it| it.site.as_str()).collect();
        sites.sort_unstable();
        sites.dedup();
        sites.truncate(SITES);
        let scripts: Vec<String> = match paths.len() {
            1 => Vec::new(),
            parts => (1..=parts).map(|part| format!("{SCRIPTS}{part}.js")).collect(),
        };
        let mut show = |rows: Vec<Row>, part: usize| {
            if !scripts.is_empty() {
                see(script(&rows, part + 1))?;
            }
            let page = context! {
                root => "", here => "timeline", title => "Timeline", rows, part => part + 1,
                parts => &paths, total => whole.total, events => whole.events, bars => &bars,
                first, last, sites => &sites, whats => &whole.whats, scripts => &scripts,
            };
            let page = self.page("timeline.html", &parts::path(FIRST, part + 1), page);
            see(page.map_err(io::Error::other)?)
        };
        let (mut rows, mut at, mut year) = (Vec::new(), 0, None);
        let mut filling = Filling::default();
        sheets.rows.each(&mut |_, row| {
            let mut row: Row = serde_json::from_slice(row)?;
            let part = filling.part_of(length_of(&row));
            row.is_first = year.replace(row.year) != Some(row.year);
            if part != at {
                show(std::mem::take(&mut rows), at)?;
                at = part;
            }
            rows.push(row);
            Ok(())
        })?;
        show(rows, at)
    }
}

/// A day long past must not press all others into one corner: the axis holds the middle nine tenths.
fn middle(starts: &[i32]) -> (i32, i32) {
    let at = |share: usize| starts.get(starts.len() * share / 100).copied();
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
        shape: shape(&entry.value, entry.interval).into(),
        sort: "date".into(),
        what: String::new(),
        owner: if entry.passage.owner == Owner::Article { "article" } else { "comment" }.into(),
        exact: entry.passage.exact.to_string(),
        snippet: entry.passage.snippet.to_string(),
        names: String::new(),
        about: report.names_beside(entry.document, entry.passage.start),
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
        }
        .into(),
        sort: "event".into(),
        what: told.what.clone(),
        owner: if told.comment.is_some() { "comment" } else { "article" }.into(),
        exact: told.words.clone(),
        snippet: told.snippet.clone(),
        names: names.join(", "),
        about: names.join("\n"),
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
