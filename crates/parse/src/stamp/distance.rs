//! Times told from now: how far back, and which day that is.

use annalist_model::{Date, DateTime, Time};
use jiff::civil;

/// The day that days are counted from.
const EPOCH: civil::Date = civil::date(1970, 1, 1);

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit that the data files call `name`.
    pub(super) fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        })
    }
}

/// Whether `word` stands in `text` by itself.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}

/// The point in time so many units before `now`.
pub(super) fn back_from(now: DateTime, count: i32, unit: Unit) -> Option<DateTime> {
    let span = jiff::Span::new();
    let day = civil_day(now)?;
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let time = now.time?;
            let seconds = match unit {
                Unit::Second => 1,
                Unit::Minute => 60,
                _ => 3600,
            };
            let at = day
                .at(time.hour() as i8, time.minute() as i8, 0, 0)
                .checked_sub(jiff::SignedDuration::from_secs(seconds * i64::from(count)))
                .ok()?;
            let time = Time::new(at.hour() as u8, at.minute() as u8, None)?;
            Some(DateTime { date: model_date(at.date())?, time: Some(time), offset: now.offset })
        }
        Unit::Day | Unit::Week => {
            let days = if unit == Unit::Week { i64::from(count) * 7 } else { i64::from(count) };
            let day = day.checked_sub(span.try_days(days).ok()?).ok()?;
            Some(DateTime::date_only(model_date(day)?))
        }
        Unit::Month => {
            let day = day.checked_sub(span.try_months(i64::from(count)).ok()?).ok()?;
            Some(DateTime::date_only(Date::new(day.year(), Some(day.month() as u8), None)?))
        }
        Unit::Year => {
            let day = day.checked_sub(span.try_years(i64::from(count)).ok()?).ok()?;
            Some(DateTime::date_only(Date::new(day.year(), None, None)?))
        }
    }
}

/// The day of a time stamp.
pub(super) fn civil_day(at: DateTime) -> Option<civil::Date> {
    civil::Date::new(at.date.year(), at.date.month()? as i8, at.date.day()? as i8).ok()
}

/// A day as the model has it.
pub(super) fn model_date(day: civil::Date) -> Option<Date> {
    Date::new(day.year(), Some(day.month() as u8), Some(day.day() as u8))
}

/// How many days a date is after the first of 1970.
pub(crate) fn day_number(date: &Date) -> Option<i64> {
    let day = civil_day(DateTime::date_only(*date))?;
    Some(i64::from(EPOCH.until(day).ok()?.get_days()))
}

/// The date so many days after the first of 1970.
pub(crate) fn day_of_number(number: i64) -> Option<Date> {
    model_date(EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()?)
}

/// How many minutes a time of day is after the first of 1970; where it names no zone, in its own.
pub(crate) fn minutes_of(at: &DateTime) -> Option<i64> {
    let time = at.time?;
    let minutes = i64::from(time.hour()) * 60 + i64::from(time.minute());
    Some(day_number(&at.date)? * 24 * 60 + minutes - i64::from(at.offset.unwrap_or(0)))
}
