//! The notes that saving programs leave in a file: where the page is from, and when it was saved.

use annalist_model::DateTime;

use crate::metadata::is_web_address;
use crate::page::Page;
use crate::stamp::{DayOrder, StampWords};

/// Comments of a page that are looked at.
const LOOK_WITHIN: usize = 40;

/// What a saver says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SaverNote {
    pub(crate) url: Option<String>,
    pub(crate) saved_at: Option<DateTime>,
    pub(crate) program: Option<&'static str>,
}

/// Reads the note of SingleFile, of a browser ("saved from url"), of monolith, or of the Wayback
/// Machine.
pub(crate) fn read(page: &Page<'_>, words: &StampWords) -> SaverNote {
    page.all()
        .filter_map(|node| page.markup_comment(node))
        .take(LOOK_WITHIN)
        .find_map(|comment| read_comment(comment, words))
        .unwrap_or_default()
}

fn read_comment(comment: &str, words: &StampWords) -> Option<SaverNote> {
    let comment = comment.trim();
    if comment.starts_with("Page saved with SingleFile")
        || comment.starts_with("Archive processed by SingleFile")
    {
        return Some(SaverNote {
            url: field(comment, "url:").filter(|url| is_web_address(url)),
            saved_at: field(comment, "saved date:").and_then(|date| script_date(&date, words)),
            program: Some("SingleFile"),
        });
    }
    if let Some(rest) = comment.strip_prefix("saved from url=(") {
        let url = rest.split_once(')')?.1.trim().to_owned();
        return Some(SaverNote {
            url: Some(url).filter(|url| is_web_address(url)),
            program: Some("browser"),
            saved_at: None,
        });
    }
    if let Some(rest) = comment.strip_prefix("Saved from ") {
        let (url, rest) = rest.split_once(" at ")?;
        let date = rest.split(" using ").next().unwrap_or(rest);
        return Some(SaverNote {
            url: Some(url.to_owned()).filter(|url| is_web_address(url)),
            saved_at: words.read(date, DayOrder::DayFirst),
            program: Some("monolith"),
        });
    }
    let (_, rest) = comment.split_once("FILE ARCHIVED ON ")?;
    let line = rest.lines().next()?;
    Some(SaverNote {
        url: None,
        saved_at: archive_date(line, words),
        program: Some("Wayback Machine"),
    })
}

/// The rest of the line after `label`.
fn field(comment: &str, label: &str) -> Option<String> {
    let (_, rest) = comment.split_once(label)?;
    let line = rest.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// A date as scripts print it: `Thu Sep 13 2018 11:30:54 GMT+0200 (…)`.
fn script_date(text: &str, words: &StampWords) -> Option<DateTime> {
    let mut at = words.read(text, DayOrder::DayFirst)?;
    if let Some((_, zone)) = text.split_once("GMT") {
        let zone: String =
            zone.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '+' | '-')).collect();
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let digits = zone.trim_start_matches(['+', '-']);
        let number: i16 = digits.parse().unwrap_or(0);
        let (hours, minutes) = (number / 100, number % 100);
        // No zone is further from UTC than 14 hours.
        let is_zone = digits.len() == 4 && hours <= 14 && minutes < 60;
        at.offset = at.time.filter(|_| is_zone).map(|_| sign * (hours * 60 + minutes));
    }
    Some(at)
}

/// `11:30:54 Sep 13, 2018 AND RETRIEVED FROM …`, in UTC.
fn archive_date(line: &str, words: &StampWords) -> Option<DateTime> {
    let date = line.split(" AND ").next()?;
    let mut at = words.read(date, DayOrder::MonthFirst)?;
    at.offset = at.time.map(|_| 0);
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(comment: &str, url: Option<&str>, saved_at: Option<&str>) {
        let note = read_comment(comment, &StampWords::load().unwrap()).unwrap_or_default();
        assert_eq!(note.url.as_deref(), url, "{comment}");
        assert_eq!(note.saved_at.map(|at| at.to_string()).as_deref(), saved_at, "{comment}");
    }

    #[test]
    fn each_saver_is_understood() {
        check(
            "\n Page saved with SingleFile \n url: https://a.example/b \n saved date: Thu Sep 13 2018 11:30:54 GMT+0200 (CEST)\n",
            Some("https://a.example/b"),
            Some("2018-09-13T11:30:54+02:00"),
        );
        check(" saved from url=(0021)https://a.example/b ", Some("https://a.example/b"), None);
        check(
            " Saved from https://a.example/b at 2018-09-13T09:30:54Z using monolith v2.8.1 ",
            Some("https://a.example/b"),
            Some("2018-09-13T09:30:54Z"),
        );
        check(
            "\n     FILE ARCHIVED ON 09:30:54 Sep 13, 2018 AND RETRIEVED FROM THE ARCHIVE",
            None,
            Some("2018-09-13T09:30:54Z"),
        );
        check(
            " Page saved with SingleFile \n saved date: Thu Sep 13 2018 11:30:54 GMT+9999",
            None,
            Some("2018-09-13T11:30:54"),
        );
        check(" saved from url=(0014)about:internet ", None, None);
        check("just a comment", None, None);
    }
}
