//! The day of publication where it was published.
//!
//! Many pages declare the instant of publication in universal time and show the day of their own
//! zone. The two differ for articles of the evening; the reader, and whoever cites the page, goes
//! by the day that is shown.

use aho_corasick::AhoCorasick;
use annalist_model::{Date, DateTime, Origin, Sourced, Time};

use super::candidate::{Candidate, Field};
use crate::page::Page;
use crate::stamp::{DayOrder, StampWords, day_number, day_of_number, minutes_of};

/// Places of one day in the source that are looked at.
const MOST_PLACES: usize = 200;

/// A day as `2018-09-06` is so long.
const LENGTH_OF_DAY: usize = 10;

/// Months as mail and feeds write them, and how long a day with time and zone is there:
/// `06 Sep 2018 22:28:35 -0500`.
const MONTHS_OF_MAIL: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LENGTH_IN_MAIL: usize = 26;

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
    let near = || in_source(page, &at, stamps, order);
    if let Some(local) = local.or_else(|| told_by(&near(), &published, instant)) {
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
    match by_address.or_else(by_markup) {
        Some(day) if day.value.date != at.date => day,
        _ => published,
    }
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

/// What times of the page's own zone tell of `published`: one of them is the same instant; or else all
/// are of one zone, which then is that of `published`, too.
fn told_by(
    times: &[Sourced<DateTime>],
    published: &Sourced<DateTime>,
    instant: i64,
) -> Option<Sourced<DateTime>> {
    let same = times
        .iter()
        .find_map(|it| Some(Sourced::new(same_instant(&it.value, instant)?, it.origin, it.bytes)));
    same.or_else(|| {
        let offset = times.first()?.value.offset?;
        let is_one = times.iter().all(|it| it.value.offset == Some(offset));
        let local = in_zone(&published.value, offset).filter(|_| is_one)?;
        Some(Sourced::new(local, published.origin, published.bytes))
    })
}

/// A time of universal time in a zone.
fn in_zone(at: &DateTime, offset: i16) -> Option<DateTime> {
    let local = minutes_of(at)? + i64::from(offset);
    let hour = u8::try_from(local.rem_euclid(24 * 60) / 60).ok()?;
    let minute = u8::try_from(local.rem_euclid(60)).ok()?;
    let time = Time::new(hour, minute, at.time?.second())?;
    let date = day_of_number(local.div_euclid(24 * 60))?;
    Some(DateTime { date, time: Some(time), offset: Some(offset) })
}

/// The times of the days around `at` that name a zone of their own, anywhere in the source of the
/// page.
fn in_source(
    page: &Page<'_>,
    at: &DateTime,
    stamps: &StampWords,
    order: DayOrder,
) -> Vec<Sourced<DateTime>> {
    let source = page.decoded.text.as_str();
    let Some(today) = day_number(&at.date) else { return Vec::new() };
    let days = [today, today - 1, today + 1].map(day_of_number);
    let mut names: Vec<String> = days.iter().flatten().map(ToString::to_string).collect();
    names.extend(days.iter().flatten().filter_map(as_in_mail));
    let Ok(finder) = AhoCorasick::new(&names) else { return Vec::new() };
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
    for place in finder.find_iter(source) {
        let known = &mut places[place.pattern().as_usize()];
        if known.len() < MOST_PLACES {
            known.push(place.start());
        }
    }
    let at_place = |start: usize| {
        let rest = source[start..].bytes().take(30);
        let length = rest.take_while(|it| it.is_ascii_digit() || b"-:T+. Z".contains(it)).count();
        let iso = (LENGTH_OF_DAY + 6..=length).rev().find_map(|length| {
            let end = start + length;
            Some((DateTime::parse_iso(source.get(start..end)?)?, end))
        });
        let of_mail = || {
            let end = start + LENGTH_IN_MAIL;
            Some((stamps.read(source.get(start..end)?, order)?, end))
        };
        let (found, end) = iso.or_else(of_mail)?;
        found.offset.filter(|&offset| offset != 0)?;
        Some(Sourced::new(found, Origin::Markup, page.decoded.bytes_of(start..end)))
    };
    places.into_iter().flatten().filter_map(at_place).collect()
}

/// A day as mail and feeds write it (RFC 5322): `06 Sep 2018`.
fn as_in_mail(day: &Date) -> Option<String> {
    let month = MONTHS_OF_MAIL.get(usize::from(day.month()?).checked_sub(1)?)?;
    Some(format!("{:02} {month} {}", day.day()?, day.year()))
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
    fn times_of_one_zone_tell_that_of_the_page() {
        let published = Sourced::new(at("2018-09-07T03:28:35Z"), Origin::JsonLd, None);
        let instant = minutes_of(&published.value).unwrap();
        let local = |times: &[&str]| {
            let times: Vec<_> =
                times.iter().map(|it| Sourced::new(at(it), Origin::Markup, None)).collect();
            told_by(&times, &published, instant).map(|it| it.value.to_string())
        };
        let told = Some("2018-09-06T23:28:35-04:00".to_owned());
        assert_eq!(local(&["2018-09-06T20:00-04:00", "2018-09-07T09:30-04:00"]), told);
        assert_eq!(local(&["2018-09-06T20:00-04:00", "2018-09-07T09:30+02:00"]), None);
        assert_eq!(local(&[]), None);
    }

    #[test]
    fn days_of_mail_have_english_months() {
        assert_eq!(as_in_mail(&at("2018-09-06").date).as_deref(), Some("06 Sep 2018"));
    }

    #[test]
    fn a_day_is_that_of_an_instant_in_some_zone() {
        let instant = minutes_of(&at("2018-09-07T03:28:35Z")).unwrap();
        assert!(is_day_of(&at("2018-09-06"), instant));
        assert!(is_day_of(&at("2018-09-07"), instant));
        assert!(!is_day_of(&at("2018-09-08"), instant));
    }
}
