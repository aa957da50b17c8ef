//! Times of day, and ISO 8601 time stamps.

use annalist_model::{DateTime, Time};

use super::tokens::Token;

/// A time of day: `17:59`, `5:59:01 pm`, `17h59`, `14.05 uhr`.
pub(super) fn find_time(tokens: &[Token<'_>]) -> Option<(Time, Option<i16>)> {
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
pub(super) fn first_iso(text: &str) -> Option<DateTime> {
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
