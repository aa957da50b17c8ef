//! Times as saving programs write them.

use annalist_model::{Date, DateTime, Time};

use crate::stamp::{DayOrder, StampWords, is_plausible};

/// A date as scripts and mails print it: `Thu Sep 13 2018 11:30:54 GMT+0200 (…)`,
/// `Thu, 13 Sep 2018 09:30:54 -0000`.
pub(crate) fn read_time(text: &str, words: &StampWords) -> Option<DateTime> {
    let mut at = words.read(text, DayOrder::DayFirst)?;
    if at.time.is_some() && at.offset.is_none() {
        at.offset = offset_in(text);
    }
    Some(at)
}

/// The distance from UTC after the time of day, `+0200`, in minutes.
fn offset_in(text: &str) -> Option<i16> {
    let (_, after) = text.split_once(':')?;
    let sign = after.find(['+', '-'])?;
    let zone = &after[sign + 1..];
    let digits = zone.find(|c: char| !c.is_ascii_digit()).unwrap_or(zone.len());
    let number: i16 = zone[..digits].parse().ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    // No zone is further from UTC than 14 hours.
    let is_zone = digits == 4 && hours <= 14 && minutes < 60;
    let sign = if after[sign..].starts_with('-') { -1 } else { 1 };
    is_zone.then_some(sign * (hours * 60 + minutes))
}

/// A time in digits alone, as archives and scrapbooks stamp it, in UTC: `20180913093054`, with more or
/// fewer places.
pub(crate) fn read_digits(digits: &str) -> Option<DateTime> {
    if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pair = |at: usize| digits.get(at..at + 2)?.parse::<u8>().ok();
    let date = Date::new(digits[..4].parse().ok()?, pair(4), pair(6))?;
    let time = pair(8).zip(pair(10)).filter(|_| date.day().is_some());
    let time = time.and_then(|(hour, minute)| Time::new(hour, minute, pair(12)));
    let at = DateTime { date, time, offset: time.map(|_| 0) };
    is_plausible(&at).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_their_zone() {
        let words = StampWords::load().unwrap();
        for (text, expected) in [
            ("Thu Sep 13 2018 11:30:54 GMT+0200 (CEST)", "2018-09-13T11:30:54+02:00"),
            ("Thu, 13 Sep 2018 09:30:54 -0000", "2018-09-13T09:30:54Z"),
            ("Thu, 13 Sep 2018 09:30:54 -0330", "2018-09-13T09:30:54-03:30"),
            ("Thu, 13 Sep 2018 09:30:54 GMT", "2018-09-13T09:30:54Z"),
            ("Thu Sep 13 2018 11:30:54 GMT+9999", "2018-09-13T11:30:54"),
            ("2018-09-13 09:30:54 +0000", "2018-09-13T09:30:54Z"),
            ("2018-09-13T09:30:54Z", "2018-09-13T09:30:54Z"),
        ] {
            let found = read_time(text, &words).map(|at| at.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn stamps_of_digits_are_utc() {
        for (digits, expected) in [
            ("20180913093054123", Some("2018-09-13T09:30:54Z")),
            ("20180913093054", Some("2018-09-13T09:30:54Z")),
            ("2018", Some("2018")),
            ("20189913093054", None),
            ("2018091309305x", None),
            ("12", None),
        ] {
            let found = read_digits(digits).map(|at| at.to_string());
            assert_eq!(found.as_deref(), expected, "{digits}");
        }
    }
}
