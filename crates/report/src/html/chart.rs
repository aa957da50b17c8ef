//! Pictures as numbers: bars over years or months, drawn by the templates as SVG.

use std::collections::BTreeMap;
use std::fmt::Write;

use annalist_corpus::PeriodCount;
use annalist_model::Date;
use serde::Serialize;

/// Width of a picture, in its own units.
const WIDTH: u32 = 720;

/// Height of the tallest bar.
const HEIGHT: u32 = 96;

/// Years that are drawn in any case.
const LIFETIME: i32 = 80;

/// Width and height of a small one, which stands beside a name.
const SMALL: (u32, u32) = (96, 14);

/// Bars over time.
#[derive(Debug, Serialize)]
pub(super) struct Bars {
    width: u32,
    height: u32,
    bars: Vec<Bar>,
    first: String,
    last: String,
    most: u32,
    /// How many lie so far from the others that they are not drawn.
    far: u32,
}

#[derive(Debug, Serialize)]
struct Bar {
    x: String,
    width: String,
    y: u32,
    height: u32,
    period: String,
    count: u32,
    page: Option<String>,
}

/// The bars of `counts`, which come in order; none where there is nothing to see. `page` gives the
/// page on which what a bar counts is listed. A few that lie far from the others would press these
/// into a corner: they are counted and not drawn.
pub(super) fn bars(counts: &[PeriodCount], page: &dyn Fn(Date) -> Option<String>) -> Option<Bars> {
    let (counts, far) = without_outliers(counts);
    let (first, last) = (counts.first()?, counts.last()?);
    let most = counts.iter().map(|it| it.count).max().filter(|most| *most > 0)?;
    let from = month(first.period);
    let unit = if counts.iter().any(|it| it.period.month().is_some()) { 1 } else { 12 };
    let steps = f64::from((month(last.period) - from) / unit + 1).max(1.0);
    let step = f64::from(WIDTH) / steps.max(12.0);
    let bars = counts.iter().map(|it| {
        let index = f64::from((month(it.period) - from) / unit);
        let height = scaled(it.count, most, HEIGHT).max(2);
        Bar {
            x: format!("{:.1}", index * step),
            width: format!("{:.1}", (step * 0.8).max(1.5)),
            y: HEIGHT.saturating_sub(height),
            height,
            period: it.period.to_string(),
            count: it.count,
            page: page(it.period),
        }
    });
    Some(Bars {
        width: WIDTH,
        height: HEIGHT,
        bars: bars.collect(),
        first: first.period.to_string(),
        last: last.period.to_string(),
        most,
        far,
    })
}

/// The counts without the first and last twentieth, where they reach over more than a lifetime; and
/// how many are left out.
fn without_outliers(counts: &[PeriodCount]) -> (&[PeriodCount], u32) {
    let year = |it: Option<&PeriodCount>| i32::from(it.map_or(0, |it| it.period.year()));
    let total: u32 = counts.iter().map(|it| it.count).sum();
    let (mut shown, mut left) = (counts, 0);
    while let [first, rest @ ..] = shown
        && year(shown.last()) - year(shown.first()) > LIFETIME
        && left + first.count <= total / 20
    {
        left += first.count;
        shown = rest;
    }
    let mut later = 0;
    while let [rest @ .., last] = shown
        && year(shown.last()) - year(shown.first()) > LIFETIME
        && later + last.count <= total / 20
    {
        later += last.count;
        shown = rest;
    }
    (shown, left + later)
}

/// The same as one small path, from the year `first` to the year `last`.
pub(super) fn course(counts: &[PeriodCount], first: i16, last: i16) -> Option<String> {
    let most = counts.iter().map(|it| it.count).max().filter(|most| *most > 0)?;
    let years = f64::from(i32::from(last) - i32::from(first) + 1).max(8.0);
    let step = f64::from(SMALL.0) / years;
    let mut path = String::new();
    for it in counts {
        let x = f64::from(i32::from(it.period.year()) - i32::from(first)) * step;
        let height = scaled(it.count, most, SMALL.1).max(1);
        let wide = (step * 0.85).max(1.0);
        let _ = write!(path, "M{x:.1} {}v-{height}h{wide:.1}v{height}z", SMALL.1);
    }
    Some(path)
}

/// `count` as a height, where `most` reaches `height`.
fn scaled(count: u32, most: u32, height: u32) -> u32 {
    let scaled = (u64::from(count) * u64::from(height)).div_ceil(u64::from(most.max(1)));
    u32::try_from(scaled).unwrap_or(height)
}

/// How many of each year there are.
pub(super) fn by_year(dates: impl Iterator<Item = Date>) -> Vec<PeriodCount> {
    let mut years = BTreeMap::<i16, u32>::new();
    for date in dates {
        *years.entry(date.year()).or_default() += 1;
    }
    of_years(&years)
}

/// Counts by year, as such.
pub(super) fn of_years(years: &BTreeMap<i16, u32>) -> Vec<PeriodCount> {
    let period = |(year, count): (&i16, &u32)| {
        Some(PeriodCount { period: Date::new(*year, None, None)?, count: *count })
    };
    years.iter().filter_map(period).collect()
}

/// Months since the year 0.
fn month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) - 1
}
