//! Times as numbers, where they are exact enough for that.

use annalist_model::{Date, DateTime};
use jiff::civil;

use crate::moment::{civil_day, in_utc};

const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);

/// Days since 1970 of a date that is exact to the day.
pub(super) fn days(date: Date) -> Option<i32> {
    let date = civil_day(date).filter(|date| is_dated(*date))?;
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).ok()
}

/// Microseconds since 1970 of a time that names its zone.
pub(super) fn microseconds(at: DateTime) -> Option<i64> {
    at.time.and(at.offset)?;
    let utc = in_utc(at).filter(|utc| is_dated(utc.date()))?;
    let since = utc.duration_since(EPOCH.to_datetime(civil::Time::midnight()));
    i64::try_from(since.as_micros()).ok()
}

/// The dates of Python have no year 0: one such day would keep pandas from the whole table.
fn is_dated(date: civil::Date) -> bool {
    date.year() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_day_or_a_moment_only_where_it_is_that_exact() {
        let check = |text: &str, day: Option<i32>, second: Option<i64>| {
            let at = DateTime::parse_iso(text).unwrap();
            assert_eq!(days(at.date), day, "{text}");
            assert_eq!(microseconds(at), second.map(|it| it * 1_000_000), "{text}");
        };
        check("1969", None, None);
        check("1969-12", None, None);
        check("1969-12-31", Some(-1), None);
        check("1969-12-31T23:59", Some(-1), None);
        check("1969-12-31T23:59Z", Some(-1), Some(-60));
        check("1970-01-01T00:30:05-01:00", Some(0), Some(5405));
        check("0000-01-01T00:00Z", None, None);
        check("0001-01-01T00:00+01:00", Some(-719_162), None);
        check("9999-12-31T23:00-05:00", Some(2_932_896), None);
    }
}
