//! What expressions of time mean, before they are resolved against a date.

use annalist_model::UtcOffset;

/// Units of time, smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit with this code of TIMEX3; those of the clock have a T before it.
    pub(super) fn parse(code: &str) -> Option<Unit> {
        Some(match code {
            "TS" => Unit::Second,
            "TM" => Unit::Minute,
            "TH" => Unit::Hour,
            "D" => Unit::Day,
            "WE" => Unit::Weekend,
            "W" => Unit::Week,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "H" => Unit::Half,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "CE" => Unit::Century,
            _ => return None,
        })
    }

    /// The letters of the unit in TIMEX3 values.
    pub(super) fn letters(self) -> &'static str {
        match self {
            Unit::Second => "S",
            Unit::Minute | Unit::Month => "M",
            Unit::Hour | Unit::Half => "H",
            Unit::Day => "D",
            Unit::Weekend => "WE",
            Unit::Week => "W",
            Unit::Quarter => "Q",
            Unit::Year => "Y",
            Unit::Decade => "DE",
            Unit::Century => "CE",
        }
    }

    /// Whether it is shorter than a day.
    pub(super) fn is_of_clock(self) -> bool {
        self < Unit::Day
    }
}

/// How many of a unit, in thousandths; `None` where the text does not say.
pub(super) type Amount = Option<i64>;

/// What [`Amount`] counts in.
pub(super) const THOUSAND: i64 = 1000;

/// A length of time, as the text gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) parts: Vec<(Amount, Unit)>,
}

impl Length {
    /// The TIMEX3 value, such as `P2Y` or `PT3H30M`.
    pub(super) fn value(&self) -> String {
        let mut value = String::from("P");
        let mut in_clock = false;
        for (amount, unit) in &self.parts {
            if unit.is_of_clock() && !in_clock {
                value.push('T');
                in_clock = true;
            }
            let (amount, unit) = match (amount, unit) {
                (Some(amount), Unit::Decade) => (Some(amount * 10), Unit::Year),
                (Some(amount), Unit::Century) => (Some(amount * 100), Unit::Year),
                other => (*other.0, *other.1),
            };
            value.push_str(&show_amount(amount));
            value.push_str(unit.letters());
        }
        value
    }

    /// The smallest unit that it names.
    pub(super) fn grain(&self) -> Unit {
        self.parts.iter().map(|(_, unit)| *unit).min().unwrap_or(Unit::Day)
    }
}

fn show_amount(amount: Amount) -> String {
    let Some(thousandths) = amount else { return "X".to_owned() };
    let whole = thousandths / THOUSAND;
    match thousandths % THOUSAND {
        0 => whole.to_string(),
        rest => format!("{whole}.{rest:03}").trim_end_matches('0').to_owned(),
    }
}

/// A stretch that comes once in each year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Yearly {
    Month(u8),
    MonthDay(u8, u8),
    Quarter(u8),
    Half(u8),
    Season(Season),
    /// Days after Easter Sunday.
    Easter(i16),
    /// Days after a feast that a table gives.
    Feast(&'static str, i16),
    /// The nth weekday of a month, counted from its end where n is negative.
    WeekdayOfMonth {
        month: u8,
        weekday: u8,
        nth: i8,
        /// Days after it.
        offset: i8,
    },
}

/// A season, with the month that it begins in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    pub(super) fn parse(code: &str) -> Option<Season> {
        Some(match code {
            "SP" => Season::Spring,
            "SU" => Season::Summer,
            "FA" => Season::Autumn,
            "WI" => Season::Winter,
            _ => return None,
        })
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }

    pub(super) fn first_month(self) -> u8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        }
    }
}

/// What can be last, this or next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cycle {
    Unit(Unit),
    Weekday(u8),
    Yearly(Yearly),
}

/// The zone of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Universal,
    Offset(UtcOffset),
    /// One of the table of zones.
    Named(&'static str),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: Option<u8>,
    /// The zone that the text names.
    pub(super) zone: Option<Zone>,
    /// Whether the text names minutes.
    pub(super) to_the_minute: bool,
    /// Whether the text says which half of the day is meant.
    pub(super) half_known: bool,
}

impl Clock {
    /// Minutes since midnight.
    pub(super) fn minutes(self) -> i64 {
        i64::from(self.hour) * 60 + i64::from(self.minute)
    }

    /// The same twelve hours later, where the text leaves that open.
    pub(super) fn in_second_half(self) -> Option<Clock> {
        let is_open = !self.half_known && self.hour < 12;
        is_open.then_some(Clock { hour: self.hour + 12, half_known: true, ..self })
    }
}

/// A part of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Middle,
    End,
}

impl Edge {
    pub(super) fn parse(code: &str) -> Option<Edge> {
        Some(match code {
            "START" | "EARLIER" => Edge::Start,
            "MID" => Edge::Middle,
            "END" | "LATER" => Edge::End,
            _ => return None,
        })
    }
}

/// A time of day, or a part of the day that has a code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayTime {
    Clock(Clock),
    Part(&'static str),
}

impl DayTime {
    /// The part of a TIMEX3 value that stands behind the date, with its `T`.
    pub(super) fn value(self) -> String {
        match self {
            // TIMEX3 has no codes for what is early or late in a part of the day.
            DayTime::Part(code) => {
                format!("T{}", code.get(code.len().saturating_sub(2)..).unwrap_or(code))
            }
            DayTime::Clock(clock) => {
                let second = clock.second.map(|second| format!(":{second:02}"));
                let zone = match clock.zone {
                    Some(Zone::Universal) => "Z".to_owned(),
                    Some(Zone::Offset(offset)) => offset.to_string(),
                    Some(Zone::Named(_)) | None => String::new(),
                };
                let second = second.unwrap_or_default();
                format!("T{:02}:{:02}{second}{zone}", clock.hour, clock.minute)
            }
        }
    }
}

/// A point or stretch of time, as the text gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// The day that the text is read from.
    Now,
    /// The last date that the text spoke of.
    Before,
    /// The date that the sentence gives for a bare time.
    Implied,
    Year(i16),
    /// A year that the text told elsewhere.
    ToldYear(i16),
    /// The first year of a decade.
    Decade(i16),
    /// The first year of a century.
    Century(i16),
    /// A stretch of some year.
    Yearly(Yearly),
    /// A stretch of the year that the moment lies in.
    InYear(Yearly, Box<Moment>),
    /// Two numbers that are a day and a month in either order.
    Numeric(u8, u8, Option<i16>),
    Weekday(u8),
    DayOfMonth(u8),
    /// A stretch of some year that falls on a weekday.
    YearlyOn(u8, Yearly),
    /// So many weekdays of a name from now, or before now where the number is negative.
    WeekdaysAway(i8, u8),
    /// From one moment to another, both included.
    Range(Box<Moment>, Box<Moment>),
    /// A day of the month that falls on a weekday.
    WeekdayOfMonth(u8, u8),
    /// A weekday of a week, or the nth weekday or unit of any stretch.
    Nth(i8, Cycle, Box<Moment>),
    /// The day of the month that the moment lies in.
    DayIn(u8, Box<Moment>),
    /// Last (−1), this (0) or next (1).
    Which(i8, Cycle),
    /// The last of a unit that has begun, or the next one where the clause looks forward.
    Nearest(Unit),
    /// The one that the text spoke of last.
    That(Cycle),
    /// So much before (−1) or after (1) a moment.
    Shift(Box<Moment>, i8, Length),
    /// So long from now, if the clause looks forward; else just so long.
    Ahead(Length),
    /// So long back from now (−1) or on from now (1): a length in news, a stretch in a plan.
    Around(i8, Length),
    /// So long from a moment on.
    Lasting(Box<Moment>, Length),
    /// A part of a stretch.
    Part(Edge, Box<Moment>),
    /// A year that is not the calendar's, by the letters of its kind.
    OtherYear(&'static str, Box<Moment>),
    /// Of the yearly stretches of this kind the nth nearest to a moment, before or after it.
    Closest(u8, Cycle, Box<Moment>),
    At(Box<Moment>, DayTime),
    /// One of the relative references of TIMEX3.
    Reference(&'static str),
}
