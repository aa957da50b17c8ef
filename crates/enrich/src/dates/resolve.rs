//! Moments to days of the calendar.

use annalist_model::{Anchor, Interval, TimexType};
use jiff::civil::Date;

use super::calendar::{Grain, Period, add, shift, to_weekday};
use super::cues::Direction;
use super::meaning::Value;
use super::moment::{Clock, Cycle, DayTime, Length, Moment, THOUSAND, Unit, Yearly};
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
    let mut resolver = Resolver { context, anchor: Anchor::Explicit };
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
    let mut resolver = Resolver { context, anchor: Anchor::Explicit };
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
    fn looks_forward(&self) -> bool {
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

struct Resolver<'c> {
    context: &'c Context,
    /// What was used so far.
    anchor: Anchor,
}

impl Resolver<'_> {
    fn now(&mut self) -> Option<Date> {
        let now = self.context.now?;
        self.anchor = now.anchor;
        Some(now.day)
    }

    fn before(&mut self) -> Option<Period> {
        let before = self.context.before?;
        self.anchor = Anchor::EarlierMention;
        Some(before)
    }

    fn period(&mut self, moment: &Moment) -> Option<Period> {
        match moment {
            Moment::Now => self.now().map(Period::day),
            Moment::Before => self.before(),
            Moment::Implied => match self.context.implied {
                Some((period, anchor)) => {
                    self.anchor = anchor;
                    Some(period)
                }
                None => self.now().map(Period::day),
            },
            Moment::Year(year) => in_year(*year, Grain::Year),
            Moment::Decade(year) => in_year(*year, Grain::Decade),
            Moment::Century(year) => in_year(*year, Grain::Century),
            Moment::Yearly(yearly) => self.nearest_yearly(*yearly),
            Moment::InYear(yearly, of) => yearly.in_year(self.period(of)?.first.year()),
            Moment::Numeric(first, second, year) => self.numeric(*first, *second, *year),
            Moment::YearlyOn(weekday, yearly) => self.nearest_on_weekday(*weekday, *yearly),
            Moment::WeekdaysAway(count, weekday) => {
                let weekday = to_weekday(*weekday)?;
                self.now()?.nth_weekday(i32::from(*count), weekday).ok().map(Period::day)
            }
            Moment::Weekday(weekday) => self.nearest_weekday(*weekday),
            Moment::DayOfMonth(day) => self.nearest_day_of_month(*day, None),
            Moment::WeekdayOfMonth(weekday, day) => self.nearest_day_of_month(*day, Some(*weekday)),
            Moment::Nth(nth, cycle, of) => nth_in(*nth, *cycle, self.period(of)?),
            Moment::DayIn(day, of) => day_of_month(self.period(of)?.first, *day),
            Moment::Which(which, cycle) => self.which(*which, *cycle),
            Moment::That(cycle) => {
                let before = self.before()?;
                match cycle {
                    Cycle::Unit(unit) => Period::holding(before.first, unit.grain()),
                    Cycle::Yearly(yearly) => yearly.in_year(before.first.year()),
                    Cycle::Weekday(_) => None,
                }
            }
            Moment::Shift(from, sign, length) => {
                let start = self.period(from)?;
                let day = shift(start.first, *sign, length)?;
                Period::holding(day, self.shifted_grain(from, start.grain, length))
            }
            Moment::Ahead(_) | Moment::At(..) | Moment::Range(..) | Moment::Reference(_) => None,
        }
    }

    /// "Two years ago" means a year, "three days ago" a day. A plan counts to the day, and so does
    /// what is counted from a day that the text names.
    fn shifted_grain(&self, from: &Moment, grain: Grain, length: &Length) -> Grain {
        let of_length = length.grain().grain();
        let is_vague = matches!(from, Moment::Now | Moment::Before);
        if self.context.prefer == Prefer::Future
            || !is_vague
            || coarseness(of_length) < coarseness(grain)
        {
            grain
        } else {
            of_length
        }
    }

    fn looks_forward(&self) -> bool {
        self.context.looks_forward()
    }

    /// Of `candidates`, in order, the last that has begun or the first that has not ended.
    fn nearest(&mut self, candidates: &[Period]) -> Option<Period> {
        let now = self.now()?;
        if self.looks_forward() {
            candidates.iter().find(|period| period.last() >= now).copied()
        } else {
            candidates.iter().rfind(|period| period.first <= now).copied()
        }
    }

    fn nearest_yearly(&mut self, yearly: Yearly) -> Option<Period> {
        let year = self.context.now?.day.year();
        let candidates: Vec<Period> =
            (-4..=4).filter_map(|offset| yearly.in_year(year + offset)).collect();
        self.nearest(&candidates)
    }

    /// The nearest year in which the day falls on the weekday; the weekday gives way if there is
    /// none near.
    fn nearest_on_weekday(&mut self, weekday: u8, yearly: Yearly) -> Option<Period> {
        let (year, weekday) = (self.context.now?.day.year(), to_weekday(weekday)?);
        let candidates: Vec<Period> = (-6..=6)
            .filter_map(|offset| yearly.in_year(year + offset))
            .filter(|period| period.first.weekday() == weekday)
            .collect();
        self.nearest(&candidates).or_else(|| self.nearest_yearly(yearly))
    }

    fn nearest_weekday(&mut self, weekday: u8) -> Option<Period> {
        let now = self.now()?;
        let weekday = to_weekday(weekday)?;
        let is_plan = self.context.prefer == Prefer::Future && self.context.direction.is_none();
        let day = if now.weekday() == weekday && !is_plan {
            now
        } else if self.looks_forward() {
            now.nth_weekday(1, weekday).ok()?
        } else {
            now.nth_weekday(-1, weekday).ok()?
        };
        Some(Period::day(day))
    }

    fn nearest_day_of_month(&mut self, day: u8, weekday: Option<u8>) -> Option<Period> {
        let now = self.now()?;
        let weekday = match weekday {
            Some(number) => Some(to_weekday(number)?),
            None => None,
        };
        let candidates: Vec<Period> = (-36..=36)
            .filter_map(|offset| day_of_month(add(now.first_of_month(), Unit::Month, offset)?, day))
            .filter(|period| weekday.is_none_or(|weekday| period.first.weekday() == weekday))
            .collect();
        self.nearest(&candidates)
    }

    fn numeric(&mut self, first: u8, second: u8, year: Option<i16>) -> Option<Period> {
        let (month, day) = match self.context.order {
            _ if first > 12 => (second, first),
            _ if second > 12 => (first, second),
            DayOrder::MonthFirst => (first, second),
            DayOrder::DayFirst => (second, first),
        };
        let yearly = Yearly::MonthDay(month, day);
        match year {
            Some(year) => yearly.in_year(year),
            None => self.nearest_yearly(yearly),
        }
    }

    fn which(&mut self, which: i8, cycle: Cycle) -> Option<Period> {
        let now = self.now()?;
        match cycle {
            Cycle::Unit(unit) => Period::holding(now, unit.grain())?.step(i64::from(which)),
            Cycle::Weekday(number) => {
                let weekday = to_weekday(number)?;
                if which == 0 && now.weekday() == weekday {
                    return Some(Period::day(now));
                }
                let back =
                    which < 0 || which == 0 && self.context.direction == Some(Direction::Backward);
                now.nth_weekday(if back { -1 } else { 1 }, weekday).ok().map(Period::day)
            }
            Cycle::Yearly(yearly) => {
                let mut years = (-4..=4).filter_map(|offset| yearly.in_year(now.year() + offset));
                match which {
                    ..0 => years.rfind(|period| period.last() < now),
                    0 => years
                        .find(|period| period.holds(now))
                        .or_else(|| yearly.in_year(now.year())),
                    1.. => years.find(|period| period.first > now),
                }
            }
        }
    }
}

fn in_year(year: i16, grain: Grain) -> Option<Period> {
    Period::holding(Date::new(year, 1, 1).ok()?, grain)
}

fn day_of_month(month: Date, day: u8) -> Option<Period> {
    let day = Date::new(month.year(), month.month(), i8::try_from(day).ok()?).ok()?;
    Some(Period::day(day))
}

/// The nth weekday or unit of a stretch, counted from its end where `nth` is negative.
fn nth_in(nth: i8, cycle: Cycle, of: Period) -> Option<Period> {
    let steps = i64::from(nth) - i64::from(nth.signum());
    let from_start = nth > 0;
    let found = match cycle {
        Cycle::Weekday(number) => {
            let weekday = to_weekday(number)?;
            let first = if from_start {
                of.first.yesterday().ok()?.nth_weekday(1, weekday).ok()?
            } else {
                of.last().tomorrow().ok()?.nth_weekday(-1, weekday).ok()?
            };
            Period::day(add(first, Unit::Week, steps)?)
        }
        Cycle::Unit(unit) => {
            let edge = match (from_start, unit, of.grain) {
                // The first week of a year is that of its 4th of January.
                (true, Unit::Week, Grain::Year) => add(of.first, Unit::Day, 3)?,
                (true, ..) => of.first,
                (false, ..) => of.last(),
            };
            Period::holding(edge, unit.grain())?.step(steps)?
        }
        Cycle::Yearly(yearly) => yearly.in_year(of.first.year())?,
    };
    let meets = found.first <= of.last() && of.first <= found.last();
    meets.then_some(found)
}

fn coarseness(grain: Grain) -> u8 {
    match grain {
        Grain::Day => 0,
        Grain::Weekend => 1,
        Grain::Week => 2,
        Grain::Month => 3,
        Grain::Quarter | Grain::Season(_) => 4,
        Grain::Half => 5,
        Grain::Year => 6,
        Grain::Decade => 7,
        Grain::Century => 8,
    }
}

fn open_by_sign(sign: i8) -> String {
    match sign {
        ..0 => "PAST_REF",
        0 => "PRESENT_REF",
        1.. => "FUTURE_REF",
    }
    .to_owned()
}

/// The value of a moment that nothing is there to resolve against: what is unknown is X, or one of
/// the relative references.
fn open_value(moment: &Moment) -> String {
    match moment {
        Moment::Yearly(yearly)
        | Moment::YearlyOn(_, yearly)
        | Moment::That(Cycle::Yearly(yearly))
        | Moment::Which(_, Cycle::Yearly(yearly)) => open_yearly(*yearly),
        Moment::InYear(yearly, _) => open_yearly(*yearly),
        Moment::Numeric(first, second, _) if *first > 12 => format!("XXXX-{second:02}-{first:02}"),
        Moment::Numeric(first, second, _) => format!("XXXX-{first:02}-{second:02}"),
        Moment::Weekday(weekday) | Moment::That(Cycle::Weekday(weekday)) => {
            format!("XXXX-WXX-{weekday}")
        }
        Moment::WeekdaysAway(count, _) => open_by_sign(*count),
        Moment::DayOfMonth(day) | Moment::WeekdayOfMonth(_, day) | Moment::DayIn(day, _) => {
            format!("XXXX-XX-{day:02}")
        }
        Moment::That(Cycle::Unit(unit)) => match unit.grain() {
            Grain::Week => "XXXX-WXX",
            Grain::Weekend => "XXXX-WXX-WE",
            Grain::Month => "XXXX-XX",
            Grain::Day => "XXXX-XX-XX",
            _ => "XXXX",
        }
        .to_owned(),
        Moment::Which(sign, _) | Moment::Shift(_, sign, _) => open_by_sign(*sign),
        Moment::Now => open_by_sign(0),
        _ => "XXXX-XX-XX".to_owned(),
    }
}

fn open_yearly(yearly: Yearly) -> String {
    match yearly {
        Yearly::Month(month) | Yearly::WeekdayOfMonth { month, .. } => format!("XXXX-{month:02}"),
        Yearly::MonthDay(month, day) => format!("XXXX-{month:02}-{day:02}"),
        Yearly::Quarter(quarter) => format!("XXXX-Q{quarter}"),
        Yearly::Half(half) => format!("XXXX-H{half}"),
        Yearly::Season(season) => format!("XXXX-{}", season.as_str()),
        Yearly::Easter(_) => "XXXX-XX-XX".to_owned(),
    }
}
