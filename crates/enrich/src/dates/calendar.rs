//! Stretches of the calendar, and how to count with them.

use annalist_model::Interval;
use jiff::civil::{Date, Weekday};
use jiff::{Span as Days, ToSpan};

use super::moment::{Length, Season, THOUSAND, Unit, Yearly};

/// How long a stretch is, and of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Season(Season),
    Year,
    Decade,
    Century,
}

/// A stretch of the calendar that has a TIMEX3 value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: Date,
    pub(super) grain: Grain,
}

impl Period {
    /// The stretch of this grain that holds `day`.
    pub(super) fn holding(day: Date, grain: Grain) -> Option<Period> {
        let month_of = |month: i8| Date::new(day.year(), month, 1).ok();
        let year_of = |year: i16| Date::new(year, 1, 1).ok();
        let monday =
            || day.checked_sub(days(i64::from(day.weekday().to_monday_zero_offset()))).ok();
        let first = match grain {
            Grain::Day => day,
            Grain::Week => monday()?,
            Grain::Weekend => monday()?.checked_add(days(5)).ok()?,
            Grain::Month => month_of(day.month())?,
            Grain::Quarter => month_of((day.month() - 1) / 3 * 3 + 1)?,
            Grain::Half => month_of((day.month() - 1) / 6 * 6 + 1)?,
            Grain::Season(season) => return Yearly::Season(season).in_year(day.year()),
            Grain::Year => year_of(day.year())?,
            Grain::Decade => year_of(day.year() - day.year().rem_euclid(10))?,
            Grain::Century => year_of(day.year() - day.year().rem_euclid(100))?,
        };
        Some(Period { first, grain })
    }

    pub(super) fn day(day: Date) -> Period {
        Period { first: day, grain: Grain::Day }
    }

    /// The stretch of the same grain, so many further on.
    pub(super) fn step(self, count: i64) -> Option<Period> {
        let (unit, each) = match self.grain {
            Grain::Day => (Unit::Day, 1),
            Grain::Week | Grain::Weekend => (Unit::Week, 1),
            Grain::Month => (Unit::Month, 1),
            Grain::Quarter => (Unit::Month, 3),
            Grain::Half => (Unit::Month, 6),
            Grain::Season(_) | Grain::Year => (Unit::Year, 1),
            Grain::Decade => (Unit::Year, 10),
            Grain::Century => (Unit::Year, 100),
        };
        let first = add(self.first, unit, count.checked_mul(each)?)?;
        Some(Period { first, grain: self.grain })
    }

    /// The last day of the stretch.
    pub(super) fn last(self) -> Date {
        let length = match self.grain {
            Grain::Weekend => self.first.checked_add(days(2)).ok(),
            Grain::Season(_) => add(self.first, Unit::Month, 3),
            _ => self.step(1).map(|next| next.first),
        };
        length.and_then(|behind| behind.yesterday().ok()).unwrap_or(self.first)
    }

    pub(super) fn holds(self, day: Date) -> bool {
        self.first <= day && day <= self.last()
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        let week = || self.first.iso_week_date();
        match self.grain {
            Grain::Day => format!("{year:04}-{month:02}-{:02}", self.first.day()),
            Grain::Week => format!("{:04}-W{:02}", week().year(), week().week()),
            Grain::Weekend => format!("{:04}-W{:02}-WE", week().year(), week().week()),
            Grain::Month => format!("{year:04}-{month:02}"),
            Grain::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Grain::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Grain::Season(season) => format!("{year:04}-{}", season.as_str()),
            Grain::Year if year < 1 => format!("BC{:04}", 1 - i32::from(year)),
            Grain::Year => format!("{year:04}"),
            Grain::Decade => format!("{:03}", year / 10),
            Grain::Century if year < 0 => format!("BC{:02}", -year / 100 - 1),
            Grain::Century => format!("{:02}", year / 100),
        }
    }

    pub(super) fn interval(self) -> Interval {
        Interval { from: to_model(self.first), to: to_model(self.last()) }
    }
}

/// The same day in the types of the model.
pub(super) fn to_model(day: Date) -> Option<annalist_model::Date> {
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    annalist_model::Date::new(day.year(), Some(month), Some(of_month))
}

/// The same day in the types of the calendar; a vague date is its first day.
pub(super) fn from_model(date: annalist_model::Date) -> Option<Date> {
    let first = date.first_day();
    let month = i8::try_from(first.month()?).ok()?;
    Date::new(first.year(), month, i8::try_from(first.day()?).ok()?).ok()
}

impl Unit {
    /// The grain of a stretch of one unit.
    pub(super) fn grain(self) -> Grain {
        match self {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Grain::Day,
            Unit::Weekend => Grain::Weekend,
            Unit::Week => Grain::Week,
            Unit::Month => Grain::Month,
            Unit::Quarter => Grain::Quarter,
            Unit::Half => Grain::Half,
            Unit::Year => Grain::Year,
            Unit::Decade => Grain::Decade,
            Unit::Century => Grain::Century,
        }
    }
}

impl Yearly {
    /// The stretch of `year` that it is.
    pub(super) fn in_year(self, year: i16) -> Option<Period> {
        let month_of = |month: u8| Date::new(year, i8::try_from(month).ok()?, 1).ok();
        let (first, grain) = match self {
            Yearly::Month(month) => (month_of(month)?, Grain::Month),
            Yearly::MonthDay(month, day) => {
                let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
                (Date::new(year, month, day).ok()?, Grain::Day)
            }
            Yearly::Quarter(quarter) => (month_of(quarter * 3 - 2)?, Grain::Quarter),
            Yearly::Half(half) => (month_of(half * 6 - 5)?, Grain::Half),
            Yearly::Season(season) => (month_of(season.first_month())?, Grain::Season(season)),
            Yearly::Easter(offset) => {
                (easter(year)?.checked_add(days(i64::from(offset))).ok()?, Grain::Day)
            }
            // Its days stand in a table, which the resolver asks.
            Yearly::Feast(..) => return None,
            Yearly::WeekdayOfMonth { month, weekday, nth, offset } => {
                let month = month_of(month)?;
                let day = month.nth_weekday_of_month(nth, to_weekday(weekday)?).ok()?;
                (day.checked_add(days(i64::from(offset))).ok()?, Grain::Day)
            }
        };
        Some(Period { first, grain })
    }
}

/// The weekday with this number of ISO 8601: Monday is 1.
pub(super) fn to_weekday(number: u8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}

/// The day so many units after `day`, or before it where the count is negative.
pub(super) fn add(day: Date, unit: Unit, count: i64) -> Option<Date> {
    // Nothing in a text is further away than the calendar reaches.
    if count.abs() > 400_000 {
        return None;
    }
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Day => days(count),
        Unit::Week | Unit::Weekend => days(count * 7),
        Unit::Month => months(count)?,
        Unit::Quarter => months(count * 3)?,
        Unit::Half => months(count * 6)?,
        Unit::Year => months(count * 12)?,
        Unit::Decade => months(count * 120)?,
        Unit::Century => months(count * 1200)?,
    };
    day.checked_add(span).ok().filter(|day| (0..=9999).contains(&day.year()))
}

/// The day that lies a whole length after (1) or before (−1) `day`.
pub(super) fn shift(day: Date, sign: i8, length: &Length) -> Option<Date> {
    length.parts.iter().try_fold(day, |day, (amount, unit)| {
        let thousandths = (*amount)?;
        let whole = add(day, *unit, i64::from(sign) * (thousandths / THOUSAND))?;
        match (thousandths % THOUSAND, unit) {
            (0, _) => Some(whole),
            (rest, Unit::Year) => add(whole, Unit::Month, i64::from(sign) * rest * 12 / THOUSAND),
            (rest, Unit::Month) => add(whole, Unit::Day, i64::from(sign) * rest * 30 / THOUSAND),
            (rest, Unit::Week) => add(whole, Unit::Day, i64::from(sign) * rest * 7 / THOUSAND),
            _ => Some(whole),
        }
    })
}

pub(super) fn days(count: i64) -> Days {
    count.clamp(-4_000_000, 4_000_000).days()
}

fn months(count: i64) -> Option<Days> {
    Days::new().try_months(count).ok()
}

/// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let (century, of_century) = (year_number / 100, year_number % 100);
    let leap_centuries = century / 4;
    let moon = (century + 8) / 25;
    let lunar = (century - moon + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - lunar + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_calendars_have_it() {
        for (year, month, day) in [(2000, 4, 23), (2013, 3, 31), (2018, 4, 1), (2038, 4, 25)] {
            assert_eq!(easter(year), Date::new(year, month, day).ok());
        }
    }

    #[test]
    fn stretches_know_their_ends() {
        let winter = Yearly::Season(Season::Winter).in_year(2011).unwrap();
        assert_eq!(
            (winter.value().as_str(), winter.last().to_string().as_str()),
            ("2011-WI", "2012-02-29")
        );
        let day = Date::new(2008, 9, 4).unwrap();
        let week = Period::holding(day, Grain::Week).unwrap();
        assert_eq!(week.step(-1).unwrap().value(), "2008-W35");
        assert_eq!(Period::holding(day, Grain::Decade).unwrap().value(), "200");
    }
}
