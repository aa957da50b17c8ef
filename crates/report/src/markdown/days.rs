//! Days in words, no more exact than the text is.

use annalist_model::{Anchor, Date, Interval, Modifier, Precision, TimexDetails, TimexType};

/// What is known of a date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'d> {
    pub(crate) days: Interval,
    pub(crate) kind: TimexType,
    pub(crate) value: &'d str,
    pub(crate) details: &'d TimexDetails,
}

/// The days of a date, with what the text says of them: "since 2003", "by early 2014",
/// "2018-09-06 17:00 UTC".
pub(crate) fn days_words(date: Known<'_>) -> String {
    let TimexDetails { modifier, limit, .. } = *date.details;
    let day = date.value.split_once('T').map_or(date.value, |(day, _)| day);
    let whole = match limit.filter(|_| is_plain(day)) {
        Some(limit) => format!("{} {}", limit.as_str(), modified(day, modifier)),
        None => {
            let modifier = modifier.filter(|_| limit.is_none());
            modified(&interval_words(date.days.from, date.days.to), modifier)
        }
    };
    if date.kind == TimexType::Time { whole + &time_words(date) } else { whole }
}

/// How exact it is, in words.
pub(super) fn precision_words(value: &str, anchor: Anchor) -> &'static str {
    match Precision::of(value) {
        // What the bounds do not settle keeps a value with something unknown.
        _ if anchor == Anchor::PublicationBounds && value.contains(['X', '_']) => {
            "somewhere in these days"
        }
        Some(precision) => precision.as_str(),
        None => "",
    }
}

/// Whether a value is a year, month or day, so that it can be read as it stands.
fn is_plain(value: &str) -> bool {
    matches!(value.len(), 4 | 7 | 10)
        && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

fn modified(days: &str, modifier: Option<Modifier>) -> String {
    match modifier {
        None => days.to_owned(),
        Some(Modifier::Start) => format!("early {days}"),
        Some(Modifier::Mid) => format!("mid {days}"),
        Some(Modifier::End) => format!("late {days}"),
        Some(Modifier::Before | Modifier::OnOrBefore) => format!("{days} or before"),
        Some(Modifier::After | Modifier::OnOrAfter) => format!("{days} or after"),
        Some(_) => format!("about {days}"),
    }
}

/// The time of day behind a date, with its zone.
fn time_words(date: Known<'_>) -> String {
    let time = date.value.split_once('T').map(|(_, time)| time).filter(|it| !it.contains('/'));
    let Some(time) = time else { return String::new() };
    let part = match time {
        "MO" => ", morning",
        "MI" => ", midday",
        "AF" => ", afternoon",
        "EV" => ", evening",
        "NI" => ", night",
        "DT" => ", daytime",
        _ => "",
    };
    if !part.is_empty() {
        return part.to_owned();
    }
    let clock = time.trim_end_matches('Z');
    let clock = clock.split_once(['+', '-']).map_or(clock, |(clock, _)| clock);
    let zone = date.details.zone.as_ref().map(|zone| match zone.offset {
        Some(offset) if offset.minutes() == 0 => " UTC".to_owned(),
        Some(offset) => format!(" UTC{offset}"),
        None => format!(" ({})", zone.name),
    });
    format!(" {clock}{}", zone.unwrap_or_default())
}

/// A stretch of days in words: whole months and years by their own names, both ends included.
pub(super) fn interval_words(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => {
            let [first, last] = whole(from, to);
            if first == last { first.to_string() } else { format!("{first} to {last}") }
        }
        (Some(from), None) => format!("{from} or later"),
        (None, Some(to)) => format!("{to} or earlier"),
        (None, None) => String::new(),
    }
}

/// The years, else the months, that last from `from` to `to`, where they do; else both.
fn whole(from: Date, to: Date) -> [Date; 2] {
    let years = [from, to].map(|date| Date::new(date.year(), None, None));
    let months = [from, to].map(|date| Date::new(date.year(), date.month(), None));
    let last = |[first, last]: &[Date; 2]| {
        first.first_day() == from.first_day() && last.last_day() == to.last_day()
    };
    let known = |[first, last]: [Option<Date>; 2]| Some([first?, last?]);
    [years, months].into_iter().filter_map(known).find(last).unwrap_or([from, to])
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_model::Limit;

    #[test]
    fn stretches_of_days_have_short_names() {
        let day = |text: &str| annalist_model::DateTime::parse_iso(text).map(|at| at.date);
        for (from, to, expected) in [
            ("2008-02-01", "2008-02-29", "2008-02"),
            ("2008-01-01", "2008-12-31", "2008"),
            ("2008-02-03", "2008-02-03", "2008-02-03"),
            ("2008-02-01", "2008-03-31", "2008-02 to 2008-03"),
            ("1850-01-01", "1859-12-31", "1850 to 1859"),
            ("2008-02-01", "2008-03-30", "2008-02-01 to 2008-03-30"),
            ("", "2008-12-31", "2008-12-31 or earlier"),
            ("2008-12-31", "", "2008-12-31 or later"),
        ] {
            assert_eq!(interval_words(day(from), day(to)), expected);
        }
    }

    #[test]
    fn a_date_is_no_more_exact_than_its_words() {
        let day = |text: &str| annalist_model::DateTime::parse_iso(text).map(|at| at.date);
        let words = |value, from, to, modifier, limit| {
            let details = TimexDetails { modifier, limit, ..TimexDetails::default() };
            let days = Interval { from: day(from), to: day(to) };
            let kind = if value == "2018-09-06TNI" { TimexType::Time } else { TimexType::Date };
            days_words(Known { days, kind, value, details: &details })
        };
        let (early, by) = (Some(Modifier::Start), Some(Limit::By));
        for (found, expected) in [
            (words("2014", "", "2014-12-31", early, by), "by early 2014"),
            (words("2003", "2003-01-01", "", None, Some(Limit::Since)), "since 2003"),
            (words("2018-W35", "", "2018-09-02", None, by), "2018-09-02 or earlier"),
            (words("2003", "2003-01-01", "2003-12-31", Some(Modifier::Approx), None), "about 2003"),
            (words("2018-09-06TNI", "2018-09-06", "2018-09-06", None, None), "2018-09-06, night"),
        ] {
            assert_eq!(found, expected);
        }
    }
}
