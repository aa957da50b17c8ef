//! The days of feasts that no rule of our calendar gives.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::calendar::{Period, days};
use annalist_tables::{DataError, DataFile, read_rows};

/// The days of each feast, in order.
#[derive(Debug)]
pub(super) struct Feasts(BTreeMap<&'static str, Vec<Date>>);

impl Feasts {
    pub(super) fn load(file: DataFile) -> Result<Feasts, DataError> {
        let mut feasts: BTreeMap<&'static str, Vec<Date>> = BTreeMap::new();
        for row in read_rows(file, 3)? {
            let decade: i16 = row.number(1)?;
            let of_feast = feasts.entry(row.cell(0)).or_default();
            for cell in row.cell(2).split(' ') {
                let day: Date =
                    cell.parse().map_err(|_| row.error(format!("{cell:?} is no day")))?;
                let is_in_order = of_feast.last().is_none_or(|last| *last < day);
                if !is_in_order || !(decade..decade + 10).contains(&day.year()) {
                    return Err(row.error(format!("{cell:?} is not in its place")));
                }
                of_feast.push(day);
            }
        }
        Ok(Feasts(feasts))
    }

    /// The feasts that the table has.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Whether the table has this feast.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The day of the feast in `year`, the first where there are two, and so many days after it.
    pub(super) fn day_in(&self, name: &str, year: i16, offset: i16) -> Option<Period> {
        let of_feast = self.0.get(name)?;
        let first = of_feast.partition_point(|day| day.year() < year);
        let day = of_feast.get(first).filter(|day| day.year() == year)?;
        day.checked_add(days(i64::from(offset))).ok().map(Period::day)
    }
}
