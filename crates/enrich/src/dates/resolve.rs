//! Expressions to TIMEX3 values, in the context that they stand in.

use annalist_model::{Anchor, Interval, TimexType};
use jiff::civil::Date;

use super::calendar::{Grain, Period, add};
use super::cues::Direction;
use super::meaning::Value;
use super::moment::{Clock, DayTime, Length, Moment, THOUSAND, Unit};
use super::open::{open_by_sign, open_value};
use super::period::Resolver;
use crate::Prefer;

/// Which of two numbers is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    MonthFirst,
    DayFirst,
}

/// The point in time that a stretch of text is read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) day: Date,
    /// Minutes since midnight, where known.
    pub(super) minutes: Option<i64>,
    pub(super) anchor: Anchor,
}

/// What an expression is resolved against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) now: Option<Now>,
    /// The last date that the text spoke of.
    pub(super) before: Option<Period>,
    /// The date that the sentence gives for a bare time.
    pub(super) implied: Option<(Period, Anchor)>,
    /// Where the clause looks.
    pub(super) direction: Option<Direction>,
    pub(super) order: DayOrder,
    pub(super) prefer: Prefer,
}

/// What an expression means in its context.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimexType,
    pub(super) value: String,
    pub(super) interval: Option<Interval>,
    pub(super) anchor: Anchor,
    /// The stretch meant, where later expressions may refer to it.
    pub(super) period: Option<Period>,
    /// Whether something was missing to resolve it.
    pub(super) is_open: bool,
}

impl Resolved {
    fn timeless(kind: TimexType, value: String, anchor: Anchor) -> Resolved {
        Resolved { kind, value, interval: None, anchor, period: None, is_open: false }
    }
}

/// Resolves what was read in its context.
pub(super) fn resolve(value: &Value, context: &Context) -> Option<Resolved> {
    match value {
        Value::Length(length) => {
            Some(Resolved::timeless(TimexType::Duration, length.value(), Anchor::Explicit))
        }
        Value::Recurrence(value) => {
            Some(Resolved::timeless(TimexType::Set, value.clone(), Anchor::Explicit))
        }
        Value::Moment(moment) => Some(resolve_moment(moment, context)),
        Value::DayTime(time) => {
            Some(resolve_moment(&Moment::At(Box::new(Moment::Implied), *time), context))
        }
        _ => None,
    }
}

fn resolve_moment(moment: &Moment, context: &Context) -> Resolved {
    match moment {
        Moment::Reference(name) => {
            Resolved::timeless(TimexType::Date, (*name).to_owned(), Anchor::None)
        }
        Moment::Ahead(length) if context.looks_forward() => {
            let shift = Moment::Shift(Box::new(Moment::Now), 1, length.clone());
            resolve_moment(&shift, context)
        }
        Moment::Ahead(length) => {
            Resolved::timeless(TimexType::Duration, length.value(), Anchor::Explicit)
        }
        Moment::At(date, time) => resolve_time(date, *time, context),
        Moment::Range(from, to) => resolve_range(from, to, context),
        Moment::Shift(from, sign, length) if length.grain().is_of_clock() => {
            resolve_clock_shift(from, *sign, length, context)
        }
        _ => resolve_date(moment, context),
    }
}

fn resolve_date(moment: &Moment, context: &Context) -> Resolved {
    let mut resolver = Resolver::new(context);
    match resolver.period(moment) {
        Some(period) => Resolved {
            kind: TimexType::Date,
            value: period.value(),
            interval: Some(period.interval()),
            anchor: resolver.anchor,
            period: Some(period),
            is_open: false,
        },
        None => Resolved {
            is_open: true,
            ..Resolved::timeless(TimexType::Date, open_value(moment), Anchor::None)
        },
    }
}

fn resolve_time(date: &Moment, time: DayTime, context: &Context) -> Resolved {
    let mut resolver = Resolver::new(context);
    let day = resolver.period(date).filter(|period| period.grain == Grain::Day);
    let day = day.and_then(|day| match (date, time) {
        (Moment::Implied, DayTime::Clock(clock)) => day.step(context.days_until(clock)),
        _ => Some(day),
    });
    match day {
        Some(day) => Resolved {
            kind: TimexType::Time,
            value: day.value() + &time.value(),
            interval: Some(day.interval()),
            anchor: resolver.anchor,
            period: Some(day),
            is_open: false,
        },
        None => {
            let open = match open_value(date) {
                value if value.contains('_') => "XXXX-XX-XX".to_owned(),
                value => value,
            };
            Resolved {
                is_open: true,
                ..Resolved::timeless(TimexType::Time, open + &time.value(), Anchor::None)
            }
        }
    }
}

fn resolve_range(from: &Moment, to: &Moment, context: &Context) -> Resolved {
    let from = resolve_moment(from, context);
    // Both ends lie in one year.
    let to = match (to, from.period) {
        (Moment::Yearly(yearly), Some(first)) => {
            let year = Box::new(Moment::Year(first.first.year()));
            resolve_moment(&Moment::InYear(*yearly, year), context)
        }
        _ => resolve_moment(to, context),
    };
    let first = from.interval.and_then(|interval| interval.from);
    let last = to.interval.and_then(|interval| interval.to);
    let interval = Interval { from: first, to: last };
    Resolved {
        value: format!("{}/{}", from.value, to.value),
        interval: Some(interval).filter(|it| it.from.is_some() && it.from <= it.to),
        is_open: from.is_open || to.is_open,
        ..from
    }
}

/// Hours, minutes or seconds before or after now.
fn resolve_clock_shift(from: &Moment, sign: i8, length: &Length, context: &Context) -> Resolved {
    let open = || Resolved {
        is_open: true,
        ..Resolved::timeless(TimexType::Time, open_by_sign(sign), Anchor::None)
    };
    let Some(now) = context.now.filter(|_| *from == Moment::Now) else { return open() };
    let seconds: Option<i64> = length.parts.iter().try_fold(0i64, |sum, (amount, unit)| {
        let each = match unit {
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Hour => 3600,
            _ => return None,
        };
        sum.checked_add(amount.as_ref()?.checked_mul(each)? / THOUSAND)
    });
    let (Some(seconds), Some(minutes)) = (seconds, now.minutes) else {
        // Without a time of day only the day is known.
        return resolve_date(&Moment::Now, context);
    };
    let at = (minutes * 60).saturating_add(i64::from(sign).saturating_mul(seconds));
    let day = add(now.day, Unit::Day, at.div_euclid(86_400)).map(Period::day);
    let of_day = at.rem_euclid(86_400);
    let part = |number: i64| u8::try_from(number).unwrap_or_default();
    let clock = Clock {
        hour: part(of_day / 3600),
        minute: part(of_day / 60 % 60),
        second: Some(part(of_day % 60)).filter(|second| *second > 0),
        universal: false,
    };
    let Some(day) = day else { return open() };
    Resolved {
        kind: TimexType::Time,
        value: day.value() + &DayTime::Clock(clock).value(),
        interval: Some(day.interval()),
        anchor: now.anchor,
        period: Some(day),
        is_open: false,
    }
}

impl Context {
    pub(super) fn looks_forward(&self) -> bool {
        match self.direction {
            Some(direction) => direction == Direction::Forward,
            None => self.prefer == Prefer::Future,
        }
    }

    /// Days from now to the next time that a clock shows `clock`, if the next one is meant.
    fn days_until(&self, clock: Clock) -> i64 {
        let minutes = i64::from(clock.hour) * 60 + i64::from(clock.minute);
        let has_passed = self.now.and_then(|now| now.minutes).is_some_and(|now| minutes <= now);
        i64::from(self.prefer == Prefer::Future && self.implied.is_none() && has_passed)
    }
}
