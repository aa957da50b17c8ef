//! What a plan makes of a stretch: from its first moment to the first that is no longer in it.

use annalist_model::TimexType;
use jiff::civil::Date;

use super::calendar::{Grain, Period, add};
use super::moment::{DayTime, Edge, Moment, THOUSAND, Unit};
use super::period::Resolver;
use super::resolve::{Context, Resolved};

/// The stretch that `moment` is to whoever plans, if it is one.
pub(super) fn stretch(moment: &Moment, context: &Context<'_>) -> Option<Resolved> {
    let mut resolver = Resolver::new(context);
    let (kind, value, period) = match moment {
        Moment::At(date, DayTime::Part(part)) => {
            let (from, to) = hours_of(part)?;
            let day = resolver.period(date).filter(|it| it.grain == Grain::Day)?;
            (TimexType::Time, between(day.first, from, day.first, to)?, day)
        }
        Moment::Part(edge, of) => {
            let period = resolver.period(of)?;
            (TimexType::Date, part_of(*edge, period)?, period)
        }
        Moment::Around(sign, length) => {
            let now = context.now?;
            let [(amount, unit)] = length.parts.as_slice() else { return None };
            let count = amount.filter(|it| it % THOUSAND == 0)? / THOUSAND;
            resolver.period(&Moment::Now)?;
            let (kind, value) = around(*sign, count, *unit, now.day, now.minutes)?;
            (kind, value, Period::day(now.day))
        }
        _ => {
            let weekend = resolver.period(moment).filter(|it| it.grain == Grain::Weekend)?;
            let friday = weekend.first.yesterday().ok()?;
            (TimexType::Time, between(friday, 18 * 60, weekend.first, 48 * 60)?, weekend)
        }
    };
    Some(Resolved {
        kind,
        value,
        interval: Some(period.interval()),
        anchor: resolver.anchor,
        period: Some(period),
        is_open: false,
    })
}

/// When a part of the day begins and ends, in minutes.
fn hours_of(part: &str) -> Option<(i64, i64)> {
    let (from, to) = match part {
        "MO" => (0, 12),
        "EMO" => (0, 9),
        "MI" => (12, 14),
        "AMI" => (13, 17),
        "AF" => (12, 19),
        "EV" | "NI" => (18, 24),
        "LNI" => (21, 24),
        _ => return None,
    };
    Some((from * 60, to * 60))
}

fn between(from: Date, start: i64, to: Date, end: i64) -> Option<String> {
    Some(format!("{}/{}", at(from, start)?, at(to, end)?))
}

fn at(day: Date, minutes: i64) -> Option<String> {
    let day = add(day, Unit::Day, minutes.div_euclid(1440))?;
    let of_day = minutes.rem_euclid(1440);
    Some(format!("{}T{:02}:{:02}", Period::day(day).value(), of_day / 60, of_day % 60))
}

/// The first, middle or last days of a month, months of a year, days of a week.
fn part_of(edge: Edge, period: Period) -> Option<String> {
    let (unit, from, to) = match (period.grain, edge) {
        (Grain::Month, Edge::Start) => (Unit::Day, 0, 10),
        (Grain::Month, Edge::Middle) => (Unit::Day, 10, 20),
        (Grain::Month, Edge::End) => (Unit::Day, 20, i64::from(period.first.days_in_month())),
        (Grain::Year, Edge::Start) => (Unit::Month, 0, 3),
        (Grain::Year, Edge::Middle) => (Unit::Month, 4, 8),
        (Grain::Year, Edge::End) => (Unit::Month, 8, 12),
        (Grain::Week, Edge::Start) => (Unit::Day, 0, 3),
        (Grain::Week, Edge::Middle) => (Unit::Day, 2, 4),
        (Grain::Week, Edge::End) => (Unit::Day, 4, 7),
        _ => return None,
    };
    let show = |offset: i64| {
        let day = add(period.first, unit, offset)?;
        Some(Period { first: day, grain: unit.grain() }.value())
    };
    Some(format!("{}/{}", show(from)?, show(to)?))
}

/// So many whole units before or after the one that now lies in.
fn around(
    sign: i8,
    count: i64,
    unit: Unit,
    now: Date,
    minutes: Option<i64>,
) -> Option<(TimexType, String)> {
    let (from, to) = if sign < 0 { (-count, 0) } else { (1, count.checked_add(1)?) };
    let each = match unit {
        Unit::Minute => 1,
        Unit::Hour => 60,
        Unit::Second => return seconds_around(from, to, now, minutes?),
        _ => {
            let here = Period::holding(now, unit.grain())?;
            let value = format!("{}/{}", here.step(from)?.value(), here.step(to)?.value());
            return Some((TimexType::Date, value));
        }
    };
    let here = minutes? / each * each;
    let end = |count: i64| at(now, here.checked_add(count.checked_mul(each)?)?);
    Some((TimexType::Time, format!("{}/{}", end(from)?, end(to)?)))
}

fn seconds_around(from: i64, to: i64, now: Date, minutes: i64) -> Option<(TimexType, String)> {
    let show = |count: i64| {
        let seconds = (minutes * 60).checked_add(count)?;
        let minute = at(now, seconds.div_euclid(60))?;
        Some(format!("{minute}:{:02}", seconds.rem_euclid(60)))
    };
    Some((TimexType::Time, format!("{}/{}", show(from)?, show(to)?)))
}
