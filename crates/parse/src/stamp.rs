//! Times as pages show them: "September 7, 2018 at 5:59 pm", "07.09.2018, 17:59", "3 hours ago".
//!
//! Reads the time of a comment or of a page, never dates in prose. What is not said (a year, a
//! zone) is not invented.

use std::collections::HashMap;

use annalist_model::{Date, DateTime, Time};
use jiff::civil;

use crate::data::{DataError, data_file};

/// The order of day and month in a date of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DayOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// The words of shown times.
#[derive(Debug)]
pub(crate) struct StampWords {
    months: HashMap<&'static str, u8>,
    units: HashMap<&'static str, Unit>,
    days_back: HashMap<&'static str, i32>,
    counts: HashMap<&'static str, i32>,
    prefixes: Vec<&'static str>,
    suffixes: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A part of a shown time.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'t> {
    Number { value: i32, digits: usize },
    Word(&'t str),
    Sign(char),
}

impl StampWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<StampWords, DataError> {
        let mut words = StampWords {
            months: HashMap::new(),
            units: HashMap::new(),
            days_back: HashMap::new(),
            counts: HashMap::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
        };
        for row in data_file!("months.tsv").rows() {
            let [name, number, _example] = row.columns()?;
            let month = number.parse().map_err(|_| row.error("no number of a month"))?;
            words.months.insert(name, month);
        }
        for row in data_file!("ago.tsv").rows() {
            let [word, kind, value, _example] = row.columns()?;
            let number = || value.parse().map_err(|_| row.error(format!("“{value}” is no number")));
            match kind {
                "prefix" => words.prefixes.push(word),
                "suffix" => words.suffixes.push(word),
                "unit" => {
                    let unit = Unit::named(value)
                        .ok_or_else(|| row.error(format!("no unit is called “{value}”")))?;
                    words.units.insert(word, unit);
                }
                "day" => {
                    words.days_back.insert(word, number()?);
                }
                "count" => {
                    words.counts.insert(word, number()?);
                }
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            }
        }
        Ok(words)
    }

    /// The first full date in `text`, to the precision shown, with its time of day where one
    /// stands beside it.
    pub(crate) fn read(&self, text: &str, order: DayOrder) -> Option<DateTime> {
        let text = text.trim();
        if let Some(iso) = first_iso(text) {
            return Some(iso);
        }
        let lower = text.to_lowercase();
        let tokens = tokens(&lower);
        let (date, used) = self.find_date(&tokens, order)?;
        let time = find_time(&tokens[used.end..]).or_else(|| find_time(&tokens[..used.start]));
        let (time, offset) = time.map_or((None, None), |(time, offset)| (Some(time), offset));
        let time = time.filter(|_| date.day().is_some());
        Some(DateTime { date, time, offset: offset.filter(|_| time.is_some()) })
    }

    /// The point in time that `text` tells from `now`: "3 hours ago", "gestern".
    pub(crate) fn read_relative(&self, text: &str, now: DateTime) -> Option<DateTime> {
        let lower = text.to_lowercase();
        let tokens = tokens(&lower);
        if let Some(days) = tokens.iter().find_map(|token| match token {
            Token::Word(word) => self.days_back.get(word).copied(),
            _ => None,
        }) {
            let day = civil_day(now)?.checked_sub(jiff::Span::new().days(days)).ok()?;
            let time = find_time(&tokens).map(|(time, _)| time);
            return Some(DateTime {
                date: model_date(day)?,
                time,
                offset: now.offset.filter(|_| time.is_some()),
            });
        }
        let (count, unit) = self.find_distance(&lower, &tokens)?;
        back_from(now, count, unit)
    }

    /// Whether `text` tells a time from now.
    pub(crate) fn is_relative(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let tokens = tokens(&lower);
        let names_day = tokens
            .iter()
            .any(|token| matches!(token, Token::Word(word) if self.days_back.contains_key(word)));
        names_day || self.find_distance(&lower, &tokens).is_some()
    }

    fn find_distance(&self, lower: &str, tokens: &[Token<'_>]) -> Option<(i32, Unit)> {
        let is_marked = self.suffixes.iter().any(|word| has_word(lower, word))
            || self.prefixes.iter().any(|word| has_word(lower, word));
        if !is_marked {
            return None;
        }
        tokens.windows(2).find_map(|pair| {
            let Token::Word(unit) = pair[1] else { return None };
            let unit = *self.units.get(unit)?;
            match pair[0] {
                Token::Number { value, .. } => Some((value, unit)),
                Token::Word(word) => Some((*self.counts.get(word)?, unit)),
                Token::Sign(_) => None,
            }
        })
    }

    fn find_date(
        &self,
        tokens: &[Token<'_>],
        order: DayOrder,
    ) -> Option<(Date, std::ops::Range<usize>)> {
        (0..tokens.len()).find_map(|start| {
            let (date, length) = self
                .date_with_month_name(&tokens[start..])
                .or_else(|| date_of_numbers(&tokens[start..], order))?;
            Some((date, start..start + length))
        })
    }

    fn date_with_month_name(&self, tokens: &[Token<'_>]) -> Option<(Date, usize)> {
        let mut parts = Parts { tokens, at: 0 };
        if let Some(day) = parts.number(1..=31) {
            parts.skip_ordinal();
            parts.skip_fillers();
            let month = parts.month(&self.months)?;
            parts.skip_fillers();
            let year = parts.year()?;
            return Some((Date::new(year, Some(month), Some(day as u8))?, parts.at));
        }
        if let Some(month) = parts.month(&self.months) {
            parts.skip_fillers();
            let before = parts.at;
            if let Some(day) = parts.number(1..=31) {
                parts.skip_ordinal();
                parts.skip_fillers();
                if let Some(year) = parts.year() {
                    return Some((Date::new(year, Some(month), Some(day as u8))?, parts.at));
                }
            }
            parts.at = before;
            let year = parts.year()?;
            return Some((Date::new(year, Some(month), None)?, parts.at));
        }
        let year = parts.full_year()?;
        parts.skip_fillers();
        let month = parts.month(&self.months)?;
        parts.skip_fillers();
        let day = parts.number(1..=31)?;
        Some((Date::new(year, Some(month), Some(day as u8))?, parts.at))
    }
}

impl Unit {
    fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        })
    }
}

/// Reads tokens one after the other.
struct Parts<'a, 't> {
    tokens: &'a [Token<'t>],
    at: usize,
}

impl Parts<'_, '_> {
    fn number(&mut self, range: std::ops::RangeInclusive<i32>) -> Option<i32> {
        match self.tokens.get(self.at)? {
            Token::Number { value, digits } if *digits <= 2 && range.contains(value) => {
                self.at += 1;
                Some(*value)
            }
            _ => None,
        }
    }

    fn full_year(&mut self) -> Option<i16> {
        match self.tokens.get(self.at)? {
            Token::Number { value, digits: 4 } if (1900..2100).contains(value) => {
                self.at += 1;
                Some(*value as i16)
            }
            _ => None,
        }
    }

    /// A year of four digits, or of two after an apostrophe or between a date and its end.
    fn year(&mut self) -> Option<i16> {
        if let Some(year) = self.full_year() {
            return Some(year);
        }
        match (self.tokens.get(self.at)?, self.tokens.get(self.at + 1)) {
            (Token::Number { value, digits: 2 }, next) if next != Some(&Token::Sign(':')) => {
                self.at += 1;
                Some(full_year(*value))
            }
            _ => None,
        }
    }

    fn month(&mut self, months: &HashMap<&str, u8>) -> Option<u8> {
        match self.tokens.get(self.at)? {
            Token::Word(word) => {
                let month = *months.get(word)?;
                self.at += 1;
                Some(month)
            }
            _ => None,
        }
    }

    fn skip_ordinal(&mut self) {
        if matches!(
            self.tokens.get(self.at),
            Some(Token::Word("st" | "nd" | "rd" | "th" | "er" | "º" | "ª"))
        ) {
            self.at += 1;
        }
    }

    fn skip_fillers(&mut self) {
        while matches!(
            self.tokens.get(self.at),
            Some(
                Token::Sign('.' | ',' | '-' | '/' | '\'' | '’') | Token::Word("of" | "de" | "del")
            )
        ) {
            self.at += 1;
        }
    }
}

fn full_year(two_digits: i32) -> i16 {
    (if two_digits < 70 { 2000 + two_digits } else { 1900 + two_digits }) as i16
}

/// `2018/09/07`, `07.09.2018`, `9-7-18`, `2018年9月7日`.
fn date_of_numbers(tokens: &[Token<'_>], order: DayOrder) -> Option<(Date, usize)> {
    let number = |index: usize| match tokens.get(index)? {
        Token::Number { value, digits } => Some((*value, *digits)),
        _ => None,
    };
    let parting = |index: usize| match tokens.get(index)? {
        Token::Sign(sign @ ('/' | '.' | '-')) => Some(*sign),
        _ => None,
    };
    if let (
        Some((year, 4)),
        Some(Token::Word("年")),
        Some((month, _)),
        Some(Token::Word("月")),
        Some((day, _)),
    ) = (number(0), tokens.get(1), number(2), tokens.get(3), number(4))
    {
        let date =
            Date::new(i16::try_from(year).ok()?, u8::try_from(month).ok(), u8::try_from(day).ok())?;
        return Some((date, 5));
    }
    let sign = parting(1)?;
    if parting(3)? != sign {
        return None;
    }
    let ((first, first_digits), (second, second_digits), (third, third_digits)) =
        (number(0)?, number(2)?, number(4)?);
    // 1.2.3.4 is no date.
    if parting(5) == Some(sign) && number(6).is_some() {
        return None;
    }
    let (year, month, day) = if first_digits == 4 && second_digits <= 2 && third_digits <= 2 {
        (first, second, third)
    } else if first_digits <= 2 && second_digits <= 2 && (third_digits == 4 || third_digits == 2) {
        let year = if third_digits == 4 { third } else { i32::from(full_year(third)) };
        match order {
            _ if first > 12 => (year, second, first),
            _ if second > 12 => (year, first, second),
            _ if sign == '.' => (year, second, first),
            DayOrder::DayFirst => (year, second, first),
            DayOrder::MonthFirst => (year, first, second),
        }
    } else {
        return None;
    };
    if !(1900..2100).contains(&year) {
        return None;
    }
    let date =
        Date::new(i16::try_from(year).ok()?, u8::try_from(month).ok(), u8::try_from(day).ok())?;
    Some((date, 5))
}

/// A time of day: `17:59`, `5:59:01 pm`, `17h59`, `14.05 uhr`.
fn find_time(tokens: &[Token<'_>]) -> Option<(Time, Option<i16>)> {
    for start in 0..tokens.len() {
        let Token::Number { value: hour, digits: 1..=2 } = tokens[start] else { continue };
        let is_dotted = tokens.get(start + 1) == Some(&Token::Sign('.'));
        let is_parted =
            is_dotted || matches!(tokens.get(start + 1), Some(Token::Sign(':') | Token::Word("h")));
        if !is_parted {
            continue;
        }
        let Some(Token::Number { value: minute, digits: 2 }) = tokens.get(start + 2) else {
            continue;
        };
        let mut next = start + 3;
        let second = match (tokens.get(next), tokens.get(next + 1)) {
            (Some(Token::Sign(':')), Some(Token::Number { value, digits: 2 })) => {
                next += 2;
                Some(*value as u8)
            }
            _ => None,
        };
        let word: String = tokens[next..]
            .iter()
            .take(4)
            .map_while(|token| match token {
                Token::Word(word) => Some(*word),
                Token::Sign('.') => Some(""),
                _ => None,
            })
            .collect();
        if is_dotted
            && !word.starts_with("uhr")
            && !word.starts_with("am")
            && !word.starts_with("pm")
        {
            continue;
        }
        let hour = if word.starts_with("pm") && hour < 12 {
            hour + 12
        } else if word.starts_with("am") && hour == 12 {
            0
        } else {
            hour
        };
        if let Some(time) = Time::new(u8::try_from(hour).ok()?, u8::try_from(*minute).ok()?, second)
        {
            let is_utc = ["utc", "gmt"].iter().any(|zone| word.ends_with(zone))
                && !matches!(tokens.get(next + 1), Some(Token::Sign('+' | '-')));
            return Some((time, is_utc.then_some(0)));
        }
    }
    None
}

/// The first ISO 8601 time stamp in `text`.
fn first_iso(text: &str) -> Option<DateTime> {
    let bytes = text.as_bytes();
    for start in 0..bytes.len().saturating_sub(9) {
        let is_start = bytes[start].is_ascii_digit()
            && (start == 0 || !bytes[start - 1].is_ascii_alphanumeric());
        if !is_start || bytes.get(start + 4) != Some(&b'-') || bytes.get(start + 7) != Some(&b'-') {
            continue;
        }
        let longest = (start + 10..=(start + 35).min(bytes.len())).rev();
        let found = longest.filter_map(|end| text.get(start..end)).find_map(DateTime::parse_iso);
        if found.is_some() {
            return found;
        }
    }
    None
}

fn tokens(lower: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = lower;
    // A shown time is short; what follows is not one.
    while let Some(first) = rest.chars().next().filter(|_| tokens.len() < 64) {
        let length = if first.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            tokens.push(Token::Number { value: rest[..digits].parse().unwrap_or(-1), digits });
            digits
        } else if matches!(first, '年' | '月' | '日') {
            tokens.push(Token::Word(&rest[..first.len_utf8()]));
            first.len_utf8()
        } else if first.is_alphabetic() {
            let end = rest
                .char_indices()
                .find(|(_, c)| {
                    !(c.is_alphabetic() || *c == '\'') || matches!(c, '年' | '月' | '日')
                })
                .map_or(rest.len(), |(at, _)| at);
            tokens.push(Token::Word(&rest[..end]));
            end
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}

fn back_from(now: DateTime, count: i32, unit: Unit) -> Option<DateTime> {
    let span = jiff::Span::new();
    let day = civil_day(now)?;
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let time = now.time?;
            let seconds = match unit {
                Unit::Second => 1,
                Unit::Minute => 60,
                _ => 3600,
            };
            let at = day
                .at(time.hour() as i8, time.minute() as i8, 0, 0)
                .checked_sub(jiff::SignedDuration::from_secs(seconds * i64::from(count)))
                .ok()?;
            let time = Time::new(at.hour() as u8, at.minute() as u8, None)?;
            Some(DateTime { date: model_date(at.date())?, time: Some(time), offset: now.offset })
        }
        Unit::Day | Unit::Week => {
            let days = if unit == Unit::Week { i64::from(count) * 7 } else { i64::from(count) };
            let day = day.checked_sub(span.try_days(days).ok()?).ok()?;
            Some(DateTime::date_only(model_date(day)?))
        }
        Unit::Month => {
            let day = day.checked_sub(span.try_months(i64::from(count)).ok()?).ok()?;
            Some(DateTime::date_only(Date::new(day.year(), Some(day.month() as u8), None)?))
        }
        Unit::Year => {
            let day = day.checked_sub(span.try_years(i64::from(count)).ok()?).ok()?;
            Some(DateTime::date_only(Date::new(day.year(), None, None)?))
        }
    }
}

fn civil_day(at: DateTime) -> Option<civil::Date> {
    civil::Date::new(at.date.year(), at.date.month()? as i8, at.date.day()? as i8).ok()
}

fn model_date(day: civil::Date) -> Option<Date> {
    Date::new(day.year(), Some(day.month() as u8), Some(day.day() as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words = StampWords::load().unwrap();
        let found = words.read(text, DayOrder::DayFirst).map(|at| at.to_string());
        assert_eq!(found.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn reads_the_forms_that_engines_print() {
        check("September 7, 2018 at 5:59 pm", "2018-09-07T17:59");
        check("Posted on 7th September 2018 @ 12:05 am", "2018-09-07T00:05");
        check("3. Mai 2015 um 14:05", "2015-05-03T14:05");
        check("» Mon Aug 08, 2011 10:53 am", "2011-08-08T10:53");
        check("am 03.05.2015, 14.05 Uhr", "2015-05-03T14:05");
        check("Le 3 mai 2015 à 17h59", "2015-05-03T17:59");
        check("2015-05-03 17:59:12", "2015-05-03T17:59:12");
        check("2018年9月7日", "2018-09-07");
        check("07/09/2018 - 17:59", "2018-09-07T17:59");
        check("9/27/18", "2018-09-27");
        check("Sept. 2018", "2018-09");
        check("5:59 p.m., 7 Sep 2018", "2018-09-07T17:59");
    }

    #[test]
    fn invents_neither_year_nor_day() {
        for text in [
            "September 7",
            "17:59",
            "version 1.2.3.4",
            "tel. 030-12-34-56",
            "Reply",
            "31/31/2018",
            "May the force",
        ] {
            check(text, "-");
        }
    }

    #[test]
    fn month_names_of_each_language_are_read() {
        for row in data_file!("months.tsv").rows() {
            let [_, month, example] = row.columns().unwrap();
            check(example, &format!("2018-{month:0>2}-07"));
        }
    }

    #[test]
    fn times_told_from_now_need_a_now() {
        let words = StampWords::load().unwrap();
        let now = DateTime::parse_iso("2018-09-13T11:30:54+02:00").unwrap();
        let at = |text| words.read_relative(text, now).map(|at| at.to_string());
        assert_eq!(at("3 hours ago").as_deref(), Some("2018-09-13T08:30+02:00"));
        assert_eq!(at("vor 2 Tagen").as_deref(), Some("2018-09-11"));
        assert_eq!(at("a month ago").as_deref(), Some("2018-08"));
        assert_eq!(at("Yesterday at 9:15 pm").as_deref(), Some("2018-09-12T21:15+02:00"));
        assert_eq!(at("3 hours"), None);
        for row in data_file!("ago.tsv").rows() {
            let [.., example] = row.columns::<4>().unwrap();
            assert!(words.is_relative(example), "{example}");
        }
    }
}
