//! From when to when a date reaches, with no part made up.

use std::fmt;

use annalist_model::{Date, DateMention, Precision};

/// The days that a date means, as exact as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The date; of several days the first.
    pub(crate) start: Date,
    /// The last of several days, where these are no month and no year.
    pub(crate) end: Option<Date>,
}

impl Stretch {
    /// A month and a year are one date without the parts that they do not say; of a stretch that is
    /// open at one end the known end counts.
    pub(crate) fn of(found: &DateMention) -> Option<Stretch> {
        let days = found.interval?;
        between(Precision::of(&found.value), days.from, days.to)
    }
}

impl fmt::Display for Stretch {
    /// ISO 8601: a date, or an interval of two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start)?;
        self.end.map_or(Ok(()), |end| write!(f, "/{end}"))
    }
}

fn between(precision: Option<Precision>, from: Option<Date>, to: Option<Date>) -> Option<Stretch> {
    let start = from.or(to)?;
    let one = match precision {
        Some(Precision::Month) => Date::new(start.year(), start.month(), None),
        Some(Precision::Year) => Date::new(start.year(), None, None),
        _ => (from == to || from.is_none() || to.is_none()).then_some(start),
    };
    let end = if one.is_none() { to } else { None };
    Some(Stretch { start: one.unwrap_or(start), end })
}

#[cfg(test)]
mod tests {
    use annalist_model::DateTime;

    use super::*;

    fn date(text: &str) -> Option<Date> {
        DateTime::parse_iso(text).map(|at| at.date)
    }

    #[track_caller]
    fn check(value: &str, from: &str, to: &str, expected: (&str, &str)) {
        let found = between(Precision::of(value), date(from), date(to)).unwrap();
        assert_eq!((Some(found.start), found.end), (date(expected.0), date(expected.1)), "{value}");
    }

    #[test]
    fn no_part_of_a_date_is_made_up() {
        check("2007-03", "2007-03-01", "2007-03-31", ("2007-03", ""));
        check("2007", "2007-01-01", "2007-12-31", ("2007", ""));
        check("2007-03-04", "2007-03-04", "2007-03-04", ("2007-03-04", ""));
        check("2007-03-04", "2007-03-04", "", ("2007-03-04", ""));
        check("2007-W10", "2007-03-05", "2007-03-11", ("2007-03-05", "2007-03-11"));
    }
}
