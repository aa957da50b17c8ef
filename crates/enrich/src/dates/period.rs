//! Moments to stretches of the calendar.

use annalist_model::Anchor;
use jiff::civil::Date;

use super::calendar::{Grain, Period, add, shift, to_weekday};
use super::cues::Direction;
use super::moment::{Cycle, Length, Moment, Unit, Yearly};
use super::resolve::Context;
use crate::Prefer;

/// Finds the stretch of the calendar that a moment is.
pub(super) struct Resolver<'c> {
    context: &'c Context<'c>,
    /// What was used so far.
    pub(super) anchor: Anchor,
}

impl<'c> Resolver<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Resolver<'c> {
        Resolver { context, anchor: Anchor::Explicit }
    }

    fn now(&mut self) -> Option<Date> {
        let now = self.context.now?;
        self.anchor = now.anchor;
        Some(now.day)
    }

    fn before(&mut self) -> Option<Period> {
        match self.context.before {
            Some(before) => {
                self.anchor = Anchor::EarlierMention;
                Some(before)
            }
            None => self.now().map(Period::day),
        }
    }

    /// The stretch that `moment` is, or nothing where something is missing to tell.
    pub(super) fn period(&mut self, moment: &Moment) -> Option<Period> {
        match moment {
            Moment::Now => self.now().map(Period::day),
            Moment::Before => self.before(),
            Moment::Implied => match self.context.implied {
                Some((period, anchor)) => {
                    self.anchor = anchor;
                    Some(period)
                }
                // "At 3 pm" alone is of the day that the text is from only where it tells what was.
                None if !self.context.tells_of_its_day() => None,
                None => match self.context.day_before {
                    Some(day) => {
                        self.anchor = Anchor::EarlierMention;
                        Some(day)
                    }
                    None => self.now().map(Period::day),
                },
            },
            Moment::Year(year) => in_year(*year, Grain::Year),
            Moment::ToldYear(year) => {
                self.anchor = Anchor::EarlierMention;
                in_year(*year, Grain::Year)
            }
            Moment::Decade(year) => in_year(*year, Grain::Decade),
            Moment::Century(year) => in_year(*year, Grain::Century),
            Moment::Yearly(yearly) => self.nearest_yearly(*yearly),
            Moment::InYear(yearly, of) => {
                let year = self.period(of)?.first.year();
                self.in_year(*yearly, year)
            }
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
            Moment::Nearest(unit) => {
                let here = Period::holding(self.context.now?.day, unit.grain())?;
                let candidates: Vec<Period> = (-1..=1).filter_map(|step| here.step(step)).collect();
                self.nearest(&candidates)
            }
            Moment::That(cycle) => {
                let before = self.before()?;
                match cycle {
                    Cycle::Unit(unit) => Period::holding(before.first, unit.grain()),
                    Cycle::Yearly(yearly) => self.in_year(*yearly, before.first.year()),
                    Cycle::Weekday(_) => None,
                }
            }
            Moment::Shift(from, sign, length) => {
                let start = self.period(from)?;
                let day = shift(start.first, *sign, length)?;
                Period::holding(day, self.shifted_grain(from, *sign, start.grain, length))
            }
            Moment::Part(_, of) | Moment::OtherYear(_, of) => self.period(of),
            Moment::Closest(nth, cycle, of) => self.closest(*nth, *cycle, of),
            Moment::Range(from, _) => self.period(from),
            Moment::Ahead(_)
            | Moment::Around(..)
            | Moment::Lasting(..)
            | Moment::At(..)
            | Moment::Reference(_) => None,
        }
    }

    /// "Two years ago" means a year, "three days ago" a day. A plan counts to the day, and so does
    /// what is counted from a day that the text names.
    fn shifted_grain(&self, from: &Moment, sign: i8, grain: Grain, length: &Length) -> Grain {
        let of_length = length.grain().grain();
        let is_vague = matches!(from, Moment::Now | Moment::Before);
        let counts_days = sign > 0 && of_length == Grain::Week && grain == Grain::Day;
        if self.context.prefer == Prefer::Future
            || !is_vague
            || counts_days
            || coarseness(of_length) < coarseness(grain)
        {
            grain
        } else {
            of_length
        }
    }

    /// The stretch of `year` that it is, feasts of other calendars among them.
    fn in_year(&self, yearly: Yearly, year: i16) -> Option<Period> {
        match yearly {
            Yearly::Feast(name, offset) => self.context.feasts.day_in(name, year, offset),
            _ => yearly.in_year(year),
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
            (-4..=4).filter_map(|offset| self.in_year(yearly, year + offset)).collect();
        self.nearest(&candidates)
    }

    /// The nearest year in which the day falls on the weekday; the weekday gives way if there is
    /// none near.
    fn nearest_on_weekday(&mut self, weekday: u8, yearly: Yearly) -> Option<Period> {
        let (year, weekday) = (self.context.now?.day.year(), to_weekday(weekday)?);
        let candidates: Vec<Period> = (-1..=1)
            .filter_map(|offset| self.in_year(yearly, year + offset))
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

    /// Of the stretches of a kind that lie around a moment the nth nearest to it.
    fn closest(&mut self, nth: u8, cycle: Cycle, of: &Moment) -> Option<Period> {
        let middle = self.period(of)?.first;
        let candidates: Vec<Period> = match cycle {
            Cycle::Yearly(yearly) => {
                (-9..=9).filter_map(|offset| self.in_year(yearly, middle.year() + offset)).collect()
            }
            Cycle::Weekday(number) => {
                let weekday = to_weekday(number)?;
                (-9..=9)
                    .filter(|count| *count != 0)
                    .filter_map(|count| middle.nth_weekday(count, weekday).ok())
                    .chain((middle.weekday() == weekday).then_some(middle))
                    .map(Period::day)
                    .collect()
            }
            Cycle::Unit(unit) => {
                let here = Period::holding(middle, unit.grain())?;
                (-1..=1).filter_map(|step| here.step(step)).collect()
            }
        };
        let away = |period: &Period| match period.holds(middle) {
            true => 0,
            false => (middle - period.first)
                .get_days()
                .abs()
                .min((middle - period.last()).get_days().abs()),
        };
        let mut nearest = candidates;
        nearest.sort_by_key(away);
        nearest.get(usize::from(nth).checked_sub(1)?).copied()
    }

    fn numeric(&mut self, first: u8, second: u8, year: Option<i16>) -> Option<Period> {
        let (month, day) = self.context.month_and_day(first, second);
        let yearly = Yearly::MonthDay(month, day);
        match year {
            Some(year) => self.in_year(yearly, year),
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
                if which == 1 {
                    // Of two coming Fridays the next is that of the next week.
                    let week = Period::holding(now, Grain::Week)?.step(1)?;
                    return nth_in(1, cycle, week);
                }
                let back =
                    which < 0 || which == 0 && self.context.direction == Some(Direction::Backward);
                now.nth_weekday(if back { -1 } else { 1 }, weekday).ok().map(Period::day)
            }
            Cycle::Yearly(yearly) => {
                let mut years =
                    (-4..=4).filter_map(|offset| self.in_year(yearly, now.year() + offset));
                match which {
                    ..0 => years.rfind(|period| period.last() < now),
                    0 if self.context.prefer == Prefer::Future => {
                        years.find(|period| period.last() >= now)
                    }
                    0 => years
                        .find(|period| period.holds(now))
                        .or_else(|| self.in_year(yearly, now.year())),
                    1.. => years
                        .filter(|period| period.first > now)
                        .nth(usize::from(which.unsigned_abs()) - 1),
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
                // A week is of the year or month that its Thursday is in.
                (true, Unit::Week, Grain::Year | Grain::Month) => add(of.first, Unit::Day, 3)?,
                (false, Unit::Week, Grain::Year | Grain::Month) => add(of.last(), Unit::Day, -3)?,
                (true, ..) => of.first,
                (false, ..) => of.last(),
            };
            let found = Period::holding(edge, unit.grain())?;
            // The weekend of the last days may lie behind them, that of the first before.
            let astray = i64::from(found.last() < of.first) - i64::from(found.first > of.last());
            found.step(steps + astray)?
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
