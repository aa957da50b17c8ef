//! Addresses of the web: whether one is, whose it is, and the date that it holds.

use annalist_model::{Date, DateTime, Origin, Sourced};

use crate::stamp::{DayOrder, StampWords, YEARS};

/// Folders of an address that are looked at.
const MOST_FOLDERS: usize = 12;

/// Whether `text` is an absolute address of the web.
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
    })
}

/// Whether an absolute address is that of the front page of a site.
pub(super) fn is_front_page(address: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or(address);
    address.split_once("://").is_some_and(|(_, rest)| !rest.trim_end_matches('/').contains('/'))
}

/// The parts of an address that slashes part, without its scheme, what it asks for and where on the
/// page it leads; of a whole address the host first.
pub(super) fn parts(address: &str) -> impl Iterator<Item = &str> {
    let path = address.split("://").last().unwrap_or(address);
    path.split(['?', '#']).next().unwrap_or(path).split('/')
}

/// What an address calls its site: `gazette` and `gazette.example` of
/// `https://www.gazette.example/a`.
pub(super) fn domain_words(address: &str) -> Vec<String> {
    let Some(host) = address.split("://").nth(1).and_then(|it| it.split(['/', ':', '?']).next())
    else {
        return Vec::new();
    };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let longest = host.split('.').rev().skip(1).max_by_key(|part| part.len());
    longest.into_iter().chain([host]).map(str::to_owned).collect()
}

/// The date in an address: `/2018/09/06/`, `/2018-09-06-`, `/20180906/`, `/2018/sep/06/`.
pub(super) fn date_in(url: &str, stamps: &StampWords) -> Option<Date> {
    let path = url.split(['?', '#']).next()?.splitn(4, '/').nth(3)?;
    with_month_name(path, stamps).or_else(|| of_numbers(path))
}

/// The date in the folders of a path, its month by name.
fn with_month_name(path: &str, stamps: &StampWords) -> Option<Date> {
    let folders: Vec<&str> = path.split('/').take(MOST_FOLDERS).collect();
    let is_number = |folder: &str| folder.bytes().all(|byte| byte.is_ascii_digit());
    folders.windows(3).find_map(|window| {
        let [year, month, day] = [window[0], window[1], window[2]];
        if year.len() != 4 || !is_number(year) || !is_number(day) || is_number(month) {
            return None;
        }
        let at = stamps.read(&format!("{year} {month} {day}"), DayOrder::DayFirst)?;
        at.date.day().and(Some(at.date))
    })
}

/// The date in the numbers of a path.
fn of_numbers(path: &str) -> Option<Date> {
    let numbers: Vec<(&str, char)> = numbers(path);
    for window in numbers.windows(3) {
        let [(year, first), (month, second), (day, _)] = [window[0], window[1], window[2]];
        let is_parted = first == second && matches!(first, '/' | '-' | '_');
        if year.len() == 4 && is_parted && month.len() <= 2 && day.len() <= 2 {
            let date = Date::new(year.parse().ok()?, month.parse().ok(), day.parse().ok());
            if let Some(date) = date.filter(|date| YEARS.contains(&date.year())) {
                return Some(date);
            }
        }
    }
    if let Some((digits, _)) = numbers.iter().find(|(digits, _)| digits.len() == 8) {
        let date = Date::new(
            digits[..4].parse().ok()?,
            digits[4..6].parse().ok(),
            digits[6..].parse().ok(),
        );
        if let Some(date) = date.filter(|date| YEARS.contains(&date.year())) {
            return Some(date);
        }
    }
    numbers.windows(2).find_map(|window| {
        let [(year, sign), (month, after)] = [window[0], window[1]];
        let is_folder = sign == '/' && after == '/' && year.len() == 4 && month.len() == 2;
        let date = Date::new(year.parse().ok()?, month.parse().ok(), None)?;
        (is_folder && YEARS.contains(&date.year())).then_some(date)
    })
}

/// The day in the address, where `shown` is the same with day and month in the wrong order:
/// "02/10/2020" on a page at `/2020/oct/02/`.
pub(super) fn in_order(shown: &Sourced<DateTime>, day: DateTime) -> Option<Sourced<DateTime>> {
    let is_read = matches!(shown.origin, Origin::Markup | Origin::Byline);
    let (read, known) = (shown.value.date, day.date);
    let is_swapped = read.year() == known.year()
        && read.day().is_some()
        && read.month() == known.day()
        && read.day() == known.month()
        && read.month() != read.day();
    (is_read && is_swapped)
        .then(|| Sourced { value: DateTime { date: known, ..shown.value }, ..shown.clone() })
}

/// The numbers of a path that stand by themselves, each with the sign after it.
fn numbers(path: &str) -> Vec<(&str, char)> {
    let mut numbers = Vec::new();
    let mut start = None;
    let mut before = '/';
    for (at, character) in path.char_indices().chain([(path.len(), '/')]) {
        match start {
            None if character.is_ascii_digit() && !before.is_alphanumeric() => start = Some(at),
            Some(from) if !character.is_ascii_digit() => {
                if !character.is_alphabetic() {
                    numbers.push((&path[from..at], character));
                }
                start = None;
            }
            _ => (),
        }
        before = character;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_addresses_count() {
        assert!(is_web_address("https://gazette.example/a"));
        assert!(!is_web_address("/a"));
        assert!(!is_web_address("javascript:alert(1)"));
        assert_eq!(domain_words("https://www.gazette.example/a"), ["gazette", "gazette.example"]);
    }

    #[test]
    fn addresses_give_dates() {
        let stamps = StampWords::load().unwrap();
        let date = |url| date_in(url, &stamps).map(|date| date.to_string());
        assert_eq!(
            date("https://a.example/2018/09/06/strike-ends/").as_deref(),
            Some("2018-09-06")
        );
        assert_eq!(date("https://a.example/news/2018-09-06-strike").as_deref(), Some("2018-09-06"));
        assert_eq!(date("https://a.example/20180906/strike").as_deref(), Some("2018-09-06"));
        assert_eq!(date("https://a.example/2018/09/strike").as_deref(), Some("2018-09"));
        assert_eq!(date("https://a.example/2018/sep/06/strike").as_deref(), Some("2018-09-06"));
        assert_eq!(date("https://a.example/2018/99/strike"), None);
        assert_eq!(date("https://2018-09-06.example/strike-12"), None);
    }
}
