//! The day of publication where it was published.
//!
//! Many pages declare the instant of publication in universal time and show the day of their own
//! zone. The two differ for articles of the evening; the reader, and whoever cites the page, goes
//! by the day that is shown.

use aho_corasick::AhoCorasick;
use annalist_model::{DateTime, Origin, Sourced, Time};

use super::candidate::{Candidate, Field};
use super::zone;
use crate::page::Page;
use crate::stamp::{DayOrder, StampWords, day_number, minutes_of};

/// Places of one day in the source that are looked at.
const MOST_PLACES: usize = 200;

/// A day as `2018-09-06` is so long.
const LENGTH_OF_DAY: usize = 10;

/// No zone is further from universal time than this, in minutes: to the west, to the east.
const WEST: i64 = -12 * 60;
const EAST: i64 = 14 * 60;

/// `published`, told in the time of the place, where the page tells that too.
pub(super) fn of(
    published: Sourced<DateTime>,
    candidates: &[Candidate],
    page: &Page<'_>,
    stamps: &StampWords,
    order: DayOrder,
    address: Option<DateTime>,
) -> Sourced<DateTime> {
    let at = published.value;
    let (Some(0), Some(instant)) = (at.offset, minutes_of(&at)) else { return published };
    let shown: Vec<(DateTime, &Candidate)> = candidates
        .iter()
        .filter(|it| it.field == Field::Published)
        .filter_map(|it| Some((stamps.read(&it.text, order)?, it)))
        .collect();
    let local =
        shown.iter().find_map(|(shown, it)| Some(it.sourced(same_instant(shown, instant)?)));
    if let Some(local) = local.or_else(|| in_source(page, &at, instant)) {
        return local;
    }
    // The day in the address is the article's; a day that the page shows may be that of the reader.
    let by_address = address
        .filter(|day| is_day_of(day, instant))
        .map(|day| Sourced::new(day, Origin::Url, None));
    let is_confirmed = shown.iter().any(|(shown, it)| {
        matches!(it.origin, Origin::Markup | Origin::Byline) && shown.date == at.date
    });
    let by_markup = || {
        let mut days = shown.iter().filter(|(shown, it)| {
            shown.time.is_none() && it.origin == Origin::Markup && is_day_of(shown, instant)
        });
        days.next().filter(|_| !is_confirmed).map(|(shown, it)| it.sourced(*shown))
    };
    if let Some(day) = by_address.clone().or_else(by_markup) {
        return if day.value.date == at.date { published } else { day };
    }
    let at_home = || in_zone(instant, zone::offset(&page.decoded.text, instant)?, &at);
    match at_home().filter(|_| !is_confirmed) {
        Some(value) => Sourced { value, ..published },
        None => published,
    }
}

/// `instant`, which is `at`, in the time `offset` minutes east of universal time.
fn in_zone(instant: i64, offset: i16, at: &DateTime) -> Option<DateTime> {
    let minutes = instant + i64::from(offset);
    let date = crate::stamp::day_of_number(minutes.div_euclid(24 * 60))?;
    let minute = minutes.rem_euclid(24 * 60);
    let hour = u8::try_from(minute / 60).ok()?;
    let time = Time::new(hour, u8::try_from(minute % 60).ok()?, at.time?.second())?;
    Some(DateTime { date, time: Some(time), offset: Some(offset) })
}

/// `shown`, if it is `instant` in another zone; where it names none, the distance tells it.
fn same_instant(shown: &DateTime, instant: i64) -> Option<DateTime> {
    match shown.offset {
        Some(0) => None,
        Some(_) => (minutes_of(shown)? == instant).then_some(*shown),
        None => {
            let apart = minutes_of(shown)? - instant;
            let is_zone = apart != 0 && apart % 30 == 0 && (WEST..=EAST).contains(&apart);
            is_zone.then_some(DateTime { offset: i16::try_from(apart).ok(), ..*shown })
        }
    }
}

/// Whether a day without a time can be the day of `instant` in some zone.
fn is_day_of(day: &DateTime, instant: i64) -> bool {
    let Some(number) = day_number(&day.date) else { return false };
    let start = number * 24 * 60;
    instant + EAST >= start && instant + WEST < start + 24 * 60
}

/// The same instant in another zone, anywhere in the source of the page.
fn in_source(page: &Page<'_>, at: &DateTime, instant: i64) -> Option<Sourced<DateTime>> {
    let source = page.decoded.text.as_str();
    let today = day_number(&at.date)?;
    let days = [today, today - 1, today + 1].map(crate::stamp::day_of_number);
    let days: Vec<String> = days.into_iter().flatten().map(|day| day.to_string()).collect();
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); days.len()];
    for place in AhoCorasick::new(&days).ok()?.find_iter(source) {
        let known = &mut places[place.pattern().as_usize()];
        if known.len() < MOST_PLACES {
            known.push(place.start());
        }
    }
    let at_place = |start: usize| {
        let rest = source[start..].bytes().take(30);
        let length = rest.take_while(|it| it.is_ascii_digit() || b"-:T+. Z".contains(it)).count();
        let (found, end) = (LENGTH_OF_DAY + 6..=length).rev().find_map(|length| {
            let end = start + length;
            Some((DateTime::parse_iso(source.get(start..end)?)?, end))
        })?;
        found.offset.filter(|&offset| offset != 0)?;
        let local = same_instant(&found, instant)?;
        Some(Sourced::new(local, Origin::Markup, page.decoded.bytes_of(start..end)))
    };
    places.into_iter().flatten().find_map(at_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        DateTime::parse_iso(text).unwrap()
    }

    #[test]
    fn one_instant_is_known_in_every_zone() {
        let instant = minutes_of(&at("2018-09-07T03:28:35Z")).unwrap();
        let local = |text| same_instant(&at(text), instant).map(|at| at.to_string());
        let told = Some("2018-09-06T22:28:35-05:00".to_owned());
        assert_eq!(local("2018-09-06T22:28:35-05:00"), told);
        assert_eq!(local("2018-09-06T22:28:35"), told, "the zone is the distance");
        assert_eq!(local("2018-09-06T22:13:35"), None);
        assert_eq!(local("2018-09-05T22:28:35"), None);
    }

    #[test]
    fn an_instant_is_told_in_another_zone() {
        let utc = at("2020-05-02T02:54:29Z");
        let local = in_zone(minutes_of(&utc).unwrap(), -240, &utc).unwrap();
        assert_eq!(local.to_string(), "2020-05-01T22:54:29-04:00");
    }

    #[test]
    fn a_day_is_that_of_an_instant_in_some_zone() {
        let instant = minutes_of(&at("2018-09-07T03:28:35Z")).unwrap();
        assert!(is_day_of(&at("2018-09-06"), instant));
        assert!(is_day_of(&at("2018-09-07"), instant));
        assert!(!is_day_of(&at("2018-09-08"), instant));
    }
}
