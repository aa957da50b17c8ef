//! What the operations of meanings do.

use annalist_model::{Modifier, UtcOffset};

use super::hijri;
use super::marks::Marks;
use super::meaning::{Expression, Operation, Value};
use super::moment::{
    Amount, Clock, Cycle, DayTime, Edge, Length, Moment, Season, THOUSAND, Unit, Yearly, Zone,
};

/// What `expression` means with these captures; `None` where it means nothing, such as the 30th of
/// February.
pub(super) fn evaluate(expression: &Expression, captures: &[Value]) -> Option<Value> {
    match expression {
        Expression::Capture(number) => captures.get(number.checked_sub(1)?).cloned(),
        Expression::Number(number) => Some(Value::Number(*number)),
        Expression::Name(name) => Some(Value::Name(name)),
        Expression::Call(operation, arguments) => {
            let mut marks = Marks::default();
            let mut plain = Vec::with_capacity(arguments.len());
            for argument in arguments {
                let (of_argument, value) = evaluate(argument, captures)?.unmarked();
                marks.add(of_argument);
                plain.push(value);
            }
            let arguments = Arguments(plain);
            let mut marks = marks.through(*operation);
            let value = match operation {
                Operation::Mark | Operation::Quantity | Operation::Frequency => {
                    mark(*operation, &arguments, &mut marks)?
                }
                Operation::Nothing => Value::Nothing,
                _ => apply(*operation, &arguments)?,
            };
            if *operation == Operation::EdgeOf {
                marks.modifier = arguments.name(0).and_then(Edge::modifier).or(marks.modifier);
            }
            Some(value.marked(marks))
        }
    }
}

/// The last argument, with what the others say of it noted in `marks`. What is missing says nothing.
fn mark(operation: Operation, arguments: &Arguments, marks: &mut Marks) -> Option<Value> {
    match operation {
        Operation::Quantity => marks.quantity = arguments.name(0).or(marks.quantity),
        Operation::Frequency => {
            let unit = arguments.unit(1).map_or("X", Unit::letters);
            marks.frequency = arguments.int(0).map(|count| format!("{count}{unit}"));
        }
        _ => marks.modifier = arguments.name(0).and_then(Modifier::parse).or(marks.modifier),
    }
    arguments.0.last().cloned()
}

fn apply(operation: Operation, arguments: &Arguments) -> Option<Value> {
    let moment = match operation {
        Operation::Add => {
            return Some(Value::Number(arguments.int(0)?.checked_add(arguments.int(1)?)?));
        }
        Operation::Times => {
            return Some(Value::Number(arguments.int(0)?.checked_mul(arguments.int(1)?)?));
        }
        Operation::Vague => return Some(Value::Amount(None)),
        Operation::QuarterMore => {
            return Some(Value::Amount(arguments.amount(0)?.map(|it| it + THOUSAND / 4)));
        }
        Operation::HalfMore => {
            return Some(Value::Amount(arguments.amount(0)?.map(|it| it + THOUSAND / 2)));
        }
        Operation::Decimal => return decimal(arguments.int(0)?, arguments.int(1)?),
        Operation::Fraction => {
            let share = (arguments.int(0)? * THOUSAND).checked_div(arguments.int(1)?)?;
            return Some(Value::Amount(Some(share)));
        }
        Operation::Length => {
            let parts = vec![(arguments.amount(0)?, arguments.unit(1)?)];
            return Some(Value::Length(Length { parts }));
        }
        Operation::Join => {
            let mut length = arguments.length(0)?;
            length.parts.extend(arguments.length(1)?.parts);
            let falls = length.parts.windows(2).all(|pair| pair[0].1 > pair[1].1);
            return falls.then_some(Value::Length(length));
        }
        Operation::Every | Operation::Each => return recurrence(arguments),
        Operation::Clock
        | Operation::Meridiem
        | Operation::MinutesTo
        | Operation::InZone
        | Operation::Offset
        | Operation::ClockNumber
        | Operation::DayPart => return day_time(operation, arguments).map(Value::DayTime),
        _ => moment(operation, arguments)?,
    };
    Some(Value::Moment(moment))
}

fn moment(operation: Operation, arguments: &Arguments) -> Option<Moment> {
    Some(match operation {
        Operation::Now => Moment::Now,
        Operation::Implied => Moment::Implied,
        Operation::Year => Moment::Year(arguments.small(0)?),
        Operation::ShortYear => {
            let year = arguments.small(0)?;
            Moment::Year(if year < 40 { 2000 + year } else { 1900 + year })
        }
        Operation::YearAfter => {
            let (first, short) = (arguments.small(0)?, arguments.small(1)?);
            // "2014-10" is more likely a month.
            let last = first - first % 100 + short;
            Moment::Year(
                Some(last).filter(|last| first < *last && (short > 12 || last - first == 1))?,
            )
        }
        Operation::Hijri => {
            let month =
                arguments.int(1).map_or(Some(None), |it| u8::try_from(it).ok().map(Some))?;
            let day = arguments.int(2).map_or(Some(None), |it| u8::try_from(it).ok().map(Some))?;
            hijri::moment(arguments.small(0)?, month, day)?
        }
        Operation::Decade => {
            let year = arguments.small(0)?;
            let year = if year < 100 { 1900 + year } else { year };
            Moment::Decade(Some(year).filter(|year| year % 10 == 0)?)
        }
        Operation::Century => Moment::Century((arguments.small(0)? - 1) * 100),
        Operation::Date => {
            let (month, day) = (arguments.byte(1)?, arguments.byte(2)?);
            let year = arguments.small(0)?;
            annalist_model::Date::new(year, Some(month), Some(day))?;
            Moment::InYear(Yearly::MonthDay(month, day), Box::new(Moment::Year(year)))
        }
        Operation::MonthDay
        | Operation::Month
        | Operation::Quarter
        | Operation::Half
        | Operation::Season
        | Operation::Easter
        | Operation::Feast
        | Operation::WeekdayOfMonth => Moment::Yearly(yearly(operation, arguments)?),
        Operation::In => within(arguments.moment(0)?, &arguments.moment(1)?)?,
        Operation::On => on_day(arguments.moment(1)?, &arguments.moment(0)?)?,
        Operation::Lasting => Moment::Lasting(Box::new(arguments.moment(0)?), arguments.length(1)?),
        Operation::Around => {
            Moment::Around(i8::try_from(arguments.int(0)?).ok()?, arguments.length(1)?)
        }
        Operation::EdgeOf => {
            Moment::Part(Edge::parse(arguments.name(0)?)?, Box::new(arguments.moment(1)?))
        }
        Operation::OtherYear => {
            Moment::OtherYear(arguments.name(0)?, Box::new(arguments.moment(1)?))
        }
        Operation::Closest => {
            Moment::Closest(arguments.byte(0)?, arguments.cycle(1)?, Box::new(arguments.moment(2)?))
        }
        Operation::Numeric => {
            let (first, second) = (arguments.byte(0)?, arguments.byte(1)?);
            let year = if arguments.0.len() > 2 { Some(arguments.small(2)?) } else { None };
            let fits = |month, day| annalist_model::Date::new(2000, Some(month), Some(day));
            fits(first, second).or(fits(second, first))?;
            Moment::Numeric(first, second, year.map(full_year))
        }
        Operation::OnWeekday => match arguments.moment(1)? {
            Moment::Yearly(yearly) => Moment::YearlyOn(arguments.byte(0)?, yearly),
            other => other,
        },
        Operation::WeekdaysAway => {
            let count = i8::try_from(arguments.int(0)?).ok().filter(|count| *count != 0)?;
            Moment::WeekdaysAway(count, arguments.byte(1)?)
        }
        Operation::Range => {
            Moment::Range(Box::new(arguments.moment(0)?), Box::new(arguments.moment(1)?))
        }
        Operation::Weekday if arguments.0.len() == 2 => {
            Moment::WeekdayOfMonth(arguments.byte(0)?, arguments.byte(1)?)
        }
        Operation::Weekday => Moment::Weekday(arguments.byte(0)?),
        Operation::Day => Moment::DayOfMonth(arguments.byte(0)?),
        Operation::DayIn => Moment::DayIn(arguments.byte(0)?, Box::new(arguments.moment(1)?)),
        Operation::DayOffset => {
            let days = arguments.int(0)?;
            let length = Length { parts: vec![(Some(days.abs() * THOUSAND), Unit::Day)] };
            Moment::Shift(Box::new(Moment::Now), days.signum() as i8, length)
        }
        Operation::Nth => {
            let nth = i8::try_from(arguments.int(0)?).ok()?;
            Moment::Nth(nth, arguments.cycle(1)?, Box::new(arguments.moment(2)?))
        }
        Operation::Which => {
            Moment::Which(i8::try_from(arguments.int(0)?).ok()?, arguments.cycle(1)?)
        }
        Operation::Nearest => Moment::Nearest(arguments.unit(0)?),
        Operation::That if arguments.0.is_empty() => Moment::Before,
        Operation::That => Moment::That(arguments.cycle(0)?),
        Operation::BeforeNow => Moment::Shift(Box::new(Moment::Now), -1, arguments.length(0)?),
        Operation::Earlier => {
            Moment::Shift(Box::new(arguments.moment(1)?), -1, arguments.length(0)?)
        }
        Operation::Later => Moment::Shift(Box::new(arguments.moment(1)?), 1, arguments.length(0)?),
        Operation::Ahead => Moment::Ahead(arguments.length(0)?),
        Operation::At => Moment::At(Box::new(arguments.moment(0)?), arguments.day_time(1)?),
        Operation::Reference => Moment::Reference(arguments.name(0)?),
        _ => return None,
    })
}

fn yearly(operation: Operation, arguments: &Arguments) -> Option<Yearly> {
    let number = arguments.byte(0);
    Some(match operation {
        Operation::Month => Yearly::Month(number.filter(|month| (1..=12).contains(month))?),
        Operation::MonthDay => {
            let (month, day) = (number?, arguments.byte(1)?);
            annalist_model::Date::new(2000, Some(month), Some(day))?;
            Yearly::MonthDay(month, day)
        }
        Operation::Quarter => Yearly::Quarter(number.filter(|n| (1..=4).contains(n))?),
        Operation::Half => Yearly::Half(number.filter(|n| (1..=2).contains(n))?),
        Operation::Season => Yearly::Season(Season::parse(arguments.name(0)?)?),
        Operation::Easter => Yearly::Easter(arguments.small(0)?),
        Operation::Feast => Yearly::Feast(arguments.name(0)?, arguments.small(1)?),
        Operation::WeekdayOfMonth => Yearly::WeekdayOfMonth {
            month: number?,
            weekday: arguments.byte(1)?,
            nth: i8::try_from(arguments.int(2)?).ok()?,
            offset: arguments.int(3).map_or(Some(0), |days| i8::try_from(days).ok())?,
        },
        _ => return None,
    })
}

/// A yearly stretch, or a range of them, in the year of another; a weekday in its week.
fn within(moment: Moment, of: &Moment) -> Option<Moment> {
    Some(match moment {
        Moment::Yearly(yearly) => Moment::InYear(yearly, Box::new(of.clone())),
        Moment::Weekday(weekday) => Moment::Nth(1, Cycle::Weekday(weekday), Box::new(of.clone())),
        Moment::Part(edge, inner) => Moment::Part(edge, Box::new(within(*inner, of)?)),
        Moment::Range(from, to) => {
            Moment::Range(Box::new(within(*from, of)?), Box::new(within(*to, of)?))
        }
        _ => return None,
    })
}

/// Times of day on a day. A part of that day says which half of it hours are in.
fn on_day(moment: Moment, day: &Moment) -> Option<Moment> {
    let (date, part) = match day {
        Moment::At(date, DayTime::Part(part)) => (date.as_ref(), Some(*part)),
        other => (other, None),
    };
    Some(match moment {
        Moment::Implied => date.clone(),
        Moment::At(implied, time) if *implied == Moment::Implied => {
            Moment::At(Box::new(date.clone()), in_part(time, part))
        }
        Moment::Range(from, to) => {
            Moment::Range(Box::new(on_day(*from, day)?), Box::new(on_day(*to, day)?))
        }
        Moment::Lasting(from, length) => Moment::Lasting(Box::new(on_day(*from, day)?), length),
        _ => return None,
    })
}

/// The time in a part of the day: nine in the evening is 21:00.
fn in_part(time: DayTime, part: Option<&'static str>) -> DayTime {
    match (time, part) {
        (DayTime::Clock(clock), Some("AF" | "EV" | "NI")) => {
            DayTime::Clock(clock.in_second_half().unwrap_or(clock))
        }
        (DayTime::Clock(clock), Some(_)) => DayTime::Clock(Clock { half_known: true, ..clock }),
        _ => time,
    }
}

/// A year of two digits is one of the last hundred or so.
fn full_year(year: i16) -> i16 {
    match year {
        0..40 => 2000 + year,
        40..100 => 1900 + year,
        _ => year,
    }
}

fn decimal(whole: i64, digits: i64) -> Option<Value> {
    let thousandths = match digits {
        0..10 => digits * 100,
        10..100 => digits * 10,
        _ => return None,
    };
    Some(Value::Amount(Some(whole.checked_mul(THOUSAND)? + thousandths)))
}

fn day_time(operation: Operation, arguments: &Arguments) -> Option<DayTime> {
    Some(match operation {
        Operation::DayPart => DayTime::Part(arguments.name(0)?),
        Operation::Clock => {
            let minute = if arguments.0.len() > 1 { arguments.byte(1)? } else { 0 };
            let second = if arguments.0.len() > 2 { Some(arguments.byte(2)?) } else { None };
            let hour = arguments.byte(0)? % 24;
            annalist_model::Time::new(hour, minute, second)?;
            let to_the_minute = arguments.0.len() > 1;
            let half_known = hour > 12 || hour == 0;
            DayTime::Clock(Clock { hour, minute, second, zone: None, to_the_minute, half_known })
        }
        Operation::InZone => {
            let zone = match arguments.name(1)? {
                "UTC" => Zone::Universal,
                name => Zone::Named(name),
            };
            DayTime::Clock(Clock { zone: Some(zone), ..arguments.clock(0)? })
        }
        Operation::Offset => {
            let zone = Zone::Offset(offset(arguments)?);
            DayTime::Clock(Clock { zone: Some(zone), ..arguments.clock(0)? })
        }
        Operation::ClockNumber => {
            let number = arguments.int(0)?;
            let parts = [number / 100, number % 100].map(Value::Number);
            return day_time(Operation::Clock, &Arguments(parts.to_vec()));
        }
        Operation::Meridiem => {
            let clock = arguments.clock(0)?;
            let half_day = u8::try_from(arguments.int(1)?).ok()?;
            if !(1..=12).contains(&clock.hour) {
                return None;
            }
            DayTime::Clock(Clock { hour: clock.hour % 12 + half_day, half_known: true, ..clock })
        }
        Operation::MinutesTo => {
            let minute = arguments.byte(0)?;
            let clock = arguments.clock(1)?;
            let minute = 60u8.checked_sub(minute).filter(|_| clock.minute == 0)?;
            let hour = (clock.hour + 23) % 24;
            DayTime::Clock(Clock { hour, minute, to_the_minute: true, ..clock })
        }
        _ => return None,
    })
}

/// The offset from UTC that is written behind a clock: sign, hours and minutes, or all digits.
fn offset(arguments: &Arguments) -> Option<UtcOffset> {
    let (sign, first) = (arguments.int(1)?, arguments.int(2)?);
    let (hours, minutes) = match arguments.int(3) {
        Some(minutes) => (first, minutes),
        None if first < 24 => (first, 0),
        None => (first / 100, first % 100),
    };
    let minutes = (hours * 60 + minutes).checked_mul(sign)?;
    UtcOffset::new(i16::try_from(minutes).ok().filter(|it| it.abs() <= 14 * 60)?)
}

/// The value of a recurring time: of so many units, or of a weekday, month or part of the day.
fn recurrence(arguments: &Arguments) -> Option<Value> {
    if let Some(amount) = arguments.amount(0)
        && let Some(unit) = arguments.unit(1)
    {
        let part = match (amount, unit) {
            (Some(amount), Unit::Quarter) => (Some(amount.checked_mul(3)?), Unit::Month),
            part => part,
        };
        return Some(Value::Recurrence(Length { parts: vec![part] }.value()));
    }
    let value = match (arguments.0.first()?, arguments.0.get(1)) {
        (Value::Moment(Moment::Weekday(weekday)), None) => format!("XXXX-WXX-{weekday}"),
        (Value::Moment(Moment::Weekday(weekday)), Some(Value::DayTime(time))) => {
            format!("XXXX-WXX-{weekday}{}", time.value())
        }
        (Value::Moment(Moment::Yearly(Yearly::Month(month))), None) => format!("XXXX-{month:02}"),
        (Value::Moment(Moment::Yearly(Yearly::MonthDay(month, day))), None) => {
            format!("XXXX-{month:02}-{day:02}")
        }
        (Value::Moment(Moment::Yearly(Yearly::Season(season))), None) => {
            format!("XXXX-{}", season.as_str())
        }
        (Value::DayTime(time), None) => time.value(),
        _ => return None,
    };
    Some(Value::Recurrence(value))
}

/// The arguments of a call, each read as what the operation takes it for.
struct Arguments(Vec<Value>);

impl Arguments {
    fn int(&self, index: usize) -> Option<i64> {
        match self.0.get(index)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn small(&self, index: usize) -> Option<i16> {
        i16::try_from(self.int(index)?).ok()
    }

    fn byte(&self, index: usize) -> Option<u8> {
        u8::try_from(self.int(index)?).ok()
    }

    fn name(&self, index: usize) -> Option<&'static str> {
        match self.0.get(index)? {
            Value::Name(name) => Some(name),
            _ => None,
        }
    }

    fn amount(&self, index: usize) -> Option<Amount> {
        match self.0.get(index)? {
            Value::Amount(amount) => Some(*amount),
            Value::Number(number) => Some(Some(number.checked_mul(THOUSAND)?)),
            _ => None,
        }
    }

    fn unit(&self, index: usize) -> Option<Unit> {
        Unit::parse(self.name(index)?)
    }

    fn length(&self, index: usize) -> Option<Length> {
        match self.0.get(index)? {
            Value::Length(length) => Some(length.clone()),
            _ => None,
        }
    }

    fn moment(&self, index: usize) -> Option<Moment> {
        match self.0.get(index)? {
            Value::Moment(moment) => Some(moment.clone()),
            _ => None,
        }
    }

    fn day_time(&self, index: usize) -> Option<DayTime> {
        match self.0.get(index)? {
            Value::DayTime(time) => Some(*time),
            _ => None,
        }
    }

    fn clock(&self, index: usize) -> Option<Clock> {
        match self.day_time(index)? {
            DayTime::Clock(clock) => Some(clock),
            DayTime::Part(_) => None,
        }
    }

    fn cycle(&self, index: usize) -> Option<Cycle> {
        match self.0.get(index)? {
            Value::Name(_) => self.unit(index).map(Cycle::Unit),
            Value::Moment(Moment::Weekday(weekday)) => Some(Cycle::Weekday(*weekday)),
            Value::Moment(Moment::Yearly(yearly)) => Some(Cycle::Yearly(*yearly)),
            _ => None,
        }
    }
}
