//! What an expression of time says beside its value.

use std::fmt;

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$of_one:meta])* $variant:ident $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$of_one])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The name in published records.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }

            /// The one with this published name.
            pub fn parse(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|it| it.as_str() == name)
            }
        }
    };
}

names! {
    /// How an expression changes what its value says: the `mod` of TIMEX3.
    Modifier {
        /// About that point or length: "about two years".
        Approx "APPROX",
        /// Before that point: "more than a decade ago".
        Before "BEFORE",
        /// After that point: "less than a year ago".
        After "AFTER",
        /// At that point or before: "no less than a year ago".
        OnOrBefore "ON_OR_BEFORE",
        /// At that point or after: "no more than a year ago".
        OnOrAfter "ON_OR_AFTER",
        /// Shorter than that: "nearly two hours".
        LessThan "LESS_THAN",
        /// Longer than that: "over two hours".
        MoreThan "MORE_THAN",
        /// That long or shorter: "at most two hours".
        EqualOrLess "EQUAL_OR_LESS",
        /// That long or longer: "at least two hours".
        EqualOrMore "EQUAL_OR_MORE",
        /// The first part of it: "early 2014".
        Start "START",
        /// The middle of it: "mid-2014".
        Mid "MID",
        /// The last part of it: "late 2014".
        End "END",
    }
}

names! {
    /// The side of a date that the words beside it speak of: it is one end of a stretch whose other
    /// end is open.
    Limit {
        /// From then on: "since 2003".
        Since "since",
        /// Later than that: "after 2003".
        After "after",
        /// Up to then: "until 2003".
        Until "until",
        /// No later than that: "by 2003".
        By "by",
        /// Earlier than that: "before 2003".
        Before "before",
    }
}

names! {
    /// How exact a date is.
    Precision {
        /// To the second.
        Second "second",
        /// To the minute, or the hour.
        Minute "minute",
        /// To the morning, afternoon, evening or night.
        DayPart "part of a day",
        /// To the day.
        Day "day",
        /// To the weekend.
        Weekend "weekend",
        /// To the week.
        Week "week",
        /// To the month.
        Month "month",
        /// To the quarter of a year.
        Quarter "quarter",
        /// To the season.
        Season "season",
        /// To the half of a year.
        Half "half-year",
        /// To the year.
        Year "year",
        /// To the decade.
        Decade "decade",
        /// To the century.
        Century "century",
        /// From one date to another.
        Stretch "stretch",
    }
}

impl Precision {
    /// How exact a TIMEX3 value of a date or time is, if it names any.
    ///
    /// ```
    /// use annalist_model::Precision;
    /// assert_eq!(Precision::of("2018-W35-WE"), Some(Precision::Weekend));
    /// assert_eq!(Precision::of("2018-09-06TNI"), Some(Precision::DayPart));
    /// assert_eq!(Precision::of("199"), Some(Precision::Decade));
    /// assert_eq!(Precision::of("PAST_REF"), None);
    /// ```
    pub fn of(value: &str) -> Option<Precision> {
        if value.contains('/') {
            return Some(Precision::Stretch);
        }
        if value.ends_with("_REF") {
            return None;
        }
        if let Some((_, time)) = value.split_once('T') {
            let is_clock = time.starts_with(|c: char| c.is_ascii_digit());
            let seconds = time.get(5..6) == Some(":");
            return Some(match (is_clock, seconds) {
                (true, true) => Precision::Second,
                (true, false) => Precision::Minute,
                (false, _) => Precision::DayPart,
            });
        }
        let value = value.strip_prefix("BC").unwrap_or(value);
        let value = value.strip_prefix("FY").or(value.strip_prefix("SY")).unwrap_or(value);
        let (_, part) = value.split_once('-').unwrap_or((value, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X');
        Some(match part.as_bytes() {
            [] if !digits(value) => return None,
            [] => match value.len() {
                2 => Precision::Century,
                3 => Precision::Decade,
                _ => Precision::Year,
            },
            [b'Q', _] => Precision::Quarter,
            [b'H', _] => Precision::Half,
            b"SP" | b"SU" | b"FA" | b"WI" => Precision::Season,
            [b'W', _, _] => Precision::Week,
            [b'W', _, _, b'-', b'W', b'E'] => Precision::Weekend,
            [_, _] => Precision::Month,
            _ => Precision::Day,
        })
    }
}

/// How far a clock is ahead of UTC, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcOffset(i16);

impl UtcOffset {
    /// So many minutes ahead of UTC, or behind it where negative; less than a day.
    pub fn new(minutes: i16) -> Option<UtcOffset> {
        (minutes.unsigned_abs() < 24 * 60).then_some(UtcOffset(minutes))
    }

    /// The offset that is written so.
    ///
    /// ```
    /// use annalist_model::UtcOffset;
    /// assert_eq!(UtcOffset::parse("-03:30").unwrap().to_string(), "-03:30");
    /// assert_eq!(UtcOffset::parse("+3"), None);
    /// ```
    pub fn parse(text: &str) -> Option<UtcOffset> {
        let (sign, digits) = match text.split_at_checked(1)? {
            ("+", digits) => (1, digits),
            ("-", digits) => (-1, digits),
            _ => return None,
        };
        let (hours, minutes) = digits.split_once(':')?;
        let number = |part: &str| {
            let is_number = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i16>().ok().filter(|_| is_number)
        };
        let minutes = number(minutes).filter(|minutes| *minutes < 60)?;
        UtcOffset::new(sign * (number(hours)? * 60 + minutes))
    }

    /// The offset in minutes.
    pub fn minutes(self) -> i16 {
        self.0
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let minutes = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The time zone that an expression names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedZone {
    /// What it is called; all that the words may mean, where that is several.
    pub name: String,
    /// How far it is from UTC at that time, in minutes; `None` where that cannot be told.
    pub offset: Option<UtcOffset>,
}

/// What an expression of time says beside its value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimexDetails {
    /// How the expression changes what the value says.
    pub modifier: Option<Modifier>,
    /// Which of the times that come again: the `quant` of TIMEX3, such as `EVERY`.
    pub quantity: Option<String>,
    /// How often within each of them: the `freq` of TIMEX3, such as `2X` (twice) or `3D`.
    pub frequency: Option<String>,
    /// The side of the date that the words beside it speak of. The interval is then open at its
    /// other end.
    pub limit: Option<Limit>,
    /// The time zone that it names.
    pub zone: Option<NamedZone>,
}

impl fmt::Display for TimexDetails {
    /// All of it in a row, parted by blanks: `START`, `EVERY 2X`, `since`, `UTC +00:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = self.zone.as_ref().map(|zone| match zone.offset {
            Some(offset) => format!("{} {offset}", zone.name),
            None => zone.name.clone(),
        });
        let parts = [
            self.modifier.map(|it| it.as_str().to_owned()),
            self.quantity.clone(),
            self.frequency.clone(),
            self.limit.map(|it| it.as_str().to_owned()),
            zone,
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}
