//! Times of day, and ISO 8601 time stamps.

use annalist_model::{DateTime, Time};

use super::marks::{Mark, Marks};
use super::tokens::Token;

/// A time of day: `17:59`, `5:59:01 pm`, `17h59`, `14.05 Uhr`; with its distance from UTC where it
/// says that it has none.
pub(super) fn find_time(tokens: &[Token<'_>], marks: &Marks) -> Option<(Time, Option<i16>)> {
    (0..tokens.len()).find_map(|start| time_at(&tokens[start..], marks))
}

fn time_at(tokens: &[Token<'_>], marks: &Marks) -> Option<(Time, Option<i16>)> {
    let &[
        Token::Number { value: hour, digits: 1..=2 },
        ref parting,
        Token::Number { value: minute, digits: 2 },
        ..,
    ] = tokens
    else {
        return None;
    };
    let mut rest = &tokens[3..];
    let second = match rest {
        [Token::Sign(':'), Token::Number { value, digits: 2 }, ..] => {
            rest = &rest[2..];
            Some(u8::try_from(*value).ok()?)
        }
        _ => None,
    };
    let half = marks.at(rest);
    let is_parted = match parting {
        Token::Sign(':') => true,
        // "14.05" is a time of day where a word says so.
        Token::Sign('.') => {
            matches!(half, Some((Mark::BeforeNoon | Mark::AfterNoon | Mark::OClock, _)))
        }
        _ => marks.is(&tokens[1..], Mark::Hour),
    };
    if !is_parted {
        return None;
    }
    let hour = match half {
        Some((Mark::AfterNoon, _)) if hour < 12 => hour + 12,
        Some((Mark::BeforeNoon, _)) if hour == 12 => 0,
        _ => hour,
    };
    let time = Time::new(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, second)?;
    if let Some((Mark::BeforeNoon | Mark::AfterNoon | Mark::OClock, taken)) = half {
        rest = &rest[taken..];
    }
    let rest = if let [Token::Sign('.'), rest @ ..] = rest { rest } else { rest };
    // "GMT+0200" is a distance, not none.
    let is_utc = marks.is(rest, Mark::Utc) && !matches!(rest.get(1), Some(Token::Sign('+' | '-')));
    Some((time, is_utc.then_some(0)))
}

/// The first ISO 8601 time stamp in `text`.
pub(super) fn first_iso(text: &str) -> Option<DateTime> {
    let bytes = text.as_bytes();
    for start in 0..bytes.len().saturating_sub(9) {
        let is_start = bytes[start].is_ascii_digit()
            && (start == 0 || !bytes[start - 1].is_ascii_alphanumeric());
        if !is_start || bytes.get(start + 4) != Some(&b'-') || bytes.get(start + 7) != Some(&b'-') {
            continue;
        }
        let longest = (start + 10..=(start + 35).min(bytes.len()))
            .rev()
            .filter(|&end| !bytes.get(end).is_some_and(u8::is_ascii_digit));
        let found = longest.filter_map(|end| text.get(start..end)).find_map(DateTime::parse_iso);
        if found.is_some() {
            return found;
        }
    }
    None
}
