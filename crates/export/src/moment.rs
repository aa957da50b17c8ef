//! Dates and times of pages as a calendar counts them.

use annalist_model::{Date, DateTime};
use jiff::{SignedDuration, civil};

/// The moment in UTC. What the page leaves out, parts of the date, time or zone, is the first that it
/// may mean, and UTC. A leap second is the second before it. `None` is out of the calendar (the years
/// -9999 to 9999).
pub(crate) fn in_utc(at: DateTime) -> Option<civil::DateTime> {
    let date = civil_day(at.date.first_day())?;
    let [hour, minute, second] = at
        .time
        .map_or([0; 3], |time| [time.hour(), time.minute(), time.second().unwrap_or(0).min(59)]);
    let time = civil::Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, 0).ok()?;
    let ahead = SignedDuration::from_mins(at.offset.unwrap_or(0).into());
    date.to_datetime(time).checked_sub(ahead).ok()
}

/// The day, of a date that is exact to the day.
pub(crate) fn civil_day(date: Date) -> Option<civil::Date> {
    civil::Date::new(date.year(), narrow(date.month()?)?, narrow(date.day()?)?).ok()
}

fn narrow(number: u8) -> Option<i8> {
    i8::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_leaves_out_is_the_first_that_it_may_mean() {
        let check = |text: &str, expected: Option<&str>| {
            let utc = in_utc(DateTime::parse_iso(text).unwrap());
            assert_eq!(utc.map(|it| it.to_string()).as_deref(), expected, "{text}");
        };
        check("2009", Some("2009-01-01T00:00:00"));
        check("2009-03", Some("2009-03-01T00:00:00"));
        check("2009-03-03T18:01", Some("2009-03-03T18:01:00"));
        check("2009-03-03T00:30+02:00", Some("2009-03-02T22:30:00"));
        check("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59"));
        check("9999-12-31T23:00-05:00", None);
    }
}
