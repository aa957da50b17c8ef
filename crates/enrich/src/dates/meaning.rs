//! The meaning column of a rule: a small language of calls, such as `date($3,$1,$2)`.
//!
//! `$1` is the first item of the pattern that is a class or a symbol, bare numbers stand for
//! themselves, other bare names are codes of TIMEX3.

use super::lexicon::WordValue;
use super::marks::Marks;
use super::moment::{Amount, DayTime, Length, Moment};

/// What a stretch of text was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// An optional item that is not there.
    Nothing,
    Number(i64),
    Amount(Amount),
    Name(&'static str),
    DayTime(DayTime),
    Length(Length),
    Moment(Moment),
    /// A recurring time, by its TIMEX3 value.
    Recurrence(String),
    /// Any of them with what the text says beside it.
    Marked(Box<(Marks, Value)>),
}

impl Value {
    pub(super) fn from_word(value: WordValue) -> Value {
        match value {
            WordValue::Number(number) => Value::Number(number),
            WordValue::Name(name) => Value::Name(name),
        }
    }

    /// The value with these marks.
    pub(super) fn marked(self, marks: Marks) -> Value {
        if marks == Marks::default() { self } else { Value::Marked(Box::new((marks, self))) }
    }

    /// The value without marks, and these.
    pub(super) fn unmarked(self) -> (Marks, Value) {
        match self {
            Value::Marked(both) => *both,
            value => (Marks::default(), value),
        }
    }
}

/// A meaning as written in a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Capture(usize),
    Number(i64),
    Name(&'static str),
    Call(Operation, Vec<Expression>),
}

/// Deepest nesting of calls that is read.
const DEEPEST: usize = 8;

macro_rules! operations {
    ($($name:literal $least:literal..=$most:literal $operation:ident,)+) => {
        /// What a meaning can call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Operation {
            $($operation,)+
        }

        impl Operation {
            /// The operation with this name, and how few and how many arguments it takes.
            fn parse(name: &str) -> Option<(Operation, usize, usize)> {
                Some(match name {
                    $($name => (Operation::$operation, $least, $most),)+
                    _ => return None,
                })
            }
        }
    };
}

operations! {
    "add" 2..=2 Add,
    "ahead" 1..=1 Ahead,
    "around" 2..=2 Around,
    "at" 2..=2 At,
    "before-now" 1..=1 BeforeNow,
    "century" 1..=1 Century,
    "clock" 1..=3 Clock,
    "clock-number" 1..=1 ClockNumber,
    "closest" 3..=3 Closest,
    "date" 3..=3 Date,
    "day" 1..=1 Day,
    "day-in" 2..=2 DayIn,
    "day-offset" 1..=1 DayOffset,
    "day-part" 1..=1 DayPart,
    "decade" 1..=1 Decade,
    "decimal" 2..=2 Decimal,
    "each" 1..=2 Each,
    "earlier" 2..=2 Earlier,
    "easter" 1..=1 Easter,
    "edge" 2..=2 EdgeOf,
    "every" 2..=2 Every,
    "feast" 2..=2 Feast,
    "fraction" 2..=2 Fraction,
    "frequency" 2..=3 Frequency,
    "half" 1..=1 Half,
    "half-more" 1..=1 HalfMore,
    "hijri" 1..=3 Hijri,
    "implied" 0..=0 Implied,
    "in" 2..=2 In,
    "in-zone" 2..=2 InZone,
    "join" 2..=2 Join,
    "lasting" 2..=2 Lasting,
    "later" 2..=2 Later,
    "length" 2..=2 Length,
    "mark" 2..=2 Mark,
    "meridiem" 2..=2 Meridiem,
    "minutes-to" 2..=2 MinutesTo,
    "month" 1..=1 Month,
    "month-day" 2..=2 MonthDay,
    "nearest" 1..=1 Nearest,
    "nothing" 0..=0 Nothing,
    "now" 0..=0 Now,
    "nth" 3..=3 Nth,
    "numeric" 2..=3 Numeric,
    "offset" 3..=4 Offset,
    "on" 2..=2 On,
    "on-weekday" 2..=2 OnWeekday,
    "other-year" 2..=2 OtherYear,
    "quantity" 2..=2 Quantity,
    "quarter" 1..=1 Quarter,
    "quarter-more" 1..=1 QuarterMore,
    "range" 2..=2 Range,
    "reference" 1..=1 Reference,
    "season" 1..=1 Season,
    "short-year" 1..=1 ShortYear,
    "that" 0..=1 That,
    "times" 2..=2 Times,
    "vague" 0..=0 Vague,
    "weekday" 1..=2 Weekday,
    "weekday-of-month" 3..=4 WeekdayOfMonth,
    "weekdays-away" 2..=2 WeekdaysAway,
    "which" 2..=2 Which,
    "year" 1..=1 Year,
    "year-after" 2..=2 YearAfter,
}

impl Expression {
    /// Reads a meaning.
    pub(super) fn parse(text: &'static str) -> Result<Expression, String> {
        let (expression, rest) = parse_one(text, DEEPEST)?;
        if rest.is_empty() { Ok(expression) } else { Err(format!("{rest:?} is left over")) }
    }

    /// The feasts that it asks for.
    pub(super) fn feasts(&self) -> Vec<&'static str> {
        match self {
            Expression::Call(Operation::Feast, arguments) => match arguments.as_slice() {
                [Expression::Name(name), ..] => vec![name],
                _ => Vec::new(),
            },
            Expression::Call(_, arguments) => {
                arguments.iter().flat_map(Expression::feasts).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The greatest number of a capture in it.
    pub(super) fn greatest_capture(&self) -> Option<usize> {
        match self {
            Expression::Capture(number) => Some(*number),
            Expression::Call(_, arguments) => {
                arguments.iter().filter_map(Expression::greatest_capture).max()
            }
            _ => None,
        }
    }
}

fn parse_one(text: &'static str, depth: usize) -> Result<(Expression, &'static str), String> {
    let length = text.find(['(', ')', ',']).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(length).unwrap_or((text, ""));
    if let Some(number) = word.strip_prefix('$') {
        let number = number.parse::<usize>().ok().filter(|number| *number > 0);
        let number = number.ok_or_else(|| format!("{word:?} is no capture"))?;
        return Ok((Expression::Capture(number), rest));
    }
    if !rest.starts_with('(') {
        let expression = word.parse().map_or(Expression::Name(word), Expression::Number);
        return if word.is_empty() {
            Err("an argument is missing".to_owned())
        } else {
            Ok((expression, rest))
        };
    }
    let (operation, least, most) =
        Operation::parse(word).ok_or_else(|| format!("{word:?} is no operation"))?;
    let depth = depth.checked_sub(1).ok_or("calls are nested too deep")?;
    let (arguments, rest) = parse_arguments(rest.get(1..).unwrap_or_default(), depth)?;
    if !(least..=most).contains(&arguments.len()) {
        return Err(format!("{word:?} takes {least} to {most} arguments, not {}", arguments.len()));
    }
    Ok((Expression::Call(operation, arguments), rest))
}

fn parse_arguments(
    mut text: &'static str,
    depth: usize,
) -> Result<(Vec<Expression>, &'static str), String> {
    let mut arguments = Vec::new();
    if let Some(rest) = text.strip_prefix(')') {
        return Ok((arguments, rest));
    }
    loop {
        let (argument, rest) = parse_one(text, depth)?;
        arguments.push(argument);
        if let Some(rest) = rest.strip_prefix(')') {
            return Ok((arguments, rest));
        }
        text = rest.strip_prefix(',').ok_or("a bracket is not closed")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_that_cannot_be_read_says_why() {
        let error = |text| Expression::parse(text).unwrap_err();
        assert_eq!(error("date($1,$2)"), "\"date\" takes 3 to 3 arguments, not 2");
        assert_eq!(error("dated($1)"), "\"dated\" is no operation");
        assert_eq!(error("year($x)"), "\"$x\" is no capture");
        assert_eq!(error("year($1"), "a bracket is not closed");
        assert_eq!(error("year($1))"), "\")\" is left over");
    }
}
