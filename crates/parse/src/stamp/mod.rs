//! Times as pages show them: "September 7, 2018 at 5:59 pm", "07.09.2018, 17:59", "3 hours ago".
//!
//! Reads the time of a comment or of a page, never dates in prose. What is not said (a year, a
//! zone) is not invented.

mod clock;
mod dates;
mod distance;
mod marks;
mod tokens;

use annalist_model::{Date, DateTime};
use foldhash::{HashMap, HashMapExt};

use clock::{find_time, first_iso};
use distance::{Unit, back_from, civil_day, has_word, model_date};
pub(crate) use distance::{day_number, day_of_number, minutes_of};

use marks::Marks;
use tokens::{Token, tokens};

use crate::letters::Finder;
use annalist_tables::{DataError, DataFile, data_file};

/// Years that a page of the web can be from.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Whether a time can be that of a page or a comment.
pub(crate) fn is_plausible(at: &DateTime) -> bool {
    YEARS.contains(&at.date.year())
}

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
    /// Words that end a phrase told from now, and mean something else elsewhere.
    ends: Vec<&'static str>,
    marks: Marks,
    /// The words of which a time told from now holds one: days, prefixes and suffixes.
    telling: Finder,
}

impl StampWords {
    /// The words that come with the crate.
    pub(crate) fn load() -> Result<StampWords, DataError> {
        let file = data_file!("ago.tsv");
        let mut words = StampWords {
            months: HashMap::new(),
            units: HashMap::new(),
            days_back: HashMap::new(),
            counts: HashMap::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            ends: Vec::new(),
            marks: Marks::load()?,
            telling: telling(file)?,
        };
        for row in data_file!("months.tsv").rows()? {
            let [name, number, _example] = row.columns()?;
            let month = number.parse().map_err(|_| row.error("no number of a month"))?;
            words.months.insert(name, month);
        }
        for row in file.rows()? {
            let [word, kind, value, _example] = row.columns()?;
            let number = || value.parse().map_err(|_| row.error(format!("“{value}” is no number")));
            match kind {
                "prefix" => words.prefixes.push(word),
                "suffix" => words.suffixes.push(word),
                "end" => words.ends.push(word),
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
    /// stands beside it. A year that no page of the web was written in is no date.
    pub(crate) fn read(&self, text: &str, order: DayOrder) -> Option<DateTime> {
        self.read_any(text, order).filter(is_plausible)
    }

    fn read_any(&self, text: &str, order: DayOrder) -> Option<DateTime> {
        let text = text.trim();
        // Whatever the order and the language, a year is a number.
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let lower = text.to_lowercase();
        let tokens = tokens(&lower);
        if let Some(iso) = first_iso(text) {
            // "2019-02-24, 05:31 PM": the time of day is not that of the standard.
            if iso.time.is_some() || iso.date.day().is_none() {
                return Some(iso);
            }
            let time = find_time(&tokens, &self.marks);
            let (time, offset) = time.map_or((None, None), |(time, offset)| (Some(time), offset));
            return Some(DateTime { date: iso.date, time, offset });
        }
        let (date, used) = self.find_date(&tokens, order)?;
        let time = find_time(&tokens[used.end..], &self.marks)
            .or_else(|| find_time(&tokens[..used.start], &self.marks))
            .or_else(|| find_time(&tokens[used], &self.marks));
        let (time, offset) = time.map_or((None, None), |(time, offset)| (Some(time), offset));
        let time = time.filter(|_| date.day().is_some());
        Some(DateTime { date, time, offset: offset.filter(|_| time.is_some()) })
    }

    /// The point in time that `text` tells from `now`: "3 hours ago", "gestern".
    pub(crate) fn read_relative(&self, text: &str, now: DateTime) -> Option<DateTime> {
        let lower = text.trim().to_lowercase();
        let tokens = tokens(&lower);
        if let Some(days) = tokens.iter().find_map(|token| match token {
            Token::Word(word) => self.days_back.get(word).copied(),
            _ => None,
        }) {
            let day = civil_day(now)?.checked_sub(jiff::Span::new().days(days)).ok()?;
            let time = find_time(&tokens, &self.marks).map(|(time, _)| time);
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
        let text = text.trim();
        let may_be_bare = text.len() < 16 && text.starts_with(|it: char| it.is_ascii_digit());
        if !may_be_bare && !self.telling.finds_any(text) {
            return false;
        }
        let lower = text.to_lowercase();
        let tokens = tokens(&lower);
        // "Yesterday", "Today at 9:15 pm"; not "Subscribe today", nor the "hier" of a sentence.
        let said: Vec<_> = tokens.iter().filter(|it| !matches!(it, Token::Sign(_))).collect();
        let is_day =
            matches!(said.first(), Some(Token::Word(word)) if self.days_back.contains_key(word));
        let has_number = said.iter().any(|it| matches!(it, Token::Number { .. }));
        let names_day = is_day && (said.len() == 1 || has_number && said.len() <= 6);
        names_day || self.find_distance(&lower, &tokens).is_some()
    }

    /// Whether `text` shows a part of a time that no point in time can be told from: a day without
    /// a year, a time of day.
    pub(crate) fn is_partial(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let tokens = tokens(&lower);
        let is_month = |token: &Token<'_>| matches!(token, Token::Word(word) if self.months.contains_key(word));
        let is_day =
            |token: &Token<'_>| matches!(token, Token::Number { value: 1..=31, digits: 1..=2 });
        let names_day = tokens.iter().enumerate().any(|(at, token)| {
            is_month(token)
                && (at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(is_day)
                    || tokens[at + 1..].iter().take(2).any(is_day))
        });
        names_day || find_time(&tokens, &self.marks).is_some()
    }

    /// Where the time that `text` shows begins: words in front of it say something else.
    pub(crate) fn start_in(&self, text: &str, order: DayOrder) -> Option<usize> {
        let may_tell =
            text.bytes().any(|byte| byte.is_ascii_digit()) || self.telling.finds_any(text);
        if !may_tell {
            return None;
        }
        word_starts(text).find(|&at| self.begins_time(&text[at..], order))
    }

    /// Where the time that `text` shows begins, and where what is left after it: words in front of
    /// the one and behind the other say something else.
    pub(crate) fn place_in(&self, text: &str, order: DayOrder) -> Option<std::ops::Range<usize>> {
        let start = self.start_in(text, order)?;
        let parts = word_starts(text).filter(|&at| at > start);
        let last = parts.filter(|&at| self.begins_time(&text[at..], order)).last().unwrap_or(start);
        // What ends the last part of the time: the word after its last number or unit.
        let tail = &text[last..];
        let mut end = 0;
        let mut word_start = 0;
        for (at, character) in tail.char_indices().chain([(tail.len(), ' ')]) {
            if character.is_alphanumeric() {
                continue;
            }
            let word = tail[word_start..at].to_lowercase();
            let is_part = word.bytes().any(|byte| byte.is_ascii_digit())
                || self.months.contains_key(word.as_str())
                || self.units.contains_key(word.as_str())
                || self.days_back.contains_key(word.as_str())
                || self.counts.contains_key(word.as_str())
                || self.suffixes.contains(&word.as_str())
                || self.ends.contains(&word.as_str())
                || self.marks.at(&tokens(&word)).is_some();
            if is_part {
                end = at;
            } else if !word.is_empty() && end > 0 && at - end > 4 {
                break;
            }
            word_start = at + character.len_utf8();
        }
        Some(start..last + end)
    }

    /// Whether `part` begins with a time.
    fn begins_time(&self, part: &str, order: DayOrder) -> bool {
        if !self.may_begin_time(part) {
            return false;
        }
        let lower = part.to_lowercase();
        let tokens = tokens(&lower);
        self.date_at(&tokens, order).is_some()
            || find_time(&tokens[..tokens.len().min(5)], &self.marks).is_some()
                && matches!(tokens.first(), Some(Token::Number { .. }))
            || self.begins_distance(&lower, &tokens)
    }

    /// Whether the first word of `part` is one that a time begins with.
    fn may_begin_time(&self, part: &str) -> bool {
        let first = part.split_whitespace().next().unwrap_or_default().to_lowercase();
        match tokens(&first).first() {
            Some(Token::Number { .. }) => true,
            Some(Token::Word(word)) => {
                self.months.contains_key(word)
                    || self.days_back.contains_key(word)
                    || self.prefixes.contains(word)
                    || self.counts.contains_key(word)
            }
            Some(Token::Sign(_)) | None => false,
        }
    }

    fn begins_distance(&self, lower: &str, tokens: &[Token<'_>]) -> bool {
        let is_unit = |token: Option<&Token<'_>>| matches!(token, Some(Token::Word(word)) if self.units.contains_key(word));
        match tokens.first() {
            Some(Token::Word(word)) if self.days_back.contains_key(word) => true,
            Some(Token::Word(word)) if self.prefixes.contains(word) => {
                tokens.iter().take(4).any(|token| is_unit(Some(token)))
            }
            Some(Token::Word(word)) if self.counts.contains_key(word) => {
                is_unit(tokens.get(1)) && self.find_distance(lower, tokens).is_some()
            }
            Some(Token::Number { .. }) => {
                is_unit(tokens.get(1)) && self.find_distance(lower, tokens).is_some()
            }
            _ => false,
        }
    }

    fn find_distance(&self, lower: &str, tokens: &[Token<'_>]) -> Option<(i32, Unit)> {
        // Few texts count units of time; those that do are asked whether they tell a distance.
        let counted = tokens.windows(2).find_map(|pair| {
            let Token::Word(unit) = pair[1] else { return None };
            let unit = *self.units.get(unit)?;
            match pair[0] {
                Token::Number { value, .. } => Some((value, unit)),
                Token::Word(word) => Some((*self.counts.get(word)?, unit)),
                Token::Sign(_) => None,
            }
        })?;
        let is_end = |word: &&str| lower.strip_suffix(*word).is_some_and(|it| it.ends_with(' '));
        // "2w" is a distance where it is all that is said.
        let is_bare = matches!(tokens, [Token::Number { .. }, Token::Word(word)] if word.len() < 4);
        let is_marked = is_bare
            || self.suffixes.iter().any(|word| has_word(lower, word))
            || self.prefixes.iter().any(|word| has_word(lower, word))
            || self.ends.iter().any(is_end);
        is_marked.then_some(counted)
    }

    fn find_date(
        &self,
        tokens: &[Token<'_>],
        order: DayOrder,
    ) -> Option<(Date, std::ops::Range<usize>)> {
        (0..tokens.len()).find_map(|start| {
            let (date, length) = self.date_at(&tokens[start..], order)?;
            Some((date, start..start + length))
        })
    }

    /// The date that `tokens` begin with, and how many of them it takes.
    fn date_at(&self, tokens: &[Token<'_>], order: DayOrder) -> Option<(Date, usize)> {
        dates::with_month_name(tokens, &self.months, &self.marks)
            .or_else(|| dates::of_numbers(tokens, order, &self.marks))
    }
}

/// Where the words of `text` begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut was_word = false;
    text.char_indices().filter_map(move |(at, character)| {
        let is_word = character.is_alphanumeric();
        let begins = is_word && !was_word;
        was_word = is_word;
        begins.then_some(at)
    })
}

fn telling(file: DataFile) -> Result<Finder, DataError> {
    let mut words = Vec::new();
    for row in file.rows()? {
        let [word, kind, ..] = row.columns::<4>()?;
        if matches!(kind, "prefix" | "suffix" | "end" | "day") {
            words.push(word);
        }
    }
    Finder::new(file, words)
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
        check("Fri Sep 07 17:59:12 CEST 2018", "2018-09-07T17:59:12");
        check("12-09-2018", "2018-09-12");
        check("2018-09-12, 05:31 PM", "2018-09-12T17:31");
        check("12.09, 2018 @ 17:31", "2018-09-12T17:31");
    }

    #[test]
    fn invents_neither_year_nor_day() {
        for text in [
            "September 7",
            "November 22",
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
    fn words_beside_the_numbers_are_whole_words() {
        check("7 May 2018 12:15 America/New_York", "2018-05-07T12:15");
        let words = StampWords::load().unwrap();
        for row in data_file!("stamp-marks.tsv").rows().unwrap() {
            let [word, _, example] = row.columns().unwrap();
            let found = words.read(example, DayOrder::DayFirst);
            assert!(found.is_some_and(|at| at.date.month() == Some(5)), "{word}: {example}");
        }
    }

    #[test]
    fn month_names_of_each_language_are_read() {
        for row in data_file!("months.tsv").rows().unwrap() {
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
        for row in data_file!("ago.tsv").rows().unwrap() {
            let [.., example] = row.columns::<4>().unwrap();
            assert!(words.is_relative(example), "{example}");
        }
    }
}
