//! Pictures as numbers: bars over years or months, drawn by the templates as SVG.

use annalist_corpus::PeriodCount;
use annalist_model::Date;
use serde::Serialize;

/// Width of a picture, in its own units.
const WIDTH: u32 = 720;

/// Height of the tallest bar.
const HEIGHT: u32 = 96;

/// Bars over time.
#[derive(Debug, Serialize)]
pub(super) struct Bars {
    width: u32,
    height: u32,
    bars: Vec<Bar>,
    first: String,
    last: String,
    most: u32,
}

#[derive(Debug, Serialize)]
struct Bar {
    x: String,
    width: String,
    y: u32,
    height: u32,
    period: String,
    count: u32,
}

/// The bars of `counts`, which come in order; none where there is nothing to see.
pub(super) fn bars(counts: &[PeriodCount]) -> Option<Bars> {
    let (first, last) = (counts.first()?, counts.last()?);
    let most = counts.iter().map(|it| it.count).max().filter(|most| *most > 0)?;
    let from = place(first.period);
    let unit = if counts.iter().any(|it| it.period.month().is_some()) { 1 } else { 12 };
    let steps = ((place(last.period) - from) / unit + 1).max(1) as f64;
    let step = f64::from(WIDTH) / steps.max(12.0);
    let bars = counts.iter().map(|it| {
        let index = f64::from((place(it.period) - from) / unit);
        let height = (u64::from(it.count) * u64::from(HEIGHT)).div_ceil(u64::from(most)) as u32;
        let (height, count) = (height.max(2), it.count);
        Bar {
            x: format!("{:.1}", index * step),
            width: format!("{:.1}", (step * 0.8).max(1.5)),
            y: HEIGHT.saturating_sub(height),
            height,
            period: it.period.to_string(),
            count,
        }
    });
    Some(Bars {
        width: WIDTH,
        height: HEIGHT,
        bars: bars.collect(),
        first: first.period.to_string(),
        last: last.period.to_string(),
        most,
    })
}

/// How many of each year there are.
pub(super) fn by_year(dates: impl Iterator<Item = Date>) -> Vec<PeriodCount> {
    let mut years = std::collections::BTreeMap::<i16, u32>::new();
    for date in dates {
        *years.entry(date.year()).or_default() += 1;
    }
    years
        .into_iter()
        .filter_map(|(year, count)| {
            Some(PeriodCount { period: Date::new(year, None, None)?, count })
        })
        .collect()
}

/// Months since the year 0.
pub(super) fn place(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) - 1
}
