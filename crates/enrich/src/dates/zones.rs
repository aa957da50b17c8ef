//! The time zones that texts name, and how far each is from UTC on a day.

use std::collections::BTreeMap;

use annalist_model::{NamedZone, UtcOffset};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::meaning::Value;
use super::moment::{Clock, DayTime, Moment, Zone};
use annalist_tables::{DataError, DataFile, read_rows};

/// One zone of the table.
#[derive(Debug)]
struct Known {
    called: &'static str,
    /// The first year that the rule holds in.
    since: i16,
    /// How its clocks go; `None` where the name stands for several zones.
    rule: Option<TimeZone>,
}

/// The zones by their codes.
#[derive(Debug)]
pub(super) struct Zones(BTreeMap<&'static str, Known>);

impl Zones {
    pub(super) fn load(file: DataFile) -> Result<Zones, DataError> {
        let mut zones = BTreeMap::new();
        for row in read_rows(file, 4)? {
            let rule = match row.cell(3) {
                "-" => None,
                rule => Some(TimeZone::posix(rule).map_err(|error| row.error(error.to_string()))?),
            };
            let known = Known { called: row.cell(1), since: row.number(2)?, rule };
            zones.insert(row.cell(0), known);
        }
        Ok(Zones(zones))
    }

    /// The zone that an expression names, with its offset on the day that was found for it.
    pub(super) fn of(&self, value: &Value, day: Option<Date>) -> Option<NamedZone> {
        let (zone, clock) = zone_in(value)?;
        Some(match zone {
            Zone::Universal => NamedZone { name: "UTC".to_owned(), offset: UtcOffset::new(0) },
            Zone::Offset(offset) => {
                NamedZone { name: format!("UTC{offset}"), offset: Some(offset) }
            }
            Zone::Named(code) => {
                let known = self.0.get(code)?;
                let offset = day.and_then(|day| known.offset(day, clock));
                NamedZone { name: known.called.to_owned(), offset }
            }
        })
    }
}

impl Known {
    fn offset(&self, day: Date, clock: Clock) -> Option<UtcOffset> {
        let rule = self.rule.as_ref().filter(|_| day.year() >= self.since)?;
        let (hour, minute) = (i8::try_from(clock.hour).ok()?, i8::try_from(clock.minute).ok()?);
        let at = day.to_datetime(jiff::civil::Time::new(hour, minute, 0, 0).ok()?);
        let at = rule.to_ambiguous_timestamp(at).compatible().ok()?;
        UtcOffset::new(i16::try_from(rule.to_offset(at).seconds() / 60).ok()?)
    }
}

/// The zone in an expression: of a range that of its end, which holds for both.
fn zone_in(value: &Value) -> Option<(Zone, Clock)> {
    match value {
        Value::DayTime(time) => zone_of(*time),
        Value::Moment(moment) => zone_of_moment(moment),
        _ => None,
    }
}

fn zone_of_moment(moment: &Moment) -> Option<(Zone, Clock)> {
    match moment {
        Moment::At(_, time) => zone_of(*time),
        Moment::Range(_, to) => match to.as_ref() {
            Moment::At(_, time) => zone_of(*time),
            _ => None,
        },
        _ => None,
    }
}

fn zone_of(time: DayTime) -> Option<(Zone, Clock)> {
    match time {
        DayTime::Clock(clock) => Some((clock.zone?, clock)),
        DayTime::Part(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use annalist_tables::data_file;

    fn zones() -> Zones {
        Zones::load(data_file!("dates/zones.tsv")).unwrap()
    }

    #[test]
    fn each_zone_has_a_name_and_each_name_a_zone() {
        let words = read_rows(data_file!("dates/words.tsv"), 4).unwrap();
        let named = words.iter().filter(|row| row.cell(0).starts_with("zone"));
        let mut named: BTreeSet<&str> = named.map(|row| row.cell(2)).collect();
        // A rule of the grammar asks for this one by its code.
        named.insert("central-europe");
        let known: BTreeSet<&str> = zones().0.keys().copied().collect();
        assert_eq!(named, known);
    }

    #[test]
    fn summer_time_counts_where_the_rule_is_known_to_hold() {
        let clock = Clock {
            hour: 17,
            minute: 0,
            second: None,
            zone: Some(Zone::Named("eastern")),
            to_the_minute: false,
            half_known: true,
        };
        let at = Value::DayTime(DayTime::Clock(clock));
        for (day, offset) in
            [("2018-09-06", Some("-04:00")), ("2018-12-06", Some("-05:00")), ("2006-04-01", None)]
        {
            let zone = zones().of(&at, day.parse().ok()).unwrap();
            assert_eq!(zone.offset.map(|it| it.to_string()).as_deref(), offset, "{day}");
            assert_eq!(zone.name, "US Eastern time");
        }
    }
}
