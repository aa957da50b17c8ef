//! What a text has told of the year, for days that it names without one.

use std::collections::BTreeMap;

use annalist_model::{Anchor, BlockKind, Owner};
use jiff::civil::Date;

use super::cues::Direction;
use super::meaning::Value;
use super::moment::{Moment, Yearly};
use super::resolve::Now;
use super::{Expression, SentenceExpressions};

/// A day of the year: month, day.
type DayOfYear = (u8, u8);

/// Gives days without a year the year that the text has told: that of the same day earlier on, or of
/// the row that the day stands in ("on 2 July, on 14 July and on 1 August 1997").
pub(super) fn tell_years(sentences: &mut [SentenceExpressions]) {
    let mut told: BTreeMap<(Owner, DayOfYear), i16> = BTreeMap::new();
    for sentence in sentences {
        let owner = sentence.owner;
        // From the end of the sentence, so that each day sees the one behind it.
        let mut behind: Option<(DayOfYear, i16)> = None;
        for expression in sentence.expressions.iter_mut().rev() {
            if let Some(day) = bare_day(expression) {
                let of_row = behind.filter(|(later, _)| day < *later).map(|(_, year)| year);
                if let Some(year) = of_row.or_else(|| told.get(&(owner, day)).copied()) {
                    set_year(&mut expression.value, year);
                }
            }
            behind = full_day(&expression.value).or(behind);
        }
        for expression in &sentence.expressions {
            if let Some((day, year)) = full_day(&expression.value) {
                told.insert((owner, day), year);
            }
        }
    }
}

/// The day that a dated addition to an article begins with, which the rest of it is read from.
pub(super) fn day_of_addition(sentence: &SentenceExpressions) -> Option<Now> {
    let is_addition = matches!(sentence.block, BlockKind::Update | BlockKind::Correction);
    let first = sentence.expressions.first().filter(|_| is_addition)?;
    let ((month, day), year) = full_day(&first.value)?;
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Now { day, minutes: None, anchor: Anchor::EarlierMention })
}

/// The day that an expression names without a year, if its clause does not look forward.
fn bare_day(expression: &Expression) -> Option<DayOfYear> {
    let looks_forward = expression.direction == Some(Direction::Forward);
    match &expression.value {
        Value::Moment(Moment::Yearly(Yearly::MonthDay(month, day))) if !looks_forward => {
            Some((*month, *day))
        }
        _ => None,
    }
}

fn full_day(value: &Value) -> Option<(DayOfYear, i16)> {
    let moment = match value {
        Value::Moment(Moment::At(date, _)) => date,
        Value::Moment(moment) => moment,
        _ => return None,
    };
    match moment {
        Moment::InYear(Yearly::MonthDay(month, day), year) => match **year {
            Moment::Year(year) | Moment::ToldYear(year) => Some(((*month, *day), year)),
            _ => None,
        },
        _ => None,
    }
}

fn set_year(value: &mut Value, year: i16) {
    if let Value::Moment(moment) = value
        && let Moment::Yearly(yearly) = *moment
    {
        *moment = Moment::InYear(yearly, Box::new(Moment::ToldYear(year)));
    }
}
