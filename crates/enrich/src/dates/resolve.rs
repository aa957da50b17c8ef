//! Expressions to TIMEX3 values, in the context that they stand in.

use annalist_model::{Anchor, Interval, TimexType};
use jiff::civil::Date;

use super::calendar::{Grain, Period, add};
use super::cues::Direction;
use super::feasts::Feasts;
use super::meaning::Value;
use super::moment::{Clock, DayTime, Length, Moment, THOUSAND, Unit};
use super::open::{open_by_sign, open_value};
use super::period::Resolver;
use super::plan;
use super::range::{resolve_lasting, resolve_range};
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
pub(super) struct Context<'f> {
    pub(super) feasts: &'f Feasts,
    pub(super) now: Option<Now>,
    /// The last date that the text spoke of.
    pub(super) before: Option<Period>,
    /// The day that the sentence before ended with.
    pub(super) day_before: Option<Period>,
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
    pub(super) fn timeless(kind: TimexType, value: String, anchor: Anchor) -> Resolved {
        Resolved { kind, value, interval: None, anchor, period: None, is_open: false }
    }
}

/// Resolves what was read in its context.
pub(super) fn resolve(value: &Value, context: &Context<'_>) -> Option<Resolved> {
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

pub(super) fn resolve_moment(moment: &Moment, context: &Context<'_>) -> Resolved {
    if context.prefer == Prefer::Future
        && let Some(stretch) = plan::stretch(moment, context)
    {
        return stretch;
    }
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
        // What is told to the minute tells of minutes and hours when they were.
        Moment::Around(sign, length)
            if length.grain().is_of_clock()
                && context.now.is_some_and(|it| it.minutes.is_some()) =>
        {
            let away = Moment::Shift(Box::new(Moment::Now), *sign, length.clone());
            match sign {
                ..0 => resolve_range(&away, &Moment::Now, context),
                0.. => resolve_range(&Moment::Now, &away, context),
            }
        }
        Moment::Around(_, length) => {
            Resolved::timeless(TimexType::Duration, length.value(), Anchor::Explicit)
        }
        Moment::Lasting(from, length) => resolve_lasting(from, length, context),
        Moment::OtherYear(letters, year) => {
            let year = resolve_date(year, context);
            // Where such a year begins and ends differs; it ends in the one that it is named after.
            let before = year.period.and_then(|period| period.step(-1));
            let from = before.and_then(|before| before.interval().from);
            let interval = year.interval.map(|it| Interval { from: from.or(it.from), ..it });
            Resolved { value: format!("{letters}{}", year.value), interval, ..year }
        }
        Moment::At(date, time) => resolve_time(date, *time, context),
        Moment::Range(from, to) => resolve_range(from, to, context),
        Moment::Shift(from, sign, length) if length.grain().is_of_clock() => {
            resolve_clock_shift(from, *sign, length, context)
        }
        _ => resolve_date(moment, context),
    }
}

fn resolve_date(moment: &Moment, context: &Context<'_>) -> Resolved {
    let mut resolver = Resolver::new(context);
    match resolver.period(moment) {
        Some(period) => Resolved {
            kind: TimexType::Date,
            value: period.value(),
            // Years before Christ are no days of the calendar.
            interval: Some(period.interval()).filter(|it| it.from.is_some()),
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

fn resolve_time(date: &Moment, time: DayTime, context: &Context<'_>) -> Resolved {
    let mut resolver = Resolver::new(context);
    // Who names the zone speaks of the day at hand.
    let is_zoned = matches!(time, DayTime::Clock(Clock { zone: Some(_), .. }));
    let of_today = *date == Moment::Implied && is_zoned && context.implied.is_none();
    let date_meant = if of_today { &Moment::Now } else { date };
    let day = resolver.period(date_meant).filter(|period| period.grain == Grain::Day);
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
        None if *date == Moment::Implied => Resolved {
            is_open: context.now.is_none(),
            ..Resolved::timeless(TimexType::Time, time.value(), Anchor::None)
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

/// Hours, minutes or seconds before or after now.
pub(super) fn resolve_clock_shift(
    from: &Moment,
    sign: i8,
    length: &Length,
    context: &Context<'_>,
) -> Resolved {
    let open = || Resolved {
        is_open: true,
        ..Resolved::timeless(TimexType::Time, open_by_sign(sign), Anchor::None)
    };
    let Some(start) = point(from, context) else { return open() };
    let Some(seconds) = seconds_of(length) else { return open() };
    let Some(minutes) = start.minutes else {
        // Without a time of day only the day is known.
        return resolve_date(&Moment::Now, context);
    };
    let at = (minutes * 60).saturating_add(i64::from(sign).saturating_mul(seconds));
    let day = add(start.day, Unit::Day, at.div_euclid(86_400)).map(Period::day);
    let of_day = at.rem_euclid(86_400);
    let part = |number: i64| u8::try_from(number).unwrap_or_default();
    let clock = Clock {
        hour: part(of_day / 3600),
        minute: part(of_day / 60 % 60),
        second: Some(part(of_day % 60)).filter(|second| *second > 0),
        zone: None,
        to_the_minute: true,
        half_known: true,
    };
    let Some(day) = day else { return open() };
    Resolved {
        kind: TimexType::Time,
        value: day.value() + &DayTime::Clock(clock).value(),
        interval: Some(day.interval()),
        anchor: start.anchor,
        period: Some(day),
        is_open: false,
    }
}

/// The point that hours and minutes are counted from: now, or a time that the text gives.
fn point(from: &Moment, context: &Context<'_>) -> Option<Now> {
    let Moment::At(date, DayTime::Clock(clock)) = from else {
        return context.now.filter(|_| *from == Moment::Now || *from == Moment::Before);
    };
    let mut resolver = Resolver::new(context);
    let day = resolver.period(date)?.first;
    Some(Now { day, minutes: Some(clock.minutes()), anchor: resolver.anchor })
}

/// How many seconds a length of hours, minutes and seconds has.
pub(super) fn seconds_of(length: &Length) -> Option<i64> {
    length.parts.iter().try_fold(0i64, |sum, (amount, unit)| {
        let each = match unit {
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Hour => 3600,
            _ => return None,
        };
        // "A few hours" is three, to whoever counts them.
        sum.checked_add(amount.unwrap_or(3 * THOUSAND).checked_mul(each)? / THOUSAND)
    })
}

impl Context<'_> {
    /// Which of two numbers is the month and which the day.
    pub(super) fn month_and_day(&self, first: u8, second: u8) -> (u8, u8) {
        match self.order {
            _ if first > 12 => (second, first),
            _ if second > 12 => (first, second),
            DayOrder::MonthFirst => (first, second),
            DayOrder::DayFirst => (second, first),
        }
    }

    /// Whether the clause tells of the day that the text is from.
    pub(super) fn tells_of_its_day(&self) -> bool {
        self.prefer == Prefer::Future || self.direction == Some(Direction::Backward)
    }

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
