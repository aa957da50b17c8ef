//! Points in time that know how exact they are.

use std::fmt;

/// A calendar date of the proleptic Gregorian calendar, to the year, the month or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// The date, or `None` where no such day exists or a day is given without a month.
    ///
    /// ```
    /// use annalist_model::Date;
    /// assert_eq!(Date::new(2018, Some(9), Some(6)).unwrap().to_string(), "2018-09-06");
    /// assert_eq!(Date::new(2018, Some(9), None).unwrap().to_string(), "2018-09");
    /// assert_eq!(Date::new(2009, Some(2), Some(30)), None);
    /// ```
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Date> {
        let in_range = match (month, day) {
            (None, None) => true,
            (Some(month), None) => (1..=12).contains(&month),
            (Some(month), Some(day)) => (1..=days_in_month(year, month)).contains(&day),
            (None, Some(_)) => false,
        };
        ((0..=9999).contains(&year) && in_range).then_some(Date { year, month, day })
    }

    /// Year, 0 to 9999.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Month, 1 to 12, where the date is that exact.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// Day of the month, where the date is that exact.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The first day that the date may mean.
    pub fn first_day(self) -> Date {
        Date { year: self.year, month: self.month.or(Some(1)), day: self.day.or(Some(1)) }
    }

    /// The last day that the date may mean.
    pub fn last_day(self) -> Date {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        Date { year: self.year, month: Some(month), day: Some(day) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Days in `month` of `year`, 0 where there is no such month.
pub fn days_in_month(year: i16, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 0,
    }
}

/// A time of day, to the minute or the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    hour: u8,
    minute: u8,
    second: Option<u8>,
}

impl Time {
    /// The time, or `None` where the clock does not show it. A leap second is cut to 59.
    pub fn new(hour: u8, minute: u8, second: Option<u8>) -> Option<Time> {
        let second = second.map(|second| if second == 60 { 59 } else { second });
        (hour < 24 && minute < 60 && second.is_none_or(|second| second < 60)).then_some(Time {
            hour,
            minute,
            second,
        })
    }

    /// Hour, 0 to 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// Minute, 0 to 59.
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// Second, 0 to 59, where known.
    pub fn second(self) -> Option<u8> {
        self.second
    }
}

/// A date with a time of day and a distance from UTC, as far as the page gives them.
///
/// A time without a zone stays without one: nothing is invented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// The date.
    pub date: Date,
    /// The time of day, where given.
    pub time: Option<Time>,
    /// Minutes east of UTC, where given. Only ever beside a time.
    pub offset: Option<i16>,
}

impl DateTime {
    /// A date without a time of day.
    pub fn date_only(date: Date) -> DateTime {
        DateTime { date, time: None, offset: None }
    }

    /// Reads the ISO 8601 forms that pages use: `2018`, `2018-09`, `2018-09-06`, `20180906`, each
    /// full date also with `T` or a blank, `17:59`, `17:59:30` or `1759`, fractions of a second
    /// (dropped), and `Z`, `+02:00`, `+0200` or `+02`. Anything else is `None`.
    ///
    /// ```
    /// use annalist_model::DateTime;
    /// let iso = |text| DateTime::parse_iso(text).map(|at| at.to_string());
    /// assert_eq!(iso("2018-09-07T17:59").as_deref(), Some("2018-09-07T17:59"));
    /// assert_eq!(iso("2018-09-07 17:59:30.25 +0200").as_deref(), Some("2018-09-07T17:59:30+02:00"));
    /// assert_eq!(iso("2018-13-07"), None);
    /// ```
    pub fn parse_iso(text: &str) -> Option<DateTime> {
        let mut rest = Cursor { rest: text.trim() };
        let year = i16::try_from(rest.number(4)?).ok()?;
        let dashed = rest.eat('-');
        let month = rest.number(2);
        if month.is_some() && dashed {
            rest.eat('-');
        }
        let day = month.and_then(|_| rest.number(2));
        if !dashed && month.is_some() && day.is_none() {
            return None;
        }
        let date = Date::new(year, narrow(month)?, narrow(day)?)?;
        if rest.is_done() {
            return Some(DateTime::date_only(date));
        }
        day?;
        if !(rest.eat('T') || rest.eat('t') || rest.eat(' ')) {
            return None;
        }
        rest.skip_blanks();
        let hour = u8::try_from(rest.number(2)?).ok()?;
        rest.eat(':');
        let minute = u8::try_from(rest.number(2)?).ok()?;
        rest.eat(':');
        let second = narrow(rest.number(2))?;
        if rest.eat('.') || rest.eat(',') {
            rest.skip_digits();
        }
        rest.skip_blanks();
        let offset = rest.offset()?;
        rest.is_done().then_some(DateTime {
            date,
            time: Some(Time::new(hour, minute, second)?),
            offset,
        })
    }
}

/// `None` stays, a number that fits is narrowed, one that does not fit fails the whole reading.
fn narrow(number: Option<u32>) -> Option<Option<u8>> {
    match number {
        None => Some(None),
        Some(number) => u8::try_from(number).ok().map(Some),
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour, time.minute)?;
        if let Some(second) = time.second {
            write!(f, ":{second:02}")?;
        }
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let minutes = offset.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// The unread rest of a time stamp.
struct Cursor<'t> {
    rest: &'t str,
}

impl Cursor<'_> {
    fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    fn eat(&mut self, expected: char) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    fn skip_digits(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
    }

    /// Just `width` digits.
    fn number(&mut self, width: usize) -> Option<u32> {
        let digits = self.rest.get(..width)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.rest = &self.rest[width..];
        digits.parse().ok()
    }

    /// `Some(None)` at the end of the text; `None` where what stands there is no offset.
    fn offset(&mut self) -> Option<Option<i16>> {
        if self.is_done() {
            return Some(None);
        }
        if self.eat('Z') || self.eat('z') {
            return Some(Some(0));
        }
        let sign = if self.eat('+') {
            1
        } else if self.eat('-') || self.eat('\u{2212}') {
            -1
        } else {
            return None;
        };
        let hours = i16::try_from(self.number(2)?).ok()?;
        self.eat(':');
        let minutes = i16::try_from(self.number(2).unwrap_or(0)).ok()?;
        (hours <= 15 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> Option<String> {
        DateTime::parse_iso(text).map(|at| at.to_string())
    }

    #[test]
    fn reads_each_precision_and_writes_it_back() {
        for text in [
            "2018",
            "2018-09",
            "2018-09-06",
            "2018-09-06T05:04",
            "2018-09-06T05:04:03",
            "2018-09-06T05:04:03Z",
            "2018-09-06T05:04-05:30",
        ] {
            assert_eq!(round(text).as_deref(), Some(text));
        }
        assert_eq!(round("20180906T050403Z").as_deref(), Some("2018-09-06T05:04:03Z"));
    }

    #[test]
    fn refuses_what_is_no_time_stamp() {
        for text in [
            "",
            "18",
            "201809",
            "2018-9-6",
            "2018-09-06T",
            "2018-09-06T25:00",
            "2018-09T05:00",
            "2018-09-06 x",
        ] {
            assert_eq!(round(text), None, "{text}");
        }
    }

    #[test]
    fn vague_dates_have_first_and_last_days() {
        let february = Date::new(2012, Some(2), None).unwrap();
        assert_eq!(february.first_day().to_string(), "2012-02-01");
        assert_eq!(february.last_day().to_string(), "2012-02-29");
    }
}
