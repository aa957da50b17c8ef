//! Dates of publication and change that stand in the markup or the address.

use annalist_model::{Date, Origin};
use html5ever::local_name;

use super::candidate::{Candidate, Field};
use crate::page::Page;
use crate::roles::Roles;
use crate::stamp::{DayOrder, StampWords, YEARS};

/// Dates in `time` elements and in elements whose class says that they show one, from the
/// headline on. `is_comment` tells the parts of the page that hold comments.
pub(super) fn read(
    page: &Page<'_>,
    headline: Option<usize>,
    words: &StampWords,
    order: DayOrder,
    is_comment: &dyn Fn(usize) -> bool,
    candidates: &mut Vec<Candidate>,
) {
    let from = headline.unwrap_or(0);
    let mut found = 0;
    for node in page.all() {
        if found >= 40 {
            break;
        }
        if page.element(node).is_none() || !page.is_visible(node) || is_comment(node) {
            continue;
        }
        let is_time = page.is(node, &local_name!("time"));
        let is_dated = page.roles(node).any(Roles::TIME.or(Roles::BYLINE));
        if !is_time && !is_dated {
            continue;
        }
        // A little above the headline still belongs to it.
        let away = if node >= from { 0 } else { 10 };
        if let Some((text, bytes, rank)) = shown_time(page, node, words, order) {
            found += 1;
            let rank = rank
                + away
                + u32::from(!is_time) * 3
                + if page.stands_aside(node) { 20 } else { 0 };
            candidates.push(Candidate {
                field: Field::Published,
                rank,
                text,
                origin: Origin::Markup,
                bytes,
            });
        }
    }
}

/// The time that an element shows, from its attributes first.
fn shown_time(
    page: &Page<'_>,
    node: usize,
    words: &StampWords,
    order: DayOrder,
) -> Option<(String, Option<annalist_model::ByteRange>, u32)> {
    for name in ["datetime", "content", "title"] {
        if let Some(at) = page.attribute(node, name).and_then(|value| words.read(value, order)) {
            let rank = if page.attribute(node, "pubdate").is_some() { 28 } else { 32 };
            return Some((at.to_string(), page.attribute_bytes(node, name), rank));
        }
    }
    if page.text_length(node) >= 200 {
        return None;
    }
    let at = words.read(&page.text(node), order)?;
    Some((at.to_string(), page.text_bytes(node), 36))
}

/// The date in an address: `/2018/09/06/`, `/2018-09-06-`, `/20180906/`.
pub(super) fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?.splitn(4, '/').nth(3)?;
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
    fn addresses_give_dates() {
        let date = |url| in_url(url).map(|date| date.to_string());
        assert_eq!(
            date("https://a.example/2018/09/06/strike-ends/").as_deref(),
            Some("2018-09-06")
        );
        assert_eq!(date("https://a.example/news/2018-09-06-strike").as_deref(), Some("2018-09-06"));
        assert_eq!(date("https://a.example/20180906/strike").as_deref(), Some("2018-09-06"));
        assert_eq!(date("https://a.example/2018/09/strike").as_deref(), Some("2018-09"));
        assert_eq!(date("https://a.example/2018/99/strike"), None);
        assert_eq!(date("https://2018-09-06.example/strike-12"), None);
    }
}
