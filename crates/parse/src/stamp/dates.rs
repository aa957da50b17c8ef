//! Dates within a shown time: with the name of a month, or all numbers.

use foldhash::HashMap;

use annalist_model::Date;

use super::DayOrder;
use super::marks::{Mark, Marks};
use super::tokens::Token;

/// The date that `tokens` open with, and how many of them it takes.
pub(super) fn with_month_name(
    tokens: &[Token<'_>],
    months: &HashMap<&str, u8>,
    marks: &Marks,
) -> Option<(Date, usize)> {
    let mut parts = Parts { tokens, marks, at: 0 };
    if let Some(day) = parts.number(1..=31) {
        parts.skip_ordinal();
        parts.skip_fillers();
        let month = parts.month(months)?;
        parts.skip_fillers();
        let year = parts.year()?;
        return Some((Date::new(year, Some(month), Some(day as u8))?, parts.at));
    }
    if let Some(month) = parts.month(months) {
        parts.skip_fillers();
        let before = parts.at;
        if let Some(day) = parts.number(1..=31) {
            parts.skip_ordinal();
            parts.skip_fillers();
            // "Jan 28 15:28:56 CET 2020": the time stands before the year.
            parts.skip_clock();
            if let Some(year) = parts.year() {
                return Some((Date::new(year, Some(month), Some(day as u8))?, parts.at));
            }
        }
        parts.at = before;
        // "November 22" is a day of some year, not a month of 2022.
        let year = parts.full_year().or_else(|| parts.year_after_apostrophe())?;
        return Some((Date::new(year, Some(month), None)?, parts.at));
    }
    let year = parts.full_year()?;
    parts.skip_fillers();
    let month = parts.month(months)?;
    parts.skip_fillers();
    let day = parts.number(1..=31)?;
    Some((Date::new(year, Some(month), Some(day as u8))?, parts.at))
}

/// Reads tokens one after the other.
struct Parts<'a, 't> {
    tokens: &'a [Token<'t>],
    marks: &'a Marks,
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

    /// A year of two digits that an apostrophe stands before.
    fn year_after_apostrophe(&mut self) -> Option<i16> {
        let is_marked = matches!(
            self.at.checked_sub(1).and_then(|before| self.tokens.get(before)),
            Some(Token::Sign('\'' | '’'))
        );
        if is_marked { self.year() } else { None }
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

    /// Skips a time of day with seconds and the name of its zone.
    fn skip_clock(&mut self) {
        if let Some(
            [
                Token::Number { digits: 2, .. },
                Token::Sign(':'),
                Token::Number { digits: 2, .. },
                Token::Sign(':'),
                Token::Number { digits: 2, .. },
                Token::Word(_),
                ..,
            ],
        ) = self.tokens.get(self.at..)
        {
            self.at += 6;
        }
    }

    fn skip_ordinal(&mut self) {
        if self.marks.is(&self.tokens[self.at..], Mark::Ordinal) {
            self.at += 1;
        }
    }

    fn skip_fillers(&mut self) {
        while self.marks.is(&self.tokens[self.at..], Mark::Filler)
            || matches!(
                self.tokens.get(self.at),
                Some(Token::Sign('.' | ',' | '-' | '/' | '\'' | '’'))
            )
        {
            self.at += 1;
        }
    }
}

fn full_year(two_digits: i32) -> i16 {
    (if two_digits < 70 { 2000 + two_digits } else { 1900 + two_digits }) as i16
}

/// `2018/09/07`, `07.09.2018`, `9-7-18`, `2018年9月7日`.
pub(super) fn of_numbers(
    tokens: &[Token<'_>],
    order: DayOrder,
    marks: &Marks,
) -> Option<(Date, usize)> {
    let number = |index: usize| match tokens.get(index)? {
        Token::Number { value, digits } => Some((*value, *digits)),
        _ => None,
    };
    let parting = |index: usize| match tokens.get(index)? {
        Token::Sign(sign @ ('/' | '.' | '-')) => Some(*sign),
        _ => None,
    };
    let is_marked =
        |index: usize, mark| tokens.get(index..).is_some_and(|rest| marks.is(rest, mark));
    if let (Some((year, 4)), Some((month, _)), Some((day, _))) = (number(0), number(2), number(4))
        && is_marked(1, Mark::Year)
        && is_marked(3, Mark::Month)
        && is_marked(5, Mark::Day)
    {
        let date =
            Date::new(i16::try_from(year).ok()?, u8::try_from(month).ok(), u8::try_from(day).ok())?;
        return Some((date, 6));
    }
    let sign = parting(1)?;
    // "17.07, 2011": a comma before the year.
    let is_comma = sign == '.' && tokens.get(3) == Some(&Token::Sign(','));
    if !is_comma && parting(3)? != sign || is_comma && !matches!(number(4), Some((_, 4))) {
        return None;
    }
    let ((first, first_digits), (second, second_digits), (third, third_digits)) =
        (number(0)?, number(2)?, number(4)?);
    // 1.2.3.4 is no date; in "2015.05.03. 14:05" a clock follows.
    let is_clock = tokens.get(7) == Some(&Token::Sign(':'));
    if parting(5) == Some(sign) && number(6).is_some() && !is_clock {
        return None;
    }
    let (year, month, day) = if first_digits == 4 && second_digits <= 2 && third_digits <= 2 {
        (first, second, third)
    } else if first_digits <= 2 && second_digits <= 2 && (third_digits == 4 || third_digits == 2) {
        let year = if third_digits == 4 { third } else { i32::from(full_year(third)) };
        match order {
            _ if first > 12 => (year, second, first),
            _ if second > 12 => (year, first, second),
            // Day and month parted so stand in the order of the languages that part them so.
            _ if matches!(sign, '.' | '-') => (year, second, first),
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
