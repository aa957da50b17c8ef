//! The values of moments that nothing is there to resolve against.

use super::calendar::Grain;
use super::moment::{Cycle, Moment, Yearly};

/// The relative reference for what lies before (−1), at (0) or after (1) an unknown now.
pub(super) fn open_by_sign(sign: i8) -> String {
    match sign {
        ..0 => "PAST_REF",
        0 => "PRESENT_REF",
        1.. => "FUTURE_REF",
    }
    .to_owned()
}

/// The value of a moment that nothing is there to resolve against: what is unknown is X, or one of
/// the relative references.
pub(super) fn open_value(moment: &Moment) -> String {
    match moment {
        Moment::Yearly(yearly)
        | Moment::YearlyOn(_, yearly)
        | Moment::That(Cycle::Yearly(yearly))
        | Moment::Which(_, Cycle::Yearly(yearly)) => open_yearly(*yearly),
        Moment::InYear(yearly, _) => open_yearly(*yearly),
        Moment::Numeric(first, second, _) if *first > 12 => format!("XXXX-{second:02}-{first:02}"),
        Moment::Numeric(first, second, _) => format!("XXXX-{first:02}-{second:02}"),
        Moment::Weekday(weekday) | Moment::That(Cycle::Weekday(weekday)) => {
            format!("XXXX-WXX-{weekday}")
        }
        Moment::WeekdaysAway(count, _) => open_by_sign(*count),
        Moment::DayOfMonth(day) | Moment::WeekdayOfMonth(_, day) | Moment::DayIn(day, _) => {
            format!("XXXX-XX-{day:02}")
        }
        Moment::That(Cycle::Unit(unit)) => match unit.grain() {
            Grain::Week => "XXXX-WXX",
            Grain::Weekend => "XXXX-WXX-WE",
            Grain::Month => "XXXX-XX",
            Grain::Day => "XXXX-XX-XX",
            _ => "XXXX",
        }
        .to_owned(),
        Moment::Which(sign, _) | Moment::Shift(_, sign, _) => open_by_sign(*sign),
        Moment::Part(_, of) => open_value(of),
        Moment::Now => open_by_sign(0),
        _ => "XXXX-XX-XX".to_owned(),
    }
}

fn open_yearly(yearly: Yearly) -> String {
    match yearly {
        Yearly::Month(month) | Yearly::WeekdayOfMonth { month, .. } => format!("XXXX-{month:02}"),
        Yearly::MonthDay(month, day) => format!("XXXX-{month:02}-{day:02}"),
        Yearly::Quarter(quarter) => format!("XXXX-Q{quarter}"),
        Yearly::Half(half) => format!("XXXX-H{half}"),
        Yearly::Season(season) => format!("XXXX-{}", season.as_str()),
        Yearly::Easter(_) | Yearly::Feast(..) => "XXXX-XX-XX".to_owned(),
    }
}
