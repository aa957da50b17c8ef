//! Years, months and days of the Islamic calendar, by its arithmetical form: a sighted moon may begin
//! a month a day earlier or later.

use jiff::civil::Date;

use super::calendar::{add, days, from_model};
use super::moment::{Moment, Unit, Yearly};

/// The year, a month of it or a day of that.
pub(super) fn moment(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Moment> {
    let first = first_day(year, month.unwrap_or(1))?;
    if let Some(day) = day.filter(|day| (1..=30).contains(day)) {
        return fixed(add(first, Unit::Day, i64::from(day) - 1)?);
    }
    let next = match month {
        Some(month @ ..12) => first_day(year, month + 1)?,
        _ => first_day(year.checked_add(1)?, 1)?,
    };
    Some(Moment::Range(Box::new(fixed(first)?), Box::new(fixed(next.yesterday().ok()?)?)))
}

/// The day that a month begins on: years have 354 days, and eleven in thirty a leap day.
fn first_day(year: i16, month: u8) -> Option<Date> {
    let epoch = from_model(annalist_model::Date::new(622, Some(7), Some(18))?)?;
    let (year, month) = (i64::from(year), i64::from(month));
    let of_years = (year - 1) * 354 + (3 + 11 * year).div_euclid(30);
    let of_months = (59 * (month - 1) + 1).div_euclid(2);
    epoch.checked_add(days(of_years + of_months)).ok()
}

fn fixed(day: Date) -> Option<Moment> {
    let yearly = Yearly::MonthDay(u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    Some(Moment::InYear(yearly, Box::new(Moment::Year(day.year()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_begin_where_tables_have_it() {
        for (year, month, day) in
            [(1400, 1, "1979-11-20"), (1439, 1, "2017-09-21"), (1440, 9, "2019-05-05")]
        {
            assert_eq!(first_day(year, month), day.parse().ok(), "{year}");
        }
    }
}
