//! From one moment to another: each end takes from the other what the text says only once.

use annalist_model::{Anchor, Interval, TimexType};
use jiff::civil::Date;

use super::calendar::{Grain, Period, add, to_model};
use super::moment::{Clock, DayTime, Edge, Length, Moment, Unit, Yearly};
use super::open::open_value;
use super::period::Resolver;
use super::resolve::{Context, Resolved, resolve_moment, seconds_of};
use crate::Prefer;

/// A range. Its value names where each end begins; the interval holds the last day as well.
pub(super) fn resolve_range(from: &Moment, to: &Moment, context: &Context<'_>) -> Resolved {
    let (from, to) = (in_order(from.clone(), context), in_order(to.clone(), context));
    let (from, to) = share_day(from, to);
    let (from, to) = settle_halves(from, to, context.now.and_then(|now| now.minutes));
    let from = share_month(from, &to);
    let from = share_year(from, &to);
    let is_told = yearly_of(&from).is_none_or(|(_, year)| year.is_some());
    let (from, to) = nearest_years(from, to, context);
    let of_times = is_time(&from) || is_time(&to);
    let first = End::of(&from, of_times, context);
    let is_one_day =
        matches!((&from, &to), (Moment::At(one, _), Moment::At(other, _)) if one == other);
    let to = match first.period {
        Some(period) if !is_one_day => following(to, period),
        _ => to,
    };
    let last = End::of(&to, of_times, context);
    let last_value = match context.prefer {
        Prefer::Past => last.value,
        Prefer::Future => end_of_plan(&from, &to, &last),
    };
    let interval =
        Interval { from: first.first.and_then(to_model), to: last.last.and_then(to_model) };
    Resolved {
        kind: if of_times { TimexType::Time } else { TimexType::Date },
        value: format!("{}/{last_value}", first.value),
        interval: Some(interval)
            .filter(|it| it.from.is_some() && it.to.is_some() && it.from <= it.to),
        anchor: context.now.filter(|_| !is_told).map_or(first.anchor, |now| now.anchor),
        period: first.period,
        is_open: first.is_open || last.is_open,
    }
}

/// So long from a moment on.
pub(super) fn resolve_lasting(from: &Moment, length: &Length, context: &Context<'_>) -> Resolved {
    let to = match (from, seconds_of(length)) {
        (Moment::At(date, DayTime::Clock(clock)), Some(seconds)) => {
            let minutes = clock.minutes() + seconds / 60;
            let hour = u8::try_from(minutes / 60 % 24).unwrap_or_default();
            let minute = u8::try_from(minutes % 60).unwrap_or_default();
            let end = Clock { hour, minute, half_known: true, ..*clock };
            let days = add_days(date, minutes / 1440);
            Moment::At(Box::new(days), DayTime::Clock(end))
        }
        _ => Moment::Shift(Box::new(from.clone()), 1, length.clone()),
    };
    let from = match from {
        Moment::At(date, DayTime::Clock(clock)) => {
            let clock = Clock { half_known: true, ..*clock };
            Moment::At(date.clone(), DayTime::Clock(clock))
        }
        other => other.clone(),
    };
    resolve_range(&from, &to, context)
}

/// Day and month in the order that the document has them.
fn in_order(moment: Moment, context: &Context<'_>) -> Moment {
    let Moment::Numeric(first, second, year) = moment else { return moment };
    let (month, day) = context.month_and_day(first, second);
    let yearly = Yearly::MonthDay(month, day);
    match year {
        Some(year) => Moment::InYear(yearly, Box::new(Moment::Year(year))),
        None => Moment::Yearly(yearly),
    }
}

/// "The 9th to the 17th of April": the month of the end is that of the start.
fn share_month(from: Moment, to: &Moment) -> Moment {
    match (&from, yearly_of(to)) {
        (Moment::DayOfMonth(day), Some((Yearly::MonthDay(month, end), year))) if *day < end => {
            let yearly = Yearly::MonthDay(month, *day);
            match year {
                Some(year) => Moment::InYear(yearly, Box::new(Moment::Year(year))),
                None => Moment::Yearly(yearly),
            }
        }
        _ => from,
    }
}

/// Of ranges that come once a year, the last that has begun, or the first that has not ended.
fn nearest_years(from: Moment, to: Moment, context: &Context<'_>) -> (Moment, Moment) {
    let (Some((first, None)), Some((last, None)), Some(now)) =
        (yearly_of(&from), yearly_of(&to), context.now)
    else {
        return (from, to);
    };
    let ends = |year: i16| {
        let start = first.in_year(year)?;
        let end = last.in_year(year).filter(|end| end.last() >= start.first);
        let end_year = if end.is_some() { year } else { year + 1 };
        Some((start.first, last.in_year(end_year)?.last(), year, end_year))
    };
    let this = now.day.year();
    let mut years = [this - 1, this, this + 1].into_iter().filter_map(ends);
    let found = if context.looks_forward() {
        years.find(|(_, end, ..)| *end >= now.day)
    } else {
        years.rfind(|(start, ..)| *start <= now.day)
    };
    match found {
        Some((_, _, year, end_year)) => (with_year(from, year), with_year(to, end_year)),
        None => (from, to),
    }
}

fn add_days(date: &Moment, days: i64) -> Moment {
    if days == 0 || *date == Moment::Implied {
        return date.clone();
    }
    let length = Length { parts: vec![(Some(days * super::moment::THOUSAND), Unit::Day)] };
    Moment::Shift(Box::new(date.clone()), 1, length)
}

/// One end of a range.
struct End {
    value: String,
    first: Option<Date>,
    last: Option<Date>,
    period: Option<Period>,
    anchor: Anchor,
    is_open: bool,
}

impl End {
    fn of(moment: &Moment, of_times: bool, context: &Context<'_>) -> End {
        if is_time(moment) {
            let at = if *moment == Moment::Now {
                now_to_the_minute(context)
            } else {
                resolve_moment(moment, context)
            };
            let days = at.period;
            return End {
                value: at.value,
                first: days.map(|days| days.first),
                last: days.map(Period::last),
                period: days,
                anchor: at.anchor,
                is_open: at.is_open,
            };
        }
        if of_times && *moment == Moment::Now {
            let at = now_to_the_minute(context);
            let period = at.period;
            let first = period.map(|it| it.first);
            return End {
                value: at.value,
                first,
                last: first,
                period,
                anchor: at.anchor,
                is_open: at.is_open,
            };
        }
        let mut resolver = Resolver::new(context);
        let Some(period) = resolver.period(moment) else {
            let value = open_value(moment);
            return End {
                value,
                first: None,
                last: None,
                period: None,
                anchor: Anchor::None,
                is_open: true,
            };
        };
        let at = match moment {
            Moment::Part(Edge::Middle, _) => middle(period),
            Moment::Part(Edge::End, _) => period.last().tomorrow().unwrap_or(period.first),
            _ => period.first,
        };
        End {
            value: Period::day(at).value(),
            first: Some(period.first),
            last: Some(period.last()),
            period: Some(period),
            anchor: resolver.anchor,
            is_open: false,
        }
    }
}

/// The day in the middle of a stretch: the 16th of a month.
fn middle(period: Period) -> Date {
    let days = (period.last() - period.first).get_days() + 1;
    add(period.first, Unit::Day, i64::from(days / 2)).unwrap_or(period.first)
}

fn now_to_the_minute(context: &Context<'_>) -> Resolved {
    let minutes = context.now.and_then(|now| now.minutes);
    let Some(minutes) = minutes else { return resolve_moment(&Moment::Now, context) };
    let part = |number: i64| u8::try_from(number).unwrap_or_default();
    let clock = Clock {
        hour: part(minutes / 60 % 24),
        minute: part(minutes % 60),
        second: None,
        zone: None,
        to_the_minute: true,
        half_known: true,
    };
    resolve_moment(&Moment::At(Box::new(Moment::Now), DayTime::Clock(clock)), context)
}

fn is_time(moment: &Moment) -> bool {
    match moment {
        Moment::At(..) => true,
        Moment::Shift(_, _, length) => length.grain().is_of_clock(),
        _ => false,
    }
}

/// "From 9 to 5 on Friday": both ends are of that day.
fn share_day(from: Moment, to: Moment) -> (Moment, Moment) {
    match (from, to) {
        (Moment::At(first, start), Moment::At(last, end)) => {
            let day = if *first == Moment::Implied { last.clone() } else { first };
            let end_day = if *last == Moment::Implied { day.clone() } else { last };
            (Moment::At(day, start), Moment::At(end_day, end))
        }
        other => other,
    }
}

/// "2 to 4 pm" begins at 14:00, "9 to 5" ends at 17:00.
fn settle_halves(from: Moment, to: Moment, now: Option<i64>) -> (Moment, Moment) {
    if let (Moment::Now, Moment::At(day, DayTime::Clock(end))) = (&from, &to) {
        let has_passed = |clock: Clock| now.is_some_and(|now| clock.minutes() < now);
        let later = end.in_second_half().filter(|_| has_passed(*end));
        let end = DayTime::Clock(later.unwrap_or(*end));
        return (from, Moment::At(day.clone(), end));
    }
    let (Moment::At(day, DayTime::Clock(start)), Moment::At(end_day, DayTime::Clock(end))) =
        (&from, &to)
    else {
        return (from, to);
    };
    if day != end_day {
        return (from, to);
    }
    let later_start =
        start.in_second_half().filter(|it| end.half_known && it.minutes() < end.minutes());
    let start = later_start.filter(|_| end.hour >= 12).unwrap_or(*start);
    let later_end = end.in_second_half().filter(|_| end.minutes() < start.minutes());
    let end = later_end.unwrap_or(*end);
    (
        Moment::At(day.clone(), DayTime::Clock(start)),
        Moment::At(end_day.clone(), DayTime::Clock(end)),
    )
}

/// The yearly stretch that a moment is and the year that it gives.
fn yearly_of(moment: &Moment) -> Option<(Yearly, Option<i16>)> {
    match moment {
        Moment::Yearly(yearly) => Some((*yearly, None)),
        Moment::InYear(yearly, year) => match **year {
            Moment::Year(year) | Moment::ToldYear(year) => Some((*yearly, Some(year))),
            _ => None,
        },
        Moment::Part(_, of) => yearly_of(of),
        _ => None,
    }
}

fn with_year(moment: Moment, year: i16) -> Moment {
    match moment {
        Moment::Yearly(yearly) => Moment::InYear(yearly, Box::new(Moment::Year(year))),
        Moment::Part(edge, of) => Moment::Part(edge, Box::new(with_year(*of, year))),
        other => other,
    }
}

/// "From November to February 2017": the year of the end says that of the start.
fn share_year(from: Moment, to: &Moment) -> Moment {
    let (Some((first, None)), Some((last, Some(year)))) = (yearly_of(&from), yearly_of(to)) else {
        return from;
    };
    let is_later = match (first.in_year(year), last.in_year(year)) {
        (Some(first), Some(last)) => first.first > last.first,
        _ => false,
    };
    with_year(from, if is_later { year.saturating_sub(1) } else { year })
}

/// The end of a range is the next one after its start.
fn following(to: Moment, start: Period) -> Moment {
    let fixed = |day: Date| match (u8::try_from(day.month()), u8::try_from(day.day())) {
        (Ok(month), Ok(of_month)) => {
            let year = Box::new(Moment::Year(day.year()));
            Some(Moment::InYear(Yearly::MonthDay(month, of_month), year))
        }
        _ => None,
    };
    match to {
        Moment::At(date, time) => Moment::At(Box::new(following(*date, start)), time),
        Moment::Weekday(weekday) => super::calendar::to_weekday(weekday)
            .and_then(|weekday| start.first.nth_weekday(1, weekday).ok())
            .and_then(fixed)
            .unwrap_or(Moment::Weekday(weekday)),
        Moment::DayOfMonth(day) => {
            let same = start.first.with().day(i8::try_from(day).unwrap_or(1)).build().ok();
            let day_found = same.filter(|day| *day > start.first).or_else(|| {
                let next = add(start.first.first_of_month(), Unit::Month, 1)?;
                next.with().day(i8::try_from(day).ok()?).build().ok()
            });
            day_found.and_then(fixed).unwrap_or(Moment::DayOfMonth(day))
        }
        other => match yearly_of(&other) {
            Some((yearly, None)) => {
                let year = start.first.year();
                let is_past =
                    yearly.in_year(year).is_some_and(|period| period.last() < start.first);
                with_year(other, if is_past { year.saturating_add(1) } else { year })
            }
            _ => other,
        },
    }
}

/// Where a plan ends: the first moment that is no longer part of it.
fn end_of_plan(from: &Moment, to: &Moment, last: &End) -> String {
    if let (Moment::At(_, DayTime::Clock(end)), Some(day)) = (to, last.first) {
        let by_minute = [from, to].iter().any(|it| {
            matches!(it, Moment::At(_, DayTime::Clock(Clock { to_the_minute: true, .. })))
        });
        let minutes = end.minutes() + if by_minute { 1 } else { 60 };
        let day = add(day, Unit::Day, minutes / 1440).unwrap_or(day);
        let (hour, minute) = (minutes / 60 % 24, minutes % 60);
        return format!("{}T{hour:02}:{minute:02}", Period::day(day).value());
    }
    match (last.period, last.last) {
        (Some(Period { grain: Grain::Day, .. }), Some(day)) if !is_time(to) => {
            Period::day(day.tomorrow().unwrap_or(day)).value()
        }
        _ => last.value.clone(),
    }
}
